"""A sheet and the sheets joined to it by key columns -> one sheet, and what came of it. Pure.

A record takes the cells of all rows that have its key: a line in its cell for each of them, so that
the third city and the third state are of one place. Rows whose key no record has are counted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from ingest.blocks import fold_space
from ingest.sheets import Record, Sheet
from vectorstore.text import fold

LINE = "\n"
"""Between the parts of a cell that several joined rows gave."""
Key = tuple[str, ...]
_SHOWN_KEYS = 3


@dataclass(frozen=True, slots=True)
class Repeat:
    """A row that says the same as one before it."""

    number: int
    first: int
    """Number of the row that it repeats."""


@dataclass(frozen=True, slots=True)
class JoinedRows:
    """What a sheet gives to the rows of another."""

    name: str
    """Of the sheet, or of its file where that is another one."""
    sheet: Sheet
    here: tuple[int, ...]
    """Columns that hold the key: of the table, or of what the joins before gave it."""
    there: tuple[int, ...]
    """Those of this sheet, in the same order."""
    taken: tuple[int, ...]
    """Columns of this sheet that are taken."""
    leaves_out: Callable[[Sequence[str]], str | None]
    """Why a row of this sheet is left out; None if it is not."""


@dataclass(frozen=True, slots=True)
class JoinCount:
    """What became of a joined sheet: rows = joined + of_left_out + unmatched + left_out."""

    sheet: str
    rows: int
    joined: int
    """Rows that belong to rows of the table that are kept."""
    of_left_out: int
    """Rows that belong only to rows of the table that are left out."""
    unmatched: int
    """Rows whose key no row of the table has."""
    strangers: tuple[str, ...]
    """The keys of the first of these."""
    left_out: int
    """Rows that the mapping leaves out, and rows that could not be read."""
    without: int
    """Kept rows of the table that no row of this sheet belongs to."""


def joined(main: Sheet, parts: Sequence[JoinedRows]) -> Sheet:
    """The table with the columns of the others after its own, its cells folded to one line each."""
    header = list(main.header)
    for part in parts:
        header += joined_names(part, header)
    links = _links(len(main.header), parts)
    groups = tuple(group for group in links.groups if group)
    rows = [_rows_by_key(part) for part in parts]
    records = []
    for record in main.records:
        cells = [*map(fold_space, record.cells), *[""] * (len(header) - len(main.header))]
        lines: dict[int, list[dict[int, str]]] = {}
        for part, by_key, group, at in zip(parts, rows, links.of, links.at, strict=True):
            before = lines.get(group, [{}])
            lines[group] = [
                {**line, **dict(zip(at, found, strict=True))}
                for line in before
                for found in _found(by_key, part, cells, line) or [("",) * len(at)]
            ]
        for group, given in lines.items():
            for i in links.groups[group]:
                cells[i] = LINE.join(line[i] for line in given)
        records.append(Record(record.number, tuple(cells), record.section))
    return replace(main, header=tuple(header), records=tuple(records), groups=groups)


def joined_names(part: JoinedRows, header: Sequence[str]) -> list[str]:
    """What the columns that a join takes are called behind those of a header."""
    names = list(header)
    for i in part.taken:
        names.append(_free(part.sheet.header[i], part.name, names))
    return names[len(header) :]


@dataclass(frozen=True, slots=True)
class _Links:
    """Which joins belong together: one by a column that another gave has a line for each of its."""

    of: tuple[int, ...]
    """The group of each join."""
    at: tuple[tuple[int, ...], ...]
    """Columns that each join fills."""
    groups: tuple[tuple[int, ...], ...]
    """Columns of each group; none where its joins went into another."""


def _links(width: int, parts: Sequence[JoinedRows]) -> _Links:
    groups: list[tuple[int, ...]] = []
    of: list[int] = []
    at: list[tuple[int, ...]] = []
    for part in parts:
        own = tuple(range(width, width + len(part.taken)))
        width += len(own)
        tied = [n for n, group in enumerate(groups) if set(group) & set(part.here)]
        of.append(tied[0] if tied else len(groups))
        at.append(own)
        if tied:
            groups[tied[0]] += own
        else:
            groups.append(own)
    return _Links(tuple(of), tuple(at), tuple(groups))


def _found(
    by_key: dict[Key, list[tuple[str, ...]]],
    part: JoinedRows,
    cells: Sequence[str],
    line: dict[int, str],
) -> list[tuple[str, ...]]:
    key = tuple(_same(line.get(i, cells[i])) for i in part.here)
    return by_key.get(key, []) if any(key) else []


def blanked(sheet: Sheet, empty: Collection[str]) -> Sheet:
    """The sheet without the cells that say nothing by an operator's word."""
    if not empty or not sheet.records:
        return sheet
    nothing = frozenset(map(_same, empty))
    records = (
        replace(r, cells=tuple("" if _same(c) in nothing else c for c in r.cells))
        for r in sheet.records
    )
    return replace(sheet, records=tuple(records))


