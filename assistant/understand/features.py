"""Columns that say yes or no, or a number, and the words by which visitors mean their cells.

"Work Component: Yes" is a course "with a work placement" (features.toml has what sites call one
thing), "STEM designated: STEM" and "Test: GRE required" say yes too, "NZQF Level: 7" is "level 7",
"Credits: 120" is "at least 100 credits". Only where the words fit one column. It does not decide
whether a word is meant so (`read_cells.py`).
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.understand.english import is_lexical, singulars
from assistant.understand.lexicon import load_lexicon
from vectorstore.cells import spelled
from vectorstore.query import Op
from vectorstore.text import fold, words

Key = tuple[str, ...]

_YES = frozenset(
    (
        "yes y true t available offered optional compulsory mandatory required included possible"
    ).split()
)
_NO = frozenset(
    {
        "no",
        "not",
        "non",
        "without",
        "n",
        "false",
        "f",
        "none",
        "not available",
        "not offered",
        "not required",
        "unavailable",
    }
)
_SILENT = frozenset("null na n/a unknown tba nil privacysuppressed".split()) | {
    "n a",
    "not stated",
    "",
}
"""Cells that say neither."""
_SWITCH = {"1": True, "0": False}
"""Cells of a column that holds nothing else."""
WRAPPING = frozenset(
    (
        "requirement available availability offered offer option indicator flag is has have "
        "include included require required possible provide provided "
        "eligible eligibility y n yes no or a an the of for with in"
    ).split()
)
"""Words of a header around what it says yes or no to."""
_MOST_CELLS = 12
"""Cells of one condition at most: "at least 100 credits" names each of them."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_OF_NUMBERS = 0.9
"""Share of the rows of a column that must hold one number."""


@dataclass(frozen=True, slots=True)
class Feature:
    """What a column says yes or no to, as values of a filter."""

    yes: tuple[str, ...]
    no: tuple[str, ...]
    """() if no cell says no."""
    grades: Mapping[str, Key]
    """Of each value what its cell says beside the thing itself: "required", "not required".

    Also of one that says neither yes nor no to it: "waiver available" of "GRE waiver available".
    """
    thing: Key = ()
    """What the cells themselves call it, beside the header: "gre"."""


class Features:
    """The columns of one snapshot that say yes or no, or a number."""

    def __init__(self, kinds: Mapping[str, Counter[str]]) -> None:
        """`kinds` are the cells of each column with how many rows have them."""
        flags = {h: f for h, counted in kinds.items() if (f := _feature(h, counted))}
        self._flags = {key: flags[h] for key, h in _named(flags, kinds).items()}
        self._flags |= _things_said(flags, self._flags)
        numbers = {
            h: n for h, counted in kinds.items() if h not in flags and (n := _numbers(counted))
        }
        self._numbers = {key: (h, numbers[h]) for key, h in _labels(numbers, kinds).items()}
        for header, counted in kinds.items():
            name, cells = _scored(counted)
            key = singulars((name,))
            if name and key not in self._numbers:
                self._numbers[key] = (header, cells)

    def flag(self, said: Iterable[str]) -> Feature | None:
        """The column that these words say yes or no to."""
        return self._flags.get(singulars(tuple(said)))

    def graded(self, said: Sequence[str]) -> tuple[str, ...]:
        """Of a column the cells that say just this: "compulsory placement", "GRE optional"."""
        bare = [_DENIED.get(word, word) for word in said if word not in _COPULAS]
        for cut in range(1, len(bare)):
            for thing, grade in ((bare[cut:], bare[:cut]), (bare[:cut], bare[cut:])):
                feature = self.flag(thing)
                own = feature.grades.items() if feature else ()
                if found := tuple(v for v, key in own if tuple(grade) in (key, _shortly(key))):
                    return found
        return ()

    def of(self, value: str) -> Feature | None:
        """The column that a value of a filter is of."""
        return next((f for f in self._flags.values() if value in f.grades), None)

    def numbered(self, label: Iterable[str], op: Op, value: float) -> tuple[str, ...]:
        """The cells of a column of numbers, as values of a filter; () if too many or no column.

        An exact number that no row has gives the cell that it would be.
        """
        header, cells = self._numbers.get(_telling(singulars(tuple(label))), ("", {}))
        if not header:
            return ()
        fitting = [
            c for number, own in sorted(cells.items()) if _fits(number, op, value) for c in own
        ]
        if not fitting and op is Op.EQ:
            fitting = [f"{value:g}"]
        return tuple(spelled(header, c) for c in fitting) if len(fitting) <= _MOST_CELLS else ()


