"""What limits an answer over rows: coverage, rows left out or off subject, bases of prices."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.compose.slots import Shelf, say, words
from assistant.compose.wording import amount
from assistant.records import AskEvidence, DraftSegment, RowAsk, SegmentKind, Wanted
from vectorstore.query import Aggregate, Field, RowQuery, RowResult, SortKey
from vectorstore.records import Listing, PriceBasis

_NAMED_LISTINGS = 3
_OLD_DAYS = 365


def caveats(
    ask: RowAsk,
    found: AskEvidence,
    shelf: Shelf,
    body: Sequence[DraftSegment],
) -> tuple[DraftSegment, ...]:
    """The caveats that this answer needs, each once, the weightiest first."""
    result = found.result
    if result is None or not body:
        return ()
    out: list[DraftSegment] = [*_left_out(result, shelf)]
    if not ask.announced and _coverage_matters(result):
        out += [_coverage(x, shelf) for x in _short_listings(result)[:_NAMED_LISTINGS]]
    out += [_off_subject(x, shelf) for x in result.listings if _asks_of_page(ask, x)]
    if not ask.announced and _tells_price(found, body):
        out += _prices(found, result)
        out += other_basis(ask, result)
    return (*out, *_ages(found, body, shelf))


def _ages(found: AskEvidence, body: Sequence[DraftSegment], shelf: Shelf) -> list[DraftSegment]:
    """How old the data are, where they were a year old or more when they were read."""
    cited = {key for part in body for key in part.cites}
    pages = [item.page for item in found.items if item.key in cited]
    old = {p.as_of for p in pages if p.as_of and (p.fetched_at.date() - p.as_of).days >= _OLD_DAYS}
    if not old:
        return []
    lead = "These" if all(p.as_of in old for p in pages) else "Some of these"
    return [
        say(
            "{lead} data are as of {days}; they may have changed since.",
            SegmentKind.CAVEAT,
            lead=words(lead),
            days=shelf.days(sorted(old)),
        )
    ]


def _left_out(result: RowResult, shelf: Shelf) -> list[DraftSegment]:
    price = "price that I can read" if result.left_out_unread_price else "listed price"
    parts = (
        (result.left_out_no_price, price),
        (result.left_out_no_duration, "listed length"),
        (result.left_out_no_delivery, "listed delivery"),
    )
    return [
        say(
            "Left out: {count} {rows} without a {what}.",
            SegmentKind.CAVEAT,
            count=shelf.count(count),
            rows=words("row" if count == 1 else "rows"),
            what=words(what),
        )
        for count, what in parts
        if count
    ]


def _coverage_matters(result: RowResult) -> bool:
    """A count, an aggregate, a superlative or a no is only as good as what is held."""
    query: RowQuery = result.query
    if any(f.field in (Field.PROGRAM, Field.UNIVERSITY, Field.TITLE) for f in query.filters):
        return False
    return (
        query.aggregate is not None
        or query.limit is not None
        or query.nth is not None
        or not result.total_matched
    )


def _short_listings(result: RowResult) -> list[Listing]:
    return [x for x in result.listings if x.announced is not None and x.announced > x.held]


def _coverage(listing: Listing, shelf: Shelf) -> DraftSegment:
    return say(
        "The page announces {announced} programs under “{heading}”; I hold {held} of that listing.",
        SegmentKind.CAVEAT,
        announced=shelf.count_of(listing, listing.announced or 0),
        heading=shelf.heading(listing),
        held=shelf.count_of(listing, listing.held),
    )


def _asks_of_page(ask: RowAsk, listing: Listing) -> bool:
    """The question names the page's subject, and rows of the page are off it."""
    by_source = any(f.field is Field.SOURCE for f in ask.query.filters)
    return bool(listing.off_subject) and (ask.announced or by_source)


def _off_subject(listing: Listing, shelf: Shelf) -> DraftSegment:
    return say(
        "Of the {held} rows I hold under “{heading}”, {off} do not fit that heading.",
        SegmentKind.CAVEAT,
        held=shelf.count_of(listing, listing.held),
        heading=shelf.heading(listing),
        off=shelf.count_of(listing, listing.off_subject),
    )


def _tells_price(found: AskEvidence, body: Sequence[DraftSegment]) -> bool:
    """A sentence of the answer states a listed price, or one computed from listed prices."""
    query = found.result.query if found.result else RowQuery()
    if query.aggregate not in (None, Aggregate.COUNT):
        return query.of is not SortKey.DURATION
    told = " ".join(part.text for part in body)
    rows = [item.program for item in found.items if item.program is not None]
    return any(p.price is not None and amount(p.price) in told for p in rows)


def _prices(found: AskEvidence, result: RowResult) -> list[DraftSegment]:
    """What the pages do not say of the prices told, once."""
    rows = [*result.rows, *result.runner_up, *result.nearest]
    rows += [p for c in found.checks for p in c.rows] if not rows else []
    priced = [p for p in rows if p.price is not None]
    bases = {(p.currency, p.price_basis) for p in priced}
    if not priced:
        return []
    if len(bases) > 1:
        return [_mixed()]
    currency, basis = next(iter(bases))
    missing = [
        word
        for word, gone in (("currency", currency is None), ("basis", basis is PriceBasis.UNKNOWN))
        if gone
    ]
    if not missing:
        return []
    what = words(" or ".join(missing))
    return [say("Prices are as listed; the pages give no {what}.", SegmentKind.CAVEAT, what=what)]


def other_basis(ask: RowAsk, result: RowResult) -> list[DraftSegment]:
    """That prices are not for what was asked: "per credit, not for the whole program"."""
    asked = next((w for w in ask.wanted if w in _ASKED), None)
    rows = [*result.rows, *result.runner_up]
    told = {p.price_basis for p in rows if p.price is not None}
    told = told or {PriceBasis(b.price_basis) for b in result.bases}
    if asked is None:
        return []
    phrase, fitting = _ASKED[asked]
    others = sorted(b.value for b in told - fitting)
    if not others:
        return []
    return [
        say(
            "{which} prices are per {held}, not {asked}.",
            SegmentKind.CAVEAT,
            which=words("These" if told.isdisjoint(fitting) else "Some of these"),
            held=words(" or per ".join(others)),
            asked=words(phrase),
        )
    ]


_WHOLE = frozenset({PriceBasis.TOTAL, PriceBasis.UNKNOWN})
_ASKED: dict[Wanted, tuple[str, frozenset[PriceBasis]]] = {
    Wanted.PRICE_IN_TOTAL: ("for the whole program", _WHOLE),
    Wanted.PRICE_PER_YEAR: ("per year", _WHOLE | {PriceBasis.YEAR}),
    Wanted.PRICE_PER_MONTH: ("per month", _WHOLE),
}
"""What a price can be asked for, in words, and the bases that give it."""


def _mixed() -> DraftSegment:
    return say(
        "Prices are as listed; they stand in more than one currency or basis and are not compared"
        " across them.",
        SegmentKind.CAVEAT,
    )
