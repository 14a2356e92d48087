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
from tests.e2e.desk import KEY, PLACES, Desk
from tests.e2e.host import ask, axe
from tests.listening import listening
from tests.serving import HOSTILE, opened

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
    turn.get_by_role("button", name="Something is wrong").click()
    turn.get_by_label("The evidence does not show it").check()
    turn.get_by_label("What would be right?").fill("It is 17,000 this year.")
    turn.locator("form").get_by_role("button", name="Send").click()
    expect(turn).to_contain_text("Thank you")
    page.goto(f"{base}/operator/feedback")
    row = page.get_by_role("row").filter(has_text="It is 17,000 this year.")
    expect(row).to_contain_text("evidence wrong")
    expect(row).to_contain_text("cheapest online master's in cybersecurity?")
    expect(row).to_contain_text("tie as cheapest at 18,900")


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


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server without an index, sites or conversations."""
    folder = tmp_path_factory.mktemp("bare")
    assistant = opened(folder / "none", folder / "kept.sqlite")
    app = make_app(assistant, access=Access((), operator_key=KEY), index=folder)
    with listening(app) as port:
        yield f"http://127.0.0.1:{port}"


def usable(page: Page, address: str) -> list[str]:
    """What is wrong with a page: to axe in both schemes, as it is printed wide and narrow."""
    wrong: list[str] = []
    for width, scheme in ((1280, "light"), (320, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # of two words
        wrong += [f"{address} {width}: {found}" for found in axe(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{address} is wider than {width}")
    return wrong


def test_the_operators_pages_are_usable_by_everyone(page: Page, desk: Desk) -> None:
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    wrong: list[str] = []
    for address in desk.places:
        assert page.goto(f"{desk.base}{address}").status == 200, address  # type: ignore[union-attr]
        wrong += usable(page, address)
        for closed in page.locator("details:not([open]) > summary").all():
            closed.click()
            wrong += usable(page, f"{address}, unfolded")
    ledger = desk.assistant.conversations.ledger
    ledger.pause("careers", paused=True)
    desk.access.refused = f"the file of sites is wrong at {HOSTILE}"
    page.goto(f"{desk.base}/operator")
    expect(page.get_by_text("paused since")).to_be_visible()
    expect(page.get_by_text("A change is refused")).to_be_visible()
    wrong += usable(page, "paused and refused")
    ledger.pause("careers", paused=False)
    assert wrong == []
    assert [said for said in faults if "Failed to load" not in said] == []


def test_how_to_put_it_on_a_site_is_usable_with_its_preview(page: Page, address: str) -> None:
    page.goto(f"{address}/embed")
    page.locator("guidepost-chat").scroll_into_view_if_needed()
    page.locator("guidepost-chat .starters button").first.wait_for()
    assert usable(page, "/embed") == []
    ask(page, "How much does a nurse earn?")
    assert usable(page, "/embed, answered") == []


def test_the_operators_pages_are_usable_while_there_is_nothing(page: Page, bare: str) -> None:
    wrong: list[str] = []
    for place in PLACES.values():
        if page.goto(f"{bare}/operator{place}").status == 200:  # type: ignore[union-attr]
            wrong += usable(page, place)
    assert wrong == []
    expect(page.get_by_role("heading", level=1)).to_have_text("Unanswered")


def test_the_operator_pauses_a_site_with_the_keyboard(page: Page, base: str) -> None:
    page.goto(f"{base}/operator")
    page.get_by_role("button", name="Pause careers").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("paused since")).to_be_visible()
    page.get_by_role("button", name="Go on careers").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Pause careers")).to_be_visible()
