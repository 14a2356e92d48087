"""Tables of a test read by a mapping that it writes."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import openpyxl

from ingest.file_pages import FilePages, read_pages
from ingest.layouts.page import Chunking
from ingest.mapping_file import load_mapping
from ingest.pages import FileBytes
from ingest.table_report import TableReport
from vectorstore.records import Program, SourceId


def workbook(**sheets: tuple[tuple[str, ...], ...]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([cell or None for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(octets: bytes, mapping: str, name: str = "register.xlsx") -> FilePages:
    given = FileBytes(name, octets, SourceId("s"), datetime(2026, 3, 1, tzinfo=UTC))
    loaded = load_mapping("m.yaml", mapping)
    return read_pages(given, Chunking(200, lambda t: len(t.split())), [loaded])


def programs(pages: FilePages) -> dict[str, Program]:
    found = {p.title: p for content in pages.contents for p in content.programs}
    for content in pages.contents:
        for program in content.programs:
            assert content.page.text[program.start : program.end] == content.page.text
    return found


def csv_of(text: str, fields: str, before: str = "") -> FilePages:
    names = "fields:\n  university: School\n  title: Course\n"
    return read(text.encode(), before + names + fields, "t.csv")


def of_programs(pages: FilePages) -> TableReport:
    (table,) = (t for t in pages.tables if t.taken_as == "programs")
    return table
