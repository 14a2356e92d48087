"""DOCX -> Draft: headings by style, paragraphs, list items and tables, in the order of the body.

The text is what a reader of the final document sees: insertions count, deletions and hidden text do
not. Headers, footers, footnotes, comments and the table of contents are left out: they repeat or
annotate. Text boxes are read after the paragraph they are anchored in.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import nsmap, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml import etree

from ingest.blocks import Block, BlockKind, Draft, fold_space
from ingest.errors import DamagedFile, EncryptedFile, FileTooLarge
from ingest.readers.table_blocks import CellRow, blocks_of

_MAX_PART_BYTES = 50_000_000
"""Of one part of a document, unpacked; the text of a thousand pages is 5 MB."""
_MAX_BYTES = 300_000_000
"""Of all parts, pictures among them."""
_MAX_PARTS = 20_000
_HEADING = re.compile(r"heading (?P<level>[1-9])", re.IGNORECASE)
_LIST = re.compile(r"list\b.*", re.IGNORECASE)
_CONTENTS = re.compile(
    r"toc (?:\d|heading)|table of (?:figures|authorities)|index \d", re.IGNORECASE
)
_NO_TITLE = re.compile(
    r"(?:word )?document\d*|untitled.*|.*\.docx?|microsoft word.*|\W*", re.IGNORECASE
)
_DAMAGE = (
    OpcError, etree.LxmlError, KeyError, ValueError, TypeError, AttributeError, IndexError,
    AssertionError, OSError, EOFError, RuntimeError, zipfile.BadZipFile, zipfile.LargeZipFile,
    zlib.error, lzma.LZMAError, struct.error,
)  # fmt: skip
"""What python-docx lets through when a part is not what it should be."""
_WRAPPERS = frozenset(
    qn(name) for name in ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "w:smartTag")
)
_MARKS = {
    qn("w:tab"): " ", qn("w:br"): " ", qn("w:cr"): " ", qn("w:ptab"): " ",
    qn("w:noBreakHyphen"): "\u2011",
}  # fmt: skip
_NOT_READ = frozenset(
    [qn(f"w:{name}") for name in ("del", "moveFrom", "txbxContent", "rubyPr", "rt", "pPr", "rPr")]
    + ["{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"]
)
"""Deleted text, text boxes (they are read apart), and second versions for old programs."""
_IS_CONTENTS = "./w:sdtPr/w:docPartObj/w:docPartGallery[@w:val='Table of Contents']"
_ROWS = "./w:tr | ./w:sdt/w:sdtContent/w:tr | ./w:ins/w:tr"
_MAX_HEADING_WORDS = 40
_MAX_COLUMNS = 200


def read_docx(uri: str, octets: bytes) -> Draft:
    """The blocks of a Word document and its title.

    Raises: EncryptedFile, DamagedFile, or FileTooLarge for one that unpacks to too much.
    """
    try:
        _check(uri, octets)
        document = docx.Document(io.BytesIO(octets))
        blocks = tuple(_Walk(document).blocks())
        title = fold_space(document.core_properties.title or "")
    except _DAMAGE as error:
        raise DamagedFile(uri, f"it is no whole Word document ({type(error).__name__})") from error
    return Draft(blocks, None if _NO_TITLE.fullmatch(title) else title)


def _check(uri: str, octets: bytes) -> None:
    """Refuse what would unpack to more than a document holds, and parts that declare entities."""
    with zipfile.ZipFile(io.BytesIO(octets)) as package:
        parts = package.infolist()
        largest = max((p.file_size for p in parts), default=0)
        if len(parts) > _MAX_PARTS or largest > _MAX_PART_BYTES or _total(parts) > _MAX_BYTES:
            raise FileTooLarge(
                uri, f"it unpacks to {_total(parts):,} bytes in {len(parts):,} parts"
            )
        for part in parts:
            if part.flag_bits & 1:
                raise EncryptedFile(uri, "it is locked with a password; give an open version")
            if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in package.read(part):
                raise DamagedFile(uri, f"its part {part.filename!r} declares entities")


def _total(parts: list[zipfile.ZipInfo]) -> int:
    return sum(p.file_size for p in parts)


@dataclass(frozen=True, slots=True)
class _Style:
    """What a paragraph style says of its paragraphs."""

    name: str = ""
    """English for built-in styles, whatever language the program speaks."""
    level: int = 0
    """Of a heading, from 1; 0 for other text."""
    is_list: bool = False


class _Walk:
    """One pass over the body, in reading order."""

    def __init__(self, document: Document) -> None:
        self._body = document.element.body
        self._styles = _styles(document.styles.element)

    def blocks(self) -> Iterator[Block]:
        """The blocks of the body."""
        yield from self._below(self._body)

    def _below(self, parent: BaseOxmlElement) -> Iterator[Block]:
        for child in parent:
            if child.tag == qn("w:p"):
                yield from self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield from self._table(child)
            elif child.tag in _WRAPPERS and not _found(child, _IS_CONTENTS):
                yield from self._below(child)

    def _paragraph(self, paragraph: BaseOxmlElement) -> Iterator[Block]:
        style = self._styles.get(_value(paragraph, "./w:pPr/w:pStyle/@w:val"), _Style())
        if _CONTENTS.fullmatch(style.name):
            return
        text = fold_space(_text(paragraph))
        if text:
            yield _block(paragraph, style, text)
        for box in paragraph.iter(qn("w:txbxContent")):
            if not any(above.tag in _NOT_READ for above in box.iterancestors()):
                yield from self._below(box)

    def _table(self, table: BaseOxmlElement) -> Iterator[Block]:
        rows = [r for r in _found(table, _ROWS) if not _found(r, "./w:trPr/w:del")]
        cells = [cell for row in rows for cell in _cells(row)]
        if len(cells) == len(rows) or any(_found(c, "./w:tbl") for c in cells):
            for cell in cells:
                yield from self._below(cell)
            return
        spread: list[CellRow] = []
        above: list[BaseOxmlElement] = []
        for row in rows:
            above = _spread(row, above)
            spread.append(_cell_row(row, above))
        yield from blocks_of(spread)


def _styles(styles: BaseOxmlElement) -> dict[str, _Style]:
    """The paragraph styles by id; what a style leaves open, the one it is based on says.

    Paragraphs that name no style have the default one, whose id here is empty.
    """
    given = {
        s.get(qn("w:styleId")) or "": s for s in _found(styles, "./w:style[@w:type='paragraph']")
    }
    found = {}
    for key, style in given.items():
        chain = [style]
        while (after := given.get(_value(chain[-1], "./w:basedOn/@w:val"))) is not None:
            if after in chain:
                break
            chain.append(after)
        found[key] = _style(chain)
        if style.get(qn("w:default")) in ("1", "true"):
            found[""] = found[key]
    return found


def _style(chain: Sequence[BaseOxmlElement]) -> _Style:
    names = [_value(s, "./w:name/@w:val") for s in chain]
    levels = [level for s in chain if (level := _outline_level(s))]
    named = [int(m["level"]) for n in names if (m := _HEADING.fullmatch(n))]
    is_title = any(n.lower() == "title" for n in names)
    own = 1 if is_title else next(iter([*levels, *named]), 0)
    is_list = any(
        _LIST.fullmatch(n) or _found(s, "./w:pPr/w:numPr")
        for n, s in zip(names, chain, strict=True)
    )
    return _Style(names[0], own, is_list)


def _outline_level(holder: BaseOxmlElement) -> int:
    """The heading level that a style or a paragraph sets itself, from 1; 0 for none."""
    given = _value(holder, "./w:pPr/w:outlineLvl/@w:val")
    return int(given) + 1 if given.isdecimal() and int(given) < 9 else 0


def _block(paragraph: BaseOxmlElement, style: _Style, text: str) -> Block:
    level = _outline_level(paragraph) or style.level
    if level and len(text.split()) <= _MAX_HEADING_WORDS:
        return Block(BlockKind.HEADING, text, level=min(level, 6))
    numbered = _value(paragraph, "./w:pPr/w:numPr/w:numId/@w:val")
    is_item = numbered != "0" if numbered else style.is_list
    return Block(BlockKind.ITEM if is_item else BlockKind.PARAGRAPH, text)


def _text(holder: BaseOxmlElement) -> str:
    """The text of a paragraph as the finished document shows it."""
    parts: list[str] = []
    for child in holder:
        if child.tag == qn("w:t"):
            parts.append(child.text or "")
        elif child.tag in _MARKS:
            parts.append(_MARKS[child.tag])
        elif child.tag not in _NOT_READ and not (child.tag == qn("w:r") and _is_hidden(child)):
            parts.append(_text(child))
    return "".join(parts)


def _is_hidden(run: BaseOxmlElement) -> bool:
    hidden = _found(run, "./w:rPr/w:vanish")
    return bool(hidden) and hidden[0].get(qn("w:val")) not in ("0", "false", "off")


def _cells(row: BaseOxmlElement) -> list[BaseOxmlElement]:
    return list(_found(row, "./w:tc | ./w:sdt/w:sdtContent/w:tc"))


def _spread(row: BaseOxmlElement, above: list[BaseOxmlElement]) -> list[BaseOxmlElement]:
    """The row's cells by column, merged ones in every place they cover."""
    before = _value(row, "./w:trPr/w:gridBefore/@w:val")
    out = above[: int(before) if before.isdecimal() else 0]
    for cell in _cells(row):
        merged = _found(cell, "./w:tcPr/w:vMerge")
        goes_on = bool(merged) and merged[0].get(qn("w:val")) in (None, "continue")
        width = _value(cell, "./w:tcPr/w:gridSpan/@w:val")
        shown = above[len(out)] if goes_on and len(out) < len(above) else cell
        out.extend([shown] * (min(int(width), _MAX_COLUMNS) if width.isdecimal() else 1))
    return out


