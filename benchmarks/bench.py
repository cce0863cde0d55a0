"""Measure what speed was promised, side by side in one run, and print a table.

python benchmarks/bench.py
"""

import itertools
import json
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import assert_never

import clonus
from clonus.adapters.formats.handout import to_pdf
from clonus.catalogue.build import CatalogueBuilder
from clonus.catalogue.opening import KNOWLEDGE, read_files
from clonus.domain.findings import Observation
from clonus.domain.record import Examination, MedicationEntry, PatientRecord
from clonus.domain.truth import Truth
from clonus.rules.known import KnownFacts
from clonus.rules.tree import And, AtLeast, Fact, Not, Or, Rule
from clonus.services.exposure import history_of
from clonus.services.handout import handout
from clonus.services.knowing import known_facts
from clonus.services.proving import prove_all
from clonus.services.reconcile import reconcile
from clonus.services.triage import assess

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks import courses, screens

HUNTER = ("spontaneous_clonus", "inducible_clonus", "ocular_clonus", "agitation", "diaphoresis", "tremor", "hyperreflexia", "hypertonia")
FIVE_DRUGS = {
    "medications": [
        {"name": "Zoloft 100 mg tablets", "started": 40, "increased": 2},
        {"name": "tramadol 50 mg", "prn": True, "stopped": 0.2},
        {"name": "omeprazole"},
        {"name": "fluoxetine", "stopped": 30},
        {"rxcui": "4493", "stopped": 90},
    ],
    "findings": {"inducible_clonus": "present", "diaphoresis": "present", "tremor": "absent", "hypertonia": "absent"},
    "vitals": {"temperature": 37.9, "heart_rate": 118},
}

# Peak memory is read by the process itself: what a parent reports of a child includes the parent's own pages.
MEASURED = """
import atexit, pathlib, sys
from clonus.adapters.cli.app import main
atexit.register(lambda: sys.stderr.write(pathlib.Path("/proc/self/status").read_text()))
main()
"""


def kleene(rule: Rule, values: dict[str, bool | None]) -> bool | None:
    """A plain recursive three-valued evaluation: what a criterion costs without compiled sets, certificate or axioms."""
    match rule:
        case Fact(id):
            return values[id]
        case Not(inner):
            value = kleene(inner, values)
            return None if value is None else not value
        case And(parts):
            least: bool | None = True
            for part in parts:
                value = kleene(part, values)
                if value is False:
                    return False
                if value is None:
                    least = None
            return least
        case Or(parts):
            most: bool | None = False
            for part in parts:
                value = kleene(part, values)
                if value is True:
                    return True
                if value is None:
                    most = None
            return most
        case AtLeast(number, parts):
            found = [kleene(part, values) for part in parts]
            yes, open_ones = found.count(True), found.count(None)
            return True if yes >= number else None if yes + open_ones >= number else False
        case _:
            assert_never(rule)


def states() -> Iterator[PatientRecord]:
    """All 3^9 states of the Hunter findings on sertraline; the ninth is the temperature."""
    values = (Observation.PRESENT, Observation.ABSENT, None)
    sertraline = (MedicationEntry("sertraline"),)
    for combination in itertools.product(values, repeat=9):
        findings = {id: value for id, value in zip((*HUNTER, "hyperthermia"), combination, strict=True) if value is not None}
        yield PatientRecord(medications=sertraline, current=Examination(findings=findings))


