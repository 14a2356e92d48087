"""What a sentence says of a set of rows: which set, how many, the ends and middles, who comes first.

Everything is computed again from the rows of the set (`recompute.py`); a figure that cannot be
computed again is not let through.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from assistant.figures import DOWNWARD, Bound, Figure, Measure
from assistant.verify.desk import Desk, Table
from assistant.verify.lexicon import AGGREGATES, LEVELS, SET_NOUN, SINGLE_NOUN, SUPERLATIVES
from assistant.verify.reading import Reading, Way, ordered
from assistant.verify.recompute import aggregate, at_rank, first_rows, measure, satisfies
from vectorstore.query import Aggregate, Field, Filter, Op, SortKey
from vectorstore.records import Listing, Program, ProgramId
from vectorstore.text import topic_key

_BACK = re.compile(r"\b(?:of|among|from) (?:these|those|them|which)\b|\b(?:those|these)\b")
_OPS = {
    Op.LT: (Bound.LESS,),
    Op.LE: (Bound.AT_MOST,),
    Op.GT: (Bound.MORE,),
    Op.GE: (Bound.AT_LEAST,),
    Op.EQ: (Bound.EXACT,),
    Op.BETWEEN: (Bound.EXACT,),
}
_TIED = r"\btie[sd]?\b|\bjoint(?:ly)?\b|\bequally\b|\bshares?\b"
_SIDES = re.compile(r"\b(?:cheaper|shorter|less|longer|dearer|more expensive) than\b")


@lru_cache(maxsize=32)
def stated_tables(reading: Reading, desk: Desk) -> tuple[Table, ...]:
    """The sets whose every filter the sentence states, the most narrowly described first."""
    refers_back = bool(_BACK.search(reading.masked))
    fitting = [
        t for t in desk.tables if (refers_back or all(stated(f, reading) for f in t.filters))
    ]
    return tuple(sorted(fitting, key=lambda t: -len(t.filters)))


def stated(f: Filter, reading: Reading) -> bool:
    """The sentence says what a filter says."""
    if f.field in (Field.PROGRAM, Field.SOURCE):
        return True
    if f.field in (Field.PRICE, Field.DURATION):
        return any(is_limit(figure, f) for figure in reading.figures)
    if f.field is Field.DELIVERY:
        return _delivery_stated(f, reading.ways)
    if f.field is Field.LEVEL:
        hits = {v for v, pattern in LEVELS.items() if pattern.search(reading.masked)}
        return all(str(v) in hits or v == "other" for v in f.values)
    text = reading.masked if f.field is Field.TOPIC else reading.folded
    key = topic_key(re.sub(r"\bai\b", "artificial intelligence", text))
    said = all(topic_key(str(v)).strip() in key for v in f.values)
    return said and (f.op is not Op.NOT_IN or bool(_OUTSIDE.search(reading.folded)))


_OUTSIDE = re.compile(
    r"\b(?:not|outside|other than|except|excluding|without|besides|apart from|no)\b|n't\b"
)


def is_limit(figure: Figure, f: Filter) -> bool:
    """A figure is the limit that a filter sets, with the filter's own direction."""
    if (f.field is Field.DURATION) != (figure.measure is Measure.DURATION):
        return False
    if figure.measure is Measure.PERCENT or (
        figure.currency and figure.measure is not Measure.MONEY
    ):
        return False
    ends = figure.years if f.field is Field.DURATION else (figure.low, figure.high)
    if ends is None or figure.bound not in _OPS.get(f.op, ()):
        return False
    values = [float(v) for v in f.values]
    wanted = (min(values), max(values)) if f.op is Op.BETWEEN else (values[0], values[0])
    return all(abs(a - b) < 1e-6 for a, b in zip(ends, wanted, strict=True))


def _delivery_stated(f: Filter, ways: Sequence[Way]) -> bool:
    values = {str(v) for v in f.values}
    denied = {w.value for w in ways if w.negated}
    said = {w.value for w in ways if not w.negated}
    if f.op is Op.NOT_IN:
        return values <= denied
    if f.op is Op.ONLY:
        return values <= {w.value for w in ways if w.only and not w.negated}
    return values <= said


