"""From the entries of a medication list to what each one means; no entry is ever silently ignored."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from clonus.catalogue.names import Meaning, NameIndex, fold
from clonus.catalogue.shelves import Catalogue
from clonus.domain.assessment import Recognition
from clonus.domain.record import MedicationEntry
from clonus.domain.substances import Strength

_JOINTS = re.compile(r"\s*(?:[;+&/]|,(?!\d)|\band\b|\bwith\b|\bplus\b)\s*")
_HYPHENS = re.compile(r"\s*-\s*")
_STRENGTH = re.compile(
    r"(?<![\w.])\d[\d.,]*(?:\s*-\s*\d[\d.,]*)?\s*(?:mg|mcg|µg|ug|g|kg|ml|l|iu|units?|meq|mmol|%|x|hours?|hrs?|h|hr)?"
    r"(?:\s*/\s*(?:\d[\d.]*\s*)?(?:mg|mcg|ml|l|g|kg|h|hr|hour|day|d|actuat\w*|spray|dose|24\s*h\w*))*(?![\w.-])|\bq\d+h\b"
)
_WORD = re.compile(r"[^\s,.()\[\]]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one entry, or a part of it, was understood as.

    `meanings` has one element where it is recognized, several where it is ambiguous, none where it is not recognized.
    `doubted` says that words beside the names may deny them ("not on", "stopped", "allergic to"), so that even one is ambiguous.
    """

    entry: MedicationEntry
    meanings: tuple[Meaning, ...]
    doubted: bool = False

    @property
    def status(self) -> Recognition:
        """Recognized, ambiguous or unrecognized."""
        if not self.meanings:
            return Recognition.UNRECOGNIZED
        return Recognition.RECOGNIZED if len(self.meanings) == 1 and not self.doubted else Recognition.AMBIGUOUS


def reconcile(entries: Iterable[MedicationEntry], catalogue: Catalogue) -> tuple[Reading, ...]:
    """What each entry of a list means, in the order given; an entry that names several drugs gives several readings.

    Args:
        entries: the list as charted.
        catalogue: where names are looked up.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> [reading] = reconcile([MedicationEntry("Zoloft 100 mg tablets")], open_catalogue())
        >>> reading.meanings[0].ingredients
        ('sertraline',)
    """
    return tuple(reading for entry in entries for reading in _read(entry, catalogue))


def strength_of(name: str, catalogue: Catalogue) -> Strength:
    """How serotonergic an ingredient is; a known ingredient that no entry lists as serotonergic is none."""
    substance = catalogue.substances.get(name)
    if substance is None:
        return Strength.NONE if name in catalogue.names.rxcuis else Strength.UNKNOWN
    return substance.strength


def _read(entry: MedicationEntry, catalogue: Catalogue) -> list[Reading]:
    named = _of_text(entry, catalogue.names) if entry.given != f"{entry.code_system} {entry.code}" else []
    coded = _of_code(entry, catalogue)
    if coded is None:
        return named or [Reading(entry, ())]
    others = [reading for reading in named if reading.meanings and _apart(reading, coded)]
    understood = [reading for reading in named if reading.meanings]
    if others and len(others) == len(understood):
        return [Reading(entry, (coded, *(meaning for reading in others for meaning in reading.meanings)))]
    return [Reading(entry, (coded,)), *others]


def _of_code(entry: MedicationEntry, catalogue: Catalogue) -> Meaning | None:
    ingredients = catalogue.names.of_rxcui(entry.code) if entry.code_system == "rxcui" else ()
    return Meaning(ingredients=ingredients) if ingredients else None


def _apart(reading: Reading, coded: Meaning) -> bool:
    """Whether a name means nothing that the code means."""
    return all(set(coded.ingredients).isdisjoint(meaning.ingredients) for meaning in reading.meanings)


def _of_text(entry: MedicationEntry, names: NameIndex) -> list[Reading]:
    """A reading for each drug that a text names, and one without a meaning for words that say something else."""
    whole = names.of_name(entry.given) or names.of_name(_bare(entry.given, names))
    if whole:
        return [Reading(entry, whole)]
    for joints in (_JOINTS, _HYPHENS):
        parts = [part for part in joints.split(fold(entry.given)) if _bare(part, names)]
        found = [names.of_name(part) or names.of_name(_bare(part, names)) for part in parts]
        if len(parts) > 1 and all(found):
            return [Reading(entry, meanings) for meanings in dict.fromkeys(found)]
    found, left = _longest_names(entry.given, names)
    if found and names.doubts & set(left):
        return [Reading(entry, tuple(dict.fromkeys(meaning for meanings in found for meaning in meanings)), doubted=True)]
    rest = [()] if left or not found else []
    return [Reading(entry, meanings) for meanings in (*dict.fromkeys(found), *rest)]


def _longest_names(text: str, names: NameIndex) -> tuple[list[tuple[Meaning, ...]], list[str]]:
    """Every known name in a text, the longest first, and the words that are left and say something else."""
    words = _words(text)
    found, left, position = [], [], 0
    while position < len(words):
        length = next((n for n in range(min(5, len(words) - position), 0, -1) if _named(words, position, n, names)), 0)
        if length:
            found.append(names.of_name(" ".join(words[position : position + length])))
        elif words[position] not in names.fillers and _JOINTS.fullmatch(words[position]) is None:
            left.append(words[position])
        position += length or 1
    return found, left


def _named(words: list[str], position: int, length: int, names: NameIndex) -> bool:
    """Whether some words together are a known name, and not one filler alone."""
    alone = length == 1 and words[position] in names.fillers
    return not alone and bool(names.of_name(" ".join(words[position : position + length])))


def _bare(text: str, names: NameIndex) -> str:
    """A name without strengths, forms and frequencies."""
    return " ".join(word for word in _words(text) if word not in names.fillers)


def _words(text: str) -> list[str]:
    """The words of a text without its strengths."""
    bare = (word.strip("-") for word in _WORD.findall(_STRENGTH.sub(" ", fold(text))))
    return [word for word in bare if word]
