"""A leaflet for the patient of one case, in one language, ready to print; it holds no doses."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LeafletSection:
    """A heading and the sentences under it."""

    id: str
    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CardEntry:
    """One drug of the card: its name without a dose, and its state: `takes`, `held` by the plan, `stopped`, `later` or to `ask` about."""

    name: str
    state: str


@dataclass(frozen=True, slots=True)
class Leaflet:
    """What is printed: title, when it was made, sections, the words around, and the card with the drug list.

    `card` is None where the list was not asked for. `notes` holds the words around by their ids.
    """

    language: str
    title: str
    as_of: str
    sections: tuple[LeafletSection, ...]
    card: tuple[CardEntry, ...] | None
    notes: dict[str, str]
