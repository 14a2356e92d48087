"""What the chat says and keeps when something is in the way: the line, the server, the limits."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from assistant.settings import ServerSettings
from tests.e2e.conftest import OpenPage
from tests.e2e.host import ask, axe
from tests.e2e.streams import EVENTS, answered_with, done, golden, golden_answer, problem
from tests.slow_server import Running, running


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("slow")
    with running(folder / "kept.sqlite", ServerSettings(grace_s=5)) as server:
        yield server


def test_a_stopped_answer_is_stopped_on_the_server(open_page: OpenPage, slow: Running) -> None:
    page = open_page(base=f"http://127.0.0.1:{slow.port}")
    page.get_by_label("Your question").fill("slow 60")
    page.keyboard.press("Enter")
    stop = page.get_by_role("button", name="Stop")
    stop.wait_for()
    until = time.monotonic() + 5
    while not slow.service.busy and time.monotonic() < until:
        page.wait_for_timeout(20)
    assert slow.service.busy == 1
    stop.click()
    expect(page.locator(".ended")).to_contain_text("You stopped this answer")
    while slow.service.busy and time.monotonic() < until:
        page.wait_for_timeout(20)
    assert slow.service.busy == 0
    page.get_by_label("Your question").fill("quick")
    page.keyboard.press("Enter")
    expect(page.locator(".turn").nth(1)).to_contain_text("It is so.")
    page.reload()
    expect(page.locator(".ended")).to_contain_text("You stopped this answer")


def test_leaving_the_page_of_an_element_ends_its_answer(open_page: OpenPage, slow: Running) -> None:
    page = open_page(base=f"http://127.0.0.1:{slow.port}")
    page.get_by_label("Your question").fill("slow 60")
    page.keyboard.press("Enter")
    until = time.monotonic() + 5
    while not slow.service.busy and time.monotonic() < until:
        page.wait_for_timeout(20)
    page.evaluate("window.gone = document.querySelector('guidepost-chat'); gone.remove()")
    while slow.service.busy and time.monotonic() < until:
        page.wait_for_timeout(20)
    assert slow.service.busy == 0
    page.evaluate("document.querySelector('main').append(gone)")
    expect(page.locator(".ended")).to_contain_text("You stopped this answer")
    page.get_by_label("Your question").fill("slow 61")
    page.keyboard.press("Enter")
    page.locator(".working").wait_for()
    page.reload()
    expect(page.locator(".asked")).to_contain_text(["slow 60", "slow 61"])
    expect(page.get_by_role("button", name="Ask again")).to_be_visible()


def test_a_server_that_dies_in_mid_answer(open_page: OpenPage, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.slow_server", str(tmp_path / "kept.sqlite"), "5"]
    with subprocess.Popen(
        command, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        base = f"http://127.0.0.1:{server.stdout.readline().strip()}"
        page = open_page(base=base)
        page.get_by_label("Your question").fill("slow 60")
        with page.expect_response("**/ask"):
            page.keyboard.press("Enter")
        page.wait_for_timeout(300)
        server.kill()
    ended = page.locator(".ended")
    expect(ended).to_contain_text("The connection broke off")
    ended.get_by_role("button", name="Ask again").click()
    expect(page.locator(".ended")).to_contain_text("cannot be reached")
    expect(page.locator(".turn")).to_have_count(1)


def test_a_limit_is_said_with_the_time_that_is_left(open_page: OpenPage) -> None:
    page = open_page()
    limited: list[Route] = []

    def answer(route: Route) -> None:
        if limited:
            route.fulfill(body=golden("answered_guide"), content_type=EVENTS)
        else:
            limited.append(route)
            problem(route, 429, "too_many_requests", **{"Retry-After": "2"})

    page.route("**/ask", answer)
    turn = ask(page, "What does an electrician do?")
    expect(turn.locator(".ended")).to_contain_text("Wait 2 seconds")
    again = turn.get_by_role("button", name="Ask again")
    expect(again).to_be_disabled()
    expect(turn.locator(".ended")).to_contain_text("Wait 1 second.")
    expect(again).to_be_enabled(timeout=4000)
    again.click()
    expect(page.locator(".turn")).to_contain_text("Electricians put in")


def test_a_token_is_got_first_and_again_when_it_is_refused(open_page: OpenPage) -> None:
    page = open_page("<guidepost-chat></guidepost-chat>")
    given: list[str] = []
    shown: list[str | None] = []

    def session(route: Route) -> None:
        assert route.request.post_data == "{}"
        given.append(f"token-{len(given) + 1}")
        ends = "2099-01-01T00:00:00Z"
        route.fulfill(json={"token": given[-1], "expires_at": ends, "open": False})

    def answer(route: Route) -> None:
        shown.append(route.request.headers.get("authorization"))
        if shown[-1] == "Bearer token-1":
            problem(route, 401, "token_refused")
        else:
            route.fulfill(body=golden("answered_guide"), content_type=EVENTS)

    page.route("**/widget/session", session)
    page.route("**/ask", answer)
    page.route("**/examples", lambda route: route.fulfill(json={"questions": []}))
    page.get_by_role("button", name="Ask a question").click()
    turn = ask(page, "What does an electrician do?")
    expect(turn).to_contain_text("Electricians put in")
    assert shown == ["Bearer token-1", "Bearer token-2"]
    assert given == ["token-1", "token-2"]


def test_a_chat_that_the_server_no_longer_keeps_goes_on_as_a_new_one(
    open_page: OpenPage, address: str
) -> None:
    page = open_page()
    ask(page, "cheapest online master's in cybersecurity?")
    kept = page.evaluate("document.querySelector('guidepost-chat').conversationId")
    assert page.request.delete(f"{address}/conversations/{kept}").status == 204
    turn = ask(page, "which is the shortest?")
    expect(turn).to_contain_text("The shortest of the 4 online")
    expect(page.locator(".notice")).to_have_text(re.compile("no longer keeps"))


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (503, "index_missing"),
        (403, "origin_not_allowed"),
        (503, "site_paused"),
        (429, "budget_spent"),
    ],
)
def test_where_nothing_is_held_or_allowed_the_reason_is_said(
    open_page: OpenPage, status: int, code: str
) -> None:
    page = open_page("<guidepost-chat></guidepost-chat>", 320, color_scheme="dark")
    refused = "**/widget/session" if status == 403 else "**/ask"
    page.route(refused, lambda route: problem(route, status, code))
    page.route("**/examples", lambda route: problem(route, status, code))
    page.get_by_role("button", name="Ask a question").click()
    expect(page.get_by_label("Your question")).to_be_focused()
    expect(page.get_by_role("list", name="Questions to start with")).to_be_hidden()
    turn = ask(page, "anything")
    expect(turn.locator(".ended")).to_contain_text(f"could not be answered. Detail of {code}.")
    expect(turn.get_by_role("button", name="Ask again")).to_be_enabled()
    assert axe(page) == []


def test_fifty_long_turns_and_very_long_words(open_page: OpenPage) -> None:
    page = open_page(width=320)
    answer = golden_answer("answered_rows")
    word = "Donaudampfschifffahrtsgesellschaft" * 12
    answer["segments"][0]["text"] = f"{word} costs 18,900. " + "It is a long answer indeed. " * 30
    answer["result"]["rows"][0]["title"] = word
    answered_with(page, done(answer))
    turn = ask(page, word)
    assert page.evaluate(_WIDEST) <= 320
    more = turn.get_by_role("button", name="Show all")
    more.press("Enter")
    expect(more).to_have_count(0)
    expect(turn.locator(".said p").first).to_be_focused()
    page.evaluate(
        "async () => { const chat = document.querySelector('guidepost-chat');"
        " for (let i = 1; i < 50; i++) await chat.ask('question ' + i); }"
    )
    expect(page.locator(".turn")).to_have_count(50)
    expect(page.locator(".turn").last).to_be_in_viewport()
    started = time.monotonic()
    ask(page, "one more")
    assert time.monotonic() - started < 3
    assert axe(page) == []
    page.reload()
    expect(page.locator(".turn")).to_have_count(50)
    expect(page.locator(".turn").last).to_contain_text("one more")
    expect(page.locator(".turn").last).to_be_in_viewport()


_WIDEST = """() => {
  const { shadowRoot } = document.querySelector('guidepost-chat');
  const parts = [...shadowRoot.querySelectorAll('.log, .turn, .asked p, .said p, tr')];
  return Math.max(...parts.map(e => e.getBoundingClientRect().right));
}"""


def test_the_rest_of_a_long_list_is_loaded_and_sorted_by_the_server(open_page: OpenPage) -> None:
    page = open_page(width=1280)
    turn = ask(page, "Which programs do you have?")
    table = turn.get_by_role("table").first
    expect(table).to_contain_text("50 of 51 loaded")
    for _ in range(5):
        turn.get_by_role("button", name=re.compile("Show .* more")).click()
    expect(table.get_by_role("checkbox")).to_have_count(51)
    expect(table).to_contain_text("(51)")

    page.reload()
    table.get_by_role("button", name="Price", exact=True).click()
    expect(table.get_by_role("rowheader", name=re.compile("AUD|currency")).first).to_be_visible()
    figures = table.locator("tbody").first.locator(".price").all_inner_texts()
    bare = [float(re.sub(r"[^\d.]", "", one)) for one in figures]
    assert bare == sorted(bare)
