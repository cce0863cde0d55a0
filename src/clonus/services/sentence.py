"""The names in the text of one entry: brands, ingredients, classes and abbreviations among strengths, forms and the words of charts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from clonus.catalogue.names import LABEL, Meaning, NameIndex, Spelling, fold
from clonus.services.patterns import CODES, DATE, DOSE, STRENGTH
from clonus.services.spelling import between, corrected

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffd]+")
_TOKEN = re.compile(r"[^\s→⇒,;+&/|()\[\]{}<>\"=*•·:!_~]+")
_FINAL = re.compile(r"[;\n]|\. ")
_PIECES = re.compile(r"[→⇒,;+&/|()\[\]]| - |\b(?:and|with|plus|und|et|con|avec|mit)\b")
_APART = re.compile(r"[→⇒,;+&/|\n•·()\[\]{}]")
_SLASHED = re.compile(r"(?<![\w/])(d/c(?:'d|ed|d)?|h/o|w/o|w/)(?![\w/])")
_NUMBERED = re.compile(r"\b(?:tylenol|apap|acetaminophen)\s*(?:(?:with|w/)\s?codeine\s*)?(?:#|no\.?)\s?[1-4]\b")
_PREFIXED = re.compile(r"\((es|des|lev|nor|dex)\)-?(?=[a-z]{5})")
_GLUED = re.compile(r"(?<=[a-z]{4})(?=\d+(?:\.\d+)?\s?(?:mg|mcg|µg|g\b))|(?<=\dmg)(?=[a-z]{2})|(?<=\dmcg)(?=[a-z]{2})")
_AFFIRMING = frozenset(
    [
        "on",
        "takes",
        "taking",
        "take",
        "took",
        "started",
        "start",
        "starts",
        "begin",
        "began",
        "now",
        "currently",
        "continue",
        "continues",
        "meds",
        "tolerates",
    ]
)
_LABEL_WORDS = 2
_MEANT = {**dict.fromkeys(("d/c", "d/c'd", "d/ced", "d/cd"), "discontinued"), "h/o": "history of", "w/o": "without", "w/": "with "}
_FOR = frozenset(
    ("for", "pour", "gegen", "bei", "para", "per", "contra", "wegen", "für", "contre", "dx", "indication", "indicated", "reason")
)
CORRECTED = "corrected spelling"
_COMPOUND = re.compile(
    r"(?<=\w{5})-?(?:(?:hydro)?(?:chlorid|bromid)|sulfat|maleat|tartrat|citrat|succinat|mesilat|pflaster|tropfen|tabletten|kapseln|retard)e?$"
)
_SCANNED = str.maketrans("105", "los")
_ACIDS = frozenset(("acid", "acide", "ácido", "acido", "säure"))
_DOUBTING = frozenset(("denies", "other_person", "allergy", "overdose", "held", "doubt"))
_KEPT = 4096
_LONGEST = 6
_MOST_GUESSES = 40


@dataclass(frozen=True, slots=True)
class Named:
    """One name found in a text: where it stands, what it may mean, how it was understood, and the words that belong to it.

    `again` says that the text names an ingredient of it elsewhere too, so that what ends one of them may not end the drug.
    """

    start: int
    end: int
    meanings: tuple[Meaning, ...]
    how: str = ""
    aside: bool = False
    before: str = ""
    after: str = ""
    doubted: str = ""
    again: bool = False

    @property
    def ingredients(self) -> frozenset[str]:
        """Every ingredient of a name with one meaning; none where it has several."""
        return frozenset(self.meanings[0].ingredients) if len(self.meanings) == 1 else frozenset()


@dataclass(frozen=True, slots=True)
class Text:
    """A text as read: its names in order, each with what casts doubt on it, and the words that are left and may be another drug.

    `left_apart` says that some of these stand in a piece of the text that has no known name; `said` is the text as it was read.
    """

    named: tuple[Named, ...]
    left: tuple[str, ...] = ()
    left_apart: bool = False
    said: str = ""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the text, folded and without its full stop, and where it stands."""

    text: str
    start: int
    end: int


