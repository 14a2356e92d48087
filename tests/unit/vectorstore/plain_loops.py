"""What the docstrings of query.py say, as plain loops: the oracle of `test_rows_oracle.py`.

It shares no code with the store but the records, `topic_key` and `fold`.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from typing import Any

from vectorstore.query import (
    OF_PLACES,
    Aggregate,
    Field,
    Filter,
    Op,
    RowQuery,
    SortKey,
)
from vectorstore.records import (
    Delivery,
    Place,
    PriceBasis,
    Program,
)
from vectorstore.text import fold, topic_key

WHOLE_NAMES: set[str] = set()
"""Keys of the universities in the set that is asked."""


def has_phrase(text: str | None, value: str) -> bool:
    words, phrase = topic_key(text or "").split(), topic_key(value).split()
    starts = range(len(words) - len(phrase) + 1)
    return bool(phrase) and any(words[i : i + len(phrase)] == phrase for i in starts)


def is_named(university: str, value: str) -> bool:
    if topic_key(value) in WHOLE_NAMES:
        return topic_key(university) == topic_key(value)
    return has_phrase(university, value)


def holds_number(op: Op, value: float | None, limits: Sequence[float], slack: float) -> bool:
    if value is None:
        return False
    first = limits[0]
    if op is Op.LT:
        return value < first and abs(value - first) > slack
    if op is Op.GT:
        return value > first and abs(value - first) > slack
    if op is Op.LE:
        return value <= first + slack
    if op is Op.GE:
        return value >= first - slack
    low, high = (first, first) if op is Op.EQ else (min(limits), max(limits))
    return low - slack <= value <= high + slack


def years_of(row: Program) -> float | None:
    return row.duration.years if row.duration else None


def place_is(place: Place, values: Sequence[Any]) -> bool:
    named = [part for part in (place.city, place.region, place.country) if part is not None]
    return any(v.strip() and topic_key(v) == topic_key(part) for v in values for part in named)


def part_is(part: str | None, value: Any) -> bool:
    return part is not None and bool(value.strip()) and topic_key(value) == topic_key(part)


def is_placed(place: Place, f: Filter) -> bool:
    own = {Field.REGION: place.region, Field.COUNTRY: place.country}
    if f.field in own:
        return any(part_is(own[f.field], v) for v in f.values)
    return place_is(place, f.values)


def says_cell(row: Program, value: Any) -> bool:
    said = [f"{header}: {cell}" for header, cell in row.attributes]
    said += [f"Length: {row.duration.raw}"] if row.duration else []
    return fold(value) in map(fold, said)


def holds_delivery(op: Op, row: Program, values: Sequence[Any]) -> bool:
    wanted = {Delivery(v) for v in values}
    if op is Op.IN:
        return bool(wanted & row.delivery)
    if op is Op.ALL:
        return wanted <= row.delivery
    if op is Op.ONLY:
        return wanted == set(row.delivery)
    return bool(row.delivery) and not wanted & row.delivery


def holds(f: Filter, row: Program) -> bool:
    if f.field is Field.PRICE:
        return holds_number(f.op, row.price, [float(v) for v in f.values], 0.0)
    if f.field is Field.DURATION:
        return holds_number(f.op, years_of(row), [float(v) for v in f.values], 1e-6)
    if f.field is Field.DELIVERY:
        return holds_delivery(f.op, row, f.values)
    if f.field in (Field.CURRENCY, Field.BASIS):
        own = row.price_basis if f.field is Field.BASIS else row.currency or "unstated"
        return row.price is not None and (own in f.values) == (f.op is Op.IN)
    stated = {"price": row.price, "duration": row.duration, "delivery": row.delivery or None}
    any_of: dict[Field, Callable[[Any], bool]] = {
        Field.STATED: lambda v: stated[v] is not None,
        Field.LEVEL: lambda v: row.level.value == v,
        Field.SOURCE: lambda v: row.source_id == v,
        Field.PROGRAM: lambda v: row.id == v,
        Field.AWARD: lambda v: has_phrase(row.award, v),
        Field.CATEGORY: lambda v: has_phrase(row.category, v),
        Field.TITLE: lambda v: has_phrase(row.title, v),
        Field.UNIVERSITY: lambda v: is_named(row.university, v),
        Field.TOPIC: lambda v: any(has_phrase(t, v) for t in (row.category, row.title)),
        Field.REGION: lambda v: any(part_is(place.region, v) for place in row.places),
        Field.COUNTRY: lambda v: any(part_is(place.country, v) for place in row.places),
        Field.COLUMN: lambda v: says_cell(row, v),
        Field.PLACE: lambda v: any(place_is(place, [v]) for place in row.places),
    }
    found = any(any_of[f.field](v) for v in f.values)
    return found if f.op is Op.IN else not found


def satisfies(filters: Sequence[Filter], row: Program) -> bool:
    positive = [f for f in filters if f.field in OF_PLACES and f.op is Op.IN]
    jointly = not positive or any(
        all(is_placed(place, f) for f in positive) for place in row.places
    )
    return jointly and all(holds(f, row) for f in filters)


def key_of(row: Program, key: SortKey) -> float | None:
    if key is SortKey.PRICE:
        return row.price
    if key is SortKey.DURATION:
        return years_of(row)
    if row.price is None or row.price_basis in (PriceBasis.SEMESTER, PriceBasis.CREDIT):
        return None
    if row.price_basis is PriceBasis.YEAR:
        return row.price
    years = years_of(row)
    return None if years is None else row.price / years


def rank(row: Program, key: SortKey) -> Any:
    """Equal for ties; None for rows without the key."""
    if key is SortKey.TITLE:
        return fold(row.title)
    value = key_of(row, key)
    if value is None or key is SortKey.PRICE:
        return value
    return round(value, 4 if key is SortKey.DURATION else 2)


def basis(row: Program) -> tuple[str | None, str]:
    return (row.currency, row.price_basis.value)


def parts_of(rows: list[Program], key: SortKey) -> list[list[Program]]:
    """Comparable rows that have the key, the largest basis first."""
    keyed = [r for r in rows if rank(r, key) is not None]
    if key in (SortKey.TITLE, SortKey.DURATION):
        return [keyed] if keyed else []
    groups: dict[tuple[str | None, str], list[Program]] = {}
    for row in keyed:
        groups.setdefault(basis(row), []).append(row)
    order = sorted(groups, key=lambda b: (-len(groups[b]), b[0] or "", b[1]))
    return [groups[b] for b in order]


def expected_rows(query: RowQuery, matched: list[Program]) -> tuple[list[Program], list[Program]]:
    """Rows and runners-up of a query without its aggregate."""
    if query.sort is None:
        return matched[: query.limit], []
    rows: list[Program] = []
    after: list[Program] = []
    key, down = query.sort.key, query.sort.descending
    for part in parts_of(matched, key):
        distinct = sorted({rank(r, key) for r in part}, reverse=down)
        if query.nth is not None:
            kept, following = (
                distinct[query.nth - 1 : query.nth],
                distinct[query.nth : query.nth + 1],
            )
        else:
            kept, taken = [], 0
            for value in distinct:
                if query.limit is None or taken < query.limit:
                    kept.append(value)
                    taken += sum(rank(r, key) == value for r in part)
            following = distinct[len(kept) : len(kept) + 1] if query.limit == 1 else []
        rows += [r for value in kept for r in part if rank(r, key) == value]
        after += [r for value in following for r in part if rank(r, key) == value]
    if query.limit is None and query.nth is None:
        rows += [r for r in matched if rank(r, key) is None]
    return rows, after


def aggregate_of(aggregate: Aggregate, values: list[float]) -> tuple[float, float | None]:
    if aggregate is Aggregate.RANGE:
        return min(values), max(values)
    compute: dict[Aggregate, Callable[[list[float]], float]] = {
        Aggregate.MIN: min,
        Aggregate.MAX: max,
        Aggregate.MEAN: lambda v: sum(v) / len(v),
        Aggregate.MEDIAN: statistics.median,
        Aggregate.SUM: sum,
    }
    return compute[aggregate](values), None


def near(a: float | None, b: float | None) -> bool:
    return a == b or (a is not None and b is not None and abs(a - b) <= 1e-9 * max(1, abs(b)))
