"""Text to vectors: the Embedder protocol, the choice by setting, OpenAI's models, LangChain's face.

With `assistant/llm.py` the only module that talks to a model service. The local model is in
`minilm.py`, the cache in front of any of them in `embedding_cache.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import SecretStr

from vectorstore.embedding_cache import CachedEmbedder
from vectorstore.errors import EmbedderUnknown, EmbeddingFailed
from vectorstore.minilm import MiniLmEmbedder
from vectorstore.settings import StoreSettings

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

__all__ = [
    "CachedEmbedder",
    "Embedder",
    "MiniLmEmbedder",
    "OpenAIEmbedder",
    "as_langchain",
    "make_embedder",
]

OPENAI_TIMEOUT_S = 20.0
"""Seconds of one request: an answer that waits for it has 45."""
OPENAI_BATCH = 256
"""Texts a request: well under the service's 2,048, so that a failure costs little."""


class Embedder(Protocol):
    """What makes vectors. The same text gives the same vector, whatever stands beside it."""

    @property
    def name(self) -> str:
        """Fingerprint of the model: vectors of two names never meet."""

    @property
    def dim(self) -> int:
        """Width of a vector."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of the texts, (n, dim) float32, L2-normalised, in the order given."""


def make_embedder(settings: StoreSettings) -> Embedder:
    """The embedder that the setting names, without a cache.

    Raises: EmbedderUnknown, ModelUnavailable.
    """
    kind, _, model = settings.embedder.partition(":")
    if kind == "minilm" and not model:
        return MiniLmEmbedder(settings.model_cache, settings.embed_threads)
    if kind == "openai" and model:
        return OpenAIEmbedder(model, settings.openai_api_key, settings.openai_base_url)
    raise EmbedderUnknown(
        f"no embedder is called {settings.embedder!r}; set GUIDEPOST_EMBEDDER to 'minilm' or "
        "'openai:MODEL'"
    )


class OpenAIEmbedder:
    """A model of OpenAI or a compatible server, by langchain_openai (imported at first use)."""

    def __init__(
        self, model: str, api_key: SecretStr | None = None, base_url: str | None = None
    ) -> None:
        self._model = model
        self._api_key = api_key
        self._base_url = base_url
        self.name: str = f"openai:{model}" + (f"@{base_url}" if base_url else "")

    @cached_property
    def dim(self) -> int:
        """Width of a vector, asked of the service once."""
        return int(self.embed(["width"]).shape[1])

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of the texts, (n, dim) float32, L2-normalised.

        Raises: EmbeddingFailed, if the service refuses, fails or cannot be reached.
        """
        if not texts:
            return np.empty((0, self.dim), np.float32)
        rows: list[list[float]] = []
        try:
            for at in range(0, len(texts), OPENAI_BATCH):
                # A blank text is refused by the service.
                batch = [text if text.strip() else "-" for text in texts[at : at + OPENAI_BATCH]]
                rows.extend(self._client.embed_documents(batch))
        except Exception as error:  # the client raises whatever its transport does
            raise EmbeddingFailed(
                f"the embedding service did not answer for {self.name!r} "
                f"({type(error).__name__}); check the key, the address and the network"
            ) from error
        vectors = np.asarray(rows, np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        normal: NDArray[np.float32] = vectors / np.maximum(lengths, 1e-12)
        return normal

    @cached_property
    def _client(self) -> Embeddings:
        from langchain_openai import OpenAIEmbeddings

        return OpenAIEmbeddings(
            model=self._model,
            openai_api_key=self._api_key or SecretStr("none"),
            openai_api_base=self._base_url,
            request_timeout=OPENAI_TIMEOUT_S,
            # Passages keep a token budget already; the check would fetch tiktoken's files.
            check_embedding_ctx_length=False,
        )


def as_langchain(embedder: Embedder) -> Embeddings:
    """The embedder as a LangChain `Embeddings`."""
    from vectorstore.langchain_embeddings import EmbedderEmbeddings

    return EmbedderEmbeddings(embedder)
