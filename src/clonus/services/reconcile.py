"""From the entries of a medication list to what each one means; no entry is ever silently ignored."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from clonus.catalogue.build import Catalogue
from clonus.catalogue.names import Meaning, NameIndex, fold
from clonus.domain.assessment import Recognition
from clonus.domain.record import MedicationEntry
from clonus.domain.substances import Strength

_JOINTS = re.compile(r"\s*(?:[;+&/]|,(?!\d)|\band\b|\bwith\b|\bplus\b)\s*")
_STRENGTH = re.compile(
    r"(?<![\w.])\d[\d.,]*(?:\s*-\s*\d[\d.,]*)?\s*(?:mg|mcg|µg|ug|g|kg|ml|l|iu|units?|meq|mmol|%|x|hours?|hrs?|h|hr)?"
    r"(?:\s*/\s*(?:\d[\d.]*\s*)?(?:mg|mcg|ml|l|g|kg|h|hr|hour|day|d|actuat\w*|spray|dose|24\s*h\w*))*(?![\w.])"
)
_WORD = re.compile(r"[^\s,.()\[\]]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one entry, or a part of it, was understood as.

    `meanings` has one element where it is recognized, several where it is ambiguous, none where it is not recognized.
    """

    entry: MedicationEntry
    meanings: tuple[Meaning, ...]

    @property
    def status(self) -> Recognition:
        """Recognized, ambiguous or unrecognized."""
        if len(self.meanings) == 1:
            return Recognition.RECOGNIZED
        return Recognition.AMBIGUOUS if self.meanings else Recognition.UNRECOGNIZED


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
    by_code = _of_code(entry, catalogue)
    by_name = _of_text(entry.given, catalogue.names) if entry.given and not entry.given.startswith(f"{entry.code_system} ") else []
    if not entry.code:
        return [Reading(entry, meanings) for meanings in by_name] or [Reading(entry, ())]
    if not by_code:
        known = [Reading(entry, meanings) for meanings in by_name if meanings]
        return known or [Reading(entry, ())]
    named = [meanings for meanings in by_name if meanings]
    if named and all(set(by_code[0].ingredients).isdisjoint(meaning.ingredients) for found in named for meaning in found):
        return [Reading(entry, (*by_code, *(meaning for found in named for meaning in found)))]
    return [Reading(entry, by_code)]


def _of_code(entry: MedicationEntry, catalogue: Catalogue) -> tuple[Meaning, ...]:
    if entry.code_system != "rxcui":
        return ()
    ingredients = catalogue.names.of_rxcui(entry.code)
    return (Meaning(ingredients=ingredients),) if ingredients else ()


def _of_text(text: str, names: NameIndex) -> list[tuple[Meaning, ...]]:
    """The meanings of each drug that a text names; an empty one for a part that is not understood."""
    whole = names.of_name(text) or names.of_name(_bare(text, names))
    if whole:
        return [whole]
    parts = [part for part in _JOINTS.split(fold(text)) if _bare(part, names)]
    if len(parts) > 1:
        found = [names.of_name(part) or names.of_name(_bare(part, names)) for part in parts]
        if all(found):
            return list(dict.fromkeys(found))
    return _longest_names(text, names)


def _longest_names(text: str, names: NameIndex) -> list[tuple[Meaning, ...]]:
    """Every known name in a text, the longest first; one empty reading more where words are left that say something else."""
    words = _WORD.findall(_STRENGTH.sub(" ", fold(text)))
    found: list[tuple[Meaning, ...]] = []
    left, position = [], 0
    while position < len(words):
        for length in range(min(5, len(words) - position), 0, -1):
            meanings = names.of_name(" ".join(words[position : position + length]))
            if meanings and not (length == 1 and words[position] in names.fillers):
                found.append(meanings)
                position += length
                break
        else:
            if words[position] not in names.fillers and _JOINTS.fullmatch(words[position]) is None:
                left.append(words[position])
            position += 1
    return [*dict.fromkeys(found), ()] if left or not found else list(dict.fromkeys(found))


def _bare(text: str, names: NameIndex) -> str:
    """A name without strengths, forms and frequencies."""
    return " ".join(word for word in _WORD.findall(_STRENGTH.sub(" ", fold(text))) if word not in names.fillers)
