"""One file's bytes -> all its pages: one of a document, many of a table. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from ingest.errors import UnreadablePage
from ingest.layouts.page import Chunking
from ingest.pages import FileBytes, read_file
from ingest.readers.sheet_files import TABLE_ENDINGS, read_sheets
from ingest.table_pages import pages_of_sheets
from ingest.table_report import TableReport
from vectorstore.records import PageContent


@dataclass(frozen=True, slots=True)
class FilePages:
    """What one file gave."""

    contents: tuple[PageContent, ...]
    tables: tuple[TableReport, ...] = ()


def read_pages(file: FileBytes, chunking: Chunking) -> FilePages:
    """All pages of a file. Raises: ReadError if it gives none."""
    ending = PurePosixPath(file.uri).suffix.lower() if file.ending is None else file.ending
    if ending not in TABLE_ENDINGS:
        return FilePages((read_file(file, chunking),))
    sheets = read_sheets(file.uri, file.octets, ending)
    contents, tables = pages_of_sheets(sheets, file, chunking)
    if not contents:
        raise UnreadablePage(file.uri, "no table and no prose could be read from it")
    return FilePages(tuple(contents), tuple(tables))


def file_uris(uri: str) -> set[str]:
    """The uris of files that a page's uri may be of: its own, and those before a record's mark.

    >>> sorted(file_uris("a/b.csv#R2"))
    ['a/b.csv', 'a/b.csv#R2']
    """
    return {uri, *(uri[: m.start()] for m in re.finditer("#", uri))}
