"""Changes of the file of sites: taken up when they are right, else refused and told."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest

from assistant.access import Access
from assistant.site_watch import SiteWatch
from assistant.sites import read_sites

A, B = "https://a.example.org", "https://b.example.org"


def write(file: Path, *origins: str, at: int = 0) -> None:
    """A file of one site, changed at a moment of its own."""
    listed = ", ".join(f"'{origin}'" for origin in origins)
    file.write_text(f"sites:\n  - name: one\n    origins: [{listed}]\n")
    os.utime(file, ns=(at, at))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "sites.yaml"
    write(made, A)
    return made


@pytest.fixture
def access(file: Path) -> Access:
    return Access(read_sites(file), file=file)


def told(access: Access) -> str:
    """Why the last change was not taken up; empty if it was."""
    return access.refused or ""


def test_what_changes_is_taken_up_once(
    file: Path, access: Access, caplog: pytest.LogCaptureFixture
) -> None:
    watch = SiteWatch(access)
    watch.look()
    assert access.allows(A)
    write(file, B, at=1)
    with caplog.at_level(logging.INFO):
        watch.look()
        watch.look()
    assert (access.allows(A), access.allows(B)) == (False, True)
    assert [record.levelname for record in caplog.records] == ["INFO"]


def test_what_changed_between_reading_and_the_first_look_is_seen(
    file: Path, access: Access
) -> None:
    write(file, B, at=1)
    SiteWatch(access).look()
    assert access.allows(B)


@pytest.mark.parametrize("wrong", ["sites: [", "sites:\n  - name: one\n    origins: ['*']\n", None])
def test_what_is_wrong_changes_nothing_and_is_told_until_it_is_right(
    file: Path, access: Access, wrong: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    watch = SiteWatch(access)
    watch.look()
    if wrong is None:
        file.unlink()
    else:
        file.write_text(wrong)
    watch.look()
    watch.look()
    assert access.allows(A)
    assert str(file) in told(access)
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    write(file, A, B, at=2)
    watch.look()
    assert told(access) == ""
    assert access.allows(B)


def test_a_server_without_a_file_looks_at_nothing() -> None:
    access = Access()
    watch = SiteWatch(access)
    watch.start()
    watch.look()
    watch.stop()
    assert access.is_open
