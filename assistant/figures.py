"""Figures in sentences: money, percentages, lengths, counts, years and ordinals with their modality.

Used by verification on text that nobody vouches for, so it reads what people and models write: "10k",
"ten thousand", "$2.6-4.4 trillion", "a year and a half", "at least 6+ years", "between 5 and 7%".
Pure functions; what a figure is about is decided elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache


class Measure(StrEnum):
    """What a figure counts in."""

    MONEY = "money"
    PERCENT = "percent"
    DURATION = "duration"
    ORDINAL = "ordinal"
    NUMBER = "number"
    """Bare: a price without currency, a count, a calendar year."""


class Bound(StrEnum):
    """How the words around a figure limit it."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    MORE = "more"
    AT_MOST = "at_most"
    LESS = "less"
    ABOUT = "about"


UPWARD = frozenset({Bound.AT_LEAST, Bound.MORE})
DOWNWARD = frozenset({Bound.AT_MOST, Bound.LESS})


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure or range of a sentence."""

    start: int
    end: int
    """Span with sign, scale and unit, but without the words that bound it."""
    low: float
    high: float
    """Both ends of a range; equal for one figure. In units of 1: 10k is 10000."""
    measure: Measure
    currency: str | None = None
    """USD, AUD ... as written; "$" if only the sign stands there."""
    unit: str | None = None
    """year, month, week, day, semester, hour for lengths."""
    bound: Bound = Bound.EXACT
    period: str | None = None
    """What it is paid or counted for: year, month, hour, credit, semester."""

    @property
    def is_range(self) -> bool:
        """Two different ends."""
        return self.low != self.high

    @property
    def years(self) -> tuple[float, float] | None:
        """Both ends in years, for lengths that convert (52 weeks = 12 months = 1 year)."""
        factor = YEARS_PER_UNIT.get(self.unit or "")
        return (self.low * factor, self.high * factor) if factor else None


YEARS_PER_UNIT = {
    "year": 1.0,
    "month": 1 / 12,
    "week": 1 / 52,
    "day": 1 / 365,
    "semester": 0.5,
    "decade": 10.0,
}
"""A semester counts half a year, as two make an academic year."""

_ONES = dict(
    zip(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
        " fifteen sixteen seventeen eighteen nineteen".split(),
        range(20),
        strict=True,
    )
)
_TENS = dict(
    zip(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),
        range(20, 100, 10),
        strict=True,
    )
)
_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "grand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "k": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "bn": 1e9,
    "b": 1e9,
    "tn": 1e12,
    "dozen": 12.0,
}
_ORDINAL_WORDS = dict(
    zip(
        "first second third fourth fifth sixth seventh eighth ninth tenth".split(),
        range(1, 11),
        strict=True,
    )
)
_UNITS = {
    **dict.fromkeys(("year", "years", "yr", "yrs"), "year"),
    **dict.fromkeys(("month", "months", "mo", "mos"), "month"),
    **dict.fromkeys(("week", "weeks", "wk", "wks"), "week"),
    **dict.fromkeys(("day", "days"), "day"),
    **dict.fromkeys(("hour", "hours", "hr", "hrs"), "hour"),
    **dict.fromkeys(("semester", "semesters", "term", "terms"), "semester"),
    **dict.fromkeys(("decade", "decades"), "decade"),
}
_CURRENCY_WORDS = {
    **dict.fromkeys(("dollar", "dollars", "buck", "bucks"), "$"),
    **dict.fromkeys(("euro", "euros", "eur"), "EUR"),
    **dict.fromkeys(("pound", "pounds", "gbp", "quid"), "GBP"),
    **{c: c.upper() for c in ("usd", "aud", "cad", "nzd", "inr", "sgd", "jpy", "chf")},
}
_SIGNS = {
    "$": "$",
    "US$": "USD",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
}

_WORD_NUMBER = "|".join(
    sorted(
        (*_ONES, *_TENS, "hundred", "thousand", "million", "billion", "trillion", "dozen"),
        key=len,
        reverse=True,
    )
)
_SIGN = r"(?:US\$|AU\$|A\$|C\$|[$€£¥₹]|\b(?:USD|AUD|CAD|NZD|EUR|GBP|INR|SGD|JPY|CHF)\b)"
_DIGITS = r"(?:\d{1,3}(?:[,\u00a0\u202f\u2009]\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_SCALE = r"(?:(?:k|K|m|M|mn|bn|b|B|tn)(?![\w])|[\s-]?(?:hundred|thousand|million|billion|trillion|grand|dozen)\b)"
_SPELLED = (
    rf"(?:an?\s+)?(?:{_WORD_NUMBER})(?:(?:[\s-]+|\s+and\s+)(?:{_WORD_NUMBER}))*"
    r"(?:\s+point(?:\s+(?:zero|one|two|three|four|five|six|seven|eight|nine))+)?"
)
_UNIT = r"(?:" + "|".join(sorted(_UNITS, key=len, reverse=True)) + r")"
_QUANTITY = re.compile(
    rf"(?P<sign>{_SIGN})?\s?(?<![\w.])(?:(?P<digits>{_DIGITS})|(?P<spelled>\b(?:{_SPELLED})\b))"
    rf"(?P<half>\s?½|\s+and\s+a\s+half)?(?P<scale>{_SCALE})?",
    re.IGNORECASE,
)
_HALVES = re.compile(
    rf"\b(?:(?P<whole>an?|one)\s+(?P<unit1>{_UNIT})\s+and\s+a\s+half"
    rf"|half\s+(?:of\s+)?an?\s+(?P<unit2>{_UNIT})|half-(?P<unit3>{_UNIT})"
    rf"|(?P<single>an?|a\s+full|a\s+single)[\s-](?P<unit4>{_UNIT}))\b",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?P<plus>\+)?(?P<percent>\s?%|\s?(?:percent|per\s+cent|percentage\s+points?)\b)?(?P<plus2>\+)?"
    rf"(?:[\s-]?(?P<unit>{_UNIT})\b(?!\s*and\s+a\s+half))?(?P<half>\s+and\s+a\s+half)?"
    r"(?:\s?(?P<money>dollars?|bucks?|euros?|pounds?|quid|usd|aud|cad|nzd|eur|gbp|inr|sgd)\b)?(?P<plus3>\+)?",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\s?[-–—‑]\s?|\s+(?:to|through)\s+", re.IGNORECASE)
_PERIOD = re.compile(
    r"\s?(?:(?:/|per\s+|an?\s+|each\s+|every\s+)(?P<noun>years?|yr|annum|months?|mo|weeks?|hours?|hr|days?|credits?"
    r"|credit\s+hours?|semesters?|terms?|units?)\b|(?P<adverb>annually|yearly|monthly|weekly|hourly|daily))",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    rf"\b(?:(?P<digits>\d+)(?:st|nd|rd|th)|(?P<word>{'|'.join(_ORDINAL_WORDS)}))\b"
    r"|(?:#|\bnumber\s|\bno\.\s?)(?P<number>\d+)\b",
    re.IGNORECASE,
)
_PERIODS = {
    "annum": "year", "yr": "year", "mo": "month", "hr": "hour", "term": "semester",
    "annually": "year", "yearly": "year", "monthly": "month", "weekly": "week",
    "hourly": "hour", "daily": "day", "credit hour": "credit", "unit": "credit",
}  # fmt: skip

_BEFORE: tuple[tuple[Bound, str], ...] = (
    (Bound.AT_MOST, r"no\s+more\s+than|not\s+more\s+than|not\s+(?:over|above)|no\s+longer\s+than"),
    (Bound.AT_LEAST, r"no\s+(?:less|fewer)\s+than|not\s+(?:less|under|below)(?:\s+than)?"),
    (Bound.MORE, r"(?:more|greater|higher|longer|larger)\s+than|over|above|exceed(?:s|ed|ing)?"
     r"|upwards?\s+of|north\s+of|in\s+excess\s+of|beyond|past|surpass(?:es|ing)?|top(?:s|ping)"),
    (Bound.AT_LEAST, r"at\s+(?:the\s+)?least|(?:a\s+)?minimum\s+of|starting\s+(?:at|from)|as\s+(?:little|low)\s+as"
     r"|starts?\s+(?:at|from)"),
    (Bound.LESS, r"(?:less|fewer|lower|shorter|cheaper|smaller)\s+than|under|below|beneath|short\s+of|south\s+of"),
    (Bound.AT_MOST, r"at\s+(?:the\s+)?most|up\s+to|(?:a\s+)?maximum\s+of|as\s+(?:much|high|many)\s+as|within|capped\s+at"
     r"|no\s+higher\s+than"),
    (Bound.ABOUT, r"about|around|approximately|approx\.?|roughly|circa|ca\.?|~|close\s+to|near|nearly|almost"
     r"|an\s+estimated|some|in\s+the\s+region\s+of"),
)  # fmt: skip
_BEFORE_RES = tuple(
    (
        bound,
        re.compile(rf"(?:^|(?<=[^\w]))(?:{words})\s*(?:the\s+|an?\s+|only\s+)?$", re.IGNORECASE),
    )
    for bound, words in _BEFORE
)
_BEHIND: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    (Bound.AT_LEAST, re.compile(r"\s+(?:or|and)\s+(?:more|above|up|over|longer|higher|upwards?)\b|\s+plus\b|\s+at\s+least\b", re.IGNORECASE)),
    (Bound.AT_MOST, re.compile(r"\s+(?:or|and)\s+(?:less|fewer|below|under|shorter|lower|cheaper)\b|\s+at\s+(?:the\s+)?most\b|\s+max(?:imum)?\b|\s+tops\b", re.IGNORECASE)),
    (Bound.ABOUT, re.compile(r"\s+or\s+so\b|\s+give\s+or\s+take\b", re.IGNORECASE)),
)  # fmt: skip


@lru_cache(maxsize=512)
def figures(text: str) -> tuple[Figure, ...]:
    """All figures of a text in reading order, ranges joined, with unit, period and modality.

    "one" alone is a pronoun more often than a number and counts only before a unit or a noun of
    programs.

    >>> [(f.low, f.unit, f.bound.value) for f in figures("at least a year and a half")]
    [(1.5, 'year', 'at_least')]
    >>> [(f.low, f.high, f.currency, f.period) for f in figures("$300-500/hour")]
    [(300.0, 500.0, '$', 'hour')]
    """
    found = [*_halves(text)]
    found += _quantities(text, [(f.start, f.end) for f in found])
    found += _ordinals(text, [(f.start, f.end) for f in found])
    found.sort(key=lambda f: f.start)
    ranged = _join_ranges(text, found)
    return tuple(_with_context(text, f, ranged) for f in ranged)


def _halves(text: str) -> list[Figure]:
    out = []
    for m in _HALVES.finditer(text):
        unit = next(u for u in (m["unit1"], m["unit2"], m["unit3"], m["unit4"]) if u)
        value = 1.5 if m["unit1"] else 1.0 if m["unit4"] else 0.5
        if m["unit4"] and (_is_rate(text, m.start()) or _UNITS[unit.lower()] == "day"):
            continue
        out.append(
            Figure(m.start(), m.end(), value, value, Measure.DURATION, unit=_UNITS[unit.lower()])
        )
    return out


def _is_rate(text: str, start: int) -> bool:
    """ "10,000 a year": the words before are a figure, so this is what it is paid for."""
    before = text[max(0, start - 14) : start].rstrip()
    return bool(
        re.search(
            r"[\d%kKmM+)]$|(?:dollars|thousand|grand|times|once|twice|hundred|million)$", before
        )
    )


def _quantities(text: str, taken: list[tuple[int, int]]) -> list[Figure]:
    out: list[Figure] = []
    position = 0
    while m := _QUANTITY.search(text, position):
        position = max(m.end(), m.start() + 1)
        if any(s < m.end() and m.start() < e for s, e in taken) or _is_label(text, m):
            continue
        figure = _figure(text, m)
        if figure is not None:
            out.append(figure)
            position = max(position, figure.end)
    return out


def _is_label(text: str, m: re.Match[str]) -> bool:
    """Part of a name rather than a figure: "GPT-4", "24/7", "B-2", an ordinal's digits."""
    start = m.start("digits") if m["digits"] else m.start("spelled")
    after = text[m.end() : m.end() + 3].lower()
    if m["digits"] and not m["scale"] and re.match(r"(?:st|nd|rd|th)\b", after):
        return True
    before = text[max(0, start - 2) : start]
    return bool(m["digits"]) and bool(re.match(r"[A-Za-z][-‑]$", before)) and not m["sign"]


