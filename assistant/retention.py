"""Erases conversations that are older than the setting allows, while the server runs."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from assistant.conversations import Conversations
from assistant.errors import ConversationsBroken

EVERY_S = 3_600.0
"""Seconds between two looks for what is too old."""
AGAIN_S = 60.0
"""Seconds until erasing is finished where another process was reading the file."""

_log = logging.getLogger(__name__)


class Retention:
    """Looks at once and then every hour, in a thread of its own."""

    def __init__(
        self,
        conversations: Conversations,
        keep_days: int,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`keep_days` 0 keeps every conversation until somebody asks for its end."""
        self._conversations = conversations
        self._keep_days = keep_days
        self._now = now
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to look."""
        self._thread = threading.Thread(target=self._run, name="retention", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End, after the look that is under way."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def sweep(self) -> float:
        """Erase what is too old; the seconds until the next look."""
        try:
            erased = self._erase_old()
            finished = self._conversations.finish_erasing()
        except ConversationsBroken as error:
            _log.warning("old conversations cannot be erased: %s", error)
            return EVERY_S
        if erased:
            _log.info("erased old conversations", extra={"conversations": erased})
        return EVERY_S if finished else AGAIN_S

    def _erase_old(self) -> int:
        if not self._keep_days:
            return 0
        return self._conversations.erase_before(self._now() - timedelta(days=self._keep_days))

    def _run(self) -> None:
        while not self._stop.wait(self.sweep()):
            pass
