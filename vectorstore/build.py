"""Building a snapshot aside and publishing it: the writing half of the store.

`build_snapshot` is the main path: check, write, seal, verify, rename, switch. Until the last step
readers see nothing of it; killed at any moment it leaves a leftover that the next build removes, or
a finished snapshot that the next build of the same contents takes up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Table

from vectorstore import schema
from vectorstore.chroma_files import Embedded, write_chroma
from vectorstore.contents import Contents, checked, fingerprint
from vectorstore.database import new_database
from vectorstore.embedder import Embedder
from vectorstore.embedding_cache import CachedEmbedder
from vectorstore.errors import (
    BuildFailed,
    IndexMissing,
    SchemaMismatch,
    SnapshotBroken,
)
from vectorstore.held import open_contents
from vectorstore.index_folder import (
    building,
    clear_leftovers,
    current_id,
    finish,
    snapshot_folder,
    snapshot_ids,
    snapshots_folder,
    switch_to,
    writing,
)
from vectorstore.lexical import searchable_text, write_lexical
from vectorstore.manifest import (
    DATABASE,
    GRAPHS,
    LEXICAL,
    SCHEMA_VERSION,
    VECTORS,
    Counts,
    Manifest,
    broken_files,
    read_manifest,
    seal_files,
    write_manifest,
)
from vectorstore.passages import PASSAGES, PROGRAMS
from vectorstore.records import (
    PageContent,
    Passage,
    Program,
    SnapshotId,
    Source,
    SourcePage,
)
from vectorstore.steps import Step, reached
from vectorstore.text import fold
from vectorstore.vectors import VectorMatrix, Vectors, write_matrix
from vectorstore.verify import problems_of
from vectorstore.words import count_words, write_words

Progress = Callable[[str, int, int], None]
"""stage, done, total."""

RECIPE = "texts 1"
"""Rises when `searchable_text`, `program_text` or the choice of words changes."""
INSERT = 2_000
"""Rows an INSERT statement's execution."""


@dataclass(frozen=True, slots=True)
class Laid:
    """Contents in the order in which they are stored."""

    contents: Contents
    passages: tuple[tuple[Passage, SourcePage], ...]
    """With their pages, in reading order."""
    programs: tuple[tuple[Program, int], ...]
    """With the place that each had as read, in answer order."""
    words: dict[str, int]
    """Word -> pages that hold it, alphabetical."""


def build_snapshot(
    index_dir: Path,
    contents: Iterable[PageContent],
    sources: Sequence[Source],
    embedder: Embedder,
    progress: Progress | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    note: Callable[[str], None] = lambda _text: None,
) -> SnapshotId:
    """The id of the snapshot that now serves these contents; built if there is none of them yet.

    `note` is told, in a sentence for people, of what was found damaged and mended on the way.
    Raises: WriterBusy, BuildFailed, IndexUnwritable, EmbedderError.
    """
    report = progress or (lambda _stage, _done, _total: None)
    with writing(index_dir):
        clear_leftovers(index_dir)
        report("compare", 0, 1)
        given = checked(sources, contents)
        mark = fingerprint(given, f"{RECIPE}; {embedder.name}")
        made = _made_already(index_dir, mark)
        if made is None:
            made = _build(index_dir, given, mark, embedder, report, clock(), note)
        if made != _live(index_dir):
            reached(Step.BEFORE_SWITCH)
            switch_to(index_dir, made)
        return made


def _build(
    index_dir: Path,
    given: Contents,
    mark: str,
    embedder: Embedder,
    report: Progress,
    now: datetime,
    note: Callable[[str], None],
) -> SnapshotId:
    """The id of a new finished snapshot, verified and on the disk, but not live yet."""
    # Milliseconds, so that ids sort by time.
    snapshot_id = SnapshotId(f"{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03}Z-{mark[:12]}")
    with building(index_dir, snapshot_id) as aside:
        known = partial(_known_vectors, index_dir, embedder)
        cache = CachedEmbedder(embedder, index_dir / "embeddings.sqlite", known)
        try:
            last = _last_of(index_dir, embedder)
            counts = _write(aside, lay_out(given), cache, last, report)
        finally:
            cache.close()
        if cache.healed:
            note(cache.healed)
        manifest = Manifest(
            schema_version=SCHEMA_VERSION,
            id=snapshot_id,
            created_at=now,
            fingerprint=mark,
            embedder=embedder.name,
            dim=embedder.dim,
            counts=counts,
            sources=tuple(source.uri for source in given.sources),
            files=seal_files(aside),
        )
        reached(Step.BEFORE_MANIFEST)
        write_manifest(aside, manifest)
        reached(Step.AFTER_MANIFEST)
        _verify(aside, report)
        finish(aside)
    return snapshot_id


