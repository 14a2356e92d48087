"""A report keeps apart what must not be added up: wrong and abstained, the product and controls."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.controls.i_dont_know import IDontKnow
from evals.report import summarise, to_markdown
from evals.run import run_suites
from evals.trials import asked
from tests.unit.evals.test_run import CASES, RUN, TRIALS, Scripted


def test_wrong_and_abstained_stand_apart(tmp_path: Path) -> None:
    records = run_suites({"own": TRIALS}, [Scripted()], RUN, tmp_path)
    summary = summarise(RUN, records, {"own": "What we ask."})
    suite = summary.suites[0]
    other = next(s for s in suite.strata if s.name == "other")

    assert suite.whole.outcomes == {"right": 1, "wrong": 1, "abstained": 1, "error": 1}
    assert suite.whole.points.mean == pytest.approx(-0.25)
    assert (other.accuracy.mean, other.wrong.mean, other.abstained.mean) == (0.0, 0.5, 0.5)
    shown = to_markdown(summary, records)
    assert "What we ask." in shown
    assert "### wrong: wrong" in shown
    assert "the figure 112,590.0 is not stated" in shown
    assert "### right" not in shown


def test_a_control_that_scores_more_is_named(tmp_path: Path) -> None:
    trials = [asked(case) for case in CASES[1:2]]
    records = run_suites({"own": trials}, [Scripted(), IDontKnow()], RUN, tmp_path)
    summary = summarise(RUN, records, {"own": "What we ask."})

    assert summary.suites[0].beaten_by == ("i don't know",)
    assert "Beaten by: i don't know. What we ask." in to_markdown(summary, records)
