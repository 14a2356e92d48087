"""Figures of a grouped answer ("By level: certificate 4"), each computed again for its group."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from assistant.figures import Figure
from assistant.verify.desk import Desk, Table
from assistant.verify.reading import Reading
from assistant.verify.recompute import aggregate, measure
from assistant.verify.sets import stated_tables
from assistant.verify.text import plain
from assistant.verify.values import close
from vectorstore.query import Aggregate, Basis, Field, RowQuery
from vectorstore.records import Program


def key_before(figure: Figure, reading: Reading, desk: Desk) -> tuple[Table, str] | None:
    """The group whose key stands right before a figure, or before the figure that it explains."""
    for table in stated_tables(reading, desk):
        before = reading.folded[: figure.start]
        for key in sorted((g.key for g in table.result.groups), key=len, reverse=True):
            said = plain(key.replace("_", " "))
            if before.rstrip(" :(").endswith(said):
                return table, key
            at = before.rfind(said)
            if at >= 0 and before.endswith("(") and ";" not in before[at:]:
                return table, key
    return None


def is_key(span: tuple[int, int], reading: Reading, table: Table) -> bool:
    """A word of the sentence is the key of a group."""
    said = reading.folded[span[0] : span[1]]
    return any(plain(g.key.replace("_", " ")) == said for g in table.result.groups)


def wrong_group(figure: Figure, group: tuple[Table, str], reading: Reading) -> str | None:
    """Why a figure is not its group's; None if it is."""
    table, key = group
    query = table.result.query
    rows = [p for p in table.rows if key in _keys(p, query.group)]
    counts = query.aggregate is Aggregate.COUNT or reading.folded[: figure.start].endswith("(")
    of = query.of if query.aggregate is not Aggregate.COUNT else None
    borne = rows if of is None else [p for p in rows if measure(p, of) is not None]
    if table.whole and counts and close(figure.low, float(len(borne)), figure):
        return None
    if table.whole and query.aggregate is Aggregate.RANGE:
        ends = [aggregate(rows, kind, query.of) for kind in (Aggregate.MIN, Aggregate.MAX)]
        if ends == [figure.low, figure.high]:
            return None
    elif table.whole and query.aggregate is not None:
        value = aggregate(rows, query.aggregate, query.of)
        if value is not None and close(figure.low, value, figure):
            return None
    return f"{reading.text[figure.start : figure.end]!r} is not the value of {key!r}"


AT_AN_END = re.compile(r", with the (most|highest|lowest):")
"""Says that only the groups at one end are told."""


def wrong_first_groups(reading: Reading, desk: Desk) -> str | None:
    """Groups that are said to be at an end of all of them are there, and none is left out."""
    m = AT_AN_END.search(reading.folded)
    if not m:
        return None
    sign = -1 if m[1] == "lowest" else 1
    for table in stated_tables(reading, desk):
        query = table.result.query
        if not table.whole or query.group is None or query.aggregate is None:
            continue
        members: dict[str, list[Program]] = defaultdict(list)
        for p in table.rows:
            for key in _keys(p, query.group)[: len(_keys(p, query.group)) // 2]:
                members[key].append(p)
        values = {key: _value(rows, query) for key, rows in members.items()}
        known = sorted({sign * v for v in values.values() if v is not None}, reverse=True)
        last = known[: query.limit or 1][-1:]
        best = {k for k, v in values.items() if v is not None and last and sign * v >= last[0]}
        if best == {g.key for g in table.result.groups}:
            return None
    return f"the groups with the {m[1]} are others"


def _value(rows: Sequence[Program], query: RowQuery) -> float | None:
    if query.aggregate in (None, Aggregate.COUNT):
        return float(len(rows))
    return aggregate(rows, query.aggregate, query.of)


def _keys(program: Program, field: Field | None) -> tuple[str, ...]:
    """The groups that a row stands in; "not stated" where it says nothing of the field.

    Without a field rows are parted by what their prices can be compared within.
    """
    if field is None:
        return (Basis(program.currency, program.price_basis.value).describe(),)
    values: dict[Field, tuple[str | None, ...]] = {
        Field.LEVEL: (program.level.value,),
        Field.AWARD: (program.award,),
        Field.CATEGORY: (program.category,),
        Field.UNIVERSITY: (program.university,),
        Field.TITLE: (program.title,),
        Field.DELIVERY: tuple(d.value for d in program.delivery),
        Field.PLACE: tuple(p.city or p.region or p.country for p in program.places),
        Field.REGION: tuple(p.region for p in program.places),
        Field.COUNTRY: tuple(p.country for p in program.places),
        Field.SOURCE: (program.source_id,),
        Field.TOPIC: program.topics,
        Field.DURATION: (program.duration.raw if program.duration else None,),
    }
    found = tuple(v for v in values.get(field, ()) if v) or ("not stated",)
    basis = Basis(program.currency, program.price_basis.value).describe()
    return (*found, *(f"{key} ({basis})" for key in found))
