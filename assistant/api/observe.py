"""Around every request: its id, the log line and the metrics it ends with, and the last resort.

The outermost layer of the app, and the only place that catches every exception: whatever was not
foreseen becomes a problem here, and a line in the log. What a request was about is told by its
route, which fills in its `Exchange`.
"""

from __future__ import annotations

import hashlib
import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.metrics import Metrics
from assistant.api.problems import problem_of, respond
from assistant.logs import in_request
from assistant.records import Answer, ConversationId

REQUEST_ID = "X-Request-ID"
CLIENT_LEFT = 499
"""Logged and counted where the client left before an answer began; nobody receives it."""
UNKNOWN = "unknown"
"""Route of every address that there is not, and name of every method that HTTP does not have."""

_GIVEN_ID = re.compile(r"[A-Za-z0-9._~:+/=-]{1,64}")
_METHODS = frozenset("GET HEAD POST PUT PATCH DELETE OPTIONS TRACE CONNECT".split())

_log = logging.getLogger(__name__)


@dataclass
class Exchange:
    """One request and what came of it."""

    id: str
    """As the client gave it, or made here."""
    method: str
    started: float = field(default_factory=time.perf_counter)
    """Seconds, of the performance counter."""
    status: int = 0
    """Of the response; 0 until it has begun."""
    sent_bytes: int = 0
    """Of the response's body."""
    answer: Answer | None = None
    """The whole answer, once there is one."""
    conversation_id: ConversationId | None = None
    """Known with the answer."""
    site: str | None = None
    """Name of the site that asks; None on a server that is open, and where nobody was let in."""

    def answered(self, conversation_id: ConversationId, answer: Answer) -> None:
        """Told by the route that gives answers, in whatever form."""
        self.conversation_id, self.answer = conversation_id, answer


def exchange_of(request: Request) -> Exchange:
    """What is noted of this request."""
    exchange = request.state.exchange
    assert isinstance(exchange, Exchange)
    return exchange


class Observed:
    """Gives a request its id, answers what nobody else did, and tells log and metrics."""

    def __init__(
        self,
        app: ASGIApp,
        metrics: Metrics,
        index_version: Callable[[], str | None],
        *,
        questions: bool = False,
    ) -> None:
        self._app = app
        self._metrics = metrics
        self._index_version = index_version
        self._questions = questions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = Exchange(_id_of(scope), scope["method"])
        state = {**scope.get("state", {}), "exchange": exchange}
        # HEAD is GET without the body: no route need know it.
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        inner = {**scope, "method": method, "state": state}
        with in_request(request_id=exchange.id), self._metrics.in_flight():
            try:
                await self._answered(exchange, inner, receive, send)
            finally:
                self._tell(exchange, inner)

    async def _answered(
        self, exchange: Exchange, scope: Scope, receive: Receive, send: Send
    ) -> None:
        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                exchange.status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID] = exchange.id
            else:
                body = message.get("body", b"")
                exchange.sent_bytes += len(body)
                message["body"] = b"" if exchange.method == "HEAD" else body
            await send(message)

        try:
            await self._app(scope, receive, counted)
        except ClientDisconnect:
            return
        except Exception as error:  # noqa: BLE001 - the edge: nothing may leave without an answer
            _log.error("unexpected", exc_info=error)
            if not exchange.status:
                await respond(problem_of(error))(scope, receive, counted)
            # Else the body has begun: it ends here, cut, and the server closes the connection.

    def _tell(self, exchange: Exchange, scope: Scope) -> None:
        seconds = time.perf_counter() - exchange.started
        status = exchange.status or CLIENT_LEFT
        method = exchange.method if exchange.method in _METHODS else UNKNOWN
        route = _route_of(scope)
        self._metrics.requested(method, route, status, seconds)
        facts: dict[str, Any] = {
            "method": method,
            "route": route,
            "status": status,
            "ms": round(seconds * 1000, 2),
            "bytes": exchange.sent_bytes,
            "index_version": self._index_version(),
        }
        if exchange.site is not None:
            facts["site"] = exchange.site
        if exchange.answer is not None:
            self._metrics.answered(exchange.answer)
            facts |= _facts(exchange.answer, exchange.conversation_id)
        if self._questions:
            facts |= _words(exchange.answer, scope)
        _log.info("request", extra=facts)


def hashed(conversation_id: str) -> str:
    """What the log calls a conversation: who knows its id can read and erase it."""
    return hashlib.sha256(conversation_id.encode("utf-8", "replace")).hexdigest()[:12]


def _facts(answer: Answer, conversation_id: ConversationId | None) -> dict[str, Any]:
    return {
        "answer": answer.status.value,
        "stages_ms": {s.stage: round(s.ms, 2) for s in answer.trace.stages},
        "dropped": len(answer.trace.dropped),
        **_model_facts(answer),
        "conversation": hashed(conversation_id) if conversation_id else None,
        "index_version": answer.evidence.index_version,
    }


def _model_facts(answer: Answer) -> dict[str, Any]:
    """What models had a part in it; nothing where none is set."""
    trace = answer.trace
    if not trace.usage.calls and trace.degraded is None:
        return {}
    return {
        "model": {"reader": trace.reader, "composer": trace.composer},
        "degraded": trace.degraded is not None,
        "prompts": list(trace.prompts),
        "tokens": [trace.usage.input_tokens, trace.usage.output_tokens],
        "cost_usd": trace.usage.cost_usd,
    }


def _words(answer: Answer | None, scope: Scope) -> dict[str, Any]:
    """What a visitor sent and got: only by the setting."""
    sent = {
        "path": scope["path"],
        "query": scope["query_string"].decode("ascii", "backslashreplace"),
    }
    told = {"question": answer.plan.question, "text": answer.text} if answer else {}
    return {**sent, **told}


def _id_of(scope: Scope) -> str:
    given = Headers(scope=scope).get(REQUEST_ID, "")
    return given if _GIVEN_ID.fullmatch(given) else uuid4().hex


def _route_of(scope: Scope) -> str:
    """The template of the route that was found: one label for all addresses that there are not."""
    route = scope.get("route")
    if route is not None:
        return str(route.path)
    if "endpoint" not in scope:
        return UNKNOWN
    # Files below a folder, or the one address of the OpenAPI document.
    return f"{scope['root_path']}/{{file}}" if scope["root_path"] else str(scope["path"])
