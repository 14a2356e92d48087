"""Markdown -> Draft: headings, paragraphs, list items and tables, without their marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.blocks import Block, BlockKind, Draft, fold_space, numbered
from ingest.readers.boilerplate import hides
from ingest.readers.html import read_html
from ingest.readers.table_blocks import row_block

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_FRONT_TITLE = re.compile(r"^title:\s*[\"']?(.+?)[\"']?\s*$", re.MULTILINE)
_FRONT_DATE = re.compile(
    r"^(?:updated|last[_-]?(?:updated|modified|reviewed)|lastmod|modified|reviewed|date|published)"
    r":\s*[\"']?(\d{4}-\d{2}-\d{2}|[^\n\"']*\d{4})",
    re.MULTILINE | re.IGNORECASE,
)
_NOTE = re.compile(r"^\[\^(?P<key>[^\]\s]+)\]:[ \t]*(?P<text>.+)$", re.MULTILINE)
"""A footnote's text, on a line of its own."""
_SOURCE = re.compile(r"(?:source|url|link|original)\s*:\s*<?(https?://\S+?)>?", re.IGNORECASE)
_DELIMITER = re.compile(r"\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)*\|?")
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)")
_LABELLED = re.compile(r"\*\*[^*:]{2,60}(?::\*\*|\*\*:)\s+\S.{0,80}?")
"""A line of a list of facts that has no list's marks: "**Weekly hours:** 39"."""
_CELL = re.compile(r"(?<!\\)\|")


def read_markdown(text: str) -> Draft:
    """The blocks of a Markdown page; a line `Source: URL` gives the address instead of a block."""
    front = _FRONT_MATTER.match(text)
    named = _FRONT_TITLE.search(front.group(1)) if front else None
    dated = _FRONT_DATE.search(front.group(1)) if front else None
    body = _with_plain_notes(text[front.end() :] if front else text)
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    blocks = _Walk(tokens).blocks()
    url = None
    kept = []
    for block in blocks:
        source = _SOURCE.fullmatch(block.text) if block.kind is BlockKind.PARAGRAPH else None
        if source and url is None:
            url = source.group(1)
        else:
            kept.append(block)
    title = named.group(1) if named else None
    return Draft(tuple(kept), title, url, dated.group(1) if dated else None)


def _with_plain_notes(body: str) -> str:
    """The text with each footnote as a paragraph of its own, and without the marks that lead to it.

    Marks without a note stay: they may be the page's own brackets.
    """
    notes = {m["key"] for m in _NOTE.finditer(body)}
    if not notes:
        return body
    marks = "|".join(map(re.escape, sorted(notes, key=len, reverse=True)))
    plain = _NOTE.sub(lambda m: f"\n{m['text']}\n", body)
    return re.sub(rf"[ ]?\[\^(?:{marks})\]", "", plain)


class _Walk:
    """One pass over the tokens of a page."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._out: list[Block] = []
        self._items = 0
        """Depth of list items around the token."""
        self._is_item_start = False
        self._number: int | None = None
        """Of the item of an ordered list that starts."""
        self._row: list[str] | None = None
        self._header: tuple[str, ...] = ()

    def blocks(self) -> list[Block]:
        for token, after in zip(self._tokens, (*self._tokens[1:], None), strict=True):
            if token.type == "inline":
                continue
            self._take(token, after)
        return self._out

    def _take(self, token: Token, after: Token | None) -> None:
        content = after if after is not None and after.type == "inline" else None
        if token.type == "heading_open" and content:
            self._add(BlockKind.HEADING, _plain(content), level=int(token.tag[1]))
        elif token.type == "paragraph_open" and content:
            self._paragraph(content)
        elif token.type in ("list_item_open", "list_item_close"):
            self._items += token.nesting
            self._is_item_start = token.nesting == 1
            self._number = int(token.info) if token.info.isdecimal() else None
        elif token.type in ("fence", "code_block"):
            for line in token.content.splitlines():
                self._add(BlockKind.PARAGRAPH, fold_space(line))
        elif token.type == "html_block":
            self._out.extend(read_html(token.content).blocks)
        else:
            self._table(token, content)

    def _table(self, token: Token, content: Token | None) -> None:
        if token.type in ("table_open", "table_close"):
            self._header = ()
        elif token.type == "tr_open":
            self._row = []
        elif token.type in ("th_open", "td_open") and self._row is not None:
            self._row.append(_plain(content) if content else "")
        elif token.type == "thead_close" and self._row is not None:
            self._header = tuple(self._row)
            self._row = None
        elif token.type == "tr_close" and self._row and token.level > 1 and self._in_body():
            self._out.append(row_block(tuple(self._row), self._header, not self._follows_row()))

    def _in_body(self) -> bool:
        return bool(self._header)

    def _follows_row(self) -> bool:
        return bool(self._out) and self._out[-1].kind is BlockKind.ROW

    def _paragraph(self, content: Token) -> None:
        lines = content.content.split("\n")
        if len(lines) > 1 and all(line.lstrip().startswith("|") for line in lines):
            self._bare_table(lines)
            return
        if len(lines) > 1 and all(_LABELLED.fullmatch(line.strip()) for line in lines):
            for line in _lines(content):
                self._add(BlockKind.ITEM, line)
            return
        is_item = bool(self._items) and self._is_item_start
        self._is_item_start = False
        self._add(BlockKind.ITEM if is_item else BlockKind.PARAGRAPH, _plain(content))
        if is_item and self._number is not None and self._out:
            self._out[-1] = numbered(self._out[-1], self._number)

    def _bare_table(self, lines: list[str]) -> None:
        """A table whose header row is missing, which Markdown takes for a paragraph."""
        first = True
        for line in lines:
            if _DELIMITER.fullmatch(line.strip()):
                continue
            cells = tuple(fold_space(c) for c in _CELL.split(line.strip().strip("|")))
            self._out.append(row_block(cells, (), first))
            first = False

    def _add(self, kind: BlockKind, text: str, level: int = 0) -> None:
        if text:
            tight = kind is BlockKind.ITEM and self._out and self._out[-1].kind is BlockKind.ITEM
            self._out.append(Block(kind, text, level=level, gap=not tight))


def _plain(inline: Token) -> str:
    """The words of inline content: emphasis, links and images reduced to their text."""
    parts: list[str] = []
    for child in _shown(inline.children or ()):
        if child.type in ("text", "code_inline", "text_special"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak") or (
            child.type == "html_inline" and child.content.startswith("<br")
        ):
            parts.append(" ")
    return fold_space("".join(parts))


def _lines(inline: Token) -> list[str]:
    """The words of inline content, line by line as written."""
    lines: list[list[Token]] = [[]]
    for child in inline.children or ():
        if child.type in ("softbreak", "hardbreak"):
            lines.append([])
        else:
            lines[-1].append(child)
    return [_plain(replace(inline, children=line)) for line in lines]


def _shown(children: Sequence[Token]) -> Iterator[Token]:
    """The parts that do not stand between the tags of a hidden element."""
    name, depth = "", 0
    for at, child in enumerate(children):
        tag = _TAG.match(child.content) if child.type == "html_inline" else None
        if depth:
            if tag and tag["name"] == name:
                depth += -1 if tag["end"] else 1
            continue
        if tag and not tag["end"] and _closes(tag["name"], children[at:]):
            name, depth = tag["name"], int(hides(child.content))
        if not depth:
            yield child


def _closes(name: str, children: Sequence[Token]) -> bool:
    return any(c.type == "html_inline" and c.content.startswith(f"</{name}") for c in children)
