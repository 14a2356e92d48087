"""Which language a question is written in, as far as it is easy to tell; English where in doubt.

Scripts tell by themselves; languages in Latin letters by how frequent their words are (wordfreq),
looked up only when most words of the question are no everyday English.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from assistant.understand.tokens import tokenize
from vectorstore.frequency import zipf

_LATIN = ("es", "fr", "de", "it", "pt", "nl")
_SCRIPTS = {
    "CYRILLIC": "ru", "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko",
    "ARABIC": "ar", "THAI": "th", "GREEK": "el", "HEBREW": "he", "DEVANAGARI": "hi",
}  # fmt: skip
_EVERYDAY = 4.0
"""zipf: a word of this frequency is everyday English."""
_MIN_WORDS = 3
_MARGIN = 1.0
"""zipf, mean over the words: how much better another language must fit than English."""


def language(text: str) -> str:
    """Two-letter code of the language; "en" unless another is plain.

    >>> language("cheapest online master"), language("¿Cuál es la maestría más barata en línea?")
    ('en', 'es')
    """
    script = _script(text)
    if script:
        return script
    said = [t.word for t in tokenize(text) if not t.is_number and len(t.word) > 1]
    foreign = [w for w in said if zipf(w) < _EVERYDAY]
    if len(said) < _MIN_WORDS or len(foreign) * 3 < len(said):
        return "en"
    english = _fit(said, "en")
    best = max(_LATIN, key=lambda code: _fit(said, code))
    return best if _fit(said, best) > english + _MARGIN else "en"


def _fit(said: Sequence[str], code: str) -> float:
    from wordfreq import zipf_frequency  # loads tables and tokenizers of all languages

    return sum(zipf_frequency(w, code, wordlist="small") for w in said) / len(said)


def _script(text: str) -> str | None:
    """The language of a script other than Latin that most letters are of."""
    letters = [c for c in text if c.isalpha()]
    named = [unicodedata.name(c, "").split(" ")[0] for c in letters]
    foreign = [_SCRIPTS[n] for n in named if n in _SCRIPTS]
    if len(foreign) * 2 <= len(letters):
        return None
    return max(set(foreign), key=foreign.count)
