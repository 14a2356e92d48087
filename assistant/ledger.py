"""What sites have had today, and which are paused: kept with the conversations.

So a restart gives no second budget, and a pause that the operator's page sets holds at once in
every server process that shares the file. Holds counts, and no word of a visitor.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from assistant.conversation_file import ConversationFile, paused_sites, site_days
from assistant.errors import BudgetSpent, SitePaused

PAUSED_S = 300
"""Seconds after which a client of a paused site may look again."""
KEPT_DAYS = 400
"""Days whose counts are kept, for the operator's page: a year and a little."""


class Ledger:
    """The counts and pauses of one file. Safe from several threads and processes."""

    def __init__(
        self, file: ConversationFile, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._file = file
        self._now = now

    def take(self, site: str, budget: int | None) -> None:
        """Count an answer that is about to be made for a site.

        Raises: SitePaused, BudgetSpent, ConversationsBroken; then nothing is counted.
        """
        now = self._now()
        today = now.date().isoformat()
        of_today = (site_days.c.site == site, site_days.c.day == today)
        with self._file.writing() as connection:
            if connection.execute(select(paused_sites).where(paused_sites.c.site == site)).first():
                raise SitePaused(f"the site {site!r} is paused by its operator", PAUSED_S)
            had = connection.execute(select(site_days.c.answers).where(*of_today)).scalar()
            if budget is not None and (had or 0) >= budget:
                raise BudgetSpent(
                    f"the site {site!r} has had its {budget} answers of the day", _rest_of_day(now)
                )
            if had is None:
                oldest = (now.date() - timedelta(days=KEPT_DAYS)).isoformat()
                connection.execute(delete(site_days).where(site_days.c.day < oldest))
            first = insert(site_days).values(site=site, day=today, answers=1)
            more = {"answers": site_days.c.answers + 1}
            connection.execute(
                first.on_conflict_do_update(index_elements=site_days.primary_key, set_=more)
            )

    def answers(self, day: date) -> dict[str, int]:
        """Answers of a day by site."""
        query = select(site_days.c.site, site_days.c.answers).where(
            site_days.c.day == day.isoformat()
        )
        with self._file.reading() as connection:
            return {row.site: row.answers for row in connection.execute(query)}

    def paused(self) -> dict[str, datetime]:
        """The sites that are paused, and since when."""
        with self._file.reading() as connection:
            rows = connection.execute(select(paused_sites)).all()
        return {row.site: datetime.fromisoformat(row.since) for row in rows}

    def pause(self, site: str, *, paused: bool) -> None:
        """Let a site's answers stop, or go on; done twice it is done once."""
        with self._file.writing() as connection:
            if paused:
                row = {"site": site, "since": self._now().isoformat()}
                connection.execute(insert(paused_sites).values(row).on_conflict_do_nothing())
            else:
                connection.execute(delete(paused_sites).where(paused_sites.c.site == site))


def _rest_of_day(now: datetime) -> int:
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), UTC)
    return int((midnight - now).total_seconds()) + 1
