"""What a snapshot holds, written out as CSV and JSONL for other programs.

JSONL is whole: a line is one record with all its fields, and `pydantic.TypeAdapter(Program)` reads
it back equal. CSV is for spreadsheets: one row a record, lists joined readably. A file appears
whole or not at all. Nothing of this is read by Guidepost again.
"""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from pydantic import TypeAdapter

from vectorstore.errors import ExportFailed
from vectorstore.fields import place_in_words
from vectorstore.records import (
    Claim,
    Duration,
    Listing,
    PageId,
    Passage,
    Place,
    Program,
    Reject,
    Repair,
    Source,
    SourcePage,
)

if TYPE_CHECKING:
    from vectorstore.contents import Contents

Record = Source | SourcePage | Passage | Listing | Program | Claim | Reject


class Format(StrEnum):
    """How records are written."""

    CSV = "csv"
    JSONL = "jsonl"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record."""

    type: type[Record]
    """Its class; the order of its fields is that of the columns."""
    of: Callable[[Contents], Iterable[Record]]
    """All of them, in the order of the contents."""


KINDS: Mapping[str, Kind] = {
    "programs": Kind(Program, lambda held: (p for c in held.pages for p in c.programs)),
    "claims": Kind(Claim, lambda held: (it for c in held.pages for it in c.claims)),
    "pages": Kind(SourcePage, lambda held: (c.page for c in held.pages)),
    "passages": Kind(Passage, lambda held: (p for c in held.pages for p in c.passages)),
    "listings": Kind(Listing, lambda held: (it for c in held.pages for it in c.listings)),
    "sources": Kind(Source, lambda held: held.sources),
    "rejects": Kind(Reject, lambda held: (r for c in held.pages for r in c.rejects)),
}
"""What can be exported, by the word for it."""
_FORMULA = re.compile(r"'*[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]")
"""How a text begins that a spreadsheet may run; `'` before it, so that the guard can be undone."""
_FIGURE = re.compile(r"[+-][\d.,\s%$€£KMBk+–-]*")
"""A signed figure: whatever a spreadsheet makes of it, it is a figure."""


def export_file(path: Path, form: Format, held: Contents, what: str) -> int:
    """Records written to the file, which appears whole, in place of what stood there.

    Raises: ExportFailed.
    """
    if path.exists() and not path.is_file():
        raise ExportFailed(f"{str(path)!r} is no file; name one, or a folder that ends in a slash")
    try:
        with _appearing(path, "utf-8-sig" if form is Format.CSV else "utf-8") as file:
            return export_text(file, held, what, form)
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        raise ExportFailed(
            f"{str(path)!r} could not be written ({why}); name another place with --out"
        ) from error


def export_text(file: TextIO, held: Contents, what: str, form: Format) -> int:
    """Records written to a text file that leaves line ends as they are."""
    kind = KINDS[what]
    records = list(kind.of(held))
    if form is Format.JSONL:
        adapter: TypeAdapter[Any] = TypeAdapter(kind.type)
        file.writelines(_line(adapter.dump_python(record, mode="json")) for record in records)
        return len(records)
    uris = {c.page.id: c.page.uri for c in held.pages}
    rows = csv.writer(file, lineterminator="\r\n")
    rows.writerow(csv_columns(kind.type))
    rows.writerows(_cells(record, uris) for record in records)
    return len(records)


def csv_columns(kind: type[Record]) -> tuple[str, ...]:
    """The header of a CSV file: the fields in order, the length in its parts, last the page."""
    names: list[str] = []
    for field in fields(kind):
        parts = [f"duration_{part.name}" for part in fields(Duration)]
        names += parts if field.name == "duration" else [field.name]
    return (*names, "page_uri") if "page_id" in names else tuple(names)


def guarded(text: str) -> str:
    """The text, so that no spreadsheet runs it: an apostrophe goes before what may be a formula.

    Sources are not ours, and a spreadsheet runs "=..." wherever it came from. To undo it, take one
    apostrophe from what begins with apostrophes and then one of = + - @ (or a tab or line end).

    >>> guarded("=HYPERLINK(A1)"), guarded("'=1"), guarded("-5%"), guarded("'s-Hertogenbosch")
    ("'=HYPERLINK(A1)", "''=1", '-5%', "'s-Hertogenbosch")
    """
    return f"'{text}" if _FORMULA.match(text) and not _FIGURE.fullmatch(text) else text


def _line(plain: dict[str, Any]) -> str:
    if "delivery" in plain:  # a set, which has no order of its own
        plain["delivery"].sort()
    return json.dumps(plain, ensure_ascii=False) + "\n"


def _cells(record: Record, uris: Mapping[PageId, str]) -> Iterator[str]:
    for name in (field.name for field in fields(record)):
        value = getattr(record, name)
        if name == "duration":
            parts = [None] * len(fields(Duration)) if value is None else astuple(value)
            yield from map(_cell, parts)
        else:
            yield _cell(value)
    if not isinstance(record, Source | SourcePage | Reject):
        yield _cell(uris[record.page_id])


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case float() if value.is_integer():
            return str(int(value))
        case int() | float():
            return str(value)
        case _:
            return guarded(_words(value))


def _words(value: object) -> str:
    match value:
        case frozenset():
            return "; ".join(sorted(map(_words, value)))
        case tuple():
            return "; ".join(map(_item, value))
        case Place():
            return place_in_words(value)
        case Repair():
            return f"{value.count} {value.kind}: {value.before!r} -> {value.after!r}"
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _item(value: object) -> str:
    """An item of a list: a header and its cell, an offset and another, or one value."""
    return ": ".join(map(str, value)) if isinstance(value, tuple) else _words(value).strip()


@contextmanager
def _appearing(path: Path, encoding: str) -> Iterator[TextIO]:
    """A file to write that takes the name at the end, or is gone if that is not reached."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with aside.open("w", encoding=encoding, newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
