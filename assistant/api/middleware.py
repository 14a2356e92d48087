"""What holds for every request and response: bounds on what is sent, and headers for safety."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from urllib.parse import unquote_to_bytes

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.problems import http_problem, problem_of, respond
from assistant.api.wire import Problem
from assistant.errors import AddressInvalid
from assistant.settings import ServerSettings

MAX_HEADERS = 100
"""Header lines of a request: browsers send 20, proxies add a few."""


class Limits:
    """Refuses addresses, headers and bodies that are larger than the settings allow.

    413 goes to a body that announces, or turns out to hold, too many bytes; 408 to one that does
    not come in time. The parser before this has a bound of its own on headers (`protocol.py`).
    """

    def __init__(self, app: ASGIApp, limits: ServerSettings) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refused = self._refused(scope)
        if refused is not None:
            # The body is not read: the connection ends with this answer.
            await respond(refused, {"Connection": "close"})(scope, receive, send)
            return
        read = 0
        due: float | None = asyncio.get_running_loop().time() + self._limits.body_s

        async def counted() -> Message:
            nonlocal read, due
            try:
                async with asyncio.timeout_at(due):
                    message = await receive()
            except TimeoutError:
                raise HTTPException(408, headers={"Connection": "close"}) from None
            if not message.get("more_body", False):
                due = None  # what is waited for from here on is the client's leaving
            read += len(message.get("body", b""))
            if read > self._limits.max_body_bytes:
                raise HTTPException(413)
            return message

        await self._app(scope, counted, send)

    def _refused(self, scope: Scope) -> Problem | None:
        path = scope.get("raw_path") or scope["path"].encode()
        if len(path) + len(scope["query_string"]) > self._limits.max_url_bytes:
            return http_problem(414)
        headers = scope["headers"]
        held = sum(len(name) + len(value) for name, value in headers)
        if len(headers) > MAX_HEADERS or held > self._limits.max_header_bytes:
            return http_problem(431)
        if _announced(scope) > self._limits.max_body_bytes:
            return http_problem(413)
        try:
            unquote_to_bytes(path + b"?" + scope["query_string"]).decode()
        except UnicodeDecodeError:
            return problem_of(AddressInvalid("the address of a request is not UTF-8"))
        return None


class SafeHeaders:
    """Adds headers to every response that does not set them itself."""

    def __init__(
        self,
        app: ASGIApp,
        headers: Mapping[str, str],
        of_path: Mapping[str, Callable[[], Mapping[str, str]]] | None = None,
    ) -> None:
        """`of_path` makes those of single addresses, in place of `headers`."""
        self._app = app
        self._headers = headers
        self._of_path = of_path or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        made = self._of_path.get(scope.get("path", ""))
        headers = made() if made else self._headers

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent = MutableHeaders(scope=message)
                for name, value in headers.items():
                    sent.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)


def _announced(scope: Scope) -> int:
    length = dict(scope["headers"]).get(b"content-length", b"")
    # Digits of any length would do; more than twenty are no honest size.
    return int(length[:20]) if length.isdigit() else 0
