"""What a topic page is made of: sections of statements, most of them taken from other entries, some of its own."""

from dataclasses import dataclass

from clonus.domain.evidence import Evidence, Review


@dataclass(frozen=True, slots=True)
class TopicStatement:
    """A statement of a page: its own, with evidence, or one that is taken from an entry, perhaps under one heading of it alone."""

    id: str
    says: str
    taken_from: str
    heading: str
    evidence: tuple[Evidence, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class TopicSection:
    """A section of a page."""

    id: str
    heading: str
    statements: tuple[TopicStatement, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic page, to be written from what the catalogue holds."""

    id: str
    title: str
    says: str
    sections: tuple[TopicSection, ...]
    review: Review
