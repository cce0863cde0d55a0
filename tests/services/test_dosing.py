"""Doses: none without an age, none for a child without a weight, computed exactly, and never above a ceiling."""

from fractions import Fraction
from typing import Any

import pytest

import clonus
from clonus.domain.plan import OfferedOption
from clonus.domain.record import Patient
from clonus.rules.plan import Dose
from clonus.services.dosing import Dosing

CATALOGUE = clonus.open_catalogue()
DOSES = {dose.id: (option, dose) for step in CATALOGUE.plan.steps.values() for option in step.options for dose in option.doses}
MET = {"medications": [{"name": "sertraline", "started": 2}], "findings": {"inducible_clonus": "present", "agitation": "present"}}


def offered(step: str, agent: str, route: str = "", **patient: Any) -> OfferedOption:
    """One option of a step for a patient with Hunter met."""
    case = {**MET, "findings": {**MET["findings"], "seizure": "present"}, "patient": patient}  # type: ignore[dict-item]
    plan = clonus.assess(clonus.read_case(case, CATALOGUE), CATALOGUE).plan
    options = next(one for one in plan.do if one.step == step).options
    return next(one for one in options if one.agent == agent and one.route.startswith(route))


def says(step: str, agent: str, route: str = "", **patient: Any) -> str:
    """The dose that is printed, or why none is."""
    option = offered(step, agent, route, **patient)
    return option.dose.says if option.dose else option.no_dose


def test_without_an_age_there_is_no_dose() -> None:
    assert says("treat_seizure", "midazolam", weight=70) == "no dose without an age"


def test_a_child_without_a_weight_has_no_dose() -> None:
    assert says("treat_seizure", "midazolam", "into the cheek", age=9) == "no dose for a child without a weight"


def test_no_amount_by_weight_is_printed_without_a_weight() -> None:
    assert says("treat_seizure", "lorazepam", age=40) == "no dose without a weight"


@pytest.mark.parametrize(
    ("weight", "expected"),
    [
        (20, "2 mg (0.1 mg/kg at 20 kg, at most 5 mg)"),
        (16.9, "1.6 mg (0.1 mg/kg at 16.9 kg"),
        (60, "5 mg (0.1 mg/kg at 60 kg, at most 5 mg)"),
    ],
)
def test_a_childs_dose_is_computed_cut_down_and_kept_below_its_ceiling(weight: float, expected: str) -> None:
    assert says("treat_seizure", "midazolam", "intravenously", age=6, weight=weight).startswith(expected)


def test_the_ceiling_of_a_day_follows_the_weight_where_it_is_lower() -> None:
    assert says("cyproheptadine", "cyproheptadine", age=40, weight=50).endswith("at most 25 mg a day")
    assert says("cyproheptadine", "cyproheptadine", age=40, weight=64).endswith("at most 32 mg a day")
    assert says("cyproheptadine", "cyproheptadine", age=40).endswith("at most 32 mg a day, less in a light patient")


def test_a_dose_above_the_ceiling_of_the_day_is_not_printed() -> None:
    assert says("cyproheptadine", "cyproheptadine", age=19, weight=20).startswith("no dose for this weight is held")


@pytest.mark.parametrize(("age", "first"), [(1.9, ""), (2, "2 mg"), (6.9, "2 mg"), (7, "4 mg"), (17.9, "4 mg"), (18, "12 mg")])
def test_the_regimen_changes_on_the_birthday(age: float, first: str) -> None:
    case = {**MET, "patient": {"age": age, "weight": 25}}
    plan = clonus.assess(clonus.read_case(case, CATALOGUE), CATALOGUE).plan
    found = [one.dose for one in plan.do if one.step == "cyproheptadine"]

    if first:
        assert found[0].startswith(f"cyproheptadine by mouth or tube: {first}")
    else:
        assert found == [], "under two years it is not proposed"


def test_a_dose_says_that_no_pharmacist_reviewed_it_and_folds_the_others_under_it() -> None:
    dose = offered("cyproheptadine", "cyproheptadine", age=40, weight=70).dose

    assert dose is not None
    assert (dose.review, dose.reviewed) == ("not reviewed by a pharmacist", False)
    assert len(dose.others) == 4
    assert dose.why
    assert dose.sources


