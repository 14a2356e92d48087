"""An answer as a chat completion: whole, or as chunks. Pure.

The content is the answer's text with its `[n]` marks, and each mark is annotated with the address
at which its source is shown. Indexes count Unicode code points of the content. What is ours and has
no place in a completion stands under `guidepost`, which clients pass over.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.api.compatible import error as error_of
from assistant.api.problems import problem_of
from assistant.api.to_wire import answer_to_wire
from assistant.records import Answer, Began, Citation, ConversationId, Done, Event, Said, marked

MODEL = "guidepost"
"""The one model that there is."""
END = b"data: [DONE]\n\n"


class _Out(BaseModel):
    model_config = ConfigDict(frozen=True)


class UrlCitation(_Out):
    """A mark of the content, and where its source is shown."""

    start_index: int = Field(description="Of the mark in the content, in Unicode code points.")
    end_index: int
    title: str
    url: str = Field(description="The page as it was read, the cited span marked.")


class Annotation(_Out):
    """One mark."""

    type: Literal["url_citation"] = "url_citation"
    url_citation: UrlCitation


class MessageOut(_Out):
    """The answer."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None
    annotations: list[Annotation]


class Choice(_Out):
    """The one answer."""

    index: int = 0
    message: MessageOut
    logprobs: None = None
    finish_reason: Literal["stop"] = "stop"


class Usage(_Out):
    """What a language model was paid for: nothing, where the answer was made without one."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class Told(_Out):
    """What a completion has no words for."""

    conversation_id: str
    answer_id: str = Field(description="For POST /feedback.")
    status: str = Field(description="As in the answer of POST /ask.")
    index_version: str
    unheeded: list[str] = Field(description="What was sent and had no effect.")


class Completion(_Out):
    """The answer of `POST /v1/chat/completions`."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str
    choices: list[Choice]
    usage: Usage
    guidepost: Told


class ModelOut(_Out):
    """The one model that there is."""

    id: str
    object: Literal["model"] = "model"
    created: int
    owned_by: str


class ModelsOut(_Out):
    """The list of it."""

    object: Literal["list"] = "list"
    data: list[ModelOut]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a client asked to get beside the answer."""

    address_of: Callable[[Citation], str]
    """Where the source of a citation is shown."""
    unheeded: tuple[str, ...] = ()
    with_usage: bool = False
    created: int = 0
    """Seconds since 1970."""


class CompletionWriter:
    """One answer in the form of a completion."""

    def __init__(self, wish: Wish) -> None:
        self._wish = wish
        self._id = ""
        self._conversation_id = ConversationId("")
        self._said = False

    def whole(self, conversation_id: ConversationId, answer: Answer) -> bytes:
        """The completion as one object."""
        message = MessageOut(content=answer.text, annotations=self._annotations(answer))
        made = Completion(
            id=_id(answer.id),
            created=self._wish.created,
            model=MODEL,
            choices=[Choice(message=message)],
            usage=_usage(conversation_id, answer),
            guidepost=self._told(conversation_id, answer),
        )
        return made.model_dump_json().encode()

    def event(self, event: Event) -> bytes:
        """The chunks that an event adds; what is only planned or found has none."""
        match event:
            case Began():
                self._id = _id(event.answer_id)
                self._conversation_id = event.conversation_id or self._conversation_id
                return self._delta({"role": "assistant", "content": ""})
            case Said(segment):
                blank = " " if self._said else ""
                self._said = True
                return self._delta({"content": blank + marked(segment)[0]})
            case Done(answer):
                return self._end(answer)
        return b""

    def error(self, error: Exception) -> bytes:
        """What ends a stream that went wrong, as these clients know it."""
        _, body = error_of(problem_of(error))
        return _data(body)

    def _end(self, answer: Answer) -> bytes:
        annotations = [a.model_dump() for a in self._annotations(answer)]
        cited = self._delta({"annotations": annotations}) if annotations else b""
        told = self._told(self._conversation_id, answer).model_dump()
        last = self._delta({}, "stop", {"guidepost": told})
        if not self._wish.with_usage:
            return cited + last + END
        usage = _usage(self._conversation_id, answer).model_dump()
        return cited + last + _data({**self._frame(), "choices": [], "usage": usage}) + END

    def _delta(
        self,
        delta: Mapping[str, Any],
        finish_reason: str | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
        usage = {"usage": None} if self._wish.with_usage else {}
        return _data({**self._frame(), "choices": [choice], **usage, **(more or {})})

    def _frame(self) -> dict[str, Any]:
        return {
            "id": self._id,
            "object": "chat.completion.chunk",
            "created": self._wish.created,
            "model": MODEL,
        }

    def _annotations(self, answer: Answer) -> list[Annotation]:
        """One for each mark of the text, in its order."""
        cited = {c.id: c for c in answer.citations}
        found: list[Annotation] = []
        begins = 0
        for segment in answer.segments:
            text, at = marked(segment)
            at += begins
            for number in segment.citations:
                mark = f" [{number}]"
                citation = UrlCitation(
                    start_index=at + 1,
                    end_index=at + len(mark),
                    title=cited[number].item.page.title,
                    url=self._wish.address_of(cited[number]),
                )
                found.append(Annotation(url_citation=citation))
                at += len(mark)
            begins += len(text) + 1
        return found

    def _told(self, conversation_id: ConversationId, answer: Answer) -> Told:
        return Told(
            conversation_id=conversation_id,
            answer_id=answer.id,
            status=answer.status.value,
            index_version=answer.evidence.index_version,
            unheeded=list(self._wish.unheeded),
        )


def _id(answer_id: str) -> str:
    return f"chatcmpl-{answer_id}"


def _usage(conversation_id: ConversationId, answer: Answer) -> Usage:
    paid = answer_to_wire(conversation_id, answer).usage
    total = paid.input_tokens + paid.output_tokens
    return Usage(
        prompt_tokens=paid.input_tokens,
        completion_tokens=paid.output_tokens,
        total_tokens=total,
    )


def _data(said: Mapping[str, Any]) -> bytes:
    return f"data: {json.dumps(said, ensure_ascii=False, separators=(',', ':'))}\n\n".encode()
