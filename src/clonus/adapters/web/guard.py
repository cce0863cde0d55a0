"""What stands before every answer of the server: limits of size and time, the headers, and what becomes of a fault."""

import asyncio
import logging
import re
from collections.abc import Iterable
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clonus.adapters.web.problems import Problem, problem

MOST_BYTES = 1_000_000
MOST_SECONDS = 10.0
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
_HOST = re.compile(rb"(?:\[([0-9A-Fa-f:.]{2,45})\]|([A-Za-z0-9._-]{1,253}))(?::([0-9]{1,5}))?")
_LONGEST_LENGTH = 12  # digits of the length that a body announces
_LAST_PORT = 65_535
_NOT_STORED = (b"cache-control", b"no-store")
_LOG = logging.getLogger("clonus.web")


class Guard:
    """Limits what comes in, names what goes wrong, and sets the headers of what goes out.

    It answers only where it is asked by a name of its own, so that no other site's page reaches it under that site's name.
    A body larger than `most_bytes` is refused unread; an answer that takes longer than `most_seconds` is given up.
    What fails inside is logged by its kind and place alone, since its message may quote a patient.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str], most_bytes: int = MOST_BYTES, most_seconds: float = MOST_SECONDS):
        self.app, self.hosts, self.most_bytes, self.most_seconds = app, frozenset(hosts), most_bytes, most_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, arrived = False, perf_counter()

        async def sending(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                took = (b"server-timing", f"total;dur={(perf_counter() - arrived) * 1000:.1f}".encode())
                message = {**message, "headers": [*message.get("headers", ()), *_missing(message), took]}
            await send(message)

        if refused := self._unwelcome(scope):
            await self._refuse(scope, sending, refused)
            return
        try:
            async with asyncio.timeout(self.most_seconds):
                body = await self._body(scope, receive)
                await self.app(scope, _again(body, receive), sending)
        except TooLarge:
            await self._refuse(scope, sending, Problem.too_large(self.most_bytes))
        except TimeoutError:
            if not begun:
                await self._refuse(scope, sending, Problem.too_slow(self.most_seconds))
        except Exception as error:  # noqa: BLE001 - the one place where whatever fails is told
            _LOG.error("an answer failed: %s", _kind_and_place(error))
            if begun:
                raise BrokenOff from None
            await self._refuse(scope, sending, Problem.failed())

    def _unwelcome(self, scope: Scope) -> Problem | None:
        """Why a request is refused by its headers alone: it names no host, or another one, or comes from another site's page."""
        asked = _host_of(scope)
        if asked is None:
            return Problem.no_host()
        if asked not in self.hosts:
            return Problem.other_host(asked)
        if scope["method"] == "POST" and self._from_elsewhere(dict(scope["headers"])):
            return Problem.other_site()
        return None

    def _from_elsewhere(self, headers: dict[bytes, bytes]) -> bool:
        """Whether a page of another origin sent a form here: as the browser says, or by the origin that an older one names."""
        site, origin = headers.get(b"sec-fetch-site"), headers.get(b"origin", b"null")
        if site is not None:
            return site not in (b"same-origin", b"none")
        return origin != b"null" and urlsplit(origin).netloc != headers.get(b"host")

    async def _body(self, scope: Scope, receive: Receive) -> bytes:
        parts, length = [], 0
        announced = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if announced.isdigit() and (len(announced) > _LONGEST_LENGTH or int(announced) > self.most_bytes):
            raise TooLarge
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return b""
            parts.append(message.get("body", b""))
            length += len(parts[-1])
            if length > self.most_bytes:
                raise TooLarge
            if not message.get("more_body"):
                return b"".join(parts)

    @staticmethod
    async def _refuse(scope: Scope, send: Send, what: Problem) -> None:
        response: Response = problem(Request(scope), what)

        async def nothing() -> Message:
            return {"type": "http.disconnect"}

        await response(scope, nothing, send)


class TooLarge(Exception):
    """A body that is larger than what is read."""


class BrokenOff(Exception):
    """An answer that failed after it had begun; it stands in for what failed, whose message may quote a patient."""


def _host_of(scope: Scope) -> str | None:
    """The name under which the server is asked; None where the request does not name exactly one, with a port or without."""
    named = [value for name, value in scope["headers"] if name == b"host"]
    found = _HOST.fullmatch(named[0]) if len(named) == 1 else None
    if found is None or int(found[3] or 0) > _LAST_PORT:
        return None
    host: bytes = found[1] or found[2]
    return host.decode("ascii").lower()


def _again(body: bytes, receive: Receive) -> Receive:
    """The body that was read, once more."""
    given = False

    async def receiving() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receiving


def _missing(message: Message) -> list[tuple[bytes, bytes]]:
    """The headers that an answer does not set itself; it is not to be stored unless it says so."""
    there = {name.lower() for name, _ in message.get("headers", ())}
    return [(name, value) for name, value in (*HEADERS, _NOT_STORED) if name not in there]


def _kind_and_place(error: BaseException) -> str:
    trace: Any = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_globals.get('__name__')}, line {trace.tb_lineno}" if trace else "somewhere"
    return f"{type(error).__name__} in {place}"
