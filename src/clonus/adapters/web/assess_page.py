"""The bedside page, whole or in parts, and a case on its way in and out."""

from collections.abc import Callable, Mapping

from jinja2 import Environment
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from clonus.adapters.formats.document import document, to_json
from clonus.adapters.formats.handout import card_lines, to_pdf
from clonus.adapters.formats.note import note_pdf, note_text
from clonus.adapters.web.bedside import Site, bedside, moment_of
from clonus.adapters.web.case_form import EARLIER, LISTS, Submitted, case_of, examined_again, fields_of, with_pasted, without_row
from clonus.adapters.web.submitted import MOST_FIELDS, attachment, one_case, submitted
from clonus.adapters.web.working import worked
from clonus.catalogue.reader import read_bytes
from clonus.domain.errors import Fault, InputRefused, NotFound, Place
from clonus.services.handout import handout

_EMPTY: Submitted = {"as_of": "now"}
Act = Callable[[Submitted], Mapping[str, str]]


class AssessPage:
    """The page at `/` and what its form can be sent to; nothing of it is kept.

    Args:
        site: the catalogue and the wishes of this installation.
        templates: the templates.
        key: what a browser's own copy of the form is encrypted with, so that its disk never holds it in the open; it dies with the server.
    """

    def __init__(self, site: Site, templates: Environment, key: str):
        self.site, self.templates, self.key = site, templates, key

    def routes(self) -> list[Route]:
        """The addresses of the bedside page."""
        return [
            Route("/", self.first, methods=["GET"]),
            Route("/", self.whole, methods=["POST"]),
            Route("/live", self.live, methods=["POST"]),
            Route("/rows", self.changed(lambda fields: with_pasted(fields, self.site.catalogue)), methods=["POST"]),
            Route("/again", self.changed(lambda fields: examined_again(fields, moment_of(fields))), methods=["POST"]),
            Route("/remove/{kind}/{number:int}", self.removed, methods=["POST"]),
            Route("/open", self.opened, methods=["POST"]),
            Route("/examples/{number:int}", self.example, methods=["GET"]),
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
            return await self._page(dict(act(await submitted(request))))

        return answer

    async def removed(self, request: Request) -> Response:
        """The page of a form without one of its rows."""
        kind, number = request.path_params["kind"], request.path_params["number"]
        if kind not in (*LISTS, EARLIER):
            raise NotFound(Fault(Place(), f"no list is called `{kind[:40]}`: a row is removed from {', '.join(LISTS)} or {EARLIER}."))
        return await self._page(without_row(await submitted(request), kind, number))

    async def opened(self, request: Request) -> Response:
        """The page of a case file."""
        async with request.form(max_fields=MOST_FIELDS) as form:
            file = form.get("file")
            kept = {name: value for name, value in form.items() if isinstance(value, str)}
            content = await file.read() if isinstance(file, UploadFile) else b""
        try:
            if not content:
                raise InputRefused(Fault(Place(), "no file was chosen, or it is empty: choose a case file, in YAML or JSON."))
            node = one_case(read_bytes(content, "the file"))
            self.site.read_node(node)
        except InputRefused as error:
            return await self._page(kept, error.faults)
        return await self._page(fields_of(node))

    async def example(self, request: Request) -> Response:
        """The page of a published case that ships with the product."""
        number = request.path_params["number"]
        tour = self.site.catalogue.tour
        if not 1 <= number <= len(tour):
            raise NotFound(Fault(Place(), f"there is no example {number}: there are {len(tour)}, from 1."))
        return await self._page(fields_of(tour[number - 1].case))

    async def case_file(self, request: Request) -> Response:
        """The case as a file in the contract's form."""
        fields = await submitted(request)
        case = {"schema_version": "1", **case_of(fields, self.site.catalogue, moment_of(fields))}
        return attachment(to_json(case), "application/json", "clonus-case.json")

    async def assessment(self, request: Request) -> Response:
        """The assessment in the contract's form, as every other surface gives it."""
        fields = await submitted(request)
        answer = await worked(lambda: self.site.assess(self.site.read(fields)))
        return attachment(to_json(document([answer], (), self.site.catalogue)), "application/json", "clonus-assessment.json")

    async def note(self, request: Request) -> Response:
        """The chart note, to copy."""
        fields = await submitted(request)
        record = self.site.read(fields)
        text = await worked(lambda: note_text(record, self.site.assess(record), self.site.catalogue))
        return HTMLResponse(self.templates.get_template("note.html").render(note=text))

    async def note_pdf(self, request: Request) -> Response:
        """The chart note as PDF."""
        fields = await submitted(request)
        record = self.site.read(fields)
        made = await worked(lambda: note_pdf(record, self.site.assess(record), self.site.catalogue))
        return attachment(made, "application/pdf", "clonus-note.pdf")

    async def leaflet(self, request: Request) -> Response:
        """The leaflet of the case, in a language, to print."""
        fields = await submitted(request)
        leaflet = handout(self.site.read(fields), self.site.catalogue, fields.get("language", "en"))
        page = self.templates.get_template("leaflet.html")
        return HTMLResponse(page.render(leaflet=leaflet, card=card_lines(leaflet), fields=fields))

    async def leaflet_pdf(self, request: Request) -> Response:
        """The leaflet as PDF."""
        fields = await submitted(request)
        leaflet = handout(self.site.read(fields), self.site.catalogue, fields.get("language", "en"))
        made = await worked(lambda: to_pdf(leaflet, self.site.catalogue))
        return attachment(made, "application/pdf", "clonus-leaflet.pdf")

    async def _page(self, fields: Submitted, refused: tuple[Fault, ...] = ()) -> Response:
        return await self._rendered("assess.html", fields, refused)

    async def _rendered(self, template: str, fields: Submitted, refused: tuple[Fault, ...] = ()) -> Response:
        def made() -> str:
            page = bedside(fields, self.site, refused)
            return self.templates.get_template(template).render(page=page, f=page.fields, key=self.key, here="/")

        return HTMLResponse(await worked(made), headers={"clonus-key": self.key})
