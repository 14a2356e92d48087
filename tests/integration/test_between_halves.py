"""Programs and pages in one index: each question goes to the half that can answer it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.bootstrap import SnapshotIndex
from assistant.chain import answer
from assistant.knowledge import Knowledge
from assistant.records import Status, Turn
from assistant.settings import Settings
from tests.serving import ingest_into

PAGE = """# Beekeepers

## What Beekeepers Do

Beekeepers look after colonies of bees and harvest honey. A paramedic of hives, they say.

## How to Become a Beekeeper

Beekeepers usually take a D.A. program first. D.A. programs take 3 years to complete. No diploma is
required to keep a single hive.

## Pay

A beekeeper earns $31,000 a year.
"""
TABLE = """University,Program,Level,Category,City,Country,Price
Capital Hill College,Diploma of Beekeeping,Diploma,Beekeeping,Melbourne,Australia,9000
Capital Hill College,Diploma of Carpentry,Diploma,Carpentry,Melbourne,Australia,8000
Baker College,Master of Beekeeping,Master,Beekeeping,Sydney,Australia,30000
Baker College,Master of Welding,Master,Welding,Sydney,Australia,20000
"""


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Knowledge]:
    root = tmp_path_factory.mktemp("halves")
    (root / "beekeepers.md").write_text(PAGE, encoding="utf-8")
    (root / "programs.csv").write_text(TABLE, encoding="utf-8")
    ingest_into(root / "index", root / "beekeepers.md", root / "programs.csv")
    index = SnapshotIndex(Settings(index=root / "index"))
    opened = index.open(index.current_id())
    yield opened
    opened.close()


def said(knowledge: Knowledge, question: str) -> str:
    """The answer's text; empty where it declines."""
    given = answer(Turn(question), knowledge)
    told = given.status in (Status.ANSWERED, Status.PARTIAL)
    return " ".join(s.text for s in given.segments) if told else ""


def test_what_the_rows_cannot_answer_the_prose_is_asked(knowledge: Knowledge) -> None:
    assert "3 years" in said(knowledge, "how long is a D.A. program?")


def test_a_name_that_neither_holds_is_answered_by_neither(knowledge: Knowledge) -> None:
    assert said(knowledge, "HND programs in beekeeping") == ""


def test_a_bare_subject_of_both_is_told_by_both(knowledge: Knowledge) -> None:
    both = said(knowledge, "beekeeping")
    assert "I hold 2 beekeeping programs" in both
    assert "colonies of bees" in both


def test_one_of_programs_alone_lists_them(knowledge: Knowledge) -> None:
    assert "Master of Welding" in said(knowledge, "welding")


def test_the_people_of_a_page_are_not_what_programs_are_about(knowledge: Knowledge) -> None:
    told = said(knowledge, "beekeeper")
    assert "colonies of bees" in told
    assert "I hold" not in told


@pytest.mark.parametrize(
    "question", ["What is the capital of Australia?", "who is the hill of Melbourne?"]
)
def test_a_common_noun_names_no_school(knowledge: Knowledge, question: str) -> None:
    assert said(knowledge, question) == ""


def test_neither_does_what_somebody_starts_as(knowledge: Knowledge) -> None:
    assert "Baker College" not in said(knowledge, "how do I start as a baker?")
    assert "Baker College" in said(knowledge, "programs at Baker")


def test_what_a_visitor_lacks_is_no_question(knowledge: Knowledge) -> None:
    told = said(knowledge, "No diploma here. What does a beekeeper earn?")
    assert "$31,000" in told
    assert "I hold" not in told
