"""HTML -> Draft: the main content's headings, paragraphs, lists, definition lists and tables.

`boilerplate.py` takes the frame of the site away and finds the main part; this walks it once, in
reading order. Not a browser: what only a script would show is not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from ingest.blocks import WHOLE_PAGE, Block, BlockKind, Draft, fold_space, numbered
from ingest.readers.boilerplate import main_part, strip
from ingest.readers.footers import notes_of_footers
from ingest.readers.html_text import (
    BREAK,
    apart,
    flat,
    holds_blocks,
    inline_text,
    is_inline,
    is_text,
)
from ingest.readers.table_blocks import CellRow, blocks_of

_MAX_PAIR_CHARS = 300
"""A longer definition is prose below its term."""
_MAX_LINK_CHARS = 120
"""An item of navigation is not longer."""
_SHOWN = ("main", "article", "section", "header", "nav", "div", "p", "h1", "h2", "ul", "table")
"""Tags that no head may hold."""
_CELLS = ("cell", "gridcell", "columnheader", "rowheader")


def read_html(text: str, address: str | None = None) -> Draft:
    """The blocks of a page's main part, its title, and its canonical address if it names one.

    `address` is where the page was fetched from, if it was: links are relative to it.
    """
    soup = BeautifulSoup(text, "lxml")
    title = _title(soup)
    named = _canonical(soup, address)
    based = _attribute(soup.find("base", href=True), "href")
    root = _visible(soup)
    notes = notes_of_footers(root)
    strip(root)
    walk = _Walk(absolute(based, named or address) or named or address)
    walk.walk(main_part(root))
    return Draft((*walk.out, *_unsaid(notes, walk.out)), title, named)


def _unsaid(notes: Iterable[str], blocks: Iterable[Block]) -> Iterator[Block]:
    """A paragraph for each note of a footer that was kept nowhere else."""
    said = "\n".join(block.text for block in blocks)
    return (
        Block(BlockKind.PARAGRAPH, note, level=WHOLE_PAGE) for note in notes if note not in said
    )


def absolute(href: str, address: str | None) -> str:
    """A link's full address; empty if it is none of http or https, or leads within the page.

    >>> absolute("/a?b=1#c", "https://example.org/x/y"), absolute("mailto:a@example.org", None)
    ('https://example.org/a?b=1#c', '')
    """
    try:
        whole = urljoin(address or "", href.strip())
        parts = urlsplit(whole)
    except ValueError:
        return ""
    is_web = parts.scheme in ("http", "https") and bool(parts.netloc)
    return whole if is_web and not href.strip().startswith("#") and href.strip() else ""


def _visible(soup: BeautifulSoup) -> Tag:
    """What a browser shows: the body, or all but the metadata where no body is spelled out.

    Without it libxml2 leaves a `main` that follows the title in the head.
    """
    head = soup.head
    if head is None or head.find(_SHOWN) is None:
        return soup.body or soup
    for tag in head.find_all(["title", "meta", "link", "base"]):
        tag.decompose()
    head.name = "div"
    return soup


def _title(soup: BeautifulSoup) -> str | None:
    """The only h1's text, else the title element's, without the site's name after a bar."""
    heads = [t for h in soup.find_all("h1") if (t := fold_space(h.get_text(" ")))]
    if len(heads) == 1:
        return heads[0]
    named = fold_space(soup.title.get_text(" ")) if soup.title else ""
    return re.split(r"\s+[|\u2013\u2014]\s+|\s+::?\s+|\s+-\s+", named)[0] or None


def _canonical(soup: BeautifulSoup, address: str | None) -> str | None:
    """The address the page says is its own."""
    link = _attribute(soup.find("link", rel="canonical"), "href")
    named = link or _attribute(soup.find("meta", property="og:url"), "content")
    return absolute(named, address) or None


def _attribute(tag: object, name: str) -> str:
    value = tag.get(name) if isinstance(tag, Tag) else None
    return value if isinstance(value, str) else ""


@dataclass(slots=True)
class _Loose:
    """Inline content met since the last block: its pieces, and the links among them."""

    pieces: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    """Text and address."""

    def lines(self) -> list[str]:
        """The text, split at its line breaks."""
        return [fold_space(line) for line in "".join(self.pieces).split(BREAK)]

    def link_in(self, line: str) -> str:
        """Where a line leads: the address of a link that is half of it or more."""
        return next((a for t, a in self.links if t in line and 2 * len(t) >= len(line)), "")


