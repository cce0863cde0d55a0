"""The page Switch: two drugs and a last dose, and the day from which one may follow the other."""

from functools import cached_property
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from clonus.adapters.formats.calendar import to_svg
from clonus.adapters.formats.moments import AsOf, NotAMoment
from clonus.adapters.formats.switch import dated
from clonus.adapters.web.case_form import Submitted
from clonus.adapters.web.site import Site, moment_of
from clonus.adapters.web.submitted import submitted
from clonus.adapters.web.working import worked
from clonus.catalogue.reader import short
from clonus.domain.errors import Fault, InputRefused, Place
from clonus.services.switching import switch

_FIELDS = ("from", "to", "stopped", "as_of", "authority", "now")


class SwitchPage:
    """The page at `/switch`."""

    def __init__(self, site: Site, templates: Environment):
        self.site, self.templates = site, templates

    @cached_property
    def offered(self) -> dict[str, list[str]]:
        """The authorities and the agents that a question may name."""
        washouts = self.site.catalogue.washouts
        return {
            "authorities": sorted({one.authority for one in washouts}),
            "agents": sorted({name for one in washouts for name in (*one.leaves, *one.starts)}),
        }

    def routes(self) -> list[Route]:
        """The addresses of the page."""
        return [
            Route("/switch", self.first, methods=["GET"]),
            Route("/switch", self.whole, methods=["POST"]),
            Route("/switch/live", self.live, methods=["POST"]),
        ]

    async def first(self, request: Request) -> Response:
        """The empty page."""
        return await self._rendered("switch.html", {"as_of": "now"})

    async def whole(self, request: Request) -> Response:
        """The page of a submitted question."""
        return await self._rendered("switch.html", await submitted(request))

    async def live(self, request: Request) -> Response:
        """The answer alone."""
        return await self._rendered("switch_live.html", await submitted(request))

    async def _rendered(self, template: str, fields: Submitted) -> Response:
        def made() -> str:
            return self.templates.get_template(template).render(f=fields, here="/switch", **self.offered, **self._answered(fields))

        return HTMLResponse(await worked(made))

    def _answered(self, fields: Submitted) -> dict[str, Any]:
        """The answer with its drawing, or why there is none; nothing where a drug is still missing."""
        leaving, starting = (fields.get(name, "").strip() for name in ("from", "to"))
        if not (leaving and starting):
            return {"answer": None, "faults": (), "calendar": None}
        try:
            _known(fields)
            as_of = _moment(fields)
            found = switch(leaving, starting, self.site.catalogue, authority=fields.get("authority", ""))
            answer = dated(found, fields.get("stopped", "").strip() or None, as_of)
        except InputRefused as error:
            return {"answer": None, "faults": tuple(str(fault) for fault in error.faults), "calendar": None}
        drawn = Markup(to_svg(answer, as_of, styled=False, name="calendar"))  # noqa: S704 - the drawing escapes every text
        return {"answer": answer, "faults": (), "calendar": drawn}


def _known(fields: Submitted) -> None:
    """Refuse a field that the form does not have, since what it says would be left out.

    Raises:
        InputRefused: if there is one.
    """
    if strange := sorted(name for name, value in fields.items() if value.strip() and name not in _FIELDS):
        raise InputRefused(
            Fault(Place(), f"`{short(strange[0])}` is no field of this form, and would be left out: it has {', '.join(_FIELDS)}.")
        )


def _moment(fields: Submitted) -> AsOf | None:
    """The moment of the question.

    Raises:
        InputRefused: if it is none.
    """
    text = fields.get("as_of", "").strip()
    try:
        return AsOf.read(moment_of(fields) if text.lower() == "now" else text) if text else None
    except NotAMoment as error:
        raise InputRefused(Fault(Place(), f"`as of` is `{text[:40]}`, {error}")) from None