def _figure(text: str, m: re.Match[str]) -> Figure | None:
    value = float(re.sub(r"[^\d.]", "", m["digits"])) if m["digits"] else spelled(m["spelled"])
    if value is None:
        return None
    if m["half"]:
        value += 0.5
    if m["scale"]:
        value *= _SCALES[m["scale"].strip(" -\t\n").lower()]
    after = _AFTER.match(text, m.end())
    assert after is not None  # every part of it is optional
    percent = bool(after["percent"])
    unit = _UNITS[after["unit"].lower()] if after["unit"] and not percent else None
    if after["half"] and unit:
        value += 0.5
    if m["spelled"] and m["spelled"].lower() == "one" and not unit and not m["scale"]:
        return _pronoun_or_one(text, m)
    end = after.start("unit") if percent and after["unit"] else after.end()
    end = m.start() + len(text[m.start() : end].rstrip()) if after.group().strip() else m.end()
    start = m.start() + (len(m.group()) - len(m.group().lstrip()))
    sign = _SIGNS.get((m["sign"] or "").upper(), (m["sign"] or "").upper() or None)
    currency = sign or (_CURRENCY_WORDS[after["money"].lower()] if after["money"] else None)
    plus = after["plus"] or after["plus2"] or after["plus3"]
    return Figure(
        start, end, value, value, _measure(currency, percent, unit),
        currency, unit, Bound.AT_LEAST if plus else Bound.EXACT,
    )  # fmt: skip


