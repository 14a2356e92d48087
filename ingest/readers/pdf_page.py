"""One page of a PDF -> its lines and tables in reading order.

A page is words at places. Words on one height make rows; a gap in a row makes segments. Where a
white gutter runs down through many rows of prose, the page has columns, and each is read to its end
before the next; what crosses the gutter stands above or below them. Rows of segments that stand
under one another are a table without rules. Pure, apart from pdfplumber's reading of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median
from typing import Any

from pdfplumber.page import Page

from ingest.blocks import fold_space
from ingest.readers.table_blocks import CellRow

_SPACE = 0.15
"""Of the size: a wider gap between letters parts words."""
_SEGMENT_GAP = 1.2
"""Of the size: a wider gap between words parts segments; justified prose stays below."""
_MIN_COLUMN_ROWS = 4
_MIN_COLUMN_WORDS = 3.5
"""Words of a column's line, on the median; those of tables have fewer."""
_RAGGED = 6
"""Of the size: lines of prose end this near to one another."""
_MIN_SET_LINES = 6
_SET_SHARE = 0.7
_MIN_TABLE_ROWS = 3
_ALIGNED_PT = 4.0
_DISTINCT = 0.97
"""Of a page's letters, those that stand at places of their own."""
_CID = re.compile(r"\(cid:\d+\)")
_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, or the part of one that stands in a column. Lengths are points."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    """Of most of its letters."""
    is_bold: bool
    first_word: float = 0.0
    """Width of its first word."""
    right: float = 0.0
    """Where lines of its column end at the latest."""
    column: int = 0
    """Number of the column on the page, in reading order."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a page."""

    rows: tuple[CellRow, ...]
    x0: float
    x1: float
    top: float
    bottom: float


@dataclass(slots=True)
class PageParts:
    """What a page holds, in reading order."""

    parts: list[Line | Table] = field(default_factory=list)
    height: float = 0.0
    letters: int = 0
    unreadable: int = 0
    """Letters whose font does not say what they are."""
    has_images: bool = False


def read_page(page: Page) -> PageParts:
    """The lines and tables of a page in reading order; turned and invisible text is left out."""
    upright = page.filter(_is_upright)
    if _is_doubled(upright.chars):
        upright = upright.dedupe_chars(tolerance=1)
    tables = [t for t in map(_table, upright.find_tables()) if t is not None]
    words = upright.extract_words(
        x_tolerance_ratio=_SPACE, extra_attrs=["fontname", "size"], keep_blank_chars=False
    )
    unreadable = sum(len(_CID.findall(w["text"])) for w in words)
    free = [w for w in words if _CID.sub("", w["text"]) and not any(_inside(w, t) for t in tables)]
    segments = [s for row in _rows(free) for s in _segments(row)]
    margin = min((s.x0 for s in segments), default=0.0)
    right = _right_edge(segments, float(page.width) - margin)
    parts = _ordered([*segments, *tables], right)
    letters = sum(len(w["text"]) for w in words)
    return PageParts(_numbered(parts), float(page.height), letters, unreadable, bool(page.images))


def _right_edge(lines: Sequence[Line], margin: float) -> float:
    """Where the lines of a page end at the latest: its margin, or where most lines of prose end."""
    last = max((s.x1 for s in lines), default=margin)
    prose = [s for s in lines if len(s.text.split()) >= _MIN_COLUMN_WORDS]
    near = sum(last - s.x1 <= _RAGGED * s.size for s in prose)
    is_set = len(prose) >= _MIN_SET_LINES and near >= _SET_SHARE * len(lines)
    return last if is_set else max(margin, last)


def _is_upright(thing: dict[str, Any]) -> bool:
    return thing.get("object_type") != "char" or bool(thing.get("upright", True))


def _is_doubled(chars: Sequence[dict[str, Any]]) -> bool:
    """Whether letters are set twice at one place, as some programs make them bold."""
    places = {(c["text"], round(c["x0"]), round(c["top"])) for c in chars}
    return len(places) < _DISTINCT * len(chars)


