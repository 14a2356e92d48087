"""How a server starts where others reach it: refusals, keys, and sites that change under it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.access import Access
from assistant.sites import Site
from tests.site_server import (
    EVIL,
    KEY,
    KEY_HASH,
    A,
    B,
    Server,
)
from tests.slow_server import Running


def told(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """What `guidepost` says and how it ends."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GUIDEPOST_")}
    return subprocess.run(
        [sys.executable, "-m", "assistant.cli", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=folder,
        env={**kept, "PYTHONPATH": str(Path(__file__).parents[2]), **settings},
    )


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])
def test_no_server_starts_where_others_reach_it_and_no_site_is_named(
    tmp_path: Path, host: str
) -> None:
    done = told(tmp_path, "serve", "--host", host, "--port", "0")
    assert done.returncode == 1
    assert done.stderr.startswith(f"Error: host {host!r} can be reached from outside")
    assert "GUIDEPOST_SITES" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"GUIDEPOST_SITES": "none.yaml"}, "none.yaml"),
        ({"GUIDEPOST_OPERATOR_KEY": "short"}, "GUIDEPOST_OPERATOR_KEY is ***"),
        ({"GUIDEPOST_ACCESS__TOKEN_SECRET": "short"}, "GUIDEPOST_ACCESS__TOKEN_SECRET is ***"),
        ({"GUIDEPOST_ACCESS__TRUSTED_PROXIES": "all"}, "TRUSTED_PROXIES is 'all'"),
        ({"GUIDEPOST_SERVER__PUBLIC_URL": "https://x.org/a"}, "PUBLIC_URL is 'https://x.org/a'"),
    ],
)
def test_a_setting_that_makes_no_sense_is_one_line(
    tmp_path: Path, settings: dict[str, str], said: str
) -> None:
    done = told(tmp_path, "serve", "--port", "0", **settings)
    assert done.returncode == 1
    assert said in done.stderr
    assert "short" not in done.stderr.partition(":")[2].partition(":")[0]
    assert done.stderr.count("\n") == 1


def test_a_key_is_made_with_its_hash(tmp_path: Path) -> None:
    lines = told(tmp_path, "key").stdout.split()
    assert lines[0::2] == ["key", "hash"]
    assert Site(name="one", keys=(lines[3],)).keys == (lines[3],)
    assert lines[1].startswith("gpk_")


def test_a_server_on_all_addresses_answers_the_sites_of_its_file(tmp_path: Path) -> None:
    file = tmp_path / "sites.yaml"
    file.write_text(f"sites:\n  - name: one\n    origins: [{A}]\n    keys: ['{KEY_HASH}']\n")
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GUIDEPOST_")}
    with subprocess.Popen(
        [sys.executable, "-m", "assistant.cli", "serve", "--host", "0.0.0.0", "--port", "0"],
        cwd=tmp_path,
        env={**kept, "PYTHONPATH": str(Path(__file__).parents[2]), "GUIDEPOST_SITES": str(file)},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        lines: list[str] = []
        reader = threading.Thread(target=lines.extend, args=(process.stderr,), daemon=True)
        try:
            said = ""
            while "http://0.0.0.0:" not in said:
                line = process.stderr.readline()
                assert line, said
                said += line
            port = int(said.split("http://0.0.0.0:")[1].split()[0])
            assert "TOKEN_SECRET is not set" in said
            reader.start()
            _wait_for(port)
            server = Server(Running(port, None, None), Access())  # type: ignore[arg-type]
            assert server.send("POST", "/ask", {"question": "x"}).code == "credentials_missing"
            assert server.ask(KEY, None).code == "index_missing"
            assert server.ask(server.token()).code == "index_missing"
            assert server.send("POST", "/widget/session", {}, {"Origin": EVIL}).status == 403
            assert server.send("GET", "/metrics").code == "operator_off"
            # What is changed acts at once; what is wrong changes nothing, and is said.
            file.write_text(f"sites:\n  - name: one\n    origins: ['{B}']\n")
            _until(lambda: server.send("POST", "/widget/session", {}, {"Origin": B}).status == 200)
            refused = server.send("POST", "/widget/session", {}, {"Origin": A})
            assert refused.code == "origin_not_allowed"
            assert server.ask(KEY, None).code == "key_invalid"
            framed = server.send("GET", "/").headers["content-security-policy"]
            assert f"frame-ancestors {B};" in framed
            file.write_text("sites:\n  - name: one\n    origins: ['*']\n")
            _until(lambda: any("a change of the sites is refused" in line for line in lines))
            assert server.send("POST", "/widget/session", {}, {"Origin": B}).status == 200
        finally:
            process.terminate()
            process.wait(30)
            if reader.ident is not None:  # it reads to the end before the pipe is closed
                reader.join(30)


def _until(happened: Callable[[], bool]) -> None:
    for _ in range(300):
        if happened():
            return
        threading.Event().wait(0.1)
    pytest.fail("it did not happen within half a minute")


def _wait_for(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            threading.Event().wait(0.1)
        else:
            return
    pytest.fail("the server did not listen within a minute")
