"""A mapping file and the sheets of a file -> tables to read, with their Mapping. Pure.

Names of sheets and columns become places here; one that is not there is an error that lists those
that are. Joins and rows to leave out are done here, so that what comes out is read like any table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase

from ingest.errors import MappingMisfit
from ingest.mapping import Mapping
from ingest.mapping_columns import Columns
from ingest.mapping_file import Join, LoadedMapping
from ingest.mapping_joins import (
    JoinCount,
    JoinedRows,
    Repeat,
    blanked,
    count_join,
    joined,
    joined_names,
    merged,
    without_repeats,
)
from ingest.mapping_yaml import Path
from ingest.sheets import Record, Sheet
from ingest.table_cells import with_decimals
from vectorstore.text import fold


@dataclass(frozen=True, slots=True)
class MappedTable:
    """A sheet as a mapping file wants it read."""

    name: str
    """Of the mapping file."""
    sheet: Sheet
    """With the cells of joined sheets, without the rows that are left out."""
    mapping: Mapping
    title: str | None
    as_of: date | None
    left_out: tuple[tuple[str, int], ...]
    """Reason and rows, in the order of the conditions."""
    merged: int
    """Rows that went into one before them."""
    repeats: tuple[Repeat, ...]
    """Rows that say the same as the one that they went into."""
    joins: tuple[JoinCount, ...]


Beside = dict[str, tuple[Sheet, ...]]
"""Sheets of the files that are joined, by the names of these."""


def header_row(mappings: Sequence[LoadedMapping], sheet: str | None) -> int | None:
    """The row in which the mappings say that a sheet has its header; None if they do not."""
    for it in mappings:
        if it.terms.header_row and (sheet is None or _is_named(sheet, it.terms.sheet or ("*",))):
            return it.terms.header_row
        for join in it.terms.join:
            is_here = sheet is not None and join.sheet is not None and join.file is None
            if join.header_row and is_here and _is_named(sheet or "", (join.sheet or "",)):
                return join.header_row
    return None


def mapped_tables(
    sheets: Sequence[Sheet], mappings: Sequence[LoadedMapping], uri: str, beside: Beside
) -> tuple[dict[int, MappedTable], frozenset[int]]:
    """The tables that mappings read, by the place of their sheet, and places of sheets only joined.

    `beside` holds the sheets of other files that are joined, by the names of the files.
    Raises: MappingMisfit, if a mapping names what the file does not have.
    """
    tables: dict[int, MappedTable] = {}
    others: set[int] = set()
    for loaded in mappings:
        parts = _Parts(loaded, sheets, uri, beside)
        for at in parts.own_sheets():
            tables.setdefault(at, parts.table(at))
        others |= parts.joined_sheets
    return tables, frozenset(others - tables.keys())


def _is_named(sheet: str, names: Iterable[str]) -> bool:
    return any(fnmatchcase(fold(sheet), fold(name)) for name in names)


class _Parts:
    """The sheets of a file, looked up by what one mapping calls them."""

    def __init__(
        self, loaded: LoadedMapping, sheets: Sequence[Sheet], uri: str, beside: Beside
    ) -> None:
        self._loaded = loaded
        self._terms = loaded.terms
        empty = loaded.terms.empty
        self._sheets = [blanked(sheet, empty) for sheet in sheets]
        self._uri = uri
        self._beside = {
            name: tuple(blanked(sheet, empty) for sheet in of) for name, of in beside.items()
        }
        self.joined_sheets: set[int] = set()

    def own_sheets(self) -> list[int]:
        """Places of the sheets that list programs."""
        tables = [i for i, s in enumerate(self._sheets) if s.header and not s.is_hidden]
        if not self._terms.sheet:
            if len(tables) == 1:
                return tables
            problem = "which sheet is meant? Name it with `sheet:`" if tables else _NO_TABLE
            raise self._misfit((), f"{problem}. {_there(self._sheets)}")
        found = []
        for at, name in enumerate(self._terms.sheet):
            named = [i for i in tables if _is_named(self._sheets[i].name or "", (name,))]
            if not named:
                raise self._misfit(
                    ("sheet", at), f"there is no table {name!r}. {_there(self._sheets)}"
                )
            found += named
        return found

    def table(self, at: int) -> MappedTable:
        """The sheet at a place as the mapping reads it."""
        main = self._sheets[at]
        parts: list[JoinedRows] = []
        reach = main  # what a join may be on: columns of the table and of the joins before
        for number, join in enumerate(self._terms.join):
            parts.append(self._join(number, join, reach))
            names = joined_names(parts[-1], reach.header)
            reach = replace(reach, header=(*reach.header, *names), records=())
        whole = joined(main, parts)
        columns = Columns(self._loaded, whole, self._uri)
        leaves_out = columns.conditions(("leave_out",), self._terms.leave_out)
        kept: list[Record] = []
        left: list[Record] = []
        reasons = Counter({condition.told: 0 for condition in self._terms.leave_out})
        for record in whole.records:
            reason = leaves_out(record.cells)
            (kept if reason is None else left).append(record)
            if reason is not None:
                reasons[reason] += 1
        sheet = replace(whole, records=tuple(kept))
        mapping = columns.mapping(self._terms.fields, self._terms.key)
        mapping = with_decimals(mapping, (r.cells for r in kept))
        repeats: tuple[Repeat, ...] = ()
        if self._terms.same_key == "merge":
            sheet, repeats = without_repeats(sheet)
            of_places = {c.index for place in mapping.places for c in place.values()}
            sheet = merged(sheet, mapping.keys, of_places & set(range(mapping.width)))
            mapping = replace(mapping, lists=frozenset(i for g in sheet.groups for i in g))
        return MappedTable(
            name=self._loaded.name,
            sheet=sheet,
            mapping=mapping,
            title=self._terms.title,
            as_of=self._terms.as_of,
            left_out=tuple(reasons.items()),
            merged=len(kept) - len(sheet.records) - len(repeats),
            repeats=repeats,
            joins=tuple(count_join(part, kept, left) for part in parts),
        )

    def _join(self, number: int, join: Join, reach: Sheet) -> JoinedRows:
        path: Path = ("join", number)
        pool = self._sheets if join.file is None else self._beside[join.file]
        wanted = (join.sheet or "*",)
        at = next(
            (i for i, s in enumerate(pool) if s.header and _is_named(s.name or "", wanted)), None
        )
        if at is None:
            what = f"no sheet {join.sheet!r} with a table" if join.sheet else "no table"
            where = f" in {join.file}" if join.file else ""
            raise self._misfit((*path, "sheet"), f"there is {what}{where}. {_there(pool)}")
        if join.file is None:
            self.joined_sheets.add(at)
        sheet = pool[at]
        here = Columns(self._loaded, reach, self._uri)
        there = Columns(self._loaded, sheet, self._uri)
        on = [(here.at((*path, "on"), a), there.at((*path, "on"), b)) for a, b in join.on.items()]
        keys = tuple(b for _, b in on)
        if join.columns is None:
            taken = tuple(i for i in range(len(sheet.header)) if i not in keys)
        else:
            taken = tuple(there.at((*path, "columns"), name) for name in join.columns)
        leaves_out = there.conditions((*path, "leave_out"), join.leave_out)
        name = join.file or sheet.name or ""
        return JoinedRows(name, sheet, tuple(a for a, _ in on), keys, taken, leaves_out)

    def _misfit(self, path: Path, reason: str) -> MappingMisfit:
        return MappingMisfit(self._uri, f"{self._loaded.where(path)}: {reason}")


def _there(sheets: Sequence[Sheet]) -> str:
    names = [repr(s.name) for s in sheets if s.name is not None and s.header]
    return f"The file's tables: {', '.join(names)}" if names else "The file has no sheets"


_NO_TABLE = "no table was found in the file; `header_row:` says where its header is"
