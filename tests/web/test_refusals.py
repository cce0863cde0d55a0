"""What is sent to break the page or to slip past it: each is refused in a sentence, and nothing is left out in silence."""

import logging
import threading
from typing import Any

import pytest
from starlette.testclient import TestClient

import clonus
from clonus.adapters.web import assess_page, working
from clonus.adapters.web.app import application
from clonus.adapters.web.case_form import case_of, fields_of
from clonus.adapters.web.guard import Guard
from clonus.adapters.web.site import Site
from tests.web.test_same_answer import CASES

CATALOGUE = clonus.open_catalogue()
CLIENT = TestClient(application(Site(CATALOGUE)), base_url="http://127.0.0.1")
NINES = "9" * 5_000
FORM = {"content-type": "application/x-www-form-urlencoded"}
PARTS = {"content-type": "multipart/form-data; boundary=edge"}
PART = '--edge\r\ncontent-disposition: form-data; name="{}"\r\n\r\n{}\r\n'


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"earlier": "no JSON"}, "the earlier examinations cannot be read"),
        ({"earlier": '{"at": 1}'}, "the earlier examinations cannot be read"),
        ({"earlier": '[{"at": 1, "at": 2}]'}, "the earlier examinations cannot be read"),
        ({"earlier": '[{"at": "\\ud800"}]'}, "the earlier examinations cannot be read"),
        ({"earlier": '[{"\\ud800": "1"}]'}, "the earlier examinations cannot be read"),
        ({"earlier": f"[{NINES}]"}, "the earlier examinations cannot be read"),
        ({"earlier": "[" * 9_000}, "the earlier examinations cannot be read"),
        ({"med.99999.name": "sertraline"}, "`med.99999.name` is no field of a row"),
        ({"med.0.name": "sertraline", "med.00.name": "phenelzine"}, "`med.00.name` is no field of a row"),
        ({"med.\u0661.name": "phenelzine"}, "is no field of a row"),
        ({"none_taken": "yes", "paste": "sertraline"}, "is ticked beside a list of medications"),
        ({"med.x.name": "sertraline"}, "`med.x.name` is no field of a row"),
        ({"med.0.rogue": "sertraline"}, "`med.0.rogue` is no field of a row"),
        ({"finding.xyz": "present"}, "`xyz` is not a key that is known here"),
        ({"findings.tremor": "present"}, "`findings.tremor` is no field of this form"),
        ({"medications": "sertraline"}, "`medications` is no field of this form"),
        ({"baseline.tremor": "no"}, "`baseline.tremor` is `no`: a box is `yes` where it is ticked"),
        ({"none_taken": "no"}, "`none_taken` is `no`: a box is `yes` where it is ticked"),
        ({"onset": f"{NINES} days ago"}, "which is not a moment"),
        ({"vitals.temperature": NINES}, "longer than any number that is measured"),
        ({"med.0.name": "sertraline", "med.0.dose": f"{NINES} mg"}, "`dose` is 5,003 characters long"),
    ],
)
def test_what_a_form_says_is_never_left_out(fields: dict[str, str], says: str) -> None:
    page, file = CLIENT.post("/", data=fields), CLIENT.post("/note", data=fields)

    assert page.status_code == 200
    assert "Nothing was assessed" in page.text
    assert says in page.text.replace("“", "`").replace("”", "`")
    assert file.status_code == 422
    assert says in file.text


@pytest.mark.parametrize("path", ["/rows", "/again", "/remove/med/0"])
def test_what_changes_a_form_keeps_what_cannot_be_read_and_says_so(path: str) -> None:
    page = CLIENT.post(path, data={"earlier": "no JSON", "med.1.name": "sertraline", "finding.tremor": "present"}).text

    assert "the earlier examinations cannot be read" in page
    assert 'value="no JSON"' in page
    assert 'value="sertraline"' in page


@pytest.mark.parametrize("id", CASES)
def test_the_form_knows_each_field_that_a_case_file_fills(id: str) -> None:
    fields = fields_of(CASES[id])
    beside = {"now": "2026-11-26", "language": "es", "done.stop_serotonergic": "yes"}

    assert case_of({**fields, **beside}, CATALOGUE, "2026-11-26") == case_of(fields, CATALOGUE, "2026-11-26") != {}


@pytest.mark.parametrize("path", ["/", "/live", "/open", "/screen", "/switch", "/case.json"])
def test_a_field_that_stands_twice_is_refused(path: str) -> None:
    plain = CLIENT.post(path, content="paste=sertraline&paste=linezolid", headers=FORM)
    parts = PART.format("paste", "sertraline") + PART.format("paste", "linezolid") + "--edge--\r\n"

    for answer in (plain, CLIENT.post(path, content=parts, headers=PARTS)):
        assert answer.status_code == 422
        assert "`paste` stands twice in the form" in answer.text


