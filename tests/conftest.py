"""Fixtures of several suites. What is costly to import is imported by the tests that need it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fastapi.testclient import TestClient


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        help="write tests/golden anew from what is sent now",
    )
    parser.addoption("--screenshots", metavar="DIR", help="write pictures of the chat there")
    parser.addoption(
        "--all-settings",
        action="store_true",
        help="every journey of a visitor at all 24 settings, not at the six that pair their values",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Where Python is told to leave no compiled modules behind, keep them in pytest's cache.

    The tests start some hundred processes; each would compile a thousand modules again, for 5 s.
    """
    cache = getattr(config, "cache", None)  # none with -p no:cacheprovider
    if cache is not None and os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        kept = str(cache.mkdir("compiled").resolve())
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = kept
        sys.dont_write_bytecode = False


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of ingest/sample, built once with the real model; not to be written to."""
    from tests.serving import SAMPLE, ingest_into

    index = tmp_path_factory.mktemp("sample") / "index"
    ingest_into(index, SAMPLE)
    return index


@pytest.fixture(scope="session")
def changed_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small index of two snapshots, the second with a hostile heading; not to be written to."""
    from tests.serving import HOSTILE, SAMPLE, ingest_into

    folder = tmp_path_factory.mktemp("changed")
    index, page = folder / "index", folder / "welder.md"
    page.write_text("# Welder\n\nA welder joins metal parts. Pay is high.\n")
    ingest_into(index, SAMPLE / "electrician.md", page)
    page.write_text(f"# Welder {HOSTILE}\n\nA welder joins metal parts in shipyards.\n")
    ingest_into(index, page, SAMPLE / "accounting-programs.txt")
    return index


@pytest.fixture(scope="session")
def client(sample_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of one app over the sample corpus, for tests that leave it as it was."""
    from tests.serving import started

    with started(sample_index, tmp_path_factory.mktemp("kept") / "conversations.sqlite") as running:
        yield running
