"""The leaflet for the patient of one record: the lines whose rules hold, findings in plain words, a card without doses."""

import re
from collections.abc import Collection, Iterator

from clonus.catalogue.shelves import Catalogue
from clonus.domain.assessment import Medication, Recognition
from clonus.domain.errors import Fault, InputRefused, Place
from clonus.domain.findings import Observation
from clonus.domain.handout import CardEntry, Leaflet, LeafletSection
from clonus.domain.record import MedicationEntry, PatientRecord
from clonus.domain.truth import Truth
from clonus.rules.handout import LANGUAGES
from clonus.services.exposure import ExposureHistory, history_of
from clonus.services.knowing import known_facts
from clonus.services.planning import plan

_FOUND, _CARD = "found", "card"
_HELD = ("stop", "hold", "replace", "substitute")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def handout(record: PatientRecord, catalogue: Catalogue, language: str = "en") -> Leaflet:
    """A leaflet in a language, `en` or `es`.

    Raises:
        InputRefused: if there is no leaflet in the language.
        Contradiction: if two statements of the record cannot both be true.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> [section.id for section in handout(PatientRecord(), open_catalogue()).sections][0]
        'found'
    """
    if language not in LANGUAGES:
        raise InputRefused(Fault(Place(), f"there is no leaflet in `{language}`: choose one of {', '.join(LANGUAGES)}."))
    words, history = catalogue.leaflet, history_of(record, catalogue)
    known = known_facts(record, history, catalogue)
    held = {(line.given, line.agent) for line in plan(record, history, known, catalogue).stop_list if line.action in _HELD}
    standing = [line for line in words.lines if line.rule is None or line.rule.solver.truth(known.closed) is Truth.YES]
    sections = []
    for id, heading in words.sections.items():
        lines = [line.words[language] for line in standing if line.section == id]
        found = list(_found(record, catalogue, language)) if id == _FOUND else []
        if lines or found:
            sections.append(LeafletSection(id, heading[language], (*found, *lines)))
    return Leaflet(
        language=language,
        title=words.title[language],
        as_of=(record.as_of or "").partition("T")[0],
        sections=tuple(sections),
        card=None if history.exposures is None else tuple(dict.fromkeys(_card(history, held, catalogue, language))),
        notes={id: note[language] for id, note in words.notes.items()},
    )


def _found(record: PatientRecord, catalogue: Catalogue, language: str) -> Iterator[str]:
    """Each finding that is recorded present, in plain words; a sentence where none is."""
    words, present = catalogue.leaflet, [id for id, seen in record.current.findings.items() if seen is Observation.PRESENT]
    for id in present:
        plain = words.findings[id][language]
        yield f"{plain[:1].upper()}{plain[1:]}."
    if not present:
        yield words.notes["no_findings"][language]


def _card(history: ExposureHistory, held: Collection[tuple[str, str]], catalogue: Catalogue, language: str) -> Iterator[CardEntry]:
    """Each drug by its ingredients, or as it was given without its dose; the doses of a chart never reach a patient from here."""
    unnamed = catalogue.leaflet.notes["unnamed_drug"][language]
    for medication, intakes in zip(history.medications, history.intakes, strict=True):
        entry = intakes[0].entry
        names = " + ".join(one.name for one in medication.ingredients)
        coded = medication.given == f"{entry.code_system} {entry.code}"
        yield CardEntry(names or ("" if coded else _without_dose(medication.given, catalogue)) or unnamed, _state(medication, entry, held))


def _state(medication: Medication, entry: MedicationEntry, held: Collection[tuple[str, str]]) -> str:
    """Whether a drug is taken; one that may be denied by its own words, or of a date that is not sure, is to be asked about."""
    if medication.status is Recognition.AMBIGUOUS or entry.was_stopped is Truth.UNKNOWN:
        return "ask"
    if entry.was_stopped is Truth.YES:
        return "stopped"
    if entry.started is not None and entry.started.surely_after_now:
        return "later"
    agents = [one.name for one in medication.ingredients] if medication.status is Recognition.RECOGNIZED else [""]
    return "held" if any((medication.given, agent) in held for agent in agents) else "takes"


def _without_dose(given: str, catalogue: Catalogue) -> str:
    """The words of an entry that name a drug: whatever holds a digit, and every word of amounts, forms and times, is left out."""
    tokens = (token for token in given.split() if not any(char.isnumeric() for char in token))
    words = (word for token in tokens for word in _WORD.findall(token))
    return " ".join(
        word for word in words if word.lower() not in catalogue.leaflet.dose_words and word.lower() not in catalogue.names.words
    )
