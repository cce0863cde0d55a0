"""What a leaflet for a patient is made of: words by language, plain names of findings, and lines under rules."""

from collections.abc import Mapping
from dataclasses import dataclass

from clonus.domain.evidence import Evidence, Review
from clonus.rules.criterion import StatedRule

Words = Mapping[str, str]
LANGUAGES = ("en", "es")


@dataclass(frozen=True, slots=True)
class LeafletLine:
    """A sentence of a leaflet in each language; without a rule it always stands."""

    id: str
    section: str
    words: Words
    rule: StatedRule | None
    evidence: tuple[Evidence, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class LeafletKnowledge:
    """The title, the notes around, the sections in their order, the plain names of findings, all lines, and words that are no drug's."""

    title: Words
    notes: Mapping[str, Words]
    sections: Mapping[str, Words]
    findings: Mapping[str, Words]
    lines: tuple[LeafletLine, ...]
    dose_words: frozenset[str]
