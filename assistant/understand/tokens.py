"""A question as tokens with offsets: numbers kept whole, possessives and contractions undone.

First step of understanding; it knows no words, only their shapes.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from vectorstore.text import fold, unaccent

_GROUP = r"[,'\u00a0\u2007\u2009\u202f]"
_NUMBER = (
    r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?(?![\d,])"  # lakhs and crores
    rf"|\d{{1,3}}(?:{_GROUP}\d{{3}})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?|(?<![^\W\d_])\.\d+"
)
_TOKEN = re.compile(
    rf"(?P<number>{_NUMBER})(?P<suffix>%|(?:k|m|bn|l|st|nd|rd|th)(?![^\W_]))?"
    r"|(?P<money>(?<![^\W_])(?:au|us|nz|hk|ca|[acs])?\$|[\u20ac\u00a3\u20b9])"
    r"|(?P<owner>(?<=[^\w\s])'s(?![^\W_]))"  # of a name that ends in no letter: "(UWA)'s"
    r"|(?P<word>[^\W\d_]+(?:[.'&][^\W\d_]+)*(?:\+\+|\+|#)?)",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"'s?$")
_CLITIC = re.compile(r"'(?:d|ll|re|ve|m)$")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or currency sign of a question."""

    text: str
    """As written."""
    word: str
    """Folded, possessive and clitic cut off: "Austin's" -> austin, "isn't" stays isn't."""
    start: int
    end: int
    number: float | None = None
    """Its value if it is written in digits."""
    suffix: str = ""
    """k, m, bn, l, %, st, nd, rd or th right after the digits."""

    @property
    def is_number(self) -> bool:
        """Written in digits."""
        return self.number is not None

    @property
    def looks_like_name(self) -> bool:
        """Capitals inside or at the start: "NYU", "Oxford"; says nothing at a sentence's start."""
        return self.text[:1].isupper()


def tokenize(text: str) -> tuple[Token, ...]:
    """All tokens of a text in order; punctuation stays between them.

    >>> [t.word for t in tokenize("UT Austin's, under $20k?")]
    ['ut', 'austin', 'under', '$', '20']
    >>> [t.number for t in tokenize("1,50,000 or 12'500")]
    [150000.0, None, 12500.0]
    >>> [t.word for t in tokenize("Lane Tech (LTI)'s diploma")]
    ['lane', 'tech', 'lti', 'diploma']
    """
    plain = unicodedata.normalize("NFC", text).replace("\u2019", "'").replace("\u2018", "'")
    if len(plain) != len(text):  # offsets must stay those of the question
        plain = text
    return tuple(_token(match) for match in _TOKEN.finditer(plain) if not match["owner"])


def _token(match: re.Match[str]) -> Token:
    raw = match.group()
    if match["number"]:
        word = re.sub(_GROUP, "", match["number"])
        return Token(raw, word, *match.span(), float(word), (match["suffix"] or "").lower())
    word = unaccent(fold(raw))
    word = _CLITIC.sub("", _POSSESSIVE.sub("", word)) if "'" in word else word
    if re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", word):  # "m.s", "ph.d" are handled as written
        word = word.rstrip(".")
    return Token(raw, word, *match.span())


def between(text: str, left: Token, right: Token) -> str:
    """What stands between two tokens, stripped: a dash, a comma, nothing."""
    return text[left.end : right.start].strip()
