"""Doses and rises of a case against what labels say for such a patient."""

from typing import Any

import pytest

import clonus


def beyond(*medications: dict[str, Any], **patient: Any) -> set[tuple[str, str]]:
    """Which checks of which agents a list goes beyond."""
    assessment = clonus.assess(clonus.read_case({"as_of": "2026-11-22", "patient": patient, "medications": list(medications)}))
    return {(one.agent, one.kind) for one in assessment.titration}


@pytest.mark.parametrize(
    ("medication", "patient", "kinds"),
    [
        ({"name": "citalopram", "daily_dose": "40 mg", "started": 300}, {"age": 50}, set()),
        ({"name": "citalopram", "daily_dose": "60 mg", "started": 300}, {"age": 50}, {"maximum"}),
        ({"name": "citalopram", "daily_dose": "40 mg", "started": 300}, {"age": 61}, {"maximum"}),
        ({"name": "citalopram", "daily_dose": "20 mg", "started": 300}, {"age": 61}, set()),
        ({"name": "citalopram", "daily_dose": "40 mg", "started": 300}, {"age": 40, "cyp2c19": "poor"}, {"maximum"}),
        ({"name": "citalopram", "daily_dose": "40 mg", "started": 300}, {"age": 40, "conditions": ["hepatic_impairment"]}, {"maximum"}),
        ({"name": "sertraline", "daily_dose": "50 mg", "started": 3}, {"age": 30}, set()),
        ({"name": "sertraline", "daily_dose": "100 mg", "started": 3}, {"age": 30}, {"start"}),
        ({"name": "sertraline", "daily_dose": "100 mg", "started": 60}, {"age": 30}, set()),
        ({"name": "sertraline", "daily_dose": "100 mg", "started": 10, "increased": 7}, {"age": 30}, {"interval"}),
        ({"name": "sertraline", "daily_dose": "100 mg", "started": 20, "increased": 13}, {"age": 30}, set()),
        ({"name": "sertraline", "daily_dose": "200 mg", "started": 40, "increased": 2, "increased_from": "50 mg"}, {"age": 30}, {"step"}),
        ({"name": "sertraline", "daily_dose": "100 mg", "started": 40, "increased": 2, "increased_from": "50 mg"}, {"age": 30}, set()),
        ({"name": "sertraline 50 mg, 2 tablets bid", "started": 90}, {"age": 30}, set()),
        ({"name": "sertraline 100 mg, 2 tablets tid", "started": 90}, {"age": 30}, {"maximum"}),
        ({"name": "sertraline 100 mg"}, {"age": 30}, set()),
        ({"name": "citalopram 40 mg"}, {"age": 80}, {"maximum"}),
        ({"name": "fluoxetine 90 mg once weekly", "started": 200}, {"age": 30}, set()),
        ({"name": "Prozac Weekly 90 mg", "started": 200}, {"age": 30}, set()),
        ({"name": "sertraline 100 mg, 30 tablets", "started": 200}, {"age": 30}, set()),
        ({"name": "vilazodone", "daily_dose": "20 mg", "started": 14}, {"age": 30}, set()),
        ({"name": "venlafaxine 450 mg crushed", "started": 200}, {"age": 30}, {"maximum"}),
        ({"name": "fluoxetine", "daily_dose": "20 mg", "started": 3}, {"age": 10}, set()),
        ({"name": "mirtazapine", "daily_dose": "30 mg", "started": 3}, {"age": 30}, set()),
        ({"name": "duloxetine", "daily_dose": "60 mg", "started": 3}, {"age": 75}, set()),
        ({"name": "venlafaxine", "daily_dose": "375 mg", "started": 300}, {"age": 30}, set()),
        ({"name": "levothyroxine 100 mcg daily", "started": 3}, {"age": 30}, set()),
        ({"name": "citalopram 40 mg prn"}, {"age": 80}, set()),
        ({"name": "sertraline", "dose": "30 x 50 mg", "overdose": True}, {"age": 30}, set()),
        ({"name": "escitalopram", "daily_dose": "20 mg", "started": 200}, {"age": 70}, {"maximum"}),
        ({"name": "escitalopram", "daily_dose": "20 mg", "started": 30, "increased": 16}, {"age": 15}, {"interval"}),
        ({"name": "fluoxetine", "daily_dose": "0.1 g", "started": 200}, {"age": 30}, {"maximum"}),
        ({"name": "sertraline", "daily_dose": "400 mg", "started": 200, "stopped": 100}, {"age": 30}, set()),
        ({"name": "sertraline", "daily_dose": "400 mg", "started": 200}, {}, {"maximum"}),
    ],
)
def test_a_dose_or_a_rise_is_held_against_the_label(medication: dict[str, Any], patient: dict[str, Any], kinds: set[str]) -> None:
    assert {kind for _, kind in beyond(medication, **patient)} == kinds


def test_an_inhibitor_on_the_list_lowers_the_maximum() -> None:
    taken = {"name": "citalopram", "daily_dose": "40 mg", "started": 300}

    assert beyond(taken, {"name": "omeprazole"}, age=50) == {("citalopram", "maximum")}
    assert beyond(taken, {"name": "omeprazole", "stopped": 300}, age=50) == set()


def test_it_is_said_with_what_it_is_known_for_and_by_whom() -> None:
    case = {"patient": {"age": 70}, "medications": [{"name": "citalopram", "daily_dose": "60 mg", "started": 90}]}
    catalogue = clonus.open_catalogue()
    [found] = clonus.assess(clonus.read_case(case)).titration

    assert found.says == "citalopram: 60 mg a day; the label for older adults (US) says at most 20 mg."
    assert {"qt_citalopram", "toxicity_after_rise"} <= {one.id for one in found.known_for}
    for evidence in (*found.label.evidence, *(cited for one in found.known_for for cited in one.evidence)):
        assert catalogue.source(evidence.source).citation


def test_every_limit_of_every_label_is_passed_just_above_it_and_not_at_it() -> None:
    dosing, checked = clonus.open_catalogue().dosing, 0
    for name, labels in dosing.doses.items():
        adults = [one for one in labels if one.population == "adults" and one.maximum_mg is not None and one.form == ""]
        if not adults or any(one.form for one in labels):
            continue
        most = max(one.maximum_mg or 0 for one in adults if one.least_age is not None and one.least_age <= 40)
        for amount, expected in ((most, False), (most + 1, True)):
            entry = {"name": name, "daily_dose": f"{float(amount):g} mg", "started": 300}
            assert ((name, "maximum") in beyond(entry, age=40)) is expected, (name, amount)
            checked += 1
    assert checked >= 20
