"""Tables priced by the year or the credit, and columns whose label is the word of their cells."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.api.to_wire import answer_to_wire
from assistant.assistant import Assistant
from assistant.records import ConversationId, Status
from tests.integration.test_other_registers import answering, ask, rows

_TITLES = ("Food Science", "Welding", "Nursing", "Public Health")
YEARLY = "code,school,program,level,months,fee,sector,COOP,GRE,STEM,deadline,permit\n"
for n in range(32):
    school = ("Elm College", "Oak University")[n % 2]
    title = _TITLES[n // 2 % 4]
    level = ("diploma", "master")[n // 8 % 2]
    test = ("GRE required", "GRE optional", "GRE not required", "")[n % 4 if n < 16 else 2]
    YEARLY += f"Y{n:02},{school},{title},{level},{(12, 16, 24)[n % 3]},{9_000 + 700 * n},"
    YEARLY += f"{('Private', 'Public')[n % 2]},{('Co-op', 'none')[n // 4 % 2]},{test},"
    YEARLY += f"{('STEM', 'none')[n // 2 % 2]},{('Rolling', 'May 1')[n % 2]},{'YN'[n // 3 % 2]}\n"
YEARLY += "Y90,Fir College,Law,master,24,31000,Private,Co-op,GRE required,none,Rolling,Y\n"
YEARLY_MAP = """
title: The programs
key: code
fields:
  university: school
  title: program
  level: { column: level, values: { diploma: diploma, master: master } }
  duration: { column: months, unit: month }
  price: { column: fee, currency: CAD, basis: year }
  attributes:
    - { column: sector, label: Sector }
    - { column: COOP, label: Co-op }
    - { column: GRE, label: Entrance test }
    - { column: STEM, label: STEM designated }
    - { column: deadline, label: Application deadline }
    - { column: permit, label: Long work permit eligible, values: { Y: "Yes", N: "No" } }
"""
CREDITS = "code,school,program,level,months,per_credit,credits\n"
for n in range(12):
    CREDITS += f"C{n:02},{('Ash College', 'Yew College')[n % 2]},{('Law', 'Optics')[n // 2 % 2]},"
    CREDITS += f"master,18,{500 + 10 * n},{(30, 36)[n % 2]}\n"
CREDITS += "C90,Fir College,Botany,master,24,450,33\n"
CREDITS_MAP = """
title: The programs
key: code
fields:
  university: school
  title: program
  level: { column: level, values: { master: master } }
  duration: { column: months, unit: month }
  price: { column: per_credit, currency: USD, basis: credit }
  attributes:
    - { column: credits, label: Credits }
