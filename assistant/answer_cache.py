"""Answers of models kept for the very same question: exact, in memory, never semantic.

The key is the whole turn (question with its spaces evened out, constraints, sources and, in a
conversation that goes on, all that it holds), the snapshot, and the models and prompts. Only whole
answers that a model worded are kept; what is local is made anew in milliseconds.
"""

from __future__ import annotations

import threading
import unicodedata
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import replace
from uuid import uuid4

from assistant.knowledge import Knowledge
from assistant.model_records import Usage
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
    Turn,
)
from assistant.stop import Stop

NOTE = "this answer was kept from an earlier, identical question"

Chain = Callable[[Turn, Knowledge, Stop], Iterator[Event]]
_Key = tuple[Turn, str, tuple[str, ...]]


class AnswerCache:
    """The last answers of models, the longest unused going first. Safe to use from threads."""

    def __init__(self, size: int, labels: tuple[str, ...], *, conversations: bool = False) -> None:
        """`labels` are models and prompts; `conversations`: keep turns of those going on too."""
        self._size = size
        self._labels = labels
        self._conversations = conversations
        self._guard = threading.Lock()
        self._kept: OrderedDict[_Key, Answer] = OrderedDict()

    def around(self, chain: Chain) -> Chain:
        """The chain, which is not asked again for what is kept."""

        def cached(turn: Turn, knowledge: Knowledge, stop: Stop) -> Iterator[Event]:
            if not self._size or (turn.number > 1 and not self._conversations):
                yield from chain(turn, knowledge, stop)
                return
            key = (_evened(turn), knowledge.snapshot.id, self._labels)
            if (kept := self._get(key)) is not None:
                yield from _told_again(kept, turn)
                return
            for event in chain(turn, knowledge, stop):
                if isinstance(event, Done):
                    self._keep(key, event.answer)
                yield event

        return cached

    def _get(self, key: _Key) -> Answer | None:
        with self._guard:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: _Key, answer: Answer) -> None:
        if answer.trace.composer == "local" or answer.trace.degraded is not None:
            return
        with self._guard:
            self._kept[key] = answer
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)


def _evened(turn: Turn) -> Turn:
    """The turn as a key: letter case is kept, because it may tell "IT" from "it"."""
    return replace(turn, question=" ".join(unicodedata.normalize("NFC", turn.question).split()))


def _told_again(answer: Answer, turn: Turn) -> Iterator[Event]:
    """The events of a kept answer, under an id of its own, paid for by nobody."""
    new_id = AnswerId(uuid4().hex)
    plan = replace(answer.plan, question=turn.question)
    trace = replace(
        answer.trace,
        stages=(StageTime("cache", 0.0),),
        notes=(*answer.trace.notes, NOTE),
        usage=Usage(),
        saved=("read", "write"),
    )
    yield Began(new_id, answer.evidence.index_version)
    yield Planned(plan)
    yield Found(plan, answer.evidence)
    yield from map(Said, answer.segments)
    yield from map(Cited, answer.citations)
    yield Done(replace(answer, id=new_id, plan=plan, trace=trace))
