"""Superlatives, places and orders of a sentence, put in order again from the rows of the set."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.figures import Figure
from assistant.verify.desk import Desk, Table
from assistant.verify.lexicon import COMPARATIVES, NONE_BEYOND, SET_NOUN, SINGLE_NOUN
from assistant.verify.phrases import TIED, rank_of, superlatives_in, top_of
from assistant.verify.reading import Reading, ordered
from assistant.verify.recompute import at_rank, first_rows, measure
from assistant.verify.sets import extras, stated_tables, subset
from vectorstore.query import Aggregate, SortKey
from vectorstore.records import Program, ProgramId

_NOUN = re.compile(f"{SET_NOUN.pattern}|{SINGLE_NOUN.pattern}")

_NEXT = re.compile(
    r"\bnext (?:is|comes?|are|in line)\b|\bfollowed by\b|\bthen comes?\b|\brunner-?up\b|\bthen\b"
)


_DENIED = re.compile(r"(?:\bnot|\bnever|n't)\s+(?:(?:the|among|one|of)\s+)*(?:\w+\s+)?$")


def wrong_superlative(reading: Reading, desk: Desk) -> str | None:
    """Why a superlative of the sentence does not hold; None if all do or none is there."""
    order = re.search(r"\bfrom (?:the )?(?:\w+ )?(\w+) to (?:the )?", reading.masked)
    for key, descending, span in superlatives_in(reading, (0, len(reading.text))):
        if order and order.start() <= span[0] <= order.end() + 24:
            reason = _wrong_order(key, descending, span, reading, desk)
            if span[0] < order.end() and reason:
                return reason
            continue
        if _is_of_groups(key, reading, desk, descending=descending):
            continue  # the figure of each is checked by itself
        if reason := _wrong_first(key, descending, span, reading, desk):
            return reason
    return None


def _is_of_groups(key: SortKey, reading: Reading, desk: Desk, *, descending: bool) -> bool:
    """Whether the sentence gives the lowest or highest value of each group."""
    end = Aggregate.MAX if descending else Aggregate.MIN
    queries = (t.result.query for t in stated_tables(reading, desk))
    of = any(q.group and q.aggregate is end and q.of is key for q in queries)
    return of and reading.folded.startswith("by ")


def wrong_none_beyond(reading: Reading, desk: Desk) -> str | None:
    """Why "none is cheaper than X" does not hold; None if X is at that end, or it is not said."""
    m = NONE_BEYOND.search(reading.masked)
    if not m:
        return None
    said = [(k, d) for k, d, pattern in COMPARATIVES if pattern.search(m["said"] + " ")]
    after = [g for g in reading.groups if g.start >= m.end("said")]
    if len(said) != 1 or not after:
        return "it is not clear what none of them is"
    key, descending = said[0]
    for table in stated_tables(reading, desk):
        more = extras(reading, (0, m.start("said")), table)
        rows = subset(table, more) if more else table.rows if table.whole else None
        if rows is None:
            continue
        rows = _comparable(rows, key, [x.rows for x in after[0].mentions])
        ids = {p.id for p in at_rank(rows, key, descending)}
        if ids and all(x.rows & ids for x in after[0].mentions):
            return None
    return "there is one that is"


def _wrong_order(
    key: SortKey, descending: bool, span: tuple[int, int], reading: Reading, desk: Desk
) -> str | None:
    """A list that says how it is ordered is in that order."""
    last: float | None = None
    for group in (g for g in reading.groups if g.start >= span[1]):
        for mention in group.mentions:
            values = [
                v
                for i in mention.rows
                if i in desk.rows and (v := measure(desk.rows[i], key)) is not None
            ]
            if not values:
                continue
            # Of rows of one name the nearest that keeps the order is meant.
            behind = [v for v in values if last is None or _keeps(last, v, descending)]
            if not behind:
                return "the rows are not in the order that the sentence states"
            last = max(behind) if descending else min(behind)
    return None


def _keeps(last: float, value: float, descending: bool) -> bool:
    return value <= last + 1e-9 if descending else value >= last - 1e-9


def _wrong_first(
    key: SortKey, descending: bool, span: tuple[int, int], reading: Reading, desk: Desk
) -> str | None:
    clause = reading.clause(span[0])
    subject = _subject(reading, clause, span) or _one_at(reading, clause, span)
    if not subject:
        if _NOUN.search(reading.masked):
            return None  # "the longest takes a year": its figures are checked by themselves
        return "a superlative is said of nothing"
    place = rank_of(reading, span), top_of(reading, span)
    # A set of one row has no order: "the cheapest of all" is not proven by the row alone.
    found = [t for t in stated_tables(reading, desk) if t.total > 1]
    holds = any(_tops(t, key, descending, place, subject, reading, span) for t in found)
    if _DENIED.search(reading.masked[clause[0] : span[0]]):
        return "the superlative is denied of what it holds for" if holds or not found else None
    if holds:
        return None
    return "the superlative does not hold over the rows that the sentence describes"


def _tops(
    table: Table,
    key: SortKey,
    descending: bool,
    place: tuple[int, int | None],
    subject: Sequence[frozenset[ProgramId]],
    reading: Reading,
    span: tuple[int, int],
) -> bool:
    clause = reading.clause(span[0])
    stop = min([clause[1], *(g.start for g in reading.groups_in(clause) if g.start > span[1])])
    rows = subset(table, extras(reading, (clause[0], stop), table))
    rank, count = place
    if rows is None:
        rows = ordered_part(table, key, descending)
        rank = 1 if table.result.query.nth else rank
    if key is not SortKey.DURATION and len(subject) > 1 and "each" in reading.masked:
        return _tops_each(rows, key, descending, subject, count or 1)
    rows = _comparable(rows, key, subject)
    first = (
        first_rows(rows, key, descending, count) if count else at_rank(rows, key, descending, rank)
    )
    ids = {p.id for p in first}
    if not ids or not all(names & ids for names in subject):
        return False
    partly = re.search(r"\bone of\b|\bamong the\b", reading.masked[clause[0] : span[0]])
    named = len(subject) + _unnamed(reading, span)
    return bool(partly) or len(ids) == named or (count is not None and named >= len(ids))


def _unnamed(reading: Reading, span: tuple[int, int]) -> int:
    """How many rows a long list leaves to the end of its sentence: "..., and 12 more"."""
    more = re.search(r"\band (\d[\d,]*) (?:more|others)\b", reading.masked[span[1] :])
    return int(more[1].replace(",", "")) if more else 0


def _tops_each(
    rows: Sequence[Program],
    key: SortKey,
    descending: bool,
    subject: Sequence[frozenset[ProgramId]],
    count: int,
) -> bool:
    """Each row named is first among those whose prices compare with its own."""
    parts = [_comparable(rows, key, [names]) for names in subject]
    first = {p.id for part in parts for p in first_rows(part, key, descending, count)}
    return all(names & first for names in subject)


def first_of_each(
    rows: Sequence[Program], key: SortKey, descending: bool, count: int
) -> tuple[Program, ...]:
    """The first rows of each currency and basis, with the ties at the cut of each."""
    parts: dict[tuple[str | None, str], list[Program]] = {}
    for row in rows:
        parts.setdefault((row.currency, row.price_basis.value), []).append(row)
    return tuple(p for part in parts.values() for p in first_rows(part, key, descending, count))


def ordered_part(table: Table, key: SortKey, descending: bool) -> tuple[Program, ...]:
    """What the store's own order gives where the whole set is too long to hold."""
    sort = table.result.query.sort
    if sort is None or sort.key is not key or sort.descending is not descending:
        return ()
    return (*table.result.rows, *table.result.runner_up)


