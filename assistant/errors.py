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
    ModelFailed           a chat model gave no answer; the local path answers, no client is told
        ModelUnreachable      it refuses, fails, or cannot be reached
        ModelTooSlow          its first word, its next one or its end did not come in time
        ModelResting          it failed too often, or has too many requests; it was not asked
        ModelOverBudget       asking it would go over a ceiling in tokens or money
        ModelUnreadable       what it said is not of the form that was asked for
    Abandoned             nobody waits for an answer any more; no client is told
    NotAdmitted           whoever asks has not shown that they may
        CredentialsMissing    neither a token nor a key was sent
        TokenInvalid          a visitor's token was not made here
        TokenExpired          a visitor's token has ended
        KeyInvalid            no site has the key that was sent
        OperatorUnknown       the operator's key is missing or wrong
    NotAllowed            whoever asks may not, whatever they send
        OriginRefused         a page of no configured site asks, or another than the token's
        HostRefused           a server that is open to this machine was asked under another name
        OperatorOff           the operator's pages are asked for, and no operator's key is set
        FormRefused           a form of the operator's pages was not made there, or long ago
    TooMany               asked too often; `retry_after_s` says when to come again
        RateLimited           a visitor, or a key, asks more than the limits of the site allow
        SiteBusy              all who ask of a site together do
        BudgetSpent           the site has had its answers of the day
        TriesSpent            too many wrong keys of an operator came from one address
        SitePaused            the operator has paused the answers of the site
    ModelUnknown          a client of the compatible face names a model that there is not

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


class NotAdmitted(AssistantError):
    """Whoever asks has not shown that they may."""


class CredentialsMissing(NotAdmitted):
    """Neither a token nor a key was sent."""


class TokenInvalid(NotAdmitted):
    """A visitor's token was not made here."""


class TokenExpired(NotAdmitted):
    """A visitor's token has ended."""


class KeyInvalid(NotAdmitted):
    """No site has the key that was sent."""


class OperatorUnknown(NotAdmitted):
    """The operator's key is missing or wrong."""


class NotAllowed(AssistantError):
    """Whoever asks may not, whatever they send."""


class OriginRefused(NotAllowed):
    """A page of no configured site asks, or another one than the token was given to."""


class HostRefused(NotAllowed):
    """A server that is open to this machine was asked under another machine's name."""


class OperatorOff(NotAllowed):
    """The operator's pages are asked for, and no operator's key is set."""


class FormRefused(NotAllowed):
    """A form of the operator's pages was not made there, or long ago."""


class TooMany(AssistantError):
    """Asked too often; `retry_after_s` says in how many whole seconds to come again."""

    def __init__(self, message: str, retry_after_s: int = 60) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class RateLimited(TooMany):
    """A visitor, or a key, asks more than the limits of the site allow."""


class SiteBusy(TooMany):
    """All who ask of a site together ask more than its limits allow."""


class BudgetSpent(TooMany):
    """The site has had its answers of the day."""


class TriesSpent(TooMany):
    """Too many wrong keys of an operator came from one address."""


class SitePaused(TooMany):
    """The operator has paused the answers of the site."""


class ModelUnknown(AssistantError):
    """A client of the compatible face names a model that there is not."""


class ModelFailed(AssistantError):
    """A chat model gave no answer; the local path answers."""


class ModelUnreachable(ModelFailed):
    """The model refuses, fails, or cannot be reached."""


class ModelTooSlow(ModelFailed):
    """The first word, the next one or the end did not come in time."""


class ModelResting(ModelFailed):
    """The model failed too often, or has too many requests; it was not asked."""


class ModelOverBudget(ModelFailed):
    """Asking would go over a ceiling in tokens or money."""


class ModelUnreadable(ModelFailed):
    """What the model said is not of the form that was asked for."""
