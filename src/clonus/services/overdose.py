"""Whether the text of an entry tells of an overdose of these days, and nothing that denies it or leaves it open."""

import re

from clonus.catalogue.names import NameIndex, fold
from clonus.domain.record import MedicationEntry
from clonus.services.sentence import Named
from clonus.services.timing import dates_in

_DAYS = 7
_AMOUNTS = ("time", "quantity", "form", "route", "frequency")
_TAKEN = frozenset(("of", "on", "an", "a", "the", "in", "with", "by", "and", "plus", "took", "taken", "swallowed", "ingested", "x", "this"))
_HOW = frozenset(("intentional", "intentionally", "accidental", "accidentally", "deliberate", "suicidal", "acute", "massive", "about"))
_BESIDE = _TAKEN | _HOW


def overdosed(entry: MedicationEntry, one: Named, names: NameIndex) -> bool:
    """Whether a name stands beside the word overdose and, beyond that, only what was taken, how much, how and when.

    Anything else leaves it open ("history of", "risk of", "not"), and so does a date that is not of the last week.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> from clonus.services.sentence import names_in
        >>> names = open_catalogue().names
        >>> [overdosed(MedicationEntry(text), names_in(text, names).named[0], names) for text in ("citalopram overdose", "citalopram")]
        [True, False]
    """
    if names.denials.get(one.doubted) != "overdose":
        return False
    words = re.findall(r"[^\W\d_]+", f"{one.before} {one.after}")
    if not all(word in _BESIDE or names.denials.get(word) == "overdose" or names.words.get(word) in _AMOUNTS for word in words):
        return False
    moments = [moment for _, _, moment in dates_in(fold(entry.given), entry.moments)]
    return all(moment is not None and moment.most is not None and moment.most <= _DAYS for moment in moments)
