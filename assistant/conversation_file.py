"""The SQLite file of conversations: its tables, their versions, and how text leaves it for good.

What stands in the tables is `conversations.py`'s. Several threads may use the file, several
processes share it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    event,
)
from sqlalchemy.exc import SQLAlchemyError

from assistant.errors import ConversationsBroken

SCHEMA_VERSION = 4
"""Of the tables; kept in the file as `user_version`. 2 added feedback and the text of answers, 3
the site that a conversation is of, and what sites have had and are paused, 4 what models used."""
BUSY_MS = 5_000
"""How long a write waits for another process's."""

_metadata = MetaData()
conversations = Table(
    "conversations",
    _metadata,
    Column("id", String, primary_key=True),
    Column("started_at", String, nullable=False),
    Column("site", String, nullable=False, server_default=""),
)
turns = Table(
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
    Column("text", String, nullable=False, server_default=""),
    Index("turns_by_answer", "answer_id"),
)
feedback = Table(
    "feedback",
    _metadata,
    Column("answer_id", String, primary_key=True),
    # 0 stands for the whole answer: NULL would make every row of a primary key another one.
    Column("segment", Integer, primary_key=True),
    Column("citation", Integer, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("judgement", String, nullable=False),
    Column("text", String, nullable=False),
    Column("given_at", String, nullable=False),
    Index("feedback_by_conversation", "conversation_id"),
)
site_days = Table(
    "site_days",
    _metadata,
    Column("site", String, primary_key=True),
    Column("day", String, primary_key=True),
    Column("answers", Integer, nullable=False),
)
paused_sites = Table(
    "paused_sites",
    _metadata,
    Column("site", String, primary_key=True),
    Column("since", String, nullable=False),
)
model_days = Table(
    "model_days",
    _metadata,
    Column("day", String, primary_key=True),
    Column("tokens", Integer, nullable=False),
    Column("cost_usd", Float, nullable=False),
)
_LACKING = {
    1: (
        "ALTER TABLE turns ADD COLUMN text VARCHAR DEFAULT '' NOT NULL",
        "CREATE INDEX turns_by_answer ON turns (answer_id)",
    ),
    2: ("ALTER TABLE conversations ADD COLUMN site VARCHAR DEFAULT '' NOT NULL",),
    3: (),
}
"""What each version lacks of the next; tables that it has not are made as in a new file."""


class ConversationFile:
    """The open file. Every way in translates what SQLite raises: ConversationsBroken."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it, and bring it to this version. Raises: ConversationsBroken."""
        self._path = path
        self._writing = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._broken("made") from error
        self._engine = _engine(path)
        with self.writing("opened") as connection:
            self._bring_up(connection)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the file."""
        with self._translated("read"), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self, done: str = "written") -> Iterator[Connection]:
        """A transaction that nobody else writes beside."""
        with self._writing, self._translated(done), self._engine.connect() as opened:
            connection = opened.execution_options(writes=True)
            with connection.begin():
                yield connection

    def cut_log(self) -> bool:
        """Empty the write-ahead log, which still holds what was erased; False if it is in use.

        Erased pages of the file itself are overwritten by `secure_delete`.
        """
        with self._translated("emptied"), closing(self._engine.raw_connection()) as connection:
            cursor = connection.cursor()
            busy: int = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            cursor.close()
        return not busy

    def close(self) -> None:
        """Close the file."""
        self._engine.dispose()

    def _bring_up(self, connection: Connection) -> None:
        version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        if version not in range(SCHEMA_VERSION + 1):
            raise ConversationsBroken(
                f"the conversations in {self._path.name!r} are of version {version!r}, this "
                f"program reads up to {SCHEMA_VERSION}; name another file with "
                "GUIDEPOST_CONVERSATIONS"
            )
        for step in range(version, SCHEMA_VERSION) if version else ():
            for statement in _LACKING[step]:
                connection.exec_driver_sql(statement)
        _metadata.create_all(connection)
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")

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
        # The driver would begin on its own, and only before a write: `_begin` does it for all.
        connection.isolation_level = None
        cursor = connection.cursor()
        # NORMAL with WAL: a power cut may lose the last turns, never the file.
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
