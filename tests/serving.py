"""A real index of the sample corpus, and an app over an index, for tests of the outer parts."""

from __future__ import annotations

from pathlib import Path

from fastapi.testclient import TestClient

from assistant.access import Access
from assistant.api.app import make_app
from assistant.assistant import Assistant
from assistant.bootstrap import make_assistant
from assistant.settings import Settings
from assistant.sites import Site
from ingest.job import ingest_paths
from vectorstore.embedder import make_embedder
from vectorstore.settings import StoreSettings

SAMPLE = Path(__file__).parent.parent / "ingest" / "sample"
SITE = "https://careers.example.org"
"""Origin of the pages of the one site that a server may have."""
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
OWN = "http://127.0.0.1"
"""How a server that is open wants to be called."""


def ingest_into(index: Path, *paths: Path) -> None:
    """Read files into an index with the real model."""
    ingest_paths([str(path) for path in paths], index, make_embedder(StoreSettings()))


def opened(index: Path, conversations: Path) -> Assistant:
    """An assistant whose index is open, if it can be."""
    assistant = make_assistant(Settings(index=index, conversations=conversations))
    assistant.current.refresh()
    return assistant


def started(index: Path, conversations: Path) -> TestClient:
    """A client of a new app, ready to be asked; errors come as responses, as from a server."""
    app = make_app(opened(index, conversations))
    return TestClient(app, OWN, raise_server_exceptions=False)


def started_for_a_site(assistant: Assistant) -> TestClient:
    """The same over an assistant, with a site, limits on, and a token of one of its pages."""
    site = Site(name="careers", origins=(SITE,), answers_per_visitor="5000/minute",
                answers_per_site="5000/minute", requests_per_visitor="20000/minute",
                answers_per_day=50_000)  # fmt: skip
    access = Access((site,))
    token, _ = access.token(SITE)
    app = make_app(assistant, access=access)
    headers = {"Origin": SITE, "Authorization": f"Bearer {token}"}
    server = "https://assistant.example.org"
    return TestClient(app, server, raise_server_exceptions=False, headers=headers)
