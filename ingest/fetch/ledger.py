"""What was fetched before: bodies with their ETag and Last-Modified, so that a 304 costs no body.

One SQLite file in the index folder, committed page by page. It only saves work: a body in it counts
when a server confirms it, and a file that is damaged or cannot be written is done without.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from ingest.fetch.urls import Url

FILE_NAME = "fetched.sqlite"
MAX_AGE = timedelta(days=180)

_TABLE = """CREATE TABLE IF NOT EXISTS fetched (
    url TEXT PRIMARY KEY, source TEXT NOT NULL, etag TEXT NOT NULL, last_modified TEXT NOT NULL,
    content_type TEXT NOT NULL, fetched_at TEXT NOT NULL, sha256 TEXT NOT NULL, body BLOB NOT NULL
) STRICT, WITHOUT ROWID"""
_COLUMNS = frozenset("url source etag last_modified content_type fetched_at sha256 body".split())


@dataclass(frozen=True, slots=True)
class Kept:
    """A body as it was fetched, with what asks a server whether it still holds."""

    etag: str
    last_modified: str
    content_type: str
    body: bytes

    def headers(self) -> dict[str, str]:
        """Of a request that is answered with 304 while the body holds; empty if there are none."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: v for name, v in asked.items() if v and v.isascii() and v.isprintable()}


class Ledger:
    """The file of one index. Never raises: what goes wrong stands in `trouble`."""

    def __init__(self, index_dir: Path, now: datetime) -> None:
        """Open or make the file; one that is no ledger of ours is put aside for a new one."""
        self.trouble = ""
        """Why it could not be used, or had to be started anew; empty if all is well."""
        self._path = index_dir / FILE_NAME
        self._now = now
        self._db: sqlite3.Connection | None = None
        try:
            self._db = self._opened()
        except sqlite3.Error as error:
            self.trouble = f"it is damaged ({error}) and was started anew"
            self._start_anew()

    def kept(self, url: Url) -> Kept | None:
        """What was last fetched from the address; None if nothing, or if it is not whole."""
        found = self._run(
            "SELECT etag, last_modified, content_type, sha256, body FROM fetched WHERE url = ?",
            (str(url),),
        )
        if not found:
            return None
        etag, last_modified, content_type, sha256, packed = found[0]
        try:
            body = zlib.decompress(packed)
        except zlib.error:
            body = b""
        if hashlib.sha256(body).hexdigest() != sha256:
            self.drop(url)
            return None
        return Kept(etag, last_modified, content_type, body)

    def keep(self, url: Url, source: str, page: Kept) -> None:
        """Keep a body, if a server could confirm it; another one of the same address goes."""
        if not page.headers():
            self.drop(url)
            return
        row = (
            str(url), source, page.etag, page.last_modified, page.content_type,
            self._now.isoformat(), hashlib.sha256(page.body).hexdigest(),
            zlib.compress(page.body),
        )  # fmt: skip
        self._run("INSERT OR REPLACE INTO fetched VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    def confirm(self, url: Url, source: str) -> None:
        """The server said that the body still holds."""
        row = (self._now.isoformat(), source, str(url))
        self._run("UPDATE fetched SET fetched_at = ?, source = ? WHERE url = ?", row)

    def drop(self, url: Url) -> None:
        """Forget what was fetched from the address."""
        self._run("DELETE FROM fetched WHERE url = ?", (str(url),))

    def keep_only(self, sources: Iterable[str]) -> None:
        """Forget what belongs to other sources, and what no server confirmed for half a year."""
        oldest = (self._now - MAX_AGE).isoformat()
        self._run("DELETE FROM fetched WHERE fetched_at < ?", (oldest,))
        found = {source for (source,) in self._run("SELECT DISTINCT source FROM fetched", ())}
        for source in sorted(found.difference(sources)):
            self._run("DELETE FROM fetched WHERE source = ?", (source,))

    def close(self) -> None:
        """Close the file."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def _run(self, statement: str, values: tuple[str | bytes, ...]) -> list[Any]:
        if self._db is None:
            return []
        try:
            with self._db:
                return self._db.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            self.trouble = f"it cannot be used ({error}); pages were fetched in full"
            self.close()
            return []

    def _opened(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, timeout=5)
        try:
            db.execute(_TABLE)
            db.commit()
            found = {row[1] for row in db.execute("PRAGMA table_info(fetched)")}
            if found != _COLUMNS:
                raise sqlite3.DatabaseError("it is no ledger of this program")
            if db.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise sqlite3.DatabaseError("its pages are not whole")
        except sqlite3.Error:
            db.close()
            raise
        return db

    def _start_anew(self) -> None:
        try:
            for ending in ("", "-journal", "-wal", "-shm"):
                self._path.with_name(FILE_NAME + ending).unlink(missing_ok=True)
            self._db = self._opened()
        except (OSError, sqlite3.Error) as error:
            self.trouble = f"it cannot be used ({error}); pages are fetched in full"
            with contextlib.suppress(OSError):
                self.close()
