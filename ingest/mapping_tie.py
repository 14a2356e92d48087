"""Which tables belong to the rows of another, told from names and cells of columns. Pure.

For a suggested mapping: a look-up gives each row one of its own, other tables several, and what a
table brings may tie the next one. Repeated rows are no obstacle.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from ingest.headers import same_name
from ingest.mapping_profile import Profile, TableProfile

_KNOWN = 0.9
"""Of the cells of a column, those that another table lists where it is one to look them up in."""
_SPELLED = 4
"""Characters of codes that are the same by no accident, in columns of different names."""
_MOST_ON = 3
"""Columns that tie a look-up, at most."""
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s?[-/\u2013]\s?(?:\d\d){1,2})?")


@dataclass(frozen=True)
class Tie:
    """A table that is joined."""

    table: TableProfile
    on: tuple[tuple[Profile, Profile], ...]
    """Column of the table or of one joined before, and the column of this one."""
    taken: tuple[Profile, ...]
    """Columns that it brings."""
    is_many: bool
    """Several of its rows may belong to one row, be it by a join before."""
    is_identity: bool = False
    """It is tied by what tells the rows of the main table apart."""
    edition: Profile | None = None
    """A column of years, or of kinds of students, of which each has a row: one is to be kept."""

    @property
    def is_yearly(self) -> bool:
        """Whether `edition` holds years."""
        return self.edition is not None and self.edition.share(_YEAR) == 1

    @property
    def kept(self) -> str:
        """The cell of `edition` whose rows are to be kept: the last year, else the widest kind."""
        counts = self.edition.counts if self.edition else {}
        if self.is_yearly:
            return max(counts)
        return max(counts, key=lambda cell: (bool(_WIDEST.search(cell)), counts[cell]), default="")


_WIDEST = re.compile(
    r"\b(?:general|open|unreserved|regular|standard|all|domestic|home|residents?|in.state|local)\b",
    re.IGNORECASE,
)
"""Kinds of students that most visitors are of."""
_MOST_KINDS = 12


def ties(main: TableProfile, others: Sequence[TableProfile]) -> list[Tie]:
    """The tables that belong to rows of the main one, each after those that it is tied by."""
    found: list[Tie] = []
    left = list(others)
    while left:
        made = next((tie for table in left if (tie := _tie(main, found, table))), None)
        if made is None:
            break
        left.remove(made.table)
        found.append(made)
    return found


def _tie(main: TableProfile, before: Sequence[Tie], other: TableProfile) -> Tie | None:
    """How a table belongs to the main one's rows, if it does and brings something."""
    reach = [*main.columns, *(column for tie in before for column in tie.taken)]
    pairs = list(_pairs(reach, other))
    own = set(main.key)
    is_many = bool(own) and own <= {here.name for here, _ in pairs if here in main.columns}
    if is_many:
        on = tuple(_different(p for p in pairs if p[0].is_code or p[0].name in own))
    else:
        on = _look_up(pairs, other)
    held = {same_name(column.name) for column in reach}
    keys = {there.index for _, there in on}
    taken = tuple(
        c for c in other.columns
        if c.index not in keys and same_name(c.name) not in held and c.counts
    )  # fmt: skip
    if not on or not taken:
        return None
    by_many = any(tie.is_many and here in tie.taken for tie in before for here, _ in on)
    is_several = is_many and not other.is_unique([there.name for _, there in on])
    edition = _edition(other, on) if is_several else None
    return Tie(other, on, taken, is_several or by_many, is_many, edition)


def _pairs(reach: Sequence[Profile], other: TableProfile) -> Iterator[tuple[Profile, Profile]]:
    """Columns of both that hold the same: by name and cells, or by codes that one of them lists."""
    named: set[int] = set()
    for here in reach:
        there = other.named(here.name)
        if there and there.index not in named and _is_same(here, there):
            named.add(there.index)
            yield here, there
    if named:
        return
    for here in reach:
        for there in other.columns:
            if _is_listed(here, there) and other.is_unique([there.name]):
                yield here, there


def _different(
    pairs: Iterable[tuple[Profile, Profile]],
) -> Iterator[tuple[Profile, Profile]]:
    """The pairs whose columns are not copies of one before."""
    seen: set[tuple[str, ...]] = set()
    for here, there in pairs:
        if here.cells not in seen:
            seen.add(here.cells)
            yield here, there


def _is_same(here: Profile, there: Profile) -> bool:
    shared = len(here.counts.keys() & there.counts.keys())
    if here.is_code or (here.is_identifier and there.is_identifier):
        return shared > 0
    return shared >= _KNOWN * len(here.counts) > 0


def _is_listed(here: Profile, there: Profile) -> bool:
    """Whether codes of one column are those that another lists, whatever the two are called."""
    if not (there.is_code or there.is_coded) or len(here.counts) < 2:
        return False
    is_coded = all(len(c) >= _SPELLED and any(map(str.isdigit, c)) for c in here.counts)
    shared = len(here.counts.keys() & there.counts.keys())
    return is_coded and shared >= _KNOWN * len(here.counts)


def _look_up(
    pairs: Sequence[tuple[Profile, Profile]], other: TableProfile
) -> tuple[tuple[Profile, Profile], ...]:
    """The fewest columns by which each row finds one of the other table; () if none do."""
    ordered = sorted(pairs, key=lambda pair: not pair[0].is_code)
    for size in range(1, _MOST_ON + 1):
        for some in combinations(ordered, size):
            if other.is_unique([there.name for _, there in some]):
                return some
    return ()


def _edition(other: TableProfile, on: Sequence[tuple[Profile, Profile]]) -> Profile | None:
    """The column that parts the rows of one key, if one does: of years, or whose a price is."""
    keys = [there.name for _, there in on]
    free = [c for c in other.columns if c.name not in keys and len(c.counts) > 1]
    parting = [c for c in free if other.is_unique([*keys, c.name])]
    years = (c for c in parting if c.share(_YEAR) == 1)
    prices = other.of_prices
    of_prices = (
        c for c in parting if prices and c not in prices and c.kinds <= _MOST_KINDS and c.is_few
    )
    return next(years, None) or next(of_prices, None)
