"""The public JSON: what a request may be, and where the marks of an answer stand."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from assistant.api.wire_in import AskRequest, ConstraintIn
from assistant.errors import QuestionInvalid
from assistant.question import checked_question
from assistant.records import AnswerId, Segment, SegmentKind, Verdict


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("cheapest?", "cheapest?"),
        ("  cheapest?\n", "cheapest?"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("x" * 2000, "x" * 2000),
        (" " * 50 + "x" * 2000 + " " * 50, "x" * 2000),
        ("Größe? 教育 🙂 คะแนน", "Größe? 教育 🙂 คะแนน"),
        ("👩\u200d🎓 family of joined emoji", "👩\u200d🎓 family of joined emoji"),
    ],
)
def test_a_question_is_taken_as_written_but_for_blanks_around_it(given: str, read: str) -> None:
    assert AskRequest(question=given).question == read


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("", "empty"),
        (" \n\t ", "empty"),
        ("x" * 2001, "2001 characters"),
        ("a\x00b", "character 2 .* control character .U.0000"),
        ("\x1b[31mred", "control character"),
        ("half \ud800", "half of a surrogate pair"),
        ("not \ufffd text", "no character"),
        ("\ufdd0", "no character"),
    ],
)
def test_a_question_that_is_no_text_is_refused_with_its_reason(given: str, reason: str) -> None:
    with pytest.raises(QuestionInvalid, match=reason):
        checked_question(given)
    with pytest.raises(ValidationError):
        AskRequest(question=given)


@pytest.mark.parametrize(
    "given",
    [
        {"field": "delivery", "op": "only", "value": ["online"]},
        {"field": "delivery", "op": "not_in", "value": "on_campus"},
        {"field": "price", "op": "lt", "value": 20000},
        {"field": "duration", "op": "between", "value": [0.5, 2]},
        {"field": "university", "op": "in", "value": ["Fernlow University"], "turn": 3},
        {"field": "topic", "op": "in", "value": "42"},
    ],
)
def test_a_constraint_of_the_closed_sets_is_taken(given: dict[str, Any]) -> None:
    value = given["value"]
    assert ConstraintIn(**given).value == (value if isinstance(value, list) else [value])


@pytest.mark.parametrize(
    "given",
    [
        {"field": "colour", "op": "in", "value": ["red"]},
        {"field": "price", "op": "in", "value": [1]},
        {"field": "price", "op": "lt", "value": ["cheap"]},
        {"field": "price", "op": "lt", "value": [float("nan")]},
        {"field": "price", "op": "lt", "value": [True]},
        {"field": "price", "op": "between", "value": [1]},
        {"field": "delivery", "op": "in", "value": ["by mail"]},
        {"field": "level", "op": "in", "value": ["phd"]},
        {"field": "topic", "op": "lt", "value": ["ai"]},
        {"field": "topic", "op": "in", "value": []},
        {"field": "topic", "op": "in", "value": ["x" * 501]},
        {"field": "topic", "op": "in", "value": ["ai"], "why": "because"},
        {"field": "topic", "op": "in", "value": ["ai"], "turn": 0},
        {"field": "topic", "op": "in"},
    ],
)
def test_a_constraint_outside_the_closed_sets_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ConstraintIn(**given)


def test_unknown_fields_are_refused() -> None:
    with pytest.raises(ValidationError, match="extra"):
        AskRequest.model_validate({"question": "x", "temperature": 0})


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("It is listed at 10,000.", "It is listed at 10,000 [1] [3]."),
        ("Which one?", "Which one [1] [3]?"),
        ("He said “it pays.”", "He said “it pays.” [1] [3]"),
        ("Pay in the U.S.", "Pay in the U.S. [1] [3]"),
        ("No stop", "No stop [1] [3]"),
        ("1.5 Years.", "1.5 Years [1] [3]."),
    ],
)
def test_marks_stand_before_the_stop(text: str, marked: str) -> None:
    from assistant.records import Answer, Evidence, Plan, Status
    from vectorstore.records import SnapshotId

    segment = Segment(1, text, SegmentKind.FACT, (1, 3), Verdict.SUPPORTED)
    plain = Segment(2, "And so on.", SegmentKind.CAVEAT, (), Verdict.NO_FACT)
    answer = Answer(
        AnswerId("a"),
        Status.ANSWERED,
        (segment, plain),
        (),
        Plan("q", ()),
        Evidence((), SnapshotId("s")),
    )
    assert answer.text == f"{marked} And so on."
