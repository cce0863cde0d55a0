"""The published cases: every one is assessed, and none by accident."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.commands import run
from tests.parts import SHARED, need

PUBLISHED = SHARED / "cases" / "published.yaml"
MISSES = Path(__file__).parents[2] / "docs" / "explanation" / "misses.md"


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


def test_every_part_of_the_contract_stands_in_every_answer_and_a_list_that_was_not_asked_for_is_named() -> None:
    answer = json.loads(run("assess", str(need(PUBLISHED)), "--format", "json").output)

    for assessment in answer["assessments"]:
        assert len(assessment["risk_factors"]) == 40
        assert all(one["sources"] for one in assessment["interactions"])
        unasked = any(line.startswith("medications: the list was not asked for") for line in assessment["not_assessed"])
        assert not (unasked and assessment["medications"])


def test_the_evaluation_counts_every_case_once() -> None:
    answer = json.loads(run("evaluate", str(need(PUBLISHED)), "--format", "json").output)

    assert sum(group["n"] for group in answer["groups"]) == 105
    for group in answer["groups"]:
        assert sum(group["verdicts"]["hunter"].values()) == group["n"]
    assert all(miss["group"] != "doubtful" for miss in answer["misses"])


def answers_and_cases() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Each published case with its answer."""
    cases = yaml.load(need(PUBLISHED).read_text(encoding="utf-8"), Loader=yaml.SafeLoader)["cases"]
    answers = json.loads(run("assess", str(PUBLISHED), "--format", "json").output)["assessments"]
    return list(zip(cases, answers, strict=True))


def is_grave(case: dict[str, Any]) -> bool:
    """Whether its authors call it severe or fatal, or the patient died."""
    severity, outcome = (str(case["published"].get(key, "")) for key in ("severity", "outcome"))
    return any(word in severity for word in ("severe", "fatal")) or any(word in outcome for word in ("died", "death", "fatal"))


def test_no_severe_or_fatal_case_is_routine_or_unlikely() -> None:
    grave = [(case, answer) for case, answer in answers_and_cases() if is_grave(case)]
    assert len(grave) >= 15

    for case, answer in grave:
        assert answer["urgency"] != "routine", case["id"]
        if case["published"]["diagnosis_group"] == "serotonin_toxicity":
            assert standing_of("serotonin_toxicity", answer) != "unlikely", case["id"]


def test_no_itemized_toxicity_is_routine_or_unlikely() -> None:
    itemized = [
        (case, answer)
        for case, answer in answers_and_cases()
        if case["published"]["diagnosis_group"] == "serotonin_toxicity" and "present" in case.get("findings", {}).values()
    ]
    assert len(itemized) >= 30

    for case, answer in itemized:
        assert answer["urgency"] != "routine", case["id"]
        assert standing_of("serotonin_toxicity", answer) != "unlikely", case["id"]


def test_the_published_diagnosis_stands_in_nine_of_ten_and_few_others_do() -> None:
    enough = json.loads(run("evaluate", str(need(PUBLISHED)), "--format", "json").output)["two_findings_or_more"]

    assert enough["n"] >= 60
    assert enough["standing"] >= 0.9 * enough["n"]
    assert enough["mean_standing"] <= 6


def test_every_miss_is_explained_and_nothing_else_is() -> None:
    misses = {miss["id"] for miss in json.loads(run("evaluate", str(need(PUBLISHED)), "--format", "json").output)["misses"]}
    explained = set(re.findall(r"^\| `([\w-]+)` \|", MISSES.read_text(encoding="utf-8"), re.MULTILINE))

    assert explained == misses


def standing_of(condition: str, answer: dict[str, Any]) -> str:
    """How a condition stands in an answer."""
    return str(next(one["standing"] for one in answer["differential"] if one["condition"] == condition))
