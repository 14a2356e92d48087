"""PDF -> Draft: headings by size, paragraphs over lines, columns and pages, and tables.

`pdf_page.py` gives the lines and tables of one page in reading order; this takes away what runs
along all pages, joins lines to paragraphs, and makes the blocks. Pictures are not read: a scan
without a layer of text is a clear error.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from ingest.blocks import Block, BlockKind, Draft, fold_space
from ingest.errors import DamagedFile, EncryptedFile, FileTooLarge, ScannedFile
from ingest.readers.hyphens import Vocabulary, joined
from ingest.readers.pdf_page import Line, PageParts, Table, read_page
from ingest.readers.table_blocks import blocks_of, header_of

_LARGER = 1.12
"""Of the size of most text: a heading is at least this large."""
_MAX_HEADING_WORDS = 25
_MAX_BOLD_WORDS = 14
_LEADING = 1.35
"""Of the usual distance of lines: a larger one parts paragraphs."""
_EDGE = 0.12
"""Of a page's height: what runs along all pages stands in the topmost or lowest part."""
_EDGE_ROWS = 4
_SAME_PT = 3.0
_MAX_UNREADABLE = 0.3
_ITEM = re.compile(
    "(?:[\u2022\u2023\u25aa\u25ab\u25cf\u25cb\u25e6\u2043\u2219\u00b7\uf0b7\uf0a7*\u2013-]|"
    r"\d{1,2}[.)]|\([a-z0-9]{1,2}\))\s+(?=\S)"
)
_END = re.compile(r"[.!?:;][\"'\u201d\u2019)\]]*$")
_NUMBER = re.compile(r"\d+")
_NO_TITLE = re.compile(
    r"untitled.*|microsoft (?:word|powerpoint|excel).*|.*\.(?:docx?|pdf|pptx?|indd|tex|odt|rtf)|"
    r"document\d*|(?:print|slide) ?\d*|\W*",
    re.IGNORECASE,
)


def read_pdf(uri: str, octets: bytes, max_pages: int) -> Draft:
    """The blocks of a PDF and its title.

    Raises: EncryptedFile, DamagedFile, ScannedFile, or FileTooLarge for too many pages.
    """
    pages, title = _pages(uri, octets, max_pages)
    letters = sum(p.letters for p in pages)
    if not letters:
        pictures = any(p.has_images for p in pages)
        reason = "its pages are pictures without text" if pictures else "its pages hold no text"
        raise ScannedFile(uri, f"{reason}; give a version that text can be copied from")
    if sum(p.unreadable for p in pages) > _MAX_UNREADABLE * letters:
        raise ScannedFile(uri, "its fonts do not say which letters they show; give another version")
    return Draft(tuple(_blocks(_without_running(pages))), title)


def _pages(uri: str, octets: bytes, max_pages: int) -> tuple[list[PageParts], str | None]:
    try:
        with pdfplumber.open(io.BytesIO(octets)) as pdf:
            if len(pdf.pages) > max_pages:
                raise FileTooLarge(
                    uri, f"{len(pdf.pages):,} pages, more than the limit of {max_pages:,}"
                )
            pages = []
            for page in pdf.pages:
                pages.append(read_page(page))
                page.close()
            title = fold_space(str(pdf.metadata.get("Title") or ""))
            return pages, None if _NO_TITLE.fullmatch(title) else title
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            raise EncryptedFile(
                uri, "it is locked with a password; give an open version"
            ) from error
        if error.args and isinstance(error.args[0], MemoryError):
            raise FileTooLarge(uri, "it unpacks to more than memory may hold") from error
        raise DamagedFile(uri, f"it is no whole PDF ({_why(error)})") from error
    except _DAMAGE as error:
        raise DamagedFile(uri, f"it is no whole PDF ({_why(error)})") from error


_DAMAGE = (
    MalformedPDFException, PDFException, PSException, ValueError, TypeError, KeyError, IndexError,
    AttributeError, ArithmeticError, AssertionError, NotImplementedError, EOFError, OSError,
    RecursionError,
)  # fmt: skip
"""What pdfminer lets through when an object of a damaged file is not what it should be."""


def _why(error: BaseException) -> str:
    return type(
        error.args[0] if error.args and isinstance(error.args[0], Exception) else error
    ).__name__


def _without_running(pages: Sequence[PageParts]) -> list[list[Line | Table]]:
    """The pages without the lines that run along them: headers, footers, page numbers."""
    edges = [_edge_lines(p) for p in pages]
    seen: dict[str, list[tuple[int, Line]]] = {}
    for number, lines in enumerate(edges):
        for line in lines:
            seen.setdefault(_NUMBER.sub("#", line.text), []).append((number, line))
    gone = {
        id(line)
        for places in seen.values()
        for number, line in places
        if _is_page_number(line, number) or any(_runs_along(line, number, o, n) for n, o in places)
    }
    return [[part for part in page.parts if id(part) not in gone] for page in pages]


