"""The bedside page for one submitted form: what was entered, how it was understood, what was refused, and the answer."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from markupsafe import Markup

from clonus.adapters.formats.timeline import to_svg
from clonus.adapters.formats.words import spell
from clonus.adapters.web.case_form import PASTED, Submitted, earlier_of, last_row, names_of, rows_of, written
from clonus.adapters.web.problems import MOST_FAULTS, first_of
from clonus.adapters.web.site import Site, moment_of
from clonus.catalogue.shelves import Catalogue
from clonus.domain.assessment import Assessment, Medication
from clonus.domain.errors import Fault, InputRefused
from clonus.domain.record import PatientRecord
from clonus.services.exposure import history_of
from clonus.services.reconcile import entries_of
from clonus.services.timeline import timeline_of

_OPENS = ("daily_dose", "dose", "route", "increased", "increased_from", "rxcui", "atc", "ndc", "overdose", "prn", "serotonergic")
_POSITION = re.compile(r"(medications|proposed)\[(\d+)\]")
_NAMED = re.compile(r"`([a-z0-9_]+)`")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list: its number in the form, its entry's text, how that was understood, and whether its rest is shown."""

    number: int
    given: str
    understood: tuple[Medication, ...]
    opened: bool


@dataclass(frozen=True, slots=True)
class Bedside:
    """What the page shows; without an assessment, `faults` says why, each with the field that it is about.

    `dated` is the moment of the assessment where that is on another day than today.
    """

    fields: Submitted
    rows: Mapping[str, list[Row]]
    pasted: Mapping[str, list[tuple[str, tuple[Medication, ...]]]]
    faults: tuple[tuple[str, str], ...]
    record: PatientRecord | None
    assessment: Assessment | None
    timeline: Markup | None
    earlier: tuple[str, ...]
    dated: str


def bedside(fields: Submitted, site: Site, refused: Iterable[Fault] = ()) -> Bedside:
    """The page of a form; `refused` are faults that were found on the way to it."""
    faults, record, answer = list(refused), None, None
    try:
        record = site.read(fields)
        answer = site.assess(record)
    except InputRefused as error:
        faults += error.faults
    understood = _by_text((*answer.medications, *_orders(record, site)) if answer and record else ())
    return Bedside(
        fields=_Blank(written(fields)),
        rows={kind: list(_rows(fields, kind, understood)) for kind in PASTED},
        pasted={kind: [(text, understood.get(_folded(text), ())) for text in _pasted(fields, kind, site)] for kind in PASTED},
        faults=tuple(_told_at_its_field(list(dict.fromkeys(faults)), fields)),
        record=record,
        assessment=answer if not faults else None,
        timeline=_drawn(record, site.catalogue) if record and not faults else None,
        earlier=tuple(_told(one) for one in _earlier(fields)),
        dated=_other_day(answer, fields),
    )


class _Blank(dict[str, str]):
    """Fields of which those that were not submitted are empty."""

    def __missing__(self, name: str) -> str:
        return ""


def _rows(fields: Submitted, kind: str, understood: Mapping[str, tuple[Medication, ...]]) -> Iterator[Row]:
    """The rows that say something, and an empty one to go on with."""
    for number, entry in rows_of(fields, kind):
        given = next(names_of([entry]))
        yield Row(number, given, understood.get(_folded(given), ()), any(key in entry for key in _OPENS))
    yield Row(last_row(fields, kind), "", (), False)


def _pasted(fields: Submitted, kind: str, site: Site) -> tuple[str, ...]:
    return entries_of(fields.get(PASTED[kind], ""), site.catalogue)


def _orders(record: PatientRecord, site: Site) -> tuple[Medication, ...]:
    """The proposed orders as understood, none of which is on board."""
    return history_of(PatientRecord(medications=record.proposed), site.catalogue).medications if record.proposed else ()


def _by_text(medications: Iterable[Medication]) -> dict[str, tuple[Medication, ...]]:
    """How each entry was understood, by its text; an entry may name several drugs."""
    found: dict[str, tuple[Medication, ...]] = {}
    for one in medications:
        found[_folded(one.given)] = (*found.get(_folded(one.given), ()), one)
    return found


def _folded(text: str) -> str:
    return " ".join(text.split())


def _sentence(fault: Fault) -> str:
    """A fault with its place in a file, where it stands in one, and its ids as words."""
    place = f"{fault.place}: " if fault.place.file else ""
    where = f"{spell(fault.subject)}: " if fault.subject else ""
    return f"{place}{where}{fault.sentence}"


def _field_of(fault: Fault, fields: Submitted) -> str:
    """The field that a fault is about, empty where that cannot be told."""
    found, named = _POSITION.match(fault.subject), _NAMED.search(fault.sentence)
    key = named[1] if named else ""
    if found:
        kind = "med" if found[1] == "medications" else "order"
        numbers = [number for number, _ in rows_of(fields, kind)]
        position = int(found[2]) - 1
        return f"{kind}.{numbers[position]}.{key or 'name'}" if position < len(numbers) else PASTED[kind]
    if fault.subject == "findings":
        return f"sign.{key}"
    return f"{fault.subject}.{key}" if fault.subject else key


def _told_at_its_field(faults: list[Fault], fields: Submitted) -> Iterator[tuple[str, str]]:
    """As many faults as anybody mends at a time, each with its field, and how many there are besides."""
    sentences = first_of([_sentence(fault) for fault in faults])
    yield from zip_longest(sentences, (_field_of(fault, fields) for fault in faults[:MOST_FAULTS]), fillvalue="")


def _earlier(fields: Submitted) -> list[Any]:
    """The earlier examinations to be shown; none where they cannot be read, which is a fault of the case already."""
    try:
        return earlier_of(fields)
    except InputRefused:
        return []


def _drawn(record: PatientRecord, catalogue: Catalogue) -> Markup | None:
    course = timeline_of(record, catalogue)
    return Markup(to_svg(course, styled=False, name="timeline")) if course.lanes else None  # noqa: S704 - the drawing escapes every text


def _other_day(answer: Assessment | None, fields: Submitted) -> str:
    as_of = (answer.as_of if answer else None) or ""
    return "" if as_of[:10] == moment_of(fields)[:10] else as_of


def _told(examination: object) -> str:
    """An earlier examination in a line."""
    if not isinstance(examination, dict):
        return ""
    said = [f"{spell(str(id))} {value}" for group in ("findings", "vitals", "labs", "ecg") for id, value in _items(examination, group)]
    at = str(examination.get("at", "earlier"))
    when = f"{at} days before" if at.replace(".", "", 1).isdigit() else at
    return f"{when}: {', '.join(said) or 'nothing noted'}"


def _items(examination: Mapping[str, Any], group: str) -> Iterable[tuple[str, Any]]:
    values = examination.get(group)
    return values.items() if isinstance(values, dict) else ()
