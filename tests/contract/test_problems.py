"""One shape of errors: on every route, for whatever is sent, from the app and from the parser."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.api.codes import PUBLIC, codes
from assistant.api.compatible import CompatibleError
from assistant.api.wire import Problem
from tests.contract.conftest import Server
from tests.serving import started

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")
REQUEST_ID = re.compile(r"[0-9a-f]{32}")
FIXTURES = HealthCheck.function_scoped_fixture
SURE = {"Content-Type": "application/json"}


def checked(response: Any, status: int | None = None, code: str | None = None) -> Problem:
    """The problem that a response is. Fails if it is another thing."""
    assert response.headers["content-type"] == "application/problem+json", response.text
    found = Problem.model_validate(response.json(), extra="forbid", strict=True)
    assert found.status == response.status_code
    assert found.code in codes()
    assert found.type == f"urn:guidepost:problem:{found.code}"
    assert found.title
    assert found.detail
    assert found.instance == f"urn:guidepost:request:{response.headers['x-request-id']}"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert (status or found.status, code or found.code) == (found.status, found.code)
    return found


@pytest.fixture(scope="module")
def paths(client: TestClient) -> list[str]:
    document = client.get("/openapi.json").json()
    held = [re.sub(r"\{\w+\}", "none", path) for path in document["paths"]]
    return [*held, "/", "/page/none.js", "/page/", "/nowhere", "/programs/", "//", "/ask/x"]


def test_every_route_answers_every_method_with_what_it_is_or_a_problem(
    client: TestClient, paths: list[str]
) -> None:
    for path in paths:
        for method in METHODS:
            response = client.request(method, path)
            if response.is_success:
                continue
            compatible = path.startswith("/v1/")
            if method == "HEAD":
                kind = "application/json" if compatible else "application/problem+json"
                assert response.headers["content-type"] == kind
                assert response.content == b""
                continue
            if compatible:
                CompatibleError.model_validate(response.json(), extra="forbid", strict=True)
            else:
                checked(response)
            status = response.status_code
            wanted = {403, 404, 405, 415, 422, 503}
            assert status in wanted, f"{method} {path}"
            if status == 405:
                allowed = response.headers["allow"].split(", ")
                assert method not in allowed, f"{method} {path}"
                for other in allowed:
                    assert client.request(other, path).status_code != 405, f"{other} {path}"


def test_allow_names_every_method_of_an_address(client: TestClient) -> None:
    response = client.put("/conversations/x")
    checked(response, 405, "method_not_allowed")
    assert response.headers["allow"] == "DELETE, GET, HEAD"
    assert client.get("/ask").headers["allow"] == "POST"


@pytest.mark.parametrize(
    "address", ["/", "/programs", "/healthz", "/openapi.json", "/widget/define.js"]
)
def test_head_is_get_without_the_body(client: TestClient, address: str) -> None:
    whole, head = client.get(address), client.head(address)
    assert head.status_code == whole.status_code == 200
    assert head.content == b""
    assert head.headers["content-type"] == whole.headers["content-type"]
    assert head.headers["content-length"] == whole.headers["content-length"]


@pytest.mark.parametrize(
    "kind",
    ["", "text/plain", "application/xml", "application/json; charset=utf-16", "multipart/form-data",
     "application/jsonx", "json"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/ask", "/feedback"])
def test_only_json_is_read(client: TestClient, path: str, kind: str) -> None:
    response = client.post(path, content=b"{}", headers={"Content-Type": kind})
    checked(response, 415, "not_json")


@pytest.mark.parametrize("kind", ["application/json", "Application/JSON; charset=UTF-8"])
def test_json_may_name_its_charset(client: TestClient, kind: str) -> None:
    body = {"answer_id": "none", "verdict": "helpful"}
    response = client.post(
        "/feedback", content=json.dumps(body).encode(), headers={"Content-Type": kind}
    )
    checked(response, 404, "answer_not_found")


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"{", b"nul", b"\xff\xfe\x00", b'{"question": "\xff"}', b"[" * 30_000,
        b'{"a":' * 9_000,
        b'{"question": NaN}', b'{"question": 1e999}', b'{"question": ' + b"9" * 6_000 + b"}",
        b'{"question": "a", "question": 5}', b'{"question": "\\ud800"}', b'{"\\ud800": 1}',
        b'{"question": "a\\u0000b"}', b'{"a\\u0000": 1}', b'"text"', b"[]", b"null", b"5",
        b'{"question": "x", "constraints": [{"field": "price", "op": "lt", "value": [NaN]}]}',
        b'{"question": "x", "constraints": [{"field": "price", "op": "lt", "value": [1e999]}]}',
        b'{"question": "x", "constraints": [{"field": "price", "op": "lt", "value": [[1]]}]}',
        b'{"question": "x", "constraints": [{"field": "topic", "op": "in", "turn": 1e30}]}',
        b'{"question": "x", "conversation_id": "\\u0000"}',
        b'{"question": "x", "sources": ["\\udfff"]}',
        b'{"answer_id": "x", "verdict": "helpful", "segment": 1e400}',
        b'{"answer_id": "x", "verdict": "helpful", "segment": true}',
        b'{"answer_id": "\\u0000", "verdict": "helpful", "text": "\\u0000"}',
    ],
)  # fmt: skip
def test_no_body_breaks_the_server(client: TestClient, raw: bytes) -> None:
    for path in ("/ask", "/feedback"):
        found = checked(client.post(path, content=raw, headers=SURE))
        assert found.status in {400, 404, 422}, found


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)
NAMES = st.sampled_from(
    "question conversation_id constraints sources stream answer_id verdict segment text".split()
)


@settings(max_examples=60, deadline=None, suppress_health_check=[FIXTURES])
@given(body=st.dictionaries(NAMES, JSON, max_size=5) | JSON)
def test_whatever_the_body_the_answer_is_one_of_ours(client: TestClient, body: Any) -> None:
    for path in ("/ask", "/feedback"):
        response = client.post(path, content=json.dumps(body).encode(), headers=SURE)
        if response.status_code != 200:
            assert checked(response).status in {400, 404, 422}


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/programs?filter=%FF", 400, "invalid_url"),
        ("/sources/%C3%28", 400, "invalid_url"),
        ("/programs?" + "x" * 8_192, 414, "url_too_long"),
        ("/" + "x" * 8_192, 414, "url_too_long"),
        ("/programs?x=1", 422, "invalid_request"),
        ("/healthz?x=1", 422, "invalid_request"),
        ("/programs?count=1&count=2", 422, "invalid_request"),
        ("/programs?count=1&count=1", 422, "invalid_request"),
        ("/programs?sort=", 422, "invalid_request"),
        ("/programs?count=1e2", 422, "invalid_request"),
        ("/programs?offset=" + "9" * 5_000, 422, "invalid_request"),
        ("/programs?filter=price:lt:NaN", 422, "invalid_request"),
        ("/programs?filter=price:lt:1e5", 422, "invalid_request"),
        ("/programs?nth=2", 422, "invalid_request"),
        ("/programs?aggregate=mean", 422, "invalid_request"),
        ("/programs?group=level", 422, "invalid_request"),
        ("/conversations/%00", 404, "conversation_not_found"),
        ("/conversations/" + "x" * 201, 422, "invalid_request"),
        ("/sources/x%2Fy", 404, "not_found"),
        ("/page/..%2f..%2fsettings.py", 404, "not_found"),
        ("/page/%00", 404, "not_found"),
    ],
)
def test_addresses_that_cannot_be_served(
    client: TestClient, address: str, status: int, code: str
) -> None:
    checked(client.get(address), status, code)


def test_an_unknown_parameter_is_named(client: TestClient) -> None:
    found = checked(client.get("/programs/facets?colour=red&filter=level:in:master"), 422)
    (wrong,) = found.errors
    assert (wrong.where, wrong.value) == ("query.colour", "'red'")
    assert "no such parameter" in wrong.problem


@pytest.mark.parametrize("headers", [{"X-Long": "x" * 17_000}, {f"X-{n}": "1" for n in range(101)}])
def test_too_many_headers(client: TestClient, headers: dict[str, str]) -> None:
    checked(client.get("/healthz", headers=headers), 431, "headers_too_large")


@pytest.mark.parametrize("path", ["/ask", "/feedback", "/healthz", "/nowhere"])
def test_too_large_bodies_on_any_route(client: TestClient, path: str) -> None:
    response = client.post(path, content=b" " * 65_537, headers=SURE)
    checked(response, 413, "body_too_large")
    assert response.headers["connection"] == "close"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("abc-1", True),
        ("5f0c:1/a=b+c~d._", True),
        ("x" * 64, True),
        ("x" * 65, False),
        ("", False),
        ("a b", False),
        ('"><script>', False),
        ("%ff,;", False),
    ],
)
def test_a_request_keeps_its_id_if_it_is_well_formed(
    client: TestClient, sent: str, kept: bool
) -> None:
    for path in ("/healthz", "/nowhere", "/page/page.css", "/"):
        found = client.get(path, headers={"X-Request-ID": sent}).headers["x-request-id"]
        assert found == sent if kept else REQUEST_ID.fullmatch(found)


@pytest.fixture
def failing(sample_index: Path, tmp_path: Path) -> Iterator[TestClient]:
    """An app in which reading a conversation, and opening the front page's file, fail."""
    running = started(sample_index, tmp_path / "kept.sqlite")
    service = running.app.state.service  # type: ignore[attr-defined]

    def fail(*_: object) -> None:
        raise ZeroDivisionError("in /secret/folder: password")

    service.assistant.conversations.read = fail
    with running:
        yield running


