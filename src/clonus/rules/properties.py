"""Properties: statements about every record that the rules must keep, and how a proof of one can end."""

from dataclasses import dataclass
from enum import Enum

from clonus.domain.evidence import Evidence, Review
from clonus.rules.text import Implication
from clonus.rules.tree import Rule


class Over(Enum):
    """The records that a property speaks of: one, or a first and a second that is related to it.

    MORE_KNOWN: the second knows all that the first knows, and perhaps more.
    MORE_DANGER: the second differs in danger signs alone, each of which is as it was or present now.
    STABLE_DOSE: the second differs in that the dose is known to be stable, where the first knows of a recent change.
    """

    ONE = "one"
    MORE_KNOWN = "more_known"
    MORE_DANGER = "more_danger"
    STABLE_DOSE = "stable_dose"


@dataclass(frozen=True, slots=True)
class Property:
    """A statement over all records; each of `holds` must be true of every record, each of `reachable` of some.

    Atoms are names of facts and rules with `.yes`, `.no` or `.unknown`; `before.` speaks of the first of two records.
    `for_each` names a group of rules for which the statements are made one by one, with `each` in place of the name.
    """

    id: str
    says: str
    over: Over
    holds: tuple[Implication | Rule, ...]
    reachable: tuple[Rule, ...]
    for_each: str
    danger: frozenset[str]
    evidence: tuple[Evidence, ...]
    review: Review


class Outcome(Enum):
    """How a proof ended."""

    PROVED = "proved"
    REFUTED = "refuted"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Proof:
    """The outcome for one property: how many statements were tried, and for a refuted one the patient who breaks it."""

    property: str
    says: str
    outcome: Outcome
    statements: int
    patient: str = ""
