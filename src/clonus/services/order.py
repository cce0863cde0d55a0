"""What stands around a name in an order sentence: dose, frequency, route, form, whether only when needed, and dates."""

import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from clonus.catalogue.names import NameIndex
from clonus.domain.moments import DaysBefore
from clonus.domain.record import MedicationEntry, Order
from clonus.services.patterns import AMOUNT, CODES, COUNT, DOSE, EVERY, GERMAN, NEEDED, STRENGTH, TIMES
from clonus.services.timing import number_of, started, stopped

_OFTEN = {"once": 1, "twice": 2, "thrice": 3}
_SPANS = {"w": 7, "m": 30, "s": 7}
_ALSO_WORDS = frozenset(("on", "od", "om", "am", "pm"))
_MOST_AT_A_TIME = 8
_RARER = re.compile(r"week|\bq\.? ?\d+ ?d|month|other day")
_PIECES = re.compile(r"[,;()\[\]]|\. ")


def order_of(before: str, after: str, moments: Mapping[str, DaysBefore], names: NameIndex) -> Order:
    """What a folded text says around a name.

    Args:
        before: the text before the name, back to the one before it.
        after: the text behind the name, up to the next one.
        moments: the dates that stand in the entry, each as days before the moment of assessment.
        names: where the words of frequency and route are known.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> read = order_of("", " 100mg po bid prn", {}, open_catalogue().names)
        >>> read.dose, read.per_day, read.route, read.prn
        ('100 mg', Fraction(2, 1), 'oral', True)
    """
    text = f"{before} {after}"
    words = re.findall(r"[^\s,;()\[\]]+", text)
    dose = DOSE.search(text)
    ended, undated = stopped(before, after, moments, names)
    return Order(
        dose=_spelled(dose) if dose else "",
        count=_count(text),
        per_day=_per_day(text, names),
        route=_first(words, names.routes),
        prn=_when_needed(text, names),
        started=started(before, after, moments, names),
        stopped=ended,
        stopped_undated=undated,
    )


def _when_needed(text: str, names: NameIndex) -> bool:
    """Whether the drug is taken only when needed: nothing else that could be stands before the word in its piece of the text."""
    for found in NEEDED.finditer(text):
        piece = _PIECES.split(text[: found.start()])[-1]
        others = [part for part in STRENGTH.sub(" ", CODES.sub(" ", piece)).split() if part[0].isalpha()]
        opened = piece == "" and text[: found.start()].rstrip().endswith(("(", "["))
        alone = not (opened and text[found.end() :].lstrip()[:1].isalpha())
        if alone and "not" not in others and all(part.strip(".") in names.words or part in names.often for part in others):
            return True
    return False


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


def milligrams_a_day(entry: MedicationEntry, order: Order) -> Fraction | None:
    """How many milligrams a day an entry says; None where it does not say so.

    A dose without a frequency counts as taken once a day, the least that it can be, unless it is taken only when needed.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> entry = MedicationEntry("tramadol 50 mg, 2 tablets bid", dose="50 mg")
        >>> milligrams_a_day(entry, Order(dose="50 mg", count=Fraction(2), per_day=Fraction(2)))
        Fraction(200, 1)
    """
    amount = milligrams(entry.dose)
    if amount is None or entry.overdose:
        return None
    if entry.dose_is_daily:
        return amount
    unsaid = order.per_day is None
    if unsaid and (entry.prn or order.prn or _RARER.search(entry.given.lower())):
        return None
    count = order.count if order.count is not None and order.count <= _MOST_AT_A_TIME else Fraction(1)  # more is a pack
    return amount * count * (Fraction(1) if order.per_day is None else order.per_day)


def dose_is_sure(entry: MedicationEntry, order: Order) -> bool:
    """Whether an entry says how much is taken a day, and not the strength of a tablet alone or numbers that were not understood."""
    if entry.dose_is_daily:
        return True
    numbers = re.findall(r"\d+(?:[.,]\d+)?", entry.given)
    return order.per_day is not None and (order.count is not None or len(numbers) <= 1)


def milligrams(text: str) -> Fraction | None:
    """The one amount in milligrams or grams that a text is, None where it is anything else."""
    found = AMOUNT.fullmatch(text.strip().lower())
    return Fraction(found[1].replace(",", "")) * (1000 if found[2] in ("g", "gram", "grams") else 1) if found else None


def _spelled(dose: re.Match[str]) -> str:
    """A dose as it is charted, with one space before its unit."""
    number, upper, unit, per = dose.groups()
    amount = f"{number}-{upper}" if upper else number
    return f"{''.join(amount.split())} {unit}{''.join((per or '').split())}"


def _count(text: str) -> Fraction | None:
    found = COUNT.search(text)
    return number_of(found[2] or found[1]) if found else None


def _per_day(text: str, names: NameIndex) -> Fraction | None:
    """How often a day; the oftener where a range is given."""
    every, german, times = EVERY.search(text), GERMAN.search(text), TIMES.search(text)
    if every:
        hours = [int(one) for one in every.groups() if one]
        return Fraction(24, min(hours)) if min(hours) else None
    if german:
        return Fraction(sum(number_of(one) for one in german.groups() if one))
    if times:
        often = Fraction(_OFTEN.get(times["often"]) or number_of(times["often"]))
        return often / _SPANS.get((times["span"] or times["adverb"])[0], 1)
    for found in re.finditer(r"[^\s,;()\[\]]+", text):
        word = found[0].strip(".")
        if word in names.often and not (word in _ALSO_WORDS and not _after_a_dose(text, found)):
            return names.often[word]
    return None


def _after_a_dose(text: str, found: re.Match[str]) -> bool:
    """Whether a short word stands where a frequency does: behind a dose, and not before `hold`."""
    return DOSE.search(text[: found.start()]) is not None and not text[found.end() :].lstrip().startswith("hold")


def _first(words: list[str], table: Mapping[str, str]) -> str:
    return next((table[word.strip(".:")] for word in words if word.strip(".:") in table), "")
