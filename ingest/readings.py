"""What each file gave, and what it was read by: what did not change is taken over, not read again.

`index/readings.json` tells of one snapshot which of its pages came from which file, under a key of
all that decides what a file gives: its bytes, those of the files joined to it, its mappings, the
limits, and the program that reads. The pages themselves are taken from the snapshot. The file only
saves work: where it is lost, damaged or of another snapshot, everything is read again.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from ingest.errors import ReadError
from ingest.file_pages import FilePages, file_uris
from ingest.mapping_file import LoadedMapping
from ingest.pages import FileBytes
from ingest.table_report import TableReport
from vectorstore.held import Held
from vectorstore.index_folder import sync_folder
from vectorstore.records import PageContent, PageId, ProgramId, SnapshotId, SourceId
from vectorstore.tokens import counts_exactly

NAME = "readings.json"
_PACKAGES = ("ingest", "vectorstore")
"""Whose code decides what a file gives."""
_ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Reading:
    """A file whose pages a snapshot holds just as they were read."""

    source_id: SourceId
    uri: str
    """Of the file."""
    key: str
    """Equal where reading the file would give the same."""
    pages: int
    tables: tuple[TableReport, ...] = ()


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file of a run with its key; None where it cannot have one."""

    uri: str
    key: str | None
    pages: FilePages


class Readings(BaseModel):
    """The readings of one snapshot."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    snapshot: SnapshotId | None = None
    readings: tuple[Reading, ...] = ()
    sha256: str = ""
    """Of this file without this field."""


class LastRead:
    """The pages of the last snapshot by their files, for those that are as they were."""

    def __init__(self, before: Held, noted: Readings) -> None:
        """`noted` may be of another snapshot than `before`: it is then of no use."""
        is_of_it = before.snapshot is not None and noted.snapshot == before.snapshot
        self.readings: tuple[Reading, ...] = noted.readings if is_of_it else ()
        self._noted = {(it.source_id, it.uri): it for it in self.readings}
        self._pages: defaultdict[tuple[SourceId, str], list[PageContent]] = defaultdict(list)
        for content in before.contents if self._noted else ():
            for uri in file_uris(content.page.uri):
                if (at := (content.page.source_id, uri)) in self._noted:
                    self._pages[at].append(content)

    def pages(self, file: FileBytes, key: str | None) -> FilePages | None:
        """What reading the file would give, fetched when it was; None if it must be read."""
        at = (file.source_id, file.uri)
        noted = self._noted.get(at)
        held = self._pages.get(at, [])
        if noted is None or key != noted.key or len(held) != noted.pages:
            return None
        return FilePages(tuple(_fetched(it, file.fetched_at) for it in held), noted.tables)


def key_of(file: FileBytes, mappings: Sequence[LoadedMapping], passage_tokens: int) -> str | None:
    """Hash of all that decides what the file gives; None if a file that it joins is not there."""
    joined = sorted({join.file for it in mappings for join in it.terms.join if join.file})
    try:
        beside = [(name, _sha256(file.beside(name)) if file.beside else "") for name in joined]
    except ReadError:
        return None
    limits = (file.limits.pages, file.limits.seconds) if file.limits else ()
    decisive = (
        (recipe(), counts_exactly(), passage_tokens, limits),
        (file.source_id, file.uri, file.ending, file.url, file.sha256),
        ([(it.name, it.sha256) for it in mappings], beside),
    )
    return _sha256(json.dumps(decisive).encode())


@cache
def recipe() -> str:
    """Hash of the program that reads: its code, the libraries beside it, the interpreter.

    A new release reads everything again, and nobody has to remember to say so.
    """
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(it for name in _PACKAGES for it in (_ROOT / name).rglob("*.py")):
        digest.update(f"\n{path.relative_to(_ROOT).as_posix()}\n".encode())
        digest.update(path.read_bytes())
    # A folder `name-version.dist-info` stands for each library installed.
    folders = [Path(place) for place in sys.path if place and Path(place).is_dir()]
    libraries = {path.name for folder in folders for path in folder.glob("*.dist-info")}
    digest.update("\n".join(sorted(libraries)).encode())
    return digest.hexdigest()


def readings_of(
    files: Iterable[FileRead],
    source_id: SourceId,
    contents: Sequence[PageContent],
    stored: Sequence[PageContent],
) -> list[Reading]:
    """The readings of a source's files; `stored` are its contents with ids of their own.

    A file with a row that another file has too is left out: what is stored of it depends on both.
    """
    mixed = {new.page.id for old, new in zip(contents, stored, strict=True) if new is not old}
    mixed |= _repeating(stored)
    return [
        Reading(source_id, it.uri, it.key, len(it.pages.contents), it.pages.tables)
        for it in files
        if it.key is not None and mixed.isdisjoint(c.page.id for c in it.pages.contents)
    ]


def read_readings(index_dir: Path) -> Readings:
    """What was noted last; nothing if that is not there or not as it was written."""
    try:
        noted = Readings.model_validate_json((index_dir / NAME).read_bytes())
    except (OSError, ValidationError):
        return Readings()
    return noted if noted.sha256 == _own_hash(noted) else Readings()


def write_readings(index_dir: Path, snapshot: SnapshotId, readings: Iterable[Reading]) -> None:
    """Note the readings of the live snapshot, if they are not noted yet.

    A disk that refuses is no failure: the run is done, and the next one reads everything.
    """
    new = Readings(snapshot=snapshot, readings=tuple(readings))
    if new == read_readings(index_dir).model_copy(update={"sha256": ""}):
        return
    sealed = new.model_copy(update={"sha256": _own_hash(new)})
    aside = index_dir / f"{NAME}.new"
    try:
        with aside.open("w", encoding="utf-8") as file:
            file.write(sealed.model_dump_json())
            file.flush()
            os.fsync(file.fileno())
        aside.replace(index_dir / NAME)
        sync_folder(index_dir)
    except OSError:
        aside.unlink(missing_ok=True)


def _repeating(stored: Sequence[PageContent]) -> set[PageId]:
    """Pages with a row of an earlier page: a snapshot holds it there alone."""
    seen: set[ProgramId] = set()
    found = set()
    for content in stored:
        ids = {program.id for program in content.programs}
        if len(ids) < len(content.programs) or not seen.isdisjoint(ids):
            found.add(content.page.id)
        seen |= ids
    return found


def _fetched(content: PageContent, at: datetime) -> PageContent:
    return replace(content, page=replace(content.page, fetched_at=at))


def _own_hash(noted: Readings) -> str:
    return _sha256(noted.model_dump_json(exclude={"sha256"}).encode())


def _sha256(octets: bytes) -> str:
    return hashlib.sha256(octets).hexdigest()
