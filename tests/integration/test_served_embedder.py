"""An embedding model of an OpenAI-compatible server, from ingestion to an answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.bootstrap import make_assistant
from assistant.records import Status
from assistant.settings import Settings
from evals.model_server.personalities import Personality
from evals.model_server.server import ModelServer
from ingest.job import ingest_paths
from tests.serving import SAMPLE
from vectorstore.embedder import make_embedder
from vectorstore.errors import EmbedderMismatch, EmbeddingFailed

PROSE = "Do accountants need a license?"
ROWS = "cheapest nursing program"


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with ModelServer(Personality.HONEST) as running:
        yield running


def settings_of(index: Path, server: ModelServer, model: str) -> Settings:
    return Settings(
        index=index,
        conversations=index.parent / "conversations.sqlite",
        embedder=model,
        openai_base_url=server.base_url,
    )


def ingested(settings: Settings) -> None:
    paths = [str(SAMPLE / name) for name in ("accountant.html", "nursing-programs.txt")]
    ingest_paths(paths, settings.index, make_embedder(settings))


def opened(settings: Settings) -> Assistant:
    assistant = make_assistant(settings)
    assistant.current.refresh()
    return assistant


def test_pages_are_embedded_once_and_questions_answered(
    tmp_path: Path, server: ModelServer
) -> None:
    settings = settings_of(tmp_path / "index", server, "openai:text-embedding-3-small")
    ingested(settings)
    texts = server.embedded
    assert texts > 10
    ingested(settings)
    assert server.embedded - texts <= 1  # nothing but the width
    assistant = opened(settings)
    try:
        for question in (PROSE, ROWS):
            _, answer = assistant.ask(question)
            assert answer.status is Status.ANSWERED, answer.text
            assert not answer.evidence.degraded
        with assistant.current.lend() as knowledge:
            assert knowledge.snapshot.manifest.embedder.startswith("openai:text-embedding-3-small")
            assert knowledge.snapshot.manifest.dim == 64
    finally:
        assistant.close()


def test_another_embedder_is_refused_by_name_until_the_pages_are_ingested_again(
    tmp_path: Path, server: ModelServer
) -> None:
    first = settings_of(tmp_path / "index", server, "openai:text-embedding-3-small")
    ingested(first)
    other = settings_of(tmp_path / "index", server, "openai:another")
    assistant = opened(other)
    try:
        problem = assistant.current.why_not()
        assert isinstance(problem, EmbedderMismatch)
        assert "'openai:text-embedding-3-small@" in str(problem)
        assert "'openai:another@" in str(problem)
        assert "ingest again" in str(problem)
    finally:
        assistant.close()
    before = server.embedded
    ingested(other)
    assert server.embedded - before > 10
    assistant = opened(other)
    try:
        assert assistant.ask(PROSE)[1].status is Status.ANSWERED
    finally:
        assistant.close()


def test_a_service_that_is_gone_ends_ingestion_with_a_reason_and_leaves_the_index(
    tmp_path: Path, server: ModelServer
) -> None:
    settings = settings_of(tmp_path / "index", server, "openai:text-embedding-3-small")
    server.personality = Personality.GONE
    try:
        with pytest.raises(EmbeddingFailed, match="check the key, the address and the network"):
            ingested(settings)
    finally:
        server.personality = Personality.HONEST
    ingested(settings)
    assistant = opened(settings)
    server.personality = Personality.GONE
    try:
        assert assistant.ask(ROWS)[1].status is Status.ANSWERED
        with pytest.raises(EmbeddingFailed):  # a 503 that names the embedder, and no guess
            assistant.ask(PROSE)
        server.personality = Personality.HONEST
        assert assistant.ask(PROSE)[1].status is Status.ANSWERED
    finally:
        server.personality = Personality.HONEST
        assistant.close()
