"""Cells as a file gives them -> Sheet: title, notes, header, records and faulty rows. Pure.

Readers of delimited files and workbooks give a `Grid`, and `sheet_of` finds the header in it, with
whatever stands above and below; JSON brings its keys and makes a `Sheet` itself. What a column
means is not decided here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ingest.awards import names_level
from ingest.blocks import fold_space
from ingest.columns import names_fields
from ingest.headers import shown_name
from ingest.mojibake import undo_mojibake
from vectorstore.records import Repair

_MAX_ROWS = 1_000_000
_MAX_COLUMNS = 1_000
"""A spreadsheet's own limits are 1,048,576 and 16,384; a table of people's is far below."""
_HEADER_ROWS = 30
"""Rows among which the header is looked for: titles and notes above it are fewer."""
_SAMPLE_ROWS = 200
_HEADER_SHARE = 0.6
"""Of the columns that rows usually fill, a header fills at least this share."""
_MAX_NAME_CHARS = 100
_MAX_SECTION_CHARS = 90
_NUMBER = re.compile(
    r"[^\w]{0,2}\d[\d.,' %/:-]*\W?|\d{4}-\d\d-\d\d.*|https?://.*|\S+@\S+", re.DOTALL
)
GENERIC_NAME = re.compile(
    r"(?:sheet|table|tabelle|feuille?|hoja|foglio|planilha|page)\s?\d*|data|export|worksheet|"
    r"results?|items?|records?|rows?|list|entries|response|body|values?",
    re.IGNORECASE,
)
"""Names that programs give to sheets and lists: they say nothing of what these hold."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_TOTAL = re.compile(r"(?:grand |sub)?totals?\b.{0,30}|sum|average|mean|median|count", re.IGNORECASE)
_LISTS = re.compile(
    r"\b(?:program|programme|course|degree|certificate|diploma|bootcamp|major)s?\b", re.IGNORECASE
)


HeaderRow = Callable[[str | None], int | None]
"""Name of a sheet -> the number of its header row; None where it is to be found."""


class TooLarge(ValueError):
    """A table with more rows or columns than are read."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row of cells as read."""

    number: int
    """In its file or sheet, from 1: the line that a spreadsheet shows beside it."""
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one sheet or delimited file; blank rows may be left out."""

    name: str | None
    """The sheet's; None for a delimited file."""
    rows: tuple[GridRow, ...]
    is_ragged: bool = False
    """Rows have as many cells as were written, so that a short one has lost some."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a table."""

    number: int
    """Of its row, line or item, from 1."""
    cells: tuple[str, ...]
    """As many as the header has; empty where the record says nothing."""
    section: str | None = None
    """The line within the table that it stands under: "Master's Programs"."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that is no record, and why."""

    number: int
    reason: str
    text: str
    rows: int = 1
    """Rows that this is said of, from this one on."""
    cells: tuple[str, ...] = ()
    """Of a row with fewer than the table has columns."""
    section: str | None = None
    """The line within the table that such a row stands under."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it was found."""

    name: str | None
    """Of the sheet or of the JSON key; None if the file is the table."""
    header: tuple[str, ...]
    """Names as shown, all different."""
    records: tuple[Record, ...]
    title: str | None = None
    """A line above the header that names the table."""
    notes: tuple[str, ...] = ()
    """Other lines above and below it, in order."""
    faults: tuple[Fault, ...] = ()
    repairs: tuple[Repair, ...] = ()
    is_hidden: bool = False
    """Its workbook does not show it: it is not read."""
    groups: tuple[tuple[int, ...], ...] = ()
    """Columns of each sheet joined to this one, and of merged rows: a line in the cell for each row
    that was joined or merged."""


def check_size(rows: int, columns: int) -> None:
    """Raises: TooLarge if a table of this size is not read."""
    if rows > _MAX_ROWS or columns > _MAX_COLUMNS:
        raise TooLarge(
            f"a table of {rows:,} rows and {columns:,} columns; at most {_MAX_ROWS:,} rows and "
            f"{_MAX_COLUMNS:,} columns are read"
        )


