"""The chain as LangChain sees it, and what must hold of every answer, over the sample corpus."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from langchain_core.callbacks import BaseCallbackHandler

from assistant.bootstrap import SnapshotIndex
from assistant.chain import answer, as_runnable
from assistant.knowledge import Knowledge
from assistant.records import SegmentKind, Status, Turn
from assistant.settings import Settings

QUESTIONS = Path(__file__).parents[2] / "evals" / "data" / "sample_questions.jsonl"
MOST_CITED = 16


@pytest.fixture(scope="module")
def knowledge(sample_index: Path) -> Iterator[Knowledge]:
    index = SnapshotIndex(Settings(index=sample_index))
    opened = index.open(index.current_id())
    yield opened
    opened.close()


class Seen(BaseCallbackHandler):
    """Keeps the names of the runs that LangChain reports."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def on_chain_start(
        self, serialized: dict[str, Any], inputs: Any, *, run_id: UUID, **more: Any
    ) -> None:
        self.names.append(str(more.get("name")))


def test_the_chain_is_a_runnable_that_callbacks_trace(knowledge: Knowledge) -> None:
    seen = Seen()
    given = as_runnable(knowledge).invoke(
        Turn("cheapest cybersecurity certificate"), {"callbacks": [seen]}
    )
    assert given.status is Status.ANSWERED
    assert seen.names == ["guidepost"]
    stages = [s.stage for s in given.trace.stages]
    assert stages == ["understand", "retrieve", "compose", "verify"]


def first_turns() -> list[str]:
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["turns"][0] for line in lines]


def test_every_answer_is_cited_exactly_and_no_dump(knowledge: Knowledge) -> None:
    for question in first_turns():
        given = answer(Turn(question), knowledge)
        for segment in given.segments:
            if segment.kind in (SegmentKind.FACT, SegmentKind.COMPUTED):
                assert segment.citations, (question, segment.text)
        for citation in given.citations:
            item = citation.item
            assert item.quote.strip(), question
            assert item.page.text[item.start : item.end] == item.quote
        assert len(given.citations) <= MOST_CITED, question
        assert given.segments, question
