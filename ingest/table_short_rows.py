"""A row that lost one of its cells -> the row with a gap in its place, if one alone fits. Pure.

The cells behind a lost one have moved up, so that a length stands under the city and a price under
the length. Cells with a form of their own (ways of delivery, lengths, prices, currencies) tell how
far; where more than one place would do, nobody can know, and the row stays a reject.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.awards import names_level
from ingest.blocks import fold_space
from ingest.cells import is_absent, read_delivery
from ingest.mapping import Column, Mapping, Meaning
from ingest.sheets import Fault, Record, Sheet
from ingest.table_cells import CHECKS, is_name

_NAMES = frozenset({Meaning.UNIVERSITY, Meaning.TITLE, Meaning.CATEGORY})
_NEEDED = frozenset({Meaning.UNIVERSITY, Meaning.TITLE})
_PLACES = frozenset({Meaning.CITY, Meaning.PLACE, Meaning.REGION, Meaning.COUNTRY})


def with_short_rows(sheet: Sheet, mapping: Mapping) -> tuple[Sheet, Mapping]:
    """The sheet with its short rows as records where the gap can be told; the mapping says so.

    A row without its title or university is no program: it stays a fault.
    """
    found: list[Record] = []
    kept: list[Fault] = []
    lost: Counter[int] = Counter()
    for fault in sheet.faults:
        cells = tuple(map(fold_space, fault.cells))
        at = gap_of(mapping, cells)
        if at is None:
            kept.append(fault)
            continue
        lost[at] += 1
        whole = widened(fault.cells, at, mapping.width)
        found.append(Record(fault.number, whole, fault.section))
    if not found:
        return sheet, mapping
    records = sorted([*sheet.records, *found], key=lambda record: record.number)
    told = (
        f"{rows:,} rows lack a cell, by the forms of the others that of {mapping.header[at]!r}, "
        "which is unknown there"
        for at, rows in sorted(lost.items())
    )
    sheet = replace(sheet, records=tuple(records), faults=tuple(kept))
    return sheet, replace(mapping, doubts=(*mapping.doubts, *told))


def gap_of(mapping: Mapping, cells: Sequence[str]) -> int | None:
    """Index of the one cell that a row lacks; None if it lacks more, or if no place is sure.

    Never the last: a row that ends too early may end within a cell. An empty last cell is one that
    a reader added.
    """
    cells = cells[:-1] if len(cells) == mapping.width and not cells[-1] else cells
    if len(cells) != mapping.width - 1:
        return None
    meanings = {column.index: (meaning, column) for meaning, column in mapping.known}
    places = [
        at
        for at in range(mapping.width)
        if all(
            index == at or _fits(meanings.get(index), cells[index - (index > at)])
            for index in range(mapping.width)
        )
    ]
    needed = {column.index for m, column in mapping.known if m in _NEEDED} | {mapping.width - 1}
    return places[0] if len(places) == 1 and places[0] not in needed else None


def widened(cells: Sequence[str], at: int, width: int) -> tuple[str, ...]:
    """The cells with an empty one at `at`, as many as the table has columns."""
    return (*cells[:at], "", *cells[at:])[:width]


def _fits(known: tuple[Meaning, Column] | None, cell: str) -> bool:
    """Whether a cell can stand in a column; one that nothing is known of takes any."""
    if known is None or not cell or is_absent(cell):
        return True
    meaning, column = known
    if meaning in _PLACES:
        return not (read_delivery(cell) or names_level(cell)) and is_name(cell)
    if meaning in _NAMES:
        return not read_delivery(cell) and is_name(cell)
    return meaning not in CHECKS or CHECKS[meaning](cell, column)
