"""Boolean functions as reduced ordered decision diagrams, and their prime implicants.

A function is the number of its node in a `Diagrams`; equal functions have equal numbers, 0 is false and 1 is true.
Variables are numbered, and a set of literals is two integers: the variables that are true and those that are false.
"""

from collections.abc import Callable, Iterable
from typing import assert_never

from clonus.rules.tree import And, AtLeast, Fact, Not, Or, Rule

FALSE, TRUE = 0, 1
Literals = tuple[int, int]


class TooMany(Exception):
    """A function has more prime implicants than it is worth to list."""


class Diagrams:
    """A store of functions that share their nodes.

    Example:
        >>> store = Diagrams()
        >>> store.conjoin(store.variable(0), store.negate(store.variable(0)))
        0
    """

    def __init__(self) -> None:
        self._nodes: list[tuple[int, int, int]] = [(1 << 30, FALSE, FALSE), (1 << 30, TRUE, TRUE)]
        self._numbers: dict[tuple[int, int, int], int] = {}
        self._chosen: dict[tuple[int, int, int], int] = {}

    def node(self, function: int) -> tuple[int, int, int]:
        """The variable that a function tests first, and the functions where it is false and where it is true."""
        return self._nodes[function]

    def variable(self, number: int) -> int:
        """The function that is true where a variable is."""
        return self._node(number, FALSE, TRUE)

    def choose(self, test: int, then: int, otherwise: int) -> int:
        """The function that equals `then` where `test` holds, and `otherwise` where it does not."""
        if test in (FALSE, TRUE):
            return then if test else otherwise
        if then == otherwise:
            return then
        if (then, otherwise) == (TRUE, FALSE):
            return test
        key = (test, then, otherwise)
        found = self._chosen.get(key)
        if found is None:
            first, second, third = self._nodes[test], self._nodes[then], self._nodes[otherwise]
            top = min(first[0], second[0], third[0])
            tests = first[1:] if first[0] == top else (test, test)
            thens = second[1:] if second[0] == top else (then, then)
            others = third[1:] if third[0] == top else (otherwise, otherwise)
            low = self.choose(tests[0], thens[0], others[0])
            high = self.choose(tests[1], thens[1], others[1])
            found = self._chosen[key] = self._node(top, low, high)
        return found

    def negate(self, function: int) -> int:
        """The contrary function."""
        return self.choose(function, FALSE, TRUE)

    def conjoin(self, one: int, other: int) -> int:
        """The function that holds where both hold."""
        return self.choose(one, other, FALSE)

    def disjoin(self, one: int, other: int) -> int:
        """The function that holds where either holds."""
        return self.choose(one, TRUE, other)

    def of_rule(self, rule: Rule, numbers: dict[str, int]) -> int:
        """The function of a rule, its facts numbered as `numbers` says."""
        match rule:
            case Fact(id):
                return self.variable(numbers[id])
            case Not(inner):
                return self.negate(self.of_rule(inner, numbers))
            case And(parts):
                return self.at_least(len(parts), [self.of_rule(part, numbers) for part in parts])
            case Or(parts):
                return self.at_least(1, [self.of_rule(part, numbers) for part in parts])
            case AtLeast(number, parts):
                return self.at_least(number, [self.of_rule(part, numbers) for part in parts])
            case _:
                assert_never(rule)

    def at_least(self, number: int, functions: list[int]) -> int:
        """The function that holds where at least `number` of the functions hold."""
        needed = [FALSE] * number
        reached = [TRUE, *needed]
        for function in functions:
            for count in range(number, 0, -1):
                reached[count] = self.choose(function, reached[count - 1], reached[count])
        return reached[number]

    def of_clause(self, clause: Literals) -> int:
        """The function that holds where at least one literal of a clause does."""
        function = FALSE
        for variable in bits(clause[0]):
            function = self.disjoin(function, self.variable(variable))
        for variable in bits(clause[1]):
            function = self.disjoin(function, self.negate(self.variable(variable)))
        return function

    def possible(self, function: int, known: Literals) -> bool:
        """Whether some completion of what is known makes the function true."""
        seen, waiting = set(), [function]
        while waiting:
            node = waiting.pop()
            if node == TRUE:
                return True
            if node == FALSE or node in seen:
                continue
            seen.add(node)
            variable, low, high = self._nodes[node]
            if not known[0] >> variable & 1:
                waiting.append(low)
            if not known[1] >> variable & 1:
                waiting.append(high)
        return False

    def necessary(self, function: int, known: Literals) -> Literals | None:
        """The literals in every completion of what is known that makes the function true; None where there is no completion.

        A literal about a variable that a completion leaves free is not among them.
        """
        everything = (1 << 4096) - 1
        found: dict[int, Literals | None] = {TRUE: (0, 0), FALSE: None}

        def of(node: int) -> Literals | None:
            if node not in found:
                variable, low, high = self._nodes[node]
                bit = 1 << variable
                true = false = everything
                possible = False
                if not known[0] & bit and (below := of(low)) is not None:
                    true, false, possible = true & below[0], false & (below[1] | bit), True
                if not known[1] & bit and (below := of(high)) is not None:
                    true, false, possible = true & (below[0] | bit), false & below[1], True
                found[node] = (true, false) if possible else None
            return found[node]

        return of(function)

    def openings(self, function: int, known: Literals, price: Callable[[int, bool], int], most: int) -> list[int]:
        """The minimal sets of what must be given up before some completion makes the function true.

        Args:
            function: what is to become possible.
            known: what is known.
            price: for a known literal, the set to be given up before it is open, as a mask.
            most: the largest set to look for.
        """
        found: dict[int, list[int]] = {TRUE: [0], FALSE: []}

        def of(node: int) -> list[int]:
            if node not in found:
                variable, low, high = self._nodes[node]
                bit = 1 << variable
                costs = price(variable, True) if known[0] & bit else 0, price(variable, False) if known[1] & bit else 0
                ways = [way | costs[0] for way in of(low)] + [way | costs[1] for way in of(high)]
                found[node] = minimal(way for way in ways if way.bit_count() <= most)
            return found[node]

        return of(function)

    def prime_implicants(self, function: int, most: int) -> list[Literals]:
        """The minimal sets of literals that force the function, after Coudert and Madre (1992).

        Raises:
            TooMany: if there are more than `most`.
        """
        found: dict[int, frozenset[Literals]] = {FALSE: frozenset(), TRUE: frozenset({(0, 0)})}
        return list(self._primes(function, found, most))

    def _primes(self, function: int, found: dict[int, frozenset[Literals]], most: int) -> frozenset[Literals]:
        if function not in found:
            variable, low, high = self._nodes[function]
            either = self._primes(self.conjoin(low, high), found, most)
            bit = 1 << variable
            without = {(true, false | bit) for true, false in self._primes(low, found, most) - either}
            having = {(true | bit, false) for true, false in self._primes(high, found, most) - either}
            found[function] = either | without | having
            if len(found[function]) > most:
                raise TooMany
        return found[function]

    def _node(self, variable: int, low: int, high: int) -> int:
        if low == high:
            return low
        key = (variable, low, high)
        if key not in self._numbers:
            self._nodes.append(key)
            self._numbers[key] = len(self._nodes) - 1
        return self._numbers[key]


def minimal(masks: Iterable[int]) -> list[int]:
    """The masks that contain no other, the smallest first.

    Example:
        >>> minimal([0b11, 0b1, 0b110])
        [1, 6]
    """
    kept: list[int] = []
    for mask in sorted(set(masks), key=int.bit_count):
        if not any(smaller & mask == smaller for smaller in kept):
            kept.append(mask)
    return kept


def bits(mask: int) -> Iterable[int]:
    """The positions of the ones of an integer, lowest first.

    Example:
        >>> list(bits(0b1010))
        [1, 3]
    """
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
