"""What models used of each day: in memory, or in the file that all processes of a server share.

The file is that of the conversations, so that a restart gives no second budget and several
processes keep one ceiling together. It holds sums, and no word of a visitor.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Protocol

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.sqlite import insert

from assistant.conversation_file import ConversationFile, model_days
from assistant.model_records import Usage

KEPT_DAYS = 400
"""Days whose sums are kept: a year and a little, as those of sites."""

Look = Callable[[int, float], None]
"""Told tokens and US dollars of the day so far; raises if no more may be used."""


class Days(Protocol):
    """Where the use of days is counted."""

    def take(self, day: date, most: Usage, look: Look) -> None:
        """Count what a request may come to, unless `look` raises: then nothing is counted."""

    def settle(self, day: date, most: Usage, came_to: Usage) -> None:
        """Replace what was taken by what the request came to."""


class DaysOfProcess:
    """Of one process, since its start. Safe to use from several threads."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._day: date | None = None
        self._tokens, self._cost_usd = 0, 0.0

    def take(self, day: date, most: Usage, look: Look) -> None:
        """See `Days`."""
        with self._guard:
            if day != self._day:
                self._day, self._tokens, self._cost_usd = day, 0, 0.0
            look(self._tokens, self._cost_usd)
            self._add(most, 1)

    def settle(self, day: date, most: Usage, came_to: Usage) -> None:
        """See `Days`."""
        with self._guard:
            if day == self._day:
                self._add(most, -1)
                self._add(came_to, 1)

    def _add(self, usage: Usage, sign: int) -> None:
        self._tokens += sign * usage.tokens
        self._cost_usd += sign * usage.cost_usd


class DaysOfFile:
    """Of all processes that share the file, over restarts. Safe from threads and processes.

    What a process that was killed had taken stays counted. Raises, from every method:
    ConversationsBroken.
    """

    def __init__(self, file: ConversationFile) -> None:
        self._file = file

    def take(self, day: date, most: Usage, look: Look) -> None:
        """See `Days`."""
        of_day = model_days.c.day == day.isoformat()
        with self._file.writing() as connection:
            had = connection.execute(select(model_days).where(of_day)).first()
            look(had.tokens if had else 0, had.cost_usd if had else 0.0)
            if had is None:
                oldest = (day - timedelta(days=KEPT_DAYS)).isoformat()
                connection.execute(delete(model_days).where(model_days.c.day < oldest))
            row = {"day": day.isoformat(), "tokens": most.tokens, "cost_usd": most.cost_usd}
            more = {
                "tokens": model_days.c.tokens + most.tokens,
                "cost_usd": model_days.c.cost_usd + most.cost_usd,
            }
            connection.execute(
                insert(model_days)
                .values(row)
                .on_conflict_do_update(index_elements=model_days.primary_key, set_=more)
            )

    def settle(self, day: date, most: Usage, came_to: Usage) -> None:
        """See `Days`."""
        less = {
            "tokens": model_days.c.tokens + came_to.tokens - most.tokens,
            "cost_usd": model_days.c.cost_usd + came_to.cost_usd - most.cost_usd,
        }
        with self._file.writing() as connection:
            connection.execute(
                update(model_days).where(model_days.c.day == day.isoformat()).values(less)
            )
