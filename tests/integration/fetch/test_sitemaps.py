"""Sitemaps of every size and honesty."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest

from ingest.errors import (
    BadSitemap,
    NotAllowed,
    ReadError,
    SamePage,
    SourceNotFound,
    TooManyPages,
)
from ingest.fetch.site import FoundPages, Web
from tests.fetching import (
    ZEROS,
    sitemap,
)
from tests.sites import (
    Server,
    answer,
    redirect,
)


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
