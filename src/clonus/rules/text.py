"""The infix text of a rule, read into its tree; owns the grammar and its error sentences.

    rule   = part, {"and", part} | part, {"or", part} | part, "implies", part
    part   = fact | "not", part | "(", rule, ")" | "at least", number, "of", "(", rule, {",", rule}, ")"

`and` and `or` do not mix without brackets, so that no reader has to know which binds more tightly.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from clonus.domain.errors import Fault, Place, RuleBroken
from clonus.rules.tree import And, AtLeast, Fact, Not, Or, Rule

_TOKEN = re.compile(r"\s*(?:(?P<word>[A-Za-z_][A-Za-z_0-9.]*)|(?P<number>\d+)|(?P<mark>[(),]))")
_WORDS = {"and", "or", "not", "at", "least", "of", "implies"}
_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class Implication:
    """An axiom as written: whenever the first rule holds, the second holds."""

    premise: Rule
    conclusion: Rule


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    column: int


def parse_rule(text: str, place: Place = Place()) -> Rule:
    """The tree of a rule's text.

    Raises:
        RuleBroken: where the text cannot be read; the sentence names line and column and points at the place.

    Example:
        >>> parse_rule("tremor and hyperreflexia")
        And(parts=(Fact(id='tremor'), Fact(id='hyperreflexia')))
        >>> parse_rule("tremor and clonus or agitation")
        Traceback (most recent call last):
        clonus.domain.errors.RuleBroken: 1:19: `or` follows `and` without brackets: bracket one of them.
            tremor and clonus or agitation
                              ^
    """
    reader = _Reader(text, place)
    rule = reader.rule()
    reader.must_end()
    return rule


def parse_implication(text: str, place: Place = Place()) -> Implication:
    """The two sides of an axiom's text, `this implies that`.

    Raises:
        RuleBroken: where the text cannot be read.

    Example:
        >>> parse_implication("lead_pipe_rigidity implies hypertonia").conclusion
        Fact(id='hypertonia')
    """
    reader = _Reader(text, place)
    premise = reader.rule()
    reader.expect("implies")
    conclusion = reader.rule()
    reader.must_end()
    return Implication(premise, conclusion)


def parse_statement(text: str, place: Place = Place()) -> Implication | Rule:
    """The tree of a rule, or both sides of an implication where the text has one.

    Raises:
        RuleBroken: where the text cannot be read.

    Example:
        >>> parse_statement("seizure.yes implies urgency.emergency.yes").conclusion
        Fact(id='urgency.emergency.yes')
    """
    return parse_implication(text, place) if re.search(r"\bimplies\b", text) else parse_rule(text, place)


class _Reader:
    """One pass over the tokens of a text."""

    def __init__(self, text: str, place: Place):
        self.text, self.place = text, place
        self.tokens = self._tokens()
        self.next = 0
        self.depth = 0

    def _tokens(self) -> list[_Token]:
        tokens, position = [], 0
        end = len(self.text.rstrip())
        while position < end:
            match = _TOKEN.match(self.text, position)
            if match is None:
                column = position + len(self.text[position:]) - len(self.text[position:].lstrip())
                raise self.error(column, f"`{self.text[column]}` has no meaning in a rule: write facts, `and`, `or`, `not`.")
            start = match.start(match.lastgroup or 0)
            tokens.append(_Token(match.group(match.lastgroup or 0), start))
            position = match.end()
        return tokens

    def rule(self) -> Rule:
        """Parts joined by one word, either `and` or `or`."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.error(self._column(), f"brackets are nested more than {_DEEPEST} deep: name a part as a fact of its own.")
        parts, joint = [self.part()], ""
        while self.peek() in ("and", "or"):
            word = self.peek()
            if joint and word != joint:
                raise self.error(self._column(), f"`{word}` follows `{joint}` without brackets: bracket one of them.")
            joint = self.take()
            parts.append(self.part())
        self.depth -= 1
        if not joint:
            return parts[0]
        return And(tuple(parts)) if joint == "and" else Or(tuple(parts))

    def part(self) -> Rule:
        """A fact, a bracket, a negation or a count."""
        word = self.peek()
        if word == "not":
            return self.negation()
        if word == "at":
            return self.count()
        if word == "(":
            self.take()
            inner = self.rule()
            self.expect(")")
            return inner
        if not word or word in _WORDS or not (word[0].isalpha() or word[0] == "_"):
            found = f"`{word}`" if word else "the end"
            raise self.error(self._column(), f"a fact, `not` or a bracket should stand here, not {found}.")
        return Fact(self.take())

    def negation(self) -> Rule:
        """`not` before a part."""
        self.take()
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.error(self._column(), f"`not` is repeated more than {_DEEPEST} deep: an even number of them cancels.")
        inner = Not(self.part())
        self.depth -= 1
        return inner

    def count(self) -> Rule:
        """`at least` a number `of` bracketed rules."""
        start = self._column()
        self.take()
        self.expect("least")
        if not self.peek().isdigit():
            raise self.error(self._column(), "`at least` needs a number: write `at least 3 of (...)`.")
        number = int(self.take())
        self.expect("of")
        self.expect("(")
        parts = [self.rule()]
        while self.peek() == ",":
            self.take()
            parts.append(self.rule())
        self.expect(")")
        if not 1 <= number <= len(parts):
            raise self.error(start, f"`at least {number} of` lists {len(parts)}: the number must be from 1 to {len(parts)}.")
        return AtLeast(number, tuple(parts))

    def peek(self) -> str:
        return self.tokens[self.next].text if self.next < len(self.tokens) else ""

    def take(self) -> str:
        self.next += 1
        return self.tokens[self.next - 1].text

    def expect(self, word: str) -> None:
        if self.peek() != word:
            found = f"`{self.peek()}`" if self.peek() else "the end"
            raise self.error(self._column(), f"`{word}` should stand here, not {found}.")
        self.take()

    def must_end(self) -> None:
        word = self.peek()
        if word == ")":
            raise self.error(self._column(), "`)` closes a bracket that was never opened: open it, or leave it out.")
        if word.lower() in _WORDS and word not in _WORDS:
            raise self.error(self._column(), f"`{word}` stands after the rule's end; did you mean `{word.lower()}`?")
        if word:
            raise self.error(self._column(), f"`{word}` stands after the rule's end: join it with `and` or `or`.")

    def _column(self) -> int:
        return self.tokens[self.next].column if self.next < len(self.tokens) else len(self.text.rstrip())

    def error(self, column: int, sentence: str) -> RuleBroken:
        """An error that points at a column of the text."""
        pointed = f"{sentence}\n    {self.text.rstrip()}\n    {' ' * column}^"
        place = Place(self.place.file, self.place.line or 1, self.place.column + column + (0 if self.place.column else 1))
        return RuleBroken(Fault(place, pointed))


def rename(rule: Rule, change: Callable[[str], Rule]) -> Rule:
    """The rule with every fact replaced by what `change` makes of its id.

    Example:
        >>> rename(Not(Fact("fever")), lambda id: Fact("hyperthermia"))
        Not(rule=Fact(id='hyperthermia'))
    """
    match rule:
        case Fact(id):
            return change(id)
        case Not(inner):
            return Not(rename(inner, change))
        case And(parts):
            return And(tuple(rename(part, change) for part in parts))
        case Or(parts):
            return Or(tuple(rename(part, change) for part in parts))
        case AtLeast(number, parts):
            return AtLeast(number, tuple(rename(part, change) for part in parts))
