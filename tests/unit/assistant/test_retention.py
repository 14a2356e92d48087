"""Retention and feedback: what is too old goes with all its text, and what is judged is kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.conversations import Conversations, KeptTurn, Memory
from assistant.errors import AnswerUnknown, ConversationUnknown
from assistant.feedback import Feedback, Judgement
from assistant.records import AnswerId, ConversationId, Plan, Status
from assistant.retention import AGAIN_S, EVERY_S, Retention
from vectorstore.records import SnapshotId

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
VERSION_1 = """
CREATE TABLE conversations (id VARCHAR NOT NULL, started_at VARCHAR NOT NULL, PRIMARY KEY (id));
CREATE TABLE turns (conversation_id VARCHAR NOT NULL, number INTEGER NOT NULL,
  question VARCHAR NOT NULL, memory VARCHAR NOT NULL, answer_id VARCHAR NOT NULL,
  status VARCHAR NOT NULL, index_version VARCHAR NOT NULL, asked_at VARCHAR NOT NULL,
  PRIMARY KEY (conversation_id, number),
  FOREIGN KEY(conversation_id) REFERENCES conversations (id));
INSERT INTO conversations VALUES ('old', '2026-11-01T10:00:00+00:00');
INSERT INTO turns VALUES ('old', 1, 'which are online?', '{"plan": {"question": "q", "asks": []}}',
  'a1', 'answered', 's1', '2026-11-01T10:00:00+00:00');
