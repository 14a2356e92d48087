"""Which rows a sentence names in short: words and initials of their schools, "the latter".

For `row_meant.py`; among the few rows that a sentence cites only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.figures import Figure, Measure
from assistant.verify.lexicon import LEVELS
from assistant.verify.text import plain
from vectorstore.records import Program
from vectorstore.text import ACRONYMS, words


@dataclass(frozen=True)
class Mention:
    """Where rows are named, and which."""

    start: int
    end: int
    rows: tuple[int, ...]


@dataclass(frozen=True)
class RowsTold:
    """A sentence with the rows that it names and the figures that it gives."""

    text: str
    folded: str
    rows: tuple[Program, ...]
    mentions: tuple[Mention, ...]
    figures: tuple[Figure, ...]


def mentions_of(text: str, rows: Sequence[Program]) -> Iterator[Mention]:
    """Names of rows in reading order: titles, and words of the school that only some rows have.

    A school and a title that stand together name the rows that have both; none where no row has.
    Where no name tells the rows apart, the level that only one of them has names it.
    """
    out = list(_runs(text, sorted(_names(text, rows), key=lambda n: n.start)))
    if len(rows) > 1 and not any(len(m.rows) == 1 for m in out):
        out += _levels(text, rows, [(m.start, m.end) for m in out])
    yield from sorted(out, key=lambda m: m.start)


@dataclass(frozen=True)
class _Name:
    start: int
    end: int
    rows: frozenset[int]
    title: bool


_ASIDE = " -\u2013\u2014,()"
_TOGETHER = re.compile(r"[\s(]*(?:(?:at|from|of)\s+(?:the\s+)?)?")
_KINDS_OF_SCHOOL = re.compile(
    r"\b(?:university|college|institute|school|polytechnic|state|technical|campus|technology"
    r"|pty|ltd|limited|inc)\b\.?(?:['\u2019]s?)?|\([A-Z]{2,}\)(?:['\u2019]s?)?",
    re.IGNORECASE,
)


def _runs(text: str, names: Sequence[_Name]) -> Iterator[Mention]:
    """Names that stand together as one mention of the rows that have all of them."""
    run: list[_Name] = []
    for name in names:
        between = text[run[-1].end : name.start] if run else ""
        between = re.sub(r"^['\u2019]s?", "", _KINDS_OF_SCHOOL.sub("", between))
        beside = not between.strip(_ASIDE) or _TOGETHER.fullmatch(between)
        both = run[-1].rows & name.rows if run else frozenset[int]()
        apart = run and name.title != run[-1].title and _TOGETHER.fullmatch(between)
        if run and not (beside and (both or apart)):
            yield Mention(run[0].start, run[-1].end, tuple(sorted(run[-1].rows)))
            run = []
        run.append(_Name(name.start, name.end, both, name.title) if run else name)
    if run:
        yield Mention(run[0].start, run[-1].end, tuple(sorted(run[-1].rows)))


def _names(text: str, rows: Sequence[Program]) -> Iterator[_Name]:
    taken: list[tuple[int, int]] = []
    whole = {(plain(p.title), True) for p in rows} | {(plain(p.university), False) for p in rows}
    for name, titled in sorted(whole, key=lambda n: len(n[0]), reverse=True):
        held = frozenset(
            n for n, p in enumerate(rows) if plain(p.title if titled else p.university) == name
        )
        for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", plain(text)):
            named = " " in name and text[m.start()].isupper()
            if named and not any(a < m.end() and m.start() < b for a, b in taken):
                taken.append(m.span())
                yield _Name(m.start(), m.end(), held, titled)
    for m in _NAME.finditer(text):
        if not m.group()[0].isupper() or any(a <= m.start() < b for a, b in taken):
            continue
        if held := _named(m.group(), rows):
            yield _Name(m.start(), m.end(), held, title=False)


def _levels(
    text: str, rows: Sequence[Program], taken: Sequence[tuple[int, int]]
) -> Iterator[Mention]:
    for level, pattern in LEVELS.items():
        held = [n for n, p in enumerate(rows) if p.level == level]
        for m in pattern.finditer(plain(text)) if len(held) == 1 else ():
            if not any(a <= m.start() < b for a, b in taken):
                yield Mention(m.start(), m.end(), (held[0],))


_COMMON = frozenset(
    "university college institute school state the of and for in at technology technical campus"
    " national international online a".split()
)


_NAME = re.compile(r"[A-Za-z][\w&.'-]*[A-Za-z]|[A-Z]")


def _named(word: str, rows: Sequence[Program]) -> frozenset[int]:
    """The rows whose school or town is called so; empty where the word names none of them."""
    bare = re.sub(r"'s?$", "", plain(word)).rstrip(".")
    if bare in _COMMON or bare in ACRONYMS:
        return frozenset()
    return frozenset(n for n, p in enumerate(rows) if _is_called(bare, word, p))


def _is_called(bare: str, word: str, row: Program) -> bool:
    name = words(re.sub("[-\u2011\u2013]", " ", row.university))
    telling = [w for w in name if w not in _COMMON]
    if bare in telling or bare.replace("-", "") == "".join(telling):
        return True
    every = "".join(w[0] for w in name)
    short = "".join(w[0] for w in name if w not in ("the", "of", "and", "at", "for", "in"))
    if (
        len(bare) > 1
        and word.rstrip("'s").isupper()
        and (
            bare in (every, short, "".join(w[0] for w in telling))
            or (short.startswith(bare) and len(name) > len(bare))
        )
    ):
        return True  # and the first letters of it: "UT" of "UT Austin"
    if len(bare) > 3 and any(bare in w for w in telling if len(w) > len(bare) + 2):
        return True  # "Tech" of a polytechnic
    cased = re.fullmatch(r"(U|Uni)([A-Z][a-z]{2,})", word)
    return bool(cased) and any(w.startswith(cased[2].lower()) for w in telling)  # type: ignore[index]


def subjects(told: RowsTold) -> list[Mention]:
    """Mentions of one row each, "the former" and "the latter" among them, in reading order."""
    out = [m for m in told.mentions if len(m.rows) == 1]
    order = list(dict.fromkeys(m.rows[0] for m in out))
    for m in re.finditer(r"\bthe (?P<which>former|latter|other)\b", told.folded):
        if len(order) == 2:
            before = [s for s in out if s.end <= m.start()]
            other = {order[0]: order[1], order[1]: order[0]}
            last = before[-1].rows[0] if before else order[0]
            row = {"former": order[0], "latter": order[1], "other": other[last]}[m["which"]]
            out.append(Mention(m.start(), m.end(), (row,)))
    return sorted(out, key=lambda s: s.start)


_THAN = re.compile(
    r"\b(?:than|against|versus|compared (?:with|to)|next to)\s+"
    r"(?:(?:the|its|at|in|that|of|for)\s+)*$"
)
_GOES_ON = re.compile(r"\b(?:which|whose|who|that)\b")


def sides_at(at: int, told: RowsTold) -> tuple[int, int] | None:
    """Which row a comparison at a position is said of, and with which it is compared.

    What it was compared with before is not spoken of next: "A is longer than B, and dearer".
    """
    named = subjects(told)
    before = [m for m in named if m.end <= at]
    after = [m for m in named if m.start >= at]
    one = before[-1] if before else after[0] if after else None
    if one is None:
        return None
    if before and _THAN.search(told.folded[: one.start]):
        first = [m for m in before if m.rows != one.rows]
        on = _GOES_ON.search(told.folded[one.end : at])
        opens = re.match(r"\W*compared\b", told.folded) or not first
        one = one if on or opens else first[-1]
    others = [n for n in range(len(told.rows)) if n != one.rows[0]]
    return (one.rows[0], others[0]) if others else None


def kind_of(figure: Figure) -> str:
    """Whether a figure is a "length" or a "price"."""
    return "length" if figure.measure is Measure.DURATION else "price"


def value_of(row: Program, kind: str) -> float | None:
    """The price of a row, or its length in years; None if it is not listed."""
    if kind == "price":
        return row.price
    return row.duration.years if row.duration else None


MORE = re.compile(
    r"\b(?P<more>more|dearer|pricier|costlier|longer|higher|above|slower)\b"
    r"|\b(?P<less>less|cheaper|shorter|lower|below|undercuts?|quicker|faster|saves?)\b"
)


SIZE = frozenset(
    "slightly considerably significantly substantially much far well little marginally".split()
)
