"""The search of the library: one rule for the server and for the script of the page, to which the index takes it along."""

import json
import unicodedata
from collections.abc import Iterable
from functools import cached_property
from hashlib import sha256

from clonus.adapters.web.listing import Listed
from clonus.catalogue.names import ALIKE

MOST_SHOWN = 40
WAYS = ("\n{}\n", "\n{}", " {}", "{}")  # the whole of a name, its beginning, the beginning of a word in it, and anywhere


def folded(text: str) -> str:
    """A text as it is searched: plain signs, no accents, single spaces, lower case; the script of the page does the same.

    Example:
        >>> folded("  Akathísia – Zoloft® ")
        'akathisia - zoloft'
    """
    parted = unicodedata.normalize("NFKD", text.translate(ALIKE))
    return " ".join("".join(one for one in parted if not unicodedata.category(one).startswith("M")).split()).lower()


class Index:
    """What is searched: each entry with all its names in one text, a line each.

    Args:
        entries: what is listed; of two that are found equally well a source stands last, and else the longer name.
    """

    def __init__(self, entries: Iterable[Listed]):
        ordered = sorted(entries, key=lambda one: (one.kind == "source", len(one.name)))
        self.rows = [(one, "\n" + "".join(f"{folded(word)}\n" for word in (one.name, *one.words))) for one in ordered]

    def found(self, text: str) -> list[Listed]:
        """The entries that a text finds, the best first."""
        wanted = folded(text)
        ways = [way.replace("{}", wanted) for way in WAYS]
        placed = [(place, one) for one, names in self.rows if (place := _place(names, ways)) < len(ways)]
        return [one for _, one in sorted(placed, key=lambda found: found[0])] if wanted else []

    @cached_property
    def body(self) -> bytes:
        """The index as the page fetches it, with the rule by which it is searched."""
        alike = {chr(code): plain or "" for code, plain in ALIKE.items()}
        rows = [(one.path, one.name, one.kind, names) for one, names in self.rows]
        whole = {"ways": WAYS, "alike": alike, "most": MOST_SHOWN, "rows": rows}
        return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()

    @cached_property
    def address(self) -> str:
        """Where it is fetched; it changes with every word of it, so that it may be kept."""
        return f"/library/index.json?{sha256(self.body).hexdigest()[:12]}"


def _place(names: str, ways: list[str]) -> int:
    """How well an entry is found, 0 best; the number of ways where it is not."""
    return next((place for place, way in enumerate(ways) if way in names), len(ways))
