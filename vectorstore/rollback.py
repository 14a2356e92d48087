"""Is a snapshot as it was written, and going back to one. Needs no model, index or client.

`snapshot.py` opens what this finds whole; `verify.py` looks deeper.
"""

from __future__ import annotations

from pathlib import Path

from vectorstore.errors import SnapshotBroken
from vectorstore.index_folder import current_id, snapshot_folder, switch_to, writing
from vectorstore.manifest import REBUILD, Manifest, broken_files, read_manifest
from vectorstore.records import SnapshotId

Whole = tuple[Path, Manifest]
"""The folder of a snapshot whose files are as they were written, and its manifest."""


def roll_back(index_dir: Path, snapshot_id: SnapshotId) -> Manifest:
    """Make an earlier snapshot the live one, if it is whole; its manifest.

    Raises: WriterBusy, IndexMissing, SnapshotBroken, SchemaMismatch.
    """
    with writing(index_dir):
        _, manifest = whole(index_dir, snapshot_id)
        switch_to(index_dir, snapshot_id)
        return manifest


def live(index_dir: Path) -> Whole:
    """The live snapshot, as `whole` finds it. Raises: as `whole`."""
    return whole(index_dir, current_id(index_dir))


def whole(index_dir: Path, snapshot_id: SnapshotId) -> Whole:
    """A snapshot's folder and manifest, its own files being as they were written.

    Raises: IndexMissing, SnapshotBroken, SchemaMismatch.
    """
    folder = snapshot_folder(index_dir, snapshot_id)
    manifest = read_manifest(folder)
    problems = broken_files(folder, manifest)
    if problems:
        raise SnapshotBroken(f"snapshot {snapshot_id!r} is damaged: {problems[0]}; {REBUILD}")
    return folder, manifest
