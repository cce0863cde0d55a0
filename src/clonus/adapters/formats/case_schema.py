"""The JSON Schema of a case, built from the tables by which the reader reads one; it owns no rule of its own.

It accepts all that the reader accepts, in the forms in which JSON can write it, so that what it refuses the reader refuses too.
What a schema cannot tell (whether a text is a date or a unit is known, what contradicts itself) the reader alone judges.
"""

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from typing import Any

from clonus.adapters.formats import keys
from clonus.adapters.formats.agreement import GROUPS
from clonus.adapters.formats.keys import CASE_KEYS, CASES_KEYS, EXAMINATION_KEYS, MEDICATION_KEYS, PATIENT_KEYS
from clonus.catalogue.entries import HIDING
from clonus.catalogue.shelves import Catalogue
from clonus.domain.findings import Measurement, Observation
from clonus.rules.facts import ConditionFact

Schema = dict[str, Any]
_NUMBER = r"\s*[+-]?(?:\d+\.?\d*|\.\d+)"
_MOST = float(keys.MOST_DAYS)
_YES_OR_NO = ("yes", "no", "true", "false")
_TEXT = {"type": ["string", "number", "boolean", "null"]}
_WORD = {"type": ["string", "number", "boolean"]}
_TEXTS = {"type": ["array", "null"], "items": _WORD}
_MOMENT = {"$ref": "#/$defs/Moment"}
_KEPT: Schema = {"description": "Kept, and not read."}
_ONE = "One case; a key that is left out, or has no value, was not asked or not examined."
_MANY = "Several cases in one document."
_SEEN = "What was found: cannot_examine where the sign could not be looked for."
_WHEN = "Days before `as_of` (negative days lie ahead), a date, a date with a time, or a text such as 2026-11 or 3 days ago."


def case_schema(catalogue: Catalogue) -> Schema:
    """The body of the schema of a case: a document is one case, or several under `cases`.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> case_schema(open_catalogue())["$defs"]["Vitals"]["properties"]["temperature"]["anyOf"][0]
        {'type': 'number', 'minimum': 10.0, 'maximum': 47.0}
    """
    groups = {group.capitalize(): _measurements(group, catalogue) for group in GROUPS[1:]}
    return {
        "description": "What `clonus assess` and `clonus screen` read: one case, or several under `cases`, as YAML or JSON.",
        "if": {"required": ["cases"]},
        "then": {"$ref": "#/$defs/Cases"},
        "else": {"$ref": "#/$defs/Case"},
        "$defs": {
            "Case": _object(_ONE, CASE_KEYS, _of_case(catalogue), keys.UNREAD),
            "Cases": {**_object(_MANY, CASES_KEYS, _of_cases(), keys.UNREAD), "required": ["cases"]},
            "Patient": _or_nothing(_object("Who the patient is.", PATIENT_KEYS, _of_patient(catalogue))),
            "Medication": _medication(),
            "Examination": _object("An earlier examination.", EXAMINATION_KEYS, _of_examination(), keys.EXAMINATION_UNREAD),
            "Findings": _findings(catalogue),
            "Observation": {"description": _SEEN, **_choice([observation.value for observation in Observation])},
            **groups,
            "Moment": {"description": _WHEN, "type": ["number", "string", "null"], "minimum": -_MOST, "maximum": _MOST},
        },
    }


def _object(description: str, holds: Mapping[str, str], values: Mapping[str, Schema], unread: Iterable[str] = ()) -> Schema:
    """A mapping with these keys alone; each says what it holds, and those that are not read may hold anything."""
    told = {key: {"description": _sentence(text), **values[key]} for key, text in holds.items()}
    properties = {**told, **dict.fromkeys(unread, _KEPT)}
    return {"description": description, "type": "object", "properties": properties, "additionalProperties": False}


def _or_nothing(mapping: Schema) -> Schema:
    """A mapping that may be left without a value."""
    return {**mapping, "type": [mapping["type"], "null"]}


def _of_case(catalogue: Catalogue) -> dict[str, Schema]:
    """What each key of a case holds."""
    entries = {"type": ["array", "null"], "items": {"$ref": "#/$defs/Medication"}}
    pair = {"type": "array", "items": _WORD, "minItems": 2, "maxItems": 2}
    return {
        **_of_document(),
        "id": _TEXT,
        "patient": {"$ref": "#/$defs/Patient"},
        "medications": entries,
        "proposed": entries,
        "tolerated": {"type": ["array", "null"], "items": pair},
        "setting": _choice(keys.SETTINGS),
        "country": {"type": ["string", "null"], "pattern": r"^\s*(?:[A-Za-z]{2})?\s*$"},
        "monitored": _TEXTS,
        "onset": _MOMENT,
        "hours_from_trigger_to_onset": _number("hours_from_trigger_to_onset"),
        "other_causes": _choice(keys.OTHER_CAUSES),
        "baseline": {"type": ["array", "null"], "items": _member(catalogue.findings)},
        "examined_under": {"type": ["array", "null"], "items": _member(HIDING)},
        **_of_examination(),
        "examinations": {"type": ["array", "null"], "items": {"$ref": "#/$defs/Examination"}},
    }


