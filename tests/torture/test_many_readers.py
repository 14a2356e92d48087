"""Six servers read one index while a seventh process ingests into it twenty times.

Nothing may fail, no answer may be mixed from two snapshots, every server must follow, old snapshots
must be given back, and memory must not grow. Takes two to four minutes on two cores.
"""

from __future__ import annotations

import http.client
import itertools
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import pytest

from tests.serving import SAMPLE
from tests.torture.moving_corpus import QUESTIONS, Edition, Published, Question
from tests.torture.served import Server, guidepost, request, serving
from vectorstore.index_folder import CURRENT
from vectorstore.snapshot import open_pages, prune

SERVERS = 6
CLIENTS_EACH = 2
PAUSE_S = 0.8
"""Between two questions of a client: 15 a second in all, so that two cores suffice."""
SWITCHES = 20
MOST_GROWTH_MB = 60.0
QUIET_S = 10.0
FOLLOWED_S = 60.0
"""What a server may take to follow; about two seconds where nothing else runs."""
GIVEN_BACK_S = 10.0

Span = tuple[float, float]


@dataclass
class Reply:
    """One request and what came back."""

    question: Question | None
    """None for one that only leads to the next, or for a page."""
    status: int
    body: bytes
    is_stream: bool
    at: float
    """Seconds, monotonic, when it was sent."""
    ms: float
    cited: Mapping[str, Any] | None = None
    """The citation whose page this is."""


class Clients:
    """Threads that ask all servers all questions, at a steady pace, until they are stopped."""

    def __init__(self, servers: list[Server]) -> None:
        self.replies: list[Reply] = []
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._ask, args=(server.port, number))
            for number, server in enumerate(servers * CLIENTS_EACH)
        ]

    def __enter__(self) -> Clients:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, port: int, number: int) -> None:
        self._stop.wait(PAUSE_S * number / len(self._threads))
        for turn in itertools.count(number):
            question = QUESTIONS[turn % len(QUESTIONS)]
            # Several rounds apart, so that each question is asked both ways.
            answer = self._converse(port, question, is_stream=turn // len(QUESTIONS) % 2 == 0)
            if answer and turn % 3 == 0:
                self._open_citation(port, answer, turn)
            if self._stop.wait(PAUSE_S):
                return

    def _converse(self, port: int, question: Question, *, is_stream: bool) -> Mapping[str, Any]:
        asked: dict[str, Any] = {"stream": is_stream}
        answer: Mapping[str, Any] = {}
        for place, words in enumerate(question.turns, start=1):
            judged = question if place == len(question.turns) else None
            reply = self._send(
                port, "POST", "/ask", judged, json.dumps(asked | {"question": words}), is_stream
            )
            if reply.status != 200:
                return {}
            answer = _answer_in(reply)
            asked["conversation_id"] = answer.get("conversation_id")
        return answer

    def _open_citation(self, port: int, answer: Mapping[str, Any], turn: int) -> None:
        cited = answer["citations"][turn % len(answer["citations"])]
        reply = self._send(port, "GET", f"/sources/{cited['source']['id']}", None)
        reply.cited = cited

    def _send(
        self,
        port: int,
        method: str,
        path: str,
        question: Question | None,
        body: str | None = None,
        is_stream: bool = False,
    ) -> Reply:
        at = time.monotonic()
        try:
            status, found = request(port, method, path, body)
        except (OSError, http.client.HTTPException) as error:
            status, found = 0, repr(error).encode()
        ms = (time.monotonic() - at) * 1000
        reply = Reply(question, status, found, is_stream, at, ms)
        self.replies.append(reply)
        return reply


@pytest.mark.torture
@pytest.mark.timeout(900)
def test_six_servers_follow_twenty_ingestions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index, moving = tmp_path / "index", tmp_path / "moving"
    published: dict[str, Published] = {}
    _ingest(index, moving, Edition(0), published, SAMPLE)
    with ExitStack() as stack:
        servers = [stack.enter_context(serving(index)) for _ in range(SERVERS)]
        _follow(servers, index)
        clients = stack.enter_context(Clients(servers))
        _switch(index, moving, Edition(1), published, servers)  # warms up what a switch needs
        quiet = (time.monotonic(), time.monotonic() + QUIET_S)
        time.sleep(QUIET_S)
        for server in servers:
            server.weigh()
            server.forget_peak()
        spans, lags = [], []
        for number in range(2, 2 + SWITCHES):
            span, lag = _switch(index, moving, Edition(number), published, servers)
            spans.append(span)
            lags += lag
        clients.__exit__()
        for server in servers:
            server.weigh()
        lines = _summary(clients.replies, servers, quiet, spans, lags)
    mixed, seen = _judge(clients.replies, published)
    lines.append(f"mixed answers {len(mixed)}, of {len(seen)} snapshots")
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    failed = [r for r in clients.replies if r.status != 200]
    assert not failed, f"{len(failed)} failed, first: {failed[0].status} {failed[0].body[:300]!r}"
    assert not mixed, f"first of them: {mixed[:3]}"
    # The first edition is asked for only while the second is built.
    assert len(seen) >= SWITCHES + 1, f"answers of only {len(seen)} snapshots"
    grown = [after - before for before, after in (s.resident_mb for s in servers)]
    assert max(grown) <= MOST_GROWTH_MB, f"resident memory grew by {grown} MB"


def _judge(
    replies: Sequence[Reply], published: Mapping[str, Published]
) -> tuple[list[str], set[str]]:
    """What is not of the one snapshot that a reply names, in words; and the snapshots named."""
    mixed: list[str] = []
    seen: set[str] = set()
    for reply in replies:
        if reply.status != 200:
            continue
        if reply.cited is not None:
            mixed += _page_faults(json.loads(reply.body), reply.cited, published)
            continue
        answer = _answer_in(reply)
        seen.add(answer["index_version"])
        if reply.question is not None:
            faults = published[answer["index_version"]].faults(reply.question, answer)
            mixed += [f"{reply.question.turns[-1]} {fault}" for fault in faults]
        if reply.is_stream:
            mixed += _stream_faults(_events(reply.body))
    return mixed, seen


def _page_faults(
    page: Mapping[str, Any], cited: Mapping[str, Any], published: Mapping[str, Published]
) -> list[str]:
    """The page of a citation; where the server switched in between, the page of another edition."""
    if page["sha256"] == cited["source"]["sha256"]:
        is_quote = page["text"][cited["start"] : cited["end"]] == cited["quote"]
        return [] if is_quote else [f"page {page['id']} does not hold {cited['quote']!r}"]
    held = {of.pages[page["id"]] for of in published.values()}
    is_held = (page["sha256"], page["text"]) in held
    return [] if is_held else [f"page {page['id']} is of no edition"]


def _stream_faults(events: Sequence[tuple[str, Any]]) -> list[str]:
    """A stream tells the answer that its last event holds, piece by piece."""
    names, done = [name for name, _ in events], events[-1][1]
    versions = {data["index_version"] for _, data in events if "index_version" in data}
    told = {
        name: [data for event, data in events if event == name] for name in ("segment", "citation")
    }
    is_whole = (
        names[0] == "meta"
        and names[-1] == "done"
        and versions == {done["index_version"]}
        and told["segment"] == done["segments"]
        and told["citation"] == done["citations"]
    )
    return [] if is_whole else [f"a stream of {names} does not tell its answer"]


def _answer_in(reply: Reply) -> Any:
    return _events(reply.body)[-1][1] if reply.is_stream else json.loads(reply.body)


def _events(body: bytes) -> list[tuple[str, Any]]:
    """Name and data of each event; comments are left out."""
    found = []
    for block in body.decode().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if not line.startswith(":")
                      and ": " in line)  # fmt: skip
        if "event" in fields:
            found.append((fields["event"], json.loads(fields["data"])))
    return found


