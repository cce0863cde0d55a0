"""What the library lists: every entry of the catalogue by its kind, with the words by which it is found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from clonus.adapters.formats.lookup import Lookup
from clonus.adapters.formats.words import spell
from clonus.catalogue.names import fold

Kinds = list[tuple[str, list["Listed"]]]
_Names = Callable[[Any], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry as the library lists it: the id that opens it, its name, its kind, and the other words by which it is found."""

    id: str
    name: str
    kind: str
    words: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Its address below `/library`."""
        return f"/library/{quote(self.id)}"


def listed(lookup: Lookup) -> Kinds:
    """Every kind with its entries, by their names."""
    kinds = ((heading, sorted(entries, key=lambda one: fold(one.name))) for heading, entries in _unsorted(lookup))
    return [(heading, entries) for heading, entries in kinds if entries]


def _unsorted(lookup: Lookup) -> Iterator[tuple[str, list[Listed]]]:
    for heading, kind, called, names in _LISTED:
        yield heading, [_one(lookup.address(kind, id), called, names(entry), id) for id, entry in lookup.of_kind[kind].items()]
    yield "Needs, and whom to call", [Listed("may_give", "What may I give?", "need"), Listed("poison_centers", "Poison centers", "need")]
    yield "Sources", [Listed(f"source/{id}", one.title, "source", (one.authors, id)) for id, one in lookup.of_kind["source"].items()]


def _one(address: str, called: str, names: tuple[str, ...], id: str) -> Listed:
    return Listed(address, names[0], called, (*names[1:], spell(id)))


def _name(entry: Any) -> tuple[str, ...]:  # noqa: ANN401 - an entry that has a name
    return (entry.name, *getattr(entry, "also", ()))


def _says(entry: Any) -> tuple[str, ...]:  # noqa: ANN401 - an entry that is a sentence
    return (entry.says,)


_LISTED: tuple[tuple[str, str, str, _Names], ...] = (
    ("Topics", "topic", "topic", lambda one: (one.title,)),
    ("Criteria", "criterion", "criterion", _name),
    ("Findings", "finding", "finding", lambda one: (one.name, *one.synonyms, *one.lay)),
    ("Measurements", "measurement", "measurement", _name),
    ("Conditions", "condition", "condition", _name),
    ("Substances", "substance", "substance", _name),
    ("Drug classes", "class", "drug class", lambda one: (one.full_name or one.name, one.name, *one.also)),
    ("Drugs together", "combination", "drugs together", lambda one: (spell(one.id), *one.one, *one.other)),
    ("Mechanisms", "mechanism", "mechanism", _name),
    ("Pathways", "pathway", "pathway", _name),
    ("Steps", "step", "step", _name),
    ("What not to do", "do_not", "what not to do", _name),
    ("Risk factors", "risk", "risk factor", _name),
    ("Pitfalls", "pitfall", "pitfall", _says),
    ("Ladders", "ladder", "ladder", _name),
    ("Facts", "fact", "fact", lambda one: (spell(one.id), one.says)),
    ("Axioms", "axiom", "axiom", _says),
    ("Properties, proved", "property", "property", _says),
)
