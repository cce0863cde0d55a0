"""The page Screen: a list and the orders proposed to it, every combination judged."""

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from clonus.adapters.formats.screening import summary
from clonus.adapters.web.case_form import PASTED, Submitted, rows_of
from clonus.adapters.web.problems import first_of
from clonus.adapters.web.site import Site
from clonus.adapters.web.submitted import submitted
from clonus.adapters.web.working import worked
from clonus.domain.errors import InputRefused
from clonus.domain.screening import Screening
from clonus.services.screening import screen

_EMPTY: Submitted = {"as_of": "now"}


class ScreenPage:
    """The page at `/screen`; with scripts its answer follows each entry."""

    def __init__(self, site: Site, templates: Environment):
        self.site, self.templates = site, templates

    def routes(self) -> list[Route]:
        """The addresses of the page."""
        return [
            Route("/screen", self.first, methods=["GET"]),
            Route("/screen", self.whole, methods=["POST"]),
            Route("/screen/live", self.live, methods=["POST"]),
        ]

    async def first(self, request: Request) -> Response:
        """The empty page."""
        return await self._rendered("screen.html", _EMPTY)

    async def whole(self, request: Request) -> Response:
        """The page of a submitted list."""
        return await self._rendered("screen.html", await submitted(request))

    async def live(self, request: Request) -> Response:
        """The answer alone."""
        return await self._rendered("screen_live.html", await submitted(request))

    async def _rendered(self, template: str, fields: Submitted) -> Response:
        def made() -> str:
            found, faults = self._screened(fields)
            lines = list(summary(found)) if found else []
            page = self.templates.get_template(template)
            return page.render(found=found, faults=faults, lines=lines, f=fields, here="/screen", asked=_says_something(fields))

        return HTMLResponse(await worked(made))

    def _screened(self, fields: Submitted) -> tuple[Screening | None, tuple[str, ...]]:
        try:
            return screen(self.site.read(fields), self.site.catalogue), ()
        except InputRefused as error:
            return None, first_of([str(fault) for fault in error.faults])


def _says_something(fields: Submitted) -> bool:
    return any(fields.get(name, "").strip() for name in (*PASTED.values(), "none_taken")) or any(rows_of(fields, kind) for kind in PASTED)
