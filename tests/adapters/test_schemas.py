"""The schemas of what is printed: every answer has its schema's form, a drifted one has not, and the words are those of the domain."""

import copy
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from jsonschema import Draft202012Validator

import clonus
from clonus.adapters.formats.agents import agents_in
from clonus.adapters.formats.answers import medications, plan, switch, together, words
from clonus.adapters.formats.case import read_cases
from clonus.adapters.formats.document import document
from clonus.adapters.formats.moments import AsOf
from clonus.adapters.formats.schema import PURPOSES, schema
from clonus.adapters.formats.screening import screenings_document
from clonus.adapters.formats.switch import dated, switch_document
from clonus.catalogue.plans import ACTIONS, ANSWERS, NEEDS
from clonus.catalogue.screening import DIRECTIONS, KINDS, OUTCOMES
from clonus.domain.assessment import Recognition
from clonus.domain.evidence import Grade
from clonus.domain.interactions import Harm, Tier
from clonus.domain.record import PatientRecord
from clonus.domain.substances import Strength
from clonus.domain.switching import Method
from clonus.domain.truth import Truth
from clonus.rules.condition import Standing
from clonus.services.agents import sheets
from clonus.services.grading import CANNOT_TELL, NO_GRADE
from tests.commands import run
from tests.parts import SHARED, need

CATALOGUE = clonus.open_catalogue()
PUBLISHED, EXAMPLES = SHARED / "cases" / "published.yaml", SHARED / "cases" / "contract_examples.yaml"
TRAPS = Path(__file__).parents[1] / "cases" / "traps.yaml"
VALIDATORS = {name: Draft202012Validator(schema(name, CATALOGUE)) for name in PURPOSES}
SWITCHES: dict[str, tuple[str, str, str | None, str, str]] = {
    "dated": ("fluoxetine", "phenelzine", "2026-11-01", "", ""),
    "to a moment": ("linezolid", "sertraline", "2026-11-01T20:00+01:00", "", ""),
    "dated in part": ("fluoxetine", "phenelzine", "2026-11", "", ""),
    "undated": ("fluoxetine", "phenelzine", None, "", ""),
    "no source": ("tramadol", "phenelzine", "2026-11-01", "", ""),
    "emergency": ("sertraline", "linezolid", "2026-11-01", "", ""),
    "no interval": ("citalopram", "sumatriptan", "2026-11-20", "", ""),
    "an authority": ("sertraline", "duloxetine", "2026-11-01", "UK", ""),
    "lengthened": ("duloxetine", "phenelzine", "2026-11-01", "", "hepatic_impairment"),
}
EXPLAINED = (
    "hunter",
    "clonus",
    "temperature",
    "sertraline",
    "ssri",
    "serotonin_toxicity",
    "severity",
    "twitching-on-ssri",
    "step.iv_fluids",
)


def faults(name: str, answer: object) -> list[str]:
    """What of an answer does not have the form of its schema, with where it stands."""
    as_read = json.loads(json.dumps(answer))
    return [f"{list(fault.absolute_path)}: {fault.message[:200]}" for fault in VALIDATORS[name].iter_errors(as_read)]


def answer_to_switch(about: str) -> Any:
    """The document of one of the switches."""
    leaving, starting, stopped, authority, condition = SWITCHES[about]
    patient = clonus.read_case({"patient": {"conditions": [condition]}}) if condition else None
    answer = clonus.switch(leaving, starting, stopped, CATALOGUE, authority=authority, patient=patient)
    return switch_document(dated(answer, stopped, AsOf.read("2026-11-22")), CATALOGUE)


def example_records() -> Iterator[PatientRecord]:
    """The record of every example of the contract that is not refused."""
    for example in yaml.load(need(EXAMPLES).read_text(encoding="utf-8"), Loader=yaml.SafeLoader)["cases"]:
        if example.get("verb", "assess") in ("assess", "screen") and "refused" not in example["expect"]:
            yield clonus.read_case({**example["case"], "id": example["id"]})


def all_records() -> list[PatientRecord]:
    """Every published case and every example of the contract."""
    return [*read_cases(need(PUBLISHED), CATALOGUE).records, *example_records()]


