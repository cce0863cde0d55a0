"""The tables of names with expectations: `text`, its `kind`, and what is `expected` of it, written before the reader ran.

Of `expected`: readings are joined with ` | `; `r:a+b` is recognized with exactly these ingredients, `c:id` recognized as a class,
`a:x;y` ambiguous with at least these candidates, `u` unrecognized, `!a,b` not recognized as anything with a or b.
Outcomes that are both acceptable are joined with ` // `.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from clonus.catalogue.shelves import Catalogue
from clonus.domain.assessment import Recognition
from clonus.domain.record import MedicationEntry
from clonus.services.reconcile import Reading, reconcile, spelled

FOLDER = Path(__file__).parent / "names"


@dataclass(frozen=True)
class Row:
    """One name with what is expected of it."""

    text: str
    kind: str
    expected: str


def rows() -> list[Row]:
    """Every row of every table, in order."""
    found = []
    for path in sorted(FOLDER.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            found += [Row(row["text"], row["kind"], row["expected"]) for row in csv.DictReader(lines)]
    return found


def read(row: Row, catalogue: Catalogue) -> tuple[Reading, ...]:
    """What the reader makes of a row."""
    system, _, code = row.text.partition(" ")
    entry = MedicationEntry(row.text, system, code) if row.kind == "code" else MedicationEntry(row.text)
    return reconcile([entry], catalogue)


def fits(readings: tuple[Reading, ...], expected: str) -> bool:
    """Whether some acceptable outcome is met."""
    return any(_fits(readings, outcome.strip()) for outcome in expected.split(" // "))


def _fits(readings: tuple[Reading, ...], outcome: str) -> bool:
    """Whether one outcome is met; a combination may come as one reading or as several."""
    if outcome.startswith("!"):
        return known(readings).isdisjoint(_names(outcome[1:]))
    wanted = [part.strip() for part in outcome.split(" | ")]
    certain = {name for part in wanted if part[:2] in ("r:", "c:") for name in _names(part[2:].replace("+", ","))}
    unsure = [set(part[2:].split(";")) for part in wanted if part.startswith("a:")]
    open_ones = [_candidates(reading) for reading in readings if reading.status is Recognition.AMBIGUOUS]
    nameless = any(reading.status is Recognition.UNRECOGNIZED for reading in readings)
    asked = all(any(_alike(one) <= _alike(offered) for offered in open_ones) for one in unsure)
    return known(readings) == certain and asked and bool(unsure) == bool(open_ones) and nameless == ("u" in wanted)


def known(readings: Iterable[Reading]) -> set[str]:
    """Every ingredient and class that was recognized."""
    sure = [reading.meanings[0] for reading in readings if reading.status is Recognition.RECOGNIZED]
    return {name for meaning in sure for name in (*meaning.ingredients, meaning.drug_class) if name}


def _candidates(reading: Reading) -> set[str]:
    return {spelled(meaning) for meaning in reading.meanings}


def _alike(candidates: set[str]) -> set[str]:
    """Candidates with the ingredients of each in one order."""
    return {" + ".join(sorted(part.strip() for part in one.replace("+", " + ").split(" + "))) for one in candidates}


def _names(listed: str) -> set[str]:
    return {_RESTORED.get(one.strip(), one.strip()) for one in listed.replace("3,4-", "3;4-").split(",")}


_RESTORED = {"3;4-methylenedioxymethamphetamine": "3,4-methylenedioxymethamphetamine"}
