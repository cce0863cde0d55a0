"""A topic page as written out: sections of statements with numbered citations, their grades and review dates."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation of a statement: the number of the reference, the place in it, and the grade; number 0 is background knowledge."""

    number: int
    place: str
    grade: str


@dataclass(frozen=True, slots=True)
class PageStatement:
    """A statement of the page with what carries it: the id that `clonus explain` knows, citations, and the day of the last check."""

    id: str
    lead: str
    says: str
    more: tuple[str, ...]
    cited: tuple[Cited, ...]
    checked: str
    status: str


@dataclass(frozen=True, slots=True)
class PageSection:
    """A section of the page."""

    id: str
    heading: str
    statements: tuple[PageStatement, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page, with its references in the order of their numbers."""

    id: str
    title: str
    says: str
    sections: tuple[PageSection, ...]
    references: tuple[str, ...]
