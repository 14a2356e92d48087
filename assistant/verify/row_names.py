"""Which rows a sentence names in short: words and initials of their schools, "the latter".

For `row_meant.py`; among the few rows that a sentence cites only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.figures import Figure, Measure
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
    """Names of rows in reading order: words of the school or title that only some rows have."""
    run: list[tuple[int, int, frozenset[int]]] = []
    for m in _NAME.finditer(text):
        held = _named(m.group(), rows) if m.group()[0].isupper() else frozenset[int]()
        if run and not (held and text[run[-1][1] : m.start()].strip(" -\u2013\u2014,()") == ""
                        and run[-1][2] & held):  # fmt: skip
            yield Mention(run[0][0], run[-1][1], tuple(sorted(run[-1][2])))
            run = []
        if held:
            both = run[-1][2] & held if run else held
            run.append((m.start(), m.end(), both))
    if run:
        yield Mention(run[0][0], run[-1][1], tuple(sorted(run[-1][2])))


_COMMON = frozenset(
    "university college institute school state the of and for in at technology technical campus"
    " national international online a".split()
)


_NAME = re.compile(r"[A-Za-z][\w&.'-]*[A-Za-z]|[A-Z]")


def _named(word: str, rows: Sequence[Program]) -> frozenset[int]:
    """The rows whose school or town is called so; empty where the word names none of them."""
    bare = re.sub(r"'s?$", "", plain(word))
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
        and bare in (every, short, "".join(w[0] for w in telling))
    ):
        return True
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
