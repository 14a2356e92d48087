"""One answer as a response: as JSON when it is whole, or as events as soon as each is true.

The only place that watches whether the client is still there: one that leaves ends the work, in
JSON and in streams alike. An error before the first event is a response of its own; after it, it is
the last event.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Protocol

from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from assistant.api.codes import public_of
from assistant.api.observe import Exchange
from assistant.api.service import Answering, Service
from assistant.api.stream import HEARTBEAT, JSON, MEDIA_TYPE, EventWriter
from assistant.assistant import Question
from assistant.errors import Abandoned
from assistant.records import Answer, Began, ConversationId, Done, Event


class Form(Protocol):
    """How an answer is written: whole, or event by event."""

    def whole(self, conversation_id: ConversationId, answer: Answer) -> bytes:
        """The body that holds the whole answer."""

    def event(self, event: Event) -> bytes:
        """What one event adds to a stream; nothing, if it adds nothing."""

    def error(self, error: Exception) -> bytes:
        """What ends a stream that went wrong."""


STALLED_S = 30.0
"""Seconds that a client may take to read one event before it counts as gone."""
_HEADERS = {"Cache-Control": "no-store"}
_STREAM_HEADERS = {**_HEADERS, "X-Accel-Buffering": "no"}
"""nginx would hold events back until its buffer is full."""

_log = logging.getLogger(__name__)


class AnswerResponse(Response):
    """The answer to a question, made while it is sent."""

    def __init__(
        self,
        service: Service,
        asked: Question,
        exchange: Exchange,
        form: Form | None = None,
        *,
        as_events: bool,
    ) -> None:
        """`form` is that of `POST /ask` if none is given."""
        kind, headers = (MEDIA_TYPE, _STREAM_HEADERS) if as_events else (JSON, _HEADERS)
        super().__init__(media_type=kind, headers=headers)
        del self.headers["content-length"]
        self._service = service
        self._asked = asked
        self._exchange = exchange
        self._form: Form = form or EventWriter()
        self._as_events = as_events
        self._conversation_id = ConversationId("")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Send it. Raises: what goes wrong before the first byte, ClientDisconnect included."""
        with self._service.answering(self._asked) as made:
            watching = asyncio.create_task(_end_when_left(receive, made))
            try:
                await (self._events(made, send) if self._as_events else self._whole(made, send))
            except Abandoned:
                raise ClientDisconnect from None
            finally:
                watching.cancel()
                await asyncio.gather(watching, return_exceptions=True)

    async def _whole(self, made: Answering, send: Send) -> None:
        event = await made.next()
        while not isinstance(event, Done):
            self._note(event)
            event = await made.next()
        self._note(event)
        body = self._form.whole(self._conversation_id, event.answer)
        self.headers["content-length"] = str(len(body))
        await self._start(send)
        await send({"type": "http.response.body", "body": body})

    async def _events(self, made: Answering, send: Send) -> None:
        event = await made.next()
        await self._start(send)
        try:
            while True:
                self._note(event)
                if written := HEARTBEAT if event is None else self._form.event(event):
                    await _send(send, written)
                if isinstance(event, Done):
                    break
                event = await made.next(self._service.settings.heartbeat_s)
        except (Abandoned, ClientDisconnect):
            raise
        except Exception as error:  # noqa: BLE001 - the edge: a stream ends with an event
            if public_of(error).status >= 500:
                _log.error("ended a stream", extra={"code": public_of(error).code}, exc_info=error)
            await _send(send, self._form.error(error))
        await _send(send, b"", more=False)

    async def _start(self, send: Send) -> None:
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        await send(start)

    def _note(self, event: Event | None) -> None:
        """Keep what the end needs, and tell the log and the metrics."""
        if isinstance(event, Began) and event.conversation_id is not None:
            self._conversation_id = event.conversation_id
        elif isinstance(event, Done):
            self._exchange.answered(self._conversation_id, event.answer)


async def _send(send: Send, body: bytes, *, more: bool = True) -> None:
    """Send a part of the body. Raises: ClientDisconnect if nobody takes it."""
    try:
        async with asyncio.timeout(STALLED_S):
            await send({"type": "http.response.body", "body": body, "more_body": more})
    except TimeoutError:
        raise ClientDisconnect from None


async def _end_when_left(receive: Receive, made: Answering) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    made.end(Abandoned("the client left before its answer was whole"))
