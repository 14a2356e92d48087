"""Intervals and tests: against closed forms, and the same at every run."""

from __future__ import annotations

from itertools import repeat

import numpy as np
import pytest

from evals.statistics import difference, holm, interval, mcnemar, sign_flips

APART = [str(i) for i in range(400)]


def test_an_interval_of_single_cases_is_that_of_a_share() -> None:
    found = interval([1.0] * 300 + [0.0] * 100, APART)

    assert found.mean == 0.75
    # 0.75 plus or minus 1.96 standard errors of a share of 400.
    assert found.low == pytest.approx(0.7076, abs=0.005)
    assert found.high == pytest.approx(0.7924, abs=0.005)


def test_cases_that_fail_together_make_a_wider_interval() -> None:
    values = [1.0] * 300 + [0.0] * 100
    together = interval(values, [str(i // 20) for i in range(400)])
    alone = interval(values, APART)

    assert together.families == 20
    assert together.high - together.low > 3 * (alone.high - alone.low)


def test_all_right_is_not_certain() -> None:
    few, many = interval([1.0] * 5, APART[:5]), interval([1.0] * 400, APART)

    assert few.high == pytest.approx(1.0)
    assert many.high == pytest.approx(1.0)
    assert few.low < 0.6
    assert many.low > 0.98


def test_all_declined_is_nearly_nothing_on_either_side() -> None:
    found = interval([0.0] * 400, APART, least=-1.0)

    assert found.mean == 0.0
    assert found.low == -found.high
    assert found.high == pytest.approx(0.0095, abs=0.0005)


def test_all_alike_between_the_bounds_stays_within_them() -> None:
    found = interval([0.63] * 30, APART[:30])

    assert 0.5 < found.low < 0.63 < found.high < 0.7


@pytest.mark.parametrize(("families", "largest"), [(12, 3), (40, 6)])
def test_nineteen_intervals_in_twenty_hold_the_truth(families: int, largest: int) -> None:
    chance = np.random.default_rng(7)
    held, trials, truth = 0, 250, 0.7
    for _ in range(trials):
        # Cases of a family share its own rate, so they fail together.
        rates = chance.beta(2.1, 0.9, size=families)
        sizes = chance.integers(1, largest + 1, size=families)
        of = np.repeat(np.arange(families), sizes)
        values = (chance.random(len(of)) < np.repeat(rates, sizes)).astype(float)
        found = interval(values.tolist(), [str(i) for i in of])
        held += found.low <= truth <= found.high

    # 250 trials of a true 95 % give 228 to 246 of them in 99.8 %.
    assert 228 <= held <= 246


def test_a_case_counted_twenty_times_over_is_one_case() -> None:
    values = [1.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.0]
    ids = APART[:8]

    once, often = interval(values, ids), interval(values * 20, ids * 20)

    assert (once.low, once.high) == (often.low, often.high)


@pytest.mark.parametrize("families", [1, 2, 3, 5])
def test_few_families_give_bounds_in_order(families: int) -> None:
    found = interval([0.0, 1.0, 1.0] * families, [str(i // 3) for i in range(3 * families)])

    assert 0.0 <= found.low <= found.mean <= found.high <= 1.0


def test_an_interval_is_the_same_at_every_run() -> None:
    values = [float(i % 3 == 0) for i in range(400)]

    assert interval(values, APART) == interval(values, APART)


def test_no_values_have_no_interval() -> None:
    with pytest.raises(ValueError, match="at least one"):
        interval([], [])


@pytest.mark.parametrize(
    ("won", "lost", "p"), [(0, 0, 1.0), (5, 5, 1.0), (10, 0, 2 / 1024), (1, 9, 22 / 1024)]
)
def test_mcnemar_is_the_exact_binomial(won: int, lost: int, p: float) -> None:
    assert mcnemar(won, lost) == pytest.approx(p)


def test_sign_flips_agree_with_the_exact_count() -> None:
    # All four families gain: 2 of the 16 sign patterns are as extreme.
    assert sign_flips([1.0] * 4, APART[:4]) == 2 / 16
    assert sign_flips([1.0] * 4 + [0.0] * 96, APART[:100]) == 2 / 16
    assert sign_flips([0.0] * 4, APART[:4]) == 1.0


def test_a_gain_is_told_with_its_direction_and_what_could_have_been_seen() -> None:
    ids = APART[:100]
    a = dict(zip(ids, [0.0] * 40 + [1.0] * 60, strict=True))
    b = dict(zip(ids, [1.0] * 30 + [0.0] * 10 + [1.0] * 58 + [0.0] * 2, strict=True))
    found = difference(a, b, dict(zip(ids, ids, strict=True)))

    assert (found.won, found.lost) == (30, 2)
    assert found.estimate.mean == pytest.approx(0.28)
    assert 0 < found.estimate.low < 0.28 < found.estimate.high
    assert found.p_value < 1e-6
    assert found.detectable is not None
    assert 0.05 < found.detectable < 0.28


def test_equal_runs_do_not_differ_but_could_hide_a_little() -> None:
    scores = dict(zip(APART, repeat(1.0)))
    found = difference(scores, scores, dict(zip(APART, APART, strict=True)))

    assert (found.estimate.mean, found.p_value) == (0.0, 1.0)
    assert (found.estimate.low, found.estimate.high) == (0.0, 0.0)
    # Some eight cases that move one way are enough to be called six or more of the time.
    assert found.detectable == pytest.approx(8 / 400, rel=0.02)


def test_too_few_families_can_show_nothing() -> None:
    scores = dict(zip(APART, repeat(1.0)))
    found = difference(scores, scores, {i: str(int(i) % 5) for i in APART})

    assert found.detectable is None


def test_a_run_finds_four_times_in_five_what_it_says_it_could() -> None:
    chance = np.random.default_rng(11)
    ids = APART[:200]
    family_of = dict(zip(ids, ids, strict=True))
    right = dict(zip(ids, repeat(1.0)))
    could = difference(right, right, family_of).detectable
    assert could is not None
    seen = 0
    for _ in range(200):
        lost = int((chance.random(200) < could).sum())
        seen += mcnemar(0, lost) < 0.05

    assert 0.7 < seen / 200 < 0.9


def test_a_gap_that_all_cases_show_is_not_certain() -> None:
    ids = APART[:10]
    nothing, all_right = dict(zip(ids, repeat(0.0))), dict(zip(ids, repeat(1.0)))
    found = difference(nothing, all_right, dict(zip(ids, ids, strict=True)))

    assert 0.3 < found.estimate.low < 0.6
    assert found.estimate.high == 1.0
    assert found.p_value == 2 / 1024


@pytest.mark.parametrize("seed", range(5))
def test_flips_by_family_call_one_run_in_twenty_of_no_difference(seed: int) -> None:
    chance = np.random.default_rng(seed)
    families = [str(i // 4) for i in range(120)]
    called = 0
    for _ in range(60):
        of_family = np.repeat(chance.choice((-1.0, 0.0, 1.0), size=30), 4)
        called += sign_flips(of_family.tolist(), families) < 0.05

    assert called <= 8


def test_other_cases_cannot_be_paired() -> None:
    with pytest.raises(ValueError, match="same cases"):
        difference({"a": 1.0}, {"b": 1.0}, {"a": "a", "b": "b"})


def test_holm_never_lowers_a_p_value_and_keeps_the_order() -> None:
    given = {"a": 0.01, "b": 0.02, "c": 0.9}
    adjusted = holm(given)

    assert all(adjusted[name] >= p for name, p in given.items())
    assert adjusted == pytest.approx({"a": 0.03, "b": 0.04, "c": 0.9})
