"""PassageStore and ProgramVectors: what is searched by meaning. Alone in importing chromadb.

Chroma holds the vectors as the store of record, written once by the build and opened again only
for `as_vector_store` and `verify`. Searches read `vectors.VectorMatrix` (README, decision 3).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine, select

from vectorstore.errors import IndexUnwritable, SnapshotBroken
from vectorstore.records import PageId, Passage, PassageId, ProgramId, SourceId
from vectorstore.schema import passages, programs, to_passage
from vectorstore.steps import Step, reached
from vectorstore.vectors import VectorMatrix, Vectors

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api.client import Client
    from langchain_chroma import Chroma

    from vectorstore.embedder import Embedder

PASSAGES, PROGRAMS = "passages", "programs"
BATCH = 5_000
"""Vectors an add: Chroma refuses more than 5,461."""
RECENT = 4_096
"""Passages kept in memory."""
TOLERANCE = 1e-5
"""Chroma normalises vectors of a cosine space again; float32 rounding stays far below this."""
MAX_GAPS = 0.2
"""Of a collection's rows that may have been taken out since it was made."""
Metadata = dict[str, Any]
_GAPS = "taken_out"
_EVERYTHING: Any = ["documents", "metadatas", "embeddings"]
_DAMAGED = "Chroma's folder {!r} is damaged ({}); ingest again to build a new snapshot"


class PassageStore:
    """Passages of one snapshot by id and by nearness. Safe to use from several threads."""

    def __init__(self, engine: Engine, chroma: ChromaFolder, matrix: VectorMatrix) -> None:
        self._engine = engine
        self._chroma = chroma
        self._matrix = matrix
        with engine.connect() as connection:
            columns = select(passages.c.id, passages.c.source_id, passages.c.page_id)
            rows = connection.execute(columns.order_by(passages.c.position)).all()
        self.ids: tuple[PassageId, ...] = tuple(PassageId(row.id) for row in rows)
        """By position: the order of pages, then of reading."""
        self.source_ids: NDArray[np.str_] = np.array([row.source_id for row in rows], np.str_)
        """Source of each passage, by position."""
        self.page_ids: tuple[PageId, ...] = tuple(PageId(row.page_id) for row in rows)
        """Page of each passage, by position."""
        self._position = {i: at for at, i in enumerate(self.ids)}
        # Without a reference back to this object: it must be freed at once when it is given up.
        self._recent = lru_cache(RECENT)(partial(_read, engine))

    def get(self, passage_id: PassageId) -> Passage | None:
        """The passage, or None if the snapshot holds none of this id."""
        return self._recent(passage_id)

    def of_page(self, page_id: PageId) -> tuple[Passage, ...]:
        """The passages of a page, in reading order."""
        found = select(passages).where(passages.c.page_id == page_id).order_by(passages.c.position)
        with self._engine.connect() as connection:
            return tuple(to_passage(row) for row in connection.execute(found))

    def all(self) -> Iterator[Passage]:
        """Every passage, by page and in reading order."""
        with self._engine.connect() as connection:
            for row in connection.execute(select(passages).order_by(passages.c.position)).all():
                yield to_passage(row)

    def search(
        self, vector: Vectors, k: int, sources: Sequence[SourceId] = ()
    ) -> list[tuple[PassageId, float]]:
        """The k nearest passages with their cosines, nearest first, exact; ties by position.

        `vector` is (dim,) float32, L2-normalised.
        """
        among = np.flatnonzero(np.isin(self.source_ids, list(sources))) if sources else None
        return [(self.ids[at], score) for at, score in self._matrix.top(vector, k, among)]

    @property
    def matrix(self) -> Vectors:
        """Vectors of all passages by position, (n, dim) float32, mapped: not a copy."""
        return self._matrix.array

    def vectors(self, ids: Sequence[PassageId]) -> Vectors:
        """Vectors of these passages, (n, dim) float32. Raises: KeyError for an id not held."""
        return self._matrix.take([self._position[i] for i in ids])

    def position(self, passage_id: PassageId) -> int:
        """Where the passage stands in `ids`. Raises: KeyError."""
        return self._position[passage_id]

    def as_vector_store(self, embedder: Embedder) -> Chroma:
        """The passages' collection as LangChain's `Chroma`, for reading; opens Chroma, once."""
        return self._chroma.langchain(PASSAGES, embedder)


