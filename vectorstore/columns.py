"""What the rows are ordered, computed and grouped by, as arrays over all programs by position.

Made once for a snapshot, so that order and aggregates over 25,000 rows take a millisecond. Pure;
unknown numbers are NaN here and nowhere else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from vectorstore.cells import unread_price
from vectorstore.query import Basis, Field, SortKey, price_per_year
from vectorstore.records import Program
from vectorstore.text import fold

Positions = NDArray[np.intp]
"""Rows by their position in answer order, rising."""
Numbers = NDArray[np.float64]

NOT_STATED = "not stated"
"""Group of the rows that say nothing of the field grouped by."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """Which rows are in which group of a field: pairs, for a row may be in several."""

    positions: Positions
    groups: Positions
    names: tuple[str, ...]
    """By group: the value as it is most often written."""


def no_rows() -> Positions:
    """No row at all."""
    return np.empty(0, np.intp)


class Columns:
    """Arrays over all programs of a snapshot, by position."""

    def __init__(self, programs: Sequence[Program]) -> None:
        self._programs = programs
        self._groupings: dict[Field, Grouping] = {}

    def numbers(self, key: SortKey) -> Numbers:
        """The number of each row for a key, (n,) float64; NaN where unknown, never for titles."""
        if key is SortKey.PRICE:
            return self._prices
        if key is SortKey.DURATION:
            return self._years
        return self._prices_per_year if key is SortKey.PRICE_PER_YEAR else self._title_ranks

    def grouping(self, field: Field) -> Grouping:
        """The groups of a field, made at first use."""
        if field not in self._groupings:
            self._groupings[field] = _grouping(self._programs, field)
        return self._groupings[field]

    @cached_property
    def bases(self) -> tuple[Basis, ...]:
        """Distinct bases of prices; `basis` gives each row's place in this."""
        found = {_basis(p) for p in self._programs}
        return tuple(sorted(found, key=lambda b: (b.currency or "", b.price_basis)))

    @cached_property
    def basis(self) -> Positions:
        """Each row's basis, (n,), as its place in `bases`."""
        code = {basis: i for i, basis in enumerate(self.bases)}
        return np.array([code[_basis(p)] for p in self._programs], np.intp)

    @cached_property
    def has_delivery(self) -> NDArray[np.bool_]:
        """Whether it is known how the row is taught, (n,)."""
        return np.array([bool(p.delivery) for p in self._programs], np.bool_)

    @cached_property
    def has_unread_price(self) -> NDArray[np.bool_]:
        """Whether the row lists a price that gives no amount, (n,)."""
        return np.array([unread_price(p) is not None for p in self._programs], np.bool_)

    @cached_property
    def _prices(self) -> Numbers:
        return _numbers(p.price for p in self._programs)

    @cached_property
    def _years(self) -> Numbers:
        return _numbers(p.duration.years if p.duration else None for p in self._programs)

    @cached_property
    def _prices_per_year(self) -> Numbers:
        return _numbers(map(price_per_year, self._programs))

    @cached_property
    def _title_ranks(self) -> Numbers:
        """Place of each title in alphabetical order; equal titles share one."""
        folded = [fold(p.title) for p in self._programs]
        rank = {title: float(i) for i, title in enumerate(sorted(set(folded)))}
        return _numbers(rank[title] for title in folded)


def _numbers(values: Iterable[float | None]) -> Numbers:
    return np.array([np.nan if v is None else v for v in values], np.float64)


def _basis(program: Program) -> Basis:
    return Basis(program.currency, program.price_basis.value)


def _grouping(programs: Sequence[Program], field: Field) -> Grouping:
    codes: dict[str, int] = {}
    spellings: defaultdict[int, Counter[str]] = defaultdict(Counter)
    positions: list[int] = []
    groups: list[int] = []
    for position, program in enumerate(programs):
        for key, spelling in _group_keys(program, field).items():
            code = codes.setdefault(key, len(codes))
            spellings[code][spelling] += 1
            positions.append(position)
            groups.append(code)
    names = (min(c, key=lambda s: (-c[s], s)) for c in (spellings[i] for i in range(len(codes))))
    return Grouping(np.array(positions, np.intp), np.array(groups, np.intp), tuple(names))


def _group_keys(program: Program, field: Field) -> dict[str, str]:
    """Folded value -> value as written, for each group that the program is in."""
    values: Iterable[str | None]
    match field:
        case Field.TOPIC:
            values = (topic.strip() for topic in program.topics)
        case Field.DELIVERY:
            values = (d.value for d in program.delivery)
        case Field.PLACE:
            values = (place.city or place.region or place.country for place in program.places)
        case Field.REGION:
            values = (place.region for place in program.places)
        case Field.COUNTRY:
            values = (place.country for place in program.places)
        case Field.DURATION:
            values = [_years(program.duration.years)] if program.duration else []
        case _:
            values = [_plain_value(program, field)]
    found = {fold(v): v for v in values if v}
    return found or {NOT_STATED: NOT_STATED}


def _plain_value(program: Program, field: Field) -> str | None:
    match field:
        case Field.LEVEL:
            return program.level.value
        case Field.AWARD:
            return program.award
        case Field.CATEGORY:
            return program.category
        case Field.UNIVERSITY:
            return program.university
        case Field.TITLE:
            return program.title
        case Field.SOURCE:
            return program.source_id
        case Field.CURRENCY:
            return program.currency
        case Field.BASIS:
            return program.price_basis.value if program.price is not None else None
        case _:
            raise ValueError(f"rows cannot be grouped by {field.value!r}")


def _years(years: float) -> str:
    rounded = round(years, 4)
    return f"{rounded:g} year" if rounded == 1 else f"{rounded:g} years"
