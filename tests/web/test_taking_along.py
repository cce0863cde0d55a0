"""A case on its way out: the chart note, its PDF, the leaflet and the case file say what was entered, and what made them."""

import json

import pytest
from starlette.testclient import TestClient

import clonus
from clonus.adapters.web.app import application
from clonus.adapters.web.case_form import examined_again, fields_of, with_pasted
from clonus.adapters.web.site import Site

CATALOGUE = clonus.open_catalogue()
CLIENT = TestClient(application(Site(CATALOGUE, country="US")), base_url="http://127.0.0.1")
FIELDS = {
    "as_of": "2026-11-26T03:00:00+01:00",
    "med.0.name": "sertraline",
    "med.0.dose": "30 x 50 mg",
    "med.0.overdose": "yes",
    "med.1.name": "tramadol",
    "med.1.stopped": "2026-11-25",
    "finding.tremor": "absent",
    "finding.inducible_clonus": "present",
    "vitals.temperature": "101.5 F",
    "patient.age": "34",
    "patient.weight": "61.5",
    "patient.pregnant": "yes",
    "patient.gestation_weeks": "30",
    "patient.conditions": "epilepsy",
}


def test_the_chart_note_holds_what_was_entered_what_was_not_examined_and_what_made_it() -> None:
    note = CLIENT.post("/note", data=FIELDS).text

    for part in (
        "as of 2026-11-26T03:00:00+01:00",
        "age 34 years, weight 61.5 kg, pregnant, 30 weeks of gestation, conditions: epilepsy.",
        "sertraline, as charted: 30 x 50 mg, OVERDOSE",
        "tramadol, as charted: stopped 1 day before",
        "Present: inducible clonus.",
        "Absent: tremor.",
        "Every other sign: not examined.",
        "Temperature: 38.6111 °C",
        "United States",
        f"catalogue {CATALOGUE.version} {CATALOGUE.digest[:19]}, input sha256:",
    ):
        assert part in note, part


@pytest.mark.parametrize("path", ["/note.pdf", "/leaflet.pdf"])
def test_a_pdf_is_the_same_every_time_and_its_name_says_nothing_of_a_patient(path: str) -> None:
    first, second = (CLIENT.post(path, data={**FIELDS, "id": "Jane Roe"}) for _ in range(2))

    assert first.headers["content-type"] == "application/pdf"
    assert first.content.startswith(b"%PDF")
    assert first.content == second.content
    assert "Jane" not in first.headers["content-disposition"]


def test_the_leaflet_is_in_the_language_that_was_asked_for_and_holds_no_dose() -> None:
    page = CLIENT.post("/leaflet", data={**FIELDS, "language": "es"}).text

    assert '<article class="leaflet" lang="es">' in page
    assert "50 mg" not in page.partition('<article class="leaflet"')[2].partition("</article>")[0]


def test_the_case_file_is_the_case_and_opens_again() -> None:
    file = CLIENT.post("/case.json", data=FIELDS)
    opened = CLIENT.post("/open", files={"file": ("case.json", file.content, "application/json")})

    assert json.loads(file.text)["medications"][1] == {"name": "tramadol", "stopped": "2026-11-25"}
    assert clonus.read_case(json.loads(file.text)).digest == clonus.read_case({**json.loads(file.text)}).digest
    assert 'value="tramadol"' in opened.text
    assert 'value="101.5 F"' in opened.text


@pytest.mark.parametrize(("content", "says"), [(b"", "no file was chosen"), (b"cases: [{}, {}]", "several cases"), (b"{", "the file")])
def test_a_file_that_cannot_be_opened_is_said_and_what_was_entered_stays(content: bytes, says: str) -> None:
    page = CLIENT.post("/open", data=FIELDS, files={"file": ("case.json", content, "application/json")}).text

    assert "Nothing was assessed" in page
    assert says in page
    assert 'value="sertraline"' in page


def test_an_examination_that_is_kept_is_an_earlier_one_of_the_same_case() -> None:
    fields = examined_again(FIELDS, "2026-11-26T03:00:00+01:00")
    page = CLIENT.post("/", data={**fields, "as_of": "2026-11-26T05:00:00+01:00"}).text

    assert "finding.tremor" not in fields
    assert "2026-11-26T03:00:00+01:00: tremor absent, inducible clonus present, temperature 101.5 F" in page


def test_a_pasted_list_becomes_rows_and_loses_nothing() -> None:
    fields = with_pasted({"paste": "sertraline 50 mg, once daily\ntramadol", "med.3.name": "lithium"}, CATALOGUE)

    assert fields == {"med.3.name": "lithium", "med.4.name": "sertraline 50 mg, once daily", "med.5.name": "tramadol"}


def test_fields_that_nobody_filled_say_nothing() -> None:
    page = CLIENT.post("/", data={"earlier": "", "med.7.name": " ", "finding.tremor": "", "none_taken": ""}).text

    assert "Examine next" in page
    assert fields_of(CATALOGUE.tour[0].case)["as_of"] == ""
