"""Records that hold a page each: {"url", "title", "text"}. Which they are, and their blocks. Pure.

An export of a site gives such records; each becomes the page it holds, through the reader of its
format, and not a table row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.blocks import Draft, fold_space
from ingest.columns import recognise
from ingest.mapping import Meaning
from ingest.readers.html import read_html
from ingest.readers.markdown import read_markdown
from ingest.readers.text import read_text
from ingest.sheets import Record, Sheet
from vectorstore.text import fold

_FORMATS = {
    "html": "html", "content html": "html", "body html": "html", "raw html": "html",
    "markdown": "markdown", "md": "markdown", "content markdown": "markdown", "text": "text",
    "content": "", "body": "", "page content": "", "article": "", "body text": "text",
    "full text": "text", "raw content": "", "plain text": "text",
}  # fmt: skip
"""Names of columns that hold pages, and the format they say."""
_TITLES = frozenset({"title", "page title", "name", "headline", "heading"})
_URLS = frozenset({"url", "link", "source", "source url", "page url", "address", "permalink"})
_MIN_CHARS = 200
"""Half of the records must have this much text, or several lines, for the column to hold pages."""
_TAG = re.compile(r"<(?:p|h[1-6]|div|table|ul|ol|body|article|section|br)\b[^>]*>", re.IGNORECASE)
_MARKED = re.compile(r"^#{1,6} \S|^\|(?:\s*:?-{3,}:?\s*\|)+|^[-*] \S", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PageColumns:
    """Where the records of a table of pages have their parts."""

    text: int
    format: str
    """html, markdown, text, or empty where each text is to tell."""
    title: int | None
    url: int | None

    def cell(self, record: Record, at: int | None) -> str | None:
        """A part of a record on one line; None if it has none."""
        return (fold_space(record.cells[at]) or None) if at is not None else None


def page_columns(sheet: Sheet) -> PageColumns | None:
    """The columns of a table of pages; None if its records are no pages."""
    names = [fold(name) for name in sheet.header]
    held = [i for i, name in enumerate(names) if name in _FORMATS and _is_prose(sheet, i)]
    if not held or Meaning.UNIVERSITY in recognise(sheet.header).columns:
        return None
    at = min(held, key=lambda i: _PREFERRED.index(_FORMATS[names[i]]))
    title = next((i for i, name in enumerate(names) if name in _TITLES), None)
    url = next((i for i, name in enumerate(names) if name in _URLS), None)
    return PageColumns(at, _FORMATS[names[at]], title, url)


_PREFERRED = ("markdown", "", "text", "html")


def draft_of(record: Record, columns: PageColumns) -> Draft:
    """The blocks of the page that a record holds."""
    text = record.cells[columns.text]
    said = columns.format
    if said == "html" or (not said and _TAG.search(text)):
        return read_html(text)
    is_marked = said == "markdown" or (not said and _MARKED.search(text))
    return read_markdown(text) if is_marked else read_text(text)


def _is_prose(sheet: Sheet, at: int) -> bool:
    long = sum(len(r.cells[at]) >= _MIN_CHARS or "\n" in r.cells[at] for r in sheet.records)
    return 2 * long >= len(sheet.records) > 0
