"""A disk that fills up and a folder that cannot be written, for real: on mounts of their own.

The real command ingests into a small tmpfs, whose size is moved so that space runs out in every
stage of a build. Whatever happens, the last snapshot must stay whole, nothing of the failed build
may lie about, and once there is room the next run must finish.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.serving import SAMPLE
from vectorstore.index_folder import current_id, snapshot_ids
from vectorstore.snapshot import verify

pytestmark = [
    pytest.mark.torture,
    pytest.mark.timeout(900),
    pytest.mark.skipif(
        not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("mount") is None,
        reason="mounting a small disk needs root and mount",
    ),
]

ROOM = 64 * 1024 * 1024
"""Bytes that two snapshots of the sample need at most."""
STEPS = 12
"""Sizes tried between the first snapshot's and two snapshots'."""


@contextmanager
def _mounted(folder: Path, size: int) -> Iterator[Path]:
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        pytest.skip(f"this machine mounts no tmpfs: {made.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def _remount(folder: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(folder)], check=True)


def _ingest(index: Path, source: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "assistant.cli", "ingest", str(source), "--index", str(index)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _used(folder: Path) -> int:
    return shutil.disk_usage(folder).used


def _is_one_line(said: str) -> bool:
    return said.startswith("Error: ") and said.count("\n") == 1 and "Traceback" not in said


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "pages"))


def _change(pages: Path, edition: int) -> None:
    page = pages / "data-scientist.txt"
    text = page.read_text(encoding="utf-8")
    page.write_text(f"{text}\n\nEdition {edition} of this guide is new.\n", encoding="utf-8")


def test_a_disk_that_fills_up_in_any_stage_leaves_the_last_snapshot(
    tmp_path: Path, pages: Path
) -> None:
    with _mounted(tmp_path / "disk", ROOM) as disk:
        index = disk / "index"
        assert _ingest(index, pages).returncode == 0
        first = _used(disk)
        _change(pages, 1)
        assert _ingest(index, pages).returncode == 0
        second = _used(disk) - first
        shutil.rmtree(index / "snapshots" / snapshot_ids(index)[0])
        live = current_id(index)
        base = _used(disk)
        for step in range(1, STEPS):
            _change(pages, 1 + step)
            _remount(disk, f"size={base + second * step // STEPS}")
            run = _ingest(index, pages)

            assert run.returncode != 0, f"step {step} had room after all"
            assert _is_one_line(run.stderr), run.stderr
            assert "room" in run.stderr, run.stderr
            assert current_id(index) == live
            assert snapshot_ids(index) == (live,)
            assert list((index / "snapshots").iterdir()) == [index / "snapshots" / live]
        _remount(disk, f"size={ROOM}")
        assert verify(index, live) == []
        assert _ingest(index, pages).returncode == 0
        assert current_id(index) != live
        assert verify(index, current_id(index)) == []


def test_a_read_only_folder_is_refused_and_goes_on_being_served(
    tmp_path: Path, pages: Path
) -> None:
    with _mounted(tmp_path / "disk", ROOM) as disk:
        index = disk / "index"
        assert _ingest(index, pages).returncode == 0
        live = current_id(index)
        _change(pages, 1)
        _remount(disk, "ro")
        run = _ingest(index, pages)

        assert run.returncode != 0
        assert _is_one_line(run.stderr), run.stderr
        assert "read-only" in run.stderr.lower()
        assert current_id(index) == live
        _remount(disk, "rw")
        assert verify(index, live) == []
