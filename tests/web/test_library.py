"""The library: every entry opens with its sources, is found by its names, and leads nowhere that is not there."""

import re

import pytest
from starlette.testclient import TestClient

import clonus
from clonus.adapters.web.app import application
from clonus.adapters.web.bedside import Site
from clonus.adapters.web.library import Library
from clonus.adapters.web.views import environment

CATALOGUE = clonus.open_catalogue()
SITE = Site(CATALOGUE)
LIBRARY = Library(SITE, environment(CATALOGUE))
CLIENT = TestClient(application(SITE), base_url="http://127.0.0.1")
KINDS = dict(LIBRARY.kinds)
BESIDE = ("Sources", "Needs, and whom to call", "Ladders", "Facts", "Properties, proved")  # what rests on other entries


@pytest.mark.parametrize("kind", KINDS)
def test_every_entry_of_a_kind_opens_and_says_what_it_rests_on(kind: str) -> None:
    for one in KINDS[kind]:
        answer = CLIENT.get(f"/library/{one.id}")

        assert answer.status_code == 200, one.id
        assert "<h1>" in answer.text
        assert kind in BESIDE or "/library/source/" in answer.text, one.id


@pytest.mark.parametrize(
    ("wanted", "first"),
    [
        ("ankle clonus", "inducible_clonus"),
        ("sertraline", "sertraline"),
        ("Zoloft", "sertraline"),
        ("sertralin", "sertraline"),
        ("neuroleptic malignant", "neuroleptic_malignant_syndrome"),
        ("Hunter", "hunter"),
        ("cyproheptadine", "cyproheptadine"),
    ],
)
def test_an_entry_is_found_by_any_of_its_names(wanted: str, first: str) -> None:
    found = [one.id for one in LIBRARY.search(wanted)]
    page = CLIENT.post("/library", data={"wanted": wanted}).text

    assert first in found[:5]
    assert f'href="/library/{first}"' in page


def test_a_topic_links_its_references_and_each_number_to_the_source() -> None:
    page = CLIENT.get("/library/twitching-on-ssri").text
    references = page[page.index("References</h2>") :]
    citations = [line for line in references.split("<li>")[1:] if "</ol>" not in line]

    assert len(citations) > 50
    assert all(one.startswith('<a href="/library/source/') for one in citations)
    assert re.search(r'\[<a href="/library/source/boyer_table2">1</a> C, <a href="/library/source/background">background</a>; 20', page)


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
