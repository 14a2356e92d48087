"""What is kept of a conversation: read, erased, and what was thought of its answers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from assistant.api.depends import ServiceNow
from assistant.api.document import errors
from assistant.api.door import site_of
from assistant.api.metrics import metrics_of
from assistant.api.to_wire import conversation_to_wire
from assistant.api.wire import ConversationOut
from assistant.api.wire_examples import CONVERSATION, FEEDBACK
from assistant.api.wire_in import FeedbackRequest
from assistant.feedback import Feedback
from assistant.records import AnswerId, ConversationId

router = APIRouter(tags=["conversations"])

ConversationPath = Annotated[
    str, Path(description="As an answer gave it.", max_length=200, examples=["5f0c" * 8])
]


@router.get(
    "/conversations/{conversation_id}",
    summary="What is kept of a conversation",
    responses={
        200: {"content": {"application/json": {"example": CONVERSATION}}},
        **errors(401, 403, 404, 429, 503),
    },
)
async def read_conversation(
    conversation_id: ConversationPath, service: ServiceNow, request: Request
) -> ConversationOut:
    """The turns of a conversation, in order; only of one that the asking site began."""
    wanted = ConversationId(conversation_id)
    turns = await service.run(service.assistant.conversations.read, wanted, site_of(request))
    return conversation_to_wire(wanted, turns)


@router.delete(
    "/conversations/{conversation_id}",
    summary="Erase a conversation",
    status_code=204,
    response_class=Response,
    responses=errors(401, 403, 404, 429, 503),
)
async def erase_conversation(
    conversation_id: ConversationPath, service: ServiceNow, request: Request
) -> None:
    """Take a conversation, all its turns and the feedback on them out of the file."""
    wanted = ConversationId(conversation_id)
    await service.run(service.assistant.conversations.erase, wanted, site_of(request))


@router.post(
    "/feedback",
    summary="Say what is wrong with an answer, or that it helped",
    status_code=204,
    response_class=Response,
    responses=errors(401, 403, 404, 429, 503),
    openapi_extra={"requestBody": {"content": {"application/json": {"examples": FEEDBACK}}}},
)
async def give_feedback(given: FeedbackRequest, service: ServiceNow, request: Request) -> None:
    """Keep it with the answer; given again for the same part of it, it replaces the earlier one."""
    feedback = Feedback(
        AnswerId(given.answer_id), given.verdict, given.text, given.segment, given.citation
    )
    within = given.conversation_id and ConversationId(given.conversation_id)
    kept = service.assistant.conversations
    await service.run(kept.judge, feedback, within or None, site_of(request))
    metrics_of(request).judged(given.verdict.value)
