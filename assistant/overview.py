"""What the operator may see of all conversations: lists, counts, and what was not answered.

Reads the file of conversations and changes nothing. Plans are read for the words that were left
unread; a turn whose plan cannot be read any more is shown without them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Row, func, select

from assistant.conversation_file import ConversationFile, conversations, feedback, turns
from assistant.records import AnswerId, ConversationId, GuideAsk, Plan, Status
from assistant.understand.small_talk import is_small_talk
from vectorstore.text import fold

ANSWERED = (Status.ANSWERED, Status.REFUSED)
"""Turns that leave nothing to be desired of the sources: an attack is refused, and is no gap."""
MAX_EXAMPLES = 5
"""Questions shown of one group."""


@dataclass(frozen=True, slots=True)
class ConversationLine:
    """One conversation in a list."""

    id: ConversationId
    site: str
    """Empty for one of a server that is open, and for those of the command line."""
    started_at: datetime
    last_at: datetime
    """When the last turn was asked."""
    turns: int
    first_question: str


@dataclass(frozen=True, slots=True)
class TurnLine:
    """One turn as the operator sees it."""

    conversation_id: ConversationId
    site: str
    number: int
    asked_at: datetime
    question: str
    status: Status
    answer_id: AnswerId
    index_version: str
    text: str
    """The answer's, with its marks."""
    unread: tuple[str, ...] = ()
    """Words that were left unread, in their order; of what was not answered and left none, the
    words that were searched for."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Turns that were not, or not wholly, answered for the same words."""

    words: str
    """Folded; empty where no word was left unread."""
    count: int
    last_at: datetime
    statuses: tuple[Status, ...]
    questions: tuple[str, ...]
    """The latest, each once; at most five."""


@dataclass(frozen=True, slots=True)
class _Memory:
    """Of what a turn remembers, its plan."""

    plan: Plan


_MEMORY = TypeAdapter(_Memory)


class Overview:
    """What one file of conversations tells its operator."""

    def __init__(self, file: ConversationFile) -> None:
        self._file = file

    def counts(self) -> dict[str, int]:
        """How many conversations, turns and feedbacks are kept."""
        tables = {"conversations": conversations, "turns": turns, "feedback": feedback}
        with self._file.reading() as connection:
            return {
                name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for name, table in tables.items()
            }

    def statuses(self) -> dict[Status, int]:
        """Turns by how they ended."""
        query = select(turns.c.status, func.count().label("n")).group_by(turns.c.status)
        with self._file.reading() as connection:
            return {Status(row.status): row.n for row in connection.execute(query)}

    def conversations(self, limit: int, skip: int = 0) -> tuple[ConversationLine, ...]:
        """Conversations with a turn, the latest first."""
        first = func.min(turns.c.number).label("first")
        of_turns = (
            select(
                turns.c.conversation_id,
                func.count().label("turns"),
                func.max(turns.c.asked_at).label("last_at"),
                first,
            )
            .group_by(turns.c.conversation_id)
            .subquery()
        )
        query = (
            select(conversations, of_turns, turns.c.question)
            .join(of_turns, of_turns.c.conversation_id == conversations.c.id)
            .join(
                turns,
                (turns.c.conversation_id == conversations.c.id)
                & (turns.c.number == of_turns.c.first),
            )
            .order_by(of_turns.c.last_at.desc(), conversations.c.id)
            .limit(limit)
            .offset(skip)
        )
        with self._file.reading() as connection:
            return tuple(map(_conversation, connection.execute(query)))

    def turns(self, conversation_id: ConversationId | None = None) -> Iterator[TurnLine]:
        """Turns in order: of one conversation, or of all, the earliest first."""
        query = select(turns, conversations.c.site).join(conversations)
        if conversation_id is not None:
            query = query.where(turns.c.conversation_id == conversation_id)
        with self._file.reading() as connection:
            rows = connection.execute(
                query.order_by(turns.c.asked_at, turns.c.conversation_id, turns.c.number)
            ).all()
        return map(_turn, rows)

    def unanswered(self) -> tuple[Unanswered, ...]:
        """What was asked and not answered, by the words left unread; the commonest first."""
        asked = (t for t in self.turns() if not is_small_talk(t.question))
        return grouped(turn for turn in asked if turn.status not in ANSWERED)


def grouped(asked: Iterable[TurnLine]) -> tuple[Unanswered, ...]:
    """Turns by the words left unread, the commonest group first, then the latest."""
    groups: defaultdict[str, list[TurnLine]] = defaultdict(list)
    for turn in asked:
        groups[", ".join(dict.fromkeys(map(fold, turn.unread)))].append(turn)
    found = [_group(words, members) for words, members in groups.items()]
    return tuple(sorted(found, key=lambda g: (-g.count, -g.last_at.timestamp(), g.words)))


def _group(words: str, members: list[TurnLine]) -> Unanswered:
    latest = sorted(members, key=lambda turn: turn.asked_at, reverse=True)
    questions = tuple(dict.fromkeys(turn.question for turn in latest))[:MAX_EXAMPLES]
    statuses = tuple(sorted({turn.status for turn in members}))
    return Unanswered(words, len(members), latest[0].asked_at, statuses, questions)


def _conversation(row: Row[Any]) -> ConversationLine:
    return ConversationLine(
        ConversationId(row.id),
        row.site,
        datetime.fromisoformat(row.started_at),
        datetime.fromisoformat(row.last_at),
        row.turns,
        row.question,
    )


def _turn(row: Row[Any]) -> TurnLine:
    status = Status(row.status)
    return TurnLine(
        ConversationId(row.conversation_id),
        row.site,
        row.number,
        datetime.fromisoformat(row.asked_at),
        row.question,
        status,
        AnswerId(row.answer_id),
        row.index_version,
        row.text,
        _unread(row.memory, status),
    )


def _unread(memory: str, status: Status) -> tuple[str, ...]:
    """The words that a kept plan left unread; else those that it searched for in vain."""
    try:
        plan = _MEMORY.validate_json(memory).plan
    except ValidationError:
        return ()
    residue = tuple(left.text for left in plan.residue)
    if residue or status in ANSWERED:
        return residue
    return tuple(word for ask in plan.asks if isinstance(ask, GuideAsk) for word in ask.content)
