"""What stands on a data sheet beside its rows: sentences are read, headings are not.

What heads a sheet ("Courses", "Report generated 3 January") tells nobody what anything is, so that
no question is answered with it. Part of building the index of the guides; knows no question.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from vectorstore.records import PageId, Passage, SourcePage
from vectorstore.snapshot import Snapshot

_SAYS = re.compile(r"[.!?;]\W*$|[:=] ?\S")
"""A sentence, or what a sign or a word stands for: "POA = price on application"."""


def sheets_of(snapshot: Snapshot) -> frozenset[PageId]:
    """The pages that head a table whose rows are pages of their own."""
    listed = {listing.page_id for listing in snapshot.pages.listings()}
    return frozenset(listed - {p.page_id for p in snapshot.rows.all()} if listed else ())


def without_headings(
    passages: Iterable[Passage], pages: Mapping[PageId, SourcePage], sheets: Collection[PageId]
) -> tuple[Passage, ...]:
    """The passages in order, those of data sheets with their sentences alone."""
    return tuple(_said(p, pages[p.page_id].text) if p.page_id in sheets else p for p in passages)


def _said(passage: Passage, text: str) -> Passage:
    return replace(
        passage, sentences=tuple(x for x in passage.sentences if _SAYS.search(text[x[0] : x[1]]))
    )
