"""Tables of two columns with their labels on the right -> the same with the labels first. Pure.

Before a page's text is written: "Median pay: $94,260" is what is quoted and found, however the
table stood.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from ingest.blocks import Block, BlockKind, Draft
from ingest.figures import find_figures
from ingest.layouts.measures import attribute_of

LABEL_NAME = re.compile(r"(?:field|fact|attribute|measure|metric|detail)s?", re.IGNORECASE)
VALUE_NAME = re.compile(r"(?:value|figure|detail)s?|data", re.IGNORECASE)
"""Headers of a table that pairs labels with values; "Detail" may be either."""
_MARK = ": "


def labels_first(draft: Draft) -> Draft:
    """The draft with every table of two columns that is the wrong way round turned.

    Its header says so by its words ("Value | Field"); else figures stand on the left alone, under
    a measure ("Median pay | Industry") or, without a header, beside more measures than hold them.
    """
    blocks: list[Block] = []
    for header, run in groupby(draft.blocks, key=_header):
        table = list(run)
        is_turned = header is not None and _is_turned(header, table)
        blocks += [_turned(block) for block in table] if is_turned else table
    return replace(draft, blocks=tuple(blocks))


def _header(block: Block) -> tuple[str, ...] | None:
    """The header of a row of two cells, empty without one; None for any other block."""
    if block.kind is not BlockKind.ROW or len(block.cells) != 2:
        return None
    return block.header if len(block.header) in (0, 2) else None


def _is_turned(header: tuple[str, ...], table: Sequence[Block]) -> bool:
    if any(header) and VALUE_NAME.fullmatch(header[0]) and LABEL_NAME.fullmatch(header[1]):
        return not VALUE_NAME.fullmatch(header[1])
    sides = [(_is_figure(b.cells[0]), _is_figure(b.cells[1])) for b in table]
    left, right = sides.count((True, False)), sides.count((False, True))
    if any(header):
        return left > right and _measures(header[:1]) > _measures(header[1:])
    labels, values = ([b.cells[at] for b in table] for at in (1, 0))
    is_told = not right and any(map(_is_quantity, values))
    return is_told and _measures(labels) > _measures(values)


def _is_figure(cell: str) -> bool:
    """Whether a cell begins with a figure and tells no measure: "$94,260", not "2024 pay"."""
    figures = find_figures(cell)
    leads = bool(figures) and not any(c.isalpha() for c in cell[: figures[0].start])
    return leads and not _measures([cell])


def _is_quantity(cell: str) -> bool:
    """Whether a figure is no year and no step: it has a unit, or its thousands set off."""
    figures = find_figures(cell) if _is_figure(cell) else []
    return any(f.unit or "," in cell[f.start : f.end] for f in figures)


def _measures(texts: Sequence[str]) -> int:
    return sum(attribute_of(text) != "other" for text in texts)


def _turned(block: Block) -> Block:
    """The row with its cells, their links and its text the other way round."""
    cells = block.cells[::-1]
    text = _MARK.join(cells) if block.text == _MARK.join(block.cells) else block.text
    return replace(
        block, text=text, cells=cells, header=block.header[::-1], links=block.links[::-1]
    )
