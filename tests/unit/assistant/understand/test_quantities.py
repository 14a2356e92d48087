"""Amounts in visitors' words."""

from __future__ import annotations

import pytest

from assistant.understand.quantities import quantities
from assistant.understand.tokens import tokenize

CASES = [
    ("$8,000", [("money", 8000, 8000)]),
    ("20k", [("money", 20000, 20000)]),
    ("22.5K", [("money", 22500, 22500)]),
    ("30 grand", [("money", 30000, 30000)]),
    ("thirty grand", [("money", 30000, 30000)]),
    ("a thousand bucks", [("money", 1000, 1000)]),
    ("twenty-two thousand five hundred", [("money", 22500, 22500)]),
    ("USD 900", [("money", 900, 900)]),
    ("900 euros", [("money", 900, 900)]),
    ("25-35k", [("money", 25000, 35000)]),
    ("between $25k and $35k", [("money", 25000, 35000)]),
    ("from 9 to 12 thousand", [("money", 9000, 12000)]),
    ("18 months", [("time", 1.5, 1.5)]),
    ("a year and a half", [("time", 1.5, 1.5)]),
    ("one and a half years", [("time", 1.5, 1.5)]),
    ("1 year and 6 months", [("time", 1.5, 1.5)]),
    ("half a year", [("time", 0.5, 0.5)]),
    ("52 weeks", [("time", 1, 1)]),
    ("4 semesters", [("time", 2, 2)]),
    ("1.5-2 years", [("time", 1.5, 2)]),
    ("a couple of years", [("time", 2, 2)]),
    ("33%", [("percent", 33, 33)]),
    ("15 percent", [("percent", 15, 15)]),
    ("the 2nd", [("ordinal", 2, 2)]),
    ("third", [("ordinal", 3, 3)]),
    ("top 3", [("number", 3, 3)]),
    ("no amount here", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_quantities(text: str, expected: list[tuple[str, float, float]]) -> None:
    found = [(q.kind, round(q.low, 6), round(q.high, 6)) for q in quantities(text, tokenize(text))]
    assert found == expected
