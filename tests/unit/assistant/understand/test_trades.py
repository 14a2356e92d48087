"""Where programs and guides meet: people of a page are asked about, courses for them are rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.records import GuideAsk, Plan, RowAsk, Turn
from assistant.understand.assemble import understand
from assistant.understand.vocabulary_build import build_vocabulary
from tests.unit.assistant.understand.test_understand import PROGRAMS
from tests.unit.vectorstore.made import row_store
from vectorstore.rows import RowStore

TITLES = ("Chefs and Head Cooks", "Nurse Educators", "Information Security Analysts")
TRADES = ("chefs", "bakers", "nurses")


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> RowStore:
    return row_store(Path(tmp_path_factory.mktemp("rows")), PROGRAMS)


def asks(rows: RowStore, *questions: str) -> list[type[RowAsk | GuideAsk]]:
    """The kinds of asks of the last question."""
    return [type(ask) for ask in _plan(rows, *questions).asks]


def _plan(rows: RowStore, *questions: str) -> Plan:
    vocabulary = build_vocabulary(PROGRAMS, TITLES, ("nursing", "salary"), TRADES)
    plans: list[Plan] = []
    for number, question in enumerate(questions, start=1):
        last = plans[-1] if plans else None
        turn = Turn(question, number, (), (), (), (), last, tuple(plans))
        plans.append(understand(turn, vocabulary, rows))
    return plans[-1]


@pytest.mark.parametrize(
    "question",
    [
        "what qualifications does a chef need",
        "do bakers need a diploma?",
        "which degree do nurses need",
        "do I need a master's in nursing to be a nurse educator",
        "must one have a certificate to work as a baker?",
    ],
)
def test_what_people_need_is_asked_of_the_guides(rows: RowStore, question: str) -> None:
    assert asks(rows, question) == [GuideAsk]


def test_a_subject_that_a_title_holds_is_nobody(rows: RowStore) -> None:
    turns = "which nursing certificates are hybrid", "sorry, I meant information security"
    assert asks(rows, *turns) == [RowAsk]


@pytest.mark.parametrize(
    "question",
    [
        "chef courses",
        "nurse certificates",
        "baker diploma, price",
    ],
)
def test_courses_that_a_trade_only_limits_are_rows(rows: RowStore, question: str) -> None:
    assert asks(rows, question) == [RowAsk]


@pytest.mark.parametrize(
    "follow_up", ["what degree do they need?", "ok and how many of them work in the US?"]
)
def test_they_are_those_of_whom_the_prose_was(rows: RowStore, follow_up: str) -> None:
    assert asks(rows, "what do chefs do", follow_up) == [GuideAsk]


@pytest.mark.parametrize(
    ("follow_up", "goes_on"),
    [
        ("captains and mates?", True),
        ("chefs or bakers", True),
        ("captains and mates, what do they do?", True),
        ("salary and hours of captains", False),
    ],
)
def test_names_alone_go_on_with_what_was_asked(
    rows: RowStore, follow_up: str, *, goes_on: bool
) -> None:
    (ask,) = _plan(rows, "what do chefs earn", follow_up).asks
    assert isinstance(ask, GuideAsk)
    assert ("earn" in ask.context) is goes_on
