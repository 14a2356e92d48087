"""Chats begun, left, taken up and erased, here and on the server."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.host import ask
from tests.e2e.visitor import Visitor

CHEAPEST = "cheapest online master's in cybersecurity?"
NURSE, NURSING = "How much does a nurse earn?", "nursing programs"


def test_chats_are_begun_and_taken_up(visitor: Visitor) -> None:
    page = visitor.page
    chats, fresh = visitor.button("Your chats"), visitor.button("New chat")
    expect(chats).to_be_hidden()
    expect(fresh).to_be_hidden()
    ids = []
    for question in (CHEAPEST, NURSING):
        visitor.ask(question)
        ids.append(conversation(page))
        visitor.press(fresh)
        expect(visitor.turns).to_have_count(0)
        expect(visitor.question).to_be_focused()
    page.reload()
    expect(page.get_by_role("list", name="Questions to start with")).to_be_visible()

    visitor.press(chats)
    drawer = page.get_by_role("dialog", name="2 chats kept in this browser")
    expect(drawer.get_by_role("heading")).to_be_focused()
    listed = drawer.get_by_role("listitem")
    expect(listed).to_contain_text([NURSING, CHEAPEST])
    visitor.look()
    visitor.close(drawer)
    expect(chats).to_be_focused()
    visitor.press(chats)
    visitor.press(visitor.button(re.compile(f"^{CHEAPEST[:-1]}"), drawer))
    expect(drawer).to_be_hidden()
    expect(visitor.question).to_be_focused()
    expect(visitor.turns).to_contain_text("18,900")
    visitor.ask("and on campus?")
    assert conversation(page) == ids[0], "it goes on as the same conversation"
    expect(visitor.held).to_contain_text("cybersecurity")
    visitor.press(chats)
    current = visitor.button(re.compile(f"^{CHEAPEST[:-1]}"), listed.first)
    expect(current).to_have_attribute("aria-current", "true")
    visitor.close(drawer)


def test_chats_are_erased_one_by_one_or_all_here_and_there(visitor: Visitor) -> None:
    page = visitor.page
    ids = []
    for question in (CHEAPEST, NURSING, NURSE):
        visitor.ask(question)
        ids.append(conversation(page))
        visitor.press(visitor.button("New chat"))
    visitor.press(visitor.button("Your chats"))
    drawer = page.get_by_role("dialog", name=re.compile("chats? kept in this browser"))
    listed = drawer.get_by_role("listitem")
    erase = visitor.button("Erase “nursing programs”", drawer)
    visitor.press(erase)
    expect(drawer).to_contain_text("Erase this chat, here and on the server?")
    visitor.press(visitor.button("Cancel", drawer))
    expect(listed).to_have_count(3)
    visitor.press(erase)
    expect(visitor.button("Erase", drawer)).to_be_focused()
    visitor.press(visitor.button("Erase", drawer))
    expect(drawer.get_by_role("status")).to_contain_text("Erased")
    expect(listed).to_contain_text([NURSE, CHEAPEST])
    assert [kept(visitor, one) for one in ids] == [200, 404, 200]

    visitor.answer_with("**/conversations/*", lambda route: route.abort())
    visitor.press(visitor.button("Erase all", drawer))
    expect(drawer).to_contain_text("Erase 2 chats, here and on the server?")
    visitor.press(visitor.button("Erase", drawer))
    expect(drawer.get_by_role("status")).to_contain_text("Not erased")
    expect(listed).to_have_count(2)
    visitor.answer_with("**/conversations/*", lambda route: route.continue_())
    visitor.press(visitor.button("Erase all", drawer))
    visitor.press(visitor.button("Erase", drawer))
    expect(listed).to_have_count(0)
    assert [kept(visitor, one) for one in ids] == [404, 404, 404]
    visitor.close(drawer)
    expect(visitor.question).to_be_focused()
    expect(visitor.button("Your chats")).to_be_hidden()


def kept(visitor: Visitor, conversation_id: str) -> int:
    """The status with which the server answers for a conversation."""
    return visitor.page.request.get(f"{visitor.base}/conversations/{conversation_id}").status


def conversation(page: Page) -> str:
    found: str = page.evaluate("document.querySelector('guidepost-chat').conversationId")
    return found


def asked_in_new_chat(page: Page, question: str) -> str:
    """Ask in a chat of its own; its conversation's id."""
    fresh = page.get_by_role("button", name="New chat")
    if fresh.is_visible():
        fresh.click()
    ask(page, question)
    return conversation(page)


