"""WordTable: every distinct word of a snapshot's pages with its vector.

So that the assistant can judge how near a visitor's word is to what the corpus speaks of, without
embedding the corpus at start. Codes and figures ("130k", "0101234a") are not words here.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vectorstore.records import SourcePage
from vectorstore.text import words as folded_words
from vectorstore.vectors import Vectors


class WordTable:
    """Words in alphabetical order with vectors and document frequencies, by position."""

    def __init__(self, folder: Path, vectors: Vectors) -> None:
        """Load the words from `folder`; `vectors` are theirs, (n, dim) float32, L2-normalised."""
        saved = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        self.words: tuple[str, ...] = tuple(saved["words"])
        self.vectors = vectors
        self.document_frequency: NDArray[np.int32] = np.array(saved["frequency"], np.int32)
        """Pages that hold the word, (n,) int32."""

    @cached_property
    def position(self) -> dict[str, int]:
        """Word -> row of `vectors`."""
        return {word: i for i, word in enumerate(self.words)}

    def frequency(self, word: str) -> int:
        """Pages that hold the folded word; 0 if none does."""
        at = self.position.get(word)
        return 0 if at is None else int(self.document_frequency[at])


def write_words(folder: Path, frequency: dict[str, int]) -> None:
    """Save words (alphabetical) and their document frequency in `folder`."""
    saved = {"words": list(frequency), "frequency": list(frequency.values())}
    (folder / "words.json").write_text(json.dumps(saved, ensure_ascii=False), encoding="utf-8")


def count_words(pages: Iterable[SourcePage]) -> dict[str, int]:
    """Every distinct word of the pages -> pages that hold it, alphabetical."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update(set(folded_words(f"{page.title}\n{page.text}")))
    return {word: counts[word] for word in sorted(counts) if is_word(word)}


def is_word(token: str) -> bool:
    """Whether a folded token has at least as many letters as digits.

    >>> [t for t in ("3d", "h1b", "salary", "130k", "2026", "0101234a") if is_word(t)]
    ['3d', 'h1b', 'salary']
    """
    letters = sum(c.isalpha() for c in token)
    return letters > 0 and letters >= sum(c.isdigit() for c in token)
