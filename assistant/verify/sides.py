"""Sides of a contrast that a sentence must not mix: "most ..., but some ...", "unlike X, Y ...".

Works on sentences read as words; knows no evidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.verify.english import GENERIC, LIGHT
from assistant.verify.operators import Told, Turn, Word, told
from assistant.verify.related import alike
from assistant.verify.text import plain
from assistant.verify.verbs import subject_of

_CONTRAST = re.compile(
    r";\s|\u2014|\s-\s|,?\s(?:but|while|whereas|although|though|yet)\s"
    r"|,\sand\s(?=(?:some|most|many|others?|few|several|a few)\b)",
)
_LEADING = re.compile(r"^(?:while|whereas|although|though)\s[^,]*(,)\s")
_APART = re.compile(r"\b(?:unlike|rather than|instead of|as opposed to|in contrast to)\s([^,;.:]+)")
_ELLIPSIS = re.compile(
    r"(?:\b(?:do|does|did|is|are|was|were|can|may|will|must|has|have)(?:\snot)?|n't)\W*$"
)


@dataclass(frozen=True)
class _Side:
    """One side of a contrast: words, and how they are turned."""

    words: tuple[Word, ...]
    turns: frozenset[Turn]
    elliptic: bool
    """It ends with an auxiliary: what the other side does is left out."""


def wrong_sides(said: Told, sources: Sequence[tuple[Told, frozenset[str]]]) -> str | None:
    """Why a sentence says of one side what its quote says of the other; None if it does not."""
    for source, context in sources:
        if reason := _set_apart(said, source):
            return reason
        sides = _sides(source, context)
        if len(sides) < 2:
            continue
        whole = frozenset(t for o in said.turned for t in o.turns)
        for mine in _sides(said, frozenset(), _COMPARISON):
            if reason := _mixed(mine, sides, whole):
                return reason
    return None


def sides_of(said: Told) -> int:
    """How many sides a sentence sets against each other."""
    return len(_sides(said, frozenset()))


def side_texts(of: Told) -> list[str]:
    """The sides of a contrast as they stand; the sentence itself where there is none."""
    bounds = _bounds(plain(of.text), None)
    return [of.text[a:b] for a, b in pairwise(bounds) if of.text[a:b].strip()]


def _set_apart(said: Told, source: Told) -> str | None:
    folded = plain(source.text)
    if _APART.search(plain(said.text)) or " than " in plain(said.text):
        return None
    for m in _APART.finditer(folded):
        apart = {w.stem for w in source.words if m.start(1) <= w.start < m.end(1)}
        rest = {w.stem for w in source.words if not m.start() <= w.start < m.end()}
        for word in said.words:
            if word.stem in apart - rest:
                return f"{word.text!r} is set apart in the quote"
    return None


_COMPARISON = re.compile(
    r"\s(?:than|compared (?:with|to)|against|versus|as opposed to)\s|,\sand\s"
    r"|,?\s(?:since|because)\s|,\s(?=(?:most|some|many|few) of whom\b)"
)


def _sides(of: Told, context: frozenset[str], also: re.Pattern[str] | None = None) -> list[_Side]:
    folded = plain(of.text)
    bounds = _bounds(folded, also)
    if len(bounds) > 2 and any(map(_SPEAKS_OF.match, (folded[b:] for b in bounds[1:-1]))):
        context |= {w.stem for w in told(subject_of(of.text[: bounds[1]])).words}
    out = []
    for start, end in pairwise(bounds):
        own = tuple(
            w
            for w in of.words
            if start <= w.start < end and not w.turning and w.stem not in context | LIGHT | GENERIC
        )
        turns = frozenset(t for o in of.turned if start <= o.start < end for t in o.turns)
        out.append(_Side(own, turns, bool(_ELLIPSIS.search(folded[start:end]))))
    return [s for s in out if s.words]


_SPEAKS_OF = re.compile(
    r"\W*(?:they|it|he|she|these|those|this|some|most|many|few|others?|is|are)\b"
)
"""A side that speaks of the subject of the side before it."""


def _bounds(folded: str, also: re.Pattern[str] | None) -> list[int]:
    m = _LEADING.match(folded)
    cuts = [m.end(1)] if m else []
    cuts += [c.end() for c in _CONTRAST.finditer(folded)]
    cuts += [c.end() for c in also.finditer(folded)] if also else []
    return [0, *sorted(cuts), len(folded)]


def _mixed(mine: _Side, sides: Sequence[_Side], whole: frozenset[Turn]) -> str | None:
    """Words of one side alone beside words, or turns, of another side alone."""
    holding = [_held(mine, side, sides) for side in sides]
    telling = [n for n, words in enumerate(holding) if words]
    if len(telling) < 2:
        at = telling[0] if telling else None
        return None if at is None else _turned_as(mine, sides, at, whole)
    if any(side.elliptic for side in sides):
        subject = next((n for n in telling if sides[n].elliptic), telling[0])
        return _turned_as(mine, sides, subject, whole)
    return f"{holding[telling[1]][0]!r} is said of the other side of a contrast"


def _turned_as(mine: _Side, sides: Sequence[_Side], at: int, whole: frozenset[Turn]) -> str | None:
    """What turns another side alone must not turn this one."""
    others = frozenset(t for n, s in enumerate(sides) if n != at for t in s.turns)
    strays = mine.turns & (others - sides[at].turns) - {Turn.ALL, Turn.EXPECTED}
    if strays:
        return f"{min(strays).value!r} is said of the other side of a contrast"
    kept = {Turn.NOT, Turn.SOME, Turn.MOST, Turn.FEW, Turn.MANY}
    lost = (sides[at].turns & kept) - whole - others
    return f"{min(lost).value!r} is lost from its side" if lost else None


def _held(mine: _Side, side: _Side, sides: Sequence[_Side]) -> list[str]:
    """Words of one side of a sentence that only this side of the source has."""
    elsewhere = [w.stem for s in sides if s is not side for w in s.words]
    own = [w.stem for w in side.words if not any(alike(w.stem, e) for e in elsewhere)]
    return [w.text for w in mine.words if w.stem in own]
