"""The knowledge in service: changed under running requests, kept when the newer one is broken."""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import cast

import pytest

from assistant.current import CurrentKnowledge
from assistant.errors import KnowledgeUnusable, StillOpening
from assistant.knowledge import Knowledge
from vectorstore.errors import IndexMissing, SnapshotBroken
from vectorstore.records import SnapshotId


@dataclass
class Shelf:
    """An index whose snapshots are names; it notes what was opened and closed."""

    live: str | None = None
    broken: dict[str, Exception] = field(default_factory=dict)
    opened: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)

    def current_id(self) -> SnapshotId:
        if self.live is None:
            raise IndexMissing("there is no index")
        return SnapshotId(self.live)

    def open(self, snapshot_id: SnapshotId) -> Knowledge:
        self.opened.append(snapshot_id)
        if snapshot_id in self.broken:
            raise self.broken[snapshot_id]
        made = SimpleNamespace(
            snapshot=SimpleNamespace(id=snapshot_id),
            close=lambda: self.closed.append(snapshot_id),
        )
        return cast(Knowledge, made)


def test_nothing_is_lent_before_it_is_opened() -> None:
    current = CurrentKnowledge(Shelf("a"))
    with pytest.raises(StillOpening), current.lend():
        pass
    current.refresh()
    with current.lend() as knowledge:
        assert knowledge.snapshot.id == "a"


def test_a_missing_index_is_said_to_be_missing_until_there_is_one() -> None:
    shelf = Shelf()
    current = CurrentKnowledge(shelf)
    current.refresh()
    with pytest.raises(IndexMissing), current.lend():
        pass
    shelf.live = "a"
    current.refresh()
    assert (current.snapshot_id, current.problem) == ("a", None)


def test_a_running_request_finishes_on_the_old_one_which_is_closed_after_it() -> None:
    shelf = Shelf("a")
    current = CurrentKnowledge(shelf)
    current.refresh()
    with current.lend() as first, current.lend():
        shelf.live = "b"
        current.refresh()
        with current.lend() as second:
            assert (first.snapshot.id, second.snapshot.id) == ("a", "b")
        assert shelf.closed == []
    assert shelf.closed == ["a"]
    current.close()
    assert shelf.closed == ["a", "b"]


def test_an_unchanged_index_is_not_opened_again() -> None:
    shelf = Shelf("a")
    current = CurrentKnowledge(shelf)
    for _ in range(3):
        current.refresh()
    assert shelf.opened == ["a"]


@pytest.mark.parametrize(
    ("fault", "kept"),
    [(SnapshotBroken("damaged"), SnapshotBroken), (KeyError("a bug"), KnowledgeUnusable)],
)
def test_a_broken_newer_one_leaves_the_old_in_service_and_says_why(
    fault: Exception, kept: type[Exception]
) -> None:
    shelf = Shelf("a", broken={"b": fault})
    current = CurrentKnowledge(shelf)
    current.refresh()
    shelf.live = "b"
    for _ in range(3):
        current.refresh()
    assert current.snapshot_id == "a"
    assert isinstance(current.problem, kept)
    assert shelf.opened == ["a", "b"], "a broken one is not tried at every look"
    shelf.live = "a"
    current.refresh()
    assert current.problem is None


def test_a_request_that_fails_gives_back_what_it_was_lent() -> None:
    shelf = Shelf("a")
    current = CurrentKnowledge(shelf)
    current.refresh()
    with pytest.raises(RuntimeError), current.lend():
        raise RuntimeError
    current.close()
    assert shelf.closed == ["a"]


def test_the_watcher_notices_a_newer_one_by_itself() -> None:
    shelf = Shelf("a")
    current = CurrentKnowledge(shelf, watch_s=0.01)
    current.watch()
    _wait(lambda: current.snapshot_id == "a")
    shelf.live = "b"
    _wait(lambda: current.snapshot_id == "b")
    current.close()
    assert shelf.closed == ["a", "b"]


def test_the_watcher_outlives_a_fault_and_keeps_nothing_of_what_failed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Part:
        """Something that the opening of a snapshot held when it failed."""

    parts: list[weakref.ref[Part]] = []

    class Faulty(Shelf):
        def current_id(self) -> SnapshotId:
            if self.live == "fault":
                raise RuntimeError("of ours")
            return super().current_id()

        def open(self, snapshot_id: SnapshotId) -> Knowledge:
            part = Part()
            parts.append(weakref.ref(part))
            return super().open(snapshot_id)

    shelf = Faulty("a", broken={"b": SnapshotBroken("damaged"), "c": KeyError("a bug")})
    current = CurrentKnowledge(shelf, watch_s=0.01)
    current.watch()
    _wait(lambda: current.snapshot_id == "a")
    shelf.live = "b"
    _wait(lambda: isinstance(current.problem, SnapshotBroken) and parts[-1]() is None)
    shelf.live = "c"
    _wait(lambda: isinstance(current.problem, KnowledgeUnusable))
    shelf.live = "fault"
    _wait(lambda: "could not be looked at" in caplog.text)
    shelf.live = "d"
    _wait(lambda: current.snapshot_id == "d")
    current.close()


def test_under_many_requests_nothing_is_used_after_it_was_closed() -> None:
    shelf = Shelf("0")
    current = CurrentKnowledge(shelf)
    current.refresh()
    wrong: list[str] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            with current.lend() as knowledge:
                time.sleep(0)
                if knowledge.snapshot.id in shelf.closed:
                    wrong.append(knowledge.snapshot.id)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(1, 60):
        shelf.live = str(number)
        current.refresh()
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert sorted(shelf.closed, key=int) == [str(n) for n in range(59)], "each is closed, once"


def _wait(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + 5
    while not happened():
        assert time.monotonic() < until, "it did not happen within 5 s"
        time.sleep(0.005)
