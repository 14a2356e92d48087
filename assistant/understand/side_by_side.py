"""What a question sets side by side, as asks: programs that it names, or sets of them.

Part of `follow.py`; which sets a question speaks of is read in `read_contrast.py`.
"""

from __future__ import annotations

from typing import Protocol

from assistant.records import Constraint, RowAsk, Turn, Wanted
from assistant.understand.constraints import filters, is_identity
from assistant.understand.read_contrast import contrasted, counts_more
from assistant.understand.reading import RowReading
from assistant.understand.titles import titled_in
from assistant.understand.too_many import BY_WANTED
from vectorstore.query import Aggregate, Field, Filter, Op, RowQuery, RowResult, Sort, SortKey
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
    """An ask for each set that is compared, or one for the two programs that they are.

    () if no sets are compared, or none of them holds a program.
    """
    sets = contrasted(reading, filters(constraints))
    found = [rows.run(RowQuery(own)) for own in sets]
    if not any(r.total_matched for r in found):
        return ()
    alone = tuple(dict.fromkeys(r.rows[0].id for r in found if r.total_matched == 1))
    if len(alone) == len(sets) and reading.aggregate is None:
        return (comparison(alone, reading),)
    key = reading.of or (reading.sort.key if reading.sort else None)
    key = key or next((BY_WANTED[w] for w in reading.wanted if w in BY_WANTED), SortKey.PRICE)
    kind = reading.aggregate or (Aggregate.COUNT if counts_more(reading) else Aggregate.RANGE)
    upward = bool(reading.sort and reading.sort.descending)
    return tuple(
        RowAsk(RowQuery(own, aggregate=kind, of=key), against=Sort(key, upward)) for own in sets
    )


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
