"""Fetching over real TLS on loopback: what a hostile or broken server tries ends in its reason."""

from __future__ import annotations

import gzip
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.errors import (
    BadResponse,
    BadSitemap,
    BadStatus,
    FileTooLarge,
    NotAllowed,
    NotToBeIndexed,
    PrivateAddress,
    ReadError,
    RedirectedAway,
    RefusedByRobots,
    RobotsUnknown,
    SamePage,
    SiteUnreachable,
    SourceNotFound,
    TooManyPages,
    TooSlow,
    WrongType,
)
from ingest.fetch.fetcher import MAX_ATTEMPTS, MAX_FAILURES, Clock, Fetched
from ingest.fetch.site import Access, FoundPages, Web
from ingest.settings import FetchSettings
from tests.sites import (
    HOST,
    Answer,
    Asked,
    Authority,
    FakeClock,
    Names,
    Server,
    access_to,
    answer,
    make_authority,
    redirect,
    serving,
)

OTHER = "other.example.org"
NOW = datetime(2026, 1, 2, tzinfo=UTC)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
ZEROS = gzip.compress(bytes(10_000_000), 9)


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


def one(web: Web, url: str) -> Fetched:
    """The page at an address, as a run reads it."""
    found = web.find(url)
    assert (found.kind, found.errors) == ("url", ())
    return web.read(found.pages[0], found.uri)


def sitemap(*locations: str, index: bool = False) -> bytes:
    outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    listed = "".join(f"<{inner}><loc>{at}</loc></{inner}>" for at in locations)
    return f'<?xml version="1.0"?><{outer} xmlns="http://s.example.org">{listed}</{outer}>'.encode()


# --- what is as it should be


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


# --- where it may go


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://careers.example.org/", "only https"),
        ("ftp://careers.example.org/", "only https"),
        ("https://careers.example.org/", "add --allow-url careers.example.org"),
        ("https://elsewhere.example.org:8443/x", "add --allow-url elsewhere.example.org:8443"),
        ("https://10.0.0.1/", "is an address"),
        ("https://2130706433/", "is an address"),
        ("https://user@careers.example.org/", "user name"),
    ],
)
def test_an_address_that_is_not_allowed(
    url: str, reason: str, server: Server, web: Callable[..., Web]
) -> None:
    with pytest.raises(NotAllowed, match=reason):
        web().find(url)
    assert not server.asked


@pytest.mark.parametrize(
    "target",
    [
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/",
        "https://[::ffff:7f00:1]/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://017700000001/",
        "//127.0.0.1/",
        "http://careers.example.org/",
        "https://elsewhere.example.org/",
        "https://careers.example.org/on-another-port",
        "file:///etc/passwd",
        "https://careers.example.org@10.0.0.1/",
        "",
    ],
)
def test_a_redirect_to_where_nothing_is_fetched(
    target: str, server: Server, web: Callable[..., Web]
) -> None:
    server.routes["/page"] = redirect("/second")
    server.routes["/second"] = redirect(target)
    names = Names()
    if target:
        with pytest.raises(RedirectedAway, match="leads to") as refused:
            web(names).find(server.url("/page"))
        assert refused.value.uri == server.url("/page")
    else:
        with pytest.raises(RedirectedAway, match="more than 5 redirects"):
            web(names).find(server.url("/page"))
    assert set(names.asked) == {HOST}


def test_a_redirect_in_circles(server: Server, web: Callable[..., Web]) -> None:
    server.routes["/a"], server.routes["/b"] = redirect("/b"), redirect("/a", 307)
    with pytest.raises(RedirectedAway, match="more than 5"):
        web().find(server.url("/a"))
    assert len(server.targets()) == 6


@pytest.mark.parametrize(
    "addresses",
    [["10.0.0.1"], ["127.0.0.1", "192.168.0.1"], ["::1"], ["::ffff:127.0.0.1"], ["127.0.0.2"],
     ["64:ff9b::7f00:1"], ["fe80::1%eth0"], ["169.254.169.254"], ["0.0.0.0"]],
)  # fmt: skip
def test_a_name_that_leads_inside(
    addresses: list[str], server: Server, web: Callable[..., Web]
) -> None:
    """At once, and as the second hop of a redirect; the server hears nothing of it."""
    names = Names({OTHER: addresses})
    server.routes["/page"] = redirect(server.url("/secret", OTHER))
    made = web(names, HOST, OTHER)
    with pytest.raises(PrivateAddress, match="not a public address"):
        made.find(server.url("/", OTHER))
    with pytest.raises(PrivateAddress, match=f"leads to .*{OTHER}"):
        made.find(server.url("/page"))
    assert {a.host for a in server.asked} == {f"{HOST}:{server.port}"}


