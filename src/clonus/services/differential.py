"""What else it could be: every condition of the catalogue weighed for one record, and the pitfalls that apply."""

from collections.abc import Iterator

from clonus.catalogue.build import Catalogue
from clonus.domain.assessment import KnownFact, Missing, Pitfall, Weighed
from clonus.domain.truth import Truth
from clonus.rules.condition import Condition, Standing
from clonus.rules.known import KnownFacts
from clonus.services.asking import Asking
from clonus.services.grading import TOXICITY, sources_of

_ORDER = (Standing.SUPPORTED, Standing.POSSIBLE, Standing.NOT_ASSESSABLE, Standing.UNLIKELY)


def differential(known: KnownFacts, asking: Asking, catalogue: Catalogue) -> tuple[Weighed, ...]:
    """Every condition with its standing: supported first, then possible, not assessable and unlikely; toxicity first among equals."""
    weighed = [_weighed(condition, known, asking, catalogue) for condition in catalogue.conditions.values()]
    ranks = {standing.value: rank for rank, standing in enumerate(_ORDER)}
    return tuple(sorted(weighed, key=lambda one: (ranks[one.standing], one.condition != TOXICITY)))


def standing(condition: Condition, known: KnownFacts) -> Standing:
    """How a condition stands: as the first of its rules says that holds; not assessable where none does."""
    for candidate in (Standing.SUPPORTED, Standing.UNLIKELY, Standing.POSSIBLE):
        solver = condition.solvers.get(candidate)
        if solver is not None and solver.truth(known.closed) is Truth.YES:
            return candidate
    return Standing.NOT_ASSESSABLE


def pitfalls(known: KnownFacts, catalogue: Catalogue) -> tuple[Pitfall, ...]:
    """The pitfalls that apply to a record, in the catalogue's order."""
    holding = (rule for rule in catalogue.pitfalls.values() if rule.solver.truth(known.closed) is Truth.YES)
    return tuple(Pitfall(rule.id, rule.says, sources_of([rule])) for rule in holding)


def _weighed(condition: Condition, known: KnownFacts, asking: Asking, catalogue: Catalogue) -> Weighed:
    stands = standing(condition, known)
    given = [rule for stated, rule in condition.rules if stated is stands and rule.solver.truth(known.closed) is Truth.YES]
    says = " ".join(rule.says for rule in given) or "Nothing that would tell was examined."
    features = list(_features(condition, known, catalogue))
    return Weighed(
        condition=condition.id,
        name=condition.name,
        standing=stands.value,
        says=says,
        speaks_for=tuple(fact for fact, speaks_for in features if fact.truth is Truth.YES and speaks_for),
        speaks_against=tuple(fact for fact, speaks_for in features if fact.truth is (Truth.NO if speaks_for else Truth.YES)),
        missing=() if stands is Standing.UNLIKELY else tuple(_missing(features, asking)),
        timing=" ".join(passage.says for passage in condition.passages if passage.heading == "Timing"),
        sources=tuple(dict.fromkeys((*sources_of(given), *_feature_sources(condition, features)))),
    )


def _features(condition: Condition, known: KnownFacts, catalogue: Catalogue) -> Iterator[tuple[KnownFact, bool]]:
    for features in condition.features:
        for fact in features.facts:
            yield KnownFact(fact, catalogue.truth(fact, known)), features.speaks_for


def _missing(features: list[tuple[KnownFact, bool]], asking: Asking) -> Iterator[Missing]:
    subjects = (asking.subject(fact.fact) for fact, _ in features if fact.truth is Truth.UNKNOWN)
    for subject in dict.fromkeys(subject for subject in subjects if subject):
        yield Missing(subject, asking.how(subject))


def _feature_sources(condition: Condition, features: list[tuple[KnownFact, bool]]) -> Iterator[str]:
    shown = {fact.fact for fact, speaks_for in features if fact.truth is Truth.YES and speaks_for}
    for one in condition.features:
        if shown & set(one.facts):
            yield from (evidence.source for evidence in one.evidence)
