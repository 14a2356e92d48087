"""The app factory: routes, the shape of errors, headers and limits around one assistant."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from assistant.api import problems, programs, routes, sources
from assistant.api.depends import Service
from assistant.api.document import document
from assistant.api.middleware import BodyLimit, SafeHeaders
from assistant.assistant import Assistant
from assistant.settings import ServerSettings

PAGE = Path(__file__).parent.parent / "page"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
"""Content security policy of every page of ours: nothing inline, nothing from elsewhere."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def make_app(assistant: Assistant, settings: ServerSettings | None = None) -> FastAPI:
    """An app that answers with this assistant, watches its index while it runs, and closes it."""
    limits = settings or ServerSettings()

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        assistant.current.watch()
        yield
        assistant.close()

    app = FastAPI(
        title="Guidepost", version="0.1.0", lifespan=lifespan, docs_url=None, redoc_url=None
    )
    app.state.service = Service(assistant, limits.threads)
    problems.install(app)
    for part in (routes, sources, programs):
        app.include_router(part.router)
    app.add_api_route("/", _front, include_in_schema=False)
    app.mount("/page", StaticFiles(directory=PAGE), name="page")
    app.add_middleware(BodyLimit, limit=limits.max_body_bytes)
    app.add_middleware(SafeHeaders, headers=HEADERS)
    document(app)
    return app


async def _front() -> FileResponse:
    return FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-cache"})
