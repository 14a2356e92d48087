"""A request to stop, made in one thread and noticed by work in another.

Threads cannot be ended from outside: the work looks at its `Stop` between steps. This module knows
nothing of clients, clocks or servers; whoever gives up says why.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from assistant.errors import AssistantError

LOOK_S = 0.02
"""Seconds between two looks while waiting for a lock: short against the 250 ms that a client who
leaves may cost."""


class Stop:
    """Whether work is still wanted. Asked once, it stays asked."""

    def __init__(self) -> None:
        self._why: AssistantError | None = None

    def ask(self, why: AssistantError) -> None:
        """Let the work end with this error; the first one asked for counts."""
        self._why = self._why or why

    def check(self) -> None:
        """Go on, or raise what was asked for. Raises: that error."""
        if self._why is not None:
            raise self._why

    @contextmanager
    def holding(self, lock: threading.Lock) -> Iterator[None]:
        """The lock, waited for only as long as the work is wanted. Raises: as `check`."""
        while not lock.acquire(timeout=LOOK_S):
            self.check()
        try:
            yield
        finally:
            lock.release()
