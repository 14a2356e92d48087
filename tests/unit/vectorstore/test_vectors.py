"""Exact search over a memory-mapped matrix."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.vectors import VectorMatrix, best, write_matrix


@given(st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0, -1.0]), max_size=30), st.integers(0, 35))
def test_best_equals_a_stable_sort(scores: list[float], k: int) -> None:
    expected = sorted(range(len(scores)), key=lambda i: -scores[i])[:k]
    assert list(best(np.array(scores, np.float32), k)) == expected


def test_search_among_some(tmp_path: Path) -> None:
    write_matrix(tmp_path / "m.npy", np.eye(3, dtype=np.float32))
    matrix = VectorMatrix(tmp_path / "m.npy")
    vector = np.array([0.6, 0.8, 0.0], np.float32)
    assert [i for i, _ in matrix.top(vector, 2)] == [1, 0]
    assert [i for i, _ in matrix.top(vector, 2, np.array([0, 2]))] == [0, 2]
    assert matrix.take([2, 0]).tolist() == [[0, 0, 1], [1, 0, 0]]


def test_no_vectors_at_all(tmp_path: Path) -> None:
    write_matrix(tmp_path / "m.npy", np.empty((0, 4), np.float32))
    matrix = VectorMatrix(tmp_path / "m.npy")
    assert matrix.array.shape == (0, 4)
    assert matrix.top(np.ones(4, np.float32), 3) == []
