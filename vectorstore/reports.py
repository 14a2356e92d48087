"""What each run of ingestion told, kept beside the snapshots: index/reports/<time>.json.

Reports are shown, never read by a build: losing them loses no knowledge. A file appears whole or
not at all, and the latest fifty stay.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

FOLDER = "reports"
KEPT = 50
"""Runs that are kept, the latest ones."""
MAX_ROWS = 200
"""Rows of a part that are kept; `total` says how many there were."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ReportPart(_Strict):
    """One table of a report, in words."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """At most 200."""
    total: int
    """Rows that there were."""


class KeptReport(_Strict):
    """One run of ingestion."""

    ended_at: datetime
    snapshot: str
    """The snapshot that was live after it."""
    parts: tuple[ReportPart, ...]


@dataclass(frozen=True, slots=True)
class Reports:
    """What is kept of an index."""

    kept: tuple[KeptReport, ...]
    """The latest first."""
    unreadable: int
    """Files that are damaged or of another version."""


def part(title: str, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> ReportPart:
    """A part of these rows, cut to those that are kept; a value of None is shown as a dash."""
    shown = tuple(
        tuple("-" if cell is None else str(cell) for cell in row) for row in rows[:MAX_ROWS]
    )
    return ReportPart(title=title, heads=tuple(heads), rows=shown, total=len(rows))


def keep_report(index_dir: Path, report: KeptReport) -> None:
    """Keep a report, and drop those beyond the latest fifty. Raises: OSError."""
    folder = index_dir / FOLDER
    folder.mkdir(exist_ok=True)
    path = folder / f"{report.ended_at:%Y%m%dT%H%M%S%f}Z.json"
    aside = path.with_suffix(f".{os.getpid()}.part")
    try:
        aside.write_text(report.model_dump_json(), encoding="utf-8")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    for old in _files(folder)[KEPT:]:
        old.unlink(missing_ok=True)


def read_reports(index_dir: Path) -> Reports:
    """The reports that are kept; none for an index of an earlier version."""
    found: list[KeptReport] = []
    unreadable = 0
    for path in _files(index_dir / FOLDER):
        try:
            found.append(KeptReport.model_validate_json(path.read_bytes()))
        except (OSError, ValidationError):
            unreadable += 1
    return Reports(tuple(found), unreadable)


def _files(folder: Path) -> list[Path]:
    """The files of reports, the latest first."""
    return sorted(folder.glob("*.json"), reverse=True) if folder.is_dir() else []
