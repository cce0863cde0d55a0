"""The exposure clock and the gate: what is on board, by dates and by days."""

from typing import Any

import pytest

import clonus
from clonus.rules.diagrams import Literals

CATALOGUE = clonus.open_catalogue()


def on_board(as_of: str | None = None, **entry: Any) -> str:
    """Whether one entry is on board."""
    case = {"medications": [entry], **({"as_of": as_of} if as_of else {})}
    return clonus.assess(clonus.read_case(case, CATALOGUE), CATALOGUE).medications[0].on_board.value


def fact(name: str, **case: Any) -> str:
    """The truth of an exposure fact for a case."""
    from clonus.services.exposure import history_of
    from clonus.services.knowing import known_facts

    record = clonus.read_case(case, CATALOGUE)
    closed: Literals = known_facts(record, history_of(record, CATALOGUE), CATALOGUE).closed
    bit = 1 << CATALOGUE.theory.numbers[name]
    return "yes" if closed[0] & bit else "no" if closed[1] & bit else "unknown"


@pytest.mark.parametrize(
    ("name", "stopped", "expected"),
    [
        ("fluoxetine", 34.9, "yes"),
        ("fluoxetine", 35, "unknown"),
        ("fluoxetine", 79.9, "unknown"),
        ("fluoxetine", 80, "no"),
        ("phenelzine", 13.9, "yes"),
        ("phenelzine", 14, "no"),
        ("procarbazine", 13, "yes"),
        ("paroxetine", 4, "yes"),
        ("paroxetine", 14, "unknown"),
        ("paroxetine", 14.1, "no"),
        ("tryptophan", 1, "yes"),
        ("tryptophan", 1.1, "unknown"),
        ("tryptophan", 90.1, "no"),
        ("sertraline", -3, "yes"),
    ],
)
def test_a_stopped_agent_is_on_board_by_its_window(name: str, stopped: float, expected: str) -> None:
    assert on_board(name=name, stopped=stopped) == expected


@pytest.mark.parametrize(
    ("stopped", "expected"),
    [
        ("2026-11-08", "no"),
        ("2026-11-09", "yes"),
        ("2026-11-08T15:00:00+01:00", "yes"),
        ("2026-11", "unknown"),
        ("2026-10", "no"),
        ("2026", "unknown"),
    ],
)
def test_dates_count_calendar_days_and_partial_dates_give_an_interval(stopped: str, expected: str) -> None:
    assert on_board(as_of="2026-11-22T14:00:00+01:00", name="phenelzine", stopped=stopped) == expected


def test_a_partial_date_that_covers_the_moment_ends_there() -> None:
    assert on_board(as_of="2026-11-10", name="phenelzine", stopped="2026-11") == "yes"


def test_an_entry_that_starts_later_is_not_on_board_and_one_without_dates_is() -> None:
    assert on_board(name="sertraline", started=-1) == "no"
    assert on_board(name="sertraline") == "yes"
    assert on_board(name="sertraline", prn=True) == "unknown"
    assert on_board(name="sertraline", stopped="unknown") == "unknown"


def test_a_class_is_on_board_while_its_longest_member_may_be() -> None:
    assert on_board(name="an SSRI", stopped=40) == "unknown"
    assert on_board(name="an SSRI", stopped=81) == "no"


@pytest.mark.parametrize(
    ("medications", "expected"),
    [
        ([], "no"),
        ([{"name": "omeprazole"}], "no"),
        ([{"name": "mirtazapine"}], "unknown"),
        ([{"name": "mirtazapine", "stopped": 300}], "no"),
        ([{"name": "brown capsule"}], "unknown"),
        ([{"name": "brown capsule", "stopped": 91}], "no"),
        ([{"name": "brown capsule", "serotonergic": "none"}], "no"),
        ([{"name": "sertraline", "stopped": "unknown"}], "unknown"),
        ([{"name": "brown capsule"}, {"name": "tramadol"}], "yes"),
        ([{"name": "buspirone"}], "yes"),
    ],
)
def test_the_gate_is_yes_for_an_agent_no_for_a_known_list_and_unknown_otherwise(medications: list[Any], expected: str) -> None:
    assert fact("serotonergic_agent", medications=medications) == expected


