"""A real server that answers configured sites, and what tests ask of it."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.access import Access
from assistant.settings import ServerSettings
from assistant.sites import Site, new_key
from tests.slow_server import Running, running

A, B, EVIL = "https://a.example.org", "https://b.example.org", "https://evil.example"
KEY, KEY_HASH = new_key()
ONE = Site(name="one", origins=(A,), keys=(KEY_HASH,))
TWO = Site(name="two", origins=(B,))
OPERATOR = "an-operators-key"
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    """By name in small letters."""
    body: bytes

    @property
    def code(self) -> str:
        """Of the problem that it is."""
        assert self.headers["content-type"] == "application/problem+json", self.body
        return str(json.loads(self.body)["code"])


@dataclass(frozen=True)
class Server:
    """A server, and what tests ask of it."""

    running: Running
    access: Access

    def send(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.running.port, timeout=30)
        try:
            sent = None if body is None else json.dumps(body)
            kind = {} if body is None else JSON
            connection.request(method, path, sent, {**kind, **(headers or {})})
            got = connection.getresponse()
            told = {name.lower(): value for name, value in got.getheaders()}
            return Answer(got.status, told, got.read())
        finally:
            connection.close()

    def token(self, origin: str = A) -> str:
        given = self.send("POST", "/widget/session", {}, {"Origin": origin})
        assert given.status == 200, given.body
        return str(json.loads(given.body)["token"])

    def ask(self, token: str, origin: str | None = A, **headers: str) -> Answer:
        page = {} if origin is None else {"Origin": origin}
        sent = {"Authorization": f"Bearer {token}", **page, **headers}
        return self.send("POST", "/ask", {"question": "so?"}, sent)


@contextmanager
def serving(folder: Path, *sites: Site, **more: Any) -> Iterator[Server]:
    access = Access(sites, **more)
    with running(folder / "kept.sqlite", ServerSettings(), access) as made:
        yield Server(made, access)
