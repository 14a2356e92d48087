"""Bytes of one file -> Draft, by the file's ending.

Each reader turns one format into blocks; none decides what a block means. To add a format, write
`<format>.py` with a `read_<format>(text) -> Draft` and name it in `_READERS`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from ingest.blocks import Draft
from ingest.errors import BinaryFile, EmptyFile, UnknownFormat, UnreadablePage
from ingest.readers.decode import decode
from ingest.readers.html import read_html
from ingest.readers.markdown import read_markdown
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


def read(uri: str, octets: bytes) -> Draft:
    """The blocks of a file.

    Raises: UnknownFormat, EmptyFile, BinaryFile or UnreadablePage, each with the uri.
    """
    if not octets.strip():
        raise EmptyFile(uri, "the file is empty")
    ending = PurePosixPath(uri).suffix.lower()
    reader = _READERS.get(ending)
    if reader is None:
        raise UnknownFormat(uri, f"no reader for {ending!r} files; can read {', '.join(endings())}")
    text = decode(octets)
    if text is None:
        raise BinaryFile(uri, "the file is binary, not text")
    if reader is read_text and text.lstrip()[:15].lower().startswith(("<!doctype html", "<html")):
        reader = read_html
    try:
        draft = reader(text)
    except RecursionError as error:
        raise UnreadablePage(uri, "its parts are nested too deeply to be read") from error
    if not any(b.text for b in draft.blocks):
        raise EmptyFile(uri, "the file holds no text")
    return draft


def endings() -> tuple[str, ...]:
    """File name endings that can be read, in order."""
    return tuple(sorted(e for e in _READERS if e))
