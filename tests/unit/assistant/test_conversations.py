"""What is kept of conversations: whole, over restarts, erased for good, and never a wrong plan."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.conversations import Conversations, KeptTurn, Memory
from assistant.errors import (
    ConversationBusy,
    ConversationsBroken,
    ConversationUnknown,
    TurnUnreadable,
)
from assistant.records import (
    AnswerId,
    Constraint,
    ConversationId,
    GuideAsk,
    Plan,
    Residue,
    RowAsk,
    Status,
    Wanted,
)
from vectorstore.query import Aggregate, Field, Filter, Op, RowQuery, Sort, SortKey
from vectorstore.records import ProgramId, SnapshotId

HELD = (
    Constraint(Field.TOPIC, Op.IN, ("welding",), 1),
    Constraint(Field.DURATION, Op.BETWEEN, (0.5, 2.0), 2),
)
FULL = Plan(
    "the two cheapest, and what do welders do?",
    (
        RowAsk(
            RowQuery(
                (Filter(Field.PRICE, Op.LT, (20000.0,)), Filter(Field.TITLE, Op.NOT_IN, ("5",))),
                Sort(SortKey.PRICE_PER_YEAR, descending=True),
                limit=2,
                nth=3,
                aggregate=Aggregate.MEAN,
                of=SortKey.PRICE,
                group=Field.UNIVERSITY,
                compare=(ProgramId("a"), ProgramId("b")),
            ),
            (Wanted.PRICE, Wanted.PLACE),
            "month",
            announced=True,
            subject="welding",
            premise=True,
            difference=True,
        ),
        GuideAsk("what do welders do", ("welders", "do"), "an earlier question"),
    ),
    HELD,
    (Residue("please", 3, 9, blocking=True),),
    attack=True,
    clarify="Which of them?",
    options=("one", "two"),
    notes=('"weldng" -> "welding"',),
)


def kept(number: int, plan: Plan = FULL, question: str = "a question") -> KeptTurn:
    memory = Memory(plan, HELD, (ProgramId("a"),), (ProgramId("b"), ProgramId("a")))
    now = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
    return KeptTurn(number, question, memory, AnswerId("x"), Status.PARTIAL, SnapshotId("s1"), now)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "conversations.sqlite"


def test_a_turn_comes_back_as_it_was_after_a_restart(path: Path) -> None:
    first = Conversations(path)
    held = first.start()
    first.add(held, kept(1))
    first.add(held, kept(2, Plan("hello", ())))
    first.close()

    again = Conversations(path)
    assert again.read(held) == (kept(1), kept(2, Plan("hello", ())))
    again.close()


def test_conversations_do_not_mix(path: Path) -> None:
    store = Conversations(path)
    one, other = store.start(), store.start()
    store.add(one, kept(1))
    assert one != other
    assert store.read(other) == ()
    store.close()


def test_an_erased_conversation_leaves_no_text_in_any_file(path: Path) -> None:
    store = Conversations(path)
    held = store.start()
    store.add(held, kept(1, question="my secret is zanzibar-4711"))
    store.erase(held)
    with pytest.raises(ConversationUnknown):
        store.read(held)
    left = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert b"zanzibar-4711" not in left
    store.close()


def test_what_is_not_kept_is_unknown(path: Path) -> None:
    store = Conversations(path)
    unknown = ConversationId("nobody")
    for call in (store.read, store.erase, store.count, lambda i: store.add(i, kept(1))):
        with pytest.raises(ConversationUnknown, match="nobody"):
            call(unknown)
    store.close()


def test_a_number_is_given_once(path: Path) -> None:
    store = Conversations(path)
    held = store.start()
    store.add(held, kept(1))
    with pytest.raises(ConversationBusy, match="turn 1"):
        store.add(held, kept(1))
    assert len(store.read(held)) == 1
    store.close()


@pytest.mark.parametrize(
    "memory",
    [
        "",
        "not json",
        "{}",
        '{"plan": {"question": "x", "asks": [{"unknown": 1}]}}',
        '{"plan": {"question": "x", "asks": [{"query": {"filters": [{"field": "colour"}]}}]}}',
    ],
)
def test_a_damaged_turn_is_said_to_be_unreadable(path: Path, memory: str) -> None:
    store = Conversations(path)
    held = store.start()
    store.add(held, kept(1))
    with sqlite3.connect(path) as db:
        db.execute("UPDATE turns SET memory = ?", (memory,))
    db.close()
    with pytest.raises(TurnUnreadable, match="turn 1"):
        store.read(held)
    assert store.count(held) == 1
    store.close()


def test_a_file_that_is_no_database_is_refused(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database at all, but long enough to look like one" * 20)
    with pytest.raises(ConversationsBroken, match=r"conversations\.sqlite"):
        Conversations(path)


def test_a_file_of_a_newer_version_is_refused(path: Path) -> None:
    Conversations(path).close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(ConversationsBroken, match="99"):
        Conversations(path)
