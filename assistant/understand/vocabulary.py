"""The names that one snapshot knows, and how a visitor's words link to them.

Universities by full, partial and short names ("UT Austin", "SNHU", "UMass Lowell"); subjects by any
phrase that stands in a category, field or title; places, awards and page subjects as the sources
write them. Spelling is corrected only where a word is neither English nor known here. It does not
decide what the question asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from assistant.understand.english import (
    is_english,
    is_everyday,
    is_glue,
    is_lexical,
    singulars,
    zipf,
)
from assistant.understand.tokens import Token
from vectorstore.text import topic_key

GENERIC_IN_NAMES = frozenset(
    (
        "university universities college institute institution school of the at and for in "
        "system campus main program programs state center centre academy online"
    ).split()
)
"""Words that tell no two institutions apart."""
ALIASES = {"tech": ("technology", "polytechnic", "technological"), "uni": ("university",)}
_MAX_PHRASE = 8
_CATEGORY_CUES = frozenset(
    {"category", "categories", "filed", "labelled", "labeled", "section", "heading"}
)


@dataclass(frozen=True, slots=True)
class Link:
    """Tokens [first, last] read as a name of the snapshot."""

    role: str
    """university, topic, place, award, entity or listing."""
    values: tuple[str, ...]
    """The snapshot's own words; several where the words fit several (any of them is meant)."""
    first: int
    last: int


