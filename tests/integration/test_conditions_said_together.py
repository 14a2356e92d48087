"""Conditions joined by "or", kinds told by their brackets, and what a column says, asked in turns.

Each case stands for a class of questions that once narrowed by both of two conditions, widened a
follow-up in silence, or answered "yes" with something else than what was asked.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.assistant import Assistant
from assistant.records import RowAsk, Status
from tests.integration.test_other_registers import answering, ask, rows

HEADER = "code,years,school,program,award,mode,city,state,fee,Ownership,Facilities,Class times,"
HEADER += "Start terms,Accredited by,Last date to apply,Admission features\n"
_STUDIES = "Masters Degree (Coursework)", "Masters Degree (Research)"
ROWS = (
    ("a1", "2", "Ardmore University", "Master of Nursing", _STUDIES[0], "on campus", "Perth",
     "Goa", "21000", "Government", "Hostel", "Evening", "Fall; Spring", "NMC", "31 May 2027",
     "Open"),
    ("a2", "2", "Ardmore University", "Master of Nursing Science", _STUDIES[1], "online", "Perth",
     "Goa", "15000", "Government", "Library", "Day", "Fall", "NMC", "1 June 2027",
     "Lateral entry"),
    ("a3", "2", "Ardmore University", "Master of Law", _STUDIES[0], "on campus", "Perth", "Goa",
     "30000", "Government", "Hostel", "Day", "Fall", "BCI", "2 June 2027", "Lateral entry"),
    ("b1", "2", "Belfield College", "Master of Nursing", _STUDIES[0], "on campus", "Sydney",
     "Uttar Pradesh", "18000", "Private", "Library", "Evening", "Spring", "NMC", "3 June 2027",
     "Open"),
    ("b2", "2", "Belfield College", "Master of Accounting", _STUDIES[0], "online", "Sydney",
     "Uttar Pradesh", "9000", "Private", "Hostel", "Day", "Spring", "ICA", "4 June 2027", "Open"),
    ("b3", "2", "Belfield College", "Lateral Diploma in Baking", "Diploma", "on campus", "Sydney",
     "Uttar Pradesh", "4000", "Private", "Library", "Day", "Spring", "FSA", "5 June 2027", "Open"),
    ("c1", "2", "Government College of Carving", "Diploma of Carving", "Diploma", "on campus",
     "Perth", "Goa", "5000", "Government", "Library", "Day", "Fall", "FSA", "6 June 2027", "Open"),
    ("c2", "2", "Cardiff Institute", "Master of Accounting (MAcc)", _STUDIES[1], "on campus",
     "Sydney", "Uttar Pradesh", "12000", "Private", "Library", "Day", "Fall", "ICA", "7 June 2027",
     "Open"),
    ("c3", "2", "Cardiff Institute", "Graduate Certificate Post-MBA", "Graduate Certificate",
     "online", "Sydney", "Uttar Pradesh", "3000", "Private", "Library", "Day", "Fall", "ICA",
     "8 June 2027", "Open"),
    ("qx104b", "2", "Cardiff Institute", "Diploma of Glazing", "Diploma", "", "Sydney",
     "Uttar Pradesh", "5000", "Private", "Library", "Day", "Fall", "FSA", "10 June 2027", "Open"),
    ("c4", "2", "Cardiff Institute", "Master of Business Administration", _STUDIES[0], "on campus",
     "Sydney", "Uttar Pradesh", "27000", "Private", "Library", "Day", "Fall", "ICA", "9 June 2027",
     "Open"),
)  # fmt: skip
TABLE = HEADER + "".join(",".join(row) + "\n" for row in ROWS)
MAPPING = """
title: The programs
key: code
fields:
  university: school
  title: program
  award: award
  level: { column: award, values: { Masters Degree (Coursework): master,
    Masters Degree (Research): master, Diploma: diploma, Graduate Certificate: certificate } }
  delivery: { column: mode, values: { on campus: on_campus, online: online } }
  places: { city: city, region: state, country: { constant: India } }
  duration: { column: years, unit: year }
  price: { column: fee, currency: INR, basis: total }
