"""What a suggested mapping is made with: tables as profiled, and texts as YAML. Pure."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from ingest.columns import recognise
from ingest.mapping import Mapping, Meaning
from ingest.mapping_profile import Profile, TableProfile

READABLE_SHARE = 0.5
"""Of a column's cells, those that must be what the column is guessed to be."""
_PLAIN = re.compile(r"[A-Za-z0-9_](?:[\w ()/.+&'-]*[\w)])?", re.ASCII)


@dataclass(frozen=True)
class Guess:
    """What is known of a file when its fields are guessed."""

    main: TableProfile
    mapping: Mapping
    """Of the main table's headers, as far as its cells bear them out."""
    joined: tuple[TableProfile, ...]
    notes: tuple[str, ...]
    """Titles and notes of all sheets."""

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
        own = self.column(meaning)
        if own:
            return own
        for table in self.joined:
            column = recognise(table.sheet.header).columns.get(meaning)
            if column and not self.main.named(table.columns[column.index].name):
                return table.columns[column.index]
        return None


def scalar(text: str) -> str:
    """A text as YAML: plain where that is safe, else in quotes."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def comment(text: str) -> str:
    """A text for a comment: on one line."""
    return " ".join(text.split())


def like(column: Profile) -> str:
    """A comment that shows a few cells of a column."""
    return f"# like {comment(column.samples)}"
