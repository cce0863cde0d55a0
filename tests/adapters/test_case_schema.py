"""The schema of a case against the reader: whatever the reader accepts the schema accepts, so that what it refuses is refused."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

import clonus
from clonus.adapters.formats import keys
from clonus.adapters.formats.case import read_cases
from clonus.adapters.formats.schema import schema
from tests.parts import SHARED, need

CATALOGUE = clonus.open_catalogue()
SCHEMA = schema("case", CATALOGUE)
VALIDATOR = Draft202012Validator(SCHEMA)
TESTS = Path(__file__).parents[1]
PUBLISHED, EXAMPLES = SHARED / "cases" / "published.yaml", SHARED / "cases" / "contract_examples.yaml"
DRUG = {"name": "sertraline"}
WORDS = (
    *(
        "",
        " ",
        "x",
        "unknown",
        "Unknown",
        " yes ",
        "YES",
        "no",
        "true",
        "1",
        " 1 ",
        "none",
        "None ",
        "present",
        "Absent",
        "cannot_examine ",
    ),
    *("tremor", " tremor ", "Tremor", "paralysis", "considered", "HOME", "home", "Poor", "female", "F", "US", " uk ", "USA", "sertraline"),
    *("70", " 7e1 ", ".5", "5.", "+5", "-5", "1e400", "38,5", "38 °C", "100.4F", "6.8 mg/dL", "0.6mmol/L", "1/2", "nan", "1_0"),
    *("2026-11-20", "2026-11-20T10:00", "2026-11", "2026", "20/11/2026", "2026-11-20 10:00:00+01:00", "2 weeks ago"),
)
NUMBERS = (0, 1, 1.0, 1.5, -1, 7, 38, 70, 0.2, 130, 131, 1950, 1950.0, 55_000, 55_001, 1e5, 1e-5, 1e22, True, False, None)
LISTS: tuple[Any, ...] = (
    *([], ["tremor"], [" tremor "], ["x"], [7], [True], [None], [""], [[]], ["paralysis"], [DRUG], [{}], [{"name": None}], [None, DRUG]),
    *([{"rxcui": 36437}], [{"atc": "N06AB06"}], [{"name": 7}], [{"name": "x", "dose": 5}], [{"name": "Zoloft", "stopped": -3}], ["Zoloft"]),
    *([["a", "b"]], [["a"]], [["a", None]], [["a", 7]], [["a", ""]], [["a", "b", "c"]], [{"at": 1}], [{"at": -1}], [{"notes": [1]}]),
    *([{"findings": {"tremor": "absent"}}], [{"findings": None}], [{"vitals": {"temperature": "39 C"}}], [{"patient": {}}], [{"id": "b"}]),
)
MAPPINGS: tuple[Any, ...] = (
    *({}, {"tremor": "present"}, {"tremor": " Present "}, {"tremor": None}, {"tremor": "yes"}, {"x": 1}, {"temperature": 38}),
    *({"temperature": "100.4 F"}, {"temperature": 386}, {"qrs": "96 ms"}, {"sodium": None}, {"sodium": [1]}, {"age": 3}, {"Age": 3}),
)
VALUES: tuple[Any, ...] = (*WORDS, *NUMBERS, *LISTS, *MAPPINGS)


def as_json(value: object) -> Any:
    """What a value of YAML is in JSON, in which a date is a text."""
    return json.loads(json.dumps(value, default=str))


def is_read(case: dict[str, Any]) -> bool:
    """Whether the reader accepts a whole document."""
    try:
        return not read_cases(case, CATALOGUE).refused
    except clonus.ClonusError:
        return False


def of_yaml(file: Path) -> Any:
    """A file of cases as JSON."""
    return as_json(yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader))


def stated(file: Path) -> list[dict[str, Any]]:
    """The cases of a deck whose entries hold a case each."""
    cases = (entry["case"] for entry in of_yaml(file)["cases"] if entry.get("verb", "assess") in ("assess", "screen"))
    return [case for case in cases if isinstance(case, dict)]


def agreement(case: dict[str, Any]) -> bool:
    """Whether the reader accepts a case, after asking that the schema then does so too."""
    accepted = is_read(case)
    faults = [f"{list(fault.absolute_path)}: {fault.message[:200]}" for fault in VALIDATOR.iter_errors(case)] if accepted else []
    assert faults == [], case
    return accepted


def test_the_published_cases_have_the_form_of_the_schema_in_one_document_and_each_alone() -> None:
    whole = of_yaml(need(PUBLISHED))

    assert agreement(whole)
    assert all(agreement(case) for case in whole["cases"])


def test_every_example_of_the_contract_that_is_read_has_the_form_of_the_schema() -> None:
    accepted = [agreement(case) for case in stated(need(EXAMPLES))]

    assert accepted.count(True) >= 100
    assert accepted.count(False) >= 10


@pytest.mark.parametrize("file", ["traps.yaml", "nights.yaml"])
def test_the_cases_of_the_tests_have_the_form_of_the_schema(file: str) -> None:
    assert agreement(of_yaml(TESTS / "cases" / file))


@pytest.mark.parametrize("file", sorted((TESTS / "cases" / "screening").glob("*.yaml")), ids=lambda file: file.stem)
def test_the_lists_of_the_screening_decks_have_the_form_of_the_schema(file: Path) -> None:
    assert all(agreement(case) for case in stated(file))


def sites() -> Iterator[tuple[str, Any]]:
    """Every key of a case with a way to write a value there."""
    for key in (*keys.CASE_KEYS, *keys.UNREAD, "Medications", "case"):
        yield key, lambda value, key=key: {"as_of": "2026-11-22", key: value}
    for key in (*keys.PATIENT_KEYS, "notes"):
        yield f"patient.{key}", lambda value, key=key: {"patient": {key: value}}
    for key in (*keys.MEDICATION_KEYS, "notes"):
        yield f"medications.{key}", lambda value, key=key: {"as_of": "2026-11-22", "medications": [{**DRUG, key: value}]}
    for key in (*keys.EXAMINATION_KEYS, *keys.EXAMINATION_UNREAD, "flags"):
        yield f"examinations.{key}", lambda value, key=key: {"as_of": "2026-11-22", "examinations": [{key: value}]}
    for key in (*keys.CASES_KEYS, *keys.UNREAD, "id"):
        yield f"document.{key}", lambda value, key=key: {"cases": [{"medications": [DRUG]}], key: value}
    for group, key in (("findings", "tremor"), ("vitals", "temperature"), ("labs", "calcium"), ("ecg", "qtc"), ("labs", "qtc")):
        yield f"{group}.{key}", lambda value, group=group, key=key: {group: {key: value}}


@pytest.mark.parametrize(("site", "write"), [pytest.param(*site, id=site[0]) for site in sites()])
def test_what_the_reader_accepts_at_a_key_the_schema_accepts(site: str, write: Any) -> None:
    accepted = [write(value) for value in VALUES if is_read(write(value))]

    assert [case for case in accepted if not VALIDATOR.is_valid(case)] == []


def test_the_schema_refuses_most_of_what_the_reader_refuses() -> None:
    written = [write(value) for _, write in sites() for value in VALUES]
    refused = [case for case in written if not is_read(case)]
    caught = [case for case in refused if not VALIDATOR.is_valid(case)]

    assert len(refused) >= 3000
    assert len(caught) >= 0.9 * len(refused)


@pytest.mark.parametrize(
    ("case", "what"),
    [
        ({"medicines": []}, "a key that is not known"),
        ({"findings": {"tremmor": "present"}}, "a finding that is not known"),
        ({"findings": {"tremor": "yes"}}, "a finding that is none of the three"),
        ({"vitals": {"temperature": 386}}, "a temperature that nobody has"),
        ({"medications": [{"daily_dose": "50 mg"}]}, "an entry without a name"),
        ({"medications": ["sertraline"]}, "a text in place of an entry"),
        ({"patient": {"age": -3}}, "an age below zero"),
        ({"setting": "street"}, "a setting that is not known"),
        ({"schema_version": 2}, "another version"),
        ({"cases": []}, "no case at all"),
        ({"cases": [{"medications": []}], "medications": []}, "a case beside cases"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_slip_is_refused_by_the_schema_and_by_the_reader(case: dict[str, Any], what: str) -> None:
    assert (VALIDATOR.is_valid(case), is_read(case)) == (False, False), what


def test_every_key_and_every_finding_has_a_description() -> None:
    for name, one in SCHEMA["$defs"].items():
        for key, value in one.get("properties", {}).items():
            assert value.get("description"), f"{name}.{key}"


def test_the_findings_and_the_measurements_are_those_of_the_catalogue() -> None:
    measured = {id for group in ("Vitals", "Labs", "Ecg") for id in SCHEMA["$defs"][group]["properties"]}

    assert set(SCHEMA["$defs"]["Findings"]["properties"]) == set(CATALOGUE.findings)
    assert measured == set(CATALOGUE.measurements)
