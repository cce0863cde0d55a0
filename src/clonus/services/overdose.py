"""Which drugs of an entry's text were taken in overdose, and of which that is left open: never silently a plain order."""

import re
from collections.abc import Iterator, Mapping

from clonus.catalogue.names import NameIndex
from clonus.domain.moments import DaysBefore
from clonus.services.patterns import COUNT, STRENGTH
from clonus.services.sentence import Named, Text
from clonus.services.timing import dates_in

OVERDOSE = "overdose"
_DAYS = 14
_SPELLED = re.compile(
    r"\bover[ -]dos\w+|\bod'?d\b|\bo\.?d\.? (?=on |of )|\b(?:an|the) od\b|^od (?=[a-z])"
    r"|\b(?:swallowed(?! whole)|ingested|ingestion)\b|\b(?:whole|entire|full) (?:bottle|box|pack|packet|blister|strip)s?\b"
    r"|\b(?:took|ate|taken) (?=\d{2,3}\s*(?:x\b|tab|pill|cap|[a-z]{5}))(?!\d+\s*(?:hours?|days?|weeks?|months?|years?|minutes?|units?)\b)"
)
_PARTS = re.compile(r"[,;]|\.(?=\s|$)")
_CLOCK = re.compile(r"\bat \d{1,2}(?::\d\d)?\s*(?:am|pm|h|hours|o'clock)?(?!\w)")
_MONTH_OF = re.compile(r"\d\s*/\s*\d{2}")
_COUNTED = re.compile(rf"{COUNT.pattern}\w*")
_TIMES = re.compile(r"\b\d{1,4}\s*x\b|\bx\s*\d{1,4}\b")
_ELSEWHERE = ("denies", "past", "other_person", "allergy", "held", "doubt")
_PURPOSE = frozenset(("kit", "risk", "risks", "prevent", "prevention", "reversal", "rescue", "antidote", "education"))
_ANTIDOTES = frozenset(("naloxone", "nalmefene", "acetylcysteine", "activated charcoal", "flumazenil"))
_AMOUNTS = ("quantity", "form", "route", "salt", "maker", "verb")
_BESIDE = frozenset(
    (
        *("of", "on", "od", "o", "d", "x", "over", "an", "a", "the", "in", "with", "by", "and", "plus", "about", "approx", "around"),
        *("took", "taken", "ate", "swallowed", "ingested", "bottle", "box", "pack", "whole", "entire", "her", "his", "him", "own"),
        *("today", "now", "just", "earlier", "overnight", "tonight", "this", "morning", "amount", "unknown", "single"),
        *("intentional", "intentionally", "unintentional", "accidental", "accidentally", "deliberate", "suicidal", "impulsive"),
        *("acute", "massive", "large", "significant", "mixed", "staggered", "chronic"),
    )
)


def told_of_overdose(text: Text, moments: Mapping[str, DaysBefore], names: NameIndex) -> dict[Named, bool]:
    """The names that the text of an entry sets beside a word for an overdose: whether that was taken these days, or is left open.

    It was taken where, beside the names, only what was taken, how much, how and when is said, no longer than two weeks ago.
    Where the text speaks of the past, another person, a doubt, a purpose or an antidote, nothing is told of it here.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> from clonus.services.sentence import names_in
        >>> names = open_catalogue().names
        >>> for said in ("citalopram 600 mg overdose", "citalopram overdose weekly", "history of citalopram overdose"):
        ...     print(list(told_of_overdose(names_in(said, names), {}, names).values()))
        [True]
        [False]
        []
    """
    spans = list(overdoses_in(text.said, names))
    if not spans or _of_something_else(text, names):
        return {}
    told: dict[Named, bool] = {}
    for start, end in spans:
        begins, ends = _part(text, start)
        meant = [one for one in text.named if begins <= one.start < ends] or _before(text, begins)
        taken = _was_taken(text, (begins, ends), (start, end), moments, names)
        told |= {one: taken or told.get(one, False) for one in meant}
    return told


def overdoses_in(said: str, names: NameIndex) -> Iterator[tuple[int, int]]:
    """Where a folded text has words for an overdose."""
    yield from (found.span() for found in _SPELLED.finditer(said))
    yield from (found.span() for found in re.finditer(r"[^\W\d_]+", said) if names.denials.get(found[0]) == OVERDOSE)


def _of_something_else(text: Text, names: NameIndex) -> bool:
    """Whether a text speaks of the past, another person, a doubt, a purpose, or what is given against an overdose."""
    words = re.findall(r"[^\W\d_]+", text.said)
    antidote = any(name in _ANTIDOTES for one in text.named for meaning in one.meanings for name in meaning.ingredients)
    return antidote or any(word in _PURPOSE or names.denials.get(word) in _ELSEWHERE for word in words)


def _part(text: Text, start: int) -> tuple[int, int]:
    """The part of a text, between what parts it, in which a word stands; all behind it too where no name comes before the word."""
    cuts = [(found.start(), found.end()) for found in _PARTS.finditer(text.said)]
    begins = max((end for _, end in cuts if end <= start), default=0)
    if not any(one.start < start for one in text.named):
        return begins, len(text.said)
    return begins, min((cut for cut, _ in cuts if cut > start), default=len(text.said))


def _before(text: Text, begins: int) -> list[Named]:
    """The last name before a part that has none of its own."""
    return [one for one in text.named if one.end <= begins][-1:]


def _was_taken(text: Text, part: tuple[int, int], word: tuple[int, int], moments: Mapping[str, DaysBefore], names: NameIndex) -> bool:
    """Whether a part says, beside its names and the word, only what was taken, how much, how and when, and that of these days."""
    rest = text.said
    for start, end in (word, *((one.start, one.end) for one in text.named)):
        rest = rest[:start] + " " * (end - start) + rest[end:]
    rest = rest[slice(*part)]
    for start, end, moment in reversed(dates_in(rest, moments)):
        if moment is None or moment.most is None or moment.most > _DAYS:
            return False
        rest = f"{rest[:start]} {rest[end:]}"
    if _MONTH_OF.search(rest):
        return False
    for pattern in (_CLOCK, _COUNTED, _TIMES, STRENGTH):
        rest = pattern.sub(" ", rest)
    words = re.findall(r"[^\W\d_]+", rest)
    return not re.search(r"\d|\?", rest) and all(
        one in _BESIDE or names.denials.get(one) == OVERDOSE or names.words.get(one) in _AMOUNTS for one in words
    )
