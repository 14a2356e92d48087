"""The bars of .ci/run: what falls short is named, and nothing vacuous passes."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from score_bars import Bars, Score, main, read_score, shortfalls

GOOD = Score(
    items=4,
    right=3,
    held_back=1,
    failed_requests=0,
    facts=5,
    uncited=0,
    citations=6,
    exact=6,
)
BARS = Bars(min_total=0.75, max_wrong=0)
PRINTED = "listing: 1/3\ncitations exact: 2/2; fact sentences without a citation: 0/1\ntotal: 1/3\n"


def entry(bad: list[str], status: str = "answered", *, cited: bool = True) -> dict[str, Any]:
    segment = {"kind": "fact", "text": "x", "citations": [1] if cited else []}
    return {
        "id": "A",
        "turns": ["q"],
        "bad": bad,
        "answer": {"status": status, "segments": [segment]},
    }


def test_right_held_back_wrong_and_failed_requests_are_counted_apart() -> None:
    log = [
        entry([]),
        entry(["status no_match"], "no_match"),
        entry(["number 5 not stated"], cited=False),
        {"id": "B", "turns": ["q"], "bad": ["HTTP 500: b'...'"], "answer": {}},
        {"id": "C", "turns": ["q"], "bad": ["TimeoutError: timed out"], "answer": {}},
    ]
    score = read_score(log, PRINTED)
    assert (score.items, score.right, score.held_back, score.wrong) == (5, 1, 1, 3)
    assert score.failed_requests == 2
    assert (score.facts, score.uncited) == (3, 1)
    assert (score.exact, score.citations) == (2, 2)


def test_output_cut_short_is_an_error() -> None:
    with pytest.raises(ValueError, match="did it stop early"):
        read_score([entry([])], "listing: 1/1\n")


def test_a_run_on_the_bar_holds() -> None:
    assert shortfalls(GOOD, BARS, asked=4) == []


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"right": 2, "held_back": 2}, "total"),
        ({"right": 3, "held_back": 0}, "wrong"),
        ({"failed_requests": 1}, "requests failed"),
        ({"exact": 5}, "citations are exact"),
        ({"exact": 0, "citations": 0}, "citations are exact"),
        ({"uncited": 1}, "lack a citation"),
        ({"facts": 0}, "lack a citation"),
    ],
)
def test_each_demand_falls_short_alone(change: dict[str, int], named: str) -> None:
    [missed] = shortfalls(dataclasses.replace(GOOD, **change), BARS, asked=4)
    assert named in missed


def test_a_set_not_asked_whole_falls_short() -> None:
    [missed] = shortfalls(GOOD, BARS, asked=5)
    assert "4 of the set's 5" in missed


def test_main_reads_files_and_names_the_shortfall(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    question_set = tmp_path / "tiny.jsonl"
    question_set.write_text('{"id": "A"}\n\n', encoding="utf-8")
    (tmp_path / "log").write_text(json.dumps([entry([])]), encoding="utf-8")
    (tmp_path / "printed").write_text(PRINTED, encoding="utf-8")
    bars = tmp_path / "bars.json"
    arguments = [str(question_set), str(tmp_path / "log"), str(tmp_path / "printed"), str(bars)]

    bars.write_text('{"tiny": {"min_total": 1.0, "max_wrong": 0}}', encoding="utf-8")
    assert main(arguments) == 0
    assert "tiny: 1 of 1 right" in capsys.readouterr().out

    bars.write_text('{"tiny": {"min_total": 1.01, "max_wrong": 0}}', encoding="utf-8")
    assert main(arguments) == 1
    assert "below the bar: total 1.000, bar 1.010" in capsys.readouterr().err
