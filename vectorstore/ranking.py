"""Order, ties, cuts, groups and aggregates over matched rows: pure functions, no SQL.

`rows.py` finds the rows that match; what is computed from them is computed here, over the arrays of
`columns.py`. Prices are never compared across currency or basis: rows are parted by basis first.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vectorstore.columns import Columns, Numbers, Positions, no_rows
from vectorstore.query import Aggregate, Basis, Field, GroupValue, RowQuery, Sort, SortKey
from vectorstore.text import fold

YEARS_TIE = 1e-6
"""Lengths closer than this are one length: 18 months and 1.5 years; a year has 3e7 seconds. A price
per year has the same slack, relative, for it is divided by a length; prices tie when equal."""

_COMPUTE: dict[Aggregate, Callable[[Numbers], float]] = {
    Aggregate.MIN: lambda values: float(values.min()),
    Aggregate.MAX: lambda values: float(values.max()),
    Aggregate.RANGE: lambda values: float(values.min()),
    Aggregate.MEAN: lambda values: math.fsum(values.tolist()) / len(values),
    Aggregate.MEDIAN: lambda values: float(np.median(values)),
    Aggregate.SUM: lambda values: math.fsum(values.tolist()),
}
_ENDS = frozenset({Aggregate.MIN, Aggregate.MAX, Aggregate.RANGE})
_PRICE_KEYS = frozenset({SortKey.PRICE, SortKey.PRICE_PER_YEAR})


@dataclass(frozen=True, slots=True)
class Kept:
    """What an order and a cut leave of the matching rows, in answer order."""

    rows: Positions
    runner_up: Positions = field(default_factory=no_rows)
    winners: tuple[GroupValue, ...] = ()
    """With more than one basis: the best value of each."""


@dataclass(frozen=True, slots=True)
class Computed:
    """What an aggregate gives."""

    rows: Positions
    contributors: Positions
    value: float | None = None
    high: float | None = None
    groups: tuple[GroupValue, ...] = ()


@dataclass(frozen=True, slots=True)
class _Ranked:
    """Rows of one basis in order, with the place of each one's value among the distinct values."""

    rows: Positions
    place: Positions


def is_priced(key: SortKey | None) -> bool:
    """Whether a key compares prices."""
    return key in _PRICE_KEYS


def is_cut(query: RowQuery) -> bool:
    """Whether only some of the rows in the query's order are wanted."""
    return query.sort is not None and (query.limit is not None or query.nth is not None)


def bases_among(columns: Columns, rows: Positions) -> tuple[Basis, ...]:
    """Distinct bases of these rows' prices, the commonest first."""
    return tuple(columns.bases[code] for code in _basis_codes(columns, rows))


def keep(columns: Columns, matched: Positions, query: RowQuery) -> Kept:
    """The rows in the query's order, cut as it says; ties at the cut stay.

    Among ties the order of `matched` stays: university, then title. Rows without the key come last
    where nothing is cut, and are in no cut.
    """
    if query.sort is None:
        return Kept(matched if query.limit is None else matched[: query.limit])
    parts = [_rank(columns, part, query.sort) for part in _parts(columns, matched, query.sort.key)]
    if not is_cut(query):
        unknown = matched[np.isnan(columns.numbers(query.sort.key)[matched])]
        return Kept(_joined([*(part.rows for part in parts), unknown]))
    cuts = [_cut(part, query.limit, query.nth) for part in parts]
    return Kept(
        _joined([cut.rows for cut in cuts]),
        _joined([cut.runner_up for cut in cuts]),
        _winners(columns, parts, cuts, query.sort.key) if len(parts) > 1 else (),
    )


def compute(columns: Columns, query: RowQuery, matched: Positions, kept: Kept) -> Computed | None:
    """The aggregate of the query, None if it asks for none."""
    if query.aggregate is None:
        return None
    rows = kept.rows if is_cut(query) and query.group is None else matched
    measure = _Measure(columns, query.aggregate, query.of)
    if query.group is not None:
        return _compute_groups(measure, query.group, query, rows)
    if measure.key is None:
        return Computed(kept.rows, rows, float(len(rows)))
    parts = _parts(columns, rows, measure.key)
    groups = tuple(measure.of_group(_basis_name(columns, part), part) for part in parts)
    bearers = _joined([measure.bearers(part) for part in parts])
    if len(parts) != 1:
        return Computed(bearers, _joined(parts), groups=groups)
    return Computed(bearers, parts[0], groups[0].value, groups[0].high)


@dataclass(frozen=True, slots=True)
class _Measure:
    """An aggregate of one key; rows given to it all have the key."""

    columns: Columns
    aggregate: Aggregate
    of: SortKey | None

    @property
    def key(self) -> SortKey | None:
        """What is computed with; None where rows are only counted."""
        return None if self.aggregate is Aggregate.COUNT else self.of

    def of_group(self, name: str, rows: Positions) -> GroupValue:
        """The value over these rows."""
        if self.key is None:
            return GroupValue(name, float(len(rows)), len(rows))
        values = self.columns.numbers(self.key)[rows]
        high = float(values.max()) if self.aggregate is Aggregate.RANGE else None
        return GroupValue(name, _COMPUTE[self.aggregate](values), len(values), high)

    def bearers(self, rows: Positions) -> Positions:
        """Rows that bear the value out: those at the ends for MIN, MAX, RANGE, else all."""
        if self.key is None or self.aggregate not in _ENDS or not len(rows):
            return rows
        ranked = _rank(self.columns, rows, Sort(self.key))
        is_low: NDArray[np.bool_] = ranked.place == 0
        is_high: NDArray[np.bool_] = ranked.place == ranked.place[-1]
        wanted = {Aggregate.MIN: is_low, Aggregate.MAX: is_high}.get(
            self.aggregate, is_low | is_high
        )
        chosen: Positions = ranked.rows[wanted]
        return chosen


