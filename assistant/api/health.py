"""Whether the server is up, and whether it can answer."""

from __future__ import annotations

from fastapi import APIRouter

from assistant.api.depends import ServiceNow
from assistant.api.document import errors
from assistant.api.wire import HealthOut, ReadyOut
from assistant.api.wire_examples import READY
from assistant.errors import Draining

router = APIRouter(tags=["health"])


@router.get(
    "/healthz",
    summary="Whether the server is up",
    responses={200: {"content": {"application/json": {"example": {"status": "ok"}}}}},
)
async def health() -> HealthOut:
    """Says that the server answers; nothing of the index."""
    return HealthOut(status="ok")


@router.get(
    "/readyz",
    summary="Whether questions can be answered",
    responses={200: {"content": {"application/json": {"example": READY}}}, **errors(503)},
)
async def ready(service: ServiceNow) -> ReadyOut:
    """The snapshot in service; 503 with the reason until there is one."""
    if service.draining:
        raise Draining("the server stops; it takes no new questions")
    current = service.assistant.current
    in_service, problem = current.snapshot_id, current.problem
    if in_service is None:
        raise current.why_not()
    note = "A newer snapshot cannot be opened; the server's log says why." if problem else None
    return ReadyOut(status="ready", index_version=in_service, note=note)
