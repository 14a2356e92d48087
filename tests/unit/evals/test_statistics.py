"""Intervals and tests: against closed forms, and the same at every run."""

from __future__ import annotations

from itertools import repeat

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
    assert sign_flips([1.0] * 4, APART[:4]) == pytest.approx(2 / 16, abs=0.01)
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
    assert 0.05 < found.detectable < 0.28


def test_equal_runs_do_not_differ_but_could_hide_a_little() -> None:
    scores = dict(zip(APART, repeat(1.0)))
    found = difference(scores, scores, dict(zip(APART, APART, strict=True)))

    assert (found.estimate.mean, found.p_value) == (0.0, 1.0)
    assert found.detectable == pytest.approx(3 / 400)


def test_other_cases_cannot_be_paired() -> None:
    with pytest.raises(ValueError, match="same cases"):
        difference({"a": 1.0}, {"b": 1.0}, {"a": "a", "b": "b"})


def test_holm_never_lowers_a_p_value_and_keeps_the_order() -> None:
    given = {"a": 0.01, "b": 0.02, "c": 0.9}
    adjusted = holm(given)

    assert all(adjusted[name] >= p for name, p in given.items())
    assert adjusted == pytest.approx({"a": 0.03, "b": 0.04, "c": 0.9})
