"""Cells of a table row -> fields of a program, by the table's mapping; else a reason why not. Pure.

One reading for every format: rows of Markdown, HTML and documents (blocks with a header) come
through `read_row`, records of delimited files, workbooks and JSON likewise. What the headers mean
is `columns.py`'s; columns that mean nothing known stay with the program as attributes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ingest.awards import is_level
from ingest.cells import (
    Length,
    Price,
    is_absent,
    read_delivery,
    read_flag,
    read_length,
    read_places,
    read_price,
)
from ingest.columns import BARE_DOLLAR, Column, Mapping, Meaning, recognise, without
from ingest.figures import currency_of
from ingest.programs import RowFields
from vectorstore.records import Delivery, Place, PriceBasis

_SAMPLE = 400
"""Filled cells of a column that are tried before it is believed to be what its header says."""
_READABLE_SHARE = 0.5
_FLAGS = {
    Meaning.ONLINE: Delivery.ONLINE,
    Meaning.ON_CAMPUS: Delivery.ON_CAMPUS,
    Meaning.HYBRID: Delivery.HYBRID,
}
_APART = re.compile(r"\s*[;|]\s*")
_CODE = re.compile(r"[A-Za-z]{3}")


@dataclass(frozen=True, slots=True)
class TableRow:
    """What a table row gave: its fields, or the reason why there are none."""

    fields: RowFields | None
    reason: str = ""


def is_listing(header: tuple[str, ...]) -> bool:
    """Whether a table with these headers lists programs."""
    return recognise(header).is_listing


def fitted(mapping: Mapping, rows: Sequence[tuple[str, ...]]) -> Mapping:
    """The mapping without the columns whose cells are mostly not what their headers promise.

    "Duration" with nothing but bare numbers has no unit, and stays an attribute.
    """
    for meaning, can_read in _CHECKS.items():
        column = mapping.columns.get(meaning)
        if column is None:
            continue
        cells = (r[column.index] for r in rows if column.index < len(r))
        filled = [c for c in cells if c and not is_absent(c)][:_SAMPLE]
        good = sum(can_read(c, column) for c in filled)
        if filled and good <= _READABLE_SHARE * len(filled):
            name = mapping.header[column.index]
            doubt = f"the cells of {name!r} cannot be read as {meaning.value}: {filled[0]!r}"
            mapping = without(mapping, meaning, doubt)
    return mapping


def read_row(mapping: Mapping, cells: tuple[str, ...], section: str | None = None) -> TableRow:
    """The fields of one row. A cell that cannot be read rejects it; an empty one is unknown."""
    if len(cells) != len(mapping.header):
        return TableRow(
            None, f"{len(cells)} cells where the table has {len(mapping.header)} columns"
        )
    row = _Row(mapping, cells)
    university, title = row.text(Meaning.UNIVERSITY), row.text(Meaning.TITLE)
    if not university and " | " in title:
        university, _, title = (p.strip() for p in title.partition(" | "))
    if not title or not university:
        return TableRow(None, f"no {'title' if not title else 'university'}")
    length, price, delivery = row.length(), row.price(), row.delivery()
    for meaning, value in (
        (Meaning.LENGTH, length), (Meaning.PRICE, price), (Meaning.DELIVERY, delivery),
    ):  # fmt: skip
        if value is None and row.text(meaning):
            return TableRow(None, f"cannot read the {meaning.value} {row.text(meaning)!r}")
    return TableRow(
        RowFields(
            university=university,
            title=title,
            category=row.text(Meaning.CATEGORY) or section,
            level=row.text(Meaning.LEVEL) or None,
            delivery=delivery or frozenset(),
            delivery_raw=row.delivery_raw(),
            places=row.places(),
            length=length,
            price=price,
            url=row.text(Meaning.URL) or None,
            attributes=tuple((mapping.header[i], cells[i]) for i in mapping.attributes if cells[i]),
            key=row.text(Meaning.KEY) or None,
            whole="\n".join(record_lines(mapping.header, cells)),
        )
    )


def record_lines(header: tuple[str, ...], cells: tuple[str, ...]) -> list[str]:
    """A record as text: `Header: value`, one line for each cell that says something."""
    return [f"{name}: {cell}" for name, cell in zip(header, cells, strict=True) if cell]


class _Row:
    """One row's cells by what they mean."""

    def __init__(self, mapping: Mapping, cells: tuple[str, ...]) -> None:
        self._columns = mapping.columns
        self._header = mapping.header
        self._cells = cells

    def text(self, meaning: Meaning) -> str:
        """The cell of a meaning; empty if there is none, or if it says that it has no value."""
        column = self._columns.get(meaning)
        cell = self._cells[column.index] if column else ""
        return "" if cell and meaning not in _KEPT and is_absent(cell) else cell

    def length(self) -> Length | None:
        """None if there is no length, or none that can be read; likewise below."""
        column = self._columns.get(Meaning.LENGTH)
        cell = self.text(Meaning.LENGTH)
        return read_length(_with_unit(cell, column)) if column and cell else None

    def price(self) -> Price | None:
        """The price in the currency and on the basis that cell, header and row agree on."""
        column = self._columns.get(Meaning.PRICE)
        cell = self._cells[column.index] if column else ""
        if not column or not cell:
            return None
        price = read_price(cell)
        if price is None or price.amount is None:
            return price
        return _stated(price, column, self.text(Meaning.CURRENCY))

    def delivery(self) -> frozenset[Delivery] | None:
        """All ways that the row's columns name."""
        cell = self.text(Meaning.DELIVERY)
        found = read_delivery(cell) if cell else frozenset()
        if found is None:
            return None
        for meaning, way in _FLAGS.items():
            flag = self.text(meaning)
            if flag and read_flag(flag):
                found |= {way}
            elif flag and read_flag(flag) is None:
                found |= read_delivery(flag) or frozenset()
        return found

    def delivery_raw(self) -> str | None:
        """The words that say how it is taught; a flag such as "Online: T" is none."""
        return self.text(Meaning.DELIVERY) or None

    def places(self) -> tuple[Place, ...]:
        """The row's places. Cities and regions belong together where there are as many of both."""
        region, country = (self.text(m) for m in (Meaning.REGION, Meaning.COUNTRY))
        if Meaning.CITY not in self._columns:
            found = read_places(self.text(Meaning.PLACE))
            if len(found) == 1 or not (region or country):
                return tuple(_filled(p, region, country) for p in found) or _alone(region, country)
            return (*found, *_alone(region, country))
        if not (region or country):
            return read_places(self.text(Meaning.CITY))
        return _joined(
            *(_parts(self.text(m)) for m in (Meaning.CITY, Meaning.REGION, Meaning.COUNTRY))
        )


