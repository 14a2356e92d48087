"""Is a snapshot as it was written, and going back to one. Needs no model, index or client.

`snapshot.py` opens what this finds whole; `verify.py` looks deeper.
"""

from __future__ import annotations

from pathlib import Path

from vectorstore.errors import SnapshotBroken
from vectorstore.index_folder import snapshot_folder, switch_to, writing
from vectorstore.manifest import REBUILD, Manifest, broken_files, read_manifest
from vectorstore.records import SnapshotId


def roll_back(index_dir: Path, snapshot_id: SnapshotId) -> Manifest:
    """Make an earlier snapshot the live one, if it is whole; its manifest.

    Raises: WriterBusy, IndexMissing, SnapshotBroken, SchemaMismatch.
    """
    with writing(index_dir):
        _, manifest = whole(index_dir, snapshot_id)
        switch_to(index_dir, snapshot_id)
        return manifest


def whole(index_dir: Path, snapshot_id: SnapshotId) -> tuple[Path, Manifest]:
    """A snapshot's folder and manifest, its own files being as they were written.

    Raises: IndexMissing, SnapshotBroken, SchemaMismatch.
    """
    folder = snapshot_folder(index_dir, snapshot_id)
    manifest = read_manifest(folder)
    problems = broken_files(folder, manifest)
    if problems:
        raise SnapshotBroken(f"snapshot {snapshot_id!r} is damaged: {problems[0]}; {REBUILD}")
    return folder, manifest