@pytest.mark.parametrize("id", DOSES)
def test_every_dose_is_sourced_and_printed_for_somebody(id: str) -> None:
    option, dose = DOSES[id]
    weights = [Fraction(weight) for weight in (5, 24, 30, 70)]
    ages = [Fraction(age) for age in ("0.3", "1", "3", "6", "10", "13", "17", "30", "64", "80")]

    assert any(one.source not in ("background", "arithmetic") for one in dose.evidence)
    assert any(_printed(option, dose, age, weight) for age in ages for weight in (*weights, None))


def _printed(option: Any, dose: Dose, age: Fraction, weight: Fraction | None) -> bool:
    shown, _ = Dosing(Patient(age=age, weight=weight), {}).dose_of(option)
    return shown is not None and shown.id == dose.id


@pytest.mark.parametrize("id", [id for id, (_, dose) in DOSES.items() if dose.per_kg])
def test_no_weight_gets_more_than_the_ceiling_or_than_the_exact_amount(id: str) -> None:
    option, dose = DOSES[id]
    age = dose.from_age or Fraction(30 if dose.below_age is None else dose.below_age / 2)

    for weight in (Fraction(tenths, 10) for tenths in range(20, 2000, 7)):
        shown, _ = Dosing(Patient(age=age, weight=weight), {}).dose_of(option)
        if shown is None or shown.id != id:
            continue
        largest, unit = (shown.says.split(" (")[0].split(" to ")[-1]).split(" ")
        amount = Fraction(largest) * (1000 if (unit, dose.unit) == ("mg", "µg") else 1)
        assert amount <= dose.amounts[-1] * weight
        assert dose.most is None or amount <= dose.most


@pytest.mark.parametrize(("age", "weight"), [(0.01, 130), (0.3, 700), (40, 0.2), (40, 700), (3, 70), (9, 5)])
def test_a_weight_that_cannot_be_that_of_the_age_gets_no_dose(age: float, weight: float) -> None:
    assert says("treat_seizure", "lorazepam", age=age, weight=weight).startswith("no dose, because this weight does not fit this age")


@pytest.mark.parametrize(("age", "weight"), [(0.01, 3), (0.5, 7), (1, 10), (4, 16), (9, 60), (14, 130), (40, 35), (90, 38), (30, 250)])
def test_a_weight_that_can_be_that_of_the_age_is_left_alone(age: float, weight: float) -> None:
    assert "does not fit" not in says("treat_seizure", "lorazepam", age=age, weight=weight)


def test_where_the_weight_is_the_reason_the_weight_is_named() -> None:
    assert says("treat_seizure", "midazolam", "into a muscle", age=15, weight=20) == "no dose for this weight is held"


def test_a_light_child_has_the_ceiling_of_its_weight() -> None:
    assert says("cyproheptadine", "cyproheptadine", age=3, weight=12).endswith("at most 6 mg a day")


@pytest.mark.parametrize(("age", "weight"), [(2, 11.9), (6, 11), (7, 20), (9, 23.9)])
def test_a_child_whose_ceiling_three_doses_would_pass_gets_none(age: float, weight: float) -> None:
    assert says("cyproheptadine", "cyproheptadine", age=age, weight=weight) == "no dose for this weight is held"


def test_the_very_old_get_no_full_load_of_a_sedating_antidote() -> None:
    assert says("cyproheptadine", "cyproheptadine", age=90, weight=42) == "no dose for this age is held"


@pytest.mark.parametrize("agent", ["glucose", "glucagon"])
def test_a_newborn_gets_no_amount_that_is_written_for_children(agent: str) -> None:
    case = {"patient": {"age": 0.01, "weight": 3.1}, "findings": {"seizure": "present"}, "labs": {"glucose": 2.1}}
    plan = clonus.assess(clonus.read_case(case, CATALOGUE), CATALOGUE).plan
    doses = [one.dose.says for step in plan.do for one in step.options if one.agent == agent and one.dose]

    assert all("6.2 mL (2 mL/kg" in dose for dose in doses)