@pytest.mark.parametrize("path", ["/", "/open"])
@pytest.mark.parametrize("content", [PART.format("paste", "sertraline"), PART.format("paste", "sertr")[:-2], "", "nothing"])
def test_a_form_that_is_not_whole_is_no_empty_form(path: str, content: str) -> None:
    answer = CLIENT.post(path, content=content, headers=PARTS)

    assert answer.status_code == 422
    assert "damaged or not whole" in answer.text


def test_a_form_in_parts_is_text_in_utf_8() -> None:
    headers = {"content-type": "multipart/form-data; boundary=edge; charset=unicode_escape"}
    answer = CLIENT.post("/", content=PART.format("paste", "\\ud800") + "--edge--\r\n", headers=headers)

    assert answer.status_code == 422
    assert "not UTF-8 text" in answer.text


def test_a_file_is_read_where_it_is_opened_and_nowhere_left_out() -> None:
    file = ("case.json", b'{"medications": [{"name": "sertraline"}]}', "application/json")

    assert "chosen there" not in CLIENT.post("/open", files={"file": file}).text
    assert CLIENT.post("/", files={"file": file}).status_code == 422
    assert "belongs in `file`" in CLIENT.post("/open", files={"other": file}).text


def test_opening_a_case_has_the_limits_of_every_form() -> None:
    answer = CLIENT.post("/open", data={"paste": "x" * 10_001}, files={"file": ("case.json", b"{}", "application/json")})

    assert answer.status_code == 422
    assert "holds 10,001 letters" in answer.text


@pytest.mark.parametrize("path", ["/open", "/note", "/note.pdf", "/leaflet", "/leaflet.pdf", "/case.json", "/assessment.json", "/rows"])
def test_a_case_is_read_on_the_thread_of_the_answers(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    reading: list[str] = []

    def noted(*given: Any, **more: Any) -> Any:
        reading.append(threading.current_thread().name)
        return case_of(*given, **more)

    def opened(self: Site, node: Any) -> Any:
        reading.append(threading.current_thread().name)
        return read_node(self, node)

    read_node = Site.read_node
    monkeypatch.setattr(Site, "read_node", opened)
    monkeypatch.setattr(assess_page, "case_of", noted)
    CLIENT.post(path, data={"med.0.name": "sertraline"}, files={"file": ("c.json", b"{}", "application/json")} if path == "/open" else None)

    assert reading
    assert {name.rpartition("_")[0] for name in reading} == {working._ONE._thread_name_prefix}


@pytest.mark.parametrize(
    "method_and_path", [f"GET /examples/{NINES}", "GET /examples/0x1", f"POST /remove/med/{NINES}", "POST /remove/med/-1"]
)
def test_a_number_that_nothing_has_is_not_found(method_and_path: str) -> None:
    method, path = method_and_path.split()
    answer = CLIENT.request(method, path)

    assert answer.status_code == 404
    assert len(answer.text) < 1_000


@pytest.mark.parametrize("path", ["/{}", "/api/v1/explain/{}", "/api/v1/schema/{}", "/library/{}", "/library/source/{}", "/api/v1/{}"])
def test_what_is_not_there_is_not_repeated_at_length(path: str) -> None:
    answer = CLIENT.get(path.format("x" * 60_000))

    assert answer.status_code == 404
    assert "x" * 81 not in answer.text


@pytest.mark.parametrize("query", ["assess?as_of={}", "screen?as_of={}", "assess?skip_refused={}"])
def test_what_a_question_says_is_not_repeated_at_length(query: str) -> None:
    answer = CLIENT.post(f"/api/v1/{query.format('x' * 60_000)}", json={})

    assert answer.status_code == 422
    assert "x" * 81 not in answer.text


def test_of_many_faults_the_first_are_printed_and_the_rest_counted() -> None:
    case = {f"key{n}": "x" for n in range(5_000)}
    told = CLIENT.post("/api/v1/assess", json=case).json()["faults"]
    page = CLIENT.post("/", data={f"key{n}": "x" for n in range(3_000)}).text

    assert len(told) == 41
    assert told[-1] == "There are 4,960 more faults like these: mend these first."
    assert "There are 2,960 more faults like these" in page


@pytest.mark.parametrize(
    "host", ["127.0.0.1:80:80", "[::1", "::1", "", " ", "me@127.0.0.1", "127.0.0.1/", "127.0.0.1:", "127.0.0.1:99999", "127.0.0.1, a", "ä"]
)
def test_a_request_that_names_no_host_is_refused(host: str) -> None:
    answer = CLIENT.get("/api/v1/agents", headers=[(b"host", host.encode())])

    assert answer.status_code == 400
    assert "does not name the one host" in answer.json()["detail"]


def test_a_request_that_names_two_hosts_is_refused() -> None:
    answer = CLIENT.get("/", headers=[("host", "127.0.0.1"), ("host", "elsewhere.example")])

    assert answer.status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8720", "LOCALHOST", "[::1]", "[::1]:8720"])
def test_it_answers_by_its_own_names(host: str) -> None:
    assert CLIENT.get("/agents", headers={"host": host}).status_code == 200


def test_a_length_that_no_body_has_is_too_large() -> None:
    answer = CLIENT.post("/", content="paste=x", headers={**FORM, "content-length": NINES})

    assert answer.status_code == 413


@pytest.mark.parametrize("stopped", [f"{NINES} days ago", "999999999 days ago", NINES, "1e99"])
def test_a_last_dose_that_nobody_lived_to_take_is_a_fault(stopped: str) -> None:
    page = CLIENT.post("/switch", data={"from": "fluoxetine", "to": "phenelzine", "stopped": stopped, "as_of": "2026-11-26"})

    assert page.status_code == 200
    assert "This cannot be answered" in page.text


def test_the_reader_of_forms_logs_nothing_of_them(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        CLIENT.post("/", content="--edge\r\nJane on xylorphenazide\r\n--edge--\r\n", headers=PARTS)

    assert "xylorphenazide" not in caplog.text
    assert not [one for one in caplog.records if one.name.startswith("python_multipart")]


def test_an_answer_that_breaks_off_is_told_without_a_patient() -> None:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import StreamingResponse
    from starlette.routing import Route

    async def breaks(request: Request) -> StreamingResponse:
        async def parts() -> Any:
            yield b"begun"
            raise RuntimeError("Jane on xylorphenazide")

        return StreamingResponse(parts())

    guarded = Guard(Starlette(routes=[Route("/", breaks)]), hosts=["127.0.0.1"])
    with pytest.raises(Exception) as failed:
        TestClient(guarded, base_url="http://127.0.0.1").get("/")

    assert "xylorphenazide" not in str(failed.value)
    assert failed.value.__suppress_context__


@pytest.mark.parametrize(
    "case",
    [
        {"medications": [{"x": "1"}] * 20_000},
        {"monitored": [f"serxlne{n}" for n in range(20_000)]},
        {"tolerated": [[f"serxlne{n}", "tramadl"] for n in range(10_000)]},
        {"patient": {"conditions": [f"condition {n}" for n in range(20_000)]}},
        {"examinations": [{"at": "1", "findings": {"tremor": "present"}}] * 10_000},
        {"cases": [{"x": "1"}] * 40_000},
    ],
)
@pytest.mark.parametrize("path", ["assess", "screen"])
def test_a_list_that_would_hold_up_the_server_is_not_judged(path: str, case: dict[str, Any]) -> None:
    answer = CLIENT.post(f"/api/v1/{path}", json=case)

    assert answer.status_code == 422
    assert "this server reads at most" in answer.json()["detail"]


@pytest.mark.parametrize("key", ["medications", "proposed", "monitored", "tolerated"])
def test_names_that_would_take_long_to_read_are_refused(key: str) -> None:
    names = ["sertralin trxmado " * 110 for _ in range(40)]
    made: dict[str, Any] = {"monitored": names, "tolerated": [[one, one] for one in names]}
    answer = CLIENT.post("/api/v1/screen", json={key: made.get(key, [{"name": one} for one in names])})

    assert answer.status_code == 422
    assert "this server reads at most 12,000" in answer.json()["detail"]


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://127.0.0.1:9"},
        {"origin": "http://evil.example"},
    ],
)
def test_a_form_of_another_origin_is_refused(headers: dict[str, str]) -> None:
    assert CLIENT.post("/", data={"paste": "sertraline"}, headers=headers).status_code == 403
    assert CLIENT.post("/api/v1/assess", json={}, headers=headers).status_code == 403


