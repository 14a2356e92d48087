"""Figures that a question states of a page and the page does not hold."""

from __future__ import annotations

import pytest

from assistant.stated_figures import Stated, without_untrue

PAGE = "The median was $62,350 in May 2024. Jobs grow 9 percent. There are 818,700 of them."


@pytest.mark.parametrize(
    ("question", "text", "untrue", "measure"),
    [
        ("why do electricians earn only 200,000 a year?", "do electricians earn a year?",
         ("200,000",), None),
        ("Is it true that electricians earn $90k?", "electricians earn ?", ("$90k",), None),
        ("why are electrician jobs growing 50 percent?", "are electrician jobs growing ?",
         ("50 percent",), None),
        ("as electricians earn 44,000 a year, how many jobs are there?", "how many jobs are there?",
         ("44,000",), "pay"),
    ],
)  # fmt: skip
def test_an_untrue_figure_is_no_word_to_look_for(
    question: str, text: str, untrue: tuple[str, ...], measure: str | None
) -> None:
    stated = without_untrue(question, [PAGE])
    assert stated.untrue == untrue
    assert stated.measure == measure
    assert stated.text == text


@pytest.mark.parametrize(
    "question",
    [
        "do electricians earn $62,350?",
        "why do electrician jobs grow 9 percent?",
        "do electricians earn more than 100,000 a year?",
        "I want to make 100,000 a year, what do electricians earn?",
        "do electricians lift 50 pounds?",
        "how did electricians earn a living in 1995?",
        "do electricians know 12,000 rules?",
    ],
)
def test_other_figures_stay_in_the_question(question: str) -> None:
    assert without_untrue(question, [PAGE]) == Stated(question)


def test_nothing_is_untrue_of_no_page() -> None:
    question = "why do electricians earn only 200,000 a year?"
    assert without_untrue(question, []) == Stated(question)
