"""Codes of regions that are words as well: when "IN", "OR" or "ME" is a place.

Where it is written in capitals in a question that is not, and for a word of grammar also where a
place can stand; in small letters only behind its city and a comma: "portland, or". Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.understand.english import is_english, is_lexical
from assistant.understand.lexicon import load_lexicon
from assistant.understand.places import Spot
from assistant.understand.tokens import Token

_BEFORE = frozenset("in near from around outside within to across".split())
_JOINTS = frozenset({"and", "or"})
_COUNTRIES = frozenset({"us"})
"""In capitals hardly ever the word that they spell."""
_REACH = 4
"""Words of a city's name that may stand before its region."""
_COMMA = 2
"""Characters between two words that are more than a blank."""


def is_meant(
    spot: Spot, tokens: Sequence[Token], at: int, places: Mapping[tuple[str, ...], Spot]
) -> bool:
    """Whether the code at this token is a place and not the word that it spells."""
    word = tokens[at].word
    city = _city_before(tokens, at, places)
    apart = at > 0 and tokens[at].start - tokens[at - 1].end >= _COMMA
    if city is not None and (apart or city.regions & set(spot.values)) and is_as_code(tokens, at):
        return True
    if not is_as_code(tokens, at):
        behind_city = city is not None and apart
        ends = at + 1 == len(tokens) or tokens[at + 1].start - tokens[at].end >= _COMMA
        return (behind_city and (ends or not is_lexical(word))) or not is_english(word)
    return not is_lexical(word) or word in _COUNTRIES or _can_stand(tokens, at, places)


def is_as_code(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word is written in capitals among others that are not."""
    shouted = all(t.text.isupper() for t in tokens if t.text.isalpha() and len(t.text) > 1)
    return tokens[at].text.isupper() and not (shouted and len(tokens) > _REACH)


def _can_stand(tokens: Sequence[Token], at: int, places: Mapping[tuple[str, ...], Spot]) -> bool:
    """Behind "in" and the like, before schools, or beside another code: "in WA or OR"."""
    if _before_schools(tokens, at):
        return True
    if at == 0 or tokens[at - 1].word in _BEFORE:
        return at > 0
    before = at - 2 if tokens[at - 1].word in _JOINTS else at - 1
    other = places.get((tokens[before].word,)) if before >= 0 else None
    return other is not None and other.code and tokens[before].text.isupper()


def _before_schools(tokens: Sequence[Token], at: int) -> bool:
    """ "Any ON colleges": nothing stands before it that "OR" could join to what follows."""
    senses = load_lexicon().phrases
    nouns = senses.get((tokens[at + 1].word,), ()) if at + 1 < len(tokens) else ()
    before = senses.get((tokens[at - 1].word,), ()) if at else ()
    opens = at == 0 or any(s.role == "frame" for s in before)
    return opens and any(s.role == "noun" for s in nouns)


def _city_before(
    tokens: Sequence[Token], at: int, places: Mapping[tuple[str, ...], Spot]
) -> Spot | None:
    """The city whose name ends right before this token."""
    for first in range(max(0, at - _REACH), at):
        spot = places.get(tuple(t.word for t in tokens[first:at]))
        if spot is not None and spot.kind == "city":
            return spot
    return None
