"""The library: every entry opens with its sources, is found by its names, and leads nowhere that is not there."""

import re
from dataclasses import replace

import pytest
from markupsafe import escape
from starlette.testclient import TestClient

import clonus
from clonus.adapters.formats.lookup import Lookup
from clonus.adapters.formats.reasons import Ladder
from clonus.adapters.formats.steps import Centers, Needs
from clonus.adapters.formats.words import spell
from clonus.adapters.web.app import application
from clonus.adapters.web.library import Library
from clonus.adapters.web.search import Index, folded
from clonus.adapters.web.site import Site
from clonus.adapters.web.views import environment
from clonus.catalogue.rules import Axiom
from clonus.domain.evidence import Source
from clonus.domain.findings import Finding, Measurement
from clonus.domain.interactions import Combination
from clonus.domain.substances import DrugClass, Substance
from clonus.rules.condition import Condition
from clonus.rules.criterion import Criterion, StatedRule
from clonus.rules.facts import DefinedFact, FactDefinition
from clonus.rules.plan import Pathway, Step, Warned
from clonus.rules.properties import Property
from clonus.rules.screening import Mechanism, RiskFactor
from clonus.rules.topic import Topic

CATALOGUE = clonus.open_catalogue()
SITE = Site(CATALOGUE)
LIBRARY = Library(SITE, environment(CATALOGUE, "key"))
CLIENT = TestClient(application(SITE), base_url="http://127.0.0.1")
KINDS = dict(LIBRARY.kinds)
LOOKUP = Lookup(CATALOGUE)
TYPES: dict[str, object] = {
    "Topics": Topic,
    "Criteria": Criterion,
    "Findings": Finding,
    "Measurements": Measurement,
    "Conditions": Condition,
    "Substances": Substance,
    "Drug classes": DrugClass,
    "Drugs together": Combination,
    "Mechanisms": Mechanism,
    "Pathways": Pathway,
    "Steps": Step,
    "What not to do": Warned,
    "Needs, and whom to call": Needs | Centers,
    "Risk factors": RiskFactor,
    "Pitfalls": StatedRule,
    "Ladders": Ladder,
    "Facts": FactDefinition | DefinedFact,
    "Axioms": Axiom,
    "Properties, proved": Property,
    "Sources": Source,
}
HEADED = ("Criteria", "Findings", "Measurements", "Conditions", "Substances", "Drug classes", "Steps", "What not to do", "Risk factors")
BESIDE = ("Sources", "Needs, and whom to call", "Ladders", "Facts", "Properties, proved")  # what rests on other entries


@pytest.mark.parametrize("kind", KINDS)
def test_every_entry_of_a_kind_opens_and_says_what_it_rests_on(kind: str) -> None:
    for one in KINDS[kind]:
        answer = CLIENT.get(one.path)

        assert answer.status_code == 200, one.id
        assert "<h1>" in answer.text
        assert kind in BESIDE or "/library/source/" in answer.text, one.id


@pytest.mark.parametrize("kind", KINDS)
def test_the_address_of_an_entry_opens_one_of_its_own_kind_and_name(kind: str) -> None:
    for one in KINDS[kind]:
        entry = LOOKUP.find(one.id.replace("source/", "source."))
        keys = ("name", "title", "full_name", "says")
        names = [*(getattr(entry, key, "") for key in keys), spell(getattr(entry, "id", "")), "What may I give?", "Poison centers"]

        assert isinstance(entry, TYPES[kind]), one.id  # type: ignore[arg-type]
        assert one.name in names, one.id
        assert kind not in ("Findings", "Conditions", "Substances", "Steps") or f"<h1>{escape(one.name)}" in CLIENT.get(one.path).text, (
            one.id
        )


def test_what_pages_link_to_an_entry_of_the_kind_that_they_mean() -> None:
    assert 'href="/library/finding.seizure"' in CLIENT.get("/").text
    assert 'href="/library/substance.sertraline"' in CLIENT.get("/agents").text
    assert CLIENT.get("/library/substance.lithium").text.count("<h1>lithium</h1>") == 1


