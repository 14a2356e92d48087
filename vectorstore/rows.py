"""RowStore: RowQuery over all programs of a snapshot, exactly.

SQL finds the rows that match, by bound parameters and indexes; order, ties and aggregates over them
are `ranking.py`. The records themselves are kept in memory once read, in answer order, so that a
list of thousands costs no reading. What a filter means is said in `query.py`.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from sqlalchemy import Engine, select

from vectorstore.conditions import check, clauses
from vectorstore.facets import Facets, facets_of
from vectorstore.nearest import find_nearest
from vectorstore.query import Aggregate, Basis, Field, Filter, RowQuery, RowResult, SortKey
from vectorstore.ranking import Kept, Rows, bases_among, compute, is_priced, keep, number_of
from vectorstore.records import Listing, ListingId, Place, Program, ProgramId, SourceId
from vectorstore.schema import listings, places, programs, to_listing, to_place, to_program

Sources = Sequence[SourceId]


class RowStore:
    """All programs of one snapshot. Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._loading = threading.RLock()

    def run(self, query: RowQuery, sources: Sources = ()) -> RowResult:
        """The exact result over all rows (of the sources given, if any). Raises: QueryInvalid.

        `rows` for aggregates: for COUNT what a list would hold; for MIN, MAX and RANGE the rows at
        the ends; for MEAN, MEDIAN and SUM the rows that took part. Prices of several bases are
        never compared: winners, or values in `groups`, are given for each basis.
        """
        check(query)
        matched = self._match(query.filters, sources, query.compare)
        total = self._count(sources)
        if not matched:
            return self._no_match(query, sources, total)
        kept = _as_compared(matched, query) if query.compare else keep(matched, query)
        made = compute(query, matched, kept)
        left_out = self._left_out(query, matched, sources)
        return RowResult(
            query=query,
            rows=made.rows if made else kept.rows,
            total_matched=len(matched),
            total_known=total,
            runner_up=() if made else kept.runner_up,
            left_out_no_price=left_out[Field.PRICE],
            left_out_no_duration=left_out[Field.DURATION],
            left_out_no_delivery=left_out[Field.DELIVERY],
            value=made.value if made else None,
            value_high=made.high if made else None,
            groups=made.groups if made else kept.winners,
            listings=self._listings_of(matched),
            bases=_bases(query, matched),
            contributors=made.contributors if made else (),
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
            for row in connection.execute(select(places).order_by(places.c.position)):
                found_in[row.program].append(to_place(row))
            rows = connection.execute(select(programs).order_by(programs.c.position))
            return tuple(to_program(row, tuple(found_in[row.position])) for row in rows)

    @cached_property
    def _by_id(self) -> dict[ProgramId, Program]:
        return {program.id: program for program in self._programs}

    @cached_property
    def _listings(self) -> dict[ListingId, tuple[Listing, SourceId]]:
        with self._engine.connect() as connection:
            rows = connection.execute(select(listings).order_by(listings.c.position))
            return {ListingId(r.id): (to_listing(r), SourceId(r.source_id)) for r in rows}

    def _count(self, sources: Sources) -> int:
        if not sources:
            return len(self._programs)
        return sum(1 for p in self._programs if p.source_id in sources)

    def _match(
        self, filters: Sequence[Filter], sources: Sources, among: Sequence[ProgramId] = ()
    ) -> Rows:
        """Rows that satisfy all filters, in answer order (which is their position's)."""
        everything = self._programs
        conditions = clauses(filters)
        if sources:
            conditions.append(programs.c.source_id.in_(sources))
        if among:
            conditions.append(programs.c.id.in_(among))
        if not conditions:
            return everything
        found = select(programs.c.position).where(*conditions).order_by(programs.c.position)
        with self._engine.connect() as connection:
            return tuple(everything[at] for at in connection.execute(found).scalars())

    def _no_match(self, query: RowQuery, sources: Sources, total: int) -> RowResult:
        """A result without rows: the nearest that would match, and what was left out and why."""
        nearest, relaxed = find_nearest(query, lambda rest: self._match(rest, sources))
        left_out = self._left_out(query, (), sources)
        counted = query.aggregate is Aggregate.COUNT and query.group is None
        held = (it for it, source in self._listings.values() if not sources or source in sources)
        return RowResult(
            query=query,
            rows=(),
            total_matched=0,
            total_known=total,
            nearest=nearest,
            relaxed=relaxed,
            left_out_no_price=left_out[Field.PRICE],
            left_out_no_duration=left_out[Field.DURATION],
            left_out_no_delivery=left_out[Field.DELIVERY],
            value=0.0 if counted else None,
            listings=tuple(held),
        )

    def _left_out(self, query: RowQuery, matched: Rows, sources: Sources) -> Mapping[Field, int]:
        """Rows that only a missing price, length or delivery keeps out of the answer."""
        counts = dict.fromkeys((Field.PRICE, Field.DURATION, Field.DELIVERY), 0)
        for field in counts:
            rest = [f for f in query.filters if f.field is not field]
            if len(rest) < len(query.filters):
                others = self._match(rest, sources, query.compare)
                counts[field] = sum(1 for p in others if _lacks(p, field))
        for key in _deciding(query):
            for program in matched:
                if number_of(program, key) is None:
                    counts[_lacking(program, key)] += 1
        return counts

    def _listings_of(self, matched: Rows) -> tuple[Listing, ...]:
        wanted = {program.listing_id for program in matched}
        return tuple(it for i, (it, _) in self._listings.items() if i in wanted)


def _as_compared(matched: Rows, query: RowQuery) -> Kept:
    """Programs set side by side, in the order named, unless the query sorts them."""
    if query.sort is not None:
        return keep(matched, query)
    by_id = {program.id: program for program in matched}
    return Kept(tuple(by_id[i] for i in dict.fromkeys(query.compare) if i in by_id))


def _deciding(query: RowQuery) -> set[SortKey]:
    """Keys without which a row cannot be in the answer: a cut order's, an aggregate's."""
    keys = set()
    if query.aggregate not in (None, Aggregate.COUNT) and query.of is not None:
        keys.add(query.of)
    is_cut = query.limit is not None or query.nth is not None
    if query.sort is not None and query.group is None and is_cut:
        keys.add(query.sort.key)
    return keys - {SortKey.TITLE}


def _lacks(program: Program, field: Field) -> bool:
    if field is Field.PRICE:
        return program.price is None
    return program.duration is None if field is Field.DURATION else not program.delivery


def _lacking(program: Program, key: SortKey) -> Field:
    """What a row without this key's number is short of: length only if its price is usable."""
    if key is SortKey.DURATION:
        return Field.DURATION
    if key is SortKey.PRICE_PER_YEAR and program.price is not None and program.duration is None:
        return Field.DURATION
    return Field.PRICE


def _bases(query: RowQuery, matched: Rows) -> tuple[Basis, ...]:
    """Bases of the prices that the query filters, orders, computes or compares by."""
    keys = [query.of if query.aggregate is not Aggregate.COUNT else None]
    keys.append(query.sort.key if query.sort is not None else None)
    by_price = any(f.field is Field.PRICE for f in query.filters)
    if not (by_price or query.compare or any(map(is_priced, keys))):
        return ()
    return bases_among(p for p in matched if p.price is not None)
