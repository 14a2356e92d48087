"""CSV, TSV and their kin -> Grid: which delimiter, which quotes, rows across lines.

The delimiter is the one by which rows have the same number of cells, not the most frequent sign. A
quote that is never closed costs its own row, not the rest of the file.
"""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.sheets import Grid, GridRow, check_size

_DELIMITERS = (",", ";", "\t", "|")
_NAMED = re.compile(r"\ufeff?\"?sep=(?P<sign>.)\"?", re.IGNORECASE)
_SAMPLE_LINES = 300
_MAX_LINES = 400
"""A cell that runs over more lines than this has lost its closing quote."""
_MAX_CELL_CHARS = 1_000_000


def read_delimited(text: str) -> Grid:
    """The rows of a delimited text, numbered as a spreadsheet shows them, blank ones left out.

    Raises: TooLarge if it has more rows or columns than are read.
    """
    lines = text.removeprefix("\ufeff").split("\n")
    named = _NAMED.fullmatch(lines[0].strip("\r")) if lines else None
    first = 1 if named else 0
    delimiter = named["sign"] if named else _delimiter(lines[:_SAMPLE_LINES])
    rows = []
    for number, cells in enumerate(_rows(lines[first:], delimiter), first + 1):
        check_size(number, len(cells))
        if any(cell.strip() for cell in cells):
            rows.append(GridRow(number, tuple(cells)))
    return Grid(None, tuple(rows), is_ragged=True)


def _delimiter(lines: Sequence[str]) -> str:
    """The sign by which most rows have the same number of cells, and more of them for a tie."""
    return max(_DELIMITERS, key=lambda sign: _consistency(lines, sign))


def _consistency(lines: Sequence[str], delimiter: str) -> float:
    rows = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter)
    try:
        counts = Counter(len(row) for row in rows if any(row))
    except csv.Error:
        return 0.0
    counts.pop(1, None)
    if not counts:
        return 0.0
    cells, rows_alike = max(counts.items(), key=lambda it: (it[1] * math.log(it[0]), it[0]))
    return rows_alike / max(1, len(lines)) * (1 + math.log(cells))


def _rows(lines: list[str], delimiter: str) -> Iterator[list[str]]:
    """The rows; one whose quote is not closed where it should be is its first line alone."""
    widths = Counter(len(r) for r in csv.reader(lines[:_SAMPLE_LINES], delimiter=delimiter) if r)
    usual = widths.most_common(1)[0][0] if widths else 0
    csv.field_size_limit(_MAX_CELL_CHARS)
    at = 0
    while at < len(lines):
        for row, start, end in _parsed(lines, at, delimiter):
            is_cut = end - start > 1 and (len(row) != usual or end - start > _MAX_LINES)
            yield lines[start].split(delimiter) if is_cut else row
            at = start + 1 if is_cut else end
            if is_cut:
                break


def _parsed(lines: list[str], first: int, delimiter: str) -> Iterator[tuple[list[str], int, int]]:
    """Rows from a line on, each with the lines it stands on (start, end)."""
    start = at = first

    def feed() -> Iterator[str]:
        nonlocal at
        while at < len(lines) and at - start <= _MAX_LINES:
            at += 1
            yield f"{lines[at - 1]}\n"

    try:
        for row in csv.reader(feed(), delimiter=delimiter):
            yield row, start, at
            start = at
    except csv.Error:
        yield lines[start].split(delimiter), start, start + 1
