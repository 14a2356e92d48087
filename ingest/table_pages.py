"""Sheets of one file -> its pages: one for each record, and one for each table. Pure.

A record's page is its text, one `Header: value` a line. Records of programs become programs,
records that hold a page's text become pages as if they had been files, and those of other things
become claims and passages. The table's own page holds its title and the notes around it; its
listing and its rejects belong to it. What is left out is a reject, or told in the `TableReport`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.blocks import Block, BlockKind, Document, Draft, assemble, fold_space
from ingest.chunk import Piece, make_passages
from ingest.columns import Mapping, recognise
from ingest.errors import UnreadablePage
from ingest.ids import listing_id
from ingest.layouts.claims import Subject
from ingest.layouts.listings import announced_count
from ingest.layouts.page import Chunking, read_page
from ingest.layouts.records import (
    RecordLine,
    claims_of_record,
    entity_column,
    is_identifier,
)
from ingest.page_records import PageColumns, draft_of, page_columns
from ingest.pages import FileBytes, PagePlace, make_page, source_page
from ingest.programs import RowPlace, listing_subject, make_program, put
from ingest.readers.text import read_text
from ingest.sheets import GENERIC_NAME, Fault, Record, Sheet
from ingest.table_report import TableReport
from ingest.tables import fitted, read_row, record_lines
from vectorstore.records import (
    Listing,
    ListingId,
    PageContent,
    Program,
    ProgramId,
    Reject,
    SourcePage,
)

_MAX_OTHER_RECORDS = 5_000
"""Records of a table of other things that are read: each becomes a passage, 30 a second."""
_PROSE_CHARS = 160
"""A cell of a program this long, with a full stop in it, is prose that can be searched."""
_SHOWN_CHARS = 200


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with its own page and what its columns mean."""

    file: FileBytes
    sheet: Sheet
    head: PageContent
    """The table's own page."""
    heading: str
    mapping: Mapping
    is_alone: bool
    """Its file has no other."""

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
class _Taken:
    """What the records of a table became."""

    contents: list[PageContent] = field(default_factory=list)
    programs: dict[ProgramId, Program] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    taken_as: str = "records"
    repeated: int = 0


def pages_of_sheets(
    sheets: Sequence[Sheet], file: FileBytes, chunking: Chunking
) -> tuple[list[PageContent], list[TableReport]]:
    """The pages of a file's sheets in order, the table's own first, and what became of each."""
    contents: list[PageContent] = []
    reports: list[TableReport] = []
    for sheet in _told_apart(sheets):
        pages, report = _pages_of(sheet, file, chunking, len(sheets) == 1)
        contents += pages
        reports.append(report)
    return contents, reports


def _told_apart(sheets: Iterable[Sheet]) -> Iterator[Sheet]:
    """The sheets, a name given twice with its number: pages are named by it."""
    seen: Counter[str] = Counter()
    for sheet in sheets:
        name = sheet.name
        while name is not None and seen[name]:
            seen[name] += 1
            name = f"{name} ({seen[name]})"
        if name is not None:
            seen[name] += 1
        yield sheet if name == sheet.name else replace(sheet, name=name)


def _pages_of(
    sheet: Sheet, file: FileBytes, chunking: Chunking, is_alone: bool
) -> tuple[list[PageContent], TableReport]:
    if sheet.is_hidden:
        told = ("the sheet is hidden in its workbook",)
        return [], TableReport(f"{file.uri}#{sheet.name}", sheet.name, "nothing", doubts=told)
    if not sheet.records and not sheet.faults:
        return _text_of(sheet, file, chunking)
    table = _table(sheet, file, chunking, is_alone)
    taken = _take(table, chunking)
    faults = [*sheet.faults, *taken.faults]
    rejects = tuple(_reject(table, fault) for fault in sorted(faults, key=lambda f: f.number))
    listings = (_listing(table, taken),) if taken.taken_as == "programs" else ()
    head = replace(table.head, listings=listings, rejects=rejects)
    is_kept = bool(head.passages or head.claims or listings or rejects or sheet.repairs)
    report = TableReport(
        page=head.page.uri,
        sheet=sheet.name,
        taken_as=taken.taken_as,
        rows=len(sheet.records) + len(sheet.faults),
        programs=len(taken.programs),
        records=0 if listings else len(taken.contents),
        repeated=taken.repeated,
        rejects=sum(fault.rows for fault in faults),
        columns=_recognised(table.mapping) if listings else (),
        doubts=table.mapping.doubts,
    )
    return [*([head] if is_kept else []), *taken.contents], report


