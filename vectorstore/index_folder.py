"""The index folder: which snapshots it holds, which is current, and who may write.

index/CURRENT                 the id of the live snapshot; changed by atomic rename
index/snapshots/<id>/         finished snapshots; <id>.building is being built or deleted
index/embeddings.sqlite       the embedding cache
index/writer.lock             held by the one writer; the system frees it when its holder ends

What a rename makes visible was flushed before it, and the folder is flushed after it.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from vectorstore.errors import IndexMissing, IndexUnwritable, SnapshotBroken, WriterBusy
from vectorstore.manifest import Manifest, read_manifest
from vectorstore.records import SnapshotId
from vectorstore.steps import Step, reached

CURRENT = "CURRENT"
BUILDING = ".building"
MEND = (
    "`guidepost index list` shows the snapshots, `guidepost index rollback ID` makes one live, "
    "or ingest again"
)


def current_id(index_dir: Path) -> SnapshotId:
    """The id of the live snapshot: one small read, cheap enough for every request.

    Raises: IndexMissing, SnapshotBroken (CURRENT is there and names nothing).
    """
    try:
        written = (index_dir / CURRENT).read_bytes()
    except OSError as error:
        raise _no_current(index_dir) from error
    named = written.decode("utf-8", "replace").strip()
    if not _is_plain(named):
        raise SnapshotBroken(
            f"{CURRENT} in the index {str(index_dir)!r} names no snapshot ({named[:40]!r}); {MEND}"
        )
    return SnapshotId(named)


def snapshot_folder(index_dir: Path, snapshot_id: SnapshotId) -> Path:
    """The folder of a finished snapshot. Raises: IndexMissing, if there is none of this id."""
    folder = snapshots_folder(index_dir) / snapshot_id
    if not _is_plain(snapshot_id) or not folder.is_dir():
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
    reached(Step.IN_SWITCH)
    aside.replace(index_dir / CURRENT)
    sync_folder(index_dir)
    reached(Step.AFTER_SWITCH)


def prune(index_dir: Path, keep: int) -> tuple[SnapshotId, ...]:
    """Delete all but the newest `keep` snapshots and the live one; the ids that went.

    Raises: IndexMissing, SnapshotBroken, WriterBusy, IndexUnwritable.
    """
    with writing(index_dir):
        clear_leftovers(index_dir)
        live = current_id(index_dir)
        ids = snapshot_ids(index_dir)
        gone = tuple(i for i in ids[: max(len(ids) - keep, 0)] if i != live)
        for snapshot_id in gone:
            _delete(snapshots_folder(index_dir) / snapshot_id)
        return gone


def clear_leftovers(index_dir: Path) -> None:
    """Remove what killed builds and deletions left. Only for the holder of the lock."""
    folder = snapshots_folder(index_dir)
    if folder.is_dir():
        for path in folder.iterdir():
            if path.name.endswith(BUILDING):
                shutil.rmtree(path)


@contextmanager
def building(index_dir: Path, snapshot_id: SnapshotId) -> Iterator[Path]:
    """A new folder to build a snapshot in; if the build fails, its space is given back at once."""
    aside = snapshots_folder(index_dir) / (snapshot_id + BUILDING)
    aside.mkdir(parents=True)
    try:
        yield aside
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise


def finish(aside: Path) -> None:
    """Give a built and verified folder its final name, so that it holds after a power cut."""
    sync_tree(aside)
    reached(Step.BEFORE_RENAME)
    aside.rename(aside.with_name(aside.name.removesuffix(BUILDING)))
    sync_folder(aside.parent)


@contextmanager
def writing(index_dir: Path) -> Iterator[None]:
    """Hold the index as its one writer; it is free again however this program ends.

    Raises: WriterBusy, at once; IndexUnwritable, for what the disk or its rights refuse inside.
    """
    lock = FileLock(index_dir / "writer.lock", timeout=0)
    try:
        make_folder(index_dir)
        lock.acquire()
        try:
            yield
        finally:
            lock.release()
    except Timeout as error:
        raise WriterBusy(
            f"another program is writing to the index {str(index_dir)!r}; wait until it has ended"
        ) from error
    except OSError as error:
        raise unwritable(index_dir, error) from error


def unwritable(index_dir: Path, error: OSError) -> IndexUnwritable:
    """What to raise when the disk or its rights refuse something in the index."""
    where = f" at {Path(error.filename).name!r}" if isinstance(error.filename, str) else ""
    # NumPy tells of a short write without saying why.
    why = error.strerror or f"the disk may be full: {error}"
    return IndexUnwritable(
        f"the index {str(index_dir)!r} cannot be written ({why}{where}); "
        "what was live still is: make room, or let this user write there, and run it again"
    )


def make_folder(index_dir: Path) -> None:
    """Make the index's folder, if need be, so that it is there after a power cut."""
    if not index_dir.is_dir():
        index_dir.mkdir(parents=True, exist_ok=True)
        sync_folder(index_dir.parent)


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
        os.fsync(handle)
    except OSError as error:
        # Some file systems cannot; a rename is then as safe as they make it.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


def _no_current(index_dir: Path) -> IndexMissing:
    where = f"the index {str(index_dir)!r}"
    if snapshot_ids(index_dir):
        return IndexMissing(f"{where} has no readable {CURRENT} beside its snapshots; {MEND}")
    return IndexMissing(
        f"there is no index in {str(index_dir)!r}; build one with `guidepost ingest PATH` or "
        "name another folder with --index"
    )


def _is_plain(name: str) -> bool:
    """Whether it can be a snapshot's id: one plain name, so that none leads out of the folder."""
    is_name = name.isprintable() and name not in ("", ".", "..") and Path(name).name == name
    return is_name and len(name) < 100 and not name.endswith(BUILDING)


def _delete(folder: Path) -> None:
    """Delete a snapshot so that a killed deletion leaves a leftover, never half a snapshot."""
    doomed = folder.with_name(folder.name + BUILDING)
    folder.rename(doomed)
    sync_folder(doomed.parent)
    reached(Step.PRUNE_RENAMED)
    for path in doomed.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
        reached(Step.PRUNE_DELETING)
    doomed.rmdir()
