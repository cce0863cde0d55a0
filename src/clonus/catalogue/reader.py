"""The one strict reader of YAML and JSON, for knowledge and case files alike.

It works on parser events: a scalar stays text until a shape says otherwise, every node knows its line,
and whatever could surprise a reader is refused: duplicate keys, aliases, tags, several documents, depth and size.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from clonus.domain.errors import Fault, InputRefused, Place

MOST_BYTES = 4_000_000
MOST_DEPTH = 40
_NULLS = {"", "~", "null", "Null", "NULL"}
_SURROGATES = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_Parser: Any = getattr(yaml, "CParser", None)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A word, number or text as it stands in the file; `plain` where it is not quoted."""

    text: str
    place: Place
    plain: bool = True

    @property
    def empty(self) -> bool:
        """Whether it says nothing: a key without a value, or null."""
        return self.plain and self.text in _NULLS


@dataclass(frozen=True, slots=True)
class Items:
    """A list of nodes."""

    nodes: tuple["Node", ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping from keys to nodes, in the order of the file, each key with its own place."""

    nodes: Mapping[str, "Node"]
    key_places: Mapping[str, Place]
    place: Place


Node = Scalar | Items | Fields


def read_file(path: Path) -> Node:
    """The one document of a file.

    Raises:
        InputRefused: if it cannot be opened, is not text, or breaks one of the rules above.
    """
    name = str(path)
    try:
        if path.is_dir():
            raise _refusal(name, "this is a folder: name a file in it.")
        if path.stat().st_size > MOST_BYTES:
            raise _refusal(name, f"the file is larger than {MOST_BYTES // 1_000_000} MB: split it into several.")
        content = path.read_bytes()
    except OSError as error:
        raise _refusal(name, f"the file cannot be opened: {(error.strerror or 'unknown reason').lower()}.") from None
    return read_bytes(content, name)


def read_bytes(content: bytes, name: str = "") -> Node:
    """The one document of some bytes; `name` is what errors call them."""
    if len(content) > MOST_BYTES:
        raise _refusal(name, f"the file is larger than {MOST_BYTES // 1_000_000} MB: split it into several.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refusal(name, "the file is not UTF-8 text: save it as UTF-8.") from None
    return read_text(text, name)


def read_text(text: str, name: str = "") -> Node:
    """The one document of a text.

    Example:
        >>> node = read_text("started: 010")
        >>> node.nodes["started"].text
        '010'
    """
    if text.lstrip()[:1] in ("{", "["):
        text = _SURROGATES.sub(_joined, text)
    try:
        document = _Events(text, name).document()
    except yaml.YAMLError as error:
        raise InputRefused(_explained(error, name)) from None
    except ValueError:
        raise _refusal(name, "the file holds a character that no text has: save it as UTF-8 without control characters.") from None
    return document


def from_python(value: object, path: str = "") -> Node:
    """The node of a Python value, as if it had stood in a file: text is quoted, numbers and Booleans are plain.

    Raises:
        InputRefused: for a value that no case file could hold.

    Example:
        >>> from_python({"age": 70}).nodes["age"].text
        '70'
    """
    return _of_python(value, 0)


class _Events:
    """One pass over the events of a text."""

    def __init__(self, text: str, name: str):
        self.name = name
        self.events: Iterator[Any] = self._stream(text)

    def _stream(self, text: str) -> Iterator[Any]:
        if _Parser is None:
            yield from yaml.parse(text, Loader=yaml.SafeLoader)
            return
        parser = _Parser(text)
        while parser.check_event():
            yield parser.get_event()

    def document(self) -> Node:
        node: Node | None = None
        for event in self.events:
            if isinstance(event, (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentEndEvent)):
                continue
            if isinstance(event, yaml.DocumentStartEvent):
                if node is not None:
                    raise self._refuse(event, "a second document begins here: keep one document in a file.")
                continue
            node = self.node(event, 0)
        if node is None or (isinstance(node, Scalar) and node.empty):
            raise _refusal(self.name, "the file is empty: it should hold one case, or a list under `cases:`.")
        return node

    def node(self, event: Any, depth: int) -> Node:
        self._refuse_surprises(event, depth)
        if isinstance(event, yaml.ScalarEvent):
            plain = event.style is None or event.style == ""
            return Scalar(event.value, self.place(event), plain)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.items(event, depth)
        return self.fields(event, depth)

    def items(self, start: Any, depth: int) -> Items:
        nodes = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            nodes.append(self.node(event, depth + 1))
        return Items(tuple(nodes), self.place(start))

    def fields(self, start: Any, depth: int) -> Fields:
        nodes: dict[str, Node] = {}
        places: dict[str, Place] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self.node(event, depth + 1)
            if not isinstance(key, Scalar):
                raise self._refuse(event, "a key must be one word, not a list or a mapping.")
            if key.text in nodes:
                raise self._refuse(event, f"`{_short(key.text)}` stands twice, first in line {places[key.text].line}: keep one of them.")
            places[key.text] = key.place
            nodes[key.text] = self.node(next(self.events), depth + 1)
        return Fields(nodes, places, self.place(start))

    def place(self, event: Any) -> Place:
        return Place(self.name, event.start_mark.line + 1, event.start_mark.column + 1)

    def _refuse_surprises(self, event: Any, depth: int) -> None:
        if depth > MOST_DEPTH:
            raise self._refuse(event, f"lists or mappings are nested more than {MOST_DEPTH} deep: no case needs that.")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self._refuse(event, "anchors (&) and aliases (*) are not read: write the value out, or quote it.")
        if getattr(event, "tag", None):
            raise self._refuse(event, f"the tag `{_short(event.tag)}` is not read: write the plain value, or quote it.")

    def _refuse(self, event: Any, sentence: str) -> InputRefused:
        return InputRefused(Fault(self.place(event), sentence))


def _explained(error: yaml.YAMLError, name: str) -> Fault:
    mark = getattr(error, "problem_mark", None)
    place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name)
    problem = getattr(error, "problem", None)
    if problem is None:
        return Fault(Place(name), "the file holds a character that no text has: save it as UTF-8 without control characters.")
    return Fault(place, f"this is neither YAML nor JSON ({problem}): check brackets, quotes, colons and indentation here.")


def _refusal(name: str, sentence: str) -> InputRefused:
    return InputRefused(Fault(Place(name), sentence))


def _joined(match: re.Match[str]) -> str:
    pair = bytes.fromhex(match.group(1) + match.group(2))
    return pair.decode("utf-16-be")


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def _of_python(value: object, depth: int) -> Node:
    nowhere = Place()
    if depth > MOST_DEPTH:
        raise _refusal("", f"lists or mappings are nested more than {MOST_DEPTH} deep: no case needs that.")
    if isinstance(value, Mapping):
        nodes = {str(key): _of_python(item, depth + 1) for key, item in value.items()}
        return Fields(nodes, dict.fromkeys(nodes, nowhere), nowhere)
    if isinstance(value, (list, tuple, set, frozenset)):
        return Items(tuple(_of_python(item, depth + 1) for item in value), nowhere)
    if value is None:
        return Scalar("", nowhere)
    if isinstance(value, bool):
        return Scalar("true" if value else "false", nowhere)
    if isinstance(value, str):
        return Scalar(value, nowhere, plain=False)
    if isinstance(value, date):
        return Scalar(value.isoformat(), nowhere)
    if isinstance(value, (int, float)) or hasattr(value, "as_integer_ratio"):
        return Scalar(str(value), nowhere)
    raise _refusal("", f"a value of the type {type(value).__name__} cannot stand in a case: use text, a number, a list or a mapping.")
