"""Sheets of one file -> its pages: one for each record, and one for each table. Pure.

A record's page is its text, one `Header: value` a line. Records of programs become programs,
records that hold a page's text become pages as if they had been files, and those of other things
become claims and passages. The table's own page holds its title and the notes around it; its
listing and its rejects belong to it. What is left out is a reject, or told in the `TableReport`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from ingest.blocks import Block, BlockKind, Draft, assemble, fold_space
from ingest.chunk import Piece, make_passages
from ingest.columns import recognise
from ingest.errors import UnreadablePage
from ingest.layouts.claims import Subject
from ingest.layouts.listings import announced_count
from ingest.layouts.page import Chunking, read_page
from ingest.layouts.records import claims_of_record, entity_column, is_identifier
from ingest.mapping import Mapping
from ingest.mapping_file import LoadedMapping
from ingest.mapping_joins import Repeat
from ingest.mapping_table import Beside, MappedTable, mapped_tables
from ingest.page_records import PageColumns, draft_of, page_columns
from ingest.pages import FileBytes, PagePlace, make_page, source_page
from ingest.readers.text import read_text
from ingest.sheets import GENERIC_NAME, Fault, Record, Sheet
from ingest.table_programs import take_programs
from ingest.table_records import Table, Taken, folded, record_lines, record_page
from ingest.table_report import FieldCounts, RowCount, TableReport, row_counts
from ingest.table_short_rows import with_short_rows
from ingest.tables import fitted
from vectorstore.records import Delivery, Listing, PageContent, Reject

_MAX_OTHER_RECORDS = 5_000
"""Records of a table of other things that are read: each becomes a passage, 30 a second."""
_SHOWN_CHARS = 200


def pages_of_sheets(
    sheets: Sequence[Sheet],
    file: FileBytes,
    chunking: Chunking,
    mappings: Sequence[LoadedMapping] = (),
    beside: Beside | None = None,
) -> tuple[list[PageContent], list[TableReport]]:
    """The pages of a file's sheets in order, the table's own first, and what became of each.

    With mappings only the tables that these name are read; sheets of prose are, all the same.
    Raises: MappingMisfit, if a mapping names what the file does not have.
    """
    contents: list[PageContent] = []
    reports: list[TableReport] = []
    apart = list(_told_apart(sheets))
    mapped, joined = mapped_tables(apart, mappings, file.uri, beside or {})
    for at, sheet in enumerate(apart):
        if mappings and at not in mapped and (sheet.records or sheet.faults):
            reports.append(_not_read(sheet, file, at in joined))
            continue
        pages, report = _pages_of(sheet, file, chunking, len(apart) == 1, mapped.get(at))
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
    sheet: Sheet,
    file: FileBytes,
    chunking: Chunking,
    is_alone: bool,
    mapped: MappedTable | None,
) -> tuple[list[PageContent], TableReport]:
    if sheet.is_hidden:
        told = ("the sheet is hidden in its workbook",)
        return [], TableReport(f"{file.uri}#{sheet.name}", sheet.name, "nothing", doubts=told)
    if not sheet.records and not sheet.faults and mapped is None:
        return _text_of(sheet, file, chunking)
    table = _table(sheet, file, chunking, is_alone, mapped)
    sheet = sheet if mapped else table.sheet
    taken = take_programs(table, chunking) if mapped else _take(table, chunking)
    faults = [*sheet.faults, *taken.faults]
    rejects = tuple(_reject(table, fault) for fault in sorted(faults, key=lambda f: f.number))
    listings = (_listing(table, taken),) if taken.taken_as == "programs" else ()
    head = replace(table.head, listings=listings, rejects=rejects)
    is_kept = bool(head.passages or head.claims or listings or rejects or sheet.repairs)
    repeats = sorted((*taken.repeats, *(mapped.repeats if mapped else ())), key=lambda r: r.number)
    report = TableReport(
        page=head.page.uri,
        sheet=sheet.name,
        taken_as=taken.taken_as,
        rows=len(sheet.records) + len(sheet.faults),
        programs=len(taken.programs),
        records=0 if listings else len(taken.contents),
        repeated=len(repeats),
        rejects=sum(fault.rows for fault in faults),
        columns=_recognised(table.mapping) if listings else (),
        doubts=(*table.mapping.doubts, *taken.unread.told()),
        mapping=mapped.name if mapped else None,
        left_out=tuple(RowCount(*it) for it in mapped.left_out) if mapped else (),
        rejected=row_counts((_kind(fault.reason), fault.rows) for fault in faults),
        merged=mapped.merged if mapped else 0,
        joins=mapped.joins if mapped else (),
        without=_without(taken) if mapped else (),
        repeats=tuple(repeats),
        kinds=_kinds_of(taken) if mapped else (),
    )
    return [*([head] if is_kept else []), *taken.contents], report


def _not_read(sheet: Sheet, file: FileBytes, is_joined: bool) -> TableReport:
    """Of a table in a file that mappings read others of."""
    rows = len(sheet.records) + len(sheet.faults)
    why = "are joined to another table" if is_joined else "are not read: no mapping names the sheet"
    taken_as = "joined" if is_joined else "nothing"
    return TableReport(_uri(sheet, file), sheet.name, taken_as, doubts=(f"{rows:,} rows {why}",))


def _without(taken: Taken) -> tuple[RowCount, ...]:
    """How many programs lack what people ask for."""
    programs = taken.programs.values()
    without_city = [p for p in programs if not any(it.city for it in p.places)]
    return (
        RowCount("a price", sum(p.price is None for p in programs)),
        RowCount("a length", sum(p.duration is None for p in programs)),
        RowCount("a city", len(without_city)),
        RowCount(
            "a city that are not only online",
            sum(p.delivery != {Delivery.ONLINE} for p in without_city),
        ),
        RowCount("ways of delivery", sum(not p.delivery for p in programs)),
    )


def _kinds_of(taken: Taken) -> tuple[FieldCounts, ...]:
    """How the programs part by what a mapping gives from codes and words."""
    programs = tuple(taken.programs.values())
    priced = [p for p in programs if p.price is not None]
    ways = (" and ".join(sorted(p.delivery)).replace("_", " ") or "unknown" for p in programs)
    kinds = {
        "level": (p.level.value for p in programs),
        "delivery": ways,
        "currency of prices": (p.currency or "unknown" for p in priced),
        "basis of prices": (p.price_basis.value for p in priced),
    }
    counted = ((name, row_counts((value, 1) for value in found)) for name, found in kinds.items())
    return tuple(FieldCounts(name, counts) for name, counts in counted if counts)


def _uri(sheet: Sheet, file: FileBytes) -> str:
    return file.uri if sheet.name is None else f"{file.uri}#{sheet.name}"


def _text_of(
    sheet: Sheet, file: FileBytes, chunking: Chunking
) -> tuple[list[PageContent], TableReport]:
    """A sheet without a table: a page of its lines, if they say something."""
    lines = [t for t in (sheet.title, *sheet.notes) if t]
    uri = _uri(sheet, file)
    draft = read_text("\n\n".join(lines))
    try:
        page = make_page(draft, file, PagePlace(uri, sheet=sheet.name), chunking)
    except UnreadablePage as error:
        return [], TableReport(uri, sheet.name, "nothing", doubts=(error.reason,))
    return [page], TableReport(uri, sheet.name, "text")


def _table(
    sheet: Sheet,
    file: FileBytes,
    chunking: Chunking,
    is_alone: bool,
    mapped: MappedTable | None,
) -> Table:
    named = None if sheet.name is None or GENERIC_NAME.fullmatch(sheet.name) else sheet.name
    heading = fold_space((mapped and mapped.title) or sheet.title or named or file.title)
    own = sheet.title if mapped and mapped.title else None
    notes = [own, *sheet.notes] if own else sheet.notes
    blocks = (
        Block(BlockKind.HEADING, heading, level=1),
        *(Block(BlockKind.PARAGRAPH, note) for note in map(fold_space, notes) if note),
    )
    document = assemble(Draft(blocks, heading))
    is_whole = is_alone or heading == file.title or (mapped and mapped.title)
    title = heading if is_whole else f"{file.title}, {heading}"
    as_of: date | None = mapped.as_of if mapped else None
    place = PagePlace(_uri(sheet, file), title, sheet.name, as_of=as_of)
    page = source_page(document, file, place, sheet.repairs)
    head = read_page(document, page, chunking)
    if mapped:
        return Table(file, mapped.sheet, head, heading, mapped.mapping)
    mapping = fitted(recognise(sheet.header), [r.cells for r in sheet.records])
    if mapping.is_listing:
        sheet, mapping = with_short_rows(sheet, mapping)
    return Table(file, sheet, head, heading, mapping)


def _take(table: Table, chunking: Chunking) -> Taken:
    """The records by what the table is: programs, whole pages, or other things."""
    if table.mapping.is_listing:
        return take_programs(table, chunking)
    columns = page_columns(table.sheet)
    if columns is not None:
        return _whole_pages(table, columns, chunking)
    return _others(table, chunking)


def _others(table: Table, chunking: Chunking) -> Taken:
    """Each record as a page about its entity, with one passage and the claims its headers name."""
    taken = Taken()
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
    cells_of = [folded(sheet, record) for record in sheet.records]
    entity = entity_column(sheet.header, cells_of)
    seen: dict[tuple[str, ...], int] = {}
    for record, cells in zip(sheet.records, cells_of, strict=True):
        if cells in seen:
            taken.repeats.append(Repeat(record.number, seen[cells]))
            continue
        seen[cells] = record.number
        name = cells[entity] if entity is not None else ""
        taken.contents.append(_other(table, record, cells, name, chunking))
    if any(content.claims for content in taken.contents):
        taken.taken_as = "facts"
    return taken


def _other(
    table: Table, record: Record, cells: tuple[str, ...], name: str, chunking: Chunking
) -> PageContent:
    page = record_page(table, record, cells, name or None)
    lines = record_lines(table, record, cells)
    path = (page.title,)
    told = [line for line in lines if line.value != name and not is_identifier(line)] or lines
    pieces = [Piece(line.start, line.end, path, is_item=True) for line in told]
    subject = Subject(page.source_id, page.id, page.title)
    return PageContent(
        page,
        passages=make_passages(page.text, pieces, page.id, chunking.budget, chunking.count),
        claims=tuple(claims_of_record(told, subject)),
    )


def _whole_pages(table: Table, columns: PageColumns, chunking: Chunking) -> Taken:
    """Each record as the page whose text it holds."""
    taken = Taken(taken_as="pages")
    for record in table.sheet.records:
        draft = draft_of(record, columns)
        title, url = (columns.cell(record, at) for at in (columns.title, columns.url))
        place = replace(table.place(record), title=title, url=url)
        try:
            taken.contents.append(make_page(draft, table.file, place, chunking))
        except UnreadablePage as error:
            taken.faults.append(Fault(record.number, error.reason, title or ""))
    return taken


def _recognised(mapping: Mapping) -> tuple[tuple[str, str], ...]:
    """Header and meaning of each known column, in column order."""
    known = ((mapping.header[column.index], meaning.value) for meaning, column in mapping.known)
    return tuple(known)


def _listing(table: Table, taken: Taken) -> Listing:
    page = table.head.page
    programs = taken.programs.values()
    announced = announced_count(fold_space(table.sheet.title or table.heading))
    return Listing(
        table.listing_id, page.id, table.heading, 0, len(table.heading), announced, len(programs),
        table.subject, sum(p.off_subject for p in programs),
    )  # fmt: skip


def _kind(reason: str) -> str:
    """A reason without the cell that could not be read."""
    return re.sub(r"^(cannot read the [a-z ]+) .*$", r"\1", reason, flags=re.DOTALL)


def _reject(table: Table, fault: Fault) -> Reject:
    shown = fault.text[:_SHOWN_CHARS]
    return Reject(table.uri(fault.number), fault.reason, 0, len(shown), shown)
