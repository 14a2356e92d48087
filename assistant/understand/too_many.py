"""What is told of more programs than an answer can name: the range of a measure, or their schools.

After the conversation's conditions are joined (`follow.py`), for only then it is known how many
programs match. It runs counts and words nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from assistant.records import RowAsk, Wanted
from vectorstore.query import Aggregate, Field, RowQuery, RowResult, SortKey

BY_WANTED = {Wanted.PRICE: SortKey.PRICE, Wanted.DURATION: SortKey.DURATION}
"""The attributes that programs can be ordered and ranged by."""
MAX_NAMED = 10
"""Programs that an answer names at most."""


class Rows(Protocol):
    """Counts the programs that match."""

    def run(self, query: RowQuery) -> RowResult:
        """The result over all rows."""


def spread(ask: RowAsk, rows: Rows) -> RowAsk:
    """What "how much do they cost" asks of more programs than can be named: the range."""
    query = ask.query
    keys = [BY_WANTED[w] for w in ask.wanted if w in BY_WANTED]
    plain = not (query.sort or query.aggregate or query.limit or query.nth or query.compare)
    one = any(f.field in (Field.PROGRAM, Field.PRICE, Field.DURATION) for f in query.filters)
    if len(ask.wanted) != 1 or not keys or not plain or one:
        return ask
    if rows.run(replace(query, aggregate=Aggregate.COUNT)).total_matched <= MAX_NAMED:
        return ask
    return replace(ask, query=replace(query, aggregate=Aggregate.RANGE, of=keys[0]))


def by_school(ask: RowAsk, rows: Rows) -> RowAsk:
    """Schools that are asked for, with how many programs each, where these are too many to name."""
    query = ask.query
    plain = not (query.sort or query.aggregate or query.limit or query.nth or query.compare)
    wanted = tuple(w for w in ask.wanted if w is not Wanted.UNIVERSITY)
    if not plain or wanted or ask.columns:
        return ask
    counted = replace(query, aggregate=Aggregate.COUNT)
    if rows.run(counted).total_matched <= MAX_NAMED:
        return ask
    return replace(ask, query=replace(counted, group=Field.UNIVERSITY), wanted=wanted)
