"""The names that one snapshot knows, and how a visitor's words link to them.

Universities by full, partial and short names ("UT Austin", "SNHU", "UMass Lowell"); subjects by any
phrase that stands in a category, field or title; places, awards and page subjects as the sources
write them.
Spelling is corrected only where a word is neither English nor known here. It does not decide what
the question
asks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import OSA
from wordfreq import zipf_frequency

from assistant.understand.lexicon import Lexicon, load_lexicon
from assistant.understand.quantities import CURRENCIES, ONES, ORDINALS, SCALES, TENS, TIME_UNITS
from assistant.understand.tokens import Token
from vectorstore.records import Program
from vectorstore.text import ACRONYMS, topic_key, words

GENERIC_IN_NAMES = frozenset(
    (
        "university universities college institute institution school of the at and for in "
        "system campus main program programs state center centre academy online"
    ).split()
)
"""Words that tell no two institutions apart."""
_ALIASES = {"tech": ("technology", "polytechnic", "technological"), "uni": ("university",)}
_MAX_PHRASE = 8
_CATEGORY_CUES = frozenset(
    {"category", "categories", "filed", "labelled", "labeled", "section", "heading"}
)
_AWARD_WORDS = frozenset({"graduate", "undergraduate", "postgraduate"})
"""They say what kind of certificate or degree it is, not its subject."""
_EVERYDAY_ZIPF = 4.8
"""wordfreq: a lone word this common is read as a name only in capitals."""
_MIN_PART = 4
_PART_ZIPF = 3.3
"""wordfreq: what both halves of a compound must reach."""
_ENGLISH_ZIPF = 2.6
"""wordfreq: words at least this frequent are taken as spelled right."""


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
        asked = load_lexicon().words
        near = [
            (distance, _is_replaced(word, known), known not in asked, -zipf(known), known)
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
            if corrected[i] not in GENERIC_IN_NAMES and not _is_glue(corrected[i])
        ]
        if not telling:
            return False
        if len(telling) > 1 or last > at:
            return any(
                not _everyday(corrected[i]) or tokens[i].looks_like_name for i in telling
            ) or (last - at >= 2)
        token, word = tokens[telling[0]], corrected[telling[0]]
        if word in _ALIASES:
            return False
        if word in self.short_forms[index]:
            return token.text.isupper() or not is_english(word)
        if _is_lexical(word):
            return False
        first_telling = next(w for w in self.name_forms[index] if w not in GENERIC_IN_NAMES)
        capital = token.looks_like_name and at > 0
        return capital or (not _everyday(word)) or (word == first_telling and zipf(word) < 5.2)

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


def build_vocabulary(
    programs: Iterable[Program], titles: Iterable[str], corpus_words: Iterable[str]
) -> Vocabulary:
    """The vocabulary of a snapshot's programs, page titles and words."""
    held = tuple(programs)
    universities = tuple(sorted({p.university for p in held}))
    names = tuple(words(u) for u in universities)
    shorts = tuple(_short_forms(name) for name in names)
    by_word: dict[str, set[int]] = defaultdict(set)
    for i, (name, short) in enumerate(zip(names, shorts, strict=True)):
        for word in (*name, *short, *_aliases_in(name)):
            by_word[word].add(i)
    titles = tuple(titles)
    return Vocabulary(
        universities,
        {w: frozenset(ids) for w, ids in by_word.items()},
        names,
        shorts,
        _topics(held),
        {words(name): name for name in _each_once(_place_names(held)) if words(name)},
        {singulars(words(a)): a for a in _each_once(p.award for p in held) if _is_kind(a)},
        {words(c): c for c in _each_once(p.category for p in held)},
        _entities(titles),
        _spelled((w for name in names for w in name), held, titles, corpus_words),
    )