def test_chats_of_two_windows_and_of_a_full_store_stay_apart(open_page: OpenPage) -> None:
    page = open_page()
    asked_in_new_chat(page, NURSE)
    other = page.context.new_page()
    other.goto(f"{page.url.rsplit('/', 1)[0]}/")
    expect(other.locator(".turn")).to_contain_text("93,600")
    asked_in_new_chat(other, "What does an electrician do?")
    ask(page, "What does an electrician earn?")
    page.get_by_role("button", name="Your chats").click()
    expect(page.get_by_role("dialog").get_by_role("listitem")).to_contain_text(
        [NURSE, "What does an electrician do?"]
    )
    page.keyboard.press("Escape")
    # No room: the oldest chat's turns go, its id stays to be erased by; the one in hand stays.
    kept = page.evaluate(_FILL)
    page.get_by_role("button", name="New chat").click()
    ask(page, "How much does an electrician earn?")
    page.evaluate("localStorage.removeItem('stuff')")
    after = page.evaluate("Object.values(localStorage).flatMap(one => JSON.parse(one))")
    assert after[0]["turns"][0]["question"] == "How much does an electrician earn?"
    assert [one["id"] for one in after[1:]] == kept
    assert after[-1]["turns"] == []
    page.evaluate("document.querySelector('guidepost-chat').clear()")
    expect(page.locator(".turn")).to_have_count(0)
    for one in kept:
        assert page.request.get(f"{other.url}conversations/{one}").status == 404


def test_two_windows_of_one_chat_lose_nothing_of_it(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, NURSE)
    other = page.context.new_page()
    other.goto(f"{page.url.rsplit('/', 1)[0]}/")
    turns, others = page.locator(".turn"), other.locator(".turn")
    expect(others).to_have_count(1)
    page.get_by_label("Your question").fill("a draft")
    ask(other, CHEAPEST)
    expect(turns.nth(1)).to_contain_text("18,900")
    expect(page.get_by_role("group", name="Looking for")).to_contain_text("cybersecurity")
    expect(page.get_by_label("Your question")).to_have_value("a draft")

    # Both at once: what the other had asked meanwhile comes before what is answered here.
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/ask", hold)
    page.get_by_label("Your question").fill(NURSING)
    page.keyboard.press("Enter")
    page.locator(".working").wait_for()
    ask(other, "and on campus?")
    held[0].continue_()
    expect(turns).to_have_count(4)
    for window in (turns, others):
        expect(window).to_contain_text([NURSE, CHEAPEST, "and on campus?", NURSING])
    page.unroute("**/ask")

    # Erased in one of them, it is nowhere any more; what lies open beside it closes.
    page.locator(".turn .mark").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    conversations = [conversation(page), conversation(other)]
    page.evaluate("document.querySelector('guidepost-chat').clear()")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(turns).to_have_count(0)
    expect(others).to_have_count(0)
    expect(other.get_by_role("button", name="Your chats")).to_be_hidden()
    kept = page.evaluate("Object.values(localStorage).flatMap(one => JSON.parse(one))")
    assert [(one["id"], one["turns"]) for one in kept] == [(None, [])]
    assert {
        page.request.get(f"{other.url}conversations/{one}").status for one in conversations
    } == {404}


_FILL = """() => {
  const kept = Object.values(localStorage).flatMap(one => JSON.parse(one));
  let [n, size] = [0, 1 << 22];
  for (let stuff = ''; size > 500; size >>= 1) {
    try { localStorage.setItem('stuff', stuff + 'x'.repeat(size)); stuff += 'x'.repeat(size); }
    catch { /* no room for so much */ }
  }
  return kept.map(one => one.id);
}"""
