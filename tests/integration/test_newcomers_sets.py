"""Tables as newcomers map them: sets compared, short subjects, scores, halves of cells, notes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.assistant import Assistant
from assistant.records import RowAsk, Status
from tests.integration.test_other_registers import answering, ask, rows

_SUBJECTS = ("Nursing", "Law", "Information Technology", "Civil Engineering (Level 4)")
COURSES = (
    "no,school,course,award,fee,basis,weeks,town,country,level,credits,English,starts,Language,"
)
COURSES += "Placement year\n"
for n in range(32):
    subject, school = _SUBJECTS[n % 4], ("Marram College", "Sedge Institute")[n // 4 % 2]
    award = ("Bachelor", "Master")[n // 8 % 2]
    place = (("Brno", "CZ"), ("Milan", "IT"), ("Ostia", "IT"), ("Graz", "AT"))[n // 2 % 4]
    COURSES += f"S{n:02},{school},{subject},{award},{1_000 + 37 * n * (n % 4)},{'ty'[n // 16]},"
    COURSES += f"{30 + n},{place[0]},{place[1]},{3 + n % 4},{(120, 360)[n % 2]},"
    COURSES += f"IELTS {(5.5, 6.0, 6.5, 7.0)[n // 4 % 4]} (no band below 5.0),"
    COURSES += f"{('winter term', 'summer term', 'winter/summer')[n % 3]},"
    COURSES += f"{('German', 'Czech')[n // 2 % 2]},"
    COURSES += f"{('', 'Optional placement year', 'Compulsory placement year')[n % 3]}\n"
MAP = """
title: Register of courses
key: no
fields:
  university: school
  title: course
  award: award
  level: { column: award, values: { Bachelor: bachelor, Master: master } }
  price:
    column: fee
    currency: EUR
    basis: { column: basis, values: { t: total, y: year } }
  duration: { column: weeks, unit: week }
  places: { city: town, country: country }