def extras(reading: Reading, span: tuple[int, int], table: Table) -> tuple[Filter, ...]:
    """What a stretch of a sentence says of a set beyond the set's own filters, as filters."""
    out: list[Filter] = []
    for way in reading.ways:
        if span[0] <= way.start < span[1]:
            op = Op.NOT_IN if way.negated else Op.ONLY if way.only else Op.IN
            out.append(Filter(Field.DELIVERY, op, (way.value,)))
    for value, pattern in LEVELS.items():
        if pattern.search(reading.masked[span[0] : span[1]]):
            out.append(Filter(Field.LEVEL, Op.IN, (value,)))
    for figure in reading.figures:
        if span[0] <= figure.start < span[1] and figure.bound is not Bound.EXACT:
            out += _as_filter(figure)
    return tuple(f for f in out if not any(_implied(f, own) for own in table.filters))


def _as_filter(figure: Figure) -> list[Filter]:
    ops = {Bound.LESS: Op.LT, Bound.AT_MOST: Op.LE, Bound.MORE: Op.GT, Bound.AT_LEAST: Op.GE}
    op = ops.get(figure.bound)
    ends = figure.years if figure.measure is Measure.DURATION else (figure.low, figure.high)
    if op is None or ends is None:
        return []
    field = Field.DURATION if figure.measure is Measure.DURATION else Field.PRICE
    return [Filter(field, op, (ends[0],))]


def _implied(f: Filter, own: Filter) -> bool:
    """The set's own filter already says this."""
    if f.field is not own.field:
        return False
    if f.field in (Field.PRICE, Field.DURATION):
        return f.op is own.op and abs(float(f.values[0]) - float(own.values[0])) < 1e-6
    if f.field is Field.DELIVERY and (f.op is Op.NOT_IN) != (own.op is Op.NOT_IN):
        return False
    return set(f.values) <= set(own.values)


def subset(table: Table, more: Sequence[Filter]) -> tuple[Program, ...] | None:
    """The rows of a set that satisfy further filters; None if not all of its rows are known."""
    if not more:
        return table.rows if table.whole else None
    return tuple(p for p in table.rows if satisfies(p, more)) if table.whole else None


def wrong_count(figure: Figure, reading: Reading, desk: Desk) -> str | None:
    """Why a count does not hold; None if it does."""
    if figure.is_range or figure.low != int(figure.low) or figure.bound is not Bound.EXACT:
        return "a count is stated with a limit or as a range"
    allowed = set(_listing_counts(figure, reading, desk))
    allowed |= set(_left_out_counts(figure, reading, desk))
    for table in stated_tables(reading, desk):
        allowed |= set(_table_counts(figure, reading, table))
    if int(figure.low) in allowed:
        return None
    return f"the count {int(figure.low)} is not what the rows give"


def _listing_counts(figure: Figure, reading: Reading, desk: Desk) -> Iterable[int]:
    a, b = reading.clause(figure.start)
    clause = reading.folded[a:b]
    for listing in _listings_meant(reading, desk):
        if re.search(r"\b(?:announc|advertis|claim|promis)\w*", clause):
            if listing.announced is not None:
                yield listing.announced
        elif re.search(r"\bfit|\boff\b|\bsubject\b", clause):
            yield listing.off_subject
            if re.search(r"\bof (?:the|these|those|all)\s*$", reading.folded[a : figure.start]):
                yield listing.held
        elif re.search(r"\bh[eo]ld\b", clause) and re.search(
            r"\blisting\b|\bheading\b|\bthem\b|\bpage\b", reading.folded
        ):
            yield listing.held


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
        return
    if re.search(_TIED, reading.masked[clause[0] : clause[1]]):
        yield from _tied_counts(reading, clause, table)
    if any(p.match(behind.lstrip()) for _, _, p in SUPERLATIVES):
        named = len(reading.named.mentions)
        yield named or int(figure.low) * (figure.low == table.result.query.limit)
        return
    more = extras(reading, _region(figure, reading), table)
    rows = subset(table, more)
    if more:
        if rows is not None:
            yield len(rows)
        return
    if not re.match(r"\s+of\s+(?:the|these|those|my)\b", behind) or not re.search(r"\d", behind):
        yield table.total
        if not re.search(r"\b(?:price|length)\w*\b.*\bof\s+the\s*$", before):
            return
        yield from (len(_known(table, key)) for key in (SortKey.PRICE, SortKey.DURATION))


def _known(table: Table, key: SortKey) -> list[Program]:
    return [p for p in table.rows if measure(p, key) is not None]


def _tied_counts(reading: Reading, clause: tuple[int, int], table: Table) -> Iterable[int]:
    for key, descending, _ in superlatives_in(reading, (0, clause[1])):
        for rank in range(1, 13):
            rows = at_rank(table.rows, key, descending, rank)
            if len(rows) > 1:
                yield len(rows)


def _region(figure: Figure, reading: Reading) -> tuple[int, int]:
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


