"""Order, ties, cuts, groups and aggregates over matched programs: pure functions, no SQL.

`rows.py` finds the rows that match; what is computed from them is computed here. Prices are never
compared across currency or basis: rows are parted by basis first.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from vectorstore.query import (
    Aggregate,
    Basis,
    Field,
    GroupValue,
    RowQuery,
    Sort,
    SortKey,
    price_per_year,
)
from vectorstore.records import Program, ProgramId
from vectorstore.text import fold

_YEARS_TIE = 1e-6
"""Lengths closer than this are one length: `conditions.YEARS_TOLERANCE`. A price per year has the
same relative slack, for it is divided by a length; prices tie only when equal."""

NOT_STATED = "not stated"
"""Group of the rows that say nothing of the field grouped by."""

Rows = tuple[Program, ...]
_COMPUTE: dict[Aggregate, Callable[[Sequence[float]], float]] = {
    Aggregate.MIN: min,
    Aggregate.MAX: max,
    Aggregate.RANGE: min,
    Aggregate.MEAN: statistics.fmean,
    Aggregate.MEDIAN: statistics.median,
    Aggregate.SUM: math.fsum,
}
_ENDS = frozenset({Aggregate.MIN, Aggregate.MAX, Aggregate.RANGE})
_PRICE_KEYS = frozenset({SortKey.PRICE, SortKey.PRICE_PER_YEAR})


@dataclass(frozen=True, slots=True)
class Kept:
    """What an order and a cut leave of the matching rows."""

    rows: Rows
    runner_up: Rows = ()
    winners: tuple[GroupValue, ...] = ()
    """With more than one basis: the best value of each."""


@dataclass(frozen=True, slots=True)
class Computed:
    """What an aggregate gives."""

    rows: Rows
    value: float | None
    high: float | None
    groups: tuple[GroupValue, ...]
    contributors: tuple[ProgramId, ...]


def number_of(program: Program, key: SortKey) -> float | None:
    """The program's number for a key, None where unknown. Not for titles."""
    if key is SortKey.PRICE:
        return program.price
    if key is SortKey.DURATION:
        return program.duration.years if program.duration else None
    if key is SortKey.PRICE_PER_YEAR:
        return price_per_year(program)
    raise ValueError(f"{key.value!r} is no number")


def basis_of(program: Program) -> Basis:
    """What the program's price can be compared within."""
    return Basis(program.currency, program.price_basis.value)


def bases_among(programs: Iterable[Program]) -> tuple[Basis, ...]:
    """Distinct bases of the rows, the commonest first."""
    counts = Counter(basis_of(p) for p in programs)
    return tuple(sorted(counts, key=lambda b: (-counts[b], b.currency or "", b.price_basis)))


def is_priced(key: SortKey | None) -> bool:
    """Whether a key compares prices."""
    return key in _PRICE_KEYS


def keep(matched: Rows, query: RowQuery) -> Kept:
    """The rows in the query's order, cut as it says; ties at the cut stay.

    `matched` comes in answer order (university, title), which stays the order among ties.
    """
    if query.sort is None:
        return Kept(matched if query.limit is None else matched[: query.limit])
    parts = _parts(matched, query.sort)
    tied = [_ties(part, query.sort) for part in parts]
    if query.limit is None and query.nth is None:
        ranked = [p for ties in tied for tie in ties for p in tie]
        return Kept(tuple(ranked) + _without_key(matched, query.sort.key))
    cuts = [_cut(ties, query.limit, query.nth) for ties in tied]
    winners = _winners(parts, cuts, query.sort) if len(parts) > 1 else ()
    rows = tuple(p for cut in cuts for p in cut.rows)
    return Kept(rows, tuple(p for cut in cuts for p in cut.runner_up), winners)


