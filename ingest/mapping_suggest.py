"""A table file -> a first mapping file for it, each guess with its ground. For an operator to mend.

Guesses come from the headers that `columns.py` knows and from the cells. What is written loads and
reads the file as it is; what is uncertain stands in a comment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from ingest.cells import read_flag
from ingest.columns import recognise
from ingest.errors import MappingInvalid
from ingest.mapping import Mapping
from ingest.mapping_guess import field_lines
from ingest.mapping_profile import Profile, TableProfile, profile
from ingest.mapping_words import Guess, comment, scalar
from ingest.readers.sheet_files import TABLE_ENDINGS, read_sheets
from ingest.sheets import Sheet
from ingest.sources import FoundFile, find_source, read_bytes
from ingest.tables import fitted

_BESIDE_ENDINGS = frozenset({".csv", ".tsv"})
_KNOWN = 0.9
"""Of the cells of a column, those that another table lists where it is one to look them up in."""
_MOST_BESIDE = 12
"""Other files that are looked at."""
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
    return suggest(sheets, PurePosixPath(file.uri).name, _beside(file, max_bytes))


def _beside(file: FoundFile, max_bytes: int) -> list[Sheet]:
    """Tables of text that lie in the same folder, each under its file's name."""
    found: list[Sheet] = []
    for path in sorted(Path(file.path).parent.glob("*")):
        ending = path.suffix.lower()
        if path.name == Path(file.path).name or ending not in _BESIDE_ENDINGS:
            continue
        if len(found) == _MOST_BESIDE or not 0 < path.stat().st_size <= max_bytes:
            break
        sheets = read_sheets(path.name, path.read_bytes(), ending)
        found += [replace(s, name=path.name) for s in sheets if s.records][:1]
    return found


def suggest(sheets: Sequence[Sheet], name: str, beside: Sequence[Sheet] = ()) -> str:
    """The mapping file of a file's sheets. Raises: MappingInvalid, if none of them is a table.

    `beside` are tables of other files, named as these are: they are joined where columns tie them.
    """
    tables = [profile(s) for s in sheets if s.records and not s.is_hidden]
    if not tables:
        raise MappingInvalid(f"{name}: no table with records was found in it")
    main = max(tables, key=_likeness)
    joins = _joins(main, [t for t in tables if t is not main], "sheet")
    joins += _joins(main, [profile(s) for s in beside], "file", [t for t, _ in joins])
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
    """Columns that both tables have, with cells in common: keys by their name, or by a list."""
    found = []
    for column in other.columns:
        own = main.named(column.name)
        if own and not own.counts.keys().isdisjoint(column.counts):
            shared = own.counts.keys() & column.counts.keys()
            is_list = other.is_unique([column.name]) and len(shared) >= _KNOWN * len(own.counts)
            found += [own.name] if own.is_code or is_list else []
    return found


_Joined = tuple[TableProfile, list[str]]
"""A table and the lines that join it."""


def _joins(
    main: TableProfile,
    others: Sequence[TableProfile],
    kind: str,
    before: Sequence[TableProfile] = (),
) -> list[_Joined]:
    """Joins of the tables that columns of the main one, or of one joined before, tie to it."""
    found: list[_Joined] = []
    left = list(others)
    while left:
        reach = [main, *before, *(t for t, _ in found)]
        made = next(((t, j) for t in left for r in reach if (j := _join(main, r, t, kind))), None)
        if made is None:
            break
        left.remove(made[0])
        found.append(made[1])
    return found


def _join(
    main: TableProfile, on_of: TableProfile, other: TableProfile, kind: str
) -> _Joined | None:
    """The lines that join a table, if its rows belong to one row of the other or each is one."""
    on = _shared(on_of, other)
    if not on or other.sheet.name is None:
        return None
    many = on_of is main and main.is_unique(on)
    if not many and not other.is_unique(on):
        return None
    taken = [c.name for c in other.columns if c.name not in on and not main.named(c.name)]
    if not taken:
        return None
    ground = "rows belong to one row here: several give several places" if many else "a look-up"
    return other, [
        f"  - {kind}: {scalar(other.sheet.name)} # {ground}",
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


def _key(main: TableProfile, joins: Sequence[_Joined]) -> list[str]:
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
