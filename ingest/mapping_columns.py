"""The columns of a sheet by the names that a mapping file gives them -> what they mean. Pure.

A name that is not there is an error that lists those that are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from ingest.columns import recognise
from ingest.errors import MappingMisfit
from ingest.headers import same_name
from ingest.mapping import Column, Kept, Mapping, Meaning, PlaceColumns, Rule, Unlisted, Where
from ingest.mapping_file import LoadedMapping
from ingest.mapping_terms import (
    AttributeFrom,
    Condition,
    FieldsFrom,
    From,
    LengthFrom,
    PlaceFrom,
    PriceFrom,
)
from ingest.mapping_yaml import Path
from ingest.sheets import Sheet
from vectorstore.records import PriceBasis
from vectorstore.text import fold


class Columns:
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
            if self._is_above(name):
                reason += (
                    ". A row above these has that name: if it is the header, say so with "
                    f"`header_row: N`, N its number{_beside(path)}"
                )
            raise MappingMisfit(self._uri, f"{self._loaded.where(path)}: {reason}")
        return index

    def _is_above(self, name: str) -> bool:
        """Whether the name stands in a line above the header that was found."""
        lines = (fold(line) for line in (self._sheet.title or "", *self._sheet.notes))
        spellings = {fold(name), same_name(name)}
        return any(f" {said} " in f" {line} " for line in lines for said in spellings)

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
            for name in ("topics", "delivery", "university_aliases")
        }
        kept = tuple(
            self._kept(("fields", "attributes", at), given)
            for at, given in enumerate(fields.attributes)
        )
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
            aliases=many["university_aliases"],
            kept=kept,
            keys=keys,
            constants=tuple(text for _, text in self._constants),
            lists=frozenset(i for group in self._sheet.groups for i in group),
            doubts=tuple(_unaskable([it.label for it in kept])),
            is_written=True,
        )

    def _column(self, path: Path, given: From) -> Column:
        where = self._where((*path, "where"), given.where) if given.where else None
        if given.constant is not None:
            self._constants.append((str(path[-1]), given.constant))
            return Column(len(self._sheet.header) + len(self._constants) - 1, where=where)
        index = self.at(path, given.column or "")
        is_plain = given.unlisted in (None, Unlisted.UNKNOWN)
        if is_plain and given.values is None and given.pattern is None and given.split is None:
            return Column(index, where=where)
        values = None
        if given.values is not None:
            values = {fold(cell): words for cell, words in given.values.items()}
        rule = Rule(given.split, given.pattern, values, given.otherwise)
        return Column(index, rule=rule, where=where)

    def _where(self, path: Path, given: Condition) -> Where:
        values = given.is_ if given.is_ is not None else given.is_not or ()
        index = self.at((*path, "column"), given.column)
        return Where(index, frozenset(map(fold, values)), given.is_ is not None)

    def _kept(self, path: Path, given: AttributeFrom) -> Kept:
        column = self._column(path, given)
        return Kept(given.label or self._sheet.header[column.index], column)

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


def _unaskable(labels: Sequence[str]) -> Iterator[str]:
    """A sentence for each label of an attribute by which visitors cannot ask for it."""
    for label, times in Counter(labels).items():
        named = recognise((label,)).columns if len(label.split()) == 1 else {}
        if times > 1:
            yield (
                f"{times} attributes are called {label!r}: none can be asked for by it. Give each "
                "a `label` of its own"
            )
        elif named:
            yield (
                f"the attribute {label!r} is called like a field ({next(iter(named)).value}): "
                "asked for by that word, answers tell the field. Give it another `label`"
            )


def _beside(path: Path) -> str:
    """Where the key belongs that says which row is the header."""
    return ", in this `join`" if path[0] == "join" else ""


_SINGLE = {
    "university": Meaning.UNIVERSITY, "title": Meaning.TITLE, "level": Meaning.LEVEL,
    "award": Meaning.AWARD, "category": Meaning.CATEGORY, "url": Meaning.URL,
}  # fmt: skip
_OF_PLACE = (Meaning.PLACE, Meaning.CITY, Meaning.REGION, Meaning.COUNTRY)
