"""`make bench`: start, latency, rate and memory of `/ask` over HTTP, beside a plain retrieval.

Ingests a folder, or takes an index that is there; starts the server as a process of its own; asks
every question of some sets with one client, then at a steady rate with several; and reads the
server's memory from the system. The baseline is what the control "dense only" of `guidepost eval`
retrieves in the same run, LangChain with Chroma over the same documents and embeddings: what it
takes, and how often its four documents hold the answer at all. This is a measurement, not a test:
it prints, and says which bars are held.
"""

from __future__ import annotations

import argparse
import http.client
import json
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from evals.cases import Case, Expect, read_cases
from evals.controls.dense_only import DenseFinder
from evals.controls.four_passages import TOP
from evals.metrics.expectation import choices_of, plain
from ingest.job import ingest_paths
from vectorstore.embedder import Embedder, make_embedder
from vectorstore.settings import StoreSettings
from vectorstore.snapshot import open_current

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
START_S = 120
CLIENTS, RATE = 8, 20
"""Clients that ask at the same time, and the requests a second that all of them begin."""
RATE_S = 30
"""Seconds for which the rate is held."""


@dataclass(frozen=True)
class Bars:
    """What a run is held against."""

    rows_ms: float
    """p95 of answers computed from rows, one client."""
    passages_ms: float
    """p95 of answers quoted from passages and claims, and of those that say nothing was found."""
    rate_ms: float
    """p95 with all clients, from the moment that a request was due."""
    resident_mb: float
    ready_s: float


SEEDS = Bars(60, 60, 800, 700, 5)
"""A corpus of a few pages."""
AT_SIZE = Bars(150, 200, 800, 1536, 5)
"""A register of 25,000 courses and a shelf of 342 guides in one index."""


@dataclass(frozen=True)
class Latency:
    """Milliseconds of a number of calls."""

    calls: int
    p50_ms: float
    p95_ms: float
    max_ms: float


@dataclass(frozen=True)
class Memory:
    """Megabytes of a process."""

    resident_mb: float
    peak_mb: float


@dataclass(frozen=True)
class Baseline:
    """What a plain similarity search does with the same questions."""

    latency: Latency
    found: int
    """Questions whose evidence its documents hold, all of it."""
    asked: int
    """Questions that name the evidence they need."""


@dataclass(frozen=True)
class Measured:
    """What one run found."""

    corpus: str
    questions: tuple[str, ...]
    bars: Bars
    ready_s: float
    """From the start of the server's process until it says that it is ready."""
    rows: Latency | None
    """None where no answer was from rows; likewise below."""
    passages: Latency | None
    at_rate: Latency
    memory: Memory | None
    """None where the system does not tell."""
    baseline: Baseline


@dataclass(frozen=True)
class _Asked:
    """One turn that was answered."""

    time_ms: float
    of_rows: bool
    """Whether the answer cites a row or a set of them."""


def main() -> None:
    """Measure and print."""
    given = _arguments()
    questions = given.questions or [given.own_questions]
    if given.index is not None:
        measured = measure(given.index, questions, AT_SIZE, given.index.name)
    else:
        with tempfile.TemporaryDirectory() as scratch:
            index = Path(scratch) / "index"
            ingest_paths([str(given.corpus)], index, make_embedder(StoreSettings()))
            measured = measure(index, questions, SEEDS, given.corpus.name)
    if given.json:
        sys.stdout.write(json.dumps(asdict(measured), indent=1) + "\n")
    else:
        sys.stdout.write(in_words(measured))