def _of_document() -> dict[str, Schema]:
    """What the keys that a case shares with a list of cases hold."""
    version = {"anyOf": [{"enum": [int(keys.SCHEMA_VERSION)]}, *_choice([keys.SCHEMA_VERSION])["anyOf"]]}
    return {"schema_version": version, "as_of": {"type": ["string", "null"]}}


def _of_cases() -> dict[str, Schema]:
    """What each key of a list of cases holds."""
    return {**_of_document(), "cases": {"type": "array", "items": {"$ref": "#/$defs/Case"}, "minItems": 1}}


def _of_examination() -> dict[str, Schema]:
    """What the keys of an examination hold; those of the current one stand in the case itself."""
    return {"at": _MOMENT, **{group: {"$ref": f"#/$defs/{group.capitalize()}"} for group in GROUPS}}


def _of_patient(catalogue: Catalogue) -> dict[str, Schema]:
    """What each key of a patient holds."""
    read = sorted({fact.condition for fact in catalogue.facts if isinstance(fact, ConditionFact)})
    conditions = {**_TEXTS, "examples": [read]}
    pregnant = {"anyOf": [{"type": "boolean"}, *_choice(keys.PREGNANT)["anyOf"]]}
    numbers = {key: _number(key) for key in ("age", "weight", "gestation_weeks", "postpartum_days")}
    metabolism = {key: _choice(keys.METABOLIZERS) for key in ("cyp2d6", "cyp2c19")}
    return {**numbers, **metabolism, "sex": _choice(keys.SEXES), "pregnant": pregnant, "conditions": conditions, "history": conditions}


def _medication() -> Schema:
    """An entry of `medications` or `proposed`: a name or a code it has."""
    flag = {"anyOf": [{"type": "boolean"}, *_choice(_YES_OR_NO)["anyOf"]]}
    values: dict[str, Schema] = {
        **dict.fromkeys(MEDICATION_KEYS, _TEXT),
        **dict.fromkeys(("started", "increased", "stopped"), _MOMENT),
        **dict.fromkeys(("overdose", "prn"), flag),
        "serotonergic": _choice(["none"]),
    }
    named = [{"required": [key]} for key in ("name", *keys.CODES)]
    return {**_object("A drug that is taken, was taken, or is proposed.", MEDICATION_KEYS, values), "anyOf": named}


def _findings(catalogue: Catalogue) -> Schema:
    """Every finding that an examiner may look for."""
    told = {id: finding.definition for id, finding in catalogue.findings.items()}
    values = {id: {"$ref": "#/$defs/Observation"} for id in told}
    return _or_nothing(_object("What was found; a finding that nobody looked for is left out.", told, values))


def _measurements(group: str, catalogue: Catalogue) -> Schema:
    """Every measurement of a group."""
    known = {id: one for id, one in catalogue.measurements.items() if one.group == group}
    told = {id: f"{one.name}: a number in {one.unit}{_also(one)}" for id, one in known.items()}
    values = {id: _quantity(one.least, one.most, _NUMBER) for id, one in known.items()}
    return _or_nothing(_object(f"Measurements: {group}.", told, values))


def _also(one: Measurement) -> str:
    """The other units in which a measurement may be written, as the end of a sentence."""
    units = [unit.name for unit in one.units]
    return f", or a text with its unit, such as {' or '.join(units)}" if units else ", or a text with its unit"


def _quantity(least: Fraction | int, most: Fraction | int, pattern: str) -> Schema:
    """A number within limits, or a text that begins as one: its unit and its limits the reader judges."""
    number = {"type": "number", "minimum": float(least), "maximum": float(most)}
    return {"anyOf": [number, {"type": "string", "pattern": f"^{pattern}"}, {"type": "null"}]}


def _number(key: str) -> Schema:
    return _quantity(*keys.LIMITS[key], rf"{_NUMBER}(?:[eE][+-]?\d+)?\s*$")


def _choice(words: Collection[str]) -> Schema:
    """One of some words, in capitals too, or no value."""
    either = "|".join("".join(f"[{char.upper()}{char}]" if char.isalpha() else char for char in word) for word in words)
    return {"anyOf": [{"enum": [*words, None]}, {"type": "string", "pattern": rf"^\s*(?:{either})\s*$"}]}


def _member(words: Iterable[str]) -> Schema:
    """One of some words as they are written, with or without blanks around it."""
    return {"anyOf": [{"enum": list(words)}, {"type": "string", "pattern": rf"^\s*(?:{'|'.join(words)})\s*$"}]}


def _sentence(text: str) -> str:
    """What a key holds, without the word that points down a page."""
    told = text.removesuffix(", below")
    return f"{told[:1].upper()}{told[1:].rstrip('.')}."
