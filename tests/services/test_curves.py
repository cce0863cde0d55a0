"""The closed form against numerical integration, and against what was measured in people."""

import json
import subprocess
import sys
from math import log

import numpy as np
import pytest
from scipy.integrate import solve_ivp

import clonus
from clonus.services.curves import NEAR, Array, Rates, curves
from clonus.services.kinetics import estimate_of

CATALOGUE = clonus.open_catalogue()
SHARED_RATES = [
    (0.1, 3.0, 10.0),
    (0.1, 5.0, 5.0),
    (2.0, 2.0, 2.0),
    (2.0, 2.0 * (1 + NEAR / 3), 2.0 * (1 + NEAR / 1.5)),
    (3.0, 3.0 * (1 + NEAR * 1.01), 9.0),
    (1.0, 4.0, 4.0 * (1 + NEAR * 0.99)),
    (0.05, 0.5, 0.5004),
    (10.0, 1.0, 10.0),
    (0.02, 0.17, 0.46),
    (5.0, 5.0, 12.0),
]


def integrated(rates: Rates, times: list[float], doses: int) -> tuple[Array, Array]:
    """Depot, parent and metabolite followed step by step, a dose at each whole day."""
    absorbed, gone, cleared = (float(one[0]) for one in (rates.absorption, rates.parent, rates.metabolite))
    marks = sorted({*map(float, range(doses)), *times})
    state, seen = np.zeros(3), {}
    for mark, following in zip(marks, [*marks[1:], marks[-1] + 1], strict=True):
        state = state + np.array([1.0, 0.0, 0.0]) * (mark.is_integer() and mark < doses)
        seen[mark] = state
        flow = solve_ivp(
            lambda _, y: [-absorbed * y[0], absorbed * y[0] - gone * y[1], gone * y[1] - cleared * y[2]],
            (mark, following),
            state,
            method="DOP853",
            rtol=1e-11,
            atol=1e-13,
        )
        state = flow.y[:, -1]
    return np.array([seen[one][1] * gone for one in times]), np.array([seen[one][2] * cleared for one in times])


@pytest.mark.parametrize("half_lives", SHARED_RATES)
def test_the_closed_form_is_what_numerical_integration_gives(half_lives: tuple[float, float, float]) -> None:
    rates, times = Rates.of_half_lives(*half_lives), [0.3, 1.5, 10.25, 29.5, 40.5, 60.5]

    parent, metabolite = curves(rates, np.array(times), doses=30)
    expected = integrated(rates, times, doses=30)

    assert np.abs(parent[0] - expected[0]).max() < 1e-6
    assert np.abs(metabolite[0] - expected[1]).max() < 1e-6


def test_chunks_and_limits_change_nothing_for_any_patient() -> None:
    generator = np.random.default_rng(20261126)
    parent = generator.uniform(1, 6, 1300)
    metabolite = np.where(np.arange(1300) % 7 == 0, parent * (1 + NEAR / 2), generator.uniform(4, 16, 1300))
    rates = Rates.of_half_lives(0.1, parent, metabolite)
    times: Array = np.arange(0.5, 190, 3, dtype=np.float64)

    together = curves(rates, times, doses=120)
    for number in (0, 7, 511, 512, 1299):
        alone = curves(Rates(*(one[[number]] for one in (rates.absorption, rates.parent, rates.metabolite))), times, doses=120)
        assert np.allclose(together[0][number], alone[0][0], atol=1e-12)
        assert np.allclose(together[1][number], alone[1][0], atol=1e-12)
    assert np.isfinite(together).all()


def test_at_steady_state_the_average_is_one_and_nothing_is_there_before_the_first_dose() -> None:
    rates = Rates.of_half_lives(0.05, 2.0, 9.0)
    day: Array = np.linspace(300, 301, 2001, dtype=np.float64)

    parent, metabolite = curves(rates, day, doses=400)
    before = curves(rates, np.array([-1.0, -0.01]), doses=400)

    assert np.trapezoid(parent[0], day) == pytest.approx(1, abs=1e-6)
    assert np.trapezoid(metabolite[0], day) == pytest.approx(1, abs=1e-6)
    assert np.abs(before).max() == 0


