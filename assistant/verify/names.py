"""Names of programs in a sentence: which rows a piece of text can speak of.

Full names as the source writes them first, then what people make of them ("UT Austin", "Wentworth",
"FIU"). Knows nothing of figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from assistant.verify.lexicon import FUNCTION
from assistant.verify.text import mask, plain
from vectorstore.records import Program, ProgramId

_GENERIC = frozenset(
    """
    university college institute school state the of at and for in on a an online master
    masters master's science sciences arts certificate graduate undergraduate program degree
    bachelor doctor ms msc ma mba artificial intelligence computer finance campus world
    global executive technology ai ml nlp specialization applied data analytics management
    studies strategic engineering professional i ii iii iv
""".split()
)
"""Words that name no one university or program by themselves."""

_OWNS = re.compile(r"^(?:'s?|\u2019s?)?\s+$")
_OF = re.compile(
    r"^,?\s+(?:(?:is\s+)?(?:offered|run|taught|provided)\s+)?(?:at|from|by|of)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    r"^(?:'s?|\u2019s?)?[\s,:|(-]*(?:(?:offers|runs|has|lists|holds|teaches|with|its|their|the"
    r"|a|an)\s+)*\(?$", re.IGNORECASE
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names rows: every row it can mean."""

    start: int
    end: int
    rows: frozenset[ProgramId]
    fields: frozenset[str]
    """university, title or both."""


@dataclass(frozen=True, slots=True)
class Named:
    """The mentions of a sentence, and a pair of names that no row has, if one was found."""

    mentions: tuple[Mention, ...]
    mismatch: str | None = None


def named(text: str, programs: Sequence[Program], taken: Iterable[tuple[int, int]] = ()) -> Named:
    """Rows that a sentence names, in reading order; a university beside its title is one name.

    Longest names win; spans in `taken` (places, headings) are not read as parts of names.
    `mismatch` tells of a title put to a university that does not have it.
    """
    found = _full(text, programs)
    spans = [(m.start, m.end) for m in found] + list(taken)
    found += _partial(text, mask(text, spans), programs)
    found.sort(key=lambda m: m.start)
    for one, two in pairwise(found):
        if _paired(text, one, two) and not one.rows & two.rows:
            return Named(tuple(found), text[one.start : two.end])
    return Named(tuple(_merged(text, found)))


def _full(text: str, programs: Sequence[Program]) -> list[Mention]:
    names: dict[tuple[str, str], set[ProgramId]] = {}
    for program in programs:
        for field, name in (("university", program.university), ("title", program.title)):
            names.setdefault((plain(name), field), set()).add(program.id)
            bare = re.sub(r"^the\s+", "", plain(name))
            for form in {bare, _OF_A_COMPANY.sub("", bare)} if field == "university" else {bare}:
                names.setdefault((form, field), set()).add(program.id)
    folded = plain(text)
    taken: list[Mention] = []
    for (name, field), rows in sorted(names.items(), key=lambda kv: -len(kv[0][0])):
        for at in _occurrences(folded, name):
            end = at + len(name)
            if field == "title" and _describes(text, at, end):
                continue
            if not any(at < m.end and m.start < end for m in taken):
                taken.append(Mention(at, end, frozenset(rows), frozenset({field})))
    return taken


_OF_A_COMPANY = re.compile(r"(?:\s+(?:pty|ltd|limited|inc|llc)\b\.?|\s*\([^()]*\))+$")
"""Behind a name in a register; nobody says it."""
_SET_FOLLOWS = re.compile(r"\s+(?:programs?|courses?|degrees?|certificates?)\b", re.IGNORECASE)
_MANY_FOLLOW = re.compile(
    r"\s+(?:(?:bachelor's|master's|doctoral)\s+)?(?:programs|courses|degrees|certificates|diplomas)\b",
    re.IGNORECASE,
)


_COUNTED = re.compile(
    r"\b(?:\d+|the only|no|any other) (?:(?:online|on-campus|hybrid) )?$", re.IGNORECASE
)


