"""`report.json`: every figure of a run for programs. The HTML shows the same object."""

from __future__ import annotations

import json
from dataclasses import asdict

from evals.compare import Comparison
from evals.reports.coverage import ORDER
from evals.reports.summary import Summary


def to_data(summary: Summary, comparison: Comparison | None = None) -> dict[str, object]:
    """The report as plain data; a figure that does not exist is null.

    `suites` is by name; each has `whole`, `strata`, `controls` and the rest of `SuiteSummary`.
    """
    return {
        "run": summary.run.model_dump(),
        "notes": summary.notes.model_dump(mode="json", exclude={"about"}),
        "suites": {
            suite.name: {"verdict": suite.verdict, **asdict(suite)} for suite in summary.suites
        },
        "coverage_order": ORDER,
        "comparison": None if comparison is None else asdict(comparison),
    }


def to_json(summary: Summary, comparison: Comparison | None = None) -> str:
    """The report as JSON that every reader takes: no NaN, no Infinity."""
    return json.dumps(to_data(summary, comparison), indent=1, allow_nan=False) + "\n"