@lru_cache(_KEPT)
def names_in(given: str, names: NameIndex) -> Text:
    """Every name that a text holds.

    Args:
        given: the entry as charted.
        names: the vocabulary.

    Example:
        >>> from clonus.catalogue.opening import open_catalogue
        >>> read = names_in("Zoloft (sertraline) 100mg po qam #30, tramadol prn", open_catalogue().names)
        >>> [one.meanings[0].ingredients for one in read.named], read.left
        ([('sertraline',), ('tramadol',)], ())
    """
    folded = _SLASHED.sub(lambda found: _MEANT[found[1]], fold(_CONTROL.sub(" ", given)))
    folded = _GLUED.sub(" ", _PREFIXED.sub(r"\1", _NUMBERED.sub("tylenol with codeine", folded)))
    whole = names.spelling(folded)
    if whole and folded not in names.abbreviations:
        doubted = "ordinary words" if whole.kind == LABEL and folded.count(" ") < _LABEL_WORDS else ""
        return Text((Named(0, len(folded), whole.meanings, whole.kind, doubted=doubted),), said=folded)
    masked = _masked(folded)
    words = [word for found in _TOKEN.finditer(masked) if (word := _word(found)).text]
    return _Reader(folded, masked, words, names).read()


def forget() -> None:
    """Let go of every text that was read; what belongs to the vocabulary stays."""
    names_in.cache_clear()
    corrected.cache_clear()


def _word(found: re.Match[str]) -> _Word:
    text = found[0].lstrip("-'.#?")
    start = found.end() - len(text)
    text = text.rstrip(".-'?")
    return _Word(text, start, start + len(text)) if text else _Word(found[0], found.start(), found.end())


def _masked(folded: str) -> str:
    """A text of the same length with strengths, dates and codes of dispensing blotted out."""
    for pattern in (DATE, CODES, STRENGTH):
        folded = pattern.sub(lambda found: " " * len(found[0]), folded)
    return folded


