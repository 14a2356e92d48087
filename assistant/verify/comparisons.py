"""A sentence that sets two figures against each other, as its two statements and the way it points.

"Fallers earned $53,900, more than graders, who earned $46,710": each side is proven by itself, and
which figure is the higher one is computed. Works on text; knows no evidence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.figures import Figure, Measure, figures
from assistant.verify.lexicon import FUNCTION
from assistant.verify.text import mask
from vectorstore.text import words

_AGAINST = re.compile(
    r",?\s(?:(?:slightly|a\slittle|somewhat|well|far|much|considerably|significantly)\s)?"
    r"(?P<how>(?P<up>more|higher|above|over)(?:\sthan)?|(?P<down>less|lower|fewer|below|under)(?:\sthan)?"
    r"|compared\s(?:with|to)|as\sagainst|against|versus)\s"
    r"(?P<other>(?:the|those|that|what|in|at|for|[a-z]).*\d.*)$",
    re.IGNORECASE | re.DOTALL,
)
_SIZE = re.compile(r"\b(?:slightly|a\slittle|somewhat|well|far|much|considerably|significantly)\b")


@dataclass(frozen=True, slots=True)
class Compared:
    """Two statements of one figure each."""

    one: str
    other: str


def compared(clause: str) -> Compared | None:
    """The sides of a comparison of two figures; None if it is none, or points the wrong way.

    >>> compared("Fallers earned $53,900, more than graders, who earned $46,710").other
    'graders, who earned $46,710'
    >>> compared("Fallers earned $53,900, less than graders, who earned $46,710") is None
    True
    """
    for m in _AGAINST.finditer(clause):
        one, other = clause[: m.start()], m["other"]
        mine, theirs = _value(one), _value(other)
        if mine is None or theirs is None or not _names_something(other):
            continue
        if mine.measure is not theirs.measure or _points_wrong(m, mine.low, theirs.low):
            continue
        return Compared(one, other)
    return None


def _points_wrong(m: re.Match[str], mine: float, theirs: float) -> bool:
    wrong = mine <= theirs if m["up"] else bool(m["down"]) and mine >= theirs
    size = _SIZE.search(m.group())
    gap = abs(mine - theirs) / max(mine, theirs, 1e-9)
    small = size is not None and size.group() in ("slightly", "a little", "somewhat")
    return wrong or (size is not None and (gap > 0.1 if small else gap < 0.2))


def _value(text: str) -> Figure | None:
    """The one figure of a text that is no year; None if there are more or none."""
    found = [
        f
        for f in figures(text)
        if f.measure is not Measure.ORDINAL and not 1900 <= f.low <= 2100 and not f.is_range
    ]
    return found[0] if len(found) == 1 else None


def _names_something(text: str) -> bool:
    rest = mask(text, ((f.start, f.end) for f in figures(text))).replace("\x01", " ")
    return any(w not in FUNCTION for w in words(rest))
