"""Streams in the server's place: golden ones, which the API's own tests hold, and changed ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route

GOLDEN = Path(__file__).parents[1] / "golden"
EVENTS = "text/event-stream"


def golden(name: str) -> str:
    return (GOLDEN / f"{name}.sse").read_text("utf-8")


def golden_answer(name: str) -> dict[str, Any]:
    """The whole answer that a golden stream ends with."""
    answer: dict[str, Any] = json.loads(golden(name).rstrip().split("data: ")[-1])
    return answer


def done(answer: dict[str, Any]) -> str:
    """A stream of a whole answer alone."""
    return f"event: done\ndata: {json.dumps(answer)}\n\n"


def in_turn(*bodies: str) -> tuple[list[Route], Callable[[Route], None]]:
    """What answers with these streams, one after the other, the last for ever; and its requests."""
    asked: list[Route] = []

    def answer(route: Route) -> None:
        asked.append(route)
        route.fulfill(body=bodies[min(len(asked), len(bodies)) - 1], content_type=EVENTS)

    return asked, answer


def answered_with(page: Page, *bodies: str) -> list[Route]:
    """Answer a page's questions with these streams; the requests."""
    asked, answer = in_turn(*bodies)
    page.route("**/ask", answer)
    return asked


def problem(route: Route, status: int, code: str, **headers: str) -> None:
    """Answer as the server does where it cannot."""
    body = json.dumps({"code": code, "detail": f"Detail of {code}.", "status": status})
    route.fulfill(
        status=status, body=body, content_type="application/problem+json", headers=headers
    )
