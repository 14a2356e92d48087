"""The plain page in a real browser: ask, follow up, open the cited span."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium; `make test` finds or installs one"),
]


@pytest.fixture(scope="module")
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
    with subprocess.Popen(
        command, cwd=folder, env=kept | told, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stderr is not None
        try:
            first = server.stderr.readline()
            base = next(word for word in first.split() if word.startswith("http://"))
            _wait_for(f"{base}/readyz")
            yield base
        finally:
            server.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The front page; nothing may be refused by its policy or fail in its console."""
    context = browser.new_context()
    made = context.new_page()
    complaints: list[str] = []
    made.on("console", lambda said: complaints.append(said.text) if _is_fault(said) else None)
    made.on("pageerror", lambda error: complaints.append(str(error)))
    made.goto(address)
    yield made
    context.close()
    assert complaints == []


def _is_fault(said: ConsoleMessage) -> bool:
    """An error of the page; the browser's own note of a refused request is none."""
    return said.type == "error" and "status of 422" not in said.text


def ask(page: Page, question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")


def test_ask_follow_up_and_open_the_citation(page: Page) -> None:
    log = page.get_by_role("log")
    ask(page, "cheapest online master's in cybersecurity?")
    first = log.locator(".turn").nth(0).locator(".answer")
    expect(first).to_contain_text("18,900")
    expect(first.get_by_role("table")).to_contain_text("Online MS in Cybersecurity")
    expect(page.get_by_label("What this conversation looks for")).to_contain_text("online")

    ask(page, "and on campus?")
    second = log.locator(".turn").nth(1).locator(".answer")
    expect(second).to_be_visible()
    expect(page.get_by_label("What this conversation looks for")).to_contain_text("on campus")
    expect(page.get_by_label("What this conversation looks for")).to_contain_text("cybersecurity")

    with page.context.expect_page() as opened:
        first.locator("th a.mark").first.click()
    source = opened.value
    source.wait_for_load_state()
    mark = source.locator("mark")
    expect(mark).to_contain_text("18,900")
    expect(mark).to_be_in_viewport()
    expect(mark).to_be_focused()


def test_a_constraint_can_be_dropped(page: Page) -> None:
    ask(page, "online cybersecurity master's programs")
    answers = page.locator(".answer")
    expect(answers).to_have_count(1)
    page.get_by_role("button", name='Drop "online"').click()
    ask(page, "which is the cheapest?")
    expect(answers).to_have_count(2)
    expect(page.get_by_label("What this conversation looks for")).not_to_contain_text("online")


def test_examples_can_be_asked_with_the_keyboard_alone(page: Page) -> None:
    example = page.get_by_label("Questions to start with").get_by_role("button").first
    expect(example).to_be_visible()
    question = example.inner_text()
    example.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".asked")).to_have_text(question)
    expect(page.locator(".answer .mark").first).to_be_visible()
    expect(page.get_by_label("Your question")).to_be_focused()


def test_what_is_refused_is_said_and_the_question_kept(page: Page) -> None:
    page.get_by_label("Your question").fill("a\x07b")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("control character")
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.get_by_label("Your question")).not_to_have_value("")


def _wait_for(address: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the server was not ready within 60 s")
