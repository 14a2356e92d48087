"""A sentence about rows against the rows and sets that it cites: the first reason why it does not hold.

Each name must be a cited row's, each figure the value of the row it belongs to (or computed again),
each way, place and level that row's, and every other word must stand in the evidence or say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from assistant.figures import Bound, Figure, Measure
from assistant.records import AskEvidence, RowAsk
from assistant.stemming import stem
from assistant.verify import groups, sets
from assistant.verify.derived import wrong_comparison, wrong_gap, wrong_rate
from assistant.verify.desk import Desk
from assistant.verify.lexicon import (
    AGGREGATES,
    COMPARATIVES,
    FRAME,
    LEVELS,
    NEGATION,
    PERIOD_WORDS,
    SUPERLATIVES,
)
from assistant.verify.names import Mention
from assistant.verify.reading import Group, PlaceWord, Reading, Way, negated, read, same_kind
from assistant.verify.text import MASK, plain
from vectorstore.query import Aggregate, Field, Op
from vectorstore.records import PriceBasis, Program
from vectorstore.text import topic_key, words

_NOT_BEFORE = re.compile(
    r"\b(?:not|isn't|aren't|instead of|rather than|never|wasn't|neither|nor)\s+(?:(?:listed|priced|taken|offered|at|just|only"
    r"|exactly|for|of|under|over|below|above|a|as|at most|at least|more than|less than)\s+)*$"
)
_DIFFERENCE_BEFORE = re.compile(
    r"(?:(?<!divided )\bby|\bdifference (?:of|is|in price (?:of|is)|in length (?:of|is))|\bgap (?:of|is)|\bsaves?(?: you)?|saving(?: of| you)?|differ by"
    r"|difference between .{0,120}\bis|gap between .{0,120}\bis)\s+(?:about\s+|around\s+|roughly\s+)?$"
)
_DIFFERENCE_BEHIND = re.compile(
    r"^\s+(?:less|more|cheaper|dearer|pricier|longer|shorter|extra|difference|gap|apart|higher|lower|quicker|faster|in savings"
    r"|between them|above|below)\b(?! expensive)"
)


def wrong_rows(text: str, desk: Desk) -> str | None:
    """Why a sentence is not borne out by the rows and sets that it cites; None if it is."""
    reading = read(text, desk.known, _headings(desk))
    checks: tuple[Callable[[Reading, Desk], str | None], ...] = (
        _wrong_names,
        wrong_figures,
        _wrong_ways,
        _wrong_places,
        _wrong_levels,
        sets.wrong_quantifier,
        sets.wrong_superlative,
        sets.wrong_next,
        wrong_comparison,
        sets.outsiders,
        _wrong_answer_word,
        _wrong_denials,
        _wrong_periods,
        _wrong_words,
    )
    for check in checks:
        if reason := check(reading, desk):
            return reason
    return None


def _headings(desk: Desk) -> tuple[str, ...]:
    """Headings, categories and titles that may stand in a sentence as one name each."""
    found = [x.heading for x in desk.listings] + [i.page.title for i in desk.items]
    found += [p.category for p in desk.rows.values() if p.category]
    found += [
        str(v)
        for t in desk.tables
        for f in t.filters
        if f.field is Field.CATEGORY
        for v in f.values
    ]
    found += [g.key for t in desk.tables for g in t.result.groups]
    return tuple(sorted({h for h in found if h and len(h.split()) > 1}, key=len, reverse=True))


def _wrong_names(reading: Reading, desk: Desk) -> str | None:
    if reading.named.mismatch:
        return f"no row is named {reading.named.mismatch!r}"
    for mention in reading.named.mentions:
        if not mention.rows & desk.rows.keys() and not _names_the_set(mention, reading, desk):
            return f"{reading.text[mention.start : mention.end]!r} is not among the rows it cites"
    return None


def _names_the_set(mention: Mention, reading: Reading, desk: Desk) -> bool:
    """The name is what a cited set is limited to: "no doctorates at Alder Valley College"."""
    said = plain(reading.text[mention.start : mention.end])
    limits = (
        f for t in desk.tables for f in t.filters if f.field in (Field.UNIVERSITY, Field.TITLE)
    )
    at = re.search(r"\b(?:at|from|by|titled)\s+(?:the\s+)?$", reading.folded[: mention.start])
    return bool(at) and any(said == plain(str(v)) for f in limits for v in f.values)


def owners(reading: Reading, desk: Desk, group: Group | None) -> list[list[Program]]:
    """For each name of a group the cited rows it can mean; the only cited row where none is named."""
    if group is None:
        rows = list(desk.rows.values())
        return [rows] if len(rows) == 1 and not reading.groups else []
    return [[desk.rows[i] for i in m.rows if i in desk.rows] for m in group.mentions]


def wrong_figures(reading: Reading, desk: Desk) -> str | None:
    """Why a figure of the sentence does not hold; None if all do."""
    for figure in reading.figures:
        if reason := _wrong_figure(figure, reading, desk):
            return reason
    return None


def _wrong_figure(figure: Figure, reading: Reading, desk: Desk) -> str | None:
    if figure.measure is Measure.ORDINAL:
        return _wrong_ordinal(figure, reading)
    if (key := groups.key_before(figure, reading, desk)) is not None:
        return groups.wrong_group(figure, key, reading)
    if sets.is_count(figure, reading):
        return sets.wrong_count(figure, reading, desk)
    if _is_set_limit(figure, reading, desk):
        return None
    before, behind = _around(figure, reading)
    if not reading.groups and _NOT_BEFORE.search(before):
        return f"{_said(figure, reading)!r} is denied of a set"
    if _DIFFERENCE_BEFORE.search(before) or _DIFFERENCE_BEHIND.match(behind):
        return wrong_gap(figure, reading, desk)
    rivals = [
        f
        for f in reading.figures
        if f is not figure and _is_value(f, reading) and same_kind(f, figure)
    ]
    group = reading.owner(figure.start, figure.end, [*rivals, figure])
    middle = _middle_kinds(figure, group, reading)
    if middle:
        return sets.wrong_aggregate(figure, middle, reading, desk)
    held = owners(reading, desk, group)
    if not held:
        ends = _end_kinds(figure, reading)
        if ends:
            return sets.wrong_aggregate(figure, ends, reading, desk)
        return f"{_said(figure, reading)!r} belongs to nothing that is cited"
    return _wrong_of_rows(figure, reading, desk, held)


def _wrong_of_rows(
    figure: Figure, reading: Reading, desk: Desk, held: Sequence[Sequence[Program]]
) -> str | None:
    before, _ = _around(figure, reading)
    if _NOT_BEFORE.search(before):
        if any(holds(figure, p) for rows in held for p in rows):
            return f"{_said(figure, reading)!r} is denied but so listed"
        asked = (f for part in desk.asks if part.result for f in part.result.query.filters)
        if not any(sets.is_limit(figure, f) for f in asked):
            return f"{_said(figure, reading)!r} is denied, but nobody asked about it"
        return None
    if figure.period and not all(any(_basis_fits(figure, p) for p in rows) for rows in held):
        return wrong_rate(figure, reading, held)
    if not all(any(holds(figure, p) for p in rows) for rows in held):
        return f"{_said(figure, reading)!r} is not what the row lists"
    ends = _end_kinds(figure, reading)
    if ends and Aggregate.RANGE in ends and not reading.named.mentions:
        return sets.wrong_aggregate(figure, ends, reading, desk)
    return None


def _said(figure: Figure, reading: Reading) -> str:
    return reading.text[figure.start : figure.end]


def _around(figure: Figure, reading: Reading) -> tuple[str, str]:
    a, b = reading.clause(figure.start)
    text = reading.masked
    for other in reading.figures:
        if other is not figure:
            text = text[: other.start] + "\x02" * (other.end - other.start) + text[other.end :]
    return text[a : figure.start], text[figure.end : b]


def _is_value(figure: Figure, reading: Reading) -> bool:
    if figure.measure is Measure.ORDINAL or sets.is_count(figure, reading):
        return False
    before, behind = _around(figure, reading)
    return not (_DIFFERENCE_BEFORE.search(before) or _DIFFERENCE_BEHIND.match(behind))


def _wrong_ordinal(figure: Figure, reading: Reading) -> str | None:
    near = sets.superlatives_in(reading, (figure.end, min(len(reading.text), figure.end + 40)))
    if near and near[0][2][0] - figure.end <= 3:
        return None
    if figure.low == 1 and re.match(r"\s+by title", reading.masked[figure.end :]):
        return None
    return f"the place {_said(figure, reading)!r} is of no order that can be checked"


def _is_set_limit(figure: Figure, reading: Reading, desk: Desk) -> bool:
    """The figure is the limit of a filter, said of the set."""
    if not reading.is_of_set(figure.start, figure.end) and reading.groups_in(
        reading.clause(figure.start)
    ):
        return False
    return any(sets.is_limit(figure, f) for t in desk.tables for f in t.result.query.filters)


def _middle_kinds(figure: Figure, group: Group | None, reading: Reading) -> tuple[Aggregate, ...]:
    """Mean, median or sum, if the clause speaks of one and no name stands before the figure."""
    if group is not None and group.end <= figure.start:
        return ()
    kinds = sets.aggregates_in(reading, reading.clause(figure.start))
    return tuple(k for k in kinds if k in (Aggregate.MEAN, Aggregate.MEDIAN, Aggregate.SUM))[:1]


def _end_kinds(figure: Figure, reading: Reading) -> tuple[Aggregate, ...]:
    kinds = sets.aggregates_in(reading, reading.clause(figure.start))
    before, _ = _around(figure, reading)
    if Aggregate.RANGE in kinds and not figure.is_range:
        first = "\x02" not in before or sets.is_count(_first(figure, reading), reading)
        earlier = [
            f
            for f in reading.figures
            if f.end <= figure.start and _is_value(f, reading) and not _limits_set(f)
        ]
        first = not earlier
        return (Aggregate.MIN,) if first else (Aggregate.MAX,)
    return tuple(k for k in kinds if k in (Aggregate.MIN, Aggregate.MAX, Aggregate.RANGE))


def _limits_set(figure: Figure) -> bool:
    return figure.bound not in (Bound.EXACT, Bound.ABOUT)


def _first(figure: Figure, reading: Reading) -> Figure:
    return min((f for f in reading.figures), key=lambda f: f.start, default=figure)


def holds(figure: Figure, program: Program) -> bool:
    """A figure is the price or the length that a row lists, in its own currency and unit."""
    if figure.measure is Measure.DURATION:
        ends = figure.years
        if program.duration is None or ends is None or figure.is_range:
            return False
        factor = figure.low / ends[0] if ends[0] else 1.0
        return _fits(figure, program.duration.years * factor)
    if figure.measure is Measure.PERCENT or program.price is None or figure.is_range:
        return False
    return _currency_fits(figure, program) and _fits(figure, program.price)


def _fits(figure: Figure, true: float) -> bool:
    """Exact values are equal; a limit is on its side of the value."""
    gap = true - figure.low
    if figure.bound in (Bound.EXACT, Bound.ABOUT):
        return sets.close(figure.low, true, figure)
    if figure.bound is Bound.LESS:
        return gap < -1e-6
    if figure.bound is Bound.MORE:
        return gap > 1e-6
    return False  # "up to 10,000" of one listed price claims a limit that no source gives


def _currency_fits(figure: Figure, program: Program) -> bool:
    if figure.currency is None:
        return True
    if figure.currency == "$":
        return program.currency == "USD" or "$" in (program.price_raw or "")
    return figure.currency == program.currency


def _basis_fits(figure: Figure, program: Program) -> bool:
    return program.price_basis.value == figure.period


def _wrong_ways(reading: Reading, desk: Desk) -> str | None:
    for way in reading.ways:
        if not _way_holds(way, reading, desk):
            return f"{reading.text[way.start : way.end]!r} is not how the row is delivered"
    return None


def _way_holds(way: Way, reading: Reading, desk: Desk) -> bool:
    of_set = reading.is_of_set(way.start, way.end) or not reading.groups_in(
        reading.clause(way.start)
    )
    if of_set and desk.tables and _way_of_set(way, reading, desk):
        return True
    group = reading.owner(way.start, way.end)
    held = owners(reading, desk, group)
    if of_set and not held:
        held = owners(reading, desk, reading.groups[0]) if reading.groups else []
    together = {w.value for w in reading.ways if w.only and reading.owner(w.start, w.end) is group}
    return bool(held) and all(any(_delivered(way, p, together) for p in rows) for rows in held)


def _way_of_set(way: Way, reading: Reading, desk: Desk) -> bool:
    """A filter says so, or it narrows a set whose count is checked, or it holds of every row."""
    filters = [f for t in desk.tables for f in t.result.query.filters if f.field is Field.DELIVERY]
    if any(sets.says(way, f) for f in filters):
        return True
    found = [t for t in sets.stated_tables(reading, desk) if t.whole]
    a, b = reading.clause(way.start)
    counted = any(sets.is_count(f, reading) and a <= f.start < b for f in reading.figures)
    return counted or any(
        t.rows and all(_delivered(way, p, {way.value}) for p in t.rows) for t in found
    )


def _delivered(way: Way, program: Program, together: set[str]) -> bool:
    ways = {d.value for d in program.delivery}
    if not ways:
        return False
    if way.negated:
        return ways != {way.value} if way.only else way.value not in ways
    return ways == together if way.only else way.value in ways


def _wrong_places(reading: Reading, desk: Desk) -> str | None:
    for place in reading.places:
        if _place_of_set(place, reading, desk):
            continue
        held = owners(reading, desk, reading.owner(place.start, place.end))
        denied = negated(reading.masked, place.start)
        if not held or not all(any(_is_in(place, p) != denied for p in rows) for rows in held):
            return f"{reading.text[place.start : place.end]!r} is not where the row is listed"
    return None


def _place_of_set(place: PlaceWord, reading: Reading, desk: Desk) -> bool:
    filters = [f for t in desk.tables for f in t.result.query.filters if f.field is Field.PLACE]
    said = any(topic_key(str(v)) == topic_key(place.value) for f in filters for v in f.values)
    named = reading.groups_in(reading.clause(place.start))
    return said and (reading.is_of_set(place.start, place.end) or not named)


def _is_in(place: PlaceWord, program: Program) -> bool:
    return any(
        plain(part) == place.value
        for p in program.places
        for part in (p.city, p.region, p.country)
        if part
    )


def _wrong_levels(reading: Reading, desk: Desk) -> str | None:
    for level, pattern in LEVELS.items():
        for m in pattern.finditer(reading.masked):
            if not _level_holds(level, m.span(), reading, desk):
                return f"{reading.text[m.start() : m.end()]!r} is not the level of the row"
    return None


def _level_holds(level: str, span: tuple[int, int], reading: Reading, desk: Desk) -> bool:
    for table in desk.tables:
        if table.result.query.group is not None and groups.is_key(span, reading, table):
            return True
        for f in table.result.query.filters:
            if f.field is Field.LEVEL and level in f.values:
                return True
        if level in topic_key(" ".join(str(v) for f in table.filters for v in f.values)):
            return True
    rows = [p for some in owners(reading, desk, reading.owner(*span)) for p in some]
    rows = rows or (list(desk.rows.values()) if reading.is_of_set(*span) else [])
    said_no = negated(reading.masked, span[0])
    if rows:
        return all((p.level == level) != said_no for p in rows)
    return any(t.rows and all(p.level == level for p in t.rows) for t in desk.tables)


def _wrong_answer_word(reading: Reading, desk: Desk) -> str | None:
    """ "Yes" with a denial, or "No" without one."""
    m = re.match(r"\s*(yes|no)[,:.]", reading.folded)
    if not m:
        return None
    rest = reading.masked[m.end() :]
    denies = bool(_DENIES.search(rest)) or any(_corrected(part) for part in desk.asks)
    return None if denies == (m[1] == "no") else "the answer word and the sentence disagree"


_DENIES = re.compile(r"\bnot\b|n't\b|\bno\b|\bnone\b|\bnever\b|\brather than\b|\binstead of\b")


def _corrected(part: AskEvidence) -> bool:
    """The question stated something that no row bears out."""
    stated = isinstance(part.ask, RowAsk) and part.ask.premise
    return stated and part.result is not None and not part.result.total_matched


_UNKNOWN = re.compile(
    r"\s+(?:a |any )?(?:listed|stated|known|prices?|lengths?|places?|delivery|basis|currency|more|less|longer|fewer)\b|\s*[,:]"
)
_DENIED_SET = (
    Field.TOPIC,
    Field.LEVEL,
    Field.UNIVERSITY,
    Field.PLACE,
    Field.CATEGORY,
    Field.TITLE,
    Field.AWARD,
)


def _wrong_denials(reading: Reading, desk: Desk) -> str | None:
    """A denial that none of the checks has read: it may turn the sentence around."""
    for m in NEGATION.finditer(reading.masked):
        if not _is_read(m, reading, desk):
            return f"{m.group()!r} denies what cannot be checked"
    return None


def _is_read(m: re.Match[str], reading: Reading, desk: Desk) -> bool:
    behind = reading.masked[m.end() :]
    if m.group() in ("no", "none", "nothing", "without", "lacks", "lack"):
        return (
            bool(_UNKNOWN.match(behind))
            or not reading.groups
            or bool(sets.NONE.search(reading.masked))
        )
    if re.match(r"\s+(?:fit|be compared|be worked out)\b", behind) or m.group() in (
        "instead of",
        "rather than",
    ):
        return True
    piece = re.split(r"[;:]|\x01", behind)[0]
    words_ahead = len(" ".join(piece.split()[:9]))
    end = m.end() + words_ahead + 1
    if any(w.negated and m.end() <= w.start <= end for w in reading.ways):
        return True
    if any(
        _NOT_BEFORE.search(reading.masked[: f.start]) and m.end() <= f.start <= end
        for f in reading.figures
    ):
        return True
    if any(negated(reading.masked, p.start) and m.end() <= p.start <= end for p in reading.places):
        return True
    if any(pattern.search(piece[:40]) for pattern in LEVELS.values()):
        return True
    return any(f.op is Op.NOT_IN and f.field in _DENIED_SET for t in desk.tables for f in t.filters)


def _wrong_periods(reading: Reading, desk: Desk) -> str | None:
    """A period or basis that no cited row has and no calculation gives."""
    bases = {p.price_basis for p in desk.rows.values()}
    derived = re.search(
        r"\bdivided\b|\bcomes to\b|\bworks out\b|\bper year\b|\bper month\b", reading.masked
    )
    for period, pattern in PERIOD_WORDS.items():
        if not pattern.search(reading.masked):
            continue
        if period in {b.value for b in bases if b is not PriceBasis.UNKNOWN}:
            continue
        ranked = any(
            key.value == "price_per_year"
            for key, _, _ in sets.superlatives_in(reading, (0, len(reading.text)))
        )
        if period == "total" and _is_sum(reading) and desk.tables:
            continue
        if period in ("year", "month", "week") and (derived or ranked):
            continue
        return f"no source says that a price is per {period}"
    return None


def _is_sum(reading: Reading) -> bool:
    return not reading.groups and Aggregate.SUM in sets.aggregates_in(reading, (0, len(reading.text)))


def _wrong_words(reading: Reading, desk: Desk) -> str | None:
    """A word that neither the evidence holds nor says nothing."""
    text = list(reading.masked)
    for figure in reading.figures:
        text[figure.start : figure.end] = " " * (figure.end - figure.start)
    for way in reading.ways:
        text[way.start : way.end] = " " * (way.end - way.start)
    rest = "".join(text)
    for pattern in (*LEVELS.values(), *_CHECKED):
        rest = pattern.sub(lambda m: " " * len(m.group()), rest)
    shared = _stems(_set_texts(desk))
    for a, b in reading.clauses:
        rows = [
            p for g in reading.groups_in((a, b)) for some in owners(reading, desk, g) for p in some
        ]
        own = shared | _stems(t for p in rows or desk.rows.values() for t in row_texts(p))
        for word in words(rest[a:b].replace(MASK, " ")):
            if not _is_borne(word, own):
                return f"the word {word!r} is not borne out"
    return None


_CHECKED = (
    *(pattern for _, _, pattern in (*SUPERLATIVES, *COMPARATIVES)),
    *(pattern for kind, pattern in AGGREGATES if kind is not Aggregate.RANGE),
    re.compile(r"\bper (?:year|month|week|credit|semester)\b|\b(?:in|grand) total\b"),
)
"""Phrases that checks of their own have read."""


def _is_borne(word: str, own: set[str]) -> bool:
    stemmed = stem(word)
    if len(word) < 2 or stemmed in FRAME or stemmed in own or word in own:
        return True
    parts = [p for p in re.split(r"[-&/+']", word) if p]
    return len(parts) > 1 and all(stem(p) in FRAME or stem(p) in own for p in parts)


def row_texts(program: Program) -> Iterable[str]:
    """Everything that a row says of itself."""
    yield from (program.university, program.title, program.category or "", program.award or "")
    yield from (program.delivery_raw or "", program.price_raw or "", program.currency or "")
    yield program.level.value
    yield from program.topics
    for place in program.places:
        yield from (part for part in (place.city, place.region, place.country) if part)
    for header, value in program.attributes:
        yield f"{header} {value}"


def _set_texts(desk: Desk) -> Iterable[str]:
    yield from (x.heading for x in desk.listings)
    for item in desk.items:
        yield item.page.title
        yield item.section
    for table in desk.tables:
        yield from (str(v).replace("_", " ") for f in table.result.query.filters for v in f.values)
        yield from (g.key.replace("_", " ") for g in table.result.groups)


def _stems(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in stems_of(text)}


@lru_cache(maxsize=4096)
def stems_of(text: str) -> frozenset[str]:
    """Words of a text and their stems, compounds taken apart, acronyms expanded."""
    out: set[str] = set()
    for word in {*words(text), *topic_key(text).split()}:
        out |= {stem(word), word}
        out |= {stem(p) for p in re.split(r"[-&/+']", word) if p}
    return frozenset(out)
