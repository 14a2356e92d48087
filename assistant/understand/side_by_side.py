"""What a question sets side by side, as asks: programs that it names, or sets of them.

Part of `follow.py`; which sets a question speaks of is read in `read_contrast.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from assistant.records import Constraint, RowAsk, Turn, Wanted
from assistant.understand.constraints import filters, is_identity
from assistant.understand.read_contrast import contrasted, counts_more
from assistant.understand.reading import RowReading
from assistant.understand.titles import titled_in
from assistant.understand.too_many import BY_WANTED
from vectorstore.query import (
    OF_PLACES,
    Aggregate,
    Field,
    Filter,
    Op,
    RowQuery,
    RowResult,
    Sort,
    SortKey,
)
from vectorstore.records import ProgramId

_MAX_COMPARED = 6


class Rows(Protocol):
    """Finds out which programs a name fits."""

    def run(self, query: RowQuery) -> RowResult:
        """The result over all rows."""


def compared_programs(
    turn: Turn,
    reading: RowReading,
    constraints: tuple[Constraint, ...],
    pointed: tuple[ProgramId, ...],
    rows: Rows,
) -> tuple[ProgramId, ...]:
    """The programs set side by side: two named, or one and the last one named before."""
    measured = any(w in BY_WANTED for w in reading.wanted) or reading.sort is not None
    if not (reading.compare or reading.difference or measured) or reading.aggregate:
        return ()
    shared = tuple(f for f in filters(constraints) if not is_identity(f))
    said = [f for f in shared if f.field in (Field.TOPIC, Field.LEVEL, Field.AWARD)]
    found: list[ProgramId] = list(pointed)
    for names in reading.universities:
        one = Filter(Field.UNIVERSITY, Op.IN, names)
        own = tuple(Filter(Field.TOPIC, Op.IN, t) for t in reading.topics_of(names))
        rest = tuple(f for f in shared if f.field is not Field.TOPIC)
        tries = ((*rest, *own, one), (*own, one)) if own else ((*shared, one), (one,))
        titled = titled_in(reading, names, rows.run(RowQuery((one,))).rows)
        results = (titled, *(rows.run(RowQuery(filters)).rows for filters in tries))
        best = next((r for r in results if r), ())
        if said and best is results[-1] and len(best) != 1:
            return ()  # none of what was asked for: others of that school are not set beside it
        found += [p.id for p in best]
    if not reading.universities and not pointed and reading.difference:
        found = list(turn.named[-2:])
    if len(reading.universities) == 1 and not pointed and reading.difference and turn.named:
        found = [turn.named[-1], *found]
    distinct = tuple(dict.fromkeys(found))
    enough = len(reading.universities) > 1 or (reading.difference and len(distinct) > 1)
    return distinct if enough and 1 < len(distinct) <= _MAX_COMPARED else ()


def compared_sets(
    reading: RowReading, constraints: tuple[Constraint, ...], rows: Rows
) -> tuple[RowAsk, ...]:
    """An ask for each set that is compared; () if none are, or none of them holds a program."""
    sets = contrasted(reading, filters(constraints))
    found = [rows.run(RowQuery(own)) for own in sets]
    if not any(r.total_matched for r in found):
        return ()
    key = reading.of or (reading.sort.key if reading.sort else None)
    key = key or next((BY_WANTED[w] for w in reading.wanted if w in BY_WANTED), SortKey.PRICE)
    kind = reading.aggregate or (Aggregate.COUNT if counts_more(reading) else Aggregate.RANGE)
    upward = bool(reading.sort and reading.sort.descending)
    return tuple(
        RowAsk(RowQuery(own, aggregate=kind, of=key), against=Sort(key, upward)) for own in sets
    )


def alone(sets: Sequence[RowAsk], reading: RowReading, rows: Rows) -> RowAsk | None:
    """The ask for the programs that sets are, if each of them is one."""
    found = [rows.run(RowQuery(a.query.filters)) for a in sets]
    each = tuple(dict.fromkeys(r.rows[0].id for r in found if r.total_matched == 1))
    counts = any(a.query.aggregate is not Aggregate.RANGE for a in sets)
    return comparison(each, reading) if len(each) == len(sets) > 1 and not counts else None


def compared_before(turn: Turn, reading: RowReading) -> tuple[RowAsk, ...]:
    """The sets of the last answer under what a follow-up adds to all of them: "and at Otago?".

    () if there are none, or what it says is something else than a condition of all.
    """
    before = [a for a in turn.last.asks if isinstance(a, RowAsk) and a.against] if turn.last else []
    said = {f.field for f in reading.filters}
    asks = reading.sort or reading.nth or reading.limit or reading.group or reading.wanted
    lists = any(t.text in ("which", "list", "show", "what") for t in reading.tags)
    other = asks or lists or reading.drops or reading.references or reading.union
    if len(before) < len(_SIDES) or not said or other or said & _parted(before):
        return ()
    return tuple(
        replace(a, query=replace(a.query, filters=(*_others(a, said), *reading.filters)))
        for a in before
    )


_SIDES = ("one", "other")


def _parted(asks: Sequence[RowAsk]) -> set[Field]:
    """The fields in which the sets of asks differ."""
    held = [set(a.query.filters) for a in asks]
    shared = set.intersection(*held)
    return {f.field for own in held for f in own - shared}


def _others(ask: RowAsk, said: Collection[Field]) -> Iterator[Filter]:
    where = OF_PLACES if OF_PLACES & set(said) else frozenset()
    return (f for f in ask.query.filters if f.field not in said and f.field not in where)


def held_from_here(
    constraints: Sequence[Constraint], sets: Sequence[RowAsk], turn: int
) -> tuple[Constraint, ...]:
    """The conversation's conditions after sets were compared: any of what they differ in."""
    parted = _parted(sets)
    named: dict[Field, list[str | float]] = {}
    for f in (f for a in sets for f in a.query.filters if f.field in parted):
        own = named.setdefault(f.field, [])
        own += [v for v in f.values if v not in own]
    kept = (c for c in constraints if c.field not in parted)
    return (*kept, *(Constraint(f, Op.IN, tuple(v), turn) for f, v in named.items()))


def comparison(programs: tuple[ProgramId, ...], reading: RowReading) -> RowAsk:
    """Programs side by side on the measure asked about; price where none is named."""
    key = reading.sort.key if reading.sort else None
    if key is None:
        key = next((BY_WANTED[w] for w in reading.wanted if w in BY_WANTED), SortKey.PRICE)
    sort = reading.sort or Sort(key)
    query = RowQuery(
        (Filter(Field.PROGRAM, Op.IN, programs),), sort=Sort(key, sort.descending), compare=programs
    )
    measure = Wanted.DURATION if key is SortKey.DURATION else Wanted.PRICE
    wanted = tuple(dict.fromkeys((measure, *reading.wanted)))
    return RowAsk(
        query,
        wanted,
        reading.duration_unit,
        difference=reading.difference or len(programs) == 2,
    )
