"""Parts that a test needs and a machine may lack; with CLONUS_REQUIRE_ALL set, a lacking part is a failure and no skip."""

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"


def need(part: Path) -> Path:
    """The part, or a skip that says what is lacking."""
    if part.exists():
        return part
    sentence = f"{part.name} is not beside the checkout"
    if os.environ.get("CLONUS_REQUIRE_ALL"):
        pytest.fail(f"{sentence}, and CLONUS_REQUIRE_ALL is set")
    pytest.skip(sentence)
