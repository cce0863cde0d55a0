"""What stands around a name in an order sentence: dose, frequency, route, form, whether only when needed, and dates."""

import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from clonus.catalogue.names import NameIndex
from clonus.domain.moments import DaysBefore
from clonus.domain.record import MedicationEntry, Order
from clonus.services.patterns import AGO, COUNT, DATE, DOSE, ENDING, EVERY, GERMAN, NEEDED, STARTING, TIMES

_WORDS = {word: Fraction(number) for number, word in enumerate(["zero", "one", "two", "three", "four", "five", "six"])}
_WORDS |= {"a": Fraction(1), "an": Fraction(1), "half": Fraction(1, 2), "½": Fraction(1, 2)}
_OFTEN = {"once": 1, "twice": 2, "thrice": 3}
_SPANS = {"h": Fraction(1, 24), "d": Fraction(1), "w": Fraction(7), "m": Fraction(30), "y": Fraction(365)}


def order_of(text: str, moments: Mapping[str, DaysBefore], names: NameIndex) -> Order:
    """What a folded text says beside the name.

    Args:
        text: the piece of the entry that belongs to one name.
        moments: the dates that stand in the entry, each as days before the moment of assessment.
        names: where the words of frequency and route are known.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> read = order_of("zoloft 100mg po bid prn", {}, open_catalogue().names)
        >>> read.dose, read.per_day, read.route, read.prn
        ('100 mg', Fraction(2, 1), 'oral', True)
    """
    words = re.findall(r"[^\s,;()\[\]]+", text)
    dose = DOSE.search(text)
    started, stopped = _moment(text, STARTING, moments), _moment(text, ENDING, moments)
    ended = any(names.denials.get(word.strip(".:")) == "past" for word in words)
    return Order(
        dose=_spelled(dose) if dose else "",
        count=_count(text),
        per_day=_per_day(text, words, names),
        route=_first(words, names.routes),
        prn=NEEDED.search(text) is not None,
        started=started,
        stopped=stopped,
        stopped_undated=stopped is None and ended,
    )


def completed(entry: MedicationEntry, order: Order) -> MedicationEntry:
    """An entry with what its own sentence says, wherever its keys say nothing."""
    dated = entry.stopped is not None or entry.stopped_undated
    return replace(
        entry,
        dose=entry.dose or order.dose,
        route=entry.route or order.route,
        prn=entry.prn or order.prn,
        started=entry.started or order.started,
        stopped=entry.stopped if dated else order.stopped,
        stopped_undated=entry.stopped_undated if dated else order.stopped_undated,
    )


def _spelled(dose: re.Match[str]) -> str:
    """A dose as it is charted, with one space before its unit."""
    number, upper, unit, per = dose.groups()
    amount = f"{number}-{upper}" if upper else number
    return f"{''.join(amount.split())} {unit}{''.join((per or '').split())}"


def _count(text: str) -> Fraction | None:
    found = COUNT.search(text)
    return _number(found[2] or found[1]) if found else None


def _number(text: str) -> Fraction:
    return _WORDS[text] if text in _WORDS else Fraction(text)


def _per_day(text: str, words: list[str], names: NameIndex) -> Fraction | None:
    """How often a day; the oftener where a range is given."""
    every, german, times = EVERY.search(text), GERMAN.search(text), TIMES.search(text)
    if every:
        hours = [int(one) for one in every.groups() if one]
        return Fraction(24, min(hours)) if min(hours) else None
    if german:
        return Fraction(sum(_number(one) for one in german.groups() if one))
    for word in words:
        if word.strip(".") in names.often:
            return names.often[word.strip(".")]
    if times:
        return Fraction(_OFTEN.get(times[1]) or int(times[1]))
    return None


def _first(words: list[str], table: Mapping[str, str]) -> str:
    return next((table[word.strip(".:")] for word in words if word.strip(".:") in table), "")


def _moment(text: str, led_by: re.Pattern[str], moments: Mapping[str, DaysBefore]) -> DaysBefore | None:
    """The moment that a word such as `started` or `stopped` leads to."""
    for found in (*AGO.finditer(text), *DATE.finditer(text)):
        if led_by.search(text[: found.start()]):
            when = moments.get(found[0]) if found.re is DATE else _ago(found)
            if when is not None:
                return when
    return None


def _ago(found: re.Match[str]) -> DaysBefore:
    """How long ago words say; a span given in days may be up to a day more or less, and so on."""
    if found[3]:
        least, most = {"today": (0, 1), "yesterday": (0, 2), "last week": (1, 14), "last month": (1, 62)}.get(found[3], (1, 731))
        return DaysBefore(Fraction(least), Fraction(most))
    number = Fraction(found[1]) if found[1] else _WORDS[found[0].split()[0]]
    span = _SPANS[found[2][0]]
    if span <= 1:
        return DaysBefore.exactly(number * span)
    return DaysBefore((number - Fraction(1, 2)) * span, (number + Fraction(1, 2)) * span)
