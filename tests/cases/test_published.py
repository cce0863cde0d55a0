"""The published cases: every one is assessed, and none by accident."""

import json

import pytest

from tests.commands import run
from tests.parts import SHARED, need

PUBLISHED = SHARED / "cases" / "published.yaml"


@pytest.mark.parametrize("format", ["text", "json", "markdown"])
def test_all_published_cases_are_assessed_in_every_format(format: str) -> None:
    result = run("assess", str(need(PUBLISHED)), "--format", format)

    assert result.status == 0
    assert result.errors == ""
    assert result.output.count("lith-neurotoxicity-81f-2023") == 1


def test_every_entry_of_every_list_comes_back() -> None:
    answer = json.loads(run("assess", str(need(PUBLISHED)), "--format", "json").output)

    assert len(answer["assessments"]) == 105
    assert answer["refused"] == []
    for assessment in answer["assessments"]:
        unrecognized = {one["given"] for one in assessment["medications"] if one["status"] != "recognized"}
        assert unrecognized == set(assessment["unscreened"])
        assert all(name in " ".join(assessment["not_assessed"]) for name in unrecognized)


def test_parts_that_are_not_built_are_named_and_never_an_empty_list() -> None:
    answer = json.loads(run("assess", str(need(PUBLISHED)), "--format", "json").output)

    for assessment in answer["assessments"]:
        for part in ("interactions", "risk_factors", "plan"):
            assert part not in assessment
            assert any(line.startswith(f"{part}: ") for line in assessment["not_assessed"])


def test_the_evaluation_counts_every_case_once() -> None:
    answer = json.loads(run("evaluate", str(need(PUBLISHED)), "--format", "json").output)

    assert sum(group["n"] for group in answer["groups"]) == 105
    for group in answer["groups"]:
        assert sum(group["verdicts"]["hunter"].values()) == group["n"]
    assert all(miss["group"] != "doubtful" for miss in answer["misses"])
