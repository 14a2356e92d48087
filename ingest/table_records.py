"""A table with its own page, and the page of each of its records: a line a cell. Pure.

What the records become is decided by `table_pages.py` and `table_programs.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.blocks import Document, fold_space
from ingest.ids import listing_id
from ingest.layouts.records import RecordLine
from ingest.mapping import Mapping
from ingest.mapping_joins import LINE, Repeat
from ingest.pages import FileBytes, PagePlace, source_page
from ingest.programs import listing_subject
from ingest.sheets import Fault, Record, Sheet
from ingest.table_report import Tally
from vectorstore.records import ListingId, PageContent, Program, ProgramId, SourcePage


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with its own page and what its columns mean."""

    file: FileBytes
    sheet: Sheet
    head: PageContent
    """The table's own page."""
    heading: str
    mapping: Mapping

    @property
    def listing_id(self) -> ListingId:
        """Of the listing that the table is, if it lists programs."""
        return listing_id(self.head.page.id, self.heading, 0)

    @property
    def subject(self) -> tuple[str, ...]:
        """Of its own title; names of files and sheets promise nothing about their rows.

        A table that an operator maps is what the mapping says it is, whatever stands above it.
        """
        promised = self.sheet.title if not self.mapping.is_written else None
        return listing_subject(fold_space(promised)) if promised else ()

    def uri(self, number: int) -> str:
        """Of a record: `file.csv#R12`, `file.xlsx#Courses!R12`."""
        name = "" if self.sheet.name is None else f"{self.sheet.name}!"
        return f"{self.file.uri}#{name}R{number}"

    def place(self, record: Record, title: str | None = None) -> PagePlace:
        """Where a record's page stands."""
        page = self.head.page
        shown = title or f"{page.title}, row {record.number}"
        return PagePlace(
            self.uri(record.number), shown, self.sheet.name, record.number, None, page.as_of
        )


@dataclass(slots=True)
class Taken:
    """What the records of a table became."""

    contents: list[PageContent] = field(default_factory=list)
    programs: dict[ProgramId, Program] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    taken_as: str = "records"
    repeats: list[Repeat] = field(default_factory=list)
    unread: Tally = field(default_factory=Tally)
    """Cells that the mapping's rules do not know."""


def folded(sheet: Sheet, record: Record) -> tuple[str, ...]:
    """The record's cells on one line each; joining has done that."""
    return record.cells if sheet.groups else tuple(map(fold_space, record.cells))


def record_page(
    table: Table, record: Record, cells: tuple[str, ...], title: str | None = None
) -> SourcePage:
    """The page of a record; the section it stands under is its first line."""
    section = (record.section,) if record.section else ()
    text = "\n".join((*section, *(line for _, _, line in _told(table.sheet, cells))))
    return source_page(Document(text, ()), table.file, table.place(record, title))


def record_lines(table: Table, record: Record, cells: tuple[str, ...]) -> list[RecordLine]:
    """The lines of a record's page that say something, with their spans in it."""
    lines = []
    at = len(record.section) + 1 if record.section else 0
    for name, value, line in _told(table.sheet, cells):
        lines.append(RecordLine(name, value, at, at + len(line)))
        at += len(line) + 1
    return lines


def _told(sheet: Sheet, cells: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """Name, value and line of each cell that says something; several joined rows a line each."""
    grouped = {i for group in sheet.groups for i in group}
    for at, (name, cell) in enumerate(zip(sheet.header, cells, strict=True)):
        if cell and at not in grouped:
            yield name, cell, f"{name}: {cell}"
    for group in sheet.groups:
        rows = list(zip(*(cells[i].split(LINE) for i in group), strict=True))
        for row in rows:
            told = [(sheet.header[i], cell) for i, cell in zip(group, row, strict=True) if cell]
            if len(rows) == 1:
                yield from ((name, cell, f"{name}: {cell}") for name, cell in told)
            elif told:
                value = "; ".join(f"{name}: {cell}" for name, cell in told)
                yield told[0][0], value, value
