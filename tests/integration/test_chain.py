"""The chain as LangChain sees it, and what must hold of every answer, over the sample corpus."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from langchain_core.callbacks import BaseCallbackHandler

from assistant.bootstrap import SnapshotIndex
from assistant.chain import answer, as_runnable, stream
from assistant.errors import Abandoned
from assistant.knowledge import Knowledge
from assistant.records import (
    Began,
    Cited,
    Done,
    Found,
    Planned,
    Said,
    SegmentKind,
    Status,
    Turn,
)
from assistant.settings import Settings
from assistant.stop import Stop

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


def test_plan_and_rows_leave_before_a_word_is_written(knowledge: Knowledge) -> None:
    stop = Stop()
    events = stream(Turn("cheapest cybersecurity certificate"), knowledge, stop)
    began, planned, found = islice(events, 3)
    assert isinstance(began, Began)
    assert isinstance(planned, Planned)
    assert isinstance(found, Found)
    assert found.evidence.found[0].result is not None
    # Composition has not begun: it is where the work stops when nobody wants it any more.
    stop.ask(Abandoned("left"))
    with pytest.raises(Abandoned):
        next(events)


def test_what_the_events_say_is_what_the_answer_says(knowledge: Knowledge) -> None:
    events = list(stream(Turn("cheapest cybersecurity certificate"), knowledge, Stop()))
    *_, last = events
    assert isinstance(last, Done)
    whole = last.answer
    assert [e.segment for e in events if isinstance(e, Said)] == list(whole.segments)
    assert [e.citation for e in events if isinstance(e, Cited)] == list(whole.citations)
    assert events[:3] == [
        Began(whole.id, whole.evidence.index_version),
        Planned(whole.plan),
        Found(whole.plan, whole.evidence),
    ]
