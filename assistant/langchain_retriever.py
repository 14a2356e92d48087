"""The hybrid retriever as LangChain knows retrievers, for programs written against LangChain.

A module of its own: the server answers without it, and need not wait for LangChain to be imported.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from assistant.guide_index import GuideIndex
from assistant.retriever import ScoredPassage, search
from vectorstore.records import SourceId


class HybridRetriever(BaseRetriever):
    """The retriever as LangChain's `BaseRetriever`: documents are passages."""

    index: Callable[[], GuideIndex]
    """Gives the index of the live snapshot."""
    k: int = 10
    sources: Sequence[SourceId] = ()

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 (their name)
    ) -> list[Document]:
        found = search(self.index(), query, self.k, self.sources)
        return [Document(s.passage.text, id=s.passage.id, metadata=_metadata(s)) for s in found]


def _metadata(scored: ScoredPassage) -> dict[str, Any]:
    passage = scored.passage
    return {
        "page_id": passage.page_id,
        "start": passage.start,
        "end": passage.end,
        "heading_path": list(passage.heading_path),
        "score": scored.score,
        "cosine": scored.cosine,
    }
