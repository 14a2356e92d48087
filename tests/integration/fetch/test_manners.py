"""Pauses, robots.txt, and what was fetched before."""

from __future__ import annotations

import ssl
from collections.abc import Callable

import pytest

from ingest.errors import (
    BadResponse,
    BadStatus,
    NotToBeIndexed,
    RefusedByRobots,
    RobotsUnknown,
    SiteUnreachable,
    SourceNotFound,
)
from ingest.fetch.fetcher import MAX_ATTEMPTS, MAX_FAILURES
from ingest.fetch.site import Web
from tests.fetching import (
    OTHER,
    endless,
    hang_up,
    one,
)
from tests.sites import (
    HOST,
    Answer,
    Asked,
    FakeClock,
    Server,
    answer,
    redirect,
)


def test_a_pause_between_requests_and_the_delay_that_robots_ask_for(
    server: Server, web: Callable[..., Web]
) -> None:
    waits = FakeClock()
    server.routes["/a"] = server.routes["/b"] = answer("<p>x")
    made = web(clock=waits.clock(), pause_s=2)
    one(made, server.url("/a"))
    one(made, server.url("/b"))
    assert waits.waits == [2, 2]
    server.routes["/robots.txt"] = answer("User-agent: *\nCrawl-delay: 7", "text/plain")
    slower = FakeClock()
    one(web(clock=slower.clock()), server.url("/a"))
    assert slower.waits == [7]


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again_as_it_says(
    status: int, server: Server, web: Callable[..., Web]
) -> None:
    tries = iter([answer(status=status, retry_after="3"), answer(status=status), answer("<p>x")])
    server.routes["/page"] = lambda _asked, _connection: next(tries)
    waits = FakeClock()
    assert one(web(clock=waits.clock(), pause_s=0), server.url("/page")).octets == b"<p>x"
    assert waits.waits == [3, 2]


@pytest.mark.parametrize("after", ["3600", "Fri, 31 Dec 2100 23:59:59 GMT", "99999999999999999999"])
def test_a_long_wait_is_for_another_run(
    after: str, server: Server, web: Callable[..., Web]
) -> None:
    server.routes["/page"] = answer(status=503, retry_after=after)
    waits = FakeClock()
    with pytest.raises(BadStatus, match="status 503"):
        web(clock=waits.clock(), pause_s=0).find(server.url("/page"))
    assert (waits.waits, len(server.targets())) == ([], 1)


def test_a_server_that_stays_busy_or_broken_is_left_alone(
    server: Server, web: Callable[..., Web]
) -> None:
    server.routes["/busy"] = answer(status=503)
    with pytest.raises(BadStatus):
        web().find(server.url("/busy"))
    assert len(server.targets()) == MAX_ATTEMPTS
    server.asked.clear()
    made = web()
    for number in range(9):
        server.routes[f"/{number}"] = hang_up
        with pytest.raises(BadResponse if number < MAX_FAILURES else SiteUnreachable):
            made.find(server.url(f"/{number}"))
    # The first is asked on the connection of robots.txt, and once more on one of its own.
    assert len(set(server.targets())) == MAX_FAILURES


def test_robots_txt_is_asked_once_and_followed(server: Server, web: Callable[..., Web]) -> None:
    server.routes["/robots.txt"] = answer("User-agent: *\nDisallow: /no", "text/plain")
    server.routes["/no"] = server.routes["/yes"] = answer("<p>x")
    server.routes["/moved"] = redirect("/no")
    made = web()
    one(made, server.url("/yes"))
    for path in ("/no", "/moved"):
        with pytest.raises(RefusedByRobots, match=r"robots\.txt"):
            made.find(server.url(path))
    assert [a.target for a in server.asked].count("/robots.txt") == 1
    assert server.targets() == ["/yes", "/moved"]


@pytest.mark.parametrize(
    "route",
    [
        answer(status=500),
        answer(status=503),
        redirect("https://elsewhere.example.org/robots.txt"),
        redirect("/robots.txt"),
        hang_up,
        endless,
    ],
)
def test_unknown_robots_forbid(route: Answer, server: Server, web: Callable[..., Web]) -> None:
    server.routes["/robots.txt"] = route
    server.routes["/page"] = answer("<p>x")
    with pytest.raises(RobotsUnknown, match="could not be read"):
        web().find(server.url("/page"))
    assert server.targets() == []


def test_robots_of_each_host_on_the_way(server: Server, web: Callable[..., Web]) -> None:
    server.routes[f"{OTHER} /robots.txt"] = answer("User-agent: *\nDisallow: /", "text/plain")
    server.routes["/page"] = redirect(server.url("/page", OTHER))
    with pytest.raises(RefusedByRobots, match=OTHER):
        web(None, HOST, OTHER).find(server.url("/page"))


def test_what_has_not_changed_is_not_sent_again(server: Server, web: Callable[..., Web]) -> None:
    def page(asked: Asked, connection: ssl.SSLSocket) -> bytes:
        if asked.headers.get("if-none-match") == '"v1"':
            assert asked.headers["if-modified-since"] == "Thu, 01 Jan 2026 00:00:00 GMT"
            return answer(status=304, kind="")
        return answer(
            "caf\xe9".encode("latin-1"), "text/html; charset=latin-1", etag='"v1"',
            last_modified="Thu, 01 Jan 2026 00:00:00 GMT",
        )  # fmt: skip

    server.routes["/page"] = page
    first, again = (one(web(), server.url("/page")) for _ in range(2))
    assert first == again
    assert again.octets.decode() == "caf\xe9"
    assert "if-none-match" not in server.asked[1].headers


def test_a_page_that_is_gone_is_not_taken_from_the_ledger(
    server: Server, web: Callable[..., Web]
) -> None:
    server.routes["/page"] = answer("<p>old", etag='"v1"')
    one(web(), server.url("/page"))
    server.routes["/page"] = answer(status=410)
    with pytest.raises(SourceNotFound):
        web().find(server.url("/page"))
    server.routes["/page"] = answer(status=304)
    with pytest.raises(BadStatus, match="304"):
        web().find(server.url("/page"))


def test_a_page_that_asks_to_be_left_out_is_not_kept(
    server: Server, web: Callable[..., Web]
) -> None:
    server.routes["/page"] = answer("<p>x", etag='"v1"', x_robots_tag="none")
    with pytest.raises(NotToBeIndexed):
        web().find(server.url("/page"))
    server.routes["/page"] = answer(status=304)
    with pytest.raises(BadStatus):
        web().find(server.url("/page"))


def test_a_304_can_ask_to_be_left_out(server: Server, web: Callable[..., Web]) -> None:
    server.routes["/page"] = answer("<p>x", etag='"v1"')
    one(web(), server.url("/page"))
    server.routes["/page"] = answer(status=304, x_robots_tag="noindex")
    with pytest.raises(NotToBeIndexed):
        web().find(server.url("/page"))
