"""Questions, conversations and health: one function for each address, thin over the assistant."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Path, Response
from fastapi.responses import StreamingResponse

from assistant.api.depends import ServiceNow, errors
from assistant.api.stream import MEDIA_TYPE, events
from assistant.api.to_wire import answer_to_wire, conversation_to_wire
from assistant.api.wire import (
    AskRequest,
    AskResponse,
    ConstraintIn,
    ConversationOut,
    HealthOut,
    ReadyOut,
)
from assistant.api.wire_examples import ANSWER, ANSWER_EVENTS, CONVERSATION, QUESTIONS, READY
from assistant.records import Constraint, ConversationId
from vectorstore.records import SourceId

router = APIRouter()

ConversationPath = Annotated[
    str, Path(description="As an answer gave it.", max_length=200, examples=["5f0c" * 8])
]


@router.post(
    "/ask",
    tags=["ask"],
    summary="Ask a question, in a conversation or a new one",
    response_model=AskResponse,
    responses={
        200: {
            "description": "The answer; as events if asked for by `Accept` or `stream`.",
            "content": {
                "application/json": {"example": ANSWER},
                MEDIA_TYPE: {"schema": {"type": "string"}, "example": ANSWER_EVENTS},
            },
        },
        **errors(400, 404, 409, 413, 422, 503),
    },
    openapi_extra={"requestBody": {"content": {"application/json": {"examples": QUESTIONS}}}},
)
async def ask(
    asked: AskRequest, service: ServiceNow, accept: Annotated[str, Header()] = "*/*"
) -> AskResponse | StreamingResponse:
    """The answer to a question: proven sentences with their citations, the plan and the rows."""
    conversation_id, answer = await service.run(
        service.assistant.ask,
        asked.question,
        asked.conversation_id and ConversationId(asked.conversation_id),
        _constraints(asked.constraints),
        tuple(SourceId(source) for source in asked.sources),
    )
    whole = answer_to_wire(conversation_id, answer)
    wants_events = MEDIA_TYPE in accept if asked.stream is None else asked.stream
    if not wants_events:
        return whole
    return StreamingResponse(
        events(whole), media_type=MEDIA_TYPE, headers={"Cache-Control": "no-store"}
    )


@router.get(
    "/conversations/{conversation_id}",
    tags=["conversations"],
    summary="What is kept of a conversation",
    responses={
        200: {"content": {"application/json": {"example": CONVERSATION}}},
        **errors(404, 422, 503),
    },
)
async def read_conversation(
    conversation_id: ConversationPath, service: ServiceNow
) -> ConversationOut:
    """The turns of a conversation, in order."""
    wanted = ConversationId(conversation_id)
    turns = await service.run(service.assistant.conversations.read, wanted)
    return conversation_to_wire(wanted, turns)


@router.delete(
    "/conversations/{conversation_id}",
    tags=["conversations"],
    summary="Erase a conversation",
    status_code=204,
    response_class=Response,
    responses=errors(404, 422, 503),
)
async def erase_conversation(conversation_id: ConversationPath, service: ServiceNow) -> None:
    """Take a conversation and all its turns out of the file."""
    await service.run(service.assistant.conversations.erase, ConversationId(conversation_id))


@router.get(
    "/healthz",
    tags=["health"],
    summary="Whether the server is up",
    responses={200: {"content": {"application/json": {"example": {"status": "ok"}}}}, **errors()},
)
async def health() -> HealthOut:
    """Says that the server answers; nothing of the index."""
    return HealthOut(status="ok")


@router.get(
    "/readyz",
    tags=["health"],
    summary="Whether questions can be answered",
    responses={200: {"content": {"application/json": {"example": READY}}}, **errors(503)},
)
async def ready(service: ServiceNow) -> ReadyOut:
    """The snapshot in service; 503 with the reason until there is one."""
    current = service.assistant.current
    in_service, problem = current.snapshot_id, current.problem
    if in_service is None:
        raise current.why_not()
    note = "A newer snapshot cannot be opened; the server's log says why." if problem else None
    return ReadyOut(status="ready", index_version=in_service, note=note)


def _constraints(given: list[ConstraintIn] | None) -> tuple[Constraint, ...] | None:
    if given is None:
        return None
    return tuple(Constraint(c.field, c.op, tuple(c.value), c.turn or 0) for c in given)
