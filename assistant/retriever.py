"""The hybrid retriever: dense and lexical scores of every passage, fused.

Called by `find_guides.py`, and by LangChain programs through `langchain_retriever.py`. Ranks
passages; chooses no sentences.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.guide_index import GuideIndex
from vectorstore.records import PageId, Passage, SourceId

Scores = NDArray[np.float32]

DENSE_SHARE = 0.7
"""Share of the dense score in the mix. Measured on the 1,445 development career questions, best
passage a page, nDCG@10: dense alone .658, lexical .617, mixed at .7 .678; on an earlier chunking a
share of .5 and reciprocal rank fusion stayed below it (`python -m evals.career_retrieval`)."""


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage as ranked for one question."""

    row: int
    """Its position in the snapshot."""
    passage: Passage
    score: float
    """Of the mix, in standard deviations above the mean passage of the snapshot."""
    cosine: float
    lexical: float
    """BM25."""


def search(
    index: GuideIndex, text: str, k: int, sources: Collection[SourceId] = ()
) -> list[ScoredPassage]:
    """The k best passages for a text, best first; ties by position. Empty without passages."""
    return ranked(index, text, index.embed([text])[0], k, sources)


def ranked(
    index: GuideIndex,
    text: str,
    vector: Scores,
    k: int,
    sources: Collection[SourceId] = (),
    pages: Collection[PageId] = (),
) -> list[ScoredPassage]:
    """As `search`, for a text whose vector (dim,) is known, among these pages if any are given."""
    if not len(index.passages):
        return []
    dense, lexical = index.vectors @ vector, index.lexical(text)
    mixed = fuse(dense, lexical)
    among = _among(index, sources, pages)
    rows = among[np.argsort(-mixed[among], kind="stable")][:k]
    scores = (scores[rows].tolist() for scores in (mixed, dense, lexical))
    return [
        ScoredPassage(row, index.passages[row], *of_row)
        for row, *of_row in zip(rows.tolist(), *scores, strict=True)
    ]


def _among(
    index: GuideIndex, sources: Collection[SourceId], pages: Collection[PageId]
) -> NDArray[np.intp]:
    """Rows of the passages of these pages and sources; of all where none is given."""
    if not pages and not sources:
        return np.arange(len(index.passages))
    among = pages or index.rows_of.keys()
    held = [p for p in among if not sources or index.pages[p].source_id in sources]
    return np.array([row for p in held for row in index.rows_of.get(p, ())], np.intp)


def fuse(dense: Scores, lexical: Scores, dense_share: float = DENSE_SHARE) -> Scores:
    """The mix of both scores, each standardised over all passages, (n,) float32."""
    mixed: Scores = dense_share * _standard(dense) + (1 - dense_share) * _standard(lexical)
    return mixed


def _standard(scores: Scores) -> Scores:
    spread = float(scores.std())
    return (scores - scores.mean()) / spread if spread > 1e-9 else np.zeros_like(scores)
