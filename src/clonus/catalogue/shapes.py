"""Reading nodes into typed values: each reader takes a node and says in one sentence what is wrong with it.

Faults are gathered in a list, so that one reading of a file names them all; a value that could not be read is None.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import TypeVar

from clonus.catalogue.reader import Fields, Items, Node, Scalar
from clonus.domain.errors import Fault, Place, did_you_mean

Value = TypeVar("Value")

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?")
_YES = {"yes", "true"}
_NO = {"no", "false"}


class Form:
    """A mapping being read: known keys only, values by name, faults gathered.

    Args:
        node: what should be a mapping.
        subject: what errors call it, such as `medications[2]`.
        known: the keys that it may have.
        faults: where faults go.
        ignored: keys that are kept out of the reading without a fault.
    """

    def __init__(self, node: Node, subject: str, known: Collection[str], faults: list[Fault], ignored: Collection[str] = ()):
        self.subject, self.faults = subject, faults
        self.place = node.place
        self.nodes: Mapping[str, Node] = {}
        self.key_places: Mapping[str, Place] = {}
        if not isinstance(node, Fields):
            self.fault(node.place, "should be a mapping of keys to values.")
            return
        self.key_places = node.key_places
        for key in node.nodes:
            if key not in known and key not in ignored:
                shown = key if len(key) <= 60 else key[:57] + "..."
                self.fault(node.key_places[key], f"`{shown}` is not a key that is known here{did_you_mean(key, known) or '.'}")
        self.nodes = {
            key: value
            for key, value in node.nodes.items()
            if key in known and not (isinstance(value, Scalar) and value.empty)
        }

    def fault(self, place: Place, sentence: str) -> None:
        """Note one fault."""
        self.faults.append(Fault(place, sentence, self.subject))

    def wrong(self, key: str, sentence: str) -> None:
        """Note that the value of a key is wrong."""
        self.fault(self.nodes[key].place if key in self.nodes else self.place, f"`{key}` {sentence}")

    def require(self, *keys: str) -> None:
        """Note each key that is missing."""
        for key in keys:
            if key not in self.nodes:
                self.fault(self.place, f"`{key}` is missing: every entry of this kind has it.")

    def text(self, key: str) -> str:
        """A text, empty where the key is absent."""
        node = self.nodes.get(key)
        if node is None:
            return ""
        if not isinstance(node, Scalar):
            self.wrong(key, "should be a text, not a list or a mapping.")
            return ""
        return " ".join(node.text.split())

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty where the key is absent."""
        return tuple(" ".join(node.text.split()) for node in self.items(key) if self._is_text(key, node) and isinstance(node, Scalar))

    def items(self, key: str) -> tuple[Node, ...]:
        """The nodes of a list, empty where the key is absent."""
        node = self.nodes.get(key)
        if node is None:
            return ()
        if not isinstance(node, Items):
            self.wrong(key, "should be a list: write [ ] around its entries, or a dash before each.")
            return ()
        return node.nodes

    def number(self, key: str, least: Fraction | int | None = None, most: Fraction | int | None = None) -> Fraction | None:
        """An exact number within limits, None where the key is absent."""
        node = self.nodes.get(key)
        if node is None:
            return None
        if not isinstance(node, Scalar):
            self.wrong(key, "should be a number, not a list or a mapping.")
            return None
        value = number_of(node.text)
        if value is None:
            self.wrong(key, f"is {shown(node)}, which is not a number.")
        elif (least is not None and value < least) or (most is not None and value > most):
            limits = f"from {_plain(least)} to {_plain(most)}" if most is not None and least is not None else f"{_plain(least)} or more"
            self.wrong(key, f"is {node.text.strip()}, which is impossible: it should be {limits}.")
            return None
        return value

    def flag(self, key: str) -> bool | None:
        """Yes or no, None where the key is absent."""
        word = self.choice(key, ("yes", "no", "true", "false"), "yes or no")
        return None if word is None else word in _YES

    def choice(self, key: str, words: Collection[str], expected: str = "") -> str | None:
        """One of some words, None where the key is absent or its value is none of them."""
        node = self.nodes.get(key)
        if node is None:
            return None
        word = node.text.strip() if isinstance(node, Scalar) else ""
        if word.lower() in words:
            return word.lower()
        listed = expected or f"one of {', '.join(words)}"
        found = shown(node) if isinstance(node, Scalar) else "a list or a mapping"
        self.wrong(key, f"is {found}, which should be {listed}{did_you_mean(word, words) or '.'}")
        return None

    def day(self, key: str) -> date | None:
        """A calendar date, None where the key is absent."""
        word = self.text(key)
        if not word:
            return None
        try:
            return date.fromisoformat(word)
        except ValueError:
            self.wrong(key, f"is `{word}`, which is not a date: write it as 2026-11-22.")
            return None

    def each(self, key: str, read: Callable[[Node, str], Value | None]) -> tuple[Value, ...]:
        """What `read` makes of each entry of a list, leaving out those that it could not read."""
        inner = f"{self.subject}.{key}" if self.subject else key
        values = (read(node, f"{inner}[{position}]") for position, node in enumerate(self.items(key), start=1))
        return tuple(value for value in values if value is not None)

    def _is_text(self, key: str, node: Node) -> bool:
        if isinstance(node, Scalar) and not node.empty:
            return True
        self.fault(node.place, f"`{key}` should list texts only.")
        return False


def number_of(text: str) -> Fraction | None:
    """The exact number that a text writes in decimals, or None.

    Example:
        >>> number_of("38.10"), number_of("nan"), number_of("1_000")
        (Fraction(381, 10), None, None)
    """
    stripped = text.strip()
    return Fraction(stripped) if _NUMBER.fullmatch(stripped) and len(stripped) <= 40 else None


def fraction_of(text: str) -> Fraction | None:
    """The exact number that a text writes in decimals or as a fraction of decimals.

    Example:
        >>> fraction_of("10/40.078"), fraction_of("-160/9")
        (Fraction(5000, 20039), Fraction(-160, 9))
    """
    top, slash, bottom = text.partition("/")
    numerator, denominator = number_of(top), number_of(bottom or "1")
    if numerator is None or not denominator or (slash and not bottom):
        return None
    return numerator / denominator


def shown(node: Scalar) -> str:
    """A scalar as an error shows it, shortened."""
    text = " ".join(node.text.split())
    return f"`{text if len(text) <= 60 else text[:57] + '...'}`"


def duplicates(names: Iterable[tuple[str, Place]]) -> Iterable[tuple[str, Place, Place]]:
    """Each name that comes a second time, with the place of both."""
    first: dict[str, Place] = {}
    for name, place in names:
        if name in first:
            yield name, place, first[name]
        else:
            first[name] = place


def _plain(number: Fraction | int | None) -> str:
    if number is None:
        return "any"
    value = Fraction(number)
    return str(value.numerator) if value.denominator == 1 else str(float(value))
