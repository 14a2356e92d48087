"""MAIN PATH of ingestion, read first: read, repair, parse, chunk, embed, publish.

    find_source     a path -> a source and its files; an address -> its pages (sources.py, fetch/)
    LastRead        a file that is as it was -> its pages in the last snapshot (readings.py)
    read_file       bytes -> repaired text, claims, rows, passages (pages.py: readers, repair,
                    layouts, chunk)
    _gathered       what the other sources hold is carried over from the live snapshot; of a damaged
                    one, from what can still be read (vectorstore/held.py)
    build_snapshot  vectors, files, and the switch to them, all or nothing (vectorstore)

Nothing is written before everything is read; the live snapshot serves until the new one is whole.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.cost import Cost, CountingEmbedder, Progress, Stopwatch
from ingest.errors import HeldUnreadable, IngestBusy, NothingRead, ReadError, SourceUnreadable
from ingest.fetch.site import Access, Web
from ingest.fetch.urls import looks_like_url
from ingest.file_pages import file_uris, read_pages
from ingest.kept_report import kept_form
from ingest.layouts.page import Chunking
from ingest.mapping_choice import Mappings, joined_files
from ingest.mapping_file import LoadedMapping
from ingest.pages import FileBytes
from ingest.programs import told_apart
from ingest.readers.documents import DocumentLimits
from ingest.readings import (
    FileRead,
    LastRead,
    Reading,
    key_of,
    read_readings,
    readings_of,
    write_readings,
)
from ingest.report import FileError, Report, make_report
from ingest.settings import Settings
from ingest.sources import FoundFile, FoundPage, FoundSource, find_source, read_beside, read_bytes
from ingest.table_report import TableReport
from vectorstore.embedder import Embedder
from vectorstore.held import Held, held_in
from vectorstore.index_folder import make_folder, unwritable
from vectorstore.records import PageContent, PageId, SnapshotId, Source, SourceId
from vectorstore.reports import keep_report
from vectorstore.snapshot import build_snapshot, still_serves
from vectorstore.steps import Step, reached
from vectorstore.tokens import count_tokens


@dataclass(slots=True)
class _Read:
    """What a run has read so far, and what it took over."""

    sources: list[Source] = field(default_factory=list)
    contents: dict[PageId, PageContent] = field(default_factory=dict)
    errors: list[FileError] = field(default_factory=list)
    tables: list[TableReport] = field(default_factory=list)
    files: set[str] = field(default_factory=set)
    """Uris of the files that pages were read from."""
    readings: list[Reading] = field(default_factory=list)
    """What to note for the next run."""
    same: int = 0
    """Files that are as they were."""
    parsed: int = 0
    """Files that gave pages and are new or not as they were."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a run is told beside its paths."""

    access: Access = field(default_factory=Access)
    """How far pages of sites may be fetched."""
    mappings: Mappings = field(default_factory=Mappings)
    """What tables are read by."""


def ingest_paths(
    paths: Sequence[str],
    index_dir: Path,
    embedder: Embedder,
    settings: Settings | None = None,
    progress: Progress | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    order: Order | None = None,
) -> Report:
    """The report of a run that leaves the index holding the paths as they are now.

    A source given again is refreshed, other sources stay. What is as it was makes no new snapshot.
    Without an order no page of a site is fetched, and tables are read by the mapping file beside
    them, else by their headers.
    Raises: NothingRead, MappingInvalid, IngestBusy, StoreError; the index is then as it was.
    """
    limits, order = settings or Settings(), order or Order()
    told = Stopwatch(progress or (lambda _stage, _done, _total: None))
    counted = CountingEmbedder(embedder)
    now = clock()
    with only_one(index_dir), _seldom_collected(), ExitStack() as stack:
        told("open", 0, 1)
        before = held_in(index_dir)
        last = LastRead(before, read_readings(index_dir))
        web = None
        if any(map(looks_like_url, paths)):
            maps = frozenset(s.uri for s in before.sources if s.kind == "sitemap")
            made = Web(order.access, limits.fetch, index_dir, now, told, maps)
            web = stack.enter_context(made)
        read = _read_all(paths, before, _Run(limits, order.mappings, told, now, last, web))
        if not read.contents:
            raise NothingRead(_nothing(read.errors))
        _nothing_lost(before, read)
        after = _gathered(before, read)
        notes = [before.note] if before.note else []
        if web and (trouble := web.keep_only(s.uri for s in after.sources)):
            notes.append(trouble)
        if _is_same(before, after, read):
            after = before
        snapshot_id = _published(index_dir, before, after, counted, told, notes)
        write_readings(index_dir, snapshot_id, _noted(last, after, read))
    told("report", 0, 1)
    report = make_report(snapshot_id, before, after, read.contents, read.errors, tuple(read.tables))
    cost = Cost(read.parsed, read.same, counted.texts, told.stages())
    return _kept(replace(report, notes=tuple(notes), cost=cost), index_dir, clock())


