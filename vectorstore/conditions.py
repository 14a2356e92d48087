"""Filters as SQL: each field and operator to one clause over `schema.programs`, values bound.

What a filter means is said in `query.Field` and `query.Op`; this module does nothing but translate,
and refuses what does not go together.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select
from sqlalchemy.sql.elements import KeyedColumnElement

from vectorstore.errors import QueryInvalid
from vectorstore.query import Aggregate, Field, Filter, Op, RowQuery, SortKey
from vectorstore.records import Delivery
from vectorstore.schema import delivery_mask, places, programs
from vectorstore.text import topic_key

YEARS_TOLERANCE = 1e-6
"""Years that differ by less are equal: 18 months against 1.5 years. A year has 3e7 seconds."""

Clause = ColumnElement[bool]
_Column = KeyedColumnElement[str]

NUMERIC = frozenset({Field.PRICE, Field.DURATION})
_ORDER_OPS = frozenset({Op.LT, Op.LE, Op.GT, Op.GE, Op.EQ, Op.BETWEEN})
_SET_OPS = frozenset({Op.IN, Op.NOT_IN})
_UNGROUPED = frozenset({Field.PRICE, Field.PROGRAM})
_EXACT: dict[Field, _Column] = {
    Field.LEVEL: programs.c.level,
    Field.SOURCE: programs.c.source_id,
    Field.PROGRAM: programs.c.id,
}
_PHRASE: dict[Field, _Column] = {
    Field.AWARD: programs.c.award_key,
    Field.TOPIC: programs.c.topics,
    Field.CATEGORY: programs.c.category_key,
    Field.UNIVERSITY: programs.c.university_key,
    Field.TITLE: programs.c.title_key,
}


def clauses(filters: Sequence[Filter]) -> list[Clause]:
    """SQL conditions that together hold for the rows that satisfy every filter.

    Positive place filters become one clause: they must hold for one and the same place.
    """
    together = [f for f in filters if _is_positive_place(f)]
    found = [_clause(f) for f in filters if not _is_positive_place(f)]
    if together:
        found.append(_in_places(and_(*(_place(f) for f in together))))
    return found


def check(query: RowQuery) -> None:
    """Refuse a query whose parts do not go together. Raises: QueryInvalid."""
    for condition in query.filters:
        _check_filter(condition)
    for name, number in (("limit", query.limit), ("nth", query.nth)):
        if number is not None and number < 1:
            raise QueryInvalid(f"{name} is {number!r}; give 1 or more")
    if query.nth is not None and query.sort is None and query.group is None:
        raise QueryInvalid(f"nth is {query.nth!r} but nothing is sorted; give a sort")
    if query.aggregate not in (None, Aggregate.COUNT):
        if query.of is None:
            raise QueryInvalid(f"{query.aggregate.value!r} of what? give price or duration")
        if query.of is SortKey.TITLE:
            raise QueryInvalid(f"{query.aggregate.value!r} of titles is no number")
    if query.group is not None and query.aggregate is None:
        raise QueryInvalid(f"group by {query.group.value!r} of what? give an aggregate")
    if query.group in _UNGROUPED:
        raise QueryInvalid(f"rows cannot be grouped by {query.group.value!r}")


def _check_filter(condition: Filter) -> None:
    field, op, values = condition.field, condition.op, condition.values
    if field in NUMERIC:
        fits = op in _ORDER_OPS
    else:
        fits = op in _SET_OPS or (field is Field.DELIVERY and op in (Op.ONLY, Op.ALL))
    if not fits:
        raise QueryInvalid(f"{field.value!r} cannot be filtered by {op.value!r}")
    if field in NUMERIC:
        wanted = 2 if op is Op.BETWEEN else 1
        if len(values) != wanted or not all(map(_is_number, values)):
            raise QueryInvalid(f"{field.value} {op.value} takes {wanted} numbers, got {values!r}")
        return
    if not values or not all(isinstance(v, str) for v in values):
        raise QueryInvalid(f"{field.value} {op.value} takes one text or more, got {values!r}")
    known = {d.value for d in Delivery}
    if field is Field.DELIVERY and not known.issuperset(map(str, values)):
        raise QueryInvalid(f"delivery is one of {sorted(known)}, got {values!r}")


def _is_number(value: str | float) -> bool:
    return not isinstance(value, str | bool) and math.isfinite(value)


def _is_positive_place(condition: Filter) -> bool:
    return condition.field is Field.PLACE and condition.op is Op.IN


def _clause(condition: Filter) -> Clause:
    field = condition.field
    if field in _EXACT:
        found: Clause = _EXACT[field].in_([str(v) for v in condition.values])
    elif field in _PHRASE:
        found = _any_phrase(_PHRASE[field], _texts(condition))
    elif field is Field.PLACE:
        found = _in_places(_place(condition))
    elif field is Field.DELIVERY:
        return _delivery(condition)
    else:
        return _numeric(condition)
    return not_(found) if condition.op is Op.NOT_IN else found


def _any_phrase(column: _Column, phrases: Sequence[str]) -> Clause:
    # instr, not LIKE: exact, with nothing to escape. An unknown value holds no phrase.
    known = func.coalesce(column, "")
    return or_(false(), *(func.instr(known, phrase) > 0 for phrase in phrases))


def _in_places(condition: Clause) -> Clause:
    return programs.c.position.in_(select(places.c.program).where(condition))


def _place(condition: Filter) -> Clause:
    keys = _texts(condition)
    columns = (places.c.city_key, places.c.region_key, places.c.country_key)
    return or_(false(), *(column.in_(keys) for column in columns))


def _delivery(condition: Filter) -> Clause:
    mask = delivery_mask(Delivery(str(v)) for v in condition.values)
    held = programs.c.delivery
    meaning: dict[Op, Clause] = {
        Op.IN: held.op("&")(mask) != 0,
        Op.NOT_IN: and_(held != 0, held.op("&")(mask) == 0),
        Op.ONLY: held == mask,
        Op.ALL: held.op("&")(mask) == mask,
    }
    return meaning[condition.op]


def _numeric(condition: Filter) -> Clause:
    is_price = condition.field is Field.PRICE
    column = programs.c.price if is_price else programs.c.years
    slack = 0.0 if is_price else YEARS_TOLERANCE
    low, high = min(numbers(condition)), max(numbers(condition))
    meaning: dict[Op, Callable[[], Clause]] = {
        Op.LT: lambda: column < low - slack,
        Op.LE: lambda: column <= high + slack,
        Op.GT: lambda: column > high + slack,
        Op.GE: lambda: column >= low - slack,
        Op.EQ: lambda: column.between(low - slack, high + slack),
        Op.BETWEEN: lambda: column.between(low - slack, high + slack),
    }
    return meaning[condition.op]()


def numbers(condition: Filter) -> tuple[float, ...]:
    """The values of a numeric filter."""
    return tuple(float(v) for v in condition.values)


def _texts(condition: Filter) -> list[str]:
    """Keys to compare with; a value without words is compared with nothing."""
    keys = (topic_key(str(value)) for value in condition.values)
    return [key for key in keys if key.strip()]
