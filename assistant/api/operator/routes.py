"""The addresses of the operator's pages. Who may come here is the door's to say.

They show and change nothing, but for one switch, whose form carries a token: a browser sends the
operator's password along with whatever another site's page makes it post.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from assistant.access import read_origin
from assistant.api.depends import ServiceNow
from assistant.api.operator import pages
from assistant.api.operator.exports import Record, exported
from assistant.api.service import Service
from assistant.errors import (
    AssistantError,
    ConversationUnknown,
    FormRefused,
    TokenExpired,
    TokenInvalid,
)
from assistant.holdings import Holdings, IndexFolder, holdings_of
from assistant.records import ConversationId
from vectorstore.errors import StoreError
from vectorstore.export import Format

router = APIRouter(prefix="/operator", include_in_schema=False)

PAGE_SIZE = 50
FORM_S = 12 * 3_600
"""Seconds in which a form must be sent."""
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Cache-Control": "no-store",
    # Under no-referrer, browsers say no origin with a form.
    "Referrer-Policy": "same-origin",
}
_FORM_TYPE = "application/x-www-form-urlencoded"


@router.get("")
async def overview(service: ServiceNow) -> Response:
    """What is held, which sites there are, what was asked."""
    return _shown(await service.run(_overview, service, await _holdings(service)))


@router.get("/held")
async def held(service: ServiceNow) -> Response:
    """Sources, listings, rejects and snapshots."""
    snapshots = await service.run(_folder(service).snapshots)
    return _shown(pages.held(await _holdings(service), snapshots))


@router.get("/runs")
async def runs(service: ServiceNow) -> Response:
    """What the latest runs of ingestion told."""
    return _shown(pages.runs(await service.run(_folder(service).reports)))


@router.get("/changes")
async def changes(
    service: ServiceNow,
    before: Annotated[str | None, Query(max_length=100)] = None,
    after: Annotated[str | None, Query(max_length=100)] = None,
) -> Response:
    """What changed between two snapshots, once two are chosen."""
    folder = _folder(service)
    snapshots = await service.run(folder.snapshots)
    chosen = before is not None and after is not None
    found = await service.run(folder.changes, before, after) if chosen else None
    return _shown(await service.run(pages.changes, snapshots, found))


@router.get("/conversations")
async def conversations(
    service: ServiceNow, page: Annotated[int, Query(ge=1, le=100_000)] = 1
) -> Response:
    """The conversations that are kept, the latest first."""
    kept = service.assistant.conversations.looked_over
    total = (await service.run(kept.counts))["conversations"]
    found = await service.run(kept.conversations, PAGE_SIZE, (page - 1) * PAGE_SIZE)
    return _shown(pages.conversations(found, page - 1, PAGE_SIZE, total))


@router.get("/conversations/{conversation_id}")
async def conversation(conversation_id: str, service: ServiceNow) -> Response:
    """The turns of one conversation."""
    kept = service.assistant.conversations.looked_over
    turns = tuple(await service.run(kept.turns, ConversationId(conversation_id)))
    if not turns:
        raise ConversationUnknown(f"no conversation {conversation_id!r} is kept")
    return _shown(pages.conversation(turns))


@router.get("/feedback")
async def feedback(service: ServiceNow) -> Response:
    """What visitors thought, each with the answer that it is about."""
    return _shown(pages.feedback(await service.run(service.assistant.conversations.feedback)))


@router.get("/unanswered")
async def unanswered(service: ServiceNow) -> Response:
    """What was asked and not answered, by the words left unread."""
    kept = service.assistant.conversations.looked_over
    return _shown(pages.unanswered(await service.run(kept.unanswered)))


@router.get("/export/{what}.{form}")
async def export(what: str, form: str, service: ServiceNow) -> Response:
    """All turns, feedback or unanswered questions, as CSV or JSONL."""
    kept = service.assistant.conversations
    reads: dict[str, Callable[[], Iterable[Record]]] = {
        "turns": kept.looked_over.turns,
        "feedback": kept.feedback,
        "unanswered": kept.looked_over.unanswered,
    }
    if what not in reads or form not in list(Format):
        raise HTTPException(404)

    def written() -> bytes:
        records: tuple[Record, ...] = tuple(reads[what]())
        return exported(records, Format(form))

    kind = "text/csv; charset=utf-8" if form == Format.CSV else "application/jsonl"
    named = {"Content-Disposition": f'attachment; filename="guidepost-{what}.{form}"'}
    return Response(await service.run(written), media_type=kind, headers={**_HEADERS, **named})


@router.post("/sites/{name}")
async def switch(name: str, service: ServiceNow, request: Request) -> Response:
    """Pause a site's answers, or let them go on; holds at once, in every process."""
    said = _form(await request.body(), request)
    _check_form(said.get("form", ""), service, request)
    if service.access.site(name) is None or said.get("paused") not in ("yes", "no"):
        raise HTTPException(404)
    ledger = service.assistant.conversations.ledger

    def turned() -> None:
        ledger.pause(name, paused=said["paused"] == "yes")

    await service.run(turned)
    return RedirectResponse("/operator", 303, headers=_HEADERS)


def _form(body: bytes, request: Request) -> dict[str, str]:
    if request.headers.get("content-type", "").partition(";")[0].strip() != _FORM_TYPE:
        raise FormRefused("a post to the operator's pages came from no form")
    given = parse_qs(body.decode("ascii", "replace"))
    return {name: values[-1] for name, values in given.items()}


def _check_form(token: str, service: Service, request: Request) -> None:
    """Refuse forms that were not made here. Raises: FormRefused."""
    origin = read_origin(request.headers.get("origin"))
    host = request.headers.get("host", "").lower()
    if origin not in (None, "null") and urlsplit(origin).netloc != host:
        raise FormRefused("a form of the operator's pages came from another origin")
    try:
        service.access.signer.read("operator", token)
    except (TokenInvalid, TokenExpired) as error:
        raise FormRefused("a form of the operator's pages carried no token of theirs") from error


def _overview(service: Service, holdings: Holdings | None) -> str:
    kept = service.assistant.conversations
    now = datetime.now(UTC)
    answers, paused = kept.ledger.answers(now.date()), kept.ledger.paused()
    sites = [
        pages.SiteToday(site, answers.get(site.name, 0), paused.get(site.name))
        for site in service.access.sites
    ]
    form = service.access.signer.sign("operator", {"e": int(now.timestamp()) + FORM_S})
    looked_over = kept.looked_over
    statuses = {status.value: n for status, n in looked_over.statuses().items()}
    asked = looked_over.unanswered()
    kept_of = looked_over.counts()
    refused = service.access.refused
    return pages.overview(holdings, sites, kept_of, statuses, asked, form, refused)


async def _holdings(service: Service) -> Holdings | None:
    """What is held; None while no index is in service."""
    try:
        return await service.read(holdings_of)
    except (AssistantError, StoreError):
        return None


def _folder(service: Service) -> IndexFolder:
    if service.index is None:
        raise HTTPException(404)
    return service.index


def _shown(page: str) -> Response:
    return HTMLResponse(page, headers=_HEADERS)
