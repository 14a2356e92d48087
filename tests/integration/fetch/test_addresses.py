"""Where fetching may go: over real TLS, no address, redirect or name leads inside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.errors import (
    NotAllowed,
    PrivateAddress,
    RedirectedAway,
    SiteUnreachable,
)
from ingest.fetch.site import Web
from tests.fetching import (
    HEAD,
    OTHER,
    one,
)
from tests.sites import (
    HOST,
    Authority,
    Names,
    Server,
    access_to,
    answer,
    make_authority,
    redirect,
    serving,
)


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
