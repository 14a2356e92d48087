"""The knowledge that answers are made from right now: opened, lent, and changed for a newer one.

A watcher looks at the index once a second. A new snapshot is opened beside the old one; requests
that run finish on the old one, which is closed after the last of them. A snapshot that cannot be
opened leaves the old one in service, and says why.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from assistant.errors import KnowledgeUnusable, StillOpening
from assistant.knowledge import Knowledge
from vectorstore.errors import StoreError
from vectorstore.records import SnapshotId

WATCH_S = 1.0
"""Seconds between two looks at the index: reading one small file."""
RETRY_S = 30.0
"""Seconds until a snapshot that could not be opened is tried again: its files are hashed."""

Problem = StoreError | KnowledgeUnusable | StillOpening
"""Why nothing, or nothing newer, is in service."""

_log = logging.getLogger(__name__)


class Index(Protocol):
    """Where snapshots come from."""

    def current_id(self) -> SnapshotId:
        """The id of the live snapshot; cheap. Raises: StoreError."""

    def open(self, snapshot_id: SnapshotId) -> Knowledge:
        """The knowledge of a snapshot, ready for its first question. Raises: StoreError."""


@dataclass
class _Lent:
    """One open knowledge and the requests that use it."""

    knowledge: Knowledge
    users: int = 0
    retired: bool = False


class CurrentKnowledge:
    """The knowledge of the live snapshot. Safe to use from several threads."""

    def __init__(self, index: Index, watch_s: float = WATCH_S) -> None:
        self._index = index
        self._watch_s = watch_s
        self._guard = threading.Lock()
        self._opening = threading.Lock()
        self._held: _Lent | None = None
        self._problem: Problem | None = StillOpening("not opened yet")
        self._failed_id: SnapshotId | None = None
        self._retry_at = 0.0
        self._stop = threading.Event()
        self._watcher: threading.Thread | None = None
        self.opened = 0  # snapshots put into service, for the metrics
        self.failures = 0  # attempts to open one that failed

    @contextmanager
    def lend(self) -> Iterator[Knowledge]:
        """The knowledge for one request; it stays open until the request gives it back.

        Raises: StillOpening, StoreError, if nothing is open: why.
        """
        lent = self._take()
        try:
            yield lent.knowledge
        finally:
            self._give_back(lent)

    @property
    def problem(self) -> Problem | None:
        """Why the newest snapshot is not in service; None if it is."""
        return self._problem

    @property
    def snapshot_id(self) -> SnapshotId | None:
        """The snapshot in service; None if there is none."""
        held = self._held
        return held.knowledge.snapshot.id if held else None

    def why_not(self) -> Problem:
        """What to raise when nothing is in service."""
        problem = self._problem or StillOpening("the index is closed")
        # One error is raised for many requests: it must not collect their tracebacks.
        return problem.with_traceback(None)

    def refresh(self) -> None:
        """Look at the index now, and open what is new; what goes wrong is kept in `problem`."""
        with self._opening:
            try:
                newest = self._index.current_id()
                if newest == self.snapshot_id:
                    self._problem = self._failed_id = None
                elif newest != self._failed_id or time.monotonic() >= self._retry_at:
                    self._open(newest)
            except (StoreError, KnowledgeUnusable) as error:
                self._problem = error

    def watch(self) -> None:
        """Start to look at the index in the background, at once and then every `watch_s`."""
        self._watcher = threading.Thread(target=self._run, name="index-watcher", daemon=True)
        self._watcher.start()

    def close(self) -> None:
        """Stop watching and close what is open, after its last request."""
        self._stop.set()
        if self._watcher is not None:
            self._watcher.join()
        self._put(None)

    def _run(self) -> None:
        said = ""
        while not self._stop.is_set():
            try:
                self.refresh()
            except Exception:  # noqa: BLE001 (the edge of a thread)
                # A fault of ours: what is open stays in service, and is looked after further.
                _log.exception("the index could not be looked at")
            problem = self._problem
            if problem is not None and str(problem) != said:
                _log.warning("the index cannot be opened: %s", problem, exc_info=_fault_of(problem))
            said = str(problem or "")
            _drop_frames(problem)
            self._stop.wait(self._watch_s)

    def _open(self, newest: SnapshotId) -> None:
        try:
            opened = self._index.open(newest)
        except StoreError:
            self.failures += 1
            self._failed_id, self._retry_at = newest, time.monotonic() + RETRY_S
            raise
        except Exception as error:
            # A fault of ours in preparing it: the server stays up, on the old one if there is one.
            self.failures += 1
            self._failed_id, self._retry_at = newest, time.monotonic() + RETRY_S
            raise KnowledgeUnusable(
                f"snapshot {newest!r} could not be prepared for answering; ingest again"
            ) from error
        self._put(_Lent(opened))
        self.opened += 1
        self._problem = self._failed_id = None
        _log.info("snapshot %s is in service", newest)

    def _put(self, new: _Lent | None) -> None:
        with self._guard:
            old, self._held = self._held, new
            if old is not None:
                old.retired = True
            unused = old is not None and old.users == 0
        if old is not None and unused:
            old.knowledge.close()

    def _take(self) -> _Lent:
        with self._guard:
            if self._held is not None:
                self._held.users += 1
                return self._held
        raise self.why_not()

    def _give_back(self, lent: _Lent) -> None:
        with self._guard:
            lent.users -= 1
            last = lent.retired and lent.users == 0
        if last:
            lent.knowledge.close()


def _drop_frames(problem: BaseException | None) -> None:
    """Let go of what the tracebacks of a kept error hold: the parts of a half-opened snapshot."""
    while problem is not None:
        problem.__traceback__ = None
        problem = problem.__cause__ or problem.__context__


def _fault_of(problem: Problem) -> BaseException | None:
    """What to show the traceback of: a fault of ours, not a folder that is missing."""
    return problem.__cause__ if isinstance(problem, KnowledgeUnusable) else None
