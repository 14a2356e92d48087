"""The real command in a network namespace: a public site, private ones beside it, a DNS that lies.

Nothing is injected here: names are resolved by the system, addresses checked by the real rule,
certificates by the system's authorities (SSL_CERT_FILE). Needs root and network namespaces.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.namespace_site import (
    ADDRESSES,
    GOOD,
    NAMES,
    PINNED,
    PRIVATE,
    PUBLIC,
    PUBLIC_6,
    SIX,
    TURNING,
)
from tests.sites import make_authority

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
SPACE = f"guidepost-{os.getpid()}"
FILES = Path("/etc/netns") / SPACE


def ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True, text=True, timeout=20)


@pytest.fixture(scope="module")
def namespace() -> Iterator[list[str]]:
    """The beginning of a command that runs inside; its addresses are of that namespace alone."""
    if os.geteuid() != 0 or shutil.which("ip") is None:
        pytest.skip("network namespaces need root and the command ip")
    try:
        ip("netns", "add", SPACE)
    except subprocess.CalledProcessError as error:
        pytest.skip(f"no network namespace can be made here: {error.stderr.strip()}")
    try:
        FILES.mkdir(parents=True)
        (FILES / "resolv.conf").write_text("nameserver 127.0.0.1\noptions timeout:2 attempts:1\n")
        (FILES / "nsswitch.conf").write_text("hosts: dns\n")
        ip("-n", SPACE, "link", "set", "lo", "up")
        for address in ADDRESSES:
            width = "128" if ":" in address else "32"
            ip("-n", SPACE, "addr", "add", f"{address}/{width}", "dev", "lo")
        yield ["ip", "netns", "exec", SPACE]
    except subprocess.CalledProcessError as error:
        pytest.skip(f"the network namespace cannot be set up: {error.stderr.strip()}")
    finally:
        shutil.rmtree(FILES, ignore_errors=True)
        ip("netns", "delete", SPACE)


@pytest.fixture
def heard(namespace: list[str], tmp_path: Path) -> Iterator[Path]:
    """What the sites in the namespace hear, a line each; they run until the test has ended."""
    make_authority(tmp_path, *NAMES)
    path = tmp_path / "heard.txt"
    with path.open("w") as out:
        sites = subprocess.Popen(
            [*namespace, sys.executable, "-m", "tests.namespace_site", str(tmp_path)],
            cwd=ROOT, stdout=out, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            for _ in range(200):
                if "ready" in path.read_text() or sites.poll() is not None:
                    break
                try:
                    sites.wait(0.1)
                except subprocess.TimeoutExpired:
                    continue
            assert "ready" in path.read_text(), sites.communicate()[1]
            yield path
        finally:
            sites.kill()
            sites.communicate()


def test_the_public_site_is_read_and_nothing_inside_is_touched(
    namespace: list[str], heard: Path, tmp_path: Path
) -> None:
    allowed = [part for name in NAMES for part in ("--allow-url", name)]
    given = [
        f"https://{GOOD}/sitemap.xml",
        f"https://{PINNED}/Pinned",
        f"https://{TURNING}/Turning",
    ]
    report = ingested([*given, *allowed], namespace, tmp_path)
    assert report["pages"] == 3
    assert {e["uri"].rpartition("/")[2]: e["code"] for e in report["errors"]} == {
        "literal": "redirected_away",
        "literal-6": "redirected_away",
        "mapped": "redirected_away",
        "decimal": "redirected_away",
        "by-name": "private_address",
        "by-name-6": "private_address",
        "second-hop": "private_address",
        "both": "private_address",
        "cloud": "private_address",
        "Turning": "private_address",
    }
    lines = heard.read_text().splitlines()
    assert {line.split(" ")[0] for line in lines} == {"ready", PUBLIC, PUBLIC_6}
    assert f"{PUBLIC_6} {SIX}/Baker" in lines
    assert f"{PUBLIC} {PINNED}/Pinned" in lines
    assert not any("secret" in line or "meta-data" in line for line in lines)


def ingested(arguments: list[str], namespace: list[str], folder: Path) -> dict[str, Any]:
    """The report of `guidepost ingest`, run inside the namespace."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GUIDEPOST_")}
    environment = kept | {
        "PYTHONPATH": str(ROOT),
        "SSL_CERT_FILE": str(folder / "ca.pem"),
        "HTTPS_PROXY": f"http://{PRIVATE}:3128",
        "GUIDEPOST_FETCH__PAUSE_S": "0",
    }
    done = subprocess.run(
        [*namespace, sys.executable, "-m", "assistant.cli", "ingest", *arguments, "--json"],
        capture_output=True, text=True, cwd=folder, env=environment, timeout=90, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report
