"""Random rules under random axioms: the solver equals brute force over every world that the axioms allow."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import assert_never

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from clonus import Truth
from clonus.rules.axioms import Theory
from clonus.rules.solve import Solver
from clonus.rules.text import Implication, parse_implication, parse_rule
from clonus.rules.tree import And, AtLeast, Fact, Not, Or, Rule, facts_of

FACTS = ("agitation", "clonus", "fever", "hypertonia", "shivering", "sweating", "tremor")

World = Mapping[str, bool]
Known = Mapping[str, bool]
Masks = tuple[int, int]

many = settings(max_examples=150, deadline=None, derandomize=True)
some = settings(max_examples=100, deadline=None, derandomize=True)


# What the language means, said once more without the product.


def holds(rule: Rule, world: World) -> bool:
    """Whether a rule holds in a world."""
    match rule:
        case Fact(id):
            return world[id]
        case Not(inner):
            return not holds(inner, world)
        case And(parts):
            return all(holds(part, world) for part in parts)
        case Or(parts):
            return any(holds(part, world) for part in parts)
        case AtLeast(number, parts):
            return sum(holds(part, world) for part in parts) >= number
        case _:
            assert_never(rule)


def worlds_under(facts: tuple[str, ...], axioms: list[Implication]) -> list[World]:
    """Every assignment of the facts in which each axiom holds."""
    every = (dict(zip(facts, values, strict=True)) for values in product((False, True), repeat=len(facts)))
    return [world for world in every if all(holds(one.conclusion, world) or not holds(one.premise, world) for one in axioms)]


def fits(world: World, known: Known) -> bool:
    """Whether a world agrees with what is known."""
    return all(world[fact] is value for fact, value in known.items())


@dataclass(frozen=True)
class Problem:
    """A rule, the axioms that it stands under, and what one patient's record settles."""

    facts: tuple[str, ...]
    axioms: list[Implication]
    rule: Rule
    known: Known

    def worlds(self) -> list[World]:
        """Every world that the axioms allow."""
        return worlds_under(self.facts, self.axioms)

    def truth(self, known: Known) -> Truth:
        """The rule's truth by brute force; what is known must have a completion."""
        return truth_over(self.worlds(), self.rule, known)

    def theory(self) -> Theory:
        """The product's form of the axioms."""
        return Theory(list(self.facts), self.axioms)

    def masks(self, known: Known) -> Masks:
        """What is known, as the product writes it."""
        numbers = {fact: 1 << number for number, fact in enumerate(self.facts)}
        true = sum(numbers[fact] for fact, value in known.items() if value)
        return true, sum(numbers[fact] for fact, value in known.items() if not value)

    def literals(self, masks: Masks) -> dict[str, bool]:
        """What the product wrote, as facts and values."""
        true = {fact: True for number, fact in enumerate(self.facts) if masks[0] >> number & 1}
        return true | {fact: False for number, fact in enumerate(self.facts) if masks[1] >> number & 1}


def truth_over(worlds: list[World], rule: Rule, known: Known) -> Truth:
    """The rule's truth over those of the worlds that fit what is known, of which there must be one."""
    answers = {holds(rule, world) for world in worlds if fits(world, known)}
    assert answers, "contradictory knowledge has no truth"
    return Truth.UNKNOWN if len(answers) == 2 else Truth.of(answers.pop())


# Random rules, axioms and knowledge.


def rules(facts: tuple[str, ...], most_leaves: int = 10) -> st.SearchStrategy[Rule]:
    """Rules of every kind of node over the facts."""
    return st.recursive(st.builds(Fact, st.sampled_from(facts)), _nodes_over, max_leaves=most_leaves)


