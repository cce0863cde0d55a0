"""Screening of whole lists: the contract's examples, a deck that must alert, and a deck that must not interrupt."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

import clonus
from clonus.adapters.formats.screening import screening_document
from tests.cases.expectations import screening_differences
from tests.cases.test_contract_examples import EXAMPLES, case_of
from tests.parts import need

DECKS = Path(__file__).parent / "screening"


def read(path: Path) -> list[dict[str, Any]]:
    """The scenarios of a deck; of the contract's examples those of `screen`."""
    cases = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)["cases"] if path.exists() else []
    return [one for one in cases if one.get("verb") == "screen"]


def answer_to(scenario: dict[str, Any]) -> Mapping[str, Any]:
    """What screening says of a scenario, as JSON has it."""
    return screening_document(clonus.screen(clonus.read_case(case_of(scenario))))


MUST_ALERT, MUST_NOT = read(DECKS / "must_alert.yaml"), read(DECKS / "must_not_interrupt.yaml")


@pytest.mark.parametrize("scenario", read(EXAMPLES) or [{"id": "none"}], ids=lambda one: one["id"])
def test_a_screening_of_the_contract_is_answered_as_it_says(scenario: dict[str, Any]) -> None:
    need(EXAMPLES)
    answer = answer_to(scenario)

    assert list(screening_differences(scenario["expect"], answer)) == []
    if "same_as" in scenario["expect"]:
        [other] = [one for one in read(EXAMPLES) if one["id"] == scenario["expect"]["same_as"]["id"]]
        for part in scenario["expect"]["same_as"]["in"]:
            assert answer[part] == answer_to(other)[part]


@pytest.mark.parametrize("scenario", MUST_ALERT, ids=lambda one: one["id"])
def test_what_must_alert_alerts(scenario: dict[str, Any]) -> None:
    assert list(screening_differences(scenario["expect"], answer_to(scenario))) == []


@pytest.mark.parametrize("scenario", MUST_NOT, ids=lambda one: one["id"])
def test_what_must_not_interrupt_does_not(scenario: dict[str, Any]) -> None:
    assert list(screening_differences(scenario["expect"], answer_to(scenario))) == []


def test_both_decks_have_at_least_a_hundred_scenarios_each_with_a_source_and_an_expectation() -> None:
    for deck in (MUST_ALERT, MUST_NOT):
        assert len(deck) >= 100
        assert len({one["id"] for one in deck}) == len(deck)
        assert all(one["source"] and one["about"] and one["expect"] for one in deck)
    assert all(one["expect"]["interactions"]["interruptive"] is False for one in MUST_NOT)


def test_assess_says_of_a_list_what_screen_says() -> None:
    for scenario in MUST_ALERT[::7]:
        record = clonus.read_case(case_of(scenario))

        assert clonus.assess(record).raised == clonus.screen(record).raised
