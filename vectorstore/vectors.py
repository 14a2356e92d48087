"""VectorMatrix: a snapshot's vectors as one memory-mapped array, scored exactly.

Chroma is the store of record; this file beside it is what the hot path reads (README, decision 3):
exact, no filter language, and no client to keep open.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


def write_matrix(path: Path, vectors: Vectors) -> None:
    """Write (n, dim) float32 vectors; n may be 0."""
    np.save(path, np.ascontiguousarray(vectors, dtype=np.float32), allow_pickle=False)


class VectorMatrix:
    """(n, dim) float32, L2-normalised, rows by position."""

    def __init__(self, path: Path) -> None:
        self.array: Vectors = np.load(path, mmap_mode="r", allow_pickle=False)

    def top(
        self, vector: Vectors, k: int, among: NDArray[np.intp] | None = None
    ) -> list[tuple[int, float]]:
        """The k positions of highest cosine with their cosine, best first; ties by position.

        `vector` (dim,) is taken as L2-normalised; `among` restricts to these positions.
        """
        if among is None:
            scores = self.array @ vector
            return [(int(i), float(scores[i])) for i in best(scores, k)]
        scores = self.array[among] @ vector
        return [(int(among[i]), float(scores[i])) for i in best(scores, k)]

    def take(self, positions: Sequence[int]) -> Vectors:
        """Vectors of these positions, (n, dim) float32, a copy."""
        taken: Vectors = np.array(self.array[np.asarray(positions, np.intp)], np.float32)
        return taken


def best(scores: NDArray[np.float32], k: int) -> NDArray[np.intp]:
    """Positions of the k highest scores, best first; ties by position."""
    if k <= 0 or not len(scores):
        return np.empty(0, np.intp)
    if k < len(scores):
        # All that reach the k-th score, so that which of a tie is kept depends on position alone.
        cut = np.partition(scores, -k)[-k]
        candidates = np.flatnonzero(scores >= cut)
    else:
        candidates = np.arange(len(scores))
    order = np.argsort(-scores[candidates], kind="stable")
    chosen: NDArray[np.intp] = candidates[order[:k]]
    return chosen
