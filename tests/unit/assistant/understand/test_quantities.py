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
    ("\u20b91,50,000 or less", [("money", 150000, 150000)]),
    ("Rs.50,000", [("money", 50000, 50000)]),
    ("under 1,50,000", [("number", 150000, 150000)]),
    ("3.5 lakh", [("money", 350000, 350000)]),
    ("a lakh", [("money", 100000, 100000)]),
    ("1 lakh 50 thousand", [("money", 150000, 150000)]),
    ("1 crore", [("money", 10000000, 10000000)]),
    ("5L", [("money", 500000, 500000)]),
    ("between 1 and 2 lakh", [("money", 100000, 200000)]),
    ("50,000 to 2 lakhs", [("money", 50000, 200000)]),
    ("2 to 3 million", [("money", 2000000, 3000000)]),
    ("500 to 90k", [("money", 500, 90000)]),
    ("12'500 CHF", [("money", 12500, 12500)]),
    ("12 500 euros", [("money", 12500, 12500)]),
    ("under 12\u202f500", [("number", 12500, 12500)]),
    ("level 7 120 credits", [("number", 7, 7), ("number", 120, 120)]),
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


@pytest.mark.parametrize(
    ("text", "amount", "unit", "basis"),
    [
        ("under \u00a39k a year", 9000, "GBP", "year"),
        ("under 20,000 per year", 20000, None, "year"),
        ("$12,000/year", 12000, "$", "year"),
        ("30000 US dollars per annum", 30000, "USD", "year"),
        ("A$900 per credit point", 900, "AUD", "credit"),
        ("500 per credit hour", 500, None, "credit"),
        ("8k a semester", 8000, None, "semester"),
        ("15k annually", 15000, None, "year"),
        ("900 nz dollars", 900, "NZD", None),
        ("$5,000", 5000, "$", None),
        ("2 lakh a year", 200000, None, "year"),
        ("60,000 rupees a year", 60000, "Rs", "year"),
        ("2 lakh indian rupees", 200000, "INR", None),
    ],
)
def test_money_with_what_it_is_in_and_for(
    text: str, amount: float, unit: str | None, basis: str | None
) -> None:
    (found,) = quantities(text, tokenize(text))
    assert (found.kind, found.low, found.unit, found.basis) == ("money", amount, unit, basis)


def test_a_length_beside_a_sum_is_a_length() -> None:
    text = "under 20k, a year and a half"
    assert [(q.kind, q.low) for q in quantities(text, tokenize(text))] == [
        ("money", 20000), ("time", 1.5),
    ]  # fmt: skip
