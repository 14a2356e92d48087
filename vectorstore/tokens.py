"""How many model tokens a text has: tiktoken's cl100k_base, found without a network.

tiktoken fetches its files at first use. Where `llama-index-core` is installed, its wheel holds
them, and tiktoken is pointed there; that package itself is not imported.
"""

from __future__ import annotations

import math
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import tiktoken

from vectorstore.settings import tiktoken_cache

_ENCODING = "cl100k_base"
_CACHED_AS = "9b5ad71b2ce5302211f9c61530b329a4922fc6a4"
"""SHA-1 of the address of cl100k_base: the name tiktoken gives the file in its cache."""
_MAX_EXACT_CHARS = 20_000
"""Longer texts are cut up anyway, and tiktoken's time grows with the square of a long word."""
_CHARS_PER_TOKEN = 4.0
"""English prose in cl100k_base; for machines without the file, where only the size of passages
is at stake."""


def count_tokens(text: str) -> int:
    """Tokens of a text in cl100k_base; estimated from its length where that file is missing."""
    encoding = _encoding()
    if encoding is None or len(text) > _MAX_EXACT_CHARS:
        return math.ceil(len(text) / _CHARS_PER_TOKEN)
    return len(encoding.encode_ordinary(text))


def counts_exactly() -> bool:
    """Whether tokens are counted, and not estimated."""
    return _encoding() is not None


@cache
def _encoding() -> tiktoken.Encoding | None:
    folder = tiktoken_cache(_packaged_cache())
    if folder is None or not (folder / _CACHED_AS).is_file():
        return None
    return tiktoken.get_encoding(_ENCODING)


def _packaged_cache() -> Path | None:
    """llama-index-core's folder of tiktoken files, if it holds the one we need."""
    spec = find_spec("llama_index")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(place) / "core" / "_static" / "tiktoken_cache"
        if (folder / _CACHED_AS).is_file():
            return folder
    return None
