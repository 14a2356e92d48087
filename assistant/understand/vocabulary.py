"""The names that one snapshot knows, and how a visitor's words link to them.

Schools as `institutions.py` links them; subjects by any phrase that stands in a category, field or
title; places, awards and page subjects as the sources write them. Spelling is corrected only where
a word is neither English nor known here. It does not decide what the question asks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz.distance import OSA

from assistant.understand.awards import Awards
from assistant.understand.cells import Cells
from assistant.understand.clipped import unclipped
from assistant.understand.english import NUMERALS, is_english, is_lexical, singular, singulars
from assistant.understand.institutions import Institutions
from assistant.understand.place_codes import is_meant
from assistant.understand.places import Spot
from assistant.understand.prices import Prices
from assistant.understand.tokens import Token
from vectorstore.frequency import zipf
from vectorstore.text import topic_key

_MAX_PHRASE = 8
_DEGREE_WORDS = 3
_INITIALS = 5
"""Letters of a word in capitals that is taken for initials and never corrected."""
_AFTER = frozenset("in of at from with for and or under over below near courses course".split())
"""Words of grammar that follow a name, and no pronoun: "Certificate I in Automotive"."""
_CATEGORY_CUES = frozenset(
    {"category", "categories", "filed", "labelled", "labeled", "section", "heading"}
)


@dataclass(frozen=True, slots=True)
class Link:
    """Tokens [first, last] read as a name of the snapshot."""

    role: str
    """university, topic, place, award, column, entity, category; program, a title spelled out;
    titled, an award that stands in titles only."""
    values: tuple[str, ...]
    """The snapshot's own words; several where the words fit several (any of them is meant)."""
    first: int
    last: int
    spot: Spot | None = None
    """Of a place: what is held of it."""
    partial: bool = False
    """Of a school: its name was said in part, or by what stands in brackets."""
    rows: int = 0
    """Of a school: how many programs it has."""
    turned: bool = False
    """Of a school: its name was said the other way round."""
    denied: tuple[str, ...] | None = None
    """Of a column that says yes or no: the cells that say no; None of anything else."""


