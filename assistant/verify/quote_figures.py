"""Whether a figure of a sentence is one of a quote: value, unit, currency, period and limits.

In any style in which the same is said ("$130K", "130,000 dollars"), and with the period where the
sentence has it ("hourly rates run ...", "per semester, tuition is ..."). Knows nothing of words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.figures import DOWNWARD, UPWARD, Bound, Figure, Measure
from assistant.verify.text import plain


def same_figure(said: Figure, true: Figure, clause: str, source: str) -> bool:
    """Value, measure, currency, unit, period and limits are the same.

    `clause` is the part of the sentence that says it, `source` the sentence of the quote.
    """
    if said.measure is not true.measure and not _unmarked(said, true):
        return False
    if said.currency not in (None, true.currency) and not (
        said.currency == "USD" and true.currency == "$"
    ):
        return False
    if (said.unit or true.unit) and said.measure is true.measure and not _same_unit(said, true):
        return False
    if said.period != true.period and not _same_period(said, true, clause, source):
        return False
    return _same_value(said, true, clause, source)


def _unmarked(said: Figure, true: Figure) -> bool:
    """A sum without its sign is still that sum: "130,000" for "$130K"."""
    return {said.measure, true.measure} == {Measure.NUMBER, Measure.MONEY} and said.currency is None


def _same_unit(said: Figure, true: Figure) -> bool:
    if said.unit == true.unit:
        return True
    ends = said.years, true.years
    return ends[0] is not None and ends[1] is not None


def _same_period(said: Figure, true: Figure, clause: str, source: str) -> bool:
    """The period may stand elsewhere, on either side ("hourly rates run ...", "annual wage")."""
    if said.period is None and true.period is not None:
        told = bool(period_words(true.period).search(plain(clause)))
        return told or _goes_without_saying(true, source)
    if said.period is not None and true.period is None:
        text = plain(source)
        others = (p for p in _PERIOD_WORDS if p != said.period)
        named = period_words(said.period).search(text)
        return bool(named) and not any(period_words(p).search(text) for p in others)
    return False


_OF_PAY = re.compile(r"\b(?:wages?|salar(?:y|ies)|pay|paid|earn\w*|compensation|income)\b")
_OF_COST = re.compile(r"\b(?:tuition|fees?|costs?|prices?|charges?|stipends?|bonus\w*)\b")
_A_YEARS_PAY = 10_000
"""From here on pay without a period is read as a year's; of a price it would be the whole."""


def _goes_without_saying(true: Figure, source: str) -> bool:
    text = plain(source)
    pays = _OF_PAY.search(text) is not None and _OF_COST.search(text) is None
    yearly = true.period == "year" and true.measure is Measure.MONEY and true.low >= _A_YEARS_PAY
    return pays and yearly and true.bound is not Bound.AT_MOST


def period_words(period: str) -> re.Pattern[str]:
    """Words that say that something is paid or counted for such a period."""
    own = rf"\b(?:per|an?|each|every) {re.escape(period)}\b"
    return re.compile(f"{own}|{_PERIOD_WORDS[period]}" if period in _PERIOD_WORDS else own)


_PERIOD_WORDS = {
    "year": r"\bannual|\byearly|\bper (?:year|annum)|\b(?:a|each|every) year",
    "hour": r"\bhourly|\bper hour|\b(?:an|each|every) hour",
    "month": r"\bmonthly|\bper month|\b(?:a|each|every) month",
    "week": r"\bweekly|\bper week|\b(?:a|each|every) week",
}


def _same_value(said: Figure, true: Figure, clause: str, source: str) -> bool:
    one, two = _ends(said), _ends(true)
    if said.measure is Measure.DURATION and said.unit != true.unit and said.years and true.years:
        one, two = said.years, true.years
    equal = all(abs(a - b) <= 1e-6 * max(1.0, abs(b)) for a, b in zip(one, two, strict=True))
    if equal:
        lead = plain(clause[: said.start])
        return _same_bound(said.bound, true.bound, lead) or _both_start(said, true, clause, source)
    if _rounds(said, true, plain(clause[: said.start])):
        return True
    if not true.is_range or said.is_range:
        return False
    return _one_end(said, two, clause)


