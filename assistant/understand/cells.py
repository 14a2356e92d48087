"""Cells of columns without a field by what they say: "Part-time", "English", "Public".

Of columns that part the programs in a few kinds. A cell with several values ("English/German")
says each of them. It does not decide whether a word is meant so (`read_cells.py`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

from assistant.stemming import stem
from assistant.understand.english import is_lexical, singulars
from assistant.understand.features import Features
from assistant.understand.lexicon import load_lexicon
from vectorstore.cells import LENGTH, OF_CODES, OTHER_NAMES, TEACHING, cells, spelled
from vectorstore.payers import payer_of
from vectorstore.records import Program
from vectorstore.text import words

Key = tuple[str, ...]

_MAX_KINDS = 60
"""Distinct cells of a column that parts programs; one with more tells each of them apart."""
_MAX_CHARS = 48
MAX_WORDS = 4
_PARTS = re.compile(r"[,;/|&+()]|\b(?:and|or)\b", re.IGNORECASE)
_OUR_WAYS = frozenset({("online",), ("on", "campus"), ("oncampus",), ("hybrid",)})
"""Words for the ways of delivery that nobody means otherwise."""
_OF_PLACES = re.compile(r"\b(?:campus|site|location|place|city|town)", re.IGNORECASE)
_MAIN_WORD = 4
"""Letters of a first word by which other forms of a way are known: "distance education"."""
_FLAGS = frozenset("yes no y n true false none na n/a nil unknown other both tba".split())
"""Cells that say nothing without their header."""
_SHORT: dict[Key, Key] = {("pt",): ("part", "time"), ("ft",): ("full", "time")}
RUN_BY = frozenset({"public", "private", "nonprofit"})
"""Words for who runs a school."""
_MONTHS = {
    month[:3]: month
    for month in (
        "january february march april may june july august september october november december"
    ).split()
} | {"sept": "september"}
STARTS = ("start", "begin", "commenc", "intak")
"""How words for when a program starts begin."""
_ROOT = 6
"""Letters in which two forms of a word agree at least."""
_MOSTLY = 0.8
"""Share of a column's rows whose cells begin alike."""
_KINDS_OF_SCHOOL = {(kind,) for kind in ("university", "college", "school", "institute")}
_DIGIT = re.compile(r"\d")
_CODED = re.compile(r"(?=.*[a-z])(?=.*\d)[a-z\d-]{5,}")
"""A word that may be a code: letters and digits."""


