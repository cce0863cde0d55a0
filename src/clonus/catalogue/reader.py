"""The one strict reader of YAML and JSON, for knowledge and case files alike.

It works on parser events: a scalar stays text until a shape says otherwise, every node knows its line,
and whatever could surprise a reader is refused: duplicate keys, aliases, tags, several documents, depth and size.
"""

import json
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
_Parser: Any = getattr(yaml, "CSafeLoader", None)  # absent where the library was built without its fast parser
_Event = Any  # an event of either parser, which share names and no type
_NULLS = {"", "~", "null", "Null", "NULL"}
_SURROGATES = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A word, number or text as it stands in the file; `plain` where it is not quoted.

    `lead` is how many columns after its place its first character stands, -1 where it runs over several lines.
    """

    text: str
    place: Place
    plain: bool = True
    lead: int = 0

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
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "no file can have this name").lower()
        raise _refusal(name, f"the file cannot be opened ({reason}): check its name, its folder and your permission to read it.") from None
    return read_bytes(content, name)


def read_bytes(content: bytes, name: str = "") -> Node:
    """The one document of some bytes; `name` is what errors call them."""
    if len(content) > MOST_BYTES:
        raise _refusal(name, f"the file is larger than {MOST_BYTES // 1_000_000} MB: split it into several.")
    if b"\0" in content:
        raise _refusal(name, "this is a binary file, or text in UTF-16: give a YAML or JSON file, saved as UTF-8.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _after(error.object[: error.start].decode("utf-8"), name)
        sentence = f"the byte {error.object[error.start]:02X} stands here, which is not UTF-8 text: save the file as UTF-8."
        raise InputRefused(Fault(place, sentence)) from None
    return read_text(text, name)


def read_text(text: str, name: str = "") -> Node:
    """The one document of a text.

    Example:
        >>> node = read_text("started: 010")
        >>> node.nodes["started"].text
        '010'
    """
    unreadable = _UNREADABLE.search(text)
    if unreadable:
        raise InputRefused(Fault(_after(text[: unreadable.start()], name), _no_text(unreadable)))
    if text.lstrip()[:1] in ("{", "["):
        text = _SURROGATES.sub(_joined, text)
    try:
        document = _Events(text, name).document()
    except yaml.YAMLError as error:
        raise InputRefused(_explained(error, text, name)) from None
    except (ValueError, OverflowError):
        raise _refusal(name, _NEITHER) from None
    if name.lower().endswith(".json"):
        _must_be_json(text, name)
    return document


def from_python(value: object, path: str = "") -> Node:
    """The node of a Python value, as if it had stood in a file: text is quoted, numbers and Booleans are plain.

    Raises:
        InputRefused: for a value that no case file could hold; it names the keys that lead there.

    Example:
        >>> from_python({"age": 70}).nodes["age"].text
        '70'
    """
    return _of_python(value, path, 0)


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
            raise _refusal(self.name, "the file is empty, or holds comments alone: write its entries, or name another file.")
        return node

    def node(self, event: _Event, depth: int) -> Node:
        self._refuse_surprises(event, depth)
        if isinstance(event, yaml.ScalarEvent):
            unreadable = _UNREADABLE.search(event.value)
            if unreadable:
                raise self._refuse(event, _no_text(unreadable))
            return Scalar(event.value, self.place(event), not event.style, self._lead(event))
        if isinstance(event, yaml.SequenceStartEvent):
            return self.items(event, depth)
        return self.fields(event, depth)

    def items(self, start: _Event, depth: int) -> Items:
        nodes = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            nodes.append(self.node(event, depth + 1))
        return Items(tuple(nodes), self.place(start))

    def fields(self, start: _Event, depth: int) -> Fields:
        nodes: dict[str, Node] = {}
        places: dict[str, Place] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self.node(event, depth + 1)
            if not isinstance(key, Scalar):
                raise self._refuse(event, "a list or a mapping stands where a key should: write one word before the colon.")
            if key.text in nodes:
                raise self._refuse(event, f"`{short(key.text)}` stands twice, first in line {places[key.text].line}: keep one of them.")
            places[key.text] = key.place
            nodes[key.text] = self.node(next(self.events), depth + 1)
        return Fields(nodes, places, self.place(start))

    def place(self, event: _Event) -> Place:
        return Place(self.name, event.start_mark.line + 1, event.start_mark.column + 1)

    def _lead(self, event: _Event) -> int:
        if event.end_mark.line > event.start_mark.line:
            return -1
        return 1 if event.style else 0

    def _refuse_surprises(self, event: _Event, depth: int) -> None:
        if depth > MOST_DEPTH:
            raise self._refuse(event, _TOO_DEEP)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self._refuse(event, _NO_ALIAS)
        if getattr(event, "tag", None):
            tag = short(event.tag.replace("tag:yaml.org,2002:", "!!"))
            raise self._refuse(event, f"the tag `{tag}` is not read: write the value without it, or put a text in quotes.")

    def _refuse(self, event: _Event, sentence: str) -> InputRefused:
        return InputRefused(Fault(self.place(event), sentence))


_NO_ALIAS = "what begins with & or * is an anchor or an alias, which is not read: write the value out, or put a text in quotes."
_TOO_DEEP = f"lists or mappings are nested more than {MOST_DEPTH} deep: check the brackets here."
_NEITHER = "this is neither YAML nor JSON: check brackets, quotes, colons and indentation here."
# What either parser says, whether the fault lies where the thing began rather than where it was noticed, and our sentence.
_SYNTAX = (
    ("scanning an (anchor|alias)", True, _NO_ALIAS),
    ("nesting depth", False, _TOO_DEEP),
    ("scanning a tag", True, "a text cannot begin with ! outside quotes: put it in quotes."),
    ("scanning a block scalar", True, "a text cannot begin with > or | outside quotes: put it in quotes."),
    ("mapping values are not allowed", False, "a colon cannot stand here: put a text in quotes, or mend the line above if it has none."),
    ("',' or '}'", False, "a comma is missing before this, or the {{ in line {line}, column {column} is not closed: write `,` or `}}`."),
    ("',' or ']'", False, "a comma is missing before this, or the [ in line {line}, column {column} is not closed: write `,` or `]`."),
    ("unexpected end of stream", True, "a quote is opened here and never closed: close it."),
    ("could not find expected ':'", True, "no colon follows this on its line, or none within 1,024 characters: write `key: value`."),
    (
        "escape|hexa?decimal",
        True,
        "a backslash in this text begins an escape that is not known: write \\\\ for a backslash, or use single quotes.",
    ),
    ("entries are not allowed", False, "a dash cannot begin a list here: begin the list on a line of its own, or put a text in quotes."),
    ("document start", False, "the file should end before this: check the brackets and the indentation above, or remove it."),
    ("expected (key|<block end>|'-' ind)", False, "this does not fit what began in line {line}: check brackets, quotes and indentation."),
)


def _explained(error: yaml.YAMLError, text: str, name: str) -> Fault:
    """What a parser complains of, in the same sentence whichever parser it was."""
    noticed = getattr(error, "problem_mark", None)
    if noticed is None:
        return Fault(Place(name), _NEITHER)
    begun = getattr(error, "context_mark", None) or noticed
    complaint = f"{getattr(error, 'context', '')}: {getattr(error, 'problem', '')}"
    place = Place(name, noticed.line + 1, noticed.column + 1)
    if "cannot start any token" in complaint or "tab character" in complaint:
        found = text.split("\n")[noticed.line][noticed.column : noticed.column + 1]
        if found == "\t":
            return Fault(place, "a tab stands where a line is indented or a value begins: use spaces.")
        return Fault(place, f"a text cannot begin with {found} outside quotes: put it in quotes.")
    for pattern, at_beginning, sentence in _SYNTAX:
        if re.search(pattern, complaint):
            place = Place(name, begun.line + 1, begun.column + 1) if at_beginning else place
            return Fault(place, sentence.format(line=begun.line + 1, column=begun.column + 1))
    return Fault(place, _NEITHER)


def _must_be_json(text: str, name: str) -> None:
    """Refuse what YAML allows and JSON does not in a file that is named as JSON."""
    try:
        json.loads(text, parse_int=str, parse_float=str)
    except ValueError as error:
        position = getattr(error, "pos", 0)
        before = text[:position].rstrip()
        if before.endswith(",") and text[position : position + 1] in ("}", "]"):
            position = len(before) - 1
        if text[position : position + 1] == ",":
            sentence = "a comma stands before a closing bracket, which JSON does not allow: remove it."
        else:
            sentence = "this is not JSON, as the file is named: use double quotes and no comments, or name the file .yaml."
        raise InputRefused(Fault(_after(text[:position], name), sentence)) from None


def _after(before: str, name: str) -> Place:
    """The place that follows some text from the beginning of a file."""
    return Place(name, before.count("\n") + 1, len(before) - before.rfind("\n"))


def _no_text(match: re.Match[str]) -> str:
    return f"the character U+{ord(match.group()):04X} stands here, which belongs in no text: remove it."


def _refusal(name: str, sentence: str) -> InputRefused:
    return InputRefused(Fault(Place(name), sentence))


def _joined(match: re.Match[str]) -> str:
    pair = bytes.fromhex(match.group(1) + match.group(2))
    return pair.decode("utf-16-be")


def short(text: str) -> str:
    """A text as an error shows it: on one line, at most 60 characters.

    Example:
        >>> short("two\\nlines")
        'two lines'
    """
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:57] + "..."


def _of_python(value: object, subject: str, depth: int) -> Node:
    nowhere = Place()
    if depth > MOST_DEPTH:
        raise InputRefused(Fault(nowhere, _TOO_DEEP, short(subject)))
    if isinstance(value, Mapping):
        for key in value:
            if unreadable := _UNREADABLE.search(str(key)):
                raise InputRefused(Fault(nowhere, f"in the name of a key {_no_text(unreadable)}", short(subject)))
        nodes = {str(key): _of_python(item, f"{subject}.{key}".lstrip("."), depth + 1) for key, item in value.items()}
        return Fields(nodes, dict.fromkeys(nodes, nowhere), nowhere)
    if isinstance(value, (list, tuple, set, frozenset)):
        return Items(tuple(_of_python(item, f"{subject}[{n}]", depth + 1) for n, item in enumerate(value, start=1)), nowhere)
    text = _text_of(value)
    if text is None:
        sentence = f"a value of the type {type(value).__name__} cannot stand in a case: use text, a number, a list or a mapping."
        raise InputRefused(Fault(nowhere, sentence, subject))
    unreadable = _UNREADABLE.search(text)
    if unreadable:
        raise InputRefused(Fault(nowhere, _no_text(unreadable), subject))
    return Scalar(text, nowhere, plain=not isinstance(value, str))


def _text_of(value: object) -> str | None:
    """A single value as it would stand in a file, or None where it could not."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and abs(value) >= 10**1000:
        return "1e1000"
    return str(value) if isinstance(value, (int, float)) or hasattr(value, "as_integer_ratio") else None