def _topics(programs: Sequence[Program]) -> dict[tuple[str, ...], frozenset[str]]:
    """Every phrase that can name a subject, by its key; compounds also by their parts."""
    keys = sorted({t for p in programs for t in p.topics})
    topics: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for key in keys:
        for phrase in _phrases(tuple(key.split())):
            topics[singulars(phrase)].add(" ".join(phrase))
    for acronym, expansion in ACRONYMS.items():
        # "MSF" opens with a level, which no other phrase may
        is_level = expansion.split()[0] in ("master", "bachelor", "doctor")
        if is_level and any(f" {expansion} " in key for key in keys):
            topics[singulars(expansion.split())].add(acronym.upper())
    for parts, whole in _compounds({w for key in keys for w in key.split()}):
        variants = {whole, *topics.get(singulars(parts), ())}
        topics[singulars(parts)] |= variants
        topics[singulars((whole,))] |= variants
        if not _everyday(parts[0]):
            topics[singulars(parts[:1])].add(whole)  # "cyber"
    return {key: frozenset(phrases) for key, phrases in topics.items()}


def _spelled(
    names: Iterable[str], programs: Iterable[Program], titles: Iterable[str], corpus: Iterable[str]
) -> frozenset[str]:
    """Words that are spelled right as far as the snapshot and the grammar know."""
    known = {*names, *ACRONYMS, *load_lexicon().words}
    known |= {w for p in programs for t in p.topics for w in t.split()}
    known |= {w for t in titles for w in words(t)}
    known |= {*SCALES, *TIME_UNITS, *ONES, *TENS, *ORDINALS, *CURRENCIES}
    known |= {w for w in corpus if len(w) >= 5 and w.isalpha()}
    return frozenset(w for w in known if len(w) > 2)


def phrase_key(tokens: Sequence[Token], corrected: Sequence[str]) -> tuple[str, ...]:
    """A phrase of the question without plurals, acronyms expanded as in `topic_key`."""
    raw = [
        word if word != token.word else token.text
        for token, word in zip(tokens, corrected, strict=True)
    ]
    return singulars(tuple(topic_key(" ".join(raw)).split()))


@lru_cache(maxsize=65536)
def singular(word: str) -> str:
    """A folded word without its plural ending; "engineer" stays apart from "engineering".

    >>> [singular(w) for w in ("engineers", "studies", "analysis", "business", "data")]
    ['engineer', 'study', 'analysis', 'business', 'data']
    """
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


def singulars(phrase: Sequence[str]) -> tuple[str, ...]:
    """Words without plural endings, in order."""
    return tuple(singular(w) for w in phrase)


def _is_replaced(word: str, known: str) -> bool:
    """Whether letters were replaced: as many, but not the same ones."""
    return len(word) == len(known) and sorted(word) != sorted(known)


def is_english(word: str) -> bool:
    """Whether wordfreq knows the word, or its singular, well enough to trust its spelling."""
    return max(zipf(word), zipf(singular(word))) >= _ENGLISH_ZIPF


@lru_cache(maxsize=65536)
def zipf(word: str) -> float:
    """Zipf frequency of a word in English, 0 to 8 (wordfreq)."""
    return float(zipf_frequency(word, "en"))


def _everyday(word: str) -> bool:
    return zipf(word) >= _EVERYDAY_ZIPF


def _is_glue(word: str) -> bool:
    return word in ("of", "the", "at", "and", "in", "for", "&")


def _is_lexical(word: str) -> bool:
    lexicon: Lexicon = load_lexicon()
    return (word,) in lexicon.phrases


def _advance(
    name: Sequence[str], short: Mapping[str, tuple[int, int]], word: str, position: int
) -> int | None:
    """Position in the name after reading one word of the question; None if it does not fit."""
    if word in short and short[word][0] >= position:
        return short[word][1] + 1
    for at in range(position, len(name)):
        if name[at] == word or name[at] in _ALIASES.get(word, ()):
            return at + 1
    return None


