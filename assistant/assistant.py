"""Assistant: one question of a conversation to one answer, with what the conversation remembers.

Takes the turn's memory from `conversations.py` and the knowledge in service from `current.py`,
passes on the chain's events, and keeps the turn when it is whole. What an answer says is the
chain's business alone.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from assistant.chain import collected
from assistant.chain import stream as stream_turn
from assistant.conversations import Conversations, KeptTurn, Memory, new_conversation_id
from assistant.current import CurrentKnowledge
from assistant.errors import ConstraintInvalid, SourceUnknown, TurnUnreadable
from assistant.examples import examples_of
from assistant.knowledge import Knowledge
from assistant.question import checked_question
from assistant.records import (
    Answer,
    AskEvidence,
    Began,
    Cited,
    Constraint,
    ConversationId,
    Done,
    Event,
    GuideAsk,
    RowAsk,
    Said,
    Segment,
    SegmentKind,
    StageTime,
    Status,
    Turn,
    Verdict,
)
from assistant.stop import Stop
from assistant.understand.small_talk import is_small_talk
from vectorstore.conditions import check
from vectorstore.errors import QueryInvalid
from vectorstore.query import Field, Filter, Op, RowQuery
from vectorstore.records import ProgramId, SnapshotId, SourceId

MAX_SHOWN = 50
"""Rows of a listing answer that a follow-up can point at: as many as an answer carries."""
MAX_NAMED_ROWS = 3
"""An ask that finds more rows than this was about a set, not about programs."""
MAX_HISTORY = 50
"""Earlier plans that a turn carries."""
UNREADABLE = "I could not read what was said before, so I took this question on its own."

_IDENTITY = (Field.UNIVERSITY, Field.TITLE, Field.PROGRAM)
_UNANSWERED = (Status.REFUSED, Status.NOT_IN_SOURCES)

Chain = Callable[[Turn, Knowledge, Stop], Iterator[Event]]
"""What makes the events of a turn; the last one is `Done`."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the assistant, in a conversation or a new one."""

    text: str
    """1 to 2000 characters."""
    conversation_id: ConversationId | None = None
    """None starts a new conversation."""
    constraints: tuple[Constraint, ...] | None = None
    """If given, they replace what the conversation holds."""
    sources: tuple[SourceId, ...] = ()
    """Only these sources; empty means all."""
    site: str | None = None
    """Name of the site that asks, empty on a server that is open: a conversation belongs to the one
    that began it. None, on the command line, goes on in any."""
    earlier: tuple[str, ...] = ()
    """What was asked before, where the client keeps the conversation and not we: these are read
    again, each after the one before. Only for a new conversation."""


