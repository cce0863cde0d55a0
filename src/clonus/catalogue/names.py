"""What names and codes mean: ingredients, classes, brands and RxNorm products, as flat tables; no reading of free text here."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one name means: some ingredients, or a class without an agent."""

    ingredients: tuple[str, ...] = ()
    drug_class: str = ""


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Every known spelling in lower case with its meanings, and every known RxNorm code with its ingredients.

    A spelling with several meanings is ambiguous.
    `fillers` are words of an entry that name no drug: forms, routes, frequencies; `doubts` are words that may deny one.
    `products` is the table of product codes as text: most patients need no line of it, so it is searched, not read.
    """

    meanings: Mapping[str, tuple[Meaning, ...]]
    rxcuis: Mapping[str, str]
    ingredient_codes: Mapping[str, str]
    fillers: frozenset[str] = frozenset()
    doubts: frozenset[str] = frozenset()
    products: str = ""

    def of_name(self, name: str) -> tuple[Meaning, ...]:
        """The meanings of a spelling; none where it is not known."""
        return self.meanings.get(fold(name), ())

    def of_rxcui(self, rxcui: str) -> tuple[str, ...]:
        """The ingredients of an RxNorm ingredient or product; none where the code is not known."""
        ingredient = self.ingredient_codes.get(rxcui)
        if ingredient or not rxcui.isdigit():
            return (ingredient,) if ingredient else ()
        start = self.products.find(f"\n{rxcui},")
        if start < 0:
            return ()
        line = self.products[start + 1 : self.products.find("\n", start + 1)]
        return tuple(split_list(next(csv.reader([line]))[1]))


class NameIndexBuilder:
    """Gathers spellings; a brand never overrides an ingredient or a class of the same spelling."""

    def __init__(self) -> None:
        self.meanings: dict[str, list[Meaning]] = {}
        self.rxcuis: dict[str, str] = {}
        self.products = ""
        self.fillers: frozenset[str] = frozenset()
        self.doubts: frozenset[str] = frozenset()

    def ingredient(self, name: str, rxcui: str, also: Iterable[str]) -> None:
        """Add an ingredient with its synonyms."""
        self.rxcuis.setdefault(name, rxcui)
        for spelling in (name, *also):
            self._add(spelling, Meaning(ingredients=(name,)))

    def drug_class(self, id: str, spellings: Iterable[str]) -> None:
        """Add a class."""
        for spelling in spellings:
            if fold(spelling) not in self.meanings:
                self._add(spelling, Meaning(drug_class=id))

    def brands(self, rows: Iterable[Mapping[str, str]]) -> None:
        """Add brands; a second set of ingredients makes a brand ambiguous."""
        generic = set(self.meanings)
        for row in rows:
            if fold(row["brand"]) not in generic:
                self._add(row["brand"], Meaning(ingredients=tuple(split_list(row["ingredients"]))))

    def build(self) -> NameIndex:
        """The finished index."""
        codes = {rxcui: name for name, rxcui in self.rxcuis.items() if rxcui}
        meanings = {spelling: tuple(found) for spelling, found in self.meanings.items()}
        return NameIndex(meanings, self.rxcuis, codes, self.fillers, self.doubts, self.products)

    def _add(self, spelling: str, meaning: Meaning) -> None:
        found = self.meanings.setdefault(fold(spelling), [])
        if meaning not in found:
            found.append(meaning)


def fold(name: str) -> str:
    """A spelling as it is compared: lower case, plain apostrophes and dashes, single spaces.

    Example:
        >>> fold("  St. John’s  Wort ")
        "st. john's wort"
    """
    plain = name.replace("’", "'").replace("‘", "'").replace("´", "'").replace("`", "'").replace("–", "-").replace("‐", "-")
    return _SPACES.sub(" ", plain).strip().lower()


def split_list(cell: str) -> Iterator[str]:
    """The entries of a cell that lists them with semicolons."""
    return (part.strip() for part in cell.split(";") if part.strip())


def read_rows(text: str) -> Iterator[dict[str, str]]:
    """The rows of a comma-separated table with a header."""
    return csv.DictReader(text.splitlines())