def _measure(currency: str | None, percent: bool, unit: str | None) -> Measure:
    if currency:
        return Measure.MONEY
    if percent:
        return Measure.PERCENT
    return Measure.DURATION if unit else Measure.NUMBER


_COUNTED_AFTER_ONE = re.compile(
    r"\s+(?:[\w'’-]+\s+){0,4}?(?:programs?|courses?|certificates?|degrees?|rows?|diplomas?|master['’]?s)\b",
    re.IGNORECASE,
)


def _pronoun_or_one(text: str, m: re.Match[str]) -> Figure | None:
    if re.match(r"\s+(?:of|is|at|that|which|in|person)\b", text[m.end() :], re.IGNORECASE):
        return None
    if _COUNTED_AFTER_ONE.match(text, m.end()):
        return Figure(m.start("spelled"), m.end(), 1.0, 1.0, Measure.NUMBER)
    return None


def spelled(words: str) -> float | None:
    """The value of a number in words; None if they make none.

    >>> spelled("twenty-six thousand three hundred and ten")
    26310.0
    """
    whole, _, fraction = words.lower().partition(" point ")
    total = current = 0.0
    seen = False
    for word in re.findall(r"[a-z]+", whole):
        if word in ("a", "an"):
            current = 1.0
        elif word in _ONES or word in _TENS:
            current += _ONES.get(word, 0) or _TENS.get(word, 0)
            seen = True
        elif word == "hundred":
            current = (current or 1.0) * 100
            seen = True
        elif word in _SCALES:
            total += (current or 1.0) * _SCALES[word]
            current = 0.0
            seen = True
    digits = "".join(str(_ONES[w]) for w in fraction.split())
    return total + current + (float(f"0.{digits}") if digits else 0.0) if seen else None