class Cells:
    """The cells of one snapshot, gone through when a question first needs them."""

    def __init__(self, programs: Sequence[Program] = ()) -> None:
        self._programs = programs

    def named(self, said: Iterable[str]) -> tuple[str, ...]:
        """The cells that words name, as values of a filter; () if none, or of two columns."""
        return self._named.get(spoken(tuple(said)), ())

    def coded(self, said: str) -> tuple[str, ...]:
        """The cells of columns of codes that are this word, folded: "096405g"; () if none."""
        return self._codes.get(said, ()) if _CODED.fullmatch(said) else ()

    @cached_property
    def _codes(self) -> Mapping[str, tuple[str, ...]]:
        """Every cell with a digit in columns that give each program a code of its own."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for p in self._programs:
            for header, cell in p.attributes:
                if OF_CODES.search(header) and _DIGIT.search(cell):
                    found[cell.casefold()][f"{header}: {cell}"] = None
        return {cell: tuple(values) for cell, values in found.items()}

    def taught(self, said: Iterable[str], way: str) -> tuple[str, ...]:
        """The cells that say a way of teaching in a source's words, where these mean no other.

        "Distance learning" is online to us; to a source that has a column for it, it is what its
        cells say, "distance" and "distance education" as well.
        """
        key = spoken(tuple(said))
        if key in _OUR_WAYS or not key:
            return ()
        found = self._taught.get(way, {})
        exact = found.get(key, ())
        return exact or tuple(
            dict.fromkeys(
                value
                for other, values in found.items()
                if other[0] == key[0] and len(key[0]) >= _MAIN_WORD
                for value in values
            )
        )

    @cached_property
    def _taught(self) -> Mapping[str, Mapping[Key, tuple[str, ...]]]:
        """Way of delivery -> what cells call it -> these; no cells that its own field gives."""
        found: defaultdict[str, defaultdict[Key, dict[str, None]]] = defaultdict(
            lambda: defaultdict(dict)
        )
        said = {(p.delivery_raw, p.delivery) for p in self._programs if p.delivery_raw}
        own = (
            (header, cell, frozenset[str]())
            for header, counted in self._kinds.items()
            if header not in (LENGTH, TEACHING) and not _OF_PLACES.search(header)
            if len(counted) <= _MAX_KINDS
            for cell in counted
        )
        for header, cell, known in (*own, *((TEACHING, raw or "", ways) for raw, ways in said)):
            for key, way in _ways_in(cell):
                if way not in known:
                    found[way][key][spelled(header, cell)] = None
        return {w: {key: tuple(sorted(v)) for key, v in of.items()} for w, of in found.items()}

    @cached_property
    def price_headers(self) -> frozenset[str]:
        """Columns that hold the price itself, in each row that has one: labels that it is kept by.

        One that says whose price it is ("In-state tuition") is asked for by whom it is for.
        """
        priced = [p for p in self._programs if p.price is not None]
        held = None
        for program in priced:
            own = {header for header, cell in program.attributes if cell == program.price_raw}
            held = own if held is None else held & own
            if not held:
                break
        return frozenset(h for h in held or () if payer_of(h) is None)

    def payer_header(self, payer: str) -> str | None:
        """The one column that says a price for these payers."""
        own = [h for h in self._kinds if (found := payer_of(h)) and found.value == payer]
        return own[0] if len(own) == 1 else None

    def header_like(self, said: Iterable[str]) -> str | None:
        """The one column of whose header a word begins like one of these: "accredits"."""
        roots = tuple(stem(word)[:_ROOT] for word in said)
        own = [
            h for h in self._kinds if any(stem(w).startswith(roots) for w in words(h) if len(w) > 3)
        ]
        if len(own) > 1:  # "Next Start" rather than "Starting Wage"
            own = [h for h in own if stem(words(h)[-1]).startswith(roots)]
        own = own or [h for h, first in self._leading.items() if first in said]
        return own[0] if len(own) == 1 else None

    def header_of(self, head: str, said: Iterable[str]) -> str | None:
        """The one column that ends with this word and whose other words are said, in any form.

        "In which terms can I start" asks for "Start terms".
        """
        known = {stem(w) for text in said for w in text.split()}
        ends = {h: [stem(w) for w in words(h)] for h in self._kinds}
        own = [h for h, key in ends.items() if len(key) > 1 and key[-1] == stem(head)]
        own = [h for h in own if set(ends[h]) <= known]
        return own[0] if len(own) == 1 else None

    @cached_property
    def _leading(self) -> Mapping[str, str]:
        """The word that most cells of a column begin with: "IELTS 6.5"."""
        found: dict[str, str] = {}
        for header, counted in self._kinds.items():
            first = Counter[str]()
            for cell, rows in counted.items():
                first[(*words(cell), "")[0]] += rows
            word, rows = first.most_common(1)[0]
            if len(counted) > 1 and rows >= _MOSTLY * sum(counted.values()) and word.isalpha():
                found[header] = word
        return found

    @cached_property
    def features(self) -> Features:
        """The columns that say yes or no, or a number."""
        own = {header for p in self._programs for header, _ in p.attributes}
        return Features({h: counted for h, counted in self._kinds.items() if h in own})

    @cached_property
    def _kinds(self) -> Mapping[str, Counter[str]]:
        """The cells of each column, with how many rows have them."""
        kinds: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for header, cell in (c for p in self._programs for c in cells(p)):
            if len(cell) <= _MAX_CHARS and header != OTHER_NAMES:
                kinds[header][cell] += 1
        return kinds

    @cached_property
    def _named(self) -> Mapping[Key, tuple[str, ...]]:
        found: defaultdict[Key, dict[str, str]] = defaultdict(dict)
        for header, counted in self._kinds.items():
            if len(counted) > _MAX_KINDS and not _says_pace(counted):
                continue
            noun = _shared_noun(counted)
            for cell in counted:
                for key in _keys(cell):
                    found[key][spelled(header, cell)] = header
                    if noun and len(key) == 1 and key[0] != noun and _PARTS.search(cell):
                        found[(*key, noun)][spelled(header, cell)] = header
        named = {key: _of_one_column(values) for key, values in found.items()}
        return {key: tuple(sorted(values)) for key, values in named.items() if values}


def _of_one_column(values: Mapping[str, str]) -> Iterable[str]:
    """The cells if one column has them all; of two, an own one before what fields were read from.

    "PT" under "Mode" and the "Part-time" that a mapping makes of it are one thing.
    """
    own = {value: header for value, header in values.items() if header not in (LENGTH, TEACHING)}
    kept = own or values
    return kept if len(set(kept.values())) == 1 else ()


@lru_cache(maxsize=1 << 12)
def _ways_in(cell: str) -> tuple[tuple[Key, str], ...]:
    """What a cell and its parts call ways of delivery, with these: no word of our own for them."""
    phrases = load_lexicon().phrases
    keys = (spoken(words(part.replace("-", " "))) for part in (cell, *_PARTS.split(cell)))
    return tuple(
        (key, sense.value)
        for key in dict.fromkeys(keys)
        if key not in _OUR_WAYS
        for sense in phrases.get(key, ())
        if sense.role == "delivery"
    )


def _shared_noun(cells: Iterable[str]) -> str | None:
    """What two cells of a column end with: "winter semester", "summer semester".

    A cell of both, "winter/summer", says it of each.
    """
    ends = Counter(said[-1] for c in cells if len(said := spoken(words(c))) > 1)
    return next((word for word, n in ends.most_common(1) if n > 1), None)


def _keys(cell: str) -> Iterable[Key]:
    """What a cell is called by: all of it, and each of several values in it."""
    for text in dict.fromkeys((cell, *_PARTS.split(cell))):
        said = words(text.replace("-", " "))
        said = _pace_in(said) or said
        key = spoken(said)
        if 0 < len(key) <= MAX_WORDS and _says_something(key):
            yield key
    yield from ((w,) for w in words(cell) if w in RUN_BY)  # "Private for-profit"


def spoken(said: Key) -> Key:
    """Words of a cell, or of a question, as they are compared: PT is part time, Jul is July."""
    whole = _SHORT.get(said) or tuple(_MONTHS.get(w, w) for w in said)
    return singulars(whole)


def _says_something(key: Key) -> bool:
    """Words that are no flag, no code and not only words of asking."""
    if key in _SHORT.values() or key in _KINDS_OF_SCHOOL:
        return True
    if any(sense.role == "pace" for sense in load_lexicon().phrases.get(key, ())):
        return True  # "evening" says when, and no other field of a program holds it
    is_flag = len(key) == 1 and (len(key[0]) < 3 or key[0] in _FLAGS)
    is_code = any(map(_DIGIT.search, key)) and not any(w in _MONTHS.values() for w in key)
    return not (is_flag or is_code or all(map(is_lexical, key)))


def _pace_in(said: Key) -> Key | None:
    """ "2 years part-time" says how it is studied beside how long."""
    for at in range(len(said) - 1):
        if said[at : at + 2] in _SHORT.values():
            return said[at : at + 2]
    return None


def _says_pace(counted: Iterable[str]) -> bool:
    return any(_pace_in(words(cell.replace("-", " "))) for cell in counted)
