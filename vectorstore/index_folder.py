"""The index folder: which snapshots it holds, which is current, and who may write.

index/CURRENT                 the id of the live snapshot; changed by atomic rename
index/snapshots/<id>/         finished snapshots; <id>.building is one under construction
index/embeddings.sqlite       the embedding cache
index/writer.lock             held by the one writer
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from vectorstore.errors import IndexMissing, WriterBusy
from vectorstore.manifest import Manifest, read_manifest
from vectorstore.records import SnapshotId

CURRENT = "CURRENT"
BUILDING = ".building"


def current_id(index_dir: Path) -> SnapshotId:
    """The id of the live snapshot: one small read, cheap enough for every request.

    Raises: IndexMissing.
    """
    try:
        return SnapshotId((index_dir / CURRENT).read_text(encoding="utf-8").strip())
    except OSError as error:
        raise IndexMissing(
            f"there is no index in {str(index_dir)!r}; build one with `guidepost ingest PATH` or "
            "name another folder with --index"
        ) from error


def snapshot_folder(index_dir: Path, snapshot_id: SnapshotId) -> Path:
    """The folder of a finished snapshot. Raises: IndexMissing, if there is none of this id."""
    folder = snapshots_folder(index_dir) / snapshot_id
    # An id is one plain name: nothing outside the folder can be reached through it.
    is_plain = snapshot_id not in ("", ".", "..") and Path(snapshot_id).name == snapshot_id
    if not is_plain or snapshot_id.endswith(BUILDING) or not folder.is_dir():
        raise IndexMissing(
            f"the index {str(index_dir)!r} holds no snapshot {snapshot_id!r}; "
            "`guidepost index list` names those it holds"
        )
    return folder


def snapshots_folder(index_dir: Path) -> Path:
    """Where the snapshots are."""
    return index_dir / "snapshots"


def snapshot_ids(index_dir: Path) -> tuple[SnapshotId, ...]:
    """Ids of the finished snapshots, oldest first."""
    folder = snapshots_folder(index_dir)
    names = sorted(p.name for p in folder.iterdir() if p.is_dir()) if folder.is_dir() else []
    return tuple(SnapshotId(name) for name in names if not name.endswith(BUILDING))


def list_snapshots(index_dir: Path) -> tuple[Manifest, ...]:
    """Manifests of the finished snapshots, oldest first. Raises: SnapshotBroken, SchemaMismatch."""
    folder = snapshots_folder(index_dir)
    return tuple(read_manifest(folder / name) for name in snapshot_ids(index_dir))


def switch_to(index_dir: Path, snapshot_id: SnapshotId) -> None:
    """Make a finished snapshot the live one (publish, roll back). Raises: IndexMissing."""
    snapshot_folder(index_dir, snapshot_id)
    aside = index_dir / f"{CURRENT}.new"
    with aside.open("w", encoding="utf-8") as file:
        file.write(f"{snapshot_id}\n")
        file.flush()
        os.fsync(file.fileno())
    aside.replace(index_dir / CURRENT)
    sync_folder(index_dir)


def prune(index_dir: Path, keep: int) -> tuple[SnapshotId, ...]:
    """Delete all but the newest `keep` snapshots and the live one; the ids that went.

    Raises: WriterBusy.
    """
    with writing(index_dir):
        live = current_id(index_dir)
        ids = snapshot_ids(index_dir)
        gone = tuple(i for i in ids[: max(len(ids) - keep, 0)] if i != live)
        for snapshot_id in gone:
            _delete(snapshots_folder(index_dir) / snapshot_id)
        return gone


def clear_leftovers(index_dir: Path) -> None:
    """Remove what killed builds left. Only for the holder of the lock."""
    folder = snapshots_folder(index_dir)
    if folder.is_dir():
        for path in folder.iterdir():
            if path.name.endswith(BUILDING):
                shutil.rmtree(path)


@contextmanager
def writing(index_dir: Path) -> Iterator[None]:
    """Hold the index as its one writer. Raises: WriterBusy, at once."""
    index_dir.mkdir(parents=True, exist_ok=True)
    lock = FileLock(index_dir / "writer.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise WriterBusy(
            f"another program is writing to the index {str(index_dir)!r}; wait until it has ended"
        ) from error
    try:
        yield
    finally:
        lock.release()


def sync_tree(folder: Path) -> None:
    """Flush every file and folder below to the disk."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
        else:
            sync_folder(path)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Flush a folder's entries to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some file systems cannot; a rename is then as safe
            os.fsync(handle)
    finally:
        os.close(handle)


def _delete(folder: Path) -> None:
    """Delete a snapshot so that a killed deletion leaves a leftover, never half a snapshot."""
    doomed = folder.with_name(folder.name + BUILDING)
    folder.rename(doomed)
    shutil.rmtree(doomed)
