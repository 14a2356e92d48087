"""Snapshot: everything known at one moment, opened for reading. The entry of this package.

`build_snapshot` (in `build.py`) makes one, `open_current` opens the live one, `verify` checks one.
A snapshot never changes; a server notices a new one by `current_id`, opens it, and closes the old
one after its last request.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from vectorstore.build import build_snapshot, still_serves
from vectorstore.claims import ClaimStore
from vectorstore.database import open_for_reading
from vectorstore.embedder import Embedder
from vectorstore.errors import EmbedderMismatch, IndexMissing, SnapshotBroken
from vectorstore.held import open_contents
from vectorstore.index_folder import (
    current_id,
    list_snapshots,
    prune,
    snapshot_folder,
    snapshot_ids,
)
from vectorstore.lexical import LexicalIndex
from vectorstore.manifest import (
    CHROMA,
    DATABASE,
    LEXICAL,
    REBUILD,
    VECTORS,
    Manifest,
)
from vectorstore.pages import PageStore
from vectorstore.passages import ChromaFolder, PassageStore, ProgramVectors
from vectorstore.records import PageContent, SnapshotId
from vectorstore.rollback import Whole, roll_back, whole
from vectorstore.rows import RowStore
from vectorstore.vectors import VectorMatrix
from vectorstore.verify import problems_of
from vectorstore.words import WordTable

__all__ = [
    "Snapshot",
    "build_snapshot",
    "current_id",
    "list_snapshots",
    "open_current",
    "open_pages",
    "open_snapshot",
    "prune",
    "roll_back",
    "snapshot_ids",
    "still_serves",
    "verify",
]


class Snapshot:
    """One snapshot, open for reading. Safe to use from several threads until it is closed."""

    def __init__(self, folder: Path, manifest: Manifest, embedder: Embedder) -> None:
        """Open the files in `folder`; use `open_current` or `open_snapshot`, which check them."""
        self.id: SnapshotId = manifest.id
        self.manifest = manifest
        self.embedder = embedder
        self._engine: Engine = open_for_reading(folder / DATABASE)
        self._chroma = ChromaFolder(folder / CHROMA)
        vectors = folder / VECTORS
        self.rows = RowStore(self._engine)
        self.claims = ClaimStore(self._engine)
        self.pages = PageStore(self._engine)
        self.passages = PassageStore(
            self._engine, self._chroma, VectorMatrix(vectors / "passages.npy")
        )
        self.programs = ProgramVectors(
            self._engine, self._chroma, VectorMatrix(vectors / "programs.npy")
        )
        self.lexical = LexicalIndex(folder / LEXICAL, self.passages.ids, self.passages.source_ids)
        self.words = WordTable(folder, VectorMatrix(vectors / "words.npy").array)

    def contents(self) -> Iterator[PageContent]:
        """Everything that was read, page by page, as it was given to the build."""
        return self.pages.contents()

    def close(self) -> None:
        """Give back files and memory. Only after the last request on it."""
        self._chroma.close()
        self._engine.dispose()

    def __enter__(self) -> Snapshot:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()


def open_current(index_dir: Path, embedder: Embedder) -> Snapshot:
    """The live snapshot.

    Raises: IndexMissing, SnapshotBroken, SchemaMismatch, EmbedderMismatch.
    """
    return open_snapshot(index_dir, current_id(index_dir), embedder)


def open_snapshot(
    index_dir: Path, snapshot_id: SnapshotId, embedder: Embedder, checked: Whole | None = None
) -> Snapshot:
    """The snapshot of this id, its files hashed again, unless it was `checked` a moment before.

    Raises: IndexMissing, SnapshotBroken, SchemaMismatch, EmbedderMismatch.
    """
    is_checked = checked is not None and checked[1].id == snapshot_id
    folder, manifest = checked if checked and is_checked else whole(index_dir, snapshot_id)
    if manifest.embedder != embedder.name:
        raise EmbedderMismatch(
            f"snapshot {snapshot_id!r} was built with the model {manifest.embedder!r}, the setting "
            f"gives {embedder.name!r}; set GUIDEPOST_EMBEDDER as it was, or ingest again"
        )
    try:
        return Snapshot(folder, manifest, embedder)
    except (OSError, ValueError, KeyError, SQLAlchemyError) as error:
        raise SnapshotBroken(f"snapshot {snapshot_id!r} cannot be read; {REBUILD}") from error


@contextmanager
def open_pages(index_dir: Path, snapshot_id: SnapshotId | None = None) -> Iterator[PageStore]:
    """The pages and contents of a snapshot (the live one if none is named), without its vectors.

    Needs no embedder, and no other file to be whole: for looking at a snapshot.
    Raises: IndexMissing, SnapshotBroken, SchemaMismatch.
    """
    with open_contents(index_dir, snapshot_id or current_id(index_dir)) as pages:
        yield pages


def verify(index_dir: Path, snapshot_id: SnapshotId) -> list[str]:
    """What is wrong with a snapshot, in words; empty if nothing is."""
    try:
        return problems_of(snapshot_folder(index_dir, snapshot_id))
    except IndexMissing as error:
        return [str(error)]
