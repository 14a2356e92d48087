"""Intervals and tests for scores of cases that come in families. Pure, and the same every time.

Questions of one template, page or university fail together, so families and not cases are drawn.
Source: Miller 2024, "Adding error bars to evals" (clusters, paired differences); Holm 1979.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import comb, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

DRAWS = 10_000
"""Bootstrap samples: the ends of a 95 % interval then move by under a tenth of its width."""
SEED = 20_240_601
_TAIL = 0.025
_POWER = 0.8
_NO_GAP = 1e-9
_FEWEST = 6
"""Cases, or families, that all move one way before an exact test calls it: 2 in 2**6 is 0.03."""
_ENOUGH = 7.906
"""Mean number of cases that move of which at least six show four times in five (Poisson)."""


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
    detectable: float | None
    """Smallest true difference that a run of this size finds four times in five; None: none."""


def interval(
    values: Sequence[float], families: Sequence[str], least: float = 0.0, most: float = 1.0
) -> Estimate:
    """The mean of the values and its cluster bootstrap interval.

    `families[i]` is the cluster of `values[i]`; `least` and `most` bound a value. Percentiles are
    taken further out the fewer families there are, as Student's t is wider than the normal curve.
    Where all values are one, every draw is that one: how far off the truth may be then comes from
    the families that a run of this size can fail to show, each scoring `least` or `most`.
    Raises: ValueError, if there are no values.
    Source: Hesterberg 2014, "What teachers should know about the bootstrap" (expanded percentiles).

    >>> interval([1.0, 1.0, 0.0, 1.0], ["a", "a", "b", "c"]).mean
    0.75
    >>> all_right = interval([1.0] * 20, [str(i) for i in range(20)])
    >>> round(all_right.low, 2), all_right.high
    (0.84, 1.0)
    """
    if not values:
        raise ValueError("an interval needs at least one value")
    sums, counts = _by_family(values, families)
    mean = float(np.mean(values))
    if min(values) == max(values):
        unseen = _unseen(len(sums))
        low, high = mean - unseen * (mean - least), mean + unseen * (most - mean)
        return Estimate(mean, low, high, len(values), len(sums))
    draws = np.random.default_rng(SEED).integers(len(sums), size=(DRAWS, len(sums)))
    means = sums[draws].sum(axis=1) / counts[draws].sum(axis=1)
    tail = _expanded_tail(len(sums))
    low, high = (float(end) for end in np.quantile(means, (tail, 1 - tail)))
    # Of two uneven families the mean of all can lie outside of what most draws give.
    return Estimate(mean, min(low, mean), max(high, mean), len(values), len(sums))


def difference(
    a: Mapping[str, float],
    b: Mapping[str, float],
    family_of: Mapping[str, str],
    span: float = 1.0,
) -> Difference:
    """B minus A, paired by case id; `span` is what one case can differ by at least.

    Where no case differs, the interval is that of no difference, for nothing was seen to vary;
    what such a run may hide is `detectable`.
    Raises: ValueError, unless both hold the same cases.
    """
    if a.keys() != b.keys():
        raise ValueError("paired scores must be of the same cases")
    ids = sorted(a)
    gaps = [b[i] - a[i] for i in ids]
    families = [family_of[i] for i in ids]
    if any(gaps):
        room = max(span, *map(abs, gaps))
        estimate = interval(gaps, families, -room, room)
    else:
        estimate = Estimate(0.0, 0.0, 0.0, len(gaps), len(set(families)))
    won, lost = sum(g > 0 for g in gaps), sum(g < 0 for g in gaps)
    is_binary = {*a.values(), *b.values()} <= {0.0, 1.0}
    alone = estimate.families == len(ids)
    p = mcnemar(won, lost) if is_binary and alone else sign_flips(gaps, families)
    return Difference(estimate, p, won, lost, _detectable(gaps, families))


def mcnemar(won: int, lost: int) -> float:
    """The two-sided exact p-value of `won` against `lost` discordant pairs.

    >>> mcnemar(0, 0), mcnemar(6, 0)
    (1.0, 0.03125)
    """
    n = won + lost
    at_most = sum(comb(n, k) for k in range(min(won, lost) + 1))
    return float(min(1.0, 2 * at_most / 2**n))


def sign_flips(gaps: Sequence[float], families: Sequence[str]) -> float:
    """The two-sided p-value that the gaps have no direction, families flipped whole.

    Exact where few families differ, otherwise over draws, of which the observed one is one.
    """
    sums, _ = _by_family(gaps, families)
    sums = sums[np.abs(sums) > _NO_GAP]
    if not len(sums):
        return 1.0
    is_few = 2 ** len(sums) <= DRAWS
    if is_few:
        signs = np.asarray(list(product((-1.0, 1.0), repeat=len(sums))))
    else:
        signs = np.random.default_rng(SEED).choice((-1.0, 1.0), size=(DRAWS, len(sums)))
    reached = int((np.abs(signs @ sums) >= abs(sums.sum()) - _NO_GAP).sum())
    return reached / len(signs) if is_few else (reached + 1) / (DRAWS + 1)


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


def _unseen(families: int) -> float:
    """The largest share of families that none of so many may show. Source: Wilson 1927, 0 of n."""
    z = NormalDist().inv_cdf(1 - _TAIL)
    return z * z / (families + z * z)


def _expanded_tail(families: int) -> float:
    """The share of draws to leave out at each end, so that few families give room enough."""
    if families < 3:
        return 0.0
    degrees = families - 1
    z = NormalDist().inv_cdf(1 - _TAIL)
    # Student's t by its expansion about the normal. Source: Abramowitz and Stegun 26.7.5.
    t = (
        z
        + (z**3 + z) / (4 * degrees)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * degrees**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * degrees**3)
    )
    return NormalDist().cdf(-t * sqrt(families / degrees))


def _detectable(gaps: Sequence[float], families: Sequence[str]) -> float | None:
    """By the error of the gaps, but never less than what enough cases of one point make.

    None if the families are too few for any test to tell.
    """
    sums, counts = _by_family(gaps, families)
    if len(sums) < _FEWEST:
        return None
    # The error of a ratio of sums over clusters. Source: Cochran 1977, section 6.4.
    residuals = sums - counts * (sums.sum() / counts.sum())
    error = sqrt(len(sums) / (len(sums) - 1) * float((residuals**2).sum())) / float(counts.sum())
    seen = (NormalDist().inv_cdf(1 - _TAIL) + NormalDist().inv_cdf(_POWER)) * error
    return max(seen, min(1.0, _ENOUGH / len(gaps)))


def _by_family(
    values: Sequence[float], families: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Sum and number of the values of each family."""
    _, place = np.unique(np.asarray(families), return_inverse=True)
    sums = np.bincount(place, weights=np.asarray(values, np.float64))
    return sums.astype(np.float64), np.bincount(place).astype(np.float64)
