"""A run that loses what a baseline reached fails; a baseline is small, readable and never cut."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from rich.console import Console

from evals.baseline import read_baseline, write_baseline
from evals.errors import NotComparable, RunInvalid
from evals.gate import Verdict, judge
from evals.reports.differences import verdict_printed
from evals.scores import Outcome, Score
from evals.shares import share_of
from evals.suites.citations import with_citations
from evals.trials import Attempt, Trial
from tests.unit.evals.made_runs import DECLINED, RIGHT, WRONG, lines, recorded, run_of, whole

RUN = run_of("own")


def _printed(verdict: Verdict) -> str:
    out = StringIO()
    Console(file=out, width=80).print(*verdict_printed(verdict), sep="\n")
    return out.getvalue()


def _lost(count: int, of: int) -> list[Outcome]:
    return [WRONG] * count + [RIGHT] * (of - count)


@pytest.mark.parametrize(
    ("lost", "of", "holds"), [(0, 20, True), (1, 20, False), (1, 1_000, True), (5, 1_000, False)]
)
def test_a_suite_fails_when_its_lower_bound_falls_below(lost: int, of: int, holds: bool) -> None:
    before, now = lines("own", _lost(0, of)), lines("own", _lost(lost, of))
    verdict = judge((RUN, before), (RUN, now), tolerance=0.01)

    assert verdict.holds is holds
    assert len(verdict.suites[0].worsened) == lost


def test_a_wider_tolerance_lets_more_pass() -> None:
    before, now = lines("own", _lost(0, 100)), lines("own", _lost(1, 100))

    assert not judge((RUN, before), (RUN, now), tolerance=0.01).holds
    assert judge((RUN, before), (RUN, now), tolerance=0.1).holds


def test_what_was_wrong_before_may_stay_wrong_and_improve() -> None:
    before = lines("own", [WRONG, DECLINED, RIGHT] * 10)

    assert judge((RUN, before), (RUN, before)).holds
    assert judge((RUN, before), (RUN, lines("own", [RIGHT] * 30))).holds


def test_a_failure_names_the_suite_the_bounds_and_what_flipped() -> None:
    before = lines("own", [RIGHT] * 20) | lines("other", [RIGHT] * 20)
    now = lines("own", _lost(3, 20)) | lines("other", [RIGHT] * 20)
    verdict = judge((RUN, before), (RUN, now))
    shown = _printed(verdict)

    assert [bool(judged.reason) for judged in verdict.suites] == [True, False]
    assert "FAILS own" in shown
    assert "own: k: -0.300 [-0.7" in shown
    assert "3 of 20 worse" in shown
    assert "Worsened: k0, k1, k2" in shown
    assert "below the tolerance -0.010" in shown
    assert "The gate fails" in shown


def test_questions_that_changed_do_not_pass_for_good_answers() -> None:
    before = lines("own", [RIGHT] * 20)
    now = {key: replace(line, mark=f"new {line.mark}") for key, line in before.items()}
    mixed = now | dict(list(before.items())[:10])
    other = lines("other", [RIGHT] * 3)

    assert "only 10 of 20" in judge((RUN, before), (RUN, mixed)).suites[0].reason
    new_suite = judge((RUN, before | other), (RUN, now | other))
    assert "only 0 of 20" in new_suite.suites[0].reason
    assert "FAILS own" in _printed(new_suite)


def test_what_is_no_longer_scored_does_not_pass_either() -> None:
    before = lines("own", [RIGHT] * 20)
    now = lines("own", [Outcome.UNSCORED] * 5 + [RIGHT] * 15)

    assert "only 15 of 20" in judge((RUN, before), (RUN, now)).suites[0].reason


def test_a_share_of_the_trials_is_judged_by_the_whole_baseline() -> None:
    before = lines("own", [RIGHT] * 40) | lines("other", [RIGHT] * 4)
    now = dict(list(lines("own", _lost(1, 40)).items())[:10])
    verdict = judge((RUN, before), (RUN, now))

    assert (verdict.suites[0].compared, verdict.suites[0].trials) == (10, 10)
    assert verdict.not_run == ("other",)
    assert "Not run, and so not judged: other." in _printed(verdict)
    assert not verdict.holds


def test_a_baseline_of_another_corpus_judges_nothing() -> None:
    made = lines("own", [RIGHT])

    with pytest.raises(NotComparable, match="two corpora"):
        judge((run_of("own", corpus="d"), made), (RUN, made))


def test_a_baseline_comes_back_as_it_was_written(tmp_path: Path) -> None:
    made = lines("own", [RIGHT, WRONG, DECLINED, Outcome.UNSCORED, Outcome.ERROR])
    made = {key: replace(line, measures={"nDCG@10": 1 / 3}) for key, line in made.items()}
    run, records = whole(made)
    controls = recorded(lines("own", [DECLINED] * 5), "i don't know")
    path = tmp_path / "baselines" / "own.jsonl"
    write_baseline(path, run, records | controls, ("own",))
    held_run, held = read_baseline(path)

    assert held_run == run
    assert held == {k: replace(v, measures={"nDCG@10": 0.3333}) for k, v in made.items()}
    assert judge((held_run, held), (run, records)).holds
    assert len(path.read_text(encoding="utf-8").splitlines()) == 2 + 2 * 5


def test_a_baseline_keeps_the_audits_of_citations(tmp_path: Path) -> None:
    run, records = whole(lines("own", [RIGHT] * 3))
    key, audited = next(iter(records.items()))
    audit = {"citations": WRONG, "citation_measures": {"recall": 0.5}}
    records[key] = audited.model_copy(update=audit)
    path = tmp_path / "own.jsonl"
    write_baseline(path, run, records, ("own",))
    held = read_baseline(path)[1]
    made = with_citations(records)

    assert held.keys() == made.keys()
    for at, line in held.items():
        fields = ("suite", "id", "kind", "family", "mark", "outcome", "measures")
        assert [getattr(line, f) for f in fields] == [getattr(made[at], f) for f in fields]


def test_a_baseline_of_a_part_is_refused(tmp_path: Path) -> None:
    run, records = whole(lines("own", [RIGHT] * 5))
    path = tmp_path / "own.jsonl"
    stopped = dict(list(records.items())[:3])

    with pytest.raises(RunInvalid, match="did not try other"):
        write_baseline(path, run, records, ("own", "other"))
    with pytest.raises(RunInvalid, match=r"share of 0\.25"):
        write_baseline(path, run.model_copy(update={"share": 0.25}), records, ("own",))
    with pytest.raises(RunInvalid, match="stopped in 'own'"):
        write_baseline(path, run, stopped, ("own",))
    assert not path.exists()


@pytest.mark.parametrize(
    ("text", "where"),
    [("", "cannot be read"), ("{}\n", "line 1"), ('["own"]\n', "line 1"), (None, "cannot be read")],
)
def test_a_file_that_is_no_baseline_is_refused(
    tmp_path: Path, text: str | None, where: str
) -> None:
    path = tmp_path / "own.jsonl"
    if text is not None:
        path.write_text(text, encoding="utf-8")

    with pytest.raises(RunInvalid, match=where):
        read_baseline(path)


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    run, records = whole(lines("own", [RIGHT] * 2))
    path = tmp_path / "own.jsonl"
    write_baseline(path, run, records, ("own",))
    path.write_text(path.read_text(encoding="utf-8").replace("right", "fine", 1), encoding="utf-8")

    with pytest.raises(RunInvalid, match=r"own\.jsonl, line 4"):
        read_baseline(path)


def _trial(number: int, kind: str) -> Trial:
    attempt = Attempt(Score(RIGHT))
    return Trial(f"{kind}-{number}", kind, kind, ("?",), "", "m", lambda _asker: attempt)


TRIALS = [
    _trial(n, kind) for n in range(40) for kind in ("common", "rare") if n < 3 or kind != "rare"
]


def test_a_share_keeps_some_of_each_stratum_in_order() -> None:
    kept = share_of("own", TRIALS, 0.25)
    kinds = [trial.kind for trial in kept]

    assert (kinds.count("common"), kinds.count("rare")) == (10, 1)
    assert kept == [trial for trial in TRIALS if trial in kept]
    assert share_of("own", list(reversed(TRIALS)), 0.25) == kept[::-1]
    assert share_of("own", TRIALS, 1.0) == TRIALS


def test_a_smaller_share_is_part_of_a_larger_one() -> None:
    shares = [{t.id for t in share_of("own", TRIALS, share)} for share in (0.1, 0.25, 0.5, 1.0)]

    assert all(less < more for less, more in pairwise(shares))
    assert {t.id for t in share_of("other", TRIALS, 0.25)} != shares[1]
