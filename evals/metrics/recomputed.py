"""What a figure of a sentence about rows has to be, computed again from the public answer. Pure.

Of one row, of the rows that the answer carries, or of the filters of its query.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import fmean, median

from assistant.api.wire import AskResponse, FilterOut, ResultOut, RowOut
from evals.metrics.mentions import Figure, Mention
from evals.metrics.quantities import Quantity
from evals.metrics.shown import Shown
from vectorstore.query import Aggregate, Op, SortKey
from vectorstore.query import Field as RowField

MAX_ROWS = 50
"""Rows that an answer carries at most."""
NEAR = 0.0051
"""Values are worded with two decimals."""
_HEDGES = {
    Op.LT: "less",
    Op.LE: "most",
    Op.GT: "more",
    Op.GE: "least",
    Op.EQ: "exactly",
    Op.BETWEEN: "",
}


def has_operator(hedge: str, given: FilterOut) -> bool:
    """Whether a limit is worded as its filter has it: under is not at most."""
    wanted = _HEDGES.get(given.op, "")
    return hedge == wanted or (given.op is Op.EQ and not hedge)


def left_out(result: ResultOut, after: str) -> Iterator[float | None]:
    """How many rows an unknown value kept out, for the value that a sentence names."""
    left = result.left_out
    named = {"price": left.no_price, "length": left.no_duration, "delivery": left.no_delivery}
    yield from (count for word, count in named.items() if word in after)


def is_limit_of(figure: Figure, given: FilterOut) -> bool:
    """Whether a figure is a value of a filter, in whatever unit of length."""
    said = figure.of
    if (given.field is RowField.DURATION) != said.is_length and given.op is not Op.BETWEEN:
        return False
    value = said.years if said.is_length else said.value
    return any(abs(float(v) - value) < 1e-3 for v in given.value)


def gives(row: Shown, figure: Figure) -> bool:
    """Whether a figure is the row's own, or its length or price worded for another unit of time."""
    said = figure.of
    if row.gives(said):
        return True
    if said.is_length:
        converted = re.search(r"\b(?:which is|divided by|run from|to)\s*$", figure.before)
        return bool(converted) and row.is_long(said)
    length = row.row.duration if row.row else None
    if row.price is None or length is None or said.period not in ("month", "year"):
        return False
    parts = length.years * (12 if said.period == "month" else 1)
    currency = row.row.currency if row.row else None
    return abs(row.price / parts - said.value) < NEAR and said.currency == (currency or "")


def is_near(figure: Figure, wanted: float) -> bool:
    """Whether a figure is a value as it is worded; a length is compared in years."""
    said = figure.of
    return abs((said.years if said.is_length else said.value) - wanted) < NEAR


def is_as_long(row: Shown, said: Quantity) -> bool:
    """Whether a figure is the row's length, in whatever unit."""
    return said.is_length and row.is_long(said)


def counted(rows: Sequence[RowOut]) -> float | None:
    """How many rows there are; None if the answer may have cut them off."""
    return None if len(rows) >= MAX_ROWS else float(len(rows))


def is_whole(result: ResultOut) -> bool:
    """Whether the answer carries all rows that match."""
    return len(result.rows) == result.total_matched


def aggregate_of(answer: AskResponse, result: ResultOut) -> float | None:
    """The aggregate over the rows carried; None if they are not all, or it is of another kind."""
    asked = answer.plan.aggregate
    prices = [row.price for row in result.rows if row.price is not None]
    if asked is None or asked.of is not SortKey.PRICE or not is_whole(result) or not prices:
        return None
    again = {
        Aggregate.MEAN: fmean(prices),
        Aggregate.MEDIAN: median(prices),
        Aggregate.SUM: sum(prices),
    }
    return again.get(asked.function)


def measure_of(mention: Mention, measure: str) -> float | None:
    """Price or years of a row named; None if the answer does not carry it."""
    rows = [s.row for s in mention.rows if s.row]
    if not rows:
        return None
    if measure == "price":
        return rows[0].price
    return rows[0].duration.years if rows[0].duration else None
