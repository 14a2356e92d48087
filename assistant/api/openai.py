"""The compatible face: `POST /v1/chat/completions` and `GET /v1/models`, for any OpenAI client.

A completion is a turn: the last message is the question, the users' messages before it are read
again for what they asked for. Nothing of a conversation is expected to be kept here by the client.
"""

from __future__ import annotations

import time

from fastapi import APIRouter, Request, Response

from assistant.api.address import address_of, base_of
from assistant.api.answering import AnswerResponse
from assistant.api.depends import ServiceNow
from assistant.api.document import errors
from assistant.api.door import site_of
from assistant.api.observe import exchange_of
from assistant.api.openai_in import ChatRequest
from assistant.api.openai_out import (
    MODEL,
    Completion,
    CompletionWriter,
    ModelOut,
    ModelsOut,
    Wish,
)
from assistant.api.stream import MEDIA_TYPE
from assistant.api.wire_examples import CHATS, CHUNKS, COMPLETION, MODELS
from assistant.assistant import Question
from assistant.errors import ModelUnknown

router = APIRouter(prefix="/v1", tags=["compatible"])


@router.post(
    "/chat/completions",
    summary="A question and what was asked before it, as OpenAI's clients send them",
    response_model=Completion,
    responses={
        200: {
            "description": "The answer: a completion, or with `stream` its chunks.",
            "content": {
                "application/json": {"example": COMPLETION},
                MEDIA_TYPE: {"schema": {"type": "string"}, "example": CHUNKS},
            },
        },
        **errors(401, 403, 404, 408, 429, 503, 504),
    },
    openapi_extra={"requestBody": {"content": {"application/json": {"examples": CHATS}}}},
)
async def complete_chat(asked: ChatRequest, service: ServiceNow, request: Request) -> Response:
    """Proven sentences with their `[n]` marks; `annotations` say where each mark's source is shown.

    Parameters of sampling and length have no effect, and messages of the system are not read:
    `guidepost.unheeded` names what was not heeded. Several answers, stop words, tools that must be
    called and other formats than text are refused. `usage` counts what a language model was paid
    for, which is nothing where none was needed.
    """
    if asked.model != MODEL:
        raise ModelUnknown(f"no model {asked.model!r} is here; {MODEL!r} is the one")
    earlier, _ = asked.earlier()
    question = Question(asked.question(), site=site_of(request), earlier=earlier)
    base = base_of(request)
    options = asked.stream_options
    wish = Wish(
        lambda citation: address_of(citation, base),
        tuple(asked.unheeded()),
        bool(options and options.include_usage),
        int(time.time()),
    )
    return AnswerResponse(
        service,
        question,
        exchange_of(request),
        CompletionWriter(wish),
        as_events=bool(asked.stream),
    )


@router.get(
    "/models",
    summary="The one model that there is",
    responses={
        200: {"content": {"application/json": {"example": MODELS}}},
        **errors(401, 403, 429, 503),
    },
)
async def list_models(service: ServiceNow) -> ModelsOut:
    """Its name, and since when it knows what it knows: the index in service."""
    made = await service.read(lambda knowledge: knowledge.snapshot.manifest.created_at)
    model = ModelOut(id=MODEL, created=int(made.timestamp()), owned_by=MODEL)
    return ModelsOut(data=[model])
