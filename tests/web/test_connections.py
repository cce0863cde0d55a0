"""A connection that brings no whole request is closed, and one that does is not."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn

import clonus
from clonus.adapters.web.connections import Impatient
from clonus.adapters.web.serving import MOST_CONNECTIONS, Listening, configured
from clonus.adapters.web.site import Site

REQUEST = b"GET /static/clonus.svg HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, int]]:
    """A server that waits a third of a second for a request."""
    patience, where = Impatient.most_seconds, Listening("127.0.0.1", 0)
    Impatient.most_seconds = 0.3
    bound, server = where.opened(), uvicorn.Server(configured(Site(clonus.open_catalogue()), where))
    running = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
    running.start()
    while not server.started:
        time.sleep(0.05)
    yield bound.getsockname()
    server.should_exit = True
    running.join(10)
    bound.close()
    Impatient.most_seconds = patience


def is_closed(connection: socket.socket) -> bool:
    """Whether the other end closes a connection within seconds, having said nothing."""
    connection.settimeout(10)
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: 127.0"])
def test_a_connection_without_a_whole_request_is_closed(address: tuple[str, int], begun: bytes) -> None:
    with socket.create_connection(address) as connection:
        connection.sendall(begun)

        assert is_closed(connection)


def test_headers_that_never_end_are_not_kept(address: tuple[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Impatient, "most_seconds", 60)
    with socket.create_connection(address) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nX: " + b"x" * 80_000)

        assert is_closed(connection)


def test_a_connection_is_kept_from_one_request_to_the_next(address: tuple[str, int]) -> None:
    with socket.create_connection(address) as connection:
        for _ in range(2):
            connection.settimeout(10)
            connection.sendall(REQUEST[:20])
            time.sleep(0.1)
            connection.sendall(REQUEST[20:])
            assert connection.recv(15) == b"HTTP/1.1 200 OK"
            time.sleep(0.6)
            connection.recv(60_000)


def test_a_request_that_is_none_is_refused_without_a_word_of_it(address: tuple[str, int], capfd: pytest.CaptureFixture[str]) -> None:
    with socket.create_connection(address) as connection:
        connection.sendall(b"xylorphenazide\r\n\r\n")
        connection.settimeout(10)
        answer = connection.recv(60_000)

    assert answer.startswith(b"HTTP/1.1 400")
    assert b"xylorphenazide" not in answer
    assert "xylorphenazide" not in "".join(capfd.readouterr())


def test_the_number_of_connections_has_an_end() -> None:
    config = configured(Site(clonus.open_catalogue()), Listening("127.0.0.1", 0))

    assert config.limit_concurrency == MOST_CONNECTIONS
    assert config.http is Impatient
    assert config.proxy_headers is False
