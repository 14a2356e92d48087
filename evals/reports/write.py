"""The forms of a report, written to a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from evals.compare import Comparison
from evals.fingerprints import Run
from evals.reports.html import to_html
from evals.reports.junit import to_junit
from evals.reports.machine import to_json
from evals.reports.markdown import to_markdown
from evals.reports.notes import Notes
from evals.reports.summary import Summary, in_order, summarise
from evals.run import Key, Record

JSON, MARKDOWN, JUNIT, HTML = "report.json", "report.md", "junit.xml", "report.html"


def write_reports(
    folder: Path,
    run: tuple[Run, Mapping[Key, Record]],
    notes: Notes,
    comparison: Comparison | None = None,
    before: Mapping[Key, Record] | None = None,
) -> Summary:
    """Write all forms, and return what they say; the folder is made if it is not there.

    `before` are the records of the run that a comparison compares with.
    """
    of, held = run
    records = in_order(of, held)
    summary = summarise(of, notes, records)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / JSON).write_text(to_json(summary, comparison), encoding="utf-8")
    (folder / MARKDOWN).write_text(to_markdown(summary, records, comparison), encoding="utf-8")
    (folder / JUNIT).write_bytes(to_junit(summary, records))
    (folder / HTML).write_text(to_html(summary, records, comparison, before), encoding="utf-8")
    return summary
