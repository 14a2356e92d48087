"""LexicalIndex: BM25 over the passages' stemmed words, saved with the snapshot, loaded as it is.

bm25s, Snowball's English stemmer, `stopwords.py`. The text indexed is the passage under its page's
title and headings (`searchable_text`), with acronyms written out, as in questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import bm25s
import numpy as np
import snowballstemmer
from numpy.typing import NDArray

from vectorstore.records import Passage, PassageId, SourceId
from vectorstore.stopwords import STOP_WORDS
from vectorstore.text import topic_key
from vectorstore.vectors import best

K1, B = 1.5, 0.75
"""BM25's parameters. Source: Robertson and Zaragoza 2009, section 3.5: the middle of what works."""

_EMPTY = "empty"
"""File that stands for an index over no words at all."""


class LexicalIndex:
    """BM25 scores over one snapshot's passages. Safe to use from several threads."""

    def __init__(
        self, folder: Path, ids: Sequence[PassageId], source_ids: NDArray[np.str_]
    ) -> None:
        """Load from `folder`; `ids` and `source_ids` are the passages' in position order."""
        self._ids = ids
        self._sources = source_ids
        is_empty = (folder / _EMPTY).exists()
        self._bm25 = None if is_empty else bm25s.BM25.load(folder, mmap=True, show_progress=False)

    def search(
        self, text: str, k: int, sources: Sequence[SourceId] = ()
    ) -> list[tuple[PassageId, float]]:
        """The k best passages with their BM25 scores, best first; ties by position.

        Passages that share no word with the text are not among them.
        """
        scores = self.scores(text)
        if sources:
            scores = np.where(np.isin(self._sources, list(sources)), scores, np.float32(0))
        return [(self._ids[i], float(scores[i])) for i in best(scores, k) if scores[i] > 0]

    def scores(self, text: str) -> NDArray[np.float32]:
        """BM25 score of every passage, by position, (n,) float32; 0 where no word is shared."""
        known = [] if self._bm25 is None else self._bm25.get_tokens_ids(stems(text))
        if self._bm25 is None or not known:
            return np.zeros(len(self._ids), np.float32)
        found: NDArray[np.float32] = self._bm25.get_scores_from_ids(known)
        return found


def write_lexical(folder: Path, texts: Sequence[str]) -> None:
    """Build the index over these texts (position order) and save it in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary: dict[str, int] = {}
    tokens = [[vocabulary.setdefault(s, len(vocabulary)) for s in stems(text)] for text in texts]
    if not vocabulary:  # bm25s divides by the mean length
        (folder / _EMPTY).touch()
        return
    index = bm25s.BM25(method="lucene", k1=K1, b=B, backend="numpy")
    index.index((tokens, vocabulary), create_empty_token=False, show_progress=False)
    index.save(folder, show_progress=False)


def searchable_text(passage: Passage, title: str) -> str:
    """What retrieval reads of a passage: title, headings, text; each heading once."""
    headings = dict.fromkeys(part for part in (title, *passage.heading_path) if part)
    return "\n".join((*headings, passage.text))


def stems(text: str) -> list[str]:
    """Stems of the text's content words, acronyms written out, in order.

    >>> stems("What do AI engineers earn?")
    ['artifici', 'intellig', 'engin', 'earn']
    """
    return [stem(word) for word in topic_key(text).split() if word not in STOP_WORDS]


@lru_cache(1 << 16)
def stem(word: str) -> str:
    """Snowball's English stem of a folded word."""
    # A stemmer keeps its word in a field: one for each call, so that threads do not mix.
    stemmed: str = snowballstemmer.stemmer("english").stemWord(word)
    return stemmed
