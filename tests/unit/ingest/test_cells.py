"""Prices, lengths, ways of delivery and places of listing cells."""

from __future__ import annotations

import pytest

from ingest.amounts import decimal_mark
from ingest.cells import read_delivery, read_length, read_places, read_price
from vectorstore.records import Delivery, Place, PriceBasis


@pytest.mark.parametrize(
    ("text", "amount", "currency", "basis"),
    [
        ("26,310", 26310, None, "unknown"),
        ("26310", 26310, None, "unknown"),
        ("$26,310", 26310, "USD", "unknown"),
        ("A$12,000", 12000, "AUD", "unknown"),
        ("EUR 9.500", 9500, "EUR", "unknown"),
        ("12.000 €", 12000, "EUR", "unknown"),
        ("$7,722.50", 7722.5, "USD", "unknown"),
        ("7 722", 7722, None, "unknown"),
        ("£9,250 per year", 9250, "GBP", "year"),
        ("$450/credit", 450, "USD", "credit"),
        ("18000 total", 18000, None, "total"),
        ("USD 20k", 20000, "USD", "unknown"),
        ("1,56,000", 156000, None, "unknown"),
        ("1,23,45,678", 12345678, None, "unknown"),
        ("Rs. 34,000/-", 34000, None, "unknown"),
        ("\u20b91,03,250", 103250, "INR", "unknown"),
        ("Rs 1,56,000.50 per year", 156000.5, None, "year"),
        ("34,000/- INR", 34000, "INR", "unknown"),
        ("1.49 Lakh", 149000, None, "unknown"),
        ("1.125 lakhs", 112500, None, "unknown"),
        ("2.5 crore", 25000000, None, "unknown"),
        ("INR 2.5 Cr", 25000000, "INR", "unknown"),
        ("\u20b94.5 L", 450000, "INR", "unknown"),
        ("3 mn", 3000000, None, "unknown"),
        ("12'500", 12500, None, "unknown"),
        ("12\u2009500", 12500, None, "unknown"),
        ("12\u202f500,50", 12500.5, None, "unknown"),
        ("1,234.500", 1234.5, None, "unknown"),
        ("1.234,567", 1234.567, None, "unknown"),
        ("4.5 L", None, None, "unknown"),
        ("450 cr", None, None, "unknown"),
        ("1,250 lakh", None, None, "unknown"),
        ("\u20b91,20,000 - \u20b91,50,000", None, None, "unknown"),
        ("Rs. 0/-", None, None, "unknown"),
        ("0", None, None, "unknown"),
        ("Free", None, None, "unknown"),
        ("N/A", None, None, "unknown"),
        ("—", None, None, "unknown"),
        ("Price on request", None, None, "unknown"),
        ("From $10,000", None, None, "unknown"),
        ("$10,000 - $12,000", None, None, "unknown"),
    ],
)
def test_prices(text: str, amount: float | None, currency: str | None, basis: str) -> None:
    price = read_price(text)
    assert price is not None
    assert (price.amount, price.currency, price.basis) == (amount, currency, PriceBasis(basis))
    assert price.raw == text


def test_a_mark_that_parts_decimals_in_its_column_makes_no_thousands() -> None:
    marks = [decimal_mark(c) for c in (["950,50", "1.250,00", "1,250"], ["46.00", "163.50"])]
    assert marks == [",", "."]
    assert decimal_mark(["9,750", "12,500", "850,50"]) == ""  # one slip decides nothing
    assert [p.amount for t in ("950,50", "1.250", "1,250") if (p := read_price(t, ","))] == [
        950.5, 1250, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["12,3x5", "Boston", "1.5 Years", "ABC 100", "1,56,00", "Online", ""]
)
def test_what_is_no_price(text: str) -> None:
    assert read_price(text) is None


@pytest.mark.parametrize(
    ("text", "value", "unit", "years"),
    [
        ("0.6 Years", 0.6, "year", 0.6),
        ("18 Months", 18, "month", 1.5),
        ("52 weeks", 52, "week", 1),
        ("2 semesters", 2, "semester", 1),
        ("1 year 6 months", 1.5, "year", 1.5),
        ("1½ years", 1.5, "year", 1.5),
        ("two years", 2, "year", 2),
        ("2 years (part-time)", 2, "year", 2),
    ],
)
def test_lengths(text: str, value: float, unit: str, years: float) -> None:
    length = read_length(text)
    assert length is not None
    assert length.duration is not None
    assert (length.duration.value, length.duration.unit) == (value, unit)
    assert length.duration.years == pytest.approx(years)
    assert length.duration.raw == text


@pytest.mark.parametrize("text", ["12-18 months", "36 credits", "4 terms", "up to 2 years"])
def test_lengths_that_are_no_single_one_stay_words(text: str) -> None:
    length = read_length(text)
    assert length is not None
    assert length.duration is None


@pytest.mark.parametrize("text", ["abc Years", "1.5", "Boston", "26,310"])
def test_what_is_no_length(text: str) -> None:
    assert read_length(text) is None


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("On-Campus, Online, Hybrid", {"on_campus", "online", "hybrid"}),
        ("In person / Online", {"on_campus", "online"}),
        ("Online, Part-time", {"online"}),
        ("Remote", {"online"}),
        ("Full-time", set()),
    ],
)
def test_delivery(text: str, ways: set[str]) -> None:
    assert read_delivery(text) == frozenset(Delivery(w) for w in ways)


@pytest.mark.parametrize("text", ["Online University", "Boston", "Onlin e"])
def test_what_is_no_delivery(text: str) -> None:
    assert read_delivery(text) is None


def test_places() -> None:
    assert read_places("New Castle") == (Place("New Castle"),)
    assert read_places("Boston, MA; Austin, TX") == (Place("Boston", "MA"), Place("Austin", "TX"))
