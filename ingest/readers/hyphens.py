"""Two lines -> one: hyphens that only a line's end brought about are undone. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from vectorstore.frequency import zipf

_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
_BROKEN = re.compile(r"(?P<first>[^\W\d_]{2,})[-\u2010\u00ad]$")
_FIRST = re.compile(r"[^\W\d_]+")
_KNOWN = 2.0
"""wordfreq: a word this frequent is one; one in a hundred million words."""


class Vocabulary:
    """The words of a document as it writes them within its lines."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: set[str] = set()
        for line in lines:
            inner = line[: -len(m[0])] if (m := _BROKEN.search(line)) else line
            self._words.update(w.lower() for w in _WORD.findall(inner))

    def __contains__(self, word: str) -> bool:
        return word.lower() in self._words


def joined(before: str, after: str, vocabulary: Vocabulary) -> str:
    """Two lines as one; a word that was broken between them is whole again.

    The document's own spelling decides, else which spelling English knows better; a hyphen of
    which nothing is known stays.

    >>> (
    ...     joined("a full-", "time job", Vocabulary([])),
    ...     joined("more infor-", "mation", Vocabulary([])),
    ... )
    ('a full-time job', 'more information')
    """
    broken, rest = _BROKEN.search(before), _FIRST.match(after)
    if broken is None or rest is None:
        return f"{before} {after}"
    stem = before[: broken.end() - 1]
    if before.endswith("\u00ad"):
        return stem + after
    first, second = broken["first"], rest[0]
    if not second[0].islower():
        return before + after
    return stem + after if _is_one_word(first, second, vocabulary) else f"{stem}-{after}"


def _is_one_word(first: str, second: str, vocabulary: Vocabulary) -> bool:
    if f"{first}-{second}" in vocabulary:
        return False
    if first + second in vocabulary:
        return True
    whole = zipf(first + second)
    parts = min(zipf(first), zipf(second))
    return whole >= _KNOWN and whole >= parts - 1
