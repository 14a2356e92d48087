"""Kinds of award that a snapshot holds, and the names and short forms by which they are asked for.

"PGCert" and "Postgraduate Certificate" are one award (awards.toml), "Graduate/Professional
Certificate" is said by either half, "Masters Degree (Coursework)" turned round. A degree of which
visitors mean no more than its level ("an MSc in AI") is an award only where the sources name one
for every program of that level. It does not decide whether an award is asked for or ruled out.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from assistant.understand.english import NUMERALS, is_everyday, singulars
from assistant.understand.lexicon import load_lexicon
from vectorstore.records import Program
from vectorstore.text import ACRONYMS, words

Key = tuple[str, ...]

_SPECIFIC = 0.98
"""Share of a level's programs that must name an award of the table: then none is left out by it."""
_WHOLE = {
    "cert": "certificate", "dip": "diploma", "adv": "advanced", "assoc": "associate",
    "grad": "graduate", "postgrad": "postgraduate",
}  # fmt: skip
"""Shortened words of awards, beside another word."""
_WORDS_OF_KIND = 2
"""Words before "degree" that say what kind it is without it."""
_DEGREES = frozenset({"bachelor", "master", "doctorate"})
_HONOURS = frozenset({"hon", "honor"})
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_NOUNS = ("one", "option", "degree", "program", "programme", "course")
"""Behind a word that tells an award from its like."""
_EITHER = re.compile(r"\s*/\s*|\s+or\s+", re.IGNORECASE)
_MAX_ALTERNATIVES = 16
"""Readings of one award with slashes; a cell with more is a list and no name."""


@dataclass(frozen=True, slots=True)
class Named:
    """What an award that was said stands for."""

    values: tuple[str, ...]
    """Awards as the sources write them; of one that no program holds, its own name as said."""
    in_titles: bool = False
    """Whether titles name it and the awards do not: the values are then parts of titles."""


class Awards:
    """The kinds of award of one snapshot."""

    def __init__(self, programs: Sequence[Program] = ()) -> None:
        """Only the distinct awards are looked at; titles not before a question needs them."""
        self._programs = programs
        held = Counter((p.level.value, p.award) for p in programs)
        of_level: Counter[str] = Counter()
        named: Counter[str] = Counter()
        self._kinds: dict[Key, dict[str, None]] = defaultdict(dict)
        self._held: dict[Key, dict[str, None]] = defaultdict(dict)
        self._rows: Counter[Key] = Counter()
        for (level, award), rows in held.items():
            of_level[level] += rows
            own = award_names(award or "")
            named[level] += rows if own else 0
            for name in own:
                self._held[name][award or ""] = None
                self._rows[name] += rows
        self._specific = {x for x, rows in of_level.items() if named[x] >= rows * _SPECIFIC}
        self._all_specific = sum(named.values()) >= sum(of_level.values()) * _SPECIFIC > 0
        self._levels = frozenset(of_level)
        self.degrees = () if self._levels & _DEGREES else _associates(held)
        """The awards that "degree" means where no bachelor's or higher is held: "AAS"."""
        for award in _each_once(award for _, award in held):
            for said in _ways(award):
                self._kinds[said][award] = None
        self.nouns = _nouns(held)
        """Words for programs where all that name an award are of this one kind: "bootcamp"."""
        for word in self.nouns:
            self._kinds.pop((word,), None)
        longest = max(map(len, self._kinds), default=0)
        self._longest = max(longest, _table().sizes[0]) + 1  # "BA with honours"
        self._titles: Sequence[tuple[Key, str, int]] | None = None

    @property
    def words(self) -> Iterator[str]:
        """Every word of the awards held and of the table: these are spelled right."""
        yield from (w for award in self.names for w in words(award))
        yield from (w for form in _table().name_of for w in form)

    @property
    def names(self) -> list[str]:
        """The awards that are linked by name, as the sources write them, in order."""
        return sorted({award for awards in self._kinds.values() for award in awards})

    def named(self, said: Sequence[str], written: Sequence[str]) -> Named | None:
        """What these words of a question (folded; as written) name; None if it is no award.

        "bsc" is None where it says no more than the level of a program.
        """
        if len(said) > self._longest:
            return None
        key = award_key(said)
        bare = tuple(w for w in key if w != "honor")
        name = _table().name_of.get(bare)
        if name is not None and not _is_written(bare, written):
            name = None
        held = dict(self._kinds.get(key, {}))
        if name is not None:
            held |= self._held_of(name, with_honours=len(bare) < len(key))
        says_level = _is_level_word(said)
        if says_level and (name is None or _table().level_of[name] not in self._specific):
            return None
        if held:
            rather = name is not None and key not in self._kinds and self._is_rather_titled(name)
            return None if rather else Named(tuple(held))
        return None if name is None else self._not_held(name, said, written)

    def _held_of(self, name: Key, *, with_honours: bool) -> dict[str, None]:
        """The sources' awards that are of this name, or of those that it is said of."""
        names = (name, *_table().kinds.get(name, ()))
        held = {a: None for n in names for a in self._held.get(n, ())}
        honours = {a: None for a in held if with_honours and "honor" in award_key(words(a))}
        return honours or held

    def _not_held(self, name: Key, said: Sequence[str], written: Sequence[str]) -> Named | None:
        """An award that stands in titles, or in no row although each of its level names one."""
        titled = self._as_titled(name)
        if titled:  # "MBA" is a subject of titles, with its level
            return (
                None
                if len(said) > 1 or award_key(said)[0] in ACRONYMS
                else Named(titled, in_titles=True)
            )
        level = _table().level_of[name]
        known = level in self._specific if level in self._levels else self._all_specific
        return Named((" ".join(written),)) if known else None

    def _is_rather_titled(self, name: Key) -> bool:
        """Whether more titles than awards name it: "MBA" among "Masters Degree (Coursework)"."""
        titled = sum(
            rows
            for title, award, rows in self._all_titles()
            if name not in award_names(award) and any(_places(title, f) for f in _forms(name))
        )
        return titled > self._rows[name]

    def _as_titled(self, name: Key) -> tuple[str, ...]:
        """The forms of a name that stand in titles, as they stand there."""
        found = {
            " ".join(title[at : at + len(form)])
            for title, _, _ in self._all_titles()
            for form in _forms(name)
            for at in _places(title, form)
        }
        return tuple(sorted(found))

    def _all_titles(self) -> Sequence[tuple[Key, str, int]]:
        """Each title in words, with its award and its rows; made when a question needs them."""
        if self._titles is None:
            counted = Counter((p.title, p.award or "") for p in self._programs)
            self._titles = [(words(title), award, n) for (title, award), n in counted.items()]
        return self._titles


