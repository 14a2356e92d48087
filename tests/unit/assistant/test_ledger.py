"""Budgets and pauses: exact under concurrency, kept over restarts, shared by processes."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.conversation_file import ConversationFile
from assistant.errors import BudgetSpent, SitePaused
from assistant.ledger import PAUSED_S, Ledger

NOW = datetime(2026, 11, 25, 23, 0, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[ConversationFile]:
    opened = ConversationFile(tmp_path / "kept.sqlite")
    yield opened
    opened.close()


def test_a_budget_is_of_one_site_and_one_day(file: ConversationFile) -> None:
    now = NOW
    ledger = Ledger(file, lambda: now)
    for _ in range(3):
        ledger.take("a", 3)
    with pytest.raises(BudgetSpent) as raised:
        ledger.take("a", 3)
    assert raised.value.retry_after_s == 3601
    ledger.take("b", 3)
    assert ledger.answers(NOW.date()) == {"a": 3, "b": 1}
    now = NOW + timedelta(hours=1)
    ledger.take("a", 3)
    assert ledger.answers(now.date()) == {"a": 1}
    ledger.take("c", None)
    with pytest.raises(BudgetSpent):
        ledger.take("d", 0)


def test_many_at_once_take_no_more_than_there_is(tmp_path: Path) -> None:
    files = [ConversationFile(tmp_path / "kept.sqlite") for _ in range(3)]
    ledgers = [Ledger(file, lambda: NOW) for file in files]

    def take(at: int) -> bool:
        try:
            ledgers[at % 3].take("a", 20)
        except BudgetSpent:
            return False
        return True

    with ThreadPoolExecutor(12) as threads:
        assert sum(threads.map(take, range(60))) == 20
    assert ledgers[0].answers(NOW.date()) == {"a": 20}
    for file in files:
        file.close()


def test_a_pause_holds_in_every_process_and_over_a_restart(tmp_path: Path) -> None:
    first, second = (ConversationFile(tmp_path / "kept.sqlite") for _ in range(2))
    Ledger(first, lambda: NOW).pause("a", paused=True)
    Ledger(first, lambda: NOW + timedelta(hours=1)).pause("a", paused=True)
    assert Ledger(second).paused() == {"a": NOW}
    with pytest.raises(SitePaused) as raised:
        Ledger(second).take("a", None)
    assert raised.value.retry_after_s == PAUSED_S
    Ledger(second).take("b", None)
    first.close()
    again = ConversationFile(tmp_path / "kept.sqlite")
    with pytest.raises(SitePaused):
        Ledger(again).take("a", None)
    Ledger(again).pause("a", paused=False)
    Ledger(second).take("a", None)
    assert Ledger(second).paused() == {}
    again.close()
    second.close()


def test_counts_of_long_ago_go(file: ConversationFile) -> None:
    Ledger(file, lambda: NOW - timedelta(days=401)).take("a", None)
    Ledger(file, lambda: NOW).take("a", None)
    assert Ledger(file).answers((NOW - timedelta(days=401)).date()) == {}