def test_impossible_courses_are_refused() -> None:
    with pytest.raises(ValueError, match="more than 0"):
        Rates.of_half_lives(0.1, 0.0, 1.0)
    with pytest.raises(ValueError, match="one dose or more"):
        curves(Rates.of_half_lives(0.1, 1.0, 1.0), np.array([1.0]), doses=0)


def band(name: str) -> tuple[float, float]:
    """The published half-life of a parent in days."""
    half_life = CATALOGUE.substances[name].half_life
    assert half_life is not None
    return float(half_life.low) / 24, float(half_life.high) / 24


@pytest.mark.parametrize(
    ("name", "doses", "measured"),
    [
        ("fluoxetine", 30, (5.5, 6.1)),  # Swiss product text: 91 to 302 ng/mL after 30 days of 40 mg, 15 to 55 after one dose
        ("vortioxetine", 12, (3.9, 6.2)),  # Japanese study, exposure on day 12 against day 1; the Swiss text says 5 to 6
        ("sertraline", 14, (2.0, 2.0)),  # Swiss product text: about twofold
    ],
)
def test_accumulation_lies_where_it_was_measured(name: str, doses: int, measured: tuple[float, float]) -> None:
    ends = [band(name)[0], band(name)[1] * (1.15 if name == "vortioxetine" else 1)]  # its range of means, 57 to 66 h, has no spread
    factor = [sum(2 ** (-day / half_life) for day in range(doses)) for half_life in ends]

    assert factor[0] <= measured[1]
    assert factor[1] >= measured[0]


def test_norfluoxetine_five_weeks_after_the_last_dose_lies_between_nothing_and_a_fifth() -> None:
    """The Swiss text calls five weeks about five half-lives, which leaves 3 percent; Liston 2002 saw CYP2D6 recover by half in 7.0 days."""
    half_lives = np.array([4.0, 7.0, 10.0, 16.0])
    rates = Rates.of_half_lives(0.1, np.full(4, 4.0), half_lives)

    _, metabolite = curves(rates, np.array([119.9, 119.9 + 35]), doses=120)
    left = metabolite[:, 1] / metabolite[:, 0]

    assert left[0] == pytest.approx(0.013, abs=0.005)  # while the parent still forms it
    assert 0.03 < left[1] < 0.08
    assert left[3] == pytest.approx(2 ** (-35 / 16), abs=0.09)
    assert list(left) == sorted(left)
    estimate = estimate_of("fluoxetine", CATALOGUE)
    assert estimate.span is not None
    assert [estimate.span.low, estimate.span.high] == [20, 80]
    assert estimate.span.low < 35 < 63 < estimate.span.high  # the labels' five weeks, and Liston's return to baseline


def test_a_steady_state_is_reached_when_the_label_says() -> None:
    """Fluoxetine: 4 to 6 weeks by the Ontario formulary; the middle of its ranges passes 90 percent of both within that time."""
    rates = Rates.of_half_lives(0.1, 3.5, 10.0)
    parent, metabolite = curves(rates, np.array([28.0, 42.0]), doses=100)

    assert parent[0, 0] > 0.9
    assert 0.7 < metabolite[0, 0] < 0.97
    assert metabolite[0, 1] > 0.9


def test_no_command_but_a_curve_loads_numpy() -> None:
    code = (
        "import sys, json, clonus; clonus.switch('fluoxetine', 'phenelzine'); clonus.timeline(clonus.read_case({}));"
        "clonus.assess(clonus.read_case({})); print(json.dumps('numpy' in sys.modules))"
    )

    printed = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout

    assert json.loads(printed) is False
    assert log(2) == pytest.approx(Rates.of_half_lives(1.0, 1.0, 1.0).parent[0])
