"""The embedding cache: nothing committed is computed again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.unit.vectorstore.made import LetterEmbedder
from vectorstore.embedding_cache import BATCH, CachedEmbedder
from vectorstore.errors import CacheBroken, EmbeddingFailed


class DiesAfter(LetterEmbedder):
    """Fails at the batch after so many texts, as a killed program would."""

    def __init__(self, texts: int) -> None:
        super().__init__()
        self._texts = texts

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if len(self.asked) >= self._texts:
            raise KeyboardInterrupt
        return super().embed(texts)


def test_vectors_are_those_of_the_model_in_the_order_given(tmp_path: Path) -> None:
    model, texts = LetterEmbedder(), ["b", "a", "b", ""]
    cache = CachedEmbedder(model, tmp_path / "c.sqlite")
    assert np.array_equal(cache.embed(texts), model.embed(texts))
    assert cache.embed([]).shape == (0, 27)
    cache.close()


def test_a_killed_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    texts = [f"text {i}" for i in range(3 * BATCH)]
    first = CachedEmbedder(DiesAfter(2 * BATCH), tmp_path / "c.sqlite")
    with pytest.raises(KeyboardInterrupt):
        first.embed(texts)
    first.close()
    model = LetterEmbedder()
    again = CachedEmbedder(model, tmp_path / "c.sqlite")
    again.embed(texts)
    assert model.asked == texts[2 * BATCH :]
    model.asked.clear()
    again.embed(texts)
    assert model.asked == []
    again.close()


def test_models_do_not_share_vectors(tmp_path: Path) -> None:
    for name in ("one", "two"):
        model = LetterEmbedder(name)
        cache = CachedEmbedder(model, tmp_path / "c.sqlite")
        cache.embed(["a"])
        assert model.asked == ["a"]
        cache.close()


def test_progress_counts_distinct_texts(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    cache = CachedEmbedder(LetterEmbedder(), tmp_path / "c.sqlite")
    cache.embed(["a", "a", "b"], lambda done, total: seen.append((done, total)))
    cache.close()
    assert seen[0] == (0, 2)
    assert seen[-1] == (2, 2)


def test_a_damaged_file_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    path.write_bytes(b"not a database, not at all" * 100)
    with pytest.raises(CacheBroken, match="delete it"):
        CachedEmbedder(LetterEmbedder(), path)


def test_numbers_that_are_none_are_refused_and_not_kept(tmp_path: Path) -> None:
    class Broken(LetterEmbedder):
        def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
            return super().embed(texts) * np.float32(np.nan)

    cache = CachedEmbedder(Broken(), tmp_path / "c.sqlite")
    with pytest.raises(EmbeddingFailed):
        cache.embed(["a"])
    cache.close()
    good = LetterEmbedder()
    again = CachedEmbedder(good, tmp_path / "c.sqlite")
    again.embed(["a"])
    assert good.asked == ["a"]
    again.close()
