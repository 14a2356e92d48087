"""One file's bytes -> PageContent: read, repair, assemble, lay out. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import PurePosixPath

from ingest.blocks import Document, Draft, assemble
from ingest.errors import UnreadablePage
from ingest.ids import page_id
from ingest.layouts.page import Chunking, read_page, title_of
from ingest.layouts.two_columns import labels_first
from ingest.layouts.wide_rows import with_column_names
from ingest.readers import read
from ingest.readers.documents import DocumentLimits
from ingest.repair import repair
from vectorstore.records import PageContent, Repair, SourceId, SourcePage

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = r"""(?:\w+day,\s*)?(?:(?P<iso>\d{4}-\d{2}-\d{2})|
    (?P<month>[A-Z][a-z]{2,8})\.?\ (?P<day>\d{1,2}),?\ (?P<year>\d{4})|
    (?P<day2>\d{1,2})\ (?P<month2>[A-Z][a-z]{2,8})\ (?P<year2>\d{4}))"""
_AS_OF = re.compile(
    rf"""\b(?:last\ (?:modified|updated|reviewed|checked|revised)|(?:updated|reviewed)(?:\ on)?|
    (?:data\ )?as\ (?:of|at)|
    (?:report|data|file|export|table)\ (?:generated|exported|extracted)(?:\ on)?)
    (?:\ date)?\s*:?\s*{_DATE}""",
    re.IGNORECASE | re.VERBOSE,
)
_WHOLE_DATE = re.compile(_DATE, re.IGNORECASE | re.VERBOSE)
_MONTH_OF = re.compile(
    r"\b(?:[Ll]ast\s)?(?:[Uu]pdated|[Rr]eviewed|[Cc]hecked|[Rr]evised)(?:\s(?:in|on))?:?\s"
    r"(?P<month>[A-Z][a-z]{2,8})\s(?P<year>\d{4})\b"
)
"""A page that gives a month only is as of its first day: no newer than it says."""


@dataclass(frozen=True)
class FileBytes:
    """A file as it was read."""

    uri: str
    octets: bytes
    source_id: SourceId
    fetched_at: datetime
    ending: str | None = None
    """Of the files that the reader for it reads; None: the uri's own."""
    url: str | None = None
    """Where it was fetched from; None: only the file itself can say."""
    limits: DocumentLimits | None = None
    """None: the usual ones."""
    beside: Callable[[str], bytes] | None = None
    """Reads a file of the same folder by its name; None where there is no folder."""

    @cached_property
    def sha256(self) -> str:
        """Of the bytes, hex."""
        return hashlib.sha256(self.octets).hexdigest()

    @property
    def title(self) -> str:
        """A title from the file's name: "data-scientist.txt" is "data scientist"."""
        stem = PurePosixPath(self.uri).stem
        return " ".join(re.split(r"[-_\s]+", stem)).strip() or self.uri


@dataclass(frozen=True, slots=True)
class PagePlace:
    """Where a page stands in a file that holds several, and what is told of it there."""

    uri: str
    title: str | None = None
    """None where the page's own text is to tell."""
    sheet: str | None = None
    row: int | None = None
    url: str | None = None
    as_of: date | None = None


def read_file(file: FileBytes, chunking: Chunking) -> PageContent:
    """All that a file says. Raises: ReadError of the reader, UnreadablePage if it says nothing."""
    draft = read(file.uri, file.octets, file.ending, file.url, file.limits)
    return make_page(draft, file, PagePlace(file.uri), chunking)


def make_page(draft: Draft, file: FileBytes, place: PagePlace, chunking: Chunking) -> PageContent:
    """All that a page's blocks say. Raises: UnreadablePage if that is nothing."""
    mended, repairs = repair(draft)
    document = assemble(with_column_names(labels_first(mended)))
    page = source_page(document, file, place, repairs)
    if not any(c.isalpha() for c in document.text):
        raise UnreadablePage(place.uri, "no words in it: neither prose nor a listing")
    content = read_page(document, page, chunking)
    if not (content.passages or content.programs or content.claims or content.listings):
        raise UnreadablePage(place.uri, "neither prose nor a listing could be read from it")
    return content


def source_page(
    document: Document, file: FileBytes, place: PagePlace, repairs: tuple[Repair, ...] = ()
) -> SourcePage:
    """The record of a page by its text."""
    return SourcePage(
        id=page_id(place.uri),
        source_id=file.source_id,
        uri=place.uri,
        title=place.title or title_of(document, file.title)[0],
        text=document.text,
        sha256=hashlib.sha256(document.text.encode("utf-8")).hexdigest(),
        origin_sha256=file.sha256,
        fetched_at=file.fetched_at,
        repairs=repairs,
        as_of=place.as_of or _as_of(document),
        url=place.url or file.url or document.url,
        sheet=place.sheet,
        row=place.row,
    )


def _as_of(document: Document) -> date | None:
    """The date the page itself gives as its last change; None if it gives none that exists."""
    written = _WHOLE_DATE.match(document.dated or "")
    for found in filter(None, (_AS_OF.search(document.text), written)):
        if (read := _read_date(found)) is not None:
            return read
    month = _MONTH_OF.search(document.text)
    return _first_of(month["month"], month["year"]) if month else None


def _read_date(found: re.Match[str]) -> date | None:
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        month = (found["month"] or found["month2"]).lower()[:3]
        year, day = found["year"] or found["year2"], found["day"] or found["day2"]
        return date(int(year), _MONTHS.index(month) + 1, int(day))
    except ValueError:
        return None


def _first_of(month: str, year: str) -> date | None:
    key = month.lower()[:3]
    return date(int(year), _MONTHS.index(key) + 1, 1) if key in _MONTHS else None
