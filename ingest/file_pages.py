"""One file's bytes -> all its pages: one of a document, many of a table. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath

from ingest.errors import MappingMisfit, ReadError, UnreadablePage
from ingest.layouts.page import Chunking
from ingest.mapping_file import LoadedMapping
from ingest.mapping_table import Beside, header_row
from ingest.pages import FileBytes, read_file
from ingest.readers.sheet_files import TABLE_ENDINGS, read_sheets
from ingest.sheets import HeaderRow
from ingest.table_pages import pages_of_sheets
from ingest.table_report import TableReport
from vectorstore.records import PageContent


@dataclass(frozen=True, slots=True)
class FilePages:
    """What one file gave."""

    contents: tuple[PageContent, ...]
    tables: tuple[TableReport, ...] = ()


def read_pages(
    file: FileBytes, chunking: Chunking, mappings: Sequence[LoadedMapping] = ()
) -> FilePages:
    """All pages of a file. Raises: ReadError if it gives none, or if a mapping does not fit it."""
    ending = PurePosixPath(file.uri).suffix.lower() if file.ending is None else file.ending
    if ending not in TABLE_ENDINGS:
        return FilePages((read_file(file, chunking),))
    sheets = read_sheets(file.uri, file.octets, ending, partial(header_row, mappings))
    contents, tables = pages_of_sheets(sheets, file, chunking, mappings, _beside(file, mappings))
    if not contents:
        raise UnreadablePage(file.uri, "no table and no prose could be read from it")
    return FilePages(tuple(contents), tuple(tables))


def _beside(file: FileBytes, mappings: Sequence[LoadedMapping]) -> Beside:
    """The sheets of the files that are joined. Raises: MappingMisfit."""
    found: Beside = {}
    for it in mappings:
        for join in it.terms.join:
            if join.file is None:
                continue
            ending = PurePosixPath(join.file).suffix.lower()
            if ending not in TABLE_ENDINGS or file.beside is None:
                raise MappingMisfit(file.uri, f"{it.name}: {join.file!r} is no table beside it")
            try:
                octets = file.beside(join.file)
                found[join.file] = read_sheets(join.file, octets, ending, _always(join.header_row))
            except ReadError as error:
                reason = f"{it.name}: {join.file}, which it joins: {error.reason}"
                raise MappingMisfit(file.uri, reason) from error
    return found


def _always(row: int | None) -> HeaderRow:
    return lambda _sheet: row


def file_uris(uri: str) -> set[str]:
    """The uris of files that a page's uri may be of: its own, and those before a record's mark.

    >>> sorted(file_uris("a/b.csv#R2"))
    ['a/b.csv', 'a/b.csv#R2']
    """
    return {uri, *(uri[: m.start()] for m in re.finditer("#", uri))}
