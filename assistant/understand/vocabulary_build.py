"""The vocabulary of a snapshot from its programs, page titles and words; built when it is opened.

What can name a university, a subject, a kind of award or a place is decided here; how a visitor's
words link to it is `vocabulary.py`'s.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest

from assistant.understand.awards import Awards
from assistant.understand.cells import Cells
from assistant.understand.columns import named_columns
from assistant.understand.english import NUMBERED, NUMERALS, is_everyday, is_lexical, singulars
from assistant.understand.institutions import Institutions
from assistant.understand.lexicon import load_lexicon
from assistant.understand.places import spots
from assistant.understand.prices import prices_of
from assistant.understand.quantities import CURRENCIES, ONES, ORDINALS, SCALES, TENS, TIME_UNITS
from assistant.understand.vocabulary import Vocabulary
from vectorstore.cells import OTHER_NAMES
from vectorstore.frequency import zipf
from vectorstore.records import Program
from vectorstore.text import ACRONYMS, topic_key, words

_AWARD_WORDS = frozenset({"graduate", "undergraduate", "postgraduate"})
"""They say what kind of certificate or degree it is, not its subject."""
_STUDENTS = frozenset({"student", "students"})
"""Those whom all programs are for: "how many students does X have" asks for no subject."""
_MIN_PART = 4
_PART_ZIPF = 3.3
"""wordfreq: what both halves of a compound must reach."""


def build_vocabulary(
    programs: Iterable[Program],
    titles: Iterable[str],
    corpus_words: Iterable[str],
    trades: Iterable[str] = (),
) -> Vocabulary:
    """The vocabulary of a snapshot's programs, page titles and words.

    `trades` are other names for those whom pages are about: "chefs", "bricklayers".
    """
    held = tuple(programs)
    awards = Awards(held)
    keys = sorted({topic for program in held for topic in program.topics})
    topics = _topics(keys, awards.nouns)
    places = spots(held)
    institutions = Institutions(
        (p.university for p in held),
        lambda word: singulars((word,)) in topics,
        lambda said: places[said].values if said in places else (),
        _other_names(held),
    )
    titles = tuple(titles)
    return Vocabulary(
        institutions,
        topics,
        places,
        awards,
        {words(c): c for c in _each_once(p.category for p in held)},
        _entities(titles, trades),
        _common(keys),
        _degrees(keys),
        named_columns(held),
        Cells(held),
        prices_of(held),
        _spelled((*institutions.words, *awards.words), keys, held, titles, corpus_words),
    )


def _other_names(programs: Iterable[Program]) -> dict[str, set[str]]:
    """What the schools are also known as, by their names."""
    found: dict[str, set[str]] = defaultdict(set)
    for program in programs:
        for header, cell in program.attributes:
            if header == OTHER_NAMES:
                found[program.university].add(cell)
    return found


def _topics(
    keys: Sequence[str], nouns: frozenset[str] = frozenset()
) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Every phrase that can name a subject, by its key; compounds also by their parts.

    Phrases of one key, of which sources write most often the first, differ in number and spelling.
    """
    topics: dict[tuple[str, ...], list[str]] = defaultdict(list)
    counted = Counter(phrase for key in keys for phrase in set(_phrases(key.split(), nouns)))
    for phrase in counted:
        topics[singulars(phrase)].append(" ".join(phrase))
    for acronym, expansion in ACRONYMS.items():
        # "MSF" opens with a level, which no other phrase may
        is_level = expansion.split()[0] in ("master", "bachelor", "doctor")
        if is_level and any(f" {expansion} " in key for key in keys):
            topics[singulars(expansion.split())].append(acronym.upper())
    for parts, whole in _compounds({w for key in keys for w in key.split()}):
        variants = {whole, *topics.get(singulars(parts), ())}
        topics[singulars(parts)] += variants
        topics[singulars((whole,))] += variants
        if not is_everyday(parts[0]):
            topics[singulars(parts[:1])].append(whole)  # "cyber"
    used = {" ".join(phrase): n for phrase, n in counted.items()}
    return {
        key: tuple(sorted({*phrases}, key=lambda p: (-used.get(p, 0), p)))
        for key, phrases in topics.items()
    }


def _common(keys: Iterable[str]) -> dict[str, frozenset[str]]:
    """Lone words of subjects that are words of the questions' own grammar too."""
    found: dict[str, set[str]] = defaultdict(set)
    for word in {word for key in keys for word in key.split()}:
        if is_lexical(word) and _can_end(word) and not _is_head(word):
            found[singulars((word,))[0]].add(word)
    return {key: frozenset(words) for key, words in found.items()}


_SHORT_DEGREES = {
    "bachelor of arts": ("ba",),
    "bachelor of science": ("bs", "bsc"),
    "master of arts": ("ma",),
    "master of science": ("ms", "msc"),
}
"""Degrees whose names say so little that they are read as levels, and their short forms."""


