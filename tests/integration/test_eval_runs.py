"""Runs of the real product: the same twice, the same over HTTP, and a damaged reader is caught."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from click.testing import CliRunner, Result

from assistant.api.app import make_app
from assistant.understand import quantities
from evals.commands import eval_
from evals.compare import compare
from evals.fingerprints import Run
from evals.run import Key, Record, read_run, run_suites
from evals.scores import Outcome
from evals.shares import share_of
from evals.suites.listing_questions import STRATA
from evals.wiring import Wanted, wired
from tests.serving import opened

SUITES = ("listings", "guides", "conversation")
Made = tuple[Run, dict[Key, Record]]


def _run(
    index: Path,
    folder: Path,
    suites: tuple[str, ...] = SUITES,
    share: float = 0.05,
    questions: int = 360,
    url: str | None = None,
) -> Made:
    scratch = folder / "scratch"
    scratch.mkdir(parents=True)
    wanted = Wanted(suites, index, url, None, questions, controls=False, share=share)
    plan = wired(wanted, scratch)
    run_suites(plan.trials, plan.systems, plan.run, folder / "run")
    return read_run(folder / "run")


def _told(made: Made) -> dict[Key, dict[str, Any]]:
    """All that must not change from run to run: neither the time taken nor ids drawn by chance."""
    drawn = {"id", "conversation_id", "timings_ms"}
    return {
        key: {
            **record.model_dump(mode="json", exclude={"ms", "answer"}),
            "answer": record.answer and record.answer.model_dump(mode="json", exclude=drawn),
        }
        for key, record in made[1].items()
    }


@contextmanager
def _served(index: Path, conversations: Path) -> Iterator[str]:
    config = uvicorn.Config(
        make_app(opened(index, conversations)), port=0, log_level="error", ws="none"
    )
    server = uvicorn.Server(config)
    running = threading.Thread(target=server.run)
    running.start()
    try:
        while not server.started:
            assert running.is_alive()
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        running.join()


@pytest.fixture(scope="module")
def in_process(sample_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return _run(sample_index, tmp_path_factory.mktemp("first"))


def test_two_runs_of_one_index_give_identical_scores(
    sample_index: Path, in_process: Made, tmp_path: Path
) -> None:
    again = _run(sample_index, tmp_path)

    assert again[0] == in_process[0]
    assert len(again[1]) > 20
    assert {record.suite for record in again[1].values()} == set(SUITES)
    assert _told(again) == _told(in_process)


def test_a_server_and_one_in_process_agree_record_by_record(
    sample_index: Path, in_process: Made, tmp_path: Path
) -> None:
    with _served(sample_index, tmp_path / "conversations.sqlite") as url:
        over_http = _run(sample_index, tmp_path, url=url)

    assert _told(over_http) == _told(in_process)
    assert {r.outcome for r in over_http[1].values()} & {Outcome.RIGHT}


def _ignoring_units(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read months, weeks and semesters of a question as years."""
    for unit in quantities.YEARS_PER_UNIT:
        monkeypatch.setitem(quantities.YEARS_PER_UNIT, unit, 1.0)


def test_a_reader_that_ignores_units_is_called_in_the_strata_of_lengths_alone(
    sample_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = Wanted(("listings",), sample_index, None, None, len(STRATA) * 24, controls=False)
    plan = wired(wanted, tmp_path)
    lengths = [t for t in plan.trials["listings"] if t.kind == "unit conversion"]
    others = [t for t in plan.trials["listings"] if t.kind != "unit conversion"]
    trials = {"listings": [*lengths, *share_of("listings", others, 0.25)]}
    run_suites(trials, plan.systems, plan.run, tmp_path / "real")
    _ignoring_units(monkeypatch)
    run_suites(trials, plan.systems, plan.run, tmp_path / "damaged")
    found = compare(read_run(tmp_path / "real"), read_run(tmp_path / "damaged"))
    called = {row.name: row for row in found.strata if row.p_adjusted < 0.05}

    assert len(found.strata) == len(STRATA)
    assert set(called) == {"listings: unit conversion"}
    assert called["listings: unit conversion"].points.estimate.high < 0
    assert found.suites[0].p_adjusted < 0.05
    assert not found.improved
    asked = {f"listings/{trial.id}": trial.turns[0] for trial in trials["listings"]}
    assert all(re.search(r"\b(?:week|month|semester)s?\b", asked[i]) for i in found.worsened)


def test_the_gate_holds_for_the_same_product_and_fails_for_a_damaged_one(
    sample_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evals.commands.NAMES", ("listings",))
    baseline = tmp_path / "baseline.jsonl"

    def command(*words: str) -> Result:
        return CliRunner().invoke(eval_, words)

    def run(folder: str, *words: str) -> Result:
        out = str(tmp_path / folder)
        return command(
            "run", "--index", str(sample_index), "--questions", "54", "--no-controls", "--out", out,
            *words,
        )  # fmt: skip

    assert run("a").exit_code == 0
    kept = command("baseline", str(tmp_path / "a"), "--out", str(baseline))
    assert kept.exit_code == 0, kept.output
    same = run("b", "--share", "0.5", "--gate", str(baseline))
    assert same.exit_code == 0, same.output
    assert "The gate holds" in same.output

    _ignoring_units(monkeypatch)
    damaged = run("c", "--gate", str(baseline))
    assert damaged.exit_code == 1
    assert "listings fails" in damaged.output
    assert "unit conversion" in damaged.output

    part = command("baseline", str(tmp_path / "b"), "--out", str(baseline))
    assert part.exit_code == 1
    assert "needs all trials" in part.output
    before = baseline.read_bytes()
    lower = command("baseline", str(tmp_path / "c"), "--out", str(baseline))
    assert lower.exit_code == 1
    assert "lower the baseline" in lower.output
    assert baseline.read_bytes() == before
    forced = command("baseline", str(tmp_path / "c"), "--out", str(baseline), "--lower")
    assert forced.exit_code == 0
    assert baseline.read_bytes() != before
