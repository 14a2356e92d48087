"""Files of cases are read strictly: a misspelt expectation must not pass unchecked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.records import Status
from evals.cases import Case, Line, read_cases, read_lines
from evals.errors import CaseInvalid
from evals.suites.guides import Fact
from evals.suites.retrieval import Query

SETS = sorted((Path(__file__).parents[3] / "evals" / "data").glob("*.jsonl"))
FORMS: dict[str, type[Line]] = {"guides": Fact, "retrieval": Query}
GOOD = {"id": "A", "kind": "listing", "turns": ["cheapest?"], "expect": {"numbers": [10000]}}


def _file(folder: Path, *lines: object) -> Path:
    path = folder / "own.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


def test_a_case_keeps_what_is_expected(tmp_path: Path) -> None:
    (case,) = read_cases(_file(tmp_path, {**GOOD, "expect": {"rows": [], "status": ["no_match"]}}))

    assert case.turns == ["cheapest?"]
    assert case.expect.rows == []
    assert case.expect.status == [Status.NO_MATCH]
    assert case.cluster == "A"


@pytest.mark.parametrize(
    ("expected", "numbers", "text"),
    [(10000, [10000.0], []), ("doctoral degree", [], ["doctoral degree"])],
)
def test_a_question_and_an_expected_value_are_a_case(
    tmp_path: Path, expected: object, numbers: list[float], text: list[str]
) -> None:
    (case,) = read_cases(_file(tmp_path, {"id": "q", "question": "why?", "expected": expected}))

    assert case.turns == ["why?"]
    assert case.expect.numbers == numbers
    assert case.expect.text == text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({**GOOD, "expect": {"number": [1]}}, "line 2: expect.number"),
        ({**GOOD, "expect": {}}, "nothing is expected"),
        ({**GOOD, "turns": []}, "line 2: turns"),
        ({**GOOD, "expect": {"status": ["done"]}}, "expect.status"),
        ({"id": "q", "question": "why?", "expected": None}, "expected is none"),
        ({**GOOD, "question": "why?"}, "either question and expected"),
        ("text", "line 2"),
    ],
)
def test_what_is_no_case_is_told_with_its_line(tmp_path: Path, line: object, said: str) -> None:
    with pytest.raises(CaseInvalid, match=said):
        read_cases(_file(tmp_path, {**GOOD, "id": "B"}, line))


def test_one_id_for_two_cases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseInvalid, match="'A' is given to two"):
        read_cases(_file(tmp_path, GOOD, GOOD))


def test_a_file_without_cases_or_text_is_refused(tmp_path: Path) -> None:
    empty, binary = tmp_path / "empty.jsonl", tmp_path / "binary.jsonl"
    empty.write_text("\n", encoding="utf-8")
    binary.write_bytes(b"\xff\xfe\x00")

    for path, said in ((empty, "holds no cases"), (binary, "UTF-8"), (tmp_path / "x", "read")):
        with pytest.raises(CaseInvalid, match=said):
            read_cases(path)


@pytest.mark.parametrize("path", SETS, ids=lambda p: p.stem)
def test_our_own_sets_are_read(path: Path) -> None:
    assert read_lines(path, FORMS.get(path.stem, Case))
