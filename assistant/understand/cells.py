"""Cells of columns without a field by what they say: "Part-time", "English", "Public".

Of columns that part the programs in a few kinds. A cell with several values ("English/German")
says each of them. It does not decide whether a word is meant so (`read_cells.py`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from assistant.understand.english import is_lexical, singulars
from vectorstore.cells import cells, spelled
from vectorstore.records import Program
from vectorstore.text import words

Key = tuple[str, ...]

_MAX_KINDS = 60
"""Distinct cells of a column that parts programs; one with more tells each of them apart."""
_MAX_CHARS = 48
MAX_WORDS = 4
_PARTS = re.compile(r"[,;/|&+()]|\b(?:and|or)\b", re.IGNORECASE)
_FLAGS = frozenset("yes no y n true false none na n/a nil unknown other both tba".split())
"""Cells that say nothing without their header."""
_SHORT: dict[Key, Key] = {("pt",): ("part", "time"), ("ft",): ("full", "time")}
_DIGIT = re.compile(r"\d")


class Cells:
    """The cells of one snapshot, gone through when a question first needs them."""

    def __init__(self, programs: Sequence[Program] = ()) -> None:
        self._programs = programs

    def named(self, said: Iterable[str]) -> tuple[str, ...]:
        """The cells that words name, as values of a filter; () if none, or of two columns."""
        return self._named.get(singulars(tuple(said)), ())

    @cached_property
    def _named(self) -> Mapping[Key, tuple[str, ...]]:
        kinds: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for header, cell in (c for p in self._programs for c in cells(p)):
            if len(cell) <= _MAX_CHARS:
                kinds[header][cell] += 1
        found: defaultdict[Key, dict[str, str]] = defaultdict(dict)
        for header, counted in kinds.items():
            if len(counted) > _MAX_KINDS and not _says_pace(counted):
                continue
            for cell in counted:
                for key in _keys(cell):
                    found[key][spelled(header, cell)] = header
        return {
            key: tuple(sorted(values))
            for key, values in found.items()
            if len(set(values.values())) == 1
        }


def _keys(cell: str) -> Iterable[Key]:
    """What a cell is called by: all of it, and each of several values in it."""
    for text in dict.fromkeys((cell, *_PARTS.split(cell))):
        said = words(text.replace("-", " "))
        said = _pace_in(said) or said
        key = singulars(_SHORT.get(said, said))
        if 0 < len(key) <= MAX_WORDS and _says_something(key):
            yield key


def _says_something(key: Key) -> bool:
    """Words that are no flag, no code and not only words of asking."""
    if key in _SHORT.values():
        return True
    is_flag = len(key) == 1 and (len(key[0]) < 3 or key[0] in _FLAGS)
    return not (is_flag or any(map(_DIGIT.search, key)) or all(map(is_lexical, key)))


def _pace_in(said: Key) -> Key | None:
    """ "2 years part-time" says how it is studied beside how long."""
    for at in range(len(said) - 1):
        if said[at : at + 2] in _SHORT.values():
            return said[at : at + 2]
    return None


def _says_pace(counted: Iterable[str]) -> bool:
    return any(_pace_in(words(cell.replace("-", " "))) for cell in counted)