def _nodes_over(inner: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
    several = st.lists(inner, min_size=2, max_size=4).map(tuple)
    return st.one_of(inner.map(Not), several.map(And), several.map(Or), _counts(inner))


@st.composite
def _counts(draw: st.DrawFn, inner: st.SearchStrategy[Rule]) -> Rule:
    parts = draw(st.lists(inner, min_size=1, max_size=5))
    return AtLeast(draw(st.integers(1, len(parts))), tuple(parts))


def implications(facts: tuple[str, ...]) -> st.SearchStrategy[Implication]:
    """Axioms: plain ones, ones with a choice in the conclusion, and ones between rules of any kind."""
    fact = st.builds(Fact, st.sampled_from(facts))
    literal = st.one_of(fact, fact.map(Not))
    choice = st.lists(fact, min_size=2, max_size=3, unique=True).map(tuple).map(Or)
    anything = rules(facts, most_leaves=3)
    return st.one_of(
        st.builds(Implication, fact, fact),
        st.builds(Implication, fact, choice) if len(facts) > 1 else st.builds(Implication, literal, literal),
        st.builds(Implication, literal, literal),
        st.builds(Implication, anything, anything),
    )


@st.composite
def frames(draw: st.DrawFn) -> tuple[tuple[str, ...], list[Implication]]:
    """Some facts, and axioms over them that a world or more satisfies."""
    facts = FACTS[: draw(st.integers(2, len(FACTS)))]
    axioms = draw(st.lists(implications(facts), max_size=4))
    assume(worlds_under(facts, axioms))
    return facts, axioms


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """A problem whose knowledge is free of contradiction: part of what is true in a world that the axioms allow."""
    facts, axioms = draw(frames())
    world = draw(st.sampled_from(worlds_under(facts, axioms)))
    seen = draw(st.lists(st.sampled_from(facts), unique=True))
    return Problem(facts, axioms, draw(rules(facts)), {fact: world[fact] for fact in seen})


@st.composite
def problems_with_any_knowledge(draw: st.DrawFn) -> Problem:
    """A problem whose knowledge may contradict the axioms."""
    facts, axioms = draw(frames())
    known = draw(st.dictionaries(st.sampled_from(facts), st.booleans()))
    return Problem(facts, axioms, draw(rules(facts, most_leaves=2)), known)


def closed(problem: Problem, theory: Theory) -> Masks:
    """What is known, with its consequences, as a solver takes it."""
    return theory.close(problem.masks(problem.known))


def solvers(problem: Problem, theory: Theory) -> Iterator[Solver]:
    """The rule compiled with its sets listed, and with room for so few that the decision diagram answers alone."""
    for most_sets in (1500, 1, 0):
        yield Solver(problem.rule, theory, most_sets=most_sets)


# What a rule's truth is.


@many
@given(problem=problems())
def test_the_truth_of_a_rule_is_that_of_brute_force_over_the_worlds_that_the_axioms_allow(problem: Problem) -> None:
    theory = problem.theory()
    known = closed(problem, theory)
    expected = problem.truth(problem.known)

    answers = [(solver.truth(known), solver.decide(known)[0]) for solver in solvers(problem, theory)]

    assert theory.conflict(known) is None
    assert answers == [(expected, expected)] * 3


@many
@given(problem=problems())
def test_a_certificate_is_known_forces_the_answer_and_has_nothing_to_spare(problem: Problem) -> None:
    theory = problem.theory()
    known = closed(problem, theory)
    expected = problem.truth(problem.known)

    certificates = [solver.decide(known)[1] for solver in solvers(problem, theory)]

    for true, false in certificates:
        assert (true | known[0], false | known[1]) == known
        if expected is Truth.UNKNOWN:
            assert (true, false) == (0, 0)
        else:
            assert forces_without_spare(problem, (true, false), expected)


def forces_without_spare(problem: Problem, masks: Masks, expected: Truth) -> bool:
    """Whether a set of literals forces an answer, and no part of it does."""
    worlds, certificate = problem.worlds(), problem.literals(masks)
    parts = ({other: value for other, value in certificate.items() if other != fact} for fact in certificate)
    return truth_over(worlds, problem.rule, certificate) is expected and all(
        truth_over(worlds, problem.rule, part) is Truth.UNKNOWN for part in parts
    )


@many
@given(problem=problems(), data=st.data())
def test_more_knowledge_never_flips_a_decided_answer(problem: Problem, data: st.DataObject) -> None:
    theory = problem.theory()
    world = data.draw(st.sampled_from([world for world in problem.worlds() if fits(world, problem.known)]))
    seen = data.draw(st.lists(st.sampled_from(problem.facts), unique=True))
    more = theory.close(problem.masks({**problem.known, **{fact: world[fact] for fact in seen}}))

    answers = [(solver.truth(closed(problem, theory)), solver.truth(more)) for solver in solvers(problem, theory)]

    assert all(before in (Truth.UNKNOWN, after) for before, after in answers)


@many
@given(problem=problems())
def test_every_listed_set_forces_its_answer_and_has_nothing_to_spare(problem: Problem) -> None:
    solver = Solver(problem.rule, problem.theory())

    assert solver.listed
    assert all(forces_without_spare(problem, one, Truth.YES) for one in solver.rule_in)
    assert all(forces_without_spare(problem, one, Truth.NO) for one in solver.rule_out)


@some
@given(problem=problems())
def test_without_room_for_a_set_the_decision_diagram_answers_alone(problem: Problem) -> None:
    assume({holds(problem.rule, world) for world in problem.worlds()} == {True, False})

    solver = Solver(problem.rule, problem.theory(), most_sets=0)

    assert not solver.listed


# What contradicts itself.


@many
@given(problem=problems_with_any_knowledge())
def test_knowledge_is_in_conflict_exactly_where_no_world_fits_it(problem: Problem) -> None:
    theory = problem.theory()
    known = closed(problem, theory)

    conflict = theory.conflict(known)

    assert (conflict is None) is any(fits(world, problem.known) for world in problem.worlds())
    if conflict is not None:
        assert (conflict[0] | known[0], conflict[1] | known[1]) == known
        assert not any(fits_masks(problem, world, conflict) for world in problem.worlds())


def fits_masks(problem: Problem, world: World, masks: Masks) -> bool:
    """Whether a world has each literal; a fact may be in both masks."""
    return fits(world, problem.literals((masks[0], 0))) and fits(world, problem.literals((0, masks[1])))


@some
@given(st.data())
def test_axioms_that_no_world_satisfies_are_refused_and_no_others(data: st.DataObject) -> None:
    facts = FACTS[:3]
    axioms = data.draw(st.lists(implications(facts), max_size=8))

    if worlds_under(facts, axioms):
        assert Theory(list(facts), axioms).conflict((0, 0)) is None
    else:
        with pytest.raises(ValueError):
            Theory(list(facts), axioms)


@many
@given(problem=problems())
def test_what_closing_adds_holds_in_every_world_that_fits(problem: Problem) -> None:
    theory = problem.theory()
    fitting = [world for world in problem.worlds() if fits(world, problem.known)]

    derived = problem.literals(closed(problem, theory))

    assert {**derived, **problem.known} == derived
    assert all(fits(world, derived) for world in fitting)


# What would settle a rule.


@many
@given(problem=problems())
def test_would_settle_counts_the_answers_that_decide_at_once(problem: Problem) -> None:
    assume(problem.truth(problem.known) is Truth.UNKNOWN)
    theory = problem.theory()
    expected = {fact: answers_that_decide(problem, fact) for fact in unforced(problem)}

    settling = [settled(problem, solver, theory) for solver in solvers(problem, theory)]

    for counts in settling:
        assert counts == {fact: expected.get(fact) for fact in counts}


@many
@given(problem=problems())
def test_would_settle_leaves_out_no_fact_that_the_rule_reads_and_one_answer_decides(problem: Problem) -> None:
    assume(problem.truth(problem.known) is Truth.UNKNOWN)
    theory = problem.theory()
    deciding = {fact for fact in unforced(problem) if fact in facts_of(problem.rule) and answers_that_decide(problem, fact)}

    settling = [settled(problem, solver, theory) for solver in solvers(problem, theory)]

    assert all(deciding <= set(counts) for counts in settling)


def settled(problem: Problem, solver: Solver, theory: Theory) -> dict[str, int]:
    """How many answers of each listed fact decide the rule, by the solver's account."""
    return {problem.facts[number]: decides for number, (decides, _) in solver.would_settle(closed(problem, theory)).items()}


def unforced(problem: Problem) -> Iterator[str]:
    """The facts that what is known and the axioms leave open."""
    fitting = [world for world in problem.worlds() if fits(world, problem.known)]
    for fact in problem.facts:
        if len({world[fact] for world in fitting}) == 2:
            yield fact


def answers_that_decide(problem: Problem, fact: str) -> int:
    """How many of a fact's two answers would decide the rule at once."""
    worlds = problem.worlds()
    return sum(truth_over(worlds, problem.rule, {**problem.known, fact: value}) is not Truth.UNKNOWN for value in (True, False))


# The text of a rule.


def text_of(rule: Rule) -> str:
    """A rule as text, every inner part that needs brackets in brackets."""
    match rule:
        case Fact(id):
            return id
        case Not(inner):
            return f"not {_bracketed(inner)}"
        case And(parts):
            return " and ".join(_bracketed(part) for part in parts)
        case Or(parts):
            return " or ".join(_bracketed(part) for part in parts)
        case AtLeast(number, parts):
            return f"at least {number} of ({', '.join(text_of(part) for part in parts)})"
        case _:
            assert_never(rule)


def _bracketed(rule: Rule) -> str:
    return f"({text_of(rule)})" if isinstance(rule, And | Or) else text_of(rule)


@many
@given(rule=rules(FACTS, most_leaves=20))
def test_a_rule_that_is_written_and_read_again_is_the_same_rule(rule: Rule) -> None:
    assert parse_rule(text_of(rule)) == rule


@some
@given(axiom=implications(FACTS))
def test_an_axiom_that_is_written_and_read_again_is_the_same_axiom(axiom: Implication) -> None:
    assert parse_implication(f"{text_of(axiom.premise)} implies {text_of(axiom.conclusion)}") == axiom
