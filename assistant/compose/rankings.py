"""Superlatives, places in an order, lists, and what is nearest when nothing matches."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.compose.alike import apart
from assistant.compose.details import (
    bracketed,
    detail,
    listed_at,
    relaxed_values,
    share_total,
    told,
)
from assistant.compose.slots import Shelf, Slot, fill, listed, ordinal, say, words
from assistant.records import AskEvidence, DraftSegment, RowAsk, Wanted
from vectorstore.query import RowResult, Sort, SortKey
from vectorstore.records import Program

NAMED_ROWS = 10
"""Rows that a text names at most."""

SUPERLATIVES: dict[tuple[SortKey, bool], str] = {
    (SortKey.PRICE, False): "cheapest",
    (SortKey.PRICE, True): "most expensive",
    (SortKey.DURATION, False): "shortest",
    (SortKey.DURATION, True): "longest",
    (SortKey.PRICE_PER_YEAR, False): "cheapest per year",
    (SortKey.PRICE_PER_YEAR, True): "most expensive per year",
    (SortKey.TITLE, False): "first by title",
    (SortKey.TITLE, True): "last by title",
}

_ORDERS: dict[tuple[SortKey, bool], str] = {
    (SortKey.PRICE, False): "from cheapest to most expensive",
    (SortKey.PRICE, True): "from most expensive to cheapest",
    (SortKey.DURATION, False): "from shortest to longest",
    (SortKey.DURATION, True): "from longest to shortest",
    (SortKey.PRICE_PER_YEAR, False): "from lowest to highest price per year",
    (SortKey.PRICE_PER_YEAR, True): "from highest to lowest price per year",
    (SortKey.TITLE, False): "by title",
    (SortKey.TITLE, True): "by title in reverse",
}

_MAIN_VALUE: dict[SortKey, Wanted] = {
    SortKey.PRICE: Wanted.PRICE,
    SortKey.DURATION: Wanted.DURATION,
    SortKey.PRICE_PER_YEAR: Wanted.PRICE_PER_YEAR,
}


def ranked(ask: RowAsk, result: RowResult, shelf: Shelf) -> tuple[DraftSegment, ...]:
    """The winner, the n-th or the first n, with ties, and what comes next."""
    query = result.query
    assert query.sort is not None
    if result.total_matched == 1 and result.rows:
        return (only(ask, result, shelf),)
    if not result.rows or (query.limit or 1) >= result.total_matched:
        return listed_rows(ask, result, shelf)
    if len({(p.currency, p.price_basis) for p in result.rows}) > 1 and is_priced(query.sort):
        return (_each_basis(ask, result, query.sort, shelf),)
    if query.nth is None and (query.limit or 1) > 1:
        return (_first_of_order(ask, result, query.sort, shelf),)
    if len(result.rows) > 1:
        return (_tie(ask, result, query.sort, shelf),)
    return (_winner(ask, result, query.sort, shelf),)


def is_priced(sort: Sort) -> bool:
    """The order compares prices."""
    return sort.key in (SortKey.PRICE, SortKey.PRICE_PER_YEAR)


def _each_basis(ask: RowAsk, result: RowResult, sort: Sort, shelf: Shelf) -> DraftSegment:
    """The winners of each currency and basis; across them prices are not compared."""
    top = result.query.limit or 1
    return say(
        "The {place}{most} of the {count} {what} I hold, within each currency and basis: {names}.",
        place=ordinal(result.query.nth) if top == 1 else fill("{n} ", n=shelf.count(top)),
        most=words(SUPERLATIVES[sort.key, sort.descending]),
        count=shelf.count(result.total_matched),
        what=shelf.set_of(result.query.filters, result.total_matched),
        names=_rows(result.rows, told(ask, result.query), ask, shelf),
    )


def only(ask: RowAsk, result: RowResult, shelf: Shelf) -> DraftSegment:
    """The one row that matches, with its values."""
    row = result.rows[0]
    return say(
        "The only {what} I hold is {row}, listed at {values}.",
        what=shelf.set_of(result.query.filters, count=1),
        row=shelf.name(row),
        values=listed_at(row, told(ask, result.query), shelf, ask.duration_unit),
    )


def _winner(ask: RowAsk, result: RowResult, sort: Sort, shelf: Shelf) -> DraftSegment:
    row = result.rows[0]
    lead = fill(
        "The {place}{most} of the {count} {what} I hold is {row}, listed at {values}",
        place=ordinal(result.query.nth),
        most=words(SUPERLATIVES[sort.key, sort.descending]),
        count=shelf.count(result.total_matched),
        what=shelf.set_of(result.query.filters, result.total_matched),
        row=shelf.name(row),
        values=listed_at(row, told(ask, result.query), shelf, ask.duration_unit),
    )
    main = _MAIN_VALUE.get(sort.key)
    if not result.runner_up or main is None:
        return say("{lead}.", lead=lead)
    return say("{lead}; next is {next}.", lead=lead, next=_next(result, main, shelf))


def _next(result: RowResult, main: Wanted, shelf: Shelf) -> Slot:
    """The runner-up with the value that ranks it; of many tied ones the first two are named."""
    first = result.runner_up[0]
    value = detail(main, first, shelf)
    names = listed((shelf.name(p) for p in result.runner_up[:2]), ",")
    if len(result.runner_up) == 1:
        return fill("{names} at {value}", names=names, value=value)
    if len(result.runner_up) == 2:
        return fill("a tie of {names} at {value}", names=names, value=value)
    return fill(
        "a tie of {count} at {value}, among them {names}",
        count=shelf.count(len(result.runner_up)),
        value=value,
        names=names,
    )


def _tie(ask: RowAsk, result: RowResult, sort: Sort, shelf: Shelf) -> DraftSegment:
    main = _MAIN_VALUE.get(sort.key)
    rest = [k for k in told(ask, result.query) if k is not main]
    bare = share_total(result.rows[:NAMED_ROWS], rest)
    names = _rows(result.rows, rest, ask, shelf, bare=bare)
    lead = fill(
        "{tied} of the {count} {what} I hold tie as {place}{most}",
        tied=shelf.count(len(result.rows)),
        count=shelf.count(result.total_matched),
        what=shelf.set_of(result.query.filters, result.total_matched),
        place=ordinal(result.query.nth),
        most=words(SUPERLATIVES[sort.key, sort.descending]),
    )
    if main is None:
        return say("{lead}: {names}.", lead=lead, names=names)
    value = detail(main, result.rows[0], shelf)
    basis = words(", with prices in total" if bare else "")
    return say(
        "{lead} at {value}{basis}: {names}.", lead=lead, value=value, basis=basis, names=names
    )


def _first_of_order(ask: RowAsk, result: RowResult, sort: Sort, shelf: Shelf) -> DraftSegment:
    keys = told(ask, result.query)
    bare = share_total(result.rows[:NAMED_ROWS], keys)
    return say(
        "The {top} {most} of the {count} {what} I hold{basis} are {names}.",
        top=shelf.count(len(result.rows)),
        most=words(SUPERLATIVES[sort.key, sort.descending]),
        count=shelf.count(result.total_matched),
        what=shelf.set_of(result.query.filters, result.total_matched),
        basis=words(", with prices in total," if bare else ""),
        names=_rows(result.rows, keys, ask, shelf, bare=bare),
    )


def listed_rows(ask: RowAsk, result: RowResult, shelf: Shelf) -> tuple[DraftSegment, ...]:
    """All matches, at most ten by name, with what was asked or filtered on."""
    query = result.query
    total = result.total_matched or len(result.rows)
    lead = fill(
        "I hold {count} {what}",
        count=shelf.count(total),
        what=shelf.set_of(query.filters, total),
    )
    if not result.rows:
        return (say("{lead}.", lead=lead),)
    if query.sort is not None and total > 1:
        order = words(_ORDERS[query.sort.key, query.sort.descending])
        lead = fill("{lead}, {order}", lead=lead, order=order)
    keys = told(ask, query)
    bare = share_total(result.rows[:NAMED_ROWS], keys)
    if bare:
        lead = fill("{lead}, with prices in total", lead=lead)
    names = _rows(result.rows, keys, ask, shelf, total, bare=bare)
    return (say("{lead}: {names}.", lead=lead, names=names),)


def _rows(
    rows: Sequence[Program],
    keys: Sequence[Wanted],
    ask: RowAsk,
    shelf: Shelf,
    total: int | None = None,
    *,
    bare: bool = False,
) -> Slot:
    shown = rows[:NAMED_ROWS]
    telling = apart(shown, keys, shelf)
    named = [
        bracketed(p, keys, shelf, ask.duration_unit, apart=telling.get(p.id, ()), bare=bare)
        for p in shown
    ]
    hidden = (total or len(rows)) - len(named)
    if hidden > 0:
        named.append(fill("{count} more", count=shelf.count(hidden)))
    return listed(named)


def no_match(found: AskEvidence, result: RowResult, shelf: Shelf) -> tuple[DraftSegment, ...]:
    """That nothing matches, over which rows that was looked for, and what comes nearest."""
    widened = found.checks[0] if found.checks else None
    if not result.relaxed or widened is None or not widened.total_matched:
        return (say("I hold no {what}.", what=shelf.set_of(result.query.filters)),)
    lead = _none_of(result, widened, shelf)
    if not result.nearest:
        return (lead,)
    return (lead, _nearest(found, result, shelf))


def _none_of(result: RowResult, widened: RowResult, shelf: Shelf) -> DraftSegment:
    count = widened.total_matched
    if count == 1:
        return say("I hold no {what}.", what=shelf.set_of(result.query.filters))
    return say(
        "None of the {count} {what} I hold {fails}.",
        count=shelf.count(count),
        what=shelf.set_of(widened.query.filters, count),
        fails=shelf.predicates(result.relaxed),
    )


def _nearest(found: AskEvidence, result: RowResult, shelf: Shelf) -> DraftSegment:
    ask = found.ask
    assert isinstance(ask, RowAsk)
    keys = tuple(dict.fromkeys((*relaxed_values(result.relaxed), *told(ask, result.query))))
    if len(result.nearest) == 1:
        row = result.nearest[0]
        return say(
            "The nearest is {row}, listed at {values}.",
            row=shelf.name(row),
            values=listed_at(row, keys, shelf, ask.duration_unit),
        )
    return say("The nearest are {rows}.", rows=_rows(result.nearest, keys, ask, shelf))