def _associates(held: Iterable[tuple[str, str | None]]) -> tuple[str, ...]:
    """The awards of two years that are degrees."""
    awards = _each_once(award for _, award in held)
    return tuple(sorted(a for a in awards if any("associate" in n for n in award_names(a))))


def _nouns(held: Iterable[tuple[str, str | None]]) -> frozenset[str]:
    """The one award of a listing that names no other, told from some of its titles."""
    awards = {award for _, award in held}
    kinds = {award_key(words(award)) for award in awards if award}
    lone = next(iter(kinds)) if len(kinds) == 1 and None in awards else ()
    return frozenset(lone) if len(lone) == 1 and _is_kind(lone) else frozenset()


def _forms(name: Key) -> tuple[Key, ...]:
    return _table().forms[name]


def _places(title: Key, form: Key) -> list[int]:
    """Where the words of a form stand in a title."""
    starts = range(len(title) - len(form) + 1)
    return [
        at
        for at in starts
        if _opens(title[at], form[0]) and award_key(title[at : at + len(form)]) == form
    ]


def _opens(word: str, first: str) -> bool:
    return word[:1] == first[:1]


def award_key(said: Iterable[str]) -> Key:
    """Words of an award as they are looked up: without full stops and plurals, in one spelling.

    Behind its first word a number is one in either writing, and a shortened word the whole one.

    >>> award_key(("m.sc", "degrees")), award_key(("ba", "hons")) == award_key(("ba", "honours"))
    (('msc', 'degree'), True)
    >>> award_key(("cert", "iii")), award_key(("certificate", "3"))
    (('certificate', '3'), ('certificate', '3'))
    """
    key = ["honor" if w in _HONOURS else w for w in singulars([x.replace(".", "") for x in said])]
    if len(key) < 2:
        return tuple(key)
    whole = [_WHOLE.get(w, w) for w in key]
    return (whole[0], *(NUMERALS.get(w, w) for w in whole[1:]))


@lru_cache(1 << 12)
def award_names(award: str) -> tuple[Key, ...]:
    """The awards of the table that a source's award names, in order.

    >>> award_names("Ontario College Graduate Certificate"), award_names("Masters Degree")
    ((('graduate', 'certificate'),), ())
    """
    found: dict[Key, None] = {}
    for way in dict.fromkeys(award_key(words(x)) for x in (award, *_spellings(award))):
        at = 0
        while at < len(way):
            size = next((n for n in _table().sizes if way[at : at + n] in _table().name_of), 0)
            if size:
                found[_table().name_of[way[at : at + size]]] = None
            at += size or 1
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Table:
    """awards.toml, by folded words."""

    name_of: Mapping[Key, Key]
    """Any form -> full name."""
    forms: Mapping[Key, tuple[Key, ...]]
    """Full name -> itself and its short forms."""
    level_of: Mapping[Key, str]
    kinds: Mapping[Key, tuple[Key, ...]]
    capitals: frozenset[str]
    sizes: tuple[int, ...]
    """Words of forms, the most first."""


