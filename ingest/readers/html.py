"""HTML -> Draft: the main content's headings, paragraphs, lists, definition lists and tables.

Navigation, headers, footers, scripts, forms, hidden parts and cookie bars go. Not a browser: what
only a script would show is not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, NavigableString

from ingest.blocks import Block, BlockKind, Draft, fold_space

_GONE = (
    "script", "style", "nav", "footer", "aside", "form", "template", "noscript", "svg", "iframe",
    "button", "select", "input", "dialog", "object", "video", "audio", "canvas", "head",
)  # fmt: skip
_GONE_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "search", "dialog", "menu", "menubar", "alert"}
)
_GONE_NAMES = re.compile(
    r"(?:cookie|consent|gdpr|breadcrumb|navbar|sidebar|newsletter|skip-?link|popup|modal|advert)[\w-]*|"
    r"(?:site|page|global|main|top)?-?(?:header|footer|nav|navigation|menu)|"
    r"(?:social|share)(?:-[\w-]+)?|sr-only|visually-hidden|noprint-block|hidden",
    re.IGNORECASE,
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q s samp "
    "small span strike strong sub sup time tt u var wbr".split()
)
_MAIN_SHARE = 0.75
"""Of the text in paragraphs, items and tables: the smallest part that holds this much is the
page's main part."""


def read_html(text: str) -> Draft:
    """The blocks of a page's main part, its title, and its canonical address if it names one."""
    soup = BeautifulSoup(text, "lxml")
    title = _title(soup)
    url = _canonical(soup)
    for comment in soup.find_all(string=lambda s: isinstance(s, Comment)):
        comment.extract()
    root = soup.body or soup
    _strip(root)
    out: list[Block] = []
    _Walk(out).walk(_main(root))
    return Draft(tuple(out), title, url)


def _title(soup: BeautifulSoup) -> str | None:
    """The only h1's text, else the title element's, without the site's name after a bar."""
    heads = [t for h in soup.find_all("h1") if (t := fold_space(h.get_text(" ")))]
    if len(heads) == 1:
        return heads[0]
    named = fold_space(soup.title.get_text(" ")) if soup.title else ""
    return re.split(r"\s+[|\u2013\u2014]\s+|\s+::?\s+|\s+-\s+", named)[0] or None


def _canonical(soup: BeautifulSoup) -> str | None:
    link = soup.find("link", rel="canonical")
    address = link.get("href") if isinstance(link, Tag) else None
    return address if isinstance(address, str) and address.startswith("http") else None


def _strip(root: Tag) -> None:
    for tag in root.find_all(_GONE):
        tag.decompose()
    for tag in root.find_all("header"):
        if not tag.find_parent(["main", "article"]) and not tag.find("h1"):
            tag.decompose()
    for tag in root.find_all(_is_gone):
        if not tag.decomposed and not tag.find(["h1", "main", "article"]):
            tag.decompose()


def _is_gone(tag: Tag) -> bool:
    if tag.name in ("body", "main", "article", "html"):
        return False
    if tag.has_attr("hidden") or tag.get("aria-hidden") == "true" or tag.get("role") in _GONE_ROLES:
        return True
    style = str(tag.get("style") or "").replace(" ", "").lower()
    if "display:none" in style or "visibility:hidden" in style:
        return True
    names = [*(tag.get("class") or ()), str(tag.get("id") or "")]
    return any(_GONE_NAMES.fullmatch(name) for name in names)


def _main(root: Tag) -> Tag:
    """The page's main part: as marked, else the smallest that holds most of its text."""
    for found in (
        root.find_all("main"),
        root.find_all(role="main"),
        root.find_all("article"),
    ):
        if len(found) == 1 and _weight(found[0]) > 0:
            return found[0]
    whole = _weight(root)
    best = root
    while whole:
        inner = [
            c for c in best.find_all(True, recursive=False) if _weight(c) >= _MAIN_SHARE * whole
        ]
        if len(inner) != 1 or inner[0].name in ("table", "ul", "ol", "dl", "p"):
            break
        best = inner[0]
    return best


def _weight(tag: Tag) -> int:
    """Letters in paragraphs, cells and items that are not links."""
    total = 0
    for part in tag.find_all(["p", "li", "td", "dd", "h2", "h3"]):
        links = sum(len(a.get_text()) for a in part.find_all("a"))
        total += max(0, len(part.get_text()) - links)
    return total


