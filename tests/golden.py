"""Golden texts: what stands in a file is what must come out; CLONUS_REWRITE_GOLDEN=1 writes it anew, to be read as a diff."""

import os
import re
from pathlib import Path

_FOOTER = re.compile(r"_?Clonus \d.*", re.DOTALL)


def assert_golden(text: str, file: Path) -> None:
    """The text equals the golden file, but for the line that names version and digest."""
    shown = _FOOTER.sub("", text).rstrip() + "\n"
    if os.environ.get("CLONUS_REWRITE_GOLDEN"):
        file.write_text(shown, encoding="utf-8")
    assert shown == file.read_text(encoding="utf-8")
