"""A snapshot's SQLite file: opened for reading by many threads, written once by the build."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import QueuePool


def open_for_reading(path: Path) -> Engine:
    """An engine over a finished file. Nothing can write through it; no lock is taken."""
    # immutable: a published snapshot does not change, so readers need no locks, and a read-only
    # mount is enough.
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(uri, uri=True, check_same_thread=False)

    return create_engine(
        "sqlite://", creator=connect, poolclass=QueuePool, pool_size=4, max_overflow=60
    )


def open_for_writing(path: Path) -> Engine:
    """An engine over a new file, for the one writer."""
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        # Nobody reads it before it is whole and flushed: no journal, no flush on the way.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")

    return engine
