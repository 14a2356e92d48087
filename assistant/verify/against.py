"""A sentence that sets the means of two sets of rows against each other, computed again.

"On the mean listed price the A are cheaper than the B, by 5: 10 over 2 against 15 over 3": each
side must describe one of the cited sets and nothing else, and every figure follows from its rows.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import permutations
from statistics import fmean

from assistant.figures import Figure, Measure, figures
from assistant.verify.desk import Desk, Table
from assistant.verify.lexicon import FUNCTION, NEGATION, ONLY
from assistant.verify.reading import Reading, read
from assistant.verify.recompute import measure
from assistant.verify.sets import extras, stated
from assistant.verify.values import close
from vectorstore.query import Field, Op, SortKey
from vectorstore.text import topic_key, words

_FORM = re.compile(
    r"On the mean listed (?P<measure>price|length) the (?P<one>.+) are"
    r" (?P<ahead>cheaper|more expensive|shorter|longer) than the (?P<other>.+), by (?P<gap>[^:]+):"
    r" (?P<value>.+) over (?P<n>[\d,]+) against (?P<against>.+) over (?P<m>[\d,]+)\."
)
_AHEAD = {
    "cheaper": (SortKey.PRICE, False),
    "more expensive": (SortKey.PRICE, True),
    "shorter": (SortKey.DURATION, False),
    "longer": (SortKey.DURATION, True),
}
_MEASURES = {"price": SortKey.PRICE, "length": SortKey.DURATION}
_OF_SETS = FUNCTION | frozenset(
    """
    program programs certificate certificates diploma diplomas degree degrees bachelor master
    doctoral other online campus hybrid listed priced offered outside titled length price way
    teaching artificial intelligence university universities name
    """.split()
)
"""Words that describe a set beside what its filters name; `stated` has read what they claim."""


def sets_against(text: str, desk: Desk) -> bool:
    """Whether the whole sentence is such a comparison and all of it holds."""
    m = _FORM.fullmatch(text)
    if m is None:
        return False
    key, descending = _AHEAD[m["ahead"]]
    if key is not _MEASURES[m["measure"]]:
        return False
    tables = [t for t in desk.tables if t.whole and t.rows]
    return any(
        _describes(m["one"], one, desk)
        and _describes(m["other"], other, desk)
        and any(_holds(m, *means, descending) for means in _means(one, other, key))
        for one, other in permutations(tables, 2)
    )


Side = tuple[Sequence[float], str | None, str]
"""Values of a set with the currency and the basis of all of them."""


def _means(one: Table, other: Table, key: SortKey) -> Iterator[tuple[Side, Side]]:
    """The values of both sets within each currency and basis that both have."""
    ours, theirs = _values(one, key), _values(other, key)
    for basis in ours.keys() & theirs.keys():
        yield (ours[basis], *basis), (theirs[basis], *basis)


def _values(table: Table, key: SortKey) -> dict[tuple[str | None, str], list[float]]:
    found: defaultdict[tuple[str | None, str], list[float]] = defaultdict(list)
    for row in table.rows:
        value = measure(row, key)
        if value is not None:
            priced = key is SortKey.PRICE
            found[(row.currency, row.price_basis.value) if priced else (None, "")].append(value)
    return found


def _holds(m: re.Match[str], one: Side, other: Side, descending: bool) -> bool:
    mine, theirs = fmean(one[0]), fmean(other[0])
    counts = int(m["n"].replace(",", "")), int(m["m"].replace(",", ""))
    return (
        (mine > theirs if descending else mine < theirs)
        and counts == (len(one[0]), len(other[0]))
        and _is(m["value"], mine, one)
        and _is(m["against"], theirs, other)
        and _is(m["gap"], abs(mine - theirs), one)
    )


def _is(said: str, true: float, side: Side) -> bool:
    """Whether a text is one figure that gives a value in the unit of a side."""
    found = figures(said)
    if len(found) != 1 or found[0].is_range:
        return False
    (figure,) = found
    if figure.measure is Measure.DURATION:
        factor = figure.low / figure.years[0] if figure.years and figure.years[0] else 1.0
        return not side[2] and close(figure.low, true * factor, figure)
    return close(figure.low, true, figure) and _is_in_unit(said, figure, side)


def _is_in_unit(said: str, figure: Figure, side: Side) -> bool:
    _, currency, basis = side
    beside = (said[: figure.start] + said[figure.end :]).split()
    whole = "total" in said
    paid = figure.period or ("total" if whole else "unknown")
    return figure.currency == currency and paid == basis and set(beside) <= {"in", "total"}


def _describes(text: str, table: Table, desk: Desk) -> bool:
    """Whether a text states every filter of a set, and no word or figure beside them."""
    reading = read(text, desk.known, (), tuple(_places(table)))
    if not all(stated(f, reading) for f in table.filters):
        return False
    if extras(reading, (0, len(text)), table) or _denies_more(reading, table):
        return False
    limits = sum(len(f.values) for f in table.filters if f.field in (Field.PRICE, Field.DURATION))
    named = {w for f in table.filters for v in f.values for w in _words(str(v))}
    others = [w for w in _words(text) if w not in named and w not in _OF_SETS]
    return len([w for w in others if any(c.isdigit() for c in w)]) <= limits and all(
        any(c.isdigit() for c in w) or _is_unit(w) for w in others
    )


def _denies_more(reading: Reading, table: Table) -> bool:
    """A "not" or an "only" that no filter of the set says."""
    denied = any(f.op is Op.NOT_IN for f in table.filters)
    only = any(f.op is Op.ONLY for f in table.filters)
    masked = reading.masked
    return bool((NEGATION.search(masked) and not denied) or (ONLY.search(masked) and not only))


def _places(table: Table) -> Iterator[str]:
    return (str(v) for f in table.filters for v in f.values if f.field is not Field.PRICE)


def _words(text: str) -> set[str]:
    return {*words(text), *topic_key(text).split()}


def _is_unit(word: str) -> bool:
    return word.removesuffix("s") in ("year", "month", "week", "semester")
