"""The search of the library: what is typed stays in the page, and the page finds what the server finds."""

import re

import pytest
from playwright.sync_api import Page, Request, expect

from clonus.adapters.web.search import folded
from tests.browser.conftest import Open

SPELLED = ["NMS", "  Ankle   CLONUS ", "AKATHÍSIA", "St. John’s Wort®", "restless–legs", "ＳＳＲＩ", "5½", "ﬁ"]
ACCENTED = [
    "Ménière",
    "fluoxétine",
    "n̈",
    "Łódź",
    "İstanbul",
    "ΟΔΟΣ",
    "straße",
    "한글",
    "\u00a0a\u2003b\ufeff",
    "क्षि",
    "5-HT₂A",
    "\u200bx´y",
]
FOLD = """async words => {
    const alike = (await (await fetch(document.getElementById("wanted").dataset.index)).json()).alike;
    const { folded } = await import(document.querySelector("script[type=module]").src);
    return words.map(word => folded(word, alike));
}"""
ROWS = "rows => rows.map(row => [row.querySelector('a').getAttribute('href'), row.textContent])"


def shown(page: Page) -> list[list[str]]:
    """What is listed as found: the address and the words of each."""
    found: list[list[str]] = page.locator("#found li").evaluate_all(ROWS)
    return found


def test_typing_sends_nothing(opened: Open) -> None:
    page = opened("/library")
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request))
    page.locator("#wanted").press_sequentially("Mr Foozle zorbaxil", delay=5)
    expect(page.locator("#count")).to_have_text("0 found")
    page.wait_for_timeout(600)
    page.locator("#wanted").fill("NMS")
    expect(page.locator("#found a").first).to_have_text("Neuroleptic malignant syndrome")

    sent = [one for one in requests if "/static/" not in one.url]

    assert [re.sub(r"^.*?//[^/]*|\?[0-9a-f]{12}$", "", one.url) for one in sent] == ["/library/index.json"]
    assert all(one.method == "GET" and one.post_data is None for one in requests)


def test_the_page_folds_as_the_server_does(opened: Open) -> None:
    words = [*SPELLED, *ACCENTED]

    assert opened("/library").evaluate(FOLD, words) == [folded(word) for word in words]


@pytest.mark.parametrize("typed", [*SPELLED, "serotonin syndrome", "fluoxétine", "o", "zzqx"])
def test_the_page_finds_what_the_server_finds(opened: Open, typed: str) -> None:
    page = opened("/library")
    page.locator("#wanted").fill(typed)
    expect(page.locator("#count")).to_have_text(re.compile(r"^\d+ found$"))
    live, counted = shown(page), page.locator("#count").text_content()
    page.locator("#wanted").press("Enter")
    expect(page).to_have_url(re.compile("/library$"))
    expect(page.locator("#wanted")).to_have_value(typed)
    read = [row for row in shown(page) if not row[1].endswith("is read so")]
    more = len(shown(page)) - len(read)

    assert read == live[: 40 - more]
    assert page.locator("#count").text_content() == f"{int(counted.split()[0]) + more} found"  # type: ignore[union-attr]


def test_the_button_sends_the_form_and_the_server_mends_a_spelling(opened: Open) -> None:
    page = opened("/library")
    page.locator("#wanted").fill("lithum")
    expect(page.locator("#count")).to_have_text("0 found")
    page.get_by_role("button", name="Find").click()

    expect(page.locator("#found a").first).to_have_attribute("href", "/library/substance.lithium")