class _Walk:
    """One pass over the main part, in reading order."""

    def __init__(self, address: str | None) -> None:
        self.out: list[Block] = []
        self._address = address
        self._link = ""
        """Where the link leads that is wrapped around the blocks met now."""

    def walk(self, tag: Tag, kind: BlockKind = BlockKind.PARAGRAPH) -> None:
        """The blocks of a tag's content; loose text between block tags makes paragraphs."""
        loose = _Loose()
        children = apart(tag)
        for child in children:
            if isinstance(child, Tag) and not is_inline(child):
                self._flush(loose, kind)
                self._block(child, kind)
            else:
                self._collect(loose, child)
        self._flush(loose, kind)

    def _collect(self, loose: _Loose, child: PageElement) -> None:
        if isinstance(child, Tag):
            text = inline_text(child)
            loose.pieces.append(text)
            for link in [child] if child.name == "a" else child.find_all("a"):
                loose.links.append((fold_space(inline_text(link)), self._leads(link)))
        elif is_text(child):
            loose.pieces.append(str(child))

    def _block(self, tag: Tag, kind: BlockKind) -> None:
        if re.fullmatch(r"h[1-6]", tag.name):
            link = next((a for t in tag.find_all("a") if (a := self._leads(t))), "")
            self._add(BlockKind.HEADING, _heading_text(tag), int(tag.name[1]), link=link)
        elif tag.name in ("ul", "ol", "menu"):
            self._list(tag)
        elif tag.name == "dl":
            self._pairs(tag)
        elif tag.name == "table" or tag.get("role") in ("table", "grid"):
            self._table(tag)
        elif tag.name == "pre":
            for line in tag.get_text().split("\n"):
                self._add(BlockKind.PARAGRAPH, fold_space(line), gap=False)
        elif tag.name == "a":
            outer, self._link = self._link, self._leads(tag)
            self.walk(tag, kind)
            self._link = outer
        else:
            self.walk(tag, kind)

    def _list(self, tag: Tag) -> None:
        """A list's items; a list of links and nothing else goes, with the heading over it."""
        if not _is_link_list(tag):
            for number, item in enumerate(tag.find_all(True, recursive=False), _first(tag)):
                at = len(self.out)
                self.walk(item, BlockKind.ITEM)
                if tag.name == "ol" and at < len(self.out):
                    self.out[at] = numbered(self.out[at], number)
        elif self.out and self.out[-1].kind is BlockKind.HEADING and self.out[-1].level > 2:
            self.out.pop()

    def _flush(self, loose: _Loose, kind: BlockKind) -> None:
        for number, line in enumerate(loose.lines()):
            self._add(kind, line, gap=number == 0, link=loose.link_in(line) if line else "")
        loose.pieces.clear()
        loose.links.clear()

    def _add(
        self, kind: BlockKind, text: str, level: int = 0, gap: bool = True, link: str = ""
    ) -> None:
        if text:
            tight = kind is BlockKind.ITEM and self.out and self.out[-1].kind is BlockKind.ITEM
            leads = link or self._link
            self.out.append(
                Block(kind, text, level, gap and not tight, links=(leads,) if leads else ())
            )

    def _pairs(self, tag: Tag) -> None:
        """Terms and their definitions; a long definition is prose below its term."""
        labels: list[str] = []
        is_open = False
        for part in tag.find_all(["dt", "dd"]):
            if part.find_parent("dl") is not tag:
                continue
            text = flat(part)
            if part.name == "dt":
                labels = [text] if is_open else [*labels, text]
                is_open = False
                continue
            is_open = True
            label = ", ".join(x.rstrip(" :") for x in labels if x)
            if label and text and len(text) <= _MAX_PAIR_CHARS:
                self.out.append(Block(BlockKind.PAIR, f"{label}: {text}", cells=(label, text)))
            else:
                self._add(BlockKind.PARAGRAPH, f"{label}:" if label else "")
                self.walk(part)

    def _table(self, table: Tag) -> None:
        rows = [r for r in table.find_all(_is_row) if _table_of(r) is table]
        cells = [c for r in rows for c in _cells(r)]
        if not rows or max(len(_cells(r)) for r in rows) < 2 or any(map(_is_layout, cells)):
            for cell in cells or table.find_all(True, recursive=False):
                self.walk(cell)
            return
        caption = table.find("caption")
        if isinstance(caption, Tag):
            self._add(BlockKind.PARAGRAPH, flat(caption))
        self.out.extend(blocks_of([self._cell_row(r, c) for r, c in _spread(rows)]))

    def _cell_row(self, row: Tag, cells: list[Tag | None]) -> CellRow:
        tags = [c for c in cells if c is not None]
        is_head = all(_is_head_cell(c) for c in tags) or row.find_parent("thead") is not None
        return CellRow(
            cells=tuple(flat(c) if c is not None else "" for c in cells),
            is_head=is_head,
            is_strong=all(_is_strong(c) for c in tags),
            is_whole=len(set(map(id, tags))) == 1,
            links=tuple(self._first_link(c) for c in cells),
        )

    def _first_link(self, cell: Tag | None) -> str:
        links = cell.find_all("a") if cell is not None else []
        return next((a for t in links if (a := self._leads(t))), "")

    def _leads(self, link: Tag) -> str:
        return absolute(_attribute(link, "href"), self._address)