def _table(found: Any) -> Table | None:
    """A ruled table of at least two rows and columns with text; None for boxes and frames."""
    texts = {
        box: fold_space(_CID.sub("", text))
        for row, cells in zip(found.rows, found.extract(), strict=True)
        for box, text in zip(row.cells, cells, strict=True)
        if box is not None and text
    }
    columns = [
        narrowest
        for boxes in zip(*(row.cells for row in found.rows), strict=True)
        if (narrowest := _narrowest(boxes))
    ]
    rows = []
    for row in found.rows:
        height = _narrowest(row.cells, low=1)
        covering = [_covering(found.cells, c[0], c[2], height) for c in columns] if height else []
        cells = tuple(texts.get(box, "") if box else "" for box in covering)
        if any(cells):
            rows.append(CellRow(cells, is_whole=len(set(covering)) == 1 and len(cells) > 1))
    if len(rows) < 2 or max(sum(map(bool, r.cells)) for r in rows) < 2:
        return None
    x0, top, x1, bottom = found.bbox
    return Table(tuple(rows), x0, x1, top, bottom)


_Box = tuple[float, float, float, float]
"""x0, top, x1, bottom."""


def _narrowest(boxes: Iterable[_Box | None], low: int = 0) -> _Box | None:
    """The box that is least wide (`low` 0) or high (1); None if there is none."""
    return min((b for b in boxes if b), key=lambda b: b[low + 2] - b[low], default=None)


def _covering(boxes: Iterable[_Box], x0: float, x1: float, row: _Box) -> _Box | None:
    """The cell over the middle of a column and a row: merged cells are over several."""
    x, y = (x0 + x1) / 2, (row[1] + row[3]) / 2
    return next((b for b in boxes if b[0] <= x <= b[2] and b[1] <= y <= b[3]), None)


def _inside(word: dict[str, Any], table: Table) -> bool:
    x, y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(table.x0 <= x <= table.x1 and table.top <= y <= table.bottom)


