"""Dated switches with expectations that were written from the sources before the code ran; five were corrected after a source was found.

A row that begins with `JUDGE:` is one that the evidence allows to be read otherwise.
"""

import csv
import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import clonus
from clonus.adapters.formats.moments import AsOf
from clonus.adapters.formats.switch import dated, switch_document
from clonus.services import switching

DECKS = Path(__file__).parent / "switches"
ROWS = [row for deck in sorted(DECKS.glob("*.csv")) for row in csv.DictReader(deck.read_text(encoding="utf-8").splitlines())]
CATALOGUE = clonus.open_catalogue()
REFUSED = {"spell-002": "fluoxetine or fluvoxamine"}


def answer_to(row: dict[str, str]) -> Mapping[str, Any]:
    """The document of a row's question."""
    answer = clonus.switch(row["from"], row["to"], row["stopped"] or None, CATALOGUE, authority=row["authority"])
    return switch_document(answer, CATALOGUE)["switch"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_dated_switch_is_answered_as_its_sources_say(row: dict[str, str]) -> None:
    if row["id"] in REFUSED:  # a misspelling between two drugs is refused, and both are named
        with pytest.raises(clonus.InputRefused, match=REFUSED[row["id"]]):
            answer_to(row)
        return

    answer = answer_to(row)
    acting = answer["acting"]
    assert (None if acting is None else acting["days"]) == (int(row["days"]) if row["days"] else acting and acting["days"])
    if row["mentions"] == "specialist":
        assert acting is None
        assert answer["earliest_start"] is None
    if row["earliest"]:
        start = answer["earliest_start"]
        assert [moment(start["earliest"]), moment(start["latest"])] == [moment(row["earliest"]), moment(row["latest"])]
    assert {rule["days"] for rule in answer["rules"]} >= {int(days) for days in row["rules_days_has"].split(";") if days}
    assert not row["mentions"] or any(word in json.dumps(answer) for word in row["mentions"].split("|"))


def moment(text: str) -> date:
    """A date or a date-time, compared as an instant where it has a zone."""
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def test_the_decks_are_large_and_look_at_every_kind_of_question() -> None:
    kinds = {row["id"].partition("-")[0] for row in ROWS}

    assert len(ROWS) >= 150
    assert kinds >= {"ssri", "snri", "tca", "moclo", "maob", "lzdmb", "auth", "date", "time", "part", "nodate", "name", "spell", "none"}


@pytest.mark.parametrize("agent", ["linezolid", "methylene blue"])
@pytest.mark.parametrize(
    "taken", ["sertraline", "fluoxetine", "duloxetine", "amitriptyline", "tramadol", "phenelzine", "trazodone", "lithium"]
)
def test_what_saves_a_life_is_never_told_to_wait(taken: str, agent: str) -> None:
    says = clonus.switch(taken, agent, "2026-11-20", CATALOGUE).says

    assert "life-threatening" in says[0]
    assert "do not wait" in says[0]


@pytest.mark.parametrize(("leaving", "starting"), [("tramadol", "phenelzine"), ("nialamide", "sertraline"), ("phenelzine", "furazolidone")])
def test_silence_about_an_mao_inhibitor_is_no_leave_to_combine(leaving: str, starting: str) -> None:
    says = clonus.switch(leaving, starting, "2026-11-20", CATALOGUE).says

    assert "ask a specialist" in says[0]
    assert "not to be combined until then" in says[1]


def test_a_combination_is_answered_by_each_of_its_parts_that_act() -> None:
    both = clonus.switch("moclobemide", "Auvelity", "2026-11-20", CATALOGUE)
    one = clonus.switch("Symbyax", "phenelzine", "2026-11-20", CATALOGUE)

    assert (both.days, one.days) == (Fraction(14), Fraction(35))
    assert one.unanswered == ()


def test_what_asks_for_no_interval_sets_no_day_and_allows_nothing() -> None:
    answer = clonus.switch("citalopram", "sumatriptan", "2026-11-20", CATALOGUE)

    assert answer.earliest_start is None
    assert "no statement about taking both" in answer.says[0]


@pytest.mark.parametrize(("as_of", "stands"), [("2026-12-05", "NOT YET, 1 day to go"), ("2026-12-06", "the interval is over")])
def test_with_a_moment_of_assessment_the_answer_says_how_it_stands(as_of: str, stands: str) -> None:
    answer = dated(switching.switch("fluoxetine", "phenelzine", CATALOGUE), "2026-11-01", AsOf.read(as_of))

    assert stands in answer.says[1]


@pytest.mark.parametrize(
    ("stopped", "as_of", "stands"),
    [
        ("2026-11-01T20:00+01:00", "2026-11-02T08:00+01:00", "NOT YET"),
        ("2026-11-01T20:00+01:00", "2026-11-02T20:00+01:00", "the interval is over"),
        ("2026-11-01T20:00-12:00", "2026-11-03T08:00+14:00", "NOT YET"),
        ("2026-11-01T20:00", "2026-11-02", "count as not yet"),
        ("2026-11-01", "2026-11-02", "count as not yet"),
        ("2026-11-01", "2026-11-03", "the interval is over"),
    ],
)
def test_a_day_of_24_hours_is_over_when_they_have_passed(stopped: str, as_of: str, stands: str) -> None:
    answer = dated(switching.switch("linezolid", "sertraline", CATALOGUE), stopped, AsOf.read(as_of))

    assert stands in answer.says[1]


def test_nothing_is_over_while_a_longer_statement_runs_or_another_agent_acts() -> None:
    longer = dated(switching.switch("duloxetine", "phenelzine", CATALOGUE), "2026-11-01", AsOf.read("2026-11-09"))
    to_the_hour = dated(switching.switch("duloxetine", "phenelzine", CATALOGUE), "2026-11-01T20:00", AsOf.read("2026-11-15T08:00"))
    patient = clonus.read_case({"medications": [{"name": "tramadol"}]})
    other = dated(switching.switch("sertraline", "phenelzine", CATALOGUE, patient=patient), "2026-10-01", AsOf.read("2026-11-22"))

    assert "of 14 days, has not" in longer.says[1]
    assert "of 14 days, has not" in to_the_hour.says[1]
    assert "count as not yet" in other.says[1]


def test_no_part_of_a_combination_is_left_out_where_an_authority_is_chosen() -> None:
    answer = clonus.switch("fluoxetine/sertraline", "tranylcypromine", catalogue=CATALOGUE, authority="UK")

    assert answer.days == Fraction(35)


def test_what_else_is_on_board_by_the_case_is_said() -> None:
    patient = clonus.read_case({"medications": [{"name": "tramadol"}, {"name": "amlodipine"}, {"name": "fluoxetine", "stopped": 300}]})
    says = clonus.switch("sertraline", "phenelzine", "2026-11-01", CATALOGUE, patient=patient).says

    assert "Also on board by the case, or perhaps: tramadol. Each has an interval of its own." in says


def test_a_name_that_is_no_one_agent_is_refused_in_one_sentence() -> None:
    for text, words in (("an SSRI", "class"), ("xyzzy", "not a drug"), ("", "not a drug"), ("sertraline and lithium", "several")):
        with pytest.raises(clonus.InputRefused, match=words) as refusal:
            clonus.switch(text, "phenelzine", catalogue=CATALOGUE)
        assert len(refusal.value.faults) == 1
    with pytest.raises(clonus.InputRefused, match="two different agents"):
        clonus.switch("Prozac", "fluoxetine", catalogue=CATALOGUE)
    with pytest.raises(clonus.InputRefused, match="it is one of CA, CH, EU"):
        clonus.switch("Prozac", "Nardil", catalogue=CATALOGUE, authority="UKK")


@pytest.mark.parametrize(
    "stopped", ["2026-13", "yesterday", "2026-11-31", "26/11/2026", "2026-W48", "", "10", "1000", "0060", "2026-11-01x02:00"]
)
def test_a_last_dose_that_is_no_moment_is_refused_in_one_sentence(stopped: str) -> None:
    with pytest.raises(clonus.InputRefused, match="the last dose is") as refusal:
        clonus.switch("fluoxetine", "phenelzine", stopped, CATALOGUE)

    assert len(refusal.value.faults) == 1


def test_kinetics_lengthens_for_a_named_factor_of_the_patient_alone() -> None:
    cirrhosis = clonus.read_case({"patient": {"conditions": ["hepatic_impairment"]}})
    plain, slower = (clonus.switch("duloxetine", "phenelzine", "2026-11-01", CATALOGUE, patient=patient) for patient in (None, cirrhosis))
    never = clonus.switch("phenelzine", "sertraline", "2026-11-01", CATALOGUE, patient=cirrhosis)

    assert [plain.days, plain.lengthened] == [5, False]
    assert [slower.days, slower.lengthened] == [10, True]  # five half-lives of 12.5 h, times 3.5
    assert slower.kinetics[0].factors == ("liver impairment",)
    assert [never.days, never.lengthened, never.kinetics[0].span] == [14, False, None]


def test_an_inhibitor_on_the_list_counts_until_it_is_gone() -> None:
    def factors(**entry: object) -> tuple[str, ...]:
        patient = clonus.read_case({"medications": [{"name": "omeprazole", **entry}]})
        return clonus.switch("escitalopram", "phenelzine", catalogue=CATALOGUE, patient=patient).kinetics[0].factors

    assert factors() == ("omeprazole on the list",)
    assert factors(stopped=400) == ()


def test_a_day_of_24_hours_is_not_a_day_of_the_calendar_where_the_clocks_change() -> None:
    answer = clonus.switch("moclobemide", "sertraline", "2026-10-24T08:00:00+02:00", CATALOGUE)
    whole = clonus.switch("moclobemide", "sertraline", date(2026, 10, 24), CATALOGUE)

    assert answer.earliest_start is not None
    assert datetime.fromisoformat(answer.earliest_start.earliest) - datetime.fromisoformat("2026-10-24T08:00:00+02:00") == timedelta(days=1)
    assert whole.earliest_start == type(answer.earliest_start)("2026-10-25", "2026-10-25")
