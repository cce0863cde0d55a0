"""Substances and classes of substances, as far as the gate and the exposure clock need them."""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from clonus.domain.evidence import Evidence, Review


class Strength(Enum):
    """How surely an agent is serotonergic; unknown is for entries that were not recognized."""

    ESTABLISHED = "established"
    WEAK = "weak"
    DOUBTFUL = "doubtful"
    NONE = "none"
    UNKNOWN = "unknown"

    @property
    def opens_the_gate(self) -> bool:
        """Whether an agent of this strength on board answers yes."""
        return self in (Strength.ESTABLISHED, Strength.WEAK)


@dataclass(frozen=True, slots=True)
class HalfLife:
    """The published range of a half-life in hours."""

    low: Fraction
    high: Fraction
    evidence: tuple[Evidence, ...] = ()
    note: str = ""

    @property
    def central(self) -> Fraction:
        """The middle of the range."""
        return (self.low + self.high) / 2


@dataclass(frozen=True, slots=True)
class Metabolite:
    """An active metabolite; its half-life is None where no source gave one."""

    name: str
    half_life: HalfLife | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class FixedWindow:
    """Fixed figures in place of half-lives: on board below the first number of days, gone from the second."""

    yes_below_days: Fraction
    no_from_days: Fraction
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class LocalForm:
    """Forms and routes in which an agent acts otherwise than swallowed or injected, with its strength in them."""

    forms: frozenset[str]
    strength: Strength
    basis: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Substance:
    """An ingredient under RxNorm's name, with what the exposure clock and the gate need."""

    name: str
    rxcui: str
    also: tuple[str, ...]
    classes: tuple[str, ...]
    mechanisms: tuple[str, ...]
    strength: Strength
    tier: str
    basis: str
    strength_evidence: tuple[Evidence, ...]
    half_life: HalfLife | None
    metabolites: tuple[Metabolite, ...]
    irreversible: bool
    window: FixedWindow | None
    evidence: tuple[Evidence, ...]
    review: Review
    note: str = ""
    forms: tuple[LocalForm, ...] = ()

    @property
    def kinds(self) -> frozenset[str]:
        """Its name and its classes."""
        return frozenset((self.name, *self.classes))


@dataclass(frozen=True, slots=True)
class DrugClass:
    """A set of substances with one mechanism; `strength` is None where its members differ."""

    id: str
    name: str
    full_name: str
    also: tuple[str, ...]
    strength: Strength | None
    evidence: tuple[Evidence, ...]
    review: Review
