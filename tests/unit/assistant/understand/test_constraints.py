"""The case table of `merge`: what is held, what a turn says, what holds from then on."""

from __future__ import annotations

import pytest

from assistant.records import Constraint
from assistant.understand.constraints import merge
from vectorstore.query import Field, Filter, Op

AI, FINANCE = ("artificial intelligence",), ("finance",)


def held(field: Field, op: Op, *values: str | float) -> Constraint:
    return Constraint(field, op, values, 1)


def said(field: Field, op: Op, *values: str | float) -> Filter:
    return Filter(field, op, values)


CASES = [
    ("another field is added",
     [held(Field.TOPIC, Op.IN, *AI)], [said(Field.PRICE, Op.LT, 20000.0)], [],
     ["topic in artificial intelligence 1", "price lt 20000.0 2"]),
    ("the same field is replaced",
     [held(Field.TOPIC, Op.IN, *AI)], [said(Field.TOPIC, Op.IN, *FINANCE)], [],
     ["topic in finance 2"]),
    ("the same bound is replaced",
     [held(Field.PRICE, Op.LT, 20000.0)], [said(Field.PRICE, Op.LE, 30000.0)], [],
     ["price le 30000.0 2"]),
    ("the other bound is added",
     [held(Field.PRICE, Op.LT, 20000.0)], [said(Field.PRICE, Op.GT, 5000.0)], [],
     ["price lt 20000.0 1", "price gt 5000.0 2"]),
    ("a range replaces a bound",
     [held(Field.PRICE, Op.LT, 20000.0)], [said(Field.PRICE, Op.BETWEEN, 1.0, 2.0)], [],
     ["price between 1.0 2.0 2"]),
    ("an exclusion leaves the rest of a choice",
     [held(Field.TOPIC, Op.IN, *AI, *FINANCE)], [said(Field.TOPIC, Op.NOT_IN, *FINANCE)], [],
     ["topic in artificial intelligence 1", "topic not_in finance 2"]),
    ("exclusions add up",
     [held(Field.UNIVERSITY, Op.NOT_IN, "A")], [said(Field.UNIVERSITY, Op.NOT_IN, "B")], [],
     ["university not_in A 1", "university not_in B 2"]),
    ("a dropped field loses all its conditions",
     [held(Field.PRICE, Op.LT, 2.0), held(Field.PRICE, Op.GT, 1.0)], [], [Field.PRICE], []),
    ("an award replaces a level",
     [held(Field.LEVEL, Op.IN, "master")], [said(Field.AWARD, Op.IN, "Graduate Certificate")], [],
     ["award in Graduate Certificate 2"]),
    ("a delivery replaces an excluded one",
     [held(Field.DELIVERY, Op.NOT_IN, "online")], [said(Field.DELIVERY, Op.IN, "hybrid")], [],
     ["delivery in hybrid 2"]),
    ("two conditions of one turn on one field both hold",
     [], [said(Field.TOPIC, Op.IN, *AI), said(Field.TOPIC, Op.IN, "executive")], [],
     ["topic in artificial intelligence 2", "topic in executive 2"]),
]  # fmt: skip


@pytest.mark.parametrize(("before", "new", "drops", "expected"), [c[1:] for c in CASES],
                         ids=[c[0] for c in CASES])  # fmt: skip
def test_merge(
    before: list[Constraint], new: list[Filter], drops: list[Field], expected: list[str]
) -> None:
    merged = merge(before, new, drops, 2)
    shown = [f"{c.field} {c.op} {' '.join(map(str, c.values))} {c.turn}" for c in merged]
    assert shown == expected


def test_also_joins_a_choice() -> None:
    before = [held(Field.TOPIC, Op.IN, *AI)]
    merged = merge(before, [said(Field.TOPIC, Op.IN, *FINANCE)], [], 2, union=True)
    assert [c.values for c in merged] == [(*AI, *FINANCE)]