def _text_of(
    sheet: Sheet, file: FileBytes, chunking: Chunking
) -> tuple[list[PageContent], TableReport]:
    """A sheet without a table: a page of its lines, if they say something."""
    lines = [t for t in (sheet.title, *sheet.notes) if t]
    uri = file.uri if sheet.name is None else f"{file.uri}#{sheet.name}"
    draft = read_text("\n\n".join(lines))
    try:
        page = make_page(draft, file, PagePlace(uri, sheet=sheet.name), chunking)
    except UnreadablePage as error:
        return [], TableReport(uri, sheet.name, "nothing", doubts=(error.reason,))
    return [page], TableReport(uri, sheet.name, "text")


def _table(sheet: Sheet, file: FileBytes, chunking: Chunking, is_alone: bool) -> Table:
    named = None if sheet.name is None or GENERIC_NAME.fullmatch(sheet.name) else sheet.name
    heading = fold_space(sheet.title or named or file.title)
    blocks = (
        Block(BlockKind.HEADING, heading, level=1),
        *(Block(BlockKind.PARAGRAPH, note) for note in map(fold_space, sheet.notes) if note),
    )
    document = assemble(Draft(blocks, heading))
    uri = file.uri if sheet.name is None else f"{file.uri}#{sheet.name}"
    title = heading if is_alone or heading == file.title else f"{file.title}, {heading}"
    page = source_page(document, file, PagePlace(uri, title, sheet.name), sheet.repairs)
    head = read_page(document, page, chunking)
    mapping = fitted(recognise(sheet.header), [r.cells for r in sheet.records])
    return Table(file, sheet, head, heading, mapping, is_alone)


def _take(table: Table, chunking: Chunking) -> _Taken:
    """The records by what the table is: programs, whole pages, or other things."""
    if table.mapping.is_listing:
        return _programs(table, chunking)
    columns = page_columns(table.sheet)
    if columns is not None:
        return _whole_pages(table, columns, chunking)
    return _others(table, chunking)


def _programs(table: Table, chunking: Chunking) -> _Taken:
    taken = _Taken(taken_as="programs")
    key = _listing_id(table)
    subject = _subject(table.sheet)
    for record in table.sheet.records:
        cells = tuple(map(fold_space, record.cells))
        row = read_row(table.mapping, cells, record.section)
        if row.fields is None:
            text = "\n".join(record_lines(table.sheet.header, cells))
            taken.faults.append(Fault(record.number, row.reason, text))
            continue
        page, lines = _record_page(table, record, cells)
        place = RowPlace(page.source_id, page.id, key, 0, len(page.text), page.text)
        program = make_program(row.fields, place, subject)
        if not put(taken.programs, program):
            taken.repeated += 1
            continue
        program = next(reversed(taken.programs.values()))
        passages = make_passages(
            page.text, _prose(lines, page.title), page.id, chunking.budget, chunking.count
        )
        taken.contents.append(PageContent(page, passages=passages, programs=(program,)))
    return taken


