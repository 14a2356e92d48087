"""A snapshot's SQLite file: opened for reading by many threads, written once by the build."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from vectorstore.errors import IndexUnwritable

READERS = 4
"""Connections to a file that is read: as many questions as are answered at once by default; one
that finds none free waits some milliseconds."""


def open_for_reading(path: Path) -> Engine:
    """An engine over a finished file. Nothing can write through it; no lock is taken.

    All its connections are open when it is returned, so that it goes on when the file is deleted.
    """
    # immutable: a published snapshot does not change, so readers need no locks, and a read-only
    # mount is enough.
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(uri, uri=True, check_same_thread=False)

    engine = create_engine(
        "sqlite://", creator=connect, poolclass=QueuePool, pool_size=READERS, max_overflow=0
    )
    with ExitStack() as opened:
        for _ in range(READERS):
            opened.enter_context(engine.connect())
    return engine


@contextmanager
def new_database(path: Path) -> Iterator[Engine]:
    """An engine over a new file, for the one writer; closed at the end.

    Raises: IndexUnwritable, for whatever SQLite refuses inside.
    """
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        # Nobody reads it before it is whole and flushed: no journal, no flush on the way.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")

    try:
        yield engine
    except SQLAlchemyError as error:
        reason = error.orig if isinstance(error, DBAPIError) else error
        raise IndexUnwritable(
            f"{path.name!r} of a new snapshot cannot be written ({reason}); what was live still "
            "is: make room on the disk and run it again"
        ) from error
    finally:
        engine.dispose()
