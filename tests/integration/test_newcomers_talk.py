"""Conversations over a mapped table: conditions by what cells say, and what they were not read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.assistant import Assistant
from assistant.records import Answer, Status
from tests.integration.test_other_registers import answering, ask, rows

SUBJECTS = ("Soil Science", "Fisheries")
TESTS = ("R", "N", "W")
PROGRAMS = "school,program,degree,fee,test,body,gpa,since\n"
for n in range(24):
    PROGRAMS += f"{('Tarn University', 'Weir College')[n // 2 % 2]},Master of {SUBJECTS[n % 2]} "
    PROGRAMS += f"({'ABCDEFGHIJKLMNOPQRSTUVWX'[n]}),MS,{900 + 13 * n},{TESTS[n // 2 % 3]},"
    PROGRAMS += f"{'YN'[n // 4 % 2]},{2.5 + n % 3 / 4},{(1998, 2010)[n // 3 % 2]}\n"
MAP = """
title: Register of programs
fields:
  university: school
  title: program
  level: { column: degree, values: { MS: master } }
  price: { column: fee, currency: USD, basis: credit }
  duration: { constant: 2, unit: year }
  attributes:
    - column: test
      label: GRE
      values: { R: GRE required, N: GRE not required, W: GRE waiver available }
    - { column: body, label: Accreditation, values: { Y: SAF accredited, N: none } }
    - { column: gpa, label: Minimum GPA }
    - { column: since, label: Year founded }
"""
LINES = [line.split(",") for line in PROGRAMS.splitlines()[1:]]


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    yield from answering(tmp_path_factory.mktemp("talk"), {"programs.csv": PROGRAMS}, MAP)


def _fees(subject: str, **cells: str) -> list[float]:
    at = {"test": 4, "body": 5, "since": 7}
    fits = (x for x in LINES if subject in x[1] and all(x[at[k]] in v for k, v in cells.items()))
    return sorted(float(x[3]) for x in fits)


def _told(answer: Answer) -> list[float]:
    return sorted(p.price for p in rows(answer) if p.price is not None)


def _last(assistant: Assistant, first: str, *questions: str) -> Answer:
    conversation, answer = assistant.ask(first, None)
    for question in questions:
        conversation, answer = assistant.ask(question, conversation)
    return answer


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("fisheries master's where the GRE is required", "R"),
        ("fisheries programs that require the GRE", "R"),
        ("fisheries programs where GRE is not required", "N"),
        ("fisheries master's that do not require the GRE", "N"),
        ("fisheries programs with GRE not required", "N"),
        ("fisheries master's where the GRE isn't required", "N"),
        ("fisheries programs without the GRE", "N"),
        ("fisheries programs with a GRE waiver", "W"),
        ("fisheries programs with a GRE waiver available", "W"),
        ("fisheries programs, GRE not required or a GRE waiver", "NW"),
    ],
)
def test_what_is_required_is_said_in_any_form(
    programs: Assistant, question: str, codes: str
) -> None:
    answer = ask(programs, question)
    assert answer.status is Status.ANSWERED
    assert _told(answer) == _fees("Fisheries", test=codes)
    assert "United" not in answer.text


def test_a_count_after_a_condition_counts_with_it(programs: Assistant) -> None:
    asked = ("fisheries programs", "only those where GRE is not required", "how many are there?")
    answer = _last(programs, *asked)
    assert answer.status is Status.ANSWERED
    assert f"I hold {len(_fees('Fisheries', test='N'))} " in answer.text


def test_a_count_after_a_condition_that_was_not_read_says_so(programs: Assistant) -> None:
    answer = _last(
        programs, "fisheries programs", "only zorbic master's programs", "how many are there?"
    )
    assert answer.status is Status.PARTIAL
    assert "zorbic" in answer.text
    said = ("fisheries programs", "only zorbic master's programs", "which do not require the GRE?")
    assert "zorbic" not in _last(programs, *said).text


@pytest.mark.parametrize(
    "follow_up",
    ["SAF accredited only", "which of those are SAF accredited?", "only SAF accredited ones"],
)
def test_a_cell_alone_narrows_what_was_asked_for(programs: Assistant, follow_up: str) -> None:
    answer = _last(programs, "fisheries programs", follow_up)
    assert _told(answer) == _fees("Fisheries", body="Y")


def test_dropping_that_for_another_subject_asks_for_the_other(programs: Assistant) -> None:
    answer = _last(programs, "fisheries programs", "drop that, show me soil science instead")
    assert _told(answer) == _fees("Soil Science")


def test_a_column_of_one_of_those_listed_is_told(programs: Assistant) -> None:
    answer = _last(
        programs, "fisheries programs, cheapest first", "what's the minimum GPA of the second one?"
    )
    second = sorted((float(x[3]), x[6]) for x in LINES if "Fisheries" in x[1])[1]
    assert f"Minimum GPA: {second[1]}" in answer.text


def test_a_year_is_joined_to_its_column_by_in(programs: Assistant) -> None:
    answer = ask(programs, "how many fisheries programs were founded in 2010?")
    assert f"I hold {len(_fees('Fisheries', since='2010'))} " in answer.text


def test_schools_with_both_of_two_subjects_are_not_those_with_either(programs: Assistant) -> None:
    answer = ask(programs, "which universities offer both fisheries and soil science?")
    assert answer.status is Status.NOT_IN_SOURCES
    assert '"both"' in answer.text