"""
LINES = [line.split(",") for line in COURSES.splitlines()[1:]]


@pytest.fixture(scope="module")
def courses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    yield from answering(tmp_path_factory.mktemp("sets"), {"courses.csv": COURSES}, MAP)


def _fees(school: str, subject: str, basis: str) -> list[int]:
    return [
        int(x[4]) for x in LINES if x[1] == school and x[2].startswith(subject) and x[5] == basis
    ]


@pytest.mark.parametrize(
    "question",
    [
        "is nursing cheaper than law at Marram College?",
        "which is cheaper at Marram College, nursing or law?",
        "compare law and nursing at Marram College",
        "how much more expensive is law than nursing at Marram College",
    ],
)
def test_two_subjects_at_one_school_are_set_against_each_other(
    courses: Assistant, question: str
) -> None:
    answer = ask(courses, question)
    assert answer.status is Status.ANSWERED
    for basis, worded in (("t", "in total"), ("y", "a year")):
        law, nursing = (_fees("Marram College", s, basis) for s in ("Law", "Nursing"))
        means = [sum(fees) / len(fees) for fees in (nursing, law)]
        assert means[0] < means[1]
        shown = " against ".join(f"EUR {mean:,g} {worded} over 2" for mean in means)
        sides = "nursing programs at Marram College are cheaper than the law programs"
        assert sides in answer.text
        assert shown in answer.text
    asked = [a.query.filters for a in answer.plan.asks if isinstance(a, RowAsk)]
    assert len(asked) == 2
    assert asked[0] != asked[1]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("is law cheaper at Marram College than at Sedge Institute", "law programs at Sedge"),
        ("are bachelor or master law degrees longer", "law master's programs are longer than"),
        ("is nursing in Brno longer than in Ostia", "nursing programs in Ostia are longer"),
        ("law at Marram College vs nursing at Sedge Institute", "nursing programs at Sedge"),
    ],
)
def test_schools_levels_and_places_are_compared_as_sets(
    courses: Assistant, question: str, said: str
) -> None:
    answer = ask(courses, question)
    assert "On the mean listed" in answer.text
    assert said in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "are there more nursing or more law courses at Marram College",
        "does Marram College have more law courses than nursing courses",
    ],
)
def test_which_there_are_more_of_is_counted(courses: Assistant, question: str) -> None:
    text = ask(courses, question).text
    assert "I hold 4 nursing programs at Marram College" in text
    assert "I hold 4 law programs at Marram College" in text


@pytest.mark.parametrize(
    ("question", "named"),
    [("civil eng courses", "Civil Engineering (Level 4)"), ("info tech", "Information Technology")],
)
def test_clipped_subjects_are_read_where_nothing_is_so_called(
    courses: Assistant, question: str, named: str
) -> None:
    found = rows(ask(courses, f"{question} at Marram College"))
    assert {p.title for p in found} == {named}
    assert len(found) == 4


def test_a_limit_of_one_program_is_denied_by_its_figure(courses: Assistant) -> None:
    held = next(x for x in LINES if x[1] == "Marram College" and x[2] == "Law")
    asked = f"is the law bachelor at Marram College in {held[7]} under 1,000"
    assert "not under 1,000" in ask(courses, asked).text


def test_a_follow_up_asks_the_same_of_both_sets(courses: Assistant) -> None:
    first = "is nursing cheaper than law at Marram College"
    text = ask(courses, first, "and at Sedge Institute?").text
    assert "nursing programs at Sedge Institute are cheaper than the law programs at Sedge" in text
    listed = ask(courses, first, "list them")
    assert {p.title for p in rows(listed)} == {"Nursing", "Law"}
    assert {p.university for p in rows(listed)} == {"Marram College"}


def test_each_of_two_schools_is_counted(courses: Assistant) -> None:
    text = ask(courses, "Marram College vs Sedge Institute: how many law courses each").text
    assert text.count("I hold 4 law programs at") == 2


def test_what_one_side_does_not_offer_is_said_and_nothing_stands_in_for_it(
    courses: Assistant,
) -> None:
    answer = ask(courses, "is nursing cheaper than dentistry at Marram College")
    assert answer.status is Status.NOT_IN_SOURCES
    assert "dentistry" in answer.text


@pytest.mark.parametrize(
    ("question", "column", "held"),
    [
        ("programs in IT", 2, "Information Technology"),
        ("it courses", 2, "Information Technology"),
        ("IT courses in Italy", 2, "Information Technology"),
        ("programs in Italy", 8, "IT"),
        ("programs in AT or IT", 8, "AT IT"),
        ("informations technology programs", 2, "Information Technology"),
    ],
)
def test_a_short_subject_is_no_country(
    courses: Assistant, question: str, column: int, held: str
) -> None:
    found = rows(ask(courses, question))
    wanted = [x for x in LINES if x[column] in (held, *held.split())]
    if question.startswith("IT courses in"):
        wanted = [x for x in wanted if x[8] == "IT"]
    assert len(found) == len(wanted) > 0


@pytest.mark.parametrize(
    ("question", "column", "cells"),
    [
        ("courses with IELTS 6.5", 11, ("6.5",)),
        ("law courses with IELTS at least 6.5", 11, ("6.5", "7.0")),
        ("IELTS 6 or less law courses", 11, ("5.5", "6.0")),
        ("courses that start in the winter term", 12, ("winter",)),
        ("courses not taught in German", 13, ("Czech",)),
        ("courses with a placement year", 14, ("placement",)),
        ("compulsory placement year courses", 14, ("Compulsory",)),
        ("civil engineering level 6", 9, ("6",)),
        ("law courses of level 4 or 6", 9, ("4", "6")),
        ("courses with 360 credits", 10, ("360",)),
    ],
)
def test_a_cell_is_met_in_part_by_score_and_by_denial(
    courses: Assistant, question: str, column: int, cells: tuple[str, ...]
) -> None:
    wanted = [
        x
        for x in LINES
        if any(cell in x[column] for cell in cells)
        and ("law" not in question or x[2] == "Law")
        and ("civil" not in question or x[2].startswith("Civil"))
    ]
    assert len(rows(ask(courses, question))) == len(wanted) > 0


def test_a_column_of_a_degree_is_told_without_a_school(courses: Assistant) -> None:
    assert "lists credits: 360" in ask(courses, "how many credits is the master of law").text
    counted = ask(courses, "how many law courses have 360 credits")
    assert "I hold 8 law programs with credits 360" in counted.text


@pytest.mark.parametrize("question", ["what is a register", "what is a course"])
def test_the_heading_of_a_data_sheet_answers_nothing(courses: Assistant, question: str) -> None:
    assert "Register of courses [" not in courses.ask(question)[1].text


def test_a_list_is_read_on_until_all_of_it_was_named(courses: Assistant) -> None:
    """Ten, ten more, and the rest, each named once; then the list again, for there is no more."""
    named: list[str] = []
    conversation = None
    for question, held in (("list the courses", 32), ("show me more", 22), ("and the others?", 12)):
        conversation, answer = courses.ask(question, conversation)
        assert answer.status is Status.ANSWERED
        assert answer.text.startswith(f"I hold {held} ")
        named += [p.id for p in rows(answer)[:10]]
    assert len(set(named)) == len(named) == 30
    _, answer = courses.ask("5 more please", conversation)
    assert "2 programs not named before" in answer.text


def test_the_next_few_follow_in_the_order_asked_for(courses: Assistant) -> None:
    conversation, _ = courses.ask("the 2 cheapest law courses in total", None)
    _, answer = courses.ask("the next two", conversation)
    assert [p.price for p in rows(answer)] == [
        fee
        for basis in "ty"
        for fee in sorted(int(x[4]) for x in LINES if x[2] == "Law" and x[5] == basis)[2:4]
    ]
