"""MAIN PATH of ingestion, read first: read, repair, parse, chunk, embed, publish.

    find_source     a path -> a source and its files; an address -> its pages (sources.py, fetch/)
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

from ingest.errors import HeldUnreadable, IngestBusy, NothingRead, ReadError, SourceUnreadable
from ingest.fetch.site import Access, Web
from ingest.fetch.urls import looks_like_url
from ingest.file_pages import file_uris, read_pages
from ingest.kept_report import kept_form
from ingest.layouts.page import Chunking
from ingest.mapping_choice import Mappings, joined_files
from ingest.pages import FileBytes
from ingest.programs import told_apart
from ingest.readers.documents import DocumentLimits
from ingest.report import FileError, Report, make_report
from ingest.settings import Settings
from ingest.sources import FoundFile, FoundPage, FoundSource, find_source, read_beside, read_bytes
from ingest.table_report import TableReport
from ingest.tokens import count_tokens
from vectorstore.embedder import Embedder
from vectorstore.held import Held, held_in
from vectorstore.index_folder import make_folder, unwritable
from vectorstore.records import PageContent, PageId, Source, SourceId
from vectorstore.reports import keep_report
from vectorstore.snapshot import build_snapshot
from vectorstore.steps import Step, reached

Progress = Callable[[str, int, int], None]
"""stage, done, total."""


@dataclass(slots=True)
class _Read:
    """What a run has read so far."""

    sources: list[Source] = field(default_factory=list)
    contents: dict[PageId, PageContent] = field(default_factory=dict)
    errors: list[FileError] = field(default_factory=list)
    tables: list[TableReport] = field(default_factory=list)
    files: set[str] = field(default_factory=set)
    """Uris of the files that pages were read from."""


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
    told = progress or (lambda _stage, _done, _total: None)
    now = clock()
    with only_one(index_dir), _seldom_collected(), ExitStack() as stack:
        before = held_in(index_dir)
        web = None
        if any(map(looks_like_url, paths)):
            maps = frozenset(s.uri for s in before.sources if s.kind == "sitemap")
            made = Web(order.access, limits.fetch, index_dir, now, told, maps)
            web = stack.enter_context(made)
        read = _read_all(paths, before, limits, told, now, web, order.mappings)
        if not read.contents:
            raise NothingRead(_nothing(read.errors))
        _nothing_lost(before, read)
        after = _gathered(before, read)
        notes = [before.note] if before.note else []
        if web and (trouble := web.keep_only(s.uri for s in after.sources)):
            notes.append(trouble)
        snapshot_id = build_snapshot(
            index_dir, after.contents, after.sources, embedder, told, note=notes.append
        )
    report = make_report(snapshot_id, before, after, read.contents, read.errors, tuple(read.tables))
    return _kept(replace(report, notes=tuple(notes)), index_dir, clock())


def _kept(report: Report, index_dir: Path, ended_at: datetime) -> Report:
    """The report, once it is kept for the operator; if it cannot be, it says so."""
    try:
        keep_report(index_dir, kept_form(report, ended_at))
    except OSError as error:
        return replace(report, unkept=error.strerror or str(error))
    return report


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


def _read_all(
    paths: Sequence[str],
    before: Held,
    limits: Settings,
    told: Progress,
    now: datetime,
    web: Web | None,
    mappings: Mappings,
) -> _Read:
    read = _Read()
    found = _found(paths, before, read, web)
    mappings.check(file.uri for source in found for file in source.files)
    read_by = {f.uri: mappings.of(f.uri, _path(f)) for source in found for f in source.files}
    parts = frozenset().union(*(joined_files(by, uri) for uri, by in read_by.items()))
    total = sum(len(f.files) for f in found)
    chunking = Chunking(limits.passage_tokens, count_tokens)
    held = {c.page.id: c for c in before.contents}
    done = 0
    for source in found:
        contents: list[PageContent] = []
        for file in source.files:
            told("read", done, total)
            done += 1
            if file.uri in parts:
                read.files.add(file.uri)
                continue
            try:
                given = _given(file, source.source.id, limits, now)
                pages = read_pages(given, chunking, read_by[file.uri])
                contents.extend(pages.contents)
                read.tables.extend(pages.tables)
                read.files.add(file.uri)
            except ReadError as error:
                read.errors.append(FileError(error.uri, error.code, error.reason))
                contents.extend(_still_held(error, held.values()))
            reached(Step.FILE_READ)
        if not source.is_whole:
            contents.extend(_unlisted(source, before.contents))
        if contents:
            read.sources.append(_dated(source.source, contents))
            read.contents.update((c.page.id, c) for c in told_apart(contents))
    told("read", total, total)
    return read


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


def _nothing(errors: Sequence[FileError]) -> str:
    shown = "; ".join(f"{e.uri}: {e.reason}" for e in errors[:3])
    more = f" (and {len(errors) - 3} more)" if len(errors) > 3 else ""
    return f"nothing could be read: {shown}{more}; the index is as it was"
