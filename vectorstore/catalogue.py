"""The snapshots of an index as people see them: found by a short name, listed with their state.

Needs no model. A snapshot that is damaged, or of another schema, is listed with what is wrong and
never fails the list.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from vectorstore.errors import IndexMissing, SchemaMismatch, SnapshotAmbiguous, SnapshotBroken
from vectorstore.index_folder import current_id, snapshot_folder, snapshot_ids
from vectorstore.manifest import Manifest, read_manifest
from vectorstore.records import SnapshotId

LIVE = ("live", "current")
PREVIOUS = "previous"


class State(StrEnum):
    """What a look at a snapshot's manifest and the sizes of its files tells."""

    READY = "ready"
    """Not hashed: that is what `verify` does."""
    OTHER_SCHEMA = "other schema"
    """Written by another version of this program."""
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Listed:
    """One snapshot of an index."""

    id: SnapshotId
    is_live: bool
    """Whether it is the one served."""
    state: State
    """Whether it can be used, as far as can be told without hashing."""
    problem: str | None
    """Why it cannot be used and what to do; None if it is ready."""
    manifest: Manifest | None
    """None where it cannot be read."""
    bytes: int
    """On disk, Chroma's files included."""


def list_all(index_dir: Path) -> tuple[Listed, ...]:
    """Every snapshot, oldest first. Raises: IndexMissing, if there is none and no CURRENT."""
    ids = snapshot_ids(index_dir)
    try:
        live = current_id(index_dir)
    except (IndexMissing, SnapshotBroken):
        if not ids:
            raise
        live = None
    return tuple(_look_at(index_dir, snapshot_id, live) for snapshot_id in ids)


def find_snapshot(index_dir: Path, name: str) -> SnapshotId:
    """The id of a snapshot by a name for it, whatever its state.

    `live` (or `CURRENT`), `previous` (the newest that is older than the live one), an id, or what
    one id alone begins with; the letters after the hyphen do as well.
    Raises: IndexMissing, SnapshotAmbiguous, SnapshotBroken (CURRENT names nothing).
    """
    if name.lower() in LIVE:
        live = current_id(index_dir)
        snapshot_folder(index_dir, live)
        return live
    if name.lower() == PREVIOUS:
        return _previous(index_dir)
    ids = snapshot_ids(index_dir)
    meant = [i for i in ids if i.startswith(name) or i.rpartition("-")[2].startswith(name)]
    if name in ids or not name or not meant:
        snapshot_folder(index_dir, SnapshotId(name))  # raises where there is none
        return SnapshotId(name)
    if len(meant) > 1:
        raise SnapshotAmbiguous(
            f"{name!r} begins {len(meant)} snapshots of the index ({', '.join(meant[:4])}"
            f"{', ...' if len(meant) > 4 else ''}); give more of the id"
        )
    return meant[0]


def _previous(index_dir: Path) -> SnapshotId:
    live = current_id(index_dir)
    older = [i for i in snapshot_ids(index_dir) if i < live]
    if not older:
        raise IndexMissing(
            f"the index {str(index_dir)!r} holds no snapshot older than the live one, {live!r}; "
            "`guidepost index list` names those it holds"
        )
    return older[-1]


def _look_at(index_dir: Path, snapshot_id: SnapshotId, live: SnapshotId | None) -> Listed:
    folder = snapshot_folder(index_dir, snapshot_id)
    manifest, problem, state = None, None, State.READY
    try:
        manifest = read_manifest(folder)
        problem = _misfit(folder, manifest)
        state = State.DAMAGED if problem else State.READY
    except SchemaMismatch as error:
        problem, state = str(error), State.OTHER_SCHEMA
    except SnapshotBroken as error:
        problem, state = str(error), State.DAMAGED
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return Listed(snapshot_id, snapshot_id == live, state, problem, manifest, size)


def _misfit(folder: Path, manifest: Manifest) -> str | None:
    """The first file that is missing or of another size, in words."""
    for name, seal in manifest.files.items():
        path = folder / name
        if not path.is_file() or path.stat().st_size != seal.bytes:
            return f"{name} is missing or of another size; `guidepost index verify` says all"
    return None
