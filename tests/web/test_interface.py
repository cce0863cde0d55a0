"""The programming interface: the contract's documents, problems as RFC 9457 says, limits, and what schemathesis makes of it."""

import json
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from jsonschema import Draft202012Validator
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance
from starlette.testclient import TestClient

import clonus
from clonus.adapters.formats.schema import PURPOSES, schema
from clonus.adapters.web.app import application
from clonus.adapters.web.site import Site
from tests.commands import run

CATALOGUE = clonus.open_catalogue()
APP = application(Site(CATALOGUE), ("127.0.0.1", "localhost", "testserver"))  # the last is the name by which schemathesis asks
CLIENT = TestClient(APP, base_url="http://127.0.0.1")
SCHEMA = schemathesis.openapi.from_asgi("/api/v1/openapi.json", APP)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@SCHEMA.parametrize()
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_request_meets_a_fault_and_every_answer_is_documented(case: schemathesis.Case[Any]) -> None:
    case.call_and_validate(checks=CHECKS)


def problem(response: Any) -> dict[str, Any]:
    """The problem of an answer, which has the form of RFC 9457."""
    assert response.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = response.json()
    assert set(told) == {"type", "title", "status", "detail", "faults"}
    assert told["status"] == response.status_code
    assert told["detail"] == told["faults"][0]
    return told


def test_an_answer_has_the_form_that_its_schema_says() -> None:
    case = {"medications": [{"name": "sertraline"}, {"name": "linezolid", "started": 1}], "findings": {"tremor": "present"}}
    for path, name, body in (
        ("assess", "assessment", case),
        ("screen", "screening", case),
        ("switch", "switch", {"from": "fluoxetine", "to": "phenelzine", "stopped": "2026-11-01"}),
    ):
        answer = CLIENT.post(f"/api/v1/{path}", json=body)

        assert answer.status_code == 200
        Draft202012Validator(schema(name, CATALOGUE)).validate(answer.json())


@pytest.mark.parametrize("name", PURPOSES)
def test_a_schema_is_the_one_that_the_command_line_prints(name: str) -> None:
    assert CLIENT.get(f"/api/v1/schema/{name}").text == run("schema", name).output


def test_screen_switch_agents_and_explain_are_what_the_command_line_prints(tmp_path: Path) -> None:
    case = tmp_path / "case.json"
    case.write_text(json.dumps({"medications": [{"name": "sertraline"}], "proposed": [{"name": "tramadol"}]}), encoding="utf-8")

    assert CLIENT.post("/api/v1/screen", content=case.read_bytes(), headers={"content-type": "application/json"}).text == (
        run("screen", str(case), "--format", "json").output
    )
    assert CLIENT.post("/api/v1/switch", json={"from": "fluoxetine", "to": "phenelzine"}).text == (
        run("switch", "--from", "fluoxetine", "--to", "phenelzine", "--format", "json").output
    )
    assert CLIENT.get("/api/v1/agents", params={"name": "venlafaxine"}).text == run("agents", "venlafaxine", "--format", "json").output
    assert CLIENT.get("/api/v1/explain/akathisia").text == run("explain", "akathisia", "--format", "json").output


def test_a_case_in_yaml_is_read_too() -> None:
    answer = CLIENT.post("/api/v1/assess", content="medications: []", headers={"content-type": "application/yaml"})

    assert answer.json()["assessments"][0]["verdicts"][0]["truth"] == "no"


def test_a_refused_case_refuses_all_unless_it_is_to_be_skipped() -> None:
    cases = {"cases": [{"id": "good", "medications": []}, {"id": "bad", "patient": {"age": -3}}]}

    refused = problem(CLIENT.post("/api/v1/assess", json=cases))
    skipped = CLIENT.post("/api/v1/assess", params={"skip_refused": "yes"}, json=cases).json()

    assert refused["status"] == 422
    assert "`age` is -3, which is impossible" in refused["detail"]
    assert [one["id"] for one in skipped["assessments"]] == ["good"]
    assert [one["id"] for one in skipped["refused"]] == ["bad"]


@pytest.mark.parametrize(
    ("method", "path", "content", "kind", "status", "says"),
    [
        ("POST", "assess", "{", "application/json", 422, "the body"),
        ("POST", "assess", "{}", "text/html", 415, "send it as application/json or application/yaml"),
        ("POST", "assess", '{"medicaments": []}', "application/json", 422, "did you mean `medications`?"),
        ("POST", "switch", '{"from": "fluoxetine"}', "application/json", 422, "`to` is missing"),
        ("GET", "assess", None, None, 405, "is asked with POST"),
        ("GET", "explain/foozle", None, None, 404, "nothing in the catalogue is called `foozle`"),
        ("GET", "schema/foozle", None, None, 404, "the schemas are case,"),
        ("GET", "nowhere", None, None, 404, "nothing stands at `/api/v1/nowhere`"),
        ("POST", "assess?as_of=soon", "{}", "application/json", 422, "which is not a moment"),
        ("POST", "assess?skip_refused=perhaps", "{}", "application/json", 422, "write yes or no"),
    ],
)
def test_what_cannot_be_answered_is_a_problem_in_a_sentence(
    method: str, path: str, content: str | None, kind: str | None, status: int, says: str
) -> None:
    answer = CLIENT.request(method, f"/api/v1/{path}", content=content, headers={"content-type": kind} if kind else {})

    assert answer.status_code == status
    assert says in problem(answer)["detail"]


def test_a_body_over_the_limit_is_not_read() -> None:
    answer = CLIENT.post("/api/v1/assess", content="x" * 1_000_001, headers={"content-type": "application/json"})

    assert answer.status_code == 413
    assert "larger than 1,000 kB" in problem(answer)["detail"]


@pytest.mark.parametrize("path", ["/api/v1/assess", "/api/v1/screen"])
def test_a_list_that_would_hold_up_the_server_is_refused(path: str) -> None:
    answer = CLIENT.post(path, json={"medications": [{"name": f"drug {n}"} for n in range(121)]})

    assert answer.status_code == 422
    assert "judges at most 120 at once" in problem(answer)["detail"]


def test_other_sites_are_not_let_in() -> None:
    answer = CLIENT.get("/", headers={"origin": "https://elsewhere.example"})
    asked_as_another = CLIENT.get("/api/v1/agents", headers={"host": "elsewhere.example"})

    assert "access-control-allow-origin" not in answer.headers
    assert asked_as_another.status_code == 421
    assert "does not answer as `elsewhere.example`" in problem(asked_as_another)["detail"]


@pytest.mark.parametrize("path", ["/", "/screen", "/switch", "/agents", "/static/clonus.css", "/api/v1/openapi.json", "/nowhere"])
def test_every_answer_forbids_what_is_not_the_product_s_own(path: str) -> None:
    headers = CLIENT.get(path).headers

    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in headers
    assert headers["cache-control"] == ("public, max-age=86400" if path.startswith("/static") else "no-store")
