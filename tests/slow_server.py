"""A real server over a chain that takes as long as a question says, for tests of its edges.

"slow 3" takes three seconds and looks at its stop every 10 ms, "stuck 3" never looks, "fail" fails
after its rows; whatever else is asked is answered at once. As a program it serves on a free port
and prints the address.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from assistant.access import Access
from assistant.api.app import make_app
from assistant.api.server import serve
from assistant.api.service import Service
from assistant.assistant import Assistant
from assistant.cli import _bound
from assistant.conversations import Conversations
from assistant.current import CurrentKnowledge
from assistant.knowledge import Knowledge
from assistant.records import (
    Answer,
    AnswerId,
    Began,
    Done,
    Event,
    Evidence,
    Found,
    Plan,
    Planned,
    Said,
    Segment,
    SegmentKind,
    Status,
    Trace,
    Turn,
    Verdict,
)
from assistant.settings import ServerSettings
from assistant.stop import Stop
from tests.listening import listening
from vectorstore.records import SnapshotId

STEP_S = 0.01


class Shelf:
    """An index of one snapshot that holds nothing."""

    def current_id(self) -> SnapshotId:
        return SnapshotId("v")

    def open(self, snapshot_id: SnapshotId) -> Knowledge:
        pages = SimpleNamespace(sources=lambda: ())
        manifest = SimpleNamespace(counts=SimpleNamespace(programs=0, pages=0))
        snapshot = SimpleNamespace(id=snapshot_id, pages=pages, manifest=manifest)
        return cast(Knowledge, SimpleNamespace(snapshot=snapshot, close=lambda: None))


def slow_chain(turn: Turn, knowledge: Knowledge, stop: Stop) -> Iterator[Event]:
    """Events of an answer that takes as long as the question says."""
    version = knowledge.snapshot.id
    plan, evidence = Plan(turn.question, ()), Evidence((), version)
    yield Began(AnswerId("a"), version)
    yield Planned(plan)
    yield Found(plan, evidence)
    kind, _, seconds = turn.question.partition(" ")
    if kind == "fail":
        raise ZeroDivisionError("a secret of the server")
    until = time.monotonic() + (float(seconds) if kind in ("slow", "stuck") else 0)
    while time.monotonic() < until:
        if kind == "slow":
            stop.check()
        time.sleep(STEP_S)
    said = Segment(1, "It is so.", SegmentKind.ADVICE, (), Verdict.NO_FACT)
    yield Said(said)
    answer = Answer(AnswerId("a"), Status.ANSWERED, (said,), (), plan, evidence, Trace())
    yield Done(answer)


def slow_assistant(conversations: Path) -> Assistant:
    """An assistant over the slow chain."""
    current = CurrentKnowledge(Shelf())
    current.refresh()
    return Assistant(current, Conversations(conversations), slow_chain)


@dataclass(frozen=True)
class Running:
    """A server in a thread of this process."""

    port: int
    service: Service
    assistant: Assistant


@contextmanager
def running(
    conversations: Path, settings: ServerSettings, access: Access | None = None
) -> Iterator[Running]:
    """The server while the block runs."""
    assistant = slow_assistant(conversations)
    app = make_app(assistant, settings, access=access)
    with listening(app, settings) as port:
        yield Running(port, app.state.service, assistant)


if __name__ == "__main__":
    given = ServerSettings(grace_s=int(sys.argv[2]), threads=32)
    with _bound("127.0.0.1", 0) as free:
        sys.stdout.write(f"{free.getsockname()[1]}\n")
        sys.stdout.flush()
        serve(make_app(slow_assistant(Path(sys.argv[1])), given), given, free)
