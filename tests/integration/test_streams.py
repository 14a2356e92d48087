"""What a real server does at its edges: clients that leave, time-outs, being told to stop."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from assistant.access import Access
from assistant.api import server as server_module
from assistant.settings import ServerSettings
from assistant.sites import Site, new_key
from tests.slow_server import Running, running
from tests.sse import Sent, read_events

ROOT = Path(__file__).parents[2]
FREED_S = 0.25
"""What a client who leaves may cost."""
GRACE_S = 5
KEY, KEY_HASH = new_key()
SITE = Site(name="one", keys=(KEY_HASH,), answers_per_site="100000/minute", answers_per_day=100_000)
"""All that a server in this process is asked, it is asked by a site, and counted."""
SENT = {"Content-Type": "application/json", "Authorization": f"Bearer {KEY}"}
FORMS = pytest.mark.parametrize("stream", [False, True], ids=["json", "stream"])


@pytest.fixture
def serving(tmp_path: Path) -> Callable[..., Any]:
    """Starts a server with these settings, for the length of a with block."""

    def start(**settings: Any) -> Any:
        access = Access((SITE,))
        return running(tmp_path / "kept.sqlite", ServerSettings(**settings), access)

    return start


def connection(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port, timeout=30)


def asked(port: int, question: str, *, stream: bool, **more: Any) -> http.client.HTTPConnection:
    """A connection on which a question was sent."""
    made = connection(port)
    body = json.dumps({"question": question, "stream": stream, **more})
    made.request("POST", "/ask", body, SENT)
    return made


def answer(port: int, question: str, **more: Any) -> dict[str, Any]:
    with closed(asked(port, question, stream=False, **more)) as made:
        response = made.getresponse()
        assert response.status == 200
        given: dict[str, Any] = json.load(response)
        return given


def events(made: http.client.HTTPConnection) -> list[Sent]:
    """The whole stream; one that is cut raises IncompleteRead."""
    with closed(made):
        response = made.getresponse()
        assert response.status == 200
        return read_events(response.read().decode())


@contextmanager
def closed(made: http.client.HTTPConnection) -> Iterator[http.client.HTTPConnection]:
    try:
        yield made
    finally:
        made.close()


def within(seconds: float, holds: Callable[[], bool]) -> float:
    """How long it took to hold; fails where that is over the bound."""
    start = time.monotonic()
    while not holds():
        assert time.monotonic() - start < seconds, "not in time"
        time.sleep(0.002)
    return time.monotonic() - start


def idle(server: Running) -> bool:
    return server.service.busy == server.service.waiting == 0


@FORMS
def test_a_client_that_leaves_frees_its_thread(serving: Any, stream: bool) -> None:
    with serving(threads=1) as server:
        made = asked(server.port, "slow 30", stream=stream)
        if stream:
            # In the middle of its body, after the rows.
            assert b"id: 1" in made.getresponse().readline()
        within(5, lambda: server.service.busy == 1)
        left = [asked(server.port, "slow 30", stream=stream) for _ in range(20)]
        within(5, lambda: server.service.waiting == 20)
        for waiting in left:
            waiting.close()
        within(FREED_S, lambda: server.service.waiting == 0)
        assert server.service.busy == 1
        made.close()
        within(FREED_S, lambda: idle(server))
        assert answer(server.port, "next")["text"] == "It is so."


@FORMS
def test_a_turn_that_nobody_waited_for_is_not_kept_and_its_conversation_goes_on(
    serving: Any, stream: bool
) -> None:
    with serving(threads=3) as server:
        held = answer(server.port, "first")["conversation_id"]
        slow = asked(server.port, "slow 30", stream=stream, conversation_id=held)
        within(5, lambda: server.service.busy == 1)
        # This one holds a thread and waits for the turn before it.
        behind = asked(server.port, "slow 30", stream=stream, conversation_id=held)
        within(5, lambda: server.service.busy == 2)
        behind.close()
        within(FREED_S, lambda: server.service.busy == 1)
        slow.close()
        within(FREED_S, lambda: idle(server))
        answer(server.port, "second", conversation_id=held)
        kept = server.assistant.conversations.read(held)
        assert [turn.question for turn in kept] == ["first", "second"]


def test_meta_plan_and_rows_leave_before_anything_is_worded(serving: Any) -> None:
    with serving() as server, closed(asked(server.port, "slow 2", stream=True)) as made:
        start = time.monotonic()
        response = made.getresponse()
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Accel-Buffering"] == "no"
        early = b"".join(response.readline() for _ in range(12)).decode()
        assert time.monotonic() - start < 1.8
        assert [event.name for event in read_events(early)] == ["meta", "plan", "rows"]
        late = read_events(response.read().decode())
        assert [event.name for event in late] == ["segment", "done"]
        assert late[-1].data["conversation_id"] == read_events(early)[0].data["conversation_id"]


def test_a_silent_stream_shows_life(serving: Any) -> None:
    with serving(heartbeat_s=0.1) as server:
        with closed(asked(server.port, "slow 0.5", stream=True)) as made:
            text = made.getresponse().read().decode()
        assert text.count(": still working\n\n") >= 2
        assert read_events(text)[-1].name == "done"


def test_an_answer_that_takes_too_long_ends_with_a_problem(serving: Any) -> None:
    with serving(answer_s=0.3) as server:
        with closed(asked(server.port, "slow 30", stream=False)) as made:
            response = made.getresponse()
            assert response.status == 504
            assert json.load(response)["code"] == "timeout"
        sent = events(asked(server.port, "slow 30", stream=True))
        assert [event.name for event in sent] == ["meta", "plan", "rows", "error"]
        assert (sent[-1].data["status"], sent[-1].data["code"]) == (504, "timeout")
        within(FREED_S, lambda: idle(server))


@FORMS
def test_a_question_that_gets_no_thread_is_refused(serving: Any, stream: bool) -> None:
    with serving(threads=1, queue_s=0.2) as server:
        busy = asked(server.port, "slow 30", stream=True)
        within(5, lambda: server.service.busy == 1)
        with closed(asked(server.port, "next", stream=stream)) as made:
            response = made.getresponse()
            assert (response.status, json.load(response)["code"]) == (503, "overloaded")
            assert response.headers["Retry-After"]
        busy.close()


def test_what_fails_in_a_stream_is_the_problem_that_it_is_outside(serving: Any) -> None:
    with serving() as server:
        with closed(asked(server.port, "fail", stream=False)) as made:
            response = made.getresponse()
            assert response.status == 500
            outside = json.load(response)
        last = events(asked(server.port, "fail", stream=True))[-1]
        assert last.name == "error"
        assert {**last.data, "instance": ""} == {**outside, "instance": ""}
        # What is wrong before the first event is no stream.
        with closed(asked(server.port, "x", stream=True, conversation_id="nobody")) as made:
            response = made.getresponse()
            assert response.status == 404
            assert response.headers["Content-Type"] == "application/problem+json"


def test_bodies_and_headers_must_come_in_time(
    serving: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "HEADERS_S", 0.2)
    head = (
        "POST /ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {KEY}\r\n"
    ).encode()
    with serving(body_s=0.2) as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as slow:
            slow.sendall(head + b'Content-Length: 20\r\n\r\n{"question"')
            said = b"".join(iter(lambda: slow.recv(4096), b""))
        assert said.startswith(b"HTTP/1.1 408 ")
        assert b'"code":"body_too_slow"' in said
        for sent in (b"", head):
            with socket.create_connection(("127.0.0.1", server.port), timeout=10) as slow:
                slow.sendall(sent)
                assert slow.recv(4096) == b""
        # An answer may take longer than its headers.
        assert answer(server.port, "slow 0.5")["status"] == "answered"


@pytest.fixture
def told_to_stop(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server process, and its port."""
    command = [
        sys.executable,
        "-m",
        "tests.slow_server",
        str(tmp_path / "kept.sqlite"),
        str(GRACE_S),
    ]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        within(60, lambda: is_up(port))
        yield process, port
        process.kill()