def _others(table: Table, chunking: Chunking) -> _Taken:
    """Each record as a page about its entity, with one passage and the claims its headers name."""
    taken = _Taken()
    sheet = table.sheet
    if len(sheet.records) > _MAX_OTHER_RECORDS:
        reason = (
            f"{len(sheet.records):,} records from here on are not read: the table names no "
            f"programs, and of other things at most {_MAX_OTHER_RECORDS:,} are"
        )
        header = " | ".join(sheet.header)
        taken.faults = [Fault(sheet.records[0].number, reason, header, len(sheet.records))]
        taken.taken_as = "nothing"
        return taken
    folded = [tuple(map(fold_space, record.cells)) for record in sheet.records]
    entity = entity_column(sheet.header, folded)
    seen: set[tuple[str, ...]] = set()
    for record, cells in zip(sheet.records, folded, strict=True):
        if cells in seen:
            taken.repeated += 1
            continue
        seen.add(cells)
        name = cells[entity] if entity is not None else ""
        taken.contents.append(_other(table, record, cells, name, chunking))
    if any(content.claims for content in taken.contents):
        taken.taken_as = "facts"
    return taken


def _other(
    table: Table, record: Record, cells: tuple[str, ...], name: str, chunking: Chunking
) -> PageContent:
    page, lines = _record_page(table, record, cells, name or None)
    path = (page.title,)
    told = [line for line in lines if line.value != name and not is_identifier(line)] or lines
    pieces = [Piece(line.start, line.end, path, is_item=True) for line in told]
    subject = Subject(page.source_id, page.id, page.title)
    return PageContent(
        page,
        passages=make_passages(page.text, pieces, page.id, chunking.budget, chunking.count),
        claims=tuple(claims_of_record(told, subject)),
    )


def _whole_pages(table: Table, columns: PageColumns, chunking: Chunking) -> _Taken:
    """Each record as the page whose text it holds."""
    taken = _Taken(taken_as="pages")
    for record in table.sheet.records:
        draft = draft_of(record, columns)
        title, url = (columns.cell(record, at) for at in (columns.title, columns.url))
        place = replace(table.place(record), title=title, url=url)
        try:
            taken.contents.append(make_page(draft, table.file, place, chunking))
        except UnreadablePage as error:
            taken.faults.append(Fault(record.number, error.reason, title or ""))
    return taken


def _record_page(
    table: Table, record: Record, cells: tuple[str, ...], title: str | None = None
) -> tuple[SourcePage, list[RecordLine]]:
    """The page of a record, and its lines; the section it stands under is its first line."""
    lines: list[RecordLine] = []
    texts = [record.section] if record.section else []
    at = sum(len(text) + 1 for text in texts)
    for name, cell in zip(table.sheet.header, cells, strict=True):
        if cell:
            text = f"{name}: {cell}"
            lines.append(RecordLine(name, cell, at, at + len(text)))
            texts.append(text)
            at += len(text) + 1
    document = Document("\n".join(texts), ())
    return source_page(document, table.file, table.place(record, title)), lines


def _prose(lines: Sequence[RecordLine], title: str) -> list[Piece]:
    """The cells that are prose, such as a description."""
    return [
        Piece(line.start, line.end, (title, line.label))
        for line in lines
        if len(line.value) >= _PROSE_CHARS and ". " in line.value
    ]


def _recognised(mapping: Mapping) -> tuple[tuple[str, str], ...]:
    """Header and meaning of each known column, in column order."""
    known = sorted(mapping.columns.items(), key=lambda it: it[1].index)
    return tuple((mapping.header[column.index], meaning.value) for meaning, column in known)


def _listing_id(table: Table) -> ListingId:
    return listing_id(table.head.page.id, table.heading, 0)


def _listing(table: Table, taken: _Taken) -> Listing:
    page = table.head.page
    programs = taken.programs.values()
    return Listing(
        _listing_id(table), page.id, table.heading, 0, len(table.heading),
        announced_count(table.heading), len(programs), _subject(table.sheet),
        sum(p.off_subject for p in programs),
    )  # fmt: skip


def _subject(sheet: Sheet) -> tuple[str, ...]:
    """Of a table's own title; the names of files and sheets promise nothing about their rows."""
    return listing_subject(fold_space(sheet.title)) if sheet.title else ()


def _reject(table: Table, fault: Fault) -> Reject:
    shown = fault.text[:_SHOWN_CHARS]
    return Reject(table.uri(fault.number), fault.reason, 0, len(shown), shown)