class _Walk:
    """One pass over the main part, in reading order."""

    def __init__(self, out: list[Block]) -> None:
        self._out = out

    def walk(self, tag: Tag, kind: BlockKind = BlockKind.PARAGRAPH) -> None:
        """The blocks of a tag's content; loose text between block tags makes paragraphs."""
        loose: list[str] = []
        for child in tag.children:
            if isinstance(child, NavigableString):
                loose.append(str(child))
            elif isinstance(child, Tag) and _is_inline(child):
                loose.append(_inline_text(child))
            elif isinstance(child, Tag):
                self._flush(loose, kind)
                self._block(child, kind)
        self._flush(loose, kind)

    def _block(self, tag: Tag, kind: BlockKind) -> None:
        if re.fullmatch(r"h[1-6]", tag.name):
            self._add(BlockKind.HEADING, _heading_text(tag), level=int(tag.name[1]))
        elif tag.name in ("ul", "ol"):
            if _is_link_list(tag):
                return
            for item in tag.find_all("li", recursive=False):
                self.walk(item, BlockKind.ITEM)
        elif tag.name == "dl":
            self._pairs(tag)
        elif tag.name == "table":
            self._table(tag)
        else:
            self.walk(tag, kind)

    def _flush(self, loose: list[str], kind: BlockKind) -> None:
        for number, line in enumerate("".join(loose).split("\v")):
            self._add(kind, fold_space(line), gap=number == 0)
        loose.clear()

    def _add(self, kind: BlockKind, text: str, level: int = 0, gap: bool = True) -> None:
        if text:
            tight = kind is BlockKind.ITEM and self._out and self._out[-1].kind is BlockKind.ITEM
            self._out.append(Block(kind, text, level=level, gap=gap and not tight))

    def _pairs(self, tag: Tag) -> None:
        label = ""
        for part in tag.find_all(["dt", "dd"]):
            text = fold_space(part.get_text(" "))
            if part.name == "dt":
                label = text
            elif label and text:
                self._out.append(Block(BlockKind.PAIR, f"{label}: {text}", cells=(label, text)))

    def _table(self, table: Tag) -> None:
        rows = [r for r in table.find_all("tr") if r.find_parent("table") is table]
        if table.find("table") or max((len(_cells(r)) for r in rows), default=0) < 2:
            for cell in _all_cells(rows):
                self.walk(cell)
            return
        caption = table.find("caption")
        if isinstance(caption, Tag):
            self._add(BlockKind.PARAGRAPH, fold_space(caption.get_text(" ")))
        header: tuple[str, ...] = ()
        for number, row in enumerate(rows):
            tags = _cells(row)
            cells = tuple(fold_space(c.get_text(" ")) for c in tags)
            if len(cells) == 1:
                is_head = tags[0].name == "th" and not self._follows_row()
                self._add(BlockKind.HEADING if is_head else BlockKind.PARAGRAPH, cells[0], level=4)
            elif all(c.name == "th" for c in tags) or (number == 0 and row.find_parent("thead")):
                header = cells
            elif any(cells):
                self._out.append(_row_block(cells, header, not self._follows_row()))

    def _follows_row(self) -> bool:
        return bool(self._out) and self._out[-1].kind is BlockKind.ROW


def _row_block(cells: tuple[str, ...], header: tuple[str, ...], gap: bool) -> Block:
    text = ": ".join(c for c in cells if c) if len(cells) == 2 else " | ".join(cells)
    return Block(BlockKind.ROW, text, cells=cells, header=header, gap=gap)


def _heading_text(tag: Tag) -> str:
    """A heading's words without its anchor links ("Edit section"); all, if it is a link."""
    links = {id(a) for a in tag.find_all("a")}
    own = [str(s) for s in tag.find_all(string=True) if not _is_within(s, links)]
    return fold_space(" ".join(own)) or fold_space(tag.get_text(" "))


def _is_within(text: NavigableString, tags: set[int]) -> bool:
    return any(id(parent) in tags for parent in text.parents)


def _is_link_list(tag: Tag) -> bool:
    """A list of three or more links and nothing else: navigation, whatever it is called."""
    items = tag.find_all("li")
    linked = sum(len(a.get_text(strip=True)) for a in tag.find_all("a"))
    return len(items) >= 3 and linked >= 0.9 * len(tag.get_text(strip=True))


def _is_inline(tag: Tag) -> bool:
    return tag.name == "br" or (
        tag.name in _INLINE and not tag.find(lambda t: t.name not in _INLINE and t.name != "br")
    )


def _inline_text(tag: Tag) -> str:
    """Text of an inline tag; a line break is a vertical tab until the text is split there."""
    if tag.name == "br":
        return "\v"
    return "".join(_inline_text(c) if isinstance(c, Tag) else str(c) for c in tag.children)


def _cells(row: Tag) -> list[Tag]:
    return row.find_all(["td", "th"], recursive=False)


def _all_cells(rows: list[Tag]) -> Iterator[Tag]:
    for row in rows:
        yield from _cells(row)
