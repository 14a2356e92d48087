"""Events of an answer as server-sent events, and whether a client asks for them. Pure.

`meta`, `plan`, `rows`, `segment`*, `citation`*, `done`; or `error` at any place, as the last one.
What an event says is the same in the answer object of `done`, with one exception: rows get the
number of their citation only when the sentences are proven, so `rows` carries none; `citation`
names its row. `meta` holds only what is known before anything is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from assistant.api.problems import problem_of
from assistant.api.to_wire import (
    answer_to_wire,
    citation_to_wire,
    constraints_to_wire,
    found_to_wire,
    plan_to_wire,
    segment_to_wire,
)
from assistant.records import (
    Answer,
    Began,
    Cited,
    ConversationId,
    Done,
    Event,
    Found,
    Planned,
    Said,
)

MEDIA_TYPE = "text/event-stream"
JSON = "application/json"
HEARTBEAT = b": still working\n\n"
"""A comment: proxies see life, clients see nothing."""

DESCRIPTION = """\
The answer: one object, or server-sent events where `stream` or `Accept` asks for them.

| event | data |
|---|---|
| `meta` | `id`, `conversation_id`, `index_version` |
| `plan` | `plan` and `constraints`, as in the answer |
| `rows` | `result`, as in the answer, but its rows have no `citation` yet |
| `segment` | one proven sentence, as in `segments`; it is not taken back |
| `citation` | one citation, as in `citations`; `row_id` says which row it shows |
| `done` | the whole answer; its turn is kept |
| `error` | a problem object; nothing follows, and the turn is not kept |

One `meta`, one `plan` and one `rows` come first, then any number of `segment`, then of `citation`;
the last event is `done` or `error`. Comments show life while nothing is ready. An error before the
first event is a response of its own. A client that leaves ends the work.
"""
"""For the OpenAPI document."""

_CITED = {part: {"__all__": {"citation"}} for part in ("rows", "runner_up", "nearest")}


class EventWriter:
    """Events of one answer as bytes, each whole, numbered from 1."""

    def __init__(self) -> None:
        self._number = 0
        self._conversation_id = ConversationId("")

    def whole(self, conversation_id: ConversationId, answer: Answer) -> bytes:
        """The answer as one object, where no events are asked for."""
        return answer_to_wire(conversation_id, answer).model_dump_json().encode()

    def event(self, event: Event) -> bytes:
        """One event of the answer."""
        match event:
            case Began():
                self._conversation_id = event.conversation_id or self._conversation_id
                return self.named("meta", _meta(event))
            case Planned(plan):
                held = [c.model_dump(mode="json") for c in constraints_to_wire(plan.constraints)]
                understood = plan_to_wire(plan).model_dump(mode="json")
                return self.named("plan", {"plan": understood, "constraints": held})
            case Found(plan, evidence):
                found = found_to_wire(plan, evidence)
                rows = found and found.model_dump(mode="json", exclude=_CITED)
                return self.named("rows", {"result": rows})
            case Said(segment):
                return self.named("segment", segment_to_wire(segment).model_dump(mode="json"))
            case Cited(citation):
                return self.named("citation", citation_to_wire(citation).model_dump(mode="json"))
            case Done(answer):
                whole = answer_to_wire(self._conversation_id, answer)
                return self.named("done", whole.model_dump(mode="json"))

    def error(self, error: Exception) -> bytes:
        """What went wrong, as the problem that the same error is outside of a stream."""
        return self.named("error", problem_of(error).model_dump(mode="json"))

    def named(self, name: str, data: object) -> bytes:
        """An event of this name; its data are one line, since JSON escapes line ends."""
        self._number += 1
        written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        return f"id: {self._number}\nevent: {name}\ndata: {written}\n\n".encode()


def wants_events(stream: bool | None, accept: Sequence[str]) -> bool:
    """Whether to answer with events: `stream` says so, else the `Accept` headers do.

    Events are sent where they are named and liked at least as much as JSON; of two liked alike the
    one named first is sent. Whatever else is accepted, or nothing, gets JSON.
    >>> wants_events(None, ["text/event-stream"]), wants_events(None, ["*/*"])
    (True, False)
    >>> wants_events(None, ["application/json, text/event-stream;q=0.9"])
    False
    """
    if stream is not None:
        return stream
    named = _qualities(accept)
    if named.get(MEDIA_TYPE, 0.0) <= 0:
        return False
    for_json = next((named[kind] for kind in (JSON, "application/*", "*/*") if kind in named), 0.0)
    if named[MEDIA_TYPE] != for_json or JSON not in named:
        return named[MEDIA_TYPE] >= for_json
    return list(named).index(MEDIA_TYPE) < list(named).index(JSON)


def _qualities(accept: Iterable[str]) -> dict[str, float]:
    """How much each media range is liked, 0 to 1, in the order named; 1 if that is not said."""
    found: dict[str, float] = {}
    for part in ",".join(accept).split(","):
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        said = [p.removeprefix("q=") for p in parameters if p.startswith("q=")]
        try:
            found.setdefault(kind, float(said[0]) if said else 1.0)
        except ValueError:
            found.setdefault(kind, 0.0)
    return found


def _meta(event: Began) -> dict[str, Any]:
    return {
        "id": event.answer_id,
        "conversation_id": event.conversation_id,
        "index_version": event.index_version,
    }
