"""`GET /embed`: how to put the assistant on a page, with this server's own address; a preview."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from assistant.api.address import base_of
from assistant.api.html import Html, page, tag

router = APIRouter(include_in_schema=False)

MODES = {
    "a button in the corner": "<guidepost-chat></guidepost-chat>",
    "a box inside the page": '<guidepost-chat mode="inline"></guidepost-chat>',
    "a page of its own": '<guidepost-chat mode="page"></guidepost-chat>',
}
"""How the element can stand in a page."""


@router.get("/embed")
async def embed(request: Request) -> HTMLResponse:
    """What to copy into a page."""
    return HTMLResponse(embed_page(base_of(request)), headers={"Cache-Control": "no-cache"})


def embed_page(base: str) -> str:
    """The page; `base` is the origin of this server."""
    script = f'<script type="module" src="{base}/widget/define.js"></script>'
    return page(
        "Put the assistant on your site · Guidepost",
        tag(
            "main",
            tag("h1", "Put the assistant on your site"),
            tag(
                "ol",
                tag(
                    "li",
                    tag("strong", "Name your site on the server."),
                    " Its origin goes into the file of sites; pages of no other origin are "
                    "answered.",
                    _code("sites:\n  - name: my-site\n    origins: [https://www.example.org]\n"),
                ),
                tag(
                    "li",
                    tag("strong", "Copy these two lines"),
                    " to where the assistant shall stand in your pages. That is all a page needs.",
                    _code(f"{script}\n<guidepost-chat></guidepost-chat>\n"),
                ),
                tag(
                    "li",
                    tag("strong", "If your pages have a content security policy, "),
                    "let it name this server.",
                    _code(f"script-src {base}; connect-src {base}\n"),
                ),
            ),
            tag("h2", "How it stands in a page"),
            tag("ul", *(tag("li", f"As {how}:", _code(what)) for how, what in MODES.items())),
            tag("h2", "Preview"),
            tag("div", tag("guidepost-chat", mode="inline"), class_="preview"),
            id="main",
        ),
        styles=("/page/operator.css",),
        scripts=("/widget/define.js",),
    )


def _code(text: str) -> Html:
    return tag("pre", tag("code", text), tabindex="0")
