"""What names and codes mean: ingredients, classes, brands and products, as flat tables; no reading of free text here."""

import csv
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

_SPACES = re.compile(r"\s+")
_MARKS = {**dict.fromkeys("’‘´`ʼ′", "'"), **dict.fromkeys("–‐‑‒—−", "-"), **dict.fromkeys("®™©\u00ad\u200b\u200c\u200d\ufeff")}
_PARTS: dict[str, str | None] = {"½": " 1/2", "¼": " 1/4", "¾": " 3/4"}
ALIKE = str.maketrans({**_MARKS, **_PARTS})
_HEARD = "ph:f qu:kv kw:kv ae:e oe:e ks:s cs:s x:s cz:c y:i w:v j:i ce:se ci:si ch:k c:k h: z:s ł:l ø:o"
_SOUNDS = tuple((pair.partition(":")[0], pair.partition(":")[2]) for pair in _HEARD.split())
_DOUBLED = re.compile(r"(.)\1+")
_ENDING = re.compile(r"(?:um|us|as|is)?[aeiou]*$")
NOT_A_DRUG = "-"
LABEL = "label"
OFTEN = 500


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one name means: some ingredients, or a class without an agent; neither where it means something that is no drug.

    `form` says that it is never taken in a way that acts on the whole body, or not as a drug: `local`, `nutrition`.
    """

    ingredients: tuple[str, ...] = ()
    drug_class: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class Spelling:
    """One known spelling: what it may mean, what kind of name it is, where it is used, and who says so."""

    meanings: tuple[Meaning, ...]
    kind: str
    where: str = ""
    source: str = "knowledge"


@dataclass(frozen=True, slots=True)
class Settling:
    """One meaning of an abbreviation, and the words beside it that settle for it."""

    meaning: Meaning
    words: frozenset[str]


class SortedTable:
    """Lines of `key<TAB>rest`, sorted by their bytes; searched where they lie, so that opening costs nothing.

    Whoever asks often, as a whole population does, has them laid out once.

    Example:
        >>> SortedTable("adalat\\tnifedipine\\nzoloft\\tsertraline\\n".encode()).find("zoloft")
        'sertraline'
    """

    def __init__(self, content: bytes):
        self.content = content
        self._asked = 0
        self._laid_out: dict[str, str] = {}
        self._in_order: list[str] = []

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SortedTable) and self.content == other.content

    __hash__ = object.__hash__

    def find(self, key: str) -> str | None:
        """What stands after a key; None where it is not there."""
        if self._laid_out:
            return self._laid_out.get(key)
        self._asked += 1
        if self._asked > OFTEN:
            lines = (line.partition("\t") for line in self.content.decode().split("\n") if line)
            self._laid_out = {name: rest for name, _, rest in lines}
            self._in_order = list(self._laid_out)
        sought = key.encode("utf-8", "replace")
        start = self._position(sought)
        if not self.content.startswith(sought + b"\t", start):
            return None
        end = self.content.find(b"\n", start)
        return self.content[start + len(sought) + 1 : end].decode()

    def begins(self, prefix: str) -> bool:
        """Whether some key begins so."""
        if self._in_order:
            place = bisect_left(self._in_order, prefix)
            return place < len(self._in_order) and self._in_order[place].startswith(prefix)
        sought = prefix.encode("utf-8", "replace")
        return self.content.startswith(sought, self._position(sought))

    def beginning(self, prefix: str) -> Iterator[str]:
        """The keys that begin so and are one word."""
        sought = prefix.encode("utf-8", "replace")
        start = self._position(sought)
        while self.content.startswith(sought, start):
            key = self.content[start : self.content.find(b"\t", start)].decode()
            if key.isalpha():
                yield key
            start = self.content.find(b"\n", start) + 1 or len(self.content)

    def keys(self) -> list[str]:
        """Every key, in order."""
        return [line.partition("\t")[0] for line in self.content.decode().split("\n") if line]

    def _position(self, sought: bytes) -> int:
        """Where the first line begins whose key is not before the one sought."""
        content, low, high = self.content, 0, len(self.content)
        while low < high:
            start = content.rfind(b"\n", low, (low + high) // 2) + 1 or low
            if content[start : content.find(b"\t", start)] < sought:
                low = content.find(b"\n", start) + 1 or high
            else:
                high = start
        return low


@dataclass(frozen=True)
class NameIndex:
    """Every known spelling with its meanings, and every known code with its ingredients; a spelling with several is ambiguous.

    `own` are the spellings of the substances and classes of the knowledge, `table` those of the vocabulary beside it.
    `words` are words of an entry that name no drug, each with its kind; `denials` are words that may deny or end one.
    `often` says of words how often a day they mean, `routes` of words of route and form which way a drug takes into the body.
    `dictionary` holds ordinary words, `ordinary` those of them that look like names.
    `unjudged` are ingredients whose action on serotonin nobody has judged here, each with what makes it possible.
    `lookalikes` are pairs that no correction of a spelling may cross.
    """

    own: Mapping[str, Spelling]
    rxcuis: Mapping[str, str]
    table: SortedTable = field(default_factory=lambda: SortedTable(b""))
    words: Mapping[str, str] = field(default_factory=dict)
    denials: Mapping[str, str] = field(default_factory=dict)
    often: Mapping[str, Fraction] = field(default_factory=dict)
    routes: Mapping[str, str] = field(default_factory=dict)
    abbreviations: Mapping[str, tuple[Settling, ...]] = field(default_factory=dict)
    ordinary: frozenset[str] = frozenset()
    dictionary: SortedTable = field(default_factory=lambda: SortedTable(b""))
    lookalikes: frozenset[frozenset[str]] = frozenset()
    atc: Mapping[str, Meaning] = field(default_factory=dict)
    unjudged: Mapping[str, str] = field(default_factory=dict)
    provenance: Mapping[str, str] = field(default_factory=dict)
    products: str = ""
    ndc: str = ""

    __hash__ = object.__hash__

    def spelling(self, name: str) -> Spelling | None:
        """What is known of a spelling that is folded already."""
        found = self.own.get(name)
        if found is None and (line := self.table.find(name)) is not None:
            means, kind, where, source = line.split("\t")
            found = Spelling(tuple(meaning_of(one) for one in means.split("|")), kind, where, source)
        return found

    def of_name(self, name: str) -> tuple[Meaning, ...]:
        """The meanings of a spelling; none where it is not known."""
        found = self.spelling(fold(name))
        return found.meanings if found else ()

    def meanings_of(self, word: str) -> tuple[Meaning, ...]:
        """The meanings of a word that is folded; none where it is no drug."""
        found = self.spelling(word)
        return found.meanings if found else ()

    def may_be_meant(self, word: str) -> bool:
        """Whether a misspelled word may have been meant as this one: not as a store's label, nor as a brand that hardly anybody knows."""
        found = self.spelling(word)
        if found is None or found.kind != "brand":
            return found is not None and found.kind != LABEL and not (found.kind == "synonym" and found.source == "unii")
        known = "+" in found.source or found.source in ("background", "knowledge", "registries")
        return known or any(name in self.own for meaning in found.meanings for name in meaning.ingredients)

    @cached_property
    def alike_meanings(self) -> frozenset[frozenset[tuple[Meaning, ...]]]:
        """The pairs of meanings of which some names look alike."""
        return frozenset(frozenset(map(self.meanings_of, pair)) for pair in self.lookalikes)

    @cached_property
    def alike(self) -> dict[str, tuple[str, ...]]:
        """The look-alikes of each name that has some."""
        found: dict[str, list[str]] = {}
        for pair in self.lookalikes:
            for one in pair:
                found.setdefault(one, []).extend(pair - {one})
        return {name: tuple(sorted(others)) for name, others in found.items()}

    @cached_property
    def words_of_length(self) -> dict[int, list[str]]:
        """Every word that a misspelled one may have been meant to be, drugs and others, by its length."""
        found: dict[int, list[str]] = {}
        for word in {
            *self.own,
            *self.table.keys(),
            *self.words,
            *self.denials,
            *self.ordinary,
            *(one for pair in self.lookalikes for one in pair),
        }:
            if len(word) > 3 and word.isalpha():
                found.setdefault(len(word), []).append(word)
        return {length: sorted(words) for length, words in found.items()}

    def continues(self, name: str) -> bool:
        """Whether some known spelling begins so, and goes on with another word or sign."""
        return name in self._beginnings or self.table.begins(f"{name} ") or self.table.begins(f"{name}-")

    @cached_property
    def pieces(self) -> dict[str, list[str]]:
        """The words that may have been meant by the pairs of letters in them: `^ab` at the beginning, `ab$` at the end, `ab` anywhere."""
        found: dict[str, list[str]] = {}
        for words in self.words_of_length.values():
            for word in words:
                for piece in {f"^{word[:2]}", f"{word[-2:]}$", *(word[at : at + 2] for at in range(len(word) - 1))}:
                    found.setdefault(piece, []).append(word)
        return found

    def begins_another(self, word: str, meanings: tuple[Meaning, ...]) -> bool:
        """Whether a word begins a longer name of something else, as `clomip` does."""
        return any(self.meanings_of(key) not in ((), meanings) for key in self.table.beginning(word))

    def of_sound(self, word: str) -> tuple[Meaning, ...]:
        """The ingredient that a word is the name of in another European language; none where several sound so."""
        heard = sound(word)
        return (self.spelling(f"~{heard}") or _NOTHING).meanings if len(heard) > 4 else ()

    def of_rxcui(self, code: str) -> tuple[str, ...]:
        """The ingredients of an RxNorm ingredient or product; none where the code is not known."""
        ingredient = self._ingredient_codes.get(code)
        if ingredient or not code.isdigit():
            return (ingredient,) if ingredient else ()
        start = self.products.find(f"\n{code},")
        if start < 0:
            return ()
        line = self.products[start + 1 : self.products.find("\n", start + 1)]
        return tuple(split_list(next(csv.reader([line]))[1]))

    def of_ndc(self, code: str) -> tuple[str, ...]:
        """The ingredients of a US product code, in any of its written forms; none where it is not known, or could be two products."""
        found = {line for product in ndc_products(code) if (line := self._ndc_line(product))}
        return tuple(split_list(next(iter(found)))) if len(found) == 1 else ()

    def of_atc(self, code: str) -> Meaning | None:
        """What a code of the WHO's classification means: an ingredient, or a class; None where it is not known."""
        return self.atc.get(code.upper().replace(" ", ""))

    def _ndc_line(self, product: str) -> str:
        at = self.ndc.find(product)
        while at > 0 and self.ndc[at - 1] not in " ,":
            at = self.ndc.find(product, at + 1)
        start = self.ndc.rfind("\n", 0, at) + 1
        return self.ndc[start : self.ndc.rfind(",", start, at)].strip('"') if at > 0 else ""

    @cached_property
    def _ingredient_codes(self) -> dict[str, str]:
        return {code: name for name, code in self.rxcuis.items() if code}

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        """The beginnings of the knowledge's own spellings that have several words."""
        parted = (name.split(" ") for name in self.own if " " in name)
        return frozenset(" ".join(words[:n]) for words in parted for n in range(1, len(words)))


