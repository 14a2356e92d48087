"""What a client of the compatible face sends, and what is made of it. No I/O.

A parameter that could only change how a language model writes is taken and has no effect; the
answer names it. One that would change what the answer is (several answers, tools that must be
called, another format) is refused, and so is a name that nobody knows.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from assistant.errors import QuestionInvalid, RequestInvalid
from assistant.question import checked_question

MAX_MESSAGES = 200
MAX_EARLIER = 10
"""Earlier questions that are read again, the latest ones: each costs as much as its answer did."""
MAX_MESSAGE_CHARS = 60_000


class TextPart(BaseModel):
    """A part of a message that is text; no other kinds are read."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    type: Literal["text"]
    text: str = Field(max_length=MAX_MESSAGE_CHARS)


class Message(BaseModel):
    """One message. Users' are questions; those of the assistant and the system are not read."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    role: Literal["system", "developer", "user", "assistant"]
    content: Annotated[str, Field(max_length=MAX_MESSAGE_CHARS)] | list[TextPart] | None = None

    def text(self) -> str:
        """The words of it."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content)
        return self.content or ""


class PlainText(BaseModel):
    """The one format of answers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: Literal["text"]


class StreamOptions(BaseModel):
    """What is sent beside the answer."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    include_usage: bool | None = Field(
        default=None, strict=True, description="Send the usage at the end."
    )


def _messages(given: list[Message]) -> list[Message]:
    if given[-1].role != "user":
        raise RequestInvalid("the last message must be the user's: it is the question")
    return given


def _none_are_there(wanted: bool) -> bool:
    if wanted:
        raise RequestInvalid("proven sentences have no probabilities; leave it out")
    return wanted


UNHEEDED = tuple(
    "temperature top_p max_tokens max_completion_tokens presence_penalty frequency_penalty seed "
    "tools functions parallel_tool_calls reasoning_effort verbosity prediction web_search_options "
    "user safety_identifier prompt_cache_key metadata store service_tier".split()
)
"""Parameters that are taken and have no effect."""
_Unheeded = Annotated[Any, Field(default=None)]
_NoItems = Annotated[list[Any], Field(max_length=0)]
_NoNames = Annotated[dict[str, Any], Field(max_length=0)]


class ChatRequest(BaseModel):
    """The body of `POST /v1/chat/completions`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: str = Field(min_length=1, max_length=200, description="As GET /v1/models names it.")
    messages: Annotated[list[Message], AfterValidator(_messages)] = Field(
        min_length=1,
        max_length=MAX_MESSAGES,
        description="The last one is the question. What the users' messages before it asked for "
        "still holds; the ten latest are read.",
    )
    stream: bool | None = Field(
        default=None, strict=True, description="Send the answer sentence by sentence."
    )
    stream_options: StreamOptions | None = Field(default=None, description="With `stream`.")
    n: Literal[1] | None = Field(default=None, description="One answer is made.")
    tool_choice: Literal["none", "auto"] | None = Field(
        default=None, description="No tool is ever called."
    )
    function_call: Literal["none", "auto"] | None = Field(
        default=None, description="As `tool_choice`."
    )
    response_format: PlainText | None = Field(default=None, description="Answers are plain text.")
    modalities: list[Literal["text"]] | None = Field(default=None, min_length=1, max_length=1)
    stop: _NoItems | None = Field(
        default=None, description="A proven sentence is not cut, so no stop words."
    )
    logprobs: Annotated[bool, AfterValidator(_none_are_there)] | None = Field(
        default=None,
        strict=True,
        description="There are none.",
        json_schema_extra={"enum": [False, None]},
    )
    logit_bias: _NoNames | None = Field(default=None, description="There are no logits.")
    temperature: _Unheeded
    top_p: _Unheeded
    max_tokens: _Unheeded
    max_completion_tokens: _Unheeded
    presence_penalty: _Unheeded
    frequency_penalty: _Unheeded
    seed: _Unheeded
    tools: _Unheeded
    functions: _Unheeded
    parallel_tool_calls: _Unheeded
    reasoning_effort: _Unheeded
    verbosity: _Unheeded
    prediction: _Unheeded
    web_search_options: _Unheeded
    user: _Unheeded
    safety_identifier: _Unheeded
    prompt_cache_key: _Unheeded
    metadata: _Unheeded
    store: _Unheeded
    service_tier: _Unheeded

    def question(self) -> str:
        """What is asked now."""
        return self.messages[-1].text()

    def earlier(self) -> tuple[tuple[str, ...], int]:
        """What was asked before and is read again, and how many messages cannot be read."""
        asked = [m.text() for m in self.messages[:-1] if m.role == "user"]
        readable = [text for text in asked if _is_question(text)]
        return tuple(readable[-MAX_EARLIER:]), len(asked) - len(readable[-MAX_EARLIER:])

    def unheeded(self) -> list[str]:
        """What was sent and has no effect, by name."""
        named = [name for name in UNHEEDED if getattr(self, name) is not None]
        roles = {message.role for message in self.messages}
        named += [f"messages of the {role}" for role in ("system", "developer") if role in roles]
        _, unread = self.earlier()
        if unread:
            named.append(f"{unread} earlier messages of the user")
        return named


def _is_question(text: str) -> bool:
    try:
        checked_question(text)
    except QuestionInvalid:
        return False
    return True