def test_a_list_that_was_not_asked_for_leaves_the_gate_unknown() -> None:
    assert fact("serotonergic_agent") == "unknown"


@pytest.mark.parametrize(
    ("medications", "expected"),
    [
        ([{"name": "sertraline", "started": 14}], "yes"),
        ([{"name": "sertraline", "started": 15}], "no"),
        ([{"name": "sertraline", "started": 400, "increased": 3}], "yes"),
        ([{"name": "fluoxetine", "started": 35}], "yes"),
        ([{"name": "fluoxetine", "started": 36}], "no"),
        ([{"name": "sertraline"}], "unknown"),
        ([{"name": "omeprazole", "started": 1}], "no"),
        ([{"name": "omeprazole", "started": 400, "overdose": True}], "yes"),
        ([{"name": "sertraline", "started": -2}], "no"),
        ([{"name": "brown capsule", "started": 1}], "unknown"),
    ],
)
def test_a_recent_change_is_a_start_or_a_rise_of_an_agent_or_any_overdose(medications: list[Any], expected: str) -> None:
    assert fact("recent_change", medications=medications) == expected


def test_an_overdose_of_anything_is_an_overdose() -> None:
    assert fact("overdose", medications=[{"name": "omeprazole", "overdose": "yes"}]) == "yes"
    assert fact("overdose", medications=[{"name": "omeprazole"}]) == "no"
    assert fact("overdose") == "unknown"


def test_fever_measured_or_said_is_one_fact_and_thresholds_follow_from_it() -> None:
    hot = {"vitals": {"temperature": 39.2}}

    assert fact("hyperthermia", **hot) == "yes"
    assert fact("temperature_above_39_0", **hot) == "yes"
    assert fact("temperature_above_39_5", **hot) == "no"
    assert fact("temperature_above_38_5", findings={"hyperthermia": "present"}) == "unknown"
    assert fact("temperature_above_41_1", findings={"hyperthermia": "absent"}) == "no"


def test_an_earlier_fever_stays_the_highest_when_it_has_gone() -> None:
    earlier = [{"at": 0.2, "vitals": {"temperature": 38.7}}]

    assert fact("temperature_above_38_5", vitals={"temperature": 37.0}, examinations=earlier) == "yes"
    assert fact("hyperthermia", findings={"hyperthermia": "absent"}, examinations=earlier) == "no"
    assert fact("temperature_above_38_0", findings={"hyperthermia": "absent"}, examinations=earlier) == "yes"


def test_findings_written_without_a_value_are_named_and_count_as_not_examined() -> None:
    assessment = clonus.assess(clonus.read_case({"findings": {"tremor": None, "hyperreflexia": "present"}}, CATALOGUE), CATALOGUE)

    assert any("without a value" in remark and "tremor" in remark for remark in assessment.remarks)


def test_an_earlier_examination_cannot_lie_after_the_current_one() -> None:
    with pytest.raises(clonus.InputRefused, match="lies after `as_of`"):
        clonus.read_case({"examinations": [{"at": -1, "findings": {"tremor": "present"}}]}, CATALOGUE)


def test_what_cannot_be_examined_is_unknown_and_never_absent() -> None:
    signs = ("clonus_unspecified", "tremor", "hyperreflexia", "agitation", "diaphoresis", "hyperthermia")

    assert {fact(sign.removesuffix("_unspecified"), findings={sign: "cannot_examine"}) for sign in signs} == {"unknown"}


def test_a_rigid_patient_whose_reflexes_cannot_be_examined_stays_open() -> None:
    findings = {"spontaneous_clonus": "absent", "inducible_clonus": "absent", "ocular_clonus": "absent", "tremor": "present"}
    case = {"medications": [{"name": "sertraline"}], "findings": {**findings, "hyperreflexia": "cannot_examine"}}

    assessment = clonus.assess(clonus.read_case(case, CATALOGUE), CATALOGUE)

    assert assessment.verdicts[0].truth is clonus.Truth.UNKNOWN
    assert "hyperreflexia" not in {question.finding for question in assessment.open_questions}
