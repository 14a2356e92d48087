"""Tables of facts -> the same with their columns' names in the text of each row. Pure.

Before a page's text is written: "Level: Junior; Median: $68,500" can be found, quoted and cited by
itself, which "Junior | $68,500" cannot. Tables of programs keep their bars: their rows are read by
column. A table of two opposites ("Pros | Cons") is two lists side by side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, zip_longest

from ingest.blocks import Block, BlockKind, Draft
from ingest.tables import is_listing

_OPPOSITES = re.compile(
    r"(?:pro|advantage|benefit|upside|strength|like|good(?:\sthings|\spoints)?|the\sgood|positive"
    r"|plus(?:es)?|do|for|what\swe\sliked?)s?"
    r"\|(?:con|disadvantage|drawback|downside|weakness(?:e)?|dislike|bad(?:\sthings|\spoints)?"
    r"|the\sbad|negative|minus(?:es)?|don['\u2019]t|against|what\swe\sdidn['\u2019]t(?:\slike)?)s?",
    re.IGNORECASE,
)
"""The headers of two columns that weigh something up."""
_MIN_CELLS = 3
_MAX_CELL_CHARS = 80
"""A row with a longer cell holds prose: its cells stay set apart by bars."""


def with_column_names(draft: Draft) -> Draft:
    """The draft with the rows of wide tables named cell by cell, and tables of opposites as lists.

    Rows without a header and rows of listings stay as they are.
    """
    blocks: list[Block] = []
    for header, run in groupby(draft.blocks, key=_header):
        table = list(run)
        if len(header) == 2 and _OPPOSITES.fullmatch("|".join(header)):
            blocks += _two_lists(header, table)
        elif len(header) >= _MIN_CELLS and not is_listing(header):
            blocks += [replace(block, text=named_row(header, block.cells)) for block in table]
        else:
            blocks += table
    return replace(draft, blocks=tuple(blocks))


def named_row(header: Sequence[str], cells: Sequence[str]) -> str:
    """A row's text: each cell behind its column's name, empty ones left out.

    >>> named_row(("Level", "From", "To"), ("Trainee", "$20", "$25"))
    'Level: Trainee; From: $20; To: $25'
    """
    named = [named_cell(name, cell) for name, cell in zip_longest(header, cells, fillvalue="")]
    is_prose = any(len(cell) > _MAX_CELL_CHARS for cell in cells)
    return (" | " if is_prose else "; ").join(part for part in named if part)


def named_cell(name: str, cell: str) -> str:
    """A cell behind its column's name; alone where the column has none, empty if it says nothing.

    >>> named_cell("Median pay:", "$68,500"), named_cell("", "Senior"), named_cell("Note", "")
    ('Median pay: $68,500', 'Senior', '')
    """
    return f"{name.rstrip(' :')}: {cell}" if name and cell else cell


def _header(block: Block) -> tuple[str, ...]:
    """The header of a table's row; empty for any other block and where there is none."""
    return block.header if block.kind is BlockKind.ROW and any(block.header) else ()


def _two_lists(header: Sequence[str], table: Sequence[Block]) -> list[Block]:
    blocks: list[Block] = []
    for at, name in enumerate(header):
        blocks.append(Block(BlockKind.PARAGRAPH, f"{name.rstrip(' :')}:"))
        items = [block.cells[at] for block in table if at < len(block.cells) and block.cells[at]]
        blocks += [Block(BlockKind.ITEM, item, gap=not n) for n, item in enumerate(items)]
    return blocks
