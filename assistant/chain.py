"""MAIN PATH, read first: one turn to one answer in four calls.

understand (words to a Plan), retrieve (Plan to Evidence), compose (Evidence to a draft), verify
(what the evidence does not prove is dropped). Each thing leaves as an event as soon as it is true:
the plan and the rows before a word is written, a sentence only when it is proven. Nothing else
happens here; conversations and snapshots are `assistant.py`'s.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar
from uuid import uuid4

from assistant.compose.answer import compose
from assistant.compose.model import ModelWriter
from assistant.knowledge import Knowledge
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
from assistant.worded import Worded, worded

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

T = TypeVar("T")


def stream(
    turn: Turn, knowledge: Knowledge, stop: Stop, writer: ModelWriter | None = None
) -> Iterator[Event]:
    """The answer to a turn from one snapshot, event by event; `Done` is the last.

    With a `writer` a model words what was found, and each sentence leaves once it is proven. What
    an event said is the same in the answer of `Done`. Raises: what `stop` was asked to end with,
    between two stages.
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
    plan = timed("understand", lambda: understand(turn, knowledge.vocabulary, knowledge.rows))
    yield Planned(plan)
    evidence = timed("retrieve", lambda: retrieve(plan, knowledge, turn.sources, stop))
    yield Found(plan, evidence)
    draft = timed("compose", lambda: compose(plan, evidence))
    went = Worded()
    if writer is None or not writer.takes(plan, draft):
        verified = timed("verify", lambda: verify(draft, evidence, turn.question, stop))
        yield from map(Said, verified.segments)
    else:
        desk = Verifying(evidence, turn.question)
        went = yield from worded(draft, plan, evidence, writer, desk, stop)
        verified = timed("verify", lambda: desk.verified(draft))
        yield from (Said(s) for s in verified.segments if s.id not in went.said)
        stages.append(StageTime("model", went.model_ms))
    yield from map(Cited, verified.citations)
    yield Done(
        Answer(
            answer_id,
            verified.status(draft),
            verified.segments,
            verified.citations,
            plan,
            evidence,
            Trace(
                tuple(stages),
                verified.dropped,
                (*plan.notes, *evidence.degraded, *went.notes),
                composer=went.composer,
                usage=went.usage,
                prompts=went.prompts,
                degraded=went.degraded,
            ),
            draft.clarify,
            draft.followups,
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
