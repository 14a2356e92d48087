"""Records of a table of programs -> programs, each on a page of its own, or rejects. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.chunk import Piece, make_passages
from ingest.layouts.page import Chunking
from ingest.layouts.records import RecordLine
from ingest.mapping_joins import Repeat
from ingest.programs import RowPlace, make_program, put
from ingest.sheets import Fault
from ingest.table_records import Table, Taken, folded, record_lines, record_page
from ingest.tables import TableRow, read_row, told_cells
from vectorstore.records import PageContent

_PROSE_CHARS = 160
"""A cell of a program this long, with a full stop in it, is prose that can be searched."""


def take_programs(table: Table, chunking: Chunking) -> Taken:
    """Each record as a program, a repetition of one, or a fault with its reason."""
    taken = Taken(taken_as="programs")
    said: dict[str, str] = {}
    first: dict[str, int] = {}  # by the text of the row, and by its id
    for record in table.sheet.records:
        cells = folded(table.sheet, record)
        row = read_row(table.mapping, cells, record.section)
        taken.unread.count((u.header, u.meaning.value, u.cell) for u in row.unread)
        reason = row.reason or _against_key(table, row, said)
        if row.fields is None or reason:
            text = "\n".join(told_cells(table.sheet.header, cells))
            taken.faults.append(Fault(record.number, reason, text))
            continue
        page = record_page(table, record, cells)
        place = RowPlace(page.source_id, page.id, table.listing_id, 0, len(page.text), page.text)
        program = make_program(row.fields, place, table.subject)
        if not put(taken.programs, program):
            same = first.get(row.fields.whole, first[program.id])
            taken.repeats.append(Repeat(record.number, same))
            continue
        program = next(reversed(taken.programs.values()))
        first.setdefault(row.fields.whole, record.number)
        first.setdefault(program.id, record.number)
        is_wordy = any(len(cell) >= _PROSE_CHARS for cell in cells)
        pieces = _prose(record_lines(table, record, cells), page.title) if is_wordy else []
        passages = make_passages(page.text, pieces, page.id, chunking.budget, chunking.count)
        taken.contents.append(PageContent(page, passages=passages, programs=(program,)))
    return taken


def _against_key(table: Table, row: TableRow, said: dict[str, str]) -> str:
    """Why a row is none by its mapped key: it has none, or another row has it; else empty."""
    fields = row.fields
    if fields is None or not table.mapping.keys:
        return ""
    if fields.key is None:
        names = ", ".join(repr(table.mapping.header[i]) for i in table.mapping.keys)
        return f"no key: {names} empty"
    is_same = said.setdefault(fields.key, fields.whole) == fields.whole
    return "" if is_same else "its key is that of another row, which says something else"


def _prose(lines: Sequence[RecordLine], title: str) -> list[Piece]:
    """The cells that are prose, such as a description."""
    return [
        Piece(line.start, line.end, (title, line.label))
        for line in lines
        if len(line.value) >= _PROSE_CHARS and ". " in line.value
    ]
