"""The HTTP face over a real index: answers, bad input, conversations, sources, a missing index."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.api.wire import AskResponse, Problem
from tests.serving import SAMPLE, ingest_into, opened, started, started_for_a_site
from tests.sse import read_events

CHEAPEST = "cheapest online master's in cybersecurity?"


@pytest.fixture(scope="module", params=["open", "site"])
def client(
    request: pytest.FixtureRequest, sample_index: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TestClient]:
    """A client of an open server, and of one with a site, where it has a visitor's token."""
    kept = tmp_path_factory.mktemp("kept") / "conversations.sqlite"
    if request.param == "open":
        made = started(sample_index, kept)
    else:
        made = started_for_a_site(opened(sample_index, kept))
    with made as running:
        yield running


def ask(client: TestClient, question: str, **more: Any) -> dict[str, Any]:
    response = client.post("/ask", json={"question": question, **more})
    assert response.status_code == 200, response.text
    AskResponse.model_validate(response.json())
    answer: dict[str, Any] = response.json()
    return answer


def problem(response: Any, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = response.json()
    Problem.model_validate(found)
    assert (found["status"], found["code"]) == (status, code)
    assert found["detail"]
    assert "Traceback" not in response.text
    return found


def test_an_answer_is_computed_cited_and_whole(client: TestClient) -> None:
    answer = ask(client, CHEAPEST)
    assert answer["status"] == "answered"
    assert {row["price"] for row in answer["result"]["rows"]} == {18900}
    assert answer["plan"]["route"] == "rows"
    assert answer["plan"]["sort"] == [{"key": "price", "descending": False}]
    assert {c["field"] for c in answer["constraints"]} >= {"delivery", "level"}
    assert answer["timings_ms"]["total"] > 0
    caveats = [s["id"] for s in answer["segments"] if s["kind"] == "caveat"]
    assert answer["caveats"] == caveats
    numbers = {c["id"] for c in answer["citations"] if c["kind"] == "row"}
    assert {row["citation"] for row in answer["result"]["rows"]} <= numbers


def test_every_citation_is_an_exact_span_of_a_page_that_can_be_opened(client: TestClient) -> None:
    answer = ask(client, f"{CHEAPEST} And what does an electrician do?")
    assert answer["citations"]
    for citation in answer["citations"]:
        page = client.get(f"/sources/{citation['source']['id']}").json()
        assert page["text"][citation["start"] : citation["end"]] == citation["quote"] != ""
        assert page["sha256"] == citation["source"]["sha256"]


def test_text_is_the_segments_with_their_marks(client: TestClient) -> None:
    answer = ask(client, CHEAPEST)
    text = answer["text"]
    for segment in answer["segments"]:
        for number in segment["citations"]:
            assert f"[{number}]" in text
        assert segment["text"].rstrip(".?!")[:40] in text


def test_a_follow_up_carries_what_the_conversation_holds(client: TestClient) -> None:
    first = ask(client, "cybersecurity master's programs")
    second = ask(client, "only the online ones", conversation_id=first["conversation_id"])
    assert second["conversation_id"] == first["conversation_id"]
    turns = {c["field"]: c["turn"] for c in second["constraints"]}
    assert turns["delivery"] == 2
    assert turns["level"] == 1


def test_constraints_of_the_request_replace_those_held(client: TestClient) -> None:
    first = ask(client, "online cybersecurity master's programs")
    edited = [{"field": "delivery", "op": "in", "value": ["on_campus"]}]
    second = ask(
        client,
        "which is the cheapest?",
        conversation_id=first["conversation_id"],
        constraints=edited,
    )
    fields = {c["field"]: c["value"] for c in second["constraints"]}
    assert fields == {"delivery": ["on_campus"]}
    assert all("on_campus" in row["delivery"] for row in second["result"]["rows"])


def test_a_conversation_survives_a_restart_and_is_erased_when_asked(
    sample_index: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.sqlite"
    with started(sample_index, kept) as client:
        held = ask(client, "cybersecurity master's programs")["conversation_id"]
    with started(sample_index, kept) as client:
        ask(client, "only the online ones", conversation_id=held)
        turns = client.get(f"/conversations/{held}").json()["turns"]
        assert [t["number"] for t in turns] == [1, 2]
        assert turns[0]["question"] == "cybersecurity master's programs"
        assert client.delete(f"/conversations/{held}").status_code == 204
        problem(client.get(f"/conversations/{held}"), 404, "conversation_not_found")
        problem(client.delete(f"/conversations/{held}"), 404, "conversation_not_found")
        again = client.post("/ask", json={"question": "hi", "conversation_id": held})
        problem(again, 404, "conversation_not_found")


def test_a_damaged_turn_does_not_break_the_conversation(sample_index: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.sqlite"
    with started(sample_index, kept) as client:
        held = ask(client, "cybersecurity master's programs")["conversation_id"]
        with sqlite3.connect(kept) as db:
            db.execute("UPDATE turns SET memory = 'nonsense'")
        db.close()
        answer = ask(client, CHEAPEST, conversation_id=held)
        assert answer["status"] == "answered"
        assert "could not read what was said before" in answer["segments"][-1]["text"]
        assert answer["caveats"][-1] == answer["segments"][-1]["id"]


BAD_BODIES: list[tuple[Any, int, str]] = [
    ({"question": ""}, 422, "invalid_request"),
    ({"question": "   "}, 422, "invalid_request"),
    ({"question": "x" * 2001}, 422, "invalid_request"),
    ({"question": "a\x00b"}, 422, "invalid_request"),
    ({"question": "\x89PNG\r\n\x1a\n\x00\x00"}, 422, "invalid_request"),
    ({"question": 5}, 422, "invalid_request"),
    ({"question": None}, 422, "invalid_request"),
    ({}, 422, "invalid_request"),
    ([1, 2], 422, "invalid_request"),
    ("question", 422, "invalid_request"),
    ({"question": "x", "model": "gpt"}, 422, "invalid_request"),
    ({"question": "x", "stream": "perhaps"}, 422, "invalid_request"),
    ({"question": "x", "sources": ["not-held"]}, 404, "source_not_found"),
    ({"question": "x", "conversation_id": "not-kept"}, 404, "conversation_not_found"),
    ({"question": "x", "conversation_id": ""}, 422, "invalid_request"),
    ({"question": "x", "constraints": "cheap"}, 422, "invalid_request"),
    (
        {"question": "x", "constraints": [{"field": "price", "op": "only", "value": [1]}]},
        422,
        "invalid_request",
    ),
    (
        {"question": "x", "constraints": [{"field": "topic", "op": "in", "value": ["a"]}] * 33},
        422,
        "invalid_request",
    ),
]


@pytest.mark.parametrize(("body", "status", "code"), BAD_BODIES)
def test_a_bad_body_is_a_clear_problem_and_the_server_stays_up(
    client: TestClient, body: Any, status: int, code: str
) -> None:
    found = problem(client.post("/ask", json=body), status, code)
    if code == "invalid_request":
        assert found["errors"][0]["where"].startswith("body")
        assert found["errors"][0]["problem"]
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"",
        b'{"question": "\xff\xfe"}',
        b'{"question":' + b"[" * 20_000 + b"]" * 20_000 + b"}",
    ],
)
def test_a_body_that_is_no_json_is_a_clear_problem(client: TestClient, raw: bytes) -> None:
    response = client.post("/ask", content=raw, headers={"Content-Type": "application/json"})
    assert response.status_code in (400, 422)
    problem(response, response.status_code, response.json()["code"])


def test_lone_surrogates_do_not_break_the_answer(client: TestClient) -> None:
    raw = b'{"question": "a \\ud800 b", "x": "\\udfff"}'
    response = client.post("/ask", content=raw, headers={"Content-Type": "application/json"})
    problem(response, 422, "invalid_request")


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_over_the_limit_is_refused(client: TestClient, chunked: bool) -> None:
    body = json.dumps({"question": "x" * 70_000}).encode()
    parts = iter([body[:40_000], body[40_000:]])
    response = client.post(
        "/ask",
        content=parts if chunked else body,
        headers={"Content-Type": "application/json"},
    )
    problem(response, 413, "body_too_large")


def test_unknown_addresses_and_methods(client: TestClient) -> None:
    problem(client.get("/nowhere"), 404, "not_found")
    problem(client.get("/page/../settings.py"), 404, "not_found")
    response = client.get("/ask")
    problem(response, 405, "method_not_allowed")
    assert response.headers["allow"] == "POST"


def test_an_answer_can_be_had_as_events(client: TestClient) -> None:
    accept = {"Accept": "text/event-stream"}
    for streaming, headers in (({"stream": True}, {}), ({}, accept)):
        body = {"question": CHEAPEST, **streaming}
        response = client.post("/ask", json=body, headers=headers)
        assert response.headers["content-type"].startswith("text/event-stream")
        sent = read_events(response.text)
        names = [event.name for event in sent]
        whole = sent[-1].data
        AskResponse.model_validate(whole)
        assert names[:3] == ["meta", "plan", "rows"]
        assert names[-1] == "done"
        assert [event.data for event in sent if event.name == "segment"] == whole["segments"]
        assert [event.data for event in sent if event.name == "citation"] == whole["citations"]
    plain = client.post(
        "/ask",
        json={"question": CHEAPEST, "stream": False},
        headers={"Accept": "text/event-stream"},
    )
    assert plain.json()["status"] == "answered"


def test_a_source_is_shown_with_the_span_marked(client: TestClient) -> None:
    citation = ask(client, CHEAPEST)["citations"][0]
    address = f"/sources/{citation['source']['id']}/view"
    shown = client.get(address, params={"start": citation["start"], "end": citation["end"]})
    assert shown.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in shown.headers["content-security-policy"]
    assert "<script" not in shown.text
    assert shown.text.count("<mark") == 1
    assert client.get(address).text.count("<mark") == 0
    for span in ({"start": 5}, {"start": 9, "end": 9}, {"start": 0, "end": 10**9}):
        problem(client.get(address, params=span), 422, "invalid_request")
    problem(client.get(address, params={"start": "x", "end": 3}), 422, "invalid_request")
    problem(client.get("/sources/none/view"), 404, "source_not_found")
    problem(client.get("/sources/none"), 404, "source_not_found")


def test_text_of_a_source_is_never_markup(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# Welder <script>alert(1)</script>\n\nA welder joins metal & <img src=x onerror=alert(1)> "
        "parts. Welders work in shipyards and on building sites.\n"
    )
    index = tmp_path / "index"
    ingest_into(index, page)
    with started(index, tmp_path / "kept.sqlite") as client:
        citation = ask(client, "What does a welder join?")["citations"][0]
        shown = client.get(
            f"/sources/{citation['source']['id']}/view",
            params={"start": citation["start"], "end": citation["end"]},
        ).text
    assert "<script" not in shown
    assert "<img" not in shown


def test_programs_are_listed_by_the_same_query(client: TestClient) -> None:
    every = client.get("/programs").json()
    assert every["total_matched"] == every["total_known"] == 51
    assert len(every["rows"]) == 50
    rest = client.get("/programs", params={"offset": 50}).json()
    assert len(rest["rows"]) == 1
    cheap = client.get(
        "/programs",
        params={"filter": ["price:lt:10000", "level:in:certificate"], "sort": "price"},
    ).json()
    prices = [row["price"] for row in cheap["rows"]]
    assert prices == sorted(prices)
    assert prices
    assert max(prices) < 10_000
    for wrong in ("price", "price:lt:cheap", "colour:in:red", "price:in:5", "delivery:in:by mail"):
        problem(client.get("/programs", params={"filter": wrong}), 422, "invalid_request")
    problem(client.get("/programs", params={"count": 1000}), 422, "invalid_request")


def test_facets_and_examples_are_of_this_index(client: TestClient) -> None:
    facets = client.get("/programs/facets").json()
    assert sum(f["count"] for f in facets["levels"]) == 51
    questions = client.get("/examples").json()["questions"]
    assert 1 <= len(questions) <= 4
    assert all(ask(client, question)["status"] == "answered" for question in questions)


def test_the_front_page_is_served_with_a_strict_policy(client: TestClient) -> None:
    front = client.get("/")
    assert front.status_code == 200
    assert "script-src 'self'" in front.headers["content-security-policy"]
    assert "<script>" not in front.text
    for asset in ("/page/page.css", "/page/icon.svg", "/widget/define.js"):
        assert asset in front.text
        assert client.get(asset).status_code == 200
    assert "innerHTML" not in client.get("/widget/render.js").text


def test_without_an_index_everything_says_so_until_there_is_one(tmp_path: Path) -> None:
    index = tmp_path / "index"
    with started(index, tmp_path / "kept.sqlite") as client:
        assert client.get("/healthz").status_code == 200
        for response in (
            client.get("/readyz"),
            client.post("/ask", json={"question": "x"}),
            client.get("/sources/x"),
            client.get("/programs"),
            client.get("/examples"),
        ):
            problem(response, 503, "index_missing")
            assert response.headers["retry-after"]
        ingest_into(index, SAMPLE / "electrician.md")
        client.app.state.service.assistant.current.refresh()  # type: ignore[attr-defined]
        assert client.get("/readyz").json()["status"] == "ready"


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda folder: (folder / "manifest.json").write_text("{}"), None),
        (lambda folder: next(folder.glob("*.sqlite")).write_bytes(b"gone"), "index_broken"),
        (lambda folder: _set_schema(folder / "manifest.json"), "index_schema"),
    ],
)
def test_an_index_that_is_broken_or_of_another_schema_is_refused(
    sample_index: Path, tmp_path: Path, damage: Any, code: str | None
) -> None:
    index = tmp_path / "index"
    shutil.copytree(sample_index, index)
    damage(next((index / "snapshots").iterdir()))
    with started(index, tmp_path / "kept.sqlite") as client:
        response = client.get("/readyz")
        assert response.status_code == 503
        found = response.json()["code"]
        assert found in (code, "index_broken", "index_schema") if code is None else found == code
        problem(client.post("/ask", json={"question": "x"}), 503, found)
        assert client.get("/healthz").status_code == 200


def _set_schema(manifest: Path) -> None:
    held = json.loads(manifest.read_text())
    name = next(key for key in held if "schema" in key)
    held[name] = 999
    manifest.write_text(json.dumps(held))
