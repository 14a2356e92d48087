"""What a page that holds the chat gets: the button first, little on the wire, an answer soon."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, Route, expect

from assistant.api.app import make_app
from tests.e2e.conftest import OpenPage
from tests.e2e.host import ask, axe
from tests.e2e.streams import golden
from tests.listening import listening
from tests.serving import ingest_into, opened

CHEAPEST = "cheapest online master's in cybersecurity?"
NURSE, NURSING = "How much does a nurse earn?", "nursing programs"
BUBBLE = "<guidepost-chat></guidepost-chat>"
FIRST_PAINT_MS = 300
SEEDS = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"


def test_a_bubble_opens_and_closes_and_returns_the_focus(open_page: OpenPage) -> None:
    page = open_page(BUBBLE, 1280)
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.wait_for_timeout(300)
    assert loaded == [], "nothing loads before the first use"
    assert axe(page) == []
    launcher = page.get_by_role("button", name="Ask a question")
    launcher.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog", name="Ask about careers and programs")
    expect(page.get_by_label("Your question")).to_be_focused()
    ask(page, "How much does a nurse earn?")
    expect(panel).to_contain_text("93,600")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(launcher).to_be_focused()
    page.evaluate("document.querySelector('guidepost-chat').open = true")
    expect(panel).to_contain_text("93,600")
    panel.get_by_role("button", name="Close").click()
    expect(launcher).to_be_focused()


def test_a_page_that_renders_it_again_or_moves_it_cuts_no_answer(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, NURSE)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/ask", hold)
    page.get_by_label("Your question").fill("What does an electrician do?")
    page.keyboard.press("Enter")
    page.locator(".working").wait_for()
    page.evaluate(
        """async () => {
          const chat = document.querySelector('guidepost-chat');
          chat.strings = {};  // as a framework does, new and equal
          chat.theme = 'dark';
          document.querySelector('main').prepend(chat);
          chat.strings = {heading: 'Ask us'};
          await new Promise(done => setTimeout(done, 50));
        }"""
    )
    expect(page.locator(".ended")).to_have_count(0)
    expect(page.locator(".working")).to_be_in_viewport()
    held[0].continue_()
    expect(page.get_by_role("heading", name="Ask us")).to_be_visible()
    second = page.locator(".turn").nth(1)
    expect(second.locator(".said").first).to_contain_text("Electrician")
    expect(second.locator("details")).to_be_in_viewport()


def test_two_on_one_page_keep_their_chats_apart(open_page: OpenPage) -> None:
    page = open_page('<guidepost-chat mode="inline"></guidepost-chat>' * 2, height=1600)
    chats = page.locator("guidepost-chat")
    for at, question in enumerate((NURSE, CHEAPEST)):
        chats.nth(at).get_by_label("Your question").fill(question)
        chats.nth(at).get_by_role("button", name="Send").click()
        chats.nth(at).locator("details").wait_for()
    kept = page.evaluate("Object.values(localStorage).flatMap(one => JSON.parse(one))")
    assert [[turn["question"] for turn in one["turns"]] for one in kept] == [[CHEAPEST], [NURSE]]
    # Loaded again, both take up the latest; then they go on together.
    page.reload()
    expect(page.locator(".turn")).to_have_count(2)
    chats.nth(0).get_by_label("Your question").fill("and on campus?")
    chats.nth(0).get_by_role("button", name="Send").click()
    for at in (0, 1):
        expect(chats.nth(at).locator(".turn")).to_contain_text([CHEAPEST, "and on campus?"])


def test_what_goes_over_the_wire_is_small_and_from_one_server(open_page: OpenPage) -> None:
    page = open_page("")  # first the launcher alone
    sizes: dict[str, int] = {}
    page.on("requestfinished", lambda request: sizes.update(_body(request)))
    page.reload()
    page.wait_for_load_state("networkidle")
    assert list(sizes) == ["define.js"]
    assert sizes["define.js"] <= 2 * 1024
    page.evaluate("document.querySelector('main').append(document.createElement('guidepost-chat'))")
    page.locator(".launcher").click()
    page.locator(".starters button").first.wait_for()
    assert list(sizes) == ["define.js", "chat.js", "strings.en.js"]
    with page.expect_event("requestfinished", lambda request: "/examples" in request.url):
        page.evaluate("document.querySelector('guidepost-chat').lang = 'es'")
    page.get_by_label("Tu pregunta").wait_for()
    assert list(sizes) == ["define.js", "chat.js", "strings.en.js", "strings.es.js"]
    print(f"on the wire: {sum(sizes.values())} bytes {sizes}")  # noqa: T201
    assert sum(sizes.values()) <= 24 * 1024, "all that there is, in both languages"


def _body(request: Request) -> dict[str, int]:
    """Bytes of a file of the widget as they came, packed."""
    if "/widget/" not in request.url or request.method != "GET":
        return {}
    return {request.url.rpartition("/")[2]: request.sizes()["responseBodySize"]}


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over the two pages that the bar is set for."""
    if not SEEDS.is_dir():
        pytest.skip("../shared/seeds, the two pages, is not beside the checkout")
    folder = tmp_path_factory.mktemp("seeds")
    ingest_into(folder / "index", SEEDS)
    with listening(make_app(opened(folder / "index", folder / "kept.sqlite"))) as port:
        yield f"http://127.0.0.1:{port}"