_HELD_BEFORE = re.compile(
    r"\b(?:hold|held|holds)(?: only| just)?\s*$|\b(?:number|count)\b[^,;]{0,80}\bis\s*$|\bthere are\s*$"
)
_COUNTED = re.compile(r"^\s*(?!(?:for|at|by|in|per|a|against|and|to|over)\b)(?:[\w'&-]+\s+){0,7}?$")


@lru_cache(maxsize=512)
def is_count(figure: Figure, reading: Reading) -> bool:
    """A figure counts programs rather than money or time."""
    if figure.measure is not Measure.NUMBER or figure.period or figure.bound is not Bound.EXACT:
        return False
    clause = reading.clause(figure.start)
    before, behind = (
        reading.masked[clause[0] : figure.start],
        reading.masked[figure.end : clause[1]],
    )
    if re.match(r"\s+of\s+(?:the|these|those|them|my|that|which|all)\b", behind):
        return True
    if re.search(
        r"\btie of\s*$|\bleft out:?\s*$|\(over\s*$|\bannounce[sd]?\s*$|\badvertise[sd]?\s*$", before
    ):
        return True
    if re.match(r"\s+(?:more|others?)\W*$", behind):
        return True
    if re.match(r"\s*[,.]?\s*$|\s*[,.]", behind) and _HELD_BEFORE.search(before):
        return True
    if re.match(r"\s+(?:do|does|are|is|have|has|fit|fits|can)\b", behind) and re.search(
        r"\bof (?:the|these|those)\b[^;]*\d|^of (?:the|these|those)\b", before
    ):
        return True
    if any(p.match(behind.lstrip()) for _, _, p in SUPERLATIVES) and re.search(
        r"\bthe\s*$", before
    ):
        return True
    noun = _next_noun(behind)
    return noun is not None and bool(_COUNTED.match(behind[:noun]))


def _next_noun(behind: str) -> int | None:
    flat = re.split(r"[,;:()\x01\d]", behind)[0]
    m = re.search(
        r"\b(?:programs?|courses?|certificates?|degrees?|diplomas?|master's|masters|doctorates?|bachelor's|options?"
        r"|choices?|rows?|listings?|entries|entry|matches|match|universities|schools)\b",
        flat,
    )
    return m.start() if m else None


def superlatives_in(
    reading: Reading, span: tuple[int, int]
) -> list[tuple[SortKey, bool, tuple[int, int]]]:
    """(key, descending, span) of each superlative of a stretch, in reading order."""
    out = []
    for key, descending, pattern in SUPERLATIVES:
        for m in pattern.finditer(reading.masked, span[0], span[1]):
            per_year = re.match(r"\s+(?:(?:price|cost)\s+)?per year", reading.masked[m.end() :])
            found = SortKey.PRICE_PER_YEAR if per_year and key is SortKey.PRICE else key
            out.append((found, descending, (m.start(), m.end())))
    return sorted(out, key=lambda item: item[2])


def aggregates_in(reading: Reading, span: tuple[int, int]) -> tuple[Aggregate, ...]:
    """The aggregates that a stretch speaks of."""
    text = reading.masked[span[0] : span[1]]
    return tuple(kind for kind, pattern in AGGREGATES if pattern.search(text))


def wrong_aggregate(
    figure: Figure, kinds: Sequence[Aggregate], reading: Reading, desk: Desk
) -> str | None:
    """Why a figure is not the mean, median, sum or end that the sentence calls it; None if it is."""
    key = _key_of(figure, reading)
    for table in stated_tables(reading, desk):
        if not table.whole:
            continue
        span = reading.clause(figure.start)
        rows = subset(table, extras(reading, (span[0], figure.start), table)) or ()
        for order, descending, at in superlatives_in(reading, span):
            if top := _top(reading, at):
                rows = first_rows(rows, order, descending, top)
        if (
            len({(p.currency, p.price_basis) for p in rows if p.price is not None}) > 1
            and key is not SortKey.DURATION
        ):
            continue
        if figure.currency and any(
            figure.currency != p.currency for p in rows if p.price is not None
        ):
            continue
        if any(_is_value(figure, kind, rows, key) for kind in kinds):
            return None
    return f"{reading.text[figure.start : figure.end]!r} is not the value computed from the rows"


def _key_of(figure: Figure, reading: Reading) -> SortKey:
    if figure.measure is Measure.DURATION:
        return SortKey.DURATION
    per_year = re.search(r"\bper year\b|\bdivided by\b", reading.masked)
    return SortKey.PRICE_PER_YEAR if per_year else SortKey.PRICE


