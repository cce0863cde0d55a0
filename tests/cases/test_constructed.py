"""Constructed cases: each boundary from both sides, with answers that the public contract decides."""

from pathlib import Path
from typing import Any

import pytest
import yaml

import clonus
from clonus.adapters.formats.document import assessment_document
from tests.cases.expectations import differences

ADDED = ("findings", "vitals", "labs")


def cases_of(file: str) -> list[dict[str, Any]]:
    """The cases of a file, each with the base that it names."""
    read = yaml.load((Path(__file__).parent / file).read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    return [{**one, "base": read["bases"][one["base"]]} for one in read["cases"]]


TRIAGE, PLANS = cases_of("constructed.yaml"), cases_of("plans.yaml")


def case_of(constructed: dict[str, Any]) -> dict[str, Any]:
    """The case with what it takes from its base."""
    base, own = constructed["base"], constructed["case"]
    added = {key: {**base.get(key, {}), **own.get(key, {})} for key in ADDED if key in base or key in own}
    return {**base, **own, **added, "id": constructed["id"]}


def test_there_are_at_least_sixty_of_them_each_by_its_own_name() -> None:
    for cases in (TRIAGE, PLANS):
        assert len({one["id"] for one in cases}) == len(cases) >= 60


@pytest.mark.parametrize("constructed", [*TRIAGE, *PLANS], ids=lambda one: one["id"])
def test_a_constructed_case_is_answered_as_the_contract_decides(constructed: dict[str, Any]) -> None:
    answer = assessment_document(clonus.assess(clonus.read_case(case_of(constructed))))

    assert list(differences(constructed["expect"], answer)) == []
