"""A published criterion: its cited rules, compiled together, with what its authors showed and what it misses."""

from collections.abc import Iterable
from dataclasses import dataclass

from clonus.domain.evidence import Evidence, Review, Status
from clonus.domain.truth import Truth
from clonus.rules.solve import Solver
from clonus.rules.tree import Or, Rule


@dataclass(frozen=True, slots=True)
class StatedRule:
    """A cited rule of the catalogue, compiled: one of a criterion, of a grade, of a standing, or by itself."""

    id: str
    says: str
    text: str
    rule: Rule
    solver: Solver
    evidence: tuple[Evidence, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class Passage:
    """A cited statement under a heading; `claim` says of a mechanism whether it is accepted, proposed or contested."""

    heading: str
    says: str
    evidence: tuple[Evidence, ...]
    review: Review
    claim: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion as published, with its solver; `also` is what it is looked for as."""

    id: str
    name: str
    says: str
    gate: str
    answers: dict[Truth, str]
    signs_agent_uncertain: str
    signs_without_agent: str
    limits: str
    source: str
    rules: tuple[StatedRule, ...]
    passages: tuple[Passage, ...]
    evidence: tuple[Evidence, ...]
    review: Review
    solver: Solver
    also: tuple[str, ...] = ()


def any_of(rules: Iterable[StatedRule]) -> Rule:
    """The rules in use as one: any of them.

    Raises:
        ValueError: if every rule is withdrawn.
    """
    used = tuple(rule.rule for rule in rules if rule.review.status is not Status.WITHDRAWN)
    if not used:
        raise ValueError("every rule of this is withdrawn: withdraw the whole, or keep one rule")
    return used[0] if len(used) == 1 else Or(used)
