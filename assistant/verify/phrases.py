"""What the phrases of a sentence speak of: counts, superlatives with their place, aggregates.

Reads words only; whether it is so is decided in `counts.py`, `orders.py` and `values.py`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.figures import Bound, Figure, Measure
from assistant.verify.lexicon import AGGREGATES, SUPERLATIVES
from assistant.verify.reading import Reading
from vectorstore.query import Aggregate, SortKey

_HELD_BEFORE = re.compile(
    r"\b(?:hold|held|holds)(?: only| just)?\s*$|\b(?:number|count)\b[^,;]{0,80}\bis\s*$"
    r"|\bthere are\s*$|\bnumber\s*$"
)


_COUNTED = re.compile(
    r"^\s*(?!(?:for|at|by|in|per|a|against|and|to|over|is|was)\b)(?:[\w'&/.-]+\s+){0,14}?$"
)


_BRACKETED = re.compile(r"\(([a-z]+)\)")
"""A word in brackets within what is counted: "1 BSc (Hons) program"."""


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
    if re.match(
        r"\s+(?:more|others?)\W*$|\s+different\)|\s+(?:are|is) (?:held|announced)\b", behind
    ):
        return True
    if re.match(r"\s*[,.]?\s*$|\s*[,.]", behind) and _HELD_BEFORE.search(before):
        return True
    if re.match(r"\s+(?:do|does|are|is|have|has|fit|fits|can)\b", behind) and (
        re.search(r"\bof (?:the|these|those|which|them|whom)\b[^\x01]*$", before)
        or _OF_SET.match(reading.masked[: figure.start])
    ):
        return True
    if any(p.match(behind.lstrip()) for _, _, p in SUPERLATIVES) and re.search(
        r"\bthe\s*$", before
    ):
        return True
    behind = _BRACKETED.sub(r" \1 ", behind)
    noun = _next_noun(behind)
    return noun is not None and bool(_COUNTED.match(behind[:noun]))


_OF_SET = re.compile(r"of (?:the|these|those) \d[^,;:]*,\s*$")
"""Opens a sentence whose next clause counts some of them: "Of the 10 rows I hold, 3 ..."."""


def _next_noun(behind: str) -> int | None:
    flat = re.split(r"[,;:()\x01\d]", behind)[0]
    m = re.search(
        r"\b(?:programs?|courses?|certificates?|degrees?|diplomas?|master's|masters|doctorates?"
        r"|bachelor's|options?"
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


def rank_of(reading: Reading, span: tuple[int, int]) -> int:
    """The place that a superlative names: 2 for "second cheapest" and "next cheapest"."""
    for figure in reading.figures:
        if figure.measure is Measure.ORDINAL and 0 <= span[0] - figure.end <= 3:
            return int(figure.low)
    if re.search(r"\bnext[- ]\s*$", reading.masked[: span[0]]):
        return 2
    return 1


def top_of(reading: Reading, span: tuple[int, int]) -> int | None:
    """How many a superlative names: 3 for "the 3 cheapest"; None for one."""
    for figure in reading.figures:
        whole = figure.measure is Measure.NUMBER and figure.low >= 1 and figure.low % 1 == 0
        if whole and 0 <= span[0] - figure.end <= 3:
            return int(figure.low)
    return None


TIED = r"\btie[sd]?\b|\bjoint(?:ly)?\b|\bequally\b|\bshares?\b"