def _switch(
    index: Path,
    moving: Path,
    edition: Edition,
    published: dict[str, Published],
    servers: Sequence[Server],
) -> tuple[Span, list[float]]:
    """Publish an edition; when the servers followed it, and after how many seconds each."""
    _ingest(index, moving, edition, published)
    switched_s_ago = time.time() - (index / CURRENT).stat().st_mtime
    at = time.monotonic() - switched_s_ago
    # Sometimes the old files go while they are still in use, sometimes after.
    if edition.number % 2:
        prune(index, keep=1)
    lags = _follow(servers, index, at)
    prune(index, keep=1)
    return (at, at + max(lags)), lags


def _ingest(
    index: Path, moving: Path, edition: Edition, published: dict[str, Published], *more: Path
) -> None:
    edition.write(moving)
    command = [guidepost(), "ingest", *map(str, more), str(moving), "--index", str(index)]
    done = subprocess.run([*command, "--json"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    made = (index / CURRENT).read_text().strip()
    assert made not in published, "the files changed, the snapshot did not"
    with open_pages(index) as pages:
        held = {str(page.id): (page.sha256, page.text) for page in pages.all()}
    published[made] = Published(edition, held)


def _follow(servers: Sequence[Server], index: Path, at: float | None = None) -> list[float]:
    """Seconds from `at` after which each server named the live snapshot and held no other open."""
    live = (index / CURRENT).read_text().strip()
    start = time.monotonic() if at is None else at
    lags: dict[int, float] = {}
    until = time.monotonic() + FOLLOWED_S
    while len(lags) < len(servers):
        for server in servers:
            if server.port not in lags and server.in_service() == live:
                lags[server.port] = time.monotonic() - start
        assert time.monotonic() < until, f"{[s.in_service() for s in servers]}, not {live}"
        time.sleep(0.1)
    until = time.monotonic() + GIVEN_BACK_S
    while any(server.open_snapshots() != {live} for server in servers):
        assert time.monotonic() < until, f"{[s.open_snapshots() for s in servers]}, not {live}"
        time.sleep(0.1)
    return list(lags.values())


def _summary(
    replies: Sequence[Reply],
    servers: Sequence[Server],
    quiet: Span,
    spans: Sequence[Span],
    lags: Sequence[float],
) -> list[str]:
    asked = [r for r in replies if r.cited is None]

    def p95(among: Sequence[Span]) -> str:
        taken = [r.ms for r in asked if any(a <= r.at <= b for a, b in among)]
        if len(taken) < 2:
            return "too few"
        return f"p50 {median(taken):.0f}, p95 {quantiles(taken, n=20)[-1]:.0f} ms ({len(taken)})"

    lines = [
        f"requests {len(replies)}, failed {sum(r.status != 200 for r in replies)}",
        f"load {os.getloadavg()[0]:.1f}; switches in {spans[-1][1] - spans[0][0]:.0f} s",
        f"quiet {p95([quiet])}",
        f"ingesting {p95([(spans[0][0], spans[-1][1])])}",
        f"while servers switch {p95(spans)}",
        f"followed after: median {median(lags):.1f} s, most {max(lags):.1f} s",
    ]
    for s in servers:
        (before, after), (own_before, own_after) = s.resident_mb, s.unshared_mb
        lines.append(
            f"port {s.port}: resident {before:.0f} -> {after:.0f} MB, peak {s.peak_mb():.0f}; "
            f"unshared {own_before:.0f} -> {own_after:.0f} MB"
        )
    return lines