def compute(query: RowQuery, matched: Rows, kept: Kept) -> Computed | None:
    """The aggregate of the query, None if it asks for none."""
    if query.aggregate is None:
        return None
    is_cut = query.sort is not None and (query.limit is not None or query.nth is not None)
    rows = kept.rows if is_cut and query.group is None else matched
    measure = _Measure(query.aggregate, query.of)
    if query.group is not None:
        return _compute_groups(measure, query.group, query, rows)
    if measure.key is None:
        return Computed(kept.rows, float(len(rows)), None, (), tuple(p.id for p in rows))
    parts = _by_basis(rows, measure.key)
    groups = tuple(measure.of_group(basis.describe(), part) for basis, part in parts)
    contributors = tuple(p.id for _, part in parts for p in part)
    found = tuple(p for _, part in parts for p in measure.bearers(part))
    if len(parts) != 1:
        return Computed(found, None, None, groups, contributors)
    return Computed(found, groups[0].value, groups[0].high, (), contributors)


@dataclass(frozen=True, slots=True)
class _Measure:
    """An aggregate of one key; rows given to it all have the key."""

    aggregate: Aggregate
    of: SortKey | None

    @property
    def key(self) -> SortKey | None:
        """What is computed with; None where rows are only counted."""
        return None if self.aggregate is Aggregate.COUNT else self.of

    def of_group(self, name: str, rows: Rows) -> GroupValue:
        """The value over these rows."""
        if self.key is None:
            return GroupValue(name, float(len(rows)), len(rows))
        values = [v for p in rows if (v := number_of(p, self.key)) is not None]
        high = max(values) if self.aggregate is Aggregate.RANGE else None
        return GroupValue(name, _COMPUTE[self.aggregate](values), len(values), high)

    def bearers(self, rows: Rows) -> Rows:
        """Rows that bear the value out: those at the ends for MIN, MAX, RANGE, else all."""
        if self.key is None or self.aggregate not in _ENDS or not rows:
            return rows
        ties = _ties(rows, Sort(self.key))
        low, high = tuple(ties[0]), tuple(ties[-1])
        if self.aggregate is Aggregate.RANGE and len(ties) > 1:
            return low + high
        return high if self.aggregate is Aggregate.MAX else low


def _parts(matched: Rows, sort: Sort) -> list[Rows]:
    """The rows that have the key; apart by basis where prices are compared."""
    if sort.key is SortKey.TITLE:
        return [matched] if matched else []
    return [part for _, part in _by_basis(matched, sort.key)]


def _by_basis(rows: Rows, key: SortKey) -> list[tuple[Basis, Rows]]:
    """Rows that have the key, by basis, the commonest first; one part where no prices compare."""
    known = tuple(p for p in rows if number_of(p, key) is not None)
    if not known:
        return []
    if not is_priced(key):
        return [(Basis(None, "unknown"), known)]
    return [(b, tuple(p for p in known if basis_of(p) == b)) for b in bases_among(known)]


def _without_key(rows: Rows, key: SortKey) -> Rows:
    if key is SortKey.TITLE:
        return ()
    return tuple(p for p in rows if number_of(p, key) is None)


def _ties(rows: Rows, sort: Sort) -> list[list[Program]]:
    """Rows in order, those of one value together; inside a tie the order given stays."""
    if sort.key is SortKey.TITLE:
        by_title: defaultdict[str, list[Program]] = defaultdict(list)
        for program in rows:
            by_title[fold(program.title)].append(program)
        return [by_title[title] for title in sorted(by_title, reverse=sort.descending)]
    values = [number_of(p, sort.key) or 0.0 for p in rows]
    order = sorted(range(len(rows)), key=values.__getitem__)
    ties: list[list[int]] = []
    for i in order:
        if ties and _is_tie(values[ties[-1][0]], values[i], sort.key):
            ties[-1].append(i)
        else:
            ties.append([i])
    if sort.descending:
        ties.reverse()
    return [[rows[i] for i in sorted(tie)] for tie in ties]


def _is_tie(a: float, b: float, key: SortKey) -> bool:
    slack = {SortKey.DURATION: _YEARS_TIE, SortKey.PRICE_PER_YEAR: _YEARS_TIE * abs(a)}
    return abs(b - a) <= slack.get(key, 0.0)


def _cut(ties: Sequence[list[Program]], limit: int | None, nth: int | None) -> Kept:
    if nth is not None:
        return Kept(_at(ties, nth - 1), _at(ties, nth))
    rows: list[Program] = []
    used = 0
    while used < len(ties) and len(rows) < (limit or 0):
        rows.extend(ties[used])
        used += 1
    return Kept(tuple(rows), _at(ties, used) if limit == 1 else ())


