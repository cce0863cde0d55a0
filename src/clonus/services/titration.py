"""Doses of a case against what labels say of start, step, interval and maximum for such a patient.

Quiet where labels differ: a limit is passed only where it is passed by every statement for the same population, while a statement
for fewer patients (older adults, liver impairment, poor metabolizers, an inhibitor on the list) comes before one for all.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from clonus.catalogue.shelves import Catalogue
from clonus.domain.agents import LabelDose
from clonus.domain.moments import DaysBefore
from clonus.domain.record import PatientRecord
from clonus.domain.titration import BeyondLabel
from clonus.domain.truth import Truth
from clonus.services.exposure import Exposure, ExposureHistory
from clonus.services.kinetics import factors_of
from clonus.services.order import milligrams

_RECENT_START_DAYS = 7
_ADULT = Fraction(18)
_MODIFIED = re.compile(r"\b(?:extended|sustained|controlled|retard|prolonged|modified|xr|er|sr|xl|cr)\b")
_KINDS = {"start": "start", "step": "rise", "interval": "rise", "maximum": "maximum"}


def titration(record: PatientRecord, history: ExposureHistory, catalogue: Catalogue) -> tuple[BeyondLabel, ...]:
    """Every start, rise and dose of a record that goes beyond the labels, in the order of the list.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> titration(PatientRecord(), ExposureHistory((), None), open_catalogue())
        ()
    """
    taken = [one for one in history.exposures or () if one.daily_mg is not None and one.on_board is not Truth.NO]
    if not taken:
        return ()
    return tuple(found for exposure in taken for found in _beyond(exposure, record, history, catalogue))


def _beyond(exposure: Exposure, record: PatientRecord, history: ExposureHistory, catalogue: Catalogue) -> Iterator[BeyondLabel]:
    entry, daily = exposure.entry, exposure.daily_mg
    labels = _bearing(exposure, record, history, catalogue)
    if daily is None or not labels:
        return
    checks: list[tuple[str, Fraction | None, str, Callable[[LabelDose], Fraction | None], bool]] = [
        ("maximum", daily, "a day", lambda label: label.maximum_mg, False),
        ("start", daily if _just_started(entry.started, entry.increased) else None, "at the start", lambda label: label.start_mg, False),
        ("step", _rise(daily, entry.increased_from), "in one rise", lambda label: label.step_mg, False),
        ("interval", _longest_between(entry.started, entry.increased), "after the start", lambda label: label.interval_days, True),
    ]
    for check, given, where, limit_of, least in checks:
        found = None if given is None else _passed(given, labels, limit_of, least)
        if given is not None and found is not None:
            limit, label = found
            unit = "days" if least else "mg"
            word = "at least" if least else "at most"
            rose = "raised " if least else ""
            says = (
                f"{exposure.name}: {rose}{_number(given)} {unit} {where}; the label for {label.population} ({label.authority}) "
                f"says {word} {_number(limit)} {unit}."
            )
            kind = _KINDS[check]
            known = tuple(one for one in catalogue.dosing.too_fast if exposure.name in one.means and kind in one.of)
            yield BeyondLabel(exposure.name, check, says, given, limit, label, known)


def _bearing(exposure: Exposure, record: PatientRecord, history: ExposureHistory, catalogue: Catalogue) -> list[LabelDose]:
    """The label statements that bear on this patient and this form; of an unknown age those for adults."""
    age = record.patient.age
    asked = _ADULT * 2 if age is None else age
    present = set(factors_of(record))
    named = {one.name for one in history.exposures or () if one.on_board is not Truth.NO}
    said = f"{exposure.entry.given} {exposure.entry.route}".lower()
    found = []
    for label in catalogue.dosing.doses.get(exposure.name, ()):
        of_age = label.least_age is None or label.most_age is None or label.least_age <= asked < label.most_age + 1
        with_agent = not label.agents or bool(named & set(label.agents))
        if of_age and with_agent and set(label.when) - {"with"} <= present and _of_form(label.form, said):
            found.append(label)
    return found


def _of_form(form: str, said: str) -> bool:
    """Whether a statement for one form may bear on an entry: its form is named there, or no other form is."""
    modified = _MODIFIED.search(said) is not None
    if form in ("", "immediate release"):
        return form == "" or not modified
    if form in ("extended release", "sustained release", "controlled release"):
        return modified
    return all(word in said for word in form.split())


def _passed(
    given: Fraction, labels: Sequence[LabelDose], limit_of: Callable[[LabelDose], Fraction | None], least: bool
) -> tuple[Fraction, LabelDose] | None:
    """The limit that is passed and the statement that sets it: of each population the mildest, of all populations the strictest."""
    mildest: list[tuple[Fraction, LabelDose]] = []
    for population in dict.fromkeys(label.population for label in labels):
        limits = [(limit, label) for label in labels if label.population == population and (limit := limit_of(label)) is not None]
        if limits:
            mildest.append((min if least else max)(limits, key=lambda pair: pair[0]))
    if not mildest:
        return None
    strictest = (max if least else min)(mildest, key=lambda pair: pair[0])
    passed = given < strictest[0] if least else given > strictest[0]
    return strictest if passed else None


def _just_started(started: DaysBefore | None, increased: DaysBefore | None) -> bool:
    """Whether the dose now is surely that of a recent start."""
    return started is not None and increased is None and started.most <= _RECENT_START_DAYS and not started.perhaps_after_now


def _rise(daily: Fraction, before: str) -> Fraction | None:
    earlier = milligrams(before) if before else None
    return daily - earlier if earlier is not None and daily > earlier else None


def _longest_between(started: DaysBefore | None, increased: DaysBefore | None) -> Fraction | None:
    """The longest that may lie between start and rise, however the unknown parts of the dates fall."""
    return None if started is None or increased is None else max(started.most - increased.least, Fraction(0))


def _number(value: Fraction) -> str:
    return f"{float(value):g}"
