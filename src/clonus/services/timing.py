"""When a drug of an entry was started or stopped, as its own words say.

A word counts for a drug only where it is bound to its name: right before it, or behind it with nothing between but doses, forms,
times and the like.
"Stopped smoking", "symptoms stopped" and "to be stopped" end no drug: to take an agent for gone is the worse mistake.
"""

import re
from collections.abc import Mapping
from fractions import Fraction

from clonus.catalogue.names import NameIndex
from clonus.domain.moments import DaysBefore
from clonus.services.patterns import AGAIN, AGO, BEGUN, CHANGED, DATE, DONE, FORMERLY, LAST_DOSE, NOT_YET, STRENGTH, SWITCHED

NUMBERS = {word: Fraction(number) for number, word in enumerate(["zero", "one", "two", "three", "four", "five", "six"])}
NUMBERS |= {"a": Fraction(1), "an": Fraction(1), "half": Fraction(1, 2), "half a": Fraction(1, 2), "half an": Fraction(1, 2)}
_SPANS = {"h": Fraction(1, 24), "d": Fraction(1), "w": Fraction(7), "m": Fraction(30), "y": Fraction(365)}
_LOOSE = {"a couple of": (Fraction(3, 2), Fraction(3)), "a few": (Fraction(2), Fraction(6)), "several": (Fraction(2), Fraction(12))}
_DAYS = {"today": (0, 1), "this morning": (0, 1), "last night": (0, 1), "yesterday": (0, 2), "last week": (1, 14), "last month": (1, 62)}
_BINDING = ("form", "salt", "route", "frequency", "maker", "person")
_LINKS = frozenset(
    [
        "was",
        "were",
        "has",
        "had",
        "been",
        "is",
        "it",
        "which",
        "now",
        "then",
        "recently",
        "just",
        "self",
        "already",
        "and",
        "but",
        "the",
        "a",
        "an",
        "dose",
        "therapy",
        "treatment",
        "tablets",
    ]
)
_LEADING = re.compile(r"^[\s,:(~-]*(?:(?:on|in|about|around|approx\w*\.?|since|ca\.?|am|le|el)\s+)*$")
_REASON = re.compile(r"^\s*(?:by|due|because|after|for|when|as|secondary|d/t|since)\b")
_END = re.compile(r"[.;\n](?!\d)")
_DONE_BEHIND = re.compile(rf"\b{DONE}(?!\w)")
_DONE_BEFORE = re.compile(rf"\b{DONE}\s+(?:taking|using|the|his|her|their|my)?\s*$")
_BEGUN_BEHIND = re.compile(rf"\b{BEGUN}(?!\w)")
_BEGUN_BEFORE = re.compile(r"\b(?:started|begun|began|initiated|commenced)\s+(?:taking|on|the|his|her)?\s*$")
_ASIDE = re.compile(r"\([^()]*\)")
_LAST_TAKEN = re.compile(r"\blast (?:taken|took)\b")
_MANY = 10

Moments = Mapping[str, DaysBefore]


def stopped(before: str, after: str, moments: Moments, names: NameIndex) -> tuple[DaysBefore | None, bool]:
    """When a drug was stopped, and whether it was on a day that cannot be told, or that more words than the day put in doubt.

    Args:
        before: the folded text before the name, back to the one before it.
        after: the folded text behind the name, up to the next one.
        moments: the dates that stand in the entry.
        names: where the words of charts are known.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> names = open_catalogue().names
        >>> stopped("", " 15 mg, stopped 3 days ago", {}, names)[0] == DaysBefore.exactly(3)
        True
        >>> stopped("", " 15 mg, stopped smoking 2 weeks ago", {}, names), stopped("", " stopped 6 weeks ago, prn use", {}, names)
        ((None, False), (None, True))
    """
    own = _ASIDE.sub(lambda found: found[0] if _DONE_BEHIND.search(found[0]) else " " * len(found[0]), after)
    if AGAIN.search(_LAST_TAKEN.sub(" ", own)):
        return None, False
    for start, end, when in dates_in(own, moments):
        if LAST_DOSE.search(own[:start]):
            return _surely(when, own[end:])
    sentence = _END.split(own)[0]
    said = _ended_behind(sentence, moments, names) or _ended_before(before, sentence, moments, names)
    return said if said[0] is None else _surely(said[0], own[len(sentence) :])


def _surely(when: DaysBefore | None, tail: str) -> tuple[DaysBefore | None, bool]:
    """A day of ending, where nothing more is said behind it; else an end without a day."""
    return (None, True) if when is None or any(sign.isalnum() for sign in tail) else (when, False)


