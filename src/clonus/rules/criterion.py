"""A published criterion: its cited rules, compiled together, with what its authors showed and what it misses."""

from dataclasses import dataclass

from clonus.domain.evidence import Evidence, Review, Status
from clonus.domain.truth import Truth
from clonus.rules.axioms import Theory
from clonus.rules.solve import Solver
from clonus.rules.tree import Or, Rule


@dataclass(frozen=True, slots=True)
class CriterionRule:
    """One of the rules of a criterion; any of them that holds meets it."""

    id: str
    says: str
    text: str
    rule: Rule
    solver: Solver
    evidence: tuple[Evidence, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class Passage:
    """A cited statement about a criterion, under a heading such as derivation or limits."""

    heading: str
    says: str
    evidence: tuple[Evidence, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion as published, with its solver.

    `cautions` are warnings with a `when` of their own, shown whatever the verdict.

    Raises:
        ValueError: if every rule of it is withdrawn.
    """

    id: str
    name: str
    says: str
    gate: str
    answers: dict[Truth, str]
    signs_agent_uncertain: str
    signs_without_agent: str
    limits: str
    source: str
    rules: tuple[CriterionRule, ...]
    cautions: tuple[CriterionRule, ...]
    passages: tuple[Passage, ...]
    evidence: tuple[Evidence, ...]
    review: Review
    solver: Solver

    @staticmethod
    def whole(rules: tuple[CriterionRule, ...]) -> Rule:
        """The rules in use as one: any of them."""
        used = tuple(rule.rule for rule in rules if rule.review.status is not Status.WITHDRAWN)
        if not used:
            raise ValueError("every rule of this criterion is withdrawn: withdraw the criterion itself")
        return used[0] if len(used) == 1 else Or(used)

    @staticmethod
    def compile(rules: tuple[CriterionRule, ...], theory: Theory) -> Solver:
        """The solver of the rules in use."""
        return Solver(Criterion.whole(rules), theory)