class NameIndexBuilder:
    """Gathers what the knowledge itself spells: substances with their synonyms, then classes."""

    def __init__(self) -> None:
        self.own: dict[str, Spelling] = {}
        self.rxcuis: dict[str, str] = {}

    def ingredient(self, name: str, rxcui: str, also: Iterable[str] = ()) -> None:
        """Add an ingredient with its synonyms; two substances of one spelling make it ambiguous."""
        self.rxcuis.setdefault(name, rxcui)
        for kind, spelling in (("ingredient", name), *(("synonym", one) for one in also)):
            known = self.own.get(fold(spelling))
            meanings = (*(known.meanings if known else ()), Meaning(ingredients=(name,)))
            self.own[fold(spelling)] = Spelling(tuple(dict.fromkeys(meanings)), kind)
            if " " in spelling and spelling.replace(" ", "").isalpha():
                self.own.setdefault(fold(spelling).replace(" ", ""), self.own[fold(spelling)])

    def drug_class(self, id: str, spellings: Iterable[str]) -> None:
        """Add a class; it never takes a spelling from a substance."""
        for spelling in spellings:
            self.own.setdefault(fold(spelling), Spelling((Meaning(drug_class=id),), "class"))


def fold(name: str) -> str:
    """A spelling as it is compared: lower case, plain apostrophes and dashes, single spaces, no marks of trade.

    Example:
        >>> fold("  St. John’s  Wort® ")
        "st. john's wort"
    """
    if not name.isascii():
        name = unicodedata.normalize("NFKC", name.translate(ALIKE))
    return _SPACES.sub(" ", name).strip().lower()


