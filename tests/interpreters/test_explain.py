"""Verdicts in words, and drawings: what a reader sees of a criterion."""

import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest

import clonus
from clonus.adapters.formats.explanation import explanation
from clonus.interpreters.diagram import mermaid, svg
from clonus.interpreters.prose import sentence
from clonus.rules.text import parse_rule

CATALOGUE = clonus.open_catalogue()
SERTRALINE = [{"name": "sertraline"}]


def verdict(**case: Any) -> Any:
    """The Hunter verdict of a case."""
    return clonus.assess(clonus.read_case(case, CATALOGUE), CATALOGUE).verdicts[0]


def test_lead_pipe_rigidity_is_named_as_it_was_recorded() -> None:
    found = verdict(
        medications=SERTRALINE,
        findings={"lead_pipe_rigidity": "present", "inducible_clonus": "present"},
        vitals={"temperature": 38.4},
    )

    assert {one.fact for one in found.because} == {"serotonergic_agent", "inducible_clonus", "lead_pipe_rigidity", "temperature_above_38_0"}
    assert ("lead_pipe_rigidity",) in found.would_change


def test_hypertonia_recorded_twice_has_to_fall_twice() -> None:
    found = verdict(
        medications=SERTRALINE,
        findings={"lead_pipe_rigidity": "present", "hypertonia": "present", "ocular_clonus": "present"},
        vitals={"temperature": 39.0},
    )

    assert any(set(way) == {"lead_pipe_rigidity", "hypertonia"} for way in found.would_change)


def test_one_measurement_counts_once_however_many_thresholds_it_passes() -> None:
    found = verdict(medications=SERTRALINE, findings={"hypertonia": "present", "ocular_clonus": "present"}, vitals={"temperature": 41.3})

    assert ("temperature_above_38_0",) in found.would_change
    assert not any("temperature_above_38_5" in way for way in found.would_change)


def test_an_open_verdict_says_what_turned_round_would_decide_it() -> None:
    found = verdict(medications=SERTRALINE, findings={"tremor": "absent", "hyperreflexia": "present"})

    assert found.truth is clonus.Truth.UNKNOWN
    assert set(found.would_change) == {("serotonergic_agent",), ("tremor",)}


def test_two_met_rules_are_both_named() -> None:
    found = verdict(
        medications=SERTRALINE,
        findings={"inducible_clonus": "present", "diaphoresis": "present", "tremor": "present", "hyperreflexia": "present"},
    )

    assert found.rules == ("hunter.inducible_clonus", "hunter.tremor_hyperreflexia")


def test_signs_without_an_agent_send_the_reader_to_look_for_one() -> None:
    found = verdict(medications=[], findings={"spontaneous_clonus": "present"})

    assert found.truth is clonus.Truth.NO
    assert "look for an agent" in found.says


def test_a_rule_in_words_keeps_its_brackets() -> None:
    rule = parse_rule("a and (b or not c) and at least 2 of (d, e, f and g)")

    assert sentence(rule, {}) == "a, and either b or no c, and (at least 2 of: d; e; (f, and g))"


def test_the_drawing_is_well_formed_and_shows_every_sign() -> None:
    drawn = svg(CATALOGUE.criteria["hunter"], str)

    ElementTree.fromstring(drawn)  # noqa: S314  our own text
    for fact in ("spontaneous_clonus", "tremor", "hyperreflexia", "temperature_above_38_0", "serotonergic_agent"):
        assert fact in drawn


def test_the_mermaid_chart_joins_every_sign_to_the_result() -> None:
    drawn = mermaid(CATALOGUE.criteria["hunter"], str)

    assert drawn.startswith("flowchart LR\n")
    assert drawn.count('"spontaneous_clonus"') == 1
    assert drawn.rstrip().endswith("--> result")


@pytest.mark.parametrize("format", ["text", "markdown", "json"])
def test_hunter_is_explained_with_rules_population_and_limits(format: str) -> None:
    explained = explanation("hunter", format, CATALOGUE)

    for words in ("serotonergic_agent and spontaneous_clonus", "2222", "84 %", "toxicologist", "10.1093/qjmed/hcg109", "Misrenditions"):
        assert words in explained


@pytest.mark.parametrize("id", ["ocular_clonus", "temperature", "fluoxetine", "Zoloft", "ssri", "dunkley2003", "background"])
def test_every_kind_of_entry_is_explained(id: str) -> None:
    assert len(explanation(id, "text", CATALOGUE)) > 100


@pytest.mark.parametrize(
    ("id", "says"),
    [
        ("seizure", "Speaks for it"),
        ("condition.seizure", "Speaks for it"),
        ("finding.seizure", "How to examine"),
        ("finding.restless-legs", "How to examine"),
        ("substance.lithium", "RxNorm 6448"),
        ("substance.Zoloft", "RxNorm 36437"),
        ("measurement.lithium", "mmol/L"),
        ("risk.renal", "Bears on:"),
        ("pitfall.stable_dose", "In words:"),
        ("fact.seizure", "Read from the finding"),
        ("NMS", "Rigidity, fever"),
        ("serotonin syndrome", "Too much serotonin"),
        ("HSTC", "Hunter Serotonin Toxicity Criteria"),
    ],
)
def test_a_kind_before_an_id_chooses_among_entries_of_one_name(id: str, says: str) -> None:
    assert says in explanation(id, "text", CATALOGUE)


def test_an_entry_names_the_others_that_are_called_so() -> None:
    told = explanation("abrupt_stop", "text", CATALOGUE)

    assert "There is a pitfall of this name too: clonus explain pitfall.abrupt_stop." in told
    assert "There is a risk factor of this name too: clonus explain risk.abrupt_stop." in told
    assert "of this name too" not in explanation("tremor", "text", CATALOGUE)
    assert "of this name too" not in explanation("severity", "text", CATALOGUE)


@pytest.mark.parametrize(
    ("id", "says"), [("condition.seizur", "did you mean `condition.seizure`"), ("qqqq", "`condition.seizure`: criterion, ")]
)
def test_an_unknown_id_is_told_of_kinds(id: str, says: str) -> None:
    with pytest.raises(clonus.NotFound, match=says):
        explanation(id, "text", CATALOGUE)


def test_an_unknown_id_is_answered_with_the_nearest() -> None:
    with pytest.raises(clonus.NotFound, match="did you mean `hunter`"):
        explanation("huntr", "text", CATALOGUE)


def test_a_finding_has_no_drawing_and_that_is_said() -> None:
    with pytest.raises(clonus.InputRefused, match="has no diagram"):
        explanation("tremor", "svg", CATALOGUE)
