"""At the door of the app: who is let in, and what pages of other origins may read.

Whatever address is not named here is for those who may ask, so that a new route is closed until it
is opened. What is refused is refused before its body is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.access import Access, Asked, Caller, Kind, read_origin
from assistant.addresses import client_of
from assistant.api.problems import headers_of, problem_of, respond
from assistant.errors import NotAdmitted, NotAllowed, OriginRefused, TooMany

KINDS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"/|/embed|/healthz|/readyz|/openapi\.json|/(page|widget)/.+"), Kind.PUBLIC),
    (re.compile(r"/sources/[^/]+/view"), Kind.VIEW),
    (re.compile(r"/ask|/v1/chat/completions"), Kind.ANSWER),
    (re.compile(r"/metrics"), Kind.METRICS),
    (re.compile(r"/operator(/.*)?", re.DOTALL), Kind.OPERATOR),
)
"""What addresses are for; the first that fits the whole path. All others are `Kind.OTHER`."""
SESSION = "/widget/session"
_METHODS = "GET, POST, DELETE"
_HEADERS = "Accept, Authorization, Content-Type, X-Request-ID"
_EXPOSED = "Retry-After, X-Request-ID"
PREFLIGHT_S = 600
"""Seconds that a browser may remember what a page may send."""
_OURS_ALONE = (Kind.OPERATOR, Kind.METRICS)


def kind_of(path: str) -> Kind:
    """What an address is for.

    >>> kind_of("/ask").value, kind_of("/widget/define.js").value, kind_of("/ask/").value
    ('answer', 'public', 'other')
    """
    if path == SESSION:
        return Kind.SESSION
    return next((kind for pattern, kind in KINDS if pattern.fullmatch(path)), Kind.OTHER)


def caller_of(request: HTTPConnection) -> Caller:
    """Whom the door let in."""
    caller = request.state.caller
    assert isinstance(caller, Caller)
    return caller


def site_of(request: HTTPConnection) -> str:
    """Name of the site that asks; empty on a server that is open."""
    site = caller_of(request).site
    return site.name if site else ""


def asked_by(scope: Scope, access: Access) -> Asked:
    """What a request says of who sends it."""
    headers = Headers(scope=scope)
    peer = scope["client"][0] if scope.get("client") else None
    return Asked(
        kind_of(scope["path"]),
        client_of(peer, headers.getlist("x-forwarded-for"), access.trusted),
        headers.get("authorization", ""),
        read_origin(headers.get("origin")),
        headers.get("host", ""),
    )


class Readable:
    """Tells browsers which pages may read an answer, whatever becomes of the request."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = asked_by(scope, self._access)
        readable = _is_readable(asked, self._access)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent = MutableHeaders(scope=message)
                # Also where no origin came: a cache must not give one page's answer to another's.
                sent.add_vary_header("Origin")
                if readable and asked.origin is not None:
                    sent["Access-Control-Allow-Origin"] = asked.origin
                    sent["Access-Control-Expose-Headers"] = _EXPOSED
            await send(message)

        await self._app(scope, receive, with_headers)


class Door:
    """Lets in whom `Access` admits, and answers browsers that ask what a page may send."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = asked_by(scope, self._access)
        if _is_preflight(scope):
            await _preflight(_is_readable(asked, self._access))(scope, receive, send)
            return
        try:
            caller = self._access.admit(asked)
        except (NotAdmitted, NotAllowed, TooMany) as error:
            # The body is not read: the connection ends with this answer.
            ending = {**headers_of(error), "Connection": "close"}
            await respond(problem_of(error), ending)(scope, receive, send)
            return
        scope["state"] = {**scope.get("state", {}), "caller": caller}
        if caller.site is not None and (exchange := scope["state"].get("exchange")):
            exchange.site = caller.site.name
        await self._app(scope, receive, send)


def _preflight(readable: bool) -> Response:
    if not readable:
        return respond(problem_of(OriginRefused("a preflight came from no configured site")))
    return Response(
        status_code=HTTPStatus.NO_CONTENT,
        headers={
            "Access-Control-Allow-Methods": _METHODS,
            "Access-Control-Allow-Headers": _HEADERS,
            "Access-Control-Max-Age": str(PREFLIGHT_S),
            "Vary": "Access-Control-Request-Method, Access-Control-Request-Headers",
        },
    )


def _is_readable(asked: Asked, access: Access) -> bool:
    """Whether the page that asks may read the answer; what is the operator's no page may."""
    return asked.kind not in _OURS_ALONE and access.allows(asked.origin)


def framed_by(access: Access) -> str:
    """Who may show the page of the assistant in a frame: the configured sites."""
    return " ".join(_listed(access)) or "'none'"


def _listed(access: Access) -> Iterable[str]:
    return (origin for site in access.sites for origin in site.origins)


def _is_preflight(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    return (
        scope["method"] == "OPTIONS"
        and "origin" in headers
        and "access-control-request-method" in headers
    )
