"""What several integration tests read, once a session."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ingest.file_pages import FilePages
    from vectorstore.minilm import MiniLmEmbedder

    Embed = Callable[[MiniLmEmbedder, Sequence[str]], NDArray[np.float32]]

CRICOS = (
    Path(__file__).resolve().parents[2].parent
    / "shared" / "data" / "cricos_2023" / "cricos-2023-01-03.xlsx"
)  # fmt: skip


@pytest.fixture(scope="session", autouse=True)
def embeds_anew() -> Iterator[Embed]:
    """What the real model gives for a text is computed once a session; how it is computed anew.

    Each opening of the sample index asks for the same thousand sentences, for three seconds of a
    processor. A text has one vector, whatever stands beside it: `test_minilm.py` holds that, and
    takes each one from the model.
    """
    import numpy as np

    from vectorstore.minilm import MiniLmEmbedder

    anew = MiniLmEmbedder.embed
    kept: dict[tuple[str, str], NDArray[np.float32]] = {}

    def embed(model: MiniLmEmbedder, texts: Sequence[str]) -> NDArray[np.float32]:
        new = list(dict.fromkeys(text for text in texts if (model.name, text) not in kept))
        kept.update(
            ((model.name, text), vector) for text, vector in zip(new, anew(model, new), strict=True)
        )
        return np.array(
            [kept[model.name, text] for text in texts], np.float32
        ).reshape(len(texts), model.dim)  # fmt: skip

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(MiniLmEmbedder, "embed", embed)
        yield anew


@pytest.fixture(scope="session")
def register_file() -> Path:
    """The workbook of the register."""
    if not CRICOS.is_file():
        pytest.skip("../shared/data/cricos_2023, the register, is not beside the checkout")
    return CRICOS


@pytest.fixture(scope="session")
def register_pages(register_file: Path) -> FilePages:
    """The register read by the mapping that is shipped."""
    from ingest.file_pages import read_pages
    from ingest.layouts.page import Chunking
    from ingest.mapping_choice import find_mappings
    from ingest.pages import FileBytes
    from vectorstore.records import SourceId

    now = datetime(2026, 1, 2, tzinfo=UTC)
    given = FileBytes(register_file.name, register_file.read_bytes(), SourceId("s"), now)
    loaded = find_mappings(["cricos"]).of(register_file.name, register_file)
    return read_pages(given, Chunking(200, lambda t: len(t.split())), loaded)
