"""The lexical control: BM25 over the stems of passages and programs, and nothing else.

The snapshot's own lexical index holds no programs, and scores of two indexes cannot be compared:
one over both is built, by the same means, when an index is opened.
"""

from __future__ import annotations

import tempfile
from collections.abc import MutableMapping
from pathlib import Path

import numpy as np

from assistant.guide_index import Vectors
from evals.controls.four_passages import FourPassages
from vectorstore.build import program_text
from vectorstore.embedder import Embedder
from vectorstore.lexical import LexicalIndex, searchable_text, write_lexical
from vectorstore.records import Passage, PassageId, Program
from vectorstore.snapshot import Snapshot


def lexical_only(
    index: Path, embedder: Embedder, kept: MutableMapping[str, Vectors]
) -> FourPassages:
    """The control over an index; `kept` as in `FourPassages`."""
    return FourPassages("lexical only", LexicalFinder, index, embedder, kept)


class LexicalFinder:
    """Documents by BM25."""

    dense_share = 0.0

    def __init__(self, snapshot: Snapshot) -> None:
        """Build the index over all documents."""
        titles = {page.id: page.title for page in snapshot.pages.all()}
        passages, programs = tuple(snapshot.passages.all()), snapshot.rows.all()
        texts = [searchable_text(passage, titles[passage.page_id]) for passage in passages]
        texts += [program_text(program) for program in programs]
        documents: tuple[Passage | Program, ...] = (*passages, *programs)
        ids = [PassageId(str(document.id)) for document in documents]
        self._documents = dict(zip(ids, documents, strict=True))
        self._folder = tempfile.TemporaryDirectory()
        folder = Path(self._folder.name) / "lexical"
        write_lexical(folder, texts)
        self._index = LexicalIndex(folder, ids, np.array([], np.str_))

    def find(self, text: str, k: int) -> list[Passage | Program]:
        """The k best that share a word with the text, best first."""
        return [self._documents[i] for i, _ in self._index.search(text, k)]

    def close(self) -> None:
        """Remove the index."""
        self._folder.cleanup()
