"""Conversations, their turns and the feedback on them: kept over restarts, erased when asked.

A kept turn holds what the next one needs: the plan, the constraints, the rows shown and the
programs named. Plans are stored as JSON and read back through their types; a record that no
longer fits them is `TurnUnreadable`, never a wrong plan. This module does not decide what a turn
remembers: `assistant.py` does. The file is `conversation_file.py`'s.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, Row, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as insert_or_replace
from sqlalchemy.exc import IntegrityError

from assistant.conversation_file import ConversationFile, conversations, feedback, turns
from assistant.errors import AnswerUnknown, ConversationBusy, ConversationUnknown, TurnUnreadable
from assistant.feedback import Feedback, Judgement, KeptFeedback
from assistant.ledger import Ledger
from assistant.model_days import DaysOfFile
from assistant.overview import Overview
from assistant.records import AnswerId, Constraint, ConversationId, Plan, Status
from vectorstore.records import ProgramId, SnapshotId

_BATCH = 500
"""Conversations erased in one statement: SQLite binds 32,766 values at most."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What the next turn needs of a turn."""

    plan: Plan
    constraints: tuple[Constraint, ...] = ()
    """What the conversation holds after the turn."""
    shown: tuple[ProgramId, ...] = ()
    """Rows of the last listing answer up to this turn, in answer order."""
    named: tuple[ProgramId, ...] = ()
    """Programs that single-program questions were about, the latest last."""


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """One turn as it is kept."""

    number: int
    """1-based."""
    question: str
    memory: Memory
    answer_id: AnswerId
    status: Status
    index_version: SnapshotId
    asked_at: datetime
    text: str = ""
    """The answer's, with its marks; empty for turns kept by a version that did not keep it."""


_MEMORY = TypeAdapter(Memory)


class Conversations:
    """The conversations of one file. Several threads may use it, several processes share it."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it. Raises: ConversationsBroken."""
        self._file = ConversationFile(path)
        self._log_uncut = False
        self.ledger = Ledger(self._file)
        """What sites have had, and which are paused."""
        self.model_days = DaysOfFile(self._file)
        """What models used of each day, over all processes that share the file."""
        self.looked_over = Overview(self._file)
        """What the operator may see of all conversations."""

    def start(
        self, conversation_id: ConversationId | None = None, site: str = ""
    ) -> ConversationId:
        """The id of a new, empty conversation of a site: the one given, or one made now."""
        conversation_id = conversation_id or new_conversation_id()
        started = datetime.now(UTC).isoformat()
        row = {"id": conversation_id, "started_at": started, "site": site}
        with self._file.writing() as connection:
            connection.execute(insert(conversations), row)
        return conversation_id

    def count(self, conversation_id: ConversationId) -> int:
        """How many turns are kept, readable or not. Raises: ConversationUnknown."""
        return len(self._rows(conversation_id, None))

    def read(
        self, conversation_id: ConversationId, site: str | None = None
    ) -> tuple[KeptTurn, ...]:
        """The turns in order; with a site, only of a conversation of it.

        Raises: ConversationUnknown, TurnUnreadable.
        """
        return tuple(_kept(row) for row in self._rows(conversation_id, site))

    def add(self, conversation_id: ConversationId, turn: KeptTurn) -> None:
        """Keep a turn. Raises: ConversationUnknown, ConversationBusy if its number is taken."""
        row = {
            "conversation_id": conversation_id,
            "number": turn.number,
            "question": turn.question,
            "memory": _MEMORY.dump_json(turn.memory).decode(),
            "answer_id": turn.answer_id,
            "status": turn.status.value,
            "index_version": turn.index_version,
            "asked_at": turn.asked_at.isoformat(),
            "text": turn.text,
        }
        with self._file.writing() as connection:
            _require(connection, conversation_id)
            try:
                connection.execute(insert(turns), row)
            except IntegrityError as error:
                raise ConversationBusy(
                    f"turn {turn.number} of {conversation_id!r} was written by another server; "
                    "send the question again"
                ) from error

    def judge(
        self,
        given: Feedback,
        conversation_id: ConversationId | None = None,
        site: str | None = None,
    ) -> None:
        """Keep a feedback, in place of an earlier one on the same part of the same answer.

        Raises: AnswerUnknown, if no conversation (or not the one named, or none of the site) holds
        that answer.
        """
        about = select(turns.c.conversation_id).where(turns.c.answer_id == given.answer_id)
        if conversation_id is not None:
            about = about.where(turns.c.conversation_id == conversation_id)
        if site is not None:
            about = about.join(conversations).where(conversations.c.site == site)
        with self._file.writing() as connection:
            holding = connection.execute(about).scalar()
            if holding is None:
                raise AnswerUnknown(
                    f"no answer {given.answer_id!r} is kept in a conversation; it may be erased"
                )
            row = {
                "answer_id": given.answer_id,
                "segment": given.segment or 0,
                "citation": given.citation or 0,
                "conversation_id": holding,
                "judgement": given.judgement.value,
                "text": given.text,
                "given_at": datetime.now(UTC).isoformat(),
            }
            kept = insert_or_replace(feedback).values(row)
            connection.execute(
                kept.on_conflict_do_update(index_elements=feedback.primary_key, set_=row)
            )

    def feedback(self) -> tuple[KeptFeedback, ...]:
        """All feedback that is kept, the latest first, each with the turn it is about."""
        of_turn = (turns.c.number, turns.c.question, turns.c.status, turns.c.index_version)
        query = (
            select(feedback, *of_turn, turns.c.text.label("answer"))
            .join(turns, turns.c.answer_id == feedback.c.answer_id)
            .order_by(feedback.c.given_at.desc())
        )
        with self._file.reading() as connection:
            return tuple(map(_kept_feedback, connection.execute(query)))

    def erase(self, conversation_id: ConversationId, site: str | None = None) -> None:
        """Take a conversation and its feedback out of the file: their text is nowhere in it.

        With a site, only one of it. Raises: ConversationUnknown.
        """
        with self._file.writing() as connection:
            _require(connection, conversation_id, site)
            _erase(connection, [conversation_id])
        self._log_uncut = not self._file.cut_log()

    def erase_before(self, time: datetime) -> int:
        """Erase the conversations whose last turn (or start) was before this; how many."""
        last = func.max(func.coalesce(turns.c.asked_at, conversations.c.started_at))
        old = (
            select(conversations.c.id)
            .outerjoin(turns, turns.c.conversation_id == conversations.c.id)
            .group_by(conversations.c.id)
            # Times are kept in UTC and ISO format, in which text sorts as time does.
            .having(last < time.astimezone(UTC).isoformat())
        )
        with self._file.writing() as connection:
            ids = list(connection.execute(old).scalars())
            for start in range(0, len(ids), _BATCH):
                _erase(connection, ids[start : start + _BATCH])
        self._log_uncut |= bool(ids)
        return len(ids)

    def finish_erasing(self) -> bool:
        """Whether nothing erased is left in the file's log; cuts it if something may be.

        Another process that reads at that moment keeps the log: ask again later.
        """
        if self._log_uncut:
            self._log_uncut = not self._file.cut_log()
        return not self._log_uncut

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _rows(self, conversation_id: ConversationId, site: str | None) -> list[Row[Any]]:
        of_it = select(turns).where(turns.c.conversation_id == conversation_id)
        with self._file.reading() as connection:
            _require(connection, conversation_id, site)
            return list(connection.execute(of_it.order_by(turns.c.number)))


