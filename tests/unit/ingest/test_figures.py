"""Figures in running text are read with unit, scale, range, period and bound."""

from __future__ import annotations

import pytest

from ingest.figures import find_figures, whole_figure


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "period", "is_open"),
    [
        ("$130K–$275K", 130e3, 275e3, "USD", None, False),
        ("200%+", 200, 200, "percent", None, True),
        ("$280K-$400K+", 280e3, 400e3, "USD", None, True),
        ("$2.6-4.4 trillion annually", 2.6e12, 4.4e12, "USD", "year", False),
        ("$300-500/hour", 300, 500, "USD", "hour", False),
        ("$5-$10K", 5e3, 10e3, "USD", None, False),
        ("$500-$1K", 500, 1e3, "USD", None, False),
        ("£30k–£45k", 30e3, 45e3, "GBP", None, False),
        ("$54.13 an hour", 54.13, 54.13, "USD", "hour", False),
        ("1.7 million", 1.7e6, 1.7e6, None, None, False),
        ("5 to 9 percent", 5, 9, "percent", None, False),
        ("-3%", -3, -3, "percent", None, False),
        ("\u20b93.5 lakh a year", 3.5e5, 3.5e5, "INR", "year", False),
        ("\u20b91,50,000", 1.5e5, 1.5e5, "INR", None, False),
        ("2-3 crore", 2e7, 3e7, None, None, False),
        ("AUD 19,000", 19e3, 19e3, "AUD", None, False),
    ],
)
def test_figures(
    text: str, low: float, high: float, unit: str | None, period: str | None, is_open: bool
) -> None:
    figure = whole_figure(text)
    assert figure is not None
    assert (figure.low, figure.high) == pytest.approx((low, high))
    assert (figure.unit, figure.period, figure.open_ended) == (unit, period, is_open)


@pytest.mark.parametrize("text", ["Explosive", "GPT-4", "3D", "hire #1 of 5 people", "33% Growth"])
def test_what_is_no_whole_figure(text: str) -> None:
    assert whole_figure(text) is None


def test_bounding_words_are_kept() -> None:
    text = (
        "base around $155K, total often exceeding $240K, can exceed $500K, up to $9, less than $1"
    )
    assert [(f.hedge, f.open_ended) for f in find_figures(text)] == [
        ("around", False),
        ("often exceeding", True),
        ("can exceed", True),
        ("up to", False),
        ("less than", False),
    ]


def test_spans_are_exact() -> None:
    text = "from $200K-$270K, while 10-15% less"
    assert [text[f.start : f.end] for f in find_figures(text)] == ["$200K-$270K", "10-15%"]


def test_two_figures_are_a_range_after_between_and_not_after_both() -> None:
    between, both = "They earn between £26,000 and £34,000.", "Both £26,000 and £34,000 are paid."
    assert [(f.low, f.high) for f in find_figures(between)] == [(26e3, 34e3)]
    assert [(f.low, f.high) for f in find_figures(both)] == [(26e3, 26e3), (34e3, 34e3)]
