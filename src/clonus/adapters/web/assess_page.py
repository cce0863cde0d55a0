"""The bedside page, whole or in parts, and a case on its way in and out."""

import re
from collections.abc import Callable, Mapping

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from clonus.adapters.formats.document import document, to_json
from clonus.adapters.formats.handout import card_lines, to_pdf
from clonus.adapters.formats.note import note_pdf, note_text
from clonus.adapters.web.bedside import bedside
from clonus.adapters.web.case_form import EARLIER, LISTS, Submitted, case_of, examined_again, fields_of, with_pasted, without_row
from clonus.adapters.web.site import Site, moment_of
from clonus.adapters.web.submitted import attachment, one_case, received, submitted
from clonus.adapters.web.working import worked
from clonus.catalogue.reader import read_bytes
from clonus.domain.errors import Fault, InputRefused, NotFound, Place
from clonus.services.handout import handout

_EMPTY: Submitted = {"as_of": "now"}
_NUMBER = re.compile(r"[0-9]{1,4}")
Act = Callable[[Submitted], Mapping[str, str]]


class AssessPage:
    """The page at `/` and what its form can be sent to; nothing of it is kept.

    Args:
        site: the catalogue and the wishes of this installation.
        templates: the templates.
    """

    def __init__(self, site: Site, templates: Environment):
        self.site, self.templates = site, templates

    def routes(self) -> list[Route]:
        """The addresses of the bedside page."""
        return [
            Route("/", self.first, methods=["GET"]),
            Route("/", self.whole, methods=["POST"]),
            Route("/live", self.live, methods=["POST"]),
            Route("/rows", self.changed(lambda fields: with_pasted(fields, self.site.catalogue)), methods=["POST"]),
            Route("/again", self.changed(lambda fields: examined_again(fields, moment_of(fields))), methods=["POST"]),
            Route("/remove/{kind}/{number}", self.removed, methods=["POST"]),
            Route("/open", self.opened, methods=["POST"]),
            Route("/examples/{number}", self.example, methods=["GET"]),
            Route("/case.json", self.case_file, methods=["POST"]),
            Route("/assessment.json", self.assessment, methods=["POST"]),
            Route("/note", self.note, methods=["POST"]),
            Route("/note.pdf", self.note_pdf, methods=["POST"]),
            Route("/leaflet", self.leaflet, methods=["POST"]),
            Route("/leaflet.pdf", self.leaflet_pdf, methods=["POST"]),
        ]

    async def first(self, request: Request) -> Response:
        """The empty page, which is an answer already."""
        return await self._page(_EMPTY)

    async def whole(self, request: Request) -> Response:
        """The page of a submitted form, for a browser without scripts."""
        return await self._page(await submitted(request))

    async def live(self, request: Request) -> Response:
        """The parts of the page that an entry changes."""
        fields = await submitted(request)
        return await self._rendered("live.html", fields)

    def changed(self, act: Act) -> Callable[[Request], object]:
        """The page of a form after something was done to its fields."""

        async def answer(request: Request) -> Response:
            fields = await submitted(request)
            try:
                changed = dict(await worked(lambda: act(fields)))
            except InputRefused as error:
                return await self._page(fields, error.faults)
            return await self._page(changed)

        return answer

    async def removed(self, request: Request) -> Response:
        """The page of a form without one of its rows."""
        kind, number = request.path_params["kind"], _number(request.path_params["number"], "row")
        if kind not in (*LISTS, EARLIER):
            raise NotFound(Fault(Place(), f"no list is called `{kind[:40]}`: a row is removed from {', '.join(LISTS)} or {EARLIER}."))
        return await self._page(without_row(await submitted(request), kind, number))

    async def opened(self, request: Request) -> Response:
        """The page of a case file."""
        kept, content = await received(request)
        try:
            if not content:
                raise InputRefused(Fault(Place(), "no file was chosen, or it is empty: choose a case file, in YAML or JSON."))
            opened = await worked(lambda: self._opened(content))
        except InputRefused as error:
            return await self._page(kept, error.faults)
        return await self._page(opened)

    def _opened(self, content: bytes) -> Submitted:
        """The fields of the one case of a file, which can be read as a record."""
        node = one_case(read_bytes(content, "the file"))
        self.site.read_node(node)
        return fields_of(node)

    async def example(self, request: Request) -> Response:
        """The page of a published case that ships with the product."""
        number = _number(request.path_params["number"], "example")
        tour = self.site.catalogue.tour
        if not 1 <= number <= len(tour):
            raise NotFound(Fault(Place(), f"there is no example {number}: there are {len(tour)}, from 1."))
        return await self._page(fields_of(tour[number - 1].case))

    async def case_file(self, request: Request) -> Response:
        """The case as a file in the contract's form."""
        fields = await submitted(request)
        case = {"schema_version": "1", **await worked(lambda: case_of(fields, self.site.catalogue, moment_of(fields)))}
        return attachment(to_json(case), "application/json", "clonus-case.json")

    async def assessment(self, request: Request) -> Response:
        """The assessment in the contract's form, as every other surface gives it."""
        fields = await submitted(request)

        def made() -> str:
            return to_json(document([self.site.assess(self.site.read(fields))], (), self.site.catalogue))

        return attachment(await worked(made), "application/json", "clonus-assessment.json")

    async def note(self, request: Request) -> Response:
        """The chart note, to copy."""
        fields = await submitted(request)

        def made() -> str:
            record = self.site.read(fields)
            text = note_text(record, self.site.assess(record), self.site.catalogue)
            return self.templates.get_template("note.html").render(note=text)

        return HTMLResponse(await worked(made))

    async def note_pdf(self, request: Request) -> Response:
        """The chart note as PDF."""
        fields = await submitted(request)

        def made() -> bytes:
            record = self.site.read(fields)
            return note_pdf(record, self.site.assess(record), self.site.catalogue)

        return attachment(await worked(made), "application/pdf", "clonus-note.pdf")

    async def leaflet(self, request: Request) -> Response:
        """The leaflet of the case, in a language, to print."""
        fields = await submitted(request)

        def made() -> str:
            leaflet = handout(self.site.read(fields), self.site.catalogue, fields.get("language", "en"))
            return self.templates.get_template("leaflet.html").render(leaflet=leaflet, card=card_lines(leaflet), fields=fields)

        return HTMLResponse(await worked(made))

    async def leaflet_pdf(self, request: Request) -> Response:
        """The leaflet as PDF."""
        fields = await submitted(request)

        def made() -> bytes:
            return to_pdf(handout(self.site.read(fields), self.site.catalogue, fields.get("language", "en")), self.site.catalogue)

        return attachment(await worked(made), "application/pdf", "clonus-leaflet.pdf")

    async def _page(self, fields: Submitted, refused: tuple[Fault, ...] = ()) -> Response:
        return await self._rendered("assess.html", fields, refused)

    async def _rendered(self, template: str, fields: Submitted, refused: tuple[Fault, ...] = ()) -> Response:
        def made() -> str:
            page = bedside(fields, self.site, refused)
            return self.templates.get_template(template).render(page=page, f=page.fields, here="/")

        return HTMLResponse(await worked(made), headers={"clonus-key": str(self.templates.globals["key"])})


def _number(text: str, what: str) -> int:
    """The number of a row or an example, as it stands in an address.

    Raises:
        NotFound: if it is none that there can be.
    """
    if not _NUMBER.fullmatch(text):
        raise NotFound(Fault(Place(), f"no {what} has the number `{text[:20]}`: begin at the first page."))
    return int(text)
