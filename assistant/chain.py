"""MAIN PATH, read first: one turn to one answer in four calls.

understand (words to a Plan), retrieve (Plan to Evidence), compose (Evidence to a draft), verify
(what the evidence does not prove is dropped). Each thing leaves as an event as soon as it is true:
the plan and the rows before a word is written, a sentence only when it is proven. Nothing else
happens here; conversations and snapshots are `assistant.py`'s.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, TypeVar
from uuid import uuid4

from assistant.between_halves import between_halves
from assistant.compose.answer import compose
from assistant.knowledge import Knowledge
from assistant.models import Models, Part
from assistant.offers import offered
from assistant.records import (
    Answer,
    AnswerId,
    Began,
    Cited,
    Done,
    Event,
    Found,
    Planned,
    Said,
    StageTime,
    Trace,
    Turn,
)
from assistant.retrieve import retrieve
from assistant.stop import Stop
from assistant.understand.assemble import understand
from assistant.verify import Verifying, verify
from assistant.worded import worded

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

T = TypeVar("T")


def stream(
    turn: Turn, knowledge: Knowledge, stop: Stop, models: Models | None = None
) -> Iterator[Event]:
    """The answer to a turn from one snapshot, event by event; `Done` is the last.

    With `models` one reads what was left unread and one words what was found; each sentence leaves
    once it is proven. What an event said is the same in the answer of `Done`. Raises: what `stop`
    was asked to end with, between two stages.
    """
    stages: list[StageTime] = []

    def timed(stage: str, call: Callable[[], T]) -> T:
        stop.check()
        start = time.perf_counter()
        made = call()
        stages.append(StageTime(stage, (time.perf_counter() - start) * 1000))
        return made

    answer_id = AnswerId(uuid4().hex)
    yield Began(answer_id, knowledge.snapshot.id)
    went = Part()
    plan = timed("understand", lambda: understand(turn, knowledge.vocabulary, knowledge.rows))
    if models is not None:
        plan = timed("read", partial(models.read, turn, plan, knowledge, went, stop))
    plan = between_halves(turn, plan, knowledge)
    yield Planned(plan)
    evidence = timed("retrieve", lambda: retrieve(plan, knowledge, turn.sources, stop))
    yield Found(plan, evidence)
    draft = timed("compose", lambda: compose(plan, evidence))
    if models is None or not models.words(plan, draft, went):
        verified = timed("verify", lambda: verify(draft, evidence, turn.question, stop))
        yield from map(Said, verified.segments)
    else:
        desk = Verifying(evidence, turn.question)
        yield from worded((draft, plan, evidence), models.writer, desk, went, stop)
        verified = timed("verify", lambda: desk.verified(draft))
        yield from (Said(s) for s in verified.segments if s.id not in went.said)
        stages.append(StageTime("write", went.write_ms))
    yield from map(Cited, verified.citations)
    yield Done(
        Answer(
            answer_id,
            verified.status(draft),
            verified.segments,
            verified.citations,
            plan,
            evidence,
            went.on(Trace(tuple(stages), verified.dropped, (*plan.notes, *evidence.degraded))),
            draft.clarify,
            offered(evidence, draft, verified, knowledge),
        )
    )


def answer(turn: Turn, knowledge: Knowledge) -> Answer:
    """The collected stream: every sentence of it is proven or states no fact."""
    return collected(stream(turn, knowledge, Stop()))


def collected(events: Iterable[Event]) -> Answer:
    """The answer that a stream ends with."""
    (whole,) = (event.answer for event in events if isinstance(event, Done))
    return whole


def as_runnable(knowledge: Knowledge) -> Runnable[Turn, Answer]:
    """The chain as a LangChain Runnable, so that callbacks trace it."""
    # Imported here: it takes 0.8 s, for which a server that starts need not wait.
    from langchain_core.runnables import RunnableLambda

    return RunnableLambda(lambda turn: answer(turn, knowledge), name="guidepost")
