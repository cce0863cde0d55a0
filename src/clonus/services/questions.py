"""What to examine next: every unknown that would change the urgency, settle a criterion or move a condition, the best first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from clonus.catalogue.shelves import Catalogue
from clonus.domain.assessment import OpenQuestion
from clonus.interpreters.explain import signs_satisfy, unknowns
from clonus.rules.condition import Standing
from clonus.rules.diagrams import bits
from clonus.rules.known import KnownFacts
from clonus.rules.solve import Solver
from clonus.services.asking import MEDICATIONS, Asking

URGENCY = "urgency"


@dataclass(slots=True)
class _Reasons:
    """Why one subject is worth asking for: the level of urgency it may raise to, criteria with their gain, conditions it may move."""

    levels: list[int] = field(default_factory=list)
    counts: bool = False
    criteria: dict[str, tuple[int, float]] = field(default_factory=dict)
    conditions: list[str] = field(default_factory=list)


def open_questions(known: KnownFacts, level: str, possible: Iterable[str], asking: Asking) -> tuple[OpenQuestion, ...]:
    """One question for each finding, measurement or list that matters, the best first.

    First what would by itself change the urgency, the higher level first; then what counts towards a criterion, most decisive first;
    then what would move a condition that stands possible. Among equals the cheapest at the bedside comes first.
    For a criterion that no examination can meet, because one of its clauses was not answered, nothing is asked.

    Args:
        known: what the record settles.
        level: the urgency as it is.
        possible: the conditions that stand possible.
        asking: what can still be asked.
    """
    reasons: dict[str, _Reasons] = {}
    for fact, position, alone in _raising(known, level, asking.catalogue):
        found = _of(reasons, asking.subject(fact))
        found.counts = True
        if alone:
            found.levels.append(position)
    for criterion in asking.catalogue.criteria.values():
        if asking.unsaid(criterion.solver, known):
            continue
        for unknown in unknowns(criterion, known, asking.catalogue.unasked):
            subject = asking.subject(unknown.fact)
            decides, share = _of(reasons, subject).criteria.get(criterion.id, (0, 0.0))
            _of(reasons, subject).criteria[criterion.id] = (max(decides, unknown.decides), share + unknown.share)
    for id, fact in _moving(known, possible, asking.catalogue):
        _of(reasons, asking.subject(fact)).conditions.append(id)
    reasons.pop("", None)
    ordered = sorted(reasons, key=lambda subject: _order(subject, reasons[subject], asking))
    return tuple(_question(subject, reasons[subject], known, asking) for subject in ordered)


def _of(reasons: dict[str, _Reasons], subject: str) -> _Reasons:
    return reasons.setdefault(subject, _Reasons())


def _rank(reasons: _Reasons) -> tuple[int, int, int, int, int]:
    """What comes first: a change of urgency, the higher the level and the more ways to it; then what decides and touches the most."""
    level = min(reasons.levels, default=0)
    decides = max((decides for decides, _ in reasons.criteria.values()), default=0)
    group = 0 if reasons.levels else 1 if reasons.criteria or reasons.counts else 2
    touched = len(reasons.criteria) + len(set(reasons.conditions))
    return group, level, -reasons.levels.count(level), -decides, -touched


def _order(subject: str, reasons: _Reasons, asking: Asking) -> tuple[float, ...]:
    group, level, *rest = _rank(reasons)
    return group, level, asking.is_evident(subject), *rest, asking.effort(subject).rank, -_share(reasons)


def _share(reasons: _Reasons) -> float:
    return round(sum(share for _, share in reasons.criteria.values()), 9)


def _raising(known: KnownFacts, level: str, catalogue: Catalogue) -> Iterator[tuple[str, int, bool]]:
    """Each unknown fact that would raise the urgency, the position of the level that it gives, and whether alone.

    Where the urgency cannot be told, the key signs that were not examined are among them: without them it is never routine.
    """
    for position, one in enumerate(catalogue.urgency):
        if one.id == level:
            return
        for fact, alone in _towards(one.solver, known):
            yield fact, position, alone


def _towards(solver: Solver, known: KnownFacts, most: int = 2) -> Iterator[tuple[str, bool]]:
    """The unknown facts that a rule-in set still lacks, where it lacks at most so many, and whether it lacks that one alone."""
    true, false = known.closed
    alone: dict[int, bool] = {}
    for having, lacking in solver.rule_in:
        if having & false or lacking & true:
            continue
        missing = having & ~true | lacking & ~false
        size = missing.bit_count()
        if size <= most and solver.allows(known.closed, (having & ~true, lacking & ~false)):
            for number in bits(missing):
                alone[number] = alone.get(number, False) or size == 1
    for number, by_itself in alone.items():
        yield solver.theory.facts[number], by_itself


def _moving(known: KnownFacts, possible: Iterable[str], catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Each condition that stands possible, with each fact that would by itself make it supported or unlikely."""
    for id in possible:
        solvers = catalogue.conditions[id].solvers
        for stands in (Standing.SUPPORTED, Standing.UNLIKELY):
            if stands in solvers:
                for fact, _ in _towards(solvers[stands], known, most=1):
                    yield id, fact


def _question(subject: str, reasons: _Reasons, known: KnownFacts, asking: Asking) -> OpenQuestion:
    catalogue = asking.catalogue
    says = [asking.why(subject)]
    if subject == MEDICATIONS and any(signs_satisfy(catalogue.criteria[id], known, catalogue.theory) for id in reasons.criteria):
        says.append("The signs already satisfy the criteria.")
    if reasons.levels:
        says.append(f"It alone may make this {_article(catalogue.urgency[min(reasons.levels)].id)}.")
    elif reasons.counts:
        says.append("Together with another answer it may raise the urgency.")
    says += _of_criteria(reasons.criteria, catalogue)
    if reasons.conditions and not reasons.counts and not reasons.criteria:
        names = ", ".join(dict.fromkeys(catalogue.conditions[id].name.lower() for id in reasons.conditions))
        says.append(f"It tells of {names}.")
    settles = (*((URGENCY,) if reasons.levels else ()), *reasons.criteria, *dict.fromkeys(reasons.conditions))
    return OpenQuestion(subject, " ".join(says), asking.how(subject), settles)


def _of_criteria(criteria: dict[str, tuple[int, float]], catalogue: Catalogue) -> Iterable[str]:
    effects = {
        2: "Either answer settles the {} at once.",
        1: "One of its two answers settles the {} at once.",
        0: "It counts towards the {} together with other findings.",
    }
    for decides, effect in effects.items():
        names = [catalogue.criteria[id].name for id, (most, _) in criteria.items() if most == decides]
        if names:
            yield effect.format(" and the ".join(names))


def _article(level: str) -> str:
    return {"emergency": "an emergency", "routine": "routine, the key signs being known"}.get(level, level)