def measure(index: Path, questions: Sequence[Path], bars: Bars, name: str) -> Measured:
    """One run over an index, called by this name, and question sets."""
    cases = [case for path in questions for case in read_cases(path)]
    with tempfile.TemporaryDirectory() as scratch:
        start = time.monotonic()
        with _server(index, Path(scratch)) as (port, server):
            ready_s = time.monotonic() - start
            _ask_all(port, cases)
            asked = _ask_all(port, cases)
            at_rate = _ask_at_rate(port, [case.turns[0] for case in cases])
            memory = memory_of(server.pid)
    of_rows = [it.time_ms for it in asked if it.of_rows]
    others = [it.time_ms for it in asked if not it.of_rows]
    return Measured(
        name,
        tuple(path.name for path in questions),
        bars,
        round(ready_s, 1),
        latency(of_rows) if of_rows else None,
        latency(others) if others else None,
        latency(at_rate),
        memory,
        _baseline(index, make_embedder(StoreSettings()), cases),
    )


def latency(times_ms: Sequence[float]) -> Latency:
    """Percentiles of a non-empty list, by the nearest rank."""
    ordered = sorted(times_ms)

    def rank(share: float) -> float:
        return round(ordered[max(0, -int(-share * len(ordered) // 1) - 1)], 2)

    return Latency(len(ordered), rank(0.5), rank(0.95), rank(1.0))


def memory_of(pid: int) -> Memory | None:
    """Memory of a process, from /proc; None where there is none."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return None
    kilobytes = dict(re.findall(r"^(VmRSS|VmHWM):\s+(\d+) kB", status, re.MULTILINE))
    return Memory(int(kilobytes["VmRSS"]) / 1024, int(kilobytes["VmHWM"]) / 1024)


def holds(expect: Expect, texts: Sequence[str]) -> bool:
    """Whether the texts together hold all evidence that is expected."""
    held = [plain(text) for text in texts]
    return all(
        any(plain(choice) in text for choice in choices_of(wanted) for text in held)
        for wanted in expect.evidence
    )


def _baseline(index: Path, embedder: Embedder, cases: Sequence[Case]) -> Baseline:
    with open_current(index, embedder) as snapshot:
        finder = DenseFinder(snapshot)
        texts = {page.id: page.text for page in snapshot.pages.all()}
        for case in cases[:5]:
            finder.find(case.turns[-1], TOP)
        times, found, asked = [], 0, 0
        for case in cases:
            start = time.perf_counter()
            documents = finder.find(case.turns[-1], TOP)
            times.append((time.perf_counter() - start) * 1000)
            needs = bool(case.expect.evidence)
            asked += needs
            found += needs and holds(
                case.expect, [texts[d.page_id][d.start : d.end] for d in documents]
            )
    return Baseline(latency(times), found, asked)


def _ask_all(port: int, cases: Sequence[Case]) -> list[_Asked]:
    """Every turn, asked one after the other over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    asked = []
    try:
        for case in cases:
            conversation: dict[str, str] = {}
            for turn in case.turns:
                start = time.perf_counter()
                answer = _post(connection, {"question": turn, **conversation})
                took_ms = (time.perf_counter() - start) * 1000
                kinds = {citation["kind"] for citation in answer["citations"]}
                asked.append(_Asked(took_ms, not kinds.isdisjoint(("row", "set"))))
                conversation = {"conversation_id": answer["conversation_id"]}
    finally:
        connection.close()
    return asked


def _ask_at_rate(port: int, questions: Sequence[str]) -> list[float]:
    """Milliseconds of requests that become due `RATE` a second, each from when it was due.

    The clients take turns; one that is late asks at once, and its wait counts.
    """
    begin = time.perf_counter() + 0.5
    due = list(zip((begin + n / RATE for n in range(RATE * RATE_S)), cycle(questions)))

    def client(first: int) -> list[float]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        times = []
        try:
            for at, question in islice(due, first, None, CLIENTS):
                time.sleep(max(0.0, at - time.perf_counter()))
                _post(connection, {"question": question})
                times.append((time.perf_counter() - at) * 1000)
        finally:
            connection.close()
        return times

    with ThreadPoolExecutor(CLIENTS) as pool:
        return [time_ms for times in pool.map(client, range(CLIENTS)) for time_ms in times]


def _post(connection: http.client.HTTPConnection, body: dict[str, str]) -> dict[str, Any]:
    connection.request("POST", "/ask", json.dumps(body), {"Content-Type": "application/json"})
    response = connection.getresponse()
    text = response.read()
    if response.status != 200:
        raise RuntimeError(f"/ask answered {response.status} to {body!r}: {text[:300]!r}")
    answer: dict[str, Any] = json.loads(text)
    return answer


@contextmanager
def _server(index: Path, scratch: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """A server of its own process on a free loopback port, ready to be asked."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "assistant.cli", "serve", "--port", str(port)]
    # A line a request: of use only where something fails.
    with (scratch / "server.log").open("w+b") as log:
        server = subprocess.Popen([*command, "--index", str(index.resolve())], cwd=ROOT, stderr=log)
        try:
            _wait_until_ready(port, server)
            yield port, server
        except BaseException:
            log.seek(0)
            sys.stderr.buffer.write(b"".join(log.readlines()[-40:]))
            raise
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait_until_ready(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode} before it was ready")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    raise RuntimeError(f"the server was not ready within {START_S} s")


def in_words(m: Measured) -> str:
    """The figures, each beside its bar."""
    bars, baseline = m.bars, m.baseline
    found = f"{baseline.found} of the {baseline.asked}"
    memory = "not known here"
    if m.memory is not None:
        resident, peak = m.memory.resident_mb, m.memory.peak_mb
        held = _held(resident, bars.resident_mb)
        memory = f"{resident:.0f} MB, peak {peak:.0f} MB {held}"
    lines = (
        f"{m.corpus}; {', '.join(m.questions)}; after a first round over all",
        f"start to ready    {m.ready_s:.1f} s {_held(m.ready_s, bars.ready_s)}",
        f"/ask, rows        {_row(m.rows, bars.rows_ms)}",
        f"/ask, the rest    {_row(m.passages, bars.passages_ms)}",
        f"{RATE}/s, {CLIENTS} clients   {_row(m.at_rate, bars.rate_ms)}",
        f"server resident   {memory}",
        f"LangChain+Chroma  {_row(baseline.latency)}; retrieval only, no answer:",
        f"                  its top {TOP} hold the evidence of {found} questions that need some",
    )
    return "\n".join(lines) + "\n"


def _row(of: Latency | None, bar_ms: float | None = None) -> str:
    if of is None:
        return "none asked"
    figures = f"p50 {of.p50_ms:.1f} ms, p95 {of.p95_ms:.1f} ms, max {of.max_ms:.1f} ms"
    against = "" if bar_ms is None else f" {_held(of.p95_ms, bar_ms)}"
    return f"{of.calls} calls: {figures}{against}"


def _held(measured: float, bar: float) -> str:
    return f"(bar: {bar:g}, {'held' if measured <= bar else 'NOT HELD'})"


def _arguments() -> argparse.Namespace:
    on_seeds = (SHARED / "seeds").is_dir() and (SHARED / "questions").is_dir()
    corpus = SHARED / "seeds" if on_seeds else ROOT / "ingest" / "sample"
    own = ROOT / "evals" / "data" / "sample_questions.jsonl"
    questions = SHARED / "questions" / "seed_dev.jsonl" if on_seeds else own
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    over = parser.add_mutually_exclusive_group()
    over.add_argument("--corpus", type=Path, default=corpus, help="file or folder to ingest")
    over.add_argument("--index", type=Path, help="index to ask, as it is, instead of a corpus")
    parser.add_argument(
        "--questions", type=Path, action="append", help="set to ask, JSONL; repeat it for others"
    )
    parser.set_defaults(own_questions=questions)
    parser.add_argument("--json", action="store_true", help="print machine-readable output")
    return parser.parse_args()


if __name__ == "__main__":
    main()
