"""How a record yields facts: what each kind of fact reads, with its threshold or time window.

Thresholds and windows live here, as data of the definitions, so that rules stay Boolean.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from clonus.domain.evidence import Evidence, Review
from clonus.domain.interactions import OnlyFor
from clonus.rules.solve import Solver
from clonus.rules.tree import Rule


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number compared with a limit: `above`, `at_least`, `below` or `at_most` it."""

    measurement: str
    comparison: str
    limit: Fraction

    def holds(self, value: Fraction) -> bool:
        """Whether a value is beyond the limit."""
        match self.comparison:
            case "above":
                return value > self.limit
            case "at_least":
                return value >= self.limit
            case "below":
                return value < self.limit
            case _:
                return value <= self.limit

    def implies(self, other: "Threshold") -> bool | None:
        """What this says of another threshold of the same number: that it holds, that it does not, or nothing."""
        rising, falling = self.comparison in ("above", "at_least"), other.comparison in ("below", "at_most")
        if rising != falling:
            beyond = self.limit > other.limit if rising else self.limit < other.limit
            same = self.limit == other.limit and (self.comparison == other.comparison or self.comparison in ("above", "below"))
            return True if beyond or same else None
        apart = self.limit > other.limit if rising else self.limit < other.limit
        met = self.limit == other.limit and not (self.comparison == "at_least" and other.comparison == "at_most")
        met = met and not (self.comparison == "at_most" and other.comparison == "at_least")
        return False if apart or met else None


@dataclass(frozen=True, slots=True)
class FindingFact:
    """A finding is present now; where nobody looked, a measurement above a threshold may say so.

    `asked` is false for a finding that says less than others that can be asked for in its place.
    """

    id: str
    says: str
    finding: str
    follows_from: Threshold | None
    asked: bool
    evidence: tuple[Evidence, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class MeasuredFact:
    """The value measured now is beyond a threshold."""

    id: str
    says: str
    threshold: Threshold
    evidence: tuple[Evidence, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class HighestFact:
    """The highest value of the episode is above a threshold; `said_by` is a finding that says so without a number."""

    id: str
    says: str
    threshold: Threshold
    said_by: str
    evidence: tuple[Evidence, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class ExposureFact:
    """A statement about the medication list, with its time window in days, longer for the substances named.

    `of` names the substances and classes that it is about, `but_not` those left out; both are empty for all agents.
    `by_form` holds agents that count in one form alone.
    `ask` is how to ask a patient for what would settle it.
    """

    id: str
    says: str
    about: str
    ask: str
    of: frozenset[str]
    but_not: frozenset[str]
    by_form: Mapping[str, OnlyFor]
    within_days: Fraction | None
    within_days_of: Mapping[str, Fraction]
    evidence: tuple[Evidence, ...]
    review: Review

    def is_about(self, kinds: frozenset[str]) -> bool:
        """Whether a substance of this name and these classes is one that the fact is about."""
        return not self.of.isdisjoint(kinds) and self.but_not.isdisjoint(kinds)


@dataclass(frozen=True, slots=True)
class PatientFact:
    """A statement about the patient: a number or a state under `key`, with its threshold, or with the word that it should be."""

    id: str
    says: str
    key: str
    threshold: Threshold | None
    word: str
    evidence: tuple[Evidence, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class ConditionFact:
    """A condition that the patient is known to have or to have had; not listed is unknown."""

    id: str
    says: str
    condition: str
    evidence: tuple[Evidence, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class BaselineFact:
    """One of some signs was there before this episode; what the record does not list was not."""

    id: str
    says: str
    signs: frozenset[str]
    evidence: tuple[Evidence, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class RecordFact:
    """A statement about the record as a whole: `other_causes`, `rising_temperature` or `any_finding`."""

    id: str
    says: str
    about: str
    evidence: tuple[Evidence, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class ProvedFact:
    """What is known proves a rule: yes where it does, and no in every other record, an unknown one included."""

    id: str
    says: str
    text: str
    rule: Rule
    evidence: tuple[Evidence, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class SettledFact:
    """Of each group at least one fact is known, either way: yes where that is so, and no in every other record."""

    id: str
    says: str
    groups: tuple[tuple[str, ...], ...]
    evidence: tuple[Evidence, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class DefinedFact:
    """A name for a rule over other facts; it has no number of its own."""

    id: str
    says: str
    text: str
    rule: Rule
    solver: Solver
    evidence: tuple[Evidence, ...]
    review: Review


FactDefinition = (
    FindingFact
    | MeasuredFact
    | HighestFact
    | ExposureFact
    | PatientFact
    | ConditionFact
    | BaselineFact
    | RecordFact
    | ProvedFact
    | SettledFact
)
