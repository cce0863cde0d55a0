"""The description of the programming interface: OpenAPI 3.1, made of the schemas of the documents themselves."""

import json
from collections.abc import Mapping
from typing import Any

from clonus.adapters.formats.schema import schema
from clonus.adapters.formats.words import INTENDED_USE
from clonus.adapters.web.problems import MEDIA_TYPE
from clonus.catalogue.shelves import Catalogue
from clonus.version import __version__

_ANSWERS = ("assessment", "screening", "switch", "agents", "explanation")
_REFUSED = {
    "400": "The request names no host, or its body cannot be read.",
    "403": "A page of another site sent it.",
    "405": "The address is asked with another method.",
    "413": "The body is too large.",
    "415": "The body is of another kind.",
    "421": "The server was asked under another name.",
    "422": "The input cannot be used: a sentence for each fault.",
    "500": "The server failed; nothing was assessed.",
    "503": "The answer took too long; nothing was assessed.",
}
_ASKED = ("400", "405", "421", "422", "500", "503")
_FLAG = {"type": "string", "enum": ["yes", "no"]}


def openapi(catalogue: Catalogue, switch_keys: Mapping[str, str]) -> dict[str, Any]:
    """The whole description; every shape stands once, under its name."""
    shapes: dict[str, Any] = {"Problem": _problem()}
    for name in ("case", *_ANSWERS):
        shapes |= _shapes(name, schema(name, catalogue))
    shapes["Switched"] = _switched(switch_keys)
    title, about = "Clonus", f"The same answers as every other surface. {INTENDED_USE}"
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": __version__, "description": about, "license": {"name": "Apache-2.0"}},
        "paths": _paths(),
        "components": {"schemas": dict(sorted(shapes.items()))},
    }


def _paths() -> dict[str, Any]:
    moment = _query("as_of", {"type": "string"}, "The moment of assessment, in place of the case's own.")
    skip = _query("skip_refused", _FLAG, "Whether to answer for the other cases where one is refused.")
    reviewed = _query("reviewed_only", _FLAG, "Whether to hide each dose that nobody of this site has signed.")
    names = _query("name", {"type": "array", "items": {"type": "string"}}, "Further agents to stand beside the SSRIs.")
    return {
        "/api/v1/assess": {"post": _posted("Assess a case, or several.", "Case", "Assessment", [moment, skip, reviewed])},
        "/api/v1/screen": {"post": _posted("Judge every combination of a list.", "Case", "Screening", [moment, skip])},
        "/api/v1/switch": {"post": _posted("Say when one agent may follow another.", "Switched", "Switch", [])},
        "/api/v1/agents": {"get": _asked("Agents side by side.", "Agents", [names], _ASKED)},
        "/api/v1/explain/{id}": {"get": _asked("An entry of the catalogue.", "Explanation", [_path("id")], (*_ASKED, "404"))},
        "/api/v1/schema/{name}": {"get": _asked("The schema of a document.", None, [_path("name")], (*_ASKED, "404"))},
        "/api/v1/openapi.json": {"get": _asked("This description.", None, [], _ASKED)},
    }


def _posted(summary: str, body: str, answer: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    content = {kind: {"schema": _named(body)} for kind in ("application/json",)}
    return {
        "summary": summary,
        "parameters": parameters,
        "requestBody": {"required": True, "content": content},
        "responses": {"200": _answer(answer), **{status: _refused(status) for status in _REFUSED}},
    }


def _asked(summary: str, answer: str | None, parameters: list[dict[str, Any]], refused: tuple[str, ...]) -> dict[str, Any]:
    responses = {"200": _answer(answer), **{status: _refused(status) for status in sorted(refused)}}
    return {"summary": summary, "parameters": parameters, "responses": responses}


def _answer(name: str | None) -> dict[str, Any]:
    found = _named(name) if name else {"type": "object"}
    return {"description": "The document of the contract.", "content": {"application/json": {"schema": found}}}


def _refused(status: str) -> dict[str, Any]:
    said = _REFUSED.get(status, "Nothing is called so.")
    return {"description": said, "content": {MEDIA_TYPE: {"schema": _named("Problem")}}}


def _query(name: str, shape: dict[str, Any], says: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": shape, "description": says}


def _path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}


def _named(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _shapes(name: str, whole: dict[str, Any]) -> dict[str, Any]:
    """A schema and the shapes in it, each under a name of its own among all."""
    title = name.capitalize()
    body = {key: value for key, value in whole.items() if key not in ("$schema", "$id", "$defs")}
    placed = json.dumps({title: body, **{f"{title}.{one}": shape for one, shape in whole.get("$defs", {}).items()}})
    moved: dict[str, Any] = json.loads(placed.replace("#/$defs/", f"#/components/schemas/{title}."))
    return moved


def _problem() -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "type": "object",
        "description": "What was not done and why (RFC 9457); `faults` holds a sentence for each fault.",
        "properties": {
            "type": text,
            "title": text,
            "status": {"type": "integer"},
            "detail": text,
            "faults": {"type": "array", "items": text},
        },
        "required": ["type", "title", "status", "detail", "faults"],
        "additionalProperties": False,
    }


def _switched(keys: Mapping[str, str]) -> dict[str, Any]:
    properties: dict[str, Any] = {key: {"type": ["string", "number"], "description": says} for key, says in keys.items()}
    properties["case"] = {"$ref": "#/components/schemas/Case", "description": keys["case"]}
    return {
        "type": "object",
        "description": "A question of when one agent may follow another.",
        "properties": properties,
        "required": ["from", "to"],
        "additionalProperties": False,
    }