def _read(engine: Engine, passage_id: PassageId) -> Passage | None:
    found = select(passages).where(passages.c.id == passage_id)
    with engine.connect() as connection:
        row = connection.execute(found).one_or_none()
    return None if row is None else to_passage(row)


class ProgramVectors:
    """Vectors of the programs, one each: a semantic order over rows that SQL found."""

    def __init__(self, engine: Engine, chroma: ChromaFolder, matrix: VectorMatrix) -> None:
        self._engine = engine
        self._chroma = chroma
        self._matrix = matrix

    @cached_property
    def _position(self) -> dict[ProgramId, int]:
        with self._engine.connect() as connection:
            rows = connection.execute(select(programs.c.id).order_by(programs.c.position))
            return {ProgramId(i): at for at, i in enumerate(rows.scalars())}

    @cached_property
    def _ids(self) -> tuple[ProgramId, ...]:
        return tuple(self._position)

    def search(
        self, vector: Vectors, k: int, ids: Iterable[ProgramId] | None = None
    ) -> list[tuple[ProgramId, float]]:
        """The k nearest programs (of `ids`, if given) with their cosines, nearest first, exact."""
        among = None if ids is None else np.array(sorted(self._known(ids)), np.intp)
        return [(self._ids[at], score) for at, score in self._matrix.top(vector, k, among)]

    def vectors(self, ids: Sequence[ProgramId]) -> Vectors:
        """Vectors of these programs, (n, dim) float32. Raises: KeyError for an id not held."""
        return self._matrix.take([self._position[i] for i in ids])

    def as_vector_store(self, embedder: Embedder) -> Chroma:
        """The programs' collection as LangChain's `Chroma`, for reading; opens Chroma, once."""
        return self._chroma.langchain(PROGRAMS, embedder)

    def _known(self, ids: Iterable[ProgramId]) -> set[int]:
        return {self._position[i] for i in ids if i in self._position}


class ChromaFolder:
    """A snapshot's Chroma folder, opened at first need: a client costs memory and writes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._client: Client | None = None

    def count(self, collection: str) -> int:
        """Vectors in the collection. Raises: SnapshotBroken, as all that read here."""
        with self._reading(collection) as held:
            return held.count()

    def ids(self, collection: str) -> set[str]:
        """Every id in the collection."""
        with self._reading(collection) as held:
            return set(held.get(include=[])["ids"])

    def vectors(self, collection: str, ids: Sequence[str]) -> dict[str, Vectors]:
        """Vectors of these ids, as Chroma holds them; ids that it does not hold are left out."""
        with self._reading(collection) as held:
            found = held.get(ids=list(ids), include=["embeddings"])
            vectors = np.asarray(found["embeddings"], np.float32)
            return dict(zip(found["ids"], vectors, strict=True))

    def langchain(self, collection: str, embedder: Embedder) -> Chroma:
        """The collection as LangChain's `Chroma`."""
        from langchain_chroma import Chroma

        from vectorstore.embedder import as_langchain

        return Chroma(
            client=self._open(),
            collection_name=collection,
            embedding_function=as_langchain(embedder),
            create_collection_if_not_exists=False,
        )

    def close(self) -> None:
        """Close the client, if one was opened."""
        with self._lock:
            if self._client is not None:
                self._client.close()
                self._client = None

    @contextmanager
    def _reading(self, collection: str) -> Iterator[Collection]:
        client = self._open()
        try:
            yield client.get_collection(collection, embedding_function=None)
        except Exception as error:  # Chroma's Rust side raises several bare kinds
            raise SnapshotBroken(
                _DAMAGED.format(self._folder.name, type(error).__name__)
            ) from error

    def _open(self) -> Client:
        with self._lock:
            if self._client is None:
                # Chroma would make a new, empty store where there is none.
                if not (self._folder / "chroma.sqlite3").is_file():
                    raise SnapshotBroken(_DAMAGED.format(self._folder.name, "files are missing"))
                try:
                    self._client = _client(self._folder)
                except Exception as error:
                    raise SnapshotBroken(
                        f"Chroma cannot open {self._folder.name!r} ({type(error).__name__}); the "
                        "folder must be whole and writable: ingest again to build a new snapshot"
                    ) from error
            return self._client