def sound(word: str) -> str:
    """What is left of an international name when the habits of the European languages are taken from it.

    Example:
        >>> sound("fluoxetine") == sound("fluoxétine") == sound("fluoksetyna") == sound("fluoxetin") == sound("fluoksetiini")
        True
        >>> sound("fluvoxamine") == sound("fluoxetine")
        False
    """
    plain = (
        "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))
        .replace("ł", "l")
        .replace("ø", "o")
    )
    for written, heard in _SOUNDS:
        plain = plain.replace(written, heard)
    return _ENDING.sub("", _DOUBLED.sub(r"\1", plain))


def ndc_products(code: str) -> tuple[str, ...]:
    """The labeler and product, in nine digits, that a written US product code may mean.

    Example:
        >>> ndc_products("0049-4900-66"), ndc_products("00049490066"), ndc_products("0049-4900")
        (('000494900',), ('000494900',), ('000494900',))
    """
    parts = code.split("-")
    if 2 <= len(parts) <= 3 and all(part.isdigit() for part in parts) and len(parts[0]) <= 5 and len(parts[1]) <= 4:
        return (parts[0].zfill(5) + parts[1].zfill(4),)
    if code.isdigit() and len(code) == 11:
        return (code[:9],)
    if code.isdigit() and len(code) == 10:
        return (f"0{code[:8]}", f"{code[:5]}0{code[5:8]}", code[:9])
    return ()


