"""manifest.json: what a snapshot holds, from what, the hashes of its own files, and its own.

Chroma's files are not hashed: Chroma writes to them whenever it is opened. They are checked by
count, ids and a sample of vectors (`verify.py`).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from vectorstore.errors import SchemaMismatch, SnapshotBroken
from vectorstore.records import SnapshotId

SCHEMA_VERSION = 2
"""Of snapshots: rises when one of an older program can no longer be read."""
NAME = "manifest.json"
DATABASE = "store.sqlite"
CHROMA = "chroma"
GRAPHS = "graphs.json"
"""Hashes of Chroma's graph files, for the build that begins with a copy of them."""
LEXICAL = "lexical"
VECTORS = "vectors"

_HASHED_AT_ONCE = 4
"""Files hashed side by side: most of the bytes are in three."""

REBUILD = "ingest again to build a new one, or roll back with `guidepost index rollback`"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FileSeal(_Strict):
    """Size and hash of one of our files."""

    bytes: int
    sha256: str


class Counts(_Strict):
    """How many of each a snapshot holds."""

    sources: int
    pages: int
    passages: int
    listings: int
    programs: int
    places: int
    claims: int
    rejects: int
    words: int
    repeated_programs: int = 0
    """Rows that stood more than once in their source and are held once."""


class Manifest(_Strict):
    """What a snapshot is made of."""

    schema_version: int
    id: SnapshotId
    created_at: datetime
    fingerprint: str
    """Of everything that was read, the schema and the model; not of when it was fetched."""
    embedder: str
    """Name of the model that made the vectors."""
    dim: int
    counts: Counts
    sources: tuple[str, ...]
    """Their uris: what is at stake when the rest of the snapshot can no longer be read."""
    files: Mapping[str, FileSeal]
    """By path within the snapshot, with forward slashes."""
    sha256: str = ""
    """Of this file without this line, so that no figure in it can be changed unseen."""

    def vectors_in_chroma(self) -> Mapping[str, int]:
        """Collection -> vectors it must hold."""
        return {"passages": self.counts.passages, "programs": self.counts.programs}


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a snapshot's folder. Raises: SnapshotBroken, SchemaMismatch."""
    try:
        data = json.loads((folder / NAME).read_bytes())
        version = data["schema_version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SnapshotBroken(
            f"snapshot {folder.name!r} has no readable manifest; {REBUILD}"
        ) from error
    if version != SCHEMA_VERSION:
        raise SchemaMismatch(
            f"snapshot {folder.name!r} has schema {version!r}, this program reads "
            f"{SCHEMA_VERSION}; use the release that wrote it, or ingest again to build a new one"
        )
    try:
        manifest = Manifest.model_validate(data)
    except ValidationError as error:
        fields = ", ".join(".".join(map(str, e["loc"])) for e in error.errors()[:3])
        raise SnapshotBroken(
            f"the manifest of snapshot {folder.name!r} is damaged (at {fields}); {REBUILD}"
        ) from error
    if manifest.sha256 != _own_hash(manifest):
        raise SnapshotBroken(
            f"the manifest of snapshot {folder.name!r} is not as it was written; {REBUILD}"
        )
    return manifest


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest with its own hash, last of a snapshot's files."""
    sealed = manifest.model_copy(update={"sha256": _own_hash(manifest)})
    (folder / NAME).write_text(sealed.model_dump_json(indent=2) + "\n", encoding="utf-8")


def seal_files(folder: Path) -> dict[str, FileSeal]:
    """Size and hash of each of our own files in the folder, by path."""
    return {path.relative_to(folder).as_posix(): seal(path) for path in _own_files(folder)}


def broken_files(folder: Path, manifest: Manifest) -> list[str]:
    """What is wrong with our own files, in words; empty if they are as they were written."""
    with ThreadPoolExecutor(_HASHED_AT_ONCE) as pool:  # hashing leaves the interpreter free
        found = pool.map(lambda own: _problem(folder / own[0], *own), manifest.files.items())
        return [problem for problem in found if problem]


def _problem(path: Path, name: str, expected: FileSeal) -> str | None:
    try:
        found = seal(path) if path.stat().st_size == expected.bytes else None
    except OSError:
        return f"{name} is missing or cannot be read"
    return None if found == expected else f"{name} is not as it was written"


def seal(path: Path) -> FileSeal:
    """Size and hash of one file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return FileSeal(bytes=os.fstat(file.fileno()).st_size, sha256=digest)


def _own_hash(manifest: Manifest) -> str:
    return hashlib.sha256(manifest.model_dump_json(exclude={"sha256"}).encode()).hexdigest()


def _own_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and inside.parts[0] != CHROMA and inside.as_posix() != NAME:
            yield path
