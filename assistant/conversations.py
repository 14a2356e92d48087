"""Conversations and their turns in one SQLite file: kept over restarts, erased when asked.

A kept turn holds what the next one needs: the plan, the constraints, the rows shown and the
programs named. Plans are stored as JSON and read back through their types; a record that no
longer fits them is `TurnUnreadable`, never a wrong plan. This module does not decide what a turn
remembers: `assistant.py` does.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    ForeignKey,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    create_engine,
    delete,
    event,
    insert,
    select,
    text,
)
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from assistant.errors import (
    ConversationBusy,
    ConversationsBroken,
    ConversationUnknown,
    TurnUnreadable,
)
from assistant.records import AnswerId, Constraint, ConversationId, Plan, Status
from vectorstore.records import ProgramId, SnapshotId

SCHEMA_VERSION = 1
"""Of the tables; kept in the file as `user_version`."""
BUSY_MS = 5_000
"""How long a write waits for another process's."""

_metadata = MetaData()
_conversations = Table(
    "conversations",
    _metadata,
    Column("id", String, primary_key=True),
    Column("started_at", String, nullable=False),
)
_turns = Table(
    "turns",
    _metadata,
    Column("conversation_id", ForeignKey("conversations.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("question", String, nullable=False),
    Column("memory", String, nullable=False),
    Column("answer_id", String, nullable=False),
    Column("status", String, nullable=False),
    Column("index_version", String, nullable=False),
    Column("asked_at", String, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Memory:
    """What the next turn needs of a turn."""

    plan: Plan
    constraints: tuple[Constraint, ...] = ()
    """What the conversation holds after the turn."""
    shown: tuple[ProgramId, ...] = ()
    """Rows of the last listing answer up to this turn, in answer order."""
    named: tuple[ProgramId, ...] = ()
    """Programs that single-program questions were about, the latest last."""


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """One turn as it is kept."""

    number: int
    """1-based."""
    question: str
    memory: Memory
    answer_id: AnswerId
    status: Status
    index_version: SnapshotId
    asked_at: datetime


_MEMORY = TypeAdapter(Memory)


class Conversations:
    """The file of conversations. Several threads may use it, several processes share it."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it. Raises: ConversationsBroken."""
        self._path = path
        self._writing = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._broken("made") from error
        self._engine = _engine(path)
        with self._translated("opened"), self._engine.begin() as connection:
            version = connection.execute(text("PRAGMA user_version")).scalar_one()
            if version not in (0, SCHEMA_VERSION):
                raise ConversationsBroken(
                    f"the conversations in {path.name!r} are of version {version!r}, this program "
                    f"reads {SCHEMA_VERSION}; name another file with GUIDEPOST_CONVERSATIONS"
                )
            _metadata.create_all(connection)
            connection.execute(text(f"PRAGMA user_version = {SCHEMA_VERSION}"))

    def start(self) -> ConversationId:
        """A new conversation's id: unguessable, since who knows it can read and erase it."""
        conversation_id = ConversationId(uuid4().hex)
        row = {"id": conversation_id, "started_at": datetime.now(UTC).isoformat()}
        with self._write() as connection:
            connection.execute(insert(_conversations), row)
        return conversation_id

    def count(self, conversation_id: ConversationId) -> int:
        """How many turns are kept, readable or not. Raises: ConversationUnknown."""
        return len(self._rows(conversation_id))

    def read(self, conversation_id: ConversationId) -> tuple[KeptTurn, ...]:
        """The turns in order. Raises: ConversationUnknown, TurnUnreadable."""
        return tuple(_kept(row) for row in self._rows(conversation_id))

    def add(self, conversation_id: ConversationId, turn: KeptTurn) -> None:
        """Keep a turn. Raises: ConversationUnknown, ConversationBusy if its number is taken."""
        row = {
            "conversation_id": conversation_id,
            "number": turn.number,
            "question": turn.question,
            "memory": _MEMORY.dump_json(turn.memory).decode(),
            "answer_id": turn.answer_id,
            "status": turn.status.value,
            "index_version": turn.index_version,
            "asked_at": turn.asked_at.isoformat(),
        }
        with self._write() as connection:
            _require(connection, conversation_id)
            try:
                connection.execute(insert(_turns), row)
            except IntegrityError as error:
                raise ConversationBusy(
                    f"turn {turn.number} of {conversation_id!r} was written by another server; "
                    "send the question again"
                ) from error

    def erase(self, conversation_id: ConversationId) -> None:
        """Take a conversation out of the file, so that its text is nowhere in it.

        Raises: ConversationUnknown.
        """
        with self._write() as connection:
            _require(connection, conversation_id)
            connection.execute(delete(_turns).where(_turns.c.conversation_id == conversation_id))
            connection.execute(delete(_conversations).where(_conversations.c.id == conversation_id))
        with self._translated("emptied"), self._engine.connect() as connection:
            # secure_delete overwrites the pages; the log that still holds them is cut here.
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))

    def close(self) -> None:
        """Close the file."""
        self._engine.dispose()

    def _rows(self, conversation_id: ConversationId) -> list[Row[Any]]:
        of_it = select(_turns).where(_turns.c.conversation_id == conversation_id)
        with self._translated("read"), self._engine.connect() as connection:
            _require(connection, conversation_id)
            return list(connection.execute(of_it.order_by(_turns.c.number)))

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with self._writing, self._translated("written"), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _translated(self, done: str) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise self._broken(done) from error

    def _broken(self, done: str) -> ConversationsBroken:
        return ConversationsBroken(
            f"the file of conversations {self._path.name!r} cannot be {done}; check its folder and "
            "its rights, or move it away to start with an empty one"
        )


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_MS / 1000})

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        # NORMAL with WAL: a power cut may lose the last turns, never the file.
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return engine


def _require(connection: Connection, conversation_id: ConversationId) -> None:
    held = select(_conversations.c.id).where(_conversations.c.id == conversation_id)
    if connection.execute(held).one_or_none() is None:
        raise ConversationUnknown(
            f"no conversation {conversation_id!r} is kept; leave the id out to start a new one"
        )


def _kept(row: Row[Any]) -> KeptTurn:
    try:
        return KeptTurn(
            row.number,
            row.question,
            _MEMORY.validate_json(row.memory),
            AnswerId(row.answer_id),
            Status(row.status),
            SnapshotId(row.index_version),
            datetime.fromisoformat(row.asked_at),
        )
    except (ValidationError, ValueError, TypeError) as error:
        raise TurnUnreadable(
            f"turn {row.number} of {row.conversation_id!r} cannot be read back; the conversation "
            "goes on without its earlier turns"
        ) from error
