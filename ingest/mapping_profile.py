"""What the cells of a table's columns look like: the grounds of a suggested mapping. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import prod

from ingest.blocks import fold_space
from ingest.cells import is_absent, read_flag
from ingest.headers import same_name, shown_name
from ingest.sheets import Sheet
from vectorstore.payers import payer_of

_CODE_NAME = re.compile(
    r"\b(?:codes?|ids?|key|uid|uuid|number|nr|no|ref|reference|identifier)\b(?!\.? of\b)"
)
_GLUED_CODE = re.compile(r"[A-Z]{2,}(?:ID|CODE|PRN)\d?")
_NO_CODES = frozenset("PAID UNPAID VALID INVALID HYBRID GRID COVID SOLID POSTCODE ZIPCODE".split())
"""Names in capitals that only end like those of keys."""
_CODE = re.compile(r"[A-Za-z]{0,4}[-_./]?\d[\w./-]*")
_IDENTIFIER = re.compile(r"[A-Za-z]{1,6}[-_./]?\d{3,}\w*")
_MEASURE = re.compile(
    r"fee|tuition|cost|price|pay|wage|salary|earn|debt|year|duration|length|credit|hours?|count|rate",
    re.IGNORECASE,
)
"""Headers of figures: these tell nothing apart by rights."""
PRICE_NAME = re.compile(r"\b(?:tuit(?:ion)?(?:fees?)?|fees?|costs?|price)\b", re.IGNORECASE)
_SUM_NAME = re.compile(r"\b(?:amounts?|amt|rate|value|sum)\b", re.IGNORECASE)
"""Headers of figures that are prices in a table of prices."""
_AMOUNT = re.compile(r"\D{0,4}\d.*", re.DOTALL)
_MOSTLY = 0.5
_NOTHING = re.compile(r"\(?null\)?|#n/a|(?:privacy[- ]?)?suppressed", re.IGNORECASE)
"""What databases and statisticians write where there is nothing, or nothing to be told."""
_FEW = 40
"""Different cells up to which a column is a list of values to choose from."""
_SHOWN = 3
_SHOWN_CHARS = 40
_MOST_PARTS = 4
"""Columns of a key, at most."""
_MOST_CODES = 9
"""Columns that are tried as parts of one."""
_TRIED = 1_000
"""Rows on which a key is tried before all are looked at."""


@dataclass(frozen=True)
class Profile:
    """One column."""

    name: str
    index: int
    cells: tuple[str, ...]
    """Folded, of all records."""

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each cell that says something stands there."""
        return Counter(cell for cell in self.cells if cell and not is_nothing(cell))

    @cached_property
    def spelled(self) -> tuple[str, ...]:
        """Its different cells, letter case aside, as each is written first."""
        return tuple({cell.casefold(): cell for cell in reversed(self.counts)}.values())[::-1]

    @cached_property
    def kinds(self) -> int:
        """How many different cells it has."""
        return len(set(self.cells))

    @cached_property
    def samples(self) -> str:
        """A few of its cells, for a comment."""
        told = [cell for cell in self.counts if not is_absent(cell)] or list(self.counts)
        shown = [cell[:_SHOWN_CHARS] for cell in told[:_SHOWN]]
        return ", ".join(map(repr, shown)) or "no cell is filled"

    @property
    def is_few(self) -> bool:
        """Whether its cells are a few values, each many times."""
        return 0 < len(self.counts) <= min(_FEW, max(4, self.counts.total() // 2))

    @cached_property
    def is_flag(self) -> bool:
        """Whether its cells say yes or no."""
        return 0 < len(self.counts) <= 4 and all(read_flag(c) is not None for c in self.counts)

    @cached_property
    def is_price(self) -> bool:
        """Whether it is named for prices and its cells are amounts, not what these are for."""
        is_named = PRICE_NAME.search(shown_name(self.name)) or payer_of(self.name)
        return bool(is_named) and self.is_amount

    @cached_property
    def is_amount(self) -> bool:
        """Whether most of its cells are figures."""
        return self.share(_AMOUNT) > _MOSTLY and not self.is_flag

    @cached_property
    def is_code(self) -> bool:
        """Whether it is named like a key."""
        glued = _GLUED_CODE.fullmatch(self.name) and self.name not in _NO_CODES
        return bool(glued) or bool(_CODE_NAME.search(same_name(self.name)))

    @cached_property
    def is_coded(self) -> bool:
        """Whether its cells are a few numbers or codes, and no figures."""
        is_figure = _MEASURE.search(self.name) is not None
        return self.is_few and not is_figure and self.share(_CODE) == 1

    @cached_property
    def is_identifier(self) -> bool:
        """Whether its cells are codes with letters and digits, too many to be kinds of something.

        So keys are found whatever they are called: PRGM_CD, SITE_SEQ.
        """
        return not self.is_few and self.share(_IDENTIFIER) == 1

    @cached_property
    def is_filled(self) -> bool:
        """Whether every record has a cell here."""
        return bool(self.cells) and all(self.cells)

    def share(self, pattern: re.Pattern[str]) -> float:
        """Of its cells that say something, those that a pattern fits."""
        told = {cell: n for cell, n in self.counts.items() if not is_absent(cell)}
        fits = sum(n for cell, n in told.items() if pattern.fullmatch(cell))
        return fits / max(1, sum(told.values()))


@dataclass(frozen=True)
class TableProfile:
    """A sheet with its columns."""

    sheet: Sheet
    columns: tuple[Profile, ...]

    @cached_property
    def _by_name(self) -> dict[str, Profile]:
        return {same_name(c.name): c for c in reversed(self.columns)}

    @cached_property
    def _once(self) -> tuple[int, ...]:
        """Places of the records, without those that repeat one before them."""
        rows = zip(*(c.cells for c in self.columns), strict=True)
        first: dict[tuple[str, ...], int] = {}
        for at, row in enumerate(rows):
            first.setdefault(row, at)
        return tuple(first.values())

    @property
    def repeats(self) -> int:
        """How many records repeat one before them."""
        return len(self.sheet.records) - len(self._once)

    def named(self, name: str) -> Profile | None:
        """The column of a name; None if there is none."""
        return self._by_name.get(same_name(name))

    @cached_property
    def of_prices(self) -> tuple[Profile, ...]:
        """Its prices; in a table that is called one of fees an "Amount" is a price."""
        named = tuple(c for c in self.columns if c.is_price)
        if named or not PRICE_NAME.search(shown_name(self.sheet.name or "")):
            return named
        return tuple(c for c in self.columns if _SUM_NAME.search(c.name) and c.is_amount)

    def is_unique(self, names: Sequence[str]) -> bool:
        """Whether no two different records have the same filled cells in these columns."""
        columns = [c for name in names if (c := self.named(name))]
        return self._tell_apart(columns)

    def _tell_apart(self, columns: Sequence[Profile]) -> bool:
        if not columns or not self._once or not all(c.is_filled for c in columns):
            return False
        if prod(c.kinds for c in columns) < len(self._once):
            return False
        for rows in (self._once[:_TRIED], self._once):
            if len({tuple(c.cells[at] for c in columns) for at in rows}) < len(rows):
                return False
        return True

    @cached_property
    def key(self) -> tuple[str, ...]:
        """Columns that tell all different records apart, as few as do; () if none are found.

        Those named like keys, or that hold codes of many things, go before those that only hold a
        few codes, of which none is one.
        """
        filled = [c for c in self.columns if c.is_filled]
        named = [c for c in filled if c.is_code or c.is_identifier]
        coded = [c for c in filled if c.is_coded and c not in named]
        tried = [*named, *coded][:_MOST_CODES]
        for size in range(1, _MOST_PARTS + 1):
            for some in combinations(tried, size):
                if some[0] in named and self._tell_apart(some):
                    return tuple(c.name for c in sorted(some, key=lambda c: c.index))
        return ()

    def near_key(self, title: str) -> str | None:
        """A column named like a key whose rows, if several, say the same title; None if none do."""
        named = self.named(title)
        for column in self.columns:
            if not column.is_code or column is named or named is None:
                continue
            pairs = set(zip(column.cells, named.cells, strict=True))
            if len(self._once) > column.kinds > len(self._once) / 2 and len(pairs) == column.kinds:
                return column.name
        return None


def is_nothing(cell: str) -> bool:
    """Whether a cell says that it says nothing: NULL, PrivacySuppressed."""
    return _NOTHING.fullmatch(cell) is not None


def profile(sheet: Sheet) -> TableProfile:
    """The columns of a sheet."""
    rows = [tuple(map(fold_space, record.cells)) for record in sheet.records]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(sheet.header)
    named = enumerate(zip(sheet.header, columns, strict=True))
    return TableProfile(sheet, tuple(Profile(name, i, cells) for i, (name, cells) in named))