"""
LINES = [line.split(",") for line in YEARLY.splitlines()[1:]]


@pytest.fixture(scope="module")
def yearly(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    yield from answering(tmp_path_factory.mktemp("yearly"), {"y.csv": YEARLY}, YEARLY_MAP)


@pytest.fixture(scope="module")
def by_credit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    yield from answering(tmp_path_factory.mktemp("credits"), {"c.csv": CREDITS}, CREDITS_MAP)


@pytest.mark.parametrize(
    ("question", "start"),
    [
        ("cheapest diploma, how much does it cost a year?", "The cheapest of the 16 diplomas"),
        ("which master's charges the most per year?", "The most expensive of the 17 master's"),
        ("what does a year of Law at Fir College cost?", "Fir College's Law is listed at"),
        ("average yearly tuition of the diplomas", "The mean listed price of the 16 diplomas"),
        ("diplomas with annual fees under 10,000", "I hold 2 diplomas under 10,000"),
    ],
)
def test_a_price_per_year_is_the_yearly_price_and_no_length(
    yearly: Assistant, question: str, start: str
) -> None:
    answer = ask(yearly, question)
    assert answer.status is Status.ANSWERED
    assert answer.text.startswith(start)
    assert "divided" not in answer.text


def test_a_year_is_a_length_where_it_is_taken(yearly: Assistant) -> None:
    answer = ask(yearly, "which diplomas take a year and what do they cost?")
    assert answer.text.startswith("I hold 5 diplomas of exactly 1 year: ")


@pytest.mark.parametrize(
    ("question", "caveat"),
    [
        ("how much is Law at Fir College in total", "per year, not for the whole program"),
        ("what does the whole Law program at Fir College cost?", "per year, not for the whole"),
        ("cheapest diploma by total cost", "per year, not for the whole program"),
        ("how much is Law at Fir College a month", "per year, not per month"),
    ],
)
def test_a_price_for_something_else_than_was_asked_is_said_to_be(
    yearly: Assistant, question: str, caveat: str
) -> None:
    answer = ask(yearly, question)
    assert answer.status is Status.PARTIAL
    assert f"These prices are {caveat}" in answer.text


@pytest.mark.parametrize(
    ("turns", "said", "status"),
    [
        (("how much is Botany at Fir College a year",), "per credit, not per year", "partial"),
        (("which law master's costs the most per year",), "per credit, not per year", "partial"),
        (("average total cost of the master's",), "per credit, not for the whole", "partial"),
        (("how many credits is Botany at Fir College?", "and what does one credit cost?"),
         "is listed at USD 450 a credit", "answered"),
    ],
)  # fmt: skip
def test_a_price_per_credit_is_no_price_of_a_year_and_no_number_of_credits(
    by_credit: Assistant, turns: tuple[str, ...], said: str, status: str
) -> None:
    answer = ask(by_credit, *turns)
    assert said in answer.text
    assert answer.status == status


@pytest.mark.parametrize(
    ("question", "column", "cells"),
    [
        ("diplomas with co-op", 7, ("Co-op",)),
        ("co-op diplomas", 7, ("Co-op",)),
        ("diplomas without co-op", 7, ("none",)),
        ("diplomas that require the GRE", 8, ("GRE required",)),
        ("diplomas that do not require the GRE", 8, ("GRE not required",)),
        ("diplomas without the GRE", 8, ("GRE not required",)),
        ("GRE optional diplomas", 8, ("GRE optional",)),
        ("GRE not required: diplomas", 8, ("GRE not required",)),
        ("STEM diplomas", 9, ("STEM",)),
        ("which diplomas are STEM designated", 9, ("STEM",)),
        ("diplomas with a rolling admission deadline", 10, ("Rolling",)),
        ("diplomas eligible for a long work permit", 11, ("Y",)),
        ("LWP eligible diplomas", 11, ("Y",)),
        ("public diplomas", 6, ("Public",)),
    ],
)
def test_what_a_column_says_is_a_condition_by_its_label_and_by_its_cells(
    yearly: Assistant, question: str, column: int, cells: tuple[str, ...]
) -> None:
    wanted = {float(line[5]) for line in LINES if line[3] == "diploma" and line[column] in cells}
    answer = ask(yearly, question)
    assert answer.status is Status.ANSWERED
    assert {row.price for row in rows(answer)} == wanted


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Is the GRE required for Law at Fir College?", "lists Entrance test: GRE required"),
        ("does Law at Fir College have co-op?", "lists Co-op: Co-op"),
        ("is there an application deadline for Law at Fir College?", "deadline: Rolling"),
        ("Is Law at Fir College LWP eligible?", "Long work permit eligible: Yes"),
        ("is Fir College private?", "lists Sector: Private"),
    ],
)
def test_any_column_is_told_of_one_program_by_its_header(
    yearly: Assistant, question: str, said: str
) -> None:
    answer = ask(yearly, question)
    assert answer.status is Status.ANSWERED
    assert said in answer.text


@pytest.mark.parametrize(
    ("question", "start"),
    [
        (
            "the cheapest diploma that doesn't require the GRE",
            "The cheapest of the 10 diplomas with",
        ),
        ("diplomas with no co-op and a rolling deadline", "I hold 4 diplomas with Co-op none"),
        (
            "how many diplomas are not eligible for a long work permit?",
            "I hold 8 diplomas with Long",
        ),
        ("diplomas with GRE optional or not required", "I hold 12 diplomas with Entrance test"),
        ("is there a diploma that requires the GRE?", "I hold 2 diplomas with Entrance test"),
        ("the cheapest diploma, and does it have co-op?", "The cheapest of the 16 diplomas I hold"),
    ],
)
def test_conditions_on_columns_hold_where_they_are_denied_joined_or_asked_beside(
    yearly: Assistant, question: str, start: str
) -> None:
    assert ask(yearly, question).text.startswith(start)


def test_a_column_is_never_denied(yearly: Assistant) -> None:
    answer = ask(yearly, "cheapest diploma by application deadline")
    assert answer.status is Status.CLARIFY
    assert answer.text.startswith('My sources list "application deadline" for programs')


@pytest.mark.parametrize(
    ("question", "unread"),
    [
        ("how good is the food at Elm College", "good"),
        ("is the food good at Elm College", "good"),
        ("how is the food at Elm College", "how"),
        ("how big is Elm College", "big"),
    ],
)
def test_no_row_says_how_good_something_is(yearly: Assistant, question: str, unread: str) -> None:
    answer = ask(yearly, question)
    assert answer.status is Status.NOT_IN_SOURCES
    assert unread in [r.text for r in answer.plan.residue]


def test_what_nearly_answers_whether_a_school_offers_something_is_no_row(
    yearly: Assistant,
) -> None:
    wire = answer_to_wire(
        ConversationId("c"), ask(yearly, "does Fir College offer a master's in welding?")
    )
    assert (wire.status, wire.result is not None) == ("no_match", True)
    assert wire.result is not None
    assert (wire.result.rows, wire.result.total_matched) == ([], 0)
    assert [row.title for row in wire.result.nearest] == ["Law"]


def test_off_campus_is_never_on_campus(yearly: Assistant) -> None:
    answer = ask(yearly, "off-campus diplomas")
    assert answer.status is Status.NOT_IN_SOURCES
    assert '"off-campus"' in answer.text


def test_a_total_cost_is_no_price_for_a_year(yearly: Assistant) -> None:
    answer = ask(yearly, "cheapest total program cost for a diploma")
    assert "These prices are per year, not for the whole program" in answer.text
