"""The page, its form without scripts, and the programming interface give the same assessment as the command line, field by field."""

import json
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

import pytest
from starlette.testclient import TestClient

import clonus
from clonus.adapters.formats.case import read_cases
from clonus.adapters.formats.document import document, to_json
from clonus.adapters.web.app import application
from clonus.adapters.web.case_form import fields_of
from clonus.adapters.web.site import Site
from clonus.catalogue.reader import Fields, Items, Node, Scalar, read_file
from clonus.services.triage import assess
from tests.parts import SHARED

CATALOGUE = clonus.open_catalogue()
PUBLISHED = SHARED / "cases" / "published.yaml"


def id_of(case: Node) -> str:
    """The id of a case."""
    found = case.nodes["id"] if isinstance(case, Fields) else None
    assert isinstance(found, Scalar)
    return found.text


def published() -> tuple[Node, ...]:
    """The published cases, or those of the tour where they are not beside the checkout."""
    if not PUBLISHED.exists():
        return tuple(stop.case for stop in CATALOGUE.tour)
    whole = read_file(PUBLISHED)
    assert isinstance(whole, Fields)
    cases = whole.nodes["cases"]
    assert isinstance(cases, Items)
    return cases.nodes


CASES = {id_of(one): one for one in published()}


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(application(Site(CATALOGUE)), base_url="http://127.0.0.1")


def printed(node: Node) -> dict[str, Any]:
    """What `clonus assess --format json` prints of a case."""
    [record] = read_cases(node, CATALOGUE).records
    answer: dict[str, Any] = json.loads(to_json(document([assess(record, CATALOGUE)], (), CATALOGUE)))
    return answer


def as_json(node: Node) -> Any:
    """A case as JSON would hold it, its texts as they were written."""
    if isinstance(node, Fields):
        return {key: as_json(value) for key, value in node.nodes.items()}
    if isinstance(node, Items):
        return [as_json(value) for value in node.nodes]
    if node.empty:
        return None
    try:
        return json.loads(node.text) if node.plain else node.text
    except ValueError:
        return node.text


class Marks(HTMLParser):
    """The answer that a page marks in its elements."""

    def __init__(self, html: str):
        super().__init__()
        self.found: list[dict[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what an element is marked with."""
        self.found.append({name: value or "" for name, value in attrs})

    def of(self, name: str, *more: str) -> list[tuple[str, ...]]:
        """The values of an attribute and of those beside it, in the page's order."""
        return [tuple(one.get(key, "") for key in (name, *more)) for one in self.found if name in one]


class Form(HTMLParser):
    """The fields of the form that a page holds, as a browser would submit them."""

    def __init__(self, html: str):
        super().__init__()
        self.fields: dict[str, str] = {}
        self._inside, self._area, self._select = False, "", ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the value of a field that is filled in, chosen or ticked."""
        given = {name: value or "" for name, value in attrs}
        name, kind = given.get("name", ""), given.get("type", "text")
        self._inside = ((self._inside or tag == "form") and "data-live" in given) or self._inside
        if not self._inside:
            return
        if tag == "input" and name and (kind not in ("radio", "checkbox", "file") or "checked" in given):
            self.fields[name] = given.get("value", "on")
        elif tag == "textarea":
            self._area = name
            self.fields[name] = ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in given:
            self.fields[self._select] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        """Leave a field of several lines."""
        self._area = "" if tag == "textarea" else self._area

    def handle_data(self, data: str) -> None:
        """Take what stands in a field of several lines."""
        if self._area:
            self.fields[self._area] += data


def told(page: str) -> dict[str, object]:
    """What a page says of a case."""
    marks = Marks(page)
    return {
        "urgency": marks.of("data-urgency")[0][0],
        "verdicts": marks.of("data-criterion", "data-truth"),
        "severity": next((one["data-severity"], one["data-could-be"]) for one in marks.found if "data-could-be" in one),
        "differential": sorted(marks.of("data-condition", "data-standing")),
        "do": [step for (step,) in marks.of("data-step")],
        "do_not": [step for (step,) in marks.of("data-do-not")],
        "pitfalls": [id for (id,) in marks.of("data-pitfall")],
        "questions": [finding for (finding,) in marks.of("data-next")],
        "raised": sorted(marks.of("data-between", "data-tier", "data-severity")),
    }


def expected(answer: Mapping[str, Any]) -> dict[str, object]:
    """The same of a document of the contract."""
    severity = answer["severity"] or {"grade": "", "could_be": ""}
    together = [(one["between"], one) for one in answer["interactions"]] + [(one["agents"], one) for one in answer["regimen"]]
    return {
        "urgency": answer["urgency"],
        "verdicts": [(one["criterion"], one["truth"]) for one in answer["verdicts"]],
        "severity": (severity["grade"], severity["could_be"]),
        "differential": sorted((one["condition"], one["standing"]) for one in answer["differential"]),
        "do": [one["step"] for one in answer["plan"]["do"]],
        "do_not": [one["step"] for one in answer["plan"]["do_not"]],
        "pitfalls": [one["id"] for one in answer["pitfalls"]],
        "questions": [one["finding"] for one in answer["open_questions"]],
        "raised": sorted(("+".join(agents), one["tier"], one["severity"]) for agents, one in together),
    }


@pytest.mark.parametrize("id", CASES)
def test_every_surface_gives_the_same_assessment(id: str, client: TestClient) -> None:
    node, fields = CASES[id], fields_of(CASES[id])
    answer = printed(node)

    rest = client.post("/api/v1/assess", json=as_json(node))
    form = client.post("/assessment.json", data=fields)
    page = client.post("/", data=fields)
    live = client.post("/live", data=fields)

    given_back = client.post("/assessment.json", data=Form(page.text).fields)

    assert rest.json() == answer
    assert form.json() == answer
    assert given_back.json() == answer
    assert told(page.text) == expected(answer["assessments"][0])
    assert told(live.text) == expected(answer["assessments"][0])


SPELLED = """
as_of: 2026-11-20T08:00
cases:
  - medications: [{name: "tramadol\\nphenelzine", started: " 2 "}, {name: foozle, serotonergic: NONE}]
    findings: {inducible_clonus: Present, Agitation: present, tremor: " absent "}
    patient: {sex: Female, pregnant: Yes, cyp2d6: Poor, conditions: ["kidney\\ndisease"]}
    setting: Ward
    other_causes: Considered
    baseline: [" tremor "]
""".replace("Agitation", "agitation")


@pytest.mark.parametrize("path", ["/", "/live"])
def test_a_file_that_spells_its_choices_in_its_own_way_stays_that_case_on_the_page(path: str, client: TestClient) -> None:
    opened = client.post("/open", files={"file": ("case.yaml", SPELLED)})
    rest = client.post("/api/v1/assess", content=SPELLED, headers={"content-type": "application/yaml"})
    again = client.post("/assessment.json", data=Form(opened.text).fields)

    assert told(opened.text) == expected(rest.json()["assessments"][0])
    assert told(client.post(path, data=Form(opened.text).fields).text) == told(opened.text)
    [here], [there] = again.json()["assessments"], rest.json()["assessments"]
    assert {**here, "input_digest": ""} == {**there, "input_digest": ""}


def test_all_published_cases_are_compared() -> None:
    assert len(CASES) == (105 if PUBLISHED.exists() else len(CATALOGUE.tour))
