"""Intervals and tests for scores of cases that come in families. Pure, and the same every time.

Questions of one template, page or university fail together, so families and not cases are drawn.
Source: Miller 2024, "Adding error bars to evals" (clusters, paired differences); Holm 1979.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

DRAWS = 10_000
"""Bootstrap samples: the ends of a 95 % interval then move by under a tenth of its width."""
SEED = 20_240_601
_TAIL = 0.025
_POWER = 0.8


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its 95 % interval."""

    mean: float
    low: float
    high: float
    n: int
    """Cases."""
    families: int
    """Clusters they come in."""


@dataclass(frozen=True, slots=True)
class Difference:
    """B minus A over the same cases."""

    estimate: Estimate
    p_value: float
    """Of McNemar's exact test where scores are 0 or 1, else of sign flips by family."""
    won: int
    """Cases in which B scores higher."""
    lost: int
    """Cases in which A does."""
    detectable: float
    """Smallest true difference that a run of this size finds four times in five."""


def interval(
    values: Sequence[float], families: Sequence[str], least: float = 0.0, most: float = 1.0
) -> Estimate:
    """The mean of the values and its cluster bootstrap interval (percentiles).

    `families[i]` is the cluster of `values[i]`; `least` and `most` bound a value. Where all values
    are one, nothing can be drawn but that one; how far off the truth may be then comes from the
    number of families (Wilson), so that 20 right of 20 is not called certain.
    Raises: ValueError, if there are no values.

    >>> interval([1.0, 1.0, 0.0, 1.0], ["a", "a", "b", "c"]).mean
    0.75
    >>> round(interval([1.0] * 20, [str(i) for i in range(20)]).low, 2)
    0.84
    """
    if not values:
        raise ValueError("an interval needs at least one value")
    sums, counts = _by_family(values, families)
    mean = float(np.mean(values))
    if min(values) == max(values):
        low, high = _wilson((mean - least) / (most - least), len(sums))
        width = most - least
        return Estimate(mean, least + width * low, least + width * high, len(values), len(sums))
    draws = np.random.default_rng(SEED).integers(len(sums), size=(DRAWS, len(sums)))
    means = sums[draws].sum(axis=1) / counts[draws].sum(axis=1)
    low, high = np.quantile(means, (_TAIL, 1 - _TAIL))
    return Estimate(mean, float(low), float(high), len(values), len(sums))


def difference(
    a: Mapping[str, float], b: Mapping[str, float], family_of: Mapping[str, str]
) -> Difference:
    """B minus A, paired by case id. Raises: ValueError, unless both hold the same cases."""
    if a.keys() != b.keys():
        raise ValueError("paired scores must be of the same cases")
    ids = sorted(a)
    gaps = [b[i] - a[i] for i in ids]
    families = [family_of[i] for i in ids]
    estimate = _of_gaps(gaps, families)
    won, lost = sum(g > 0 for g in gaps), sum(g < 0 for g in gaps)
    is_binary = {*a.values(), *b.values()} <= {0.0, 1.0}
    alone = estimate.families == len(ids)
    p = mcnemar(won, lost) if is_binary and alone else sign_flips(gaps, families)
    return Difference(estimate, p, won, lost, _detectable(gaps, families))


def _of_gaps(gaps: Sequence[float], families: Sequence[str]) -> Estimate:
    if min(gaps) == max(gaps):
        return Estimate(gaps[0], gaps[0], gaps[0], len(gaps), len(set(families)))
    return interval(gaps, families)


def mcnemar(won: int, lost: int) -> float:
    """The two-sided exact p-value of `won` against `lost` discordant pairs.

    >>> mcnemar(0, 0), mcnemar(6, 0)
    (1.0, 0.03125)
    """
    n = won + lost
    at_most = sum(comb(n, k) for k in range(min(won, lost) + 1))
    return float(min(1.0, 2 * at_most / 2**n))


def sign_flips(gaps: Sequence[float], families: Sequence[str]) -> float:
    """The two-sided p-value that the gaps have no direction, families flipped whole."""
    sums, _ = _by_family(gaps, families)
    if not sums.any():
        return 1.0
    signs = np.random.default_rng(SEED).choice((-1.0, 1.0), size=(DRAWS, len(sums)))
    reached = np.abs(signs @ sums) >= abs(sums.sum()) - 1e-9
    return float((reached.sum() + 1) / (DRAWS + 1))


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """The p-values adjusted for being several, by Holm's step-down.

    >>> holm({"a": 0.01, "b": 0.04, "c": 0.03})
    {'a': 0.03, 'c': 0.06, 'b': 0.06}
    """
    adjusted: dict[str, float] = {}
    least = 0.0
    for at, name in enumerate(sorted(p_values, key=lambda n: p_values[n])):
        least = max(least, min(1.0, (len(p_values) - at) * p_values[name]))
        adjusted[name] = least
    return adjusted


def _wilson(share: float, n: int) -> tuple[float, float]:
    """Ends of the 95 % interval of a share of n. Source: Wilson 1927."""
    z = NormalDist().inv_cdf(1 - _TAIL)
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    room = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, middle - room), min(1.0, middle + room)


def _detectable(gaps: Sequence[float], families: Sequence[str]) -> float:
    sums, counts = _by_family(gaps, families)
    if len(sums) < 2:
        return float("inf")
    if not any(gaps):
        # Of n families without a difference, up to 3 in n may differ unseen (rule of three).
        return min(1.0, 3 / len(sums))
    # The error of a ratio of sums over clusters. Source: Cochran 1977, section 6.4.
    residuals = sums - counts * (sums.sum() / counts.sum())
    error = sqrt(len(sums) / (len(sums) - 1) * float((residuals**2).sum())) / float(counts.sum())
    return (NormalDist().inv_cdf(1 - _TAIL) + NormalDist().inv_cdf(_POWER)) * error


def _by_family(
    values: Sequence[float], families: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Sum and number of the values of each family."""
    _, place = np.unique(np.asarray(families), return_inverse=True)
    sums = np.bincount(place, weights=np.asarray(values, np.float64))
    return sums.astype(np.float64), np.bincount(place).astype(np.float64)
