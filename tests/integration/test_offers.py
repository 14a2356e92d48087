"""What is offered to ask next about a guide: answered when it is asked, and not said already."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.records import Answer, Status
from tests.serving import opened


@pytest.fixture(scope="module")
def assistant(sample_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    made = opened(sample_index, tmp_path_factory.mktemp("offers") / "kept.sqlite")
    yield made
    made.close()


def cited(answer: Answer) -> set[tuple[str, int, int]]:
    return {(c.item.page.title, c.item.start, c.item.end) for c in answer.citations}


@pytest.mark.parametrize(
    ("question", "page"),
    [
        ("How much does a nurse earn?", "Registered Nurse"),
        ("What does an electrician do?", "Electrician"),
        ("What hours do dental hygienists work?", "Dental Hygienist"),
        ("How fast is demand for software developers growing?", "Software Developer"),
    ],
)
def test_each_is_answered_in_the_conversation_from_the_same_page(
    assistant: Assistant, question: str, page: str
) -> None:
    conversation, first = assistant.ask(question)
    assert first.status is Status.ANSWERED
    assert 2 <= len(first.followups) <= 3
    for offer in first.followups:
        _, answer = assistant.ask(offer, conversation)
        assert answer.status is Status.ANSWERED, offer
        assert not answer.plan.residue, offer
        assert {title for title, _, _ in cited(answer)} == {page}
        assert not cited(answer) & cited(first), "what was said is not offered again"
        assert offer not in answer.followups


def test_what_a_heading_promises_and_no_answer_keeps_is_not_offered(assistant: Assistant) -> None:
    # Its page tells of degrees, and no sentence of it binds them to both trades of its name.
    declined = "What degree does an Accountant and Auditor need?"
    assert assistant.ask(declined)[1].status is not Status.ANSWERED
    with assistant.current.lend() as knowledge:
        assistant.ask("How much does an accountant earn?")
        kept = {o.question for offers in knowledge.offers.values() for o in offers}
    assert "How much does an Accountant and Auditor earn?" in kept
    assert declined not in kept


@pytest.mark.parametrize(
    "question",
    [
        "What is the boiling point of lead?",
        "Do nurses or electricians earn more?",
        "How much does a nurse earn, and which nursing programs are there?",
        "What are the levels of accounting study in Australia?",
    ],
)
def test_none_after_no_answer_or_one_of_two_pages_or_of_no_trade(
    assistant: Assistant, question: str
) -> None:
    assert assistant.ask(question)[1].followups == ()
