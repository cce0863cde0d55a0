"""What ties facts together: the theory that axioms make, its consequences and its contradictions."""

from collections.abc import Iterable, Mapping, Sequence

from clonus.rules.diagrams import FALSE, Diagrams, Literals, bits
from clonus.rules.text import Implication
from clonus.rules.tree import facts_of

_MOST_SETS = 4000


Listing = tuple[tuple[Literals, ...], tuple[Literals, ...]]


class Theory:
    """The axioms over a numbered space of facts.

    Axioms of one or two literals are followed at once by `close`.
    Longer ones tie their facts into every rule that reads one of them, so that verdicts stay exact.

    Args:
        facts: the ids of all facts; a fact's number is its position.
        axioms: implications between rules over these facts.

    `kept` may hold the sets of rules that were listed before over the very same theory, by `Solver.key`; None for too many.

    Raises:
        ValueError: if no record could satisfy all axioms.

    Example:
        >>> from clonus.rules.text import parse_implication
        >>> theory = Theory(["lead_pipe", "hypertonia"], [parse_implication("lead_pipe implies hypertonia")])
        >>> theory.close((0b01, 0))
        (3, 0)
    """

    def __init__(self, facts: Sequence[str], axioms: Iterable[Implication]):
        self.facts = tuple(facts)
        self.kept: Mapping[str, Listing | None] = {}
        self.numbers: Mapping[str, int] = {fact: number for number, fact in enumerate(self.facts)}
        self.clauses = [clause for axiom in axioms for clause in self._clauses(axiom)]
        self._implied = self._consequences()
        self._listed: dict[tuple[int, bool], tuple[tuple[int, bool], ...]] = {}
        self.always = self._always()
        if self.always[0] & self.always[1]:
            raise ValueError("the axioms contradict one another: no record could satisfy them all")
        self.long = [clause for clause in self.clauses if _size(clause) > 2]
        self.conflicts = self._conflicts()
        tied = _union(self.conflicts)
        self._tied = self._premises[0] | tied, self._premises[1] | tied

    def close(self, known: Literals) -> Literals:
        """What is known, with all that one- and two-literal axioms derive from it."""
        true, false = known[0] | self.always[0], known[1] | self.always[1]
        return self.add((true, false), (true, false))

    def add(self, closed: Literals, more: Literals) -> Literals:
        """What `close` gave, with more literals and all that one- and two-literal axioms derive from them."""
        true, false = closed[0] | more[0], closed[1] | more[1]
        for number in bits(more[0] & self._premises[0]):
            implied = self._implied[number, True]
            true, false = true | implied[0], false | implied[1]
        for number in bits(more[1] & self._premises[1]):
            implied = self._implied[number, False]
            true, false = true | implied[0], false | implied[1]
        return true, false

    def is_tied(self, literals: Literals) -> bool:
        """Whether any of some literals has consequences, or can be at odds with others through a longer axiom."""
        return bool(literals[0] & self._tied[0] or literals[1] & self._tied[1])

    def implied_by(self, number: int, value: bool) -> Literals:
        """The literals that follow from one literal, itself included."""
        return self._implied.get((number, value)) or _literal(number, value)

    def consequences(self, number: int, value: bool) -> Sequence[tuple[int, bool]]:
        """The literals that follow from one literal, itself included, one by one."""
        found = self._listed.get((number, value))
        if found is None:
            true, false = self.implied_by(number, value)
            found = self._listed[number, value] = (*((n, True) for n in bits(true)), *((n, False) for n in bits(false)))
        return found

    def conflict(self, closed: Literals) -> Literals | None:
        """A minimal set of the known literals that cannot all hold, or None; takes what `close` gave."""
        both = closed[0] & closed[1]
        if both:
            lowest = both & -both
            return lowest, lowest
        for true, false in self.conflicts:
            if not (true & ~closed[0] or false & ~closed[1]):
                return true, false
        return None

    def core(self, facts: Iterable[str]) -> int:
        """The mask of the facts that a rule must be compiled over: its own, and those that long axioms tie to them."""
        mask = sum(1 << self.numbers[fact] for fact in facts)
        reach = self.reach(mask)
        for true, false in self.long:
            if (true | false) & reach:
                mask |= true | false
        return mask

    def reach(self, mask: int) -> int:
        """The mask of all facts that axioms tie to those of a mask, through any number of others."""
        linked, grown = [true | false for true, false in self.clauses], True
        while grown:
            grown = False
            for link in linked:
                if link & mask and link & ~mask:
                    mask, grown = mask | link, True
        return mask

    def function(self, store: Diagrams, core: int) -> int:
        """The axioms as a function over the facts of `core` alone, exact for all completions of the others."""
        function = 1
        for clause in self.long:
            if not (clause[0] | clause[1]) & ~core:
                function = store.conjoin(function, store.of_clause(clause))
        for number in bits(core):
            for value in (True, False):
                if self.always[not value] >> number & 1:
                    function = store.conjoin(function, store.of_clause(_literal(number, value)))
                true, false = self.implied_by(number, value)
                for other in bits(true & core):
                    function = store.conjoin(function, store.of_clause(_either(number, value, other, True)))
                for other in bits(false & core):
                    function = store.conjoin(function, store.of_clause(_either(number, value, other, False)))
        return function

    def _clauses(self, axiom: Implication) -> list[Literals]:
        for fact in (*facts_of(axiom.premise), *facts_of(axiom.conclusion)):
            if fact not in self.numbers:
                raise KeyError(fact)
        store = Diagrams()
        premise = store.of_rule(axiom.premise, dict(self.numbers))
        conclusion = store.of_rule(axiom.conclusion, dict(self.numbers))
        broken = store.conjoin(premise, store.negate(conclusion))
        return [(false, true) for true, false in store.prime_implicants(broken, _MOST_SETS)]

    def _consequences(self) -> dict[tuple[int, bool], Literals]:
        """For each literal that implies another: all that follow from it, by following two-literal clauses."""
        direct: dict[tuple[int, bool], list[tuple[int, bool]]] = {}
        for clause in self.clauses:
            literals = [*((n, True) for n in bits(clause[0])), *((n, False) for n in bits(clause[1]))]
            if len(literals) == 2:
                for one, other in (literals, literals[::-1]):
                    direct.setdefault((one[0], not one[1]), []).append(other)
        implied = {}
        for start in direct:
            reached, waiting = {start}, [start]
            while waiting:
                for following in direct.get(waiting.pop(), ()):
                    if following not in reached:
                        reached.add(following)
                        waiting.append(following)
            implied[start] = _literals(reached)
        self._premises = (
            sum(1 << number for number, value in implied if value),
            sum(1 << number for number, value in implied if not value),
        )
        return implied

    def _always(self) -> Literals:
        """What holds in every record: one-literal clauses, literals whose contrary refutes itself, and what follows."""
        true = false = 0
        for clause in self.clauses:
            if _size(clause) == 1:
                true, false = true | clause[0], false | clause[1]
        for (number, value), implied in self._implied.items():
            if implied[0] & implied[1]:
                opposite = _literal(number, not value)
                true, false = true | opposite[0], false | opposite[1]
        for number, value in [*((n, True) for n in bits(true)), *((n, False) for n in bits(false))]:
            implied = self.implied_by(number, value)
            true, false = true | implied[0], false | implied[1]
        return true, false

    def _conflicts(self) -> list[Literals]:
        """The minimal sets of literals that longer axioms forbid."""
        if not self.long:
            return []
        store = Diagrams()
        core = sum(1 << n for n in bits(_union(self.long)))
        allowed = self.function(store, core)
        if allowed == FALSE:
            raise ValueError("the axioms contradict one another: no record could satisfy them all")
        return sorted(store.prime_implicants(store.negate(allowed), _MOST_SETS), key=_size)


def _size(literals: Literals) -> int:
    return literals[0].bit_count() + literals[1].bit_count()


def _union(clauses: Iterable[Literals]) -> int:
    mask = 0
    for true, false in clauses:
        mask |= true | false
    return mask


def _literal(number: int, value: bool) -> Literals:
    return (1 << number, 0) if value else (0, 1 << number)


def _literals(these: Iterable[tuple[int, bool]]) -> Literals:
    true = false = 0
    for number, value in these:
        one = _literal(number, value)
        true, false = true | one[0], false | one[1]
    return true, false


def _either(number: int, value: bool, other: int, other_value: bool) -> Literals:
    """The clause `not the first literal, or the second`; a tautology where they are the same."""
    return _literals([(number, not value), (other, other_value)])
