"""Every page for everybody: axe-core finds nothing, nothing overflows a phone, hostile text stays text, print is whole."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Open

PAGES = {
    "empty": ("/", {}),
    "an emergency": ("/examples/1", {}),
    "nothing met": ("/examples/4", {}),
    "screened": ("/screen", {"paste": "Zoloft 50 mg\ntramadol\nsumatriptan prn\nfoozle", "paste_orders": "linezolid"}),
    "switched": ("/switch", {"from": "fluoxetine", "to": "phenelzine", "stopped": "2026-11-01"}),
    "an urgent switch": ("/switch", {"from": "sertraline", "to": "linezolid"}),
    "agents": ("/agents?name=venlafaxine", {}),
    "library": ("/library", {}),
    "a criterion": ("/library/hunter", {}),
    "a source": ("/library/source/dunkley2003", {}),
    "the topic": ("/library/twitching-on-ssri", {}),
    "privacy": ("/library/privacy", {}),
    "nothing there": ("/nowhere", {}),
}
SHOWN = pytest.mark.parametrize("shown", PAGES)
PAPER = {"width": 718, "height": 1046}  # A4 within its margins
HOSTILE = "<img src=x onerror=alert(1)> {{7*7}} \u202edrug\u202c " + "x" * 300


def filled(open_page: Open, shown: str, **settings: object) -> Page:
    """A page as it stands after its fields were filled in."""
    path, fields = PAGES[shown]
    page = open_page(path, **settings)
    for id, text in fields.items():
        page.locator(f"#{id}").fill(text)
    if fields:
        expect(page.locator("#answer .card").nth(1)).to_be_visible()
    return page


@SHOWN
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(opened: Open, shown: str, scheme: str) -> None:
    page = filled(opened, shown, color_scheme=scheme)
    for one in page.locator("main details").all():
        one.evaluate("one => one.open = true")

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()


@SHOWN
@pytest.mark.parametrize("viewport", [PHONE, {"width": 683, "height": 450}], ids=["phone", "desk at 200 percent"])
def test_nothing_is_wider_than_the_screen(opened: Open, shown: str, viewport: dict[str, int]) -> None:
    page = filled(opened, shown, viewport=viewport)

    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_hostile_names_and_forty_drugs_are_text_and_the_layout_holds(opened: Open) -> None:
    page = opened("/", viewport=PHONE)
    page.locator("#paste").fill("\n".join([HOSTILE, *(f"drug number {n}" for n in range(40))]))

    expect(page.locator("#med-pasted li")).to_have_count(41)
    expect(page.locator("#med-pasted li").first).to_contain_text("<img src=x onerror=alert(1)> {{7*7}}")
    assert page.locator("img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_name_of_ten_thousand_letters_is_refused_in_a_sentence(opened: Open) -> None:
    page = opened("/", viewport=PHONE)
    page.locator("#paste").fill("x" * 10_000)

    expect(page.locator("#answer .faults")).to_contain_text("10,000 characters long")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("path", ["/examples/1", "/examples/4"])
def test_a_printed_case_has_its_answer_within_the_paper_and_nothing_to_press(opened: Open, tmp_path: Path, path: str) -> None:
    page = opened(path, viewport=PAPER)
    page.emulate_media(media="print")

    expect(page.locator(".verdict")).to_be_visible()
    expect(page.locator(".take")).to_be_hidden()
    expect(page.locator("[id='sign.rash']")).to_be_hidden()
    expect(page.locator(".criterion .limits").nth(1)).to_be_visible()
    cards = page.locator(".said .card, .said .verdict, .said table").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect().right)"
    )
    assert max(cards) <= PAPER["width"]
    file = tmp_path / "print.pdf"
    page.pdf(path=file, format="A4")
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", file.read_bytes())) <= 10


def test_intended_use_stands_once_on_each_page(opened: Open) -> None:
    for path in ("/", "/screen", "/switch", "/agents", "/library"):
        page = opened(path, viewport=DESKTOP)

        assert page.locator("body").inner_text().count("not a cleared medical device") == 1
