"""Subjects in clipped words: "vet tech" is veterinary technology, "maths" mathematics.

Only where the sources write no such phrase themselves. Data in `clipped.toml`; it does not decide
what a question asks.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path

from assistant.understand.english import singulars

Key = tuple[str, ...]
_MOST_WORDS = 4
"""Words of a phrase that is tried in other forms."""


def unclipped(key: Key) -> Iterator[Key]:
    """The phrases that this one is short for, without plurals; none if no word of it is clipped.

    >>> [" ".join(k) for k in unclipped(("vet", "nursing"))]
    ['veterinary nursing']
    """
    forms = _forms()
    if len(key) > _MOST_WORDS or not any(word in forms for word in key):
        return
    for chosen in product(*(forms.get(word, (word,)) for word in key)):
        yield singulars(" ".join(chosen).split())


@cache
def _forms() -> Mapping[str, tuple[str, ...]]:
    text = (Path(__file__).parent / "clipped.toml").read_text(encoding="utf-8")
    return {singulars((w,))[0]: tuple(of) for w, of in tomllib.loads(text).items()}
