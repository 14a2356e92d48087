"""An Embedder seen as a LangChain `Embeddings`; apart, so that only its users import LangChain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from langchain_core.embeddings import Embeddings

if TYPE_CHECKING:
    from vectorstore.embedder import Embedder


class EmbedderEmbeddings(Embeddings):
    """A LangChain `Embeddings` over one of our embedders."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of the texts, in the order given."""
        return [[float(x) for x in row] for row in self._embedder.embed(texts)]

    def embed_query(self, text: str) -> list[float]:
        """The vector of one text."""
        return self.embed_documents([text])[0]
