"""One browser and one server for all tests of the widget, and host pages that hold it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.desk import Desk, desk_over
from tests.e2e.host import STRICT, Faults, host_page
from tests.e2e.visitor import ALL, LOOKED_AT, PAIRS, Setting, Visitor

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser, and skips where there is none."""
    none = pytest.mark.skipif(
        CHROMIUM is None, reason="no Chromium; `make test` finds or installs one"
    )
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(none)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture(scope="session")
def address(sample_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own process over the sample corpus."""
    folder = tmp_path_factory.mktemp("server")
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GUIDEPOST_")}
    told = {
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "GUIDEPOST_INDEX": str(sample_index),
        "GUIDEPOST_CONVERSATIONS": str(folder / "kept.sqlite"),
    }
    command = [sys.executable, "-m", "assistant.cli", "serve", "--port", "0"]
    log = folder / "server.log"
    # To a file: nobody reads a pipe, and a full one would stop the server.
    with (
        log.open("w") as said,
        subprocess.Popen(command, cwd=folder, env=kept | told, stderr=said) as server,
    ):
        try:
            base = _address_in(log)
            _wait_for(f"{base}/readyz")
            yield base
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def desk(changed_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A server for its operator: snapshots, conversations, feedback, unanswered questions."""
    with desk_over(changed_index, tmp_path_factory.mktemp("desk") / "kept.sqlite") as made:
        yield made


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every journey at each setting: six that pair all values, or with `--all-settings` all 24."""
    if "settled" in metafunc.fixturenames:
        settings = ALL if metafunc.config.getoption("--all-settings") else PAIRS
        metafunc.parametrize("settled", settings, ids=str, indirect=True, scope="session")


@pytest.fixture(scope="session")
def settled(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Visitor]:
    """One page for each setting, for all journeys."""
    setting: Setting = request.param
    looks = setting == LOOKED_AT or request.config.getoption("--all-settings")
    made = Visitor(browser, address, setting, looks=looks)
    yield made
    made.page.context.close()


@pytest.fixture
def visitor(settled: Visitor) -> Iterator[Visitor]:
    """Who comes to the page for the first time; a journey leaves nothing that is wrong with it."""
    settled.begin()
    yield settled
    settled.end()


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[OpenPage]:
    """Opens host pages with the element in them, under a strict policy; at the end, nothing may
    have failed, broken the policy or been asked of anyone but the server."""
    opened: list[tuple[Page, Faults]] = []

    def open_it(
        element: str = '<guidepost-chat mode="page"></guidepost-chat>',
        width: int = 768,
        height: int = 800,
        *,
        head: str = "",
        policy: str = STRICT,
        base: str = address,
        attributes: str = 'lang="en"',
        **context: object,
    ) -> Page:
        made = browser.new_context(
            viewport={"width": width, "height": height},
            permissions=["clipboard-read", "clipboard-write"],
            **context,  # type: ignore[arg-type]  # what new_context takes
        )
        page = made.new_page()
        faults = Faults(page, base)
        opened.append((page, faults))
        host_page(page, base, element, head=head, policy=policy, attributes=attributes)
        return page

    yield open_it
    for page, faults in opened:
        found = faults.found()
        page.context.close()
        assert found == []


def _address_in(log: Path) -> str:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found = re.search(r"http://[\w.:]+", log.read_text("utf-8"))
        if found:
            return found[0]
        time.sleep(0.05)
    pytest.fail("the server said no address within 60 s")


def _wait_for(address: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the server was not ready within 60 s")