def settlings(rows: Iterable[Mapping[str, str]]) -> dict[str, tuple[Settling, ...]]:
    """The meanings of each abbreviation."""
    found: dict[str, list[Settling]] = {}
    for row in rows:
        found.setdefault(row["spelling"], []).append(Settling(meaning_of(row["means"]), frozenset(split_list(row["settled_by"]))))
    return {spelling: tuple(meant) for spelling, meant in found.items()}


def split_list(cell: str) -> Iterator[str]:
    """The entries of a cell that lists them with semicolons."""
    return (part.strip() for part in cell.split(";") if part.strip())


def read_rows(text: str) -> Iterator[dict[str, str]]:
    """The rows of a comma-separated table with a header; a row too short lacks its last columns."""
    lines = text.split("\n")
    header = lines[0].strip().split(",")
    for line in lines[1:]:
        if line:
            cells = next(csv.reader([line])) if '"' in line else line.split(",")
            yield dict(zip(header, cells, strict=False))


def meaning_of(cell: str) -> Meaning:
    """What a cell of a table says: ingredients with semicolons, a class after @, or a dash for what is no drug."""
    if cell == NOT_A_DRUG:
        return Meaning()
    if cell.startswith("@"):
        return Meaning(drug_class=cell[1:])
    names = cell.split(";")
    forms = {form for name in names if (form := name.partition("!")[2])}
    return Meaning(tuple(name.partition("!")[0] for name in names), form=min(forms, default=""))


_NOTHING = Spelling((), "")
