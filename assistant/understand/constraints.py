"""How a turn's conditions join those of the conversation: one pure function."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.records import Constraint
from vectorstore.query import OF_PLACES, OF_PRICES, Field, Filter, Op

_LOWER = (Op.GT, Op.GE)
_UPPER = (Op.LT, Op.LE)
_IDENTITY = (Field.UNIVERSITY, Field.TITLE, Field.PROGRAM)


def merge(
    held: Sequence[Constraint],
    said: Iterable[Filter],
    drops: Iterable[Field],
    turn: int,
    *,
    union: bool = False,
) -> tuple[Constraint, ...]:
    """The constraints from this turn on.

    A dropped field loses all its conditions. A new condition replaces those it contradicts: any
    positive one of its field (joined to it if `union`), the same bound of a price or length, a
    level for an award and an award for a level, a subject for a title and a title for one. A new
    exclusion is added, and takes its values out of positive ones.
    """
    dropped = set(drops)
    if Field.PRICE in dropped:
        dropped |= OF_PRICES  # what a price is in goes with its limit
    if Field.PLACE in dropped:
        dropped |= OF_PLACES
    kept = [c for c in held if c.field not in dropped]
    added = [_joined(kept, s) if union and _joins(kept, s) else s for s in said]
    for condition in added:
        kept = [c for c in (_without(c, condition) for c in kept) if c is not None]
    return (*kept, *(Constraint(s.field, s.op, s.values, turn) for s in added))


def filters(constraints: Iterable[Constraint]) -> tuple[Filter, ...]:
    """The constraints as the filters of a query."""
    return tuple(Filter(c.field, c.op, c.values) for c in constraints)


def is_identity(condition: Filter | Constraint) -> bool:
    """Whether it names programs rather than narrowing a set."""
    return condition.field in _IDENTITY and condition.op is Op.IN


def _joins(kept: Sequence[Constraint], said: Filter) -> bool:
    return said.op is Op.IN and any(c.field == said.field and c.op is Op.IN for c in kept)


def _joined(kept: Sequence[Constraint], said: Filter) -> Filter:
    before = tuple(v for c in kept if c.field == said.field and c.op is Op.IN for v in c.values)
    return Filter(said.field, said.op, before + tuple(v for v in said.values if v not in before))


def _without(held: Constraint, said: Filter) -> Constraint | None:
    """What is left of a held constraint beside a new condition; None if it is replaced."""
    if {held.field, said.field} == {Field.LEVEL, Field.AWARD} and said.op is Op.IN:
        return None
    if {held.field, said.field} == {Field.TITLE, Field.TOPIC} and said.op is held.op is Op.IN:
        return None  # another subject: "bachelor of arts", "and nursing?"
    if {held.field, said.field} <= OF_PLACES and Op.NOT_IN not in (held.op, said.op):
        return None
    if held.field != said.field:
        replaced = held.field is Field.PROGRAM and said.field in _IDENTITY
        return None if replaced else held
    if said.field is Field.COLUMN and _header(held) != _header(said):
        return held
    if said.op is Op.NOT_IN:
        return _excluding(held, said)
    if held.field in (Field.PRICE, Field.DURATION):
        return held if _other_bound(held.op, said.op) else None
    if (
        held.op is Op.NOT_IN
        and not set(held.values) & set(said.values)
        and held.field is not Field.DELIVERY
    ):
        return held
    return None


def _header(condition: Filter | Constraint) -> str:
    """The column that a condition on a cell is about."""
    return str(condition.values[0]).partition(":")[0]


def _excluding(held: Constraint, said: Filter) -> Constraint | None:
    if held.op is Op.NOT_IN:
        return held if not set(held.values) <= set(said.values) else None
    left = tuple(v for v in held.values if v not in said.values)
    return Constraint(held.field, held.op, left, held.turn) if left else None


def _other_bound(held: Op, said: Op) -> bool:
    return (held in _LOWER and said in _UPPER) or (held in _UPPER and said in _LOWER)
