"""Sums in lakhs, prices that give no amount, and codes of teaching, from a table to answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.assistant import Assistant
from assistant.records import Status
from tests.integration.test_other_registers import answering, ask, rows

LISTED = """code;school;program;fee;mode
A1;Alder University;MBA Finance;1,56,000;REG
A2;Alder University;MBA Marketing;Rs. 34,000/-;PT
A3;Alder University;BSc Physics;9,000 - 12,000;DL
B1;Birch College;MBA Finance;1.49 Lakh;HYF
B2;Birch College;MBA Marketing;₹2,03,250;REG|HYF
B3;Birch College;BSc Physics;1,250 lakh;PT
C1;Cedar College;MBA Finance;See catalog;ONL
C2;Cedar College;BSc Physics;0;OFF
"""
FEES = """code;kind;amount
A1;General;1
A1;NRI;3,00,000
A2;NRI;90,000
B2;General;2
"""
MAPPING = """
title: The programs
key: code
join:
  - { file: fees.csv, on: code, columns: [amount], leave_out: { column: kind, is_not: NRI } }
fields:
  university: school
  title: program
  delivery:
    - column: mode
      split: "|"
      values: { REG: on_campus, PT: on_campus, HYF: hybrid, ONL: online, DL: none, OFF: none }
  price: { column: fee, currency: INR, basis: year }
  attributes:
    - { column: fee, label: In-district fee }
    - { column: amount, label: NRI fee }
    - column: mode
      label: Study mode
      split: "|"
      values:
        REG: Full-time
        PT: Part-time
        DL: Distance learning
        OFF: Off-campus
        ONL: none
        HYF: none
"""


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("sums")
    yield from answering(folder, {"l.csv": LISTED, "fees.csv": FEES}, MAPPING)


@pytest.mark.parametrize(
    ("question", "prices"),
    [
        ("MBAs for ₹1,56,000 or less", [156000, 34000, 149000]),
        ("MBAs under 1.5 lakh a year", [34000, 149000]),
        ("MBAs between 1 and 2 lakh", [156000, 149000]),
        ("MBAs over Rs. 2,00,000", [203250]),
        ("cheapest MBA", [34000]),
    ],
)
def test_sums_in_lakhs_are_read_in_cells_and_questions(
    listed: Assistant, question: str, prices: list[float]
) -> None:
    answer = ask(listed, question)
    assert answer.status is Status.ANSWERED
    assert [row.price for row in rows(answer)] == prices


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("how much is BSc Physics at Alder University?", "figure, “9,000 - 12,000” [1]."),
        ("how much is BSc Physics at Birch College?", "figure, “1,250 lakh” [1]."),
        ("how much is MBA Finance at Cedar College?", "has no price listed [1]."),
        ("how much is BSc Physics at Cedar College?", "has no price listed [1]."),
        ("compare BSc Physics at Birch College and at Cedar College", "Cedar College's BSc"),
    ],
)
def test_a_listed_price_that_gives_no_amount_is_told_as_it_is_written(
    listed: Assistant, question: str, said: str
) -> None:
    answer = ask(listed, question)
    assert said in answer.text
    assert ("no sure figure" in answer.text) == ("no price listed" not in said)


def test_rows_left_out_for_an_unread_price_are_not_said_to_list_none(listed: Assistant) -> None:
    assert "Left out: 3 rows without a price that I can read" in ask(listed, "cheapest BSc").text
    assert "Left out: 1 row without a listed price" in ask(listed, "cheapest MBA").text
    unpriced = ask(listed, "which BScs have no price listed?").text
    assert unpriced.startswith("I hold 3 BSc programs without a price that I can read: ")


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("part-time programs", ["A2", "B3"]),
        ("full-time programs", ["A1", "B2"]),
        ("distance learning programs", ["A3"]),
        ("programs by distance", ["A3"]),
        ("distance education courses", ["A3"]),
        ("MBA programs not by distance learning", ["A1", "A2", "B1", "B2", "C1"]),
        ("off-campus programs", ["C2"]),
        ("online programs", ["C1"]),
        ("hybrid programs", ["B1", "B2"]),
    ],
)
def test_a_source_s_own_word_for_a_way_goes_before_what_it_means_elsewhere(
    listed: Assistant, question: str, keys: list[str]
) -> None:
    answer = ask(listed, question)
    assert answer.status is Status.ANSWERED
    lines = [line for line in LISTED.splitlines() if line.split(";")[0] in keys]
    wanted = sorted(tuple(line.split(";")[1:3]) for line in lines)
    assert sorted((row.university, row.title) for row in rows(answer)) == wanted


def test_a_code_that_the_mapping_translates_is_told_in_words(listed: Assistant) -> None:
    hybrid = ask(listed, "Is MBA Finance at Birch College in person, online or hybrid?")
    assert hybrid.text.startswith("Birch College's MBA Finance is listed as hybrid [1].")
    both = ask(listed, "how is MBA Marketing at Birch College taught?")
    assert "is listed as hybrid, on-campus [1]." in both.text


@pytest.mark.parametrize(
    ("question", "prices"),
    [
        ("MBA with the lowest in-district fee", [34000]),
        ("most expensive in-district fee for MBAs", [203250]),
        ("MBAs with an in-district fee under 1.5 lakh", [34000, 149000]),
    ],
)
def test_a_label_of_the_column_of_the_price_asks_for_the_price(
    listed: Assistant, question: str, prices: list[float]
) -> None:
    assert [row.price for row in rows(ask(listed, question))] == prices


def test_another_fee_is_told_of_a_program_and_orders_none(listed: Assistant) -> None:
    told = ask(listed, "what is the NRI fee of MBA Finance at Alder University?")
    assert told.text == "Alder University's MBA Finance lists NRI fee: 3,00,000 [1]."
    for question in ("cheapest NRI fee for an MBA", "MBAs with an NRI fee under 1 lakh"):
        assert ask(listed, question).status is Status.CLARIFY
    beside = ask(listed, "cheapest MBA and its NRI fee")
    assert "lists NRI fee: 90,000" in beside.text
