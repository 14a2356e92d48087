"""MAIN PATH, read first: one turn to one answer in four calls.

understand (words to a Plan), retrieve (Plan to Evidence), compose (Evidence to a draft), verify
(what the evidence does not prove is dropped). Nothing else happens here; conversations and
snapshots are
`assistant.py`'s.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar
from uuid import uuid4

from langchain_core.runnables import Runnable, RunnableLambda

from assistant.compose.answer import compose
from assistant.knowledge import Knowledge
from assistant.records import Answer, AnswerId, StageTime, Trace, Turn
from assistant.retrieve import retrieve
from assistant.understand.assemble import understand
from assistant.verify import verify

T = TypeVar("T")


def answer(turn: Turn, knowledge: Knowledge) -> Answer:
    """The answer to a turn from one snapshot; every sentence of it is proven or states no fact."""
    stages: list[StageTime] = []

    def timed(stage: str, call: Callable[[], T]) -> T:
        start = time.perf_counter()
        made = call()
        stages.append(StageTime(stage, (time.perf_counter() - start) * 1000))
        return made

    plan = timed("understand", lambda: understand(turn, knowledge.vocabulary, knowledge.rows))
    evidence = timed("retrieve", lambda: retrieve(plan, knowledge, turn.sources))
    draft = timed("compose", lambda: compose(plan, evidence))
    verified = timed("verify", lambda: verify(draft, evidence, turn.question))
    return Answer(
        AnswerId(uuid4().hex),
        verified.status(draft),
        verified.segments,
        verified.citations,
        plan,
        evidence,
        Trace(tuple(stages), verified.dropped, (*plan.notes, *evidence.degraded)),
        draft.clarify,
        draft.followups,
    )


def as_runnable(knowledge: Knowledge) -> Runnable[Turn, Answer]:
    """The chain as a LangChain Runnable, so that callbacks trace it."""
    return RunnableLambda(lambda turn: answer(turn, knowledge), name="guidepost")
