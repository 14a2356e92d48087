"""Faults in sentences: figures, names, units, hedges, conditions, orders."""

from __future__ import annotations

import re

from assistant.api.wire import AskResponse, RowOut
from assistant.records import SegmentKind
from evals.metrics.expectation import figures
from tests.integration.mutants.real import (
    NUMBER,
    Real,
    first_reworded,
    joined,
    swapped_digits,
    with_swapped_digits,
)

_PRICE = re.compile(r"(?<![\d.,])(?:[A-Z]{3} |\$)?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_LENGTH = re.compile(r"\d+(?:\.\d+)? (Years|Months|Weeks|years|months|weeks)\b")
_HEDGE = re.compile(
    r"\b(?:up to|more than|less than|at least|at most|about|over|under|nearly) (?=[$\d])"
)
_OTHER_UNIT = {"years": "months", "months": "weeks", "weeks": "years"}


def digit_swapped(real: Real) -> AskResponse | None:
    """Two digits of the longest figure of a sentence change places."""
    return first_reworded(real, with_swapped_digits)


def wanted_digit_swapped(real: Real) -> AskResponse | None:
    """Two digits of an expected figure change places wherever it is stated."""
    wanted = [n for n in real.case.expect.numbers if n >= 100]
    if not wanted:
        return None

    def swap(found: re.Match[str]) -> str:
        return (swapped_digits(found[0]) if wanted[0] in figures(found[0]) else None) or found[0]

    texts = [NUMBER.sub(swap, segment.text) for segment in real.answer.segments]
    if texts == [segment.text for segment in real.answer.segments]:
        return None
    return joined(
        real.answer,
        [
            segment.model_copy(update={"text": text})
            for segment, text in zip(real.answer.segments, texts, strict=True)
        ],
    )


def programs_swapped(real: Real) -> AskResponse | None:
    """Two programs of different prices change places in a sentence that states both prices."""

    def swap(text: str) -> str | None:
        named = [(f, row) for row in real.rows for f in _names(row) if f in text]
        for name, row in named:
            for other_name, other in named:
                if _can_swap(name, row, other_name, other, text):
                    kept = text.replace(name, "\0").replace(other_name, name)
                    return kept.replace("\0", other_name)
        return None

    return first_reworded(real, swap)


def university_swapped(real: Real) -> AskResponse | None:
    """A program is said to be at another university."""
    universities = sorted({row.university for row in real.rows})

    def swap(text: str) -> str | None:
        here = [u for u in universities if u in text]
        there = [u for u in universities if u not in text]
        return text.replace(here[0], real.chance.choice(there)) if here and there else None

    return first_reworded(real, swap)


def count_changed(real: Real) -> AskResponse | None:
    """One row more is said to be held."""

    def change(text: str) -> str | None:
        found = re.search(r"\b(?:I hold|of the) (\d+) ", text)
        if not found or text.startswith("None of the"):
            return None
        return text[: found.start(1)] + str(int(found[1]) + 1) + text[found.end(1) :]

    return first_reworded(real, change)


def caveat_changed(real: Real) -> AskResponse | None:
    """What a page announces, or what was left out, is another number."""

    def change(text: str) -> str | None:
        found = re.search(r"(?:announces|Left out:) (\d+)", text)
        if not found:
            return None
        return text[: found.start(1)] + str(int(found[1]) + 1) + text[found.end(1) :]

    return first_reworded(real, change, SegmentKind.CAVEAT)


def condition_unsaid(real: Real) -> AskResponse | None:
    """A sentence about online master's programs speaks of all programs."""
    condition = re.compile(r"\b(?:online|on-campus|hybrid|nursing|cybersecurity|accounting) (?=\w)")

    def leave_out(text: str) -> str | None:
        if not re.match(r"I hold \d|The \w+ (?:listed price )?of the ", text):
            return None
        return _changed(text, condition.sub("", text, count=1))

    return first_reworded(real, leave_out, SegmentKind.COMPUTED)


def statistic_changed(real: Real) -> AskResponse | None:
    """The mean is called the median, the median the mean."""

    def change(text: str) -> str | None:
        for a, b in (("The mean ", "The median "), ("The median ", "The mean ")):
            if text.startswith(a):
                return b + text.removeprefix(a)
        return None

    return first_reworded(real, change, SegmentKind.COMPUTED)


def delivery_changed(real: Real) -> AskResponse | None:
    """A program is taught in a way that its row does not list."""
    ways = re.compile(r"(?<=[(,] )?\b(?:On-Campus|Online|Hybrid)(?=[,.)])")

    def change(text: str) -> str | None:
        return _changed(text, ways.sub("Evenings", text, count=1))

    return first_reworded(real, change, SegmentKind.COMPUTED)


def value_denied(real: Real) -> AskResponse | None:
    """A price that is listed is said not to be."""
    price = re.compile(r"(?<=\()(?:AUD )?\d{1,3},\d{3}(?=[,)])")
    return first_reworded(
        real, lambda text: _changed(text, price.sub("no price listed", text, count=1))
    )


def other_rows_price(real: Real) -> AskResponse | None:
    """A sentence states the price of another row."""
    prices = sorted({f"{row.price:,.0f}" for row in real.rows if row.price and row.price >= 1_000})

    def swap(text: str) -> str | None:
        here = [found for found in NUMBER.finditer(text) if found[0] in prices]
        others = [price for price in prices if price not in text]
        if not here:
            return None
        found = real.chance.choice(here)
        return text[: found.start()] + real.chance.choice(others) + text[found.end() :]

    return first_reworded(real, swap)


def unit_changed(real: Real) -> AskResponse | None:
    """A length is in another unit."""

    def change(text: str) -> str | None:
        found = _LENGTH.search(text)
        if not found:
            return None
        other = _OTHER_UNIT[found[1].lower()]
        return text[: found.start(1)] + other.capitalize() + text[found.end(1) :]

    return first_reworded(real, change)


def period_changed(real: Real) -> AskResponse | None:
    """Pay per year is per hour, and the other way round."""

    def change(text: str) -> str | None:
        found = re.search(r"\b(?:per|a|an) (year|hour|month)\b", text)
        if not found or not re.search(r"[$\d]", text[: found.start()]):
            return None
        other = "hour" if found[1] == "year" else "year"
        return text[: found.start(1)] + other + text[found.end(1) :]

    return first_reworded(real, change)


def hedge_dropped(real: Real) -> AskResponse | None:
    """ "Up to", "more than", "under" is left out."""
    return first_reworded(real, lambda text: _changed(text, _HEDGE.sub("", text, count=1)))


def currency_added(real: Real) -> AskResponse | None:
    """A price gets a currency that the page does not give."""

    def add(text: str) -> str | None:
        found = next((m for m in _PRICE.finditer(text) if m[0][0].isdigit()), None)
        return f"{text[: found.start()]}USD {text[found.start() :]}" if found else None

    named = real.answer.result and any(row.price for row in real.answer.result.rows)
    return first_reworded(real, add, SegmentKind.COMPUTED) if named else None


def currency_changed(real: Real) -> AskResponse | None:
    """Australian dollars become US dollars."""
    return first_reworded(real, lambda text: _changed(text, text.replace("AUD ", "USD ", 1)))


def negation_dropped(real: Real) -> AskResponse | None:
    """What is not so is so, and what may be is."""
    limits = re.compile(r"\b(?:not|no|usually|typically|often|may|can|some|many|most|only) ")
    return first_reworded(
        real, lambda text: _changed(text, limits.sub("", text, count=1)), SegmentKind.FACT
    )


def order_flipped(real: Real) -> AskResponse | None:
    """The cheapest is called the most expensive, the shorter one longer."""
    pairs = (
        ("cheapest", "most expensive"),
        ("longest", "shortest"),
        ("cheaper", "more expensive"),
        ("longer", "shorter"),
    )

    def flip(text: str) -> str | None:
        for a, b in (*pairs, *((b, a) for a, b in pairs)):
            if re.search(rf"\b{a}\b", text):
                return re.sub(rf"\b{a}\b", b, text)
        return None

    return first_reworded(real, flip, SegmentKind.COMPUTED)


def fact_added(real: Real) -> AskResponse | None:
    """A sentence says more than what it cites."""
    return first_reworded(real, lambda text: text.rstrip(".") + " and is fully accredited.")


def _changed(text: str, changed: str) -> str | None:
    return changed if changed != text else None


def _names(row: RowOut) -> tuple[str, str]:
    return f"{row.university}'s {row.title}", f"{row.title} at {row.university}"


def _can_swap(name: str, row: RowOut, other_name: str, other: RowOut, text: str) -> bool:
    prices = [f"{r.price:,.0f}" for r in (row, other) if r.price]
    apart = name not in other_name and other_name not in name
    stated = len(prices) == 2 and all(price in text for price in prices)
    return apart and stated and row.price != other.price
