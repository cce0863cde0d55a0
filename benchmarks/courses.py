"""Curves of ten thousand virtual patients on fluoxetine, beside SciPy's integrator, and switches."""

import statistics
import time
from collections.abc import Callable

import numpy as np
from scipy.integrate import solve_ivp

import clonus
from clonus.services.curves import Array, Rates, curves

PATIENTS, DOSES, DAYS = 10_000, 120, 190
INTEGRATED = 20
PAIRS = (
    ("fluoxetine", "phenelzine"),
    ("Prozac", "Nardil"),
    ("sertraline", "linezolid"),
    ("venlafaxine", "citalopram"),
    ("amitriptyline", "sertraline"),
    ("phenelzine", "tramadol"),
)


def virtual_patients() -> tuple[Rates, Array]:
    """Rates drawn from the published ranges of fluoxetine and norfluoxetine, and a moment of each day."""
    generator = np.random.default_rng(2026)
    parent, metabolite = generator.uniform(1, 6, PATIENTS), generator.uniform(4, 16, PATIENTS)
    return Rates.of_half_lives(0.1, parent, metabolite), np.arange(0.5, DAYS, 1, dtype=np.float64)


def closed_form() -> float:
    """Seconds for all curves, the median of five."""
    rates, days = virtual_patients()
    return statistics.median(_timed(lambda: curves(rates, days, doses=DOSES)) for _ in range(5))


def integrated() -> float:
    """Seconds that SciPy's integrator would take for all, from what a few take: a dose a day, then the washout."""
    rates, _ = virtual_patients()

    def one(number: int) -> None:
        absorbed, gone, cleared = (float(rate[number]) for rate in (rates.absorption, rates.parent, rates.metabolite))
        state = np.zeros(3)
        for day in range(DOSES + 1):
            span = (day, day + 1 if day < DOSES else DAYS)
            state = state + np.array([float(day < DOSES), 0.0, 0.0])
            flow = solve_ivp(
                lambda _, y: [-absorbed * y[0], absorbed * y[0] - gone * y[1], gone * y[1] - cleared * y[2]],
                span,
                state,
                method="LSODA",
                rtol=1e-6,
                atol=1e-9,
            )
            state = flow.y[:, -1]

    start = time.perf_counter()
    for number in range(INTEGRATED):
        one(number)
    return (time.perf_counter() - start) * PATIENTS / INTEGRATED


def switches(catalogue: clonus.Catalogue) -> tuple[float, float]:
    """Milliseconds of a switch: the median and the 99th percentile of 1,200."""
    for leaving, starting in PAIRS:
        clonus.switch(leaving, starting, "2026-11-01", catalogue)
    times = sorted(_timed(lambda n=n: clonus.switch(*PAIRS[n % len(PAIRS)], "2026-11-01", catalogue)) for n in range(1200))  # type: ignore[misc]
    return statistics.median(times) * 1e3, times[int(len(times) * 0.99)] * 1e3


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