def _ordinals(text: str, taken: list[tuple[int, int]]) -> list[Figure]:
    out = []
    for m in _ORDINAL.finditer(text):
        if any(s < m.end() and m.start() < e for s, e in taken):
            continue
        value = float(m["digits"] or m["number"] or _ORDINAL_WORDS[m["word"].lower()])
        out.append(Figure(m.start(), m.end(), value, value, Measure.ORDINAL))
    return out


def _join_ranges(text: str, found: list[Figure]) -> list[Figure]:
    """Neighbours joined by a dash or "to", or by "and" after "between", as one range."""
    out: list[Figure] = []
    for figure in found:
        if out and _ranges_with(text, out[-1], figure):
            out[-1] = _range(out[-1], figure, text)
        else:
            out.append(figure)
    return out


def _ranges_with(text: str, one: Figure, two: Figure) -> bool:
    if one.is_range or Measure.ORDINAL in (one.measure, two.measure):
        return False
    between = text[one.end : two.start]
    if re.fullmatch(r"\s+and\s+", between, re.IGNORECASE):
        return bool(re.search(r"\bbetween\s+$", text[: one.start], re.IGNORECASE))
    return bool(_JOINED.fullmatch(between)) and _fits_range(one, two)


def _fits_range(one: Figure, two: Figure) -> bool:
    kinds = {one.measure, two.measure} - {Measure.NUMBER}
    return len(kinds) < 2 and (one.unit is None or one.unit == two.unit)


