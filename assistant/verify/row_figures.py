"""Figures of a sentence about rows: each the value of the row it belongs to, or computed again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.figures import Bound, Figure, Measure
from assistant.stemming import stem
from assistant.verify import groups, sets
from assistant.verify.counts import is_counted, wrong_count
from assistant.verify.derived import wrong_gap, wrong_rate
from assistant.verify.desk import Desk
from assistant.verify.orders import extreme_rows
from assistant.verify.owners import narrowed, owners
from assistant.verify.phrases import TIED, aggregates_in, is_count, superlatives_in
from assistant.verify.reading import Group, Reading, same_kind
from assistant.verify.values import close, wrong_aggregate
from vectorstore.query import Aggregate
from vectorstore.records import Program
from vectorstore.text import words

NOT_BEFORE = re.compile(
    r"\b(?:not|isn't|aren't|instead of|rather than|never|wasn't|neither|nor)\s+(?:(?:listed"
    r"|priced|taken|offered|at|just|only"
    r"|exactly|for|of|under|over|below|above|a|as|at most|at least|more than|less than)\s+)*$"
)


_DIFFERENCE_BEFORE = re.compile(
    r"(?:(?<!divided )\bby|\bdifference (?:of|is|in price (?:of|is)|in length (?:of|is))"
    r"|\bgap (?:of|is)|\bsaves?(?: you)?|saving(?: of| you)?|differ by"
    r"|difference between .{0,400}\bis|gap between .{0,400}\bis)\s+(?:about\s+|around\s+"
    r"|roughly\s+)?$"
)


_DIFFERENCE_BEHIND = re.compile(
    r"^\s+(?:less|more|cheaper|dearer|pricier|longer|shorter|extra|difference|gap|apart|higher"
    r"|lower|quicker|faster|in savings"
    r"|between them|above|below)\b(?! expensive)"
)


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
    if _is_all_cited(figure, reading, desk):
        return None
    if is_count(figure, reading):
        if NOT_BEFORE.search(_around(figure, reading)[0]):
            return f"the count {_said(figure, reading)!r} is denied"
        return wrong_count(figure, reading, desk)
    if _is_set_limit(figure, reading, desk):
        return None
    if not reading.groups and NOT_BEFORE.search(_around(figure, reading)[0]):
        return f"{_said(figure, reading)!r} is denied of a set"
    if _is_difference(figure, reading):
        return wrong_gap(figure, reading, desk)
    return _wrong_value(figure, reading, desk)


def _is_all_cited(figure: Figure, reading: Reading, desk: Desk) -> bool:
    """ "the cheaper of the two": as many as are cited, and no more is said of them."""
    before, behind = _around(figure, reading)
    said = re.search(r"\b(?:of|between|among) the\s*$", before)
    ends = re.match(r"\s*(?:[,.;:)]|$|is\b)", behind)
    exact = figure.measure is Measure.NUMBER and figure.bound is Bound.EXACT
    return bool(said and ends and exact) and figure.low == len(desk.rows) > 1


def _is_difference(figure: Figure, reading: Reading) -> bool:
    before, behind = _around(figure, reading)
    return bool(_DIFFERENCE_BEFORE.search(before) or _DIFFERENCE_BEHIND.match(behind))


def _wrong_value(figure: Figure, reading: Reading, desk: Desk) -> str | None:
    rivals = [
        f
        for f in reading.figures
        if f is not figure and _is_value(f, reading) and same_kind(f, figure)
    ]
    group = reading.owner(figure.start, figure.end, [*rivals, figure])
    tied = re.search(TIED, reading.masked) is not None
    if group is not None and reading.names_a_set(group):
        # "2 of the 180 at X tie as most expensive at 192,500: A; and B": said of those behind.
        behind = (g for g in reading.groups if g.start >= figure.end)
        group = next((g for g in behind if not reading.names_a_set(g)), None) if tied else None
    middle = _middle_kinds(figure, group, reading)
    if middle:
        return wrong_aggregate(figure, middle, reading, desk)
    held = narrowed(owners(reading, desk, group), figure, reading)
    return (
        _wrong_of_rows(figure, reading, desk, held)
        if held
        else _wrong_of_set(figure, reading, desk)
    )


def _wrong_of_set(figure: Figure, reading: Reading, desk: Desk) -> str | None:
    """A figure that no name owns: of a count, of the row at an extreme, or an end of the set."""
    if is_counted(figure, reading) and not figure.is_range:
        return None
    extreme = extreme_rows(figure, reading, desk)
    if extreme is not None and not figure.is_range:
        if not extreme:
            return "no row is so extreme"
        return _wrong_of_rows(figure, reading, desk, [extreme])
    ends = _end_kinds(figure, reading) or ((Aggregate.RANGE,) if figure.is_range else ())
    if ends:
        return wrong_aggregate(figure, ends, reading, desk)
    return f"{_said(figure, reading)!r} belongs to nothing that is cited"


def _wrong_of_rows(
    figure: Figure, reading: Reading, desk: Desk, held: Sequence[Sequence[Program]]
) -> str | None:
    before, _ = _around(figure, reading)
    if NOT_BEFORE.search(before):
        if any(holds(figure, p) for rows in held for p in rows):
            return f"{_said(figure, reading)!r} is denied but so listed"
        asked = (f for part in desk.asks if part.result for f in part.result.query.filters)
        if not any(sets.is_limit(figure, f) or sets.is_past(figure, f) for f in asked):
            return f"{_said(figure, reading)!r} is denied, but nobody asked about it"
        return None
    if figure.period and not all(any(_basis_fits(figure, p) for p in rows) for rows in held):
        return wrong_rate(figure, reading, held)
    near = _JUST.search(before)
    if not all(
        any(holds(figure, p) and (not near or _near(figure, p)) for p in rows) for rows in held
    ):
        if all(any(_is_cell(figure, reading, p) for p in rows) for rows in held):
            return None
        return f"{_said(figure, reading)!r} is not what the row lists"
    ends = _end_kinds(figure, reading)
    if ends and Aggregate.RANGE in ends and not reading.named.mentions:
        return wrong_aggregate(figure, ends, reading, desk)
    return None


def _is_cell(figure: Figure, reading: Reading, program: Program) -> bool:
    """The figure is a cell of the row, of whose header every word is said in the clause.

    "80 hours of work component", of the column "Work Component Total Hours".
    """
    if figure.is_range or figure.bound is not Bound.EXACT or figure.period:
        return False
    if figure.currency not in (None, program.currency):
        return False
    start, end = reading.clause(figure.start)
    said = {stem(w) for w in words(reading.text[start:end])}
    for header, value in program.attributes:
        own = {stem(w) for part in words(header) for w in re.split(r"[-/]", part)} - _ALL_OF_IT
        number = re.fullmatch(r"\$?([\d,]+(?:\.\d+)?)", value.strip())
        if number and own and own <= said and float(number[1].replace(",", "")) == figure.low:
            return True
    return False


_ALL_OF_IT = {"total"}


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
    if figure.measure is Measure.ORDINAL or is_count(figure, reading):
        return False
    return not _is_difference(figure, reading)


def _wrong_ordinal(figure: Figure, reading: Reading) -> str | None:
    near = superlatives_in(reading, (figure.end, min(len(reading.text), figure.end + 40)))
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
    kinds = aggregates_in(reading, reading.clause(figure.start))
    return tuple(k for k in kinds if k in (Aggregate.MEAN, Aggregate.MEDIAN, Aggregate.SUM))[:1]


def _end_kinds(figure: Figure, reading: Reading) -> tuple[Aggregate, ...]:
    kinds = aggregates_in(reading, reading.clause(figure.start))
    if Aggregate.RANGE in kinds and not figure.is_range:
        earlier = [
            f
            for f in reading.figures
            if f.end <= figure.start and _is_value(f, reading) and not _limits_set(f)
        ]
        return (Aggregate.MAX,) if earlier else (Aggregate.MIN,)
    return tuple(k for k in kinds if k in (Aggregate.MIN, Aggregate.MAX, Aggregate.RANGE))


def _limits_set(figure: Figure) -> bool:
    return figure.bound not in (Bound.EXACT, Bound.ABOUT)


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
    return currency_fits(figure, program) and _fits(figure, program.price)


def _near(figure: Figure, program: Program) -> bool:
    """ "just over 56,000": whoever says so means a value that is near it."""
    ends = figure.years if figure.measure is Measure.DURATION else (figure.low, figure.high)
    own = program.duration.years if program.duration else None
    true = own if figure.measure is Measure.DURATION else program.price
    return bool(ends and true) and abs(ends[0] - true) <= 0.05 * true  # type: ignore[index,operator]


_JUST = re.compile(r"\b(?:just|slightly|a little|barely|marginally)\s+(?:[a-z]+\s+){0,2}$")


def _fits(figure: Figure, true: float) -> bool:
    """Exact values are equal; a limit is on its side of the value."""
    gap = true - figure.low
    if figure.bound in (Bound.EXACT, Bound.ABOUT):
        return close(figure.low, true, figure)
    if figure.bound is Bound.LESS:
        return gap < -1e-6
    if figure.bound is Bound.MORE:
        return gap > 1e-6
    return False  # "up to 10,000" of one listed price claims a limit that no source gives


def currency_fits(figure: Figure, program: Program) -> bool:
    """A sum names no currency, or the row's."""
    if figure.currency is None:
        return True
    if figure.currency == "$":
        return program.currency == "USD" or "$" in (program.price_raw or "")
    return figure.currency == program.currency


def _basis_fits(figure: Figure, program: Program) -> bool:
    return program.price_basis.value == figure.period
