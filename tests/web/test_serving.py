"""Where the server may listen, what it says, what it logs, and that it ends when it is told to."""

import logging
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request

import pytest
from starlette.testclient import TestClient

import clonus
from clonus.adapters.web import assess_page, working
from clonus.adapters.web.app import application
from clonus.adapters.web.guard import Guard
from clonus.adapters.web.serving import Listening
from clonus.adapters.web.site import Site
from clonus.services.sentence import names_in
from clonus.services.spelling import corrected
from tests.commands import run


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "clonus.example"])  # noqa: S104 - that it is refused is the point
def test_it_refuses_to_listen_to_a_network_without_a_proxy(host: str) -> None:
    result = run("serve", "--host", host)

    assert result.status == 2
    assert "this server asks nobody who they are" in result.errors
    assert result.output == ""


def test_behind_a_proxy_it_wants_the_name_of_that() -> None:
    assert "add --name" in run("serve", "--host", "0.0.0.0", "--behind-proxy").errors  # noqa: S104


@pytest.mark.parametrize(
    "name", ["clonus.example:8720", "https://clonus.example", "clonus.example/page", "", " ", "a b", "[::1]", "-x", "x.", "x" * 254]
)
def test_a_name_that_no_host_has_is_refused(name: str) -> None:
    result = run("serve", "--behind-proxy", "--name", "clonus.example", f"--name={name}")

    assert result.status == 2
    assert "is not the name of a host" in result.errors
    assert "x" * 81 not in result.errors


def test_a_name_without_a_proxy_is_refused() -> None:
    assert "add --behind-proxy, or leave --name out" in run("serve", "--name", "clonus.example").errors


@pytest.mark.parametrize("name", ["clonus", "clonus.hospital.example", "192.0.2.7", "2001:db8::7"])
def test_a_name_is_that_of_a_host_alone(name: str) -> None:
    assert Listening("127.0.0.1", 0, behind_proxy=True, names=(name,)).names == (name,)


def test_an_address_that_is_taken_is_a_sentence() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = run("serve", "--port", str(taken.getsockname()[1]))

    assert result.status == 2
    assert "choose another with --port" in result.errors


def test_it_says_where_it_is_answers_and_ends_when_it_is_told_to() -> None:
    command = [sys.executable, "-m", "clonus", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ) as server:
        assert server.stdout is not None
        assert server.stderr is not None
        said = server.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/", said)
        assert found
        for _ in range(50):
            try:
                page = urllib.request.urlopen(found.group(), timeout=5).read()  # noqa: S310 - a loopback address of this test
                break
            except OSError:
                time.sleep(0.1)
        server.send_signal(signal.SIGTERM)
        status = server.wait(15)
        errors = server.stderr.read()

    assert b"Examine next" in page
    assert status in (0, -signal.SIGTERM)
    assert errors == ""


def test_a_fault_inside_is_told_without_a_patient_and_is_never_an_empty_answer(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("patient Jane on xylorphenazide")

    monkeypatch.setattr(assess_page, "bedside", fails)
    client = TestClient(application(Site(clonus.open_catalogue())), base_url="http://127.0.0.1")

    with caplog.at_level(logging.DEBUG):
        answer = client.post("/live", data={"paste": "xylorphenazide"})

    assert answer.status_code == 500
    assert "nothing was assessed" in answer.text
    assert "RuntimeError in" in caplog.text
    assert "xylorphenazide" not in caplog.text + answer.text


def test_an_answer_that_takes_too_long_is_given_up_in_a_sentence() -> None:
    import asyncio

    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    async def slow(request: Request) -> Response:
        await asyncio.sleep(5)
        return Response("late")

    guarded = Guard(Starlette(routes=[Route("/api/v1/slow", slow)]), hosts=["127.0.0.1"], most_seconds=0.05)
    answer = TestClient(guarded, base_url="http://127.0.0.1").get("/api/v1/slow")

    assert answer.status_code == 503
    assert "no answer within 0.05 seconds" in answer.json()["detail"]


def test_the_wording_of_what_was_read_is_forgotten_when_nobody_asks_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "SECONDS_REMEMBERED", 2)
    with TestClient(application(Site(clonus.open_catalogue())), base_url="http://127.0.0.1") as client:
        client.post("/library", data={"wanted": "Jane takes xylorphenazide"})
        client.post("/live", data={"paste": "xylorphenazide"})
        remembered = names_in.cache_info().currsize
        time.sleep(3)

        assert remembered > 0
        assert names_in.cache_info().currsize == 0
        assert corrected.cache_info().currsize == 0
