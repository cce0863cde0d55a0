"""What is entered is neither lost nor mixed up: forgetting, reloading, late answers, keys, dates, and examinations that are kept."""

import json
from pathlib import Path

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Open
from tests.browser.test_journeys import see


def test_forget_leaves_nothing_for_a_reload(opened: Open) -> None:
    page = opened("/")
    page.locator("#paste").fill("sertraline 50 mg")
    expect(page.locator("#med-pasted")).to_contain_text("established")
    page.get_by_text("Forget, start anew").click()
    expect(page.locator("#paste")).to_have_value("")
    page.reload()

    expect(page.locator("#paste")).to_have_value("")
    expect(page.locator("#med-pasted")).to_be_empty()


def test_a_case_that_was_opened_is_that_case_after_a_reload(opened: Open, tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps({"medications": [{"name": "venlafaxine"}]}), encoding="utf-8")
    page = opened("/")
    page.locator("#paste").fill("phenelzine")
    page.locator("summary", has_text="Case file").click()
    page.locator("#file").set_input_files(file)
    expect(page.locator("[id='med.0.name']")).to_have_value("venlafaxine")
    see(page, "tremor", "present")
    expect(page.locator("#status")).not_to_be_empty()
    page.reload()

    expect(page.locator("[id='med.0.name']")).to_have_value("venlafaxine")
    expect(page.locator("[id='sign.tremor'] input[value='present']")).to_be_checked()
    expect(page.locator("#paste")).to_have_value("")


def test_enter_asks_for_the_answer_and_removes_nothing(opened: Open) -> None:
    page = opened("/examples/2")
    page.locator("[id='med.0.name']").press("Enter")
    page.locator("[id='vitals.temperature']").fill("40")
    page.locator("[id='vitals.temperature']").press("Enter")

    expect(page.locator(".verdict")).to_have_attribute("data-urgency", "emergency")
    expect(page.locator("[id='med.1.name']")).to_have_value("quetiapine")
    assert page.url.endswith("/examples/2")


def test_an_examination_is_kept_with_its_measurements_and_can_be_removed_again(opened: Open) -> None:
    page = opened("/")
    page.locator("[id='vitals.temperature']").fill("38.4")
    see(page, "tremor", "present")
    page.get_by_text("Keep this examination as an earlier one").click()

    expect(page.locator(".earlier li")).to_contain_text("tremor present, temperature 38.4")
    expect(page.locator("[id='vitals.temperature']")).to_have_value("")
    expect(page.locator("[id='sign.tremor'] input[value='present']")).not_to_be_checked()
    see(page, "agitation", "present")
    page.locator(".earlier .remove").click()
    expect(page.locator(".earlier")).to_have_count(0)
    expect(page.locator("[id='sign.agitation'] input[value='present']")).to_be_checked()


def test_a_late_answer_never_stands_over_a_later_one(opened: Open) -> None:
    page = opened("/")
    held: list[Route] = []
    page.route("**/live", lambda route: held.append(route) if not held else route.continue_())
    page.locator("#paste").fill("sertraline")
    expect(page.locator("#answer.stale")).to_be_attached()
    see(page, "spontaneous_clonus", "present")
    expect(page.locator("[data-criterion='hunter']")).to_have_attribute("data-truth", "yes")
    held[0].continue_()
    page.wait_for_timeout(300)

    expect(page.locator("[data-criterion='hunter']")).to_have_attribute("data-truth", "yes")
    expect(page.locator("#answer.stale")).to_have_count(0)


def test_what_is_entered_while_rows_are_made_stays(opened: Open) -> None:
    page = opened("/")
    held: list[Route] = []
    page.route("**/rows", lambda route: held.append(route))
    page.locator("#paste").fill("sertraline")
    page.locator("#med-list [data-rows]").click()
    see(page, "tremor", "present")
    page.locator("[id='patient.age']").fill("44")
    held[0].continue_()

    expect(page.locator("[id='med.0.name']")).to_have_value("sertraline")
    expect(page.locator("[id='sign.tremor'] input[value='present']")).to_be_checked()
    expect(page.locator("[id='patient.age']")).to_have_value("44")


def test_a_date_is_picked_and_what_was_written_survives_a_look_at_the_calendar(opened: Open) -> None:
    page = opened("/examples/2")
    field = page.locator("[id='med.0.started']")
    field.fill("3 days ago")
    field.locator("xpath=../..").locator(".pick").click()
    expect(field).to_have_attribute("type", "date")
    field.blur()
    expect(field).to_have_value("3 days ago")
    field.locator("xpath=../..").locator(".pick").click()
    field.fill("2026-11-20")
    field.blur()

    expect(field).to_have_attribute("type", "text")
    expect(field).to_have_value("2026-11-20")


def test_nothing_taken_beside_a_list_is_a_fault_and_alone_an_answer(opened: Open) -> None:
    page = opened("/")
    page.locator("#paste").fill("sertraline")
    page.locator("[name='none_taken']").check()
    expect(page.locator("#answer .faults")).to_contain_text("“Asked: takes nothing” is ticked beside a list")
    page.locator("#paste").fill("")

    expect(page.locator(".together")).to_contain_text("nothing is taken, so that there is nothing to screen")
    expect(page.locator(".together")).not_to_contain_text("Nothing was raised")


def test_a_case_of_another_day_says_so(opened: Open) -> None:
    page = opened("/")
    assert page.locator(".verdict").inner_text().count("not of today") == 0
    page.locator("#as_of").fill("2026-01-05")

    expect(page.locator(".verdict")).to_contain_text("As of 2026-01-05, not of today")


