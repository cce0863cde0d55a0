"""What else it could be: every condition of the catalogue weighed for one record, and the pitfalls that apply."""

from collections.abc import Iterator
from dataclasses import replace

from clonus.catalogue.shelves import Catalogue
from clonus.domain.assessment import Pitfall, Weighed
from clonus.domain.truth import Truth
from clonus.rules.condition import Condition, Standing
from clonus.rules.known import KnownFacts
from clonus.services.asking import Asking
from clonus.services.grading import TOXICITY, sources_of

_MOST_KEPT = 20_000
_ORDER = (Standing.SUPPORTED, Standing.POSSIBLE, Standing.NOT_ASSESSABLE, Standing.UNLIKELY)


def differential(known: KnownFacts, asking: Asking, catalogue: Catalogue) -> tuple[Weighed, ...]:
    """Every condition with its standing: supported first, then possible, not assessable and unlikely; toxicity first among equals."""
    weighed = [_weighed(condition, known, asking, catalogue) for condition in catalogue.conditions.values()]
    ranks = {standing.value: rank for rank, standing in enumerate(_ORDER)}
    return tuple(sorted(weighed, key=lambda one: (ranks[one.standing], one.condition != TOXICITY)))


def standing(condition: Condition, known: KnownFacts) -> Standing:
    """How a condition stands: as the first of its rules says that holds; not assessable where none does."""
    for candidate, solver in condition.weighing:
        if solver.truth(known.closed) is Truth.YES:
            return candidate
    return Standing.NOT_ASSESSABLE


def pitfalls(known: KnownFacts, catalogue: Catalogue) -> tuple[Pitfall, ...]:
    """The pitfalls that apply to a record, in the catalogue's order."""
    holding = (rule for rule in catalogue.pitfalls.values() if rule.solver.truth(known.closed) is Truth.YES)
    return tuple(Pitfall(rule.id, rule.says, sources_of([rule])) for rule in holding)


def _weighed(condition: Condition, known: KnownFacts, asking: Asking, catalogue: Catalogue) -> Weighed:
    mask = catalogue.weighed_by[condition.id]
    pattern = condition.id, known.closed[0] & mask, known.closed[1] & mask
    kept = catalogue.kept_weighings
    found = kept.get(pattern)
    if found is None:
        if len(kept) >= _MOST_KEPT:
            kept.clear()
        found = kept[pattern] = _without_missing(condition, known, catalogue)
    weighed, unknown = found
    return weighed if weighed.standing == Standing.UNLIKELY.value else replace(weighed, missing=tuple(asking.missing(unknown)))


def _without_missing(condition: Condition, known: KnownFacts, catalogue: Catalogue) -> tuple[Weighed, tuple[str, ...]]:
    """A condition weighed by the facts that it reads alone, and those of its features that are unknown."""
    stands = standing(condition, known)
    held = condition.rules if stands is not Standing.NOT_ASSESSABLE else ()
    given = [rule for stated, rule in held if stated is stands and rule.solver.truth(known.closed) is Truth.YES]
    present, absent, contrary, unknown = _features(condition, known, catalogue)
    told = catalogue.told
    weighed = Weighed(
        condition=condition.id,
        name=condition.name,
        standing=stands.value,
        says=" ".join(rule.says for rule in given) or "What would tell is not known, or not enough of it.",
        speaks_for=tuple([told[fact][0] for fact in present]),
        speaks_against=(*[told[fact][0] for fact in contrary], *[told[fact][1] for fact in absent]),
        missing=(),
        timing=condition.timing,
        sources=tuple(dict.fromkeys((*sources_of(given), *_feature_sources(condition, present)))) if given or present else (),
    )
    return weighed, tuple(unknown)


def _features(condition: Condition, known: KnownFacts, catalogue: Catalogue) -> tuple[list[str], list[str], list[str], list[str]]:
    """The features of a condition: for it and present, for it and an absent sign or agent, against it, and not known."""
    present: list[str] = []
    absent: list[str] = []
    contrary: list[str] = []
    unknown: list[str] = []
    (true, false), examinable = known.closed, catalogue.examinable
    for fact, bit, speaks_for in catalogue.features[condition.id]:
        if bit:
            is_true, is_false = true & bit, false & bit
        else:
            truth = catalogue.truth(fact, known)
            is_true, is_false = truth is Truth.YES, truth is Truth.NO
        if is_true:
            (present if speaks_for else contrary).append(fact)
        elif not is_false:
            unknown.append(fact)
        elif speaks_for and bit & examinable:
            absent.append(fact)
    return present, absent, contrary, unknown


def _feature_sources(condition: Condition, shown: list[str]) -> Iterator[str]:
    present = set(shown)
    for one in condition.features:
        if one.speaks_for and not present.isdisjoint(one.facts):
            yield from (evidence.source for evidence in one.evidence)
