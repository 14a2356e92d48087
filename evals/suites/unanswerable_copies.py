"""Copies of an index without some of its rows: what was right must not be answered any more.

A row goes with its words: its span in the page is blanked, so that no offset moves and nothing
of it can be quoted. A table record, whose page is the row, goes with its page.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from vectorstore.embedder import Embedder
from vectorstore.held import contents_of
from vectorstore.records import PageContent, Passage, Program
from vectorstore.snapshot import build_snapshot, current_id

CACHE = "embeddings.sqlite"


def copy_without(index: Path, rows: Collection[str], folder: Path, embedder: Embedder) -> Path:
    """The folder of a new index that holds all but the programs of these ids.

    What the index has embedded is not embedded again. Raises: StoreError.
    """
    held = contents_of(index, current_id(index))
    folder.mkdir(parents=True)
    if (index / CACHE).exists():
        shutil.copyfile(index / CACHE, folder / CACHE)
    build_snapshot(folder, _left(held.pages, rows), held.sources, embedder)
    return folder


def _left(pages: Sequence[PageContent], rows: Collection[str]) -> Iterator[PageContent]:
    for content in pages:
        gone = [p for p in content.programs if str(p.id) in rows]
        is_record = content.page.row is not None and len(gone) == len(content.programs)
        if not gone:
            yield content
        elif not is_record:
            yield _without(content, gone)


def _without(content: PageContent, gone: Sequence[Program]) -> PageContent:
    text = content.page.text
    for row in gone:
        text = text[: row.start] + " " * (row.end - row.start) + text[row.end :]
    ids = {row.id for row in gone}
    listed = [row.listing_id for row in gone]
    return replace(
        content,
        page=replace(content.page, text=text, sha256=hashlib.sha256(text.encode()).hexdigest()),
        passages=tuple(_blanked(content.passages, text)),
        listings=tuple(replace(it, held=it.held - listed.count(it.id)) for it in content.listings),
        programs=tuple(p for p in content.programs if p.id not in ids),
        claims=tuple(c for c in content.claims if text[c.start : c.end].strip()),
    )


def _blanked(passages: Sequence[Passage], text: str) -> Iterator[Passage]:
    """The passages with what is left of their text; none of which nothing is."""
    for passage in passages:
        now = text[passage.start : passage.end]
        kept = tuple((a, b) for a, b in passage.sentences if text[a:b].strip())
        if now == passage.text:
            yield passage
        elif now.strip() and kept:
            yield replace(passage, text=now, sentences=kept)
