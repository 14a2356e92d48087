"""What the index holds, read back so that the next build can carry it over.

Needs the manifest and the database of a snapshot, nothing else: one whose vectors, words or Chroma
files are damaged loses no page. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError

from vectorstore import schema
from vectorstore.contents import Contents
from vectorstore.database import open_for_reading
from vectorstore.errors import IndexMissing, SchemaMismatch, SnapshotBroken
from vectorstore.index_folder import CURRENT, current_id, snapshot_folder, snapshot_ids
from vectorstore.manifest import DATABASE, REBUILD, read_manifest, seal
from vectorstore.pages import PageStore
from vectorstore.records import PageContent, SnapshotId, Source

_UNREADABLE = (IndexMissing, SnapshotBroken, SchemaMismatch)


@dataclass(frozen=True, slots=True)
class Held:
    """Sources and their pages, as the live snapshot or the best one that can be read holds them."""

    sources: tuple[Source, ...] = ()
    contents: tuple[PageContent, ...] = ()
    snapshot: SnapshotId | None = None
    """Which one they are of; None if of none."""
    note: str | None = None
    """What is not as in the live snapshot, for people; None if everything is."""
    lost: tuple[str, ...] = ()
    """Uris of sources of the live snapshot that cannot be read any more."""


def held_in(index_dir: Path) -> Held:
    """What the live snapshot holds; if it cannot be read, what the newest one does that can.

    Nothing if there is no index yet. Raises: SnapshotBroken, if nothing can be read at all, not
    even the names of the live snapshot's sources.
    """
    live, problem = _live(index_dir)
    others = [i for i in reversed(snapshot_ids(index_dir)) if i != live]
    if live is None and not others and not (index_dir / CURRENT).exists():
        return Held()
    for snapshot_id in (*([live] if live else []), *others):
        try:
            held = _read(index_dir, snapshot_id)
        except _UNREADABLE as error:
            problem = problem or error
            continue
        if snapshot_id == live:
            return held
        return _instead(index_dir, live, snapshot_id, held, problem)
    named = _named_sources(index_dir, live or (others[0] if others else None))
    if named is None:
        raise SnapshotBroken(
            f"no snapshot of the index {str(index_dir)!r} can be read ({problem}), so what its "
            f"sources held is unknown; restore a copy, or delete {CURRENT} and the snapshots and "
            "ingest every source again (embeddings.sqlite keeps the vectors)"
        )
    return Held(note=f"Nothing could be carried over: {problem}.", lost=named)


@contextmanager
def open_contents(index_dir: Path, snapshot_id: SnapshotId) -> Iterator[PageStore]:
    """The pages of a snapshot, its database being as it was written; the rest is not looked at.

    Raises: IndexMissing, SnapshotBroken, SchemaMismatch.
    """
    folder = snapshot_folder(index_dir, snapshot_id)
    written = read_manifest(folder).files.get(DATABASE)
    try:
        found = seal(folder / DATABASE)
    except OSError:
        found = None
    if found is None or found != written:
        raise SnapshotBroken(
            f"snapshot {snapshot_id!r} is damaged: {DATABASE} is missing or not as it was written; "
            f"{REBUILD}"
        )
    with _engine(folder) as engine:
        yield PageStore(engine)


def contents_of(index_dir: Path, snapshot_id: SnapshotId) -> Contents:
    """Everything that a snapshot holds. Raises: IndexMissing, SnapshotBroken, SchemaMismatch."""
    with open_contents(index_dir, snapshot_id) as pages:
        return Contents(pages.sources(), tuple(pages.contents()))


def _live(index_dir: Path) -> tuple[SnapshotId | None, Exception | None]:
    try:
        return current_id(index_dir), None
    except (IndexMissing, SnapshotBroken) as error:
        return None, error


def _read(index_dir: Path, snapshot_id: SnapshotId) -> Held:
    with open_contents(index_dir, snapshot_id) as pages:
        return Held(tuple(pages.sources()), tuple(pages.contents()), snapshot_id)


def _instead(
    index_dir: Path,
    live: SnapshotId | None,
    used: SnapshotId,
    held: Held,
    problem: Exception | None,
) -> Held:
    """What another snapshot than the live one holds, with what is to be said of that."""
    named = _named_sources(index_dir, live)
    known = {source.uri for source in held.sources}
    unknown = "" if named is not None else " What came in after it is missing: give its paths too."
    note = f"Sources not given were carried over from snapshot {used}: {problem}.{unknown}"
    return replace(held, note=note, lost=tuple(u for u in named or () if u not in known))


def _named_sources(index_dir: Path, snapshot_id: SnapshotId | None) -> tuple[str, ...] | None:
    """Uris of the snapshot's sources by its manifest, else by whatever its database still tells."""
    if snapshot_id is None:
        return None
    try:
        folder = snapshot_folder(index_dir, snapshot_id)
    except IndexMissing:
        return None
    try:
        return read_manifest(folder).sources
    except (SnapshotBroken, SchemaMismatch):
        pass
    try:
        with _engine(folder) as engine, engine.connect() as connection:
            return tuple(connection.execute(select(schema.sources.c.uri)).scalars())
    except SQLAlchemyError:
        return None


@contextmanager
def _engine(folder: Path) -> Iterator[Engine]:
    engine = open_for_reading(folder / DATABASE)
    try:
        yield engine
    finally:
        engine.dispose()
