"""The embedding cache: no vector that was committed is ever computed again.

One SQLite file for all snapshots of an index, keyed by model name and the text's hash, committed
batch by batch, so that a killed build goes on where it stopped. Each vector carries a checksum: a
damaged one is computed again, a damaged file is set aside and refilled from elsewhere where that is
possible. Not used for visitors' questions.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from vectorstore.errors import CacheBroken, EmbeddingFailed, IndexUnwritable
from vectorstore.steps import Step, reached

if TYPE_CHECKING:
    from vectorstore.embedder import Embedder

BATCH = 64
"""Vectors a commit: about two seconds of work with the local model."""
LOOKUP = 500
"""Keys a SELECT: under SQLite's oldest limit of 999 variables."""
SEAL_BYTES = 4
"""Of the checksum behind a vector: CRC-32 over model, key and vector."""

KnownVectors = Iterable[tuple[Sequence[str], NDArray[np.float32]]]
"""Texts and their vectors, (n, dim) float32, by position."""

# Not WITHOUT ROWID: a row of 1.5 KB would then take a page of its own, and twice the disk.
_TABLE = """CREATE TABLE IF NOT EXISTS embeddings (
    model TEXT NOT NULL, sha256 BLOB NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (model, sha256)
)"""
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
"""The file is no database, no longer whole, or holds a table of another shape."""
_UNWRITABLE = (
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH,
)  # fmt: skip

_T = TypeVar("_T")


