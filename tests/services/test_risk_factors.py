"""Risk factors: forty, three-valued, each with its own outcomes, cited, and never a score."""

import pytest
import yaml

import clonus
from clonus.domain.truth import Truth
from tests.parts import SHARED, need

CATALOGUE = clonus.open_catalogue()
EVIDENCE = SHARED / "evidence" / "risk_factors.yaml"


def factors(**case: object) -> dict[str, Truth]:
    """The truth of each factor for a case."""
    return {one.factor: one.truth for one in clonus.screen(clonus.read_case(case)).raised.risk_factors}


def test_all_forty_of_the_evidence_are_there_under_their_ids() -> None:
    listed = yaml.load(need(EVIDENCE).read_text(encoding="utf-8"), Loader=yaml.SafeLoader)["risk_factors"]

    assert list(CATALOGUE.risk_factors) == [one["id"].lower() for one in listed]
    assert len(CATALOGUE.risk_factors) == 40


def test_each_factor_is_tied_to_its_own_outcomes_and_none_is_a_number() -> None:
    for factor in CATALOGUE.risk_factors.values():
        assert factor.outcomes
        assert factor.says
        assert factor.evidence
    assert CATALOGUE.risk_factors["prior_eps"].outcomes == ("movement_disorder",)
    assert CATALOGUE.risk_factors["parkinson"].outcomes == ("movement_disorder",)
    assert CATALOGUE.risk_factors["low_weight_diuretic"].outcomes == ("hyponatremia",)
    assert CATALOGUE.risk_factors["abrupt_stop"].outcomes == ("withdrawal",)
    assert CATALOGUE.risk_factors["slc6a4"].direction == "none"
    assert CATALOGUE.risk_factors["age_older"].direction == "mixed"


@pytest.mark.parametrize(
    ("factor", "case", "truth"),
    [
        ("cyp2d6_pm", {"patient": {"cyp2d6": "poor"}}, Truth.YES),
        ("cyp2d6_pm", {"patient": {"cyp2d6": "normal"}}, Truth.NO),
        ("cyp2d6_pm", {}, Truth.UNKNOWN),
        ("cyp2d6_pm", {"patient": {"cyp2d6": "unknown"}}, Truth.UNKNOWN),
        ("sex_female", {"patient": {"sex": "female"}}, Truth.YES),
        ("sex_female", {"patient": {"sex": "male"}}, Truth.NO),
        ("age_older", {"patient": {"age": 65}}, Truth.YES),
        ("age_older", {"patient": {"age": 64}}, Truth.NO),
        ("age_child", {"patient": {"age": 12}}, Truth.YES),
        ("maoi_combo", {"medications": [{"name": "phenelzine"}, {"name": "sertraline"}]}, Truth.YES),
        ("maoi_combo", {"medications": [{"name": "sertraline"}]}, Truth.NO),
        ("maoi_combo", {"medications": [{"name": "phenelzine"}, {"name": "brown pill"}]}, Truth.UNKNOWN),
        ("combo_two_mechanisms", {"medications": [{"name": "sertraline"}, {"name": "buspirone"}]}, Truth.YES),
        ("combo_two_mechanisms", {"medications": [{"name": "sertraline"}, {"name": "tramadol"}]}, Truth.NO),
        ("recent_change", {"medications": [{"name": "sertraline", "started": 3}]}, Truth.YES),
        ("recent_change", {"medications": [{"name": "sertraline", "started": 300}]}, Truth.NO),
        ("stable_dose", {"medications": [{"name": "sertraline", "started": 300}]}, Truth.YES),
        ("stable_dose", {"medications": [{"name": "sertraline"}]}, Truth.UNKNOWN),
        ("overdose", {"medications": [{"name": "sertraline", "overdose": True}]}, Truth.YES),
        ("parkinson", {"patient": {"conditions": ["parkinson_disease"]}}, Truth.YES),
        ("parkinson", {"patient": {}}, Truth.UNKNOWN),
        ("abrupt_stop", {"medications": [{"name": "paroxetine", "stopped": 2}]}, Truth.UNKNOWN),
        ("long_half_life", {"medications": [{"name": "fluoxetine", "stopped": 20}]}, Truth.YES),
        ("antipsychotic", {"medications": [{"name": "haloperidol"}]}, Truth.YES),
        ("low_weight_diuretic", {"medications": [{"name": "hydrochlorothiazide"}]}, Truth.YES),
    ],
)
def test_a_factor_is_yes_no_or_unknown(factor: str, case: dict[str, object], truth: Truth) -> None:
    assert factors(**case)[factor] is truth
