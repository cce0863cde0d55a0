"""The public contract as small cases, with the answers that it decides."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

import clonus
from clonus.adapters.formats.document import assessment_document
from clonus.adapters.formats.switch import switch_document
from tests.cases.expectations import differences
from tests.parts import SHARED, need

EXAMPLES = SHARED / "cases" / "contract_examples.yaml"
# Of the parts that are not built yet the fields that exist are compared.
BUILT = {
    *("verdicts", "because", "would_change", "medications", "open_questions", "as_of", "unscreened", "refused", "same_as"),
    *("severity", "urgency", "differential", "plan"),
}


def examples() -> list[dict[str, Any]]:
    """The examples that concern what is built: those of `assess` with at least one built field."""
    if not EXAMPLES.exists():
        return [{"id": "none", "expect": {}}]
    read = yaml.load(EXAMPLES.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)["cases"]
    return [one for one in read if one.get("verb", "assess") == "assess" and BUILT & set(one["expect"])]


def case_of(example: dict[str, Any]) -> dict[str, Any]:
    """An example's case under its id, with text where YAML made a date."""
    return {**example["case"], "id": example["id"]}


@pytest.mark.parametrize("example", examples(), ids=lambda example: example["id"])
def test_an_example_of_the_contract_is_answered_as_it_says(example: dict[str, Any]) -> None:
    need(EXAMPLES)
    expect = example["expect"]
    if "refused" in expect:
        with pytest.raises(clonus.InputRefused) as refusal:
            clonus.read_case(case_of(example))
        assert len(refusal.value.faults) == 1
        said = str(refusal.value).lower().replace("_", " ")
        assert [name for name in expect["refused"]["names"] if str(name).lower().replace("_", " ") not in said] == []
        return

    answer = assessment_document(clonus.assess(clonus.read_case(case_of(example))))

    assert list(differences(expect, answer)) == []


@pytest.mark.parametrize("example", examples(), ids=lambda example: example["id"])
def test_read_as_json_a_case_gets_the_same_answer_or_the_same_refusal(example: dict[str, Any], tmp_path: Path) -> None:
    need(EXAMPLES)
    file = tmp_path / "case.json"
    file.write_text(json.dumps(case_of(example), default=str), encoding="utf-8")
    if "refused" in example["expect"]:
        with pytest.raises(clonus.InputRefused):
            clonus.read_case(file)
        return

    from_file, from_mapping = clonus.read_case(file), clonus.read_case(case_of(example))

    assert from_file == from_mapping


def switches() -> list[dict[str, Any]]:
    """The examples of `switch`."""
    if not EXAMPLES.exists():
        return [{"id": "none"}]
    read = yaml.load(EXAMPLES.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)["cases"]
    return [one for one in read if one.get("verb") == "switch"]


@pytest.mark.parametrize("example", switches(), ids=lambda example: example["id"])
def test_a_switch_of_the_contract_is_answered_as_it_says(example: dict[str, Any]) -> None:
    need(EXAMPLES)
    asked, expect = example["case"], example["expect"]["switch"]
    catalogue = clonus.open_catalogue()

    answer = switch_document(clonus.switch(asked["from"], asked["to"], asked.get("stopped")), catalogue)["switch"]

    if "days" in expect:
        assert answer["acting"] is not None
        assert answer["acting"]["days"] == expect["days"]
    assert answer["earliest_start"] == expect.get("earliest_start", answer["earliest_start"])
    assert {rule["days"] for rule in answer["rules"]} >= set(expect.get("rules_days_has", []))
    assert any(word in json.dumps(answer) for word in expect.get("mentions", [""]))
    assert set(expect) <= {"days", "earliest_start", "rules_days_has", "mentions"}


def test_the_order_of_entries_and_findings_changes_no_answer() -> None:
    need(EXAMPLES)
    by_id = {example["id"]: example for example in examples()}
    turned = [example for example in by_id.values() if "same_as" in example["expect"]]
    assert turned
    for example in turned:
        other = by_id[example["expect"]["same_as"]["id"]]
        answers = [assessment_document(clonus.assess(clonus.read_case(case_of(one)))) for one in (example, other)]

        for part in ("verdicts", "open_questions", "differential", "severity", "urgency"):
            assert answers[0][part] == answers[1][part]
        assert sorted(map(str, answers[0]["medications"])) == sorted(map(str, answers[1]["medications"]))
