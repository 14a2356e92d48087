"""Cells of a table -> blocks, the same for every document format. Pure.

Formats give rows of text, merged cells repeated in each place they cover. A row that is one cell
across the whole table heads what follows it or is a note; it is no row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.blocks import Block, BlockKind

_GROUP_LEVEL = 4
"""Of a heading inside a table: below the headings of most pages."""
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"\b(?:19|20)\d\d(?:[-\u2013]\d\d(?:\d\d)?)?\b")


@dataclass(frozen=True, slots=True)
class CellRow:
    """One row of a table as its format gives it."""

    cells: tuple[str, ...]
    is_head: bool = False
    """The format marks it as naming the columns."""
    is_strong: bool = False
    """All its text is bold."""
    is_whole: bool = False
    """It is one cell across the table."""
    links: tuple[str, ...] = ()
    """Where each cell leads; empty where nowhere."""


def blocks_of(rows: Sequence[CellRow], header: tuple[str, ...] = ()) -> list[Block]:
    """The blocks of a table in order; `header` names the columns where no row of it does.

    Rows marked as head name the columns, several of them joined; else a first row that is bold;
    else one of three cells or more without a figure, where most rows below it have some.
    """
    filled = _without_blank_columns([r for r in rows if any(r.cells)])
    marked = _marked_head(filled) or (0 if header else _guessed_head(filled))
    if marked:
        header = _joined([r.cells for r in filled[:marked] if not r.is_whole])
    out: list[Block] = []
    for number, row in enumerate(filled):
        if row.is_whole and len(row.cells) > 1:
            is_title = row.is_head or row.is_strong
            kind = BlockKind.HEADING if is_title else BlockKind.PARAGRAPH
            out.append(Block(kind, row.cells[0], level=_GROUP_LEVEL if is_title else 0))
        elif number >= marked and row.cells != header:
            follows = bool(out) and out[-1].kind is BlockKind.ROW
            out.append(row_block(row.cells, header, not follows, row.links))
    return out


def header_of(blocks: Sequence[Block]) -> tuple[str, ...]:
    """The column names of the last row among blocks; empty if there are none."""
    return next((b.header for b in reversed(blocks) if b.kind is BlockKind.ROW), ())


def row_block(
    cells: tuple[str, ...], header: tuple[str, ...], gap: bool, links: tuple[str, ...] = ()
) -> Block:
    """A table row; two columns read `label: value`, more are set apart by bars."""
    text = ": ".join(c for c in cells if c) if len(cells) == 2 else " | ".join(cells)
    kept = links if any(links) else ()
    return Block(BlockKind.ROW, text, cells=cells, header=header, gap=gap, links=kept)


def _without_blank_columns(rows: Sequence[CellRow]) -> list[CellRow]:
    """The rows without columns that say nothing in any of them, as those of pictures."""
    width = max((len(r.cells) for r in rows), default=0)
    kept = [i for i in range(width) if any(r.cells[i] for r in rows if i < len(r.cells))]
    if len(kept) == width:
        return list(rows)
    return [
        replace(
            r,
            cells=tuple(r.cells[i] for i in kept if i < len(r.cells)),
            links=tuple(r.links[i] for i in kept if i < len(r.links)),
        )
        for r in rows
    ]


def _marked_head(rows: Sequence[CellRow]) -> int:
    """How many rows at the top are marked as naming the columns."""
    count = next((i for i, r in enumerate(rows) if not r.is_head), len(rows))
    return count if any(not r.is_whole for r in rows[:count]) else 0


def _guessed_head(rows: Sequence[CellRow]) -> int:
    """1 if the first row names the columns by its looks, else 0."""
    if len(rows) < 2 or rows[0].is_whole or len(set(rows[0].cells)) < len(rows[0].cells):
        return 0
    first, below = rows[0], [r for r in rows[1:] if not r.is_whole]
    if first.is_strong and below and not all(r.is_strong for r in below):
        return 1
    named = all(first.cells) and not any(_DIGIT.search(_YEAR.sub("", c)) for c in first.cells)
    figures = sum(any(_DIGIT.search(c) for c in r.cells) for r in below)
    return int(len(first.cells) > 2 and named and 2 * figures > len(below))


def _joined(rows: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """One name a column from several rows of them: "Change" over "Percent" is Change Percent."""
    width = max((len(r) for r in rows), default=0)
    columns = ([r[i] for r in rows if i < len(r) and r[i]] for i in range(width))
    return tuple(" ".join(dict.fromkeys(names)) for names in columns)