def _is_value(figure: Figure, kind: Aggregate, rows: Sequence[Program], key: SortKey) -> bool:
    ends = figure.years if figure.measure is Measure.DURATION else (figure.low, figure.high)
    low = aggregate(rows, kind, key)
    if ends is None or low is None:
        return False
    factor = figure.low / ends[0] if figure.measure is Measure.DURATION and ends[0] else 1.0
    if kind is Aggregate.RANGE:
        high = aggregate(rows, Aggregate.MAX, key) or low
        if figure.is_range:
            return close(figure.low, low * factor, figure) and close(
                figure.high, high * factor, figure
            )
        return close(figure.low, low * factor, figure) or close(figure.low, high * factor, figure)
    return not figure.is_range and close(figure.low, low * factor, figure)


def close(said: float, true: float, figure: Figure) -> bool:
    """A stated value is the true one to two decimals, or rounds it where it says "about"."""
    if abs(said - true) <= 0.0051:
        return figure.bound in (Bound.EXACT, Bound.ABOUT)
    if figure.bound is not Bound.ABOUT or not true:
        return False
    near = abs(said - true) / abs(true) <= 0.05
    return near and any(abs(said - float(f"{true:.{n}g}")) < 1e-6 for n in (1, 2, 3))


def wrong_superlative(reading: Reading, desk: Desk) -> str | None:
    """Why a superlative of the sentence does not hold; None if all do or none is there."""
    order = re.search(r"\bfrom (?:the )?(?:\w+ )?(\w+) to (?:the )?", reading.masked)
    for key, descending, span in superlatives_in(reading, (0, len(reading.text))):
        if order and order.start() <= span[0] <= order.end() + 24:
            if span[0] < order.end():
                if reason := _wrong_order(key, descending, span, reading, desk):
                    return reason
            continue
        if reason := _wrong_first(key, descending, span, reading, desk):
            return reason
    return None


def _wrong_order(
    key: SortKey, descending: bool, span: tuple[int, int], reading: Reading, desk: Desk
) -> str | None:
    """A list that says how it is ordered is in that order."""
    last: float | None = None
    for group in (g for g in reading.groups if g.start >= span[1]):
        for mention in group.mentions:
            held = [
                v
                for i in mention.rows
                if i in desk.rows and (v := measure(desk.rows[i], key)) is not None
            ]
            for value in held[:1]:
                if last is not None and (
                    value > last + 1e-9 if descending else value < last - 1e-9
                ):
                    return "the rows are not in the order that the sentence states"
                last = value
    return None


def _wrong_first(
    key: SortKey, descending: bool, span: tuple[int, int], reading: Reading, desk: Desk
) -> str | None:
    clause = reading.clause(span[0])
    subject = _subject(reading, clause, span)
    if not subject:
        if aggregates_in(reading, clause) and SET_NOUN.search(reading.masked):
            return None  # "the lowest price is 7,632": the figure is checked by itself
        return "a superlative is said of nothing"
    rank = _rank(reading, span)
    count = _top(reading, span)
    for table in stated_tables(reading, desk):
        if _tops(table, key, descending, (rank, count), subject, reading, span):
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
        rows = _ordered_part(table, key, descending, rank)
        rank = 1 if table.result.query.nth else rank
    rows = _comparable(rows, key, subject)
    first = (
        first_rows(rows, key, descending, count) if count else at_rank(rows, key, descending, rank)
    )
    ids = {p.id for p in first}
    if not ids or not all(names & ids for names in subject):
        return False
    partly = re.search(r"\bone of\b|\bamong the\b", reading.masked[clause[0] : span[0]])
    return (
        bool(partly) or len(ids) == len(subject) or (count is not None and len(subject) >= len(ids))
    )


def _ordered_part(table: Table, key: SortKey, descending: bool, rank: int) -> tuple[Program, ...]:
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
    groups = reading.groups_in(clause)
    before = [g for g in groups if g.end <= span[0]]
    after = [g for g in groups if g.start >= span[1]]
    if before:
        between = reading.masked[before[-1].end : span[0]]
        if (
            re.search(
                r"\b(?:is|are|has|have|was|comes?|ranks?|offers?|being|remains?|as|makes?|turns? out|stands?)\b",
                between,
            )
            or not after
        ):
            return [m.rows for m in before[-1].mentions]
    if not after:
        later = [g for g in reading.groups if g.start >= span[1]]
        return [m.rows for m in later[0].mentions] if later else []
    if _top(reading, span) or re.search(_TIED, reading.masked[clause[0] : clause[1]]):
        stop = _NEXT.search(reading.masked, span[1])
        later = [g for g in reading.groups if g.start >= span[1]]
        return [m.rows for m in ordered(later) if not stop or m.start < stop.start()]
    return [m.rows for m in after[0].mentions]


