"""Where a statement comes from and how far to trust it: sources, citations, grades and reviews."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

BACKGROUND = "background"


class Grade(Enum):
    """How well a statement is supported.

    A: a regulator's text, a guideline or a systematic review, read at the place named.
    B: a primary study or a published rule, its abstract or full text seen.
    C: case reports, a narrative review, a secondary table, or a text seen only on a copy.
    D: a teaching page or an expert's opinion.
    Background: what a reviewer knows, with no source opened.
    """

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    BACKGROUND = "background"


class Status(Enum):
    """Where a statement stands in its life; a withdrawn one is never used, and still explained."""

    DRAFT = "draft"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Source:
    """A publication, named by what identifies the work itself and never by the address of a copy."""

    id: str
    title: str
    kind: str
    seen: str
    authors: str = ""
    published_in: str = ""
    year: int | None = None
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    page: str = ""
    note: str = ""

    @property
    def citation(self) -> str:
        """The work in one line: authors, title, where it appeared, year and identifier."""
        parts = [self.authors, self.title, self.published_in, str(self.year or "")]
        identifier = f"doi:{self.doi}" if self.doi else f"PMID {self.pmid}" if self.pmid else self.page
        return ". ".join(part.rstrip(".") for part in [*parts, identifier] if part)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One citation of a statement: the source, the place in it and the grade."""

    source: str
    place: str
    grade: Grade


@dataclass(frozen=True, slots=True)
class Review:
    """When a statement was last checked, until when that holds, and where it stands in its life."""

    on: date
    until: date
    status: Status
    by: str = ""
    why: str = ""


def sources_of(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """The sources of citations, each once, in their order."""
    return tuple(dict.fromkeys(one.source for one in evidence))