def _cell_row(row: BaseOxmlElement, cells: Sequence[BaseOxmlElement]) -> CellRow:
    header = _found(row, "./w:trPr/w:tblHeader")
    runs = _found(row, ".//w:r[w:t]")
    return CellRow(
        cells=tuple(_cell_text(c) for c in cells),
        is_head=bool(header) and header[0].get(qn("w:val")) not in ("0", "false", "off"),
        is_strong=bool(runs) and all(_found(r, "./w:rPr/w:b[not(@w:val='0')]") for r in runs),
        is_whole=len(set(map(id, cells))) == 1 and len(cells) > 1,
    )


def _cell_text(cell: BaseOxmlElement) -> str:
    """A cell's paragraphs as one line."""
    return fold_space(" ".join(_text(p) for p in _found(cell, ".//w:p")))


def _found(holder: BaseOxmlElement, path: str) -> list[Any]:
    """What a path leads to, in order."""
    found = _compiled(path)(holder)
    assert isinstance(found, list)
    return found


@lru_cache(maxsize=64)
def _compiled(path: str) -> etree.XPath:
    return etree.XPath(path, namespaces={"w": nsmap["w"]})


def _value(holder: BaseOxmlElement, path: str) -> str:
    """The last value a path leads to; empty if there is none."""
    found = _found(holder, path)
    return str(found[-1]) if found else ""
