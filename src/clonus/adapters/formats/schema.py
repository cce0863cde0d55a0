"""The documents of the product as JSON Schema 2020-12, made from the shapes that their makers are checked against."""

from collections.abc import Mapping
from typing import Any

from clonus.adapters.formats.case_schema import case_schema
from clonus.catalogue.shelves import Catalogue
from clonus.domain.errors import Fault, InputRefused, NotFound, Place, did_you_mean

DIALECT = "https://json-schema.org/draft/2020-12/schema"
VERSION = 1
PURPOSES = {
    "case": "What `clonus assess`, `clonus screen` and `clonus.read_case` read.",
    "assessment": "What `clonus assess --format json` prints.",
    "screening": "What `clonus screen --format json` prints.",
    "switch": "What `clonus switch --format json` prints.",
    "agents": "What `clonus agents --format json` prints.",
    "explanation": "What `clonus explain --format json` prints.",
}


def schema(name: str, catalogue: Catalogue) -> dict[str, Any]:
    """The schema of one kind of document.

    Args:
        name: a key of `PURPOSES`.
        catalogue: the findings, measurements and conditions that a case may name.

    Raises:
        NotFound: if there is no schema of that name; the sentence names those that there are.
        InputRefused: if the library that makes schemas is not installed.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> schema("case", open_catalogue())["$id"]
        'urn:clonus:schema:1:case'
    """
    if name not in PURPOSES:
        nearest = did_you_mean(name, PURPOSES) or "."
        raise NotFound(Fault(Place(), f"there is no schema `{name[:40]}`: the schemas are {', '.join(PURPOSES)}{nearest}"))
    body = case_schema(catalogue) if name == "case" else _of_answer(name)
    return {"$schema": DIALECT, "$id": f"urn:clonus:schema:{VERSION}:{name}", "title": f"Clonus: {name}", **body}


def _of_answer(name: str) -> dict[str, Any]:
    """The schema of a document that is printed, with every shape in it under its name."""
    try:
        from msgspec.json import schema_components
    except ImportError:
        sentence = f"the schema `{name}` needs msgspec, which is not installed: install clonus[web]. The schema `case` needs nothing."
        raise InputRefused(Fault(Place(), sentence)) from None
    (root,), shapes = schema_components([_documents()[name]], ref_template="#/$defs/{name}")
    closed = {title: _closed(shape) for title, shape in sorted(shapes.items())}
    body = closed.pop(root["$ref"].rpartition("/")[2])
    return {**body, "$defs": closed}


def _documents() -> Mapping[str, type]:
    """The shape of each document; made only where a schema is asked for."""
    from clonus.adapters.formats.answers.agents import AgentsDocument
    from clonus.adapters.formats.answers.assessment import AssessmentDocument
    from clonus.adapters.formats.answers.explanation import ExplanationDocument
    from clonus.adapters.formats.answers.screening import ScreeningDocument
    from clonus.adapters.formats.answers.switch import SwitchDocument

    return {
        "assessment": AssessmentDocument,
        "screening": ScreeningDocument,
        "switch": SwitchDocument,
        "agents": AgentsDocument,
        "explanation": ExplanationDocument,
    }


def _closed(shape: dict[str, Any]) -> dict[str, Any]:
    """A shape that holds no key but its own, so that drift is seen, with its description on one line and its title left to its name."""
    told = {"description": " ".join(shape["description"].split())}
    return {**told, **{key: value for key, value in shape.items() if key not in ("title", "description")}, "additionalProperties": False}
