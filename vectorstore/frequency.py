"""How common a word is in English: wordfreq's table, read without its tokenizers.

wordfreq itself splits texts of any language and repairs them first; what it imports for that takes
a tenth of a server's start. A folded word of letters is one token of its table as it stands; for
anything else the package is asked.
"""

from __future__ import annotations

import gzip
import importlib.util
from functools import cache, lru_cache
from pathlib import Path

import msgpack

_TABLE = "data/large_en.msgpack.gz"
_MOST = 9.0
"""Zipf frequency of a word that is every word of a text: the table's first bucket."""
_STEP = 0.01


@lru_cache(maxsize=1 << 16)
def zipf(word: str) -> float:
    """Zipf frequency of a word in English, 0 to 8: the logarithm of how often in a billion words.

    Source: wordfreq 3, `zipf_frequency(word, "en")`, with which it agrees.

    >>> zipf("the"), zipf("nurse"), zipf("actuary"), zipf("qwxz")
    (7.73, 4.4, 2.5, 0.0)
    """
    if word.isascii() and word.isalpha():
        return _english().get(word.lower(), 0.0)
    from wordfreq import zipf_frequency

    return float(zipf_frequency(word, "en"))


@cache
def _english() -> dict[str, float]:
    """Each word of the table; it holds a list of words for each hundredth of a Zipf unit."""
    package = importlib.util.find_spec("wordfreq")
    assert package is not None
    assert package.origin is not None
    with gzip.open(Path(package.origin).parent / _TABLE) as file:
        header, *buckets = msgpack.load(file)
    assert header == {"format": "cB", "version": 1}, header
    found: dict[str, float] = {}
    for below, bucket in enumerate(buckets):
        found.update(dict.fromkeys(bucket, round(_MOST - below * _STEP, 2)))
    return found
