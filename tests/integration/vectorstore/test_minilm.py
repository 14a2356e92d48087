"""The real local model: known facts of meaning, stability, and its file in the cache."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vectorstore.embedder import MiniLmEmbedder, OpenAIEmbedder, make_embedder
from vectorstore.errors import EmbedderUnknown
from vectorstore.settings import StoreSettings


@pytest.fixture(scope="module", autouse=True)
def _from_the_model_itself(embeds_anew: Any) -> Iterator[None]:
    """No vector of these tests is one that was computed before."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(MiniLmEmbedder, "embed", embeds_anew)
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def model(folder: Path) -> MiniLmEmbedder:
    return MiniLmEmbedder(folder)


def cosine(model: MiniLmEmbedder, a: str, b: str) -> float:
    first, second = model.embed([a, b])
    return float(first @ second)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        # The published float32 model's cosines; int8 is within 0.05 of them.
        ("That is a happy person", "That is a very happy person", 0.94),
        ("That is a happy person", "Today is a sunny day", 0.26),
    ],
)
def test_known_cosines(model: MiniLmEmbedder, a: str, b: str, expected: float) -> None:
    assert cosine(model, a, b) == pytest.approx(expected, abs=0.05)


def test_meaning_goes_before_spelling(model: MiniLmEmbedder) -> None:
    near = cosine(model, "How much do nurses earn?", "The median wage of registered nurses")
    far = cosine(model, "How much do nurses earn?", "How much do curses burn?")
    assert near > far
    assert cosine(model, "salary", "pay") > cosine(model, "salary", "housing")


def test_a_vector_does_not_depend_on_its_neighbours(model: MiniLmEmbedder) -> None:
    texts = ["salary", "a much longer text about the pay of nurses " * 20, "", "salary"]
    together = model.embed(texts)
    assert together.shape == (4, model.dim) == (4, 384)
    assert together.dtype == np.float32
    assert np.allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-5)
    for i, text in enumerate(texts):
        assert np.array_equal(model.embed([text])[0], together[i])
    assert model.embed([]).shape == (0, 384)


def test_a_damaged_file_is_built_again(
    model: MiniLmEmbedder, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = folder / f"{model.name}.onnx"
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    path.write_bytes(path.read_bytes()[: 1 << 20])
    with caplog.at_level(logging.WARNING):
        again = MiniLmEmbedder(folder)
    assert "damaged" in caplog.text
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert np.array_equal(again.embed(["pay"]), model.embed(["pay"]))
    assert sorted(p.suffix for p in folder.iterdir()) == [".onnx", ".sha256"]


def test_a_cache_that_cannot_be_written_is_no_failure(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with caplog.at_level(logging.WARNING):
        assert MiniLmEmbedder(blocked / "models").embed(["pay"]).shape == (1, 384)
    assert "cannot keep" in caplog.text


def test_the_setting_chooses(folder: Path) -> None:
    local = make_embedder(StoreSettings(embedder="minilm", model_cache=folder))
    assert isinstance(local, MiniLmEmbedder)
    remote = make_embedder(StoreSettings(embedder="openai:text-embedding-3-small"))
    assert isinstance(remote, OpenAIEmbedder)
    assert remote.name == "openai:text-embedding-3-small"
    for wrong in ("", "openai:", "minilm:x", "bert"):
        with pytest.raises(EmbedderUnknown, match="GUIDEPOST_EMBEDDER"):
            make_embedder(StoreSettings(embedder=wrong))
