"""The one table of errors: class or status -> status, stable code, and what a client is told.

Classes are looked up along their bases, so that a subclass has at least its parent's answer. The
table stands in the OpenAPI document and in the README of this package, where tests compare it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.errors import (
    AddressInvalid,
    AnswerUnknown,
    BudgetSpent,
    ConversationBusy,
    ConversationsBroken,
    ConversationUnknown,
    CredentialsMissing,
    Draining,
    EvidenceError,
    FormRefused,
    HostRefused,
    HttpInvalid,
    KeyInvalid,
    KnowledgeUnusable,
    ModelUnknown,
    OperatorOff,
    OperatorUnknown,
    OriginRefused,
    Overloaded,
    PageUnknown,
    RateLimited,
    RequestInvalid,
    ShuttingDown,
    SiteBusy,
    SitePaused,
    SourceUnknown,
    StillOpening,
    TimedOut,
    TokenExpired,
    TokenInvalid,
    TriesSpent,
)
from vectorstore.errors import (
    EmbedderError,
    EmbedderMismatch,
    IndexMissing,
    QueryInvalid,
    SchemaMismatch,
    SnapshotBroken,
    StoreError,
)


@dataclass(frozen=True, slots=True)
class Public:
    """What a client is told of an error."""

    status: int
    """Of the response."""
    code: str
    """Stable, for programs."""
    detail: str
    """What failed and what to do, for people; a refused request says more of itself."""


_DAMAGED = Public(
    503, "index_broken", "The index is damaged; run `guidepost index verify` on the server."
)

PUBLIC: Mapping[type[Exception] | int, Public] = {
    400: Public(400, "invalid_json", "The body is not JSON in UTF-8."),
    HttpInvalid: Public(400, "invalid_http", "What came is no HTTP request."),
    AddressInvalid: Public(
        400, "invalid_url", "The address is not UTF-8 behind its percent signs."
    ),
    CredentialsMissing: Public(
        401,
        "credentials_missing",
        "Send a visitor's token or a site's key, as Authorization: Bearer.",
    ),
    TokenInvalid: Public(
        401, "token_invalid", "The token is not of this server; POST /widget/session gives one."
    ),
    TokenExpired: Public(
        401, "token_expired", "The token has ended; POST /widget/session gives a new one."
    ),
    KeyInvalid: Public(401, "key_invalid", "No site of this server has this key."),
    OperatorUnknown: Public(
        401, "operator_unknown", "The operator's key is needed here, as password or bearer."
    ),
    OriginRefused: Public(
        403,
        "origin_not_allowed",
        "Pages of this origin may not ask here; the operator lists those that may.",
    ),
    HostRefused: Public(
        403,
        "host_not_allowed",
        "Without configured sites only this machine is answered, under its own name.",
    ),
    OperatorOff: Public(
        403, "operator_off", "No operator's key is set on the server; see GUIDEPOST_OPERATOR_KEY."
    ),
    FormRefused: Public(403, "form_refused", "Load the page again, and send its form from there."),
    404: Public(
        404, "not_found", "There is nothing at this address; /openapi.json lists what there is."
    ),
    405: Public(
        405,
        "method_not_allowed",
        "This address does not take this method; see the Allow header.",
    ),
    408: Public(408, "body_too_slow", "The body did not come in time; send it again."),
    413: Public(413, "body_too_large", "The body is larger than this server takes."),
    414: Public(414, "url_too_long", "The address is longer than this server takes."),
    415: Public(415, "not_json", "The body must be sent as application/json, in UTF-8."),
    431: Public(431, "headers_too_large", "The headers are more than this server takes."),
    RequestInvalid: Public(422, "invalid_request", "The request cannot be taken as it is."),
    QueryInvalid: Public(
        422, "invalid_request", "The parts of the query do not go together; see /openapi.json."
    ),
    SourceUnknown: Public(
        404, "source_not_found", "One of the sources named is not held; leave it out."
    ),
    PageUnknown: Public(
        404, "source_not_found", "No page of this id is held; citations name those that are."
    ),
    ConversationUnknown: Public(
        404,
        "conversation_not_found",
        "No conversation of this id is kept; leave conversation_id out to start a new one.",
    ),
    AnswerUnknown: Public(
        404,
        "answer_not_found",
        "No answer of this id is kept in a conversation; it may have been erased.",
    ),
    ModelUnknown: Public(
        404, "model_not_found", "There is no model of this name; GET /v1/models lists the one."
    ),
    ConversationBusy: Public(
        409, "conversation_busy", "Another turn of this conversation came first; send it again."
    ),
    ConversationsBroken: Public(
        503, "conversations_unavailable", "Conversations cannot be kept just now."
    ),
    RateLimited: Public(
        429, "rate_limited", "Too many requests from one place; come again after Retry-After."
    ),
    SiteBusy: Public(
        429, "site_busy", "This site is asked too much just now; come again after Retry-After."
    ),
    BudgetSpent: Public(
        429, "budget_spent", "This site has had its answers of the day; come again tomorrow (UTC)."
    ),
    TriesSpent: Public(429, "too_many_tries", "Too many wrong keys; come again after Retry-After."),
    SitePaused: Public(503, "site_paused", "This site's answers are paused by its operator."),
    TimedOut: Public(
        504, "timeout", "The answer took too long; ask again, or ask for less at once."
    ),
    Overloaded: Public(503, "overloaded", "Too many requests at once; ask again in a moment."),
    ShuttingDown: Public(
        503, "shutting_down", "The server is being stopped; ask again in a moment."
    ),
    Draining: Public(
        503, "draining", "The server is being stopped: send questions to another one."
    ),
    StillOpening: Public(503, "index_opening", "The index is being opened; ask again in a moment."),
    IndexMissing: Public(
        503, "index_missing", "There is no index yet; run `guidepost ingest PATH` on the server."
    ),
    SchemaMismatch: Public(
        503,
        "index_schema",
        "The index was written by another version of this program; ingest again on the server.",
    ),
    EmbedderMismatch: Public(
        503,
        "index_embedder",
        "The index was built with another embedding model; set it as it was, or ingest again.",
    ),
    SnapshotBroken: _DAMAGED,
    EvidenceError: _DAMAGED,
    KnowledgeUnusable: Public(
        503, "index_unusable", "The index could not be prepared; the server's log says why."
    ),
    EmbedderError: Public(
        503, "embedder_unavailable", "The embedding model is not available just now."
    ),
    StoreError: Public(503, "index_unavailable", "The index cannot be used just now."),
    Exception: Public(
        500, "internal_error", "Something went wrong here; it was noted in the server's log."
    ),
}
"""By class of ours, or by the status that the framework or a limit answers with."""


def public_of(error: Exception) -> Public:
    """What a client is told of an error: the entry of its nearest class."""
    return next(PUBLIC[kind] for kind in type(error).__mro__ if kind in PUBLIC)


def codes() -> Mapping[str, Public]:
    """Every code with its first entry, by status and then in the order of the table."""
    found: dict[str, Public] = {}
    for public in sorted(PUBLIC.values(), key=lambda p: p.status):
        found.setdefault(public.code, public)
    return found


def first_of(status: int) -> Public:
    """The first entry of a status, as an example of it."""
    return next(p for p in PUBLIC.values() if p.status == status)
