"""RowStore: RowQuery over all programs of a snapshot, exactly.

SQL finds the rows that satisfy a filter, by bound parameters and indexes, once for each filter; the
rows of several filters are their intersection. Order, ties and aggregates over them are
`ranking.py`. The records are kept in memory once read, in answer order, so that a list of thousands
costs no reading. What a filter means is said in `query.py`.
"""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine, func, select

from vectorstore.cells import holds_cell
from vectorstore.columns import Columns, Positions, no_rows
from vectorstore.conditions import check, is_negated, parts, selection
from vectorstore.facets import Facets, facets_of
from vectorstore.nearest import find_nearest
from vectorstore.query import (
    OF_PRICES,
    Aggregate,
    Basis,
    Field,
    Filter,
    Op,
    RowQuery,
    RowResult,
    SortKey,
)
from vectorstore.ranking import Kept, bases_among, compute, is_cut, is_priced, keep
from vectorstore.records import Listing, ListingId, Place, Program, ProgramId, SourceId
from vectorstore.schema import listings, programs, select_places, to_listing, to_place, to_program

REMEMBERED = 256
"""Filters whose rows are kept: a conversation asks the same again; 25 KB each at 25,000 rows."""

Sources = Sequence[SourceId]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows that only a missing price, length or delivery keeps out of an answer."""

    price: int
    unread_price: int
    """Of these, rows with a price that gives no amount."""
    duration: int
    delivery: int


class RowStore:
    """All programs of one snapshot. Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._loading = threading.RLock()
        # Without a reference back to this object: it must be freed at once when it is given up.
        self._remembered = lru_cache(REMEMBERED)(partial(_select, engine))
        self._columns_held: dict[Filter, NDArray[np.bool_]] = {}

    def run(self, query: RowQuery, sources: Sources = ()) -> RowResult:
        """The exact result over all rows (of the sources given, if any). Raises: QueryInvalid.

        `rows` for aggregates: for COUNT what a list would hold; for MIN, MAX and RANGE the rows at
        the ends; for MEAN, MEDIAN and SUM the rows that took part. Prices of several bases are
        never compared: winners, or values in `groups`, are given for each basis.
        """
        check(query)
        matched = self._match(query.filters, sources, query.compare)
        if not len(matched):
            return self._no_match(query, sources)
        kept = (
            self._compared(matched, query) if query.compare else keep(self._columns, matched, query)
        )
        made = compute(self._columns, query, matched, kept)
        left_out = self._left_out(query, matched, sources)
        return RowResult(
            query=query,
            rows=self._at(made.rows if made else kept.rows),
            total_matched=len(matched),
            total_known=self._count(sources),
            runner_up=() if made else self._at(kept.runner_up),
            left_out_no_price=left_out.price,
            left_out_unread_price=left_out.unread_price,
            left_out_no_duration=left_out.duration,
            left_out_no_delivery=left_out.delivery,
            value=made.value if made else None,
            value_high=made.high if made else None,
            groups=made.groups if made else kept.winners,
            listings=self._listings_of(matched),
            bases=self._bases(query, matched),
            contributors=tuple(p.id for p in self._at(made.contributors)) if made else (),
        )

    def all(self) -> tuple[Program, ...]:
        """Every program, in answer order: university, then title, case-folded."""
        return self._programs

    def get(self, ids: Iterable[ProgramId]) -> tuple[Program, ...]:
        """The programs of these ids, in the order given; ids that are not held are left out."""
        return tuple(self._by_id[i] for i in ids if i in self._by_id)

    def facets(self, sources: Sources = ()) -> Facets:
        """The distinct values that the rows hold, with how many rows hold each."""
        if not sources:
            return self._all_facets
        return facets_of(p for p in self._programs if p.source_id in sources)

    @cached_property
    def _all_facets(self) -> Facets:
        return facets_of(self._programs)

    @property
    def _programs(self) -> tuple[Program, ...]:
        with self._loading:
            return self._loaded

    @cached_property
    def _loaded(self) -> tuple[Program, ...]:
        found_in: defaultdict[int, list[Place]] = defaultdict(list)
        with self._engine.connect() as connection:
            for program, city, region, country in connection.execute(select_places()).all():
                found_in[program].append(to_place(city, region, country))
            rows = connection.execute(select(programs).order_by(programs.c.position)).all()
            return tuple(to_program(row, tuple(found_in[row.position])) for row in rows)

    @cached_property
    def _columns(self) -> Columns:
        return Columns(self._programs)

    @cached_property
    def _by_id(self) -> dict[ProgramId, Program]:
        return {program.id: program for program in self._programs}

    @cached_property
    def _position(self) -> dict[ProgramId, int]:
        return {program.id: at for at, program in enumerate(self._programs)}

    def _at(self, positions: Positions) -> tuple[Program, ...]:
        everything = self._programs
        return tuple([everything[at] for at in positions.tolist()])

    @cached_property
    def _listings(self) -> dict[ListingId, tuple[Listing, SourceId]]:
        with self._engine.connect() as connection:
            rows = connection.execute(select(listings).order_by(listings.c.position))
            return {ListingId(r.id): (to_listing(r), SourceId(r.source_id)) for r in rows}

    def _count(self, sources: Sources) -> int:
        if not sources:
            return len(self._programs)
        return sum(self._count_by_source.get(source, 0) for source in set(sources))

    @cached_property
    def _count_by_source(self) -> Mapping[SourceId, int]:
        return Counter(p.source_id for p in self._programs)

    @cached_property
    def _listing_codes(self) -> tuple[Positions, tuple[ListingId, ...]]:
        """Each program's listing as its place in the distinct ones."""
        codes: dict[ListingId, int] = {}
        of = [codes.setdefault(p.listing_id, len(codes)) for p in self._programs]
        return np.array(of, np.intp), tuple(codes)

    def _match(
        self, filters: Sequence[Filter], sources: Sources, among: Sequence[ProgramId] = ()
    ) -> Positions:
        """Rows that satisfy all filters, in answer order (which is their position's)."""
        held = np.ones(len(self._programs), np.bool_)
        for part in parts(filters):
            held &= self._satisfying(part)
        if sources:
            held &= self._satisfying((Filter(Field.SOURCE, Op.IN, tuple(sources)),))
        if among:
            held &= self._satisfying((Filter(Field.PROGRAM, Op.IN, tuple(among)),))
        return np.flatnonzero(held)

    def _satisfying(self, part: tuple[Filter, ...]) -> NDArray[np.bool_]:
        """Which rows satisfy one of `conditions.parts`, (n,)."""
        if part[0].field is Field.COLUMN:
            return self._in_columns(part[0])
        return self._remembered(part, len(self._programs))

    def _in_columns(self, condition: Filter) -> NDArray[np.bool_]:
        """Which rows hold one of some cells, (n,); they stand in memory and in no index."""
        if condition not in self._columns_held:
            if len(self._columns_held) >= REMEMBERED:
                self._columns_held.clear()
            self._columns_held[condition] = _of_columns(self._programs, condition)
        return self._columns_held[condition]

    def _compared(self, matched: Positions, query: RowQuery) -> Kept:
        """Programs set side by side, in the order named, unless the query sorts them."""
        if query.sort is not None:
            return keep(self._columns, matched, query)
        held = set(matched.tolist())
        named = (self._position.get(i) for i in dict.fromkeys(query.compare))
        return Kept(np.array([at for at in named if at in held], np.intp))

    def _no_match(self, query: RowQuery, sources: Sources) -> RowResult:
        """A result without rows: the nearest that would match, and what was left out and why."""
        nearest, relaxed = find_nearest(
            self._columns, query, lambda rest: self._match(rest, sources)
        )
        left_out = self._left_out(query, no_rows(), sources)
        is_count = query.aggregate is Aggregate.COUNT and query.group is None
        held = (it for it, source in self._listings.values() if not sources or source in sources)
        return RowResult(
            query=query,
            rows=(),
            total_matched=0,
            total_known=self._count(sources),
            nearest=self._at(nearest),
            relaxed=relaxed,
            left_out_no_price=left_out.price,
            left_out_unread_price=left_out.unread_price,
            left_out_no_duration=left_out.duration,
            left_out_no_delivery=left_out.delivery,
            value=0.0 if is_count else None,
            listings=tuple(held),
        )

    def _left_out(self, query: RowQuery, matched: Positions, sources: Sources) -> LeftOut:
        """What filters keep out for want of a value, and what a cut order or aggregate does."""
        columns = self._columns
        no_price = np.isnan(columns.numbers(SortKey.PRICE))
        no_length = np.isnan(columns.numbers(SortKey.DURATION))
        lacks = {
            Field.PRICE: no_price,
            Field.DURATION: no_length,
            Field.DELIVERY: ~columns.has_delivery,
        }
        found = {field: [no_rows()] for field in lacks}
        for field, lacking in lacks.items():
            gone = {field, *OF_PRICES} if field is Field.PRICE else {field}
            rest = [f for f in query.filters if f.field not in gone]
            if len(rest) < len(query.filters):
                others = self._match(rest, sources, query.compare)
                found[field].append(others[lacking[others]])
        for key in _deciding(query):
            missing = matched[np.isnan(columns.numbers(key)[matched])]
            for_length = missing if key is SortKey.DURATION else missing[~no_price[missing]]
            # A price per semester is of no use for a year's: it counts as no price.
            for_length = for_length[no_length[for_length]]
            found[Field.DURATION].append(for_length)
            found[Field.PRICE].append(np.setdiff1d(missing, for_length))
        price, duration, delivery = (np.concatenate(rows) for rows in found.values())
        unread = int(np.count_nonzero(columns.has_unread_price[price]))
        return LeftOut(len(price), unread, len(duration), len(delivery))

    def _listings_of(self, matched: Positions) -> tuple[Listing, ...]:
        codes, of = self._listing_codes
        wanted = {of[code] for code in np.unique(codes[matched])}
        return tuple(it for i, (it, _) in self._listings.items() if i in wanted)

    def _bases(self, query: RowQuery, matched: Positions) -> tuple[Basis, ...]:
        """Bases of the prices that the query filters, orders, computes or compares by."""
        keys = [query.of if query.aggregate is not Aggregate.COUNT else None]
        keys.append(query.sort.key if query.sort is not None else None)
        by_price = any(f.field is Field.PRICE for f in query.filters)
        if not (by_price or query.compare or any(map(is_priced, keys))):
            return ()
        priced = ~np.isnan(self._columns.numbers(SortKey.PRICE)[matched])
        return bases_among(self._columns, matched[priced])