@cache
def _table() -> _Table:
    text = (Path(__file__).parent / "awards.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    kinds, written = data.pop("kinds"), data.pop("written")
    forms: dict[Key, tuple[Key, ...]] = {}
    level_of: dict[Key, str] = {}
    for level, awards in data.items():
        for name, short in awards.items():
            key = award_key(name.split())
            forms[key] = (key, *(award_key(form.split()) for form in short))
            level_of[key] = level
    name_of = {form: name for name, own in forms.items() for form in own}
    return _Table(
        name_of,
        forms,
        level_of,
        {award_key(k.split()): tuple(award_key(n.split()) for n in of) for k, of in kinds.items()},
        frozenset(written["capitals"]),
        tuple(sorted({len(form) for form in name_of}, reverse=True)),
    )


def _is_written(form: Key, written: Sequence[str]) -> bool:
    """Whether a short form that is a word as well ("MEd", "M.D.") is written as none."""
    if len(form) > 1 or form[0] not in _table().capitals:
        return True
    return sum(c.isupper() for c in written[0]) > 1


def _ways(award: str) -> Iterator[Key]:
    """The keys by which one award is said; none if it is no more than a level.

    "Masters Degree (Coursework)" is said "coursework master's" and "master's by coursework",
    "Ontario College Advanced Diploma" also "advanced diploma".
    """
    for spelled in _spellings(award):
        key = award_key(words(spelled))
        if not _is_kind(key):
            continue
        yield key
        yield from _turned(key)
        if key[-1] == "degree" and len(key) > _WORDS_OF_KIND and not any(map(_is_level, key[:-1])):
            yield key[:-1]  # "first professional law degrees"
        if _is_level(key[-1]):
            yield from (key[at:] for at in range(1, len(key) - 1) if _is_kind(key[at:]))
    yield from _told_apart(award)


def _told_apart(award: str) -> Iterator[Key]:
    """By what an award in brackets differs from its like: "by coursework", "the research ones".

    >>> list(_told_apart("Masters Degree (Research)"))[:2], list(_told_apart("Diploma"))
    ([('by', 'research'), ('research', 'one')], [])
    """
    for part in _BRACKETS.findall(award):
        key = award_key(words(part))
        if len(key) != 1 or not any(map(_is_level, award_key(words(_BRACKETS.sub(" ", award))))):
            continue
        yield ("by", *key)
        yield from ((*key, noun) for noun in _NOUNS)
        if not is_everyday(key[0]) and not _is_level(key[0]) and key not in _table().name_of:
            yield key


def _spellings(award: str) -> Iterator[str]:
    """An award with either half of what stands around a slash, and with or without brackets."""
    yield from _alternatives(award)
    inside = [part.strip() for part in _BRACKETS.findall(award)]
    if inside:
        yield from _alternatives(_BRACKETS.sub(" ", award))
        yield from (part for part in inside if part.isupper() and len(words(part)) == 1)


def _alternatives(text: str) -> Iterator[str]:
    """ "Graduate/Professional Certificate" as either; what stands in common is kept.

    >>> list(_alternatives("Undergraduate Certificate or Diploma"))[1:]
    ['Undergraduate Certificate', 'Undergraduate Diploma']
    """
    yield text
    halves = _EITHER.split(text)
    if not 1 < len(halves) <= _MAX_ALTERNATIVES:
        return
    before, after = halves[0].split()[:-1], halves[-1].split()[1:]
    middle = [halves[0].split()[-1:], *(h.split() for h in halves[1:-1]), halves[-1].split()[:1]]
    yield from (" ".join([*before, *half, *after]) for half in middle)


def _turned(award: Key) -> Iterator[Key]:
    """A degree with a word beside its level, the other way round."""
    level = tuple(w for w in award if _is_level(w) and w != "degree")
    kind = tuple(w for w in award if not _is_level(w))
    if not level or not kind or not {"degree", *_HONOURS} & set(award):
        return
    for named in (level, (*level, "degree")):
        yield from ((*kind, *named), (*named, *kind), (*named, "by", *kind))


def _is_kind(said: Key) -> bool:
    """A kind of certificate or degree ("Graduate Certificate"), not a level, nor its subject.

    One word is a kind where it is neither a level nor an everyday word: "Microcredential".

    >>> [_is_kind(award_key(words(a))) for a in ("Graduate Certificate", "Master's Degree")]
    [True, False]
    >>> [_is_kind(award_key(words(a))) for a in ("Master of Arts", "Microcredential", "Standard")]
    [False, True, False]
    """
    if len(said) < 2:
        return bool(said) and not (
            is_everyday(said[0]) or said in load_lexicon().phrases or said in _table().name_of
        )
    return said[1] != "of" and not all(map(_is_level, said))


def _is_level(word: str) -> bool:
    senses = load_lexicon().phrases.get((word,), ())
    # "undergraduate" says what kind of certificate it is
    return word != "undergraduate" and any(s.role in ("level", "noun") for s in senses)


def _is_level_word(said: Sequence[str]) -> bool:
    """Whether the lexicon reads these words as a level: "msc", "bachelor of arts"."""
    senses = load_lexicon().phrases.get(tuple(said), ())
    return any(s.role == "level" for s in senses)


def _each_once(values: Iterable[str | None]) -> Iterator[str]:
    """Each value that there is, in the order of the last time it stands there."""
    return reversed(dict.fromkeys(reversed([value for value in values if value])))
