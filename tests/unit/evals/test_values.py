"""A figure counts only with the unit, currency and basis that the source gives, and no other."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pydantic import ValidationError

from evals.cases import Value
from evals.metrics.values import in_words, misstated

MEAN = {"number": 49774.36, "unit": "money", "currency": "AUD", "basis": "total"}
BARE = {"number": 24375, "unit": "money"}
LENGTH = {"number": 3.5, "unit": "year"}
COUNT = {"number": 4, "unit": "count"}


def _problems(value: dict[str, Any], *sentences: str) -> list[str]:
    return list(misstated(Value.model_validate(value), sentences))


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (MEAN, "The mean listed price is AUD 49,774.36 in total."),
        (MEAN, "The mean total price is A$49,774."),
        (BARE, "The median listed price of the 2 diplomas I hold is 24,375."),
        (LENGTH, "It takes 3.5 Years."),
        (LENGTH, "It takes 42 months."),
        (LENGTH, "It takes 182 weeks."),
        (COUNT, "I hold 4 online certificates."),
        ({**BARE, "basis": "year"}, "It costs 24,375 a year."),
        ({**BARE, "basis": "credit", "number": 310}, "It costs 310 per credit."),
    ],
)
def test_a_figure_with_all_that_belongs_to_it_is_right(
    value: dict[str, Any], sentence: str
) -> None:
    assert _problems(value, "Something else.", sentence) == []


@pytest.mark.parametrize(
    ("value", "sentence", "why"),
    [
        (MEAN, "The mean total price is 49,774.36.", "no currency"),
        (MEAN, "The mean total price is USD 49,774.36.", "USD"),
        (MEAN, "The mean total price is $49,774.36.", r"\$"),
        (MEAN, "The mean listed price is AUD 49,774.36.", "without its basis"),
        (MEAN, "The mean listed price is AUD 49,774.36 a year.", "'year'"),
        (MEAN, "The mean listed price is AUD 49,775.36 in total.", "not stated"),
        (BARE, "The median is AUD 24,375.", "AUD"),
        (BARE, "The median is 24,375 a year.", "'year'"),
        (BARE, "The median is 24,375 in total.", "'total'"),
        (BARE, "The median is 24,375 an hour.", "'hour'"),
        (LENGTH, "It costs 3.5.", "not stated"),
        (LENGTH, "It takes 3.5 months.", "not stated"),
        (COUNT, "It takes 4 years.", "not stated"),
        (COUNT, "It costs USD 4.", "USD"),
    ],
)
def test_a_figure_with_another_unit_currency_or_basis_is_not(
    value: dict[str, Any], sentence: str, why: str
) -> None:
    problems = _problems(value, sentence)

    assert len(problems) == 1
    assert re.search(why, problems[0])


def test_one_sentence_that_has_it_right_is_enough() -> None:
    wrong, right = "Others cost USD 24,375.", "It is listed at 24,375."

    assert _problems(BARE, wrong, right) == []
    assert len(_problems(BARE, wrong)) == 1
    assert len(_problems(BARE, "It costs 24,375, that is USD 24,375.")) == 1


@pytest.mark.parametrize(
    "value",
    [
        {**COUNT, "currency": "AUD"},
        {**LENGTH, "basis": "year"},
        {**BARE, "currency": "$"},
        {**BARE, "unit": "miles"},
        {**BARE, "number": "NaN"},
        {**BARE, "about": True},
    ],
)
def test_a_value_that_means_nothing_is_refused(value: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Value.model_validate(value)


@pytest.mark.parametrize("value", [MEAN, BARE, LENGTH, COUNT, {**BARE, "basis": "semester"}])
def test_a_value_in_words_is_met_by_these_words(value: dict[str, Any]) -> None:
    assert _problems(value, f"It is {in_words(Value.model_validate(value))}.") == []
