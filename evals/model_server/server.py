"""The server: HTTP/1.1 on loopback, `/v1/chat/completions`, `/v1/embeddings` and `/v1/models`.

A thread a connection, from the standard library: a server for tests must not depend on the
framework of the product. What it says is a personality's business (`personalities.py`); how a
connection is broken off is done here.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import socket
import struct
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from evals.model_server.chat import Asked, NotAsked, asked_of, events, problem, whole
from evals.model_server.personalities import PIECE, Personality, Turn, turn_of

_DIM = 64


class ModelServer:
    """A model of one personality at a free port; a context manager."""

    def __init__(self, personality: Personality, port: int = 0, seed: int = 0) -> None:
        """`seed` decides what a personality leaves to chance."""
        self.personality = personality
        self.seed = seed
        self.asked: list[Asked] = []
        """Requests for completions that came, in order."""
        self.written: list[tuple[float, str]] = []
        """Pieces of streams as they left: by `time.monotonic()`, which all processes share."""
        self.embedded = 0
        """Texts that vectors were asked for."""
        self.left = 0
        """Streams that the client left before their end."""
        self._guard = threading.Lock()
        self._http = _Listener(("127.0.0.1", port), _Talk)
        self._http.model = self

    @property
    def base_url(self) -> str:
        """What a client is given as the address of its provider."""
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(timeout=10)

    def turn(self, asked: Asked) -> Turn:
        """What is done with the next request."""
        with self._guard:
            self.asked.append(asked)
            number = len(self.asked)
        return turn_of(self.personality, asked, number, self.seed)

    def note_written(self, piece: str) -> None:
        """A piece of a stream was handed to the network."""
        self.written.append((time.monotonic(), piece))

    def note_left(self) -> None:
        """A client left."""
        with self._guard:
            self.left += 1


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256
    model: ModelServer


class _Talk(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server: _Listener

    def do_GET(self) -> None:
        """The list of models."""
        entry = {"id": self.server.model.personality.value, "object": "model", "owned_by": "test"}
        self._send(200, json.dumps({"object": "list", "data": [entry]}).encode())

    def do_POST(self) -> None:
        """A completion or embeddings; a client that leaves is no error."""
        with contextlib.suppress(ConnectionError):
            self._answer()

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path.endswith("/embeddings"):
            self._embed(body)
            return
        if not self.path.endswith("/chat/completions"):
            self._send(404, problem("not_found", f"nothing at {self.path}"))
            return
        try:
            asked = asked_of(body)
        except NotAsked as error:
            self._send(400, problem("invalid_request_error", str(error)))
            return
        self._complete(asked, self.server.model.turn(asked))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as its base has it
        """Nothing is written."""

    def _complete(self, asked: Asked, turn: Turn) -> None:
        if turn.reset:
            self._reset()
        elif turn.status != 200:
            extra = {} if turn.retry_after_s is None else {"Retry-After": str(turn.retry_after_s)}
            self._send(turn.status, problem(turn.error, "as its personality wants it"), extra)
        elif not asked.stream:
            time.sleep(turn.first_s)
            self._send(200, turn.raw or whole(asked, turn.text))
        else:
            self._stream(asked, turn)

    def _stream(self, asked: Asked, turn: Turn) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        pieces = [turn.text[at : at + PIECE] for at in range(0, len(turn.text), PIECE)]
        made = [turn.raw] if turn.raw else list(events(asked, pieces))
        last = len(made) if turn.cut_after is None else min(turn.cut_after, len(made))
        try:
            time.sleep(turn.first_s)
            for number, data in enumerate(made[:last]):
                if turn.between_s:
                    time.sleep(turn.between_s)
                self.wfile.write(data)
                self.wfile.flush()
                self.server.model.note_written(pieces[number] if number < len(pieces) else "")
        except OSError:
            self.server.model.note_left()
            return
        if turn.cut_after is not None:
            self._reset()

    def _embed(self, body: bytes) -> None:
        given = json.loads(body)
        model = self.server.model
        if model.personality is Personality.GONE:
            self._reset()
            return
        texts = [given["input"]] if isinstance(given["input"], str) else given["input"]
        model.embedded += len(texts)
        data = [
            {"object": "embedding", "index": n, "embedding": _vector(str(text))}
            for n, text in enumerate(texts)
        ]
        used = {"prompt_tokens": len(texts), "total_tokens": len(texts)}
        made = {"object": "list", "data": data, "model": given["model"], "usage": used}
        self._send(200, json.dumps(made).encode())

    def _send(self, status: int, body: bytes, extra: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in (extra or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _reset(self) -> None:
        """End the connection with RST, as a process that was killed does."""
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.close_connection = True
        self.connection.close()


def _vector(text: str) -> list[float]:
    """Counts of hashed words and of their first letters: the same text gives the same vector."""
    out = [0.0] * _DIM
    for word in text.casefold().split():
        for part in (word, word[:4]):
            out[hashlib.sha256(part.encode()).digest()[0] % _DIM] += 1.0
    return out if any(out) else [1.0, *out[1:]]
