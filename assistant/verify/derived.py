"""Figures that follow from rows: differences, prices per year, and who is ahead of whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.figures import Figure, Measure
from assistant.verify.desk import Desk
from assistant.verify.lexicon import COMPARATIVES, NONE_BEYOND
from assistant.verify.phrases import superlatives_in
from assistant.verify.reading import Group, Reading
from assistant.verify.recompute import measure
from assistant.verify.text import mask
from assistant.verify.values import close
from vectorstore.query import SortKey
from vectorstore.records import Program

_PERIODS_PER_YEAR = {"year": 1.0, "month": 12.0, "week": 52.0}
_DERIVED = re.compile(
    r"\bdivided by\b|/|\bover\b|\bspread\b|\bcomes? to\b|\bworks out\b|\bper (?:year|month|week)\b"
)


def wrong_rate(figure: Figure, reading: Reading, held: Sequence[Sequence[Program]]) -> str | None:
    """Why a price per year or month is not the listed price divided by the listed length."""
    parts = _PERIODS_PER_YEAR.get(figure.period or "")
    said = reading.text[figure.start : figure.end]
    if parts is None:
        return f"no source gives a price {figure.period!r} as in {said!r}"
    for rows in held:
        rates = [r / parts for p in rows if (r := measure(p, SortKey.PRICE_PER_YEAR)) is not None]
        if figure.currency and any(p.currency != figure.currency for p in rows):
            return f"no source gives the currency of {said!r}"
        if not any(close(figure.low, rate, figure) for rate in rates):
            return f"{said!r} is not the listed price divided by the listed length"
    if not _shows_derivation(figure, reading):
        return f"{said!r} does not say what it is derived from"
    return None


def _shows_derivation(figure: Figure, reading: Reading) -> bool:
    others = [f for f in reading.figures if f is not figure and not f.period]
    money = any(f.measure in (Measure.NUMBER, Measure.MONEY) for f in others)
    length = any(f.measure is Measure.DURATION for f in others)
    worded = re.search(r"\bprice divided by\b|\blisted price (?:over|by)\b", reading.masked)
    return (money and length) or bool(worded)


def wrong_gap(figure: Figure, reading: Reading, desk: Desk) -> str | None:
    """Why a difference is not that of two rows the sentence speaks of; None if it is."""
    key = SortKey.DURATION if figure.measure is Measure.DURATION else SortKey.PRICE
    said = reading.text[figure.start : figure.end]
    factor = 1.0
    if figure.measure is Measure.DURATION and figure.years:
        factor = figure.low / figure.years[0] if figure.years[0] else 1.0
    for one, other in pairs(reading, desk):
        ends = (measure(one, key), measure(other, key))
        if ends[0] is None or ends[1] is None or not _comparable(figure, one, other):
            continue
        if close(figure.low, abs(ends[0] - ends[1]) * factor, figure):
            return None
    return f"{said!r} is not the difference of the rows compared"


def _comparable(figure: Figure, one: Program, other: Program) -> bool:
    if figure.measure is Measure.DURATION:
        return True
    if figure.currency not in (None, one.currency):
        return False
    if figure.period and not figure.period == one.price_basis.value == other.price_basis.value:
        return False
    return one.currency == other.currency and one.price_basis == other.price_basis


def pairs(reading: Reading, desk: Desk) -> Iterable[tuple[Program, Program]]:
    """The pairs of rows that a comparison can be of: those named, or one named and the other."""
    named = [[desk.rows[i] for i in m.rows if i in desk.rows] for m in reading.named.mentions]
    compared = [p for t in desk.tables if t.result.query.compare for p in t.result.rows]
    if len(named) == 1 and len(compared) == 2:
        named.append([p for p in compared if p not in named[0]])
    if not named and len(desk.rows) == 2:
        named = [[p] for p in desk.rows.values()]
    for first in range(len(named)):
        for second in range(first + 1, len(named)):
            yield from ((a, b) for a in named[first] for b in named[second] if a.id != b.id)


def wrong_comparison(reading: Reading, desk: Desk) -> str | None:
    """Why a comparative of the sentence points the wrong way; None if all point the right way."""
    text = reading.masked
    for figure in reading.figures:
        text = (
            text[: figure.start]
            + "\x02".ljust(figure.end - figure.start, "\x03")
            + text[figure.end :]
        )
    text = text.replace("\x03", "")
    moved = _moved(reading)
    beyond = NONE_BEYOND.search(reading.masked)
    ranked = superlatives_in(reading, (0, len(reading.text)))
    for key, descending, pattern in COMPARATIVES:
        for m in pattern.finditer(text):
            if re.match(r"\s+than\s+\x02|\s+to\b", text[m.end() :]):
                continue  # a limit, checked with its figure; "from cheaper to dearer"
            if any(a <= moved(m.start()) < b for _, _, (a, b) in ranked):
                continue  # "cheaper than every other": checked as a superlative
            if beyond and beyond.start() <= moved(m.start()) < beyond.end():
                continue  # checked with the order of the set
            if reason := _wrong_way(reading, desk, key, descending, moved(m.start())):
                return reason
    return _wrong_saving(reading, desk, text, moved) or _wrong_sameness(reading, desk)


_SAME = re.compile(
    r"\bthe same\b|\bequal(?:ly)?\b|\bidentical\b|\bas (?:much|long|expensive|cheap) as\b|\balike\b"
)
_RATIO = re.compile(
    r"\b(?:half|twice|double|thrice|triple|(?:a|one) (?:third|quarter))\b"
    r"(?= (?:the|as|of|that|its|what)\b)|\b(?:half|twice|double|triple)s?\W*$"
)
_OF_LENGTH = re.compile(r"\b(?:long|length|lengths|duration|takes?|lasts?|time)\b")


def _wrong_sameness(reading: Reading, desk: Desk) -> str | None:
    """ "A and B cost the same", and "half the price of B", which nothing here computes."""
    text = mask(reading.masked, ((f.start, f.end) for f in reading.figures))
    if _RATIO.search(text):
        return "a ratio is computed from nothing that is cited"
    if not _SAME.search(text):
        return None
    key = SortKey.DURATION if _OF_LENGTH.search(text) else SortKey.PRICE
    named = [p for g in reading.groups for p in _rows(g, desk)]
    values = {round(v, 6) if (v := measure(p, key)) is not None else None for p in named}
    if len(named) > 1 and (len(values) > 1 or None in values):
        return "the rows are not the same"
    return None


def _moved(reading: Reading):  # type: ignore[no-untyped-def]
    """Maps a position in the shortened text back to the sentence."""
    cuts = [(f.start, f.end - f.start - 1) for f in reading.figures]

    def back(at: int) -> int:
        shift = 0
        for start, lost in cuts:
            if start < at + shift:
                shift += lost
        return at + shift

    return back


def _wrong_way(reading: Reading, desk: Desk, key: SortKey, descending: bool, at: int) -> str | None:
    sides = _sides(reading, at)
    if sides is None:
        return _wrong_among_compared(reading, desk, key, descending)
    left, right = (_rows(g, desk) for g in sides)
    fits = any(_ahead(a, b, key, descending) for a in left for b in right if a.id != b.id)
    return None if fits else "the comparison points the wrong way"


def _sides(reading: Reading, at: int) -> tuple[Group, Group] | None:
    """Who is compared with whom: the name before the comparative with the next one after it."""
    before = [g for g in reading.groups if g.end <= at]
    after = [g for g in reading.groups if g.start >= at]
    if before and len(before[-1].mentions) == 2 and not after:
        one, two = before[-1].mentions
        return Group(one.start, one.end, (one,)), Group(two.start, two.end, (two,))
    if len(before) >= 2 and _goes_on(reading, before[-1], at):
        return before[-2], after[0] if after else before[-1]
    if before and after:
        return before[-1], after[0]
    if len(after) >= 2:
        return after[0], after[1]
    if len(before) >= 2:
        return before[-1], before[-2]
    return None


_THAN = re.compile(r"\b(?:than|against|versus)\s+(?:(?:the|its|at)\s+)*$")
_NEXT = re.compile(r"(?:'s)?[^,;:]*,?\s(?:and|but|yet|although|though)\s")
_OF_OTHER = re.compile(r"\b(?:which|whose|who|that)\b")


def _goes_on(reading: Reading, group: Group, at: int) -> bool:
    """What follows is said of whom was compared with this one: "A is longer than B, and dearer"."""
    between = reading.masked[group.end : at]
    compared = _THAN.search(reading.masked[: group.start])
    return bool(compared and _NEXT.match(between)) and not _OF_OTHER.search(between)


def _rows(group: Group, desk: Desk) -> list[Program]:
    return [desk.rows[i] for m in group.mentions for i in m.rows if i in desk.rows]


def _ahead(one: Program, other: Program, key: SortKey, descending: bool) -> bool:
    ends = (measure(one, key), measure(other, key))
    if ends[0] is None or ends[1] is None:
        return False
    if key is not SortKey.DURATION and one.currency != other.currency:
        return False
    return ends[0] > ends[1] if descending else ends[0] < ends[1]


def _wrong_among_compared(
    reading: Reading, desk: Desk, key: SortKey, descending: bool
) -> str | None:
    """One name and a comparative: it is ahead of every other row that was compared."""
    subject = [p for g in reading.groups for p in _rows(g, desk)]
    compared = [p for t in desk.tables if t.result.query.compare for p in t.result.rows]
    others = [p for p in compared if p not in subject]
    if not subject or not others:
        return "a comparison of which only one side is known"
    fits = all(_ahead(s, o, key, descending) for s in subject for o in others)
    return None if fits else "the comparison points the wrong way"


_INSTEAD = r"\b(?:over|rather than|instead of|compared (?:with|to)|against|versus|than)\b"


def _wrong_saving(reading: Reading, desk: Desk, text: str, moved) -> str | None:  # type: ignore[no-untyped-def]
    """ "Choosing A over B saves": A is the cheaper one."""
    m = re.search(_INSTEAD, text)
    if not m or not re.search(r"\bsav(?:es?|ing|ings)\b", text):
        return None
    at = moved(m.start())
    before = [g for g in reading.groups if g.end <= at]
    after = [g for g in reading.groups if g.start >= at]
    if not before or not after:
        return "a saving of which only one side is known"
    fits = any(
        _ahead(a, b, SortKey.PRICE, False)
        for a in _rows(before[-1], desk)
        for b in _rows(after[0], desk)
    )
    return None if fits else "the saving points the wrong way"
