"""Queries in words."""

from __future__ import annotations

import pytest

from vectorstore.query import (
    Aggregate,
    Basis,
    ClaimOp,
    ClaimQuery,
    Field,
    Filter,
    Op,
    RowQuery,
    Sort,
    SortKey,
)
from vectorstore.records import ProgramId

AI = Filter(Field.TOPIC, Op.IN, ("AI",))
MASTER = Filter(Field.LEVEL, Op.IN, ("master",))
ONLINE = Filter(Field.DELIVERY, Op.IN, ("online",))
UNDER = Filter(Field.PRICE, Op.LT, (20000.0,))
CHEAPEST = Sort(SortKey.PRICE)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (RowQuery(), "programs"),
        (
            RowQuery((UNDER, ONLINE, MASTER, AI), CHEAPEST, limit=1),
            "AI master's, under 20,000, online, cheapest first",
        ),
        (RowQuery((AI,), Sort(SortKey.DURATION, True), limit=3), "AI programs, the 3 longest"),
        (RowQuery((MASTER,), CHEAPEST, nth=2), "master's, the second cheapest"),
        (
            RowQuery((Filter(Field.LEVEL, Op.IN, ("certificate", "diploma")),)),
            "certificates or diplomas",
        ),
        (
            RowQuery((Filter(Field.AWARD, Op.IN, ("graduate certificate",)), AI)),
            "AI graduate certificate",
        ),
        (RowQuery((Filter(Field.DELIVERY, Op.ONLY, ("online",)),)), "programs, only online"),
        (
            RowQuery((Filter(Field.DELIVERY, Op.ALL, ("online", "on_campus")),)),
            "programs, both online and on campus",
        ),
        (
            RowQuery((Filter(Field.DELIVERY, Op.NOT_IN, ("on_campus",)),)),
            "programs, not on campus",
        ),
        (
            RowQuery(
                (
                    Filter(Field.PLACE, Op.IN, ("Austin",)),
                    Filter(Field.UNIVERSITY, Op.NOT_IN, ("UT",)),
                )
            ),
            "programs, in Austin, not at UT",
        ),
        (
            RowQuery((Filter(Field.DURATION, Op.BETWEEN, (1.0, 1.5)),)),
            "programs, between 1 year and 1.5 years",
        ),
        (RowQuery((Filter(Field.DURATION, Op.LE, (2,)),)), "programs, at most 2 years"),
        (RowQuery((MASTER,), aggregate=Aggregate.COUNT), "number of master's"),
        (
            RowQuery((AI,), aggregate=Aggregate.MEAN, of=SortKey.PRICE, group=Field.LEVEL),
            "average price of AI programs, by level",
        ),
        (
            RowQuery((), aggregate=Aggregate.RANGE, of=SortKey.DURATION),
            "range of lengths of programs",
        ),
        (
            RowQuery(compare=(ProgramId("a"), ProgramId("b"))),
            "programs, 2 named programs side by side",
        ),
    ],
)
def test_row_queries(query: RowQuery, words: str) -> None:
    assert query.describe() == words


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (ClaimQuery(ClaimOp.LOOK_UP, "pay", ("AI Engineer",)), "pay of AI Engineer"),
        (ClaimQuery(ClaimOp.COMPARE, "pay", ("A", "B")), "pay compared: A and B"),
        (ClaimQuery(ClaimOp.HIGHEST, "growth"), "highest growth of all"),
    ],
)
def test_claim_queries(query: ClaimQuery, words: str) -> None:
    assert query.describe() == words


def test_a_basis_says_what_is_not_stated() -> None:
    assert Basis("AUD", "total").describe() == "AUD in total"
    assert Basis(None, "unknown").describe() == "no stated currency, for an unstated period"


def test_every_filter_has_words() -> None:
    for field in Field:
        for op in Op:
            values = (1.0, 2.0) if field in (Field.PRICE, Field.DURATION) else ("x",)
            assert Filter(field, op, values).describe()
