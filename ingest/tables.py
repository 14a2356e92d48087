"""Cells of a table row -> fields of a program, by the table's mapping; else a reason why not. Pure.

One reading for every format: rows of Markdown, HTML and documents (blocks with a header) come
through `read_row`, records of delimited files, workbooks and JSON likewise. What the columns mean
is the mapping's, inferred or written (`mapping.py`); columns that mean nothing known stay with the
program as attributes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ingest.cells import (
    Length,
    Price,
    is_absent,
    is_free,
    read_basis,
    read_delivery,
    read_flag,
    read_length,
    read_places,
    read_price,
)
from ingest.columns import recognise, without
from ingest.mapping import Column, Mapping, Meaning, PlaceColumns, Rule, Unlisted
from ingest.places import filled_places, joined_places, listed
from ingest.programs import RowFields
from ingest.table_cells import (
    CHECKS,
    is_name,
    is_no_length,
    stated,
    told_ways,
    with_decimals,
    with_unit,
)
from vectorstore.cells import OTHER_NAMES
from vectorstore.records import Delivery, Level, Place, PriceBasis
from vectorstore.text import fold

_SAMPLE = 400
"""Filled cells of a column that are tried before it is believed to be what its header says."""
_READABLE_SHARE = 0.5
_FLAGS = {
    Meaning.ONLINE: Delivery.ONLINE,
    Meaning.ON_CAMPUS: Delivery.ON_CAMPUS,
    Meaning.HYBRID: Delivery.HYBRID,
}
_CODE = re.compile(r"[A-Za-z]{3}")
_LINE = "\n"
"""Between the parts of a cell that joined rows gave."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell that its column's rule does not know: the field stays unknown in this row."""

    header: str
    meaning: Meaning
    cell: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """What a table row gave: its fields, or the reason why there are none."""

    fields: RowFields | None
    reason: str = ""
    unread: frozenset[Unread] = frozenset()


def is_listing(header: tuple[str, ...]) -> bool:
    """Whether a table with these headers lists programs."""
    return recognise(header).is_listing


def fitted(mapping: Mapping, rows: Sequence[tuple[str, ...]]) -> Mapping:
    """The mapping without the columns whose cells are mostly not what their headers promise.

    "Duration" with nothing but bare numbers has no unit, and stays an attribute.
    """
    for meaning, can_read in CHECKS.items():
        column = mapping.columns.get(meaning)
        if column is None:
            continue
        cells = (r[column.index] for r in rows if column.index < len(r))
        filled = [c for c in cells if c and not is_absent(c)][:_SAMPLE]
        good = sum(can_read(c, column) for c in filled)
        share = 0 if meaning is Meaning.CITY else _READABLE_SHARE
        if filled and good <= share * len(filled):
            name = mapping.header[column.index]
            doubt = f"the cells of {name!r} cannot be read as {meaning.value}: {filled[0]!r}"
            mapping = without(mapping, meaning, doubt)
    return with_decimals(mapping, rows)


def read_row(mapping: Mapping, cells: tuple[str, ...], section: str | None = None) -> TableRow:
    """The fields of one row. A cell that cannot be read rejects it; an empty one is unknown."""
    if len(cells) != mapping.width:
        return TableRow(None, f"{len(cells)} cells where the table has {mapping.width} columns")
    row = _Row(mapping, (*cells, *mapping.constants))
    university, title = row.text(Meaning.UNIVERSITY), row.text(Meaning.TITLE)
    if not university and " | " in title:
        university, _, title = (p.strip() for p in title.partition(" | "))
    if not title or not university:
        return TableRow(None, f"no {'title' if not title else 'university'}")
    length, price, delivery = row.length(), row.price(), row.delivery()
    for meaning, value in (
        (Meaning.LENGTH, length), (Meaning.PRICE, price), (Meaning.DELIVERY, delivery),
        (Meaning.CITY, row.place(Meaning.CITY)), (Meaning.PLACE, row.place(Meaning.PLACE)),
    ):  # fmt: skip
        if value is None and row.text(meaning):
            row.note_unreadable(meaning)
    row.note_figures(length, price)
    if row.refused:
        return TableRow(None, row.refused)
    fields = RowFields(
        university=university,
        title=title,
        category=row.text(Meaning.CATEGORY) or section,
        level=row.cell(Meaning.LEVEL) or None,
        coarse=row.level(),
        award=row.text(Meaning.AWARD) or None,
        topics=row.topics(),
        delivery=delivery or frozenset(),
        delivery_raw=row.delivery_raw(),
        places=row.places(),
        length=length or row.unread_length(),
        price=price or row.unread_price(),
        url=row.text(Meaning.URL) or None,
        attributes=row.attributes(),
        key=row.key(),
        is_key_whole=bool(mapping.keys),
        whole="\n".join(told_cells(mapping.header, cells)),
    )
    return TableRow(fields, unread=frozenset(row.unread))


