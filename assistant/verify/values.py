"""Means, medians, sums and ends of a sentence, computed again from the rows of the set."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.figures import Bound, Figure, Measure
from assistant.verify.desk import Desk, Table
from assistant.verify.phrases import superlatives_in, top_of
from assistant.verify.reading import Reading
from assistant.verify.recompute import aggregate, first_rows
from assistant.verify.sets import extras, stated_tables, subset
from vectorstore.query import Aggregate, SortKey
from vectorstore.records import Program

_DENIED = re.compile(r"\b(?:is|are|was|were|does|do) (?:not|never)\b|\w+n't\b")


def wrong_aggregate(
    figure: Figure, kinds: Sequence[Aggregate], reading: Reading, desk: Desk
) -> str | None:
    """Why a figure is not the mean, median, sum or end that it is called; None if it is."""
    key = _key_of(figure, reading)
    span = reading.clause(figure.start)
    if _DENIED.search(reading.masked[span[0] : span[1]]):
        return f"{reading.text[figure.start : figure.end]!r} is denied of a set"
    for table in stated_tables(reading, desk):
        if not table.whole:
            if _is_of_store(figure, kinds, table):
                return None
            continue
        rows = subset(table, extras(reading, (span[0], figure.start), table)) or ()
        for order, descending, at in superlatives_in(reading, span):
            if top := top_of(reading, at):
                rows = first_rows(rows, order, descending, top)
        if (
            len({(p.currency, p.price_basis) for p in rows if p.price is not None}) > 1
            and key is not SortKey.DURATION
        ):
            continue
        if not _is_unit_of(figure, rows):
            continue
        if any(_is_value(figure, kind, rows, key) for kind in kinds):
            return None
    return f"{reading.text[figure.start : figure.end]!r} is not the value computed from the rows"


def _is_unit_of(figure: Figure, rows: Sequence[Program]) -> bool:
    """Every price of the rows has the currency and the basis that a figure is given."""
    return all(
        figure.currency in (None, p.currency) and figure.period in (None, p.price_basis.value)
        for p in rows
        if p.price is not None
    )


def _is_of_store(figure: Figure, kinds: Sequence[Aggregate], table: Table) -> bool:
    """The store's own value, where the set is too long to be computed again."""
    result = table.result
    if result.query.aggregate not in kinds or result.query.filters != table.filters:
        return False
    ends = (result.value, result.value if result.value_high is None else result.value_high)
    return all(
        end is not None and close(said, end, figure)
        for said, end in zip((figure.low, figure.high), ends, strict=True)
    )


def _key_of(figure: Figure, reading: Reading) -> SortKey:
    if figure.measure is Measure.DURATION:
        return SortKey.DURATION
    per_year = re.search(r"\bper year\b|\bdivided by\b", reading.masked)
    return SortKey.PRICE_PER_YEAR if per_year else SortKey.PRICE


def _is_value(figure: Figure, kind: Aggregate, rows: Sequence[Program], key: SortKey) -> bool:
    ends = figure.years if figure.measure is Measure.DURATION else (figure.low, figure.high)
    low = aggregate(rows, kind, key)
    if ends is None or low is None:
        return False
    factor = figure.low / ends[0] if figure.measure is Measure.DURATION and ends[0] else 1.0
    if kind is Aggregate.RANGE:
        high = aggregate(rows, Aggregate.MAX, key) or low
        if figure.is_range:
            return close(figure.low, low * factor, figure) and close(
                figure.high, high * factor, figure
            )
        return close(figure.low, low * factor, figure) or close(figure.low, high * factor, figure)
    return not figure.is_range and close(figure.low, low * factor, figure)


def close(said: float, true: float, figure: Figure) -> bool:
    """A stated value is the true one to two decimals, or rounds it where it says "about"."""
    if abs(said - true) <= 0.0051:
        return figure.bound in (Bound.EXACT, Bound.ABOUT)
    if figure.bound is not Bound.ABOUT or not true:
        return False
    near = abs(said - true) / abs(true) <= 0.05
    whole = abs(said - round(true)) < 1e-6
    return near and (whole or any(abs(said - float(f"{true:.{n}g}")) < 1e-6 for n in (1, 2, 3)))
