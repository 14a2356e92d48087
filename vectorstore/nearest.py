"""What would match where nothing does: the query with one filter let go, and its rows.

Nothing is widened silently: the result says which filter was let go. Limits on price and length go
first, for they are nearest misses; what names a university, a title or a program goes last.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from vectorstore.columns import Columns, Positions, no_rows
from vectorstore.conditions import NUMERIC, numbers
from vectorstore.query import Field, Filter, RowQuery, SortKey
from vectorstore.ranking import keep

NEAREST = 3
"""Rows named at most."""

_LETTING_GO = (
    Field.PRICE,
    Field.DURATION,
    Field.BASIS,
    Field.CURRENCY,
    Field.STATED,
    Field.DELIVERY,
    Field.COLUMN,
    Field.PLACE,
    Field.REGION,
    Field.COUNTRY,
    Field.AWARD,
    Field.LEVEL,
    Field.CATEGORY,
    Field.TOPIC,
    Field.UNIVERSITY,
    Field.TITLE,
    Field.PROGRAM,
)
"""Which filter is let go first. Never the source: what was not asked is not offered."""


def find_nearest(
    columns: Columns, query: RowQuery, match: Callable[[Sequence[Filter]], Positions]
) -> tuple[Positions, tuple[Filter, ...]]:
    """At most 3 rows that satisfy all filters but one, nearest first, and that filter; or nothing.

    `match` gives the rows that satisfy all of the filters it is given, in answer order. Where a
    limit is let go, the rows nearest to it come first; otherwise the query's own order holds.
    """
    if query.compare:
        return no_rows(), ()
    droppable = [f for f in query.filters if f.field in _LETTING_GO]
    for dropped in sorted(droppable, key=lambda f: _LETTING_GO.index(f.field)):
        rest = [f for f in query.filters if f is not dropped]
        says_something = dropped.field in NUMERIC or any(f.field is not Field.SOURCE for f in rest)
        if not says_something:
            continue  # every row would match
        rows = _in_order(columns, match(rest), dropped, query)[:NEAREST]
        if len(rows):
            return rows, (dropped,)
    return no_rows(), ()


def _in_order(columns: Columns, rows: Positions, dropped: Filter, query: RowQuery) -> Positions:
    if dropped.field in NUMERIC:
        key = SortKey.PRICE if dropped.field is Field.PRICE else SortKey.DURATION
        values = columns.numbers(key)[rows]
        distance = np.min([np.abs(values - end) for end in numbers(dropped)], axis=0)
        nearest_first = np.argsort(distance, kind="stable")  # unknown values, being NaN, come last
        return rows[nearest_first][: np.count_nonzero(~np.isnan(distance))]
    if query.sort is None:
        return rows
    return keep(columns, rows, RowQuery(sort=query.sort)).rows