def new_conversation_id() -> ConversationId:
    """An id that is not kept yet: unguessable, since who knows it can read and erase it."""
    return ConversationId(uuid4().hex)


def _erase(connection: Connection, ids: list[ConversationId]) -> None:
    for table in (feedback, turns):
        connection.execute(delete(table).where(table.c.conversation_id.in_(ids)))
    connection.execute(delete(conversations).where(conversations.c.id.in_(ids)))


def _require(
    connection: Connection, conversation_id: ConversationId, site: str | None = None
) -> None:
    held = select(conversations.c.id).where(conversations.c.id == conversation_id)
    if site is not None:
        held = held.where(conversations.c.site == site)
    if connection.execute(held).one_or_none() is None:
        raise ConversationUnknown(
            f"no conversation {conversation_id!r} is kept; leave the id out to start a new one"
        )


def _kept(row: Row[Any]) -> KeptTurn:
    try:
        return KeptTurn(
            row.number,
            row.question,
            _MEMORY.validate_json(row.memory),
            AnswerId(row.answer_id),
            Status(row.status),
            SnapshotId(row.index_version),
            datetime.fromisoformat(row.asked_at),
            row.text,
        )
    except (ValidationError, ValueError, TypeError) as error:
        raise TurnUnreadable(
            f"turn {row.number} of {row.conversation_id!r} cannot be read back; the conversation "
            "goes on without its earlier turns"
        ) from error


def _kept_feedback(row: Row[Any]) -> KeptFeedback:
    given = Feedback(
        AnswerId(row.answer_id),
        Judgement(row.judgement),
        row.text,
        row.segment or None,
        row.citation or None,
    )
    return KeptFeedback(
        given,
        datetime.fromisoformat(row.given_at),
        ConversationId(row.conversation_id),
        row.number,
        row.question,
        row.answer,
        Status(row.status),
        SnapshotId(row.index_version),
    )
