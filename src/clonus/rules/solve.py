"""Exact three-valued answers to a rule, by its rule-in and rule-out sets.

A rule-in set is a minimal set of known facts that forces yes; a rule-out set one that forces no.
Both are compiled once, over all completions that the axioms allow; answering is then a few operations on two integers.
Where there are too many sets to list, the same answers are read off a decision diagram.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from hashlib import blake2b

from clonus.domain.truth import Truth
from clonus.rules.axioms import Listing, Theory
from clonus.rules.diagrams import FALSE, Diagrams, Literals, TooMany, bits
from clonus.rules.tree import Rule, facts_of

MOST_SETS = 1500
_SELDOM = 4
_MOST_KEPT = 256


class Solver:
    """One rule, compiled over a theory.

    Every method takes what is known as a pair of integers that `Theory.close` gave and that has no conflict.

    Args:
        rule: the rule; every fact of it must be in the theory.
        theory: the axioms.
        most_sets: how many sets to list before the decision diagram answers alone.

    A rule is compiled when it is first asked, and its sets are listed once it was asked a few times.

    Example:
        >>> from clonus.rules.text import parse_rule
        >>> theory = Theory(["tremor", "hyperreflexia"], [])
        >>> solver = Solver(parse_rule("tremor and hyperreflexia"), theory)
        >>> solver.truth((0b01, 0)), solver.truth((0b01, 0b10))
        (<Truth.UNKNOWN: 'unknown'>, <Truth.NO: 'no'>)
    """

    def __init__(self, rule: Rule, theory: Theory, most_sets: int = MOST_SETS):
        self.rule, self.theory, self._most, self._asked = rule, theory, most_sets, 0
        self._core = theory.core(facts_of(rule))
        self._answers: dict[Literals, tuple[Truth, Literals]] = {}

    @cached_property
    def _diagrams(self) -> tuple[Diagrams, int, int, int]:
        """The store of the rule's diagrams with those of what the axioms allow, of what satisfies the rule, and of what does not."""
        store = Diagrams()
        allowed = self.theory.function(store, self._core)
        holds = store.of_rule(self.rule, dict(self.theory.numbers))
        return store, allowed, store.conjoin(allowed, holds), store.conjoin(allowed, store.negate(holds))

    @property
    def holding(self) -> int:
        """The diagram of the records that satisfy the rule."""
        return self._diagrams[2]

    @property
    def failing(self) -> int:
        """The diagram of the records that do not satisfy the rule."""
        return self._diagrams[3]

    @property
    def _store(self) -> Diagrams:
        return self._diagrams[0]

    @cached_property
    def _listing(self) -> Listing | None:
        """The rule-in and the rule-out sets, or None where they are too many; listed when the rule is first asked, or kept from before."""
        if self.theory.kept and self.key in self.theory.kept:
            return self.theory.kept[self.key]
        store, allowed, _, _ = self._diagrams
        try:
            holds, fails = store.negate(self.failing), store.negate(self.holding)
            return self._sets(holds, allowed), self._sets(fails, allowed)
        except TooMany:
            return None

    @property
    def reads(self) -> int:
        """The mask of the facts that decide the rule: those that it names, and those that long axioms tie to them."""
        return self._core

    @property
    def key(self) -> str:
        """What identifies the rule among those of a theory."""
        return blake2b(repr(self.rule).encode(), digest_size=9).hexdigest()

    @cached_property
    def listed(self) -> bool:
        """Whether the sets are listed; where they are not, the decision diagram answers."""
        return self._listing is not None

    @cached_property
    def rule_in(self) -> tuple[Literals, ...]:
        """The minimal sets of known facts that force yes."""
        return self._listing[0] if self._listing else ()

    @cached_property
    def rule_out(self) -> tuple[Literals, ...]:
        """The minimal sets of known facts that force no."""
        return self._listing[1] if self._listing else ()

    @cached_property
    def _presences(self) -> int:
        return _union(one[0] for one in self.rule_in)

    @cached_property
    def _absences(self) -> int:
        return _union(one[1] for one in self.rule_out)

    @cached_property
    def reach(self) -> int:
        """The mask of the facts that the rule reads or that axioms tie to one which it reads."""
        return self.theory.reach(self._core)

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """Every fact in the order of the rule's text, then of the catalogue."""
        return {fact: rank for rank, fact in enumerate(dict.fromkeys((*facts_of(self.rule), *self.theory.facts)))}

    @cached_property
    def needed(self) -> Literals:
        """The literals without which the rule cannot hold."""
        return self._store.necessary(self.holding, (0, 0)) or (0, 0)

    @cached_property
    def _escapes(self) -> Literals:
        return self._store.necessary(self.failing, (0, 0)) or (0, 0)

    def node(self, function: int) -> tuple[int, int, int]:
        """A node of the rule's decision diagrams: the fact that it tests, and where it leads without and with it."""
        return self._store.node(function)

    @property
    def can_hold(self) -> bool:
        """Whether any record satisfies the rule."""
        return self.holding != FALSE

    @property
    def can_fail(self) -> bool:
        """Whether any record fails the rule."""
        return self.failing != FALSE

    def decide(self, known: Literals) -> tuple[Truth, Literals]:
        """The rule's truth, and the facts that force it: a minimal set, empty where the truth is unknown.

        What is known of the facts that the rule reads decides alone, so an answer is kept for each pattern of them.
        """
        pattern = known[0] & self._core, known[1] & self._core
        answer = self._answers.get(pattern)
        if answer is None:
            if len(self._answers) >= _MOST_KEPT:
                self._answers.clear()
            answer = self._answers[pattern] = self._decided(pattern)
        return answer

    def _decided(self, known: Literals) -> tuple[Truth, Literals]:
        not_true, not_false = ~known[0], ~known[1]
        if self._presences < 0 or known[0] & self._presences:
            for one in self.rule_in:
                if not (one[0] & not_true or one[1] & not_false):
                    return Truth.YES, one
        if self._absences < 0 or known[1] & self._absences:
            for one in self.rule_out:
                if not (one[0] & not_true or one[1] & not_false):
                    return Truth.NO, one
        return (Truth.UNKNOWN, (0, 0)) if self.listed else self._decide_by_diagram(known)

    def truth(self, known: Literals) -> Truth:
        """The rule's truth for what is known."""
        if self._asked < _SELDOM and not self.theory.kept:
            self._asked += 1
            return self._truth_by_diagram(known)
        answer = self._answers.get((known[0] & self._core, known[1] & self._core))
        return self.decide(known)[0] if answer is None else answer[0]

    def open_sets(self, known: Literals) -> list[Literals]:
        """What is still missing from each set that what is known and the axioms still allow, the smallest first.

        A set whose missing part contains another's is left out: the other is nearer.
        """
        missing = {
            (one[0] & ~known[0], one[1] & ~known[1])
            for one in (*self.rule_in, *self.rule_out)
            if not (one[0] & known[1] or one[1] & known[0])
        }
        nearest: list[Literals] = []
        for one in sorted(missing, key=_order):
            nearer = any(not (near[0] & ~one[0] or near[1] & ~one[1]) for near in nearest)
            if not nearer and self.allows(known, one):
                nearest.append(one)
        return nearest

    def would_settle(self, known: Literals, unasked: int = 0) -> dict[int, tuple[int, float]]:
        """How much each unknown fact would settle: how many of its two answers decide at once, and its share of the open sets.

        A set that lacks n facts gives each of them a share of one in 2 to the power n.
        Facts that the axioms already force, and facts that no open set lacks, are left out; so are facts that the rule
        does not read and that settle one which it reads by implying it, since that one can be asked for itself.
        Sets that lack a fact of the mask `unasked` are left out too: no answer would complete them.
        """
        if not self.listed:
            return self._would_settle_by_diagram(known)
        decides: dict[int, int] = {}
        share: dict[int, float] = {}
        for true, false in self.open_sets(known):
            if (true | false) & unasked:
                continue
            size = (true | false).bit_count()
            for number in bits(true | false):
                share[number] = share.get(number, 0.0) + 0.5**size
                decides[number] = decides.get(number, 0) + (size == 1)
        return {n: (decides[n], share[n]) for n in share if not self._forced(n, known)}

    def _forced(self, number: int, known: Literals) -> bool:
        bit = 1 << number
        return not (self.allows(known, (bit, 0)) and self.allows(known, (0, bit)))

    def allows(self, known: Literals, more: Literals) -> bool:
        """Whether the axioms allow some record in which what is known holds and more literals do, none of them known otherwise."""
        return not self.theory.is_tied(more) or self.theory.conflict(self.theory.add(known, more)) is None

    def _would_settle_by_diagram(self, known: Literals) -> dict[int, tuple[int, float]]:
        holding, failing = self._store.necessary(self.holding, known), self._store.necessary(self.failing, known)
        if holding is None or failing is None:
            return {}
        settled = {}
        for number in bits(self._core & ~(known[0] | known[1])):
            if not self._forced(number, known):
                decides = sum((true | false) >> number & 1 for true, false in (holding, failing))
                settled[number] = (decides, decides / 2)
        return settled

    def openings(self, known: Literals, price: Callable[[int, bool], int]) -> list[int]:
        """The minimal sets of what must be given up before a decided rule is decided no more.

        Where the sets of the rule are too many to list, those of at most two are given.

        Args:
            known: what is known.
            price: for a known literal, the set to be given up before it is open, as a mask.
        """
        contrary = self.failing if self.truth(known) is Truth.YES else self.holding
        return self._store.openings(contrary, known, price, 64 if self.listed else 2)

    def _truth_by_diagram(self, known: Literals) -> Truth:
        if not self._store.possible(self.failing, known):
            return Truth.YES
        return Truth.UNKNOWN if self._store.possible(self.holding, known) else Truth.NO

    def _decide_by_diagram(self, known: Literals) -> tuple[Truth, Literals]:
        truth = self._truth_by_diagram(known)
        if truth is Truth.UNKNOWN:
            return truth, (0, 0)
        return truth, self._smallest(self.failing if truth is Truth.YES else self.holding, known)

    def _smallest(self, refuted: int, known: Literals) -> Literals:
        """A minimal part of what is known that still refutes a function, found by leaving out one fact at a time."""
        needed = self.needed if refuted == self.holding else self._escapes
        for number in bits(needed[0] & known[1]):
            return 0, 1 << number
        for number in bits(needed[1] & known[0]):
            return 1 << number, 0
        kept = known[0] & self._core, known[1] & self._core
        for number in bits(kept[0] | kept[1]):
            fewer = kept[0] & ~(1 << number), kept[1] & ~(1 << number)
            if not self._store.possible(refuted, fewer):
                kept = fewer
        return kept

    def _sets(self, function: int, allowed: int) -> tuple[Literals, ...]:
        sets = self._store.prime_implicants(function, self._most)
        return tuple(sorted((one for one in sets if self._store.possible(allowed, one)), key=_order))


def _union(masks: Iterable[int]) -> int:
    """The union of masks, of which every set needs one; minus one where some set needs none."""
    union = 0
    for mask in masks:
        if not mask:
            return -1
        union |= mask
    return union


def _order(one: Literals) -> tuple[int, int, int, int]:
    """Fewest facts first, then few absences, then the facts that the catalogue names first."""
    return (one[0].bit_count() + one[1].bit_count(), one[1].bit_count(), one[0], one[1])
