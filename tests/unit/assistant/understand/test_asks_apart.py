"""Several things asked for in one sentence are told apart; one thing in several clauses is not."""

from __future__ import annotations

import pytest

from assistant.understand.asks_apart import asks_apart

NAMES = ("bakers", "training and", "judge and", "special education teacher", "masons")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("what do bakers earn and do they need a license",
         ["what do bakers earn", "do they need a license"]),
        ("bakers: salary? and is the field growing",
         ["bakers: salary", "and is the field growing"]),
        ("how do I become a judge and what's the pay",
         ["how do I become a judge", "what's the pay"]),
        ("where do bakers work and what they make", ["where do bakers work", "what they make"]),
        ("bakers: pay, openings and schooling", ["bakers: pay", "openings", "schooling"]),
        ("how much training and what license does one need, bakers",
         ["how much training", "what license does one need, bakers"]),
        ("masons' pay and openings", ["masons' pay", "openings"]),
        ("what do bakers earn, how many are there and will that grow",
         ["what do bakers earn", "how many are there", "will that grow"]),
    ],
)  # fmt: skip
def test_each_thing_asked_for_is_a_question(text: str, asked: list[str]) -> None:
    assert [said for said, _ in asks_apart(text, NAMES)] == asked


def test_what_names_nobody_leans_on_what_does() -> None:
    (_, first), (_, second) = asks_apart("openings and pay for masons", NAMES)
    assert (first, second) == ("pay for masons", "")
    # described, not named
    described = "what does one earn who bakes and what degree do they need"
    (_, first), (_, second) = asks_apart(described)
    assert (first, second) == ("", "what does one earn who bakes")


@pytest.mark.parametrize(
    "text",
    [
        "is the number of bakers going up or down, and by what percent",
        "will there be more bakers by 2034? by how many percent",
        "bakers or masons: who earns more, and how much do both get paid",
        "do bakers need a degree, or is a diploma enough",
        "salary, special education teacher in a school",
        "of those who teach, which are paid most",
        "jobs that need a degree and are shrinking",
        "which jobs need a master's and pay over 90,000",
        "what do bakers and masons earn",
        "why do bakers get up early",
    ],
)
def test_what_is_one_question_stays_whole(text: str) -> None:
    assert asks_apart(text, NAMES) == ((text, ""),)