def still_serves(index_dir: Path, snapshot_id: SnapshotId, embedder: Embedder) -> bool:
    """Whether the snapshot is live, whole and of this model, so that its contents need no build.

    Raises: WriterBusy, IndexUnwritable.
    """
    with writing(index_dir):
        clear_leftovers(index_dir)
        if _live(index_dir) != snapshot_id:
            return False
        folder = snapshot_folder(index_dir, snapshot_id)
        return not problems_of(folder) and read_manifest(folder).embedder == embedder.name


def program_text(program: Program) -> str:
    """What the embedding model reads of a program."""
    ways = ", ".join(sorted(d.value.replace("_", " ") for d in program.delivery))
    cities = ", ".join(dict.fromkeys(p.city for p in program.places if p.city))
    kind = program.award or program.level.value
    parts = (program.title, kind, program.category, program.university, ways, cities)
    return ". ".join(part for part in parts if part)


def _live(index_dir: Path) -> SnapshotId | None:
    """The live snapshot, if CURRENT names one that is there."""
    try:
        return SnapshotId(snapshot_folder(index_dir, current_id(index_dir)).name)
    except (IndexMissing, SnapshotBroken):
        return None


def _made_already(index_dir: Path, mark: str) -> SnapshotId | None:
    """A whole snapshot of this fingerprint: the live one, or a newer one not switched to.

    Older ones are not taken up: they would stand for a later reading than they hold.
    """
    live = _live(index_dir)
    newer = [i for i in reversed(snapshot_ids(index_dir)) if live is None or i > live]
    for snapshot_id in (*([live] if live else []), *newer):
        try:
            folder = snapshot_folder(index_dir, snapshot_id)
            is_same = read_manifest(folder).fingerprint == mark
        except (IndexMissing, SnapshotBroken, SchemaMismatch):
            continue
        if is_same and not problems_of(folder):
            return snapshot_id
    return None


def _known_vectors(index_dir: Path, embedder: Embedder) -> Iterator[tuple[list[str], Vectors]]:
    """Texts and vectors of the newest whole snapshot of this model, for a cache that is empty."""
    for snapshot_id in reversed(snapshot_ids(index_dir)):
        folder = snapshots_folder(index_dir) / snapshot_id
        try:
            manifest = read_manifest(folder)
        except (SnapshotBroken, SchemaMismatch):
            continue
        if broken_files(folder, manifest) or manifest.embedder != embedder.name:
            continue
        with open_contents(index_dir, snapshot_id) as pages:
            held = checked(pages.sources(), pages.contents())
        # Another recipe gave its vectors to other texts.
        if fingerprint(held, f"{RECIPE}; {embedder.name}") == manifest.fingerprint:
            for name, texts in texts_of(lay_out(held)).items():
                yield texts, VectorMatrix(folder / VECTORS / f"{name}.npy").array
            return


def _verify(aside: Path, report: Progress) -> None:
    report("verify", 0, 1)
    problems = problems_of(aside)
    if problems:
        raise BuildFailed(
            f"the new snapshot did not verify ({problems[0]}); the old index stays in use: "
            "check the disk and ingest again"
        )
    report("verify", 1, 1)


def lay_out(contents: Contents) -> Laid:
    """The contents in storage order: pages as given, programs in answer order."""
    passages = tuple((p, c.page) for c in contents.pages for p in c.passages)
    numbered = [(p, i) for c in contents.pages for i, p in enumerate(c.programs)]
    # Answer order: SQL and memory then give rows in it without sorting.
    numbered.sort(key=lambda it: (fold(it[0].university), fold(it[0].title), it[0].id))
    words = count_words(c.page for c in contents.pages)
    return Laid(contents, passages, tuple(numbered), words)


def texts_of(laid: Laid) -> dict[str, list[str]]:
    """What the embedding model reads, by the name of the matrix and in its order."""
    return {
        PASSAGES: [searchable_text(p, page.title) for p, page in laid.passages],
        PROGRAMS: [program_text(p) for p, _ in laid.programs],
        "words": list(laid.words),
    }


