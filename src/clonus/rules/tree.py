"""The tree that a rule's text becomes: five kinds of node, and no way to build a wrong one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never


@dataclass(frozen=True, slots=True)
class Fact:
    """A named yes-or-no statement about a record."""

    id: str


@dataclass(frozen=True, slots=True)
class Not:
    """The contrary of a rule."""

    rule: "Rule"


@dataclass(frozen=True, slots=True)
class And:
    """Holds where every part holds."""

    parts: tuple["Rule", ...]

    def __post_init__(self) -> None:
        _at_least_two("and", self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    """Holds where any part holds."""

    parts: tuple["Rule", ...]

    def __post_init__(self) -> None:
        _at_least_two("or", self.parts)


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Holds where at least so many parts hold.

    Raises:
        ValueError: if the number is less than 1 or more than there are parts.
    """

    number: int
    parts: tuple["Rule", ...]

    def __post_init__(self) -> None:
        if not 1 <= self.number <= len(self.parts):
            raise ValueError(f"at least {self.number} of {len(self.parts)} can never be a question")


Rule = Fact | Not | And | Or | AtLeast


def facts_of(rule: Rule) -> Iterator[str]:
    """The ids of the facts that a rule reads, in the order of its text, each once.

    Example:
        >>> list(facts_of(And((Fact("tremor"), Or((Fact("clonus"), Fact("tremor")))))))
        ['tremor', 'clonus']
    """
    return iter(dict.fromkeys(_every_fact(rule)))


def _every_fact(rule: Rule) -> Iterator[str]:
    match rule:
        case Fact(id):
            yield id
        case Not(inner):
            yield from _every_fact(inner)
        case And(parts) | Or(parts) | AtLeast(_, parts):
            for part in parts:
                yield from _every_fact(part)
        case _:
            assert_never(rule)


def _at_least_two(word: str, parts: tuple[Rule, ...]) -> None:
    if len(parts) < 2:
        raise ValueError(f"`{word}` joins two parts or more, not {len(parts)}")
