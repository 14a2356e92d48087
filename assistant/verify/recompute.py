"""A second computation of what rows say: filters, orders, ranks and aggregates in plain Python.

Independent of `vectorstore/rows.py`, so that an error in the query's path does not prove itself.
Pure; knows nothing of sentences.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from functools import lru_cache

from vectorstore.cells import holds_cell
from vectorstore.query import OF_PLACES, OF_PRICES, UNSTATED, Aggregate, Field, Filter, Op, SortKey
from vectorstore.ranking import YEARS_TIE
from vectorstore.records import Place, PriceBasis, Program
from vectorstore.text import fold
from vectorstore.text import topic_key as _topic_key

topic_key = lru_cache(maxsize=8192)(_topic_key)
"""Remembered: the same titles and headings are compared again and again."""


_NO_YEARS_PRICE = frozenset({PriceBasis.SEMESTER, PriceBasis.CREDIT})
"""Bases that say nothing of a year."""


def measure(program: Program, key: SortKey | None) -> float | None:
    """A row's value for an order or an aggregate; price where no key is named; None if unknown."""
    if key is SortKey.DURATION:
        return program.duration.years if program.duration else None
    if key is SortKey.PRICE_PER_YEAR:
        if program.price is None or program.price_basis in _NO_YEARS_PRICE:
            return None
        if program.price_basis is PriceBasis.YEAR:
            return program.price
        length = program.duration.years if program.duration else 0
        return program.price / length if length else None
    return program.price


def aggregate(rows: Iterable[Program], kind: Aggregate, key: SortKey | None) -> float | None:
    """One value over rows that have one; unrounded. For RANGE the lower end; None over nothing."""
    values = [v for v in (measure(p, key) for p in rows) if v is not None]
    if kind is Aggregate.COUNT:
        return float(len(list(rows)))
    if not values:
        return None
    if kind in (Aggregate.MIN, Aggregate.RANGE):
        return min(values)
    if kind is Aggregate.MAX:
        return max(values)
    if kind is Aggregate.MEAN:
        return statistics.fmean(values)
    return statistics.median(values) if kind is Aggregate.MEDIAN else sum(values)


def at_rank(
    rows: Iterable[Program], key: SortKey, descending: bool, rank: int = 1
) -> tuple[Program, ...]:
    """The rows at the rank-th distinct value of a key; empty if there are not so many."""
    held = [(v, p) for p in rows if (v := measure(p, key)) is not None]
    values = sorted({round(v, 9) for v, _ in held}, reverse=descending)
    if rank > len(values):
        return ()
    return tuple(p for v, p in held if round(v, 9) == values[rank - 1])


def first_rows(
    rows: Iterable[Program], key: SortKey, descending: bool, count: int
) -> tuple[Program, ...]:
    """The first `count` rows of an order and all that tie with the last of them."""
    held = [(v, p) for p in rows if (v := measure(p, key)) is not None]
    held.sort(key=lambda pair: pair[0], reverse=descending)
    if len(held) <= count:
        return tuple(p for _, p in held)
    cut = held[count - 1][0]
    return tuple(p for v, p in held if (v >= cut if descending else v <= cut))


def satisfies(program: Program, filters: Sequence[Filter]) -> bool:
    """Every filter holds of the row; positive place filters must hold for one place."""
    places = [f for f in filters if f.field in OF_PLACES and f.op is Op.IN]
    if places and not any(all(_in_place(p, f) for f in places) for p in program.places):
        return False
    return all(_holds(program, f) for f in filters if f not in places)


def _holds(program: Program, f: Filter) -> bool:
    if f.field in (Field.PRICE, Field.DURATION):
        key = SortKey.PRICE if f.field is Field.PRICE else SortKey.DURATION
        return within(measure(program, key), f)
    if f.field is Field.DELIVERY:
        return _delivered(program, f)
    if f.field in OF_PRICES:
        return _priced(program, f)
    if f.field is Field.STATED:
        return _states_any(program, f) is (f.op is Op.IN)
    hit = any(_text_hit(program, f.field, str(v)) for v in f.values)
    return hit if f.op in (Op.IN, Op.EQ) else not hit


def _priced(program: Program, f: Filter) -> bool:
    """The row has a price, and it is in one of the currencies, or for one of the bases, named."""
    own = program.price_basis.value
    if f.field is Field.CURRENCY:
        own = program.currency or UNSTATED
    return program.price is not None and (own in f.values) is (f.op is Op.IN)


def within(value: float | None, f: Filter) -> bool:
    """A number is on the right side of a filter's limit; an unknown one never is."""
    if value is None:
        return False
    # Lengths are rounded to a millionth of a year: 20 months are listed as 1.666667.
    slack = YEARS_TIE if f.field is Field.DURATION else 1e-9
    limits = [float(v) for v in f.values]
    if f.op is Op.BETWEEN:
        return limits[0] - slack <= value <= limits[1] + slack
    if f.op in (Op.EQ, Op.IN):
        return any(abs(value - x) < 1e-6 for x in limits)
    if f.op is Op.NOT_IN:
        return all(abs(value - x) >= 1e-6 for x in limits)
    gap = value - limits[0]
    if f.op is Op.LT:
        return gap < -slack
    if f.op is Op.LE:
        return gap <= slack
    return gap > slack if f.op is Op.GT else gap >= -slack


def _delivered(program: Program, f: Filter) -> bool:
    ways, wanted = {d.value for d in program.delivery}, {str(v) for v in f.values}
    if f.op is Op.ONLY:
        return ways == wanted
    if f.op is Op.ALL:
        return wanted <= ways
    if f.op is Op.NOT_IN:
        return bool(ways) and not ways & wanted
    return bool(ways & wanted)


def _states_any(program: Program, f: Filter) -> bool:
    known = {
        Field.PRICE.value: program.price is not None,
        Field.DURATION.value: program.duration is not None,
        Field.DELIVERY.value: bool(program.delivery),
    }
    return any(known[str(v)] for v in f.values)


def _in_place(place: Place, f: Filter) -> bool:
    return any(
        fold(str(v)) == fold(part) or topic_key(str(v)) == topic_key(part)
        for v in f.values
        for part in _parts(place, f.field)
        if part
    )


def _parts(place: Place, field: Field) -> tuple[str | None, ...]:
    only = {Field.REGION: (place.region,), Field.COUNTRY: (place.country,)}
    return only.get(field, (place.city, place.region, place.country))


def _text_hit(program: Program, field: Field, value: str) -> bool:
    key = topic_key(value)
    if field is Field.LEVEL:
        return program.level == value
    if field in (Field.SOURCE, Field.PROGRAM):
        return value in (program.source_id, program.page_id, program.id)
    if field is Field.TOPIC:
        return any(key in topic_key(t) for t in program.topics)
    if field is Field.COLUMN:
        return holds_cell(program, (value,))
    if field in OF_PLACES:
        return any(_in_place(p, Filter(field, Op.IN, (value,))) for p in program.places)
    texts = {
        Field.AWARD: program.award,
        Field.CATEGORY: program.category,
        Field.UNIVERSITY: program.university,
        Field.TITLE: program.title,
    }
    return key in topic_key(texts[field] or "")
