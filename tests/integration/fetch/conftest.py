"""A server on loopback that speaks TLS, and the Web that reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.fetch.fetcher import Clock
from ingest.fetch.site import Access, Web
from ingest.settings import FetchSettings
from tests.fetching import OTHER
from tests.sites import (
    HOST,
    Authority,
    Names,
    Server,
    access_to,
    make_authority,
    serving,
)

NOW = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority"), HOST, OTHER)


@pytest.fixture
def server(authority: Authority) -> Iterator[Server]:
    with serving(authority, {}) as running:
        yield running


@pytest.fixture
def web(server: Server, tmp_path: Path) -> Iterator[Callable[..., Web]]:
    """Makes a Web over the server; what is given goes to `access_to`."""
    made: list[Web] = []

    def make(
        names: Names | None = None,
        *hosts: str,
        clock: Clock | None = None,
        access: Access | None = None,
        **settings: int,
    ) -> Web:
        opened = access or access_to(server, names, *hosts, clock=clock)
        limits = FetchSettings.model_validate(settings)
        made.append(Web(opened, limits, tmp_path, NOW, lambda *_told: None))
        return made[-1]

    yield make
    for opened in made:
        opened.__exit__(None, None, None)
