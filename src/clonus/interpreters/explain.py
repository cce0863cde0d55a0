"""The reference meaning of a criterion for one record: its verdict, what forces it, what would change it, what to ask next."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, product

from clonus.domain.assessment import Verdict
from clonus.domain.truth import KnownFact, Truth
from clonus.rules.axioms import Theory
from clonus.rules.criterion import Criterion
from clonus.rules.diagrams import Literals, bits
from clonus.rules.known import KnownFacts, Recorded
from clonus.rules.solve import Solver

_MOST_WAYS = 200


@dataclass(frozen=True, slots=True)
class Unknown:
    """A fact that would help to settle a criterion: how many of its answers decide at once, and its share of the open sets."""

    fact: str
    decides: int
    share: float


def explain(criterion: Criterion, known: KnownFacts, theory: Theory) -> Verdict:
    """The verdict of a criterion, exact over all completions of what is not known.

    Args:
        criterion: the criterion, compiled over the theory.
        known: what the record settles.
        theory: the axioms that `known` was closed under.
    """
    truth, certificate = criterion.solver.decide(known.closed)
    because = because_of(criterion.solver, certificate, known)
    met = tuple(rule.id for rule in criterion.rules if rule.solver.truth(known.closed) is Truth.YES) if truth is Truth.YES else ()
    return Verdict(
        criterion=criterion.id,
        name=criterion.name,
        truth=truth,
        because=because,
        says=_says(criterion, truth, known, theory),
        would_change=tuple(_would_change(criterion, truth, known, theory)),
        limits=criterion.limits,
        source=criterion.source,
        rules=met,
    )


def unknowns(criterion: Criterion, known: KnownFacts, unasked: int = 0) -> Iterator[Unknown]:
    """The facts that would settle a criterion that is not decided, in no stated order; `unasked` masks facts never asked for."""
    if criterion.solver.truth(known.closed) is not Truth.UNKNOWN:
        return
    facts = criterion.solver.theory.facts
    for number, (decides, share) in criterion.solver.would_settle(known.closed, unasked).items():
        yield Unknown(facts[number], decides, share)


def _says(criterion: Criterion, truth: Truth, known: KnownFacts, theory: Theory) -> str:
    answer = f"{criterion.answers[truth]}."
    if truth is Truth.YES or not signs_satisfy(criterion, known, theory):
        return answer
    return criterion.signs_agent_uncertain if truth is Truth.UNKNOWN else f"{answer} {criterion.signs_without_agent}"


def signs_satisfy(criterion: Criterion, known: KnownFacts, theory: Theory) -> bool:
    """Whether the signs alone meet the criterion, were a serotonergic agent on board."""
    gate = 1 << theory.numbers[criterion.gate]
    return criterion.solver.truth((known.closed[0] | gate, known.closed[1] & ~gate)) is Truth.YES


def because_of(solver: Solver, certificate: Literals, known: KnownFacts) -> tuple[KnownFact, ...]:
    """The recorded facts behind a certificate, in the order of the rule's text."""
    theory = solver.theory
    shown: dict[str, KnownFact] = {}
    for literal in known.spelled_out(certificate):
        if literal not in known.told:
            known.told[literal] = _told(literal, known, theory)
        if told := known.told[literal]:
            shown[told.fact] = told
    return tuple(shown[fact] for fact in _in_text_order(shown, solver))


def _told(literal: tuple[int, bool], known: KnownFacts, theory: Theory) -> KnownFact | None:
    """The recorded fact behind a known one, the one that says the very same first; None where nothing was recorded."""
    grounds = known.support.get(literal)
    if not grounds:
        return None
    ground = next((one for one in grounds if one.number == literal[0]), grounds[0])
    return KnownFact(_name(ground, theory), Truth.of(ground.value))


def _would_change(criterion: Criterion, truth: Truth, known: KnownFacts, theory: Theory) -> list[tuple[str, ...]]:
    """The minimal sets of recorded facts that would have to be otherwise, or unknown, for another truth."""
    if truth is not Truth.UNKNOWN:
        ways: Iterable[frozenset[str]] = _falls(criterion, known, theory)
    else:
        ways = _flips(criterion, known, theory) if criterion.solver.listed else _gates(criterion, known, theory)
    listed = [tuple(_in_text_order(way, criterion.solver)) for way in _minimal(ways)]
    order = criterion.solver.ranks
    return sorted(listed, key=lambda way: (len(way), [order[fact] for fact in way]))


def _falls(criterion: Criterion, known: KnownFacts, theory: Theory) -> Iterator[frozenset[str]]:
    """For a decided verdict: the sets of recorded facts without which it is decided no more."""
    names: dict[str, int] = {}

    def price(number: int, value: bool) -> int:
        mask = 0
        for name in _loss(number, value, known, theory):
            mask |= 1 << names.setdefault(name, len(names))
        return mask

    ways = criterion.solver.openings(known.closed, price)
    numbered = list(names)
    for way in ways[:_MOST_WAYS]:
        yield frozenset(numbered[number] for number in bits(way))


