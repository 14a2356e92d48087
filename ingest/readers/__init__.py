"""Bytes of one file -> Draft, by the file's ending.

Each reader turns one format into blocks; none decides what a block means. To add a format, write
`<format>.py` with a `read_<format>(text) -> Draft` and name it in `_READERS`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from ingest.blocks import Draft
from ingest.errors import BinaryFile, EmptyFile, UnknownFormat, UnreadablePage
from ingest.readers import documents
from ingest.readers.decode import decode
from ingest.readers.documents import DocumentLimits, document_ending, read_document
from ingest.readers.html import read_html
from ingest.readers.markdown import read_markdown
from ingest.readers.sheet_files import TABLE_ENDINGS
from ingest.readers.text import read_text

_READERS: dict[str, Callable[[str], Draft]] = {
    ".txt": read_text,
    ".text": read_text,
    "": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
}


def read(
    uri: str,
    octets: bytes,
    ending: str | None = None,
    address: str | None = None,
    limits: DocumentLimits | None = None,
) -> Draft:
    """The blocks of a file; `ending` goes before the one of its uri, the first bytes before both.

    `address` is where it was fetched from, if it was: links in it are relative to that.

    Raises: UnknownFormat, EmptyFile, BinaryFile or UnreadablePage, each with the uri.
    """
    if not octets.strip():
        raise EmptyFile(uri, "the file is empty")
    ending = PurePosixPath(uri).suffix.lower() if ending is None else ending
    found = document_ending(octets)
    if found or ending in documents.ENDINGS:
        return _with_text(uri, read_document(uri, octets, found, limits or DocumentLimits()))
    reader = _READERS.get(ending)
    if reader is None:
        raise UnknownFormat(uri, f"no reader for {ending!r} files; can read {', '.join(endings())}")
    text = decode(octets)
    if text is None:
        raise BinaryFile(uri, "the file is binary, not text")
    if reader is read_text and text.lstrip()[:15].lower().startswith(("<!doctype html", "<html")):
        reader = read_html
    try:
        draft = read_html(text, address) if reader is read_html else reader(text)
    except RecursionError as error:
        raise UnreadablePage(uri, "its parts are nested too deeply to be read") from error
    return _with_text(uri, draft)


def _with_text(uri: str, draft: Draft) -> Draft:
    if not any(b.text for b in draft.blocks):
        raise EmptyFile(uri, "the file holds no text")
    return draft


def endings() -> tuple[str, ...]:
    """File name endings that can be read, in order."""
    return tuple(sorted([*(e for e in _READERS if e), *documents.ENDINGS, *TABLE_ENDINGS]))
