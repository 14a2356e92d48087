"""What a client of the OpenAI protocol asks, and the form of what it is told. No socket here."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_TAG = re.compile(r"<(?P<name>\w+)>(?P<data>.*?)</(?P=name)>", re.DOTALL)
_CHARS_PER_TOKEN = 4


class NotAsked(Exception):
    """The body of a request is not one of the protocol; the message says why."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request for a completion, as a personality sees it."""

    model: str
    system: str
    user: str
    stream: bool
    wants_usage: bool
    schema: Mapping[str, Any] | None
    """The JSON schema of the answer, of a response format or of the tool that must be called."""
    tool: str | None
    """Name of the tool to call; None if plain text is wanted."""

    def data(self, name: str) -> Any:
        """The JSON between the tags of this name in what the user said; None if there is none."""
        for found in _TAG.finditer(self.user):
            if found["name"] == name:
                try:
                    return json.loads(found["data"])
                except ValueError:
                    return None
        return None

    @property
    def tokens(self) -> int:
        """About how many tokens were sent."""
        return (len(self.system) + len(self.user)) // _CHARS_PER_TOKEN + 1


def asked_of(body: bytes) -> Asked:
    """The request in a body. Raises: NotAsked."""
    try:
        given = json.loads(body)
        said = [(m["role"], _text(m["content"])) for m in given["messages"]]
        model = str(given["model"])
    except (ValueError, KeyError, TypeError) as error:
        raise NotAsked(f"no request for a completion: {error!r}") from error
    tool, schema = _form(given)
    return Asked(
        model,
        "\n".join(text for role, text in said if role in ("system", "developer")),
        "\n".join(text for role, text in said if role == "user"),
        bool(given.get("stream")),
        bool((given.get("stream_options") or {}).get("include_usage")),
        schema,
        tool,
    )


def _text(content: object) -> str:
    if isinstance(content, list):
        return "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return str(content or "")


def _form(given: Mapping[str, Any]) -> tuple[str | None, Mapping[str, Any] | None]:
    wanted = given.get("response_format") or {}
    if wanted.get("type") == "json_schema":
        return None, wanted["json_schema"].get("schema", {})
    tools = [t["function"] for t in given.get("tools") or () if t.get("type") == "function"]
    if tools and given.get("tool_choice") not in (None, "none", "auto"):
        return str(tools[0]["name"]), tools[0].get("parameters", {})
    return None, None


def whole(asked: Asked, text: str) -> bytes:
    """A completion that is not streamed."""
    message: dict[str, Any] = {"role": "assistant", "content": text}
    if asked.tool:
        call = {"name": asked.tool, "arguments": text}
        message = {
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": "call_1", "type": "function", "function": call}],
        }
    ends = "tool_calls" if asked.tool else "stop"
    choice = {"index": 0, "message": message, "finish_reason": ends}
    return json.dumps(_head(asked, "chat.completion", [choice], _usage(asked, text))).encode()


def events(asked: Asked, pieces: Sequence[str]) -> Iterator[bytes]:
    """The server-sent events of a stream, one a piece, the end and its mark included."""
    for number, piece in enumerate(pieces):
        delta: dict[str, Any] = {"content": piece}
        if asked.tool:
            call = {"index": 0, "function": {"arguments": piece}}
            if not number:
                call = {
                    "index": 0,
                    "id": "call_1",
                    "type": "function",
                    "function": {"name": asked.tool, "arguments": piece},
                }
            delta = {"tool_calls": [call]}
        if not number:
            delta["role"] = "assistant"
        yield _event(_head(asked, "chat.completion.chunk", [_choice(delta)]))
    ends = "tool_calls" if asked.tool else "stop"
    yield _event(_head(asked, "chat.completion.chunk", [_choice({}, ends)]))
    if asked.wants_usage:
        yield _event(_head(asked, "chat.completion.chunk", [], _usage(asked, "".join(pieces))))
    yield b"data: [DONE]\n\n"


def problem(kind: str, message: str) -> bytes:
    """An error as the protocol has it."""
    return json.dumps({"error": {"message": message, "type": kind, "code": kind}}).encode()


def _choice(delta: Mapping[str, Any], ends: str | None = None) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "finish_reason": ends}


def _event(data: Mapping[str, Any]) -> bytes:
    return b"data: " + json.dumps(data).encode() + b"\n\n"


def _head(
    asked: Asked, kind: str, choices: Sequence[Any], usage: Mapping[str, int] | None = None
) -> dict[str, Any]:
    head = {"id": "chatcmpl-1", "object": kind, "created": int(time.time()), "model": asked.model}
    return head | {"choices": choices} | ({"usage": usage} if usage else {})


def _usage(asked: Asked, text: str) -> dict[str, int]:
    sent, said = asked.tokens, len(text) // _CHARS_PER_TOKEN + 1
    return {"prompt_tokens": sent, "completion_tokens": said, "total_tokens": sent + said}
