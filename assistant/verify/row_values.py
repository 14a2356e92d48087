"""Figures of a sentence about a few rows: each a value of the row it is said of, or computed.

Which row that is tell the names beside it, or the two sides of a comparison. For `row_meant.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.figures import Bound, Figure, Measure
from assistant.verify.lexicon import DELIVERY
from assistant.verify.quote_figures import rounds_to
from assistant.verify.row_ahead import shares_of
from assistant.verify.row_figures import currency_fits, holds
from assistant.verify.row_names import (
    MORE,
    Mention,
    RowsTold,
    kind_of,
    sides_at,
    subjects,
    value_of,
)
from vectorstore.records import Program


def wrong_row_values(told: RowsTold) -> str | None:
    """A figure that is no value of the row it is said of, no difference and no count of them."""
    values: dict[str, list[Figure]] = {"price": [], "length": []}
    for figure in told.figures:
        elliptic = _with_unit(figure, told)
        if _limits_all(figure, told):
            continue
        if _holding(figure, told):
            values[kind_of(figure)].append(figure)
        elif elliptic is not None and _holding(elliptic, told):
            values["length"].append(elliptic)
        elif not (_is_count(figure, told) or _is_gap(figure, told) or figure in shares_of(told)):
            return f"{told.text[figure.start : figure.end]!r} is no value of the rows"
    for own in values.values():
        if reason := _exchanged(own, told):
            return reason
    return None


def _holding(figure: Figure, told: RowsTold) -> frozenset[int]:
    """The rows whose price or length a figure is."""
    return frozenset(n for n, p in enumerate(told.rows) if _holds(figure, p, told))


def _holds(figure: Figure, row: Program, told: RowsTold) -> bool:
    if figure.period is not None and figure.period != row.price_basis.value:
        return False
    if figure.bound in (Bound.EXACT, Bound.ABOUT) and holds(figure, row):
        return True
    lead = told.folded[: figure.start]
    spread = re.search(
        r"(?:^|\b(?:spread|taught|runs?|delivered|studied|completed)\b[^,;:.\d]*\b)over $", lead
    )
    if figure.measure is Measure.DURATION and (spread or re.search(r"\bwithin $", lead)):
        return holds(_exact(figure), row)
    return (
        row.price is not None and currency_fits(figure, row) and rounds_to(figure, row.price, lead)
    )


def _exact(figure: Figure) -> Figure:
    return replace(figure, bound=Bound.EXACT)


def _with_unit(figure: Figure, told: RowsTold) -> Figure | None:
    """A bare number behind a length: "takes 12 months and Marrowgate's 18"."""
    if figure.measure is not Measure.NUMBER:
        return None
    lengths = [f for f in told.figures if f.measure is Measure.DURATION]
    beside = [f for f in lengths if _AGAINST.fullmatch(told.folded[figure.end : f.start])]
    unit = next((f.unit for f in beside or lengths), None)
    return replace(figure, measure=Measure.DURATION, unit=unit) if unit else None


def _limits_all(figure: Figure, told: RowsTold) -> bool:
    """A limit that every row keeps, said before they are listed: "three stay below 9,000: ..."."""
    if figure.bound in (Bound.EXACT, Bound.ABOUT) or figure.is_range:
        return False
    before = any(m.end <= figure.start for m in told.mentions)
    return not before and len(told.rows) > 1 and all(holds(figure, p) for p in told.rows)


def _is_count(figure: Figure, told: RowsTold) -> bool:
    """ "the two", "both": as many as are cited and named; and ways of delivery that are listed."""
    if figure.measure is not Measure.NUMBER or figure.bound is not Bound.EXACT:
        return False
    lead, behind = told.folded[: figure.start], told.folded[figure.end :]
    if re.match(r"\s(?:formats|ways|modes)\b", behind):
        ways = [w for w, pattern in DELIVERY.items() if pattern.search(behind)]
        return figure.low == len(ways)
    if re.match(r"\s(?:different\s)?levels\b", behind):
        return figure.low == len({p.level for p in told.rows})
    named = {n for m in told.mentions for n in m.rows}
    if figure.low == len(told.rows) == 2 and re.search(
        r"(?:\b(?:\w+er|more \w+)|^\W*) of the $|^\W*of the $", lead
    ):
        return bool(re.match(r"\W*(?:$|[,.;:])", behind))
    if figure.low != len(told.rows) or len(named) != len(told.rows):
        return False
    whole = re.search(r"\b(?:the|all|of the|only|just|these|those)\s$", lead)
    return whole is None or (
        figure.low == 2 and bool(re.match(r"\W*(?:$|[,.;:]|is\b|at\b)", behind))
    )


def _is_gap(figure: Figure, told: RowsTold) -> bool:
    """The difference of two rows, beside a comparison (its way is checked apart)."""
    if len(told.rows) != 2 or not MORE.search(told.folded):
        return False
    bases = {p.price_basis.value for p in told.rows}
    if figure.bound not in (Bound.EXACT, Bound.ABOUT) or {figure.period} - {None} - bases:
        return False
    one, other = (value_of(p, kind_of(figure)) for p in told.rows)
    if one is None or other is None:
        return False
    said = figure.years[0] if figure.years else figure.low
    money = figure.measure is not Measure.DURATION
    if money and figure.currency not in (None, *{p.currency for p in told.rows}):
        return False
    return abs(abs(one - other) - said) <= (0.005 if money else 0.02)


def _exchanged(own: Sequence[Figure], told: RowsTold) -> str | None:
    """A figure that is said of a row that it is not of."""
    telling = [f for f in own if len(_holding(f, told)) < len(told.rows)]
    if not telling:
        return None
    if reason := _set_against(own, told):
        return reason
    for figure, row in _bracketed(own, told):
        if row not in _holding(figure, told):
            return f"{told.text[figure.start : figure.end]!r} is not of that row"
    apart = {f for pair in _against(own, told) for f in pair[:2]}
    apart |= {f for f, _ in _bracketed(own, told)}
    own = [f for f in own if f not in apart]
    if not own:
        return None
    named = subjects(told)
    runs = [m for n, m in enumerate(named) if n == 0 or m.rows != named[n - 1].rows]
    if len(told.rows) > 1 and not runs:
        return "it is not said which row a figure is of"
    if len(runs) == len(own) and len({m.rows for m in runs}) == len(runs):
        pairs: list[tuple[Mention | None, Figure]] = list(zip(runs, own, strict=True))
    else:
        pairs = [(_nearest(f, named, told), f) for f in own]
    for mention, figure in pairs:
        if mention is not None and not set(mention.rows) <= _holding(figure, told):
            return f"{told.text[figure.start : figure.end]!r} is not of that row"
    return None


def _bracketed(own: Sequence[Figure], told: RowsTold) -> list[tuple[Figure, int]]:
    """Figures in brackets at once behind a name, and the row that is named last before them."""
    out = []
    single = subjects(told)
    for figure in own:
        names = [m for m in told.mentions if m.end <= figure.start]
        named = [m for m in single if m.end <= figure.start]
        if names and named and _OPENED.fullmatch(told.folded[names[-1].end : figure.start]):
            out.append((figure, named[-1].rows[0]))
    return out


_OPENED = re.compile(r"(?:'s?)?\s*\([^()]*")
_AGAINST = re.compile(
    r"\W*(?:a year\s)?(?:against|versus|vs\.?|compared (?:with|to)|rather than"
    r"|instead of|as opposed to)"
    r"\s(?:the\s|only\s)?[a-z$\u20ac\u00a3]{0,3}\s?"
)


def _against(own: Sequence[Figure], told: RowsTold) -> list[tuple[Figure, Figure, tuple[int, int]]]:
    """Figures of a comparison's two sides in its order: "is cheaper, at 1,000 against 2,000"."""
    out = []
    for one, other in pairwise(own):
        if len(told.rows) == 2 and _AGAINST.fullmatch(told.folded[one.end : other.start]):
            before = [m.start() for m in MORE.finditer(told.folded[: one.start])]
            if before and (sides := sides_at(before[-1], told)):
                out.append((one, other, sides))
    return out


