"""The OpenAPI document: FastAPI's, with our one shape of errors, their codes and our headers."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from assistant.access import Kind
from assistant.api import compatible
from assistant.api.codes import codes, first_of
from assistant.api.compatible import CompatibleError, CompatibleProblem
from assistant.api.door import kind_of
from assistant.api.problems import MEDIA_TYPE, problem
from assistant.api.stream import MEDIA_TYPE as EVENTS
from assistant.api.wire import FieldProblem, Problem

_REF = "#/components/schemas/{model}"
_DESCRIPTION = (
    "Answers over career guides and program listings: figures are computed over all rows, each "
    "sentence is cited to an exact span, and what is not held is said not to be held.\n\n"
    "Every error is a problem object (RFC 9457) with one of these codes:\n\n"
)
_ALWAYS = (400, 414, 431, 500)
"""Errors that any request can meet, whatever its route."""
_OF_BODIES = (413, 415, 422)
PROBLEM = "Problem"
COMPATIBLE = "Compatible"
"""Begin the names of the two shapes of errors in the document."""
_SCHEMES = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "A visitor's token, which `POST /widget/session` gives to pages of "
        "configured sites, or a site's key.",
    },
    "operator": {
        "type": "http",
        "scheme": "basic",
        "description": "The operator's key as password; the name is not looked at.",
    },
}
_NEEDED = {
    Kind.ANSWER: ("bearer",),
    Kind.OTHER: ("bearer",),
    Kind.METRICS: ("operator",),
}
_EVENTS = {
    "meta": None,
    "plan": None,
    "rows": None,
    "segment": "SegmentOut",
    "citation": "CitationOut",
    "done": "AskResponse",
    "error": "Problem",
}
"""Events of a stream by name, with the model of their data where it is one of ours."""
_CHUNK = {
    "type": "object",
    "description": "A chunk of a chat completion as JSON, or [DONE].",
    "required": ["data"],
    "properties": {"data": {"type": "string"}},
}
_REQUEST_ID = {
    "description": "The request's id: the one sent, if it is made of 1 to 64 such characters.",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9._~:+/=-]{1,64}$"},
    "example": "5f0c5f0c5f0c5f0c",
}


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The documented errors of a route, without those that every route can give."""
    return {status: {"description": _described(status)} for status in statuses}


def document(app: FastAPI) -> None:
    """Let `GET /openapi.json` describe every route, its examples and its errors."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _complete(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # as FastAPI's documentation says


def code_table() -> str:
    """Every code with its status and what a client is told, as a Markdown table."""
    lines = ["| status | code | detail |", "|---|---|---|"]
    lines += [f"| {p.status} | `{code}` | {p.detail} |" for code, p in codes().items()]
    return "\n".join(lines)


def _complete(app: FastAPI) -> dict[str, Any]:
    made = get_openapi(
        title=app.title,
        version=app.version,
        description=_DESCRIPTION + code_table(),
        routes=app.routes,
    )
    parts = made.setdefault("components", {})
    schemas = parts.setdefault("schemas", {})
    for model in (FieldProblem, Problem, CompatibleProblem, CompatibleError):
        schemas[model.__name__] = model.model_json_schema(ref_template=_REF)
        schemas[model.__name__].pop("$defs", None)
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    parts["headers"] = {"RequestId": _REQUEST_ID}
    answers = made["paths"]["/ask"]["post"]["responses"]["200"]["content"]
    # A keyword of OpenAPI 3.2, in place of `schema`, which has no words for one event of a stream.
    answers[EVENTS].pop("schema")
    answers[EVENTS]["itemSchema"] = {"oneOf": [_event(name) for name in _EVENTS]}
    chunks = made["paths"]["/v1/chat/completions"]["post"]["responses"]["200"]["content"]
    chunks[EVENTS].pop("schema")
    chunks[EVENTS]["itemSchema"] = _CHUNK
    named: set[tuple[str, int]] = set()
    for path, methods in made["paths"].items():
        shape = COMPATIBLE if compatible.is_of(path) else PROBLEM
        for operation in methods.values():
            named |= {(shape, status) for status in _with_errors(operation, shape)}
    parts["responses"] = {f"{shape}{s}": _response(shape, s) for shape, s in sorted(named)}
    _say_who_may(made)
    return made


def _say_who_may(made: dict[str, Any]) -> None:
    """Name what is sent to be let in, beside each operation that asks for it."""
    made["components"]["securitySchemes"] = _SCHEMES
    for path, methods in made["paths"].items():
        needed = _NEEDED.get(kind_of(path))
        if needed:
            for operation in methods.values():
                # Nothing at all is enough on a server that is open, for development.
                operation["security"] = [{name: []} for name in needed] + [{}]


def _event(name: str) -> dict[str, Any]:
    """The schema of an event of this name, as its parser gives it: the data are text."""
    held = {"$ref": _REF.format(model=_EVENTS[name])} if _EVENTS[name] else {"type": "object"}
    data = {"type": "string", "contentMediaType": "application/json", "contentSchema": held}
    return {
        "type": "object",
        "required": ["event", "data"],
        "properties": {"event": {"const": name}, "id": {"type": "string"}, "data": data},
    }


def _with_errors(operation: dict[str, Any], shape: str) -> set[int]:
    """Complete the responses of an operation; the statuses of its errors."""
    responses = operation["responses"]
    for good in responses.values():
        good.setdefault("headers", {})["X-Request-ID"] = {"$ref": "#/components/headers/RequestId"}
    wrong = {int(status) for status in responses if int(status) >= 400} | {*_ALWAYS}
    wrong |= {*_OF_BODIES} if "requestBody" in operation else set()
    # Unknown parameters are refused everywhere, also where none is taken.
    wrong.add(422)
    if shape == COMPATIBLE:
        responses.pop("422", None)
        wrong.discard(422)
    for status in sorted(wrong):
        responses[str(status)] = {"$ref": f"#/components/responses/{shape}{status}"}
    return wrong


def _response(shape: str, status: int) -> dict[str, Any]:
    found = problem(first_of(status))
    shown = {**found.model_dump(), "instance": "urn:guidepost:request:5f0c5f0c5f0c5f0c"}
    kind, model, example = MEDIA_TYPE, Problem.__name__, shown
    if shape == COMPATIBLE:
        kind, model = "application/json", CompatibleError.__name__
        _, example = compatible.error(found)
    return {
        "description": _described(status),
        "headers": {"X-Request-ID": {"$ref": "#/components/headers/RequestId"}},
        "content": {kind: {"schema": {"$ref": _REF.format(model=model)}, "example": example}},
    }


def _described(status: int) -> str:
    return ", ".join(f"`{code}`" for code, p in codes().items() if p.status == status)
