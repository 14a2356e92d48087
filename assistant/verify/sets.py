"""Which set of rows a sentence describes, and what it says of all or none of them.

A set is a table of rows with its filters (`desk.py`). It may be used only if the sentence states
every filter; what the sentence says beyond them narrows the set.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.figures import Bound, Figure, Measure
from assistant.verify.desk import Desk, Table
from assistant.verify.lexicon import DEGREES, LEVELS, NONE_BEYOND, SET_NOUN, SINGLE_NOUN
from assistant.verify.phrases import aggregates_in, is_count
from assistant.verify.reading import Reading, Way
from assistant.verify.recompute import satisfies
from assistant.verify.text import plain
from vectorstore.cells import worded
from vectorstore.query import OF_PLACES, OF_PRICES, Field, Filter, Op
from vectorstore.records import Program
from vectorstore.text import topic_key, words

_BACK = re.compile(r"\b(?:of|among|from) (?:these|those|them|which)\b|\b(?:those|these)\b")


_OPS = {
    Op.LT: (Bound.LESS,),
    Op.LE: (Bound.AT_MOST,),
    Op.GT: (Bound.MORE,),
    Op.GE: (Bound.AT_LEAST,),
    Op.EQ: (Bound.EXACT,),
    Op.BETWEEN: (Bound.EXACT,),
}


_SIDES = re.compile(r"\b(?:cheaper|shorter|less|longer|dearer|more expensive) than\b")


def stated_tables(reading: Reading, desk: Desk) -> tuple[Table, ...]:
    """The sets whose every filter the sentence states, the most narrowly described first."""
    if reading not in desk.stated:
        desk.stated[reading] = _stated_tables(reading, desk)
    return desk.stated[reading]


def _stated_tables(reading: Reading, desk: Desk) -> tuple[Table, ...]:
    refers_back = bool(_BACK.search(reading.masked))
    fitting = [
        t for t in desk.tables if (refers_back or all(stated(f, reading) for f in t.filters))
    ]
    return tuple(sorted(fitting, key=lambda t: -len(t.filters)))


def stated(f: Filter, reading: Reading) -> bool:
    """The sentence says what a filter says."""
    if f.field in (Field.PROGRAM, Field.SOURCE):
        return f.op is not Op.NOT_IN or bool(NOT_NAMED.search(reading.folded))
    if f.field in (Field.PRICE, Field.DURATION):
        return any(is_limit(figure, f) for figure in reading.figures)
    if f.field is Field.STATED:
        return _presence_stated(f, reading)
    if f.field in OF_PRICES:
        return _price_terms_stated(f, reading)
    if f.field is Field.DELIVERY:
        return _delivery_stated(f, reading.ways)
    if f.field is Field.LEVEL:
        if set(f.values) == DEGREES and _DEGREE.search(reading.masked):
            return True
        hits = {v for v, pattern in LEVELS.items() if pattern.search(reading.masked)}
        return all(str(v) in hits or v == "other" for v in f.values)
    said = _text_stated(f, reading)
    return said and (f.op is not Op.NOT_IN or bool(_OUTSIDE.search(reading.folded)))


def _text_stated(f: Filter, reading: Reading) -> bool:
    """The sentence holds every value; a place as it is written, for IT is Italy there.

    Of a subject in both numbers ("data science", "data sciences") one says the other.
    """
    if f.field in OF_PLACES:
        key = f" {' '.join(words(reading.folded))} "
        return all(f" {' '.join(words(str(v)))} " in key for v in f.values)
    text = reading.masked if f.field is Field.TOPIC else reading.folded
    key = topic_key(re.sub(r"\bai\b", "artificial intelligence", text))
    forms: dict[str, list[str]] = {}
    named = (worded(str(v)) if f.field is Field.COLUMN else str(v) for v in f.values)
    for value in (topic_key(name).strip() for name in named):
        forms.setdefault(_NUMBER.sub("", value), []).append(value)
    return all(any(form in key for form in own) for own in forms.values())


_NUMBER = re.compile(r"(?:ies|y|s)$")
"""What the last word of a subject ends with in one number or the other."""


_IN_AND_FOR = re.compile(r"\bpriced in (\w{3}) (?=per |in total)")


def _price_terms_stated(f: Filter, reading: Reading) -> bool:
    """The sentence says what prices are in or for: "priced in USD per year" says both."""
    whole = _IN_AND_FOR.sub(r"priced in \1 priced ", reading.folded).casefold()
    return f.describe().casefold() in whole


_DEGREE = re.compile(r"\bdegrees?\b")
_OUTSIDE = re.compile(
    r"\b(?:not|outside|other than|except|excluding|without|besides|apart from|no)\b|n't\b"
)

NOT_NAMED = re.compile(r"\bnot (?:yet )?named before\b")
"""Says that a set is without the programs of the answers before."""


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


_PAST = {Op.LT: Op.GE, Op.LE: Op.GT, Op.GT: Op.LE, Op.GE: Op.LT}


def is_past(figure: Figure, f: Filter) -> bool:
    """A figure is the limit of a filter from its other side: "not under 9,000"."""
    return f.op in _PAST and is_limit(figure, Filter(f.field, _PAST[f.op], f.values))


def _delivery_stated(f: Filter, ways: Sequence[Way]) -> bool:
    values = {str(v) for v in f.values}
    denied = {w.value for w in ways if w.negated}
    said = {w.value for w in ways if not w.negated}
    if f.op is Op.NOT_IN:
        return values <= denied
    if f.op is Op.ONLY:
        return values <= {w.value for w in ways if w.only and not w.negated}
    return values <= said


_LISTED = {
    "price": r"prices?|tuition|fees?|costs?",
    "duration": r"lengths?|durations?",
    "delivery": r"ways? of teaching|delivery",
}
_WITH, _WITHOUT = r"\bwith\b|\bhas\b|\blists?\b", r"\bwithout\b|\bno\b|\black(?:s|ing)?\b"


def _presence_stated(f: Filter, reading: Reading) -> bool:
    """The sentence says of each value that it is listed, or that it is not."""
    lead = _WITHOUT if f.op is Op.NOT_IN else _WITH
    return all(
        re.search(rf"(?:{lead})[^,;:.]{{0,30}}?\b(?:{_LISTED[str(v)]})\b", reading.masked)
        for v in f.values
    )


def says(way: Way, f: Filter) -> bool:
    """A delivery filter says what a word of the sentence says."""
    if way.value not in f.values:
        return False
    if way.negated or f.op is Op.NOT_IN:
        return way.negated and f.op is Op.NOT_IN
    return f.op is Op.ONLY or not way.only


def extras(
    reading: Reading, span: tuple[int, int], table: Table, values: bool = False
) -> tuple[Filter, ...]:
    """What a stretch of a sentence says of a set beyond the set's own filters, as filters.

    With `values` a plain figure narrows the set too: "two certificates take half a year".
    """
    out: list[Filter] = []
    for way in reading.ways:
        if span[0] <= way.start < span[1]:
            op = Op.NOT_IN if way.negated else Op.ONLY if way.only else Op.IN
            out.append(Filter(Field.DELIVERY, op, (way.value,)))
    for value, pattern in LEVELS.items():
        if pattern.search(reading.masked[span[0] : span[1]]):
            out.append(Filter(Field.LEVEL, Op.IN, (value,)))
    for figure in reading.figures:
        if span[0] <= figure.start < span[1] and not is_count(figure, reading):
            spoken_of = aggregates_in(reading, reading.clause(figure.start))
            out += _as_filter(figure, values and not spoken_of)
    return tuple(f for f in out if not any(_implied(f, own) for own in table.filters))


def _as_filter(figure: Figure, values: bool) -> list[Filter]:
    """A limit, or a value that all of a set are said to have; not the value of an aggregate."""
    ops = {Bound.LESS: Op.LT, Bound.AT_MOST: Op.LE, Bound.MORE: Op.GT, Bound.AT_LEAST: Op.GE}
    if values and figure.measure is not Measure.ORDINAL and not figure.is_range:
        ops[Bound.EXACT] = Op.EQ
    op = ops.get(figure.bound)
    ends = figure.years if figure.measure is Measure.DURATION else (figure.low, figure.high)
    if op is None or ends is None:
        return []
    field = Field.DURATION if figure.measure is Measure.DURATION else Field.PRICE
    return [Filter(field, op, (ends[0],))]


def _implied(f: Filter, own: Filter) -> bool:
    """The set's own filter already says this."""
    if f.field is Field.LEVEL and own.field is Field.AWARD:  # "Certificate IV programs"
        return any(LEVELS[str(f.values[0])].search(plain(str(v))) for v in own.values)
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
    if none and NONE_BEYOND.search(reading.masked):
        none = None  # it says which row is at an end, and `orders.py` looks
    if none and not any(t.total == 0 and t.whole for t in found):
        return "the rows do not bear out that there is none"
    if found and found[0].total == 0 and not none and not reading.groups:
        return "there is none of what the sentence describes"
    if not _all_are(reading, found):
        return "not all rows are as the sentence says"
    only = re.search(
        r"\b(?:the only|(?:only|just|exactly) (?:one|1|a single)\b(?! of)) (?:one|[^,;:.]*?"
        r"\b(?:program|course|certificate|degree|master's|option|diploma)\b)",
        reading.masked,
    )
    if only and not any(_sole(reading, t, only.span()) for t in found):
        return "there is more than one such row"
    return None


_ALL = re.compile(
    r"\b(?:all|every one|each|both(?! (?:online|on[- ]campus|hybrid)(?:,| and\b)))\b(?: of)?"
    r"(?: the| these| those)? (?:\d+ )?(?!listed)"
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
