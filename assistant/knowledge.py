"""One open snapshot and what is built from it once: the vocabulary and the index of its guides."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.guide_index import GuideIndex, build_guide_index
from assistant.understand.vocabulary import Vocabulary, build_vocabulary
from vectorstore.rows import RowStore
from vectorstore.snapshot import Snapshot


@dataclass(frozen=True)
class Knowledge:
    """What answers are made from; closed with its snapshot."""

    snapshot: Snapshot
    vocabulary: Vocabulary
    guides: GuideIndex

    @property
    def rows(self) -> RowStore:
        """All rows of the snapshot."""
        return self.snapshot.rows

    def close(self) -> None:
        """Close the snapshot; after its last request."""
        self.snapshot.close()


def build_knowledge(snapshot: Snapshot) -> Knowledge:
    """Everything that a turn needs from a snapshot, built once when it is opened."""
    vocabulary = build_vocabulary(
        snapshot.rows.all(),
        (page.title for page in snapshot.pages.all()),
        snapshot.words.words,
    )
    return Knowledge(snapshot, vocabulary, build_guide_index(snapshot))
