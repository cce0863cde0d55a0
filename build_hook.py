"""Puts the compiled form of the catalogue into the wheel, made from the very files that go with it."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledCatalogue(BuildHookInterface):
    """Compiles src/clonus/knowledge before the wheel is packed."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the compiled form and have it packed."""
        sys.path.insert(0, str(Path(self.root) / "src"))
        from clonus.catalogue.opening import compile_catalogue

        folder = Path(self.root) / "src" / "clonus" / "knowledge"
        compile_catalogue(folder)
        build_data["artifacts"].append("src/clonus/knowledge/_compiled.json")