OF_SAMPLE = (CHEAPEST, "accounting programs", NURSING, NURSE)
OF_SEEDS = (
    "cheapest online AI master's",
    "AI certificates under 5,000",
    "How much does an AI engineer earn?",
    "What skills does an AI engineer need?",
)


@pytest.mark.parametrize(
    ("served", "questions"),
    [("address", OF_SAMPLE), pytest.param("seeds", OF_SEEDS, marks=pytest.mark.shared)],
)
def test_the_first_row_or_sentence_is_painted_soon(
    open_page: OpenPage, request: pytest.FixtureRequest, served: str, questions: tuple[str, ...]
) -> None:
    page = open_page(base=request.getfixturevalue(served))
    ask(page, questions[0])  # the first of all loads what the later ones use
    for question in questions:
        # A machine that runs other tests at the same time may hold one up, hardly three.
        tries = [_first_paint_ms(page, question)]
        while tries[-1] > FIRST_PAINT_MS and len(tries) < 3:
            tries.append(_first_paint_ms(page, question))
        print(f"{served}, from Enter: {question!r} {[round(ms) for ms in tries]} ms")  # noqa: T201
        assert tries[-1] <= FIRST_PAINT_MS


def test_plan_and_rows_are_shown_first_then_each_sentence_as_it_comes(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_label("Your question").wait_for()
    page.evaluate(_BY_HAND)
    page.get_by_label("Your question").fill(CHEAPEST)
    page.keyboard.press("Enter")
    turn = page.locator(".turn")
    expect(turn.locator(".working")).to_be_visible()
    said, heard = turn.locator(".said p"), page.locator("[role=status]")
    sentences = 0
    for event in golden("answered_rows").split("\n\n")[:-1]:
        name = event.partition("event: ")[2].partition("\n")[0]
        page.evaluate("text => window.send(text)", event)
        expect(turn.locator("details")).to_have_count(0)  # half of an event is nothing yet
        page.evaluate("text => window.send(text)", "\n\n")
        sentences += name == "segment"
        if name == "plan":
            expect(turn.locator(".read")).to_contain_text("cybersecurity master's, online")
            expect(turn.get_by_role("table")).to_have_count(0)
        elif name == "rows":
            expect(turn.get_by_role("table").first).to_contain_text("18,900")
            expect(said).to_have_count(0)
            assert axe(page) == []
        elif name == "segment":
            expect(turn.locator(".said p, .caveats p")).to_have_count(sentences)
        if name != "done":
            expect(turn.locator(".working")).to_be_visible()
            expect(heard).to_have_text("")
    assert sentences > 1
    expect(turn.locator("details")).to_be_visible()
    expect(turn.locator(".working")).to_have_count(0)


_BY_HAND = """() => {
  const { fetch } = window;
  window.fetch = (url, init) => String(url).endsWith('/ask')
    ? Promise.resolve(new Response(new ReadableStream({ start: stream => {
        window.send = text => stream.enqueue(new TextEncoder().encode(text));
      } })))
    : fetch(url, init);
}"""
"""Answers come when the test sends them, in the pieces that it sends."""


def test_values_of_groups_stand_before_the_programs_that_they_are_of(open_page: OpenPage) -> None:
    page = open_page()
    turn = ask(page, "average price by level")
    groups, programs = turn.get_by_role("table").all()[:2]
    expect(groups.get_by_role("columnheader")).to_have_text(["Level", "Value", "Programs"])
    expect(groups.get_by_role("row").filter(has_text="diploma")).to_contain_text("24,375")
    expect(programs).to_contain_text("Graduate Certificate in Accounting")
    assert axe(page) == []


def _first_paint_ms(page: Page, question: str) -> float:
    """From the key to the frame after the first row or sentence."""
    page.get_by_label("Your question").fill(question)
    started = page.evaluate_handle(_STOPWATCH)
    page.keyboard.press("Enter")
    ms: float = started.evaluate("watch => watch.painted")
    page.locator(".turn:last-child details").wait_for()
    return ms


_STOPWATCH = """() => {
  const log = document.querySelector('guidepost-chat').shadowRoot.querySelector('.log');
  const watch = {}, turns = () => log.querySelectorAll('.turn').length, before = turns();
  let pressed;
  addEventListener('keydown', () => (pressed ??= performance.now()), {capture: true, once: true});
  watch.painted = new Promise(done => new MutationObserver((_, seen) => {
    // What is still being drawn of the turn before is not what is waited for.
    if (turns() === before || !log.querySelector('.turn:last-child :is(tbody tr, .said p)')) return;
    seen.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - pressed)));
  }).observe(log, {childList: true, subtree: true}));
  return watch;
}"""


def test_the_front_page_says_what_is_held(page_of_server: Page) -> None:
    page = page_of_server
    expect(page.get_by_role("heading", name="Ask about careers and programs")).to_be_visible()
    assert axe(page) == []
    expect(page.get_by_text("Held here: 51 programs on 10 pages")).to_be_visible()
    example = page.get_by_role("list", name="Questions to start with").get_by_role("button").first
    question = example.inner_text()
    example.click()
    expect(page.locator(".asked")).to_contain_text(question)
    expect(page.locator(".answer .mark").first).to_be_visible()
    expect(page.get_by_label("Your question")).to_be_focused()
    page.locator(".turn details").wait_for()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


@pytest.fixture
def page_of_server(open_page: OpenPage, address: str) -> Page:
    page = open_page("")
    page.goto(address)
    return page
