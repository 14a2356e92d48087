"""Counts, means, medians, sums, ends and ranges, groups, and what a page announces."""

from __future__ import annotations

from dataclasses import replace

from assistant.compose.details import bracketed, told
from assistant.compose.rankings import SUPERLATIVES, only
from assistant.compose.slots import Shelf, Slot, fill, listed, say, words
from assistant.records import AskEvidence, DraftSegment, RowAsk
from vectorstore.columns import NOT_STATED
from vectorstore.query import OF_PLACES, Aggregate, Field, RowQuery, RowResult, SortKey
from vectorstore.records import Listing, Program

_NAMED_CONTRIBUTORS = 6
_NAMED_COUNTED = 10
_MANY_GROUPS, _TOLD = 20, 10
"""From more groups than these only the first are told, and how many more there are."""

_MEASURED: dict[SortKey | None, str] = {
    SortKey.PRICE: "listed price",
    SortKey.DURATION: "listed length",
    SortKey.PRICE_PER_YEAR: "price per year (listed price divided by listed length)",
    SortKey.TITLE: "title",
    None: "listed price",
}

_WORDED: dict[Aggregate, str] = {
    Aggregate.MEAN: "mean",
    Aggregate.MEDIAN: "median",
    Aggregate.SUM: "total",
    Aggregate.MIN: "lowest",
    Aggregate.MAX: "highest",
}


def aggregated(found: AskEvidence, result: RowResult, shelf: Shelf) -> tuple[DraftSegment, ...]:
    """One value over all matching rows, and the rows it is from where they are few."""
    kind = result.query.aggregate
    if kind is Aggregate.COUNT:
        return (_count(found, result, shelf),)
    if result.value is None:
        return (_unknown(result, shelf),)
    if result.total_matched == 1 and isinstance(found.ask, RowAsk) and result.rows:
        return (only(found.ask, result, shelf),)
    if kind is Aggregate.RANGE:
        return (_range(found, result, shelf),)
    if kind in (Aggregate.MIN, Aggregate.MAX):
        return (_end(found, result, shelf),)
    return (_value(result, shelf),)


def _count(found: AskEvidence, result: RowResult, shelf: Shelf) -> DraftSegment:
    total = result.total_matched
    lead = fill(
        "I hold {count} {what}",
        count=shelf.count(total),
        what=shelf.set_of(result.query.filters, total),
    )
    rows = [p for p in _matched(found, result) if shelf.row(p)]
    if not rows or len(rows) != total or total > _NAMED_COUNTED:
        return say("{lead}.", lead=lead)
    assert isinstance(found.ask, RowAsk)
    keys = told(found.ask, result.query)
    names = listed(bracketed(p, keys, shelf) for p in rows)
    return say("{lead}: {names}.", lead=lead, names=names)


def _unknown(result: RowResult, shelf: Shelf) -> DraftSegment:
    return say(
        "None of the {count} {what} I hold has a {measure}.",
        count=shelf.count(result.total_matched),
        what=shelf.set_of(result.query.filters, result.total_matched),
        measure=words(_MEASURED[result.query.of]),
    )


def _over(result: RowResult, shelf: Shelf) -> Slot:
    """The rows that took part: "the 4 AI certificates I hold"."""
    query = result.query
    count = len(result.contributors) or result.total_matched
    if query.sort is not None and (query.limit is not None or query.nth is not None):
        return fill(
            "the {count} {most} of the {total} {what} I hold",
            count=shelf.count(count),
            most=words(SUPERLATIVES[query.sort.key, query.sort.descending]),
            total=shelf.count(result.total_matched),
            what=shelf.set_of(query.filters, result.total_matched),
        )
    with_value = "" if count == result.total_matched else " that have one"
    return fill(
        "the {count} {what} I hold{with_value}",
        count=shelf.count(count),
        what=shelf.set_of(result.query.filters, count),
        with_value=words(with_value),
    )


def _value(result: RowResult, shelf: Shelf) -> DraftSegment:
    assert result.query.aggregate is not None
    assert result.value is not None
    return say(
        "The {stat} {measure} of {over} is {value}.",
        stat=words(_WORDED[result.query.aggregate]),
        measure=words(_MEASURED[result.query.of]),
        over=_over(result, shelf),
        value=shelf.value(result, result.value),
    )


def _end(found: AskEvidence, result: RowResult, shelf: Shelf) -> DraftSegment:
    assert result.query.aggregate is not None
    assert result.value is not None
    rows = [p for p in _matched(found, result) if shelf.row(p)]
    lead = fill(
        "The {stat} {measure} of {over} is {value}",
        stat=words(_WORDED[result.query.aggregate]),
        measure=words(_MEASURED[result.query.of]),
        over=_over(result, shelf),
        value=shelf.value(result, result.value),
    )
    if not rows:
        return say("{lead}.", lead=lead)
    return say("{lead}, for {names}.", lead=lead, names=_names(rows, shelf))


