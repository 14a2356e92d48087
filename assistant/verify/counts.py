"""Counts of a sentence, counted again: of a set, of ties, announced, held and left out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.figures import Bound, Figure
from assistant.verify.desk import Desk, Table
from assistant.verify.groups import counts_of_groups
from assistant.verify.lexicon import SET_NOUN, SUPERLATIVES
from assistant.verify.orders import first_of_each, ordered_part
from assistant.verify.phrases import (
    TIED,
    aggregates_in,
    is_count,
    rank_of,
    superlatives_in,
    top_of,
)
from assistant.verify.reading import Reading
from assistant.verify.recompute import at_rank, measure
from assistant.verify.sets import extras, stated_tables, subset
from vectorstore.query import SortKey
from vectorstore.records import Listing


def wrong_count(figure: Figure, reading: Reading, desk: Desk) -> str | None:
    """Why a count does not hold; None if it does."""
    if figure.is_range or figure.low != int(figure.low) or figure.bound is not Bound.EXACT:
        return "a count is stated with a limit or as a range"
    allowed = set(_listing_counts(figure, reading, desk))
    allowed |= set(_left_out_counts(figure, reading, desk))
    for table in stated_tables(reading, desk):
        allowed |= set(_table_counts(figure, reading, table))
        behind = reading.folded[figure.end :]
        named = counts_of_groups(reading, table)
        allowed |= {n for of, n in named if re.match(rf"\s+{of}\b", behind)}
    if int(figure.low) in allowed:
        return None
    return f"the count {int(figure.low)} is not what the rows give"


def _listing_counts(figure: Figure, reading: Reading, desk: Desk) -> Iterable[int]:
    """What a listing announces, how much of it is held, and how much of that is off its subject."""
    if not _OF_LISTING.search(reading.folded):
        return
    a, b = reading.clause(figure.start)
    before, behind = reading.folded[a : figure.start], reading.folded[figure.end : b]
    clause = reading.folded[a:b]
    is_held = bool(_HOLDS.search(before)) or bool(_HELD.match(behind))
    for listing in _listings_meant(reading, desk):
        if is_held:
            yield listing.held
        elif re.search(_ANNOUNCED, clause):
            yield from () if listing.announced is None else (listing.announced,)
        elif re.search(r"\bfit|\boff\b|\bsubject\b", clause):
            yield listing.off_subject
            if re.search(r"\bof (?:the|these|those|all)\s*$", before):
                yield listing.held


_ANNOUNCED = r"\b(?:announc|advertis|claim|promis)\w*"
_OF_LISTING = re.compile(rf"{_ANNOUNCED}|\blisting\b|\bheading\b|\bunder\b")
_HELD = re.compile(r"\s+(?:(?:are|is) held|(?:rows|programs) i hold)\b")
_HOLDS = re.compile(r"\bh(?:o|e)lds?(?: only| just)?\s*$")


def _first_with_ties(table: Table) -> Iterable[int]:
    """How many rows the first n of an order are with those that tie at the cut, computed again."""
    query = table.result.query
    if query.sort is None or query.limit is None or query.nth or not table.whole:
        return
    values = [v for p in table.rows if (v := measure(p, query.sort.key)) is not None]
    values.sort(reverse=query.sort.descending)
    if len(values) >= query.limit:
        cut = values[query.limit - 1]
        yield sum(v >= cut if query.sort.descending else v <= cut for v in values)


def _listings_meant(reading: Reading, desk: Desk) -> tuple[Listing, ...]:
    """The listings whose heading the sentence gives; all cited ones if it gives none."""
    given = tuple(x for x in desk.listings if x.heading.casefold() in reading.text.casefold())
    return given or desk.listings


def _left_out_counts(figure: Figure, reading: Reading, desk: Desk) -> Iterable[int]:
    a, b = reading.clause(figure.start)
    clause = reading.folded[a:b]
    if not re.search(r"left out|without|\bno (?:listed )?|missing|lack|excluded", clause):
        return
    for table in desk.tables:
        if re.search(r"\bprices?\b|\bcost", clause):
            yield table.result.left_out_no_price
        if re.search(r"\blengths?\b|\bduration", clause):
            yield table.result.left_out_no_duration
        if re.search(r"\bdelivery\b|\bmode", clause):
            yield table.result.left_out_no_delivery


def _table_counts(figure: Figure, reading: Reading, table: Table) -> Iterable[int]:
    clause = reading.clause(figure.start)
    before = reading.masked[clause[0] : figure.start]
    behind = reading.masked[figure.end : clause[1]]
    if re.match(r"\s+(?:more|others?)\b", behind):
        yield table.total - len(
            {r for m in reading.named.mentions for r in m.rows if len(m.rows) == 1}
        )
        listed = [g for g in reading.groups if not reading.names_a_set(g)]
        yield table.total - len(listed)  # two rows of one name are two
        yield from (tied - len(listed) for tied in _tied_counts(reading, clause, table))
        yield from (kept - len(listed) for kept in _first_with_ties(table))
        if "within each currency" in reading.masked:
            yield from (best - len(listed) for best in _best_of_each(reading, table))
        return
    if re.search(TIED, reading.masked[clause[0] : clause[1]]):
        yield from _tied_counts(reading, clause, table)
    if any(p.match(behind.lstrip()) for _, _, p in SUPERLATIVES):
        own = [g for g in reading.groups if not reading.names_a_set(g)]  # "at X I hold are Y, Z"
        named = sum(len(g.mentions) for g in own)
        if "each" in reading.masked and table.result.query.limit:
            yield table.result.query.limit
        yield named or int(figure.low) * (figure.low == table.result.query.limit)
        yield from _first_with_ties(table)
        return
    more = extras(reading, region(figure, reading), table, values=True)
    rows = subset(table, more)
    if more:
        if rows is not None:
            yield len(rows)
        return
    if not re.match(r"\s+of\s+(?:the|these|those|my)\b", behind) or not re.search(r"\d", behind):
        yield table.total
        if not re.search(r"\b(?:price|length)\w*\b.*\bof\s+the\s*$", before):
            return
        yield from (_known(table, key) for key in (SortKey.PRICE, SortKey.DURATION))


def _known(table: Table, key: SortKey) -> int:
    """How many rows have a value; the store's own count where the set is too long to hold."""
    if table.whole:
        return sum(measure(p, key) is not None for p in table.rows)
    result = table.result
    left = result.left_out_no_price if key is SortKey.PRICE else result.left_out_no_duration
    return table.total - left