def _gates(criterion: Criterion, known: KnownFacts, theory: Theory) -> Iterator[frozenset[str]]:
    """For an undecided verdict with too many sets to list: each recorded fact without whose value it cannot be met."""
    needed = criterion.solver.needed
    for one in known.recorded:
        true, false = theory.implied_by(one.number, not one.value)
        if true & needed[1] or false & needed[0]:
            yield frozenset({_name(one, theory)})


def _loss(number: int, value: bool, known: KnownFacts, theory: Theory) -> frozenset[str]:
    """What must all go before a known fact is known no longer: each recorded thing that is enough for it."""
    by_origin: dict[str, Recorded] = {}
    for one in known.support.get((number, value), ()):
        if one.origin not in by_origin or one.number == number:
            by_origin[one.origin] = one
    return frozenset(_name(one, theory) for one in by_origin.values())


def _name(ground: Recorded, theory: Theory) -> str:
    """What to call a recorded thing: the finding that said it, or the threshold that its number passed."""
    return ground.origin if ground.origin in theory.numbers else theory.facts[ground.number]


def _flips(criterion: Criterion, known: KnownFacts, theory: Theory) -> Iterator[frozenset[str]]:
    """For an undecided verdict: the recorded things that, turned round, would decide it without anything new."""
    turning = _turning(criterion.solver, known)
    reached = (one for one in known.recorded if criterion.solver.reach >> one.number & 1)
    within = [(one, theory.implied_by(one.number, one.value)) for one in reached]
    turned_true, turned_false = (sum(1 << n for n, value in turning if value is wanted) for wanted in (True, False))
    reach = known.closed[0] | turned_true, known.closed[1] | turned_false
    for target in (*criterion.solver.rule_in, *criterion.solver.rule_out):
        if target[0] & ~reach[0] or target[1] & ~reach[1]:
            continue
        turns = [
            [*([None] if known.closed[not value] >> number & 1 else []), *turning.get((number, value), ())]
            for number, value in _literals(target)
        ]
        for turned in islice(product(*turns), _MOST_WAYS):
            flips = {one for one in turned if one is not None}
            if flips:
                yield from _if_decided(target, flips, within, criterion.solver)


def _turning(solver: Solver, known: KnownFacts) -> dict[tuple[int, bool], list[Recorded]]:
    """For each literal within a rule's reach: the recorded facts of which one, turned round, gives it."""
    within = [one for one in known.recorded if solver.reach >> one.number & 1]
    origins: dict[int, set[str]] = {}
    for one in within:
        origins.setdefault(one.number, set()).add(one.origin)
    turning: dict[tuple[int, bool], list[Recorded]] = {}
    for one in within:
        for number, value in solver.theory.consequences(one.number, not one.value):
            if one.number == number or one.origin not in origins.get(number, ()):
                turning.setdefault((number, value), []).append(one)
    return turning


def _if_decided(
    target: Literals, flips: set[Recorded], within: list[tuple[Recorded, Literals]], solver: Solver
) -> Iterator[frozenset[str]]:
    """The names of what has to turn, with what cannot stand beside it, if what is left decides the rule.

    `within` holds what is recorded within the rule's reach, each with its consequences.
    """
    theory = solver.theory
    kept = theory.always
    for one in flips:
        kept = _beside(kept, theory.implied_by(one.number, not one.value))
    standing = _beside(kept, theory.close(target))
    if theory.conflict(standing) is not None:
        return
    turned = {one.origin: one for one in flips}
    for one, implied in within:
        beside = _beside(standing, implied)
        if theory.conflict(beside) is not None:
            turned.setdefault(one.origin, one)
        elif one.origin not in turned:
            standing, kept = beside, _beside(kept, implied)
    if solver.truth(kept) is not Truth.UNKNOWN:
        yield frozenset(_name(one, theory) for one in turned.values())


def _beside(one: Literals, other: Literals) -> Literals:
    return one[0] | other[0], one[1] | other[1]


def _in_text_order(facts: Iterable[str], solver: Solver) -> list[str]:
    return sorted(facts, key=solver.ranks.__getitem__)


def _minimal(ways: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """The sets that contain no other, the smallest first."""
    kept: list[frozenset[str]] = []
    for way in sorted(set(ways), key=lambda one: (len(one), sorted(one))):
        if not any(smaller <= way for smaller in kept):
            kept.append(way)
    return kept


def _literals(literals: Literals) -> Iterator[tuple[int, bool]]:
    yield from product(bits(literals[0]), (True,))
    yield from product(bits(literals[1]), (False,))
