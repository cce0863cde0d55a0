"""Proofs over all records: the rules as formulas for Z3, in which each fact is known true, known false or unknown.

That a rule is yes means that no completion of what is known breaks it.
Its decision diagram says so exactly: a completion is a path, and a known fact closes one branch of its node.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, assert_never

import z3

from clonus.rules.axioms import Theory
from clonus.rules.diagrams import FALSE, TRUE, bits
from clonus.rules.facts import (
    BaselineFact,
    ExposureFact,
    FactDefinition,
    FindingFact,
    HighestFact,
    MeasuredFact,
    ProvedFact,
    RecordFact,
    SettledFact,
)
from clonus.rules.known import Conclusion
from clonus.rules.properties import Outcome, Over, Proof, Property
from clonus.rules.solve import Solver
from clonus.rules.text import Implication, rename
from clonus.rules.tree import And, AtLeast, Fact, Not, Or, Rule, facts_of

_LIMIT_MS = 20_000
_FIRST = "before."
Formula = Any


@dataclass(frozen=True)
class World:
    """What proofs speak of: the facts with their theory, and rules by name, in groups."""

    facts: Sequence[FactDefinition]
    theory: Theory
    conclusions: Sequence[Conclusion]
    rules: Mapping[str, Solver]
    groups: Mapping[str, Sequence[str]]


def prove(properties: Iterable[Property], world: World) -> Iterator[Proof]:
    """The outcome of each property, in order.

    Raises:
        KeyError: if a property names what does not exist.
    """
    for one in properties:
        yield _Attempt(one, world).proof()


class _Record:
    """One record of which nothing is said: two variables for each fact, and the laws that every record keeps."""

    def __init__(self, world: World, name: str):
        self.world = world
        self.true = [z3.Bool(f"{name}{fact.id}.true") for fact in world.facts]
        self.false = [z3.Bool(f"{name}{fact.id}.false") for fact in world.facts]
        self.asserted = {conclusion.number for conclusion in world.conclusions}
        self._possible: dict[tuple[int, int], Formula] = {}

    def laws(self) -> Iterator[Formula]:
        """What holds of every record: axioms, and facts that are always known."""
        for number, (true, false) in enumerate(zip(self.true, self.false, strict=True)):
            yield z3.Not(z3.And(true, false))
            for value, premise in ((True, true), (False, false)):
                implied = self.world.theory.implied_by(number, value)
                yield from (z3.Implies(premise, self.true[other]) for other in bits(implied[0]) if other != number)
                yield from (z3.Implies(premise, self.false[other]) for other in bits(implied[1]) if other != number)
        for true_mask, false_mask in self.world.theory.conflicts:
            yield z3.Not(z3.And([*(self.true[n] for n in bits(true_mask)), *(self.false[n] for n in bits(false_mask))]))
        yield from self._always_known()
        for conclusion in self.world.conclusions:
            yield self.true[conclusion.number] == self._reached(conclusion)
            yield self.false[conclusion.number] == z3.Not(self.true[conclusion.number])

    def atom(self, name: str) -> Formula:
        """Whether a fact or rule is yes, no or unknown, as the end of the name says; or reads something unknown that can be asked for."""
        subject, _, answer = name.rpartition(".")
        if answer == "askable":
            read = {self.world.theory.numbers[id] for id in facts_of(self.world.rules[subject].rule)}
            open_ones = [n for n in read if _can_be_asked(self.world.facts[n])]
            return z3.Or([z3.Not(z3.Or(self.true[n], self.false[n])) for n in open_ones])
        if subject in self.world.theory.numbers:
            number = self.world.theory.numbers[subject]
            yes, no = self.true[number], self.false[number]
        else:
            solver = self.world.rules[subject]
            yes, no = z3.Not(self._may(solver, solver.failing)), z3.Not(self._may(solver, solver.holding))
        return {"yes": yes, "no": no, "unknown": z3.And(z3.Not(yes), z3.Not(no))}[answer]

    def _always_known(self) -> Iterator[Formula]:
        findings = [self.true[n] for n, fact in enumerate(self.world.facts) if isinstance(fact, FindingFact)]
        for number, fact in enumerate(self.world.facts):
            if isinstance(fact, BaselineFact) or (isinstance(fact, RecordFact) and fact.about == "any_finding"):
                yield self.true[number] != self.false[number]
            if isinstance(fact, RecordFact) and fact.about == "any_finding":
                yield z3.Implies(self.true[number], z3.Or(findings))

    def _reached(self, conclusion: Conclusion) -> Formula:
        if conclusion.solver is not None:
            return z3.Not(self._may(conclusion.solver, conclusion.solver.failing))
        groups = [[z3.Or(self.true[n], self.false[n]) for n in bits(group)] for group in conclusion.groups]
        return z3.And([z3.Or(group) for group in groups])

    def _may(self, solver: Solver, function: int) -> Formula:
        """Whether some completion of what is known makes a function of a solver true."""
        if function in (FALSE, TRUE):
            return z3.BoolVal(function == TRUE)
        key = (id(solver), function)
        if key not in self._possible:
            variable, low, high = solver.node(function)
            self._possible[key] = z3.Or(
                z3.And(z3.Not(self.true[variable]), self._may(solver, low)),
                z3.And(z3.Not(self.false[variable]), self._may(solver, high)),
            )
        return self._possible[key]


class _Attempt:
    """One property being proved."""

    def __init__(self, stated: Property, world: World):
        self.stated, self.world = stated, world
        self.second = _Record(world, "")
        self.first = _Record(world, _FIRST) if stated.over is not Over.ONE else self.second
        self.solver = z3.Solver()
        self.solver.set("timeout", _LIMIT_MS)
        self.solver.add(*self.second.laws())
        if self.first is not self.second:
            self.solver.add(*self.first.laws(), *self._related())

    def proof(self) -> Proof:
        """Try every statement; the first that fails ends it."""
        statements = list(self._statements())
        outcome, patient = Outcome.PROVED, ""
        for formula, wanted in statements:
            outcome, patient = self._tried(formula, wanted)
            if outcome is not Outcome.PROVED:
                break
        return Proof(self.stated.id, self.stated.says, outcome, len(statements), patient)

    def _tried(self, formula: Formula, wanted: Formula) -> tuple[Outcome, str]:
        """Whether a formula is found as wanted: impossible for a broken statement, possible for what must be reachable."""
        self.solver.push()
        self.solver.add(formula)
        found = self.solver.check()
        if found == z3.unknown:
            answer = Outcome.UNDECIDED, f"the prover gave up: {self.solver.reason_unknown()}"
        elif found == wanted:
            answer = Outcome.PROVED, ""
        elif found == z3.sat:
            answer = Outcome.REFUTED, self._patient()
        else:
            answer = Outcome.REFUTED, "no patient can be like this, though the property asks for one"
        self.solver.pop()
        return answer

    def _statements(self) -> Iterator[tuple[Formula, Formula]]:
        """Each statement with what the prover should find: nobody who breaks it, or somebody who is so."""
        names = self.world.groups[self.stated.for_each] if self.stated.for_each else [""]
        for name in names:
            for statement in self.stated.holds:
                yield z3.Not(self._formula(statement, name)), z3.unsat
            for rule in self.stated.reachable:
                yield self._formula(rule, name), z3.sat

    def _formula(self, statement: Implication | Rule, each: str) -> Formula:
        if isinstance(statement, Implication):
            return z3.Implies(self._formula(statement.premise, each), self._formula(statement.conclusion, each))
        return _translated(rename(statement, lambda id: Fact(_of_each(id, each))), self._atom)

    def _atom(self, name: str) -> Formula:
        record = self.first if name.startswith(_FIRST) else self.second
        return record.atom(name.removeprefix(_FIRST))

    def _related(self) -> Iterator[Formula]:
        """What ties the second record to the first."""
        concluded = (conclusion.solver for conclusion in self.world.conclusions if conclusion.solver is not None)
        solvers = (*self.world.rules.values(), *concluded)
        read = {self.world.theory.numbers[id] for solver in solvers for id in facts_of(solver.rule)}
        change = self.world.theory.numbers.get("recent_change")
        for number, fact in enumerate(self.world.facts):
            if isinstance(fact, (ProvedFact, SettledFact)):
                continue
            true, false = (self.first.true[number], self.second.true[number]), (self.first.false[number], self.second.false[number])
            match self.stated.over:
                case Over.MORE_KNOWN:
                    yield from (z3.Implies(*true), z3.Implies(*false))
                case Over.MORE_DANGER if fact.id in self.stated.danger:
                    yield from (z3.Implies(*true), false[1] == z3.And(false[0], z3.Not(true[1])))
                case Over.STABLE_DOSE if number == change:
                    yield from (true[0], false[1])
                case _ if number in read:
                    yield from (true[0] == true[1], false[0] == false[1])

    def _patient(self) -> str:
        """The record that the prover found, with as few things known as still do, in a clinician's words."""
        records = list(dict.fromkeys((self.first, self.second)))
        for record in records:
            for number, fact in enumerate(self.world.facts):
                fewer = (
                    [record.false[number]]
                    if isinstance(fact, BaselineFact)
                    else [z3.Not(record.true[number]), z3.Not(record.false[number])]
                )
                if number not in record.asserted and self.solver.check(*fewer) == z3.sat:
                    self.solver.add(*fewer)
        self.solver.check()
        told = [self._told(record) for record in records]
        return f"A patient {told[0]}." if len(told) == 1 else f"A patient {told[0]}. Then the same patient {told[1]}."

    def _told(self, record: _Record) -> str:
        model = self.solver.model()
        present: list[str] = []
        absent: list[str] = []
        for number, fact in enumerate(self.world.facts):
            if number in record.asserted or (isinstance(fact, RecordFact) and fact.about == "any_finding"):
                continue
            if z3.is_true(model.eval(record.true[number])):
                present.append(_within_a_sentence(fact.says))
            elif z3.is_true(model.eval(record.false[number])) and not isinstance(fact, BaselineFact):
                absent.append(_within_a_sentence(fact.says))
        parts = [f"with {', '.join(present)}"] if present else []
        parts += [f"known to be without {', '.join(absent)}"] if absent else []
        return f"{' and '.join(parts)}, and nothing else known" if parts else "of whom nothing is known"


def _within_a_sentence(name: str) -> str:
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _can_be_asked(fact: FactDefinition) -> bool:
    match fact:
        case FindingFact():
            return fact.asked
        case RecordFact():
            return fact.about == "other_causes"
        case _:
            return isinstance(fact, (MeasuredFact, HighestFact, ExposureFact))


def _of_each(id: str, each: str) -> str:
    """An atom with the name of the one that a statement is made for."""
    return ".".join(each if part == "each" else part for part in id.split("."))


def _translated(rule: Rule, atom: Callable[[str], Formula]) -> Formula:
    match rule:
        case Fact(id):
            return atom(id)
        case Not(inner):
            return z3.Not(_translated(inner, atom))
        case And(parts):
            return z3.And([_translated(part, atom) for part in parts])
        case Or(parts):
            return z3.Or([_translated(part, atom) for part in parts])
        case AtLeast(number, parts):
            return z3.AtLeast(*(_translated(part, atom) for part in parts), number)
        case _:
            assert_never(rule)
