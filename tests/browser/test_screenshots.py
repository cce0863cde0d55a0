"""The pictures of the page that the documentation shows: CLONUS_REWRITE_GOLDEN=1 takes them anew, to be looked at."""

import os
import struct
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Open
from tests.browser.test_journeys import see

SHOWN = Path(__file__).parents[2] / "docs" / "screenshots"
DESK = {"width": 1280, "height": 860}
PICTURES: dict[str, dict[str, Any]] = {
    "light": {"viewport": DESK, "color_scheme": "light"},
    "dark": {"viewport": DESK, "color_scheme": "dark"},
    "phone": {"viewport": PHONE, "color_scheme": "light", "device_scale_factor": 2},
    "print": {"viewport": {"width": 794, "height": 1123}, "color_scheme": "light"},
}


def size(picture: bytes) -> tuple[int, int]:
    """The width and height of a PNG."""
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_of_the_documentation_is_one_of_the_page(opened: Open, name: str) -> None:
    page = opened("/", **PICTURES[name])
    page.locator("#paste").fill("paroxetine 20 mg daily\ntramadol 50 mg, started yesterday\nfoozle 3 mg")
    page.locator("#med-list [data-rows]").click()
    expect(page.locator("[id='med.2.read']")).to_contain_text("NOT RECOGNIZED")
    for sign in ("inducible_clonus", "diaphoresis"):
        see(page, sign, "present")
    see(page, "tremor", "absent")
    expect(page.locator("[data-criterion='hunter']")).to_have_attribute("data-truth", "yes")
    if name == "print":
        page.emulate_media(media="print")
    page.evaluate(f"scrollTo(0, {1 if name != 'phone' else 'document.getElementById(`answer`).offsetTop - 8'})")
    page.wait_for_timeout(200)
    taken = page.screenshot()
    file = SHOWN / f"{name}.png"
    if os.environ.get("CLONUS_REWRITE_GOLDEN"):
        file.write_bytes(taken)

    assert size(taken) == size(file.read_bytes())
    assert len(taken) > 20_000
