"""Bytes of a file of records -> Sheets, by the file's ending.

To add a format, write a reader that gives sheets and name it in `_READERS`.
"""

from __future__ import annotations

from collections.abc import Callable

from ingest.errors import BinaryFile, EmptyFile, FileTooLarge
from ingest.readers.decode import decode
from ingest.readers.delimited import read_delimited
from ingest.readers.json_records import read_json, read_json_lines
from ingest.readers.workbook import read_workbook
from ingest.sheets import HeaderRow, Sheet, TooLarge, mended, sheet_of

_TEXTS: dict[str, Callable[[str, str], tuple[Sheet, ...]]] = {
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
}
_DELIMITED = frozenset({".csv", ".tsv", ".tab"})
_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls"})
TABLE_ENDINGS = frozenset(_TEXTS) | _DELIMITED | _WORKBOOKS


def read_sheets(
    uri: str, octets: bytes, ending: str, header_row: HeaderRow = lambda _name: None
) -> tuple[Sheet, ...]:
    """The tables of a file, repaired. Raises: ReadError, with the uri."""
    if not octets.strip():
        raise EmptyFile(uri, "the file is empty")
    if ending in _WORKBOOKS:
        return tuple(map(mended, read_workbook(uri, octets, header_row)))
    text = decode(octets)
    if text is None:
        raise BinaryFile(uri, "the file is binary, not text")
    try:
        if ending in _DELIMITED:
            return (mended(sheet_of(read_delimited(text), header_row(None))),)
        return tuple(map(mended, _TEXTS[ending](uri, text)))
    except TooLarge as error:
        raise FileTooLarge(uri, str(error)) from error
