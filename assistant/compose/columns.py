"""Columns that no field was mapped from, told of each row that was asked about."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.compose.slots import Shelf, Slot, listed, say
from assistant.records import DraftSegment, RowAsk
from vectorstore.query import Field, Filter, Op, RowResult
from vectorstore.records import Program

TOLD_ROWS = 5
"""Rows whose columns one answer tells."""
_NAMING = (Field.UNIVERSITY, Field.TITLE)


def stated_columns(ask: RowAsk, result: RowResult, shelf: Shelf) -> tuple[DraftSegment, ...]:
    """For each of the first rows what it lists in the columns asked for, and how many there are."""
    rows = result.rows[:TOLD_ROWS]
    told = [_told(row, header, shelf) for row in rows for header in _of(ask, rows)]
    if result.total_matched <= len(rows):
        return tuple(told)
    lead = say(
        "I hold {count} {what}.",
        count=shelf.count(result.total_matched),
        what=shelf.set_of(result.query.filters, result.total_matched),
    )
    return (lead, *told)


def confirmed(ask: RowAsk, result: RowResult) -> tuple[str, ...]:
    """The columns that a question about named programs sets a condition on and asks nothing else.

    "Does X have a hostel?" is told what X's row lists there.
    """
    filters = result.query.filters
    pointed = any(f.field is Field.PROGRAM and f.op is Op.IN for f in filters)
    whose = pointed or (ask.premise and any(f.field in _NAMING for f in filters))
    if not whose or ask.wanted or result.query.compare or len(result.rows) > TOLD_ROWS:
        return ()
    return headers_of(filters)


def headers_of(filters: Iterable[Filter]) -> tuple[str, ...]:
    """The headers that conditions on columns speak of, each once."""
    said = (str(f.values[0]).partition(": ")[0] for f in filters if f.field is Field.COLUMN)
    return tuple(dict.fromkeys(said))


def _of(ask: RowAsk, rows: tuple[Program, ...]) -> list[str]:
    """The columns asked for that any of the rows has; all of them if none has any."""
    held = {header for row in rows for header, _ in row.attributes}
    return [c for c in ask.columns if c in held] or list(ask.columns)


def _told(row: Program, header: str, shelf: Shelf) -> DraftSegment:
    column = Slot(header, shelf.row(row))
    values = [Slot(value, column.cites) for name, value in row.attributes if name == header]
    if not values:
        return say("{name} lists no {header}.", name=shelf.name(row), header=column)
    return say(
        "{name} lists {header}: {values}.",
        name=shelf.name(row),
        header=column,
        values=listed(values, ",", ""),
    )