def _short_forms(name: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Initials of runs of two or more words, and "umass"-like blends of an initial and a beginning.

    >>> forms = _short_forms(("the", "university", "of", "texas", "at", "austin"))
    >>> forms["ut"], forms["uta"]
    ((1, 3), (1, 5))
    """
    content = [i for i, w in enumerate(name) if w not in ("of", "the", "at", "and", "in", "for")]
    forms: dict[str, tuple[int, int]] = {}
    for a in range(len(content)):
        for b in range(a + 1, len(content)):
            initials = "".join(name[i][0] for i in content[a : b + 1])
            forms.setdefault(initials, (content[a], content[b]))
        if a + 1 < len(content):
            head, tail = name[content[a]], name[content[a + 1]]
            for size in range(3, len(tail)):
                forms.setdefault(head[0] + tail[:size], (content[a], content[a + 1]))
    return {k: v for k, v in forms.items() if not _is_lexical(k) and k not in ACRONYMS}


def _aliases_in(name: Sequence[str]) -> Iterator[str]:
    for alias, stands_for in _ALIASES.items():
        if any(w in stands_for for w in name):
            yield alias


def _phrases(key: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Runs of up to five words that can name a subject."""
    for start in range(len(key)):
        for end in range(start + 1, min(len(key), start + 5) + 1):
            phrase = tuple(key[start:end])
            if any(_is_head(w) for w in phrase):
                break  # "online master in finance" is a way of teaching, a level and a subject
            if (
                _can_end(phrase[0])
                and _can_end(phrase[-1])
                and (end - start > 1 or _alone(phrase[0]))
            ):
                yield phrase


def _is_kind(award: str) -> bool:
    """A kind of certificate or degree ("Graduate Certificate"), not a level, nor its subject.

    >>> _is_kind("Graduate Certificate"), _is_kind("Master's Degree"), _is_kind("Master of Arts")
    (True, False, False)
    """
    said = words(award)
    return len(said) > 1 and said[1] != "of" and not all(map(_is_level, said))


def _is_level(word: str) -> bool:
    senses = load_lexicon().phrases.get((word,), ())
    return any(s.role in ("level", "noun") for s in senses)


def _compounds(held: Iterable[str]) -> Iterator[tuple[tuple[str, str], str]]:
    """Words of subjects that are two in one: ("cyber", "security"), "cybersecurity"."""
    for word in sorted(held):
        for cut in range(_MIN_PART, len(word) - _MIN_PART + 1):
            parts = (word[:cut], word[cut:])
            if all(zipf(p) >= _PART_ZIPF and not _is_lexical(p) for p in parts):
                yield parts, word


def _is_head(word: str) -> bool:
    """A level, a word for program or a way of teaching: these stand beside subjects."""
    senses = load_lexicon().phrases.get((word,), ())
    kinds = ("program", "degree")  # not "school", which "school counseling" opens with
    return any(
        s.role in ("level", "delivery") or (s.role == "noun" and s.value in kinds) for s in senses
    )


def _can_end(word: str) -> bool:
    """Not glue, and no word that says what kind of certificate or degree it is."""
    senses = load_lexicon().phrases.get((word,), ())
    glue = any(s.value == "function" for s in senses)
    return len(word) > 1 and not word.isdigit() and not glue and word not in _AWARD_WORDS


def _alone(word: str) -> bool:
    """A single word names a subject only if it is no word of the questions' own grammar."""
    return not _is_lexical(word)


def _is_other_word(name: str, token: Token) -> bool:
    """Whether a code such as IN (Indiana) or OR (Oregon) is said as the word that it spells."""
    is_code = len(name) <= 3 and name.isupper()
    return is_code and not token.text.isupper() and is_english(token.text.lower())


def _place_names(programs: Iterable[Program]) -> Iterator[str | None]:
    for program in programs:
        for place in program.places:
            yield from (place.city, place.region, place.country)


def _each_once(values: Iterable[str | None]) -> Iterator[str]:
    """Each value that there is, in the order of the last time it stands there."""
    return reversed(dict.fromkeys(reversed([value for value in values if value])))


def _entities(titles: Iterable[str]) -> dict[tuple[str, ...], frozenset[str]]:
    """Whole titles, and runs of two or more words of them, without plurals."""
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for title in titles:
        key = tuple(topic_key(title).split())
        for start in range(len(key)):
            for end in range(start + 2, len(key) + 1):
                found[singulars(key[start:end])].add(title)
        if key:
            found[singulars(key)].add(title)
    return {k: frozenset(v) for k, v in found.items()}
