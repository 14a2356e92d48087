"""An answer as server-sent events: meta, plan, rows, segment*, citation*, done; or error. Pure.

Whole events of a finished answer, in the order in which a page can use them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from assistant.api.problems import problem_of
from assistant.api.wire import AskResponse

MEDIA_TYPE = "text/event-stream"


def events(answer: AskResponse) -> Iterator[bytes]:
    """The events of an answer, each encoded whole; `done` holds the answer object."""
    try:
        # Made at once: an answer that cannot be written must not break off in its middle.
        yield from list(_events(answer.model_dump(mode="json")))
    except Exception as error:
        yield _event("error", problem_of(error).model_dump())
        raise


def _events(answer: dict[str, Any]) -> Iterator[bytes]:
    meta = ("id", "conversation_id", "status", "index_version", "model")
    yield _event("meta", {key: answer[key] for key in meta})
    yield _event("plan", {"plan": answer["plan"], "constraints": answer["constraints"]})
    yield _event("rows", {"result": answer["result"]})
    for segment in answer["segments"]:
        yield _event("segment", segment)
    for citation in answer["citations"]:
        yield _event("citation", citation)
    yield _event("done", answer)


def _event(name: str, data: object) -> bytes:
    # JSON escapes line ends, so that the data are one line.
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
