"""What the cells of a table's columns look like: the grounds of a suggested mapping. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.blocks import fold_space
from ingest.cells import read_flag
from ingest.headers import same_name
from ingest.sheets import Sheet

_CODE_NAME = re.compile(r"\b(?:codes?|id|ids|key|uid|uuid|number|nr|ref|reference|identifier)\b")
_FEW = 40
"""Different cells up to which a column is a list of values to choose from."""
_SHOWN = 3
_SHOWN_CHARS = 40


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
        return Counter(cell for cell in self.cells if cell)

    @cached_property
    def samples(self) -> str:
        """A few of its cells, for a comment."""
        shown = [cell[:_SHOWN_CHARS] for cell in list(self.counts)[:_SHOWN]]
        return ", ".join(map(repr, shown)) or "no cell is filled"

    @property
    def is_few(self) -> bool:
        """Whether its cells are a few values, each many times."""
        return 0 < len(self.counts) <= min(_FEW, max(4, self.counts.total() // 2))

    @cached_property
    def is_flag(self) -> bool:
        """Whether its cells say yes or no."""
        return 0 < len(self.counts) <= 4 and all(read_flag(c) is not None for c in self.counts)

    @property
    def is_code(self) -> bool:
        """Whether it is named like a key."""
        return bool(_CODE_NAME.search(same_name(self.name)))

    def share(self, pattern: re.Pattern[str]) -> float:
        """Of its filled cells, those that a pattern fits."""
        fits = sum(n for cell, n in self.counts.items() if pattern.fullmatch(cell))
        return fits / max(1, self.counts.total())


@dataclass(frozen=True)
class TableProfile:
    """A sheet with its columns."""

    sheet: Sheet
    columns: tuple[Profile, ...]

    def named(self, name: str) -> Profile | None:
        """The column of a name; None if there is none."""
        return next((c for c in self.columns if same_name(c.name) == same_name(name)), None)

    def is_unique(self, names: Sequence[str]) -> bool:
        """Whether no two records have the same filled cells in these columns."""
        columns = [c for name in names if (c := self.named(name))]
        keys = list(zip(*(c.cells for c in columns), strict=True))
        return bool(keys) and all(map(all, keys)) and len(set(keys)) == len(keys)

    def key(self) -> list[str]:
        """Columns named like keys that tell all records apart, as few as do; none if none do."""
        codes = [c.name for c in self.columns if c.is_code]
        single = next(([name] for name in codes if self.is_unique([name])), None)
        return single or (codes if len(codes) > 1 and self.is_unique(codes) else [])


def profile(sheet: Sheet) -> TableProfile:
    """The columns of a sheet."""
    rows = [tuple(map(fold_space, record.cells)) for record in sheet.records]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(sheet.header)
    named = enumerate(zip(sheet.header, columns, strict=True))
    return TableProfile(sheet, tuple(Profile(name, i, cells) for i, (name, cells) in named))
