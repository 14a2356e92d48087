"""A program that runs ingestions in children of its own and kills them where it is told to.

Everything costly is imported once, before the first fork, and nothing is opened or started then: a
child has no thread, file or model of its parent. Orders come as lines of JSON on standard input,
replies go as lines of JSON to standard output. Started by test_kill.py with `-m`.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from select import select
from typing import Any

import chromadb.api.rust  # noqa: F401 - imported late by the store, so before the fork here
import numpy as np
from numpy.typing import NDArray

from assistant.bootstrap import make_assistant
from assistant.settings import Settings
from ingest.job import ingest_paths
from vectorstore.embedder import Embedder, make_embedder
from vectorstore.errors import IndexMissing
from vectorstore.settings import StoreSettings
from vectorstore.snapshot import current_id, open_pages, prune, verify
from vectorstore.steps import Step, listening

Order = dict[str, Any]


class Noting:
    """The real model, which first writes down the hash of every text that it is asked for."""

    def __init__(self, inner: Embedder, ledger: int) -> None:
        self._inner = inner
        self._ledger = ledger
        self.name, self.dim = inner.name, inner.dim

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        lines = (f"asked {hashlib.sha256(text.encode()).hexdigest()}\n" for text in texts)
        os.write(self._ledger, "".join(lines).encode())
        return self._inner.embed(texts)


def run(order: Order) -> Order:
    """Ingest and prune; killed at the nth passing of a step, if one is named."""
    ledger = os.open(order["ledger"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(ledger, b"run\n")
    index, passed = Path(order["index"]), 0

    def at(step: Step) -> None:
        nonlocal passed
        if step is Step.CACHE_COMMITTED:
            os.write(ledger, b"committed\n")
        passed += step == order.get("step")
        if step == order.get("step") and passed == order["nth"]:
            os.kill(os.getpid(), signal.SIGKILL)

    embedder = Noting(make_embedder(StoreSettings()), ledger)
    with listening(at):
        report = ingest_paths(order["paths"], index, embedder)
        prune(index, order["keep"])
    return {"snapshot": report.snapshot, "notes": report.notes}


def look(order: Order) -> Order:
    """What a new program finds in the index: its pages, what `verify` says, and answers."""
    index = Path(order["index"])
    try:
        live = current_id(index)
    except IndexMissing:
        return {"live": None}
    with open_pages(index, live) as store:
        pages = [[page.uri, page.origin_sha256] for page in store.all()]
    answers = {}
    if order["questions"]:
        kept = index.with_name(f"{index.name}.conversations.sqlite")
        assistant = make_assistant(Settings(index=index, conversations=kept))
        assistant.current.refresh()
        answers = {q: assistant.ask(q)[1] for q in order["questions"]}
        assistant.close()
    return {
        "live": live,
        "problems": verify(index, live),
        "pages": pages,
        "answers": {q: a.text for q, a in answers.items()},
    }


WORK: dict[str, Callable[[Order], Order]] = {"run": run, "look": look}


def done(order: Order) -> Order:
    """The reply to an order that a child of ours carries out; it may be killed on the way."""
    began = time.monotonic()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _be_child(order, writing)
    os.close(writing)
    after_s = order.get("after_s")
    if after_s is not None and not select([reading], [], [], after_s)[0]:
        # Not ended yet, or its pipe would be readable.
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        said = pipe.read()
    _, status, used = os.wait4(child, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    reply: Order = {} if killed or not said else json.loads(said)
    seconds, cpu_s = time.monotonic() - began, used.ru_utime + used.ru_stime
    return reply | {"killed": killed, "status": status, "seconds": seconds, "cpu_s": cpu_s}


def _be_child(order: Order, writing: int) -> None:
    try:
        reply = WORK[order["do"]](order)
    except BaseException:  # noqa: BLE001 - the edge of the child: told, never carried on
        reply = {"error": traceback.format_exc()}
    os.write(writing, json.dumps(reply, ensure_ascii=False).encode())
    os._exit(0)


def main() -> None:
    """Carry out one order after another until the input ends."""
    for line in sys.stdin:
        sys.stdout.write(json.dumps(done(json.loads(line)), ensure_ascii=False) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
