"""English words as such: how common they are, their singular, and what part of grammar they are.

Frequencies are wordfreq's; nothing here knows a snapshot.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.understand.lexicon import load_lexicon
from vectorstore.frequency import zipf

_EVERYDAY_ZIPF = 4.8
"""wordfreq: a lone word this common is read as a name only in capitals."""
_ENGLISH_ZIPF = 2.6
"""wordfreq: words at least this frequent are taken as spelled right."""
NUMERALS = dict(zip("i ii iii iv v vi vii viii ix x".split(), map(str, range(1, 11)), strict=True))
"""Roman numerals as titles and awards number their levels, in digits."""


NUMBERED = frozenset("level band stage grade tier step".split())
"""Words that the number behind them counts: "level 4"."""


@lru_cache(maxsize=65536)
def singular(word: str) -> str:
    """A folded word without its plural ending; "engineer" stays apart from "engineering".

    >>> [singular(w) for w in ("engineers", "studies", "analysis", "business", "data")]
    ['engineer', 'study', 'analysis', 'business', 'data']
    """
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


def singulars(phrase: Sequence[str]) -> tuple[str, ...]:
    """Words without plural endings and in one spelling, in order: what names are looked up by."""
    return tuple(map(_name_key, phrase))


@lru_cache(1 << 16)
def _name_key(word: str) -> str:
    return one_spelling(singular(word))


_SPELLINGS = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"ll(?=(?:ing|ed|or|er|ation)$)", "l"),
        (r"is(?=(?:e|ed|ing|ation|ational|er)$)", "iz"),
        (r"ys(?=(?:e|ed|ing)$)", "yz"),
        (r"(?<=[a-z]{2})our(?=(?:al|ally|ism|ist|able|ed|ing)?$)", "or"),
        (r"tre$", "ter"),
        (r"programme$", "program"),
        (r"(?<=[fl]en)ce$", "se"),
        (r"ogue$", "og"),
        (r"(?<=p)ae(?=d)|(?<=an)ae(?=s)|(?<=arch)ae(?=o)|(?<=gyn)ae(?=c)", "e"),
    )
)
"""British and American endings; the result is a key and need not be a word itself."""


def one_spelling(word: str) -> str:
    """A folded word under the key that its British and its American spelling share.

    >>> [one_spelling(w) for w in ("counselling", "organisation", "behavioural", "centre")]
    ['counseling', 'organization', 'behavioral', 'center']
    """
    for pattern, plain in _SPELLINGS:
        word = pattern.sub(plain, word)
    return word


def is_english(word: str) -> bool:
    """Whether wordfreq knows the word, or its singular, well enough to trust its spelling."""
    return max(zipf(word), zipf(singular(word))) >= _ENGLISH_ZIPF


def is_everyday(word: str) -> bool:
    """Whether a word is so common that it is read as a name only in capitals."""
    return zipf(word) >= _EVERYDAY_ZIPF


def is_glue(word: str) -> bool:
    """Whether a word only joins the words of a name."""
    return word in ("of", "the", "at", "and", "in", "for", "&")


def is_lexical(word: str) -> bool:
    """Whether a word alone is one of the closed-class words of questions."""
    return (word,) in load_lexicon().phrases
