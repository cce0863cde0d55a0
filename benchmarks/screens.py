"""How long it takes to screen a list with two proposed orders: by RxNorm codes, by text, and as the list grows."""

import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence

from clonus.catalogue.shelves import Catalogue
from clonus.domain.moments import DaysBefore
from clonus.domain.record import MedicationEntry, PatientRecord
from clonus.services.screening import screen

PLAIN = (
    *("omeprazole", "amlodipine", "metformin", "atorvastatin", "lisinopril", "aspirin", "furosemide", "levothyroxine", "gabapentin"),
    *("acetaminophen", "warfarin", "hydrochlorothiazide", "insulin glargine", "albuterol", "prednisone", "metoprolol", "simvastatin"),
    *("losartan", "clopidogrel", "pantoprazole", "tamsulosin", "allopurinol", "carvedilol", "docusate", "potassium chloride"),
)
AGENTS = (
    *("sertraline", "tramadol", "quetiapine", "lithium", "trazodone", "buspirone", "ondansetron", "fluoxetine", "citalopram"),
    *("amitriptyline", "mirtazapine", "bupropion", "oxycodone", "cyclobenzaprine", "dextromethorphan", "phenelzine", "venlafaxine"),
)
ORDERS = ("sumatriptan", "linezolid")


def coded(name: str, catalogue: Catalogue, days: int) -> MedicationEntry:
    """An entry that is a code alone."""
    code = catalogue.names.rxcuis[name]
    return MedicationEntry(f"rxcui {code}", "rxcui", code, started=DaysBefore.exactly(days))


def written(name: str, catalogue: Catalogue, days: int) -> MedicationEntry:
    """An entry as it is charted."""
    assert name in catalogue.names.rxcuis
    return MedicationEntry(f"{name} 50 mg tablet, 1 daily", started=DaysBefore.exactly(days))


def records(make: Callable[[str, Catalogue, int], MedicationEntry], size: int, count: int, catalogue: Catalogue) -> Iterator[PatientRecord]:
    """Lists of one size, each drawn anew, with two proposed orders: of every ten drugs three that are judged, or more in long ones."""
    draw = random.Random(6)
    others = sorted(name for name in catalogue.substances if catalogue.names.rxcuis.get(name) and name not in (*AGENTS, *PLAIN, *ORDERS))
    for _ in range(count):
        agents = draw.sample(AGENTS, min(size * 3 // 10, len(AGENTS)))
        plain = draw.sample(PLAIN, min(size - len(agents), len(PLAIN)))
        names = [*agents, *plain, *draw.sample(others, size - len(agents) - len(plain))]
        draw.shuffle(names)
        listed = tuple(make(name, catalogue, draw.choice((3, 40, 400))) for name in names)
        yield PatientRecord(medications=listed, proposed=tuple(make(name, catalogue, 0) for name in ORDERS))


def timed(lists: Sequence[PatientRecord], catalogue: Catalogue) -> tuple[float, float]:
    """Median and 99th percentile in milliseconds of one screening, each list screened twice and timed the second time."""
    took = []
    for record in lists:
        screen(record, catalogue)
        start = time.perf_counter()
        screen(record, catalogue)
        took.append((time.perf_counter() - start) * 1e3)
    return statistics.median(took), sorted(took)[int(0.99 * len(took))]


def rows(catalogue: Catalogue) -> list[tuple[str, str, str]]:
    """What was measured, as rows of the table."""
    by_code, slow_code = timed(list(records(coded, 20, 500, catalogue)), catalogue)
    by_text, slow_text = timed(list(records(written, 20, 300, catalogue)), catalogue)
    growth = {size: timed(list(records(coded, size, 40, catalogue)), catalogue)[0] for size in (5, 10, 20, 40, 70, 100)}
    shown = ", ".join(f"{size}: {took:.1f}" for size, took in growth.items())
    return [
        ("20 drugs and two orders by RxNorm code screened, median", f"{by_code:.2f} ms", "at most 1 ms"),
        ("the 99th percentile", f"{slow_code:.2f} ms", "at most 3 ms"),
        ("the same by text, median", f"{by_text:.2f} ms", "at most 4 ms"),
        ("the 99th percentile by text", f"{slow_text:.2f} ms", "beside it"),
        ("by the number of drugs, in long lists most of them judged, ms", shown, "growth shown to 100"),
    ]