def answers_of(records: Iterable[PatientRecord]) -> dict[str, Any]:
    """The documents that carry an assessment, a screening, a switch and agents, as JSON has them."""
    known = list(records)
    whole = {
        "assessment": document([clonus.assess(one, CATALOGUE) for one in known], [], CATALOGUE),
        "screening": screenings_document([clonus.screen(one, CATALOGUE) for one in known], [], CATALOGUE),
        "switch": answer_to_switch("dated"),
        "agents": json.loads(agents_in("json", sheets([], CATALOGUE), CATALOGUE)),
    }
    return {name: json.loads(json.dumps(answer)) for name, answer in whole.items()}


@pytest.mark.parametrize("name", PURPOSES)
def test_a_schema_is_one_of_2020_12_that_says_what_it_is_for(name: str) -> None:
    shown = json.loads(run("schema", name).output)

    Draft202012Validator.check_schema(shown)
    assert shown["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert shown["$id"] == f"urn:clonus:schema:1:{name}"
    assert shown["title"]
    assert shown["description"].endswith(".")
    version = shown["properties"]["schema_version"] if name != "case" else shown["$defs"]["Case"]["properties"]["schema_version"]
    assert 1 in (version["enum"] if name != "case" else version["anyOf"][0]["enum"])


@pytest.mark.parametrize("name", PURPOSES)
def test_every_named_type_has_a_description_and_takes_no_other_key(name: str) -> None:
    shown = schema(name, CATALOGUE)
    named = {**shown["$defs"], **({"whole": shown} if "type" in shown else {})}

    assert len(named) >= 3
    assert [title for title, one in named.items() if not one.get("description", "").rstrip().endswith((".", "2026-11"))] == []
    assert [title for title, one in named.items() if one.get("type") == "object" and one["additionalProperties"] is not False] == []


def test_every_assessment_and_every_screening_of_published_cases_and_of_the_contract_has_its_schemas_form() -> None:
    records = all_records()

    assert len(records) >= 200
    for record in records:
        refused = [("another case", ())]
        assert faults("assessment", document([clonus.assess(record, CATALOGUE)], refused, CATALOGUE)) == [], record.id
        assert faults("screening", screenings_document([clonus.screen(record, CATALOGUE)], refused, CATALOGUE)) == [], record.id


def test_answers_of_cases_that_stand_with_the_tests_have_their_schemas_form() -> None:
    for name, answer in answers_of(read_cases(TRAPS, CATALOGUE).records).items():
        assert faults(name, answer) == [], name


@pytest.mark.parametrize("about", SWITCHES)
def test_a_switch_has_its_schemas_form(about: str) -> None:
    assert faults("switch", answer_to_switch(about)) == []


def test_the_switches_that_are_looked_at_differ_where_the_form_does() -> None:
    answers = {about: answer_to_switch(about)["switch"] for about in SWITCHES}

    assert answers["no source"]["acting"] is None
    assert answers["undated"]["earliest_start"] is None
    assert answers["emergency"]["emergency"]
    assert "up_to" not in answers["lengthened"]["acting"]


def test_agents_side_by_side_have_their_schemas_form() -> None:
    answer = json.loads(agents_in("json", sheets([*CATALOGUE.profiles, "moclobemide", "tramadol"], CATALOGUE), CATALOGUE))

    assert faults("agents", answer) == []


@pytest.mark.parametrize("id", EXPLAINED)
def test_an_explanation_has_its_schemas_form(id: str) -> None:
    assert faults("explanation", json.loads(run("explain", id, "--format", "json").output)) == []


def test_an_answer_that_rests_on_a_sites_reviews_has_its_schemas_form(tmp_path: Path) -> None:
    reviews = str(tmp_path / "reviews.yaml")
    run("audit", "hunter.spontaneous_clonus", "--sign", "R. Okafor", "--as", "pharmacist", "--as-of", "2026-11-26", "--reviews", reviews)

    answer = json.loads(run("assess", str(TRAPS), "--reviews", reviews, "--format", "json").output)

    assert answer["clonus"]["reviews"]["signed"] == 1
    assert faults("assessment", answer) == []


def renamed(answer: Any, part: Any, trail: str, seen: set[str]) -> Iterator[tuple[str, Any]]:
    """The answer again and again, each time with another of its keys renamed; like places of a list once."""
    if isinstance(part, list):
        for item in part:
            yield from renamed(answer, item, f"{trail}[]", seen)
    elif isinstance(part, dict):
        for key, value in list(part.items()):
            if f"{trail}.{key}" not in seen:
                seen.add(f"{trail}.{key}")
                part[f"{key}_"] = part.pop(key)
                yield f"{trail}.{key}", copy.deepcopy(answer)
                part[key] = part.pop(f"{key}_")
            yield from renamed(answer, value, f"{trail}.{key}", seen)


def test_an_answer_in_which_any_key_is_renamed_is_refused() -> None:
    records = read_cases(TRAPS, CATALOGUE).records[:2]
    counts = {}
    for name, answer in answers_of(records).items():
        seen: set[str] = set()
        for where, drifted in renamed(answer, answer, "", seen):
            assert not VALIDATORS[name].is_valid(drifted), f"{name}{where}"
        counts[name] = len(seen)

    assert counts["assessment"] >= 100
    assert min(counts.values()) >= 30


def test_a_word_that_is_not_of_the_list_is_refused() -> None:
    answer = answers_of(read_cases(TRAPS, CATALOGUE).records[:1])["assessment"]
    answer["assessments"][0]["urgency"] = "soon"

    assert not VALIDATORS["assessment"].is_valid(answer)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (words.TruthWord, [one.value for one in Truth]),
        (words.RecognitionWord, [one.value for one in Recognition]),
        (words.StrengthWord, [one.value for one in Strength]),
        (words.StandingWord, [one.value for one in Standing]),
        (words.GradeWord, [one.value for one in Grade]),
        (words.SeverityGrade, [*(level.id for level in CATALOGUE.severity), NO_GRADE, CANNOT_TELL]),
        (words.UrgencyLevel, [*(level.id for level in CATALOGUE.urgency), CANNOT_TELL]),
        (together.HarmWord, [one.value for one in Harm]),
        (together.TierWord, [one.value for one in Tier]),
        (together.InteractionKind, [*KINDS, "washout"]),
        (together.Direction, DIRECTIONS),
        (together.Outcome, OUTCOMES),
        (switch.MethodWord, [one.value for one in Method]),
        (plan.Need, NEEDS),
        (plan.MayGiveAnswer, ANSWERS),
        (plan.StopAction, [*ACTIONS, "stop", "stopped", "restart"]),
    ],
    ids=lambda one: str(one)[:40],
)
def test_the_words_of_the_shapes_are_those_of_the_domain(written: Any, meant: Iterable[str]) -> None:
    assert set(get_args(written)) == set(meant)