def _spread(rows: Iterable[Tag]) -> list[tuple[Tag, list[Tag | None]]]:
    """The cells of each row by column, merged ones in every place they cover."""
    out: list[tuple[Tag, list[Tag | None]]] = []
    open_below: dict[int, tuple[int, Tag]] = {}
    for row in rows:
        placed: dict[int, Tag] = {}
        for column, (left, cell) in list(open_below.items()):
            placed[column] = cell
            if left > 1:
                open_below[column] = (left - 1, cell)
            else:
                del open_below[column]
        column = 0
        for cell in _cells(row):
            while column in placed:
                column += 1
            deep = _span(cell, "rowspan")
            for _ in range(_span(cell, "colspan")):
                placed[column] = cell
                if deep > 1:
                    open_below[column] = (deep - 1, cell)
                column += 1
        width = max(placed, default=-1) + 1
        out.append((row, [placed.get(i) for i in range(width)]))
    return out


def _span(cell: Tag, name: str) -> int:
    """A merged cell's width or height; browsers allow as many columns as a thousand."""
    given = _attribute(cell, name)
    return min(max(int(given), 1), 1000) if given.isdecimal() else 1


def _first(tag: Tag) -> int:
    """The number of a list's first item."""
    given = _attribute(tag, "start")
    return int(given) if given.isdecimal() else 1


def _is_row(tag: Tag) -> bool:
    return tag.name == "tr" or tag.get("role") == "row"


def _is_table(tag: Tag) -> bool:
    return tag.name == "table" or tag.get("role") in ("table", "grid")


def _table_of(tag: Tag) -> Tag | None:
    found = tag.find_parent(_is_table)
    return found if isinstance(found, Tag) else None


def _cells(row: Tag) -> list[Tag]:
    return [
        c for c in row.find_all(True, recursive=False)
        if c.name in ("td", "th") or c.get("role") in _CELLS
    ]  # fmt: skip


def _is_head_cell(cell: Tag) -> bool:
    return cell.name == "th" or cell.get("role") == "columnheader"


def _is_layout(cell: Tag) -> bool:
    """Whether a cell holds parts of a page rather than a value."""
    return cell.find(["table", "h1", "h2", "h3", "h4", "h5", "h6"]) is not None


def _is_strong(cell: Tag) -> bool:
    """Whether all text of a cell is bold."""
    texts = [t for t in cell.find_all(string=True) if t.strip()]
    return bool(texts) and all(t.find_parent(["b", "strong", "th"]) for t in texts)


def _heading_text(tag: Tag) -> str:
    """A heading's words without its anchor links ("Edit section"); all, if it is a link."""
    links = {id(a) for a in tag.find_all("a")}
    own = [str(s) for s in tag.find_all(string=True) if not _is_within(s, links)]
    return fold_space(" ".join(own)) or flat(tag)


def _is_within(text: NavigableString, tags: set[int]) -> bool:
    return any(id(parent) in tags for parent in text.parents)


def _is_link_list(tag: Tag) -> bool:
    """A list of three or more short links and nothing else: navigation, whatever it is called."""
    items = tag.find_all("li")
    linked = sum(len(a.get_text(strip=True)) for a in tag.find_all("a"))
    return (
        len(items) >= 3
        and linked >= 0.9 * len(tag.get_text(strip=True))
        and all(len(flat(i)) <= _MAX_LINK_CHARS for i in items)
        and not any(holds_blocks(a) for a in tag.find_all("a"))
    )
