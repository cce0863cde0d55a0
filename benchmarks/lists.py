"""Screen the medication lists of a set of synthetic patients, and print how loud that is: tiers per 100 patients, and all that interrupts.

python benchmarks/lists.py [--with-stopped]

The patients lie beside the checkout, 615 of them as bulk FHIR. Each list is that of the day of the patient's last order: the active
orders, with the day on which they were written as their start. With `--with-stopped` the stopped ones are listed too, as stopped on a
day that is not known, since the orders do not hold it.
"""

import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import clonus
from clonus.domain.interactions import Interaction, RegimenFinding

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "patients" / "smart_r4_bulk"


def lines(kind: str) -> Iterator[dict[str, Any]]:
    """The resources of one kind."""
    with gzip.open(FOLDER / f"{kind}.ndjson.gz", "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def entry(order: dict[str, Any]) -> dict[str, Any]:
    """An order as an entry of a case."""
    concept = order["medicationCodeableConcept"]
    [coding] = concept["coding"][:1]
    listed: dict[str, Any] = {"name": concept["text"], "rxcui": coding["code"], "started": order["authoredOn"][:10]}
    if any(one.get("asNeededBoolean") for one in order.get("dosageInstruction", ())) and order["status"] == "active":
        listed |= {"prn": True}
    if order["status"] == "stopped":
        listed |= {"stopped": "unknown"}
    return listed


def cases(with_stopped: bool) -> Iterator[dict[str, Any]]:
    """One case for each patient, those without an order included."""
    orders: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for order in lines("MedicationRequest"):
        orders[order["subject"]["reference"].rpartition(":")[2]].append(order)
    for patient in lines("Patient"):
        own = orders.get(patient["id"], [])
        last = max((order["authoredOn"][:10] for order in own), default="2020-01-01")
        listed = [entry(order) for order in own if with_stopped or order["status"] == "active"]
        yield {"id": patient["id"], "as_of": last, "medications": listed, "patient": {"sex": patient["gender"]}}


def main() -> None:
    """Print the table and what interrupts."""
    catalogue = clonus.open_catalogue()
    patients, loudest, tiers = 0, Counter[str](), Counter[str]()
    shown: Counter[str] = Counter()
    for case in cases("--with-stopped" in sys.argv):
        answer = clonus.screen(clonus.read_case(case, catalogue), catalogue)
        patients += 1
        loudest[answer.raised.tier.value if answer.raised.tier else "nothing"] += 1
        found: list[Interaction | RegimenFinding] = [*answer.raised.interactions, *answer.raised.regimen]
        tiers.update(one.tier.value for one in found)
        for one in (one for one in found if one.tier.value == "interruptive"):
            agents = one.between if isinstance(one, Interaction) else one.agents
            shown[f"{one.harm.value} {' + '.join(agents)}: {one.says}"] += 1
    print(f"{patients} patients")
    for tier in ("interruptive", "passive", "recorded"):
        print(f"{tier}: {tiers[tier]} findings, {100 * tiers[tier] / patients:.1f} per 100 patients; loudest of {loudest[tier]} patients")
    print(f"nothing raised: {loudest['nothing']} patients\n")
    for says, count in shown.most_common():
        print(f"{count} × {says}\n")


if __name__ == "__main__":
    main()