_OF_SET = re.compile(r"\b(?:\d[\d,]*|no|the only)\s[^:;(]*$", re.IGNORECASE)
_SET_ENDS = re.compile(r"[^:;(]*\b(?:programs?|certificates?|diplomas?|degrees?)\b")
"""What stands before and behind a subject of a set that is counted."""


_TITLED = re.compile(r"\btitled (?:[\w&'-]+ ){0,12}?$")


def _describes(text: str, start: int, end: int) -> bool:
    """ "6 online MBA programs" describes a set; a row titled "Online MBA" is not named by it.

    So do "1 data analytics certificate" and "programs titled bachelor of arts". A title in the
    singular ("UT's data science program") names its row, unless no word of it does.
    """
    generic = all(token in _GENERIC for token in _tokens(text[start:end]))
    follows = _SET_FOLLOWS if generic else _MANY_FOLLOW
    before = text[:start]
    counted = _COUNTED.search(before) or _TITLED.search(before)
    if text[start].islower() and _OF_SET.search(before) and _SET_ENDS.match(text, end):
        return True  # "1 accounting or data analytics Graduate Certificate program"
    if text[start].islower() or _is_acronym(text[start:end]):
        return bool(counted or follows.match(text, end))
    return bool(counted and _MANY_FOLLOW.match(text, end))  # "2 Bachelor of Arts programs"


def _is_acronym(text: str) -> bool:
    """ "MBA", "MPH": a kind of program as often as one that is so titled."""
    return text.isupper() and text.isalpha()


def _occurrences(text: str, name: str) -> Iterator[int]:
    at = text.find(name) if name else -1
    while at >= 0:
        end = at + len(name)
        free = not (text[at - 1 : at].isalnum() and at) and not text[end : end + 1].isalnum()
        if free:
            yield at
        at = text.find(name, at + 1)


_RUN = re.compile(
    r"\b[A-Z][\w.&'\u2019]*(?:(?:[\s\u2013\u2011-]+(?:(?:of|at|and|the|for"
    r"|in)\s+(?:the\s+)?)?)[A-Z][\w.&'\u2019]*)*"
)


def _partial(text: str, masked: str, programs: Sequence[Program]) -> list[Mention]:
    """Capitalised words left over that can only be part of the name of a university or a title."""
    out: list[Mention] = []
    names = _Names(programs)
    for m in _RUN.finditer(masked):
        if m.group().lower() in FUNCTION and not m.group().isupper():
            continue  # "It is ..."
        out += _within(text, m.start(), m.end(), names)
    return out


def _within(text: str, first: int, last: int, names: _Names) -> Iterator[Mention]:
    """The longest name of a run, and those that stand beside it: "Leeds's and York's"."""
    for start, end in _trims(text[first:last], first):
        if mention := _matching(text, start, end, names):
            if beside := _JOINED.search(text, first, start):
                yield from _within(text, first, beside.start(), names)
            yield mention
            if beside := _JOINED.match(text, end, last):
                yield from _within(text, beside.end(), last, names)
            return


_JOINED = re.compile(r"\s+(?:and|or)\s+(?:the\s+)?")
_PIECE = re.compile(r"[\w.&'\u2019]+")
_LONGEST_NAME = 8
"""Words of a shortened name at most; keeps a sentence in title case cheap."""


def _trims(run: str, offset: int) -> Iterator[tuple[int, int]]:
    """The run, then without its first words ("The", "At"), then without its last ones."""
    words = [(offset + m.start(), offset + m.end()) for m in _PIECE.finditer(run)][:_LONGEST_NAME]
    for size in range(len(words), 0, -1):
        for first in range(len(words) - size + 1):
            yield words[first][0], words[first + size - 1][1]


