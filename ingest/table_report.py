"""What became of a table: how it was read, and how many of its rows became what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TableReport:
    """One sheet or file of records. rows = programs + records + repeated + rejects."""

    page: str
    """The uri of the table's own page."""
    sheet: str | None
    taken_as: str
    """programs, facts, records, pages, text or nothing."""
    rows: int = 0
    programs: int = 0
    records: int = 0
    """Rows that became pages of other things than programs."""
    repeated: int = 0
    """Rows that say the same as one before."""
    rejects: int = 0
    columns: tuple[tuple[str, str], ...] = ()
    """Header and meaning of each column that was recognised."""
    doubts: tuple[str, ...] = ()
    """Why something was left as it is, in words."""


def table_lines(tables: Sequence[TableReport]) -> list[str]:
    """What to tell people of the tables: a line for each, and one for its columns and doubts."""
    lines = []
    for it in tables:
        counts = {
            "programs": it.programs,
            "records": it.records,
            "repeated": it.repeated,
            "rejects": it.rejects,
        }
        told = ", ".join(f"{count:,} {word}" for word, count in counts.items() if count)
        rows = f", {it.rows:,} rows: {told}" if it.rows else ""
        lines.append(f"Table {it.page} taken as {it.taken_as}{rows}.")
        if it.columns:
            named = ", ".join(f"{header!r} = {meaning}" for header, meaning in it.columns)
            lines.append(f"  columns: {named}; the others are attributes")
        lines.extend(f"  {doubt}" for doubt in it.doubts)
    return lines
