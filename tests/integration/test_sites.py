"""A real server that answers configured sites: hostile pages, forged tokens, limits, pauses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.addresses import networks_of
from assistant.settings import ServerSettings
from assistant.sites import Site
from assistant.tokens import Signer
from tests.site_server import (
    EVIL,
    KEY,
    KEY_HASH,
    ONE,
    OPERATOR,
    TWO,
    A,
    B,
    Server,
    serving,
)
from tests.slow_server import running
from tests.sse import read_events


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("sites"), ONE, TWO, operator_key=OPERATOR) as made:
        yield made


def test_a_page_of_a_site_gets_a_token_and_an_answer(server: Server) -> None:
    given = server.send("POST", "/widget/session", {}, {"Origin": A})
    said = json.loads(given.body)
    assert said["open"] is False
    assert said["expires_at"]
    assert given.headers["cache-control"] == "no-store"
    assert given.headers["access-control-allow-origin"] == A
    answer = server.ask(said["token"])
    assert answer.status == 200
    assert answer.headers["access-control-allow-origin"] == A
    assert "origin" in answer.headers["vary"].lower()
    assert "access-control-allow-credentials" not in answer.headers
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "origin",
    [EVIL, "null", "http://a.example.org", f"{A}:8443", f"{A}.evil.example", f"{A}@evil.example",
     "https://a.example.org evil.example", "*", "", f"{A}, {EVIL}"],
)  # fmt: skip
def test_no_hostile_page_reads_or_asks_anything(server: Server, origin: str) -> None:
    token = server.token()
    page = {"Origin": origin}
    refused = server.send("POST", "/widget/session", {}, page)
    assert (refused.status, refused.code) == (403, "origin_not_allowed")
    stolen = server.ask(token, origin)
    assert (stolen.status, stolen.code) == (403, "origin_not_allowed")
    asks = {"Access-Control-Request-Method": "POST", **page}
    preflight = server.send("OPTIONS", "/ask", None, asks)
    assert preflight.status == 403
    public = server.send("GET", "/healthz", None, page)
    for answer in (refused, stolen, preflight, public):
        assert "access-control-allow-origin" not in answer.headers
        assert answer.headers["vary"] == "Origin"


def test_a_preflight_says_what_a_page_may_send(server: Server) -> None:
    asks = {
        "Origin": A,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    for path in ("/ask", "/feedback", "/conversations/x", "/widget/session", "/nowhere"):
        answer = server.send("OPTIONS", path, None, asks)
        assert answer.status == 204
        assert answer.headers["access-control-allow-origin"] == A
        assert "authorization" in answer.headers["access-control-allow-headers"].lower()
        assert {"GET", "POST", "DELETE"} <= set(
            answer.headers["access-control-allow-methods"].split(", ")
        )
        assert "access-control-request-headers" in answer.headers["vary"].lower()
    for path in ("/operator", "/metrics", "/operator/sites/one"):
        answer = server.send("OPTIONS", path, None, asks)
        assert answer.status == 403
        assert "access-control-allow-origin" not in answer.headers


def test_no_token_of_elsewhere_no_time_or_no_one_is_taken(server: Server) -> None:
    good = server.token()
    of_two = server.token(B)
    forged, _ = Signer(b"f" * 32).visit("one", A, 900)
    body, seal = good.split(".")[1:]
    past = server.access.signer.sign("visit", {"s": "one", "o": A, "e": 1_000})
    for token, origin, status, code in (
        (forged, A, 401, "token_invalid"),
        (f"gpt1.{body}.{seal[::-1]}", A, 401, "token_invalid"),
        (f"gpt1.{of_two.split('.')[1]}.{seal}", B, 401, "token_invalid"),
        (past, A, 401, "token_expired"),
        (of_two, A, 403, "origin_not_allowed"),
        (good, B, 403, "origin_not_allowed"),
        (good, None, 403, "origin_not_allowed"),
        ("gpk_none", None, 401, "key_invalid"),
        ("", A, 401, "credentials_missing"),
        (OPERATOR, A, 401, "token_invalid"),
    ):
        answer = server.ask(token, origin)
        assert (answer.status, answer.code) == (status, code), (token, origin)
        if status == 401:
            assert answer.headers["www-authenticate"] == "Bearer"
    assert server.ask(KEY, None).status == 200


def test_every_other_address_needs_a_token_too(server: Server) -> None:
    for method, path in (
        ("GET", "/programs"), ("GET", "/programs/facets"), ("GET", "/examples"),
        ("GET", "/sources/x"), ("GET", "/conversations/x"), ("DELETE", "/conversations/x"),
        ("POST", "/feedback"), ("GET", "/nowhere"), ("GET", "/ask/"), ("GET", "//"),
    ):  # fmt: skip
        answer = server.send(method, path, None, {"Origin": A})
        assert (answer.status, answer.code) == (401, "credentials_missing"), path
    for path in ("/v1/models", "/v1/nowhere"):
        answer = server.send("GET", path)
        assert answer.status == 401
        assert json.loads(answer.body)["error"]["type"] == "authentication_error"
    for path in ("/", "/embed", "/healthz", "/readyz", "/openapi.json", "/page/icon.svg"):
        assert server.send("GET", path).status == 200


def test_a_conversation_is_of_the_site_that_began_it(server: Server) -> None:
    token, other = server.token(A), server.token(B)
    answer = json.loads(server.ask(token).body)
    address = f"/conversations/{answer['conversation_id']}"
    of_two = {"Authorization": f"Bearer {other}", "Origin": B}
    of_one = {"Authorization": f"Bearer {token}", "Origin": A}
    for method in ("GET", "DELETE"):
        refused = server.send(method, address, None, of_two)
        assert (refused.status, refused.code) == (404, "conversation_not_found")
    judged = {"answer_id": answer["id"], "verdict": "helpful"}
    assert server.send("POST", "/feedback", judged, of_two).code == "answer_not_found"
    went_on = {"question": "and?", "conversation_id": answer["conversation_id"]}
    assert server.send("POST", "/ask", went_on, of_two).code == "conversation_not_found"
    assert server.send("POST", "/ask", went_on, of_one).status == 200
    assert server.send("POST", "/feedback", judged, of_one).status == 204
    assert server.send("DELETE", address, None, of_one).status == 204


def test_limits_hold_for_many_at_once_and_say_when_to_come_again(tmp_path: Path) -> None:
    site = Site(name="one", origins=(A,), keys=(KEY_HASH,), answers_per_visitor="10/hour",
                answers_per_site="16/hour")  # fmt: skip
    trusted = networks_of("127.0.0.0/8")
    with serving(tmp_path, site, trusted=trusted) as server, ThreadPoolExecutor(16) as threads:
        token = server.token()
        done = list(
            threads.map(lambda _: server.ask(token, **{"X-Forwarded-For": "9.9.9.9"}), range(40))
        )
        assert sorted(a.status for a in done) == [200] * 10 + [429] * 30
        refused = next(a for a in done if a.status == 429)
        assert refused.code == "rate_limited"
        assert 1 <= int(refused.headers["retry-after"]) <= 7_200
        assert refused.headers["access-control-allow-origin"] == A
        assert "retry-after" in refused.headers["access-control-expose-headers"].lower()
        # Another visitor is let in, until the site as a whole has had enough.
        others = [server.ask(token, **{"X-Forwarded-For": "8.8.8.8"}) for _ in range(8)]
        assert [a.status for a in others] == [200] * 6 + [429] * 2
        assert others[-1].code == "site_busy"
        assert server.ask(KEY, None).code == "site_busy"
        assert server.send("GET", "/healthz").status == 200


@pytest.mark.parametrize("trusts", [False, True])
def test_no_visitor_gets_around_a_limit_by_writing_addresses(tmp_path: Path, trusts: bool) -> None:
    site = Site(name="one", origins=(A,), answers_per_visitor="3/hour")
    trusted = networks_of("127.0.0.0/8") if trusts else ()
    with serving(tmp_path, site, trusted=trusted) as server:
        token = server.token()
        # Behind a trusted proxy, what it adds stands at the right: the client's own is left of it.
        sent = [f"10.0.0.{n}, 9.9.9.9" if trusts else f"10.0.0.{n}" for n in range(6)]
        statuses = [server.ask(token, **{"X-Forwarded-For": it}).status for it in sent]
        assert statuses == [200] * 3 + [429] * 3
        if trusts:
            assert server.ask(token, **{"X-Forwarded-For": "7.7.7.7"}).status == 200
        for header in ("X-Real-IP", "Forwarded", "CF-Connecting-IP", "True-Client-IP"):
            spoofed = {header: "for=6.6.6.6", "X-Forwarded-For": "1.1.1.1, 9.9.9.9"}
            assert server.ask(token, **spoofed).status == 429


def test_a_day_has_its_budget_for_many_at_once_and_over_a_restart(tmp_path: Path) -> None:
    site = Site(name="one", origins=(A,), answers_per_day=12)
    with serving(tmp_path, site) as server, ThreadPoolExecutor(12) as threads:
        token = server.token()
        bad = {"Authorization": f"Bearer {token}", "Origin": A}
        for _ in range(3):  # what is not answered costs nothing
            assert server.send("POST", "/ask", {"question": ""}, bad).status == 422
            gone = {"question": "x", "conversation_id": "gone"}
            assert server.send("POST", "/ask", gone, bad).status == 404
        done = list(threads.map(lambda _: server.ask(token), range(20)))
        assert sorted(a.status for a in done) == [200] * 12 + [429] * 8
        spent = next(a for a in done if a.status == 429)
        assert spent.code == "budget_spent"
        assert 1 <= int(spent.headers["retry-after"]) <= 86_401
    with serving(tmp_path, site) as server:
        assert server.ask(server.token()).code == "budget_spent"


def test_two_servers_of_one_file_share_a_days_budget_and_a_pause(tmp_path: Path) -> None:
    site = Site(name="one", origins=(A,), answers_per_day=9)
    with serving(tmp_path, site) as first, serving(tmp_path, site) as second:
        asked = [(one, one.token()) for one in (first, second) for _ in range(7)]
        with ThreadPoolExecutor(14) as threads:
            done = list(threads.map(lambda it: it[0].ask(it[1]).status, asked))
        assert sorted(done) == [200] * 9 + [429] * 5
        first.running.assistant.conversations.ledger.pause("one", paused=True)
        assert second.ask(second.token()).code == "site_paused"


def test_a_pause_acts_at_once_and_in_streams_too(server: Server) -> None:
    token = server.token()
    ledger = server.running.assistant.conversations.ledger
    ledger.pause("one", paused=True)
    try:
        paused = server.ask(token)
        assert (paused.status, paused.code) == (503, "site_paused")
        assert paused.headers["retry-after"] == "300"
        streamed = server.ask(token, Accept="text/event-stream")
        assert (streamed.status, streamed.code) == (503, "site_paused")
        assert server.ask(server.token(B), B).status == 200
        examples = {"Authorization": f"Bearer {token}", "Origin": A}
        assert server.send("GET", "/conversations/x", None, examples).status == 404
    finally:
        ledger.pause("one", paused=False)
    streamed = server.ask(token, Accept="text/event-stream")
    assert read_events(streamed.body.decode())[-1].name == "done"


def test_what_is_the_operators_is_not_the_publics(server: Server) -> None:
    for path in ("/metrics", "/operator", "/operator/feedback", "/operator/export/turns.csv"):
        for sent in ({}, {"Authorization": f"Bearer {server.token()}", "Origin": A},
                     {"Authorization": f"Bearer {KEY}"}):  # fmt: skip
            answer = server.send("GET", path, None, sent)
            assert (answer.status, answer.code) == (401, "operator_unknown")
            assert answer.headers["www-authenticate"].startswith("Basic ")
            assert "access-control-allow-origin" not in answer.headers
    good = server.send("GET", "/operator/feedback", None, {"Authorization": f"Bearer {OPERATOR}"})
    assert good.status == 200
    assert good.headers["cache-control"] == "no-store"


def test_every_answer_has_the_headers_of_safety(server: Server) -> None:
    for path, page in (("/", {}), ("/embed", {}), ("/nowhere", {}), ("/healthz", {"Origin": A}),
                       ("/operator", {}), ("/page/icon.svg", {})):  # fmt: skip
        headers = server.send("GET", path, None, page).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] in ("no-referrer", "same-origin")
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert "set-cookie" not in headers
        framed = f"frame-ancestors {A} {B};" if path == "/" else "frame-ancestors 'none'"
        assert framed in headers["content-security-policy"]


@pytest.mark.parametrize("sites", [(), (Site(name="one"),)])
def test_an_empty_list_answers_nobody(tmp_path: Path, sites: tuple[Site, ...]) -> None:
    with serving(tmp_path, *sites) as server:
        for origin in (A, "http://localhost:3000", f"http://127.0.0.1:{server.running.port}"):
            refused = server.send("POST", "/widget/session", {}, {"Origin": origin})
            assert (refused.status, refused.code) == (403, "origin_not_allowed")
            asked = server.send("POST", "/ask", {"question": "x"}, {"Origin": origin})
            assert asked.status == 401


def test_an_open_server_answers_no_page_of_elsewhere(tmp_path: Path) -> None:
    with running(tmp_path / "kept.sqlite", ServerSettings()) as made:
        server = Server(made, made.service.access)
        own = f"http://127.0.0.1:{made.port}"
        for origin in (None, own, "http://localhost:5173"):
            page = {} if origin is None else {"Origin": origin}
            assert server.send("POST", "/ask", {"question": "x"}, page).status == 200
            given = json.loads(server.send("POST", "/widget/session", {}, page).body)
            assert given == {"token": None, "expires_at": None, "open": True}
        assert server.send("POST", "/ask", {"question": "x"}, {"Origin": EVIL}).status == 403
        rebound = server.send("POST", "/ask", {"question": "x"}, {"Host": "evil.example"})
        assert (rebound.status, rebound.code) == (403, "host_not_allowed")
        assert server.send("GET", "/operator").code == "operator_off"
