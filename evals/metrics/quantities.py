"""Figures of a text with what belongs to them: unit, currency, period, and words such as "up to".

Written for the audit of citations, which must not read figures as the product does. Pure. It reads
figures in digits; "four years" in words is text like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_CURRENCY = r"[A-Z]{3}\s|[A-Z]{0,2}[$€£¥]\s?"
_FIGURE = re.compile(
    rf"(?P<currency>(?<![A-Za-z]){_CURRENCY})?(?<![\w.])(?P<number>{_NUMBER})"
    r"(?P<scale>\s?(?:[kKmMbB](?![A-Za-z])|thousand\b|million\b|billion\b|trillion\b|grand\b))?"
    r"(?P<plus>\+)?"
)
_SCALE = {"k": 1e3, "thousand": 1e3, "grand": 1e3, "m": 1e6, "million": 1e6, "b": 1e9}
_SCALE |= {"billion": 1e9, "trillion": 1e12}
_UNITS = {
    **dict.fromkeys(("year", "years", "yr", "yrs"), "year"),
    **dict.fromkeys(("month", "months"), "month"),
    **dict.fromkeys(("week", "weeks"), "week"),
    **dict.fromkeys(("day", "days"), "day"),
    **dict.fromkeys(("hour", "hours"), "hour"),
    **dict.fromkeys(("semester", "semesters"), "semester"),
    **dict.fromkeys(("%", "percent", "per cent"), "percent"),
    **dict.fromkeys(("credit", "credits"), "credit"),
}
_AFTER = re.compile(r"[\s-]?(%|per cent\b|[A-Za-z]+)")
_PERIOD = re.compile(
    r"\s*(?:(?:per|an?|each|every)\s|/\s?)(year|month|week|day|hour|semester|credit)\b|"
    r"\s*(annually|yearly|monthly|weekly|daily|hourly)\b",
    re.IGNORECASE,
)
_ADVERBS = {"annually": "year", "yearly": "year", "monthly": "month", "weekly": "week"}
_ADVERBS |= {"daily": "day", "hourly": "hour"}
_HEDGES = {
    "most": r"up to|at most|no more than|not more than|as much as|maximum(?: of)?",
    "least": r"at least|no less than|not less than|minimum(?: of)?",
    "more": r"more than|over|above|exceed(?:s|ing|ed)?|greater than|beyond",
    "less": r"less than|under|below|fewer than",
    "about": r"about|around|roughly|approximately|nearly|almost|some|circa",
    "exactly": r"exactly|precisely",
}
_BEFORE = re.compile(
    r"\b(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _HEDGES.items()) + r")\s*$",
    re.IGNORECASE,
)
_AND_MORE = re.compile(r"\s*or (more|less|fewer|longer|shorter)\b", re.IGNORECASE)
YEARS_IN = {"year": 1.0, "month": 1 / 12, "week": 1 / 52, "semester": 0.5}
"""52 weeks are 12 months are 2 semesters are 1 year."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure of a text."""

    value: float
    """Scaled: 130000 for $130K."""
    unit: str
    """year, month, week, day, hour, semester, credit, percent; empty if another or none."""
    currency: str
    """As written: "$", "AUD"; empty if none."""
    period: str
    """What it is per, such as year; empty if none."""
    hedge: str
    """most, least, more, less, about, exactly, or empty: what is said of its exactness."""
    start: int
    end: int
    """Its span with currency and unit, without hedge and period."""

    @property
    def is_length(self) -> bool:
        """A length of time that has a place on a calendar."""
        return self.unit in YEARS_IN and not self.currency

    @property
    def years(self) -> float:
        """A length in years."""
        return self.value * YEARS_IN[self.unit]

    def same(self, other: Quantity) -> bool:
        """Whether both say the same, in the same unit, currency and period, as exactly."""
        return abs(self.value - other.value) < _NEAR and (
            (self.unit, self.currency, self.period, self.hedge)
            == (other.unit, other.currency, other.period, other.hedge)
        )


_NEAR = 1e-6
_LONGEST = 24
"""Characters before a figure in which a hedge stands."""


def quantities(text: str) -> tuple[Quantity, ...]:
    """The figures of a text in its order.

    >>> [
    ...     (q.value, q.currency, q.unit, q.period, q.hedge)
    ...     for q in quantities("up to AUD 23,340 a year for 1.5 Years")
    ... ]
    [(23340.0, 'AUD', '', 'year', 'most'), (1.5, '', 'year', '', '')]
    """
    return tuple(_each(text))


def _each(text: str) -> Iterator[Quantity]:
    for found in _FIGURE.finditer(text):
        scale = (found["scale"] or "").strip().lower()
        value = float(found["number"].replace(",", "")) * _SCALE.get(scale, 1.0)
        unit, end = _unit(text, found.end())
        period = _PERIOD.match(text, end)
        yield Quantity(
            value,
            unit,
            (found["currency"] or "").strip(),
            _of_period(period) if period else "",
            _hedge(text, found, period.end() if period else end),
            found.start(),
            end,
        )


def _unit(text: str, at: int) -> tuple[str, int]:
    after = _AFTER.match(text, at)
    unit = _UNITS.get(after[1].lower(), "") if after else ""
    return (unit, after.end()) if after and unit else ("", at)


def _of_period(found: re.Match[str]) -> str:
    return found[1].lower() if found[1] else _ADVERBS[found[2].lower()]


def _hedge(text: str, figure: re.Match[str], end: int) -> str:
    before = _BEFORE.search(text[max(0, figure.start() - _LONGEST) : figure.start()])
    if before:
        return before.lastgroup or ""
    after = _AND_MORE.match(text, end)
    if after:
        return "least" if after[1].lower() in ("more", "longer") else "most"
    return "least" if figure["plus"] else ""
