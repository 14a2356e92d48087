"""Pages of sites that hold the element, and what may go wrong in them."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from playwright.sync_api import ConsoleMessage, Locator, Page, Route

STRICT = (
    "default-src 'none'; script-src {base}; connect-src {base}; base-uri 'none'; "
    "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
"""Nothing inline, no styles, no images, no markup from strings."""
_PAGE = """<!doctype html><html {attributes}><head><meta charset="utf-8"><title>Host</title>
<meta name="viewport" content="width=device-width, initial-scale=1">{head}
<script type="module" src="{base}/widget/define.js"></script></head>
<body><main><h1>A college</h1><p>What it says.</p>{element}</main></body></html>"""
_WATCH = (
    "addEventListener('securitypolicyviolation', "
    "e => console.error('policy: ' + e.violatedDirective))"
)


class Faults:
    """What a page complains of: failures, breaches of its policy, requests to other servers."""

    def __init__(self, page: Page, base: str) -> None:
        self._said: list[str] = []
        self._base = base
        self._page = page
        page.add_init_script(_WATCH)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._said.append(str(error)))
        page.on("request", lambda request: self._request(request.url))

    def found(self) -> list[str]:
        """Everything so far."""
        hit = None if self._page.is_closed() else self._page.evaluate("window.hit ?? null")
        return [*self._said, *([f"a hostile string ran: {hit}"] if hit is not None else [])]

    def _console(self, said: ConsoleMessage) -> None:
        # The browser notes every answer that is an error; the widget's are part of what is tested.
        if said.type == "error" and "Failed to load resource" not in said.text:
            self._said.append(said.text)

    def _request(self, url: str) -> None:
        if not url.startswith(self._base):
            self._said.append(f"asked {url}")


def host_page(
    page: Page, base: str, element: str, *, head: str, policy: str, attributes: str
) -> None:
    """Go to a page of the server's origin that is a site's own."""
    body = _PAGE.format(base=base, element=element, head=head, attributes=attributes)
    sent = {"Content-Security-Policy": policy.format(base=base)}

    def answer(route: Route) -> None:
        route.fulfill(body=body, content_type="text/html", headers=sent)

    page.route("**/host.html", answer)
    page.goto(f"{base}/host.html")


def ask(page: Page, question: str) -> Locator:
    """Type a question and wait for its whole answer: the turn."""
    before = page.locator(".turn").count()
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    turn = page.locator(".turn").nth(before)
    turn.locator("details, .ended").first.wait_for()
    return turn


def axe(page: Page) -> list[str]:
    """What axe finds wrong with the page as it is."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found: dict[str, Any] = page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:120]} {node['failureSummary'][:200]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def reached(page: Page) -> list[str]:
    """What Tab goes through, from the start of the page to its end."""
    page.evaluate("{ const top = document.querySelector('h1'); top.tabIndex = -1; top.focus(); }")
    found: list[str] = []
    for _ in range(80):
        page.keyboard.press("Tab")
        inside = page.evaluate("document.activeElement.localName == 'guidepost-chat'")
        if not inside and found:
            return found
        if inside:
            found.append(page.evaluate(_FOCUSED))
    return found


CONTROLS = """() => [...document.querySelector('guidepost-chat').shadowRoot
  .querySelectorAll('button, a, input, select, textarea, summary, [tabindex="0"]')]
  .filter(e => e.checkVisibility() && !e.disabled)
  .map(e => e.getAttribute('aria-label') || e.textContent)"""
"""Everything that can be worked, in the order of the document."""
_FOCUSED = """() => {
  const e = document.querySelector('guidepost-chat').shadowRoot.activeElement;
  return e ? e.getAttribute('aria-label') || e.textContent : '';
}"""
