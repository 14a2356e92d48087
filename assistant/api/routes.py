"""`POST /ask`: thin over the assistant."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from assistant.api.answering import AnswerResponse
from assistant.api.depends import ServiceNow
from assistant.api.document import errors
from assistant.api.door import site_of
from assistant.api.observe import exchange_of
from assistant.api.stream import DESCRIPTION, MEDIA_TYPE, wants_events
from assistant.api.wire import AskResponse
from assistant.api.wire_examples import ANSWER, ANSWER_EVENTS, QUESTIONS
from assistant.api.wire_in import AskRequest, ConstraintIn
from assistant.assistant import Question
from assistant.records import Constraint, ConversationId
from vectorstore.records import SourceId

router = APIRouter()


@router.post(
    "/ask",
    tags=["ask"],
    summary="Ask a question, in a conversation or a new one",
    response_model=AskResponse,
    responses={
        200: {
            "description": DESCRIPTION,
            "content": {
                "application/json": {"example": ANSWER},
                MEDIA_TYPE: {"schema": {"type": "string"}, "example": ANSWER_EVENTS},
            },
        },
        **errors(401, 403, 404, 408, 409, 429, 503, 504),
    },
    openapi_extra={"requestBody": {"content": {"application/json": {"examples": QUESTIONS}}}},
)
async def ask(asked: AskRequest, service: ServiceNow, request: Request) -> Response:
    """The answer to a question: proven sentences with their citations, the plan and the rows."""
    question = Question(
        asked.question,
        ConversationId(asked.conversation_id) if asked.conversation_id else None,
        _constraints(asked.constraints),
        tuple(SourceId(source) for source in asked.sources),
        site_of(request),
    )
    as_events = wants_events(asked.stream, request.headers.getlist("accept"))
    return AnswerResponse(service, question, exchange_of(request), as_events=as_events)


def _constraints(given: list[ConstraintIn] | None) -> tuple[Constraint, ...] | None:
    if given is None:
        return None
    return tuple(Constraint(c.field, c.op, tuple(c.value), c.turn or 0) for c in given)