def told_cells(header: tuple[str, ...], cells: tuple[str, ...]) -> list[str]:
    """A record as text: `Header: value`, one line for each cell that says something."""
    return [f"{name}: {cell}" for name, cell in zip(header, cells, strict=False) if cell]


class _Row:
    """One row's cells by what they mean."""

    def __init__(self, mapping: Mapping, cells: tuple[str, ...]) -> None:
        self._mapping = mapping
        self._columns = mapping.columns
        self._cells = cells
        self.unread: set[Unread] = set()
        self.refused = ""
        """Why the row is a reject, by the rule of one of its columns."""

    def cell(self, meaning: Meaning) -> str:
        """The cell of a meaning as written; empty if there is none, or if it says "no value"."""
        column = self._columns.get(meaning)
        cell = self._cell_of(column) if column else ""
        return "" if cell and meaning not in _KEPT and is_absent(cell) else cell

    def _cell_of(self, column: Column) -> str:
        """The cell of a column; empty in rows in which it is not read."""
        where = column.where
        is_read = where is None or where.holds(self._cells[where.index])
        return self._cells[column.index] if is_read else ""

    def text(self, meaning: Meaning) -> str:
        """What the cell of a meaning says by its rule; of several values the first.

        Where joined rows say different things, none is taken.
        """
        column = self._columns.get(meaning)
        is_list = column is not None and column.index in self._mapping.lists
        if column is None or (column.rule is None and not is_list):
            return self.cell(meaning)
        found = list(dict.fromkeys(t for t in self._texts(meaning, column) if t))
        if is_list and len(found) > 1:
            self.unread.add(Unread(self._mapping.header[column.index], meaning, "; ".join(found)))
            return ""
        return found[0] if found else ""

    def note_figures(self, length: Length | None, price: Price | None) -> None:
        """Count cells that are understood and give no figure, such as "on application"."""
        found = {
            Meaning.LENGTH: length.duration if length else None,
            Meaning.PRICE: price.amount if price else None,
        }
        for meaning in (m for m, figure in found.items() if figure is None):
            if self._mapping.is_written and (said := self._said(meaning)):
                header = self._mapping.header[self._columns[meaning].index]
                self.unread.add(Unread(header, meaning, said))

    def _said(self, meaning: Meaning) -> str:
        """The words of a cell, "n/a" too; those of a length with the unit of its row."""
        column = self._columns.get(meaning)
        if column is None:
            return ""
        is_plain = column.rule is None and column.index not in self._mapping.lists
        text = self._cell_of(column) if is_plain else self.text(meaning)
        is_length = meaning is Meaning.LENGTH
        return with_unit(text, column.unit or self.text(Meaning.UNIT)) if is_length else text

    def note_unreadable(self, meaning: Meaning) -> None:
        """Count the cell as unread, or refuse the row, as its column's rule says."""
        column, text = self._columns[meaning], self._said(meaning)
        unlisted = column.rule.unlisted if column.rule else Unlisted.UNKNOWN
        if not self._mapping.is_written or unlisted is Unlisted.REJECT:
            self.refused = f"cannot read the {meaning.value} {text!r}"
        else:
            self.unread.add(Unread(self._mapping.header[column.index], meaning, text))

    def unread_length(self) -> Length | None:
        """The words of a length that cannot be read; None if there are none."""
        text = self.text(Meaning.LENGTH)
        return Length(None, self._said(Meaning.LENGTH)) if text else None

    def unread_price(self) -> Price | None:
        """The words of a price that cannot be read; None if there are none.

        Cells that the column's rule does not know count, and all of several joined ones.
        """
        unread = (it.cell for it in self.unread if it.meaning is Meaning.PRICE)
        text = self.text(Meaning.PRICE) or "; ".join(sorted(unread))
        return Price(None, None, PriceBasis.UNKNOWN, text) if text else None

    def level(self) -> Level | None:
        """The level that the mapping's own values give; None if others are to tell."""
        column = self._columns.get(Meaning.LEVEL)
        if column is None or column.rule is None:
            return None
        text = self.text(Meaning.LEVEL)
        return Level(text) if text in _LEVELS else None

    def topics(self) -> tuple[str, ...]:
        """What the columns of topics say, each once."""
        found = (t for c in self._mapping.topics for t in self._texts(Meaning.TOPIC, c))
        return tuple(dict.fromkeys(filter(None, found)))

    def key(self) -> str | None:
        """The source's own key; None if the row has none."""
        if not self._mapping.keys:
            return self.text(Meaning.KEY) or None
        parts = [self._cells[index] for index in self._mapping.keys]
        return "\x1f".join(parts) if any(parts) else None

    def attributes(self) -> tuple[tuple[str, str], ...]:
        """Header and cell of each column that gives no field, a joined one for each of its rows.

        An operator may say how it is called, and what its cells stand for.
        """
        header, lists = self._mapping.header, self._mapping.lists
        worded = {it.column.index: it for it in self._mapping.kept}
        found: list[tuple[str, str]] = []
        for index in self._mapping.attributes:
            told = worded.get(index)
            if told is not None:
                texts = self._texts(Meaning.ATTRIBUTE, told.column)
            else:
                cell = self._cells[index]
                texts = cell.split(_LINE) if index in lists else [cell]
            found.extend((told.label if told else header[index], text) for text in texts if text)
        of_school = (t for c in self._mapping.aliases for t in self._texts(Meaning.ALIAS, c))
        found.extend((OTHER_NAMES, text) for text in of_school if text)
        return tuple(dict.fromkeys(found))

    def length(self) -> Length | None:
        """None if there is no length, or none that can be read; likewise below."""
        return read_length(self._said(Meaning.LENGTH)) if self.text(Meaning.LENGTH) else None

    def price(self) -> Price | None:
        """The price in the currency and on the basis that cell, header and row agree on."""
        column = self._columns.get(Meaning.PRICE)
        cell = self._said(Meaning.PRICE)
        if not column or not cell:
            return None
        price = read_price(cell, column.decimal)
        if price is not None and column.is_free_at_zero and is_free(cell):
            price = replace(price, amount=0.0)
        if price is None or price.amount is None:
            return price and Price(None, None, PriceBasis.UNKNOWN, cell)
        return stated(price, self._with_basis(column), self.text(Meaning.CURRENCY))

    def _with_basis(self, column: Column) -> Column:
        """The column of the price with the basis that the row's own column of it gives."""
        text = self.text(Meaning.BASIS)
        if not text:
            return column
        basis = read_basis(text)
        if basis is None:
            self.note_unreadable(Meaning.BASIS)
        return replace(column, basis=basis or PriceBasis.UNKNOWN)

    def delivery(self) -> frozenset[Delivery] | None:
        """All ways that the row's columns name."""
        cell = self.text(Meaning.DELIVERY)
        found = read_delivery(cell) if cell else frozenset()
        if found is None:
            return None
        for column in self._mapping.ways:
            for text in filter(None, self._texts(Meaning.DELIVERY, column)):
                found |= self._ways_of(column, text)
        for meaning, way in _FLAGS.items():
            flag = self.text(meaning)
            if flag and read_flag(flag):
                found |= {way}
            elif flag and read_flag(flag) is None:
                found |= read_delivery(flag) or frozenset()
        return found

    def _ways_of(self, column: Column, text: str) -> frozenset[Delivery]:
        ways = frozenset({Delivery(text)}) if text in _WAYS else read_delivery(text)
        if ways is None and column.rule and column.rule.unlisted is Unlisted.REJECT:
            self.refused = f"cannot read the delivery {text!r}"
        elif ways is None:
            header = self._mapping.header[column.index]
            self.unread.add(Unread(header, Meaning.DELIVERY, text))
        return ways or frozenset()

    def delivery_raw(self) -> str | None:
        """The words that say how it is taught."""
        if not self._mapping.ways:
            return self.text(Meaning.DELIVERY) or None
        return ", ".join(told_ways(self._mapping, self._cells)) or None

    def place(self, meaning: Meaning) -> str | None:
        """The words of a place; None for a figure, where no operator says that it is one."""
        cell = self.cell(meaning)
        is_sure = self._mapping.is_written or not cell
        can_be = is_name if meaning is Meaning.CITY else is_no_length  # campuses may have numbers
        return cell if is_sure or can_be(cell) else None

    def places(self) -> tuple[Place, ...]:
        """The row's places, each once, whatever the case of its letters."""
        found: dict[tuple[str, ...], Place] = {}
        for columns in (self._columns, *self._mapping.places):
            for p in self._places_of(columns):
                key = tuple(_same(name or "") for name in (p.city, p.region, p.country))
                found.setdefault(key, p)
        known = [p for p in found.values() if p.city or p.region]
        return tuple(known or found.values())

    def _places_of(self, columns: PlaceColumns) -> tuple[Place, ...]:
        """Places of the columns. Cities and regions belong together where as many are of both."""
        cities, regions, countries = (
            self._parts(m, columns) for m in (Meaning.CITY, Meaning.REGION, Meaning.COUNTRY)
        )
        if Meaning.PLACE not in columns:
            return joined_places(cities, regions, countries)
        region, country = (next(filter(None, it), "") for it in (regions, countries))
        found = [p for t in self._parts(Meaning.PLACE, columns) for p in read_places(t)]
        return filled_places(found, region, country)

    def _parts(self, meaning: Meaning, columns: PlaceColumns) -> list[str]:
        """The values of a column of places, those that say nothing as empty ones."""
        column = columns.get(meaning)
        if column is None:
            return []
        is_whole = column.rule is None and column.index not in self._mapping.lists
        if is_whole and meaning is not Meaning.PLACE:
            cell = self._cell_of(column)
            return [] if is_absent(cell) else listed(cell)
        return self._texts(meaning, column)

    def _texts(self, meaning: Meaning, column: Column) -> list[str]:
        """What each part of a cell says by the column's rule; empty where it says nothing."""
        cell = self._cell_of(column)
        parts = cell.split(_LINE) if column.index in self._mapping.lists else [cell]
        rule = column.rule or _NO_RULE
        if rule.split:
            parts = [p.strip() for part in parts for p in part.split(rule.split)]
        return [text for part in parts for text in self._ruled(part, rule, meaning, column)]

    def _ruled(self, part: str, rule: Rule, meaning: Meaning, column: Column) -> tuple[str, ...]:
        words = rule.words_of(part)
        if words is not None:
            is_none = rule.values is None and meaning not in _KEPT
            return tuple("" if is_none and is_absent(w) else w for w in words) or ("",)
        if rule.unlisted is Unlisted.KEEP:
            return ("" if meaning not in _KEPT and is_absent(part) else part,)
        header = self._mapping.header[column.index]
        self.unread.add(Unread(header, meaning, part))
        if rule.unlisted is Unlisted.REJECT:
            self.refused = f"{header!r} = {part!r} is not in the mapping's values of {meaning}"
        return ("",)


_KEPT = frozenset({Meaning.TITLE, Meaning.UNIVERSITY, Meaning.KEY, Meaning.ATTRIBUTE, *_FLAGS})
"""Meanings whose cells are never "no value" in words."""
_LEVELS = frozenset(level.value for level in Level)
_WAYS = frozenset(way.value for way in Delivery)
_NO_RULE = Rule()
_same = lru_cache(maxsize=1 << 12)(fold)
"""Towns and states come again and again."""
