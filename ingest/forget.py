"""Dropping a source: a new snapshot without its pages. Nothing is read anew.

What is left was embedded before, by the model that the live snapshot names; the cache has its
vectors, and the model itself is loaded only where one is missing.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.cost import Progress
from ingest.errors import SourceUnknown
from ingest.job import only_one
from ingest.readings import read_readings, write_readings
from vectorstore.embedder import Embedder
from vectorstore.errors import EmbedderMismatch
from vectorstore.held import open_contents
from vectorstore.index_folder import current_id, snapshot_folder
from vectorstore.manifest import Manifest, read_manifest
from vectorstore.records import SnapshotId, Source
from vectorstore.snapshot import build_snapshot


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What a run dropped."""

    source: Source
    """The source that is no longer held."""
    pages: int
    """Pages that went with it."""
    programs: int
    """Rows that went with it."""
    sources_left: int
    """Sources still held; with none the index is empty, and says so to whoever asks."""
    snapshot: SnapshotId
    """The one that is live now."""


def forget_source(
    index_dir: Path, named: str, make: Callable[[], Embedder], progress: Progress | None = None
) -> Forgotten:
    """What went, after the switch to a snapshot without the source.

    `named` is its id, its uri, or what one of these alone begins with; `make` gives the model.
    Older snapshots still hold the source until they are pruned.
    Raises: SourceUnknown, IngestBusy, StoreError; the index is then as it was.
    """
    with only_one(index_dir):
        live = current_id(index_dir)
        manifest = read_manifest(snapshot_folder(index_dir, live))
        with open_contents(index_dir, live) as pages:
            sources, contents = pages.sources(), tuple(pages.contents())
        source = find_named(sources, named)
        kept = [c for c in contents if c.page.source_id != source.id]
        gone = [c for c in contents if c.page.source_id == source.id]
        left = [s for s in sources if s.id != source.id]
        embedder = AsBefore(manifest, make)
        snapshot_id = build_snapshot(index_dir, kept, left, embedder, progress)
        noted = read_readings(index_dir)
        if noted.snapshot == live:
            readings = [it for it in noted.readings if it.source_id != source.id]
            write_readings(index_dir, snapshot_id, readings)
    rows = sum(len(c.programs) for c in gone)
    return Forgotten(source, len(gone), rows, len(left), snapshot_id)


def find_named(sources: Sequence[Source], named: str) -> Source:
    """The one source that is meant. Raises: SourceUnknown, naming near ones."""
    # A path is known by how it is written relative to the working folder: `./seeds/` is `seeds`.
    names = {named, Path(os.path.relpath(named)).as_posix()} if named else set()
    exact = [s for s in sources if names & {s.id, s.uri}]
    meant = exact or [
        s for s in sources if named and any(n.startswith(named) for n in (s.id, s.uri))
    ]
    if len(meant) == 1:
        return meant[0]
    if meant:
        several = ", ".join(repr(s.uri) for s in meant[:4])
        raise SourceUnknown(f"{named!r} begins {len(meant)} sources ({several}); give more of it")
    uris = [s.uri for s in sources]
    near = difflib.get_close_matches(named, uris, 3, 0.4) or uris[:5]
    held = ", ".join(map(repr, near)) or "none"
    raise SourceUnknown(
        f"no source {named!r} is held; near it: {held} (`guidepost index show` names all)"
    )


class AsBefore:
    """An embedder by a manifest: its name and width at once, the model when a vector is missing."""

    def __init__(self, manifest: Manifest, make: Callable[[], Embedder]) -> None:
        self.name = manifest.embedder
        self.dim = manifest.dim
        self._make = make
        self._loaded: Embedder | None = None

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of the texts, (n, dim) float32. Raises: EmbedderMismatch, EmbedderError."""
        self._loaded = self._loaded or self._make()
        if self._loaded.name != self.name:
            raise EmbedderMismatch(
                f"the cache lacks vectors of the model {self.name!r}, and the setting gives "
                f"{self._loaded.name!r}; set GUIDEPOST_EMBEDDER as it was, or ingest again"
            )
        return self._loaded.embed(texts)