def _tied_counts(reading: Reading, clause: tuple[int, int], table: Table) -> Iterable[int]:
    for key, descending, _ in superlatives_in(reading, (0, clause[1])):
        for rank in range(1, 13):
            held = table.rows if table.whole else ordered_part(table, key, descending)
            rows = at_rank(held, key, descending, rank)
            if len(rows) > 1:
                yield len(rows)


def _best_of_each(reading: Reading, table: Table) -> Iterable[int]:
    """How many rows are the best of their currency and basis, by the order that is spoken of."""
    if not table.whole:
        yield len(table.result.rows)
        return
    for key, descending, span in superlatives_in(reading, (0, len(reading.masked))):
        rank, count = rank_of(reading, span), top_of(reading, span)
        if rank == 1:
            yield len(first_of_each(table.rows, key, descending, count or 1))


def region(figure: Figure, reading: Reading) -> tuple[int, int]:
    """The stretch of the sentence that describes what a count counts."""
    a, b = reading.clause(figure.start)
    behind = reading.masked[figure.end : b]
    counts = [f for f in reading.figures if figure.end <= f.start < b and is_count(f, reading)]
    if re.match(r"\s+of\s+(?:the|these|those|my|all)?\s*(?:\d|\w+ )", behind) and counts:
        return counts[0].end, b
    stop = counts[0].start if counts else b
    inside = [g.start for g in reading.groups_in((a, b)) if g.start > figure.end]
    stop = min([stop, *inside])
    colon = reading.masked.find(":", figure.end, stop)
    stop = colon if colon >= 0 else stop
    if re.search(r"\bof\s+(?:the|these|those|my|all)\s*$", reading.masked[a : figure.start]):
        noun = SET_NOUN.search(reading.masked[figure.end : stop])
        stop = figure.end + noun.end() if noun else stop
    return figure.end, stop


def is_counted(figure: Figure, reading: Reading) -> bool:
    """A value that narrows what a count of the same clause counts: it is checked with the count."""
    if reading.groups or aggregates_in(reading, reading.clause(figure.start)):
        return False
    counts = (f for f in reading.figures if f.end <= figure.start and is_count(f, reading))
    return any(a <= figure.start < b for a, b in (region(f, reading) for f in counts))
