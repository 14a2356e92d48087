from __future__ import annotations

import pytest

from assistant.figures import Bound, Measure, figures


@pytest.mark.parametrize(
    ("text", "low", "high", "measure"),
    [
        ("costs 10,000", 10_000, 10_000, Measure.NUMBER),
        ("costs 10k", 10_000, 10_000, Measure.NUMBER),
        ("costs ten thousand", 10_000, 10_000, Measure.NUMBER),
        ("twenty-six thousand three hundred and ten", 26_310, 26_310, Measure.NUMBER),
        ("$155K-$190K", 155_000, 190_000, Measure.MONEY),
        ("$130-180K", 130_000, 180_000, Measure.MONEY),
        ("\u20b91,50,000", 150_000, 150_000, Measure.MONEY),
        ("3.5 lakh rupees", 350_000, 350_000, Measure.MONEY),
        ("$2.6-4.4 trillion", 2.6e12, 4.4e12, Measure.MONEY),
        ("130 thousand to 180 thousand dollars", 130_000, 180_000, Measure.MONEY),
        ("ten to fifteen percent", 10, 15, Measure.PERCENT),
        ("between 25,000 and 35,000", 25_000, 35_000, Measure.NUMBER),
        ("a year and a half", 1.5, 1.5, Measure.DURATION),
        ("half a year", 0.5, 0.5, Measure.DURATION),
        ("an 18-month course", 18, 18, Measure.DURATION),
        ("the second cheapest", 2, 2, Measure.ORDINAL),
    ],
)
def test_values(text: str, low: float, high: float, measure: Measure) -> None:
    (figure,) = figures(text)
    assert (figure.low, figure.high, figure.measure) == (low, high, measure)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("up to 5 years", Bound.AT_MOST),
        ("at least 6 years", Bound.AT_LEAST),
        ("6+ years", Bound.AT_LEAST),
        ("exceeding $240K", Bound.MORE),
        ("no more than 20k", Bound.AT_MOST),
        ("less than 10,000", Bound.LESS),
        ("around $155K", Bound.ABOUT),
        ("$70K or more", Bound.AT_LEAST),
        ("exactly 2 years", Bound.EXACT),
    ],
)
def test_limits(text: str, bound: Bound) -> None:
    assert figures(text)[0].bound is bound


@pytest.mark.parametrize(
    ("text", "period"),
    [("$300-500/hour", "hour"), ("10,000 a year", "year"), ("500 per credit", "credit")],
)
def test_periods(text: str, period: str) -> None:
    assert figures(text)[0].period == period


@pytest.mark.parametrize("text", ["GPT-4 and CI/CD", "one of them", "the one in Boston", ""])
def test_what_is_no_figure(text: str) -> None:
    assert figures(text) == ()


def test_spans_are_of_the_text_given() -> None:
    text = "It runs 0.6 Years, which is 7.2 months."
    assert [text[f.start : f.end] for f in figures(text)] == ["0.6 Years", "7.2 months"]
