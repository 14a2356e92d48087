"""`make bench`: latency and memory of `/ask` over HTTP, beside a plain retrieval.

Ingests a folder, starts the server as a process of its own, asks every question of a set with one
client, and reads the server's memory from the system. The baseline is what the control "dense only"
of `guidepost eval` retrieves in the same run, LangChain with Chroma over the same documents and
embeddings: what it takes, and how often its four documents hold the answer at all. This is a
measurement, not a test: it prints, and says which bars are held.
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
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

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
MAX_P95_MS = 60.0
MAX_RESIDENT_MB = 700.0
START_S = 120


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
    questions: str
    ask: Latency
    memory: Memory | None
    """None where the system does not tell."""
    baseline: Baseline


def main() -> None:
    """Measure and print."""
    given = _arguments()
    measured = measure(given.corpus, given.questions)
    if given.json:
        sys.stdout.write(json.dumps(asdict(measured), indent=1) + "\n")
    else:
        sys.stdout.write(_in_words(measured))


def measure(corpus: Path, questions: Path) -> Measured:
    """One run over a corpus (file or folder) and a question set."""
    cases = read_cases(questions)
    with tempfile.TemporaryDirectory() as scratch:
        index = Path(scratch) / "index"
        embedder = make_embedder(StoreSettings())
        ingest_paths([str(corpus)], index, embedder)
        with _server(index) as (port, server):
            _ask_all(port, cases)
            times = _ask_all(port, cases)
            memory = memory_of(server.pid)
        baseline = _baseline(index, embedder, cases)
    return Measured(corpus.name, questions.name, latency(times), memory, baseline)


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


def _ask_all(port: int, cases: Sequence[Case]) -> list[float]:
    """Milliseconds of every turn, asked one after the other over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    times = []
    try:
        for case in cases:
            conversation: dict[str, str] = {}
            for turn in case.turns:
                start = time.perf_counter()
                answer = _post(connection, {"question": turn, **conversation})
                times.append((time.perf_counter() - start) * 1000)
                conversation = {"conversation_id": answer["conversation_id"]}
    finally:
        connection.close()
    return times


def _post(connection: http.client.HTTPConnection, body: dict[str, str]) -> dict[str, str]:
    connection.request("POST", "/ask", json.dumps(body), {"Content-Type": "application/json"})
    response = connection.getresponse()
    text = response.read()
    if response.status != 200:
        raise RuntimeError(f"/ask answered {response.status} to {body!r}: {text[:300]!r}")
    answer: dict[str, str] = json.loads(text)
    return answer


@contextmanager
def _server(index: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """A server of its own process on a free loopback port, ready to be asked."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "assistant.cli", "serve", "--port", str(port)]
    # A line a request: of use only where something fails.
    with (index.parent / "server.log").open("w+b") as log:
        server = subprocess.Popen([*command, "--index", str(index)], cwd=ROOT, stderr=log)
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
        time.sleep(0.2)
    raise RuntimeError(f"the server was not ready within {START_S} s")


def _in_words(m: Measured) -> str:
    memory = "not known here"
    if m.memory is not None:
        memory = (
            f"{m.memory.resident_mb:.0f} MB, peak {m.memory.peak_mb:.0f} MB "
            f"(bar: {MAX_RESIDENT_MB:.0f}, {_held(m.memory.resident_mb <= MAX_RESIDENT_MB)})"
        )
    return (
        f"corpus {m.corpus}, questions {m.questions}, one client, after a first round over all\n"
        f"/ask              {_row(m.ask)} (bar: p95 {MAX_P95_MS:.0f}, "
        f"{_held(m.ask.p95_ms <= MAX_P95_MS)})\n"
        f"server resident   {memory}\n"
        f"LangChain+Chroma  {_row(m.baseline.latency)}; retrieval only, no answer:\n"
        f"                  its top {TOP} hold the evidence of {m.baseline.found} of the "
        f"{m.baseline.asked} questions that need some\n"
    )


def _row(of: Latency) -> str:
    return (
        f"{of.calls} calls: p50 {of.p50_ms:.1f} ms, p95 {of.p95_ms:.1f} ms, max {of.max_ms:.1f} ms"
    )


def _held(is_held: bool) -> str:
    return "held" if is_held else "NOT HELD"


def _arguments() -> argparse.Namespace:
    on_seeds = (SHARED / "seeds").is_dir() and (SHARED / "questions").is_dir()
    corpus = SHARED / "seeds" if on_seeds else ROOT / "ingest" / "sample"
    own = ROOT / "evals" / "data" / "sample_questions.jsonl"
    questions = SHARED / "questions" / "seed_dev.jsonl" if on_seeds else own
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpus", type=Path, default=corpus, help="file or folder to ingest")
    parser.add_argument("--questions", type=Path, default=questions, help="set to ask, JSONL")
    parser.add_argument("--json", action="store_true", help="print machine-readable output")
    return parser.parse_args()


if __name__ == "__main__":
    main()