@dataclass(frozen=True, slots=True)
class Rows:
    """What a collection is to hold, by position."""

    ids: Sequence[str]
    """All different."""
    vectors: Vectors
    """(n, dim) float32, L2-normalised."""
    documents: Sequence[str]
    metadatas: Sequence[Metadata]


class ChromaWriter:
    """Fills the collections of a new snapshot's Chroma folder; used by the build alone."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._held = {it.name for it in client.list_collections()}

    def put(self, collection: str, rows: Rows, progress: Callable[[int, int], None]) -> None:
        """Make the collection (cosine space) hold these rows and nothing else.

        Where the folder is a copy, what it holds is compared with the rows one by one, vectors
        included, and only what differs is taken out and added. What is taken out leaves a gap in
        the graph, so that after many changes the collection is made anew.
        """
        missing, held = list(range(len(rows.ids))), None
        if collection in self._held:
            held = self._client.get_collection(collection, embedding_function=None)
            missing, wrong = _differences(held, rows)
            gaps = (held.metadata or {}).get(_GAPS, 0) + len(wrong)
            if gaps <= MAX_GAPS * len(rows.ids):
                _take_out(held, wrong, gaps)
            else:
                self._client.delete_collection(collection)
                missing, held = list(range(len(rows.ids))), None
        made = held or self._client.create_collection(
            collection, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
        reached(Step.CHROMA_MADE)
        for at in range(0, len(missing), BATCH):
            part = missing[at : at + BATCH]
            made.add(
                ids=[rows.ids[i] for i in part],
                embeddings=rows.vectors[part],
                documents=[rows.documents[i] for i in part],
                metadatas=[rows.metadatas[i] for i in part],
            )
            reached(Step.CHROMA_ADDED)
            progress(min(at + BATCH, len(missing)), len(missing))


def _differences(held: Collection, rows: Rows) -> tuple[list[int], list[str]]:
    """Positions of the rows that a collection lacks, and its ids that are not as in the rows."""
    position = {i: at for at, i in enumerate(rows.ids)}
    right: set[int] = set()
    wrong: list[str] = []
    for start in range(0, held.count(), BATCH):
        found = held.get(include=_EVERYTHING, limit=BATCH, offset=start)
        vectors = np.asarray(found["embeddings"], np.float32)
        texts, about = found["documents"] or [], found["metadatas"] or []
        for at, i in enumerate(found["ids"]):
            here = position.get(i)
            is_right = (
                here is not None
                and texts[at] == rows.documents[here]
                and about[at] == rows.metadatas[here]
                and bool(np.abs(vectors[at] - rows.vectors[here]).max() < TOLERANCE)
            )
            if here is not None and is_right:
                right.add(here)
            else:
                wrong.append(i)
    return [at for at in range(len(rows.ids)) if at not in right], wrong


def _take_out(held: Collection, wrong: Sequence[str], gaps: int) -> None:
    for at in range(0, len(wrong), BATCH):
        held.delete(ids=list(wrong[at : at + BATCH]))
    if wrong:
        held.modify(metadata={_GAPS: gaps})


@contextmanager
def chroma_writer(folder: Path) -> Iterator[ChromaWriter]:
    """A writer into a new Chroma folder, or into a copy of one; closed at the end.

    Raises: IndexUnwritable, for whatever Chroma refuses inside.
    """
    client: Client | None = None
    try:
        client = _client(folder)
        yield ChromaWriter(client)
    except Exception as error:  # Chroma's Rust side raises several bare kinds
        raise IndexUnwritable(
            f"Chroma could not write the vectors of a new snapshot ({error}); what was live still "
            "is: check that the disk has room and ingest again"
        ) from error
    finally:
        if client is not None:
            client.close()


def _client(folder: Path) -> Client:
    import chromadb
    from chromadb.config import Settings

    opened = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
    return cast("Client", opened)
