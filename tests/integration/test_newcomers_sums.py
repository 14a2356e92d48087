"""Sums in lakhs, and listed prices that give no amount, from a table to answers."""

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
C1;Cedar College;MBA Finance;See catalog;OFF
C2;Cedar College;BSc Physics;0;OFF
"""
MAPPING = """
title: The programs
key: code
fields:
  university: school
  title: program
  price: { column: fee, currency: INR, basis: year }
"""


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("sums")
    yield from answering(folder, {"l.csv": LISTED}, MAPPING)


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
