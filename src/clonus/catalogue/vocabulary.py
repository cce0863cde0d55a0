"""The names that a rule may use: facts with a number, and names that stand for rules over them."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from clonus.catalogue.reader import Node, Scalar
from clonus.catalogue.shapes import Form
from clonus.domain.errors import Place, RuleBroken, did_you_mean
from clonus.rules.text import parse_rule, rename
from clonus.rules.tree import Fact, Rule, facts_of

Parsed = TypeVar("Parsed")


class Vocabulary:
    """Reads the rules of forms; a name that stands for a rule is replaced by it, so that what is read speaks of facts alone.

    Args:
        numbered: the ids of all facts that have a number.
    """

    def __init__(self, numbered: Iterable[str]):
        self.numbered = frozenset(numbered)
        self.rules: dict[str, Rule] = {}
        self._texts: dict[str, tuple[Form, str]] = {}
        self._being_read: list[str] = []

    def __iter__(self) -> Iterator[str]:
        yield from (*self.numbered, *self.rules, *self._texts)

    def define(self, id: str, form: Form, key: str) -> None:
        """Let a name stand for the rule under a key, to be read when the name is used."""
        self._texts[id] = (form, key)

    def read(self, form: Form, key: str) -> Rule | None:
        """The rule under a key, over numbered facts, or None with a fault noted."""
        written = parsed(form, key, parse_rule)
        if written is None or not must_exist(form, key, facts_of(written), tuple(self)):
            return None
        known = {id: self.rule(id, form, key) for id in facts_of(written)}
        return None if None in known.values() else rename(written, lambda id: known[id] or Fact(id))

    def rule(self, id: str, form: Form, key: str) -> Rule | None:
        """What a name stands for; a definition that uses itself is a fault where it is used."""
        if id in self.numbered:
            return Fact(id)
        if id not in self.rules:
            if id in self._being_read:
                form.wrong(key, f"uses `{id}`, which is defined by itself: break the circle.")
                return None
            self._being_read.append(id)
            rule = self.read(*self._texts[id])
            self._being_read.pop()
            if rule is None:
                return None
            self.rules[id] = rule
        return self.rules[id]


def parsed(form: Form, key: str, parse: Callable[[str, Place], Parsed]) -> Parsed | None:
    """What a key's text is read into, or None with a fault noted; a column is given where the rule stands on one line."""
    node = form.nodes.get(key)
    if not isinstance(node, Scalar):
        form.text(key)
        return None
    if not form.text(key):
        form.wrong(key, "is empty: write facts, `and`, `or` and `not`.")
        return None
    return read_rule(form, node, parse)


def read_rule(form: Form, node: Scalar, parse: Callable[[str, Place], Parsed]) -> Parsed | None:
    """What a scalar's text is read into, or None with a fault noted."""
    try:
        return parse(*_rule_text(node))
    except RuleBroken as error:
        for fault in error.faults:
            form.fault(_seen(node, fault.place), fault.sentence)
        return None


def must_exist(form: Form, key: str, facts: Iterable[str], known: Iterable[str]) -> bool:
    """Whether all facts are known; each that is not is a fault that points at it."""
    kept = tuple(known)
    unknown = [fact for fact in facts if fact not in kept]
    node: Node = form.nodes[key]
    if not isinstance(node, Scalar):
        return False
    for fact in unknown:
        text, place = _rule_text(node)
        found = re.search(rf"(?<![\w.]){re.escape(fact)}(?![\w.])", text)
        column = found.start() if found else 0
        sentence = f"`{fact}` is no fact that is known{did_you_mean(fact, kept) or ': correct it, or define it in facts.yaml.'}"
        pointed = f"{sentence}\n    {text.rstrip()}\n    {' ' * column}^"
        form.fault(_seen(node, Place(place.file, place.line, place.column + column)), pointed)
    return not unknown


def _rule_text(node: Scalar) -> tuple[str, Place]:
    """The text of a rule, and the place of its first character."""
    text = node.text if node.lead >= 0 else " ".join(node.text.split())
    return text, Place(node.place.file, node.place.line, node.place.column + max(node.lead, 0))


def _seen(node: Scalar, place: Place) -> Place:
    """A place within a rule; of a rule over several lines, the line where it begins."""
    return place if node.lead >= 0 else Place(place.file, place.line)
