"""Rows in words: one ask's result to sentences, every figure from a typed slot.

Third step of the main path for questions over listings. `computed` chooses the form that fits the
query; the forms stand in `rankings.py`, `aggregates.py`, `comparisons.py` and `caveats.py`. Nothing
is computed here that verification could not compute again, and nothing is decided about status
beyond what the query's result says.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.compose import aggregates, caveats, columns, comparisons, rankings
from assistant.compose.slots import Shelf
from assistant.records import AskEvidence, DraftSegment, Plan, RowAsk, Status, Wanted
from vectorstore.query import Field, RowResult

NAMING = (Field.PROGRAM, Field.UNIVERSITY, Field.TITLE)
"""Filters that single out programs rather than describe them."""


def computed(found: AskEvidence, _plan: Plan) -> tuple[DraftSegment, ...]:
    """The sentences that answer one ask over rows, then its caveats; empty for other asks.

    Names at most ten rows. Every sentence cites the rows that it names, or the listings that its
    figures are over.
    """
    ask, result = found.ask, found.result
    if not isinstance(ask, RowAsk) or result is None:
        return ()
    shelf = Shelf.of(found)
    body = _body(ask, found, shelf)
    return (*body, *caveats.caveats(ask, found, shelf, body))


def row_status(found: AskEvidence) -> Status:
    """NO_MATCH if the query ran and matched nothing, otherwise ANSWERED."""
    result = found.result
    if result is None:
        return Status.NOT_IN_SOURCES
    if isinstance(found.ask, RowAsk) and found.ask.announced:
        return Status.ANSWERED if result.listings else Status.NOT_IN_SOURCES
    if isinstance(found.ask, RowAsk) and comparisons.corrects(found.ask, result):
        return Status.ANSWERED
    if not (result.total_matched or result.rows):
        return Status.NO_MATCH
    partly = isinstance(found.ask, RowAsk) and caveats.other_basis(found.ask, result)
    return Status.PARTIAL if partly else Status.ANSWERED


def _body(ask: RowAsk, found: AskEvidence, shelf: Shelf) -> tuple[DraftSegment, ...]:
    result = found.result
    assert result is not None  # `computed` has looked
    query = result.query
    if ask.announced:
        return aggregates.announced(result, shelf)
    if comparisons.corrects(ask, result):
        return comparisons.correction(ask, result, shelf)
    if not result.total_matched and not result.rows:
        return rankings.no_match(found, result, shelf)
    if asked := ask.columns or columns.confirmed(ask, result):
        return _with_columns(replace(ask, columns=asked), result, shelf)
    if query.compare:
        return comparisons.compared(ask, result, shelf)
    if query.group is not None or (result.groups and query.aggregate is not None):
        return aggregates.grouped(result, shelf)
    if query.aggregate is not None:
        return aggregates.aggregated(found, result, shelf)
    if query.sort is not None and (query.limit is not None or query.nth is not None):
        return rankings.ranked(ask, result, shelf)
    if _is_about_rows(ask, found):
        return comparisons.attributes(ask, result, shelf)
    return rankings.listed_rows(ask, result, shelf)


def _with_columns(ask: RowAsk, result: RowResult, shelf: Shelf) -> tuple[DraftSegment, ...]:
    """What rows list in the columns asked for; after a winner's own sentence, of the winner."""
    query = result.query
    if query.sort is None or query.limit is None or query.compare:
        return columns.stated_columns(ask, result, shelf)
    of_winner = columns.stated_columns(ask, replace(result, total_matched=0), shelf)
    return (*rankings.ranked(ask, result, shelf), *of_winner)


def _is_about_rows(ask: RowAsk, found: AskEvidence) -> bool:
    """The ask wants attributes of a few named rows rather than a list."""
    result = found.result
    if result is None or len(result.rows) > 3 or result.query.sort is not None:
        return False
    named = any(f.field in NAMING for f in result.query.filters)
    told = [w for w in ask.wanted if w is not Wanted.TITLE]
    return (bool(told) and (named or len(result.rows) == 1)) or ask.premise
