"""The page Agents: the SSRIs side by side, and any others named, with their charts; nothing of a patient."""

from jinja2 import Environment
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from clonus.adapters.formats.agents import RANKS_NOTHING, sections
from clonus.adapters.formats.charts import half_lives, washout
from clonus.adapters.web.site import Site
from clonus.adapters.web.working import worked
from clonus.domain.errors import Fault, InputRefused, Place
from clonus.services.agents import sheets

_MOST = 12


class AgentsPage:
    """The page at `/agents`."""

    def __init__(self, site: Site, templates: Environment):
        self.site, self.templates = site, templates

    def routes(self) -> list[Route]:
        """The address of the page."""
        return [Route("/agents", self.whole, methods=["GET"])]

    async def whole(self, request: Request) -> Response:
        """The agents side by side, with those that were asked for."""
        names = [name.strip() for value in request.query_params.getlist("name") for name in value.split(",") if name.strip()]
        return HTMLResponse(await worked(lambda: self._made(names)))

    def _made(self, names: list[str]) -> str:
        catalogue = self.site.catalogue
        faults: tuple[str, ...] = ()
        try:
            if len(names) > _MOST:
                raise InputRefused(Fault(Place(), f"{len(names)} agents are named, more than {_MOST}: ask for fewer at a time."))
            told = sheets(names, catalogue)
        except InputRefused as error:
            told, faults = sheets([], catalogue), tuple(str(fault) for fault in error.faults)
        drawn = [
            Markup(half_lives(told, styled=False, name="half-lives")),  # noqa: S704 - the drawings escape every text
            Markup(washout(told, catalogue, styled=False, name="washout")),  # noqa: S704
        ]
        parts = [(title, [(sheet.name, tell(sheet)) for sheet in told]) for title, tell in sections(catalogue)]
        page = self.templates.get_template("agents.html")
        return page.render(parts=parts, drawn=drawn, names=names, faults=faults, note=RANKS_NOTHING, here="/agents")
