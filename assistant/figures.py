"""Figures in sentences: money, percentages, lengths, counts and ordinals with their modality.

Used by verification on text that nobody vouches for, so it reads what people and models write:
"10k", "ten thousand", "$2.6-4.4 trillion", "a year and a half", "at least 6 years", "5 to 7%".
Pure functions; what a figure is about is decided elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from assistant.figure_grammar import (
    AFTER,
    BEFORE_RES,
    BEHIND,
    COUNTED_AFTER_ONE,
    CURRENCY_WORDS,
    HALVES,
    JOINED,
    ONES,
    ORDINAL,
    ORDINAL_WORDS,
    PERIOD,
    PERIODS,
    QUANTITY,
    SCALE,
    SCALES,
    SIGNS,
    TENS,
    UNITS,
    WORD_NUMBER,
    Bound,
)

__all__ = [
    "DOWNWARD",
    "UPWARD",
    "YEARS_PER_UNIT",
    "Bound",
    "Figure",
    "Measure",
    "figures",
    "spelled",
]


class Measure(StrEnum):
    """What a figure counts in."""

    MONEY = "money"
    PERCENT = "percent"
    DURATION = "duration"
    ORDINAL = "ordinal"
    NUMBER = "number"
    """Bare: a price without currency, a count, a calendar year."""


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
    for m in HALVES.finditer(text):
        unit = next(u for u in (m["unit1"], m["unit2"], m["unit3"], m["unit4"]) if u)
        value = 1.5 if m["unit1"] else 1.0 if m["unit4"] else 0.5
        if m["unit4"] and (_is_rate(text, m.start()) or UNITS[unit.lower()] == "day"):
            continue
        out.append(
            Figure(m.start(), m.end(), value, value, Measure.DURATION, unit=UNITS[unit.lower()])
        )
    return out


def _is_rate(text: str, start: int) -> bool:
    """ "10,000 a year": the words before are a figure, so this is what it is paid for."""
    before = text[max(0, start - 14) : start].rstrip()
    return bool(
        re.search(
            r"[\d%kKmM+)]$|(?:dollars|thousand|grand|times|once|twice|hundred|million|billion|trillion"
            r"|hours?|days?|weeks?|shifts?)$",
            before,
        )
    )


def _quantities(text: str, taken: list[tuple[int, int]]) -> list[Figure]:
    out: list[Figure] = []
    position = 0
    while m := QUANTITY.search(text, position):
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
        value *= SCALES[m["scale"].strip(" -\t\n").lower()]
    after = AFTER.match(text, m.end())
    assert after is not None  # every part of it is optional
    percent = bool(after["percent"])
    unit = UNITS[after["unit"].lower()] if after["unit"] and not percent else None
    if after["half"] and unit:
        value += 0.5
    if m["spelled"] and m["spelled"].lower() == "one" and not (unit or percent or m["scale"]):
        return _pronoun_or_one(text, m)
    end = after.start("unit") if percent and after["unit"] else after.end()
    end = m.start() + len(text[m.start() : end].rstrip()) if after.group().strip() else m.end()
    start = m.start() + (len(m.group()) - len(m.group().lstrip()))
    sign = SIGNS.get((m["sign"] or "").upper(), (m["sign"] or "").upper() or None)
    currency = sign or (CURRENCY_WORDS[after["money"].lower()] if after["money"] else None)
    plus = after["plus"] or after["plus2"] or after["plus3"] or after["more"]
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


def _pronoun_or_one(text: str, m: re.Match[str]) -> Figure | None:
    if re.match(rf"\s+(?:or|to)\s+(?:{WORD_NUMBER}|\d)", text[m.end() :], re.IGNORECASE):
        return Figure(m.start("spelled"), m.end(), 1.0, 1.0, Measure.NUMBER)
    if re.match(r"\s+(?:of|is|at|that|which|in|person)\b", text[m.end() :], re.IGNORECASE):
        return None
    if re.search(r"\bnot\s+$", text[: m.start("spelled")], re.IGNORECASE):
        return None
    if COUNTED_AFTER_ONE.match(text, m.end()):
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
    found = re.findall(r"[a-z]+", whole)
    for at, word in enumerate(found):
        if word in ("a", "an"):
            # "a hundred" is a number, "a two-year course" has none but two.
            current = (
                1.0 if found[at + 1 : at + 2] != [] and found[at + 1] not in ONES | TENS else 0.0
            )
        elif word in ONES or word in TENS:
            current += ONES.get(word, 0) or TENS.get(word, 0)
            seen = True
        elif word == "hundred":
            current = (current or 1.0) * 100
            seen = True
        elif word in SCALES:
            total += (current or 1.0) * SCALES[word]
            current = 0.0
            seen = True
    digits = "".join(str(ONES[w]) for w in fraction.split())
    return total + current + (float(f"0.{digits}") if digits else 0.0) if seen else None


def _ordinals(text: str, taken: list[tuple[int, int]]) -> list[Figure]:
    out = []
    for m in ORDINAL.finditer(text):
        if any(s < m.end() and m.start() < e for s, e in taken):
            continue
        value = float(m["digits"] or m["number"] or ORDINAL_WORDS[m["word"].lower()])
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
    if _is_year(one) and two.measure is not Measure.NUMBER:  # "in 2019 to $23 an hour"
        return False
    between = text[one.end : two.start]
    if re.fullmatch(r"\s+and\s+", between, re.IGNORECASE):
        return bool(re.search(r"\bbetween\s+$", text[: one.start], re.IGNORECASE))
    if re.fullmatch(r"-?\s+or\s+", between, re.IGNORECASE):  # "a 4- or 5-year course"
        near = 0 < two.low - one.low <= 3 and one.measure is Measure.NUMBER
        return near and two.measure is Measure.DURATION
    return bool(JOINED.fullmatch(between)) and _fits_range(one, two)


def _is_year(figure: Figure) -> bool:
    return figure.measure is Measure.NUMBER and 1900 <= figure.low <= 2100 and figure.low % 1 == 0


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
    m = re.search(rf"\d\s?({SCALE})", written, re.IGNORECASE)
    m = m or re.search(r"\b(thousand|million|billion|trillion)\b", written, re.IGNORECASE)
    return SCALES[m[1].strip(" -").lower()] if m else 1.0


def _with_context(text: str, figure: Figure, every: list[Figure]) -> Figure:
    """The figure with the bound that the words around it give, and what it is paid for."""
    if figure.measure is Measure.ORDINAL:
        return figure
    out = figure
    start = max((f.end for f in every if f.end <= figure.start), default=0)
    before = text[max(start, figure.start - 40) : figure.start]
    behind = text[figure.end : figure.end + 24]
    if period := PERIOD.match(behind):
        noun = (period["noun"] or period["adverb"]).lower()
        noun = " ".join(noun.rstrip("s").split())
        out = replace(out, period=PERIODS.get(noun, noun), end=figure.end + period.end())
        behind = text[out.end : out.end + 24]
    if out.bound is Bound.EXACT:
        out = replace(out, bound=_bound(before, behind, out))
    return out


def _bound(before: str, behind: str, figure: Figure) -> Bound:
    for bound, pattern in BEHIND:
        if pattern.match(behind):
            return bound
    for bound, pattern in BEFORE_RES:
        if m := pattern.search(before):
            if figure.is_range and m.group().strip().lower() in ("from", "some"):
                return Bound.EXACT
            return bound
    return Bound.EXACT
