"""What is entered is neither lost nor mixed up: forgetting, reloading, late answers, keys, dates, and examinations that are kept."""

import json
from pathlib import Path

from playwright.sync_api import Route, expect

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
