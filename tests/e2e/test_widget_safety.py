"""Text is text, and the page around the chat can neither break it nor be broken by it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.host import STRICT, ask

GOLDEN = Path(__file__).parents[1] / "golden"
SEEDS = [
    "<script>window.hit=1</script>",
    "<img src=x onerror=window.hit=2>",
    '"><svg/onload=window.hit=3>',
    "<iframe srcdoc='<script>parent.hit=4</script>'></iframe>",
    "javascript:window.hit=5",
    "</textarea><script>window.hit=6</script>",
    "<math><mtext><table><mglyph><style><img src=x onerror=window.hit=7>",
    "[click](javascript:window.hit=8) **bold** `code`",
    "{{constructor.constructor('window.hit=9')()}}",
    "<a href=javascript:window.hit=10>x</a>",
    "<style>*{display:none}</style><link rel=stylesheet href=//evil.example>",
    "<base href=//evil.example/><meta http-equiv=refresh content=0;url=//evil.example>",
    "\u202egnp.exe\u202c \u2066<b>\u2069 \x00\x08",
    "&lt;script&gt;window.hit=11&lt;/script&gt;",
    "<!--<script>window.hit=12</script>-->",
    "${window.hit=13} `${window.hit=14}`",
    "<x contenteditable onblur=window.hit=15 autofocus tabindex=1>",
    "<form><button formaction=javascript:window.hit=16>x</button></form>",
    "data:text/html,<script>window.hit=17</script>",
    "<template shadowrootmode=open><script>window.hit=18</script></template>",
]
HOSTILE = [
    f"{before}{seed}{after}"
    for seed in SEEDS
    for before in ("", "18,900 ", "\n> ")
    for after in ("", " per year", "?", "</p>")
][:200]
ADDRESSES = [
    "javascript:window.hit=1",
    "data:text/html,x",
    "//evil.example",
    "\tjavascript:hit=1",
    "ftp://x.example/",
]


def whole(name: str) -> dict[str, Any]:
    """The answer that a golden stream ends with."""
    text = (GOLDEN / f"{name}.sse").read_text("utf-8")
    answer: dict[str, Any] = json.loads(text.rstrip().split("data: ")[-1])
    return answer


def hostile(answer: dict[str, Any], text: str) -> dict[str, Any]:
    """The answer with this text in every place that holds text of a source or a visitor."""
    made: dict[str, Any] = json.loads(json.dumps(answer))
    for segment in made["segments"]:
        segment["text"] = text
    for citation in made["citations"]:
        citation |= {"quote": text, "section": text}
        citation["source"] |= {"title": text, "url": ADDRESSES[len(text) % len(ADDRESSES)]}
    for row in (*made["result"]["rows"], *made["result"]["runner_up"]):
        row.update(dict.fromkeys(("university", "title", "currency", "price_basis", "level"), text))
        row["places"] = [{"city": text, "region": text, "country": None}]
        row["delivery"] = [text]
        row["duration"]["unit"] = text
    made["result"]["listings"] = [{"title": text, "announced": 219, "held": 10}]
    made["result"]["groups"] = [{"key": text, "value": 1, "value_high": None, "count": 2}]
    made["plan"] |= {"description": text, "residue": [text]}
    made["plan"]["filters"] = [{"field": "topic", "op": "in", "value": [text]}]
    made["constraints"] = [{"field": "topic", "op": "in", "value": [text], "turn": 1}]
    made["conflicts"] = [{"entity": text, "attribute": text, "citations": [1, 2]}]
    made |= {"text": text, "followups": [text], "clarify": text, "index_version": text}
    made["model"] = {"reader": text, "composer": text}
    return made


def test_two_hundred_hostile_strings_are_text(open_page: OpenPage) -> None:
    assert len(set(HOSTILE)) == 200
    answer = whole("answered_rows")
    page = open_page(width=1280)
    page.get_by_label("Your question").wait_for()
    found = page.evaluate(_RENDER, [[text, hostile(answer, text)] for text in HOSTILE])
    assert found["elements"] == []
    assert found["attributes"] == []
    assert found["links"] == []
    assert found["lost"] == []


_RENDER = """async pairs => {
  const host = document.querySelector('guidepost-chat');
  const { TurnView } = await import('/widget/render.js');
  const { Chips } = await import('/widget/controls.js');
  const { makeFormat, makeSay } = await import('/widget/controls.js');
  const say = makeSay('en', (await import('/widget/strings.en.js')).default);
  const nothing = () => {};
  const ctx = { say, format: makeFormat('en', say) };
  const log = host.shadowRoot.querySelector('.log');
  const known = new Set(('ARTICLE DIV P SPAN BUTTON SVG PATH B STRONG BDI SECTION TABLE CAPTION '
    + 'THEAD TBODY TR TH TD LABEL INPUT SMALL DETAILS SUMMARY DL DT DD H3 I').split(' '));
  const elements = new Set(), attributes = new Set(), links = [], lost = [];
  for (const [text, answer] of pairs) {
    const view = new TurnView({ question: text, before: [], events: [] }, ctx);
    view.take({ name: 'plan', data: { plan: answer.plan } });
    view.take({ name: 'rows', data: { result: answer.result } });
    for (const segment of answer.segments) view.take({ name: 'segment', data: segment });
    for (const citation of answer.citations) view.take({ name: 'citation', data: citation });
    view.take({ name: 'done', data: answer });
    const chips = new Chips(ctx, nothing, async () => ({}));
    chips.show(answer.constraints);
    log.append(view.node, chips.node);
    for (const node of [...view.node.querySelectorAll('*'), ...chips.node.querySelectorAll('*')]) {
      if (!known.has(node.tagName.toUpperCase())) elements.add(node.tagName);
      for (const { name } of node.attributes) {
        if (/^on|^style$|^src/.test(name)) attributes.add(name);
      }
      if (node.href) links.push(node.href);
    }
    const plain = s => s.replace(/[\\s\\x00-\\x1f]+/g, '');
    const said = part => plain(view.node.querySelector(part).textContent);
    if (!said('.asked').includes(plain(text))) lost.push(text);
    if (!said('.said').includes(plain(text).slice(0, 5))) lost.push(text);
    view.node.remove();
    chips.node.remove();
  }
  return { elements: [...elements], attributes: [...attributes], links, lost };
}"""


def test_the_source_panel_links_to_the_web_only(open_page: OpenPage) -> None:
    page = open_page(width=1280)
    text = SEEDS[1]
    answer = whole("answered_guide")
    source = answer["citations"][0]["source"]
    addresses = iter([*ADDRESSES, "https://careers.example.org/a?b=c"])

    def reply(route: Any) -> None:
        source["url"] = next(addresses)
        body = f"event: done\ndata: {json.dumps(answer)}\n\n"
        route.fulfill(body=body, content_type="text/event-stream")

    page.route("**/ask", reply)
    text_of_page = f"\U0001f525 {text} " * 40
    page.route("**/sources/*", lambda route: route.fulfill(json=source | {"text": text_of_page}))
    for _ in ADDRESSES:
        ask(page, text).locator(".mark").first.click()
        expect(page.get_by_role("dialog")).to_contain_text(text)
        expect(page.get_by_role("dialog").get_by_role("link")).to_have_count(0)
        page.keyboard.press("Escape")
    ask(page, text).locator(".mark").first.click()
    link = page.get_by_role("dialog").get_by_role("link", name="Open the original page")
    expect(link).to_have_attribute("href", "https://careers.example.org/a?b=c")
    expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")
    # The span is counted in code points: 441 to 554, each fire emoji one of them.
    expect(page.locator("mark")).to_have_text(text_of_page[441:554].strip())


HOSTILE_HOST = """<style nonce="n">
html { font-size: 40px !important; letter-spacing: .3em; line-height: 3; }
* {
  all: unset; color: red !important; background: yellow !important; font: 50px fantasy !important;
}
*, *::before, *::after {
  box-sizing: content-box !important; border: 3px dashed red !important; padding: 9px !important;
  margin: 9px !important; transform: rotate(2deg) !important; text-transform: uppercase !important;
  overflow: hidden !important; direction: ltr; cursor: wait !important; pointer-events: none;
  user-select: none; filter: blur(1px) !important; opacity: .5 !important;
}
button, input, textarea, table, td { display: inline !important; width: 10px !important; }
div, section, p { float: right !important; }
</style>"""
"""Resets, giant type and effects on everything that there is."""
NONCED = STRICT.replace("default-src 'none';", "default-src 'none'; style-src 'nonce-n';")


def test_a_hostile_page_changes_nothing_inside(open_page: OpenPage) -> None:
    bubble = "<guidepost-chat></guidepost-chat>"
    calm, wild = open_page(bubble, 1280), open_page(bubble, 1280, head=HOSTILE_HOST, policy=NONCED)
    looks = []
    for page in (calm, wild):
        page.get_by_role("button", name="Ask a question").click()
        ask(page, "cheapest online master's in cybersecurity?")
        page.mouse.move(1, 1)
        looks.append(_styles(page))
    assert looks[0] == looks[1]


FRAMEWORK = """<script nonce="n">
// What libraries do to a page: they widen what everything inherits, and take over what others use.
Object.prototype.extend = function () { return this; };
Array.prototype.each = function (call) { for (const one of this) call(one); };
String.prototype.strip = function () { return this.trim(); };
window.$ = window.h = window.Chat = window.button = () => { throw new Error("a page's own"); };
Array.prototype.toJSON = undefined;
addEventListener('keydown', event => { if (event.key === 'k') event.preventDefault(); });
// A view that is drawn again at each change: it makes the element before its class is there, sets
// properties and not attributes, puts others around it, and listens for its events.
const told = window.told = [];
const chat = document.createElement('guidepost-chat');
Object.assign(chat, { mode: 'inline', heading: 'Ask the college', questions: 'One?|Two?',
  strings: { send: 'Go' } });