_KEPT = frozenset({Meaning.TITLE, Meaning.UNIVERSITY, Meaning.KEY, *_FLAGS})
"""Meanings whose cells are never "no value" in words."""


def _with_unit(cell: str, column: Column) -> str:
    """A bare number under "Duration (weeks)" with its unit: 104 weeks."""
    if column.unit is None or not re.fullmatch(r"\d+(?:[.,]\d+)?", cell):
        return cell
    return f"{cell} {column.unit}" if cell == "1" else f"{cell} {column.unit}s"


def _stated(price: Price, column: Column, code: str) -> Price:
    """The price with the currency and basis that its table states; where they differ, unknown."""
    is_bare = price.currency == "USD" and "$" in price.raw and "US" not in price.raw.upper()
    named = currency_of(code) or (code.upper() if _CODE.fullmatch(code) else None)
    signs = {BARE_DOLLAR if is_bare else price.currency, column.currency, named} - {None}
    exact = signs - {BARE_DOLLAR}
    bases = {price.basis, column.basis} - {PriceBasis.UNKNOWN}
    is_other = BARE_DOLLAR in signs and exact and not exact <= _DOLLARS
    if len(exact) > 1 or is_other or len(bases) > 1:
        return Price(None, None, PriceBasis.UNKNOWN, price.raw)
    currency = next(iter(exact), "USD" if BARE_DOLLAR in signs else None)
    return replace(price, currency=currency, basis=next(iter(bases), PriceBasis.UNKNOWN))


_DOLLARS = frozenset({"USD", "AUD", "CAD", "NZD", "SGD", "HKD"})
"""What a bare `$` can be where the table names one of them."""


def _parts(cell: str) -> list[str]:
    return [p.strip() for p in _APART.split(cell)] if cell else []


def _joined(cities: list[str], regions: list[str], countries: list[str]) -> tuple[Place, ...]:
    """Places of three cells: by place in their lists; one country holds for all cities.

    Several cities in one region, or the other way round, are not put together: the table does not
    say so.
    """
    count = len(cities)
    if len(regions) not in (0, count) and count:
        alone = tuple(Place(None, r, None) for r in regions if r)
        return (*_joined(cities, [], countries), *alone)
    count = max(count, len(regions)) or len(countries)
    same = countries * count if len(countries) == 1 else countries
    if len(same) not in (0, count):
        return (*_joined(cities, regions, []), *(Place(None, None, c) for c in countries if c))
    columns = (part or [""] * count for part in (cities, regions, same))
    places = (Place(*(name or None for name in names)) for names in zip(*columns, strict=True))
    return tuple(dict.fromkeys(p for p in places if p != Place()))


def _filled(place: Place, region: str, country: str) -> Place:
    """A place with the region and country of the row's own columns, where its cell has none."""
    return Place(place.city, place.region or region or None, place.country or country or None)


def _alone(region: str, country: str) -> tuple[Place, ...]:
    return (Place(None, region or None, country or None),) if region or country else ()


def _flag_or_way(cell: str, _: Column) -> bool:
    return read_flag(cell) is not None or read_delivery(cell) is not None


_CHECKS: dict[Meaning, Callable[[str, Column], bool]] = {
    Meaning.LEVEL: lambda cell, _: is_level(cell),
    Meaning.DELIVERY: lambda cell, _: read_delivery(cell) is not None,
    Meaning.ONLINE: _flag_or_way,
    Meaning.ON_CAMPUS: _flag_or_way,
    Meaning.HYBRID: _flag_or_way,
    Meaning.LENGTH: lambda cell, column: read_length(_with_unit(cell, column)) is not None,
    Meaning.PRICE: lambda cell, _: read_price(cell) is not None,
    Meaning.CURRENCY: lambda cell, _: _CODE.fullmatch(cell) is not None or bool(currency_of(cell)),
    Meaning.URL: lambda cell, _: "." in cell and " " not in cell.strip(),
}