def _comparable(
    rows: Sequence[Program], key: SortKey, subject: Sequence[frozenset[ProgramId]]
) -> tuple[Program, ...]:
    """Only rows whose price has the currency and basis of the subject's."""
    if key is SortKey.DURATION:
        return tuple(rows)
    bases = {(p.currency, p.price_basis) for p in rows if any(p.id in names for names in subject)}
    return tuple(p for p in rows if (p.currency, p.price_basis) in bases)


def _subject(
    reading: Reading, clause: tuple[int, int], span: tuple[int, int]
) -> list[frozenset[ProgramId]]:
    """The rows that a superlative is said of."""
    # "The cheapest of the 3 programs at X is Y": Y is, and X says where the set is.
    named = [g for g in reading.groups if not reading.names_a_set(g)]
    groups = [g for g in named if clause[0] <= g.start < clause[1]]
    before = [g for g in groups if g.end <= span[0]]
    after = [g for g in groups if g.start >= span[1]]
    if before:
        between = reading.masked[before[-1].end : span[0]]
        if (
            re.search(
                r"\b(?:is|are|has|have|was|comes?|ranks?|offers?|being|remains?|as|makes?"
                r"|turns? out|stands?)\b",
                between,
            )
            or not after
        ):
            return [m.rows for m in before[-1].mentions]
    if not after:
        later = [g for g in named if g.start >= span[1]]
        return [m.rows for m in later[0].mentions] if later else []
    listed = ":" in reading.masked[span[1] : after[0].start]
    if listed or top_of(reading, span) or re.search(TIED, reading.masked[clause[0] : clause[1]]):
        stop = _NEXT.search(reading.masked, span[1])
        later = [g for g in named if g.start >= span[1]]
        return [m.rows for m in ordered(later) if not stop or m.start < stop.start()]
    return [m.rows for m in after[0].mentions]


