"""A unit of time is what a price is for where a word of price governs it, and else a length."""

from __future__ import annotations

import pytest

from assistant.understand.read_bases import with_bases
from assistant.understand.tag import tag
from assistant.understand.vocabulary_build import build_vocabulary
from tests.unit.vectorstore.made import program

VOCABULARY = build_vocabulary([program(title="Law", topics=(" law ",))], (), ())


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("cheapest law master's, how much does it cost a year?", "a year"),
        ("what does a year of law cost?", "a year"),
        ("tuition of law for one year", "one year"),
        ("how much is law a month", "a month"),
        ("what would I pay a semester for law", "a semester"),
        ("and what does one credit cost?", "one credit"),
        ("how much is each credit hour of law", "each credit hour"),
        ("how expensive is law a year", "a year"),
    ],
)
def test_a_unit_that_a_word_of_price_governs_is_what_it_is_for(question: str, said: str) -> None:
    made = with_bases(tag(question, VOCABULARY).tags)
    found = [t.text for t in made if t.has("operator") or t.has("basis")]
    assert said in found
    assert not any(t.quantity for t in made)


@pytest.mark.parametrize(
    "question",
    [
        "which law diplomas take a year and what do they cost?",
        "how much is a one year law diploma",
        "price of law diplomas of one year",
        "what do law diplomas cost that I can finish in a year",
        "how much is a year abroad",
        "tuition of law courses of a year or less",
        "top price among courses in law of up to 1 year",
        "price of law courses of no more than 1 year",
        "law under 5,000 and a year long",
    ],
)
def test_a_unit_that_something_else_governs_is_a_length(question: str) -> None:
    before = tag(question, VOCABULARY).tags
    made = with_bases(before)
    assert [t.quantity for t in made] == [t.quantity for t in before]


def test_a_count_of_credits_is_no_price() -> None:
    made = with_bases(tag("law courses with one credit", VOCABULARY).tags)
    assert not any(t.has("basis") for t in made)