_COPULAS = frozenset({"is", "are", "be"})
_DENIED = {"isn't": "not", "aren't": "not", "isnt": "not", "arent": "not"}


def _shortly(grade: Key) -> Key:
    """ "Waiver" of "waiver available"."""
    return grade[:-1] if len(grade) > 1 and grade[-1] in _THERE and grade[0] not in _NO else grade


_THERE = frozenset({"available", "offered", "possible"})


def _fits(number: float, op: Op, value: float) -> bool:
    return {
        Op.LT: number < value,
        Op.LE: number <= value,
        Op.GT: number > value,
        Op.GE: number >= value,
    }.get(op, number == value)


def _feature(header: str, counted: Counter[str]) -> Feature | None:
    """The cells that say yes, and those that say no; None for a column that says anything else."""
    said = {cell: " ".join(words(cell)) for cell in counted}
    said = {cell: text for cell, text in said.items() if text not in _SILENT}
    if len(said) > _MOST_CELLS:
        return None
    thing: Key = ()
    if set(said.values()) <= _SWITCH.keys():
        yes = [c for c, s in said.items() if _SWITCH[s]]
        no = [c for c, s in said.items() if not _SWITCH[s]]
    else:
        thing = _said_alike(said.values())
        said = {c: _beside(s, header, thing) for c, s in said.items()}
        yes = [c for c, s in said.items() if s in _YES]
        no = [c for c, s in said.items() if s in _NO]
    others = [c for c in said if c not in (*yes, *no)]
    if not yes or (others and not (thing and no)):
        return None
    alike = ({fold(c): c for c in sorted(own, reverse=True)} for own in (yes, no))  # "Y", "y"
    said_yes, said_no = (tuple(spelled(header, c) for c in sorted(a.values())) for a in alike)
    grades = {spelled(header, c): words(said[c]) for c in (*yes, *no, *others)}
    return Feature(said_yes, said_no, grades, thing)


def _said_alike(cells: Collection[str]) -> Key:
    """The words that all cells share which do not say no: "gre" of "GRE required", "GRE optional".

    Of a column with one such cell all its words: "STEM" beside "none".
    """
    held = [words(cell) for cell in cells if cell not in _NO]
    if len(held) < _FEW_CELLS and len(held) == len(cells):
        return ()  # one thing is said of every row
    shared = set(held[0]).intersection(*held) - _GRADING if held else set()
    return tuple(w for w in held[0] if w in shared) if held else ()


_FEW_CELLS = 2
_GRADING = frozenset(word for said in (_YES | _NO) for word in said.split())
"""Words that say whether there is a thing, and are not the thing."""


def _beside(cell: str, header: str, thing: Key) -> str:
    """What a cell says beside its header's words and the thing itself; "yes" if nothing."""
    own = {*singulars(words(header)), *singulars(thing)} - _GRADING
    key = zip(words(cell), singulars(words(cell)), strict=True)
    return " ".join(word for word, plain in key if plain not in own) or "yes"


def _things_said(flags: Mapping[str, Feature], known: Mapping[Key, Feature]) -> dict[Key, Feature]:
    """What cells call the thing, where one column does and no header is so called."""
    named = Counter(singulars(feature.thing) for feature in flags.values())
    keyed = {singulars(feature.thing): feature for feature in flags.values() if feature.thing}
    return {key: of for key, of in keyed.items() if named[key] == 1 and key not in known}