def _rank(reading: Reading, span: tuple[int, int]) -> int:
    for figure in reading.figures:
        if figure.measure is Measure.ORDINAL and 0 <= span[0] - figure.end <= 3:
            return int(figure.low)
    if re.search(r"\bnext[- ]\s*$", reading.masked[: span[0]]):
        return 2
    return 1


def _top(reading: Reading, span: tuple[int, int]) -> int | None:
    for figure in reading.figures:
        if figure.measure is Measure.NUMBER and figure.low >= 1 and figure.low == int(figure.low):
            if 0 <= span[0] - figure.end <= 3:
                return int(figure.low)
    return None


NONE = re.compile(
    r"\bnone of\b|\bno(?:ne)? (?!listed|stated|known|price|length|place|delivery|currency|more|less"
    rf"|longer|fewer)(?=[^,;:.]*(?:{SET_NOUN.pattern}|{SINGLE_NOUN.pattern}))"
    r"|\bnot (?:any|a single|one)\b|\bnothing\b"
)
"""A sentence says of a set that there is none."""


def wrong_quantifier(reading: Reading, desk: Desk) -> str | None:
    """Why "none", "no such" or "the only" does not hold; None if it does or is not said."""
    none = NONE.search(reading.masked)
    found = stated_tables(reading, desk)
    if none and not any(t.total == 0 and t.whole for t in found):
        return "the rows do not bear out that there is none"
    if found and found[0].total == 0 and not none and not reading.groups:
        return "there is none of what the sentence describes"
    if not _all_are(reading, found):
        return "not all rows are as the sentence says"
    only = re.search(
        r"\bthe only (?:one|[^,;:.]*?\b(?:program|course|certificate|degree|master's|option|diploma)\b)",
        reading.masked,
    )
    if only and not any(_sole(reading, t, only.span()) for t in found):
        return "there is more than one such row"
    return None


_ALL = re.compile(
    r"\b(?:all|every one|each|both)\b(?: of)?(?: the| these| those)? (?:\d+ )?(?!listed)"
)


def _all_are(reading: Reading, found: Sequence[Table]) -> bool:
    """What is said of all rows of a set holds of each; so for sentences that name no row."""
    m = _ALL.search(reading.masked)
    if not m or reading.groups or not found:
        return True
    span = reading.clause(m.start())
    return any(
        t.rows and t.whole and all(satisfies(p, extras(reading, span, t)) for p in t.rows)
        for t in found
    )


def _sole(reading: Reading, table: Table, span: tuple[int, int]) -> bool:
    more = extras(reading, span, table)
    rows = subset(table, more)
    return (len(rows) if rows is not None else table.total) == 1


def outsiders(reading: Reading, desk: Desk) -> str | None:
    """Why a row named as one of a described set is not one; None if all are."""
    if not re.search(
        r"\bi hold\b|\bheld\b|\bof the \d|\bthe only\b|\bthere (?:is|are)\b|\bi have\b",
        reading.masked,
    ):
        return None
    found = [t for t in stated_tables(reading, desk) if t.whole and t.filters]
    if not found or _SIDES.search(reading.masked):
        return None
    ids = {p.id for p in found[0].rows}
    for mention in reading.named.mentions:
        if not mention.rows & ids and ids:
            return f"{reading.text[mention.start : mention.end]!r} is not among the rows described"
    return None


_NEXT = re.compile(
    r"\bnext (?:is|comes?|are|in line)\b|\bfollowed by\b|\bthen comes?\b|\brunner-?up\b|\bthen\b"
)


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
    rank = _rank(reading, span) + 1
    for table in stated_tables(reading, desk):
        rows = table.rows if table.whole else _ordered_part(table, key, descending, rank)
        rows = _comparable(rows, key, [x.rows for x in after[0].mentions])
        at = rank if table.whole or not table.result.query.nth else 2
        ids = {p.id for p in at_rank(rows, key, descending, at)}
        if ids and all(x.rows & ids for g in after for x in g.mentions):
            return None
    return "the row called next does not come next"


def says(way: Way, f: Filter) -> bool:
    """A delivery filter says what a word of the sentence says."""
    if way.value not in f.values:
        return False
    if way.negated or f.op is Op.NOT_IN:
        return way.negated and f.op is Op.NOT_IN
    return f.op is Op.ONLY or not way.only


__all__ = ["DOWNWARD", "close", "is_count", "outsiders", "wrong_aggregate", "wrong_count"]