def _at(ties: Sequence[list[Program]], index: int) -> Rows:
    return tuple(ties[index]) if index < len(ties) else ()


def _winners(parts: Sequence[Rows], cuts: Sequence[Kept], sort: Sort) -> tuple[GroupValue, ...]:
    """The best (or nth) value of each basis, where its rows have one."""
    return tuple(
        GroupValue(basis_of(cut.rows[0]).describe(), value, len(part))
        for part, cut in zip(parts, cuts, strict=True)
        if cut.rows and (value := number_of(cut.rows[0], sort.key)) is not None
    )


def _compute_groups(measure: _Measure, field: Field, query: RowQuery, rows: Rows) -> Computed:
    """One value a group; prices of several bases are parted by basis first, then grouped."""
    parts: list[tuple[str, Rows]] = [("", rows)]
    if measure.key is not None:
        by_basis = _by_basis(rows, measure.key)
        several = len(by_basis) > 1
        parts = [(f" ({b.describe()})" if several else "", part) for b, part in by_basis]
    chosen: list[tuple[GroupValue, Rows]] = []
    for suffix, part in parts:
        members = _grouped(part, field).items()
        made = [(measure.of_group(key + suffix, group), group) for key, group in members]
        chosen.extend(_cut_groups(made, query))
    found = {p.id: p for _, group in chosen for p in measure.bearers(group)}
    contributors = tuple(p.id for _, part in parts for p in part)
    return Computed(tuple(found.values()), None, None, tuple(g for g, _ in chosen), contributors)


def _cut_groups(
    made: list[tuple[GroupValue, Rows]], query: RowQuery
) -> list[tuple[GroupValue, Rows]]:
    most_first = query.aggregate in (Aggregate.COUNT, Aggregate.SUM, Aggregate.MAX)
    descending = query.sort.descending if query.sort is not None else most_first
    sign = -1.0 if descending else 1.0
    made = sorted(made, key=lambda m: (sign * m[0].value, fold(m[0].key)))
    distinct = sorted({m[0].value for m in made}, reverse=descending)
    if query.nth is not None:
        wanted = distinct[query.nth - 1 : query.nth]
        return [m for m in made if m[0].value in wanted]
    if query.limit is None or query.limit >= len(made):
        return made
    last = made[query.limit - 1][0].value
    return [m for i, m in enumerate(made) if i < query.limit or m[0].value == last]


def _grouped(rows: Rows, field: Field) -> dict[str, Rows]:
    """Rows by the field's value, spelled as it is most often written; a row may be in several."""
    members: defaultdict[str, list[Program]] = defaultdict(list)
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for program in rows:
        for key, spelling in _group_keys(program, field).items():
            members[key].append(program)
            spellings[key][spelling] += 1
    return {
        min(counts, key=lambda s: (-counts[s], s)): tuple(members[key])
        for key, counts in spellings.items()
    }


def _group_keys(program: Program, field: Field) -> dict[str, str]:
    """Folded value -> value as written, for each group that the program is in."""
    if field is Field.DURATION:
        years = program.duration.years if program.duration else None
        return _spelled([] if years is None else [_years(years)])
    values: dict[Field, Iterable[str | None]] = {
        Field.LEVEL: [program.level.value],
        Field.AWARD: [program.award],
        Field.TOPIC: (topic.strip() for topic in program.topics),
        Field.CATEGORY: [program.category],
        Field.DELIVERY: sorted(d.value for d in program.delivery),
        Field.UNIVERSITY: [program.university],
        Field.TITLE: [program.title],
        Field.PLACE: (place.city or place.region or place.country for place in program.places),
        Field.SOURCE: [program.source_id],
    }
    return _spelled(values[field])


def _spelled(values: Iterable[str | None]) -> dict[str, str]:
    found = {fold(v): v for v in values if v}
    return found or {NOT_STATED: NOT_STATED}


def _years(years: float) -> str:
    rounded = round(years, 4)
    return f"{rounded:g} year" if rounded == 1 else f"{rounded:g} years"
