"""A page of another origin that is a configured site's, and the operator's pages, in a browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.access import Access
from assistant.api.app import make_app
from assistant.sites import Site
from tests.e2e.host import ask, axe
from tests.listening import listening
from tests.serving import opened

KEY = "an-operators-key-1"
PLACES = ("", "/held", "/runs", "/changes", "/conversations", "/feedback", "/unanswered")
HOST = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Host</title>
<script type="module" src="{base}/widget/define.js"></script></head>
<body><main><h1>A college</h1>
<guidepost-chat mode="inline"></guidepost-chat></main></body></html>"""


@dataclass
class HostSite:
    """A site of its own origin: a browser lets no page of nowhere ask this machine."""

    origin: str
    page: str = ""
    """What stands at every address of it."""


@contextmanager
def host_site() -> Iterator[HostSite]:
    """Serve it while the block runs."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = made.page.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        made = HostSite(f"http://localhost:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield made
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def site() -> Iterator[HostSite]:
    with host_site() as made:
        yield made


@pytest.fixture(scope="module")
def evil() -> Iterator[HostSite]:
    with host_site() as made:
        yield made


@pytest.fixture(scope="module")
def base(
    site: HostSite, sample_index: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A server that answers one site, with an operator."""
    access = Access((Site(name="careers", origins=(site.origin,)),), operator_key=KEY)
    kept = tmp_path_factory.mktemp("sites") / "kept.sqlite"
    app = make_app(opened(sample_index, kept), access=access, index=sample_index)
    with listening(app) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(http_credentials={"username": "me", "password": KEY})
    yield context.new_page()
    context.close()


def visit(page: Page, base: str, site: HostSite) -> None:
    """Open a page of this site that holds the element."""
    site.page = HOST.format(base=base)
    page.goto(f"{site.origin}/programs.html")


def test_a_page_of_the_site_asks_and_is_answered(page: Page, base: str, site: HostSite) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    visit(page, base, site)
    turn = ask(page, "cheapest online master's in cybersecurity?")
    expect(turn).to_contain_text("18,900")
    asked = next(url for url in sent if url.endswith("/ask"))
    assert asked.startswith(base)
    assert f"{base}/widget/session" in sent
    assert page.context.cookies() == []


def test_a_page_of_elsewhere_gets_nothing(page: Page, base: str, evil: HostSite) -> None:
    refused: list[str] = []
    said: list[str] = []
    page.on("requestfailed", lambda request: refused.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    visit(page, base, evil)
    page.wait_for_timeout(500)
    assert f"{base}/widget/define.js" in refused
    assert any("No 'Access-Control-Allow-Origin' header" in text for text in said)
    assert page.locator("guidepost-chat:defined").count() == 0
    status = page.evaluate(
        "u => fetch(u + '/widget/session', {method: 'POST', body: '{}', "
        "headers: {'Content-Type': 'application/json'}}).then(r => r.status, () => 'failed')",
        base,
    )
    assert status == "failed"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_operators_pages_and_embed_are_usable_by_everyone(
    page: Page, base: str, width: int, scheme: str
) -> None:
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # of two words
    for address in (*(f"/operator{place}" for place in PLACES), "/embed"):
        page.goto(f"{base}{address}")
        assert axe(page) == [], address
        overflow = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not overflow, address
    assert [said for said in faults if "Failed to load" not in said] == []


def test_the_operator_pauses_a_site_with_the_keyboard(page: Page, base: str) -> None:
    page.goto(f"{base}/operator")
    page.get_by_role("button", name="Pause careers").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("paused since")).to_be_visible()
    page.get_by_role("button", name="Go on careers").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Pause careers")).to_be_visible()