def _range(found: AskEvidence, result: RowResult, shelf: Shelf) -> DraftSegment:
    assert result.value is not None
    high = result.value if result.value_high is None else result.value_high
    if high == result.value:  # all of them the same
        return _value(replace(result, query=replace(result.query, aggregate=_ALIKE)), shelf)
    rows = [p for p in _matched(found, result) if shelf.row(p)]
    low_rows = [p for p in rows if _own(p, result) == result.value]
    high_rows = [p for p in rows if _own(p, result) == high]
    if not low_rows or not high_rows:
        return say(
            "The {measure}s of {over} run from {low} to {high}.",
            measure=words(_MEASURED[result.query.of]),
            over=_over(result, shelf),
            low=shelf.value(result, result.value),
            high=shelf.value(result, high),
        )
    return say(
        "The {measure}s of {over} run from {low} ({cheap}) to {high} ({dear}).",
        measure=words(_MEASURED[result.query.of]),
        over=_over(result, shelf),
        low=shelf.value(result, result.value),
        cheap=_names(low_rows, shelf),
        high=shelf.value(result, high),
        dear=_names(high_rows, shelf),
    )


_ALIKE = Aggregate.MEAN
"""What is told of a range without width."""


def _own(program: Program, result: RowResult) -> float | None:
    if result.query.of is SortKey.DURATION:
        return program.duration.years if program.duration else None
    return program.price


def _names(rows: list[Program], shelf: Shelf) -> Slot:
    return listed((shelf.name(p) for p in rows[:_NAMED_CONTRIBUTORS]), ",")


def _matched(found: AskEvidence, result: RowResult) -> tuple[Program, ...]:
    return found.checks[0].rows if found.checks else result.rows


def grouped(result: RowResult, shelf: Shelf) -> tuple[DraftSegment, ...]:
    """One value a group; groups of prices that cannot be compared are named as such."""
    counting = result.query.aggregate in (None, Aggregate.COUNT)
    told = result.groups[: _TOLD if len(result.groups) > _MANY_GROUPS else None]
    parts = [
        fill("{key} {value}", key=shelf.group_name(g), value=shelf.group(result, g))
        if counting
        else fill(
            "{key} {value} ({count} {rows})",
            key=shelf.group_name(g),
            value=shelf.group(result, g),
            count=shelf.count(g.count),
            rows=words("row" if g.count == 1 else "rows"),
        )
        for g in told
    ]
    if len(told) < len(result.groups):
        parts.append(fill("{n} more", n=shelf.count(len(result.groups) - len(told))))
    what = shelf.set_of(result.query.filters, result.total_matched)
    over = fill("the {count} {what} I hold", count=shelf.count(result.total_matched), what=what)
    by = _by(result, shelf)
    order = words(_first(result.query))
    if counting:
        text = "By {by}, {over}{order}: {parts}."
        return (say(text, by=by, over=over, order=order, parts=listed(parts)),)
    assert result.query.aggregate is not None
    return (
        say(
            "By {by}, the {stat} {measure} of {over}{order}: {parts}.",
            by=by,
            stat=words(_WORDED.get(result.query.aggregate, "range of")),
            measure=words(_MEASURED[result.query.of]),
            over=over,
            order=order,
            parts=listed(parts),
        ),
    )


def _by(result: RowResult, shelf: Shelf) -> Slot:
    """What the groups are of, with their number where that may be what is asked."""
    field = result.query.group
    by = words(_GROUPS.get(field, str(field or "currency and basis")))
    stated = sum(g.key != NOT_STATED for g in result.groups)
    cut = result.query.limit is not None or result.query.nth is not None
    if field not in _NUMBERED or cut or result.query.aggregate is not Aggregate.COUNT:
        return by
    return fill("{by} ({n} different)", by=by, n=shelf.count(stated))


def _first(query: RowQuery) -> str:
    """Says that only the first of all groups are told, and by what order."""
    if query.group is None or query.limit is None:
        return ""
    if query.aggregate in (None, Aggregate.COUNT):
        return ", with the most"
    return ", with the highest" if query.sort and query.sort.descending else ", with the lowest"


_NUMBERED = OF_PLACES | {Field.UNIVERSITY}
_GROUPS: dict[Field | None, str] = {Field.PLACE: "city"}
"""Words for a field grouped by that is not called so."""


def announced(result: RowResult, shelf: Shelf) -> tuple[DraftSegment, ...]:
    """What each listing's page announces, beside what is held of it."""
    return tuple(_announced(x, shelf) for x in result.listings if x.announced is not None)


def _announced(listing: Listing, shelf: Shelf) -> DraftSegment:
    return say(
        "The page announces {announced} programs under “{heading}”; I hold {held} of that listing.",
        announced=shelf.count_of(listing, listing.announced or 0),
        heading=shelf.heading(listing),
        held=shelf.count_of(listing, listing.held),
    )
