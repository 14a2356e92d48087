"""What a cell can be in its column, and what its column adds to it: a unit, a currency. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from ingest.amounts import decimal_mark
from ingest.awards import is_level
from ingest.cells import Price, read_basis, read_delivery, read_flag, read_length, read_price
from ingest.figures import currency_of
from ingest.mapping import BARE_DOLLAR, Column, Mapping, Meaning, Rule
from vectorstore.records import PriceBasis

_CODE = re.compile(r"[A-Za-z]{3}")
_DOLLARS = frozenset({"USD", "AUD", "CAD", "NZD", "SGD", "HKD"})
"""What a bare `$` can be where the table names one of them."""
_OF_RUPEES = frozenset({"INR", "PKR", "LKR", "NPR", "MUR", "SCR"})
"""What a bare `Rs.` can be; the sign alone gives none of them."""
_RUPEES_SAID = re.compile(r"\brs\b", re.IGNORECASE)


def with_unit(cell: str, unit: str | None) -> str:
    """A bare number under "Duration (weeks)" with its unit: 104 weeks."""
    if not unit or not re.fullmatch(r"\d+(?:[.,]\d+)?", cell):
        return cell
    unit = unit.replace("(s)", "s")
    return f"{cell} {unit}" if cell == "1" or unit.endswith("s") else f"{cell} {unit}s"


def with_decimals(mapping: Mapping, rows: Iterable[Sequence[str]]) -> Mapping:
    """The mapping with the mark by which the column of the price parts decimals, if it shows one.

    Cells that joined rows gave hold a line for each of them.
    """
    column = mapping.columns.get(Meaning.PRICE)
    if column is None or column.index >= mapping.width:
        return mapping
    cells = (r[column.index] for r in rows if column.index < len(r))
    mark = decimal_mark(line for cell in cells for line in cell.split("\n"))
    if mark == column.decimal:
        return mapping
    columns = {**mapping.columns, Meaning.PRICE: replace(column, decimal=mark)}
    return replace(mapping, columns=columns)


def stated(price: Price, column: Column, code: str) -> Price:
    """The price with the currency and basis that its table states; where they differ, unknown."""
    is_bare = price.currency == "USD" and "$" in price.raw and "US" not in price.raw.upper()
    named = currency_of(code) or (code.upper() if _CODE.fullmatch(code) else None)
    signs = {BARE_DOLLAR if is_bare else price.currency, column.currency, named} - {None}
    exact = signs - {BARE_DOLLAR}
    bases = {price.basis, column.basis} - {PriceBasis.UNKNOWN}
    is_other = BARE_DOLLAR in signs and exact and not exact <= _DOLLARS
    is_other = is_other or bool(_RUPEES_SAID.search(price.raw) and exact - _OF_RUPEES)
    if len(exact) > 1 or is_other or len(bases) > 1:
        return Price(None, None, PriceBasis.UNKNOWN, price.raw)
    currency = next(iter(exact), "USD" if BARE_DOLLAR in signs else None)
    return replace(price, currency=currency, basis=next(iter(bases), PriceBasis.UNKNOWN))


def _flag_or_way(cell: str, _: Column) -> bool:
    return read_flag(cell) is not None or read_delivery(cell) is not None


def is_no_length(cell: str) -> bool:
    """Whether a cell is anything but a length."""
    return read_length(cell) is None


def is_name(cell: str) -> bool:
    """Whether a cell may be a name, of a place say: it is no length and no price."""
    return is_no_length(cell) and read_price(cell) is None


CHECKS: dict[Meaning, Callable[[str, Column], bool]] = {
    Meaning.CITY: lambda cell, _: is_name(cell),
    Meaning.LEVEL: lambda cell, _: is_level(cell),
    Meaning.DELIVERY: lambda cell, _: read_delivery(cell) is not None,
    Meaning.ONLINE: _flag_or_way,
    Meaning.ON_CAMPUS: _flag_or_way,
    Meaning.HYBRID: _flag_or_way,
    Meaning.LENGTH: lambda cell, column: read_length(with_unit(cell, column.unit)) is not None,
    Meaning.PRICE: lambda cell, _: read_price(cell) is not None,
    Meaning.CURRENCY: lambda cell, _: _CODE.fullmatch(cell) is not None or bool(currency_of(cell)),
    Meaning.BASIS: lambda cell, _: read_basis(cell) is not None,
    Meaning.URL: lambda cell, _: "." in cell and " " not in cell.strip(),
}
"""Whether a cell can be what its column's header promises, where its form can tell."""


def told_ways(mapping: Mapping, cells: Sequence[str]) -> list[str]:
    """The words of a row that say how it is taught; a flag such as "Online: T" is none.

    Nor is a code that the mapping translates, but for one of a pace ("PT") that nothing words.
    """
    worded = {it.column.index for it in mapping.kept}
    told: dict[str, None] = {}
    for column in mapping.ways:
        cell = cells[column.index]
        is_pace = column.index not in worded and _is_pace(cell)
        is_code = is_coded(cell) and _is_translated(cell, column.rule)
        if cell and read_flag(cell) is None and (is_pace or not is_code):
            told[cell] = None
    return list(told)


def is_coded(cell: str) -> bool:
    """Whether a cell is made of codes that say nothing by themselves: "HYF", "F2F/ONL", "3".

    >>> is_coded("REG|ONL"), is_coded("Online"), is_coded("ON CAMPUS")
    (True, False, False)
    """
    return _CODES.fullmatch(cell.strip()) is not None


def _is_translated(cell: str, rule: Rule | None) -> bool:
    """Whether the mapping says of each part of a cell what it stands for."""
    if rule is None or rule.values is None:
        return False
    parts = [p.strip() for p in cell.split(rule.split)] if rule.split else [cell]
    return all(rule.words_of(part) is not None for part in parts)


def _is_pace(cell: str) -> bool:
    return all(part in ("FT", "PT") for part in _APART.split(cell.strip()))


_APART = re.compile(r"[\s/|,;&+-]+")
_CODE_PART = r"(?:[A-Z\d]{1,5}|[a-z]{1,2}|\w*\d\w*)"
_CODES = re.compile(rf"{_CODE_PART}(?:{_APART.pattern}{_CODE_PART})*")


def is_unit(cell: str) -> bool:
    """Whether a cell names a unit of lengths that are read: "Weeks", "Semester(s)"."""
    length = read_length(with_unit("2", cell.strip()))
    return length is not None and length.duration is not None