"""


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    yield from answering(tmp_path_factory.mktemp("said"), {"programs.csv": TABLE}, MAPPING)


def _codes(held: Assistant, *turns: str) -> list[str]:
    return sorted(p.attributes[0][1] for p in rows(ask(held, *turns)))


@pytest.mark.parametrize(
    ("question", "each"),
    [
        ("nursing programs online or in Sydney", (["a2"], ["b1"])),
        ("nursing programs online or under 16,000", (["a2"], ["a2"])),
        ("either an online program or one in Perth in accounting", (["b2"], [])),
        ("accounting in Perth or at Cardiff", ([], ["c2"])),
    ],
)
def test_of_conditions_of_two_kinds_either_will_do(
    held: Assistant, question: str, each: tuple[list[str], ...]
) -> None:
    found = ask(held, question).evidence.found
    assert all(isinstance(part.ask, RowAsk) for part in found)
    given = [sorted(p.attributes[0][1] for p in part.result.rows) for part in found if part.result]
    assert given == [*each]


def test_conditions_of_which_either_would_do_hold_no_follow_up(held: Assistant) -> None:
    assert _codes(held, "nursing online or in Sydney", "under 17,000?") == ["a2"]


@pytest.mark.parametrize(
    ("question", "ends"),
    [
        ("cheapest and most expensive nursing master's", ["a2", "a1"]),
        ("the most expensive and the least expensive nursing master's", ["a1", "a2"]),
    ],
)
def test_both_ends_of_an_order_are_told(held: Assistant, question: str, ends: list[str]) -> None:
    found = ask(held, question).evidence.found
    assert [p.attributes[0][1] for part in found if part.result for p in part.result.rows] == ends


@pytest.mark.parametrize(
    ("turns", "codes"),
    [
        (("nursing master's", "only coursework ones"), ["a1", "b1"]),
        (("nursing master's", "just the research ones"), ["a2"]),
        (("nursing master's by research",), ["a2"]),
        (("MBA programs",), ["c4"]),
        (("nursing at government institutes",), ["a1", "a2"]),
        (("nursing in Goa",), ["a1", "a2"]),
        (("nursing in UP",), ["b1"]),
        (("nursing in Perth", "and at Belfield?"), ["b1"]),
        (("programs that allow lateral entry",), ["a2", "a3"]),
        (("nursing programs", "with hostel"), ["a1"]),
        (("accounting programs with lower fees than Cardiff",), ["b2"]),
        (("nursing programs cheaper than Belfield's",), ["a2"]),
    ],
)
def test_what_is_said_narrows_and_nothing_else_does(
    held: Assistant, turns: tuple[str, ...], codes: list[str]
) -> None:
    assert _codes(held, *turns) == codes


def test_a_school_without_a_match_does_not_widen_the_question(held: Assistant) -> None:
    answer = ask(held, "cheapest nursing master's", "and at Cardiff?")
    assert answer.status is Status.NO_MATCH
    assert "nursing" in answer.text


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        (("does Ardmore's Master of Nursing have a hostel?",), "lists Facilities: Hostel"),
        (("Belfield's Master of Nursing", "are there evening classes?"), "Class times: Evening"),
        (("Belfield's Master of Accounting", "are there evening classes?"), "Class times: Day"),
        (("Belfield's Master of Accounting", "which start terms?"), "Start terms: Spring"),
        (("Belfield's Master of Accounting", "and the last date to apply?"), "4 June 2027"),
        (("in which terms can I start Master of Nursing at Belfield",), "Start terms: Spring"),
        (("who is Master of Nursing at Belfield accredited by?",), "Accredited by: NMC"),
        (("who accredits Master of Accounting (MAcc) at Cardiff Institute",), "by: ICA"),
        (("is Ardmore's Master of Nursing by coursework or by research?",), "as Masters Degree (C"),
        (("what level is Ardmore's Master of Law?",), "listed as Masters Degree (Coursework)"),
        (("is Ardmore's Master of Law a bachelor's degree?",), "not a bachelor's program"),
        (("the Diploma of Glazing at Cardiff", "is it online?"), "has no listed delivery"),
        (("is Ardmore's Master of Law by research?",), "No: Ardmore University's Master of Law is"),
    ],
)
def test_what_a_row_lists_is_told_where_it_is_asked(
    held: Assistant, turns: tuple[str, ...], said: str
) -> None:
    answer = ask(held, *turns)
    assert answer.status is Status.ANSWERED
    assert said in answer.text


def test_how_many_more_is_told_of_both(held: Assistant) -> None:
    answer = ask(held, "how many more nursing programs does Ardmore have than Belfield?")
    assert "Ardmore University 2; and Belfield College 1" in answer.text
    answer = ask(held, "how many more nursing programs than accounting programs are there?")
    assert "I hold 3 nursing programs" in answer.text
    assert "I hold 2 accounting programs" in answer.text


def test_the_first_of_an_order_with_those_that_tie_are_counted(held: Assistant) -> None:
    answer = ask(held, "the two cheapest diplomas")
    assert "3" in answer.text
    assert sorted(p.attributes[0][1] for p in rows(answer)) == ["b3", "c1", "qx104b"]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("top 2 schools by number of programs", "Cardiff Institute 4; Ardmore University 3"),
        ("average cost per year of nursing", "is INR 9,000"),
        ("how much is QX104B?", "Diploma of Glazing is listed at INR 5,000"),
    ],
)
def test_what_is_computed_or_coded_is_read(held: Assistant, question: str, said: str) -> None:
    assert said in ask(held, question).text


@pytest.mark.parametrize(
    "question",
    [
        "which schools have both nursing and law?",
        "the average nursing student",
        "which nursing courses are taught in another language than English?",
    ],
)
def test_what_nothing_reads_is_said(held: Assistant, question: str) -> None:
    assert ask(held, question).status is Status.NOT_IN_SOURCES