def _write(
    folder: Path, laid: Laid, cache: CachedEmbedder, last: Path | None, report: Progress
) -> Counts:
    """Everything but the manifest."""
    report("store", 0, 1)
    write_database(folder / DATABASE, laid)
    report("store", 1, 1)
    texts = texts_of(laid)
    write_lexical(folder / LEXICAL, texts[PASSAGES])
    write_words(folder, laid.words)
    vectors: dict[str, Vectors] = {}
    (folder / VECTORS).mkdir()
    for name, of in texts.items():
        vectors[name] = cache.embed(of, partial(report, f"embed {name}"))
        write_matrix(folder / VECTORS / f"{name}.npy", vectors[name])
        reached(Step.MATRIX_WRITTEN)
    given = Embedded(laid.passages, [p for p, _ in laid.programs], texts[PROGRAMS], vectors)
    write_chroma(folder, given, last, report)
    places = sum(len(p.places) for p, _ in laid.programs)
    pages = laid.contents.pages
    return Counts(
        sources=len(laid.contents.sources),
        pages=len(pages),
        passages=len(laid.passages),
        listings=sum(len(c.listings) for c in pages),
        programs=len(laid.programs),
        places=places,
        claims=sum(len(c.claims) for c in pages),
        rejects=sum(len(c.rejects) for c in pages),
        words=len(laid.words),
        repeated_programs=laid.contents.repeated_programs,
    )


def _last_of(index_dir: Path, embedder: Embedder) -> Path | None:
    """The folder of the live snapshot, if it is of this model."""
    live = _live(index_dir)
    if live is None:
        return None
    folder = snapshot_folder(index_dir, live)
    try:
        manifest = read_manifest(folder)
    except (SnapshotBroken, SchemaMismatch):
        return None
    is_alike = (manifest.embedder, manifest.dim) == (embedder.name, embedder.dim)
    return folder if is_alike and GRAPHS in manifest.files else None


def write_database(path: Path, laid: Laid) -> None:
    """Write the SQLite file of a snapshot; `path` must not exist yet."""
    with new_database(path) as engine:
        schema.metadata.create_all(engine)
        with engine.begin() as connection:
            _fill(connection, laid)
        reached(Step.DATABASE_COMMITTED)
        with engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()


def _fill(connection: Connection, laid: Laid) -> None:
    pages = laid.contents.pages
    _insert(connection, schema.sources, map(schema.source_values, laid.contents.sources))
    _insert(connection, schema.pages, (schema.page_values(c.page) for c in pages))
    of_passages = (schema.passage_values(p, page.source_id) for p, page in laid.passages)
    _insert(connection, schema.passages, of_passages)
    held = (schema.listing_values(it, c.page.source_id) for c in pages for it in c.listings)
    _insert(connection, schema.listings, held)
    rows = (schema.program_values(p) | {"sequence": at} for p, at in laid.programs)
    _insert(connection, schema.programs, rows)
    _insert_terms(connection, laid.programs)
    placed = (
        schema.place_values(place) | {"program": at}
        for at, (p, _) in enumerate(laid.programs)
        for place in p.places
    )
    _insert(connection, schema.places, placed)
    _insert(connection, schema.claims, (schema.claim_values(c) for g in pages for c in g.claims))
    refused = (schema.reject_values(r, c.page) for c in pages for r in c.rejects)
    _insert(connection, schema.rejects, refused)


def _insert_terms(connection: Connection, numbered: Sequence[tuple[Program, int]]) -> None:
    positions: dict[tuple[str, str], int] = {}
    held: list[schema.Values] = []
    for at, (program, _) in enumerate(numbered):
        held.extend(
            {"term": positions.setdefault(term, len(positions)), "program": at}
            for term in sorted(schema.program_keys(program))
        )
    _insert(connection, schema.terms, ({"kind": kind, "key": key} for kind, key in positions))
    for at in range(0, len(held), INSERT):
        connection.execute(schema.program_terms.insert(), held[at : at + INSERT])


def _insert(connection: Connection, table: Table, rows: Iterable[schema.Values]) -> None:
    """Insert the rows at positions 0, 1, 2, ..."""
    batch: list[schema.Values] = []
    for position, values in enumerate(rows):
        batch.append(values | {"position": position})
        if len(batch) == INSERT:
            connection.execute(table.insert(), batch)
            batch = []
    if batch:
        connection.execute(table.insert(), batch)
    reached(Step.TABLE_FILLED)
