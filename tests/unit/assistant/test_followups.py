"""What is offered to ask next: only what the rows can answer, and what was not just asked."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.compose.followups import followups
from assistant.records import AskEvidence, Evidence, GuideAsk, Plan, RowAsk, Status
from tests.unit.vectorstore.made import program
from vectorstore.query import Aggregate, Field, Filter, Op, RowQuery, RowResult, Sort, SortKey
from vectorstore.records import Delivery, Program, SnapshotId

CHEAPEST, SHORTEST = "Which is the cheapest?", "Which is the shortest?"
ONLINE = "Which of those are online?"
CAMPUS = frozenset({Delivery.ON_CAMPUS})
MIXED = (program(), program(delivery=CAMPUS))
BY_PRICE = Sort(SortKey.PRICE)


def offered(
    query: RowQuery, rows: tuple[Program, ...] = MIXED, status: Status = Status.ANSWERED
) -> tuple[str, ...]:
    result = RowResult(query, rows, len(rows), 9)
    ask = RowAsk(query)
    evidence = Evidence((AskEvidence(ask, result=result),), SnapshotId("v"))
    return followups(Plan("q", (ask,)), evidence, status)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, (CHEAPEST, SHORTEST, ONLINE)),
        ({"filters": (Filter(Field.DELIVERY, Op.IN, ("online",)),)}, (CHEAPEST, SHORTEST)),
        ({"sort": BY_PRICE, "limit": 1}, (SHORTEST,)),
        ({"sort": Sort(SortKey.DURATION), "limit": 1}, (CHEAPEST,)),
        ({"aggregate": Aggregate.MEAN, "of": SortKey.PRICE}, (SHORTEST, ONLINE)),
        ({"aggregate": Aggregate.COUNT}, (CHEAPEST, SHORTEST, ONLINE)),
        ({"compare": ("a", "b")}, ()),
        ({"aggregate": Aggregate.COUNT, "group": Field.PLACE}, ()),
    ],
)
def test_what_was_not_asked_is_offered(asked: dict[str, Any], expected: tuple[str, ...]) -> None:
    assert offered(RowQuery(**asked)) == expected


def test_what_the_rows_do_not_state_is_not_offered() -> None:
    bare = (program(price=None, years=None), program(price=None, years=None))
    assert offered(RowQuery(), bare) == ()
    assert offered(RowQuery(), MIXED[:1]) == ()
    assert offered(RowQuery(), (MIXED[1], MIXED[1])) == (CHEAPEST, SHORTEST)


def test_nothing_is_offered_after_half_an_answer_or_none() -> None:
    assert offered(RowQuery(), MIXED, Status.PARTIAL) == ()
    assert offered(RowQuery(), (), Status.NO_MATCH) == ()
    guide = GuideAsk("what does a nurse do", ("nurse",))
    evidence = Evidence((AskEvidence(guide),), SnapshotId("v"))
    assert followups(Plan("q", (guide,)), evidence, Status.ANSWERED) == ()


def test_the_options_of_a_question_back_are_its_choices() -> None:
    plan = Plan("q", (RowAsk(RowQuery()),), clarify="Which one?", options=("Alder", "Birch"))
    assert followups(plan, Evidence((), SnapshotId("v")), Status.CLARIFY) == ("Alder", "Birch")
