"""The pages that citations are from: as JSON, and as a page with the cited span marked."""

from __future__ import annotations

import html
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import HTMLResponse

from assistant.api.depends import ServiceNow
from assistant.api.document import errors
from assistant.api.to_wire import page_to_wire
from assistant.api.wire import PageOut
from assistant.api.wire_examples import PAGE
from assistant.errors import PageUnknown, SpanInvalid
from assistant.knowledge import Knowledge
from vectorstore.records import PageId, SourcePage

router = APIRouter(prefix="/sources", tags=["sources"])

SourcePath = Annotated[
    str, Path(description="As a citation's `source.id`.", max_length=200, examples=["a3" * 8])
]


@router.get(
    "/{source_id}",
    summary="A page as it was read",
    responses={
        200: {"content": {"application/json": {"example": PAGE}}},
        **errors(401, 403, 404, 422, 429, 503),
    },
)
async def read_source(source_id: SourcePath, service: ServiceNow) -> PageOut:
    """The text that the offsets of citations refer to, and where it is from."""
    return page_to_wire(await service.read(lambda knowledge: _page(knowledge, source_id)))


@router.get(
    "/{source_id}/view",
    summary="A page with a span marked and scrolled to",
    response_class=HTMLResponse,
    responses={
        200: {"content": {"text/html": {"example": "<!doctype html><title>...</title>"}}},
        **errors(401, 403, 404, 422, 429, 503),
    },
)
async def view_source(
    source_id: SourcePath,
    service: ServiceNow,
    start: Annotated[
        int | None, Query(ge=0, description="First code point of the span.", examples=[0])
    ] = None,
    end: Annotated[
        int | None, Query(ge=0, description="The code point after its last.", examples=[80])
    ] = None,
) -> HTMLResponse:
    """The page's text, with the span of a citation marked; works without scripts."""
    page = await service.read(lambda knowledge: _page(knowledge, source_id))
    return HTMLResponse(page_html(page, _span(page, start, end)))


def page_html(page: SourcePage, span: tuple[int, int] | None) -> str:
    """The page's text as HTML, all escaped; `span` (code points) in a mark that takes the focus.

    `autofocus` scrolls to the mark without a script and without a fragment in the address.
    """
    text = html.escape(page.text)
    if span:
        before, cited, after = page.text[: span[0]], page.text[slice(*span)], page.text[span[1] :]
        mark = f'<mark id="cited" tabindex="-1" autofocus>{html.escape(cited)}</mark>'
        text = html.escape(before) + mark + html.escape(after)
    title = html.escape(page.title)
    return _PAGE.format(title=title, text=text, facts=_facts(page))


def _facts(page: SourcePage) -> str:
    """Where the page is from and how old it is."""
    facts = [f"Read on {page.fetched_at:%-d %B %Y}"]
    if page.as_of:
        facts.append(f"as of {page.as_of:%-d %B %Y}")
    where = html.escape(page.uri)
    if page.url and page.url.startswith(("https://", "http://")):
        link = html.escape(page.url, quote=True)
        where = f'<a href="{link}" rel="noopener noreferrer nofollow">{link}</a>'
    return f"{', '.join(facts)} &middot; {where}"


def _page(knowledge: Knowledge, source_id: str) -> SourcePage:
    page = knowledge.snapshot.pages.get(PageId(source_id))
    if page is None:
        raise PageUnknown(f"no page {source_id!r} is held; citations name those that are")
    return page


def _span(page: SourcePage, start: int | None, end: int | None) -> tuple[int, int] | None:
    if start is None and end is None:
        return None
    if start is None or end is None or not start < end <= len(page.text):
        raise SpanInvalid(
            f"start {start} and end {end} mark no text of the page, which has {len(page.text)} "
            "characters; give both, start before end"
        )
    return start, end


_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
<link rel="stylesheet" href="/page/page.css">
</head>
<body class="source">
<header><p class="kicker">Source</p><h1>{title}</h1><p class="facts">{facts}</p></header>
<main><pre>{text}</pre></main>
</body>
</html>
"""