class _Reader:
    """Reads one text; its state is what was found so far."""

    def __init__(self, folded: str, masked: str, words: Sequence[_Word], names: NameIndex):
        self.folded, self.masked, self.words, self.names = folded, masked, words, names
        self.found: list[Named] = []
        self.left: list[_Word] = []
        self.guesses = 0

    def read(self) -> Text:
        """The names of the text, settled, each with the words beside it."""
        position = 0
        while position < len(self.words):
            named, length = self._longest(position)
            if named:
                self.found.append(named)
            position += length
        self._guess_the_rest()
        self.found.sort(key=lambda one: one.start)
        told = [self._with_beside(replace(one, doubted=self._doubt(one) or self._ordinary(one))) for one in self.found]
        left = [word for word in self.left if self._says_something(word)]
        apart = any(self._stands_apart(word) for word in left)
        return Text(tuple(_settled(told)), tuple(word.text for word in left), apart, self.folded)

    def _longest(self, position: int) -> tuple[Named | None, int]:
        """The longest name that begins with a word, and how many words it takes; one word that names nothing is kept for later."""
        best: tuple[Named | None, int] = (None, 1)
        for length in range(1, min(_LONGEST, len(self.words) - position) + 1):
            run = self.words[position : position + length]
            spelled = " ".join(word.text for word in run)
            named = self._name_of(run, spelled)
            if named:
                best = (named, length)
            if not self.names.continues(spelled):
                break
        if best[0] is None and not self._is_filler(self.words[position]):
            self.left.append(self.words[position])
        return best

    def _name_of(self, run: Sequence[_Word], spelled: str) -> Named | None:
        first, last = run[0], run[-1]
        if len(run) == 1 and spelled in self.names.abbreviations:
            return self._abbreviation(first)
        if len(run) == 1 and (spelled in self.names.words or spelled in self.names.denials):
            return None
        found = self.names.spelling(spelled)
        found = found or (self.names.spelling(self.folded[first.start : last.end]) if len(run) > 1 else None)
        return self._named(first.start, last.end, found.meanings, found.kind) if found and self._stands(found, run) else None

    def _stands(self, found: Spelling, run: Sequence[_Word]) -> bool:
        """Whether a name made of ordinary words, as a store's label is, stands alone in its piece but for words that name no drug."""
        if found.kind != LABEL:
            return True
        start, end = self._piece(run[0], run[-1])
        return all(self._is_filler(word) for word in self.words if word not in run and start <= word.start < end)

    def _named(self, start: int, end: int, meanings: tuple[Meaning, ...], how: str) -> Named:
        before = self.masked[:start]
        aside = sum(before.count(sign) for sign in "([{") > sum(before.count(sign) for sign in ")]}")
        return Named(start, end, meanings, how, aside)

    def _abbreviation(self, word: _Word) -> Named | None:
        """What an abbreviation means here: settled by the words around it, or all that it may mean."""
        around = {other.text for other in self.words if other is not word} | set(re.findall(r"[a-z]+", self.folded))
        meant = self.names.abbreviations[word.text]
        settled = [one.meaning for one in meant if one.words & around or any(" " in said and said in self.folded for said in one.words)]
        drugs = [one.meaning for one in meant if one.meaning != Meaning()]
        if not settled and len(drugs) == 1 and DOSE.search(self.folded):
            settled = drugs
        meanings = tuple(dict.fromkeys(settled if len(settled) == 1 else [one.meaning for one in meant]))
        if meanings == (Meaning(),):
            return None
        return self._named(word.start, word.end, meanings, "abbreviation")

    def _guess_the_rest(self) -> None:
        """Read the words that are no known name as names of another language, as several names in one word, or as misspelled."""
        left = []
        for one, other in pairwise(tuple(self.left)):
            if not self.masked[one.end : other.start].strip() and (meanings := corrected(one.text + other.text, self.names)):
                self.found.append(self._named(one.start, other.end, meanings, CORRECTED))
                self.left = [word for word in self.left if word not in (one, other)]
        for word in self.left:
            guessed = list(self._guesses(word)) if self._may_be_a_name(word) else []
            self.found += guessed
            if not guessed:
                left.append(word)
        self.left = left

    def _guesses(self, word: _Word) -> Iterator[Named]:
        if any(sign.isdigit() for sign in word.text):
            meanings = self.names.meanings_of(word.text.translate(_SCANNED))
            yield from [self._named(word.start, word.end, meanings, CORRECTED)] if meanings and word.text[0].isalpha() else []
            return
        whole = self.names.meanings_of(word.text.replace("-", "")) if "-" in word.text else ()
        if whole:
            yield self._named(word.start, word.end, whole, "joined names")
            return
        parts = [part for part in word.text.split("-") if part]
        known = [self.names.meanings_of(part) or self.names.of_sound(part) for part in parts if part not in self.names.words]
        if len(parts) > 1 and known and all(known):
            yield from (self._named(word.start, word.end, meanings, "joined names") for meanings in dict.fromkeys(known))
        elif (bare := _COMPOUND.sub("", word.text)) != word.text and (
            meanings := self.names.meanings_of(bare) or self.names.of_sound(bare)
        ):
            yield self._named(word.start, word.end, meanings, "international")
        elif len(word.text) > 5 and (meanings := self.names.of_sound(word.text)):
            near = between(word.text, self.names)
            both = len(near) > 1 and meanings[0] in near
            yield self._named(word.start, word.end, near if both else meanings, CORRECTED if both else "international")
        elif self.guesses < _MOST_GUESSES:
            self.guesses += 1
            if meanings := corrected(word.text, self.names):
                yield self._named(word.start, word.end, meanings, CORRECTED)

    def _may_be_a_name(self, word: _Word) -> bool:
        return len(word.text) > 3 and any(sign.isalpha() for sign in word.text)

    def _is_filler(self, word: _Word) -> bool:
        text = word.text
        bare = text.replace(".", "")
        return (
            text in self.names.words or bare in self.names.words or text in self.names.denials or not any(sign.isalpha() for sign in text)
        )

    def _says_something(self, word: _Word) -> bool:
        """Whether a word that is left may be a drug: not where it is short, or ordinary beside a name, or a reason for the drug."""
        if not self.found:
            return True
        if word.text in _ACIDS or len(word.text) < 3 or (any(sign.isdigit() for sign in word.text) and len(word.text) < 5):
            return False
        if self.names.dictionary.find(word.text) is not None and not self._names_a_product(word):
            return False
        return not self._follows_a_reason(word)

    def _names_a_product(self, word: _Word) -> bool:
        """Whether a word stands, without a name that is known, beside one of a form, as `brown powder` does."""
        if not self._stands_apart(word):
            return False
        start, end = self._piece(word)
        return any(self.names.words.get(other.text) == "form" for other in self.words if start <= other.start < end)

    def _stands_apart(self, word: _Word) -> bool:
        """Whether a word stands in a piece of the text that has no known name."""
        start, end = self._piece(word)
        return not any(start <= one.start < end for one in self.found)

    def _piece(self, first: _Word, last: _Word | None = None) -> tuple[int, int]:
        """Where the piece of the text begins and ends in which a word, or several up to the last, stand between what sets things apart."""
        cuts = [(found.start(), found.end()) for found in _PIECES.finditer(self.masked)]
        start = max((end for _, end in cuts if end <= first.start), default=0)
        return start, min((begin for begin, _ in cuts if begin >= (last or first).end), default=len(self.masked))

    def _follows_a_reason(self, word: _Word) -> bool:
        """Whether `for` or the like stands before a word, with no sign between that sets things apart, after a name."""
        for other in reversed([one for one in self.words if one.start < word.start]):
            if _APART.search(self.masked[other.end : word.start]):
                return False
            if other.text in _FOR:
                return any(one.start < other.start for one in self.found)
        return False

    def _doubt(self, name: Named) -> str:
        """The word that may deny a name, or leaves open whether it or another is meant; empty where there is none."""
        for word in self.words:
            kind = self.names.denials.get(word.text, "")
            if kind == "alternative" and self._between(word, name):
                return word.text
            if kind in _DOUBTING and self._denies(word, name):
                return word.text
        return "?" if "?" in self.masked else ""

    def _ordinary(self, name: Named) -> str:
        """That a name is made of a few ordinary words beside another name, so that no drug may be meant."""
        short = self.folded[name.start : name.end].count(" ") < _LABEL_WORDS
        return "ordinary words" if name.how == LABEL and short and len(self.found) > 1 else ""

    def _between(self, word: _Word, name: Named) -> bool:
        """Whether a name is the last before, or the first behind, a word that stands between two names; `in OR` is a place."""
        before = [one for one in self.found if one.end <= word.start]
        behind = [one for one in self.found if one.start >= word.end]
        place = self.masked[: word.start].rstrip().endswith((" in", " the"))
        return bool(before and behind) and not place and name in (before[-1], behind[0])

    def _denies(self, word: _Word, name: Named) -> bool:
        """Whether a denying word stands before a name, nothing final between them, or right behind it."""
        if name.start >= word.end:
            return (
                not _FINAL.search(self.masked[word.end : name.start])
                and not self._follows_a_reason(word)
                and not self._affirmed(word, name)
            )
        later = any(one.start >= word.end for one in self.found)
        return name.end <= word.start and not later and not self.masked[name.end : word.start].strip(" ,:-(")

    def _affirmed(self, word: _Word, name: Named) -> bool:
        """Whether a name behind a denied one stands for itself: with a word that affirms it, or a dose of its own, beyond a comma."""
        between = [one for one in self.found if word.end <= one.start and one.end <= name.start]
        if not between:
            return False
        gap = self.masked[between[-1].end : name.start]
        dosed = DOSE.match(self.folded[name.end :].lstrip()) is not None and "," in gap
        return dosed or any(other.text in _AFFIRMING for other in self.words if between[-1].end <= other.start < name.start)

    def _with_beside(self, one: Named) -> Named:
        """A name with the words before it, back to the last name, and behind it, up to the next."""
        start = max((other.end for other in self.found if other.end <= one.start), default=0)
        later = [other.start for other in self.found if other.start >= one.end and not other.aside]
        others = [other for other in self.found if other.start != one.start and not other.aside and not one.aside]
        again = any(other.ingredients & one.ingredients for other in others)
        end = min(later, default=len(self.folded))
        return replace(one, again=again, before=self.folded[start : one.start], after=self.folded[one.end : end])


def _settled(found: Sequence[Named]) -> Iterator[Named]:
    """The names, each thing once: a brand and its ingredients beside it are one, and settle which of its products is meant."""
    unsure = [one for one in found if len(one.meanings) > 1]
    sure = [one for one in found if len(one.meanings) == 1]
    for one in unsure:
        beside = frozenset().union(*(other.ingredients for other in sure))
        fitting = [meaning for meaning in one.meanings if beside and beside == set(meaning.ingredients)]
        if len(fitting) == 1:
            sure = [replace(one, meanings=(fitting[0],)), *sure]
            found = [replace(other, meanings=(fitting[0],)) if other is one else other for other in found]
    seen: set[tuple[Meaning, ...]] = set()
    for one in found:
        whole = any(one.ingredients < other.ingredients and (one.aside or other.aside) for other in found if one.ingredients)
        if not whole and one.meanings not in seen:
            seen.add(one.meanings)
            yield one
