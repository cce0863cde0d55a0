"""What can be observed of a patient: findings, measurements and their units."""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from clonus.domain.evidence import Evidence, Review


class Observation(Enum):
    """What an examiner said of one finding; a finding that nobody looked for has no observation."""

    PRESENT = "present"
    ABSENT = "absent"
    CANNOT_EXAMINE = "cannot_examine"


class Effort(Enum):
    """What an examination costs at the bedside, the cheapest first."""

    LOOK = "look"
    ASK = "ask"
    HANDS = "hands"
    INSTRUMENT = "instrument"
    LABORATORY = "laboratory"

    @property
    def rank(self) -> int:
        """0 for the cheapest."""
        return _RANKS[self]


_RANKS = {effort: rank for rank, effort in enumerate(Effort)}


@dataclass(frozen=True, slots=True)
class Code:
    """A finding or measurement in a code system; `verified` says whether the code was seen in a source of it."""

    system: str
    code: str
    display: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that an examiner can find present or absent, with how to look for it.

    `evident` says that where it is present nobody overlooks it, so that it is asked for after what has to be looked for.
    """

    id: str
    name: str
    kind: str
    definition: str
    examine: str
    effort: Effort
    evidence: tuple[Evidence, ...]
    review: Review
    evident: bool = False
    tell_apart: str = ""
    hidden_by: frozenset[str] = frozenset()
    synonyms: tuple[str, ...] = ()
    lay: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class ExaminationPart:
    """A part of the examination, in the order in which a clinician examines; those that come first are always shown."""

    id: str
    name: str
    findings: tuple[str, ...]
    first: bool
    evidence: tuple[Evidence, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit other than the canonical one: canonical value = value × scale + offset, exactly."""

    name: str
    also: tuple[str, ...]
    scale: Fraction
    offset: Fraction


@dataclass(frozen=True, slots=True)
class Measurement:
    """A number that is measured, in one canonical unit, with the range of values that are possible."""

    id: str
    name: str
    group: str
    unit: str
    also: tuple[str, ...]
    units: tuple[Unit, ...]
    least: Fraction
    most: Fraction
    examine: str
    effort: Effort
    evidence: tuple[Evidence, ...]
    review: Review
    codes: tuple[Code, ...] = ()

    def convert(self, value: Fraction, unit: str) -> Fraction | None:
        """The value in the canonical unit, or None where the unit is not known.

        Example: 100.4 with unit "F" of a temperature gives exactly 38.
        """
        spelled = unit.strip().lower().replace("μ", "µ")
        if spelled in {name.lower() for name in (self.unit, *self.also)}:
            return value
        for other in self.units:
            if spelled in {name.lower().replace("μ", "µ") for name in (other.name, *other.also)}:
                return value * other.scale + other.offset
        return None
