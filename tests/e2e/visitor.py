"""A visitor of a page that holds the chat: one window, one system, and a mouse or keys alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Literal, get_args

from playwright.sync_api import Browser, Locator, Route

from tests.e2e.host import STRICT, Faults, axe, host_page

Way = Literal["mouse", "keys"]
Scheme = Literal["light", "dark"]
Direction = Literal["ltr", "rtl"]
GROUNDS = {"light": "rgb(252, 251, 248)", "dark": "rgb(22, 27, 25)"}


@dataclass(frozen=True, slots=True)
class Setting:
    """How a visitor sees the page and works it."""

    width: int
    """Of the window, in pixels."""
    by: Way
    scheme: Scheme
    direction: Direction

    def __str__(self) -> str:
        return f"{self.width}-{self.by}-{self.scheme}-{self.direction}"


PAIRS = (
    Setting(320, "mouse", "light", "ltr"),
    Setting(320, "keys", "dark", "rtl"),
    Setting(768, "mouse", "dark", "rtl"),
    Setting(768, "keys", "light", "ltr"),
    Setting(1280, "mouse", "dark", "ltr"),
    Setting(1280, "keys", "light", "rtl"),
)
"""Six in which every two values of different kinds meet: 320 and dark, keys and right to left."""
LOOKED_AT = PAIRS[1]
"""Where axe looks at the six: it takes a second a state, and `test_widget_access.py` has others."""
ALL = tuple(
    Setting(*each)
    for each in product((320, 768, 1280), get_args(Way), get_args(Scheme), get_args(Direction))
)
"""All 24 that there are, for `make journeys`; axe then looks at each."""


class Visitor:
    """Does what a journey says with what the setting allows: a mouse never types Tab or Escape, and
    keys never point."""

    def __init__(self, browser: Browser, base: str, setting: Setting, *, looks: bool) -> None:
        self.setting = setting
        self.looks = looks
        self.base = base
        context = browser.new_context(
            viewport={"width": setting.width, "height": 800},
            color_scheme=setting.scheme,
            permissions=["clipboard-read", "clipboard-write"],
        )
        context.set_default_timeout(15_000)
        self.page = context.new_page()
        self.faults = Faults(self.page, base)
        attributes = f'lang="en" dir="{setting.direction}"'
        element = '<guidepost-chat mode="page"></guidepost-chat>'
        host_page(self.page, base, element, head="", policy=STRICT, attributes=attributes)
        self._routed: list[str] = []

    def begin(self) -> None:
        """Come to the page for the first time, from nowhere."""
        for pattern in self._routed:
            self.page.unroute(pattern)
        self._routed.clear()
        self.page.mouse.move(0, 0)
        self.page.evaluate(_ANEW)
        self.question.wait_for()

    def end(self) -> None:
        """Nothing failed, the page is as wide as its window, and looks as the system asks for."""
        assert self.faults.found() == []
        assert self.page.evaluate("document.documentElement.scrollWidth") <= self.setting.width
        panel = self.page.locator(".panel")
        seen = panel.evaluate("e => [getComputedStyle(e).backgroundColor, e.matches(':dir(rtl)')]")
        assert seen == [GROUNDS[self.setting.scheme], self.setting.direction == "rtl"]

    def look(self) -> None:
        """Axe finds nothing wrong with the page as it is, at the settings where it looks."""
        if self.looks:
            assert axe(self.page) == []

    @property
    def question(self) -> Locator:
        """The box for questions."""
        return self.page.get_by_label("Your question")

    @property
    def turns(self) -> Locator:
        return self.page.locator(".turn")

    @property
    def held(self) -> Locator:
        """The chips."""
        return self.page.get_by_role("group", name="Looking for")

    def button(self, name: str | re.Pattern[str], within: Locator | None = None) -> Locator:
        """The button of a name; a plain one is the whole name."""
        return (within or self.page).get_by_role("button", name=name, exact=isinstance(name, str))

    def answer_with(self, pattern: str, answer: Callable[[Route], object]) -> None:
        """Answer requests in the server's place until the next journey begins."""
        self.page.route(pattern, answer)
        self._routed.append(pattern)

    def ask(self, question: str) -> Locator:
        """Type a question and send it; the turn, once its answer is whole or has failed."""
        before = self.turns.count()
        self.send(question)
        return self.answered(before)

    def send(self, question: str) -> None:
        self.write(self.question, question)
        if self.setting.by == "mouse":
            self.button("Send").click()
        else:
            self.page.keyboard.press("Enter")

    def answered(self, at: int) -> Locator:
        """The turn at a place, once its answer is whole or has failed."""
        turn = self.turns.nth(at)
        turn.locator("details, .ended").first.wait_for()
        return turn

    def press(self, target: Locator) -> None:
        """Work a button, or whatever opens and closes."""
        if self.setting.by == "mouse":
            target.click()
        else:
            self.reach(target)
            self.page.keyboard.press("Enter")

    def tick(self, target: Locator) -> None:
        if self.setting.by == "mouse":
            target.click()
        else:
            self.reach(target)
            self.page.keyboard.press("Space")

    def write(self, target: Locator, text: str) -> None:
        """Write into a box, in place of what it holds."""
        if self.setting.by == "mouse":
            target.click(click_count=3)
        else:
            self.reach(target)
            self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def choose(self, target: Locator, label: str) -> None:
        """Choose from a list."""
        if self.setting.by == "mouse":
            target.select_option(label=label)
        else:
            self.reach(target)
            self.page.keyboard.type(label)

    def point_at(self, target: Locator) -> None:
        if self.setting.by == "mouse":
            target.hover()
        else:
            self.reach(target)

    def away(self) -> None:
        """Leave what the pointer or the focus has shown."""
        if self.setting.by == "mouse":
            self.page.mouse.move(1, 1)
        else:
            self.page.keyboard.press("Escape")

    def close(self, opened: Locator) -> None:
        """Close what has been opened, by its button or by Escape."""
        if self.setting.by == "mouse":
            self.button("Close", opened).click()
        else:
            self.page.keyboard.press("Escape")

    def reach(self, target: Locator) -> None:
        """Press Tab, or Shift and Tab, until the target has the focus."""
        target.wait_for()
        for _ in range(20):
            steps: int = target.evaluate(_STEPS)
            if not steps:
                return
            for _ in range(abs(steps)):
                self.page.keyboard.press("Tab" if steps > 0 else "Shift+Tab")
        named = target.evaluate("e => e.ariaLabel || e.textContent")
        raise AssertionError(f"no way by keys to {named!r}")


_ANEW = """async () => {
  const old = document.querySelector('guidepost-chat');
  const made = old.cloneNode();
  old.remove();
  await new Promise(done => setTimeout(done));  // what was under way is kept before it ends
  localStorage.clear();
  document.querySelector('main').append(made);
}"""
"""An element that no one has used, in place of the one that is there."""
_STEPS = """target => {
  const root = target.getRootNode();
  const active = root.activeElement;
  if (active === target) return 0;
  const stops = [...root.querySelectorAll(
      'button, a[href], input, select, textarea, summary, [tabindex="0"]')]
    .filter(e => e.checkVisibility() && !e.disabled && !e.closest('[inert]'));
  const before = stops.filter(
    e => active && e.compareDocumentPosition(active) & Node.DOCUMENT_POSITION_FOLLOWING).length;
  const ahead = stops.indexOf(target) - before;
  return ahead + (ahead >= 0 && !stops.includes(active)) || 1;
}"""
"""How often Tab must be pressed, below 0 with Shift; where several stops are one, it is less."""
