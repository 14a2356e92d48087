"""An app behind a real server on a free loopback port, in a thread of this process."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import FastAPI

from assistant.api.server import Server, configured
from assistant.cli import _bound
from assistant.settings import ServerSettings


@contextmanager
def listening(app: FastAPI, settings: ServerSettings | None = None) -> Iterator[int]:
    """The port of the server, while the block runs."""
    server = Server(configured(app, settings or ServerSettings()), app.state.service.drain)
    with _bound("127.0.0.1", 0) as free:
        thread = threading.Thread(target=server.run, args=([free],))
        thread.start()
        try:
            while not server.started:
                time.sleep(0.01)
            yield free.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join()