class CachedEmbedder:
    """An embedder that asks the file first. Safe with several threads; close it when done."""

    def __init__(
        self, inner: Embedder, path: Path, elsewhere: Callable[[], KnownVectors] = tuple
    ) -> None:
        """Open or make the file; an empty one first takes what `elsewhere` gives.

        Raises: CacheBroken, IndexUnwritable.
        """
        self.inner = inner
        self.healed: str | None = None
        """What was wrong with the file that was set aside; None if none was."""
        self._path = path
        self._elsewhere = elsewhere
        self._lock = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = self._connect()
        self._on_file(self._prepare)

    @property
    def name(self) -> str:
        """Of the model behind the cache."""
        return self.inner.name

    @property
    def dim(self) -> int:
        """Of the model behind the cache."""
        return self.inner.dim

    def embed(
        self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        """Vectors of the texts, (n, dim) float32, L2-normalised.

        `progress(done, total)` is told of distinct texts as they are done.
        Raises: CacheBroken, IndexUnwritable, and what the model behind raises.
        """
        keys = [_key(text) for text in texts]
        by_key = dict(zip(keys, texts, strict=True))
        with self._lock:
            found = self._on_file(partial(self._look_up, list(by_key)))
            missing = [key for key in by_key if key not in found]
            done = len(by_key) - len(missing)
            for batch in _slices(missing, BATCH):
                _report(progress, done, len(by_key))
                made = self._compute([by_key[key] for key in batch])
                new = dict(zip(batch, made, strict=True))
                self._on_file(partial(self._keep, new))
                found.update(new)
                done += len(batch)
        _report(progress, len(by_key), len(by_key))
        out = np.empty((len(texts), self.dim), np.float32)
        for i, key in enumerate(keys):
            out[i] = np.frombuffer(found[key], np.float32)
        return out

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _connect(self) -> sqlite3.Connection:
        try:
            return sqlite3.connect(self._path, timeout=30, check_same_thread=False)
        except sqlite3.Error as error:
            raise self._failure(error) from error

    def _prepare(self) -> None:
        """Make the table, and fill an empty one with all that is known elsewhere, or nothing."""
        with self._db:
            self._db.execute(_TABLE)
        if self._db.execute("SELECT 1 FROM embeddings LIMIT 1").fetchone() is None:
            self._keep(
                {
                    _key(text): vector.tobytes()
                    for texts, vectors in self._elsewhere()
                    for text, vector in zip(texts, vectors, strict=True)
                }
            )

    def _look_up(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Vectors of those keys that are held undamaged."""
        found: dict[bytes, bytes] = {}
        for part in _slices(keys, LOOKUP):
            marks = ",".join("?" * len(part))
            query = (
                "SELECT sha256, vector FROM embeddings "  # noqa: S608 - question marks alone
                f"WHERE model = ? AND sha256 IN ({marks})"
            )
            for key, sealed in self._db.execute(query, (self.name, *part)):
                if isinstance(sealed, bytes) and sealed[-SEAL_BYTES:] == self._seal(
                    key, vector := sealed[:-SEAL_BYTES]
                ):
                    found[key] = vector
        width = self.dim * 4
        return {key: vector for key, vector in found.items() if len(vector) == width}

    def _compute(self, texts: Sequence[str]) -> list[bytes]:
        vectors = self.inner.embed(texts)
        if vectors.shape != (len(texts), self.dim) or not np.isfinite(vectors).all():
            raise EmbeddingFailed(
                f"{self.name!r} gave {vectors.shape} numbers for {len(texts)} texts of width "
                f"{self.dim}, or some that are no numbers; check the model"
            )
        reached(Step.VECTORS_MADE)
        return [vector.astype(np.float32).tobytes() for vector in vectors]

    def _keep(self, made: Mapping[bytes, bytes]) -> None:
        rows = [(self.name, key, vector + self._seal(key, vector)) for key, vector in made.items()]
        with self._db:
            self._db.executemany("INSERT OR REPLACE INTO embeddings VALUES (?, ?, ?)", rows)
            reached(Step.CACHE_FILLED)
        reached(Step.CACHE_COMMITTED)

    def _seal(self, key: bytes, vector: bytes) -> bytes:
        sum_ = zlib.crc32(vector, zlib.crc32(key, zlib.crc32(self.name.encode())))
        return sum_.to_bytes(SEAL_BYTES, "big")

    def _on_file(self, work: Callable[[], _T]) -> _T:
        """What `work` gives; if the file turns out to be damaged, what it gives on a new one."""
        try:
            try:
                return work()
            except sqlite3.Error as error:
                if _kind(error) not in _DAMAGED:
                    raise
                self._set_aside(error)
                self._prepare()
                return work()
        except sqlite3.Error as error:
            raise self._failure(error) from error

    def _set_aside(self, error: sqlite3.Error) -> None:
        aside = self._path.with_name(f"{self._path.stem}.damaged{self._path.suffix}")
        self._db.close()
        self._path.replace(aside)
        # Its journal would be played into the new file.
        self._path.with_name(f"{self._path.name}-journal").unlink(missing_ok=True)
        self._db = self._connect()
        self.healed = (
            f"the embedding cache was damaged ({error}) and is now {aside.name!r}, which can be "
            "deleted; a new one was begun"
        )

    def _failure(self, error: sqlite3.Error) -> CacheBroken | IndexUnwritable:
        if _kind(error) in _UNWRITABLE:
            return IndexUnwritable(
                f"the embedding cache {self._path.name!r} cannot be written ({error}); what it "
                "holds is kept: make room, or let this user write there, and run it again"
            )
        return CacheBroken(
            f"the embedding cache {self._path.name!r} cannot be used ({error}); if no other "
            "program uses it, delete it: its vectors are then computed again"
        )


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _kind(error: sqlite3.Error) -> int:
    """SQLite's primary result code; -1 for an error of the module itself."""
    code: int = getattr(error, "sqlite_errorcode", -1)
    return code & 0xFF if code >= 0 else code


def _slices(items: Sequence[bytes], size: int) -> Iterator[Sequence[bytes]]:
    for at in range(0, len(items), size):
        yield items[at : at + size]


def _report(progress: Callable[[int, int], None] | None, done: int, total: int) -> None:
    if progress is not None:
        progress(done, total)
