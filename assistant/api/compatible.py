"""Errors of the compatible face in the shape that OpenAI's clients read. Pure.

The codes are those of `codes.py`; a request that cannot be taken is 400 here, as these clients
expect, and 422 everywhere else.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.api.wire import Problem

PREFIX = "/v1/"
"""How the addresses of the compatible face begin."""
ErrorType = Literal[
    "invalid_request_error",
    "authentication_error",
    "permission_error",
    "rate_limit_error",
    "insufficient_quota",
    "server_error",
]


class CompatibleProblem(BaseModel):
    """What went wrong."""

    model_config = ConfigDict(frozen=True)

    message: str = Field(description="What failed and what to do, for people.")
    type: ErrorType
    param: str | None = Field(description="The part of the request that is wrong, if one is.")
    code: str = Field(description="Stable, for programs; as on the other routes.")


class CompatibleError(BaseModel):
    """Every error of the compatible face has this shape."""

    model_config = ConfigDict(frozen=True)

    error: CompatibleProblem


def is_of(path: str) -> bool:
    """Whether an address is one of the compatible face."""
    return path.startswith(PREFIX)


def error(found: Problem) -> tuple[int, dict[str, Any]]:
    """The status and the body of a problem here."""
    unfit = found.status == HTTPStatus.UNPROCESSABLE_ENTITY
    status = int(HTTPStatus.BAD_REQUEST) if unfit else found.status
    param = found.errors[0].where.removeprefix("body.") if found.errors else None
    told = CompatibleProblem(
        message=found.detail, type=_type(status, found.code), param=param, code=found.code
    )
    return status, CompatibleError(error=told).model_dump()


def _type(status: int, code: str) -> ErrorType:
    if code == "budget_spent":
        return "insufficient_quota"
    named: dict[int, ErrorType] = {
        401: "authentication_error",
        403: "permission_error",
        429: "rate_limit_error",
    }
    return named.get(status, "server_error" if status >= 500 else "invalid_request_error")
