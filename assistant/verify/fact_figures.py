"""Whose each figure of a sentence is: a fact's value, or a difference or a sum of two facts.

With two subjects the figures belong to the names in their order, or each to the name before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.figures import Bound, Figure, Measure
from assistant.verify.fact_reading import FactReading, Name
from assistant.verify.fact_words import DOWN, GAP_BEFORE, GAP_BEHIND, PROJECTED, TOGETHER, UP
from assistant.verify.facts import TRENDS, Fact, FactKind

_HALF = re.compile(
    r"\b50 percent of (?:the |all )?\x01+ (?:earned|made|took home|were paid) (?:more|less) than\s"
    r"(?=\$)"
)
"""What a median is: "half of them earned more than $94,260"."""


@dataclass(frozen=True, slots=True)
class Bond:
    """A figure of a sentence and the facts that it is of: two for a difference or a sum."""

    figure: Figure
    facts: tuple[Fact, ...]


MISCALLED = "is called something else than what it is"
"""Said of a figure that is cited, and of another kind or period than the sentence gives it."""


def half_above(reading: FactReading) -> re.Match[str] | None:
    """Where the sentence gives a median as what half of them earn more than."""
    return _HALF.search(reading.masked)


def bonds(reading: FactReading, facts: Sequence[Fact]) -> tuple[Bond, ...] | str:
    """The facts of each figure, in reading order; why a figure is nobody's."""
    half = half_above(reading)
    stated = [f for f in reading.figures if half is None or f.start != half.start()]
    direct = {f: _direct(f, reading, facts) for f in stated}
    whose = _owners([f for f in stated if direct[f]], reading, facts)
    out = []
    for figure in stated:
        said = reading.text[figure.start : figure.end]
        if not direct[figure]:
            pair = _computed(figure, reading, facts)
            if pair is None:
                return f"{said!r} {_why(figure, facts)}"
            out.append(Bond(figure, pair))
            continue
        own = [f for f in direct[figure] if whose is not None and f.subject == whose.get(figure)]
        if not own:
            return f"{said!r} is of another name"
        if (fact := _of_kind(figure, own, reading, facts)) is None:
            return f"{said!r} {MISCALLED}"
        out.append(Bond(figure, (fact,)))
    return tuple(out)


def _why(figure: Figure, facts: Sequence[Fact]) -> str:
    held = (own for fact in facts for own in fact.figures if own.measure is figure.measure)
    exact = figure.bound is Bound.EXACT and any(own.low == figure.low for own in held)
    return MISCALLED if exact else "is not a figure of what is cited"


def _direct(figure: Figure, reading: FactReading, facts: Sequence[Fact]) -> list[Fact]:
    return [f for f in facts if any(_is_value(figure, own, f, reading) for own in f.figures)]


def _is_value(said: Figure, true: Figure, fact: Fact, reading: FactReading) -> bool:
    if not _same_unit(said, true, fact) or not _same_period(said, true, reading):
        return False
    lead = reading.masked[: said.start]
    half = half_above(reading)
    if half is not None and half.end() == said.start and fact.median:
        return abs(said.low - true.low) < 1e-6
    if abs(said.low - true.low) <= 1e-6 * max(1.0, true.low):
        return said.bound in (Bound.EXACT, Bound.ABOUT) and not _ONE_SIDED.search(lead)
    return _rounds(said, true, lead) or _is_part(said, true, lead)


_ONE_SIDED = re.compile(r"\b(?:nearly|almost|close to|near|not quite|passed|just short of)\s+$")


def _same_unit(said: Figure, true: Figure, fact: Fact) -> bool:
    if said.is_range or said.currency not in (None, "$", "USD", true.currency):
        return False
    if said.currency is not None and true.currency not in ("$", "USD", said.currency):
        return False
    bare = said.measure is Measure.NUMBER and fact.kind is FactKind.PAY
    return (said.measure is true.measure or bare) and said.unit == true.unit


_HOURLY = re.compile(r"\bhour(?:ly|s)?\b")
_YEARLY = re.compile(r"\b(?:annual(?:ly)?|yearly|years?)\b")
_A_YEARS_PAY = 10_000
"""From here on a wage without a period is read as a year's."""


