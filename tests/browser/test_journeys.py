"""Journeys through the page: an emergency doctor, a psychiatrist and a pharmacist, on a desk and on a phone, with and without scripts."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Open

SIZES = pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desk", "phone"])
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["live", "plain"])
THIRTY = """sertraline 100 mg daily
tramadol 50 mg prn
lisinopril 10 mg daily
metformin 500 mg bid
atorvastatin 40 mg nightly
amlodipine 5 mg daily
omeprazole 20 mg daily
levothyroxine 75 mcg daily
aspirin 81 mg daily
acetaminophen 500 mg prn
gabapentin 300 mg tid
furosemide 20 mg daily
potassium chloride 20 mEq daily
albuterol inhaler prn
fluticasone nasal spray daily
loratadine 10 mg daily
vitamin D3 1000 units daily
warfarin 5 mg daily
metoprolol 25 mg bid
tamsulosin 0.4 mg daily
sumatriptan 50 mg prn
ondansetron 4 mg prn
trazodone 50 mg nightly
melatonin 3 mg nightly
docusate 100 mg bid
senna 8.6 mg daily
calcium carbonate 500 mg daily
ferrous sulfate 325 mg daily
zorbaxil 20 mg daily
quenlafex 5 mg daily"""


def see(page: Page, sign: str, value: str) -> None:
    """Choose what was found of a sign."""
    choice = page.locator(f"[id='sign.{sign}'] .{value}")
    for part in page.locator(f"details:has([id='sign.{sign}'])").all():
        if part.get_attribute("open") is None:
            part.locator("> summary").click()
    choice.click()


def settle(page: Page, scripts: bool) -> None:
    """Have the page answer: by itself with scripts, else by its button."""
    if not scripts:
        page.locator("#submit").click()


@SIZES
@SCRIPTS
def test_an_emergency_doctor_goes_from_half_an_examination_to_a_plan(opened: Open, viewport: dict[str, int], scripts: bool) -> None:
    page = opened("/", viewport=viewport, java_script_enabled=scripts)
    page.locator("#paste").fill("paroxetine 20 mg daily\ntramadol 50 mg, started yesterday")
    see(page, "inducible_clonus", "present")
    see(page, "tremor", "absent")
    settle(page, scripts)

    hunter = page.locator("[data-criterion='hunter']")
    expect(hunter).to_have_attribute("data-truth", "unknown")
    expect(page.locator(".next [data-next='agitation'], .next [data-next='diaphoresis']").first).to_be_attached()

    see(page, "diaphoresis", "present")
    settle(page, scripts)

    expect(hunter).to_have_attribute("data-truth", "yes")
    expect(page.locator(".verdict")).to_contain_text("urgent")
    expect(page.locator("[data-step='stop_serotonergic_agents'] .stops")).to_contain_text("paroxetine")
    expect(page.locator(".loud")).to_contain_text("paroxetine + tramadol")


@SIZES
@SCRIPTS
def test_a_psychiatrist_plans_a_switch(opened: Open, viewport: dict[str, int], scripts: bool) -> None:
    page = opened("/switch", viewport=viewport, java_script_enabled=scripts)
    page.locator("#from").fill("Prozac")
    page.locator("#to").fill("phenelzine")
    page.locator("#stopped").fill("2026-11-01")
    settle(page, scripts)

    expect(page.locator("#answer .soon")).to_contain_text("not before 2026-12-06")
    expect(page.locator("#answer svg[aria-labelledby]")).to_be_visible()
    expect(page.locator("#answer tr.acts")).to_contain_text("35")


@SIZES
@SCRIPTS
def test_a_pharmacist_pastes_thirty_drugs_of_which_two_are_unknown(opened: Open, viewport: dict[str, int], scripts: bool) -> None:
    page = opened("/screen", viewport=viewport, java_script_enabled=scripts)
    page.locator("#paste").fill(THIRTY)
    settle(page, scripts)

    summary = page.locator("#answer .summary")
    expect(summary).to_contain_text("NOT COMPLETE: 2 not recognized and so not screened: zorbaxil 20 mg daily; quenlafex 5 mg daily")
    expect(page.locator("#answer .raised[data-between='sertraline+tramadol']")).to_be_visible()
    page.locator("#h-quiet").click()
    expect(page.locator("#answer")).to_contain_text("sertraline + trazodone")


def test_from_the_empty_page_three_actions_lead_to_the_next_examination(opened: Open) -> None:
    page = opened("/", permissions=["clipboard-read", "clipboard-write"])
    page.evaluate("navigator.clipboard.writeText('sertraline 100 mg daily\\nlinezolid 600 mg bid')")
    actions = 0

    page.locator("#paste").focus()
    page.keyboard.press("Control+V")
    actions += 1
    expect(page.locator("[id='med.1.read']")).to_contain_text("linezolid")
    see(page, "tremor", "present")
    actions += 1
    first = page.locator(".next [data-next]").first
    expect(page.locator(".next [data-next='hyperreflexia']")).to_be_attached()
    page.wait_for_load_state("networkidle")
    target = first.get_attribute("data-to")
    first.click()
    actions += 1

    assert actions <= 3
    focused = page.evaluate("(document.activeElement.closest('.sign') ?? document.activeElement).id")
    assert focused == target


def test_the_keyboard_alone_enters_a_sign_and_shows_how_to_examine(opened: Open) -> None:
    page = opened("/")
    page.locator("[id='sign.tremor'] input").nth(2).focus()
    page.keyboard.press("p")
    page.keyboard.press("?")

    expect(page.locator("[id='sign.tremor'] input[value='present']")).to_be_checked()
    expect(page.locator("[id='sign.tremor'] .how > div")).to_be_visible()
    page.keyboard.press("a")
    expect(page.locator("[id='sign.tremor'] input[value='absent']")).to_be_checked()


def test_a_case_is_entered_and_read_without_a_mouse(opened: Open) -> None:
    page = opened("/")
    tab_to(page, "#paste")
    page.keyboard.type("sertraline 100 mg daily")
    for sign in ("tremor", "hyperreflexia"):
        tab_to(page, f"[id='sign.{sign}'] input")
        page.keyboard.press("p")
    expect(page.get_by_role("status").last).to_contain_text("Hunter Serotonin Toxicity Criteria: met")
    page.wait_for_load_state("networkidle")
    tab_to(page, ".next .go")
    target = page.evaluate("document.activeElement.dataset.to")
    page.keyboard.press("Enter")

    assert page.evaluate("(document.activeElement.closest('.sign') ?? document.activeElement).id") == target


def test_the_answer_is_one_skip_away(opened: Open) -> None:
    page = opened("/examples/1")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "answer"


def tab_to(page: Page, wanted: str) -> None:
    """Go on by the tabulator until an element has the focus."""
    for _ in range(300):
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} cannot be reached by the tabulator")


def test_the_verdict_is_announced(opened: Open) -> None:
    page = opened("/")
    page.locator("#paste").fill("sertraline")
    see(page, "spontaneous_clonus", "present")

    status = page.get_by_role("status").last
    expect(status).to_have_attribute("aria-live", "polite")
    expect(status).to_contain_text("Hunter Serotonin Toxicity Criteria: met")


def test_reload_and_back_lose_nothing(opened: Open) -> None:
    page = opened("/examples/2")
    see(page, "diaphoresis", "present")
    expect(page.locator("[data-criterion='hunter']")).to_have_attribute("data-truth", "yes")

    page.reload()
    expect(page.locator("[id='sign.diaphoresis'] input[value='present']")).to_be_checked()
    page.goto("/switch")
    page.go_back()

    expect(page.locator("[id='sign.diaphoresis'] input[value='present']")).to_be_checked()
    expect(page.locator("[id='med.1.name']")).to_have_value("quetiapine")


def test_a_server_that_is_lost_is_said_and_what_was_entered_stays(opened: Open) -> None:
    page = opened("/")
    page.locator("#paste").fill("sertraline")
    expect(page.locator("#med-pasted")).to_contain_text("established")
    page.context.set_offline(True)
    see(page, "tremor", "present")

    expect(page.locator("#lost")).to_contain_text("The server does not answer. What you entered is kept")
    page.context.set_offline(False)
    see(page, "hyperreflexia", "present")
    expect(page.locator("#lost")).to_be_hidden()
    expect(page.locator("[data-criterion='hunter']")).to_have_attribute("data-truth", "yes")
    opened.complaints.clear()  # type: ignore[attr-defined]  # the browser's own words about the lost server


def test_a_case_is_downloaded_and_opened_again(opened: Open, tmp_path: Path) -> None:
    page = opened("/examples/4")
    page.locator("summary", has_text="Case file").click()
    with page.expect_download() as download:
        page.get_by_text("Download this case").click()
    file = tmp_path / "case.json"
    download.value.save_as(file)

    assert json.loads(file.read_text(encoding="utf-8"))["medications"][0]["dose"] == "3 g"
    page.goto("/")
    page.locator("summary", has_text="Case file").click()
    page.locator("#file").set_input_files(file)
    expect(page.locator("[id='med.0.name']")).to_have_value("venlafaxine")
    expect(page.locator("[data-criterion='hunter']")).to_have_attribute("data-truth", "no")


def test_nothing_of_a_patient_is_left_on_the_disk_of_the_browser(browser: object, address: str, tmp_path: Path) -> None:
    from playwright.sync_api import Browser

    from tests.browser.conftest import FLAGS, chromium

    assert isinstance(browser, Browser)
    context = browser.browser_type.launch_persistent_context(str(tmp_path), executable_path=chromium(), args=FLAGS)
    page = context.pages[0]
    page.goto(address)
    page.locator("#paste").fill("xylorphenazide 77 mg")
    expect(page.locator("#med-pasted")).to_contain_text("NOT RECOGNIZED")
    page.reload()
    expect(page.locator("#paste")).to_have_value("xylorphenazide 77 mg")
    context.close()

    held = [file for file in tmp_path.rglob("*") if file.is_file() and b"xylorphenazide" in file.read_bytes().replace(b"\0", b"")]
    assert held == []
