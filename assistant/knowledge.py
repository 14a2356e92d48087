"""One open snapshot and what is built from it once: the vocabulary and the index of its guides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.guide_index import GuideIndex, Vectors, build_guide_index
from assistant.understand.vocabulary import Vocabulary
from assistant.understand.vocabulary_build import build_vocabulary
from vectorstore.records import PageId
from vectorstore.rows import RowStore
from vectorstore.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Offer:
    """A question that a page answers, as it was tried."""

    question: str
    spans: frozenset[tuple[int, int]]
    """Of the page: what its answer cites."""


@dataclass(frozen=True)
class Knowledge:
    """What answers are made from; closed with its snapshot."""

    snapshot: Snapshot
    vocabulary: Vocabulary
    guides: GuideIndex
    offers: dict[PageId, tuple[Offer, ...]] = field(default_factory=dict, compare=False)
    """What to ask next about a page, once it was looked for (`offers.py`)."""

    @property
    def rows(self) -> RowStore:
        """All rows of the snapshot."""
        return self.snapshot.rows

    def close(self) -> None:
        """Close the snapshot; after its last request."""
        self.snapshot.close()


def build_knowledge(snapshot: Snapshot, known: Mapping[str, Vectors] | None = None) -> Knowledge:
    """Everything that a turn needs from a snapshot, built once when it is opened.

    `known` are the `unit_vectors_of` the snapshot before it, of the same embedder.
    """
    guides = build_guide_index(snapshot, known)
    titles = (page.title for page in guides.pages.values() if page.is_named)
    rows, spoken = snapshot.rows.all(), snapshot.words.words
    vocabulary = build_vocabulary(rows, titles, spoken, guides.trades)
    return Knowledge(snapshot, vocabulary, guides)