def _same_period(said: Figure, true: Figure, reading: FactReading) -> bool:
    if said.period is not None or true.period is None:
        return said.period == true.period
    start, end = reading.stretch(said)
    near = reading.masked[start:end]
    hourly, yearly = bool(_HOURLY.search(near)), bool(_YEARLY.search(near))
    if true.period == "hour":
        return hourly and not yearly
    return true.period == "year" and not hourly and (yearly or true.low >= _A_YEARS_PAY)


_PARTS = (50.0, 100 / 3, 200 / 3, 25.0, 75.0)
_OVER = re.compile(
    r"\b(?:over|above|more than|passed|past|surpassed|topped|(?:just|a little) over)\s+$"
)
_NEARLY = re.compile(
    r"\b(?:nearly|almost|not quite|near|(?:just )?short of|(?:just |a little )?under|just below"
    r"|below|less than|fewer than)\s+$"
)
_ABOUT = re.compile(r"\b(?:about|around|roughly|approximately|some|close to)\s+$")
_FAR = 0.05
"""How far a rounded figure may be from the true one: "over 60,000" of 62,300."""


def _rounds(said: Figure, true: Figure, lead: str) -> bool:
    """A rounder figure that says on which side of it the true one lies: "just under 62,000"."""
    gap, grain = said.low - true.low, _grain(said.low)
    if grain <= _grain(true.low) or abs(gap) > _FAR * true.low or abs(gap) >= grain:
        return False
    if _NEARLY.search(lead):
        return gap > 0
    if _OVER.search(lead):
        return gap < 0
    about = bool(_ABOUT.search(lead)) or said.bound is Bound.ABOUT
    return about and abs(gap) <= grain / 2


def _grain(value: float) -> float:
    """The unit of the last digit that is not zero: 1,000 of 62,000."""
    grain = 0.01
    while value and abs(value / (grain * 10) - round(value / (grain * 10))) < 1e-9:
        grain *= 10
    return grain


def _is_part(said: Figure, true: Figure, lead: str) -> bool:
    """Halves, thirds and quarters round a percentage: "over two thirds" of 68 percent."""
    if said.measure is not Measure.PERCENT or all(abs(said.low - p) > 0.01 for p in _PARTS):
        return False
    gap = true.low - said.low
    if _OVER.search(lead):
        return 0 < gap <= 5
    return -2.5 <= gap < 0 if _NEARLY.search(lead) else bool(_ABOUT.search(lead)) and abs(gap) <= 2


def _owners(
    direct: Sequence[Figure], reading: FactReading, facts: Sequence[Fact]
) -> dict[Figure, tuple[str, ...]] | None:
    """The subject of each figure; None where it cannot be told."""
    subjects = {f.subject for f in facts}
    if len(subjects) == 1:
        return dict.fromkeys(direct, next(iter(subjects)))
    names: list[Name] = []
    for name in (n for n in reading.names if n.said in subjects):
        names += [name] if not names or names[-1].said != name.said else []
    if behind := _of_names(names, direct, reading):
        return behind
    if _in_turn(names, direct):
        return {f: [n for n in names if n.start < f.start][-1].said for f in direct}
    if len(names) == len(direct):
        return {f: n.said for n, f in zip(names, direct, strict=True)}
    if len(direct) == 1 and names:
        near = [n for n in names if _BESIDE.fullmatch(_between(reading, n, direct[0]))]
        return {direct[0]: near[0].said} if len(near) == 1 else None
    return None if direct else {}


_OF = re.compile(r"\s(?:of|for)\s(?:the\s)?")


def _of_names(
    names: Sequence[Name], direct: Sequence[Figure], reading: FactReading
) -> dict[Figure, tuple[str, ...]]:
    """Two names, each with its figure: the first before its own, the other behind, "$5 of B"."""
    if len(names) != 2 or len(direct) != 2 or not names[0].end <= direct[0].start:
        return {}
    between = reading.text[direct[1].end : names[1].start]
    if names[1].start < direct[1].end or not _OF.fullmatch(between):
        return {}
    return {direct[0]: names[0].said, direct[1]: names[1].said}


