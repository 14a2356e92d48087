"""Names of schools, and how a visitor's words link to them, quick with thousands of names.

By full, partial and short names ("UT Austin", "SNHU", "UMass Lowell", "Penn State"), by what a
source puts in brackets ("(UTS)"), and turned round ("Sydney uni" is The University of Sydney). A
name of which all telling words are said beats one of which some are; Miami University-Oxford, named
without its campus, beats University of Miami turned round. It does not decide what the question
asks.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from assistant.understand.english import is_english, is_everyday, is_glue, is_lexical
from assistant.understand.school_families import Families, PlaceOf
from assistant.understand.school_forms import (
    ALIASES,
    JOINS,
    KINDS,
    PLURAL_KINDS,
    acts,
    aliases_in,
    is_thing_of,
    owned,
    short_forms,
    technical,
    words_of_name,
)
from assistant.understand.tokens import Token, tokenize
from vectorstore.frequency import zipf
from vectorstore.text import words

GENERIC = frozenset(
    (
        "university universities college institute institution school of the at and for in "
        "system campus main program programs state center centre academy online "
        "pty ltd limited inc incorporated llc co"
    ).split()
)
"""Words that tell no two institutions apart."""
_NO_NAME = frozenset({"tech", "uni", "inst", "st", "mt", "mount", "saint", "poly"})
"""Short words that name no school by themselves."""
_LONGEST = 12
"""Words of the question that a name may take."""
_HANGING = frozenset({*JOINS, "as", "with", "a", "an", "by", "on", "to"})
"""Words inside names that no name said in part ends with: "courses in youth with" a price."""
_SPELLED_OUT = 3
"""Words of a name that, all said in order, name it whatever they mean alone."""
_COMMON_ZIPF = 5.2
"""wordfreq: from here on a word opens a name only in capitals or after "at"."""
_NAME_ZIPF = 3.4
"""wordfreq: a word this rare beside a kind of school is a name, although titles hold it too."""
_WITHIN = frozenset({"in", "near", "around"})
"""Before a single word, these say that a place is meant and not the school named after it."""
_PLACED = frozenset({"at", "from", "by"})
"""Before a word that is a subject too, these say that the school is meant."""
_BRACKETED = re.compile(r"\(([^()]+)\)")
_TRADING = re.compile(r"\s(?:trading as|t/a|d/?b/?a|doing business as)\s", re.IGNORECASE)
"""Between a firm and the name that a school of it goes by."""
_CAMPUS = re.compile(r"\s*[-\u2013\u2014/,]\s*|\s+at\s+|\s+@\s+", re.IGNORECASE)
"""What stands between the name of a school and that of its campus."""


class _Fit(IntEnum):
    """How well a name fits what was said."""

    INITIALS = -1
    """The initials of some of its words."""
    PART = 0
    """Some of its telling words."""
    TURNED = 1
    """All of them, with the kind of school after its name: "Sydney uni"."""
    HEAD = 2
    """All that stand before the name of a campus, in order: "Miami University"."""
    WHOLE = 3
    """All of them, or the initials of the whole name."""
    GIVEN = 4
    """The short form that the source itself gives."""


@dataclass(frozen=True, slots=True)
class Naming:
    """Tokens [first, last] read as the names of schools."""

    names: tuple[str, ...]
    """As the sources write them, sorted; several where the words fit several as well."""
    last: int
    partial: bool
    """Only some of the telling words were said, or what stands in brackets."""
    rows: int
    """How many programs these schools have."""
    turned: bool = False
    """Said the other way round: "Miami University" of University of Miami."""


@dataclass(frozen=True, slots=True)
class _School:
    name: str
    forms: tuple[str, ...]
    """Words of the name in order, without what stands in brackets."""
    telling: frozenset[str]
    head: tuple[str, ...]
    """Words before the name of a campus; () if it names none."""
    spoken: Mapping[str, str]
    """How words of the name are written without their apostrophe -> the words: kings, king."""
    short: Mapping[str, tuple[int, int]]
    """Short form -> [first, last] words of the name that it stands for."""
    given: frozenset[tuple[str, ...]]
    """What the source puts in brackets or gives as another name, as words: for the whole name."""


class Institutions:
    """The schools of one snapshot."""

    def __init__(
        self,
        names: Iterable[str],
        is_subject: Callable[[str], bool],
        place_of: PlaceOf,
        others: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        """`is_subject` and `place_of` say whether words name one; `others` has other names."""
        self._rows = Counter(names)
        known = {name: tuple(map(words, given)) for name, given in (others or {}).items()}
        self._schools = tuple(_school(n, place_of, known.get(n, ())) for n in sorted(self._rows))
        self._is_subject = is_subject
        by_word: dict[str, list[int]] = defaultdict(list)
        for index, school in enumerate(self._schools):
            opening = {given[0] for given in school.given if given}
            aliases = aliases_in(school.forms)
            for word in {*school.forms, *school.spoken, *school.short, *opening, *aliases}:
                by_word[word].append(index)
        self._by_word = dict(by_word)
        self._alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self._whole: dict[tuple[str, ...], _School] = {}
        for school in self._schools:
            self._alike[_bare(school.forms)].append(school.name)
            self._whole.setdefault(tuple(t.word for t in tokenize(school.name)), school)
        self._lengths = sorted({len(said) for said in self._whole}, reverse=True)
        named = ((_bare(school.forms), school.name) for school in self._schools)
        self._families = Families(named, GENERIC, place_of)

    @property
    def names(self) -> list[str]:
        """All names as the sources write them, in order."""
        return sorted(self._rows)

    @property
    def words(self) -> Sequence[str]:
        """Every word of every name, as often as it stands there, and short words for them."""
        given = (w for s in self._schools for own in s.given for w in own)
        return (*(w for s in self._schools for w in (*s.forms, *s.spoken)), *given, *ALIASES)

    def not_held_at(self, corrected: Sequence[str], at: int) -> int | None:
        """Last word of a school that stands here and is not held, though others of its name are."""
        found = self._families.at(corrected, at)
        return found[0] if found is not None and not found[1] else None

    def named_at(
        self, tokens: Sequence[Token], corrected: Sequence[str], at: int, *, placed: bool = False
    ) -> Naming | None:
        """The schools that the longest run of words from `at` names best; None if it names none.

        `placed` says that a school must be meant here, whatever else the words name.
        """
        if corrected[at] in JOINS and corrected[at] != "the":
            return None  # "the state of Victoria" names no "College of Victoria"
        if (spelled := self._spelled_out(corrected, at)) is not None:
            return spelled
        if (own := self._families.at(corrected, at)) is not None and own[1]:
            rows = sum(self._rows[name] for name in own[1])
            return Naming(own[1], own[0], partial=False, rows=rows)
        best: tuple[int, _Fit] | None = None
        fitting: list[_School] = []
        for index in self._by_word.get(corrected[at], ()):
            school = self._schools[index]
            found = self._fit(school, tokens, corrected, at, placed=placed)
            if found is None or (best is not None and found < best):
                continue
            if best is None or found > best:
                best, fitting = found, []
            fitting.append(school)
        if best is None:
            return None
        named = {name for school in fitting for name in self._alike[_bare(school.forms)]}
        rows = sum(self._rows[name] for name in named)
        partial = best[1] in (_Fit.INITIALS, _Fit.PART, _Fit.HEAD, _Fit.GIVEN)
        turned = best[1] is _Fit.TURNED and corrected[best[0]] in KINDS
        return Naming(tuple(sorted(named)), best[0], partial, rows, turned)

    def _spelled_out(self, corrected: Sequence[str], at: int) -> Naming | None:
        """The school whose name stands here letter by letter, with what it has in brackets."""
        if corrected[at] not in self._by_word:
            return None
        for size in (n for n in self._lengths if _SPELLED_OUT <= n <= len(corrected) - at):
            school = self._whole.get(tuple(corrected[at : at + size]))
            if school is not None:
                bracketed = _BRACKETED.search(school.name) is not None
                named = [school.name] if bracketed else self._alike[_bare(school.forms)]
                rows = sum(self._rows[name] for name in named)
                return Naming(tuple(sorted(named)), at + size - 1, partial=False, rows=rows)
        return None

    def _fit(
        self,
        school: _School,
        tokens: Sequence[Token],
        corrected: Sequence[str],
        at: int,
        *,
        placed: bool,
    ) -> tuple[int, _Fit] | None:
        """Last token of the longest run that fits the name, and how well; None if none does."""
        bracketed = _given_at(school, tokens, corrected, at)
        last = _run(school, corrected, at)
        if last is None:
            return None if bracketed is None else (bracketed, _Fit.GIVEN)
        if (
            last == at
            and is_everyday(corrected[at])
            and {*corrected[at + 1 : at + 2]} & PLURAL_KINDS
        ):
            return None  # "at government institutes" names none of them
        said = set(corrected[at : last + 1])
        written = all(t.text.isupper() for t in tokens[at : last + 1])
        stands_for_all = _initials_of_all(school, said) and (
            written or not all(is_english(w) for w in said - GENERIC)
        )
        whole = stands_for_all or school.telling <= said
        turned = last + 1 < len(corrected) and _is_kind_of(school, corrected[last + 1], said)
        kind_behind = last > at and corrected[last] in KINDS
        placed = (
            placed
            or turned
            or kind_behind
            or (at > 0 and corrected[at - 1] in _PLACED)
            or acts(tokens, last)
        )
        if not self._tells(school, tokens, corrected, (at, last), placed=placed):
            return None if bracketed is None else (bracketed, _Fit.GIVEN)
        if bracketed is not None and bracketed >= last:
            return bracketed, _Fit.GIVEN
        if turned:
            return last + 1, _Fit.TURNED if whole else _Fit.PART
        if whole:
            return last, _Fit.WHOLE
        if _is_head(school, corrected[at : last + 1]):
            return last, _Fit.HEAD
        return last, _Fit.PART if said <= {*school.forms, *school.spoken} else _Fit.INITIALS

    def _tells(
        self,
        school: _School,
        tokens: Sequence[Token],
        corrected: Sequence[str],
        run: tuple[int, int],
        placed: bool,
    ) -> bool:
        """Whether the run names the school and is not just everyday words, or a subject."""
        at, last = run
        telling = [
            i
            for i in range(at, last + 1)
            if corrected[i] not in GENERIC and not is_glue(corrected[i])
        ]
        if not telling:
            return False
        if len(telling) > 1:
            proper = any(
                not is_everyday(corrected[i]) or tokens[i].looks_like_name for i in telling
            )
            subject = all(self._is_subject(corrected[i]) for i in telling)
            named = placed or self._says_kind(tokens, corrected, run, telling)
            return (proper or last - at >= 2) and (named or not subject)
        if last > at and (last - at >= 2 or not is_everyday(corrected[telling[0]])):
            named = placed or self._says_kind(tokens, corrected, run, telling)
            return named or not self._is_subject(corrected[telling[0]]) or last - at >= 2
        if at > 0 and corrected[at - 1] in _WITHIN:
            return False
        if is_thing_of(tokens, corrected, at):
            return False
        return self._word_tells(school, tokens[telling[0]], corrected[telling[0]], at, placed)

    @staticmethod
    def _says_kind(
        tokens: Sequence[Token],
        corrected: Sequence[str],
        run: tuple[int, int],
        telling: Sequence[int],
    ) -> bool:
        """Whether a name is said with its kind of school: "Monash University"."""
        kind = any(w in KINDS for w in corrected[run[0] : run[1] + 1])
        return kind and any(
            tokens[i].looks_like_name or zipf(corrected[i]) < _NAME_ZIPF for i in telling
        )

    def _word_tells(self, school: _School, token: Token, word: str, at: int, placed: bool) -> bool:
        if word in _NO_NAME:
            return False
        if word in school.short and word not in school.forms:
            return token.text.isupper() or not is_english(word)
        if is_lexical(word) or (self._is_subject(word) and not placed):
            return False
        first_telling = next(w for w in school.forms if w not in GENERIC)
        if word == first_telling:
            capital = token.looks_like_name and at > 0
            return capital or placed or zipf(word) < _COMMON_ZIPF
        return not is_everyday(word)


def _bare(forms: tuple[str, ...]) -> tuple[str, ...]:
    """Words of a name without its article: sources write "The University of X" and without."""
    return forms[1:] if forms[:1] == ("the",) else forms


def _school(name: str, place_of: PlaceOf, others: Iterable[tuple[str, ...]]) -> _School:
    legal, *trading = _TRADING.split(_BRACKETED.sub(" ", name))
    bare = trading[-1] if trading else legal
    forms = words_of_name(bare) or words_of_name(name)
    parts = _CAMPUS.split(bare.strip())
    head = words_of_name(parts[0]) if len(parts) > 1 else ()
    inside = (words(part) for part in _BRACKETED.findall(name) if words(bare))
    # "(NSW)" and "(Melbourne)" say where it is; "University of Adelaide (Adelaide)" is so called
    given = frozenset(said for said in inside if set(said) <= set(forms) or not place_of(said))
    given |= technical(forms) | {said for said in others if said}
    given |= {words(legal)} if trading else frozenset()
    telling = frozenset(w for w in forms if w not in GENERIC - {"state"})
    if not set(head) - GENERIC or not set(head) & KINDS:
        head = ()  # "Ex-Service College", "University of Texas at Austin" has one
    short = {  # "NZ certificates" are at no "New Zealand College"
        k: (a, b) for k, (a, b) in short_forms(forms).items() if not place_of(forms[a : b + 1])
    }
    return _School(name, forms, telling, head, owned(bare), short, given)


def _is_head(school: _School, said: Sequence[str]) -> bool:
    """Whether the words said are the name before its campus: "Ohio State", "Miami University"."""
    telling = [w for w in school.head if w not in GENERIC - {"state"}]
    own = [w for w in said if w not in GENERIC - {"state"}]
    return bool(telling) and own == telling


def _given_at(
    school: _School, tokens: Sequence[Token], corrected: Sequence[str], at: int
) -> int | None:
    """Last token of what the source puts in brackets, if it stands here."""
    for given in school.given:
        if tuple(corrected[at : at + len(given)]) != given:
            continue
        is_word = len(given) == 1 and (is_lexical(given[0]) or is_everyday(given[0]))
        if not is_word or tokens[at].text.isupper():
            return at + len(given) - 1
    return None


def _run(school: _School, corrected: Sequence[str], at: int) -> int | None:
    """Last token of the longest in-order run of this name's words and short forms from `at`."""
    position, last = 0, None
    for i in range(at, min(len(corrected), at + _LONGEST)):
        step = _advance(school, corrected[i], position)
        if step is None:
            break
        position, last = step, i
    while last is not None and last > at and corrected[last] in _HANGING:
        last -= 1
    return last


def _advance(school: _School, word: str, position: int) -> int | None:
    """Position in the name after reading one word of the question; None if it does not fit."""
    short = school.short.get(word)
    if short is not None and short[0] >= position:
        return short[1] + 1
    for at in range(position, len(school.forms)):
        form = school.forms[at]
        if form == word or school.spoken.get(word) == form or form in ALIASES.get(word, ()):
            return at + 1
    return None


def _initials_of_all(school: _School, said: set[str]) -> bool:
    """Whether a short form that was said reaches over every telling word of the name."""
    places = [i for i, w in enumerate(school.forms) if w in school.telling]
    return bool(places) and any(
        school.short[w][0] <= places[0] and school.short[w][1] >= places[-1]
        for w in said
        if w in school.short
    )


def _is_kind_of(school: _School, word: str, said: set[str]) -> bool:
    """Whether the next word says what kind of school it is, and the name holds that kind."""
    kinds = ALIASES.get(word, (word,))
    return any(k in KINDS and k in school.forms and k not in said for k in kinds)
