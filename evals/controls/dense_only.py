"""The dense control: LangChain's Chroma store over the snapshot's own vectors, and nothing else.

It retrieves what `as_retriever(search_kwargs={"k": 4})` does, from the passages and the programs
together: they stand in two collections, so the distances decide. `bench.py` times the same search.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from pathlib import Path

from assistant.guide_index import Vectors
from evals.controls.four_passages import FourPassages
from vectorstore.embedder import Embedder
from vectorstore.records import Passage, PassageId, Program, ProgramId
from vectorstore.snapshot import Snapshot


def dense_only(index: Path, embedder: Embedder, kept: MutableMapping[str, Vectors]) -> FourPassages:
    """The control over an index; `kept` as in `FourPassages`."""
    return FourPassages("dense only", DenseFinder, index, embedder, kept)


class DenseFinder:
    """Documents by the cosine of their vectors, as Chroma finds them."""

    dense_share = 1.0

    def __init__(self, snapshot: Snapshot) -> None:
        """Opens Chroma's folder. Raises: SnapshotBroken."""
        self._snapshot = snapshot
        self._passages = snapshot.passages.as_vector_store(snapshot.embedder)
        self._programs = snapshot.programs.as_vector_store(snapshot.embedder)

    def find(self, text: str, k: int) -> list[Passage | Program]:
        """The k nearest passages and programs, nearest first; passages before programs."""
        vector = self._snapshot.embedder.embed([text])[0].tolist()
        nearest: list[tuple[float, Passage | Program]] = []
        # What LangChain calls relevance scores are Chroma's distances.
        near = self._passages.similarity_search_by_vector_with_relevance_scores(vector, k)
        for document, distance in near:
            passage = self._snapshot.passages.get(PassageId(str(document.id)))
            if passage is not None:
                nearest.append((distance, passage))
        near = self._programs.similarity_search_by_vector_with_relevance_scores(vector, k)
        for document, distance in near:
            programs = self._snapshot.rows.get([ProgramId(str(document.id))])
            nearest.extend((distance, program) for program in programs)
        nearest.sort(key=lambda pair: pair[0])
        return [document for _, document in nearest[:k]]

    def close(self) -> None:
        """Nothing is held: Chroma's folder is the snapshot's."""
