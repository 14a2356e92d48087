"""Two hundred streams at once from one server over the development pages: none is cut.

Every stream must end with `done`, say on the way what its end says, and say what the plain answer
to the same question says. A second wave leaves in the middle: the server must be idle again. Prints
latencies and memory; takes about half a minute on two cores.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import psutil
import pytest

from tests.serving import ingest_into
from tests.sse import Sent, read_events

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
STREAMS = 200
HEAD = (
    "POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    "Connection: close\r\nContent-Length: {length}\r\n\r\n"
)

pytestmark = [
    pytest.mark.torture,
    pytest.mark.shared,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not SHARED.is_dir(), reason="no development inputs beside the checkout"),
]


def first_turns() -> list[str]:
    lines = (SHARED / "questions" / "seed_dev.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["turns"][0] for line in lines]
    return (questions * (STREAMS // len(questions) + 1))[:STREAMS]


@contextmanager
def served(index: Path) -> Iterator[tuple[int, psutil.Process]]:
    """The port and the process of a server over the index; it must end cleanly."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GUIDEPOST_", "OPENAI_"))}
    command = [sys.executable, "-m", "assistant.cli", "serve", "--port", "0"]
    told = {"PYTHONPATH": str(ROOT), "GUIDEPOST_INDEX": str(index)}
    with (index / "server.log").open("w+", encoding="utf-8") as log:
        server = subprocess.Popen(command, cwd=index, env=kept | told, stderr=log)
        try:
            yield _ready(index / "server.log"), psutil.Process(server.pid)
        finally:
            server.send_signal(signal.SIGTERM)
            assert server.wait(30) == 0
        log.seek(0)
        assert "Traceback" not in log.read()


def _ready(log: Path) -> int:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        found = re.search(r"http://127\.0\.0\.1:(\d+)", log.read_text(encoding="utf-8"))
        try:
            if found:
                urllib.request.urlopen(f"http://127.0.0.1:{found[1]}/readyz", timeout=5).close()
                return int(found[1])
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError("the server was not ready within 120 s")


async def send(port: int, question: str, *, stream: bool) -> asyncio.StreamReader:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    body = json.dumps({"question": question, "stream": stream}).encode()
    writer.write(HEAD.format(length=len(body)).encode() + body)
    await writer.drain()
    reader.writer = writer  # type: ignore[attr-defined]  # kept open as long as it is read
    return reader


async def whole(port: int, question: str, *, stream: bool) -> tuple[bytes, float]:
    """The body, and the seconds that it took. A chunked body without its end fails."""
    start = time.monotonic()
    reader = await send(port, question, stream=stream)
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    reader.writer.close()  # type: ignore[attr-defined]
    assert head.startswith(b"HTTP/1.1 200 "), head
    return (unchunked(body) if stream else body), time.monotonic() - start


def unchunked(body: bytes) -> bytes:
    parts: list[bytes] = []
    while True:
        size, _, rest = body.partition(b"\r\n")
        if int(size, 16) == 0:
            assert rest == b"\r\n"
            return b"".join(parts)
        parts.append(rest[: int(size, 16)])
        assert len(parts[-1]) == int(size, 16), "a chunk is cut"
        body = rest[int(size, 16) + 2 :]


async def all_streams(port: int, questions: list[str]) -> list[tuple[bytes, float]]:
    return await asyncio.gather(*(whole(port, q, stream=True) for q in questions))


async def plain_answers(port: int, questions: list[str]) -> dict[str, dict[str, Any]]:
    return {
        q: json.loads((await whole(port, q, stream=False))[0]) for q in dict.fromkeys(questions)
    }


async def leave(port: int, questions: list[str]) -> float:
    """Seconds until a new question is answered after all of these were left."""
    readers = await asyncio.gather(
        *(send(port, q, stream=n % 2 == 0) for n, q in enumerate(questions))
    )
    await asyncio.sleep(0.1)
    for reader in readers:
        reader.writer.transport.abort()  # type: ignore[attr-defined]
    start = time.monotonic()
    await whole(port, questions[0], stream=False)
    return time.monotonic() - start


def consistent(sent: list[Sent]) -> dict[str, Any]:
    """The answer that a stream ends with, which says what the events before it said."""
    *_, done = sent
    assert done.name == "done"
    answer: dict[str, Any] = done.data
    assert [e.name for e in sent[:3]] == ["meta", "plan", "rows"]
    assert [e.data for e in sent if e.name == "segment"] == answer["segments"]
    assert [e.data for e in sent if e.name == "citation"] == answer["citations"]
    return answer


def test_two_hundred_streams_at_once_and_none_is_cut(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ingest_into(tmp_path, SHARED / "seeds")
    questions = first_turns()
    with served(tmp_path) as (port, process):
        plain = asyncio.run(plain_answers(port, questions))
        before = process.memory_info().rss
        start = time.monotonic()
        bodies = asyncio.run(all_streams(port, questions))
        total = time.monotonic() - start
        after = process.memory_info().rss
        for question, (body, _) in zip(questions, bodies, strict=True):
            answer = consistent(read_events(body.decode()))
            assert answer["text"] == plain[question]["text"], question
            assert answer["status"] == plain[question]["status"]
        freed = asyncio.run(leave(port, questions))
    seconds = [took for _, took in bodies]
    with capsys.disabled():
        sys.stdout.write(
            f"\n{STREAMS} streams at once in {total:.1f} s: p50 {median(seconds):.2f} s, "
            f"p95 {quantiles(seconds, n=20)[-1]:.2f} s; resident {before / 1e6:.0f} MB before, "
            f"{after / 1e6:.0f} MB after; next answer {freed * 1000:.0f} ms after "
            f"{STREAMS} clients left\n"
        )
    # One question that was running may go on to its next step; none that waited is answered.
    assert freed < total / 4 + 0.5
    assert after - before < 100e6
