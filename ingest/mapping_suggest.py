"""A table file -> a first mapping file for it, each guess with its ground. For an operator to mend.

Guesses come from the headers that `columns.py` knows and from the cells. What is written loads and
reads the file as it is; what is uncertain stands in a comment.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from ingest.cells import read_flag
from ingest.columns import recognise
from ingest.errors import MappingInvalid
from ingest.mapping import Mapping
from ingest.mapping_guess import Guess, comment, field_lines, scalar
from ingest.mapping_profile import Profile, TableProfile, profile
from ingest.readers.sheet_files import TABLE_ENDINGS, read_sheets
from ingest.sheets import Sheet
from ingest.sources import FoundFile, find_source, read_bytes
from ingest.tables import fitted

_GONE = frozenset(
    """expired closed withdrawn inactive archived discontinued cancelled canceled deleted suspended
    ended ceased retired superseded terminated""".split()
)


def suggested(paths: Sequence[str], max_bytes: int) -> str:
    """A mapping file for the one table file given. Raises: MappingInvalid, ReadError."""
    if len(paths) != 1:
        raise MappingInvalid("--suggest-mapping takes one file: mappings are made one by one")
    found = find_source(paths[0])
    file = found.files[0]
    ending = PurePosixPath(file.uri).suffix.lower()
    if len(found.files) != 1 or not isinstance(file, FoundFile) or ending not in TABLE_ENDINGS:
        endings = ", ".join(sorted(TABLE_ENDINGS))
        raise MappingInvalid(f"{paths[0]!r} is no table: a mapping is for one file of {endings}")
    sheets = read_sheets(file.uri, read_bytes(file, max_bytes), ending)
    return suggest(sheets, PurePosixPath(file.uri).name)


def suggest(sheets: Sequence[Sheet], name: str) -> str:
    """The mapping file of a file's sheets. Raises: MappingInvalid, if none of them is a table."""
    tables = [profile(s) for s in sheets if s.records and not s.is_hidden]
    if not tables:
        raise MappingInvalid(f"{name}: no table with records was found in it")
    main = max(tables, key=_likeness)
    joins = [j for t in tables if t is not main if (j := _join(main, t))]
    notes = [n for s in sheets for n in (s.title or "", *s.notes)]
    guess = Guess(main, _mapping(main), tuple(t for t, _ in joins), tuple(notes))
    several = len(tables) > 1
    lines = [
        f"# A first mapping for {name}, guessed from headers and samples: check every line.",
        f"title: {scalar(main.sheet.title or PurePosixPath(name).stem)} # what answers call it",
        f"files: {scalar(name)}",
        *([f"sheet: {scalar(main.sheet.name)}"] if several and main.sheet.name else []),
        "# as_of: 2026-01-31 # the date the data speak for, where the table does not say it",
    ]
    lines += ["", "join:", *(line for _, text in joins for line in text)] if joins else []
    lines += _not_joined(main, tables, [t for t, _ in joins])
    lines += _left_out(main)
    lines += ["", *_key(main, joins)]
    return "\n".join([*lines, "", *field_lines(guess)]) + "\n"


def _mapping(table: TableProfile) -> Mapping:
    sheet = table.sheet
    return fitted(recognise(sheet.header), [r.cells for r in sheet.records])


def _likeness(table: TableProfile) -> tuple[bool, int, int]:
    """How much a sheet looks like a list of programs."""
    mapping = _mapping(table)
    return mapping.is_listing, len(mapping.columns), len(table.sheet.header)


def _shared(main: TableProfile, other: TableProfile) -> list[str]:
    """Columns named like keys that both sheets have, with cells in common."""
    found = []
    for column in other.columns:
        own = main.named(column.name)
        if own and own.is_code and not own.counts.keys().isdisjoint(column.counts):
            found.append(own.name)
    return found


def _join(main: TableProfile, other: TableProfile) -> tuple[TableProfile, list[str]] | None:
    """The lines that join a sheet, if its rows belong to one row of the table or each is one."""
    on = _shared(main, other)
    if not on or other.sheet.name is None:
        return None
    many = main.is_unique(on)
    if not many and not other.is_unique(on):
        return None
    taken = [c.name for c in other.columns if c.name not in on and not main.named(c.name)]
    if not taken:
        return None
    ground = "rows belong to one row here: several give several places" if many else "a look-up"
    return other, [
        f"  - sheet: {scalar(other.sheet.name)} # {ground}",
        f"    on: [{', '.join(map(scalar, on))}]",
        f"    columns: [{', '.join(map(scalar, taken))}]",
    ]


def _not_joined(
    main: TableProfile, tables: Sequence[TableProfile], joins: Sequence[TableProfile]
) -> list[str]:
    rest = [t for t in tables if t is not main and t not in joins]
    return [
        f"# The sheet {t.sheet.name!r} is not read: no column ties its rows to one row here."
        for t in rest
    ]


def _left_out(main: TableProfile) -> list[str]:
    """Rows to leave out, where a flag is named for it or a column says it in words."""
    lines = []
    for column in main.columns:
        yes = [cell for cell in column.counts if _is_gone(column, cell)]
        if yes and column.is_few:
            counts = ", ".join(f"{cell} {n:,}" for cell, n in column.counts.most_common(5))
            lines += [
                f"  - column: {scalar(column.name)} # {comment(counts)}",
                f"    is: [{', '.join(map(scalar, yes))}]",
                f"    reason: {scalar(yes[0] if not column.is_flag else column.name).casefold()}",
            ]
    if lines:
        return ["", "leave_out:", *lines]
    return [
        "# No column says that a program is gone. If one does:",
        "# leave_out: { column: NAME, is: [VALUE], reason: expired }",
    ]


def _is_gone(column: Profile, cell: str) -> bool:
    if column.is_flag:
        return bool(read_flag(cell)) and bool(set(column.name.casefold().split()) & _GONE)
    return cell.casefold() in _GONE


def _key(main: TableProfile, joins: Sequence[tuple[TableProfile, list[str]]]) -> list[str]:
    """The identity: what a sheet is joined on, if that tells all rows apart, else a code."""
    tied = [on for t, _ in joins if main.is_unique(on := _shared(main, t))]
    key = max(tied, key=len) if tied else main.key()
    if key:
        return [f"key: [{', '.join(map(scalar, key))}] # no two rows have the same"]
    lines = ["# key: no code tells all rows apart, so that the whole row is the identity"]
    codes = [scalar(c.name) for c in main.columns if c.is_code]
    if codes:
        lines += [
            "# If several rows are one program, such as a row for each campus:",
            f"# key: [{', '.join(codes)}]",
            "# same_key: merge",
        ]
    return lines
