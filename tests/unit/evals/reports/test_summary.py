"""The figures of a report, from records whose sums can be done by hand."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from assistant.api.wire import AskResponse, UsageOut
from assistant.records import Status
from evals.compare import compare
from evals.errors import RunInvalid
from evals.reports.console import rates_table
from evals.reports.costs import TRIAL, latency_of
from evals.reports.coverage import coverage_of
from evals.reports.machine import to_json
from evals.reports.notes import NOTES, Notes, notes_of, read_notes, write_notes
from evals.reports.summary import Summary, in_order, summarise
from evals.run import Record
from evals.scores import Outcome
from tests.unit.evals.made_answers import answer
from tests.unit.evals.reports.made_records import held, record, run

RIGHT, WRONG, ERROR = Outcome.RIGHT, Outcome.WRONG, Outcome.ERROR
ABSTAINED, UNSCORED = Outcome.ABSTAINED, Outcome.UNSCORED
FOUR = [record(o.value, o, kind=o.value[0]) for o in (RIGHT, WRONG, ABSTAINED, ERROR)]


def _summary(*records: Record, controls: tuple[str, ...] = ()) -> Summary:
    of = run(*controls)
    return summarise(of, Notes(about={"own": "What we ask."}), in_order(of, held(*records)))


def _said(status: Status = Status.ANSWERED, unread: int = 0) -> AskResponse:
    said = answer(status=status)
    residue = [f"word{i}" for i in range(unread)]
    return said.model_copy(update={"plan": said.plan.model_copy(update={"residue": residue})})


def test_wrong_failed_abstained_and_unscored_stand_apart() -> None:
    unscored = record("none", UNSCORED, reasons=["a server ranks no pages"])
    (suite,) = _summary(*FOUR, unscored).suites
    whole = suite.whole

    assert whole.outcomes == {"right": 1, "abstained": 1, "wrong": 1, "error": 1, "unscored": 1}
    assert whole.accuracy
    assert whole.wrong
    assert whole.abstained
    assert whole.points
    assert (whole.accuracy.mean, whole.accuracy.n) == (0.25, 4)
    assert (whole.wrong.mean, whole.abstained.mean, whole.points.mean) == (0.5, 0.25, -0.25)
    assert whole.accuracy.low <= 0.25 <= whole.accuracy.high
    assert suite.worst == ("wrong", "error", "abstained")
    assert suite.unscored == {"a server ranks no pages": 1}
    assert suite.errors == {"no reason given": 1}
    assert [s.name for s in suite.strata] == ["a", "e", "pay", "r", "w"]
    assert suite.about == "What we ask."


def test_a_stratum_without_a_score_has_no_rates_and_json_says_null() -> None:
    summary = _summary(record("none", UNSCORED))

    assert summary.suites[0].whole.accuracy is None
    report = json.loads(to_json(summary), parse_constant=pytest.fail)
    assert report["suites"]["own"]["whole"]["accuracy"] is None
    assert report["suites"]["own"]["whole"]["outcomes"] == {"unscored": 1}


def test_what_a_run_of_one_family_could_have_seen_is_null_in_json() -> None:
    of, trial = run(), record()
    found = compare((of, held(trial)), (of, held(trial)))
    report = json.loads(to_json(_summary(trial), found), parse_constant=pytest.fail)

    assert report["comparison"]["suites"][0]["points"]["detectable"] is None


def test_the_order_of_records_does_not_depend_on_how_they_came() -> None:
    of = run("i don't know")
    records = [record(i, system=s) for s in of.systems for i in "abc"]

    assert in_order(of, held(*reversed(records))) == records


def test_audits_of_citations_are_a_suite_of_their_own() -> None:
    audited = record("a", WRONG, citations=RIGHT), record("b", RIGHT, citations=WRONG)
    own, citations = _summary(*audited, record("c")).suites

    assert (own.whole.outcomes, citations.whole.outcomes) == (
        {"right": 2, "wrong": 1},
        {"right": 1, "wrong": 1},
    )
    assert citations.worst == ("own/b",)
    assert not citations.latency_ms


def test_the_first_line_names_a_control_that_beats_the_product_and_its_odds() -> None:
    ours = [record(str(i), WRONG) for i in range(12)]
    theirs = [record(str(i), ABSTAINED, "i don't know") for i in range(12)]
    sure = _summary(*ours, *theirs, controls=("i don't know",)).suites[0]
    level = _summary(record("a"), record("a", RIGHT, "x"), controls=("x",)).suites[0]
    luck = _summary(*ours[:1], *theirs[:1], controls=("i don't know",)).suites[0]

    assert sure.verdict.startswith("Beaten by i don't know: +1.000 points [")
    assert "on the 12 trials that both tried, beyond chance (p < 0.001)" in sure.verdict
    assert "which chance alone may explain (p = 1.000)" in luck.verdict
    assert level.verdict == "No control scores more points than the product."
    assert _summary(record()).suites[0].verdict == "No control was asked."


def test_a_control_is_held_against_the_trials_that_both_were_scored_on() -> None:
    ours = [record("a", WRONG), record("b", UNSCORED), record("c", RIGHT)]
    theirs = [record("a", RIGHT, "x"), record("b", RIGHT, "x")]
    (control,) = _summary(*ours, *theirs, controls=("x",)).suites[0].controls

    assert control.ahead is not None
    assert (control.ahead.estimate.n, control.ahead.estimate.mean) == (1, 2.0)
    assert control.beats_product
    assert not control.beyond_chance


def test_measures_are_means_over_the_trials_that_have_them() -> None:
    records = [
        record("a", measures={"nDCG@10": 0.5}),
        record("b", measures={"nDCG@10": 1.0}),
        record("c"),
        record("a", system="x", measures={"nDCG@10": 0.25}),
    ]
    suite = _summary(*records, controls=("x",)).suites[0]

    assert (suite.measures["nDCG@10"].mean, suite.measures["nDCG@10"].n) == (0.75, 2)
    assert suite.controls[0].measures["nDCG@10"].mean == 0.25


def test_risk_rises_with_coverage_where_doubt_orders_the_answers() -> None:
    records = [
        record("a", RIGHT, said=_said()),
        record("b", RIGHT, said=_said()),
        record("c", WRONG, said=_said(unread=1)),
        record("d", RIGHT, said=_said(Status.PARTIAL)),
        record("e", ABSTAINED, said=_said(Status.NOT_IN_SOURCES)),
        record("f", UNSCORED, said=_said()),
        record("g", ERROR),
    ]
    found = coverage_of(records)

    assert found is not None
    assert [(s.name, s.answers, s.failures) for s in found.steps] == [
        ("answered, every word read", 2, 0),
        ("answered, 1 word unread", 1, 1),
        ("partial, every word read", 1, 0),
        ("failed", 1, 1),
    ]
    assert [s.coverage for s in found.steps] == pytest.approx([2 / 6, 3 / 6, 4 / 6, 5 / 6])
    assert [s.risk for s in found.steps] == pytest.approx([0, 1 / 3, 1 / 4, 2 / 5])
    assert found.area == pytest.approx((0 + 0 + 1 / 3 + 1 / 4 + 2 / 5) / 5)
    assert found.area_best == pytest.approx((1 / 4 + 2 / 5) / 5)
    assert found.area_unordered == pytest.approx(2 / 5)


def test_answers_of_one_step_have_the_risk_of_a_random_order() -> None:
    found = coverage_of([record("a", RIGHT, said=_said()), record("b", WRONG, said=_said())])

    assert found is not None
    assert found.area == found.area_unordered == 0.5
    assert coverage_of([record("a", ABSTAINED, said=_said(Status.NOT_IN_SOURCES))]) is None
    assert coverage_of([record("a", ERROR)]) is None


def test_latency_is_told_by_stage_and_models_by_what_they_cost() -> None:
    paid = UsageOut(input_tokens=100, output_tokens=20, cost_usd=0.25)
    said = [
        answer().model_copy(update={"timings_ms": {"retrieve": t, "total": 2 * t}, "usage": paid})
        for t in (1.0, 2.0, 9.0)
    ]
    records = [record(str(i), said=of, ms=10.0 * i) for i, of in enumerate(said)]
    suite = _summary(*records, record("none")).suites[0]

    assert list(suite.latency_ms) == ["retrieve", "total", TRIAL]
    assert suite.latency_ms["retrieve"].p50 == 2.0
    assert (suite.latency_ms["total"].mean, suite.latency_ms["total"].max) == (8.0, 18.0)
    assert (suite.usage.answers, suite.usage.with_model, suite.usage.input_tokens) == (3, 3, 300)
    assert suite.usage.cost_usd == 0.75
    assert list(suite.slowest.items()) == [("2", 20.0), ("1", 10.0), ("none", 10.0), ("0", 0.0)]
    assert latency_of([]) == {}


@pytest.mark.parametrize("strata", [False, True])
def test_the_printed_table_fits_eighty_columns_and_takes_no_styles_from_names(strata: bool) -> None:
    console = Console(width=80, record=True, file=None, quiet=False)
    ours = [record("a", WRONG, kind="[red]kind")]
    summary = _summary(*ours, record("a", RIGHT, "second path"), controls=("second path",))
    with console.capture() as shown:
        console.print(rates_table(summary, strata))
    text = shown.get()

    assert max(map(len, text.splitlines())) <= 80
    assert "second path?" in text
    assert ("[red]kind" in text) is strata
    assert "-1.000" in text


def test_notes_name_the_commit_of_the_checkout_and_of_no_other(tmp_path: Path) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)

    def git(*arguments: str) -> str:
        who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        command = ["git", "-C", str(tmp_path), *who, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    git("init", "-q")
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "a").write_text("a", encoding="utf-8")
    git("add", ".")
    git("commit", "-q", "-m", "a")
    clean = notes_of({"own": "x"}, at, tmp_path)
    (tmp_path / "inner" / "a").write_text("b", encoding="utf-8")

    assert clean == Notes(about={"own": "x"}, commit=git("rev-parse", "HEAD"), finished_at=at)
    assert notes_of({}, at, tmp_path).changed
    assert notes_of({}, at, tmp_path / "inner").commit is None
    write_notes(tmp_path, clean)
    assert read_notes(tmp_path) == clean
    assert read_notes(tmp_path / "inner") == Notes()
    (tmp_path / NOTES).write_text("{", encoding="utf-8")
    with pytest.raises(RunInvalid, match="cannot be read"):
        read_notes(tmp_path)
