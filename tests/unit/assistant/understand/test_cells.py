"""Words that nothing else reads are conditions on columns without a field, if a cell says them."""

from __future__ import annotations

import pytest

from assistant.understand.cells import Cells
from assistant.understand.read_cells import with_cells
from assistant.understand.tag import tag
from assistant.understand.vocabulary_build import build_vocabulary
from tests.unit.vectorstore.made import program
from vectorstore.records import Duration

ROWS = [
    program(
        title="Law",
        topics=(" law ",),
        attributes=(("Schedule", schedule), ("Language", language), ("Accredited", "Yes"),
                    ("Code", f"X{n}")),
    )
    for n, (schedule, language) in enumerate(
        (
            ("Part-time", "English/Dutch"),
            ("Full-time", "English"),
            ("Full-time, part-time", "Dutch"),
        )
    )
]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("part-time", ("Schedule: Full-time, part-time", "Schedule: Part-time")),
        ("english", ("Language: English", "Language: English/Dutch")),
        ("yes", ()),
        ("x1", ()),
        ("weekend", ()),
    ],
)
def test_a_cell_with_several_values_says_each(said: str, values: tuple[str, ...]) -> None:
    assert Cells(ROWS).named(said.split("-")) == values


def test_what_two_columns_say_is_no_condition() -> None:
    twice = program(attributes=(("Language", "English"), ("Exam language", "English")))
    assert Cells([twice]).named(["english"]) == ()


def test_how_long_a_program_takes_may_say_how_it_is_studied() -> None:
    length = Duration(2.0, "year", 2.0, "2 years part-time")
    assert Cells([program(duration=length)]).named(["part", "time"]) == (
        "Length: 2 years part-time",
    )


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("part-time law programs", ["part time"]),
        ("law programs taught in English", ["english"]),
        ("law programs", []),
        ("full-time or part-time law", ["full time", "part time"]),
    ],
)
def test_only_words_left_unread_become_conditions(question: str, read: list[str]) -> None:
    known = build_vocabulary(ROWS, (), ())
    tags = with_cells(tag(question, known).tags, known.cells)
    assert [t.text for t in tags if t.link("cell")] == read
