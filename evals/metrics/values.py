"""Is a figure stated with its unit, currency and basis, and with no other? Pure.

Figures are read by `quantities.py`, which shares no code with the product.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evals.cases import Value
from evals.metrics.quantities import YEARS_IN, Quantity, quantities
from vectorstore.records import PriceBasis

_SIGNS = {"A$": "AUD", "AU$": "AUD", "US$": "USD", "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
_BASES = {
    PriceBasis.TOTAL: r"in total|total|whole|full|altogether",
    PriceBasis.YEAR: r"(?:a|per|each|every) year|annual(?:ly)?|yearly",
    PriceBasis.SEMESTER: r"(?:a|per|each|every) semester",
    PriceBasis.CREDIT: r"(?:a|per|each|every) credit",
}
_WORDED = {
    PriceBasis.TOTAL: " in total",
    PriceBasis.YEAR: " a year",
    PriceBasis.SEMESTER: " a semester",
    PriceBasis.CREDIT: " a credit",
    PriceBasis.UNKNOWN: "",
}
_IN_TOTAL = re.compile(r"\s*in total\b", re.IGNORECASE)


def in_words(value: Value) -> str:
    """A value as a sentence states it.

    >>> in_words(Value(number=49774.36, unit="money", currency="AUD", basis=PriceBasis.TOTAL))
    'AUD 49,774.36 in total'
    >>> in_words(Value(number=1.5, unit="year"))
    '1.5 years'
    """
    number = f"{value.number:,.2f}".rstrip("0").rstrip(".")
    if value.unit == "count":
        return number
    if value.unit != "money":
        return f"{number} {value.unit}{'' if value.number == 1 else 's'}"
    return f"{value.currency + ' ' if value.currency else ''}{number}{_WORDED[value.basis]}"


def misstated(value: Value, sentences: Sequence[str]) -> Iterator[str]:
    """What is wrong with the way in which sentences state a value; nothing if one has it right.

    A sentence has it right if it gives the figure with this unit, currency and basis, and nowhere
    with another. A bare figure does not meet a currency that the source gives.
    """
    problems = [_problem(value, sentence, at) for sentence, at in _mentions(value, sentences)]
    if None not in problems:
        yield next((p for p in problems if p), f"the value {in_words(value)} is not stated")


def _mentions(value: Value, sentences: Sequence[str]) -> Iterator[tuple[str, list[Quantity]]]:
    for sentence in sentences:
        at = [found for found in quantities(sentence) if _is_figure(value, found)]
        if at:
            yield sentence, at


def _is_figure(value: Value, found: Quantity) -> bool:
    if value.unit in YEARS_IN:
        # Lengths may be told in another unit: 52 weeks are a year.
        wanted = value.number * YEARS_IN[value.unit]
        return found.is_length and abs(found.years - wanted) < _NEAR_YEARS
    if value.unit == "day":
        return found.unit == "day" and found.value == value.number
    # Above 1,000 to the nearest whole one, as visitors are told prices.
    room = 0.5 if value.number > 1_000 else 0.005
    is_near = abs(found.value - value.number) <= room + 1e-9
    return is_near and (value.unit == "money" or found.unit == "") and not found.is_length


_NEAR_YEARS = 0.005
"""Two decimals of a year, which is how lengths are rounded."""


def _problem(value: Value, sentence: str, at: Sequence[Quantity]) -> str | None:
    if value.unit == "count":
        given = next((f.currency or f.period for f in at if f.currency or f.period), "")
        return f"the count {in_words(value)} stands as {given}" if given else None
    if value.unit != "money":
        return None
    for found in at:
        currency = _SIGNS.get(found.currency, found.currency) or None
        if currency != value.currency:
            return f"{in_words(value)} stands with {found.currency or 'no currency'}"
        stated = _basis(sentence, found)
        if stated and stated != value.basis:
            return f"{in_words(value)} stands with the basis {stated!r}"
    wanted = _BASES.get(value.basis)
    if wanted and not re.search(rf"\b(?:{wanted})\b", sentence, re.IGNORECASE):
        return f"{in_words(value)} stands without its basis"
    return None


def _basis(sentence: str, found: Quantity) -> str:
    """What stands right after a figure as its basis: year, hour, total; empty if nothing does."""
    return found.period or ("total" if _IN_TOTAL.match(sentence, found.end) else "")
