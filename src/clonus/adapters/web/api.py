"""The programming interface under /api/v1: the contract's JSON in and out, the same documents as every other surface prints."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from time import perf_counter
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clonus.adapters.formats.agents import agents_in
from clonus.adapters.formats.case import CasesRead, read_cases
from clonus.adapters.formats.document import document, to_json
from clonus.adapters.formats.explanation import explanation
from clonus.adapters.formats.moments import AsOf, NotAMoment
from clonus.adapters.formats.schema import schema
from clonus.adapters.formats.screening import screenings_document
from clonus.adapters.formats.switch import dated, switch_document
from clonus.adapters.web.guard import MOST_SECONDS
from clonus.adapters.web.openapi import openapi
from clonus.adapters.web.problems import Problem, problem
from clonus.adapters.web.site import Site
from clonus.adapters.web.submitted import must_be_short
from clonus.adapters.web.working import worked
from clonus.catalogue.reader import Node, read_bytes, short
from clonus.catalogue.shapes import Form
from clonus.domain.errors import Fault, InputRefused, Place, did_you_mean
from clonus.domain.record import PatientRecord
from clonus.services.agents import sheets
from clonus.services.screening import screen
from clonus.services.switching import switch

JSON = "application/json"
BODIES = (JSON, "application/yaml")
SWITCH_KEYS = {
    "from": "the agent that is stopped: an ingredient, a brand or a code",
    "to": "the agent that is to follow",
    "stopped": "the last dose: a date, a moment, a month (2026-11), or days before `as_of`",
    "as_of": "the moment of the question: a date, or a date and time",
    "authority": "whose rule acts here, such as US, UK or EU",
    "case": "one case: its patient and medications can lengthen the kinetic estimate",
}
MOST_NAMES = 40
PREFIX = "/api/v1"
_SKIP = "skip_refused"
_REVIEWED = "reviewed_only"
Answer = TypeVar("Answer")


class Api:
    """The programming interface of one installation."""

    def __init__(self, site: Site):
        self.site = site
        self.described = cache(lambda: to_json(openapi(site.catalogue, SWITCH_KEYS)))

    def routes(self) -> list[Route]:
        """The addresses of the interface."""
        return [
            Route(f"{PREFIX}/assess", self.posted(self.assess, "as_of", _SKIP, _REVIEWED), methods=["POST"]),
            Route(f"{PREFIX}/screen", self.posted(self.screen, "as_of", _SKIP), methods=["POST"]),
            Route(f"{PREFIX}/switch", self.posted(self.switch), methods=["POST"]),
            Route(f"{PREFIX}/agents", self.asked(self.agents, "name"), methods=["GET"]),
            Route(f"{PREFIX}/explain/{{id:path}}", self.asked(self.explain), methods=["GET"]),
            Route(f"{PREFIX}/schema/{{name}}", self.asked(self.schema), methods=["GET"]),
            Route(f"{PREFIX}/openapi.json", self.asked(self.openapi), methods=["GET"]),
        ]

    def posted(self, answer: Callable[[Node, Request], str], *parameters: str) -> Callable[[Request], Any]:
        """An address that answers a body, and what may stand behind the question mark."""

        async def answered(request: Request) -> Response:
            kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind not in BODIES:
                return problem(request, Problem.media_type(kind, BODIES))
            _expect(request, parameters)
            body = await request.body()
            return await _answered(lambda: answer(read_bytes(body, "the body"), request))

        return answered

    def asked(self, answer: Callable[[Request], str], *parameters: str) -> Callable[[Request], Any]:
        """An address that answers without a body, and what may stand behind the question mark."""

        async def answered(request: Request) -> Response:
            _expect(request, parameters)
            return await _answered(lambda: answer(request))

        return answered

    def assess(self, node: Node, request: Request) -> str:
        """The assessments of a case, or of several."""
        read = self._read(node, request)
        site = replace(self.site, reviewed_only=self.site.reviewed_only or _flag(request, _REVIEWED))
        return to_json(document(list(_each(read.records, lambda one: site.assess(site.placed(one)))), read.refused, site.catalogue))

    def screen(self, node: Node, request: Request) -> str:
        """The screenings of a case, or of several."""
        read, catalogue = self._read(node, request), self.site.catalogue
        return to_json(
            screenings_document(list(_each(read.records, lambda one: screen(self.site.placed(one), catalogue))), read.refused, catalogue)
        )

    def switch(self, node: Node, request: Request) -> str:
        """When one agent may follow another."""
        faults: list[Fault] = []
        form = Form(node, "", SWITCH_KEYS, faults)
        form.require("from", "to")
        given = {key: form.text(key) for key in SWITCH_KEYS if key != "case"}
        if faults:
            raise InputRefused(faults)
        patient = self.site.read_node(form.nodes["case"]) if "case" in form.nodes else PatientRecord()
        answer = switch(given["from"], given["to"], self.site.catalogue, authority=given["authority"], patient=patient)
        moment = _moment(given["as_of"] or patient.as_of)
        return to_json(switch_document(dated(answer, given["stopped"] or None, moment), self.site.catalogue))

    def agents(self, request: Request) -> str:
        """The SSRIs side by side, and any others named."""
        names = request.query_params.getlist("name")
        if len(names) > MOST_NAMES:
            raise InputRefused(Fault(Place(), f"{len(names)} agents are named, more than {MOST_NAMES}: ask for fewer at a time."))
        return agents_in("json", sheets(names, self.site.catalogue), self.site.catalogue)

    def explain(self, request: Request) -> str:
        """An entry of the catalogue with its sources."""
        return explanation(request.path_params["id"], "json", self.site.catalogue)

    def schema(self, request: Request) -> str:
        """The schema of a document."""
        return to_json(schema(request.path_params["name"], self.site.catalogue))

    def openapi(self, request: Request) -> str:
        """The description of this interface."""
        return self.described()

    def _read(self, node: Node, request: Request) -> CasesRead:
        """The cases of a body; one that is refused refuses all, unless they are to be skipped."""
        must_be_short(node)
        moment = _moment(request.query_params.get("as_of"))
        read, skip = read_cases(node, self.site.catalogue, moment.text if moment else None), _flag(request, _SKIP)
        if read.refused and not (skip and read.records):
            raise InputRefused(fault for _, faults in read.refused for fault in faults)
        return read


def _each(records: Iterable[PatientRecord], answer: Callable[[PatientRecord], Answer]) -> Iterator[Answer]:
    """The answer for each record, as long as somebody waits for it.

    Raises:
        TimeoutError: where the request has been given up.
    """
    until = perf_counter() + MOST_SECONDS
    for record in records:
        if perf_counter() > until:
            raise TimeoutError
        yield answer(record)


async def _answered(answer: Callable[[], str]) -> Response:
    return Response(await worked(answer), media_type=JSON)


def _expect(request: Request, parameters: Iterable[str]) -> None:
    """Refuse a query parameter that is not known, or stands twice where once is meant: what it asks for would be left out.

    Raises:
        InputRefused: if there is one.
    """
    known, seen = list(parameters), [name for name, _ in request.query_params.multi_items()]
    for name in seen:
        if name not in known:
            raise InputRefused(Fault(Place(), f"`{short(name)}` is no parameter here{did_you_mean(name[:80], known) or '.'}"))
        if name != "name" and seen.count(name) > 1:
            raise InputRefused(Fault(Place(), f"`{name}` stands twice: write it once."))


def _flag(request: Request, name: str) -> bool:
    """A query parameter that is yes or no.

    Raises:
        InputRefused: if it is neither.
    """
    value = request.query_params.get(name, "no").lower()
    if value not in ("yes", "true", "1", "no", "false", "0"):
        raise InputRefused(Fault(Place(), f"`{name}` is `{value[:40]}`: write yes or no."))
    return value in ("yes", "true", "1")


def _moment(text: str | None) -> AsOf | None:
    """A moment that the asker gives.

    Raises:
        InputRefused: if it is none.
    """
    try:
        return None if text is None else AsOf.read(text)
    except NotAMoment as error:
        raise InputRefused(Fault(Place(), f"`as_of` is `{(text or '')[:40]}`, {error}")) from None
