"""A run is written as it goes, goes on after a stop, and is compared only with its like."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.api.wire import AskResponse
from assistant.records import Status
from evals.askers import NoAnswer
from evals.cases import Case
from evals.compare import compare
from evals.errors import NotComparable, RunInvalid
from evals.report import summarise, to_markdown
from evals.run import RECORDS, Record, Run, fingerprint_of, read_run, run_cases
from evals.scores import Outcome
from tests.unit.evals.made_answers import PAGE_TEXT, answer

CASES = tuple(
    Case.model_validate({"id": i, "kind": kind, "turns": [i], "expect": {"numbers": [112590]}})
    for i, kind in (("right", "pay"), ("wrong", "pay"), ("declined", "other"), ("lost", "other"))
)
RUN = Run(name="own", cases=fingerprint_of(CASES), corpus="c", index_version="v", code="k")


class Scripted:
    """Answers by the words of the question."""

    def __init__(self, **answers: AskResponse) -> None:
        self.answers = {"right": answer(), "wrong": answer("It is $1."), **answers}
        self.answers.setdefault("declined", answer("No.", Status.NOT_IN_SOURCES))
        self.asked: list[str] = []

    def ask(self, turns: Sequence[str]) -> AskResponse:
        self.asked.append(turns[-1])
        if turns[-1] not in self.answers:
            raise NoAnswer("HTTP 503: closed")
        return self.answers[turns[-1]]

    def page_text(self, page_id: str) -> str | None:
        return PAGE_TEXT if page_id == "page" else None

    def close(self) -> None:
        return


def _outcomes(records: Sequence[Record]) -> list[Outcome]:
    return [r.outcome for r in records]


def test_every_case_gets_a_record_in_order(tmp_path: Path) -> None:
    records = run_cases(CASES, Scripted(), RUN, tmp_path / "run", jobs=3)

    assert [r.id for r in records] == [c.id for c in CASES]
    assert _outcomes(records) == [
        Outcome.RIGHT, Outcome.WRONG, Outcome.ABSTAINED, Outcome.ERROR,
    ]  # fmt: skip
    assert records[3].reasons == ["HTTP 503: closed"]
    assert read_run(tmp_path / "run") == (RUN, {r.id: r for r in records})


def test_a_stopped_run_goes_on_where_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    whole = run_cases(CASES, Scripted(), RUN, folder)
    lines = (folder / RECORDS).read_text(encoding="utf-8").splitlines()
    (folder / RECORDS).write_text(f"{lines[0]}\n{lines[1][:40]}", encoding="utf-8")
    asker = Scripted()
    again = run_cases(CASES, asker, RUN, folder)

    held = whole[0] if lines[0].startswith('{"id":"right"') else None
    assert len(asker.asked) == 3
    assert held is None or "right" not in asker.asked
    assert _outcomes(again) == _outcomes(whole)
    assert len(read_run(folder)[1]) == 4


def test_a_folder_of_another_run_is_refused(tmp_path: Path) -> None:
    run_cases(CASES, Scripted(), RUN, tmp_path)

    with pytest.raises(RunInvalid, match="another corpus"):
        run_cases(CASES, Scripted(), RUN.model_copy(update={"corpus": "d"}), tmp_path)
    with pytest.raises(RunInvalid, match="holds no run"):
        read_run(tmp_path / "nothing")


def test_the_report_keeps_wrong_and_abstained_apart(tmp_path: Path) -> None:
    records = run_cases(CASES, Scripted(), RUN, tmp_path)
    summary = summarise(RUN, records)
    other = next(s for s in summary.strata if s.name == "other")

    assert summary.whole.outcomes == {"right": 1, "wrong": 1, "abstained": 1, "error": 1}
    assert summary.whole.points.mean == pytest.approx(-0.25)
    assert (other.accuracy.mean, other.wrong.mean, other.abstained.mean) == (0.0, 0.5, 0.5)
    shown = to_markdown(summary, records)
    assert "## wrong: wrong" in shown
    assert "the figure 112,590.0 is not stated" in shown
    assert "## right" not in shown


def test_a_comparison_names_what_flipped(tmp_path: Path) -> None:
    run_cases(CASES, Scripted(), RUN, tmp_path / "a")
    run_cases(CASES, Scripted(wrong=answer(), right=answer("$2")), RUN, tmp_path / "b")
    found = compare(read_run(tmp_path / "a"), read_run(tmp_path / "b"))

    assert (found.improved, found.worsened) == (("wrong",), ("right",))
    assert found.whole.points.estimate.mean == 0.0
    assert {row.name for row in found.strata} == {"pay", "other"}


def test_runs_of_other_pages_or_cases_are_not_compared(tmp_path: Path) -> None:
    run_cases(CASES, Scripted(), RUN, tmp_path / "a")
    elsewhere = RUN.model_copy(update={"corpus": "d"})
    run_cases(CASES, Scripted(), elsewhere, tmp_path / "b")
    fewer = RUN.model_copy(update={"cases": fingerprint_of(CASES[:2])})
    run_cases(CASES[:2], Scripted(), fewer, tmp_path / "c")
    a, b, c = (read_run(tmp_path / name) for name in "abc")

    with pytest.raises(NotComparable, match="two corpora"):
        compare(a, b)
    assert compare(a, b, across_corpora=True).improved == ()
    with pytest.raises(NotComparable, match="different cases"):
        compare(a, c)
