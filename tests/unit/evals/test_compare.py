"""Two runs over the trials that both made: what flipped, what is significant, what is left out."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from evals.baseline import Line
from evals.compare import compare
from evals.errors import NotComparable
from evals.reports.differences import comparison_printed
from evals.run import Key
from evals.scores import Outcome
from tests.unit.evals.made_runs import DECLINED, RIGHT, WRONG, lines, recorded, run_of

RUN = run_of("own")


def _altered(made: dict[Key, Line], at: int, **changes: object) -> dict[Key, Line]:
    key = list(made)[at]
    return made | {key: replace(made[key], **changes)}  # type: ignore[arg-type]


def test_a_difference_is_b_minus_a_in_points_and_in_accuracy() -> None:
    a = lines("own", [RIGHT] * 20 + [WRONG] * 10)
    b = lines("own", [RIGHT] * 28 + [DECLINED] * 2)
    found = compare((RUN, a), (RUN, b))
    (row,) = found.suites

    assert row.points.estimate.mean == pytest.approx((8 * 2 + 2) / 30)
    assert row.accuracy.estimate.mean == pytest.approx(8 / 30)
    # McNemar's exact test of eight against none.
    assert row.accuracy.p_value == pytest.approx(2 / 2**8)
    assert (row.points.won, row.points.lost) == (10, 0)
    assert row.points.p_value == pytest.approx(2 / 2**10)


def test_what_flipped_is_named_both_ways() -> None:
    a = lines("own", [RIGHT, WRONG, DECLINED, RIGHT])
    b = lines("own", [WRONG, RIGHT, WRONG, RIGHT])
    found = compare((RUN, a), (RUN, b))

    assert found.improved == ("own/k1",)
    assert found.worsened == ("own/k0", "own/k2")


def test_other_corpora_are_refused_unless_forced() -> None:
    made = lines("own", [RIGHT])
    elsewhere = run_of("own", corpus="d" * 64)

    with pytest.raises(NotComparable, match="two corpora"):
        compare((RUN, made), (elsewhere, made))
    assert compare((RUN, made), (elsewhere, made), across_corpora=True).improved == ()


def test_changed_and_unscored_trials_are_left_out_and_counted() -> None:
    a = lines("own", [RIGHT] * 6)
    b = _altered(a, 0, mark="another", outcome=WRONG)
    b = _altered(b, 1, outcome=Outcome.UNSCORED)
    del b[list(b)[2]]
    found = compare((RUN, a), (RUN, b))

    assert (found.left_out, found.changed) == (3, 1)
    assert found.suites[0].points.estimate.n == 3
    assert found.worsened == ()


def test_no_trial_in_common_cannot_be_compared() -> None:
    with pytest.raises(NotComparable, match="no trial in common"):
        compare((RUN, lines("own", [RIGHT])), (RUN, lines("other", [RIGHT])))


def test_an_error_counts_as_a_wrong_answer() -> None:
    found = compare((RUN, lines("own", [RIGHT])), (RUN, lines("own", [Outcome.ERROR])))

    assert found.suites[0].points.estimate.mean == -2.0


def test_holm_is_over_suites_and_over_strata_apart() -> None:
    a = lines("one", [WRONG] * 7) | lines("two", [RIGHT] * 9, "x") | lines("two", [RIGHT] * 9, "y")
    b = lines("one", [RIGHT] * 7) | lines("two", [RIGHT] * 9, "x") | lines("two", [RIGHT] * 9, "y")
    found = compare((RUN, a), (RUN, b))
    suites = {row.name: row for row in found.suites}
    strata = {row.name: row for row in found.strata}

    p = 2 / 2**7
    assert suites["one"].p_adjusted == pytest.approx(2 * p)
    assert strata["one: k"].p_adjusted == pytest.approx(3 * p)
    assert (suites["two"].p_adjusted, suites["two"].points.estimate.high) == (1.0, 0.0)


def test_families_are_flipped_together() -> None:
    a, b = lines("own", [RIGHT] * 12), lines("own", [WRONG] * 12)
    together = {key: replace(line, family="one page") for key, line in b.items()}

    assert compare((RUN, a), (RUN, b)).suites[0].p_adjusted < 0.001
    assert compare((RUN, a), (RUN, together)).suites[0].p_adjusted == 1.0


def test_measures_are_compared_where_both_have_them() -> None:
    a = {
        key: replace(line, measures={"nDCG@10": 0.5, "gone": 1.0})
        for key, line in lines("own", [RIGHT] * 10).items()
    }
    b = {
        key: replace(line, measures={"nDCG@10": 0.5 + at / 100, "new": 1.0})
        for at, (key, line) in enumerate(a.items(), 1)
    }
    b = _altered(b, 9, measures={})
    (found,) = compare((RUN, a), (RUN, b)).measures

    assert found.name == "own: nDCG@10"
    assert found.values.estimate.n == 9
    assert found.values.estimate.mean == pytest.approx(0.05)
    assert found.p_adjusted == pytest.approx(2 / 2**9)


def test_a_control_is_compared_with_the_product() -> None:
    records = recorded(lines("own", [RIGHT] * 8))
    records |= recorded(lines("own", [DECLINED] * 8), "i don't know")
    found = compare((RUN, records), (RUN, records), systems=("i don't know", "guidepost"))

    assert found.suites[0].points.estimate.mean == 1.0


def test_a_comparison_fits_a_terminal() -> None:
    long = "a stratum whose name is long"
    a = lines("conversation", [RIGHT] * 1_200, long)
    b = _altered(a, 3, outcome=WRONG)
    b = {key: replace(line, measures={"extra words": 0.2}) for key, line in b.items()}
    a = {key: replace(line, measures={"extra words": 0.1}) for key, line in a.items()}
    printed = StringIO()
    Console(file=printed, width=80).print(
        *comparison_printed(compare((RUN, a), (RUN, b))), sep="\n"
    )
    shown = printed.getvalue().splitlines()

    assert max(map(len, shown)) <= 80
    assert any("-0.002" in line and "1,200" in line for line in shown)
    assert "Worsened: conversation/a stratum whose name is long3" in shown
    assert not any("…" in line for line in shown)
