"""Every error as problem+json (RFC 9457), from the one table in `codes.py`.

Clients never see `str(exc)`: what they read is written in the table, or says which part of their
own request is wrong. What we saw goes to the log.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from assistant.api import compatible
from assistant.api.codes import PUBLIC, Public, public_of
from assistant.api.wire import FieldProblem, Problem
from assistant.errors import AssistantError, NotAdmitted, OperatorUnknown, RequestInvalid, TooMany
from assistant.logs import request_id
from vectorstore.errors import StoreError

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER = {"Retry-After": "2"}
"""Seconds after which a 503 may be over: an index is opened in one or two."""
OPERATOR_REALM = 'Basic realm="Guidepost operator", charset="UTF-8"'
"""Lets a browser ask its user for the operator's key."""
MAX_VALUE_CHARS = 100
MAX_ERRORS = 10
_TYPE_NAMES = ("float", "constrained-str")
"""Parts of a place that pydantic adds where a value may be of several types."""
_WORDS = {
    "extra_forbidden": "no such field; leave it out",
    "missing": "this field is missing",
    "model_attributes_type": "the body must be a JSON object",
}
"""Our words for errors whose own speak of Python."""

_log = logging.getLogger(__name__)


def problem_of(error: Exception) -> Problem:
    """What a client is told of an error of ours."""
    public = public_of(error)
    return problem(public, error.reason if isinstance(error, RequestInvalid) else public.detail)


def http_problem(status: int) -> Problem:
    """What a client is told when the framework or a limit answers with a bare status."""
    phrase = HTTPStatus(status).phrase
    return problem(PUBLIC.get(status) or Public(status, f"http_{status}", f"{phrase}."))


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
    return problem(PUBLIC[RequestInvalid], f"{first.where}: {first.problem}", found)


def problem(public: Public, detail: str = "", errors: Sequence[FieldProblem] = ()) -> Problem:
    """An entry of the table as the public object; `detail` if something better can be said."""
    asked = request_id()
    return Problem(
        type=f"urn:guidepost:problem:{public.code}",
        title=HTTPStatus(public.status).phrase,
        status=public.status,
        code=public.code,
        detail=detail or public.detail,
        instance=f"urn:guidepost:request:{asked}" if asked else None,
        errors=list(errors),
    )


class ProblemResponse(Response):
    """A problem, in the form that the clients of its address know."""

    def __init__(self, found: Problem, headers: Mapping[str, str]) -> None:
        super().__init__(status_code=found.status)
        self._found = found
        self._more = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        found, kind = self._found, MEDIA_TYPE
        body = found.model_dump()
        status = found.status
        if compatible.is_of(scope["path"]):
            status, body, kind = *compatible.error(found), "application/json"
        await JSONResponse(body, status, headers=self._more, media_type=kind)(scope, receive, send)


def respond(found: Problem, headers: Mapping[str, str] | None = None) -> ProblemResponse:
    """The problem as a response; a 503 says when to come again."""
    return ProblemResponse(
        found, {**(RETRY_AFTER if found.status == 503 else {}), **(headers or {})}
    )


def headers_of(error: Exception) -> dict[str, str]:
    """What the response to an error says beside the problem: when to come again, with what."""
    if isinstance(error, TooMany):
        return {"Retry-After": str(error.retry_after_s)}
    if isinstance(error, OperatorUnknown):
        return {"WWW-Authenticate": OPERATOR_REALM}
    return {"WWW-Authenticate": "Bearer"} if isinstance(error, NotAdmitted) else {}


def install(app: FastAPI) -> None:
    """Answer every expected error of the app with a problem; `observe.py` answers the others."""
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(HTTPException, _on_http)
    for kind in (AssistantError, StoreError):
        app.add_exception_handler(kind, _on_error)


async def _on_validation(_request: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, RequestValidationError)
    return respond(validation_problem(error.errors()))


async def _on_http(request: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = _allowed(request, headers.get("Allow", "GET"))
    return respond(http_problem(error.status_code), headers)


async def _on_error(request: Request, error: Exception) -> ProblemResponse:
    found = problem_of(error)
    # The index's own state is said once, by its watcher.
    expected = isinstance(error, TooMany)
    if (
        found.status >= 500
        and not expected
        and error is not request.app.state.service.assistant.current.problem
    ):
        _log.error("answered with a problem", extra={"code": found.code}, exc_info=error)
    return respond(found, headers_of(error))


def _allowed(request: Request, known: str) -> str:
    """The methods of an address: the framework names those of one route of it."""
    route = getattr(request.scope.get("route"), "path", None)
    documented = request.app.openapi()["paths"].get(route, {})
    methods = {method.upper() for method in documented} or set(known.split(", "))
    return ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))


def _where(loc: Sequence[str | int]) -> str:
    # Escaped like the value: a name in a body may hold half of a surrogate pair.
    named = ".".join(str(part) for part in loc if part not in _TYPE_NAMES)
    return _cut(named.encode("ascii", "backslashreplace").decode("ascii"))


def _shown(error: Any) -> str | None:
    """The value that was wrong, as JSON would show it; not for what is missing."""
    return None if error["type"] == "missing" else _cut(ascii(error["input"]))


def _cut(text: str) -> str:
    return text if len(text) <= MAX_VALUE_CHARS else text[:MAX_VALUE_CHARS] + "..."


def _said(error: Any) -> str:
    """What is wrong, in words: pydantic's own, or those of our own checks."""
    raised = (error.get("ctx") or {}).get("error")
    if isinstance(raised, RequestInvalid):
        return raised.reason
    message: str = _WORDS.get(error["type"], error["msg"])
    return message[:1].lower() + message[1:]
