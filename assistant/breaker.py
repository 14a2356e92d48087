"""A breaker: after failures in a row a service is left alone, then tried by one request.

Knows nothing of models; the clock is given. Safe to use from several threads.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Breaker:
    """Closed (all may pass), open (none may) or half open (one probe may)."""

    def __init__(
        self, failures: int, open_s: float, now: Callable[[], float] = time.monotonic
    ) -> None:
        """Opens after `failures` in a row, for `open_s` seconds of the clock `now`."""
        self._limit = failures
        self._open_s = open_s
        self._now = now
        self._guard = threading.Lock()
        self._failed = 0
        self._opened_at: float | None = None
        self._probing = False

    @property
    def is_open(self) -> bool:
        """Whether requests are turned away, but for a probe."""
        return self._opened_at is not None

    def admit(self) -> bool:
        """Whether a request may pass; each that may must be reported by one of the others."""
        with self._guard:
            if self._opened_at is None:
                return True
            if self._probing or self._now() - self._opened_at < self._open_s:
                return False
            self._probing = True
            return True

    def succeeded(self) -> None:
        """The service answered: everything may pass again."""
        with self._guard:
            self._failed, self._opened_at, self._probing = 0, None, False

    def failed(self) -> None:
        """The service failed; a probe that fails keeps it closed off for as long again."""
        with self._guard:
            self._failed += 1
            if self._probing or self._failed >= self._limit:
                self._opened_at = self._now()
            self._probing = False

    def gave_up(self) -> None:
        """Who asked did not wait for the end: that says nothing of the service."""
        with self._guard:
            self._probing = False