def _rows(words: Iterable[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Words by height, top to bottom; in a row from left to right."""
    rows: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda w: (w["bottom"], w["x0"])):
        last = rows[-1][0] if rows else None
        if last and word["bottom"] - last["bottom"] <= 0.4 * min(word["size"], last["size"]):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda w: w["x0"]) for row in rows]


def _segments(row: Sequence[dict[str, Any]]) -> list[Line]:
    groups: list[list[dict[str, Any]]] = [[row[0]]]
    for before, word in pairwise(row):
        if word["x0"] - before["x1"] > _SEGMENT_GAP * max(word["size"], before["size"]):
            groups.append([])
        groups[-1].append(word)
    return [_line(g) for g in groups]


def _line(words: Sequence[dict[str, Any]]) -> Line:
    text = words[0]["text"]
    for before, word in pairwise(words):
        is_near = word["x0"] - before["x1"] <= _SPACE * word["size"]
        text += word["text"] if is_near else f" {word['text']}"
    bold = sum(len(w["text"]) for w in words if _BOLD.search(w["fontname"]))
    letters = sum(len(w["text"]) for w in words)
    return Line(
        text=fold_space(_CID.sub("", text)),
        x0=words[0]["x0"],
        x1=max(w["x1"] for w in words),
        top=min(w["top"] for w in words),
        bottom=max(w["bottom"] for w in words),
        size=round(max(words, key=lambda w: len(w["text"]))["size"], 1),
        is_bold=bold > 0.9 * letters,
        first_word=words[0]["x1"] - words[0]["x0"],
    )


def _ordered(parts: Sequence[Line | Table], right: float) -> list[list[Line | Table]]:
    """The parts by column, each in reading order; one column if the page has no gutter."""
    gutter = _gutter([p for p in parts if isinstance(p, Line)])
    if gutter is None:
        return [_in_one_column(parts, right)]
    out: list[list[Line | Table]] = []
    sides: tuple[list[Line | Table], list[Line | Table]] = ([], [])

    def flush() -> None:
        for side, edge in zip(sides, (gutter - 1, right), strict=True):
            if side:
                out.extend(_ordered(side, edge))
        for side in sides:
            side.clear()

    for part in sorted(parts, key=lambda p: (p.top, p.x0)):
        if part.x0 < gutter < part.x1:
            flush()
            out.append(_in_one_column([part], right))
        else:
            sides[part.x0 >= gutter].append(part)
    flush()
    return out


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where white runs down between two columns of prose; None if nowhere."""
    rows = _by_height(lines)
    gaps = [(a.x1, b.x0) for row in rows for a, b in pairwise(row)]
    best, count = None, 0
    for x in {(a + b) / 2 for a, b in gaps}:
        number = sum(a < x < b for a, b in gaps)
        if number > count:
            best, count = x, number
    if best is None or count < _MIN_COLUMN_ROWS:
        return None
    crossing = sum(line.x0 < best < line.x1 for line in lines)
    sides = [[s for s in lines if s.x1 <= best], [s for s in lines if s.x0 >= best]]
    words = [median(len(s.text.split()) for s in side) for side in sides]
    return best if min(words) >= _MIN_COLUMN_WORDS and crossing <= count else None


def _by_height(lines: Iterable[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda s: (s.bottom, s.x0)):
        if rows and abs(line.bottom - rows[-1][0].bottom) <= 0.4 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda s: s.x0) for row in rows]


def _in_one_column(parts: Sequence[Line | Table], right: float) -> list[Line | Table]:
    """The parts from top to bottom: segments of a row are one line, or a row of a table."""
    rows = _by_height(p for p in parts if isinstance(p, Line))
    found: list[Line | Table] = [p for p in parts if isinstance(p, Table)]
    at = 0
    while at < len(rows):
        end = _table_end(rows, at)
        if end - at >= _MIN_TABLE_ROWS:
            found.append(_unruled(rows[at:end]))
            at = end
        else:
            found.append(_merged(rows[at], right))
            at += 1
    return sorted(found, key=lambda p: (p.top, p.x0))


def _table_end(rows: Sequence[Sequence[Line]], first: int) -> int:
    """Index after the last row that stands in the columns of the row at `first`."""
    columns = rows[first]
    end = first
    while end < len(rows) and len(columns) > 1:
        row = rows[end]
        is_near = end == first or row[0].top - rows[end - 1][0].bottom < 2.5 * row[0].size
        if not is_near or len(row) < 2 or not all(_column_of(s, columns) is not None for s in row):
            break
        end += 1
    return end


def _column_of(part: Line, columns: Sequence[Line]) -> int | None:
    """The column a segment stands in: it begins, ends or is centred where that does."""
    for number, column in enumerate(columns):
        centres = (part.x0 + part.x1) / 2 - (column.x0 + column.x1) / 2
        if min(abs(part.x0 - column.x0), abs(part.x1 - column.x1), abs(centres)) <= _ALIGNED_PT:
            return number
    return None


def _unruled(rows: Sequence[Sequence[Line]]) -> Table:
    grid = []
    for row in rows:
        cells = [""] * len(rows[0])
        for part in row:
            column = _column_of(part, rows[0]) or 0
            cells[column] = f"{cells[column]} {part.text}".strip()
        grid.append(CellRow(tuple(cells), is_strong=all(s.is_bold for s in row)))
    lines = [s for row in rows for s in row]
    return Table(
        tuple(grid),
        min(s.x0 for s in lines),
        max(s.x1 for s in lines),
        min(s.top for s in lines),
        max(s.bottom for s in lines),
    )


def _merged(row: Sequence[Line], right: float) -> Line:
    first, last = row[0], row[-1]
    return Line(
        " ".join(s.text for s in row),
        first.x0,
        last.x1,
        min(s.top for s in row),
        max(s.bottom for s in row),
        max(row, key=lambda s: len(s.text)).size,
        all(s.is_bold for s in row),
        first.first_word,
        right,
    )


def _numbered(columns: Sequence[Sequence[Line | Table]]) -> list[Line | Table]:
    """All parts in order, lines with the number of their column."""
    return [
        replace(part, column=number) if isinstance(part, Line) else part
        for number, column in enumerate(columns)
        for part in column
    ]