def pasted(page: Page, text: str) -> None:
    """Paste a text behind what stands in the box of the list."""
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.locator("#paste").focus()
    page.keyboard.press("End")
    page.keyboard.press("Control+V")


CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


def test_what_is_typed_behind_a_pasted_list_is_never_lost(opened: Open) -> None:
    page = opened("/", **CLIPBOARD)
    pasted(page, "sertraline")
    page.keyboard.type(", phenelzine", delay=10)

    expect(page.locator("[id='med.0.name']")).to_have_value("sertraline")
    expect(page.locator("#med-list")).to_contain_text("phenelzine")
    expect(page.locator(".loud")).to_contain_text("phenelzine + sertraline")


def test_what_is_cleared_while_rows_are_made_stays_cleared(opened: Open) -> None:
    page = opened("/examples/2")
    page.locator("[id='med.0.stopped']").fill("2020-01-01")
    held: list[Route] = []
    page.route("**/rows", lambda route: held.append(route))
    page.locator("#paste").fill("tramadol")
    page.locator("#med-list [data-rows]").click()
    page.locator("[id='med.0.stopped']").fill("")
    page.wait_for_timeout(100)
    held[0].continue_()

    expect(page.locator("#med-rows .name[value='tramadol']")).to_be_attached()
    expect(page.locator("[id='med.0.stopped']")).to_have_value("")


def test_a_date_in_an_empty_row_does_not_end_the_drug_that_comes_to_stand_there(opened: Open) -> None:
    page = opened("/")
    held: list[Route] = []
    page.route("**/rows", lambda route: held.append(route))
    page.locator("#paste").fill("phenelzine")
    page.locator("#med-list [data-rows]").click()
    page.locator("[id='med.0.stopped']").fill("2020-01-01")
    held[0].continue_()

    expect(page.locator("[id='med.0.name']")).to_have_value("phenelzine")
    expect(page.locator("[id='med.0.stopped']")).to_have_value("")
    expect(page.locator("[id='med.1.stopped']")).to_have_value("2020-01-01")


def test_two_changes_of_the_rows_follow_one_another(opened: Open) -> None:
    page = opened("/")
    held: list[Route] = []
    page.route("**/rows", lambda route: held.append(route) if not held else route.continue_())
    page.locator("#paste").fill("phenelzine")
    page.locator("#med-list [data-rows]").click()
    page.locator("#paste").fill("phenelzine\nsertraline\ntramadol")
    page.locator("#med-list [data-rows]").click()
    held[0].continue_()

    for number, name in enumerate(("phenelzine", "sertraline", "tramadol")):
        expect(page.locator(f"[id='med.{number}.name']")).to_have_value(name)


def test_only_the_newest_answer_may_be_called_old(opened: Open) -> None:
    page = opened("/")
    held: list[Route] = []
    page.route("**/live", lambda route: held.append(route))
    page.locator("#paste").fill("sertraline")
    page.wait_for_timeout(400)
    page.locator("#paste").fill("sertraline\nphenelzine")
    page.wait_for_timeout(600)
    held[0].continue_()
    expect(page.locator("#med-pasted")).to_contain_text("sertraline")
    page.wait_for_timeout(100)
    expect(page.locator("#answer.stale")).to_be_attached()
    held[1].continue_()

    expect(page.locator("#answer.stale")).to_have_count(0)
    expect(page.locator(".loud")).to_contain_text("phenelzine + sertraline")


def test_a_case_is_there_again_after_other_pages_and_only_forgetting_ends_it(opened: Open) -> None:
    page = opened("/")
    page.locator("#paste").fill("phenelzine")
    expect(page.locator("#med-pasted")).to_contain_text("established")
    page.get_by_role("link", name="Screen").click()
    page.locator("#paste").fill("tramadol")
    expect(page.locator("#answer")).to_contain_text("Nothing was raised")
    page.get_by_role("link", name="Assess").click()
    expect(page.locator("#paste")).to_have_value("phenelzine")
    page.get_by_role("link", name="Screen").click()

    expect(page.locator("#paste")).to_have_value("tramadol")


def test_a_copy_that_cannot_be_put_back_is_not_lost(opened: Open) -> None:
    page = opened("/")
    page.locator("#paste").fill("phenelzine")
    expect(page.locator("#med-pasted")).to_contain_text("established")
    page.route(
        "**/", lambda route: route.fulfill(status=503, body="<li>busy.</li>") if route.request.method == "POST" else route.continue_()
    )
    page.reload()
    expect(page.locator("#lost")).to_contain_text("could not be put back whole")
    expect(page.locator("#paste")).to_have_value("phenelzine")
    page.locator("[id='patient.age']").fill("44")
    page.wait_for_timeout(300)
    page.unroute("**/")
    page.reload()

    expect(page.locator("#paste")).to_have_value("phenelzine")
    expect(page.locator("#lost")).to_be_hidden()
    opened.complaints.clear()  # type: ignore[attr-defined]  # the browser's own words about the refusal


def test_a_calendar_that_is_half_filled_in_changes_nothing(opened: Open) -> None:
    page = opened("/examples/2")
    field = page.locator("[id='med.0.stopped']")
    field.fill("2026-01-05")
    field.locator("xpath=../..").locator(".pick").click()
    page.keyboard.press("Escape")
    page.keyboard.press("Backspace")
    field.blur()

    expect(field).to_have_value("2026-01-05")
