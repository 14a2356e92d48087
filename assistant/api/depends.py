"""What routes need of the app: the assistant, the queue of its threads, and the shape of errors."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Request

from assistant.api.wire import Problem
from assistant.assistant import Assistant
from assistant.knowledge import Knowledge

T = TypeVar("T")


class Service:
    """The assistant behind a bounded number of threads: its work is synchronous and heavy."""

    def __init__(self, assistant: Assistant, threads: int) -> None:
        self.assistant = assistant
        self._limiter = CapacityLimiter(threads)

    async def run(self, call: Callable[..., T], /, *args: Any) -> T:
        """What the call returns, made in a thread when one is free."""
        return await to_thread.run_sync(partial(call, *args), limiter=self._limiter)

    async def read(self, call: Callable[[Knowledge], T], /) -> T:
        """What the call makes of the knowledge in service, which stays open until it returns."""

        def lent() -> T:
            with self.assistant.current.lend() as knowledge:
                return call(knowledge)

        return await self.run(lent)


def _service(request: Request) -> Service:
    service = request.app.state.service
    assert isinstance(service, Service)
    return service


ServiceNow = Annotated[Service, Depends(_service)]

_EXAMPLES = {
    400: ("invalid_json", "The body is not JSON in UTF-8."),
    404: ("not_found", "There is nothing at this address; /openapi.json lists what there is."),
    409: ("conversation_busy", "Another turn of this conversation came first; send it again."),
    413: ("body_too_large", "The body is larger than this server takes."),
    422: ("invalid_request", "body.question: the question is empty; give 1 to 2000 characters"),
    500: ("internal_error", "Something went wrong here; it was noted in the server's log."),
    503: ("index_missing", "There is no index yet; run `guidepost ingest PATH` on the server."),
}


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The documented errors of a route, each with an example; 500 is every route's."""
    return {status: _documented(status) for status in (*statuses, 500)}


def _documented(status: int) -> dict[str, Any]:
    code, detail = _EXAMPLES[status]
    example = {
        "type": f"urn:guidepost:problem:{code}",
        "title": "",
        "status": status,
        "code": code,
        "detail": detail,
        "errors": [],
    }
    return {
        "description": f"A problem, such as `{code}`.",
        "content": {
            "application/problem+json": {
                "schema": {"$ref": f"#/components/schemas/{Problem.__name__}"},
                "example": example,
            }
        },
    }
