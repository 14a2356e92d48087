"""Sentences as verification reads them: folded in place, masked, cut into clauses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_SAME = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u2018\u2019\u02bc\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u2033", '"'),
        **dict.fromkeys("\u00a0\u202f\u2009\n\t\r", " "),
    }
)

MASK = "\x01"
"""Stands where a name was read, so that its words and digits are not read twice."""

_MARKUP = re.compile(
    r"https?:|www\.|\bjavascript:|\bdata:\w|\]\(|</?[a-z!]|&#?\w+;|`|\*\*|__\w|^\s*#|^\s*\|"
    r"|[\x00-\x08\x0b-\x1f"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r";\s+|(?<=[^.\s]{2})[.!?]\s+(?=[A-Z\"'\x01])|\s-\s|,?\s+(?:while|whereas|but|although"
    r"|though)\s+",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The text in lower case with plain dashes, quotes and spaces, character for character.

    >>> len(plain("İ–“x”")) == len("İ–“x”")
    True
    """
    even = text.translate(_SAME)
    lower = even.lower()
    if len(lower) == len(even):
        return lower
    return "".join(low if len(low := c.lower()) == 1 else c for c in even)


def even(text: str) -> str:
    """As `plain`, with letter case kept."""
    return text.translate(_SAME)


def squeezed(text: str) -> str:
    """As `even`, with every run of spaces as one and none at the ends."""
    return " ".join(even(text).split())


def mask(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with spans overwritten, all offsets kept."""
    out = list(text)
    for start, end in spans:
        out[start:end] = MASK * (end - start)
    return "".join(out)


def markup(text: str) -> bool:
    """A link, markup or an invisible control character stands in the text."""
    return bool(_MARKUP.search(text))


def clauses(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of the clauses of a sentence: cut at semicolons, dashes, stops and contrasts."""
    out, start = [], 0
    for m in _CLAUSE.finditer(text):
        out.append((start, m.start()))
        start = m.end()
    out.append((start, len(text)))
    return tuple((a, b) for a, b in out if text[a:b].strip())
