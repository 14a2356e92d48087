"""What became of a table: how it was read, and how many of its rows became what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rich.console import Console

from ingest.mapping_joins import JoinCount, Repeat
from ingest.terminal import print_table

_SHOWN_CELLS = 5


@dataclass(frozen=True, slots=True)
class RowCount:
    """How many rows of a table share a fate, and why."""

    reason: str
    rows: int


@dataclass(frozen=True, slots=True)
class FieldCounts:
    """How many programs have which value of a field."""

    name: str
    counts: tuple[RowCount, ...]
    """The commonest first."""


@dataclass(frozen=True, slots=True)
class TableReport:
    """One sheet or file of records.

    rows = left out + programs + records + repeated + merged + rejects.
    """

    page: str
    """The uri of the table's own page."""
    sheet: str | None
    taken_as: str
    """programs, facts, records, pages, text, joined (to another table) or nothing."""
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
    mapping: str | None = None
    """The mapping file that it was read by; None if its headers were recognised."""
    left_out: tuple[RowCount, ...] = ()
    """Rows that the mapping leaves out, by reason."""
    rejected: tuple[RowCount, ...] = ()
    """The rejects by reason, the commonest first."""
    merged: int = 0
    """Rows that the mapping makes one program with a row before them."""
    joins: tuple[JoinCount, ...] = ()
    """What became of the rows of the sheets joined to it."""
    without: tuple[RowCount, ...] = ()
    """Programs of which something is not known: price, length, place, delivery."""
    repeats: tuple[Repeat, ...] = ()
    """The rows that say the same as one before."""
    kinds: tuple[FieldCounts, ...] = ()
    """How many programs have which level, way of delivery, currency and basis of the price."""


@dataclass(slots=True)
class Tally:
    """Cells that a mapping's rules do not know, by column and meaning."""

    found: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)

    def count(self, cells: Iterable[tuple[str, str, str]]) -> None:
        """Add header, meaning and cell of some."""
        for header, meaning, cell in cells:
            self.found.setdefault((header, meaning), Counter())[cell] += 1

    def told(self) -> tuple[str, ...]:
        """A sentence for each column."""
        return tuple(
            f"{sum(cells.values()):,} cells of {header!r} give no {meaning}, which is unknown "
            f"there: {_some(cells)}"
            for (header, meaning), cells in self.found.items()
        )


def _some(cells: Counter[str]) -> str:
    shown = ", ".join(f"{cell!r} ({n:,})" for cell, n in cells.most_common(_SHOWN_CELLS))
    more = len(cells) - _SHOWN_CELLS
    return f"{shown} and {more:,} other values" if more > 0 else shown


def row_counts(reasons: Iterable[tuple[str, int]]) -> tuple[RowCount, ...]:
    """Rows by reason, the commonest first."""
    counts: Counter[str] = Counter()
    for reason, rows in reasons:
        counts[reason] += rows
    return tuple(RowCount(reason, rows) for reason, rows in counts.most_common())


def print_tables(tables: Sequence[TableReport], console: Console) -> None:
    """What to tell people of the tables: one line each, or a table for one read by a mapping."""
    for table in tables:
        for line in _lines(table):
            console.print(line, markup=False, highlight=False)
        if table.mapping:
            title = f"{table.page} by {table.mapping}"
            rows = [(what, f"{count:,}") for what, count in register(table)]
            print_table(console, title, ("What", "Rows"), rows, len(rows))


def register(table: TableReport) -> list[tuple[str, int]]:
    """The account of a table: what its rows became, then those of the sheets joined to it."""
    rows = [("rows of the source", table.rows)]
    rows += [(f"  left out: {it.reason}", it.rows) for it in table.left_out]
    rows += [("  programs", table.programs), ("  repeated", table.repeated)]
    rows += [("  merged with one of the same key", table.merged)] if table.merged else []
    rows += [(f"  rejected: {it.reason}", it.rows) for it in table.rejected]
    rows += [(f"programs without {it.reason}", it.rows) for it in table.without if it.rows]
    return [*rows, *(row for join in table.joins for row in _joined(join))]


def _joined(join: JoinCount) -> list[tuple[str, int]]:
    """What became of a joined sheet's rows: a line, if all of them went to all rows."""
    strangers = ", ".join(map(repr, join.strangers))
    more = ", ..." if join.unmatched > len(join.strangers) else ""
    parts = [
        ("  joined to programs or rejects", join.joined),
        ("  of rows left out", join.of_left_out),
        (f"  of no row: {strangers}{more}", join.unmatched),
        ("  left out or unreadable", join.left_out),
        (f"rows without any in {join.sheet}", join.without),
    ]
    rest = [part for part in parts if part[1]]
    if rest == parts[:1] or not join.rows:
        return [(f"rows of {join.sheet}, all joined", join.rows)]
    return [(f"rows of {join.sheet}", join.rows), *rest]


def _lines(table: TableReport) -> list[str]:
    counts = {
        "left out": sum(it.rows for it in table.left_out),
        "programs": table.programs,
        "records": table.records,
        "repeated": table.repeated,
        "merged": table.merged,
        "rejects": table.rejects,
    }
    told = ", ".join(f"{count:,} {word}" for word, count in counts.items() if count)
    rows = f", {table.rows:,} rows: {told}" if table.rows else ""
    lines = [f"Table {table.page} taken as {table.taken_as}{rows}."]
    if table.columns:
        named = ", ".join(f"{header!r} = {meaning}" for header, meaning in table.columns)
        lines.append(f"  columns: {named}; the others are attributes")
    lines += [f"  {it.name}: {_counted(it)}" for it in table.kinds]
    if table.repeats:
        shown = [f"R{it.number} (as R{it.first})" for it in table.repeats[:_SHOWN_CELLS]]
        more = len(table.repeats) - len(shown)
        told = ", ".join(shown) + (f" and {more:,} more" if more else "")
        lines.append(f"  rows that repeat one before: {told}")
    return [*lines, *(f"  {doubt}" for doubt in table.doubts)]


def _counted(field_counts: FieldCounts) -> str:
    return ", ".join(f"{it.reason} {it.rows:,}" for it in field_counts.counts)
