"""Reading nodes into typed values: each reader takes a node and says in one sentence what is wrong with it.

Faults are gathered in a list, so that one reading of a file names them all; a value that could not be read is None.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import TypeVar

from clonus.catalogue.reader import Fields, Items, Node, Scalar, short
from clonus.domain.errors import Fault, Place, did_you_mean

Value = TypeVar("Value")

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?")
_NO_VALUE = re.compile(r"[+-]?\.?(nan|inf|infinity)", re.IGNORECASE)
_POWER = re.compile(r"[+-]?[\d.]+[eE][+-]?\d+")
_ID = re.compile(r"[a-z0-9][a-z0-9_.]*")
_RULE_WORDS = {"and", "or", "not", "at", "least", "of", "implies"}
_YES = {"yes", "true"}
_MOST_DIGITS = 40
_MOST_LISTED = 15
_MOST_SUGGESTED = 40  # what a misspelled word may mean is looked for in this many faults, and in no more


class Form:
    """A mapping being read: known keys only, values by name, faults gathered.

    Args:
        node: what should be a mapping.
        subject: what errors call it, such as `medications[2]`.
        known: the keys that it may have.
        faults: where faults go.
        elsewhere: for a key that is not read here, where it belongs, or nothing where it may stand here unread.
    """

    def __init__(
        self,
        node: Node,
        subject: str,
        known: Collection[str],
        faults: list[Fault],
        elsewhere: Mapping[str, str] = MappingProxyType({}),
    ):
        self.subject, self.faults = subject, faults
        self.noted: set[Fault] = set()
        self.place = node.place
        self.nodes: Mapping[str, Node] = {}
        self.key_places: Mapping[str, Place] = {}
        self.readable, self.meant = isinstance(node, Fields), ""
        if not isinstance(node, Fields):
            found = "a list" if isinstance(node, Items) else "empty" if node.empty else shown(node)
            self.fault(node.place, f"this should hold keys with values, and is {found}: write each as `key: value`, space included.")
            return
        self.key_places = node.key_places
        for key in node.nodes:
            if key not in known and elsewhere.get(key) != "":
                nearest = self._meant(key, known)
                self.fault(node.key_places[key], _not_known(key, node.nodes[key], nearest, known, elsewhere))
                self.meant += nearest
        self.nodes = {key: value for key, value in node.nodes.items() if key in known and not (isinstance(value, Scalar) and value.empty)}

    def fault(self, place: Place, sentence: str) -> None:
        """Note one fault; the same fault is noted once."""
        found = Fault(place, sentence, self.subject)
        if found not in self.noted:
            self.noted.add(found)
            self.faults.append(found)

    def wrong(self, key: str, sentence: str) -> None:
        """Note that the value of a key is wrong."""
        self.fault(self.nodes[key].place if key in self.nodes else self.place, f"`{key}` {sentence}")

    def require(self, *keys: str) -> None:
        """Note each key that is missing, unless another was already taken for its misspelling."""
        for key in keys:
            if self.readable and key not in self.nodes and f"`{key}`" not in self.meant:
                self.fault(self.place, f"`{key}` is missing: every entry of this kind has it.")

    def text(self, key: str) -> str:
        """A text, empty where the key is absent."""
        node = self.nodes.get(key)
        if node is None:
            return ""
        if not isinstance(node, Scalar):
            self.wrong(key, "should be one text, and is a list or a mapping: write the text after the colon.")
            return ""
        return " ".join(node.text.split())

    def own_id(self, places: dict[str, Place]) -> str:
        """An id that no other entry of its kind has, each of which is kept in `places`."""
        id = self.id()
        first = places.setdefault(id, self.place)
        if id and first != self.place:
            self.wrong("id", f"is `{id}`, which stands at {first} already: merge the two, or choose another.")
        return id

    def names(self, key: str, known: Collection[str]) -> None:
        """Note it where a key names what does not exist."""
        id = self.text(key)
        if id and id not in known:
            self.wrong(key, f"names `{id}`, which does not exist{self.nearest(id, known)}")

    @staticmethod
    def nearest(id: str, known: Iterable[str]) -> str:
        """The end of a sentence about an id that does not exist."""
        return did_you_mean(id, tuple(known)) or ": correct it, or define it."

    def id(self, key: str = "id") -> str:
        """An id that rules and commands can name, empty where it is absent or none."""
        word = self.text(key)
        if word and (not _ID.fullmatch(word) or word in _RULE_WORDS):
            self.wrong(key, f"is `{word}`, which cannot be an id: use lower-case letters, digits and _, and no word of the rule language.")
        return word

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty where the key is absent."""
        return tuple(" ".join(node.text.split()) for node in self.items(key) if self._is_text(key, node) and isinstance(node, Scalar))

    def numbers(self, key: str) -> tuple[Fraction, ...]:
        """A list of numbers, empty where the key is absent."""
        found = [(text, number_of(text)) for text in self.texts(key)]
        for text in (text for text, number in found if number is None):
            self.wrong(key, f"holds `{text}`, which is no number: write digits.")
        return tuple(number for _, number in found if number is not None)

    def members(self, key: str, known: Collection[str], expected: str) -> frozenset[str]:
        """The texts of a list, each of which must be one of some words."""
        found = set()
        for node in self.items(key):
            if self._is_text(key, node) and isinstance(node, Scalar):
                if node.text.strip() in known:
                    found.add(node.text.strip())
                else:
                    nearest = self._meant(node.text, known) or "."
                    self.fault(node.place, f"`{key}` names {shown(node)}, which is not {expected}{nearest}")
        return frozenset(found)

    def items(self, key: str) -> tuple[Node, ...]:
        """The nodes of a list, empty where the key is absent."""
        node = self.nodes.get(key)
        if node is None:
            return ()
        if not isinstance(node, Items):
            self.wrong(key, "should be a list: write [ ] around its entries, or a dash and a space before each.")
            return ()
        return node.nodes

    def number(self, key: str, least: Fraction | int | None = None, most: Fraction | int | None = None) -> Fraction | None:
        """An exact number within limits, None where the key is absent."""
        node = self.nodes.get(key)
        if node is None:
            return None
        if not isinstance(node, Scalar):
            self.wrong(key, "should be one number, and is a list or a mapping: write the number after the colon.")
            return None
        value = number_of(node.text)
        if value is None:
            self.wrong(key, f"is {shown(node)}, {no_number(node.text, 'write digits alone, without a unit')}.")
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
        alike = [one for one in words if one[:1] == word[:1].lower()]  # `not examined` is no misspelling of `cannot_examine`
        self.wrong(key, f"is {found}, which should be {listed}{self._meant(word, alike) or '.'}")
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

    def _meant(self, word: str, known: Collection[str]) -> str:
        """What a word may mean, as the end of a sentence; empty where so much is wrong that looking for it would take long."""
        return did_you_mean(word, known) if len(self.faults) < _MOST_SUGGESTED else ""

    def _is_text(self, key: str, node: Node) -> bool:
        if isinstance(node, Scalar) and not node.empty:
            return True
        self.fault(node.place, f"`{key}` should list texts alone, and this entry is empty, a list or a mapping: write a text.")
        return False


