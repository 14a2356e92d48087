"""The embedding cache: nothing committed is computed again."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.unit.vectorstore.made import LetterEmbedder
from vectorstore.embedding_cache import BATCH, CachedEmbedder
from vectorstore.errors import CacheBroken, EmbeddingFailed, IndexUnwritable


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


def garbage(path: Path) -> None:
    path.write_bytes(b"not a database, not at all" * 100)


def truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def overwritten_in_the_middle(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (size - 2 * 4096))


def of_another_shape(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE embeddings (text TEXT)")


@pytest.mark.parametrize(
    "damage", [garbage, truncated, overwritten_in_the_middle, of_another_shape]
)
def test_a_damaged_file_is_set_aside_and_filled_anew(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    path, texts = tmp_path / "c.sqlite", [f"text {i}" for i in range(500)]
    first = CachedEmbedder(LetterEmbedder(), path)
    vectors = first.embed(texts)
    assert first.healed is None
    first.close()
    damage(path)
    model = LetterEmbedder()
    cache = CachedEmbedder(model, path, lambda: [(texts[:400], vectors[:400])])
    assert np.array_equal(cache.embed(texts), vectors)
    cache.close()
    assert model.asked == texts[400:], "what is known elsewhere is not computed again"
    assert cache.healed is not None
    assert "c.damaged.sqlite" in cache.healed
    assert (tmp_path / "c.damaged.sqlite").exists()
    again = CachedEmbedder(model, path)
    again.embed(texts)
    again.close()
    assert (again.healed, len(model.asked)) == (None, 100)


def test_a_file_damaged_while_it_is_used_is_set_aside(tmp_path: Path) -> None:
    path, model = tmp_path / "c.sqlite", LetterEmbedder()
    cache = CachedEmbedder(model, path)
    cache.embed(["a"])
    garbage(path)
    assert np.array_equal(cache.embed(["b", "a"]), model.embed(["b", "a"]))
    cache.close()
    assert cache.healed is not None


@pytest.mark.parametrize("at", [0, 40, -5, -1])
def test_a_vector_with_one_bit_flipped_is_computed_again(tmp_path: Path, at: int) -> None:
    path, model = tmp_path / "c.sqlite", LetterEmbedder()
    first = CachedEmbedder(model, path)
    vectors = first.embed(["a", "b"])
    first.close()
    with closing(sqlite3.connect(path)) as db:
        key = hashlib.sha256(b"a").digest()
        ((sealed,),) = db.execute("SELECT vector FROM embeddings WHERE sha256 = ?", (key,))
        damaged = bytearray(sealed)
        damaged[at] ^= 1
        db.execute("UPDATE embeddings SET vector = ? WHERE sha256 = ?", (bytes(damaged), key))
        db.commit()
    model.asked.clear()
    for _ in range(2):
        again = CachedEmbedder(model, path)
        assert np.array_equal(again.embed(["a", "b"]), vectors)
        again.close()
    assert model.asked == ["a"]


def test_two_vectors_swapped_are_computed_again(tmp_path: Path) -> None:
    path, model = tmp_path / "c.sqlite", LetterEmbedder()
    cache = CachedEmbedder(model, path)
    vectors = cache.embed(["a", "b"])
    cache.close()
    with closing(sqlite3.connect(path)) as db:
        rows = list(db.execute("SELECT sha256, vector FROM embeddings"))
        others = [(rows[1][1], rows[0][0]), (rows[0][1], rows[1][0])]
        db.executemany("UPDATE embeddings SET vector = ? WHERE sha256 = ?", others)
        db.commit()
    again = CachedEmbedder(model, path)
    assert np.array_equal(again.embed(["a", "b"]), vectors)
    again.close()


def test_a_file_that_another_program_holds_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    cache = CachedEmbedder(LetterEmbedder(), path)
    cache._db.execute("PRAGMA busy_timeout = 10")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(CacheBroken, match="locked"):
            cache.embed(["a"])
    cache.embed(["a"])
    cache.close()
    assert cache.healed is None


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexUnwritable, match="unable to open"):
        CachedEmbedder(LetterEmbedder(), tmp_path)


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
