"""The app factory: routes, the shape of errors, headers and limits around one assistant."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from assistant.access import Access
from assistant.api import (
    conversations,
    embed,
    front,
    health,
    metrics,
    openai,
    problems,
    programs,
    routes,
    session,
    sources,
    widget,
)
from assistant.api.document import document
from assistant.api.door import Door, Readable, framed_by
from assistant.api.metrics import Metrics
from assistant.api.middleware import Limits, SafeHeaders
from assistant.api.observe import Observed
from assistant.api.operator import routes as operator
from assistant.api.service import Service
from assistant.api.strict import only_what_is_documented
from assistant.assistant import Assistant
from assistant.retention import Retention
from assistant.settings import LogSettings, ServerSettings
from assistant.site_watch import SiteWatch


def policy(framed_by: str) -> str:
    """Content security policy of our pages: nothing inline, nothing from elsewhere, no frames."""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; "
        f"frame-ancestors {framed_by}; require-trusted-types-for 'script'"
    )


HEADERS = {
    "Content-Security-Policy": policy("'none'"),
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def make_app(
    assistant: Assistant,
    settings: ServerSettings | None = None,
    log: LogSettings | None = None,
    keep_days: int = 0,
    access: Access | None = None,
    index: Path | None = None,
) -> FastAPI:
    """An app that answers with this assistant, watches its index while it runs, and closes it.

    Conversations older than `keep_days` are erased while it runs; 0 keeps them. `access` says whom
    it answers; without it, it is open to this machine. `index` is what its operator may look into.
    """
    access = access or Access()
    limits = settings or ServerSettings()
    current = assistant.current
    retention = Retention(assistant.conversations, keep_days)
    sites = SiteWatch(access)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        current.watch()
        retention.start()
        sites.start()
        yield
        app.state.service.close()
        retention.stop()
        sites.stop()
        assistant.close()

    app = FastAPI(
        title="Guidepost",
        version="0.1.0",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        # A redirect would be an answer of another shape, built from the Host header.
        redirect_slashes=False,
        dependencies=[Depends(only_what_is_documented)],
    )
    app.state.service = Service(assistant, limits, access, index)
    app.state.metrics = Metrics(current, lambda: app.state.service.waiting)
    problems.install(app)
    for part in (routes, sources, programs, conversations, session, openai, health, metrics):
        app.include_router(part.router)
    for pages in (front.router, widget.router_of(), embed.router, operator.router):
        app.include_router(pages)
    app.mount("/page", StaticFiles(directory=front.PAGE), name="page")
    app.add_middleware(Door, access=access)
    # Around the door: what is too large ends its connection, whoever sends it.
    app.add_middleware(Limits, limits=limits)
    questions = log is not None and log.questions
    app.add_middleware(
        Observed,
        metrics=app.state.metrics,
        index_version=lambda: current.snapshot_id,
        questions=questions,
    )
    # Outermost, so that the answer to an unforeseen error has their headers too.
    app.add_middleware(Readable, access=access)

    def framed() -> dict[str, str]:
        return {**HEADERS, "Content-Security-Policy": policy(framed_by(access))}

    app.add_middleware(SafeHeaders, headers=HEADERS, of_path={"/": framed})
    document(app)
    return app
