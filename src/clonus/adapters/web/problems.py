"""What the server says when something cannot be answered: RFC 9457 problem details for programs, a page for people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from clonus.domain.errors import ClonusError, NotFound

MEDIA_TYPE = "application/problem+json"
MOST_FAULTS = 40
_LONGEST_SENTENCE = 1_000


@dataclass(frozen=True, slots=True)
class Problem:
    """What was not done and why, in sentences for the person who can mend it."""

    kind: str
    title: str
    status: int
    faults: tuple[str, ...]
    headers: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def of(error: ClonusError) -> "Problem":
        """What an error of the product says: input that cannot be used, or something that does not exist."""
        faults = first_of([str(fault) for fault in error.faults])
        if isinstance(error, NotFound):
            return Problem("not-found", "Nothing is called so", 404, faults)
        return Problem("input-refused", "The input cannot be used", 422, faults)

    @staticmethod
    def not_read(sentence: str) -> "Problem":
        """A body that is not what was announced."""
        return Problem("not-read", "The body cannot be read", 400, (sentence,))

    @staticmethod
    def media_type(given: str, wanted: Iterable[str]) -> "Problem":
        """A body of a kind that is not read here."""
        sentence = f"the body is `{given[:60] or 'of no stated kind'}`: send it as {' or '.join(wanted)}."
        return Problem("media-type", "The body is of another kind", 415, (sentence,))

    @staticmethod
    def too_large(most: int) -> "Problem":
        """A body over the limit."""
        sentence = f"the body is larger than {most // 1000:,} kB, and nothing of it was read: send fewer cases at a time."
        return Problem("too-large", "The body is too large", 413, (sentence,))

    @staticmethod
    def too_slow(seconds: float) -> "Problem":
        """An answer that was given up, or a body that did not come."""
        sentence = f"there was no answer within {seconds:g} seconds, and nothing was assessed: try again with a shorter list."
        return Problem("too-slow", "The answer took too long", 503, (sentence,), {"retry-after": "1"})

    @staticmethod
    def no_host() -> "Problem":
        """A request that does not say under which name it asks."""
        sentence = "the request does not name the one host that it asks: send one `Host` header, a name with its port or without."
        return Problem("no-host", "The request names no host", 400, (sentence,))

    @staticmethod
    def other_host(name: str) -> "Problem":
        """A request under a name that is not this server's."""
        sentence = f"this server does not answer as `{name[:80]}`: ask it as 127.0.0.1, or start it with --behind-proxy and --name."
        return Problem("other-host", "Asked under another name", 421, (sentence,))

    @staticmethod
    def other_site() -> "Problem":
        """A form that a page of another site sent."""
        return Problem(
            "other-site", "Sent by another site", 403, ("a page of another site sent this, and nothing of it was read: begin here.",)
        )

    @staticmethod
    def failed() -> "Problem":
        """A fault of the product."""
        sentence = "the server met a fault of its own, and nothing was assessed: use another way, and tell who runs this server."
        return Problem("failed", "The server failed", 500, (sentence,))

    @staticmethod
    def http(status: int, path: str, headers: Mapping[str, str] | None = None) -> "Problem":
        """An address or a method that does not exist."""
        if status == 405:
            allowed = (headers or {}).get("Allow", "another method")
            return Problem("method", "This is asked in another way", 405, (f"`{path[:80]}` is asked with {allowed}.",), headers or {})
        if status == 404:
            return Problem("not-found", "Nothing stands here", 404, (f"nothing stands at `{path[:80]}`: begin at the first page.",))
        return Problem("http", "The request cannot be answered", status, (f"the request to `{path[:80]}` cannot be answered.",))


def first_of(faults: list[str]) -> tuple[str, ...]:
    """As many faults as anybody mends at a time, and how many there are besides."""
    more = len(faults) - MOST_FAULTS
    beyond = (f"There are {more:,} more faults like these: mend these first.",) if more > 0 else ()
    return (*(fault[:_LONGEST_SENTENCE] for fault in faults[:MOST_FAULTS]), *beyond)


def problem(request: Request, what: Problem) -> Response:
    """A problem as whoever asked can read it."""
    if request.scope["path"].startswith("/api/"):
        content: dict[str, Any] = {
            "type": f"urn:clonus:problem:{what.kind}",
            "title": what.title,
            "status": what.status,
            "detail": what.faults[0],
            "faults": list(what.faults),
        }
        return JSONResponse(content, what.status, dict(what.headers), MEDIA_TYPE)
    faults = "".join(f"<li>{escape(fault)}</li>" for fault in what.faults)
    return HTMLResponse(_PAGE.format(title=escape(what.title), faults=faults), what.status, dict(what.headers))


_PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    '<title>{title} · Clonus</title><link rel="stylesheet" href="/static/clonus.css">'
    '<link rel="icon" href="/static/clonus.svg"></head><body><main id="main" class="plain">'
    '<h1>{title}</h1><ul>{faults}</ul><p><a href="/">To the first page</a></p></main></body></html>'
)
