"""The intermediate form: what every reader gives, before and after offsets are known.

Readers make `Block`s with text and no offsets; `repair` changes and drops blocks; `assemble` writes
them into one page text and gives each its span. Layouts then read `Document`s. Nothing here knows
a file format or what a block means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

WHOLE_PAGE = 1
"""Level of a paragraph that belongs to no section: a footer's note."""


class BlockKind(StrEnum):
    """What a block is, as far as its format tells."""

    LINE = "line"
    """A line of plain text: a layout decides whether it is a heading, prose or a cell."""
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    """One row of a table; `cells` and `header` hold its columns."""
    PAIR = "pair"
    """A label and its value: a definition list or a table of two columns; `cells` holds both."""


@dataclass(frozen=True, slots=True)
class Block:
    """One line of a page's text, with what its format says about it."""

    kind: BlockKind
    text: str
    """One line, white space folded."""
    level: int = 0
    """Of a heading, 1 to 6; `WHOLE_PAGE` of a paragraph below the last section."""
    gap: bool = True
    """A blank line stands before it."""
    cells: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    """Column names of a table row; empty if the table has none."""
    links: tuple[str, ...] = ()
    """Where the text leads or, in a table row, where each cell does; empty where nowhere."""
    start: int = 0
    """Offset in the document's text, once assembled."""
    end: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A page's clean text and its blocks in order; `text[b.start:b.end] == b.text` for each."""

    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    """As the format names it (HTML title); None if only the text can tell."""
    url: str | None = None
    """Where the original can be opened, if the page says so."""
    dated: str | None = None
    """The date that its front matter gives, as written."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader gives: blocks without offsets."""

    blocks: tuple[Block, ...]
    title: str | None = None
    url: str | None = None
    dated: str | None = None
    """The date that the file's own front matter gives, as written."""


_SPACE = re.compile(r"[ \t\r\n\f\v\u0085\u2028\u2029]+")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")


def fold_space(text: str) -> str:
    """One line: runs of white space become one blank, invisible characters go.

    No-break spaces stay: they are part of what was written.
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()  # nearly all cells of a register; six times as fast
    return _SPACE.sub(" ", _INVISIBLE.sub("", text)).strip()


def numbered(block: Block, number: int) -> Block:
    """An item of an ordered list with its number, where it does not bring its own.

    >>> numbered(Block(BlockKind.ITEM, "Pass the test"), 2).text
    '2. Pass the test'
    """
    is_bare = block.kind is BlockKind.ITEM and not re.match(r"\(?\d{1,3}[.):]", block.text)
    return replace(block, text=f"{number}. {block.text}") if is_bare else block


def assemble(draft: Draft) -> Document:
    """The document of the draft's blocks, joined by line ends; a gap is a blank line."""
    parts: list[str] = []
    placed: list[Block] = []
    at = 0
    for block in draft.blocks:
        if parts:
            separator = "\n\n" if block.gap else "\n"
            parts.append(separator)
            at += len(separator)
        placed.append(replace(block, start=at, end=at + len(block.text)))
        parts.append(block.text)
        at += len(block.text)
    return Document("".join(parts), tuple(placed), draft.title, draft.url, draft.dated)


def with_texts(blocks: Iterable[Block], texts: dict[str, str]) -> tuple[Block, ...]:
    """The blocks with each text and cell replaced by what `texts` holds for it."""

    def new(text: str) -> str:
        return texts.get(text, text)

    return tuple(
        replace(
            b,
            text=new(b.text),
            cells=tuple(map(new, b.cells)),
            header=tuple(map(new, b.header)),
        )
        for b in blocks
    )