def _kept(report: Report, index_dir: Path, ended_at: datetime) -> Report:
    """The report, once it is kept for the operator; if it cannot be, it says so."""
    try:
        keep_report(index_dir, kept_form(report, ended_at))
    except OSError as error:
        return replace(report, unkept=error.strerror or str(error))
    return report


def _published(
    index_dir: Path,
    before: Held,
    after: Held,
    embedder: Embedder,
    told: Progress,
    notes: list[str],
) -> SnapshotId:
    """The snapshot that now serves what the index is to hold: a new one if any of it is new."""
    if after is before and before.snapshot is not None:
        told("verify", 0, 1)
        if still_serves(index_dir, before.snapshot, embedder):
            return before.snapshot
    return build_snapshot(
        index_dir, after.contents, after.sources, embedder, told, note=notes.append
    )


@contextmanager
def only_one(index_dir: Path) -> Iterator[None]:
    """Hold the index until the end: two runs at once would lose each other's pages."""
    lock = FileLock(index_dir / "ingest.lock", timeout=0)
    try:
        make_folder(index_dir)
        lock.acquire()
    except Timeout as error:
        raise IngestBusy(
            f"another ingestion writes to the index {str(index_dir)!r}; wait until it has ended"
        ) from error
    except OSError as error:
        raise unwritable(index_dir, error) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Let a run make its millions of records, which stay, without going through them over and over.

    The garbage collector still looks at what is new: readers of documents leave cycles behind. A
    fifth of the time in which an unchanged register of 25,000 rows is read again.
    """
    usual = gc.get_threshold()
    gc.set_threshold(50_000, 20, 1_000)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@dataclass(frozen=True, slots=True)
class _Run:
    """What reading takes beside the files."""

    limits: Settings
    mappings: Mappings
    told: Progress
    now: datetime
    last: LastRead
    web: Web | None

    def pages(
        self,
        file: FoundFile | FoundPage,
        source: SourceId,
        by: Sequence[LoadedMapping],
        read: _Read,
    ) -> FileRead:
        """The pages of a file, read only if it is not as it was. Raises: ReadError."""
        given = _given(file, source, self.limits, self.now)
        key = key_of(given, by, self.limits.passage_tokens)
        found = self.last.pages(given, key)
        if found is not None:
            read.same += 1
            return FileRead(file.uri, key, found)
        chunking = Chunking(self.limits.passage_tokens, count_tokens)
        found = read_pages(given, chunking, by)
        read.parsed += 1
        return FileRead(file.uri, key, found)


def _read_all(paths: Sequence[str], before: Held, run: _Run) -> _Read:
    read = _Read()
    found = _found(paths, before, read, run.web)
    run.mappings.check(file.uri for source in found for file in source.files)
    read_by = {f.uri: run.mappings.of(f.uri, _path(f)) for source in found for f in source.files}
    parts = frozenset().union(*(joined_files(by, uri) for uri, by in read_by.items()))
    total = sum(len(f.files) for f in found)
    held = {c.page.id: c for c in before.contents}
    done = 0
    for source in found:
        contents: list[PageContent] = []
        files: list[FileRead] = []
        for file in source.files:
            run.told("read", done, total)
            done += 1
            if file.uri in parts:
                read.files.add(file.uri)
                continue
            try:
                files.append(run.pages(file, source.source.id, read_by[file.uri], read))
                contents.extend(files[-1].pages.contents)
            except ReadError as error:
                read.errors.append(FileError(error.uri, error.code, error.reason))
                contents.extend(_still_held(error, held.values()))
            reached(Step.FILE_READ)
        if not source.is_whole:
            contents.extend(_unlisted(source, before.contents))
        _take(source, contents, files, read)
    run.told("read", total, total)
    return read


def _take(
    source: FoundSource, contents: list[PageContent], files: list[FileRead], read: _Read
) -> None:
    """Put what a source gave to what was read."""
    for file in files:
        read.tables.extend(file.pages.tables)
        read.files.add(file.uri)
    if contents:
        stored = told_apart(contents)
        read.sources.append(_dated(source.source, contents))
        read.contents.update((c.page.id, c) for c in stored)
        read.readings += readings_of(files, source.source.id, contents, stored)


def _dated(source: Source, contents: Sequence[PageContent]) -> Source:
    """A file with the one date that its pages speak for; undated ones do not count."""
    dates = {content.page.as_of for content in contents} - {None}
    is_one = source.kind == "file" and len(dates) == 1
    return replace(source, as_of=dates.pop()) if is_one else source


def _given(
    file: FoundFile | FoundPage, source: SourceId, limits: Settings, now: datetime
) -> FileBytes:
    """The file or page as it is now. Raises: ReadError."""
    document = DocumentLimits(limits.max_document_pages, limits.max_document_s)
    if isinstance(file, FoundPage):
        page = file.fetch()
        return FileBytes(
            file.uri, page.octets, source, now, page.ending, str(page.url), limits=document
        )
    octets = read_bytes(file, limits.max_file_bytes)
    beside = partial(read_beside, file, limits.max_file_bytes)
    return FileBytes(file.uri, octets, source, now, limits=document, beside=beside)


def _path(file: FoundFile | FoundPage) -> Path | None:
    return file.path if isinstance(file, FoundFile) else None


def _found(paths: Sequence[str], before: Held, read: _Read, web: Web | None) -> list[FoundSource]:
    """The sources at the paths, each once, in the order given; what is not there is an error.

    A page of a site that was given alone and is gone for good is a source without pages.
    """
    found: dict[str, FoundSource] = {}
    for path in paths:
        try:
            source = find_source(path, web)
        except ReadError as error:
            read.errors.append(FileError(error.uri, error.code, error.reason))
            if not isinstance(error, SourceUnreadable):
                gone = (s for s in before.sources if s.kind == "url" and s.uri == error.uri)
                read.sources.extend(gone)
        else:
            found.setdefault(source.source.uri, source)
            read.errors.extend(FileError(e.uri, e.code, e.reason) for e in source.errors)
    return list(found.values())


def _still_held(error: ReadError, held: Iterable[PageContent]) -> list[PageContent]:
    """The last version of a file that is there but could not be opened this time."""
    if not isinstance(error, SourceUnreadable):
        return []
    return [c for c in held if error.uri in file_uris(c.page.uri)]


def _unlisted(source: FoundSource, held: Iterable[PageContent]) -> list[PageContent]:
    """What a source held that is not among the files found, since not all of it was seen."""
    listed = {file.uri for file in source.files}
    own = (c for c in held if c.page.source_id == source.source.id)
    return [c for c in own if listed.isdisjoint(file_uris(c.page.uri))]


def _nothing_lost(before: Held, read: _Read) -> None:
    """Refuse to publish less than was held because the live snapshot can no longer be read."""
    given = {source.uri for source in read.sources}
    lost = [uri for uri in before.lost if uri not in given]
    if lost:
        raise HeldUnreadable(
            f"{before.note} The damaged snapshot alone holds {', '.join(lost)}: give these paths "
            "too, so that they are read again, or go back with `guidepost index rollback ID`"
        )


def _gathered(before: Held, read: _Read) -> Held:
    """What the index will hold: what was read, and the pages of sources that were not given.

    A file given both alone and in a folder is one page, of the source given last.
    """
    given = {s.id for s in read.sources}
    kept = [
        c
        for c in before.contents
        if c.page.source_id not in given
        and c.page.id not in read.contents
        and not file_uris(c.page.uri) & read.files
    ]
    contents = (*kept, *read.contents.values())
    in_use = {c.page.source_id for c in contents}
    sources = [s for s in before.sources if s.id not in given]
    return Held(tuple(s for s in (*sources, *read.sources) if s.id in in_use), contents)


def _is_same(before: Held, after: Held, read: _Read) -> bool:
    """Whether the index holds all of this, and nothing else.

    What was taken over or carried over is of `before`, so that counting is enough.
    """
    return (
        read.parsed == 0
        and before.snapshot is not None
        and len(before.contents) == len(after.contents)
        and set(before.sources) == set(after.sources)
    )


def _noted(last: LastRead, after: Held, read: _Read) -> list[Reading]:
    """The readings of all that the index holds now."""
    given = {source.id for source in read.sources}
    others = {source.id for source in after.sources} - given
    return [*(it for it in last.readings if it.source_id in others), *read.readings]


def _nothing(errors: Sequence[FileError]) -> str:
    shown = "; ".join(f"{e.uri}: {e.reason}" for e in errors[:3])
    more = f" (and {len(errors) - 3} more)" if len(errors) > 3 else ""
    return f"nothing could be read: {shown}{more}; the index is as it was"
