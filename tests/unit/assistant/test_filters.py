"""Filters in addresses, and the patterns by which OpenAPI describes what is taken."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.api.filters import FILTER_PATTERN, filter_of
from assistant.api.wire_in import ConstraintIn
from assistant.errors import FilterInvalid, QuestionInvalid
from assistant.question import PLAIN, checked_question
from vectorstore.conditions import check, ops_of
from vectorstore.query import Field, Filter, Op, RowQuery


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("level:in:master|diploma", Filter(Field.LEVEL, Op.IN, ("master", "diploma"))),
        ("price:lt:20000", Filter(Field.PRICE, Op.LT, (20000.0,))),
        ("duration:between:0.5|2", Filter(Field.DURATION, Op.BETWEEN, (0.5, 2.0))),
        ("delivery:only:online", Filter(Field.DELIVERY, Op.ONLY, ("online",))),
        ("title:in:AI: an introduction", Filter(Field.TITLE, Op.IN, ("AI: an introduction",))),
    ],
)
def test_a_filter_is_read_as_it_is_written(text: str, expected: Filter) -> None:
    assert filter_of(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "price", "price:lt", "price:lt:", "price:lt:x", "price:lt:-1", "price:lt:1|2",
     "stated:in:title", "price:in:5",
     "price:between:1", "price:lt:1\n", "level:in:guru", "level:lt:master", "delivery:in:by mail",
     "colour:in:red", "topic:in:", "topic:in:a||b", "topic:only:a", "PRICE:lt:1", "price:lt:nan",
     "price:lt:1e5", "price:lt:٣"],
)  # fmt: skip
def test_what_is_no_filter_is_refused(text: str) -> None:
    with pytest.raises(FilterInvalid, match="field:op:value"):
        filter_of(text)


@settings(max_examples=50, deadline=None)
@given(st.from_regex(FILTER_PATTERN, fullmatch=True))
def test_whatever_fits_the_pattern_is_a_query(text: str) -> None:
    if not text.endswith("\n"):  # where Python's `$` matches, and JSON Schema's does not
        check(RowQuery((filter_of(text),)))


def test_the_schema_of_a_constraint_names_every_field_with_its_operators() -> None:
    found: dict[str, set[str]] = {}
    for form in ConstraintIn.model_json_schema()["oneOf"]:
        parts = form["properties"]
        found.setdefault(parts["field"]["const"], set()).update(parts["op"]["enum"])
    assert found == {f.value: {op.value for op in ops_of(f)} for f in Field}


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_a_question_is_taken_where_its_pattern_says_so(text: str) -> None:
    fits = re.match(PLAIN.removesuffix("$") + r"\Z", text) is not None
    try:
        checked_question(text)
    except QuestionInvalid:
        assert not fits
    else:
        assert fits


def test_emoji_that_are_younger_than_the_program_are_text() -> None:
    assert checked_question("cheap \U0001fae8 \U0001fadf?")