def _parts(columns: Columns, rows: Positions, key: SortKey) -> list[Positions]:
    """Rows that have the key; apart by basis where prices are compared, the commonest first."""
    known = rows[~np.isnan(columns.numbers(key)[rows])]
    if not is_priced(key):
        return [known] if len(known) else []
    of = columns.basis[known]
    return [known[of == code] for code in _basis_codes(columns, known)]


def _basis_codes(columns: Columns, rows: Positions) -> list[int]:
    counts = np.bincount(columns.basis[rows], minlength=len(columns.bases))
    # `bases` are in order of name, and a stable sort keeps that among equally common ones.
    order = np.argsort(-counts, kind="stable")
    return [int(code) for code in order if counts[code]]


def _basis_name(columns: Columns, rows: Positions) -> str:
    return columns.bases[int(columns.basis[rows[0]])].describe()


def _rank(columns: Columns, rows: Positions, sort: Sort) -> _Ranked:
    """Rows (which all have the key) in order; inside a tie the order given stays."""
    values = columns.numbers(sort.key)[rows]
    rising = np.argsort(values, kind="stable")
    ordered = values[rising]
    slack: float | Numbers = 0.0
    if sort.key is SortKey.DURATION:
        slack = YEARS_TIE
    elif sort.key is SortKey.PRICE_PER_YEAR:
        slack = YEARS_TIE * np.abs(ordered[1:])
    place = np.zeros(len(rows), np.intp)
    place[1:] = np.cumsum(np.diff(ordered) > slack)
    if sort.descending and len(place):
        place = place[-1] - place
    # Values that differ within a tie were put in their order: put back the order given.
    again = np.lexsort((rising, place))
    return _Ranked(rows[rising[again]], place[again])


def _cut(ranked: _Ranked, limit: int | None, nth: int | None) -> Kept:
    """The n first rows and their ties, or the rows at the k-th distinct value."""
    rows, place = ranked.rows, ranked.place
    if nth is not None:
        return Kept(rows[place == nth - 1], rows[place == nth])
    if limit is None or limit >= len(rows):
        return Kept(rows)
    last = place[limit - 1]
    return Kept(rows[place <= last], rows[place == last + 1] if limit == 1 else no_rows())


def _winners(
    columns: Columns, parts: Sequence[_Ranked], cuts: Sequence[Kept], key: SortKey
) -> tuple[GroupValue, ...]:
    """The best (or nth) value of each basis, where its rows have one."""
    numbers = columns.numbers(key)
    return tuple(
        GroupValue(_basis_name(columns, cut.rows), float(numbers[cut.rows[0]]), len(part.rows))
        for part, cut in zip(parts, cuts, strict=True)
        if len(cut.rows)
    )


def _compute_groups(measure: _Measure, field: Field, query: RowQuery, rows: Positions) -> Computed:
    """One value a group; prices of several bases are parted by basis first, then grouped."""
    columns = measure.columns
    parts = [rows] if measure.key is None else _parts(columns, rows, measure.key)
    chosen: list[tuple[GroupValue, Positions]] = []
    for part in parts:
        suffix = f" ({_basis_name(columns, part)})" if len(parts) > 1 else ""
        made = [
            (measure.of_group(name + suffix, members), members)
            for name, members in _members(columns, field, part)
        ]
        chosen.extend(_cut_groups(made, query))
    bearers = _joined([measure.bearers(members) for _, members in chosen])
    distinct = bearers[np.sort(np.unique(bearers, return_index=True)[1])]
    return Computed(distinct, _joined(parts), groups=tuple(group for group, _ in chosen))


def _members(columns: Columns, field: Field, rows: Positions) -> list[tuple[str, Positions]]:
    """Name and rows of each group of a field that these rows are in."""
    grouping = columns.grouping(field)
    is_wanted: NDArray[np.bool_] = np.zeros(len(columns.basis), np.bool_)
    is_wanted[rows] = True
    held = is_wanted[grouping.positions]
    positions, groups = grouping.positions[held], grouping.groups[held]
    order = np.argsort(groups, kind="stable")
    codes, starts = np.unique(groups[order], return_index=True)
    members = np.split(positions[order], starts[1:])
    return [(grouping.names[code], of) for code, of in zip(codes, members, strict=True)]


def _cut_groups(
    made: list[tuple[GroupValue, Positions]], query: RowQuery
) -> list[tuple[GroupValue, Positions]]:
    """Groups by value, then name: the most first for COUNT, SUM and MAX; cut like rows."""
    most_first = query.aggregate in (Aggregate.COUNT, Aggregate.SUM, Aggregate.MAX)
    descending = query.sort.descending if query.sort is not None else most_first
    sign = -1.0 if descending else 1.0
    made = sorted(made, key=lambda m: (sign * m[0].value, fold(m[0].key)))
    if query.nth is not None:
        distinct = sorted({m[0].value for m in made}, reverse=descending)
        wanted = distinct[query.nth - 1 : query.nth]
        return [m for m in made if m[0].value in wanted]
    if query.limit is None or query.limit >= len(made):
        return made
    last = made[query.limit - 1][0].value
    return [m for i, m in enumerate(made) if i < query.limit or m[0].value == last]


def _joined(parts: Sequence[Positions]) -> Positions:
    return np.concatenate(parts) if parts else no_rows()