class Assistant:
    """Answers questions in conversations. Safe to use from several threads."""

    def __init__(
        self,
        current: CurrentKnowledge,
        conversations: Conversations,
        chain: Chain = stream_turn,
        on_close: Callable[[], None] = lambda: None,
    ) -> None:
        """`on_close` is called when everything is closed: what the chain holds is let go."""
        self.current = current
        self.conversations = conversations
        self._chain = chain
        self._on_close = on_close
        self._guard = threading.Lock()
        self._examples: tuple[SnapshotId, tuple[str, ...]] | None = None
        self._turns: weakref.WeakValueDictionary[str, _TurnLock] = weakref.WeakValueDictionary()

    def ask(
        self,
        question: str,
        conversation_id: ConversationId | None = None,
        constraints: Sequence[Constraint] | None = None,
        sources: Sequence[SourceId] = (),
    ) -> tuple[ConversationId, Answer]:
        """The answer, and the conversation it is a turn of: the collected stream. Raises: as it."""
        given = None if constraints is None else tuple(constraints)
        asked = Question(question, conversation_id, given, tuple(sources))
        events = list(self.stream(asked))
        (began,) = (event for event in events if isinstance(event, Began))
        assert began.conversation_id is not None
        return began.conversation_id, collected(events)

    def stream(self, asked: Question, stop: Stop | None = None) -> Generator[Event, None, None]:
        """The events of the answer, `Done` last; nothing is done before the first is taken.

        Turns of one conversation are answered one after the other. A turn is kept just before
        `Done`: one that fails, or that `stop` ends, is not. An iterator that is not read to its
        end must be closed: until then it holds the snapshot and the conversation.
        Raises: QuestionInvalid, ConstraintInvalid, SourceUnknown, ConversationUnknown,
        ConversationBusy, ConversationsBroken, StillOpening, KnowledgeUnusable, StoreError, and what
        `stop` was asked to end with.
        """
        started = time.perf_counter()
        stop = stop or Stop()
        question = checked_question(asked.text)
        check_constraints(asked.constraints or ())
        with self.current.lend() as knowledge:
            check_sources(asked.sources, knowledge)
            lock = self._lock(asked.conversation_id)
            with stop.holding(lock.held):
                turn, note = self._turn(asked, question, knowledge, stop)
                kept_in = asked.conversation_id or new_conversation_id()
                events = self._chain(turn, knowledge, stop)
                whole: Answer | None = None
                for event in _with_note(events, note) if note else events:
                    if isinstance(event, Done):
                        whole = event.answer
                    elif isinstance(event, Began):
                        yield replace(event, conversation_id=kept_in)
                    else:
                        yield event
                assert whole is not None, "a chain ends with Done or an error"
                stop.check()
                if asked.conversation_id is None:
                    self.conversations.start(kept_in, asked.site or "")
                kept = _kept(turn, whole)
                self.conversations.add(
                    kept_in, replace(kept, number=turn.number - len(asked.earlier))
                )
        yield Done(_timed(whole, (time.perf_counter() - started) * 1000))

    def examples(self) -> tuple[str, ...]:
        """Questions that the index in service can answer. Raises: as `ask` of a missing index."""
        with self.current.lend() as knowledge:
            version = knowledge.snapshot.id
            if self._examples is None or self._examples[0] != version:
                self._examples = version, examples_of(knowledge, self._answer)
            return self._examples[1]

    def close(self) -> None:
        """Close the index and the conversations, after the last request."""
        self.current.close()
        self.conversations.close()
        self._on_close()

    def _answer(self, turn: Turn, knowledge: Knowledge) -> Answer:
        return collected(self._chain(turn, knowledge, Stop()))

    def _turn(
        self, asked: Question, question: str, knowledge: Knowledge, stop: Stop
    ) -> tuple[Turn, str | None]:
        """The turn; and, where its earlier ones cannot be read, what the visitor is told."""
        held = asked.conversation_id
        if held is None:
            earlier = self._read_again(asked, knowledge, stop)
            return _turn(question, earlier, asked.constraints, asked.sources), None
        try:
            earlier = self.conversations.read(held, asked.site)
        except TurnUnreadable:
            alone = _turn(question, (), asked.constraints, asked.sources)
            return replace(alone, number=self.conversations.count(held) + 1), UNREADABLE
        return _turn(question, earlier, asked.constraints, asked.sources), None

    def _read_again(
        self, asked: Question, knowledge: Knowledge, stop: Stop
    ) -> tuple[KeptTurn, ...]:
        """The turns that were asked before, as they would be kept; they are not."""
        turns: list[KeptTurn] = []
        for text in asked.earlier:
            turn = _turn(text, turns, None, asked.sources)
            turns.append(_kept(turn, collected(self._chain(turn, knowledge, stop))))
        return tuple(turns)

    def _lock(self, conversation_id: ConversationId | None) -> _TurnLock:
        if conversation_id is None:
            return _TurnLock()
        with self._guard:
            return self._turns.setdefault(conversation_id, _TurnLock())


class _TurnLock:
    """Held while a turn of one conversation is answered; forgotten when nobody waits for it."""

    def __init__(self) -> None:
        self.held = threading.Lock()


def check_constraints(constraints: Sequence[Constraint]) -> None:
    """Refuse conditions that no query can hold. Raises: ConstraintInvalid."""
    for at, c in enumerate(constraints):
        try:
            check(RowQuery((Filter(c.field, c.op, c.values),)))
        except QueryInvalid as error:
            raise ConstraintInvalid(
                f"constraint {at + 1}: {c.field.value} {c.op.value} {list(c.values)!r} cannot be "
                "asked; GET /openapi.json says which values a field takes"
            ) from error