def sheet_of(grid: Grid, header_row: int | None = None) -> Sheet:
    """The table of a grid; without a header row it has notes only, one for each row.

    `header_row` is the number of the row that is the header, where somebody says so.
    """
    rows = [_trimmed(row) for row in grid.rows if any(c.strip() for c in row.cells)]
    if header_row is None:
        at = _header_at(rows)
    else:
        at = next((i for i, row in enumerate(rows) if row.number == header_row), None)
    if at is None:
        lines = tuple(" ".join(c for c in map(fold_space, r.cells) if c) for r in rows)
        return Sheet(grid.name, (), (), notes=lines)
    width = max(len(row.cells) for row in rows[at:])
    names = _names(rows[at].cells, 0 if grid.is_ragged else width)
    above = [" ".join(filter(None, map(fold_space, row.cells))) for row in rows[:at]]
    title = above[0] if above and _is_title(above[0]) else None
    body = _Body(names, rows[at].cells, grid.is_ragged)
    for row in rows[at + 1 :]:
        body.take(row)
    body.close()
    notes = (*above[1 if title else 0 :], *body.notes)
    return Sheet(grid.name, names, tuple(body.records), title, notes, tuple(body.faults))


def distinct(names: Sequence[str]) -> tuple[str, ...]:
    """The names, with a number after each that stood before; nameless columns get their place.

    >>> distinct(("Fee", "", "Fee"))
    ('Fee', 'Column 2', 'Fee (2)')
    """
    seen: Counter[str] = Counter()
    out: list[str] = []
    for place, name in enumerate(names, 1):
        named = name or f"Column {place}"
        seen[named] += 1
        while seen[named] > 1 or named in out:
            named = f"{name} ({max(seen[name], 2)})"
            seen[name] += named in out
            if named not in out:
                break
        out.append(named)
    return tuple(out)


def mended(sheet: Sheet) -> Sheet:
    """The sheet with the damage of its cells undone, all read as one text."""
    texts = {c for r in sheet.records for c in r.cells if not c.isascii()}
    texts |= {t for t in (*sheet.header, *sheet.notes, sheet.title or "") if not t.isascii()}
    texts |= {r.section for r in sheet.records if r.section and not r.section.isascii()}
    texts |= {c for f in sheet.faults for c in f.cells if not c.isascii()}
    if not texts:
        return sheet
    flat = {t: t.replace("\n", "\v") for t in sorted(texts)}
    whole, repairs = undo_mojibake("\n".join(flat.values()))
    if not repairs:
        return sheet
    good = {t: n.replace("\v", "\n") for t, n in zip(flat, whole.split("\n"), strict=True)}

    def new(text: str) -> str:
        return good.get(text, text)

    records = tuple(
        replace(r, cells=tuple(map(new, r.cells)), section=r.section and new(r.section))
        for r in sheet.records
    )
    faults = tuple(replace(f, cells=tuple(map(new, f.cells))) for f in sheet.faults)
    return replace(
        sheet,
        header=tuple(map(new, sheet.header)),
        records=records,
        faults=faults,
        title=sheet.title and new(sheet.title),
        notes=tuple(map(new, sheet.notes)),
        repairs=repairs,
    )


