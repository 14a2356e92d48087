"""The grammar of figures: money, percentages and counts in running text, with exact spans. Pure.

`find_figures` reads what is written ("$130K-$180K", "about 10-15%", "$300-500/hour", "2 million");
what a figure speaks of is decided by the layouts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_CURRENCIES = {
    "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD", "S$": "SGD",
    "HK$": "HKD", "$": "USD", "\u20ac": "EUR", "\u00a3": "GBP", "\u20b9": "INR", "\u00a5": "JPY",
    "\u0e3f": "THB", "USD": "USD", "AUD": "AUD", "CAD": "CAD", "NZD": "NZD", "SGD": "SGD",
    "HKD": "HKD", "EUR": "EUR", "GBP": "GBP", "INR": "INR", "JPY": "JPY", "THB": "THB",
    "CHF": "CHF", "SEK": "SEK", "NOK": "NOK", "DKK": "DKK", "ZAR": "ZAR", "MYR": "MYR",
    "CNY": "CNY",
}  # fmt: skip
"""A bare dollar sign is read as US dollars: the pages are English career guides."""
CURRENCY_CODES = tuple(sorted({code for code in _CURRENCIES if code.isalpha()}))
_SCALES = {
    "": 1.0, "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9,
    "billion": 1e9, "trillion": 1e12, "t": 1e12,
    "lakh": 1e5, "lakhs": 1e5, "lac": 1e5, "lacs": 1e5, "crore": 1e7, "crores": 1e7,
}  # fmt: skip
_PERIODS = {
    "hour": "hour", "hr": "hour", "hourly": "hour", "year": "year", "yr": "year", "annum": "year",
    "annually": "year", "yearly": "year", "annual": "year", "month": "month", "mo": "month",
    "monthly": "month", "week": "week", "weekly": "week", "day": "day", "daily": "day",
    "credit": "credit", "semester": "semester", "term": "semester",
}  # fmt: skip

_SIGN = (
    r"(?:US\$|AU?\$|CA?\$|NZ\$|S\$|HK\$|[$\u20ac\u00a3\u20b9\u00a5\u0e3f]|"
    r"\b(?:USD|AUD|CAD|NZD|SGD|HKD|EUR|GBP|INR|JPY|THB|CHF|SEK|NOK|DKK|ZAR|MYR|CNY)\b)"
)
NUMBER = r"(?:\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_SCALE = (
    r"(?:\s?(?:thousand|million|billion|trillion|mn|bn|lakhs?|lacs?|crores?)\b|"
    r"[KkMBbT]\b|[KkMBbT](?=\+))"
)
_DASH = r"\s?(?:-|\u2010|\u2011|\u2012|\u2013|\u2014|\u2212|\bto\b)\s?"
_PERIOD = (
    r"(?:\s?/\s?|\s+(?:per|an|a|each)\s+)(?P<period>hour|hr|year|yr|annum|month|mo|week|day|credit|semester|term)\b"
    r"|\s+(?P<adverb>annually|yearly|hourly|monthly|weekly|daily)\b"
)
_FIGURE = re.compile(
    rf"""(?<![\w.,$\u20ac\u00a3-])
    (?P<between>(?<=\b[Bb]etween\ ))?
    (?P<sign1>{_SIGN})?\s?(?P<minus>[-\u2212](?=\d))?(?P<low>{NUMBER})(?P<scale1>{_SCALE})?(?P<plus1>\+)?(?P<pc1>\s?%)?
    (?:(?(between)\s+and\s+|{_DASH})(?P<sign2>{_SIGN})?\s?(?P<high>{NUMBER})(?P<scale2>{_SCALE})?(?P<pc2>\s?(?:%|per\s?cent\b))?)?
    (?P<pc3>\s?(?:%|per\s?cent(?:age\spoints?)?\b))?(?P<plus2>\+)?
    (?:\s?(?P<sign3>{_SIGN}))?
    (?:{_PERIOD})?(?![\w%]|,\d|\.\d)""",
    re.VERBOSE,
)
_AT_LEAST = r"(?:equal\s+to\s+or\s+)?greater\s+than(?:\s+or\s+equal\s+to)?|"
_OPEN_BEFORE = re.compile(
    rf"(?:{_AT_LEAST}over|above|more\s+than|at\s+least|in\s+excess\s+of|exceed(?:s|ed|ing)?|upwards?\s+of|from"
    r"|starting\s+at|minimum\s+of|no\s+less\s+than)\s*$",
    re.IGNORECASE,
)
_HEDGE_BEFORE = re.compile(
    r"(?:(?:can|could|may|might|often|sometimes|typically|usually|frequently)\s+)*"
    rf"(?:(?:{_AT_LEAST}up\s+to|around|about|approximately|roughly|nearly|almost|close\s+to|circa|under|below|in\s+excess\s+of|"
    r"less\s+than|fewer\s+than|as\s+(?:low|high|much|little)\s+as|at\s+most|over|above|more\s+than|"
    r"at\s+least|exceed(?:s|ed|ing)?|upwards?\s+of|from|starting\s+at|minimum\s+of|no\s+less\s+than)|~)\s*$",
    re.IGNORECASE,
)
_AT_MOST = re.compile(r"\b(?:up\s+to|at\s+most|as\s+(?:high|much)\s+as)$", re.IGNORECASE)
"""Not "less than": the lowest tenth earns less than a figure that still is the figure told."""
_HEDGE_CHARS = 48
"""How far before a figure a bounding phrase can begin."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as written, with its span in the text that was searched."""

    start: int
    end: int
    low: float
    """In full units: 130000 for "$130K"."""
    high: float
    unit: str | None
    """A currency code, "percent", or None for a plain count."""
    period: str | None
    """hour, day, week, month, year, credit or semester, if written."""
    open_ended: bool
    """Written with a plus, "over", "exceeding" or the like."""
    hedge: str = ""
    """The words just before that bound or soften it: "often exceeding", "up to", "around"."""