def _scored(counted: Counter[str]) -> tuple[str, dict[float, list[str]]]:
    """The score that most cells of a column begin with, and its cells: "IELTS 6.5 (...)"."""
    found: dict[str, dict[float, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = Counter[str]()
    for cell, n in counted.items():
        m = _SCORE.match(fold(cell))
        if m:
            found[m["name"]][float(m["score"])].append(cell)
            rows[m["name"]] += n
    name, most = next(iter(rows.most_common(1)), ("", 0))
    fits = most >= _OF_NUMBERS * sum(counted.values()) and len(found[name]) > 1
    return (name, dict(found[name])) if fits and not is_lexical(name) else ("", {})


_SCORE = re.compile(r"(?P<name>[a-z]{3,})[ :]+(?P<score>\d+(?:\.\d+)?)(?!\d)")


def _named(flags: Iterable[str], headers: Iterable[str]) -> dict[Key, str]:
    """Each phrase that names one column -> its header; a whole header goes before a part of one."""
    found: dict[Key, set[str]] = defaultdict(set)
    for header, key in _each_core(flags):
        for things in _things():
            if any(_holds(key, thing) for thing in things):
                for thing in things:
                    found[thing].add(header)
    taken = Counter(run for header in headers for run in set(_runs(singulars(words(header)))))
    for header, key in _each_core(flags):
        for run in _runs(key):
            if taken[run] == 1:
                found[run] = {header}
        if len(key) >= _LONG:
            found[("".join(w[0] for w in key),)].add(header)  # "PGWP"
    for header, key in _each_core(flags):
        found[key] = found[singulars(words(header))] = {header}
    return {key: next(iter(of)) for key, of in found.items() if len(of) == 1 and key}


_LONG = 3
"""Words of a name that has initials."""


def _each_core(headers: Iterable[str]) -> Iterator[tuple[str, Key]]:
    for header in headers:
        key = singulars(words(header))
        core = tuple(w for w in key if w not in WRAPPING)
        yield header, core or key


def _runs(key: Key) -> Iterator[Key]:
    """Parts of a header that say more than words of asking."""
    for first in range(len(key)):
        for last in range(first + 1, len(key) + 1):
            if any(len(w) > 2 and not is_lexical(w) for w in key[first:last]):
                yield key[first:last]


def _holds(key: Key, part: Key) -> bool:
    return any(key[at : at + len(part)] == part for at in range(len(key) - len(part) + 1))


@cache
def _things() -> tuple[tuple[Key, ...], ...]:
    text = (Path(__file__).parent / "features.toml").read_text(encoding="utf-8")
    return tuple(
        tuple(singulars(words(phrase.replace("-", " "))) for phrase in phrases)
        for phrases in tomllib.loads(text).values()
    )


def _numbers(counted: Counter[str]) -> dict[float, list[str]]:
    """The cells of a column by the one number in each; {} if it is no column of numbers."""
    found: dict[float, list[str]] = defaultdict(list)
    rows = 0
    for cell, n in counted.items():
        held = _NUMBER.findall(cell.replace(",", ""))
        if len(held) == 1 and len(words(cell)) <= _WORDS_BESIDE:
            found[float(held[0])].append(cell)
            rows += n
    parts = len(counted) <= _MOST_CELLS or rows >= _ALIKE * len(counted)  # else it is a key
    return dict(found) if parts and rows >= _OF_NUMBERS * sum(counted.values()) else {}


_ALIKE = 2
"""Rows that share a number, on the mean."""
_WORDS_BESIDE = 3
"""Words of a cell that is a number with its unit: "NZQF Level 7"."""


def _labels(numbers: Iterable[str], headers: Iterable[str]) -> dict[Key, str]:
    """What a number of a column is called: its header, or words of it that no other header has."""
    every = [_telling(singulars(words(h))) for h in headers]
    taken = Counter(run for key in every for run in set(_parts(key)))
    found: dict[Key, str] = {}
    for header in numbers:
        key = _telling(singulars(words(header)))
        found |= {run: header for run in _parts(key) if taken[run] == 1 or run == key}
    return found


def _telling(key: Key) -> Key:
    """Words that tell one column of numbers from another: "ZIP code" is the column ZIP."""
    return tuple(w for w in key if w not in _COUNTING)


_COUNTING = frozenset("code number no id nr ref program course school provider".split())


def _parts(key: Sequence[str]) -> Iterator[Key]:
    for first in range(len(key)):
        for last in range(first + 1, min(len(key), first + 3) + 1):
            part = tuple(key[first:last])
            if any(len(w) > 2 for w in part) and not all(map(_is_measure, part)):
                yield part


@cache
def _is_measure(word: str) -> bool:
    """A word by which prices and lengths of programs are asked for, not one of several columns."""
    senses = load_lexicon().phrases.get((word,), ())
    return any(s.role == "measure" and s.value in ("price", "duration") for s in senses)