def _degrees(keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """These degrees as the titles of this snapshot write them."""
    titles = " ".join(keys)  # titles are among them
    found = {
        " ".join(singulars(degree.split())): tuple(
            form for form in (degree, *short) if f" {form} " in titles
        )
        for degree, short in _SHORT_DEGREES.items()
    }
    return {degree: forms for degree, forms in found.items() if forms}


def _spelled(
    names: Iterable[str],
    keys: Iterable[str],
    programs: Iterable[Program],
    titles: Iterable[str],
    corpus: Iterable[str],
) -> frozenset[str]:
    """Words that are spelled right as far as the snapshot and the grammar know."""
    known = {*names, *ACRONYMS, *load_lexicon().words}
    known |= {word for key in keys for word in key.split()}
    places = {name for p in programs for x in p.places for name in (x.city, x.region) if name}
    known |= {w for text in (*titles, *places) for w in words(text)}
    known |= {*SCALES, *TIME_UNITS, *ONES, *TENS, *ORDINALS, *CURRENCIES}
    known |= {w for w in corpus if len(w) >= 5 and w.isalpha()}
    return frozenset(w for w in known if len(w) > 2)


def _phrases(key: Sequence[str], nouns: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """Runs of up to five words that can name a subject."""
    stops = [word in nouns or _is_head(word) for word in key]
    pairs = zip_longest(key, key[1:], fillvalue="")
    ends = [_can_end(w) and not (w in NUMBERED and _is_numbered(after)) for w, after in pairs]
    for start, first in enumerate(key):
        if stops[start] or not ends[start]:
            continue
        if _alone(first):
            yield (first,)
        for end in range(start + 1, min(len(key), start + 5)):
            if stops[end]:
                break  # "online master in finance" is a way of teaching, a level and a subject
            if ends[end]:
                yield tuple(key[start : end + 1])


def _is_numbered(following: str) -> bool:
    """Of "Civil Engineering (Level 4)" what makes the level one, which is no subject."""
    return _is_amount(following) or following in NUMERALS


def _compounds(held: Iterable[str]) -> Iterator[tuple[tuple[str, str], str]]:
    """Words of subjects that are two in one: ("cyber", "security"), "cybersecurity"."""
    for word in sorted(filter(str.isalpha, held)):
        for cut in range(_MIN_PART, len(word) - _MIN_PART + 1):
            parts = (word[:cut], word[cut:])
            if all(zipf(p) >= _PART_ZIPF and not is_lexical(p) for p in parts):
                yield parts, word


@lru_cache(1 << 14)
def _is_head(word: str) -> bool:
    """A level, a word for program or a way of teaching: these stand beside subjects."""
    senses = load_lexicon().phrases.get((word,), ())
    kinds = ("program", "degree")  # not "school", which "school counseling" opens with
    return any(
        s.role in ("level", "delivery") or (s.role == "noun" and s.value in kinds) for s in senses
    )


def _is_amount(word: str) -> bool:
    """A number or a unit of time: "Spanish Two", "1.5 Years"."""
    return word in ONES or word in TENS or word in TIME_UNITS or word[:1].isdigit()


@lru_cache(1 << 14)
def _can_end(word: str) -> bool:
    """Not glue, no amount, and no word that says what kind of certificate or degree it is."""
    senses = load_lexicon().phrases.get((word,), ())
    glue = any(s.value == "function" for s in senses)
    return len(word) > 1 and not (glue or _is_amount(word) or word in _AWARD_WORDS)


@lru_cache(1 << 14)
def _alone(word: str) -> bool:
    """A single word names a subject only if it is no word of the questions' own grammar."""
    return not is_lexical(word) and word not in ORDINALS and word not in _STUDENTS


def _each_once(values: Iterable[str | None]) -> Iterator[str]:
    """Each value that there is, in the order of the last time it stands there."""
    return reversed(dict.fromkeys(reversed([value for value in values if value])))


def _entities(
    titles: Iterable[str], trades: Iterable[str] = ()
) -> dict[tuple[str, ...], frozenset[str]]:
    """Whole titles, runs of two or more words of them, and trades, without plurals."""
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for trade in trades:
        key = singulars(tuple(topic_key(trade).split()))
        if key and (len(key) > 1 or (_alone(key[0]) and not is_everyday(key[0]))):
            found[key].add(trade)
    for title in titles:
        key = tuple(topic_key(title).split())
        for start in range(len(key)):
            for end in range(start + 2, len(key) + 1):
                if not all(map(is_lexical, key[start:end])):  # "of courses" names no page
                    found[singulars(key[start:end])].add(title)
        if key and not all(map(is_lexical, key)):
            found[singulars(key)].add(title)
    return {k: frozenset(v) for k, v in found.items()}