class _Names:
    """The names of rows, with the names that each word fits looked up once.

    A sentence of many capitalised words asks for thousands of runs over hundreds of names.
    """

    def __init__(self, programs: Sequence[Program]) -> None:
        self._rows: dict[str, dict[tuple[str, ...], set[ProgramId]]] = {}
        for program in programs:
            for field, name in (("university", program.university), ("title", program.title)):
                own = self._rows.setdefault(field, {})
                own.setdefault(_tokens(name), set()).add(program.id)
        self._fits: dict[tuple[str, str], set[tuple[str, ...]]] = {}
        self.currencies = {p.currency.casefold() for p in programs if p.currency}

    def meant(self, tokens: Sequence[str]) -> tuple[str, frozenset[ProgramId]] | None:
        """The field that the tokens abbreviate names of, and the rows of these names."""
        for field, own in self._rows.items():
            every = set.intersection(*(self._fitting(field, token) for token in tokens))
            rows = [own[name] for name in every if _abbreviates(tokens, name)]
            if rows:
                return field, frozenset().union(*rows)
        return None

    def _fitting(self, field: str, token: str) -> set[tuple[str, ...]]:
        if (field, token) not in self._fits:
            word = token.replace(".", "")
            names = {name for name in self._rows[field] if _step(word, name, 0) is not None}
            self._fits[field, token] = names
        return self._fits[field, token]


def _matching(text: str, start: int, end: int, names: _Names) -> Mention | None:
    tokens = _tokens(text[start:end])
    if all(t in _GENERIC or t in names.currencies for t in tokens):
        return None  # "AUD" is no Diploma of Auditing
    meant = names.meant(tokens)
    if meant is None:
        return None
    field, rows = meant
    if field == "title" and _is_acronym(text[start:end]) and _describes(text, start, end):
        return None
    end -= len(re.search(r"(?:['\u2019]s?)?\.?$", text[start:end]).group())  # type: ignore[union-attr]
    return Mention(start, end, rows, frozenset({field}))


@lru_cache(maxsize=8192)
def _tokens(name: str) -> tuple[str, ...]:
    found = (
        re.sub(r"'s?$", "", w.strip(".")).strip(".'") for w in re.findall(r"[\w&.']+", plain(name))
    )
    return tuple(word for word in found if word)


def _abbreviates(tokens: Sequence[str], name: Sequence[str]) -> bool:
    """The tokens are words of the name in order, each a word of it or the initials of a few."""
    at = 0
    for token in tokens:
        step = _step(token.replace(".", ""), name, at)
        if step is None:
            return False
        at = step
    return True


def _step(token: str, name: Sequence[str], at: int) -> int | None:
    for i in range(at, len(name)):
        if name[i] == token:
            return i + 1
    for i in range(at, len(name)):
        initials, j = "", i
        while j < len(name) and len(initials) < len(token):
            if name[j] not in ("of", "the", "at", "and", "for", "in"):
                initials += name[j][0]
            j += 1
            if initials == token and len(token) > 1:
                return j
    return None


def _paired(text: str, one: Mention, two: Mention) -> bool:
    """Written so that the one belongs to the other: "X's T", "T at X"."""
    between = text[one.end : two.start]
    if one.fields == {"university"} and two.fields == {"title"}:
        return bool(_OWNS.match(between))
    return one.fields == {"title"} and two.fields == {"university"} and bool(_OF.match(between))


def _merged(text: str, found: Iterable[Mention]) -> Iterator[Mention]:
    last: Mention | None = None
    held = list(found)
    for at, mention in enumerate(held):
        following = held[at + 1] if at + 1 < len(held) else None
        heads = (  # "programs at X: T at X" names a row after the colon
            last is not None
            and following is not None
            and ":" in text[last.end : mention.start]
            and _paired(text, mention, following)
        )
        if last is not None and not heads and _same(text, last, mention):
            fields = last.fields | mention.fields
            last = Mention(last.start, mention.end, last.rows & mention.rows, fields)
            continue
        if last is not None:
            yield last
        last = mention
    if last is not None:
        yield last


def _same(text: str, one: Mention, two: Mention) -> bool:
    if one.fields & two.fields or not one.rows & two.rows:
        return False
    between = text[one.end : two.start]
    return bool(_OWNS.match(between) or _OF.match(between) or _LOOSE.match(between))
