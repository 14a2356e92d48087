"""A real server over the sample index, in a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

START_S = 60


@dataclass(frozen=True)
class Server:
    """One `guidepost serve`."""

    url: str
    log: Path
    """What it wrote to standard error."""


@pytest.fixture(scope="session")
def server(sample_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    log = folder / "stderr"
    with log.open("wb") as stderr:
        running = subprocess.Popen(
            [sys.executable, "-m", "assistant.cli", "serve", "--port", "0"],
            stderr=stderr,
            stdout=subprocess.DEVNULL,
            env={
                **os.environ,
                "GUIDEPOST_INDEX": str(sample_index),
                "GUIDEPOST_CONVERSATIONS": str(folder / "conversations.sqlite"),
            },
        )
    try:
        yield Server(_ready(running, log), log)
    finally:
        running.terminate()
        running.wait(30)


def _ready(running: subprocess.Popen[bytes], log: Path) -> str:
    """The address of the server, once it answers questions."""
    for _ in range(START_S * 10):
        found = re.search(r"http://[\d.]+:\d+", log.read_text())
        if found and httpx.get(f"{found[0]}/readyz").is_success:
            return found[0]
        assert running.poll() is None, log.read_text()
        time.sleep(0.1)
    raise AssertionError(log.read_text())