def _one_end(said: Figure, ends: tuple[float, float], clause: str) -> bool:
    """One end of a range, called so: "up to $180K", "at least $130K", "tops out at"."""
    text = plain(clause)
    if abs(said.low - ends[1]) <= 1e-6 * max(1.0, ends[1]):
        called = re.search(r"\b(?:top|tops|upper|high|highest|maximum|max|ceiling)\b", text)
        return said.bound in DOWNWARD - {Bound.LESS} or bool(called)
    if abs(said.low - ends[0]) <= 1e-6 * max(1.0, ends[0]):
        called = re.search(
            r"\b(?:bottom|lower|low|lowest|minimum|min|floor|starts?|starting|begins?)\b", text
        )
        return said.bound is Bound.AT_LEAST or bool(called)
    return False


def _ends(figure: Figure) -> tuple[float, float]:
    return figure.low, figure.high


def _same_bound(said: Bound, true: Bound, lead: str) -> bool:
    if said is true:
        return True
    if said is Bound.ABOUT and true is Bound.EXACT:
        return not NEARLY.search(lead)  # "about" claims less
    return any({said, true} <= side for side in (UPWARD, DOWNWARD))


NEARLY = re.compile(r"\b(?:nearly|almost|close to|near)\s+$")
_STARTS = re.compile(r"\b(?:start|begin)\w*\b")


def _both_start(said: Figure, true: Figure, clause: str, source: str) -> bool:
    """What one starts at, said otherwise than by "start at": "are paid 20 at the start"."""
    if true.bound is not Bound.AT_LEAST or said.bound is not Bound.EXACT:
        return False
    before = plain(source[: true.start])
    return bool(re.search(r"\bstart\w* (?:at|from)\s*$", before)) and bool(
        _STARTS.search(plain(clause))
    )


def rounding(said: Figure, clause: str, held: Sequence[Figure]) -> tuple[int, int] | None:
    """Where a figure is said to round one of those held: "just under"; None if it does not."""
    lead = plain(clause[: said.start])
    m = _NEAR.search(lead)
    return m.span() if m and any(_rounds(said, f, lead) for f in held) else None


_NEAR = re.compile(
    r"\b(?:(?P<below>nearly|almost|just (?:under|below|short of)|(?:a little|slightly)"
    r" (?:under|less than)|under|below|less than|fewer than)|(?P<beyond>just (?:over|above)"
    r"|(?:a little|slightly) (?:over|more than)|over|above|more than)"
    r"|about|around|roughly|approximately|close to)\s+$"
)


def rounds_to(said: Figure, true: float, lead: str) -> bool:
    """A rounder figure that says on which side of it a value lies: "a little over 26,000"."""
    m = _NEAR.search(lead)
    if m is None or said.is_range or said.measure is Measure.DURATION or not true:
        return False
    gap, grain = said.low - true, _grain(said.low)
    if not grain > _grain(true) or abs(gap) > _FAR * true or abs(gap) >= grain:
        return False
    if m["below"]:
        return gap > 0
    return gap < 0 if m["beyond"] else abs(gap) <= grain / 2


_FAR = 0.05
"""How far a rounded figure may be from the true one: "over 60,000" of 62,300."""


def _rounds(said: Figure, true: Figure, lead: str) -> bool:
    """A rounder figure that says on which side of it the true one lies: "just under 62,000"."""
    if true.is_range:
        return False
    if true.bound is not Bound.EXACT and not (true.bound is said.bound is Bound.ABOUT):
        return False
    if 1900 <= true.low <= 2100:
        return False
    return rounds_to(said, true.low, lead)


def _grain(value: float) -> float:
    """The unit of the last digit that is not zero: 1,000 of 62,000."""
    grain = 0.01
    while value and abs(value / (grain * 10) - round(value / (grain * 10))) < 1e-9:
        grain *= 10
    return grain