def test_an_answer_that_changes_between_check_and_connection(
    server: Server, authority: Authority, web: Callable[..., Web]
) -> None:
    """The name is looked up once a connection, which is to the address that was checked."""
    names = Names({HOST: [["127.0.0.1"], ["127.0.0.2"]]})
    closing = (HEAD + b"Connection: close\r\nContent-Length: 3\r\n\r\n<p>").replace(
        b"html", b"plain"
    )
    server.routes["/robots.txt"] = closing
    server.routes["/page"] = closing
    with serving(authority, {"/page": answer("<p>inside")}) as inside:
        with pytest.raises(PrivateAddress, match=r"127\.0\.0\.2"):
            web(names).find(server.url("/page"))
        assert names.asked == [HOST, HOST]
        assert not inside.asked
    assert server.connections == 1


def test_one_connection_is_one_look_at_the_name(server: Server, web: Callable[..., Web]) -> None:
    names = Names({HOST: [["127.0.0.1"], ["10.0.0.1"]]})
    server.routes["/page"] = answer("<p>here")
    assert one(web(names), server.url("/page")).octets == b"<p>here"
    assert (names.asked, server.connections) == ([HOST], 1)


def test_another_address_of_the_name_is_tried(server: Server, web: Callable[..., Web]) -> None:
    server.routes["/page"] = answer("<p>here")
    names = Names({HOST: ["127.0.0.1", "127.0.0.1"]})
    assert one(web(names), server.url("/page")).octets == b"<p>here"


def test_a_certificate_for_another_name_or_of_an_unknown_authority(
    server: Server, web: Callable[..., Web], tmp_path: Path
) -> None:
    stranger = "stranger.example.org"
    with pytest.raises(SiteUnreachable, match=r"(?i)certificate"):
        web(Names(), stranger).find(server.url("/", stranger))
    unknown = make_authority(tmp_path, HOST)
    access = access_to(Server(unknown, port=server.port))
    with pytest.raises(SiteUnreachable, match=r"(?i)certificate"):
        web(access=access).find(server.url("/"))