def check_sources(sources: Sequence[SourceId], knowledge: Knowledge) -> None:
    """Refuse sources that are not held: leaving them out would answer from others.

    Raises: SourceUnknown.
    """
    held = {source.id for source in knowledge.snapshot.pages.sources()} if sources else set()
    for source in sources:
        if source not in held:
            raise SourceUnknown(
                f"no source {source!r} is held; `guidepost index show` names those that are"
            )


def _turn(
    question: str,
    earlier: Sequence[KeptTurn],
    constraints: Sequence[Constraint] | None,
    sources: Sequence[SourceId],
) -> Turn:
    latest = earlier[-1].memory if earlier else None
    number = len(earlier) + 1
    held = latest.constraints if latest else ()
    if constraints is not None:
        # One that names no turn of this conversation is of this one.
        held = tuple(c if 1 <= c.turn <= number else replace(c, turn=number) for c in constraints)
    asked = [t for t in earlier if not is_small_talk(t.question)]  # "thanks" ends no thread
    answered = [t.memory.plan for t in asked if t.status not in _UNANSWERED]
    declined = [t.memory.plan for t in asked if t.status is Status.NOT_IN_SOURCES]
    threads = answered or [p for p in declined if all(isinstance(a, GuideAsk) for a in p.asks)]
    return Turn(
        question,
        number,
        held,
        tuple(sources),
        latest.shown if latest else (),
        latest.named if latest else (),
        threads[-1] if threads else None,
        tuple(t.memory.plan for t in earlier[-MAX_HISTORY:]),
    )


def _kept(turn: Turn, answer: Answer) -> KeptTurn:
    memory = Memory(
        answer.plan, answer.plan.constraints, _shown(turn, answer), _named(turn, answer)
    )
    return KeptTurn(
        turn.number,
        turn.question,
        memory,
        answer.id,
        answer.status,
        answer.evidence.index_version,
        datetime.now(UTC),
        answer.text,
    )


def _shown(turn: Turn, answer: Answer) -> tuple[ProgramId, ...]:
    """Rows of the last listing answer, in its order; one without rows leaves those before."""
    for part in reversed(answer.evidence.found):
        if part.result is not None and part.result.rows:
            return tuple(p.id for p in part.result.rows[:MAX_SHOWN])
    return turn.shown


def _named(turn: Turn, answer: Answer) -> tuple[ProgramId, ...]:
    """The programs that the conversation was about one by one, this turn's at the end."""
    named = list(turn.named)
    for part in answer.evidence.found:
        for program in _identified(part):
            if program in named:
                named.remove(program)
            named.append(program)
    return tuple(named)


def _identified(part: AskEvidence) -> tuple[ProgramId, ...]:
    """The programs that a row ask singles out by name; none if it is about a set."""
    if not isinstance(part.ask, RowAsk) or part.result is None:
        return ()
    query = part.ask.query
    by_name = any(f.field in _IDENTITY and f.op is Op.IN for f in query.filters)
    rows = part.result.rows
    if not (by_name or query.compare) or len(rows) > MAX_NAMED_ROWS:
        return ()
    return tuple(p.id for p in rows)


def _with_note(events: Iterator[Event], note: str) -> Iterator[Event]:
    """The events with a last sentence about the answer's own limits."""
    last = 0
    said: Segment | None = None
    for event in events:
        if isinstance(event, Said):
            last = event.segment.id
        elif isinstance(event, Cited | Done) and said is None:
            said = Segment(last + 1, note, SegmentKind.CAVEAT, (), Verdict.NO_FACT)
            yield Said(said)
        if isinstance(event, Done) and said is not None:
            answer = event.answer
            trace = replace(answer.trace, notes=(*answer.trace.notes, note))
            yield Done(replace(answer, segments=(*answer.segments, said), trace=trace))
        else:
            yield event


def _timed(answer: Answer, total_ms: float) -> Answer:
    """The answer with the time of the whole turn, conversation included."""
    stages = (*answer.trace.stages, StageTime("total", total_ms))
    return replace(answer, trace=replace(answer.trace, stages=stages))
