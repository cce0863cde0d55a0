"""Concentrations of a parent and its active metabolite under regular doses, for any number of patients at once.

One compartment with first-order absorption, formation and elimination, in closed form. Amounts are relative to their average at
steady state, so that doses, volumes and the fraction that becomes the metabolite drop out. Time is in days, rates are per day.
NumPy is loaded with this module, which `import clonus` does not load.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
NEAR = 1e-3
_CHUNK = 512


@dataclass(frozen=True, slots=True)
class Rates:
    """Rate constants of patients, each an array of one length: absorption, the parent's elimination, the metabolite's."""

    absorption: Array
    parent: Array
    metabolite: Array

    @staticmethod
    def of_half_lives(absorption: Array | float, parent: Array | float, metabolite: Array | float) -> "Rates":
        """The rates of half-lives in days; a single number stands for every patient.

        Raises:
            ValueError: if a half-life is not more than 0.
        """
        hours = np.broadcast_arrays(*(np.atleast_1d(np.asarray(one, dtype=np.float64)) for one in (absorption, parent, metabolite)))
        if not all(np.all(one > 0) for one in hours):
            raise ValueError("a half-life should be more than 0 days.")
        return Rates(*(np.log(2) / one for one in hours))


def curves(rates: Rates, times: Array, doses: int, every: float = 1.0) -> tuple[Array, Array]:
    """The amounts of parent and metabolite of each patient at each time, relative to their averages at steady state.

    Args:
        rates: of `n` patients, per day.
        times: `m` moments, in days after the first dose.
        doses: how many equal doses are taken, the first at 0.
        every: days between them.

    Returns:
        Two arrays of shape `(n, m)`.

    Raises:
        ValueError: if there is no dose, or doses are not apart.

    Example:
        >>> rates = Rates.of_half_lives(absorption=0.05, parent=5.0, metabolite=10.0)
        >>> parent, metabolite = curves(rates, np.array([119.5]), doses=120)
        >>> bool(0.95 < parent[0, 0] < 1.05), bool(0.95 < metabolite[0, 0] < 1.05)
        (True, True)
    """
    if doses < 1 or every <= 0:
        raise ValueError("a course has one dose or more, and its doses are apart.")
    moments = np.asarray(times, dtype=np.float64)
    count = rates.parent.size
    parent, metabolite = np.empty((count, moments.size)), np.empty((count, moments.size))
    for start in range(0, count, _CHUNK):
        part = slice(start, start + _CHUNK)
        chunk = Rates(rates.absorption[part], rates.parent[part], rates.metabolite[part])
        near = _near(chunk)
        parent[part], metabolite[part] = _apart(chunk, moments, doses, every)
        if near.any():
            close = Rates(chunk.absorption[near], chunk.parent[near], chunk.metabolite[near])
            rows = np.flatnonzero(near) + start
            parent[rows], metabolite[rows] = _close(close, moments, doses, every)
    return parent, metabolite


def _near(rates: Rates) -> NDArray[np.bool_]:
    """Where two rate constants nearly coincide, so that the closed form divides a small difference by another."""
    pairs = ((rates.absorption, rates.parent), (rates.parent, rates.metabolite), (rates.absorption, rates.metabolite))
    near: NDArray[np.bool_] = np.logical_or.reduce([np.abs(one - other) < NEAR * np.maximum(one, other) for one, other in pairs])
    return near


def _apart(rates: Rates, times: Array, doses: int, every: float) -> tuple[Array, Array]:
    """The closed form: for each rate the geometric sum over the doses taken so far, weighted as in the Bateman function."""
    absorbed, gone, cleared = rates.absorption[:, None], rates.parent[:, None], rates.metabolite[:, None]
    sums = _GeometricSums(times, doses, every)
    with np.errstate(divide="ignore", invalid="ignore"):  # where rates coincide, the other form is taken
        of_absorption, of_parent, of_metabolite = sums(absorbed), sums(gone), sums(cleared)
        to_parent, to_metabolite, between = absorbed - gone, absorbed - cleared, gone - cleared
        parent = (absorbed * gone * every / to_parent) * (of_parent - of_absorption)
        scale = absorbed * gone * cleared * every
        metabolite = (scale / (to_parent * to_metabolite)) * of_absorption
        metabolite -= (scale / (to_parent * between)) * of_parent
        metabolite += (scale / (to_metabolite * between)) * of_metabolite
    return parent, metabolite


class _GeometricSums:
    """The sum over the doses taken by each moment of exp(-rate x time since that dose), without a loop over doses.

    Moments that lie equally long after their last dose, or after as many doses, share their exponentials.
    """

    def __init__(self, times: Array, doses: int, every: float):
        taken = np.clip(np.floor(times / every) + 1, 0, doses)
        self.every = every
        self.lags, self.lag_of = np.unique(np.where(taken > 0, times - (taken - 1) * every, np.inf), return_inverse=True)
        self.counts, self.count_of = np.unique(taken, return_inverse=True)

    def __call__(self, rate: Array) -> Array:
        """For rates of shape `(n, 1)` the sums of shape `(n, m)`."""
        since_last = np.exp(-rate * self.lags)
        over_doses = np.expm1(-rate * (self.counts * self.every)) / np.expm1(-rate * self.every)
        total: Array = since_last[:, self.lag_of] * over_doses[:, self.count_of]
        return total


def _close(rates: Rates, times: Array, doses: int, every: float) -> tuple[Array, Array]:
    """The same dose by dose, by divided differences that have a limit where rates coincide."""
    absorbed, gone, cleared = rates.absorption[:, None], rates.parent[:, None], rates.metabolite[:, None]
    parent, metabolite = np.zeros((rates.parent.size, times.size)), np.zeros((rates.parent.size, times.size))
    for number in range(doses):
        since = times - number * every
        after = np.where(since >= 0, since, 0.0)
        parent += _first_difference(absorbed, gone, after)
        metabolite += _second_difference(absorbed, gone, cleared, after)
    return parent * absorbed * gone * every, metabolite * absorbed * gone * cleared * every


def _first_difference(one: Array, other: Array, since: Array) -> Array:
    """(exp(-other t) - exp(-one t)) / (one - other), whose limit for equal rates is t exp(-rate t)."""
    apart = np.abs(one - other) * since
    shape = np.where(apart < 1e-8, 1 - apart / 2, -np.expm1(-apart) / np.where(apart < 1e-8, 1.0, apart))
    difference: Array = since * np.exp(-np.minimum(one, other) * since) * shape
    return difference


def _second_difference(one: Array, other: Array, third: Array, since: Array) -> Array:
    """The second divided difference of exp(-rate t) over three rates, whose limit for equal rates is t^2/2 exp(-rate t)."""
    low, middle, high = np.sort(np.broadcast_arrays(one, other, third), axis=0)
    spread = high - low
    wide = spread >= NEAR * high
    mean = (low + middle + high) / 3
    variance = (low - mean) ** 2 + (middle - mean) ** 2 + (high - mean) ** 2
    near = since**2 / 2 * np.exp(-mean * since) * (1 + since**2 * variance / 24)
    apart = (_first_difference(low, middle, since) - _first_difference(middle, high, since)) / np.where(wide, spread, 1.0)
    difference: Array = np.where(wide, apart, near)
    return difference