def _edge_lines(page: PageParts) -> list[Line]:
    """The lines in the margins above and below, a few of each."""
    lines = sorted((p for p in page.parts if isinstance(p, Line)), key=lambda s: s.top)
    top = [s for s in lines if s.bottom <= _EDGE * page.height][:_EDGE_ROWS]
    return top + [s for s in lines if s.top >= (1 - _EDGE) * page.height][-_EDGE_ROWS:]


def _is_page_number(line: Line, number: int) -> bool:
    return line.text.strip(" -\u2013\u2014|") == str(number + 1)


def _runs_along(line: Line, number: int, other: Line, page: int) -> bool:
    """Whether a line stands on another page too, its numbers equal or counted up with the pages."""
    if page == number or abs(line.top - other.top) > _SAME_PT:
        return False
    mine, theirs = (map(int, _NUMBER.findall(s.text[:200])) for s in (line, other))
    return all(b - a in (0, page - number) for a, b in zip(mine, theirs, strict=True))


@dataclass(slots=True)
class _Paragraph:
    """Lines that were one paragraph before they were set."""

    lines: list[Line] = field(default_factory=list)
    text: str = ""
    is_item: bool = False


def _blocks(pages: Sequence[Sequence[Line | Table]]) -> Iterator[Block]:
    lines = [p for parts in pages for p in parts if isinstance(p, Line)]
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    leading = _leading(lines)
    vocabulary = Vocabulary(line.text for line in lines)
    paragraphs = _paragraphs(pages, leading, vocabulary, body)
    large = sorted(
        {p.lines[0].size for p in paragraphs if isinstance(p, _Paragraph) and _is_large(p, body)},
        reverse=True,
    )
    for part in paragraphs:
        if isinstance(part, list):
            yield from part
        elif _is_large(part, body):
            level = min(large.index(part.lines[0].size) + 1, 6)
            yield Block(BlockKind.HEADING, part.text, level=level)
        elif _is_bold_heading(part):
            yield Block(BlockKind.HEADING, part.text, level=min(len(large) + 2, 6))
        else:
            yield Block(BlockKind.ITEM if part.is_item else BlockKind.PARAGRAPH, part.text)


def _is_large(paragraph: _Paragraph, body: float) -> bool:
    is_short = len(paragraph.text.split()) <= _MAX_HEADING_WORDS
    return is_short and not paragraph.is_item and paragraph.lines[0].size >= _LARGER * body


def _is_bold_heading(paragraph: _Paragraph) -> bool:
    return (
        all(line.is_bold for line in paragraph.lines)
        and not paragraph.is_item
        and len(paragraph.text.split()) <= _MAX_BOLD_WORDS
        and not _END.search(paragraph.text)
        and any(c.isalpha() for c in paragraph.text)
    )


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance from line to line, as a share of the size."""
    steps = [
        (b.top - a.top) / a.size
        for a, b in pairwise(lines)
        if a.size == b.size and a.column == b.column and 0 < b.top - a.top <= 3 * a.size
    ]
    return median(steps) if steps else 1.2


def _paragraphs(
    pages: Sequence[Sequence[Line | Table]], leading: float, vocabulary: Vocabulary, body: float
) -> list[_Paragraph | list[Block]]:
    """Paragraphs and the blocks of tables, in order."""
    out: list[_Paragraph | list[Block]] = []
    for page in pages:
        for number, part in enumerate(page):
            last = out[-1] if out else None
            if isinstance(part, Table):
                _add_table(out, part)
            elif isinstance(last, _Paragraph) and _goes_on(last, part, leading, body, number):
                last.text = joined(last.text, part.text, vocabulary)
                last.lines.append(part)
            else:
                item = _ITEM.match(part.text)
                text = part.text[item.end() :] if item else part.text
                out.append(_Paragraph([part], text, item is not None))
    return out


def _add_table(out: list[_Paragraph | list[Block]], table: Table) -> None:
    """A table, with the columns' names of the one it goes on from, if it names none itself."""
    last = out[-1] if out else None
    before = header_of(last) if isinstance(last, list) else ()
    width = len(table.rows[0].cells)
    out.append(blocks_of(table.rows, before if len(before) == width else ()))


def _goes_on(last: _Paragraph, line: Line, leading: float, body: float, number: int) -> bool:
    """Whether a line belongs to the paragraph above it, or before it on another page or column."""
    before = last.lines[-1]
    if before.size != line.size or before.is_bold != line.is_bold or _ITEM.match(line.text):
        return False
    is_below = before.column == line.column and number > 0 and line.top > before.top
    if is_below and line.top - before.top > _LEADING * leading * line.size:
        return False
    if is_below and line.size >= _LARGER * body:
        return True
    is_full = before.x1 + 0.25 * line.size + line.first_word > before.right
    if not is_full:
        return False
    return is_below or (
        not _END.search(before.text) and (line.text[0].islower() or not before.is_bold)
    )
