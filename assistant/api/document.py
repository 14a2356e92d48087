"""The OpenAPI document: FastAPI's, with our one shape of errors and our media types in it."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from assistant.api.wire import FieldProblem, Problem

_REF = "#/components/schemas/{model}"
_DESCRIPTION = (
    "Answers over career guides and program listings: figures are computed over all rows, each "
    "sentence is cited to an exact span, and what is not held is said not to be held."
)


def document(app: FastAPI) -> None:
    """Let `GET /openapi.json` describe every route, its examples and its errors."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _complete(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # as FastAPI's documentation says


def _complete(app: FastAPI) -> dict[str, Any]:
    made = get_openapi(
        title=app.title, version=app.version, description=_DESCRIPTION, routes=app.routes
    )
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    for model in (FieldProblem, Problem):
        schemas[model.__name__] = model.model_json_schema(ref_template=_REF)
        schemas[model.__name__].pop("$defs", None)
    return made
