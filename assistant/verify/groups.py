"""Figures of a grouped answer ("By level: certificate 4"), each computed again for its group."""

from __future__ import annotations

from assistant.figures import Figure
from assistant.verify.desk import Desk, Table
from assistant.verify.reading import Reading
from assistant.verify.recompute import aggregate
from assistant.verify.sets import stated_tables
from assistant.verify.text import plain
from assistant.verify.values import close
from vectorstore.query import Aggregate, Basis, Field
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
    if table.whole and counts and close(figure.low, float(len(rows)), figure):
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
        Field.SOURCE: (program.source_id,),
        Field.TOPIC: program.topics,
        Field.DURATION: (program.duration.raw if program.duration else None,),
    }
    found = tuple(v for v in values.get(field, ()) if v) or ("not stated",)
    basis = Basis(program.currency, program.price_basis.value).describe()
    return (*found, *(f"{key} ({basis})" for key in found))
