"""Compare what screening raises with two independent lists of interactions, pair by pair, and print what differs with our reasons.

python benchmarks/peers.py [--all]

The lists lie beside the checkout and are other people's work: the French thesaurus of 2020, of which the pairs whose text names
serotonin are compared, and the list of the US Veterans Affairs of 2014.
"""

import csv
import itertools
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import clonus
from clonus.catalogue.shelves import Catalogue
from clonus.domain.interactions import Harm
from clonus.services.pairs import about
from clonus.services.reconcile import entry_of, reconcile

LIST = Path(__file__).parents[2] / "shared" / "data" / "ddi_sources.csv"
ANSM, VA = "French thesaurus, 2020, text names serotonin", "US Veterans Affairs, 2014"
GRADES = {
    "CONTRE-INDICATION": "contraindicated",
    "Association DECONSEILLEE": "major",
    "Précaution d'emploi": "moderate",
    "A prendre en compte": "minor",
    "Critical": "major",
    "Significant": "moderate",
}
HARMS = [harm.value for harm in Harm]


@dataclass(frozen=True)
class Compared:
    """One pair of a peer's list: its severity there, in our words, and ours with the kind and the reason."""

    peer: str
    pair: tuple[str, str]
    native: str
    theirs: str
    ours: str
    kind: str
    why: str


def our_name(name: str, rxcui: str, catalogue: Catalogue) -> str:
    """Our name of an ingredient of a list, or nothing."""
    for text in (name, f"rxcui {rxcui}"):
        readings = reconcile([entry_of(text)], catalogue)
        if len(readings) == 1 and len(readings[0].meanings) == 1 and len(readings[0].meanings[0].ingredients) == 1:
            return readings[0].meanings[0].ingredients[0]
    return ""


def ours(one: str, other: str, catalogue: Catalogue) -> tuple[str, str, str]:
    """The worst that we say of a pair, its kind and its reason; the reason alone where we raise nothing."""
    first, second = sorted((one, other))
    told = about(first, second, catalogue)
    if not told.considered:
        return "none", "", ""
    if not told.known:
        return "none", "", f"{told.inert.why} [{', '.join(told.inert.sources)}]"
    worst = told.known[0]
    kinds = "+".join(dict.fromkeys(known.kind for known in told.known))
    return worst.harm.value, kinds, f"{worst.id}: {worst.says} [{', '.join(worst.sources)}]"


def compared(catalogue: Catalogue) -> Iterator[Compared]:
    """Every pair of both lists, once for each list, by the worst severity that stands there."""
    listed: dict[tuple[str, tuple[str, str]], list[str]] = defaultdict(list)
    unknown: Counter[str] = Counter()
    with LIST.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            ansm = row["source"].startswith("ANSM") and row["serotonin_in_mechanism_text"] == "1"
            if not ansm and not row["source"].startswith("NDF-RT"):
                continue
            names = [our_name(row[f"drug_{side}"], row[f"rxcui_{side}"], catalogue) for side in "ab"]
            if "" in names:
                unknown.update(row[f"drug_{side}"] for side, name in zip("ab", names, strict=True) if not name)
            elif names[0] != names[1]:
                first, second = sorted(names)
                listed[ANSM if ansm else VA, (first, second)].append(row["severity_native"])
    for (peer, pair), natives in sorted(listed.items()):
        native = max(natives, key=lambda word: HARMS.index(grade(word)))
        yield Compared(peer, pair, native, grade(native), *ours(*pair, catalogue))
    for name, count in unknown.items():
        print(f"not known here: {name}, in {count} rows")


def grade(native: str) -> str:
    """A peer's word for severity in ours."""
    for word, harm in GRADES.items():
        if native.lower().startswith(word.lower()[:12]):
            return harm
    raise KeyError(native)


def table(rows: list[Compared]) -> Iterator[str]:
    """Our severities against theirs."""
    counts = Counter((one.theirs, one.ours) for one in rows)
    yield f"| theirs \\ ours | {' | '.join(HARMS)} | all |"
    yield "|---" * (len(HARMS) + 2) + "|"
    for theirs in ("contraindicated", "major", "moderate", "minor"):
        cells = [counts[theirs, ours] for ours in HARMS]
        if sum(cells):
            yield f"| {theirs} | {' | '.join(map(str, cells))} | {sum(cells)} |"


def raised_here_alone(rows: list[Compared], catalogue: Catalogue) -> Iterator[tuple[str, str, str, str]]:
    """What we raise of serotonin, moderate or worse, between agents that both lists know, and neither holds."""
    known = {peer: {name for one in rows if one.peer == peer for name in one.pair} for peer in (ANSM, VA)}
    held = {one.pair for one in rows}
    for pair in itertools.combinations(sorted(known[ANSM] & known[VA]), 2):
        told = about(*pair, catalogue)
        worst = next((it for it in told.known if it.kind == "serotonergic" and it.harm.rank >= Harm.MODERATE.rank), None)
        if worst is not None and pair not in held:
            yield *pair, worst.harm.value, worst.id


def main() -> None:
    """Print the comparison."""
    catalogue = clonus.open_catalogue()
    rows = list(compared(catalogue))
    for peer in (ANSM, VA):
        of_peer = [one for one in rows if one.peer == peer]
        quiet = [one for one in of_peer if one.ours == "none"]
        same = sum(one.ours == one.theirs for one in of_peer)
        near = sum(abs(HARMS.index(one.ours) - HARMS.index(one.theirs)) == 1 for one in of_peer)
        print(f"\n## {peer}\n\n{len(of_peer)} pairs; raised here {len(of_peer) - len(quiet)}; not raised {len(quiet)}, ", end="")
        print(f"without a reason in data {sum(not one.why for one in quiet)}; same severity {same}, one step apart {near}.\n")
        print("\n".join(table(of_peer)))
        print()
        for one in quiet:
            print(f"- not raised: {' + '.join(one.pair)} ({one.native}): {one.why or 'NO REASON'}")
        if "--all" in sys.argv:
            for one in of_peer:
                print(f"- {' + '.join(one.pair)}: {one.native}; here {one.ours} {one.kind} {one.why}")
    alone = list(raised_here_alone(rows, catalogue))
    print(f"\n## Raised here and in neither list, among agents that both know: {len(alone)}\n")
    by_statement: dict[str, list[str]] = defaultdict(list)
    for first, second, harm, id in alone:
        by_statement[f"{id} ({harm})"].append(f"{first} + {second}")
    for statement, pairs in sorted(by_statement.items()):
        print(f"- {statement}: {len(pairs)}, such as {'; '.join(pairs[:4])}")


if __name__ == "__main__":
    main()
