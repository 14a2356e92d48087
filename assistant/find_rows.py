"""RowAsk -> AskEvidence: runs the query over all rows and makes what it found citable.

Second step of the main path for questions over listings. It runs queries and looks up spans; it
words nothing and decides nothing about what was asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from assistant.errors import PageUnknown
from assistant.records import AskEvidence, Item, Kind, RowAsk
from assistant.verify.recompute import measure
from vectorstore.pages import PageStore
from vectorstore.query import Aggregate, RowQuery, RowResult
from vectorstore.records import Listing, PageId, Program, SourceId, SourcePage
from vectorstore.rows import RowStore
from vectorstore.text import topic_key

NAMED_ROWS = 10
"""Rows that one answer names at most."""

CONTRIBUTOR_ROWS = 6
"""An aggregate over so few rows cites each of them besides its listings."""

CHECKED_ROWS = 2000
"""Up to so many matching rows figures are computed a second time; 2,000 take some 20 ms."""


class Snapshot(Protocol):
    """The part of a snapshot that rows are found in."""

    @property
    def rows(self) -> RowStore:
        """All rows."""
        ...

    @property
    def pages(self) -> PageStore:
        """The pages that rows stand on."""
        ...


def find_rows(
    ask: RowAsk, snapshot: Snapshot, sources: Sequence[SourceId], key_prefix: str
) -> AskEvidence:
    """What the rows answer to one ask: row items for rows worth naming, set items for listings.

    Row items come in answer order (keys `<prefix>r1`...), set items after them (`<prefix>s1`...).
    `checks` holds plain lists over the same filters, and on no match over the filters that are left
    when the relaxed ones are dropped: from them every computed sentence is computed again.
    """
    if ask.announced:
        return _announced(ask, snapshot, sources, key_prefix)
    result = snapshot.rows.run(ask.query, sources)
    checks = _checks(result, snapshot.rows, sources)
    listings = {item.id: item for item in snapshot.pages.listings()}
    pages: dict[PageId, SourcePage] = {}
    rows = [
        _row_item(f"{key_prefix}r{n}", program, listings.get(program.listing_id), pages, snapshot)
        for n, program in enumerate(_worth_naming(result, checks), 1)
    ]
    sets = [
        _set_item(f"{key_prefix}s{n}", listing, result, pages, snapshot)
        for n, listing in enumerate(result.listings, 1)
    ]
    return AskEvidence(ask, (*rows, *sets), result, checks=checks)


def _checks(
    result: RowResult, rows: RowStore, sources: Sequence[SourceId]
) -> tuple[RowResult, ...]:
    """Plain lists that the result can be computed from again; none where they are too long."""
    query = result.query
    if result.total_matched > CHECKED_ROWS:
        return ()
    if result.total_matched or query.compare:
        return (rows.run(RowQuery(filters=query.filters), sources),)
    left = tuple(f for f in query.filters if f not in result.relaxed)
    if left == query.filters:
        return ()
    widened = rows.run(RowQuery(filters=left, limit=None), sources)
    return (widened,) if widened.total_matched <= CHECKED_ROWS else ()


def _worth_naming(result: RowResult, checks: Sequence[RowResult]) -> Iterable[Program]:
    """Rows that the answer may name, each once, in answer order."""
    named = list(result.rows[:NAMED_ROWS])
    if result.query.aggregate is not None:
        named = _contributing(result, checks)
    elif not result.total_matched and not result.rows:
        named = []
    seen = {p.id: p for p in (*named, *result.runner_up[:2], *result.nearest)}
    return seen.values()


def _contributing(result: RowResult, checks: Sequence[RowResult]) -> list[Program]:
    """The rows an aggregate is over where they are few, otherwise those at its ends."""
    matched = checks[0].rows if checks else result.rows
    took = frozenset(result.contributors)
    took_part = [p for p in matched if not took or p.id in took]
    if result.query.aggregate is Aggregate.COUNT and len(matched) <= NAMED_ROWS:
        return list(matched)
    if result.query.aggregate in (Aggregate.MIN, Aggregate.MAX, Aggregate.RANGE):
        return [p for p in took_part if _at_end(p, result)][:NAMED_ROWS]
    return took_part if len(took_part) <= CONTRIBUTOR_ROWS else []


def _at_end(program: Program, result: RowResult) -> bool:
    """The row's own value is the one that a MIN, MAX or RANGE gave."""
    own = measure(program, result.query.of)
    return own is not None and own in (result.value, result.value_high)


def _announced(
    ask: RowAsk, snapshot: Snapshot, sources: Sequence[SourceId], key_prefix: str
) -> AskEvidence:
    """The listings whose heading fits the words of the ask; all that announce if none fits."""
    result = snapshot.rows.run(replace(ask.query, aggregate=None, limit=None), sources)
    pages: dict[PageId, SourcePage] = {}
    known = [x for x in snapshot.pages.listings() if x.announced is not None]
    if sources:
        known = [x for x in known if _page(x.page_id, pages, snapshot).source_id in sources]
    ranked = [(_fit(ask.subject or "", x, _page(x.page_id, pages, snapshot)), x) for x in known]
    best = max((score for score, _ in ranked), default=0.0)
    chosen = tuple(x for score, x in ranked if score == best)
    narrowed = replace(result, listings=chosen)
    sets = tuple(
        _set_item(f"{key_prefix}s{n}", listing, narrowed, pages, snapshot)
        for n, listing in enumerate(chosen, 1)
    )
    return AskEvidence(ask, sets, narrowed)


def _fit(subject: str, listing: Listing, page: SourcePage) -> float:
    """How many words of the subject the listing's heading holds; its page's title breaks ties."""
    wanted = set(topic_key(subject).split())
    heading = set(topic_key(f"{listing.heading} {' '.join(listing.subject)}").split())
    title = set(topic_key(page.title).split())
    return len(wanted & heading) + 0.1 * len(wanted & title)


def _page(page_id: PageId, pages: dict[PageId, SourcePage], snapshot: Snapshot) -> SourcePage:
    if page_id not in pages:
        page = snapshot.pages.get(page_id)
        if page is None:
            raise PageUnknown(f"no page {page_id!r} in the snapshot; verify the index")
        pages[page_id] = page
    return pages[page_id]


def _row_item(
    key: str,
    program: Program,
    listing: Listing | None,
    pages: dict[PageId, SourcePage],
    snapshot: Snapshot,
) -> Item:
    page = _page(program.page_id, pages, snapshot)
    section = listing.heading if listing else page.title
    return Item(
        key, Kind.ROW, page, program.start, program.end, section, program=program, listing=listing
    )


def _set_item(
    key: str,
    listing: Listing,
    result: RowResult,
    pages: dict[PageId, SourcePage],
    snapshot: Snapshot,
) -> Item:
    page = _page(listing.page_id, pages, snapshot)
    start, end = listing.start, listing.end
    if end <= start:  # a listing without a heading is cited by the first words of its page
        end = start + len(page.text[start:].split("\n", 1)[0])
    return Item(key, Kind.SET, page, start, end, listing.heading, listing=listing, result=result)
