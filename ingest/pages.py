"""One file's bytes -> PageContent: read, repair, assemble, lay out. Pure."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath

from ingest.blocks import Document, assemble
from ingest.errors import UnreadablePage
from ingest.ids import page_id
from ingest.layouts.page import Chunking, read_page, title_of
from ingest.readers import read
from ingest.repair import repair
from vectorstore.records import PageContent, SourceId, SourcePage

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_AS_OF = re.compile(
    r"""\b(?:last\ (?:modified|updated|reviewed)|updated(?:\ on)?|(?:data\ )?as\ of)
    (?:\ date)?\s*:?\s*(?:\w+day,\s*)?(?:(?P<iso>\d{4}-\d{2}-\d{2})|
    (?P<month>[A-Z][a-z]{2,8})\.?\ (?P<day>\d{1,2}),?\ (?P<year>\d{4})|
    (?P<day2>\d{1,2})\ (?P<month2>[A-Z][a-z]{2,8})\ (?P<year2>\d{4}))""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class FileBytes:
    """A file as it was read."""

    uri: str
    octets: bytes
    source_id: SourceId
    fetched_at: datetime


def read_file(file: FileBytes, chunking: Chunking) -> PageContent:
    """All that a file says. Raises: ReadError of the reader, UnreadablePage if it says nothing."""
    draft, repairs = repair(read(file.uri, file.octets))
    document = assemble(draft)
    title, _ = title_of(document, _named(file.uri))
    page = SourcePage(
        id=page_id(file.uri),
        source_id=file.source_id,
        uri=file.uri,
        title=title,
        text=document.text,
        sha256=hashlib.sha256(document.text.encode("utf-8")).hexdigest(),
        origin_sha256=hashlib.sha256(file.octets).hexdigest(),
        fetched_at=file.fetched_at,
        repairs=repairs,
        as_of=_as_of(document),
        url=document.url,
    )
    if not any(c.isalpha() for c in document.text):
        raise UnreadablePage(file.uri, "no words in it: neither prose nor a listing")
    content = read_page(document, page, chunking)
    if not (content.passages or content.programs or content.claims or content.listings):
        raise UnreadablePage(file.uri, "neither prose nor a listing could be read from it")
    return content


def _named(uri: str) -> str:
    """A title from a file's name: "data-scientist.txt" is "data scientist"."""
    stem = PurePosixPath(uri).stem
    return " ".join(re.split(r"[-_\s]+", stem)).strip() or uri


def _as_of(document: Document) -> date | None:
    """The date the page itself gives as its last change; None if it gives none that exists."""
    found = _AS_OF.search(document.text)
    if found is None:
        return None
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        month = (found["month"] or found["month2"]).lower()[:3]
        year, day = found["year"] or found["year2"], found["day"] or found["day2"]
        return date(int(year), _MONTHS.index(month) + 1, int(day))
    except ValueError:
        return None
