"""Every error as problem+json (RFC 9457): one table from class to status and stable code.

Clients never see `str(exc)`: what they read is written here, or says which part of their own
request is wrong. What we saw goes to the log.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from assistant.api.wire import FieldProblem, Problem
from assistant.errors import (
    AssistantError,
    ConversationBusy,
    ConversationsBroken,
    ConversationUnknown,
    EvidenceError,
    KnowledgeUnusable,
    PageUnknown,
    RequestInvalid,
    SourceUnknown,
    StillOpening,
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

MEDIA_TYPE = "application/problem+json"
MAX_VALUE_CHARS = 100
MAX_ERRORS = 10
_TYPE_NAMES = ("float", "constrained-str")
"""Parts of a place that pydantic adds where a value may be of several types."""
_WORDS = {
    "extra_forbidden": "no such field; leave it out",
    "missing": "this field is missing",
    "model_attributes_type": "the body must be a JSON object, sent as application/json",
}
"""Our words for errors whose own speak of Python."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Public:
    """What a client is told of an error."""

    status: int
    code: str
    detail: str


PUBLIC: dict[type[Exception], _Public] = {
    RequestInvalid: _Public(422, "invalid_request", "The request cannot be taken as it is."),
    QueryInvalid: _Public(
        422, "invalid_request", "The parts of the query do not go together; see /openapi.json."
    ),
    SourceUnknown: _Public(
        404, "source_not_found", "One of the sources named is not held; leave it out."
    ),
    PageUnknown: _Public(
        404, "source_not_found", "No page of this id is held; citations name those that are."
    ),
    ConversationUnknown: _Public(
        404,
        "conversation_not_found",
        "No conversation of this id is kept; leave conversation_id out to start a new one.",
    ),
    ConversationBusy: _Public(
        409, "conversation_busy", "Another turn of this conversation came first; send it again."
    ),
    ConversationsBroken: _Public(
        503, "conversations_unavailable", "Conversations cannot be kept just now."
    ),
    StillOpening: _Public(
        503, "index_opening", "The index is being opened; ask again in a moment."
    ),
    IndexMissing: _Public(
        503, "index_missing", "There is no index yet; run `guidepost ingest PATH` on the server."
    ),
    SchemaMismatch: _Public(
        503,
        "index_schema",
        "The index was written by another version of this program; ingest again on the server.",
    ),
    EmbedderMismatch: _Public(
        503,
        "index_embedder",
        "The index was built with another embedding model; set it as it was, or ingest again.",
    ),
    SnapshotBroken: _Public(
        503, "index_broken", "The index is damaged; run `guidepost index verify` on the server."
    ),
    EvidenceError: _Public(
        503, "index_broken", "The index is damaged; run `guidepost index verify` on the server."
    ),
    KnowledgeUnusable: _Public(
        503, "index_unusable", "The index could not be prepared; the server's log says why."
    ),
    EmbedderError: _Public(
        503, "embedder_unavailable", "The embedding model is not available just now."
    ),
    StoreError: _Public(503, "index_unavailable", "The index cannot be used just now."),
    Exception: _Public(
        500, "internal_error", "Something went wrong here; it was noted in the server's log."
    ),
}
"""Looked up along the class's bases, so that a subclass has at least its parent's answer."""

HTTP_CODES = {
    400: ("invalid_json", "The body is not JSON in UTF-8."),
    404: ("not_found", "There is nothing at this address; /openapi.json lists what there is."),
    405: ("method_not_allowed", "This address does not take this method; see the Allow header."),
    413: ("body_too_large", "The body is larger than this server takes."),
}
"""For errors that the framework raises itself."""


def problem_of(error: Exception) -> Problem:
    """What a client is told of an error of ours."""
    public = next(PUBLIC[kind] for kind in type(error).__mro__ if kind in PUBLIC)
    detail = error.reason if isinstance(error, RequestInvalid) else public.detail
    return _problem(public.status, public.code, detail)


def http_problem(status: int) -> Problem:
    """What a client is told when the framework answers with a bare status."""
    code, detail = HTTP_CODES.get(status, (f"http_{status}", HTTPStatus(status).phrase + "."))
    return _problem(status, code, detail)


def validation_problem(errors: Sequence[Any]) -> Problem:
    """What a client is told of a request that does not have the form it must have."""
    if any(e["type"] == "json_invalid" for e in errors):
        return http_problem(400)
    by_place: dict[str, FieldProblem] = {}
    for e in errors[:MAX_ERRORS]:
        where = _where(e["loc"])
        # A value of several possible types has an error for each: the first says enough.
        by_place.setdefault(where, FieldProblem(where=where, value=_shown(e), problem=_said(e)))
    found = list(by_place.values())
    first = found[0]
    return _problem(422, "invalid_request", f"{first.where}: {first.problem}", found)


def respond(problem: Problem, headers: dict[str, str] | None = None) -> JSONResponse:
    """The problem as a response."""
    return JSONResponse(
        problem.model_dump(), problem.status, headers=headers, media_type=MEDIA_TYPE
    )


def install(app: FastAPI) -> None:
    """Answer every error of the app with a problem."""
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(Exception, _on_error)
    for kind in (AssistantError, StoreError):
        app.add_exception_handler(kind, _on_error)


async def _on_validation(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    return respond(validation_problem(error.errors()))


async def _on_http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return respond(http_problem(error.status_code), dict(error.headers or {}))


async def _on_error(request: Request, error: Exception) -> JSONResponse:
    problem = problem_of(error)
    # The index's own state is said once by its watcher, and the traceback of a 500 by the server.
    if problem.status >= 500 and error is not request.app.state.service.assistant.current.problem:
        _log.error("%s %s: %s", request.method, request.url.path, error)
    return respond(problem, {"Retry-After": "2"} if problem.status == 503 else None)


def _problem(status: int, code: str, detail: str, errors: Sequence[FieldProblem] = ()) -> Problem:
    return Problem(
        type=f"urn:guidepost:problem:{code}",
        title=HTTPStatus(status).phrase,
        status=status,
        code=code,
        detail=detail,
        errors=list(errors),
    )


def _where(loc: Sequence[str | int]) -> str:
    return ".".join(str(part) for part in loc if part not in _TYPE_NAMES)


def _shown(error: Any) -> str | None:
    """The value that was wrong, as JSON would show it; not for what is missing."""
    if error["type"] == "missing":
        return None
    shown = ascii(error["input"])
    return shown if len(shown) <= MAX_VALUE_CHARS else shown[:MAX_VALUE_CHARS] + "..."


def _said(error: Any) -> str:
    """What is wrong, in words: pydantic's own, or those of our own checks."""
    raised = (error.get("ctx") or {}).get("error")
    if isinstance(raised, RequestInvalid):
        return raised.reason
    message: str = _WORDS.get(error["type"], error["msg"])
    return message[:1].lower() + message[1:]