def _ended_behind(own: str, moments: Moments, names: NameIndex) -> tuple[DaysBefore | None, bool] | None:
    """What a word of ending says that is bound to the name before it; None where it ends something else, or nothing yet."""
    bound = _bound(own, _DONE_BEHIND, names)
    if bound is None or NOT_YET.search(own[: bound.start()]):
        return None
    rest = own[bound.end() :]
    reason = _REASON.match(rest) is not None
    for start, end, when in dates_in(rest, moments):
        if _LEADING.match(rest[:start]) or reason:
            return _surely(when, rest[end:])
    alone = not rest.strip(" ,:)-") or rest.lstrip()[0] in ",:()"
    return (None, True) if alone or reason else None


def _ended_before(before: str, own: str, moments: Moments, names: NameIndex) -> tuple[DaysBefore | None, bool]:
    """What the words right before a name say, or a word of switching between it and the next."""
    leading = _DONE_BEFORE.search(before)
    if leading and not NOT_YET.search(before[: leading.start()]):
        dated = next(iter(dates_in(own, moments)), None)
        return _surely(dated[2], own[dated[1] :]) if dated else (None, True)
    switch = _bound(own, SWITCHED, names)
    return None, FORMERLY.search(before) is not None or (switch is not None and not own[switch.end() :].strip())


def started(before: str, after: str, moments: Moments, names: NameIndex) -> DaysBefore | None:
    """When a drug was started, where its own words say so, and nothing of a change or of starting again.

    The arguments are those of `stopped`.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> started("", " 50 mg started 3 days ago", {}, open_catalogue().names) == DaysBefore.exactly(3)
        True
    """
    own = _END.split(after)[0]
    bound = _bound(own, _BEGUN_BEHIND, names)
    if (bound is None and not _BEGUN_BEFORE.search(before)) or AGAIN.search(after) or CHANGED.search(f"{before} {after}"):
        return None
    rest = own[bound.end() :] if bound else own
    dated = next(iter(dates_in(rest, moments)), None)
    if dated is None or (bound and not _LEADING.match(rest[: dated[0]])) or any(sign.isalpha() for sign in rest[dated[1] :]):
        return None
    return dated[2]


def _bound(own: str, word: re.Pattern[str], names: NameIndex) -> re.Match[str] | None:
    """A word behind a name with nothing between but doses, forms, times and the like; None where something else stands there."""
    found = word.search(own)
    if found is None:
        return None
    between = re.findall(r"[^\s,;:()\[\]~-]+", STRENGTH.sub(" ", own[: found.start()]))
    binding = (part in _LINKS or names.words.get(part.strip(".")) in _BINDING or not part[0].isalpha() for part in between)
    return found if all(binding) else None


def dates_in(text: str, moments: Moments) -> list[tuple[int, int, DaysBefore | None]]:
    """Every moment that a text tells, with where it begins and ends; None for a date that needs the moment of assessment."""
    ago = [(found.start(), found.end(), ago_of(found)) for found in AGO.finditer(text)]
    return sorted([*ago, *((found.start(), found.end(), moments.get(found[0])) for found in DATE.finditer(text))], key=lambda one: one[:2])


def number_of(text: str) -> Fraction:
    """A number as charts write it: `1½`, `1 1/2`, `3,5`, `two`."""
    if text in NUMBERS:
        return NUMBERS[text]
    whole, _, part = text.replace("½", " 1/2").strip().rpartition(" ")
    return (Fraction(whole) if whole else Fraction(0)) + Fraction(part.replace(",", "."))


def ago_of(found: re.Match[str]) -> DaysBefore:
    """How long ago words say, as wide as they are vague; whole hours and days are exact.

    Example:
        >>> ago_of(AGO.search("10-14 days ago"))
        DaysBefore(least=Fraction(10, 1), most=Fraction(14, 1))
    """
    if found["word"]:
        least, most = _DAYS.get(found["word"], (1, 731))
        return DaysBefore(Fraction(least), Fraction(most))
    span = _SPANS[found["unit"][0]]
    if found["low"] in _LOOSE:
        low, high = _LOOSE[found["low"]]
        return DaysBefore(low * span, high * span)
    number, about = number_of(found["low"]), found["about"] or ""
    if found["high"]:
        return DaysBefore(number * span, max(number, number_of(found["high"])) * span)
    if about in ("less than", "under", "almost", "nearly", "<"):
        return DaysBefore(Fraction(0), number * span)
    if about in ("more than", "over", ">"):
        return DaysBefore(number * span, _MANY * number * span)
    exact = span <= 1 and not about
    loose = Fraction(0) if exact else span / 2 if number.denominator == 1 else span / 4
    return DaysBefore(max(number * span - loose, Fraction(0)), number * span + loose)