def test_a_key_that_only_some_answers_have_is_not_required() -> None:
    assert {"understood", "dose", "per_day", "route", "prn", "class", "asserted"} == medications.MedicationLine.__optional_keys__


def test_an_unknown_schema_is_refused_in_one_sentence_that_names_those_there_are() -> None:
    result = run("schema", "assesment")

    assert (result.status, result.output) == (2, "")
    assert result.errors == (
        "there is no schema `assesment`: the schemas are case, assessment, screening, switch, agents, explanation; "
        "did you mean `assessment`?\n"
    )


def test_without_the_library_a_schema_is_refused_in_a_sentence_and_that_of_a_case_is_not() -> None:
    code = "import sys; sys.modules['msgspec'] = None; from clonus.adapters.cli.app import main; main(['schema', sys.argv[1]])"

    lacking, case = (subprocess.run([sys.executable, "-c", code, name], capture_output=True, text=True) for name in ("switch", "case"))

    assert (lacking.returncode, lacking.stdout) == (2, "")
    assert "install clonus[web]" in lacking.stderr
    assert lacking.stderr.count("\n") == 1
    assert (case.returncode, case.stderr) == (0, "")


def test_an_answer_is_made_without_the_shapes_and_the_library_of_schemas() -> None:
    modules = ", ".join(f"clonus.adapters.formats.{name}" for name in ("document", "screening", "switch", "agents", "explanation"))
    code = f"import sys, {modules}; print([name for name in sys.modules if 'formats.answers' in name or 'msgspec' in name])"

    printed = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout

    assert printed.strip() == "[]"
