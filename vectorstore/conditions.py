"""Filters as SQL: each field and operator to one query over the tables of programs, values bound.

What a filter means is said in `query.Field` and `query.Op`; this module does nothing but translate,
and refuses what does not go together.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from sqlalchemy import (
    Column,
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    false,
    func,
    not_,
    or_,
    select,
    union_all,
)
from sqlalchemy.sql.elements import KeyedColumnElement

from vectorstore.errors import QueryInvalid
from vectorstore.query import (
    OF_PLACES,
    OF_PRICES,
    UNSTATED,
    Aggregate,
    Field,
    Filter,
    Op,
    RowQuery,
    SortKey,
)
from vectorstore.ranking import YEARS_TIE
from vectorstore.records import Delivery, PriceBasis
from vectorstore.schema import delivery_mask, places, program_terms, programs, terms
from vectorstore.text import topic_key

Clause = ColumnElement[bool]
_Column = KeyedColumnElement[str]

NUMERIC = frozenset({Field.PRICE, Field.DURATION})
_ORDER_OPS = frozenset({Op.LT, Op.LE, Op.GT, Op.GE, Op.EQ, Op.BETWEEN})
_SET_OPS = frozenset({Op.IN, Op.NOT_IN})
_UNGROUPED = frozenset({Field.COLUMN, Field.PRICE, Field.PROGRAM, Field.STATED})
STATEABLE = frozenset({Field.PRICE.value, Field.DURATION.value, Field.DELIVERY.value})
"""What a row can be asked to state."""
_EXACT: dict[Field, _Column] = {
    Field.LEVEL: programs.c.level,
    Field.SOURCE: programs.c.source_id,
    Field.PROGRAM: programs.c.id,
}
_PLACED = {Field.REGION: places.c.region_key, Field.COUNTRY: places.c.country_key}
_STATED: dict[str, Clause] = {
    Field.PRICE.value: programs.c.price.is_not(None),
    Field.DURATION.value: programs.c.years.is_not(None),
    Field.DELIVERY.value: programs.c.delivery != 0,
}
_PHRASE = frozenset({Field.AWARD, Field.TOPIC, Field.CATEGORY, Field.UNIVERSITY, Field.TITLE})
"""Fields that hold a value as a phrase; `schema.terms` has their keys under the field's name."""


def parts(filters: Sequence[Filter]) -> list[tuple[Filter, ...]]:
    """The filters one by one, but positive place filters together.

    Those must hold for one and the same place of a program.
    """
    together = tuple(f for f in filters if _is_positive_place(f))
    found: list[tuple[Filter, ...]] = [(f,) for f in filters if f not in together]
    return [*found, together] if together else found


def selection(part: Sequence[Filter]) -> Select[tuple[int]] | CompoundSelect[tuple[int]]:
    """The positions of the programs that one of `parts` names; some may come twice.

    For NOT_IN of anything but delivery and what prices are in: of the programs that the filter
    rules out (`is_negated`).
    """
    first = part[0]
    if first.field in _PHRASE:
        return _holding_phrase(first)
    if first.field in OF_PLACES:
        return _in_places(part)
    return select(programs.c.position).where(_clause(first))


def is_negated(part: Sequence[Filter]) -> bool:
    """Whether `selection` gives what the filter rules out."""
    return part[0].op is Op.NOT_IN and part[0].field not in {Field.DELIVERY, *OF_PRICES}


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


def ops_of(field: Field) -> frozenset[Op]:
    """The operators that a field can be filtered by."""
    if field in NUMERIC:
        return _ORDER_OPS
    return _SET_OPS | {Op.ONLY, Op.ALL} if field is Field.DELIVERY else _SET_OPS


def _check_filter(condition: Filter) -> None:
    field, op, values = condition.field, condition.op, condition.values
    if op not in ops_of(field):
        raise QueryInvalid(f"{field.value!r} cannot be filtered by {op.value!r}")
    if field in NUMERIC:
        wanted = 2 if op is Op.BETWEEN else 1
        if len(values) != wanted or not all(map(_is_number, values)):
            raise QueryInvalid(f"{field.value} {op.value} takes {wanted} numbers, got {values!r}")
        return
    if not values or not all(isinstance(v, str) for v in values):
        raise QueryInvalid(f"{field.value} {op.value} takes one text or more, got {values!r}")
    closed = {
        Field.DELIVERY: frozenset(d.value for d in Delivery),
        Field.STATED: STATEABLE,
        Field.BASIS: frozenset(b.value for b in PriceBasis),
    }
    known = closed.get(field)
    if known is not None and not known.issuperset(map(str, values)):
        raise QueryInvalid(f"{field.value} is one of {sorted(known)}, got {values!r}")


def _is_number(value: str | float) -> bool:
    return not isinstance(value, str | bool) and math.isfinite(value)


def _is_positive_place(condition: Filter) -> bool:
    return condition.field in OF_PLACES and condition.op is Op.IN


def _clause(condition: Filter) -> Clause:
    if condition.field in _EXACT:
        return _EXACT[condition.field].in_([str(v) for v in condition.values])
    if condition.field is Field.STATED:
        return or_(false(), *(_STATED[str(v)] for v in condition.values))
    if condition.field in OF_PRICES:
        return _of_price(condition)
    return _delivery(condition) if condition.field is Field.DELIVERY else _numeric(condition)


def _of_price(condition: Filter) -> Clause:
    held: ColumnElement[str] = programs.c.price_basis
    if condition.field is Field.CURRENCY:
        held = func.coalesce(programs.c.currency, UNSTATED)
    named = held.in_([str(v) for v in condition.values])
    return and_(programs.c.price.is_not(None), named if condition.op is Op.IN else not_(named))


def _holding_phrase(condition: Filter) -> Select[tuple[int]]:
    kind = condition.field.value
    held = [_holds(condition.field, phrase) for phrase in _texts(condition)]
    matching = and_(terms.c.kind == kind, or_(false(), *held))
    joined = program_terms.join(terms, program_terms.c.term == terms.c.position)
    return select(program_terms.c.program).select_from(joined).where(matching)


def _holds(field: Field, phrase: str) -> Clause:
    # instr, not LIKE: exact, with nothing to escape.
    as_part = func.instr(terms.c.key, phrase) > 0
    if field is not Field.UNIVERSITY:
        return as_part
    named = select(terms.c.position).where(terms.c.kind == field.value, terms.c.key == phrase)
    return or_(terms.c.key == phrase, and_(as_part, not_(named.correlate(None).exists())))


def _in_places(part: Sequence[Filter]) -> Select[tuple[int]] | CompoundSelect[tuple[int]]:
    if len(part) == 1:
        return _places(part[0], places.c.program)
    jointly = (places.c.position.in_(_places(f, places.c.position)) for f in part)
    return select(places.c.program).where(*jointly)


def _places(condition: Filter, wanted: Column[int]) -> CompoundSelect[tuple[int]]:
    """A column of the places that are the city, region or country given, or only one of these."""
    # Three index searches, not one OR: SQLite would read the whole table for that.
    keys = _texts(condition)
    every = (places.c.city_key, places.c.region_key, places.c.country_key)
    columns = (_PLACED[condition.field],) if condition.field in _PLACED else every
    return union_all(*(select(wanted).where(column.in_(keys)) for column in columns))


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
    slack = 0.0 if is_price else YEARS_TIE
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