@dataclass(frozen=True)
class Vocabulary:
    """Indexes over the names of a snapshot; built once when it is opened."""

    institutions: Institutions
    topics: Mapping[tuple[str, ...], tuple[str, ...]]
    """Key of a phrase (without plurals) -> the phrases of categories, fields and titles, the
    commonest first."""
    places: Mapping[tuple[str, ...], Spot]
    awards: Awards
    categories: Mapping[tuple[str, ...], str]
    """Linked only where the question quotes one or says that it is one."""
    entities: Mapping[tuple[str, ...], frozenset[str]]
    """Key of (part of) a page's title -> titles."""
    common: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Words of the questions' own grammar that stand in subjects too ("change", "fine"), without
    plurals -> the words; they name a subject only where nothing else can stand."""
    degrees: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Degrees that are a level and a name, "bachelor of arts" -> how titles write them."""
    columns: Mapping[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    """Phrase (without plurals) -> headers of columns without a field that it names."""
    cells: Cells = field(default_factory=Cells)
    """What columns without a field say, as conditions."""
    prices: Prices = field(default_factory=Prices)
    """What the prices of the snapshot are in and for."""
    spelled: frozenset[str] = field(default=frozenset())
    """Every word that is spelled right as far as this snapshot and the lexicon know."""

    def correct(self, token: Token) -> str:
        """The token's word, or the one known word it misspells.

        Only words of four letters or more that are neither English (wordfreq) nor known are
        corrected, by one edit (two from eight letters on). Of several candidates the one that
        needs no letter replaced wins (fingers skip, double and swap), then one in "-est" for a word
        in "-est", then a word of asking, then the commonest.
        """
        word = token.word
        if token.is_number or len(word) < 4 or word in self.spelled or is_english(word):
            return word
        if token.text.isupper() and len(word) <= _INITIALS:
            return word  # "APRN"
        allowed = 1 if len(word) < 8 else 2
        near = [
            (
                distance,
                _is_replaced(word, known),
                _ends_otherwise(word, known),
                not is_lexical(known),
                -zipf(known),
                known,
            )
            for known in self.spelled
            if abs(len(known) - len(word)) <= allowed
            and known[0] == word[0]
            and (distance := OSA.distance(word, known, score_cutoff=allowed)) <= allowed
        ]
        return min(near)[-1] if near else word

    def links(self, tokens: Sequence[Token], corrected: Sequence[str]) -> tuple[Link, ...]:
        """All links of all roles, the longest from each start for each role; they may overlap."""
        found: list[Link] = []
        for at in range(len(tokens)):
            found.extend(self._links_at(tokens, corrected, at))
        return tuple(found)

    def _links_at(
        self, tokens: Sequence[Token], corrected: Sequence[str], at: int
    ) -> Iterator[Link]:
        school = self.institutions.named_at(tokens, corrected, at)
        if school:
            names, partial = school.names, school.partial
            link = Link("university", names, at, school.last, partial=partial, rows=school.rows)
            yield replace(link, turned=school.turned)
        yield from self._short_names(tokens, corrected, at)
        category = self._category(corrected, at)
        if category:
            yield category
        for last in range(min(len(corrected), at + _DEGREE_WORDS) - 1, at, -1):
            degree = self.degrees.get(" ".join(singulars(corrected[at : last + 1])))
            if degree:
                yield Link("degree", degree, at, last)
        named: tuple[tuple[str, Mapping[tuple[str, ...], Collection[str]]], ...]
        named = (("topic", self.topics), ("entity", self.entities))
        for role, phrases in named:
            for last in range(min(len(corrected), at + _MAX_PHRASE) - 1, at - 1, -1):
                key = phrase_key(tokens[at : last + 1], corrected[at : last + 1])
                values = phrases.get(key) or phrases.get(_in_roman(key))
                if role == "topic" and not values:
                    long = (v for form in unclipped(key) for v in phrases.get(form, ()))
                    values = tuple(dict.fromkeys(long))
                if values:
                    ordered = tuple(values if role == "topic" else sorted(values))
                    yield Link(role, _as_said(ordered, corrected[at : last + 1]), at, last)
                    break

    def _short_names(
        self, tokens: Sequence[Token], corrected: Sequence[str], at: int
    ) -> Iterator[Link]:
        runs = [
            (tuple(corrected[at : last + 1]), last)
            for last in range(min(len(corrected), at + _MAX_PHRASE) - 1, at - 1, -1)
        ]
        for said, last in runs:
            spot = self.places.get(said)
            if spot and self._is_place(spot, tokens, at):
                yield Link("place", spot.values, at, last, spot)
                break
        for said, last in runs:
            headers = self.columns.get(singulars(said))
            if headers:
                yield Link("column", headers, at, last)
                break
        for said, last in runs:
            award = self.awards.named(said, [t.text for t in tokens[at : last + 1]])
            if said[-1] == "i" and _is_pronoun(said, corrected[last + 1 :]):
                continue
            if award and not any(_is_other_word(v, tokens[at]) for v in award.values):
                yield Link("titled" if award.in_titles else "award", award.values, at, last)
                break

    def _is_place(self, spot: Spot, tokens: Sequence[Token], at: int) -> bool:
        if spot.code:
            return is_meant(spot, tokens, at, self.places)
        return not any(_is_other_word(v, tokens[at]) for v in spot.values)

    def _category(self, corrected: Sequence[str], at: int) -> Link | None:
        """A whole category line after "filed under", "category", "section" and the like."""
        if not set(corrected[max(0, at - 3) : at]) & _CATEGORY_CUES:
            return None
        for last in range(min(len(corrected), at + _MAX_PHRASE) - 1, at, -1):
            value = self.categories.get(tuple(corrected[at : last + 1]))
            if value:
                return Link("category", (value,), at, last)
        return None


def phrase_key(tokens: Sequence[Token], corrected: Sequence[str]) -> tuple[str, ...]:
    """A phrase of the question without plurals, acronyms expanded as in `topic_key`."""
    raw = [
        word if word != token.word else token.text
        for token, word in zip(tokens, corrected, strict=True)
    ]
    return singulars(tuple(topic_key(" ".join(raw)).split()))


def _as_said(values: tuple[str, ...], said: Sequence[str]) -> tuple[str, ...]:
    """The values with the visitor's own form of the name first."""
    own = " ".join(said)
    return (own, *(v for v in values if v != own)) if own in values else values


_ROMAN = {digit: roman for roman, digit in NUMERALS.items()}


def _in_roman(key: tuple[str, ...]) -> tuple[str, ...]:
    """A phrase as sources number their parts: "calculus 2" is Calculus II."""
    return (*key[:1], *(_ROMAN.get(word, word) for word in key[1:]))


def _is_replaced(word: str, known: str) -> bool:
    """Whether letters were replaced: as many, but not the same ones."""
    return len(word) == len(known) and sorted(word) != sorted(known)


def _is_pronoun(said: Sequence[str], following: Sequence[str]) -> bool:
    """Whether the last word is who does something: "certificates I can finish", not I of IV."""
    plural = len(said) > 1 and singular(said[-2]) != said[-2]
    return plural or bool(following and is_lexical(following[0]) and following[0] not in _AFTER)


def _ends_otherwise(word: str, known: str) -> bool:
    """Whether a superlative is no longer one: "pricest" is "priciest", not "prices"."""
    return word.endswith("est") and not known.endswith("est")


def _is_other_word(name: str, token: Token) -> bool:
    """Whether a code such as IN (Indiana) or OR (Oregon) is said as the word that it spells."""
    if token.word != name.casefold():
        return False
    is_code = len(name) <= 3 and name.isupper()
    if is_code and not re.sub(r"['\u2019]s$", "", token.text).isupper():
        return is_english(token.word)
    return is_lexical(token.word) and not token.looks_like_name  # a suburb named City
