"""Misspelled names: forgiven only where one name is clearly nearest, the word is long enough, and no look-alike stands within reach.

The library of distances is loaded when the first word needs it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from clonus.catalogue.names import Meaning, NameIndex

SHORTEST, EIGHT, LONG = 6, 8, 9
_VOWELS = re.compile(r"[aeiouy]")
_DOUBLED = re.compile(r"(.)\1+")
_KEPT = 4096


def mistakes_forgiven(word: str) -> int:
    """How many letters of a word may be wrong, missing, too many, or have changed places with their neighbor.

    Example:
        >>> mistakes_forgiven("zolft"), mistakes_forgiven("prozak"), mistakes_forgiven("setraliine")
        (0, 1, 2)
    """
    return 0 if len(word) < SHORTEST else 1 if len(word) < LONG else 2


@lru_cache(_KEPT)
def corrected(word: str, names: NameIndex) -> tuple[Meaning, ...]:
    """What a misspelled word must mean; several meanings where it lies between names, none where it is no name's misspelling.

    Args:
        word: one folded word that is no known name.
        names: the vocabulary.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> corrected("fluoxetne", open_catalogue().names)[0].ingredients
        ('fluoxetine',)
    """
    allowed = mistakes_forgiven(word)
    if not allowed or not word.isalpha():
        return ()
    near = sorted(_near(word, allowed, names), key=lambda one: one[1])
    if not near or (near[0][0][0] != word[0] and near[0][1] > 1):
        return ()
    best, distance = near[0]
    if names.begins_another(word, names.meanings_of(best)):
        return ()
    meant = names.meanings_of(best)
    if not meant or not names.may_be_meant(best):
        return ()
    near = list(_near(word, distance + 1, names)) if distance + 1 > allowed else near
    rivals = [(name, far) for name, far in near if names.meanings_of(name) != meant]
    leans = bool(Counter(_consonants(word)) - Counter(_consonants(best)))
    within = [name for name, far in rivals if far <= distance or (far <= allowed and _alike(best, name, names))]
    if not all(names.meanings_of(name) for name in within):
        return ()
    if within:
        return tuple(dict.fromkeys(meaning for name in (best, *within) for meaning in names.meanings_of(name)))
    if leans and distance > 1 and _has_alike(best, names):
        return ()
    if leans and (rival := _leant_to(word, best, names)):
        return (*meant, *names.meanings_of(rival))
    close = any(far == distance + 1 and (distance > 1 or _alike(best, name, names)) for name, far in rivals)
    return () if close else meant


def _has_alike(best: str, names: NameIndex) -> bool:
    """Whether a name, or what it means, has a look-alike at all."""
    return any(name in names.alike for name in (best, *(one for meaning in names.meanings_of(best) for one in meaning.ingredients)))


def between(word: str, names: NameIndex) -> tuple[Meaning, ...]:
    """All that a word may mean that is one mistake away from the names of several things."""
    near = [name for name, _ in _near(word, 1, names)]
    return tuple(dict.fromkeys(meaning for name in near for meaning in names.meanings_of(name)))


def _leant_to(word: str, best: str, names: NameIndex) -> str:
    """The look-alike of the nearest name towards which a word with a consonant too many leads."""
    from rapidfuzz.distance import OSA

    for name in dict.fromkeys((best, *(one for meaning in names.meanings_of(best) for one in meaning.ingredients))):
        for rival in names.alike.get(name, ()):
            far = OSA.distance(word, rival)
            if far <= OSA.distance(word, name) + 3 and far < OSA.distance(name, rival) and names.meanings_of(rival):
                return rival
    return ""


def _consonants(word: str) -> str:
    """The consonants of a word, doubled ones once."""
    return _VOWELS.sub("", _DOUBLED.sub(r"\1", word.replace("ph", "f").replace("k", "c")))


def _near(word: str, most: int, names: NameIndex) -> Iterator[tuple[str, int]]:
    """Every known word within some mistakes, drugs and others, with its distance."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    for name, distance, _ in process.extract(word, near_enough(word, most, names), scorer=OSA.distance, score_cutoff=most, limit=None):
        yield name, int(distance)


def near_enough(word: str, most: int, names: NameIndex) -> list[str]:
    """Every known word that can lie within some mistakes; what is left out cannot.

    One mistake touches two neighbors at most, so of one more pair of letters than there are mistakes, a letter apart, one is whole.
    """
    lengths = range(len(word) - most, len(word) + most + 1)
    middle = len(word) // 2 - 1
    if most > 2 or (most == 2 and len(word) < EIGHT):
        return [name for length in lengths for name in names.words_of_length.get(length, ())]
    pieces = [f"^{word[:2]}", f"{word[-2:]}$", *([word[middle : middle + 2]] if most > 1 else [])]
    return sorted({name for piece in pieces for name in names.pieces.get(piece, ()) if len(name) in lengths})


def _alike(one: str, other: str, names: NameIndex) -> bool:
    """Whether two names are a known pair of look-alikes, by their spellings or by what they mean."""
    if one in names.alike:
        return other in names.alike[one]
    return other in names.alike and frozenset((names.meanings_of(one), names.meanings_of(other))) in names.alike_meanings
