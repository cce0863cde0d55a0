"""The page Library: every entry of the catalogue by its kind, found by any of its names, and what cites each source."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from clonus.adapters.formats.explanation import explanation, sources_of_entry
from clonus.adapters.formats.lookup import Lookup
from clonus.adapters.formats.words import spell
from clonus.adapters.web.listing import Kinds, Listed, listed
from clonus.adapters.web.prose import Prose
from clonus.adapters.web.search import MOST_SHOWN, Index
from clonus.adapters.web.site import Site
from clonus.adapters.web.submitted import submitted
from clonus.adapters.web.working import worked
from clonus.catalogue.entries import BUILT_IN_SOURCES
from clonus.domain.errors import Fault, NotFound, Place
from clonus.domain.evidence import Source
from clonus.interpreters.diagram import svg
from clonus.rules.criterion import Criterion
from clonus.services.reconcile import entry_of, reconcile


class Library:
    """The pages below `/library`.

    Args:
        site: the catalogue of this installation.
        templates: the templates.
    """

    def __init__(self, site: Site, templates: Environment):
        self.site, self.templates = site, templates
        self.prose, self.lookup = Prose(site.catalogue), Lookup(site.catalogue)

    def routes(self) -> list[Route]:
        """The addresses of the library."""
        return [
            Route("/library", self.front, methods=["GET"]),
            Route("/library", self.searched, methods=["POST"]),
            Route("/library/index.json", self.as_json, methods=["GET"]),
            Route("/library/privacy", self.privacy, methods=["GET"]),
            Route("/library/source/{id}", self.source, methods=["GET"]),
            Route("/library/{id:path}", self.entry, methods=["GET"]),
        ]

    async def front(self, request: Request) -> Response:
        """Every entry by its kind."""
        return self._searched(None, "")

    async def searched(self, request: Request) -> Response:
        """What a text finds, once it is sent."""
        wanted = (await submitted(request)).get("wanted", "")[:200]
        return self._searched(self.search(wanted), wanted)

    async def as_json(self, request: Request) -> Response:
        """What is searched as one types."""
        return Response(self.index.body, media_type="application/json", headers={"cache-control": "public, max-age=86400"})

    async def privacy(self, request: Request) -> Response:
        """What happens to what is entered."""
        return self._page("privacy.html")

    async def entry(self, request: Request) -> Response:
        """An entry in full."""
        return HTMLResponse(await worked(lambda: self._entry(request.path_params["id"])))

    async def source(self, request: Request) -> Response:
        """A source, and all that cites it."""
        return HTMLResponse(await worked(lambda: self._source(request.path_params["id"])))

    @cached_property
    def kinds(self) -> Kinds:
        """Every kind with its entries, by their names."""
        return listed(self.lookup)

    @cached_property
    def index(self) -> Index:
        """What is searched."""
        return Index(one for _, entries in self.kinds for one in entries)

    def search(self, wanted: str) -> list[Listed]:
        """The entries that a text finds, the best first; before them the drugs for which a list would take it, if they are not there."""
        found = self.index.found(wanted)
        there = {one.id for one in found}
        return [*(one for one in self._read_as(wanted) if one.id not in there), *found]

    def _read_as(self, wanted: str) -> Iterator[Listed]:
        readings = reconcile([entry_of(wanted)], self.site.catalogue) if wanted.strip() else ()
        for name in dict.fromkeys(name for one in readings for meaning in one.meanings for name in meaning.ingredients):
            known = name in self.site.catalogue.substances
            if known or self.lookup.named(name) is None:  # a drug that is known by name alone may be called as a measurement is
                yield Listed(self.lookup.address("substance", name) if known else name, name, f"“{wanted.strip()}” is read so")

    def _entry(self, id: str) -> str:
        catalogue = self.site.catalogue
        entry = self.lookup.find(id)
        if isinstance(entry, Source):
            return self._source(entry.id)
        name, body = self.prose.page(explanation(id, "markdown", catalogue))
        diagram = Markup(svg(entry, spell, styled=False)) if isinstance(entry, Criterion) else ""  # noqa: S704 - it escapes its texts
        return self._rendered("entry.html", name=name, body=body, id=id, diagram=diagram)

    def _source(self, id: str) -> str:
        catalogue = self.site.catalogue
        if id not in catalogue.sources and id not in BUILT_IN_SOURCES:
            raise NotFound(Fault(Place(), f"no source is called `{id[:80]}`: look for it in the library."))
        return self._rendered("source.html", source=catalogue.source(id), citing=self.citing.get(id, []))

    @cached_property
    def citing(self) -> Mapping[str, list[Listed]]:
        """For each source the entries that cite it."""
        found: dict[str, list[Listed]] = {}
        for kind, entries in self.kinds:
            for one in entries if kind not in ("Sources", "Topics") else ():
                for source in sources_of_entry(self.lookup.find(one.id), self.site.catalogue):
                    found.setdefault(source, []).append(one)
        return found

    def _searched(self, found: list[Listed] | None, wanted: str) -> Response:
        return self._page("library.html", kinds=self.kinds, found=found, wanted=wanted, most=MOST_SHOWN, index=self.index.address)

    def _page(self, template: str, **given: Any) -> Response:  # noqa: ANN401 - whatever the template names
        return HTMLResponse(self._rendered(template, **given))

    def _rendered(self, template: str, **given: Any) -> str:  # noqa: ANN401 - whatever the template names
        return self.templates.get_template(template).render(here="/library", **given)
