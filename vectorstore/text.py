"""How text is folded for comparison; shared by the rows, the lexical index and the vocabulary.

Pure functions over strings. This module does not decide what a visitor meant.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

ACRONYMS: dict[str, str] = {
    "ai": "artificial intelligence",
    "ml": "machine learning",
    "nlp": "natural language processing",
    "cs": "computer science",
    "cv": "computer vision",
    "llm": "large language model",
    "llms": "large language models",
    "lm": "language models",
    "genai": "generative artificial intelligence",
    "ds": "data science",
    "msf": "master of science in finance",
    "mba": "master of business administration",
    "mph": "master of public health",
    "msn": "master of science in nursing",
    "dnp": "doctor of nursing practice",
    "bsn": "bachelor of science in nursing",
    "hr": "human resources",
    "ux": "user experience",
    "it": "information technology",
}
"""Field-standard short forms and what they stand for, lower case."""

_CASED_ACRONYMS = frozenset({"it", "cs", "ds", "cv", "lm", "hr"})
"""Short forms that are also ordinary words or letters: read as acronyms only in capitals."""

_BESIDE = frozenset({"post", "pre"})
"""Before a degree's short form: "Post-MBA" is what comes after one."""

_SHORT = 200
"""Characters up to which a text's key and words are remembered: names and titles, not passages."""

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u02bc": "'"})
_ACCENT = re.compile("[\u0300-\u036f]")
"""Combining marks that NFD splits off letters of European scripts."""
_POSSESSIVE = re.compile(r"'s?$")
_WORD = re.compile(r"[^\W_]+(?:[.'&+#][^\W_]+)*[+#]*")


def fold(text: str) -> str:
    """Text in NFKC, case-folded, with plain dashes, quotes and single spaces."""
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).translate(_QUOTES)
    return re.sub(r"\s+", " ", plain).strip().casefold()


def unaccent(text: str) -> str:
    """Text without the accents of European letters; other scripts keep all their marks.

    >>> unaccent("Universit\u00e9 de Montr\u00e9al, Z\u00fcrich")
    'Universite de Montreal, Zurich'
    """
    return unicodedata.normalize("NFC", _ACCENT.sub("", unicodedata.normalize("NFD", text)))


def words(text: str) -> tuple[str, ...]:
    """Folded words of a text, without possessive 's and accents: "UT Austin's" -> ut, austin."""
    return _remembered_words(text) if len(text) <= _SHORT else _words(text)


def _words(text: str) -> tuple[str, ...]:
    return tuple(_POSSESSIVE.sub("", w.casefold()) for w in _found(text))


def _found(text: str) -> list[str]:
    plain = unaccent(unicodedata.normalize("NFKC", text)).translate(_QUOTES)
    return _WORD.findall(plain)


def topic_key(text: str) -> str:
    """Folded words, acronyms expanded, joined and padded by spaces for whole-phrase containment.

    >>> topic_key("Certificates in AI")
    ' certificates in artificial intelligence '
    >>> topic_key("mbas, MLs and an MLS")
    ' master of business administration machine learning and an mls '
    >>> topic_key("IT, or what it is")
    ' information technology or what it is '
    >>> topic_key("Certificate Post-MBA")
    ' certificate post mba '
    """
    return _remembered_key(text) if len(text) <= _SHORT else _topic_key(text)


def _topic_key(text: str) -> str:
    out: list[str] = []
    for raw in _found(text):
        word = _POSSESSIVE.sub("", raw.casefold())
        if raw.endswith("s") and word[:-1] in ACRONYMS and (len(word) > 3 or raw[:-1].isupper()):
            word = word[:-1]  # "MBAs", "mbas", "AIs"
        is_acronym = word in ACRONYMS and (word not in _CASED_ACRONYMS or raw.isupper())
        is_acronym = is_acronym and not (out and out[-1] in _BESIDE)
        out.append(ACRONYMS[word] if is_acronym else word)
    return f" {' '.join(out)} "


_remembered_key = lru_cache(maxsize=1 << 16)(_topic_key)
_remembered_words = lru_cache(maxsize=1 << 15)(_words)