for (const name of ['ask', 'answer', 'error']) {
  chat.addEventListener(`guidepost-${name}`, () => told.push(name));
}
window.draw = count => {
  const main = document.querySelector('main');
  if (!chat.isConnected) main.append(chat);
  for (const node of [...main.children]) if (node !== chat) node.remove();
  for (let at = 0; at < count; at++) main.prepend(document.createElement('section'));
  Object.assign(chat, { mode: 'inline', heading: 'Ask the college' });
};
addEventListener('DOMContentLoaded', () => window.draw(1));
</script>"""
SCRIPTED = STRICT.replace("script-src {base}", "script-src {base} 'nonce-n'")


def test_a_page_of_another_framework_keeps_it_whole(open_page: OpenPage) -> None:
    page = open_page("", 1280, head=FRAMEWORK, policy=SCRIPTED)
    expect(page.get_by_role("region", name="Ask the college")).to_be_visible()
    starters = page.get_by_role("list", name="Questions to start with").get_by_role("button")
    expect(starters).to_have_text(["One?", "Two?"])
    box = page.get_by_label("Your question")
    box.fill("nursing programs")
    box.press("End")
    page.evaluate("window.draw(3)")
    expect(box).to_be_focused()
    page.get_by_role("button", name="Go", exact=True).click()
    page.evaluate("for (const n of [2, 5, 1]) window.draw(n)")
    page.locator(".turn details").wait_for()
    expect(page.get_by_role("table")).to_contain_text("Diploma of Nursing")
    page.evaluate("window.draw(2)")
    expect(page.locator(".turn")).to_have_count(1)
    # Taken out and put in elsewhere, it goes on with its conversation.
    page.evaluate("const c = document.querySelector('guidepost-chat'); c.remove(); draw(4)")
    ask(page, "which is the shortest?")
    expect(page.locator(".turn").nth(1)).to_contain_text("shortest")
    page.reload()
    expect(page.locator(".turn")).to_have_count(2)
    assert page.evaluate("window.told") == []


def _styles(page: Page) -> list[list[str]]:
    """How every node in the panel is laid out and drawn; the page's own font is not asked for."""
    made: list[list[str]] = page.evaluate(_COMPUTED)
    return made