@dataclass(frozen=True)
class Vocabulary:
    """Indexes over the names of a snapshot; built once when it is opened."""

    universities: tuple[str, ...]
    university_words: Mapping[str, frozenset[int]]
    """Folded word or short form -> universities that have it."""
    name_forms: tuple[tuple[str, ...], ...]
    """Words of each university's name, in order."""
    short_forms: tuple[Mapping[str, tuple[int, int]], ...]
    """Short form -> [first, last] words of the name that it stands for, for each university."""
    topics: Mapping[tuple[str, ...], frozenset[str]]
    """Key of a phrase (without plurals) -> the phrases of categories, fields and titles."""
    places: Mapping[tuple[str, ...], str]
    awards: Mapping[tuple[str, ...], str]
    """By the words without plurals."""
    categories: Mapping[tuple[str, ...], str]
    """Linked only where the question quotes one or says that it is one."""
    entities: Mapping[tuple[str, ...], frozenset[str]]
    """Key of (part of) a page's title -> titles."""
    spelled: frozenset[str] = field(default=frozenset())
    """Every word that is spelled right as far as this snapshot and the lexicon know."""

    def correct(self, token: Token) -> str:
        """The token's word, or the one known word it misspells.

        Only words of four letters or more that are neither English (wordfreq) nor known are
        corrected, by one edit (two from eight letters on). Of several candidates the one that
        needs no letter replaced wins (fingers skip, double and swap), then a word of asking, then
        the commonest.
        """
        word = token.word
        if token.is_number or len(word) < 4 or word in self.spelled or is_english(word):
            return word
        allowed = 1 if len(word) < 8 else 2
        near = [
            (distance, _is_replaced(word, known), not is_lexical(known), -zipf(known), known)
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
        university = self._university(tokens, corrected, at)
        if university:
            yield university
        for role, table in (("place", self.places), ("award", self.awards)):
            for last in range(min(len(corrected), at + _MAX_PHRASE) - 1, at - 1, -1):
                said = tuple(corrected[at : last + 1])
                value = table.get(singulars(said) if role == "award" else said)
                if value and not _is_other_word(value, tokens[at]):
                    yield Link(role, (value,), at, last)
                    break
        category = self._category(corrected, at)
        if category:
            yield category
        for role, phrases in (("topic", self.topics), ("entity", self.entities)):
            for last in range(min(len(corrected), at + _MAX_PHRASE) - 1, at - 1, -1):
                values = phrases.get(phrase_key(tokens[at : last + 1], corrected[at : last + 1]))
                if values:
                    yield Link(role, tuple(sorted(values)), at, last)
                    break

    def _category(self, corrected: Sequence[str], at: int) -> Link | None:
        """A whole category line after "filed under", "category", "section" and the like."""
        if not set(corrected[max(0, at - 3) : at]) & _CATEGORY_CUES:
            return None
        for last in range(min(len(corrected), at + _MAX_PHRASE) - 1, at, -1):
            value = self.categories.get(tuple(corrected[at : last + 1]))
            if value:
                return Link("category", (value,), at, last)
        return None

    def _university(
        self, tokens: Sequence[Token], corrected: Sequence[str], at: int
    ) -> Link | None:
        """The longest run of words that stand, in order, in names with a telling word."""
        best: tuple[int, list[int]] | None = None
        starts = self.university_words.get(corrected[at], frozenset())
        for index in starts:
            last = self._run(index, corrected, at)
            if last is None or not self._telling(index, tokens, corrected, at, last):
                continue
            if best is None or last > best[0]:
                best = (last, [index])
            elif last == best[0]:
                best[1].append(index)
        if best is None:
            return None
        covered = self._whole_names(best[1], corrected, at, best[0])
        return Link("university", tuple(sorted(self.universities[i] for i in covered)), at, best[0])

    def _run(self, index: int, corrected: Sequence[str], at: int) -> int | None:
        """Last token of the longest in-order run of this name's words and short forms from `at`."""
        name, short = self.name_forms[index], self.short_forms[index]
        position, last = 0, None
        for i in range(at, min(len(corrected), at + 12)):
            step = _advance(name, short, corrected[i], position)
            if step is None:
                break
            position, last = step, i
        while (
            last is not None
            and last > at
            and corrected[last] in ("of", "the", "at", "and", "in", "for")
        ):
            last -= 1
        return last

    def _telling(
        self, index: int, tokens: Sequence[Token], corrected: Sequence[str], at: int, last: int
    ) -> bool:
        """Whether the run names the university and not just everyday words."""
        if corrected[at] in GENERIC_IN_NAMES and corrected[at] != "university" and last == at:
            return False
        telling = [
            i
            for i in range(at, last + 1)
            if corrected[i] not in GENERIC_IN_NAMES and not is_glue(corrected[i])
        ]
        if not telling:
            return False
        if len(telling) > 1 or last > at:
            return any(
                not is_everyday(corrected[i]) or tokens[i].looks_like_name for i in telling
            ) or (last - at >= 2)
        token, word = tokens[telling[0]], corrected[telling[0]]
        if word in ALIASES:
            return False
        if word in self.short_forms[index]:
            return token.text.isupper() or not is_english(word)
        if is_lexical(word):
            return False
        first_telling = next(w for w in self.name_forms[index] if w not in GENERIC_IN_NAMES)
        capital = token.looks_like_name and at > 0
        return capital or (not is_everyday(word)) or (word == first_telling and zipf(word) < 5.2)

    def _whole_names(
        self, indexes: Sequence[int], corrected: Sequence[str], at: int, last: int
    ) -> Sequence[int]:
        """Those whose telling words are all said: "Indiana University" over "Indiana State"."""
        said = set(corrected[at : last + 1])
        whole = [
            i
            for i in indexes
            if all(w in said or w in GENERIC_IN_NAMES - {"state"} for w in self.name_forms[i])
        ]
        return whole or indexes


def phrase_key(tokens: Sequence[Token], corrected: Sequence[str]) -> tuple[str, ...]:
    """A phrase of the question without plurals, acronyms expanded as in `topic_key`."""
    raw = [
        word if word != token.word else token.text
        for token, word in zip(tokens, corrected, strict=True)
    ]
    return singulars(tuple(topic_key(" ".join(raw)).split()))


def _is_replaced(word: str, known: str) -> bool:
    """Whether letters were replaced: as many, but not the same ones."""
    return len(word) == len(known) and sorted(word) != sorted(known)


def _advance(
    name: Sequence[str], short: Mapping[str, tuple[int, int]], word: str, position: int
) -> int | None:
    """Position in the name after reading one word of the question; None if it does not fit."""
    if word in short and short[word][0] >= position:
        return short[word][1] + 1
    for at in range(position, len(name)):
        if name[at] == word or name[at] in ALIASES.get(word, ()):
            return at + 1
    return None


def _is_other_word(name: str, token: Token) -> bool:
    """Whether a code such as IN (Indiana) or OR (Oregon) is said as the word that it spells."""
    is_code = len(name) <= 3 and name.isupper()
    return is_code and not token.text.isupper() and is_english(token.text.lower())
