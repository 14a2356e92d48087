"""`POST /widget/session`: what the element on a site's page asks for before its first question."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.access import read_origin
from assistant.api.depends import ServiceNow
from assistant.api.document import errors
from assistant.api.wire_examples import SESSION

router = APIRouter(tags=["widget"])


class SessionRequest(BaseModel):
    """Nothing is told of a visitor."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SessionOut(BaseModel):
    """A token for the visitors of one page, or word that none is needed."""

    model_config = ConfigDict(frozen=True)

    token: str | None = Field(description="Sent as `Authorization: Bearer`; null if open.")
    expires_at: datetime | None = Field(description="When to ask for another one.")
    open: bool = Field(description="The server answers without tokens, for development.")


@router.post(
    "/widget/session",
    summary="A short-lived token for a page of a configured site",
    responses={
        200: {"content": {"application/json": {"example": SESSION}}},
        **errors(403, 429),
    },
    openapi_extra={
        "requestBody": {"content": {"application/json": {"examples": {"empty": {"value": {}}}}}}
    },
)
async def begin_session(
    _asked: SessionRequest, service: ServiceNow, request: Request, response: Response
) -> SessionOut:
    """A token that holds for pages of this origin alone, and says nothing of the visitor."""
    response.headers["Cache-Control"] = "no-store"
    if service.access.is_open:
        return SessionOut(token=None, expires_at=None, open=True)
    token, ends = service.access.token(read_origin(request.headers.get("origin")))
    return SessionOut(token=token, expires_at=ends, open=False)
