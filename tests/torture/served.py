"""A real `guidepost serve` on a free loopback port, and what the system knows of its process."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil


@dataclass
class Server:
    """One `guidepost serve`."""

    running: subprocess.Popen[bytes]
    port: int
    resident_mb: list[float] = field(default_factory=list)
    unshared_mb: list[float] = field(default_factory=list)

    def weigh(self) -> None:
        """Note its memory."""
        held = psutil.Process(self.running.pid).memory_full_info()
        self.resident_mb.append(held.rss / 2**20)
        self.unshared_mb.append(held.uss / 2**20)

    def peak_mb(self) -> float:
        """The most that was resident since `forget_peak`."""
        status = Path(f"/proc/{self.running.pid}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024

    def forget_peak(self) -> None:
        """Let `peak_mb` count from now."""
        Path(f"/proc/{self.running.pid}/clear_refs").write_text("5")

    def in_service(self) -> str:
        """The snapshot that it names, or what it says instead."""
        try:
            status, body = request(self.port, "GET", "/readyz")
        except ConnectionRefusedError:  # it names its port before it listens
            return "not up"
        return str(json.loads(body)["index_version"]) if status == 200 else f"status {status}"

    def open_snapshots(self) -> set[str]:
        """Ids of the snapshots of which it holds a file open or mapped."""
        folder = Path(f"/proc/{self.running.pid}")
        held = [line.rpartition(" /")[2] for line in (folder / "maps").read_text().splitlines()]
        for link in (folder / "fd").iterdir():
            try:
                held.append(str(link.readlink()))
            except OSError:  # closed meanwhile
                continue
        parts = (path.partition("/snapshots/")[2].partition("/")[0] for path in held)
        return {part for part in parts if part}


@contextmanager
def serving(index: Path) -> Iterator[Server]:
    running = subprocess.Popen(
        [guidepost(), "serve", "--port", "0", "--index", str(index)],
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    try:
        yield Server(running, _port_of(running))
    finally:
        running.terminate()
        running.wait(timeout=30)
        if running.stderr is not None:
            running.stderr.close()


def _port_of(running: subprocess.Popen[bytes]) -> int:
    """The port that a server says it took."""
    assert running.stderr is not None
    said = []
    for line in running.stderr:
        said.append(line.decode())
        _, found, rest = said[-1].partition("http://127.0.0.1:")
        if found:
            # What it says later must not fill the pipe.
            threading.Thread(target=running.stderr.read, daemon=True).start()
            return int(rest.split()[0])
    raise AssertionError(f"the server ended with {running.wait()}: {''.join(said)}")


def guidepost() -> str:
    return str(Path(sys.executable).with_name("guidepost"))


def request(port: int, method: str, path: str, body: str | None = None) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        headers = {"Content-Type": "application/json"} if body else {}
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()