@pytest.mark.parametrize(
    ("wanted", "first"),
    [
        ("ankle clonus", "inducible_clonus"),
        ("sertraline", "sertraline"),
        ("Zoloft", "sertraline"),
        ("sertralin", "sertraline"),
        ("neuroleptic malignant", "neuroleptic_malignant_syndrome"),
        ("NMS", "neuroleptic_malignant_syndrome"),
        ("nms", "neuroleptic_malignant_syndrome"),
        ("serotonin syndrome", "serotonin_toxicity"),
        ("serotonin syndr", "serotonin_toxicity"),
        ("SIADH", "hyponatremia"),
        ("RLS", "restless_legs"),
        ("HSTC", "hunter"),
        ("Hunter", "hunter"),
        ("akathísia", "finding.akathisia"),
        ("lithum", "substance.lithium"),
        ("cyproheptadine", "cyproheptadine"),
    ],
)
def test_an_entry_is_found_by_any_of_its_names(wanted: str, first: str) -> None:
    found = [one.id for one in LIBRARY.search(wanted)]
    page = CLIENT.post("/library", data={"wanted": wanted}).text

    assert first in found[:5]
    assert f'href="/library/{first}"' in page


def test_the_index_holds_all_that_is_searched_and_its_address_changes_with_it() -> None:
    [address] = re.findall(r'data-index="([^"]*)"', CLIENT.get("/library").text)
    index = CLIENT.get(address).json()
    entries = [one for listed in KINDS.values() for one in listed]
    other = replace(entries[0], name=f"{entries[0].name} mended")

    assert address == Index(entries).address != Index([other, *entries[1:]]).address
    assert {row[0] for row in index["rows"]} == {one.path for one in entries}
    assert all(names == names.lower() and all(line == folded(line) for line in names.split("\n")) for *_, names in index["rows"])


def test_a_topic_links_its_references_and_each_number_to_the_source() -> None:
    page = CLIENT.get("/library/twitching-on-ssri").text
    references = page[page.index("References</h2>") :]
    citations = [line for line in references.split("<li>")[1:] if "</ol>" not in line]

    assert len(citations) > 50
    assert all(one.startswith('<a href="/library/source/') for one in citations)
    assert re.search(r'\[<a href="/library/source/boyer_table2">1</a> C, <a href="/library/source/background">background</a>; 20', page)


def test_an_entry_leads_to_another_of_its_name() -> None:
    assert '<a href="/library/finding.seizure">' in CLIENT.get("/library/seizure").text
    assert '<a href="/library/condition.seizure">' in CLIENT.get("/library/finding.seizure").text


def test_every_link_of_the_library_leads_somewhere() -> None:
    seen, waiting = set(), ["/library", "/library/privacy", "/library/hunter", "/library/twitching-on-ssri", "/library/sertraline"]
    waiting += [f"/library/{one.id}" for listed in KINDS.values() for one in listed[:3]]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = CLIENT.get(path)
        assert answer.status_code == 200, path
        if len(seen) < 60:
            waiting += [link for link in re.findall(r'href="(/[^"#?]*)"', answer.text) if link not in seen]

    assert len(seen) > 500


def test_a_source_names_what_cites_it() -> None:
    page = CLIENT.get("/library/source/dunkley2003").text

    assert 'href="/library/inducible_clonus"' in page
    assert 'href="/library/hunter"' in page


@pytest.mark.parametrize("id", ["<script>foozle(1)</script>", "../../etc/passwd", "x" * 3000, "%00", "source/none", "ä/ö"])
def test_what_is_not_there_is_said_and_never_echoed_as_markup(id: str) -> None:
    answer = CLIENT.get(f"/library/{id}")

    assert answer.status_code == 404
    assert "<script>foozle" not in answer.text


def test_an_entry_says_how_to_object_and_when_it_was_reviewed() -> None:
    page = CLIENT.get("/library/akathisia").text

    assert "Disagree with a statement?" in page
    assert "Review: draft, checked 2026-" in page
    assert CATALOGUE.version in page
