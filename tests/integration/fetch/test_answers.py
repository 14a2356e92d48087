"""What comes back over real TLS: what a hostile or broken server sends ends in its reason."""

from __future__ import annotations

import gzip
import socket
import ssl
import time
from collections.abc import Callable

import pytest

from ingest.errors import (
    BadResponse,
    BadSitemap,
    BadStatus,
    FileTooLarge,
    NotToBeIndexed,
    ReadError,
    RobotsUnknown,
    SourceNotFound,
    TooSlow,
    WrongType,
)
from ingest.fetch.fetcher import Clock
from ingest.fetch.site import Access, Web
from tests.fetching import (
    HEAD,
    ZEROS,
    bomb,
    drip,
    drip_head,
    endless,
    endless_chunks,
    endless_head,
    endless_informing,
    hang_up,
    one,
    played,
    silent,
)
from tests.sites import (
    HOST,
    Answer,
    Asked,
    Server,
    access_to,
    answer,
    redirect,
)


def test_a_page_with_its_address_and_in_utf8(server: Server, web: Callable[..., Web]) -> None:
    server.routes["/guide"] = redirect("/final?x=1", 301)
    server.routes["/final"] = answer("café".encode("latin-1"), "text/html; charset=ISO-8859-1")
    page = one(web(), server.url("/guide#part"))
    assert (page.octets.decode(), page.ending) == ("café", ".html")
    assert str(page.url) == server.url("/final?x=1")
    first = server.asked[1]
    assert first.headers["user-agent"].startswith("Guidepost/")
    assert first.headers["accept-encoding"] == "gzip"
    assert first.host == f"{HOST}:{server.port}"
    assert not {"cookie", "authorization", "referer"} & set(first.headers)
    assert server.connections == 1


def test_a_gzipped_and_a_chunked_page(server: Server, web: Callable[..., Web]) -> None:
    server.routes["/gzip"] = answer(gzip.compress(b"<p>small"), content_encoding="gzip")
    server.routes["/chunked"] = (
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n3\r\n<p>\r\n5;x=y\r\nparts\r\n0\r\n\r\n"
    )
    made = web()
    assert one(made, server.url("/gzip")).octets == b"<p>small"
    assert one(made, server.url("/chunked")).octets == b"<p>parts"


@pytest.mark.parametrize(
    ("route", "error", "reason"),
    [
        (endless, FileTooLarge, "more than 10,000,000 bytes"),
        (played(HEAD + b"Content-Length: 99999999999\r\n\r\nx"), FileTooLarge, "99,999,999,999"),
        (bomb, FileTooLarge, "more than 10,000,000 bytes when unpacked"),
        (endless_head, BadResponse, "broken"),
        (endless_informing, FileTooLarge, "bytes were sent"),
        (played(HEAD + b"X-One: y\r\n" * 200 + b"\r\n"), BadResponse, "100 headers"),
        (answer(ZEROS[:999], content_encoding="gzip"), BadResponse, "too early"),
        (answer(b"no gzip at all", content_encoding="gzip"), BadResponse, "damaged"),
        (answer(b"x", content_encoding="br"), BadResponse, "'br', which was not asked"),
        (answer(gzip.compress(ZEROS), content_encoding="gzip, gzip"), BadResponse, "not asked"),
        (played(HEAD + b"Content-Length: 500\r\n\r\n<p>cut off"), BadResponse, "broken"),
        (played(HEAD + b"Transfer-Encoding: chunked\r\n\r\nff\r\nx"), BadResponse, "broken"),
        (played(HEAD + b"Content-Length: 5, 6\r\n\r\nhello"), BadResponse, "broken"),
        (played(b"SSH-2.0-OpenSSH_9.2\r\n"), BadResponse, "broken"),
        (hang_up, BadResponse, "broken"),
        (answer(b"\x89PNG", "image/png"), WrongType, "'image/png'"),
        (answer(b"MZ", "application/octet-stream"), WrongType, "octet-stream"),
        (answer("<p>x", ""), WrongType, "no content type"),
        (answer("<feed/>", "application/xml"), BadSitemap, "neither a sitemap"),
        (answer(status=404), SourceNotFound, "status 404"),
        (answer(status=410), SourceNotFound, "status 410"),
        (answer(status=500), BadStatus, "status 500"),
        (answer(status=403), BadStatus, "status 403"),
        (answer(status=304), BadStatus, "status 304"),
        (answer(status=206), BadStatus, "status 206"),
        (answer("<p>x", x_robots_tag="noindex"), NotToBeIndexed, "noindex"),
        (answer('<head><meta name="robots" content="noindex">'), NotToBeIndexed, "noindex"),
    ],
)  # fmt: skip
def test_an_answer_that_is_refused(
    route: Answer, error: type[ReadError], reason: str, server: Server, web: Callable[..., Web]
) -> None:
    server.routes["/page"] = route
    begun = time.monotonic()
    with pytest.raises(error, match=reason) as refused:
        web().find(server.url("/page"))
    assert refused.value.uri == server.url("/page")
    assert type(refused.value) is error
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("route", [drip, drip_head, silent, endless_chunks])
def test_a_server_that_takes_too_long(
    route: Answer, server: Server, web: Callable[..., Web]
) -> None:
    server.routes["/page"] = route
    begun = time.monotonic()
    with pytest.raises(TooSlow, match="in time"):
        web(clock=Clock(page_s=0.6)).find(server.url("/page"))
    assert time.monotonic() - begun < 3


def test_a_redirect_does_not_buy_time(server: Server, web: Callable[..., Web]) -> None:
    def slow(asked: Asked, connection: ssl.SSLSocket) -> None:
        time.sleep(0.4)
        connection.sendall(redirect("/page"))

    server.routes["/page"] = slow
    begun = time.monotonic()
    with pytest.raises(TooSlow, match="in time"):
        web(clock=Clock(page_s=1.0), pause_s=0).find(server.url("/page"))
    assert time.monotonic() - begun < 3


def test_a_connection_that_was_closed_in_the_meantime_is_opened_again(
    server: Server, web: Callable[..., Web]
) -> None:
    asked_on: list[ssl.SSLSocket] = []

    def closes_when_used_again(_asked: Asked, connection: ssl.SSLSocket) -> bytes | None:
        if connection in asked_on:
            return None  # as if it had been closed before the request came
        asked_on.append(connection)
        return answer("<p>x")

    server.routes["/a"] = server.routes["/b"] = closes_when_used_again
    made = web(pause_s=0)
    for path in ("/a", "/b"):
        assert b"x" in one(made, server.url(path)).octets

    assert len(asked_on) == 2


def test_a_handshake_that_never_ends(server: Server, web: Callable[..., Web]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        access = access_to(Server(server.authority, port=mute.getsockname()[1]))
        slow = Access(access.sites, access.network, Clock(page_s=0.5))
        with pytest.raises(RobotsUnknown, match="in time"):
            web(access=slow).find(f"https://{HOST}:{mute.getsockname()[1]}/")
