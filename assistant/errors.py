"""Everything that can go wrong in answering.

AssistantError
    EvidenceError         the snapshot does not hold what its own records name
    SlotError             a composed sentence would have held a figure that no slot gave
    SettingsInvalid       an environment variable is unknown, or its value makes no sense
    RequestInvalid        something that was asked cannot be taken as it is
        QuestionInvalid       a question is empty, too long or not text
        ConstraintInvalid     a constraint pairs a field, operator or value that do not go together
        FilterInvalid         a filter of GET /programs cannot be read
        SpanInvalid           a span lies outside its page
    HttpInvalid           what came over a connection is no HTTP
    AddressInvalid        the address of a request is no text in UTF-8
    PageUnknown           no page of that id is held
    SourceUnknown         a question was limited to a source that the index does not hold
    ConversationUnknown   no conversation of that id is kept
    AnswerUnknown         no answer of that id is kept
    ConversationBusy      another server wrote a turn of the same conversation at the same moment
    ConversationsBroken   the file of conversations cannot be read or written
    TurnUnreadable        a kept turn is damaged or of another version
    StillOpening          the index is being opened
    KnowledgeUnusable     a snapshot was opened but could not be prepared for answering
    TimedOut              an answer took longer than the server allows
    Overloaded            more requests wait than the server takes on
    ShuttingDown          the server was told to stop, and takes no more work
        Draining              it is stopping, and says so to whoever asks whether it is ready
    Abandoned             nobody waits for an answer any more; no client is told

Every message says what failed, the value, and what to do. What a client is told stands in
`api/problems.py`.
"""

from __future__ import annotations


class AssistantError(Exception):
    """Root of all errors of this package."""


class SlotError(AssistantError):
    """A template and its slots do not fit, or a figure was typed into a template."""


class EvidenceError(AssistantError):
    """A row or a listing names a page that the snapshot does not hold."""


class SettingsInvalid(AssistantError):
    """An environment variable is unknown, or its value makes no sense."""


class RequestInvalid(AssistantError, ValueError):
    """Something that was asked cannot be taken as it is; `reason` is meant for who asked it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class QuestionInvalid(RequestInvalid):
    """A question is empty, too long or not text."""


class ConstraintInvalid(RequestInvalid):
    """A constraint pairs a field, operator or value that do not go together."""


class FilterInvalid(RequestInvalid):
    """A filter of `GET /programs` cannot be read."""


class SpanInvalid(RequestInvalid):
    """A span lies outside its page."""


class HttpInvalid(AssistantError):
    """What came over a connection is no HTTP."""


class AddressInvalid(AssistantError):
    """The address of a request is no text in UTF-8."""


class PageUnknown(AssistantError):
    """No page of that id is held."""


class SourceUnknown(AssistantError):
    """A question was limited to a source that the index does not hold."""


class ConversationUnknown(AssistantError):
    """No conversation of that id is kept."""


class AnswerUnknown(AssistantError):
    """No answer of that id is kept."""


class ConversationBusy(AssistantError):
    """Another server wrote a turn of the same conversation at the same moment."""


class ConversationsBroken(AssistantError):
    """The file of conversations cannot be read or written."""


class TurnUnreadable(AssistantError):
    """A kept turn is damaged or of another version."""


class StillOpening(AssistantError):
    """The index is being opened; ask again in a moment."""


class KnowledgeUnusable(AssistantError):
    """A snapshot was opened but could not be prepared for answering."""


class TimedOut(AssistantError):
    """An answer took longer than the server allows."""


class Overloaded(AssistantError):
    """More requests wait than the server takes on."""


class ShuttingDown(AssistantError):
    """The server was told to stop, and takes no more work."""


class Draining(ShuttingDown):
    """It is stopping, and says so to whoever asks whether it is ready."""


class Abandoned(AssistantError):
    """Nobody waits for an answer any more; no client is told."""