def _range(one: Figure, two: Figure, text: str) -> Figure:
    low = one.low
    if _is_year_span(one, two):
        return replace(one, end=two.end, high=two.low)
    if low < two.low and not _scaled(text, one) and _scale_of(text, two) > 1:
        shared = low * _scale_of(text, two)
        low = shared if shared <= two.low else low
    bound = two.bound if two.bound is not Bound.EXACT else one.bound
    kind = two.measure if two.measure is not Measure.NUMBER else one.measure
    return Figure(
        one.start, two.end, low, two.high, kind, one.currency or two.currency,
        two.unit or one.unit, bound,
    )  # fmt: skip


def _is_year_span(one: Figure, two: Figure) -> bool:
    """ "2024-34": the second is the end of the same century."""
    return 1900 <= one.low <= 2100 and two.low < 100 and two.measure is Measure.NUMBER


def _scaled(text: str, figure: Figure) -> bool:
    return _scale_of(text, figure) > 1


def _scale_of(text: str, figure: Figure) -> float:
    written = text[figure.start : figure.end]
    m = re.search(rf"\d\s?({_SCALE})", written, re.IGNORECASE)
    m = m or re.search(r"\b(thousand|million|billion|trillion)\b", written, re.IGNORECASE)
    return _SCALES[m[1].strip(" -").lower()] if m else 1.0


def _with_context(text: str, figure: Figure, every: list[Figure]) -> Figure:
    """The figure with the bound that the words around it give, and what it is paid for."""
    if figure.measure is Measure.ORDINAL:
        return figure
    out = figure
    start = max((f.end for f in every if f.end <= figure.start), default=0)
    before = text[max(start, figure.start - 40) : figure.start]
    behind = text[figure.end : figure.end + 24]
    if period := _PERIOD.match(behind):
        noun = (period["noun"] or period["adverb"]).lower()
        noun = " ".join(noun.rstrip("s").split())
        out = replace(out, period=_PERIODS.get(noun, noun), end=figure.end + period.end())
        behind = text[out.end : out.end + 24]
    if out.bound is Bound.EXACT:
        out = replace(out, bound=_bound(before, behind, out))
    return out


def _bound(before: str, behind: str, figure: Figure) -> Bound:
    for bound, pattern in _BEHIND:
        if pattern.match(behind):
            return bound
    for bound, pattern in _BEFORE_RES:
        if m := pattern.search(before):
            if figure.is_range and m.group().strip().lower() in ("from", "some"):
                return Bound.EXACT
            return bound
    return Bound.EXACT
