"""The closed-class words of questions (lexicon.toml) as a phrase table.

`Lexicon.longest(words, i)` gives the senses of the longest phrase that starts at word i.
Comparative and superlative forms of the adjectives are derived here, so that the data file lists
each adjective
once.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assistant.understand.tokens import tokenize

_IRREGULAR = {
    "much": ("more", "most"),
    "many": ("more", "most"),
    "little": ("less", "least"),
    "good": ("better", "best"),
}


@dataclass(frozen=True, slots=True)
class Sense:
    """What a phrase can mean: a role, its value, and a degree for adjectives."""

    role: str
    """level, noun, delivery, adjective, size, measure, aggregate, compare, operator, ..."""
    value: str
    degree: str = "base"
    """base, comparative or superlative."""


Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """Phrases to their senses; a phrase is a tuple of folded words."""

    phrases: Mapping[Phrase, tuple[Sense, ...]]
    longest_phrase: int
    """Words in the longest phrase."""
    words: frozenset[str]
    """Every single word of every phrase."""

    def longest(self, words: Sequence[str], at: int) -> tuple[int, tuple[Sense, ...]]:
        """(number of words, senses) of the longest phrase that starts at `at`; (0, ()) if none."""
        for size in range(min(self.longest_phrase, len(words) - at), 0, -1):
            senses = self.phrases.get(tuple(words[at : at + size]))
            if senses:
                return size, senses
        return 0, ()


@cache
def load_lexicon() -> Lexicon:
    """The lexicon of this package, read once."""
    data = tomllib.loads((Path(__file__).parent / "lexicon.toml").read_text(encoding="utf-8"))
    table: dict[Phrase, list[Sense]] = defaultdict(list)
    for phrase, sense in _entries(data):
        if sense not in table[phrase]:
            table[phrase].append(sense)
    phrases = {phrase: tuple(senses) for phrase, senses in table.items()}
    return Lexicon(phrases, max(map(len, phrases)), frozenset(w for p in phrases for w in p))


def _entries(data: Mapping[str, Any]) -> Iterator[tuple[Phrase, Sense]]:
    for role, values in data.items():
        for value, phrases in values.items():
            if role == "adjective":
                for direction, adjectives in phrases.items():
                    yield from _all_degrees(adjectives, role, f"{value}:{direction}")
            elif role == "size":
                yield from _all_degrees(phrases, role, value)
            elif role == "superlative":
                sense = Sense("adjective", value, "superlative")
                yield from ((_words(phrase), sense) for phrase in phrases)
            else:
                yield from ((_words(phrase), Sense(role, value)) for phrase in phrases)


def _all_degrees(
    adjectives: Sequence[str], role: str, value: str
) -> Iterator[tuple[Phrase, Sense]]:
    for adjective in adjectives:
        yield from _degrees(adjective, role, value)


def _degrees(adjective: str, role: str, value: str) -> Iterator[tuple[Phrase, Sense]]:
    words = _words(adjective)
    yield words, Sense(role, value)
    if len(words) > 1:
        return
    comparative, superlative = _inflect(adjective)
    yield (comparative,), Sense(role, value, "comparative")
    yield (superlative,), Sense(role, value, "superlative")


def _inflect(adjective: str) -> tuple[str, str]:
    """("cheaper", "cheapest") for "cheap"; spelling rules of English for one-word adjectives.

    >>> _inflect("pricey"), _inflect("big")
    (('pricier', 'priciest'), ('bigger', 'biggest'))
    >>> _inflect("bougie")
    ('bougier', 'bougiest')
    """
    if adjective in _IRREGULAR:
        return _IRREGULAR[adjective]
    stem = adjective
    if adjective.endswith("ey"):
        stem = adjective[:-2] + "i"
    elif adjective.endswith("y"):
        stem = adjective[:-1] + "i"
    elif adjective.endswith("e"):
        stem = adjective[:-1]
    elif len(adjective) == 3 and adjective[1] in "aeiou" and adjective[2] not in "wxy":
        stem = adjective + adjective[-1]
    return stem + "er", stem + "est"


def _words(phrase: str) -> Phrase:
    """A phrase of the data file as the tokens that `tokens.tokenize` would give."""
    return tuple(token.word for token in tokenize(phrase)) or (phrase,)
