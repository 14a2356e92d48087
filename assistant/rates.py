"""How often somebody may ask: sliding windows in the memory of this process.

The only module that counts with `limits`. Its counter of two windows is taken, not its list of
moments: that one never forgets a key (measured, release 5.8), and every visitor is one.
"""

from __future__ import annotations

import math
import time

from limits import RateLimitItem
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from assistant.sites import limits_of

_ROUNDING_S = 1e-3
"""What arithmetic may lose of a moment: who comes exactly then must not come in vain."""


class Rates:
    """Counters of one process. For use from one event loop."""

    def __init__(self) -> None:
        self._storage = MemoryStorage()
        self._limiter = SlidingWindowCounterRateLimiter(self._storage)

    def wait_s(self, *asked: tuple[str, tuple[str, ...]]) -> tuple[int, int]:
        """Take one of each limit: `(0, -1)`; or nothing of any, and what to wait for.

        `asked` are limits as written, each with what is counted and for whom. What is full is told
        by the whole seconds until there is room, and by its place among those asked; the longest.
        """
        items = [
            (at, item, who) for at, (limit, who) in enumerate(asked) for item in limits_of(limit)
        ]
        full = [
            (self._wait(item, who), at) for at, item, who in items if not self._has_room(item, who)
        ]
        if full:
            return max(full)
        for _, item, who in items:
            self._limiter.hit(item, *who)
        return 0, -1

    def is_full(self, limit: str, *who: str) -> int:
        """The whole seconds until there is room again; 0 if there is. Nothing is taken."""
        return max(
            (self._wait(i, who) for i in limits_of(limit) if not self._has_room(i, who)), default=0
        )

    def take(self, limit: str, *who: str) -> None:
        """Count one, whether there is room or not."""
        for item in limits_of(limit):
            self._limiter.hit(item, *who)

    def _has_room(self, item: RateLimitItem, who: tuple[str, ...]) -> bool:
        return self._limiter.test(item, *who)

    def _wait(self, item: RateLimitItem, who: tuple[str, ...]) -> int:
        """Whole seconds until the window before this one weighs so little that one more fits."""
        window_s = item.get_expiry()
        before, before_s, now, _ = self._storage.get_sliding_window(item.key_for(*who), window_s)
        if now >= item.amount:  # first this window must end, then one of its places
            # Windows begin at whole multiples of their length.
            return math.floor(window_s - time.time() % window_s + window_s / now + _ROUNDING_S) + 1
        room = (item.amount - now) * window_s / before if before else window_s
        return max(1, math.floor(before_s - room + _ROUNDING_S) + 1)
