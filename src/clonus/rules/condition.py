"""What triage weighs beside the criteria: grades of severity, levels of urgency, conditions with their standings, and pitfalls."""

from dataclasses import dataclass
from enum import Enum

from clonus.domain.evidence import Evidence, Review
from clonus.rules.criterion import Passage, StatedRule
from clonus.rules.solve import Solver


@dataclass(frozen=True, slots=True)
class Level:
    """A grade of severity or a level of urgency: any of its rules gives it.

    `solver` answers whether it or a higher one of its ladder is given; `allows` are rules that leave it possible.
    """

    id: str
    says: str
    rules: tuple[StatedRule, ...]
    allows: tuple[StatedRule, ...]
    solver: Solver
    review: Review


class Standing(Enum):
    """How a condition stands in the differential."""

    SUPPORTED = "supported"
    POSSIBLE = "possible"
    UNLIKELY = "unlikely"
    NOT_ASSESSABLE = "not_assessable"


@dataclass(frozen=True, slots=True)
class Features:
    """Facts that speak for a condition, or against it, with what shows that they do."""

    speaks_for: bool
    facts: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """An entry of the differential: its features, its passages, and the cited rules of its standings; `also` is what it is looked for as.

    `solvers` holds, for each standing that has rules, whether any of them gives it; `weighing` in the order in which they are asked.
    """

    id: str
    name: str
    says: str
    features: tuple[Features, ...]
    passages: tuple[Passage, ...]
    rules: tuple[tuple[Standing, StatedRule], ...]
    timing: str
    solvers: dict[Standing, Solver]
    weighing: tuple[tuple[Standing, Solver], ...]
    evidence: tuple[Evidence, ...]
    review: Review
    also: tuple[str, ...] = ()