def without_repeats(sheet: Sheet) -> tuple[Sheet, tuple[Repeat, ...]]:
    """The sheet with each record once, and those that repeat one before them."""
    first: dict[Key, Record] = {}
    repeats = []
    for record in sheet.records:
        same = first.setdefault((*record.cells, record.section or ""), record)
        if same is not record:
            repeats.append(Repeat(record.number, same.number))
    return replace(sheet, records=tuple(first.values())), tuple(repeats)


def merged(sheet: Sheet, key: Sequence[int], places: Collection[int]) -> Sheet:
    """The sheet with one record for all rows of a key, which stands where the first of them did.

    Columns in which any such rows differ, and those of places, hold a line for each row.
    """
    by_key: dict[Key, list[Record]] = {}
    for record in sheet.records:
        own = _key(record.cells, key)
        by_key.setdefault(own if any(own) else (str(record.number),), []).append(record)
    groups = list(sheet.groups)
    joined_at = {i for group in groups for i in group}
    varies = {i for rows in by_key.values() for i in _differing(rows)} - joined_at
    lists = tuple(sorted(varies | (set(places) - joined_at if varies else set())))
    records = []
    for rows in by_key.values():
        cells = list(rows[0].cells)
        for group in [lists] if len(rows) > 1 else []:
            for i in group:
                cells[i] = LINE.join(r.cells[i] for r in rows)
        for group in groups:
            parts = dict.fromkeys(tuple(r.cells[i] for i in group) for r in rows)
            for at, i in enumerate(group):
                cells[i] = LINE.join(part[at] for part in parts)
        records.append(Record(rows[0].number, tuple(cells), rows[0].section))
    return replace(sheet, records=tuple(records), groups=(*groups, *([lists] if lists else [])))


def _differing(rows: Sequence[Record]) -> list[int]:
    first = rows[0].cells
    return [i for i in range(len(first)) if any(r.cells[i] != first[i] for r in rows[1:])]


def count_join(part: JoinedRows, kept: Sequence[Record], left: Sequence[Record]) -> JoinCount:
    """What became of a joined sheet's rows."""
    of_kept = [_keys(r.cells, part.here) for r in kept]
    of_left = {key for r in left for key in _keys(r.cells, part.here)}
    wanted = {key for own in of_kept for key in own}
    keys = [_key(r.cells, part.there) for r in part.sheet.records if _is_taken(part, r)]
    rows = len(part.sheet.records) + len(part.sheet.faults)
    matched = sum(key in wanted for key in keys)
    of_left_out = sum(key in of_left and key not in wanted for key in keys)
    there = set(keys)
    written = (_written(r.cells, part.there) for r in part.sheet.records if _is_taken(part, r))
    strangers: dict[Key, str] = {}
    for key, text in zip(keys, written, strict=True):
        if key not in wanted and key not in of_left:
            strangers.setdefault(key, text)
    return JoinCount(
        sheet=part.name,
        rows=rows,
        joined=matched,
        of_left_out=of_left_out,
        unmatched=len(keys) - matched - of_left_out,
        strangers=tuple(islice(strangers.values(), _SHOWN_KEYS)),
        left_out=rows - len(keys),
        without=sum(there.isdisjoint(own) for own in of_kept),
    )


def _rows_by_key(part: JoinedRows) -> dict[Key, list[tuple[str, ...]]]:
    found: dict[Key, list[tuple[str, ...]]] = {}
    for record in part.sheet.records:
        if _is_taken(part, record):
            cells = tuple(fold_space(record.cells[i]) for i in part.taken)
            found.setdefault(_key(record.cells, part.there), []).append(cells)
    return found


def _is_taken(part: JoinedRows, record: Record) -> bool:
    return part.leaves_out(record.cells) is None


def _key(cells: Sequence[str], at: Sequence[int]) -> Key:
    return tuple(_same(cells[i]) for i in at)


def _written(cells: Sequence[str], at: Sequence[int]) -> str:
    return " / ".join(fold_space(cells[i]) for i in at)


def _keys(cells: Sequence[str], at: Sequence[int]) -> set[Key]:
    """The keys of a record: one for each line of cells that another join gave."""
    lines = [cells[i].split(LINE) for i in at]
    most = max(map(len, lines))
    return {tuple(_same(it[n if len(it) > 1 else 0]) for it in lines) for n in range(most)}


_same = lru_cache(maxsize=1 << 17)(fold)
"""Codes come again in every sheet."""


def _free(name: str, sheet: str, header: Sequence[str]) -> str:
    """The name of a joined column; one that the table has already gets its sheet's before it."""
    free = name if name not in header else f"{sheet} {name}"
    number = 2
    while free in header:
        free = f"{sheet} {name} ({number})"
        number += 1
    return free