def lower_end(figure: Figure) -> float | None:
    """The lower end of a figure; None where it is only known not to be exceeded.

    >>> [lower_end(f) for f in find_figures("up to $5,000 or about $4,000")]
    [None, 4000.0]
    """
    is_bounded = figure.low == figure.high and _AT_MOST.search(figure.hedge)
    return None if is_bounded else figure.low


def find_figures(text: str) -> list[Figure]:
    """Every figure of a text, in order; years and bare small numbers are figures too."""
    return [_figure(m, text) for m in _FIGURE.finditer(text)]


def whole_figure(text: str) -> Figure | None:
    """The figure that a short text consists of, with at most a bounding word before it."""
    figures = find_figures(text)
    if len(figures) != 1:
        return None
    figure = figures[0]
    before = text[: figure.start].strip(" ~(").lower()
    hedge = figure.hedge.strip(" ~").lower()
    return figure if before == hedge and not text[figure.end :].strip(" *)\u2020") else None


def currency_of(sign: str) -> str | None:
    """Currency code of a sign or code, in any case; None if it is none."""
    return _CURRENCIES.get(sign.upper())


def is_money(figure: Figure) -> bool:
    """Whether the figure is an amount of money."""
    return figure.unit is not None and figure.unit != "percent"


def _figure(m: re.Match[str], text: str) -> Figure:
    scale2 = _scale(m["scale2"])
    low = _number(m["low"]) * _scale(m["scale1"]) * (-1 if m["minus"] else 1)
    high = low
    if m["high"]:
        high = _number(m["high"]) * scale2
        inherits = not m["scale1"] and scale2 > 1 and _number(m["low"]) * scale2 <= high
        low = low * scale2 if inherits else low
    near = max(0, m.start() - _HEDGE_CHARS)
    hedge = _HEDGE_BEFORE.search(text, near, m.start())
    is_open = bool(m["plus1"] or m["plus2"] or _OPEN_BEFORE.search(text, near, m.start()))
    return Figure(
        m.start(), m.end(), low, high, _unit(m), _PERIODS.get(m["period"] or m["adverb"] or ""),
        is_open, hedge.group().strip() if hedge else "",
    )  # fmt: skip


def _unit(m: re.Match[str]) -> str | None:
    sign = m["sign1"] or m["sign2"] or m["sign3"]
    if sign:
        return currency_of(sign)
    return "percent" if m["pc1"] or m["pc2"] or m["pc3"] else None


def _number(text: str) -> float:
    return float(text.replace(",", ""))


def _scale(text: str | None) -> float:
    return _SCALES[(text or "").strip().lower()]
