"""MAIN PATH of ingestion, read first: read, repair, parse, chunk, embed, publish.

    find_source     a path -> a source and its files (sources.py)
    read_file       bytes -> repaired text, claims, rows, passages (pages.py: readers, repair,
                    layouts, chunk)
    _gathered       what the other sources hold is carried over from the live snapshot
    build_snapshot  vectors, files, and the switch to them, all or nothing (vectorstore)

Nothing is written before everything is read; the live snapshot serves until the new one is whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.errors import IngestBusy, NothingRead, ReadError, SourceUnreadable
from ingest.layouts.page import Chunking
from ingest.pages import FileBytes, read_file
from ingest.report import FileError, Report, make_report
from ingest.settings import Settings
from ingest.sources import FoundSource, find_source, read_bytes
from ingest.tokens import count_tokens
from vectorstore.embedder import Embedder
from vectorstore.errors import IndexMissing
from vectorstore.records import PageContent, PageId, Source
from vectorstore.snapshot import build_snapshot, current_id, open_pages

Progress = Callable[[str, int, int], None]
"""stage, done, total."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a snapshot holds: its sources and their pages."""

    sources: tuple[Source, ...] = ()
    contents: tuple[PageContent, ...] = ()


@dataclass(slots=True)
class _Read:
    """What a run has read so far."""

    sources: list[Source] = field(default_factory=list)
    contents: dict[PageId, PageContent] = field(default_factory=dict)
    errors: list[FileError] = field(default_factory=list)


def ingest_paths(
    paths: Sequence[str],
    index_dir: Path,
    embedder: Embedder,
    settings: Settings | None = None,
    progress: Progress | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Report:
    """The report of a run that leaves the index holding the paths as they are now.

    A source given again is refreshed, other sources stay. What is as it was makes no new snapshot.
    Raises: NothingRead, IngestBusy, StoreError; the index is then as it was.
    """
    limits = settings or Settings()
    told = progress or (lambda _stage, _done, _total: None)
    with _only_one(index_dir):
        before = held_in(index_dir)
        read = _read_all(paths, before, limits, told, clock())
        if not read.sources:
            raise NothingRead(_nothing(read.errors))
        after = _gathered(before, read)
        snapshot_id = build_snapshot(index_dir, after.contents, after.sources, embedder, told)
    return make_report(snapshot_id, before.contents, after.contents, read.contents, read.errors)


@contextmanager
def _only_one(index_dir: Path) -> Iterator[None]:
    """Hold the index until the end: two runs at once would lose each other's pages."""
    index_dir.mkdir(parents=True, exist_ok=True)
    lock = FileLock(index_dir / "ingest.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise IngestBusy(
            f"another ingestion writes to the index {str(index_dir)!r}; wait until it has ended"
        ) from error
    try:
        yield
    finally:
        lock.release()


def held_in(index_dir: Path) -> Held:
    """What the live snapshot holds; nothing if there is none yet. Raises: StoreError."""
    try:
        live = current_id(index_dir)
    except IndexMissing:
        return Held()
    with open_pages(index_dir, live) as pages:
        return Held(tuple(pages.sources()), tuple(pages.contents()))


def _read_all(
    paths: Sequence[str], before: Held, limits: Settings, told: Progress, now: datetime
) -> _Read:
    read = _Read()
    found = _found(paths, read)
    total = sum(len(f.files) for f in found)
    chunking = Chunking(limits.passage_tokens, count_tokens)
    held = {c.page.id: c for c in before.contents}
    done = 0
    for source in found:
        contents = []
        for file in source.files:
            told("read", done, total)
            done += 1
            try:
                octets = read_bytes(file, limits.max_file_bytes)
                given = FileBytes(file.uri, octets, source.source.id, now)
                contents.append(read_file(given, chunking))
            except ReadError as error:
                read.errors.append(FileError(error.uri, error.code, error.reason))
                contents.extend(_still_held(error, held.values()))
        if contents:
            read.sources.append(source.source)
            read.contents.update((c.page.id, c) for c in contents)
    told("read", total, total)
    return read


def _found(paths: Sequence[str], read: _Read) -> list[FoundSource]:
    """The sources at the paths, each once, in the order given; what is not there is an error."""
    found: dict[str, FoundSource] = {}
    for path in paths:
        try:
            source = find_source(path)
        except ReadError as error:
            read.errors.append(FileError(error.uri, error.code, error.reason))
        else:
            found.setdefault(source.source.uri, source)
    return list(found.values())


def _still_held(error: ReadError, held: Iterable[PageContent]) -> list[PageContent]:
    """The last version of a file that is there but could not be opened this time."""
    if not isinstance(error, SourceUnreadable):
        return []
    return [c for c in held if c.page.uri == error.uri]


def _gathered(before: Held, read: _Read) -> Held:
    """What the index will hold: what was read, and the pages of sources that were not given.

    A file given both alone and in a folder is one page, of the source given last.
    """
    given = {s.id for s in read.sources}
    kept = [
        c
        for c in before.contents
        if c.page.source_id not in given and c.page.id not in read.contents
    ]
    contents = (*kept, *read.contents.values())
    in_use = {c.page.source_id for c in contents}
    sources = [s for s in before.sources if s.id not in given]
    return Held(tuple(s for s in (*sources, *read.sources) if s.id in in_use), contents)


def _nothing(errors: Sequence[FileError]) -> str:
    shown = "; ".join(f"{e.uri}: {e.reason}" for e in errors[:3])
    more = f" (and {len(errors) - 3} more)" if len(errors) > 3 else ""
    return f"nothing could be read: {shown}{more}; the index is as it was"
