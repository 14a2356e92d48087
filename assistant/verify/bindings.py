"""Figures of a sentence and those of its quotes that they are, in value, unit, period and limits.

Whether each is said of what it is of: `figure_ties.py`. Which is higher: `figure_ahead.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.figures import Bound as Limit
from assistant.figures import Figure, Measure, figures
from assistant.verify.grounds import Ground
from assistant.verify.operators import Told
from assistant.verify.prose import DISTINGUISHING, PROSE_FRAME
from assistant.verify.quote_figures import same_figure
from assistant.verify.row_words import stems_of
from assistant.verify.segments import near, shared_in_comparison
from assistant.verify.text import plain


@dataclass(frozen=True)
class Bound:
    """A figure of a sentence and the one that it is."""

    said: Figure
    true: Figure
    source: Told
    near: frozenset[str]
    """Stems of what the true one is said of."""
    page: frozenset[str]
    """Stems that tell its page from another."""
    context: frozenset[str]


@dataclass(frozen=True)
class Bindings:
    """All figures of a sentence, bound."""

    said: Told
    grounds: tuple[Ground, ...]
    bound: tuple[Bound, ...]
    gaps: tuple[tuple[Figure, Bound, Bound], ...]
    """Figures that are the difference of two others: the higher one first."""


def bind(said: Told, grounds: Sequence[Ground]) -> Bindings | str:
    """Each figure of a sentence with the one that it is, or why there is none."""
    found: list[Bound] = []
    gaps: list[tuple[Figure, Bound, Bound]] = []
    for figure in figures(said.text):
        held = [b for g in grounds for b in _same(figure, said, g)]
        if not held and _THE.search(said.text[: figure.start]):  # "above the $74,300 in offices"
            exact = replace(figure, bound=Limit.EXACT)
            held = [b for g in grounds for b in _same(exact, said, g)]
        held = held or [
            b for f in _elliptic(figure, said) for g in grounds for b in _same(f, said, g)
        ]
        if held:
            found.append(max(held, key=lambda b: _nearness(b, said)))
        elif _rounds_next(figure, said, grounds) or (
            is_year(figure) and any(_dated(figure, g) for g in grounds)
        ):
            continue
        elif pair := _difference(figure, said, grounds):
            gaps.append((figure, *pair))
        else:
            return f"{said.text[figure.start : figure.end].strip()!r} is not in the quotes"
    return Bindings(said, tuple(grounds), tuple(found), tuple(gaps))


_NEXT_TO_IT = re.compile(r"\s*(?:[a-z][\w -]{0,40}?)?(?:,|:|\()\s*(?:or |at |exactly )?")
_SIDE = re.compile(
    r"\b(?:(?P<below>nearly|almost|not quite|just (?:under|short of))|(?P<beyond>over|just over"
    r"|more than|above)|about|around|roughly|approximately|some)\s+(?:an?\s)?$",
    re.IGNORECASE,
)
_ROUND = 0.06
"""How far a figure in round numbers may be from the exact one beside it, of the exact one."""


def _rounds_next(figure: Figure, said: Told, grounds: Sequence[Ground]) -> bool:
    """It rounds an exact figure that is given beside it: "nearly two thirds, 63 percent"."""
    side = _SIDE.search(said.text[: figure.start])
    exact = next((f for f in figures(said.text) if f.start >= figure.end), None)
    if side is None or exact is None or exact.is_range or exact.bound is not Limit.EXACT:
        return False
    if not _NEXT_TO_IT.fullmatch(said.text[figure.end : exact.start]):
        return False
    held = any(True for g in grounds for _ in _same(exact, said, g))
    gap = figure.low - exact.low
    if not held or figure.measure is not exact.measure or abs(gap) > _ROUND * exact.low:
        return False
    return gap >= 0 if side["below"] else gap <= 0 if side["beyond"] else True


def _elliptic(figure: Figure, said: Told) -> Iterator[Figure]:
    """A bare number with the unit of another figure of the sentence: "14 hours, of which 11"."""
    if figure.measure is Measure.NUMBER and not is_year(figure):
        for other in figures(said.text):
            if other.measure in (Measure.DURATION, Measure.PERCENT, Measure.MONEY):
                yield replace(
                    figure, measure=other.measure, unit=other.unit, currency=other.currency,
                    period=other.period,
                )  # fmt: skip


_THE = re.compile(
    r"\b(?:above|below|over|under|than|behind|exceeds?) (?:the|those|that of) $", re.IGNORECASE
)


def _same(figure: Figure, said: Told, ground: Ground) -> Iterator[Bound]:
    for true in figures(ground.told.text):
        text = ground.told.text
        if figure.period is not None and true.period is None:
            text = near(text, true)  # a period of another figure is not its own
        if same_figure(figure, _priced(true, ground), said.text, text):
            yield Bound(
                figure, true, ground.told, said_of(true, ground), page_of(ground), ground.context
            )


def page_of(ground: Ground) -> frozenset[str]:
    """Stems that tell the page of a quote from another."""
    claim = ground.item.claim
    return stems_of(f"{ground.item.page.title} {claim.entity if claim is not None else ''}")


def _priced(true: Figure, ground: Ground) -> Figure:
    """A sum of a table whose sign stands in another row is one of money."""
    claim = ground.item.claim
    money = claim is not None and (claim.unit or "").isupper() and true.measure is Measure.NUMBER
    if not money or is_year(true):
        return true
    return replace(true, measure=Measure.MONEY, currency="$")


def said_of(true: Figure, ground: Ground) -> frozenset[str]:
    """Stems of the words that a figure of a quote is said of."""
    text = ground.told.text
    said = stems_of(_SAID_ASIDE.sub(" ", near(text, true))) | shared_in_comparison(text, true)
    return frozenset(
        w for w in said - (PROSE_FRAME - DISTINGUISHING) if not w[0].isdigit() and w != "percent"
    )


_SAID_ASIDE = re.compile(
    r"\bthan\b(?![^,;:.]*\d)[^,;:.]*|,?\s\bon average\b|\bwhich means\b|\bthat means\b"
    r"|\blead(?:s|ing)\b",
    re.IGNORECASE,
)
"""Names no measure: "openings a year, on average"; "leading to"."""


def _nearness(bound: Bound, said: Told) -> tuple[int, int]:
    own = stems_of(near(said.text, bound.said))
    every = stems_of(said.text)
    return len(bound.near & own), len(bound.near & every)


def is_year(figure: Figure) -> bool:
    """A year, or from one to another."""
    return figure.measure is Measure.NUMBER and 1900 <= figure.low <= figure.high <= 2100


_BEFORE = 600
"""Letters before a quote in which the year of a table or a list may be said."""


def _dated(figure: Figure, ground: Ground) -> bool:
    """The year stands with the quote: in its claim or headings, or alone in what leads into it."""
    item, claim = ground.item, ground.item.claim
    told = [ground.told.text, item.section, *(item.passage.heading_path if item.passage else ())]
    if claim is not None:
        told += [claim.label, *claim.qualifiers, *claim.heading_path, claim.attribute]
    year = f"{figure.low:.0f}"
    if all(f"{end:.0f}" in " ".join(told) for end in (figure.low, figure.high)):
        return True
    if figure.is_range:
        return False
    lead = item.page.text[max(0, item.start - _BEFORE) : item.start]
    years = re.findall(r"\b(?:19|20)\d\d\b", lead)
    return not re.search(r"\b(?:19|20)\d\d\b", item.quote) and set(years) == {year}


def _difference(
    figure: Figure, said: Told, grounds: Sequence[Ground]
) -> tuple[Bound, Bound] | None:
    """The two figures of the quotes that lie so far apart."""
    if figure.is_range or not comparatives(said):
        return None
    every = [
        Bound(figure, f, g.told, said_of(f, g), page_of(g), g.context)
        for g in grounds
        for f in figures(g.told.text)
    ]
    every = [b for b in every if b.true.measure is figure.measure and not b.true.is_range]
    for one in every:
        for other in every:
            gap = one.true.low - other.true.low
            alike_units = (one.true.unit, one.true.period) == (other.true.unit, other.true.period)
            about = 0.02 * figure.low if figure.bound.value == "about" else 1e-6
            if gap > 0 and alike_units and abs(gap - figure.low) <= about:
                return one, other
    return None


_UP = re.compile(
    r"\b(?:more|higher|greater|larger|bigger|above|ahead|exceed\w*|outnumber\w*|surpass\w*|outearn\w*"
    r"|better[- ]paid|longer|over|faster|quicker|older|dearer|pricier|costlier|increas\w*"
    r"|gr[eo]w\w*|ris(?:e|es|ing)|rose)\b"
)


_DOWN = re.compile(
    r"\b(?:less|lower|fewer|smaller|below|behind|shorter|under|slower|younger|cheaper|decreas\w*|declin\w*|shr[iu]nk\w*"
    r"|fall(?:s|ing)?|fell)\b"
)


GROWTH_VERBS = re.compile(r"increas|gr[eo]w|ris|rose|decreas|declin|shr[iu]nk|fall|fell")


_PLACED = frozenset("over under above below behind ahead".split())


def comparatives(said: Told) -> list[tuple[int, int]]:
    """(place, 1 for more or -1 for less) of words that compare and limit no figure."""
    folded = plain(said.text)
    spans = [(f.start, f.end) for f in figures(said.text)]
    out = []
    for sign, pattern in ((1, _UP), (-1, _DOWN)):
        for m in pattern.finditer(folded):
            limit = any(
                0 <= a - m.end() <= 8
                and re.fullmatch(r"\s(?:than\s)?(?:about\s)?[$\u20ac\u00a3]?", folded[m.end() : a])
                for a, _ in spans
            )
            if m.group() in _PLACED and not re.match(
                r"\s(?:the|that|those|what)\b", folded[m.end() :]
            ):
                continue
            if not limit or "than the" in folded[m.end() : m.end() + 9]:
                out.append((m.start(), sign))
    return sorted(out)
