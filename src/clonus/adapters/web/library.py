"""The page Library: every entry of the catalogue by its kind, found by any of its names, and what cites each source."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from clonus.adapters.formats.explanation import explanation, find, sources_of_entry
from clonus.adapters.formats.words import spell
from clonus.adapters.web.bedside import Site
from clonus.adapters.web.prose import Prose
from clonus.adapters.web.submitted import submitted
from clonus.adapters.web.working import worked
from clonus.catalogue.entries import BUILT_IN_SOURCES
from clonus.catalogue.names import fold
from clonus.domain.errors import Fault, NotFound, Place
from clonus.domain.evidence import Source
from clonus.interpreters.diagram import svg
from clonus.rules.criterion import Criterion
from clonus.services.reconcile import entry_of, reconcile

MOST_FOUND = 40


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry as the library lists it: its id, its name, its kind, and the other words by which it is found."""

    id: str
    name: str
    kind: str
    words: tuple[str, ...] = ()

    def place(self, wanted: str) -> int | None:
        """How well a folded text finds it, 0 best; None where it does not."""
        name, others = fold(self.name), [fold(word) for word in (*self.words, spell(self.id))]
        for place, holds in enumerate(
            (
                name == wanted or wanted in others,
                name.startswith(wanted),
                any(word.startswith(wanted) for word in others),
                any(part.startswith(wanted) for word in (name, *others) for part in word.split()),
                any(wanted in word for word in (name, *others)),
            )
        ):
            if holds:
                return place
        return None


class Library:
    """The pages below `/library`.

    Args:
        site: the catalogue of this installation.
        templates: the templates.
    """

    def __init__(self, site: Site, templates: Environment):
        self.site, self.templates = site, templates
        self.prose = Prose(site.catalogue)

    def routes(self) -> list[Route]:
        """The addresses of the library."""
        return [
            Route("/library", self.index, methods=["GET"]),
            Route("/library", self.searched, methods=["POST"]),
            Route("/library/index.json", self.as_json, methods=["GET"]),
            Route("/library/privacy", self.privacy, methods=["GET"]),
            Route("/library/source/{id}", self.source, methods=["GET"]),
            Route("/library/{id:path}", self.entry, methods=["GET"]),
        ]

    async def index(self, request: Request) -> Response:
        """Every entry by its kind."""
        return self._page("library.html", kinds=self.kinds, found=None, wanted="")

    async def searched(self, request: Request) -> Response:
        """What a text finds, for a browser without scripts."""
        wanted = (await submitted(request)).get("wanted", "")[:200]
        return self._page("library.html", kinds=self.kinds, found=self.search(wanted), wanted=wanted)

    async def as_json(self, request: Request) -> Response:
        """What is searched as one types."""
        rows = [[one.id, one.name, one.kind, *one.words] for _, listed in self.kinds for one in listed]
        headers = {"cache-control": "public, max-age=86400"}
        return Response(json.dumps(rows, ensure_ascii=False, separators=(",", ":")), media_type="application/json", headers=headers)

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
    def kinds(self) -> list[tuple[str, list[Listed]]]:
        """Every kind with its entries, by their names."""
        return [(kind, sorted(listed, key=lambda one: fold(one.name))) for kind, listed in self._listed() if listed]

    def search(self, wanted: str) -> list[Listed]:
        """The entries that a text finds, the best first; before them the drugs for which a list would take it, if they are not there."""
        text = fold(wanted)
        if not text:
            return []
        placed = [(place, one) for _, listed in self.kinds for one in listed if (place := one.place(text)) is not None]
        best = [one for _, one in sorted(placed, key=lambda found: (found[0], len(found[1].name)))]
        drugs = [one for one in self._read_as(wanted) if all(one.id != other.id for other in best)]
        return [*drugs, *best][:MOST_FOUND]

    def _read_as(self, wanted: str) -> list[Listed]:
        readings = reconcile([entry_of(wanted)], self.site.catalogue)
        names = dict.fromkeys(name for one in readings for meaning in one.meanings for name in meaning.ingredients)
        return [Listed(name, name, f"“{wanted.strip()}” is read so") for name in names]

    def _listed(self) -> Iterator[tuple[str, list[Listed]]]:
        catalogue, plan = self.site.catalogue, self.site.catalogue.plan
        yield "Topics", [Listed(id, one.title, "topic") for id, one in catalogue.topics.items()]
        yield "Criteria", _named(catalogue.criteria, "criterion")
        yield "Findings", [Listed(one.id, one.name, "finding", (*one.synonyms, *one.lay)) for one in catalogue.findings.values()]
        yield "Measurements", _named(catalogue.measurements, "measurement")
        yield "Conditions", _named(catalogue.conditions, "condition")
        yield "Substances", [Listed(one.name, one.name, "substance", one.also) for one in catalogue.substances.values()]
        classes = catalogue.classes.values()
        yield "Drug classes", [Listed(one.id, one.full_name or one.name, "drug class", (one.name, *one.also)) for one in classes]
        yield "Drugs together", [Listed(one.id, spell(one.id), "drugs together", _ends(one)) for one in catalogue.screening.combinations]
        yield "Pathways", _named(plan.pathways, "pathway")
        yield "Steps", [Listed(f"step.{id}", one.name, "step") for id, one in plan.steps.items()]
        yield "What not to do", [Listed(f"do_not.{id}", one.name, "what not to do") for id, one in plan.do_not.items()]
        needs = (("may_give", "What may I give?"), ("poison_centers", "Poison centers"))
        yield "Needs, and whom to call", [Listed(id, name, "need") for id, name in needs]
        yield "Risk factors", [Listed(f"risk.{id}", one.name, "risk factor") for id, one in catalogue.risk_factors.items()]
        yield "Pitfalls", [Listed(one.id, one.says, "pitfall") for one in catalogue.pitfalls.values()]
        yield "Ladders", [Listed("severity", "Severity of serotonin toxicity", "ladder"), Listed("urgency", "Urgency", "ladder")]
        yield "Facts", [Listed(one.id, spell(one.id), "fact", (one.says,)) for one in (*catalogue.facts, *catalogue.defined.values())]
        yield "Axioms", [Listed(one.id, one.says, "axiom") for one in catalogue.axioms]
        yield "Properties, proved", [Listed(one.id, one.says, "property") for one in catalogue.properties.values()]
        sources = (*catalogue.sources.values(), *BUILT_IN_SOURCES.values())
        yield "Sources", [Listed(f"source/{one.id}", one.title, "source", (one.authors,)) for one in sources]

    def _entry(self, id: str) -> str:
        catalogue = self.site.catalogue
        entry = find(id, catalogue)
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
        for kind, listed in self.kinds:
            for one in listed if kind not in ("Sources", "Topics") else ():
                for source in sources_of_entry(one.id, self.site.catalogue):
                    found.setdefault(source, []).append(one)
        return found

    def _page(self, template: str, **given: Any) -> Response:  # noqa: ANN401 - whatever the template names
        return HTMLResponse(self._rendered(template, **given))

    def _rendered(self, template: str, **given: Any) -> str:  # noqa: ANN401 - whatever the template names
        return self.templates.get_template(template).render(here="/library", **given)


def _named(entries: Mapping[str, Any], kind: str) -> list[Listed]:
    return [Listed(id, one.name, kind) for id, one in entries.items()]


def _ends(combination: Any) -> tuple[str, ...]:  # noqa: ANN401 - a combination of the catalogue
    ends: Iterable[str] = (*combination.one, *combination.other)
    return tuple(ends)