def _one_at(
    reading: Reading, clause: tuple[int, int], span: tuple[int, int]
) -> list[frozenset[ProgramId]]:
    """The row of "the master's at X is the cheapest", where X reads like the place of a set."""
    before = [g for g in reading.groups if clause[0] <= g.start and g.end <= span[0]]
    if before and re.fullmatch(r"\s+(?:is|was)\s+the\s+", reading.masked[before[-1].end : span[0]]):
        return [m.rows for m in before[-1].mentions]
    return []


def extreme_rows(figure: Figure, reading: Reading, desk: Desk) -> tuple[Program, ...] | None:
    """The rows that a superlative without a name speaks of; None if the clause has none."""
    clause = reading.clause(figure.start)
    said = superlatives_in(reading, clause)
    if len(said) != 1 or reading.groups:
        return None
    key, descending, span = said[0]
    for table in stated_tables(reading, desk):
        rows = subset(table, extras(reading, (clause[0], min(figure.start, span[1] + 40)), table))
        if rows is not None:
            return at_rank(rows, key, descending, rank_of(reading, span))
    return ()


def wrong_next(reading: Reading, desk: Desk) -> str | None:
    """Why the row named as next is not the one after the winner; None if it is or none is named."""
    m = _NEXT.search(reading.masked)
    if not m:
        return None
    ahead = superlatives_in(reading, (0, m.start()))
    after = [g for g in reading.groups if g.start >= m.end()]
    if not ahead or not after:
        return "a row is called next in no order that can be checked"
    key, descending, span = ahead[-1]
    rank = rank_of(reading, span) + 1
    for table in stated_tables(reading, desk):
        rows = table.rows if table.whole else ordered_part(table, key, descending)
        rows = _comparable(rows, key, [x.rows for x in after[0].mentions])
        at = rank if table.whole or not table.result.query.nth else 2
        ids = {p.id for p in at_rank(rows, key, descending, at)}
        if ids and all(x.rows & ids for g in after for x in g.mentions):
            return None
    return "the row called next does not come next"
