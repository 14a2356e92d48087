"""uvicorn on our terms: headers come in time, and told to stop it ends within its grace.

uvicorn alone gives a client any time for its headers, waits for open streams without bound, and
ends by the signal that it was sent. Told once, this server takes no new connections, lets running
answers finish, ends the rest with an error, and exits with 0; told twice, it exits at once.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

import h11
import uvicorn
from fastapi import FastAPI

from assistant.api.protocol import Http, max_incomplete_bytes
from assistant.settings import ServerSettings

HEADERS_S = 10.0
"""Seconds from a connection's start, or from the first byte of a later request, until its headers
are whole."""

_log = logging.getLogger(__name__)


def serve(app: FastAPI, settings: ServerSettings, listening: socket.socket) -> None:
    """Serve on a bound socket until a signal says stop."""

    def stop() -> None:
        # Work in a thread cannot be ended from outside, and the interpreter would wait for it.
        last_resort = threading.Timer(settings.grace_s, os._exit, (0,))
        last_resort.daemon = True
        last_resort.start()
        app.state.service.drain()

    Server(configured(app, settings), stop).run([listening])


def configured(app: FastAPI, settings: ServerSettings) -> uvicorn.Config:
    """The settings of uvicorn itself."""
    return uvicorn.Config(
        app,
        # h11 bounds the size of headers; its parser costs 0.3 ms of an answer's 20.
        http=Connection,
        h11_max_incomplete_event_size=max_incomplete_bytes(settings),
        ws="none",
        log_level="warning",
        log_config=None,
        access_log=False,
        server_header=False,
        # Whose word on an address is taken is `addresses.py`'s to say.
        proxy_headers=False,
        timeout_keep_alive=settings.keep_alive_s,
        timeout_graceful_shutdown=settings.grace_s - max(1, settings.grace_s // 10),
    )


class Server(uvicorn.Server):
    """A server that says when it stops, and lets itself be told twice."""

    def __init__(self, config: uvicorn.Config, stop: Callable[[], None]) -> None:
        """`stop` is called in the event loop, before the door is closed."""
        super().__init__(config)
        self._stop = stop

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002
        """Stop soon; told a second time, at once."""
        if self.should_exit:
            os._exit(128 + sig)
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close the door and wait for what runs."""
        _log.info("stopping")
        self._stop()
        await super().shutdown(sockets)


class Connection(Http):
    """A connection that is closed if the headers of a request do not come in time."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._due: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client came."""
        super().connection_made(transport)
        self._wait_for_headers()

    def data_received(self, data: bytes) -> None:
        """It sent something."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._wait_no_more()
        elif self._due is None:
            self._wait_for_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone."""
        self._wait_no_more()
        super().connection_lost(exc)

    def _wait_for_headers(self) -> None:
        self._due = self.loop.call_later(HEADERS_S, self.transport.close)

    def _wait_no_more(self) -> None:
        if self._due is not None:
            self._due.cancel()
            self._due = None