def is_up(port: int) -> bool:
    with closed(connection(port)) as made:
        try:
            made.connect()
        except ConnectionRefusedError:
            return False
        return True


Told = tuple[subprocess.Popen[str], int]


@dataclass
class Reader(threading.Thread):
    """Reads a stream that has begun, to its end."""

    port: int
    question: str
    sent: list[Sent] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.made = asked(self.port, self.question, stream=True)
        self.response = self.made.getresponse()
        self.start()

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        with closed(self.made), self.response:
            self.sent = read_events(self.response.read().decode())


def test_told_to_stop_every_stream_ends_with_an_event_and_the_server_within_its_grace(
    told_to_stop: Told,
) -> None:
    process, port = told_to_stop
    # One thread does not look whether its work is wanted: it is left behind.
    readers = [Reader(port, q) for q in ["slow 1"] * 6 + ["slow 60"] * 13 + ["stuck 60"]]
    with closed(asked(port, "slow 1", stream=False)) as plain:
        time.sleep(0.4)  # until the server has taken it; what comes later is turned away
        start = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert json.load(plain.getresponse())["status"] == "answered"
    for reader in readers:
        reader.join()
    assert time.monotonic() - start < GRACE_S
    ends = [(reader.sent[-1].name, reader.sent[-1].data.get("code")) for reader in readers]
    assert ends == [("done", None)] * 6 + [("error", "shutting_down")] * 14
    assert process.wait(10) == 0
    assert time.monotonic() - start < GRACE_S + 1
    assert not is_up(port)


def test_told_twice_it_ends_at_once(told_to_stop: Told) -> None:
    process, port = told_to_stop
    with closed(asked(port, "slow 60", stream=True)) as made, made.getresponse() as response:
        assert response.readline()
        process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(2) == 128 + signal.SIGTERM


def test_while_it_stops_it_is_not_ready(serving: Any) -> None:
    with serving() as server, closed(connection(server.port)) as made:
        server.service.draining = True
        for method, address, code in (
            ("GET", "/readyz", "draining"),
            ("POST", "/ask", "shutting_down"),
        ):
            body = json.dumps({"question": "x"}) if method == "POST" else None
            made.request(method, address, body, SENT)
            response = made.getresponse()
            assert (response.status, json.load(response)["code"]) == (503, code)
        made.request("GET", "/healthz")
        assert made.getresponse().read() == b'{"status":"ok"}'


def test_two_hundred_at_once_are_queued_and_not_refused(serving: Any) -> None:
    with serving() as server:
        made = [asked(server.port, "next", stream=True) for _ in range(200)]
        assert {events(each)[-1].name for each in made} == {"done"}
