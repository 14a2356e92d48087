"""Stems by which the words of questions and pages are compared, British spellings as American."""

from __future__ import annotations

import re
from functools import lru_cache

from vectorstore.lexical import stem as snowball_stem
from vectorstore.text import words

_BRITISH = re.compile(r"(?<=[a-z]{3})is(?=(?:e[srd]?|ing|ations?)$)")
_OUR = re.compile(r"(?<=[a-z]{3})our(?=(?:s|ed|ing|er|ers|able|ite)?$)")
"""The British spelling of "labor" and "behavior"."""
_DOUBLED = re.compile(r"(?<=[a-z]{2}e)ll(?=(?:or|er|ed|ing)s?$)")
"""The British letter of "counsellor" and "traveller"."""
_SHORT_PLURAL = re.compile(r"[bcdfghjklmnpqrtvwxz]{2,4}s")


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The stem of one folded word.

    >>> stem("specialised"), stem("specializes"), stem("counsellors"), stem("labour")
    ('special', 'special', 'counselor', 'labor')
    """
    if _SHORT_PLURAL.fullmatch(word):  # "RNs"
        return word[:-1]
    return snowball_stem(_OUR.sub("or", _DOUBLED.sub("l", _BRITISH.sub("iz", word))))


def stems(text: str) -> tuple[str, ...]:
    """Stems of all words of a text, in order."""
    return tuple(stem(word) for word in words(text))