def test_what_nobody_foresaw_is_a_problem_that_tells_nothing(failing: TestClient) -> None:
    response = failing.get("/conversations/x", headers={"X-Request-ID": "abc"})
    found = checked(response, 500, "internal_error")
    assert found.instance == "urn:guidepost:request:abc"
    assert "secret" not in response.text
    assert "default-src" not in response.text
    assert failing.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        (b"nonsense\r\n\r\n", 400, "invalid_http"),
        (b"GET /healthz HTTP/1.1\r\nHost: x\r\nBad Header: 1\r\n\r\n", 400, "invalid_http"),
        (b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n", 400, "invalid_http"),
        (b"POST /ask HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400, "invalid_http"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 20 + b"\r\n\r\n", 400, "invalid_http"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 60_000, 431, "headers_too_large"),
        (b"GET /" + b"x" * 60_000, 431, "headers_too_large"),
        (b"GET /" + b"x" * 9_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414, "url_too_long"),
        (
            b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 20_000 + b"\r\n\r\n",
            431,
            "headers_too_large",
        ),
        (
            b"POST /ask HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
            413,
            "body_too_large",
        ),
    ],
)
def test_bytes_on_the_wire_of_a_real_server(
    server: Server, sent: bytes, status: int, code: str
) -> None:
    head, _, body = _exchange(server, sent).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d " % status), head
    assert b"content-type: application/problem+json" in head
    assert b"\r\nx-request-id: " in head.lower()
    assert b"connection: close" in head.lower()
    found = Problem.model_validate_json(body)
    assert (found.status, found.code) == (status, code)
    assert found.instance


def test_head_on_a_real_server_leaves_the_connection_in_order(server: Server) -> None:
    head = b"HEAD /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n"
    get = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    answered = _exchange(server, head + get)
    assert answered.count(b"HTTP/1.1 200 OK") == 2
    assert answered.endswith(b'{"status":"ok"}')


def _exchange(server: Server, sent: bytes) -> bytes:
    where = urlsplit(server.url)
    with socket.create_connection((where.hostname, where.port), timeout=10) as connection:
        connection.sendall(sent)
        received = b""
        while part := connection.recv(65_536):
            received += part
    return received


def test_every_status_in_the_table_is_reached_by_name() -> None:
    assert {p.status for p in PUBLIC.values()} == {
        400, 401, 403, 404, 405, 408, 409, 413, 414, 415, 422, 429, 431, 500, 503, 504,
    }  # fmt: skip
