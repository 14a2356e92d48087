"""What visitors think of answers: the records. `conversations.py` keeps them. No I/O."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assistant.records import AnswerId, ConversationId, Status
from vectorstore.records import SnapshotId


class Judgement(StrEnum):
    """What a visitor says of an answer."""

    HELPFUL = "helpful"
    ANSWER_WRONG = "answer_wrong"
    EVIDENCE_WRONG = "evidence_wrong"


@dataclass(frozen=True, slots=True)
class Feedback:
    """A visitor's judgement of an answer, or of one sentence or citation of it."""

    answer_id: AnswerId
    judgement: Judgement
    text: str = ""
    """In the visitor's words, at most 2000 characters."""
    segment: int | None = None
    """Id of the segment that is meant; None for the whole answer."""
    citation: int | None = None
    """Id of the citation that is meant."""


@dataclass(frozen=True, slots=True)
class KeptFeedback:
    """A feedback with the turn whose answer it is about."""

    feedback: Feedback
    given_at: datetime
    conversation_id: ConversationId
    turn: int
    """1-based."""
    question: str
    text: str
    """The answer's; empty for one kept by a version that did not keep texts."""
    status: Status
    index_version: SnapshotId