@pytest.mark.parametrize(
    "headers", [{}, {"sec-fetch-site": "same-origin", "origin": "null"}, {"sec-fetch-site": "none"}, {"origin": "http://127.0.0.1"}]
)
def test_a_form_of_this_origin_and_a_program_are_answered(headers: dict[str, str]) -> None:
    assert CLIENT.post("/", data={"paste": "sertraline"}, headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/api/v1/assess?reviewd_only=yes", "`reviewd_only` is no parameter here; did you mean `reviewed_only`?"),
        ("/api/v1/assess?reviewed_only=yes&reviewed_only=no", "`reviewed_only` stands twice"),
        ("/api/v1/switch?as_of=2026-01-01", "`as_of` is no parameter here"),
    ],
)
def test_a_query_parameter_is_never_left_out(path: str, says: str) -> None:
    answer = CLIENT.post(path, json={"from": "fluoxetine", "to": "phenelzine"})

    assert answer.status_code == 422
    assert says in answer.json()["detail"]


def test_the_other_pages_leave_nothing_out() -> None:
    switched = CLIENT.post("/switch", data={"from": "fluoxetine", "to": "phenelzine", "stopd": "2026-11-01"}).text
    agents = CLIENT.get("/agents", params={"name": [f"agent{number}" for number in range(13)]}).text
    screened = CLIENT.post("/screen", data={"med.0.name": "sertraline", "med.1.name": "phenelzine"}).text

    assert "“stopd” is no field of this form" in switched
    assert "13 agents are named, more than 12" in agents
    assert "No list yet" not in screened
    assert 'data-between="phenelzine+sertraline"' in screened
