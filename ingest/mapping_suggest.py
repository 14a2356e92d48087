"""A table file -> a first mapping file for it, each guess with its ground. For an operator to mend.

Guesses come from the headers that `columns.py` knows and from the cells. What is written loads and
reads the file as it is; what is uncertain stands in a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from ingest.cells import read_flag
from ingest.columns import recognise
from ingest.errors import MappingInvalid
from ingest.mapping import Mapping
from ingest.mapping_guess import field_lines, title_of
from ingest.mapping_profile import Profile, TableProfile, is_nothing, profile
from ingest.mapping_tie import Tie, ties
from ingest.mapping_words import Guess, comment, scalar
from ingest.readers.sheet_files import TABLE_ENDINGS, read_sheets
from ingest.sheets import Sheet
from ingest.sources import FoundFile, find_source, read_bytes
from ingest.tables import fitted

_BESIDE_ENDINGS = frozenset({".csv", ".tsv"})
_MOST_BESIDE = 12
"""Other files that are looked at."""
_GONE = frozenset(
    """expired closed withdrawn inactive archived discontinued cancelled canceled deleted suspended
    ended ceased retired superseded terminated""".split()
)
_RUNS = re.compile(r"\b(?:active|current(?:ly)?|operating|curroper|open|live)\b", re.IGNORECASE)
"""Headers of flags that say no where a thing is gone."""


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
    own = [t for t in tables if t is not main and t.sheet.name is not None]
    files = [profile(s) for s in beside]
    joined = ties(main, [*own, *files])
    notes = [n for s in sheets for n in (s.title or "", *s.notes)]
    guess = Guess(main, _mapping(main), tuple(joined), tuple(notes))
    several = len(tables) > 1
    lines = [
        f"# A first mapping for {name}, guessed from headers and samples: check every line.",
        f"title: {scalar(main.sheet.title or PurePosixPath(name).stem)} # what answers call it",
        f"files: {scalar(name)}",
        *([f"sheet: {scalar(main.sheet.name)}"] if several and main.sheet.name else []),
        "# as_of: 2026-01-31 # the date the data speak for, where the table does not say it",
        *_empty(guess),
    ]
    if joined:
        lines += ["", "join:", *(line for tie in joined for line in _join(tie, tie.table in own))]
    lines += _not_joined([(t, "sheet") for t in own] + [(t, "file") for t in files], joined)
    lines += _left_out(guess)
    lines += ["", *_key(main, joined, title_of(guess))]
    return "\n".join([*lines, "", *field_lines(guess)]) + "\n"


def _mapping(table: TableProfile) -> Mapping:
    sheet = table.sheet
    return fitted(recognise(sheet.header), [r.cells for r in sheet.records])


def _likeness(table: TableProfile) -> tuple[bool, int, int]:
    """How much a sheet looks like a list of programs."""
    mapping = _mapping(table)
    return mapping.is_listing, len(mapping.columns), len(table.sheet.header)


def _empty(guess: Guess) -> Iterator[str]:
    """Words of databases for cells that say nothing, if any stand there."""
    found = sorted({c for column in guess.everywhere for c in set(column.cells) if is_nothing(c)})
    if found:
        yield f"empty: [{', '.join(map(scalar, found))}] # cells that say nothing, in all columns"


def _join(tie: Tie, is_sheet: bool) -> Iterator[str]:
    kind = "sheet" if is_sheet else "file"
    ground = "a look-up"
    if tie.is_many:
        ground = "rows belong to one row here: several give several places"
    yield f"  - {kind}: {scalar(tie.table.sheet.name or '')} # {ground}"
    if all(here.name == there.name for here, there in tie.on):
        yield f"    on: [{', '.join(scalar(here.name) for here, _ in tie.on)}]"
    else:
        pairs = (f"{scalar(here.name)}: {scalar(there.name)}" for here, there in tie.on)
        yield f"    on: {{ {', '.join(pairs)} }}"
    columns = [c for c in tie.taken if c is not tie.edition]
    yield f"    columns: [{', '.join(scalar(c.name) for c in columns)}]"
    if tie.edition:
        counts = ", ".join(f"{cell} {n:,}" for cell, n in sorted(tie.edition.counts.items()))
        what, kept = ("years", "the last") if tie.is_yearly else ("kinds", "one")
        yield f"    # a row for each of several {what} ({comment(counts)}); {kept} is kept:"
        column = f"column: {scalar(tie.edition.name)}, is_not: {scalar(tie.kept)}"
        reason = "another year" if tie.is_yearly else f"another {tie.edition.name.casefold()}"
        yield f"    leave_out: {{ {column}, reason: {scalar(reason)} }}"
    elif tie.is_many and (gone := list(_gone(tie.taken))):
        yield "    leave_out:"
        yield from (f"    {line}" for line in gone)


def _not_joined(tables: Iterable[tuple[TableProfile, str]], joined: Sequence[Tie]) -> list[str]:
    known = [tie.table for tie in joined]
    return [
        f"# The {kind} {t.sheet.name!r} is not read: no columns tie its rows to one row here, or "
        "it brings nothing new."
        for t, kind in tables
        if t not in known
    ]


def _left_out(guess: Guess) -> list[str]:
    """Rows to leave out, where a flag is named for it or a column says it in words."""
    single = [c for tie in guess.joined if not tie.is_many for c in tie.taken]
    if lines := list(_gone((*guess.main.columns, *single))):
        return ["", "leave_out:", *lines]
    return [
        "# No column says that a program is gone. If one does:",
        "# leave_out: { column: NAME, is: [VALUE], reason: expired }",
    ]


def _gone(columns: Iterable[Profile]) -> Iterator[str]:
    for column in columns:
        yes = [cell for cell in column.spelled if _is_gone(column, cell)]
        if yes and column.is_few:
            counts = ", ".join(f"{cell} {n:,}" for cell, n in column.counts.most_common(5))
            yield f"  - column: {scalar(column.name)} # {comment(counts)}"
            yield f"    is: [{', '.join(map(scalar, yes))}]"
            reason = yes[0] if not column.is_flag else column.name
            is_no = column.is_flag and not read_flag(yes[0])
            yield f"    reason: {scalar(('not ' if is_no else '') + reason.casefold())}"


def _is_gone(column: Profile, cell: str) -> bool:
    if column.is_flag:
        is_yes = bool(read_flag(cell))
        is_both = len({read_flag(c) for c in column.counts}) == 2
        if is_both and _RUNS.search(column.name) and not is_yes:
            return True
        return is_yes and bool(set(column.name.casefold().split()) & _GONE)
    return cell.casefold() in _GONE


def _key(main: TableProfile, joined: Sequence[Tie], title: str) -> list[str]:
    """The identity: columns that tell all different rows apart, or why there is none."""
    repeats = [f"# {main.repeats:,} rows repeat another exactly: they are one program each."]
    repeats = repeats if main.repeats else []
    tied = [tuple(here.name for here, _ in tie.on) for tie in joined if tie.is_identity]
    if key := max(tied, key=len, default=main.key):
        rows = "different rows" if main.repeats else "rows"
        named = ", ".join(map(scalar, key))
        return [*repeats, f"key: [{named}] # no two {rows} have the same"]
    lines = ["# key: no code tells all rows apart, so that the whole row is the identity"]
    if near := main.near_key(title):
        lines += [
            "# Rows of one code here say the same title. If they are one program, such as a row",
            "# for each campus:",
            f"# key: [{scalar(near)}]",
            "# same_key: merge",
        ]
    return [*repeats, *lines]
