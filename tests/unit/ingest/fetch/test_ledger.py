"""The ledger keeps bodies that a server can confirm, and never stands in the way."""

from __future__ import annotations

import secrets
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ingest.fetch.ledger import FILE_NAME, Kept, Ledger
from ingest.fetch.urls import parse_url

NOW = datetime(2026, 1, 2, tzinfo=UTC)
URL = parse_url("https://example.org/guide")
PAGE = Kept('"v1"', "Thu, 01 Jan 2026 00:00:00 GMT", "text/html", b"<p>A page</p>" * 1000)


def test_a_body_is_kept_with_what_asks_for_it(tmp_path: Path) -> None:
    first = Ledger(tmp_path, NOW)
    first.keep(URL, "source", PAGE)
    first.close()
    second = Ledger(tmp_path, NOW)
    assert second.kept(URL) == PAGE
    assert PAGE.headers() == {
        "If-None-Match": '"v1"',
        "If-Modified-Since": "Thu, 01 Jan 2026 00:00:00 GMT",
    }
    assert second.trouble == ""
    second.drop(URL)
    assert second.kept(URL) is None
    second.close()


def test_what_no_server_can_confirm_is_not_kept(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, NOW)
    ledger.keep(URL, "source", PAGE)
    ledger.keep(URL, "source", Kept("", "", "text/html", b"new"))
    assert ledger.kept(URL) is None
    ledger.keep(URL, "source", Kept("smuggled\r\nHost: x", "☃", "text/html", b"new"))
    assert ledger.kept(URL) is None
    ledger.close()


def test_what_belongs_to_no_source_and_what_is_old_goes(tmp_path: Path) -> None:
    other, old = (parse_url(f"https://example.org/{name}") for name in ("other", "old"))
    long_ago = Ledger(tmp_path, NOW - timedelta(days=400))
    long_ago.keep(old, "held", PAGE)
    long_ago.keep(URL, "held", PAGE)
    long_ago.close()
    ledger = Ledger(tmp_path, NOW)
    ledger.keep(other, "forgotten", PAGE)
    ledger.confirm(URL, "held")
    ledger.keep_only(["held"])
    assert [ledger.kept(u) is not None for u in (URL, other, old)] == [True, False, False]
    ledger.close()


def test_a_body_that_is_not_whole_is_not_used(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, NOW)
    ledger.keep(URL, "source", PAGE)
    ledger.close()
    with sqlite3.connect(tmp_path / FILE_NAME) as db:
        db.execute("UPDATE fetched SET body = ?", (b"x\x9cdamaged",))
    db.close()
    again = Ledger(tmp_path, NOW)
    assert again.kept(URL) is None
    again.close()


@pytest.mark.parametrize("damage", ["garbage", "cut", "other", "zeros"])
def test_a_damaged_file_is_started_anew(tmp_path: Path, damage: str) -> None:
    path = tmp_path / FILE_NAME
    ledger = Ledger(tmp_path, NOW)
    for n in range(12):
        page = Kept(f'"{n}"', "", "text/html", secrets.token_bytes(9000))
        ledger.keep(parse_url(f"https://example.org/{n}"), "source", page)
    ledger.close()
    octets = path.read_bytes()
    if damage == "garbage":
        path.write_bytes(b"no database at all" * 100)
    elif damage == "cut":
        path.write_bytes(octets[: len(octets) // 2])
    elif damage == "zeros":
        path.write_bytes(octets[:8192] + bytes(len(octets) - 8192))
    else:
        path.unlink()
        with sqlite3.connect(path) as db:
            db.execute("CREATE TABLE fetched (url TEXT)")
        db.close()
    again = Ledger(tmp_path, NOW)
    assert "started anew" in again.trouble
    assert again.kept(parse_url("https://example.org/0")) is None
    again.keep(URL, "source", PAGE)
    assert again.kept(URL) == PAGE
    again.close()
    third = Ledger(tmp_path, NOW)
    assert third.trouble == ""
    third.close()


def test_a_folder_that_cannot_be_used_costs_the_ledger_only(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    ledger = Ledger(tmp_path, NOW)
    assert "cannot be used" in ledger.trouble
    ledger.keep(URL, "source", PAGE)
    assert ledger.kept(URL) is None
    ledger.keep_only([])
    ledger.close()


def test_a_file_that_breaks_under_way_costs_the_ledger_only(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, NOW)
    with sqlite3.connect(tmp_path / FILE_NAME) as db:
        db.execute("DROP TABLE fetched")
    db.close()
    ledger.keep(URL, "source", PAGE)
    assert ledger.kept(URL) is None
    assert "fetched in full" in ledger.trouble
    ledger.close()