class _Body:
    """The rows below a header, taken one after the other."""

    def __init__(self, names: tuple[str, ...], written: tuple[str, ...], is_ragged: bool) -> None:
        self._names = names
        self._written = written
        self._is_ragged = is_ragged
        self._section: str | None = None
        self.records: list[Record] = []
        self.faults: list[Fault] = []
        self.notes: list[str] = []
        self._open: list[GridRow] = []
        """Rows of one cell since the last record: notes, if no record follows."""

    def take(self, row: GridRow) -> None:
        """Put the row to the records, the faults or the notes."""
        if row.cells == self._written:
            return  # a header repeated for another printed page
        filled = [fold_space(c) for c in row.cells if c.strip()]
        width = len(self._names)
        if len(filled) == 1 and width > 2:
            self._single(row, filled[0])
            return
        if _TOTAL.fullmatch(filled[0]) and len(filled) <= max(2, width // 2):
            self.notes.append(" ".join(filled))
            return
        self._settle()
        if len(row.cells) > width or (self._is_ragged and len(row.cells) < width):
            reason = f"{len(row.cells)} cells where the table has {width} columns"
            cells = row.cells if len(row.cells) < width else ()
            text = " | ".join(filled)
            self.faults.append(Fault(row.number, reason, text, cells=cells, section=self._section))
            return
        cells = row.cells + ("",) * (width - len(row.cells))
        self.records.append(Record(row.number, cells, self._section))

    def close(self) -> None:
        """The rows of one cell that nothing follows are notes."""
        self.notes.extend(" ".join(filter(None, map(fold_space, r.cells))) for r in self._open)
        self._open.clear()

    def _single(self, row: GridRow, text: str) -> None:
        is_section = len(text) <= _MAX_SECTION_CHARS and (names_level(text) or _LISTS.search(text))
        if is_section and row.cells[0].strip():
            self._settle()
            self._section = text
        else:
            self._open.append(row)

    def _settle(self) -> None:
        """Rows of one cell with a record after them have lost their other cells."""
        for row in self._open:
            text = " ".join(filter(None, map(fold_space, row.cells)))
            reason = f"1 cell where the table has {len(self._names)} columns"
            self.faults.append(Fault(row.number, reason, text))
        self._open.clear()


def _trimmed(row: GridRow) -> GridRow:
    """The row without white space around its cells."""
    return GridRow(row.number, tuple(c.strip() for c in row.cells))


def _names(cells: Sequence[str], width: int) -> tuple[str, ...]:
    """Column names as shown: the header's, and those of nameless columns that hold something."""
    last = max(i for i, c in enumerate(cells) if c) + 1
    return distinct([shown_name(c) for c in (*cells[:last], *[""] * (width - last))])


def _header_at(rows: Sequence[GridRow]) -> int | None:
    """Index of the header: the first row that could be it and names the most known columns."""
    filled = sorted(sum(map(bool, row.cells)) for row in rows[:_SAMPLE_ROWS])
    usual = filled[len(filled) // 2] if filled else 0
    best: tuple[int, int] | None = None
    below = [{*enumerate(row.cells)} for row in rows[:_SAMPLE_ROWS]]
    for index, row in enumerate(rows[:_HEADER_ROWS]):
        if index + 1 < len(rows) and _could_be_header(row, usual):
            if best is not None and _repeats(below[index], below[index + 1 :]):
                continue  # "University", "Public" again and again: kinds of things, no names
            known = names_fields(tuple(shown_name(c) for c in row.cells if c))
            if best is None or known > best[0]:
                best = (known, index)
    return best[1] if best else None


def _repeats(row: set[tuple[int, str]], below: Sequence[set[tuple[int, str]]]) -> bool:
    """Whether a third of the cells stand again in their columns, in rows that are not the same."""
    told = {(column, cell) for column, cell in row if cell}
    again: set[tuple[int, str]] = set()
    for other in below:
        if not told <= other:
            again |= told & other
    return len(again) * _REPEATED >= len(told)


_REPEATED = 3
"""One cell of so many stands again in a row of kinds of things."""


def _could_be_header(row: GridRow, usual: int) -> bool:
    names = [c for c in row.cells if c]
    if len(names) < max(2, _HEADER_SHARE * usual):
        return False
    if any(len(n) > _MAX_NAME_CHARS for n in names):
        return False
    return all(_YEAR.fullmatch(n) or not _NUMBER.fullmatch(n) for n in names)


def _is_title(line: str) -> bool:
    return len(line) <= _MAX_NAME_CHARS and not line.endswith((".", ":", ";"))