_COMPUTED = """() => {
  const names = ['color', 'background-color', 'font-size', 'font-family', 'line-height', 'display',
    'letter-spacing', 'padding', 'margin', 'border', 'text-transform', 'cursor', 'direction',
    'transform', 'float', 'pointer-events', 'opacity', 'filter'];
  const { shadowRoot } = document.querySelector('guidepost-chat');
  return [...shadowRoot.querySelectorAll('*')].map(node => {
    const style = getComputedStyle(node);
    const box = node.getBoundingClientRect();
    const looks = names.map(name => style.getPropertyValue(name));
    return [`${node.localName} ${node.className}`, ...looks,
      ...[box.x, box.y, box.width, box.height].map(Math.round)];
  });
}"""


def test_the_page_around_it_is_left_alone(open_page: OpenPage) -> None:
    page = open_page("<guidepost-chat></guidepost-chat>", 1280)
    before = page.evaluate(_OUTSIDE)
    page.get_by_role("button", name="Ask a question").click()
    ask(page, "nursing programs")
    assert page.evaluate(_OUTSIDE) == before
    assert page.evaluate("Object.keys(window).filter(k => /guide|chat/i.test(k))") == []


_OUTSIDE = """() => [...document.querySelectorAll('html, head, body, main, h1, p')].map(
  e => [e.tagName, e.getAttribute('style'), e.className, e.offsetWidth, e.offsetHeight])"""
