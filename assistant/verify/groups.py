"""Figures of a grouped answer ("By level: certificate 4"), each computed again for its group."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from assistant.figures import Figure, Measure
from assistant.verify.desk import Desk, Table
from assistant.verify.reading import Reading
from assistant.verify.recompute import aggregate, measure
from assistant.verify.sets import stated_tables
from assistant.verify.text import plain
from assistant.verify.values import close
from vectorstore.columns import NOT_STATED
from vectorstore.query import Aggregate, Basis, Field, RowQuery
from vectorstore.records import Program
from vectorstore.text import fold


def key_before(figure: Figure, reading: Reading, desk: Desk) -> tuple[Table, str] | None:
    """The group whose key stands right before a figure, or before the figure that it explains."""
    for table in stated_tables(reading, desk):
        before = reading.folded[: figure.start]
        for key in sorted((g.key for g in table.result.groups), key=len, reverse=True):
            at = _last_said(plain(key.replace("_", " ")), before)
            if at is None:
                continue
            ends = at + len(key) == len(before.rstrip(" :("))
            if ends or (before.endswith("(") and ";" not in before[at:]):
                return table, key
    return None


def _last_said(key: str, before: str) -> int | None:
    """Where a key last stands as words of its own: "on" does not in "by region"."""
    at = before.rfind(key)
    while at > 0 and before[at - 1].isalnum():
        at = before.rfind(key, 0, at + len(key) - 1)
    return at if at >= 0 else None


def is_key(span: tuple[int, int], reading: Reading, table: Table) -> bool:
    """A word of the sentence is the key of a group."""
    said = reading.folded[span[0] : span[1]]
    return any(plain(g.key.replace("_", " ")) == said for g in table.result.groups)


def wrong_group(figure: Figure, group: tuple[Table, str], reading: Reading) -> str | None:
    """Why a figure is not its group's; None if it is."""
    table, key = group
    query = table.result.query
    said = f"{reading.text[figure.start : figure.end]!r} is not the value of {key!r}"
    if not table.whole:
        return None if _is_stores_own(figure, group, reading) else said
    rows = [p for p in table.rows if fold(key) in map(fold, _keys(p, query.group))]
    counts = query.aggregate is Aggregate.COUNT or reading.folded[: figure.start].endswith("(")
    of = query.of if query.aggregate is not Aggregate.COUNT else None
    borne = rows if of is None else [p for p in rows if measure(p, of) is not None]
    if counts and close(figure.low, float(len(borne)), figure):
        return None
    is_range = query.aggregate is Aggregate.RANGE
    kinds = (Aggregate.MIN, Aggregate.MAX) if is_range else (query.aggregate,) * 2
    ends = [aggregate(rows, kind, query.of) for kind in kinds if kind is not None]
    return None if _are_ends(figure, ends) else said


def _are_ends(figure: Figure, ends: Sequence[float | None]) -> bool:
    """Whether a figure gives both ends (of one value twice the same), a length in its own unit."""
    years = figure.years if figure.measure is Measure.DURATION else None
    factor = figure.low / years[0] if years and years[0] else 1.0
    said = (figure.low, figure.high)
    return len(ends) == len(said) and all(
        end is not None and close(own, end * factor, figure)
        for own, end in zip(said, ends, strict=True)
    )


def _is_stores_own(figure: Figure, group: tuple[Table, str], reading: Reading) -> bool:
    """Whether a figure is what the store gives for its group, of a set too long to hold."""
    table, key = group
    own = next(g for g in table.result.groups if g.key == key)
    if reading.folded[: figure.start].endswith("("):
        return close(figure.low, float(own.count), figure)
    return _are_ends(figure, (own.value, own.value if own.high is None else own.high))


def counts_of_groups(reading: Reading, table: Table) -> Iterator[tuple[str, int]]:
    """How many groups there are in all, and how many more than those that the sentence names."""
    query = table.result.query
    parted = query.group is not None or query.aggregate is not None
    if not parted or query.limit is not None or query.nth is not None:
        return
    keys = {fold(g.key) for g in table.result.groups}
    if table.whole and query.aggregate is Aggregate.COUNT:
        keys = {fold(key) for p in table.rows for key in _plain_keys(p, query.group)}
    text, told = fold(reading.text), 0
    for key in sorted(keys, key=len, reverse=True):  # a key may end with another
        text, times = re.subn(rf"(?<!\w){re.escape(key)}(?= \D{{0,4}}\d)", "", text)
        told += times > 0
    yield "different", len(keys - {NOT_STATED})
    yield "more", len(keys) - told


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
        if query.group is None or query.aggregate is None:
            continue
        if not table.whole and query.limit is not None:
            return None  # a set too long to hold: the store's own order
        members: dict[str, list[Program]] = defaultdict(list)
        for p in table.rows:
            for key in _plain_keys(p, query.group):
                members[fold(key)].append(p)
        values = {key: _value(rows, query) for key, rows in members.items()}
        known = sorted({sign * v for v in values.values() if v is not None}, reverse=True)
        last = known[: query.limit or 1][-1:]
        best = {k for k, v in values.items() if v is not None and last and sign * v >= last[0]}
        if best == {fold(g.key) for g in table.result.groups}:
            return None
    return f"the groups with the {m[1]} are others"


def _value(rows: Sequence[Program], query: RowQuery) -> float | None:
    if query.aggregate in (None, Aggregate.COUNT):
        return float(len(rows))
    return aggregate(rows, query.aggregate, query.of)


def _keys(program: Program, field: Field | None) -> tuple[str, ...]:
    """The groups that a row stands in, also with what its price can be compared within."""
    found = _plain_keys(program, field)
    basis = Basis(program.currency, program.price_basis.value).describe()
    return (*found, *(f"{key} ({basis})" for key in found))


def _plain_keys(program: Program, field: Field | None) -> tuple[str, ...]:
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
    return tuple(v for v in values.get(field, ()) if v) or (NOT_STATED,)