_BESIDE = re.compile(
    r"(?:'s?)?[,(]?\s?(?:(?:at|with|of|had|earned|held|for|by|is|was|in)\s)?(?:the\s)?\(?"
)


def _between(reading: FactReading, name: Name, figure: Figure) -> str:
    if name.end <= figure.start:
        return reading.text[name.end : figure.start]
    return reading.text[figure.end : name.start].lstrip()


def _in_turn(names: Sequence[Name], direct: Sequence[Figure]) -> bool:
    """Every name has figures of its own behind it, before the next name."""
    if len(names) < 2 or not direct or direct[0].start < names[0].start:
        return False
    ends = [*(n.start for n in names[1:]), 10**9]
    return all(
        any(n.start < f.start < end for f in direct) for n, end in zip(names, ends, strict=True)
    )


def _of_kind(
    figure: Figure, own: Sequence[Fact], reading: FactReading, facts: Sequence[Fact]
) -> Fact | None:
    """The fact whose kind the words beside a figure are of: "100 more", "held 9,400 jobs"."""
    start, end = reading.stretch(figure)
    near = [w.text for w in reading.words if start <= w.start < end]
    moves = any(w in UP | DOWN or w in _MORE for w in near) or bool(
        PROJECTED.search(reading.masked, start, end)
    )
    mixed = len({f.kind for f in facts} & {FactKind.CHANGE, FactKind.JOBS}) == 2
    for fact in own:
        if fact.kind is FactKind.CHANGE and mixed and not moves:
            continue
        if fact.kind is FactKind.JOBS and moves and not fact.projected:
            continue
        return fact
    return None


_MORE = frozenset("more fewer less additional change".split())


def _computed(
    figure: Figure, reading: FactReading, facts: Sequence[Fact]
) -> tuple[Fact, Fact] | None:
    """The two facts that a figure is the difference or the sum of."""
    before, behind = reading.masked[: figure.start], reading.masked[figure.end :]
    is_gap = GAP_BEFORE.search(before) or GAP_BEHIND.match(behind)
    for one, other in combinations(facts, 2):
        if is_gap and one.kind is other.kind and _is_gap(figure, one, other, reading):
            return one, other
        if TOGETHER.search(reading.masked) and _is_sum(figure, one, other, reading):
            return one, other
    return None


def _is_gap(figure: Figure, one: Fact, other: Fact, reading: FactReading) -> bool:
    if one.subject == other.subject or one.years != other.years:
        return False
    for a in one.figures:
        for b in other.figures:
            if a.period != b.period or a.measure is not b.measure:
                continue
            if not _same_unit(figure, a, one) or not _gap_period(figure, a, reading):
                continue
            gap = abs(a.low - b.low)
            if abs(figure.low - gap) < 0.005 and figure.bound in (Bound.EXACT, Bound.ABOUT):
                return True
    return False


def _gap_period(figure: Figure, true: Figure, reading: FactReading) -> bool:
    if figure.period is not None or true.period is None:
        return figure.period == true.period
    hourly = bool(_HOURLY.search(reading.masked))
    return hourly if true.period == "hour" else not hourly


def _is_sum(figure: Figure, one: Fact, other: Fact, reading: FactReading) -> bool:
    """Of jobs, or of jobs and how they are projected to change: those at the end of the period."""
    if figure.measure is not one.figures[0].measure or figure.bound is not Bound.EXACT:
        return False
    if abs(figure.low - (one.value + other.value)) > 0.005:
        return False
    kinds = {one.kind, other.kind}
    if kinds in ({FactKind.JOBS}, {FactKind.SHARE}, {FactKind.CHANGE}):
        return one.subject != other.subject and one.years == other.years
    if kinds != {FactKind.JOBS, FactKind.CHANGE} or one.subject != other.subject:
        return False
    trend = one if one.kind in TRENDS else other
    end = reading.stretch(figure)[1]
    near = [y.years for y in reading.years if figure.end <= y.start < end]
    return bool(trend.years) and near == [trend.years[-1:]]
