"""The embedding cache: no vector that was committed is ever computed again.

One SQLite file for all snapshots of an index, keyed by model name and the text's hash, committed
batch by batch, so that a killed build goes on where it stopped. Not used for visitors' questions.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from vectorstore.errors import CacheBroken, EmbeddingFailed

if TYPE_CHECKING:
    from vectorstore.embedder import Embedder

BATCH = 64
"""Vectors a commit: about two seconds of work with the local model."""
LOOKUP = 500
"""Keys a SELECT: under SQLite's oldest limit of 999 variables."""

_TABLE = """CREATE TABLE IF NOT EXISTS embeddings (
    model TEXT NOT NULL, sha256 BLOB NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (model, sha256)
) WITHOUT ROWID"""


class CachedEmbedder:
    """An embedder that asks the file first. Safe with several threads; close it when done."""

    def __init__(self, inner: Embedder, path: Path) -> None:
        """Open or make the file. Raises: CacheBroken."""
        self.inner = inner
        self._path = path
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=30, check_same_thread=False)
            self._db.execute(_TABLE)
            self._db.commit()
        except sqlite3.Error as error:
            raise self._broken(error) from error

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
        Raises: CacheBroken, and what the model behind raises.
        """
        keys = [hashlib.sha256(text.encode()).digest() for text in texts]
        by_key = dict(zip(keys, texts, strict=True))
        try:
            with self._lock:
                found = self._look_up(list(by_key))
                missing = [key for key in by_key if key not in found]
                done = len(by_key) - len(missing)
                for batch in _slices(missing, BATCH):
                    _report(progress, done, len(by_key))
                    found.update(self._compute(batch, by_key))
                    done += len(batch)
        except sqlite3.Error as error:
            raise self._broken(error) from error
        _report(progress, len(by_key), len(by_key))
        out = np.empty((len(texts), self.dim), np.float32)
        for i, key in enumerate(keys):
            out[i] = np.frombuffer(found[key], np.float32)
        return out

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _look_up(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        found: dict[bytes, bytes] = {}
        for part in _slices(keys, LOOKUP):
            marks = ",".join("?" * len(part))
            query = (
                "SELECT sha256, vector FROM embeddings "  # noqa: S608 - question marks alone
                f"WHERE model = ? AND sha256 IN ({marks})"
            )
            found.update(self._db.execute(query, (self.name, *part)).fetchall())
        width = self.dim * 4
        return {key: vector for key, vector in found.items() if len(vector) == width}

    def _compute(self, keys: Sequence[bytes], texts: dict[bytes, str]) -> dict[bytes, bytes]:
        vectors = self.inner.embed([texts[key] for key in keys])
        if vectors.shape != (len(keys), self.dim) or not np.isfinite(vectors).all():
            raise EmbeddingFailed(
                f"{self.name!r} gave {vectors.shape} numbers for {len(keys)} texts of width "
                f"{self.dim}, or some that are no numbers; check the model"
            )
        made = {k: v.astype(np.float32).tobytes() for k, v in zip(keys, vectors, strict=True)}
        rows = [(self.name, key, vector) for key, vector in made.items()]
        with self._db:
            self._db.executemany("INSERT OR REPLACE INTO embeddings VALUES (?, ?, ?)", rows)
        return made

    def _broken(self, error: sqlite3.Error) -> CacheBroken:
        return CacheBroken(
            f"the embedding cache {self._path.name!r} cannot be used ({error}); if it is damaged, "
            "delete it: its vectors are then computed again"
        )


def _slices(items: Sequence[bytes], size: int) -> Iterator[Sequence[bytes]]:
    for at in range(0, len(items), size):
        yield items[at : at + size]


def _report(progress: Callable[[int, int], None] | None, done: int, total: int) -> None:
    if progress is not None:
        progress(done, total)
