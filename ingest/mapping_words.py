"""What a suggested mapping is made with: tables as profiled, and texts as YAML. Pure."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property

from ingest.columns import recognise
from ingest.mapping import Mapping, Meaning
from ingest.mapping_profile import Profile, TableProfile
from ingest.mapping_tie import Tie

READABLE_SHARE = 0.5
"""Of a column's cells, those that must be what the column is guessed to be."""
_PLAIN = re.compile(r"[A-Za-z0-9_](?:[\w ()/.+&'-]*[\w)])?", re.ASCII)


@dataclass(frozen=True)
class Guess:
    """What is known of a file when its fields are guessed."""

    main: TableProfile
    mapping: Mapping
    """Of the main table's headers, as far as its cells bear them out."""
    joined: tuple[Tie, ...]
    notes: tuple[str, ...]
    """Titles and notes of all sheets."""

    @cached_property
    def everywhere(self) -> tuple[Profile, ...]:
        """The columns of the table, then those that joins bring."""
        return (*self.main.columns, *(c for tie in self.joined for c in tie.taken))

    @cached_property
    def prices(self) -> tuple[Profile, ...]:
        """The columns that may be the price, in the same order."""
        of_joined = (c for tie in self.joined for c in tie.table.of_prices if c in tie.taken)
        return (*self.main.of_prices, *of_joined)

    @cached_property
    def free(self) -> tuple[Profile, ...]:
        """Those whose headers say nothing of what they are."""
        taken = {id(self.column(meaning)) for meaning in self.mapping.columns}
        return tuple(c for c in self.everywhere if id(c) not in taken)

    @cached_property
    def keys(self) -> tuple[Profile, ...]:
        """Those that a joined table spells out or goes by."""
        return tuple(here for tie in self.joined for here, _ in tie.on)

    def column(self, meaning: Meaning) -> Profile | None:
        """The main table's column of a meaning."""
        column = self.mapping.columns.get(meaning)
        return self.main.columns[column.index] if column else None

    def codes(self, meaning: Meaning) -> Profile | None:
        """The column of a meaning by its header alone, its cells being a few values or codes."""
        own = self.column(meaning)
        column = recognise(self.main.sheet.header).columns.get(meaning)
        coded = self.main.columns[column.index] if column else None
        return own or (coded if coded and coded.is_few else None)

    def anywhere(self, meaning: Meaning) -> Profile | None:
        """The column of a meaning in the table or in a sheet joined to it."""
        found = (self.brought(tie, meaning) for tie in self.joined)
        return self.column(meaning) or next(filter(None, found), None)

    def brought(self, tie: Tie, meaning: Meaning) -> Profile | None:
        """The column of a meaning that a join brings."""
        column = recognise(tuple(c.name for c in tie.taken)).columns.get(meaning)
        return tie.taken[column.index] if column else None


def scalar(text: str) -> str:
    """A text as YAML: plain where that is safe, else in quotes."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def comment(text: str) -> str:
    """A text for a comment: on one line."""
    return " ".join(text.split())


def like(column: Profile) -> str:
    """A comment that shows a few cells of a column."""
    return f"# like {comment(column.samples)}"


def several_in(column: Profile) -> str | None:
    """What stands between several values of its cells: a semicolon or a bar; None if neither."""
    return next((mark for mark in (";", "|") if any(mark in cell for cell in column.counts)), None)


def read_from(column: Profile, *more: str) -> str:
    """A column as a part of a mapping, with what is said of it and, if need be, its split."""
    mark = several_in(column)
    parts = [*([f'split: "{mark}"'] if mark else []), *more]
    name = scalar(column.name)
    return f"{{ {', '.join((f'column: {name}', *parts))} }}" if parts else name
