"""Reports of ingestion: kept beside the snapshots, the latest fifty, damaged ones told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from vectorstore.reports import KEPT, MAX_ROWS, KeptReport, Reports, keep_report, part, read_reports

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def report(minutes: int) -> KeptReport:
    parts = (part("Read", ("Pages", "Programs"), [(minutes, None)]),)
    return KeptReport(ended_at=NOW + timedelta(minutes=minutes), snapshot="s1", parts=parts)


def test_the_latest_are_kept_and_read_back_as_they_were(tmp_path: Path) -> None:
    assert read_reports(tmp_path) == Reports((), 0)
    made = [report(at) for at in range(KEPT + 3)]
    for it in made:
        keep_report(tmp_path, it)
    assert read_reports(tmp_path) == Reports(tuple(reversed(made[3:])), 0)
    assert made[0].parts[0].rows == (("0", "-"),)
    assert not list((tmp_path / "reports").glob("*.part"))


def test_damaged_ones_are_counted_and_do_not_fail_the_rest(tmp_path: Path) -> None:
    keep_report(tmp_path, report(1))
    (tmp_path / "reports" / "20261125T120000000000Z.json").write_text('{"ended_at": 5}')
    (tmp_path / "reports" / "20261125T120000000001Z.json").write_bytes(b"\xff")
    assert read_reports(tmp_path) == Reports((report(1),), 2)


def test_long_parts_are_cut_and_say_how_long_they_were() -> None:
    made = part("Rejects", ("Page",), [(n,) for n in range(MAX_ROWS + 50)])
    assert len(made.rows) == MAX_ROWS
    assert made.total == MAX_ROWS + 50