def number_of(text: str) -> Fraction | None:
    """The exact number that a text writes in decimals, or None.

    Example:
        >>> number_of("38.10"), number_of("nan"), number_of("1_000")
        (Fraction(381, 10), None, None)
    """
    stripped = text.strip()
    return Fraction(stripped) if len(stripped) <= _MOST_DIGITS and _NUMBER.fullmatch(stripped) else None


def no_number(text: str, remedy: str) -> str:
    """What is wrong with a text that should be a number, as the end of a sentence.

    Example:
        >>> no_number("38,5", "write digits alone")
        'which has a comma: write a decimal with a point, and thousands without a mark'
    """
    stripped = text.strip()
    if _NO_VALUE.fullmatch(stripped):
        return "which is no value that can be measured: leave the key out where the value is not known"
    if stripped[:1].isdigit() and "," in stripped:
        return "which has a comma: write a decimal with a point, and thousands without a mark"
    if len(stripped) > _MOST_DIGITS or _POWER.fullmatch(stripped):
        return "which is larger, smaller or longer than any number that is measured: check it"
    return f"which is not a number: {remedy}"


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
    return f"`{short(node.text)}`"


def duplicates(names: Iterable[tuple[str, Place]]) -> Iterable[tuple[str, Place, Place]]:
    """Each name that comes a second time, with the place of both."""
    first: dict[str, Place] = {}
    for name, place in names:
        if name in first:
            yield name, place, first[name]
        else:
            first[name] = place


def _not_known(key: str, node: Node, nearest: str, known: Collection[str], elsewhere: Mapping[str, str]) -> str:
    """Why a key is refused, and what to do about it."""
    name = short(key)
    if key in elsewhere:
        return f"`{name}` is not a key that is known here: it belongs {elsewhere[key]}."
    if key.isdigit() and isinstance(node, Scalar) and node.empty:
        return f"`{name}` follows a comma: write a decimal with a point, such as 38.5, and put a text that holds a comma in quotes."
    if not nearest and len(known) <= _MOST_LISTED:
        return f"`{name}` is not a key that is known here: the keys are {', '.join(sorted(known))}."
    return f"`{name}` is not a key that is known here{nearest or ': correct its spelling, or leave it out.'}"


def _plain(number: Fraction | int | None) -> str:
    if number is None:
        return "any"
    value = Fraction(number)
    return str(value.numerator) if value.denominator == 1 else str(float(value))
