"""No word of a visitor in the log or the metrics of a server, unless a setting asks for it."""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import make_app
from assistant.logs import set_up
from assistant.settings import LogSettings
from tests.serving import OWN, opened

CANARY = "zanzibar4711"


@pytest.fixture
def log() -> Iterator[StringIO]:
    """Where the log is written; logging is as it was after the test."""
    root, ours = logging.getLogger(), logging.getLogger("assistant")
    before = root.handlers[:], root.level, ours.level, warnings.showwarning
    yield StringIO()
    root.handlers[:], root.level, ours.level, warnings.showwarning = before


def told(index: Path, kept: Path, log: StringIO, *, questions: bool) -> str:
    """The metrics of a server to which a word came by every way there is."""
    settings = LogSettings(questions=questions)
    set_up(settings, log)
    assistant = opened(index, kept)
    app = make_app(assistant, log=settings)
    with TestClient(app, OWN, raise_server_exceptions=False) as client:
        asked = {"question": f"cheapest {CANARY} master's in cybersecurity?"}
        answer = client.post("/ask", json=asked).json()
        client.post("/ask", json={**asked, "stream": True})
        judged = {"answer_id": answer["id"], "verdict": "helpful", "text": CANARY}
        assert client.post("/feedback", json=judged).status_code == 204
        client.post("/ask", content=f'{{"question": {CANARY}'.encode())
        client.post("/ask", json={"question": "x", CANARY: CANARY, "stream": CANARY})
        client.post("/ask", json={"question": f"{CANARY}\u0000"})
        for address in (
            f"/programs?filter=topic:in:{CANARY}",
            f"/programs?{CANARY}={CANARY}",
            f"/conversations/{CANARY}",
            f"/sources/{CANARY}",
            f"/{CANARY}",
            f"/page/{CANARY}",
        ):
            client.get(address)
        client.request(CANARY.upper(), "/")

        def fail(*_: object) -> None:
            warnings.warn(f"unexpected {CANARY}", stacklevel=1)
            logging.getLogger("httpx").warning("sent %s", CANARY)
            raise ValueError(CANARY)

        assistant.conversations.read = fail  # type: ignore[method-assign,assignment]
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            set_up(settings, log)
            assert client.get(f"/conversations/{CANARY}").status_code == 500
        return client.get("/metrics").text


def test_no_word_of_a_visitor_is_logged_or_counted(
    sample_index: Path, tmp_path: Path, log: StringIO
) -> None:
    metrics = told(sample_index, tmp_path / "kept.sqlite", log, questions=False)
    written = log.getvalue()
    assert CANARY not in (metrics + written).lower()
    lines = [json.loads(line) for line in written.splitlines()]
    requests = [line for line in lines if line["event"] == "request"]
    assert len(requests) == 15
    first = requests[0]
    assert {"request_id", "timestamp", "level", "ms", "bytes", "index_version"} <= first.keys()
    assert (first["method"], first["route"], first["status"]) == ("POST", "/ask", 200)
    assert first["stages_ms"]["total"] > 0
    assert len(first["conversation"]) == 12
    assert {line["route"] for line in requests} >= {"unknown", "/page/{file}", "/programs"}
    (fault,) = [line for line in lines if line["event"] == "unexpected"]
    assert fault["exception"].startswith("ValueError\n")
    assert fault["request_id"] == requests[-2]["request_id"]


def test_a_setting_shows_what_was_asked(sample_index: Path, tmp_path: Path, log: StringIO) -> None:
    metrics = told(sample_index, tmp_path / "kept.sqlite", log, questions=True)
    assert CANARY not in metrics.lower()
    first = next(json.loads(x) for x in log.getvalue().splitlines() if '"request"' in x)
    assert CANARY in first["question"]
    assert first["text"]
    assert first["path"] == "/ask"
