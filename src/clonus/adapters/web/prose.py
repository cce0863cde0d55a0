"""Entries of the catalogue as they are explained, from Markdown to the page: each citation is a link, with its grade."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from markupsafe import Markup

from clonus.adapters.formats.words import marked, short_citation
from clonus.catalogue.shelves import Catalogue

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_BACKGROUND = "[background knowledge of a reviewer; no source opened]"
_TOO = re.compile(r"clonus explain (?P<id>[\w.]+)\.$")
_REFERENCE = re.compile(r"(?P<number>\d+)\. (?P<citation>.+)\.")
_NUMBERS = re.compile(r"\[(?P<cited>(?:\d+ \w+|background)(?:, (?:\d+ \w+|background))*); (?P<checked>\d{4}-\d\d-\d\d)\]$")
_EVIDENCE = re.compile(r"(?P<indent>\s*)\[(?P<cited>.+); grade (?P<grade>\w+)\]")


class Prose:
    """Turns explanations into pages.

    Args:
        catalogue: whose citations become links.
    """

    def __init__(self, catalogue: Catalogue):
        self.catalogue = catalogue

    def page(self, text: str) -> tuple[str, Markup]:
        """The heading of an explanation, and the rest of it; the line about the product is left to the page."""
        heading, _, rest = text.partition("\n")
        body = rest.rpartition("\n_Clonus")[0] or rest
        return heading.lstrip("# ").strip(), self.of("\n".join(self._linked(body)))

    def of(self, text: str) -> Markup:
        """Markdown as HTML, in which no text is markup."""
        return Markup(self._markdown.render(text))  # noqa: S704 - HTML in the text is escaped by the library

    def _linked(self, body: str) -> Iterator[str]:
        """The lines, each citation as a link to its source."""
        lines = body.splitlines()
        numbered = dict(self._references(lines))
        for line in lines:
            found = _EVIDENCE.fullmatch(line)
            if line.strip() == _BACKGROUND:
                yield line.replace(_BACKGROUND, "[reviewer's background knowledge](/library/source/background)")
            elif found is not None:
                yield f"{found['indent']}{self._cited(found['cited'])}; **{found['grade']}**"
            elif (reference := _REFERENCE.fullmatch(line)) and reference["number"] in numbered:
                yield f"{reference['number']}. [{marked(reference['citation'])}](/library/source/{numbered[reference['number']]})."
            else:
                yield _NUMBERS.sub(lambda found: _by_number(found, numbered), _TOO.sub(r"[\g<id>](/library/\g<id>).", line))

    def _references(self, lines: list[str]) -> Iterator[tuple[str, str]]:
        """The numbers of the references of a topic, each with the id of its source."""
        start = lines.index("## References") if "## References" in lines else len(lines)
        for found in map(_REFERENCE.fullmatch, lines[start:]):
            if found and (id := self._by_citation.get(found["citation"])):
                yield found["number"], id

    def _cited(self, cited: str) -> str:
        for citation, id in self._citations:
            if cited.startswith(citation):
                place = cited.removeprefix(citation).lstrip(", ")
                return f"[{marked(short_citation(id, self.catalogue))}](/library/source/{id}){f', {marked(place)}' if place else ''}"
        return marked(cited)

    @cached_property
    def _markdown(self) -> "MarkdownIt":
        from markdown_it import MarkdownIt

        return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")

    @cached_property
    def _citations(self) -> list[tuple[str, str]]:
        """Every citation with the id of its source, the longest first."""
        return sorted(((one.citation, id) for id, one in self.catalogue.sources.items()), key=lambda pair: -len(pair[0]))

    @cached_property
    def _by_citation(self) -> dict[str, str]:
        return dict(self._citations)


def _by_number(found: re.Match[str], numbered: Mapping[str, str]) -> str:
    """What stands in brackets after a statement of a topic, each number as a link to its source."""
    cited = (one.partition(" ") for one in found["cited"].split(", "))
    told = (f"[{number}](/library/source/{numbered.get(number, number)}) {grade}".rstrip() for number, _, grade in cited)
    return f"\\[{', '.join(told)}; {found['checked']}\\]"
