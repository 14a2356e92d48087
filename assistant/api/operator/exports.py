"""What is kept of conversations, written for other programs: CSV for spreadsheets, JSONL whole.

Pure. The words are visitors' own: in CSV, what a spreadsheet would run gets an apostrophe before it
(`vectorstore.export.guarded`).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from io import StringIO
from typing import Any

from assistant.feedback import KeptFeedback
from assistant.overview import TurnLine, Unanswered
from vectorstore.export import Format, guarded

Record = TurnLine | Unanswered | KeptFeedback


def exported(records: Iterable[Record], form: Format) -> bytes:
    """All records, one a line, in their order; CSV with a header and a byte order mark."""
    plain = [_plain(record) for record in records]
    if form is Format.JSONL:
        lines = (json.dumps(it, ensure_ascii=False) + "\n" for it in plain)
        return "".join(lines).encode("utf-8", "replace")
    out = StringIO(newline="")
    if plain:
        rows = csv.writer(out, lineterminator="\r\n")
        rows.writerow(plain[0])
        rows.writerows([_cell(value) for value in it.values()] for it in plain)
    return out.getvalue().encode("utf-8-sig", "replace")


def _plain(record: Record) -> dict[str, Any]:
    """A record as JSON has it; a feedback stands beside what it is about."""
    fields = asdict(record)
    if isinstance(record, KeptFeedback):
        given = fields.pop("feedback")
        fields = {**{f"feedback_{k}" if k == "text" else k: v for k, v in given.items()}, **fields}
    return {name: _value(value) for name, value in fields.items()}


def _value(value: object) -> object:
    match value:
        case datetime():
            return value.isoformat()
        case StrEnum():
            return value.value
        case tuple() | list():
            return [_value(item) for item in value]
        case _:
            return value


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return guarded("; ".join(map(str, value)))
    assert not isinstance(value, Mapping), "records are flat"
    return guarded(str(value)) if isinstance(value, str) else str(value)
