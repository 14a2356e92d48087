"""Refuses what a route would pass over in silence: unknown parameters, bodies that are not JSON.

What a route takes is read from the OpenAPI document, so that the two cannot differ.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

_JSON = "application/json"
_UNKNOWN = "no such parameter; leave it out"
_TWICE = "given more than once; give it once"


async def only_what_is_documented(request: Request) -> None:
    """A dependency of every route. Raises: HTTPException (415), RequestValidationError."""
    operation = _operation(request)
    if "requestBody" in operation and not _is_json(request.headers.get("content-type", "")):
        raise HTTPException(415)
    if not operation:
        return
    taken = {p["name"]: p["schema"] for p in operation.get("parameters", []) if p["in"] == "query"}
    given = Counter(name for name, _ in request.query_params.multi_items())
    wrong = [
        {"type": "parameter", "loc": ("query", name), "input": request.query_params[name], "msg": m}
        for name, times in given.items()
        if (m := _problem(taken.get(name), times))
    ]
    if wrong:
        raise RequestValidationError(wrong)


def _operation(request: Request) -> dict[str, Any]:
    """The documented operation of this request; empty for pages and files."""
    paths: dict[str, Any] = request.app.openapi()["paths"]
    operation: dict[str, Any] = paths.get(request.scope["route"].path, {}).get(
        request.method.lower(), {}
    )
    return operation


def _problem(schema: dict[str, Any] | None, times: int) -> str | None:
    if schema is None:
        return _UNKNOWN
    return _TWICE if times > 1 and schema.get("type") != "array" else None


def _is_json(content_type: str) -> bool:
    kind, _, parameters = content_type.lower().partition(";")
    charset = parameters.replace(" ", "").replace('"', "").removeprefix("charset=")
    return kind.strip() == _JSON and charset in ("", "utf-8", "utf8")