def each(function: Callable[[int], object], size: int, rounds: int = 5) -> float:
    """Median over rounds of the microseconds that one call takes."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        for position in range(size):
            function(position)
        times.append((time.perf_counter() - start) / size * 1e6)
    return statistics.median(times)


def decided(catalogue: clonus.Catalogue) -> tuple[list[KnownFacts], list[dict[str, bool | None]]]:
    """The states that are decided, as the solver takes them and as a recursive evaluation does."""
    criterion, theory = catalogue.criteria["hunter"], catalogue.theory
    known_ones, dictionaries = [], []
    for record in states():
        known = known_facts(record, history_of(record, catalogue), catalogue)
        if criterion.solver.truth(known.closed) is not Truth.UNKNOWN:
            known_ones.append(known)
            true, false = known.closed
            dictionaries.append({f: True if true >> n & 1 else False if false >> n & 1 else None for n, f in enumerate(theory.facts)})
    return known_ones, dictionaries


def cold_start() -> tuple[float, float]:
    """Median seconds and peak megabytes of `clonus assess` on one case, as a new process."""
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "case.json"
        case.write_text(json.dumps(FIVE_DRUGS))
        arguments = ["assess", str(case), "--format", "json"]
        times = []
        for _ in range(7):
            start = time.perf_counter()
            subprocess.run([sys.executable, "-m", "clonus", *arguments], check=True, capture_output=True)
            times.append(time.perf_counter() - start)
        status = subprocess.run([sys.executable, "-c", MEASURED, *arguments], check=True, capture_output=True, text=True).stderr
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return statistics.median(times), int(peak.split()[1]) / 1024


def unseen(catalogue: clonus.Catalogue) -> list[PatientRecord]:
    """Five hundred records on five drugs, each with other findings and vital signs."""
    draw, words = random.Random(4), ("present", "absent", None)
    made = []
    for _ in range(500):
        findings = {id: word for id in (*HUNTER, "seizure", "akathisia", "headache", "restlessness") if (word := draw.choice(words))}
        if findings.get("akathisia") == "present":
            findings["restlessness"] = "present"
        vitals = {"temperature": draw.choice((36.8, 38.2, 39.1, 41.3)), "heart_rate": draw.choice((72, 118, 140))}
        case = {**FIVE_DRUGS, "findings": findings, "vitals": vitals, "patient": {"age": draw.choice((6, 40, 80)), "weight": 30}}
        made.append(clonus.read_case(case, catalogue))
    return made


def leaflet_ms(catalogue: clonus.Catalogue) -> float:
    """Median milliseconds from a record to the PDF of its leaflet."""
    record = clonus.read_case(FIVE_DRUGS, catalogue)
    return statistics.median(each(lambda _: to_pdf(handout(record, catalogue), catalogue), 1) for _ in range(20)) / 1000


def names_read(catalogue: clonus.Catalogue) -> tuple[float, float]:
    """Names a second, and the 99th percentile in milliseconds: 95 % known names, 5 % with a wrong letter or unknown, none twice."""
    chance = random.Random(1)
    known = [key for key in catalogue.names.table.keys() if not key.startswith("~")]  # noqa: SIM118  a table is no mapping
    long = [key for key in known if key.isalpha() and len(key) > 6]
    letters = "abcdefghijklmnop"
    wrong = [f"{key[:3]}{chance.choice(letters)}{key[4:]}" for key in chance.sample(long, 250)]
    unknown = ["".join(chance.choice(letters) for _ in range(9)) for _ in range(250)]
    mix = [MedicationEntry(name) for name in (*chance.sample(known, 9_500), *wrong, *unknown)]
    chance.shuffle(mix)
    reconcile([MedicationEntry("fluoxetne")], catalogue)
    took = []
    for entry in mix:
        start = time.perf_counter()
        reconcile([entry], catalogue)
        took.append(time.perf_counter() - start)
    return len(mix) / sum(took), sorted(took)[int(0.99 * len(took))] * 1e3


def names_opened() -> tuple[float, float]:
    """Milliseconds and megabytes that the vocabulary adds to opening the catalogue."""
    files = read_files(KNOWLEDGE)
    texts = {path: content.decode() for path, content in files.items() if path.startswith("names/")}
    times = []
    for _ in range(5):
        builder = CatalogueBuilder({}, texts, "", {})
        start = time.perf_counter()
        builder._names({}, {})
        times.append(time.perf_counter() - start)
    tracemalloc.start()
    texts = {path: content.decode() for path, content in files.items() if path.startswith("names/")}
    kept = CatalogueBuilder({}, texts, "", {})._names({}, {})
    size = tracemalloc.get_traced_memory()[0] if kept else 0
    tracemalloc.stop()
    return statistics.median(times) * 1e3, size / 1e6


def main() -> None:
    """Run every measurement and print the table."""
    catalogue = clonus.open_catalogue()
    criterion = catalogue.criteria["hunter"]
    known_ones, dictionaries = decided(catalogue)
    solver = each(lambda n: criterion.solver.decide(known_ones[n].closed), len(known_ones))
    plain = each(lambda n: kleene(criterion.solver.rule, dictionaries[n]), len(dictionaries))
    five = clonus.read_case(FIVE_DRUGS)
    one = statistics.median(each(lambda _: assess(five, catalogue), 1) for _ in range(400))
    new = statistics.median(each(lambda _, record=record: assess(record, catalogue), 1, rounds=1) for record in unseen(catalogue))  # type: ignore[misc]
    start = time.perf_counter()
    proofs = len(list(prove_all(catalogue)))
    proved = time.perf_counter() - start
    start = time.perf_counter()
    counts = dict.fromkeys(Truth, 0)
    for record in states():
        counts[assess(record, catalogue).verdicts[0].truth] += 1
    whole = time.perf_counter() - start
    seconds, megabytes = cold_start()
    rate, slowest = names_read(catalogue)
    opening, size = names_opened()
    switched, slow_switch = courses.switches(catalogue)
    rows = [
        ("decided criterion with its certificate", f"{solver:.2f} µs", f"no slower than recursive evaluation: {plain:.2f} µs"),
        ("recursive three-valued evaluation, no certificate", f"{plain:.2f} µs", f"{len(known_ones)} decided states, same tree, same run"),
        ("assess with its plan, 500 records not seen before, median", f"{new / 1000:.2f} ms", "at most 2 ms"),
        ("the same case again, median", f"{one / 1000:.2f} ms", "at most 2 ms"),
        ("19,683 Hunter states through assess", f"{whole:.1f} s", "at most 30 s"),
        ("clonus assess, one case, cold start, median", f"{seconds:.2f} s", "at most 0.5 s"),
        ("its peak memory", f"{megabytes:.0f} MB", "at most 60 MB"),
        ("names read, 95 % known and 5 % wrong or unknown, one core", f"{rate:,.0f} a second", "at least 20,000"),
        ("the 99th percentile of one name", f"{slowest:.2f} ms", "at most 2 ms"),
        ("what the vocabulary adds to opening", f"{opening:.0f} ms", "at most 50 ms"),
        ("and keeps in memory", f"{size:.0f} MB", "at most 20 MB"),
        ("a switch, median", f"{switched:.2f} ms", "at most 1 ms"),
        ("the 99th percentile of a switch", f"{slow_switch:.2f} ms", "at most 1 ms"),
        ("10,000 curves of fluoxetine and norfluoxetine, 190 days", f"{courses.closed_form():.2f} s", "at most 0.2 s"),
        ("the same by SciPy's integrator, from 20 patients", f"{courses.integrated():,.0f} s", "beside it, same run"),
        ("a leaflet as PDF, median", f"{leaflet_ms(catalogue):.0f} ms", "at most 100 ms"),
        *screens.rows(catalogue),
        (f"clonus prove, {proofs} properties", f"{proved:.1f} s", "at most 60 s"),
    ]
    print(f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}; states {list(counts.values())}\n")
    print("| what | measured | promised |\n|---|---|---|")
    for row in rows:
        print(f"| {' | '.join(row)} |")


if __name__ == "__main__":
    main()