def _set_against(own: Sequence[Figure], told: RowsTold) -> str | None:
    for one, other, (mine, theirs) in _against(own, told):
        if mine not in _holding(one, told) or theirs not in _holding(other, told):
            return f"{told.text[one.start : one.end]!r} is not of that row"
        behind = next((m for m in subjects(told) if m.start >= other.end), None)
        beside = behind and _BEHIND.match(told.folded[other.end : behind.start])
        if behind and beside and behind.rows != (theirs,):
            return f"{told.text[other.start : other.end]!r} is not of that row"
    return None


_BEHIND = re.compile(r"\W*(?:(?:at|for|from|of|by|is|a year)\b[^,;:.\d]{0,25})$")


def _nearest(figure: Figure, named: Sequence[Mention], told: RowsTold) -> Mention | None:
    """Whom a figure is said of: the row named last before it, or at once behind it."""
    before = [m for m in named if m.end <= figure.start]
    after = [m for m in named if m.start >= figure.end]
    if after and _BEHIND.match(told.folded[figure.end : after[0].start]):
        cut = (
            re.search(r"[;:]|\bwhile\b|\bbut\b", told.folded[before[-1].end : figure.start])
            if before
            else True
        )
        if cut or not before:
            return after[0]
    return before[-1] if before else after[0] if after else None