def _select(engine: Engine, part: tuple[Filter, ...], total: int) -> NDArray[np.bool_]:
    """Which of all rows satisfy one of `conditions.parts`, (total,)."""
    found = selection(part).subquery()
    # One text of all positions: four times as fast as a row for each.
    with engine.connect() as connection:
        joined = connection.execute(select(func.group_concat(found.c[0]))).scalar_one()
    satisfied = np.zeros(total, np.bool_)
    satisfied[np.fromstring(joined or "", dtype=np.intp, sep=",")] = True
    if is_negated(part):
        satisfied = ~satisfied
    satisfied.flags.writeable = False  # shared by all that ask again
    return satisfied


def _deciding(query: RowQuery) -> set[SortKey]:
    """Keys without which a row cannot be in the answer: a cut order's, an aggregate's."""
    keys = set()
    if query.aggregate not in (None, Aggregate.COUNT) and query.of is not None:
        keys.add(query.of)
    if query.sort is not None and query.group is None and is_cut(query):
        keys.add(query.sort.key)
    return keys - {SortKey.TITLE}


def _of_columns(programs: Sequence[Program], condition: Filter) -> NDArray[np.bool_]:
    """Which rows hold one of some cells, (n,); they stand in memory and in no index."""
    values = tuple(map(str, condition.values))
    held = np.array([holds_cell(p, values) for p in programs], np.bool_)
    return held if condition.op is Op.IN else ~held