PRAGMA user_version = 1;
"""
"""A file as the first version of this program wrote it."""


def turn(answer_id: str, days_ago: float = 0, question: str = "a question") -> KeptTurn:
    return KeptTurn(
        1,
        question,
        Memory(Plan("q", ())),
        AnswerId(answer_id),
        Status.ANSWERED,
        SnapshotId("s1"),
        NOW - timedelta(days=days_ago),
        f"the answer {answer_id}",
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "conversations.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[Conversations]:
    opened = Conversations(path)
    yield opened
    opened.close()


def keep(store: Conversations, answer_id: str, days_ago: float = 0, question: str = "q") -> str:
    held = store.start()
    store.add(held, turn(answer_id, days_ago, question))
    return held


def bytes_of(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.iterdir())


def test_what_is_older_than_the_setting_leaves_no_text_in_any_file(
    store: Conversations, path: Path
) -> None:
    old = keep(store, "a1", days_ago=31, question="my secret is zanzibar-4711")
    store.judge(Feedback(AnswerId("a1"), Judgement.HELPFUL, "said quokka-17"))
    new = keep(store, "a2", days_ago=29)
    assert Retention(store, 30, lambda: NOW).sweep() == EVERY_S
    with pytest.raises(ConversationUnknown):
        store.read(ConversationId(old))
    assert len(store.read(ConversationId(new))) == 1
    assert store.feedback() == ()
    assert b"zanzibar" not in bytes_of(path)
    assert b"quokka" not in bytes_of(path)


def test_the_last_turn_counts_and_a_conversation_without_turns_is_as_old_as_its_start(
    store: Conversations,
) -> None:
    held = keep(store, "a1", days_ago=40)
    store.add(
        ConversationId(held),
        KeptTurn(
            2, "q", Memory(Plan("q", ())), AnswerId("a2"), Status.ANSWERED, SnapshotId("s"), NOW
        ),
    )
    store.start()
    assert store.erase_before(NOW - timedelta(days=30)) == 0
    assert store.erase_before(datetime.now(UTC) + timedelta(days=1)) == 2


def test_zero_days_keeps_everything(store: Conversations) -> None:
    held = keep(store, "a1", days_ago=5000)
    Retention(store, 0, lambda: NOW).sweep()
    assert store.count(ConversationId(held)) == 1


def test_more_conversations_than_one_statement_takes(store: Conversations) -> None:
    for number in range(620):
        store.start(ConversationId(f"c{number}"))
    assert store.erase_before(datetime.now(UTC) + timedelta(days=1)) == 620


def test_a_reader_in_the_way_delays_the_end_of_erasing_but_not_for_ever(
    store: Conversations, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.conversation_file.BUSY_MS", 50)
    quick = Conversations(path)
    keep(quick, "a1", days_ago=31, question="my secret is zanzibar-4711")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM turns").fetchone()
    retention = Retention(quick, 30, lambda: NOW)
    assert retention.sweep() == AGAIN_S
    other.execute("COMMIT")
    other.close()
    assert retention.sweep() == EVERY_S
    assert b"zanzibar" not in bytes_of(path)
    quick.close()


def test_the_server_looks_at_once_and_stops_when_told(store: Conversations) -> None:
    held = keep(store, "a1", days_ago=31)
    retention = Retention(store, 30, lambda: NOW)
    retention.start()
    retention.stop()
    with pytest.raises(ConversationUnknown):
        store.read(ConversationId(held))


def test_a_file_that_fails_does_not_end_the_looking(
    store: Conversations, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with sqlite3.connect(path) as db:
        db.execute("DROP TABLE feedback")
    db.close()
    keep(store, "a1", days_ago=31)
    assert Retention(store, 30, lambda: NOW).sweep() == EVERY_S
    assert "cannot be erased" in caplog.text


def test_feedback_is_kept_with_the_turn_it_is_about(path: Path) -> None:
    store = Conversations(path)
    held = keep(store, "a1", question="which are cheap?")
    store.judge(Feedback(AnswerId("a1"), Judgement.ANSWER_WRONG, "it is 19,800", 2, 1))
    store.close()

    again = Conversations(path)
    (kept,) = again.feedback()
    assert kept.feedback == Feedback(AnswerId("a1"), Judgement.ANSWER_WRONG, "it is 19,800", 2, 1)
    assert (kept.conversation_id, kept.turn, kept.question) == (held, 1, "which are cheap?")
    assert (kept.text, kept.status, kept.index_version) == (
        "the answer a1",
        Status.ANSWERED,
        "s1",
    )
    again.close()


def test_a_second_judgement_of_the_same_part_replaces_the_first(store: Conversations) -> None:
    keep(store, "a1")
    answer = AnswerId("a1")
    store.judge(Feedback(answer, Judgement.HELPFUL, "thanks"))
    store.judge(Feedback(answer, Judgement.ANSWER_WRONG))
    store.judge(Feedback(answer, Judgement.EVIDENCE_WRONG, citation=1))
    given = {(k.feedback.judgement, k.feedback.citation, k.feedback.text) for k in store.feedback()}
    assert given == {(Judgement.ANSWER_WRONG, None, ""), (Judgement.EVIDENCE_WRONG, 1, "")}


def test_only_an_answer_that_is_kept_can_be_judged(store: Conversations) -> None:
    keep(store, "a1")
    other = keep(store, "a2")
    helpful = Feedback(AnswerId("a1"), Judgement.HELPFUL)
    with pytest.raises(AnswerUnknown, match="nowhere"):
        store.judge(Feedback(AnswerId("nowhere"), Judgement.HELPFUL))
    with pytest.raises(AnswerUnknown, match="a1"):
        store.judge(helpful, ConversationId(other))
    store.erase(ConversationId(other))
    with pytest.raises(AnswerUnknown, match="a2"):
        store.judge(Feedback(AnswerId("a2"), Judgement.HELPFUL))
    assert store.feedback() == ()


def test_a_file_of_version_1_keeps_its_conversations(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as db:
        db.executescript(VERSION_1)
    db.close()
    for _ in range(2):
        store = Conversations(path)
        (kept,) = store.read(ConversationId("old"))
        assert (kept.question, kept.text) == ("which are online?", "")
        store.judge(Feedback(AnswerId("a1"), Judgement.HELPFUL))
        assert len(store.feedback()) == 1
        store.close()
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (4,)
        columns = {row[1] for row in db.execute("PRAGMA table_info(turns)")}
        indexes = {row[1] for row in db.execute("PRAGMA index_list(turns)")}
        of_sites = {row[1] for row in db.execute("PRAGMA table_info(conversations)")}
    db.close()
    new = Conversations(path.parent / "new.sqlite")
    new.close()
    with sqlite3.connect(path.parent / "new.sqlite") as fresh:
        assert columns == {row[1] for row in fresh.execute("PRAGMA table_info(turns)")}
        assert indexes == {row[1] for row in fresh.execute("PRAGMA index_list(turns)")}
        assert of_sites == {row[1] for row in fresh.execute("PRAGMA table_info(conversations)")}
    fresh.close()
