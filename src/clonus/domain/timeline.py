"""The course of a case in time, as days before the moment of assessment: what was on board when, and what happened."""

from dataclasses import dataclass
from fractions import Fraction

from clonus.domain.moments import DaysBefore
from clonus.domain.substances import Strength
from clonus.domain.truth import Truth


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, from the earlier moment to the later, and whether an agent was on board; None has no known beginning."""

    begins: Fraction | None
    ends: Fraction
    on_board: Truth


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened: started, increased, stopped, onset or examined."""

    what: str
    when: DaysBefore


@dataclass(frozen=True, slots=True)
class Lane:
    """One agent of the list: whether it is on board now, its spans up to now or to the end of its tail, and what would follow if it
    were stopped now.

    `if_stopped_now` is empty where it has been stopped already.
    """

    name: str
    given: str
    dose: str
    strength: Strength
    overdose: bool
    now: Truth
    spans: tuple[Span, ...]
    if_stopped_now: tuple[Span, ...]
    happenings: tuple[Happening, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The lanes of a case, its happenings, and the moment of assessment as it was given; `asked` is whether there was a list."""

    id: str
    as_of: str | None
    asked: bool
    lanes: tuple[Lane, ...]
    happenings: tuple[Happening, ...]