def test_no_proxy_of_the_environment(
    server: Server, web: Callable[..., Web], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.routes["/page"] = answer("<p>direct")
    assert one(web(), server.url("/page")).octets == b"<p>direct"


def test_a_name_that_does_not_exist_and_a_port_where_nobody_listens(
    server: Server, web: Callable[..., Web]
) -> None:
    with pytest.raises(SiteUnreachable, match="cannot be resolved"):
        web(Names({HOST: []})).find(server.url("/"))
    made = web()
    server.__exit__()
    with pytest.raises(SiteUnreachable, match="no connection"):
        made.find(server.url("/"))


# --- what comes back


def endless(asked: Asked, connection: ssl.SSLSocket) -> None:
    connection.sendall(HEAD + b"\r\n")
    while True:
        connection.sendall(b"x" * 65536)


def endless_head(asked: Asked, connection: ssl.SSLSocket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X-More: " + b"x" * 1000 + b"\r\n")


def endless_informing(asked: Asked, connection: ssl.SSLSocket) -> None:
    while True:
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 100)


def endless_chunks(asked: Asked, connection: ssl.SSLSocket) -> None:
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        connection.sendall(b"1\r\nx\r\n" * 10_000)


def bomb(asked: Asked, connection: ssl.SSLSocket) -> None:
    """A thousand million zeros in a megabyte."""
    connection.sendall(HEAD + b"Content-Encoding: gzip\r\n\r\n")
    for _ in range(100):
        connection.sendall(ZEROS)


def drip(asked: Asked, connection: ssl.SSLSocket) -> None:
    connection.sendall(HEAD + b"Content-Length: 100000\r\n\r\n")
    for _ in range(200):
        connection.sendall(b"x")
        time.sleep(0.05)


def drip_head(asked: Asked, connection: ssl.SSLSocket) -> None:
    for octet in HEAD * 10:
        connection.sendall(bytes([octet]))
        time.sleep(0.05)


def silent(asked: Asked, connection: ssl.SSLSocket) -> None:
    connection.recv(1)


def hang_up(asked: Asked, connection: ssl.SSLSocket) -> None:
    connection.shutdown(socket.SHUT_RDWR)


def played(octets: bytes) -> Callable[[Asked, ssl.SSLSocket], None]:
    """Sends the octets and hangs up."""

    def play(asked: Asked, connection: ssl.SSLSocket) -> None:
        connection.sendall(octets)

    return play


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


# --- manners


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


# --- what was fetched before


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


# --- sitemaps


def pages_of(found: FoundPages) -> list[str]:
    return [url.target for url in found.pages]


def test_a_sitemap_in_order_of_addresses(server: Server, web: Callable[..., Web]) -> None:
    listed = [server.url(p) for p in ("/b", "/a?x=1&amp;y=2", "/a?x=1&amp;y=2#part")]
    for path, kind in (("/sitemap.xml", "application/xml"), ("/map", "text/xml; charset=latin-1")):
        server.routes[path] = answer(sitemap(*listed), kind)
        found = web().find(server.url(path))
        assert (found.kind, pages_of(found)) == ("sitemap", ["/a?x=1&y=2", "/b"])
        assert (found.uri, found.errors, found.is_whole) == (server.url(path), (), True)


def test_an_index_of_gzipped_sitemaps(server: Server, web: Callable[..., Web]) -> None:
    server.routes["/index.xml"] = answer(
        sitemap(
            *(server.url(f"/{n}.xml.gz") for n in (1, 2, 1)), server.url("/index.xml"), index=True
        ),
        "text/xml",
    )
    one_gz = gzip.compress(sitemap(server.url("/b")))
    two_gz = gzip.compress(sitemap(server.url("/a"), server.url("/b")))
    server.routes["/1.xml.gz"] = answer(one_gz, "application/x-gzip")
    server.routes["/2.xml.gz"] = answer(gzip.compress(two_gz), "", content_encoding="gzip")
    found = web().find(server.url("/index.xml"))
    assert (pages_of(found), found.errors, found.is_whole) == (["/a", "/b"], (), True)
    assert len(server.targets()) == 3


def test_sitemaps_of_an_index_that_fail_leave_it_incomplete(
    server: Server, web: Callable[..., Web]
) -> None:
    names = ("ok", "gone", "down", "html", "entities", "deep")
    urls = [server.url(f"/{name}.xml") for name in names]
    server.routes["/index.xml"] = answer(
        sitemap(
            *urls, "http://careers.example.org/x", "https://elsewhere.example.org/x", index=True
        ),
        "text/xml",
    )
    server.routes["/ok.xml"] = answer(sitemap(server.url("/a")), "text/xml")
    server.routes["/down.xml"] = answer(status=500)
    server.routes["/html.xml"] = answer("<html>Oops</html>")
    server.routes["/entities.xml"] = answer(
        b'<!DOCTYPE x [<!ENTITY a "a">]><urlset><url><loc>&a;</loc></url></urlset>', "text/xml"
    )
    for depth in ("deep", "d1", "d2", "d3"):
        below = {"deep": "d1", "d1": "d2", "d2": "d3", "d3": "d4"}[depth]
        listing = sitemap(server.url(f"/{below}.xml"), index=True)
        server.routes[f"/{depth}.xml"] = answer(listing, "text/xml")
    found = web().find(server.url("/index.xml"))
    assert pages_of(found) == ["/a"]
    assert not found.is_whole
    assert [e.code for e in found.errors] == [
        "not_found", "bad_status", "bad_sitemap", "bad_sitemap", "bad_sitemap", "not_allowed",
        "not_allowed",
    ]  # fmt: skip
    server.routes["/index.xml"] = answer(sitemap(*urls[:2], index=True), "text/xml")
    assert web().find(server.url("/index.xml")).is_whole


def test_pages_beyond_the_limit_are_told(server: Server, web: Callable[..., Web]) -> None:
    many = sitemap(*(server.url(f"/{n:06}") for n in range(100_000)))
    server.routes["/sitemap.xml"] = answer(many, "text/xml")
    found = web(max_pages=30).find(server.url("/sitemap.xml"))
    assert pages_of(found) == [f"/{n:06}" for n in range(30)]
    assert [type(e) for e in found.errors] == [TooManyPages]
    assert found.is_whole


def test_a_sitemap_bomb(server: Server, web: Callable[..., Web]) -> None:
    server.routes["/sitemap.xml.gz"] = answer(
        gzip.compress(b"<urlset>" + bytes(1)) + ZEROS * 100, "application/gzip"
    )
    with pytest.raises(BadSitemap):
        web().find(server.url("/sitemap.xml.gz"))


def test_hosts_outside_and_two_names_of_one_page(server: Server, web: Callable[..., Web]) -> None:
    outside = ["https://elsewhere.example.org/x", "http://careers.example.org/", "no address"]
    server.routes["/sitemap.xml"] = answer(
        sitemap(server.url("/a"), server.url("/b"), *outside), "text/xml"
    )
    server.routes["/a"] = answer("<p>x")
    server.routes["/b"] = redirect("/a")
    made = web()
    found = made.find(server.url("/sitemap.xml"))
    assert [e.code for e in found.errors] == ["not_allowed", "not_allowed"]
    first, second, third = found.pages
    made.read(first, found.uri)
    with pytest.raises(SamePage, match="/a, which was read"):
        made.read(second, found.uri)
    with pytest.raises(NotAllowed, match=r"--allow-url elsewhere\.example\.org"):
        made.read(third, found.uri)


def test_an_empty_sitemap_and_one_that_is_not_there(
    server: Server, web: Callable[..., Web]
) -> None:
    server.routes["/sitemap.xml"] = answer(sitemap(), "text/xml")
    with pytest.raises(ReadError, match="lists no pages"):
        web().find(server.url("/sitemap.xml"))
    with pytest.raises(SourceNotFound):
        web().find(server.url("/nowhere.xml"))
    server.routes["/home.xml"] = answer("<p>Welcome")
    with pytest.raises(BadSitemap, match="a page in the place of a sitemap"):
        web().find(server.url("/home.xml"))
