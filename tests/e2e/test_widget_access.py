"""Usable by everyone: what axe, a screen reader and the settings of a system ask for."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.host import ask, axe

BUBBLE = "<guidepost-chat></guidepost-chat>"
SMALL = """() => [...document.querySelector('guidepost-chat').shadowRoot
  .querySelectorAll('button, a, input, select, summary')]
  .filter(e => e.checkVisibility())
  .map(e => [e.textContent || e.ariaLabel, (e.closest('label') ?? e).getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < 24 || box.height < 24))
  .map(([name, box]) => `${name} ${box.width}x${box.height}`)"""
"""Targets of less than 24 pixels."""


def states(page: Page) -> None:
    """Go through the states of a chat; axe looks at each, and each target is large enough."""
    seen: list[str] = []

    def look(state: str) -> None:
        seen.extend(f"{state}: {found}" for found in axe(page))
        seen.extend(f"{state}: small {name}" for name in page.evaluate(SMALL))

    look("welcome")
    turn = ask(page, "cybersecurity master's programs under 30k")
    for box in turn.get_by_role("checkbox").all()[:2]:
        box.check()
    turn.get_by_role("button", name="Compare 2 programs").click()
    turn.get_by_text("How was this answered?").click()
    turn.get_by_role("button", name="Something is wrong").click()
    page.get_by_role("button", name="Change “under 30,000”").click()
    look("answer, with comparison, trace, feedback and chip open")  # a second each time: at once
    page.keyboard.press("Escape")
    turn.locator(".mark").first.click()
    page.locator(".drawer mark").wait_for()
    look("source")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Your chats").click()
    page.get_by_role("button", name="Erase all").click()
    look("chats, with the question before they are erased")
    assert seen == []


@pytest.mark.parametrize(
    ("element", "width", "scheme", "direction"),
    [
        ('<guidepost-chat mode="page"></guidepost-chat>', 1280, "light", "ltr"),
        ('<guidepost-chat mode="inline"></guidepost-chat>', 768, "dark", "rtl"),
        ("<guidepost-chat open></guidepost-chat>", 320, "dark", "ltr"),
    ],
)
def test_every_state_is_accessible(
    open_page: OpenPage, element: str, width: int, scheme: str, direction: str
) -> None:
    attributes = f'lang="en" dir="{direction}"'
    page = open_page(element, width, color_scheme=scheme, attributes=attributes)
    page.get_by_label("Your question").wait_for()
    states(page)


def test_right_to_left_and_other_texts(open_page: OpenPage) -> None:
    own = {"heading": "اسأل عن البرامج", "question": "سؤالك", "send": "اسأل"}
    strings = f'<script type="application/json">{json.dumps(own)}</script>'
    element = f'<guidepost-chat mode="page">{strings}</guidepost-chat>'
    page = open_page(element, attributes='lang="ar" dir="rtl"')
    box = page.get_by_label("سؤالك")
    box.fill("cheapest online master's in cybersecurity?")
    send = page.get_by_role("button", name="اسأل", exact=True)
    send.click()
    page.locator(".turn details").wait_for()
    assert _left(send) < _left(box), "the button is at the end of the line"
    assert _left(page.locator(".asked p")) < _left(page.locator(".head h2"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 768
    assert axe(page) == []


def _left(node: Locator) -> float:
    box = node.bounding_box()
    assert box is not None
    return box["x"]


def test_the_finished_answer_is_announced_once(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_label("Your question").wait_for()
    said = page.evaluate_handle(_LISTEN)
    ask(page, "How much does a nurse earn?")
    page.wait_for_timeout(300)
    heard = said.evaluate("said => said.filter(Boolean)")
    assert len(heard) == 1
    assert "$93,600 per year" in heard[0]
    assert "Sources: 1." in heard[0]
    log = page.get_by_role("log", name="Conversation")
    expect(log).to_have_attribute("aria-live", "off")
    live = page.locator("[role=status], [aria-live=polite], [aria-live=assertive]")
    expect(live).to_have_count(1)


_LISTEN = """() => {
  const said = [];
  const live = document.querySelector('guidepost-chat').shadowRoot.querySelector('[role=status]');
  new MutationObserver(() => said.push(live.textContent))
    .observe(live, { childList: true, characterData: true, subtree: true });
  return said;
}"""


def test_spanish_and_figures_as_they_are_written_there(open_page: OpenPage) -> None:
    page = open_page(attributes='lang="es"')
    box = page.get_by_label("Tu pregunta")
    box.fill("cybersecurity master's programs")
    page.keyboard.press("Enter")
    turn = page.locator(".turn")
    expect(turn.get_by_role("table")).to_contain_text("18.900 ÷ 1,5 años")
    expect(page.get_by_role("group", name="Buscas")).to_contain_text("máster")
    assert axe(page) == []
    page.evaluate("document.querySelector('guidepost-chat').lang = 'en'")
    expect(page.get_by_role("group", name="Looking for")).to_contain_text("master’s")
    expect(page.locator(".turn")).to_contain_text("18,900 ÷ 1.5 years")


def test_zoom_of_200_per_cent_and_large_text(open_page: OpenPage) -> None:
    # What a window of 1280 by 800 shows when it is zoomed.
    page = open_page("<guidepost-chat open></guidepost-chat>", 640, 400, device_scale_factor=2)
    turn = ask(page, "cheapest online master's in cybersecurity?")
    expect(turn.locator(".said p").first).to_be_in_viewport()
    expect(page.get_by_role("button", name="Close", exact=True)).to_be_in_viewport(ratio=1)
    expect(page.get_by_label("Your question")).to_be_in_viewport(ratio=1)
    assert axe(page) == []
    large = open_page('<guidepost-chat mode="page"></guidepost-chat>', 768)
    large.evaluate(
        "document.querySelector('guidepost-chat').style.setProperty('--guidepost-size', '32px')"
    )
    ask(large, "cheapest online master's in cybersecurity?")
    assert large.evaluate("document.documentElement.scrollWidth") <= 768


def test_reduced_motion_and_forced_colours(open_page: OpenPage) -> None:
    page = open_page(BUBBLE, 1280, reduced_motion="reduce", forced_colors="active")
    page.get_by_role("button", name="Ask a question").click()
    page.route("**/ask", lambda route: None)
    page.get_by_label("Your question").fill("anything")
    page.keyboard.press("Enter")
    assert axe(page) == []
    dots = page.locator(".working i").first
    assert dots.evaluate("e => getComputedStyle(e).animationName") == "none"
    for part in (".primary", ".asked p", ".line"):
        border = page.locator(part).first.evaluate("e => getComputedStyle(e).borderTopWidth")
        assert border == "1px", part


def test_attributes_are_properties_and_events_leave_the_element(open_page: OpenPage) -> None:
    page = open_page(
        '<guidepost-chat mode="page" questions="One?|Two?" heading="Ask us"></guidepost-chat>'
    )
    expect(page.get_by_role("heading", name="Ask us")).to_be_visible()
    starters = page.get_by_role("list", name="Questions to start with").get_by_role("button")
    expect(starters).to_have_text(["One?", "Two?"])
    told = page.evaluate_handle(_TELL)
    answer = page.evaluate(
        "document.querySelector('guidepost-chat').ask('How much does a nurse earn?')"
    )
    assert answer["status"] == "answered"
    page.locator(".turn .mark").first.click()
    page.keyboard.press("Escape")
    assert told.evaluate("told => told") == ["ask", "answer", "source"]
    seen = page.evaluate(
        """async () => {
          const chat = document.querySelector('guidepost-chat');
          const before = [chat.mode, chat.theme, chat.heading, chat.server, chat.open];
          Object.assign(chat, { theme: 'dark', heading: 'Other', mode: 'bubble', open: true });
          await new Promise(done => setTimeout(done, 200));
          return [before, ...['theme', 'heading'].map(name => chat.getAttribute(name)), chat.open];
        }"""
    )
    assert seen == [["page", "auto", "Ask us", "", False], "dark", "Other", True]
    expect(page.get_by_role("dialog", name="Other")).to_contain_text("93,600")
    ground = page.locator(".panel").evaluate("e => getComputedStyle(e).backgroundColor")
    assert ground == "rgb(22, 27, 25)"


_TELL = """() => {
  const told = [];
  for (const name of ['ask', 'answer', 'source', 'error']) {
    document.body.addEventListener(`guidepost-${name}`, () => told.push(name));
  }
  return told;
}"""
