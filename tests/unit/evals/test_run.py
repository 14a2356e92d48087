"""A run is written as it goes, goes on after a stop, and is compared only with its like."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.api.wire import AskResponse
from assistant.records import Status
from evals.askers import Asker, NoAnswer, NotOffered
from evals.cases import Case
from evals.compare import compare
from evals.controls.i_dont_know import IDontKnow
from evals.controls.second_path import SecondPathAnswers
from evals.errors import NotComparable, RunInvalid
from evals.fingerprints import Run, mark_of_trials
from evals.run import RECORDS, Key, Record, read_run, run_suites
from evals.scores import Outcome
from evals.systems import PRODUCT
from evals.trials import Trial, asked
from tests.unit.evals.made_answers import PAGE_TEXT, answer

CASES = tuple(
    Case.model_validate({"id": i, "kind": kind, "turns": [i], "expect": {"numbers": [112590]}})
    for i, kind in (("right", "pay"), ("wrong", "pay"), ("declined", "other"), ("lost", "other"))
)
TRIALS = tuple(asked(case) for case in CASES)
RUN = Run(
    name="own",
    suites={"own": mark_of_trials(TRIALS)},
    systems=[PRODUCT],
    corpus="c",
    index_version="v",
    code="k",
    prompts="p",
    models={},
)


class Scripted:
    """Answers by the words of the question; cannot be given an altered index."""

    name = PRODUCT

    def __init__(self, **answers: AskResponse) -> None:
        self.answers = {"right": answer(), "wrong": answer("It is $1."), **answers}
        self.answers.setdefault("declined", answer("No.", Status.NOT_IN_SOURCES))
        self.asked: list[str] = []

    def open(self, index: Path | None) -> Asker:
        if index is not None:
            raise NotOffered("one index")
        return self

    def can_try(self, trial: Trial) -> bool:
        return trial.id != "for others"

    def ask(self, turns: Sequence[str]) -> AskResponse:
        self.asked.append(turns[-1])
        if turns[-1] not in self.answers:
            raise NoAnswer("HTTP 503: closed")
        return self.answers[turns[-1]]

    def page_text(self, page_id: str) -> str | None:
        return PAGE_TEXT if page_id == "page" else None

    def rank(self, text: str, depth: int) -> tuple[str, ...]:
        raise NotOffered(f"no ranking of {text!r} to {depth}")

    def close(self) -> None:
        return


def _run(
    folder: Path, system: Scripted, run: Run = RUN, trials: Sequence[Trial] = TRIALS
) -> list[Record]:
    return run_suites({"own": trials}, [system], run, folder, jobs=3)


def _outcomes(records: Sequence[Record]) -> list[Outcome]:
    return [r.outcome for r in records]


def _read(folder: Path) -> tuple[Run, dict[Key, Record]]:
    return read_run(folder)


def test_every_trial_gets_a_record_in_order(tmp_path: Path) -> None:
    records = _run(tmp_path / "run", Scripted())

    assert [r.id for r in records] == [c.id for c in CASES]
    assert _outcomes(records) == [
        Outcome.RIGHT, Outcome.WRONG, Outcome.ABSTAINED, Outcome.ERROR,
    ]  # fmt: skip
    assert records[3].reasons == ["HTTP 503: closed"]
    assert records[0].gold == "figures 112,590"
    assert _read(tmp_path / "run") == (RUN, {r.key: r for r in records})


def test_a_stopped_run_goes_on_where_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    whole = _run(folder, Scripted())
    lines = (folder / RECORDS).read_text(encoding="utf-8").splitlines()
    (folder / RECORDS).write_text(f"{lines[0]}\n{lines[1][:40]}", encoding="utf-8")
    system = Scripted()
    again = _run(folder, system)

    held = Record.model_validate_json(lines[0]).id
    assert len(system.asked) == 3
    assert held not in system.asked
    assert _outcomes(again) == _outcomes(whole)
    assert len(_read(folder)[1]) == 4


def test_a_folder_of_another_run_is_refused(tmp_path: Path) -> None:
    _run(tmp_path, Scripted())

    with pytest.raises(RunInvalid, match="another corpus"):
        _run(tmp_path, Scripted(), RUN.model_copy(update={"corpus": "d"}))
    with pytest.raises(RunInvalid, match="holds no run"):
        _read(tmp_path / "nothing")


def test_controls_try_the_same_and_keep_no_answers(tmp_path: Path) -> None:
    known = asked(CASES[1], second_path=answer())
    trials = (TRIALS[0], known)
    systems = (Scripted(), IDontKnow(), SecondPathAnswers(trials))
    records = run_suites({"own": trials}, systems, RUN, tmp_path)

    assert [(r.system, r.id, r.outcome) for r in records] == [
        ("guidepost", "right", Outcome.RIGHT),
        ("guidepost", "wrong", Outcome.WRONG),
        ("i don't know", "right", Outcome.ABSTAINED),
        ("i don't know", "wrong", Outcome.ABSTAINED),
        ("second path", "wrong", Outcome.RIGHT),
    ]
    assert {r.system for r in records if r.answer} == {PRODUCT}


def test_what_cannot_be_offered_is_left_unscored(tmp_path: Path) -> None:
    trials = (TRIALS[0], asked(CASES[1], index=tmp_path / "altered"))
    records = _run(tmp_path / "run", Scripted(), trials=trials)

    assert _outcomes(records) == [Outcome.RIGHT, Outcome.UNSCORED]
    assert records[1].reasons == ["one index"]


def test_a_comparison_names_what_flipped(tmp_path: Path) -> None:
    _run(tmp_path / "a", Scripted())
    _run(tmp_path / "b", Scripted(wrong=answer(), right=answer("$2")))
    found = compare(_read(tmp_path / "a"), _read(tmp_path / "b"))

    assert (found.improved, found.worsened) == (("own/wrong",), ("own/right",))
    assert found.suites[0].points.estimate.mean == 0.0
    assert {row.name for row in found.strata} == {"own: pay", "own: other"}


def test_runs_of_other_pages_or_trials_are_not_compared(tmp_path: Path) -> None:
    _run(tmp_path / "a", Scripted())
    _run(tmp_path / "b", Scripted(), RUN.model_copy(update={"corpus": "d"}))
    other = [asked(case.model_copy(update={"id": f"other {case.id}"})) for case in CASES]
    _run(tmp_path / "c", Scripted(), trials=other)
    a, b, c = (_read(tmp_path / name) for name in "abc")

    with pytest.raises(NotComparable, match="two corpora"):
        compare(a, b)
    assert compare(a, b, across_corpora=True).improved == ()
    with pytest.raises(NotComparable, match="no trial in common"):
        compare(a, c)
