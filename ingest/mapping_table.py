"""A mapping file and the sheets of a file -> tables to read, with their Mapping. Pure.

Names of sheets and columns become places here; one that is not there is an error that lists those
that are. Joins and rows to leave out are done here, so that what comes out is read like any table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase

from ingest.errors import MappingMisfit
from ingest.headers import same_name
from ingest.mapping import Column, Mapping, Meaning, PlaceColumns, Rule, Unlisted
from ingest.mapping_file import (
    Condition,
    FieldsFrom,
    From,
    Join,
    LengthFrom,
    LoadedMapping,
    PlaceFrom,
    PriceFrom,
)
from ingest.mapping_joins import JoinCount, JoinedRows, count_join, joined, joined_names, merged
from ingest.mapping_yaml import Path
from ingest.sheets import Record, Sheet
from vectorstore.records import PriceBasis
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
        self._sheets = sheets
        self._uri = uri
        self._beside = beside
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
        columns = _Columns(self._loaded, whole, self._uri)
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
        if self._terms.same_key == "merge":
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
            merged=len(kept) - len(sheet.records),
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
        here = _Columns(self._loaded, reach, self._uri)
        there = _Columns(self._loaded, sheet, self._uri)
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


class _Columns:
    """The columns of a sheet, looked up by name."""

    def __init__(self, loaded: LoadedMapping, sheet: Sheet, uri: str) -> None:
        self._loaded = loaded
        self._sheet = sheet
        self._uri = uri
        self._places: dict[str, int] = {}
        for index, name in enumerate(sheet.header):
            self._places.setdefault(same_name(name), index)
        self._constants: list[tuple[str, str]] = []

    def at(self, path: Path, name: str) -> int:
        """The place of a column. Raises: MappingMisfit."""
        index = self._places.get(same_name(name))
        if index is None:
            there = ", ".join(map(repr, self._sheet.header))
            sheet = f" in the sheet {self._sheet.name!r}" if self._sheet.name else ""
            hint = " For one text in all rows write {constant: ...}." if path[0] == "fields" else ""
            reason = f"there is no column {name!r}{sheet}.{hint} The columns: {there}"
            raise MappingMisfit(self._uri, f"{self._loaded.where(path)}: {reason}")
        return index

    def conditions(
        self, path: Path, conditions: Sequence[Condition]
    ) -> Callable[[Sequence[str]], str | None]:
        """A function of a row's cells: the reason of the first condition that leaves it out."""
        tests = []
        for number, it in enumerate(conditions):
            index = self.at((*path, number, "column"), it.column)
            values = it.is_ if it.is_ is not None else it.is_not or ()
            tests.append((index, frozenset(map(fold, values)), it.is_ is not None, it.told))

        def reason(cells: Sequence[str]) -> str | None:
            for index, values, wanted, told in tests:
                if any(fold(part) in values for part in cells[index].split("\n")) is wanted:
                    return told
            return None

        return reason

    def mapping(self, fields: FieldsFrom, key: Sequence[str]) -> Mapping:
        """What the columns mean."""
        columns: dict[Meaning, Column] = {}
        for name, meaning in _SINGLE.items():
            given = getattr(fields, name)
            if given is not None:
                columns[meaning] = self._column(("fields", name), given)
        if fields.duration:
            columns |= self._length(fields.duration)
        if fields.price:
            columns |= self._price(fields.price)
        many = {
            name: tuple(
                self._column(("fields", name, at), given)
                for at, given in enumerate(getattr(fields, name))
            )
            for name in ("topics", "delivery")
        }
        places = tuple(
            self._place(("fields", "places", at), given) for at, given in enumerate(fields.places)
        )
        keys = tuple(self.at(("key", at), name) for at, name in enumerate(key))
        return Mapping(
            header=(*self._sheet.header, *(name for name, _ in self._constants)),
            columns=columns,
            topics=many["topics"],
            ways=many["delivery"],
            places=places,
            keys=keys,
            constants=tuple(text for _, text in self._constants),
            lists=frozenset(i for group in self._sheet.groups for i in group),
            is_written=True,
        )

    def _column(self, path: Path, given: From) -> Column:
        if given.constant is not None:
            self._constants.append((str(path[-1]), given.constant))
            return Column(len(self._sheet.header) + len(self._constants) - 1)
        index = self.at(path, given.column or "")
        is_plain = given.unlisted in (None, Unlisted.UNKNOWN)
        if is_plain and given.values is None and given.pattern is None and given.split is None:
            return Column(index)
        values = None
        if given.values is not None:
            values = {fold(cell): words for cell, words in given.values.items()}
        return Column(index, rule=Rule(given.split, given.pattern, values, given.otherwise))

    def _length(self, given: LengthFrom) -> dict[Meaning, Column]:
        path: Path = ("fields", "duration")
        unit = given.unit.constant if given.unit else None
        columns = {Meaning.LENGTH: replace(self._column(path, given), unit=unit)}
        if given.unit and given.unit.column:
            columns[Meaning.UNIT] = self._column((*path, "unit"), given.unit)
        return columns

    def _price(self, given: PriceFrom) -> dict[Meaning, Column]:
        path: Path = ("fields", "price")
        currency, basis = given.currency, given.basis
        column = replace(
            self._column(path, given),
            currency=currency.constant if currency else None,
            basis=PriceBasis(basis.constant) if basis and basis.constant else PriceBasis.UNKNOWN,
            is_free_at_zero=given.zero == "free",
        )
        columns = {Meaning.PRICE: column}
        if currency and currency.column:
            columns[Meaning.CURRENCY] = self._column((*path, "currency"), currency)
        if basis and basis.column:
            columns[Meaning.BASIS] = self._column((*path, "basis"), basis)
        return columns

    def _place(self, path: Path, given: PlaceFrom) -> PlaceColumns:
        parts = {m: getattr(given, m.value) for m in _OF_PLACE}
        return {m: self._column((*path, m.value), it) for m, it in parts.items() if it}


_SINGLE = {
    "university": Meaning.UNIVERSITY, "title": Meaning.TITLE, "level": Meaning.LEVEL,
    "award": Meaning.AWARD, "category": Meaning.CATEGORY, "url": Meaning.URL,
}  # fmt: skip
_OF_PLACE = (Meaning.PLACE, Meaning.CITY, Meaning.REGION, Meaning.COUNTRY)
