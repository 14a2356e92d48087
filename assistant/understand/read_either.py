"""Conditions of two kinds of which either will do: "online or in Sydney", "part-time or online".

The filters of a query hold together, so such a question becomes two asks, one without each. Of one
kind ("Sydney or Perth") two conditions are one filter, and nothing is decided here. Reads nothing
that `read_names.py` and `read_amounts.py` have not taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from assistant.records import Constraint, RowAsk
from assistant.understand.reading import RowReading
from assistant.understand.tagged import Tag
from vectorstore.query import OF_PLACES, Field, Filter, Op

_FIELDS: dict[str, frozenset[Field]] = {
    "topic": frozenset({Field.TOPIC, Field.TITLE}),
    "place": OF_PLACES,
    "university": frozenset({Field.UNIVERSITY}),
    "award": frozenset({Field.AWARD}),
    "cell": frozenset({Field.COLUMN}),
}
_AMOUNTS = frozenset({Field.PRICE, Field.DURATION})


def read_either(reading: RowReading) -> None:
    """Notes the first two conditions that "or" joins and one filter cannot hold."""
    for at, tag in enumerate(reading.tags):
        if tag.text != "or" or _weighs(reading) or len(reading.universities) > 1:
            continue
        one, other = _beside(reading, at, -1), _beside(reading, at, 1)
        if one is not None and other is not None and one != other:
            reading.either = (one, other)
            return


def either_asks(ask: RowAsk, either: tuple[Filter, Filter] | None) -> tuple[RowAsk, ...]:
    """The ask with the one condition and with the other; itself where it does not hold both."""
    if either is None or not {*either} <= {*ask.query.filters}:
        return (ask,)
    return tuple(
        replace(ask, query=replace(ask.query, filters=_without(ask.query.filters, left)))
        for left in reversed(either)
    )


def held_of_either(
    constraints: tuple[Constraint, ...], either: tuple[Filter, Filter] | None
) -> tuple[Constraint, ...]:
    """The constraints from here on: neither of the two is one, for each holds of some only."""
    said = {(f.field, f.op, f.values) for f in either or ()}
    return tuple(c for c in constraints if (c.field, c.op, c.values) not in said)


def _weighs(reading: RowReading) -> bool:
    """Two sets or programs are compared: "or" stands between them."""
    return reading.compare or reading.difference


def _without(filters: Iterable[Filter], left: Filter) -> tuple[Filter, ...]:
    return tuple(f for f in filters if f != left)


def _beside(reading: RowReading, at: int, step: int) -> Filter | None:
    """The condition next to "or" on one side, where the other side adds nothing to it."""
    for i in reading.neighbour(at, step, _REACH):
        found = _condition(reading, reading.tags[i])
        if found is not None:
            there = range(at) if step == 1 else range(at + 1, len(reading.tags))
            both = any(_condition(reading, reading.tags[j]) == found for j in there)
            return None if both else found
        if not any(reading.tags[i].has(role) for role in _PASSED):
            return None
    return None


_REACH = 3
"""Content words from "or" to the condition: "or one under 10k"."""
_PASSED = ("operator", "noun", "reference", "compare")


def _condition(reading: RowReading, tag: Tag) -> Filter | None:
    """The positive filter that a tag's words became."""
    for f in reading.filters:
        if f.op is not Op.IN:
            if f.field in _AMOUNTS and tag.quantity and set(f.values) & {*_ends(tag)}:
                return f
        elif any(
            f.field in _FIELDS.get(x.role, ()) and {*x.values} & {*f.values} for x in tag.links
        ) or any(s.role in ("delivery", "level") and s.value in f.values for s in tag.senses):
            return f
    return None


def _ends(tag: Tag) -> tuple[float, ...]:
    return (tag.quantity.low, tag.quantity.high) if tag.quantity else ()
