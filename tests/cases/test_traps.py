"""Published cases in which a simpler reading goes wrong: each explanation is a golden text that a clinician can read."""

from pathlib import Path

import pytest

import clonus
from clonus.adapters.formats.case import read_cases
from clonus.adapters.formats.markdown import to_markdown
from clonus.adapters.formats.text import to_text
from clonus.domain.assessment import Verdict
from tests.golden import assert_golden

HERE = Path(__file__).parent
CATALOGUE = clonus.open_catalogue()
RECORDS = {record.id: record for record in read_cases(HERE / "traps.yaml", CATALOGUE).records}


def hunter(id: str) -> Verdict:
    """The Hunter verdict of a trap."""
    return clonus.assess(RECORDS[id], CATALOGUE).verdicts[0]


@pytest.mark.parametrize("id", RECORDS)
def test_the_explanation_of_a_trap_is_its_golden_text(id: str) -> None:
    explained = to_markdown([clonus.assess(RECORDS[id], CATALOGUE)], (), CATALOGUE)

    assert_golden(explained, HERE / "golden" / f"{id}.md")


def test_every_golden_text_has_its_case() -> None:
    assert {file.stem for file in (HERE / "golden").glob("*.md")} == set(RECORDS)


def test_baclofen_does_not_open_the_gate_however_many_signs_there_are() -> None:
    verdict = hunter("wd-baclofen-58f-ocular-clonus")

    assert verdict.truth is clonus.Truth.NO
    assert [one.fact for one in verdict.because] == ["serotonergic_agent"]
    assert "look for an agent that is not on the list" in verdict.says


def test_rigid_and_hot_is_called_an_emergency_though_the_criteria_are_not_met() -> None:
    urgency = clonus.assess(RECORDS["wd-baclofen-58f-ocular-clonus"], CATALOGUE).urgency

    assert urgency.level == "emergency"
    assert "urgency.rigid_and_hot" in urgency.grounds.rules


def test_lithium_alone_leaves_the_gate_unknown() -> None:
    verdict = hunter("lith-neurotoxicity-81f-2023")

    assert verdict.truth is clonus.Truth.UNKNOWN
    assert verdict.because == ()


def test_clonus_of_unstated_kind_with_agitation_meets_the_criteria_whichever_kind_it_is() -> None:
    verdict = hunter("st-paroxetine-od-18m-chest-2022")

    assert verdict.truth is clonus.Truth.YES
    assert {one.fact for one in verdict.because} == {"serotonergic_agent", "clonus", "agitation"}
    assert verdict.rules == (), "no single rule is known to hold"


def test_explicit_absences_decide_not_met_and_say_what_would_change_it() -> None:
    verdict = hunter("neg-venlafaxine-od-54f-varatharaj")

    assert verdict.truth is clonus.Truth.NO
    assert ("tremor",) in verdict.would_change


def test_a_stable_dose_does_not_decide_and_the_next_examination_is_named() -> None:
    assessment = clonus.assess(RECORDS["st-paroxetine-quetiapine-2022"], CATALOGUE)

    assert assessment.verdicts[0].truth is clonus.Truth.UNKNOWN
    assert {question.finding for question in assessment.open_questions} >= {"spontaneous_clonus", "agitation", "diaphoresis"}


def test_an_onset_four_days_after_an_overdose_is_still_on_board() -> None:
    assessment = clonus.assess(RECORDS["od-citalopram-late-42f-chest-2014"], CATALOGUE)

    assert assessment.medications[0].on_board is clonus.Truth.YES
    assert assessment.verdicts[0].rules == ("hunter.rigid_hot_clonus",)


def test_an_agent_given_after_the_onset_does_not_open_the_gate() -> None:
    assessment = clonus.assess(RECORDS["doubt-ondansetron-creatine-21m-sccm-2026"], CATALOGUE)

    on_board = {medication.given: medication.on_board for medication in assessment.medications}
    assert on_board["meperidine"] is clonus.Truth.NO
    assert assessment.verdicts[0].truth is clonus.Truth.NO


def test_an_entry_that_names_no_drug_keeps_the_question_open_and_is_asked_for() -> None:
    assessment = clonus.assess(RECORDS["st-alcohol-withdrawal-mimic-54m-choi-2025"], CATALOGUE)

    assert assessment.verdicts[0].truth is clonus.Truth.UNKNOWN
    assert "urgency as if the criteria were met" in assessment.verdicts[0].says
    assert [question.finding for question in assessment.open_questions if "hunter" in question.settles] == ["medications"]
    assert assessment.unscreened == ("serotonergic multiple",)


def test_the_terminal_sends_the_reader_to_look_for_an_agent_where_the_signs_alone_satisfy_the_criteria() -> None:
    shown = to_text([clonus.assess(RECORDS["wd-baclofen-58f-ocular-clonus"], CATALOGUE)], (), CATALOGUE)

    assert "look for an agent that is not on the list" in " ".join(shown.split())
