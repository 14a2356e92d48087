"""Pictures of the chat, for people to look at: only `make screenshots` takes them."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import KEY, Desk
from tests.e2e.host import ask

BUBBLE = "<guidepost-chat></guidepost-chat>"
OPEN = "<guidepost-chat open></guidepost-chat>"
INLINE = '<guidepost-chat mode="inline"></guidepost-chat>'
WHOLE = '<guidepost-chat mode="page"></guidepost-chat>'
SUPERLATIVE, LIST = "cheapest online master's in cybersecurity?", "nursing programs"
GUIDE = "How much does a nurse earn?"


@pytest.fixture
def folder(request: pytest.FixtureRequest) -> Path:
    named = request.config.getoption("--screenshots")
    if not named:
        pytest.skip("only `make screenshots` takes pictures")
    made = Path(named)
    made.mkdir(parents=True, exist_ok=True)
    return made


def compare(page: Page) -> None:
    ask(page, LIST)
    for box in page.get_by_role("checkbox").all()[:3]:
        box.check()
    page.get_by_role("button", name="Compare 3 programs").click()


def source(page: Page) -> None:
    ask(page, SUPERLATIVE)
    page.locator(".turn .mark").nth(1).click()
    page.locator(".drawer mark").wait_for()


def trace(page: Page) -> None:
    turn = ask(page, LIST)
    turn.get_by_text("How was this answered?").click()
    turn.get_by_role("button", name="Something is wrong").click()


def chats(page: Page) -> None:
    for question in (SUPERLATIVE, LIST, GUIDE):
        ask(page, question)
        page.get_by_role("button", name="New chat").click()
    page.get_by_role("button", name="Your chats").click()


def test_pictures_of_the_operators_pages(browser: Browser, desk: Desk, folder: Path) -> None:
    context = browser.new_context(http_credentials={"username": "me", "password": KEY})
    page = context.new_page()
    for at, address in enumerate(desk.places):
        page.goto(f"{desk.base}{address}")
        for width, scheme in ((320, "dark"), (1280, "light")):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # of two words
            page.screenshot(path=folder / f"operator-{at}-{width}.png", full_page=True)
    context.close()


def test_pictures(open_page: OpenPage, folder: Path) -> None:
    for width in (320, 768, 1280):
        for name, element in (("bubble", OPEN), ("inline", INLINE), ("page", WHOLE)):
            page = open_page(element, width)
            page.locator(".starters button").first.wait_for()
            page.screenshot(path=folder / f"{name}-empty-{width}.png")
            ask(page, SUPERLATIVE)
            page.screenshot(path=folder / f"{name}-answer-{width}.png")
        for state in (compare, source, trace, chats):
            page = open_page(WHOLE, width)
            state(page)
            page.screenshot(path=folder / f"{state.__name__}-{width}.png")
    page = open_page(BUBBLE, 1280)
    page.screenshot(path=folder / "bubble-closed-1280.png")
    for theme in ("light", "dark"):
        page = open_page(WHOLE, 1280, color_scheme=theme)
        ask(page, "What GPA do I need for the cybersecurity master's?")
        ask(page, LIST)
        page.screenshot(path=folder / f"table-{theme}-1280.png")
    for width in (320, 768, 1280):
        page = open_page(WHOLE, width, color_scheme="dark", attributes='lang="en" dir="rtl"')
        for state in (compare, source, trace):
            state(page)
            page.screenshot(path=folder / f"{state.__name__}-dark-rtl-{width}.png")
            page.evaluate("localStorage.clear()")
            page.reload()
    page = open_page(OPEN, 1280, attributes='lang="es" dir="rtl"')
    page.get_by_label("Tu pregunta").fill(LIST)
    page.keyboard.press("Enter")
    page.locator(".turn details").wait_for()
    page.screenshot(path=folder / "rtl-1280.png")
    page = open_page(WHOLE, 768, forced_colors="active")
    ask(page, GUIDE)
    page.screenshot(path=folder / "forced-colours-768.png")
    for width, scheme in ((320, "dark"), (768, "light"), (1280, "dark")):
        page = open_page("", width, color_scheme=scheme)
        for address in ("", "/embed"):
            page.goto(f"{page.url.rsplit('/', 1)[0]}{address}")
            page.locator("guidepost-chat").scroll_into_view_if_needed()
            page.locator(".starters button").first.wait_for()
            name = f"page{address.replace('/', '-')}-{width}.png"
            page.screenshot(path=folder / name, full_page=True)
