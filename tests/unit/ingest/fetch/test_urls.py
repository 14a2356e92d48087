"""Only https addresses of named hosts pass; an address in place of a name never does."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import NotAllowed
from ingest.fetch.site import allowed_sites
from ingest.fetch.urls import BadUrl, Site, join_url, parse_site, parse_url


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://Example.org", "https://example.org/"),
        ("https://example.org.:443/a", "https://example.org/a"),
        ("https://example.org:8443/a?b=c d".replace(" ", "%20"), "https://example.org:8443/a?b=c%20d"),
        ("https://example.org/a/./b/../c#part", "https://example.org/a/c"),
        ("https://example.org//double//a", "https://example.org/double//a"),
        ("https://bücher.example.org/é", "https://xn--bcher-kva.example.org/%C3%A9"),
    ],
)  # fmt: skip
def test_one_spelling_for_one_page(written: str, url: str) -> None:
    assert str(parse_url(written)) == url
    assert parse_url(url) == parse_url(written)


@pytest.mark.parametrize(
    "written",
    [
        "http://example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "https:example.org",
        "https:///path",
        "https://user:secret@example.org/",
        "https://example.org@evil.example.com/",
        "https://example.org\\@evil.example.com/",
        "https://example.org/a b",
        "https://example.org/\r\nHost:evil",
        "https://example.org:0x50/",
        "https://example.org:99999/",
        "https://ex%61mple.org/",
        "https://exam ple.org/",
        "https://-example.org/",
        "https://example..org/",
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.0.0.1/",
        "https://0177.0.0.1/",
        "https://①②⑦.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[fe80::1%25eth0]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://example.org/" + "a" * 3000,
    ],
)
def test_what_is_refused(written: str) -> None:
    with pytest.raises(BadUrl):
        parse_url(written)


@pytest.mark.parametrize(
    ("reference", "leads_to"),
    [
        ("../b", "https://example.org/b"),
        ("?q=1", "https://example.org/a/page?q=1"),
        ("//other.example.org/x", "https://other.example.org/x"),
        ("https://other.example.org:8443/", "https://other.example.org:8443/"),
    ],
)
def test_where_a_reference_leads(reference: str, leads_to: str) -> None:
    assert str(join_url(parse_url("https://example.org/a/page?x=y"), reference)) == leads_to


@pytest.mark.parametrize(
    "reference",
    ["http://example.org/", "javascript:alert(1)", "//10.0.0.1/", "//[::1]/", "https://[", "a\tb"],
)
def test_a_reference_that_is_refused(reference: str) -> None:
    with pytest.raises(BadUrl):
        join_url(parse_url("https://example.org/a/page"), reference)


def test_hosts_that_are_allowed_are_written_exactly() -> None:
    assert allowed_sites(["Example.org", "example.org:8443"]) == {
        Site("example.org"),
        Site("example.org", 8443),
    }
    for wrong in (
        "*.example.org",
        "10.0.0.1",
        "https://example.org",
        "example.org:no",
        "",
        "[::1]",
    ):
        with pytest.raises(NotAllowed, match="--allow-url takes a host"):
            allowed_sites([wrong])


@given(st.text(max_size=60))
def test_any_text_gives_an_address_or_a_reason(text: str) -> None:
    for written in (text, f"https://{text}", f"https://example.org/{text}"):
        with contextlib.suppress(BadUrl):
            url = parse_url(written)
            assert parse_url(str(url)) == url
            assert str(url).isascii()
            assert url.target.startswith("/")
            assert not url.target.startswith("//")
    with contextlib.suppress(BadUrl):
        assert parse_site(text).host
