"""Types by list, charsets of headers, and what asks not to be indexed."""

from __future__ import annotations

import time

import pytest

from ingest.fetch.content import (
    _ENDINGS,
    MediaType,
    header_forbids,
    in_utf8,
    may_be_sitemap,
    media_type,
    page_ending,
    tag_forbids,
)
from ingest.fetch.urls import parse_url

PAGE = parse_url("https://example.org/guide")


@pytest.mark.parametrize(
    ("header", "path", "ending"),
    [
        ("text/html; charset=utf-8", "/guide", ".html"),
        ("application/xhtml+xml", "/guide.pdf", ".xhtml"),
        ("text/plain", "/guide", ".txt"),
        ("text/plain", "/README.md", ".md"),
        ("text/plain", "/program.exe", ".txt"),
        ("text/markdown", "/guide", ".md"),
        ("application/octet-stream", "/guide.md?v=1", ".md"),
        ("application/octet-stream", "/guide", None),
        ("", "/guide.html", ".html"),
        ("", "/guide", None),
        ("image/png", "/guide.html", None),
        ("application/x-msdownload", "/guide.txt", None),
        ("application/zip", "/guide", None),
        ("application/vnd.ms-excel", "/export.csv", ".csv"),
        ("application/vnd.ms-excel", "/export", ".xls"),
        ("application/xml", "/sitemap.xml", None),
    ],
)
def test_the_reader_for_a_type(header: str, path: str, ending: str | None) -> None:
    url = parse_url(f"https://example.org{path}")
    assert page_ending(media_type({"content-type": header}), url) == ending


def test_every_type_on_the_list_has_a_reader() -> None:
    for name in _ENDINGS:
        assert page_ending(MediaType(name), PAGE) == _ENDINGS[name]


def test_what_may_be_a_sitemap() -> None:
    packed = parse_url("https://example.org/sitemap.xml.gz")
    assert may_be_sitemap(MediaType("application/xml"), PAGE)
    assert may_be_sitemap(MediaType("application/octet-stream"), packed)
    assert not may_be_sitemap(MediaType("application/octet-stream"), PAGE)
    assert not may_be_sitemap(MediaType("image/png"), packed)


@pytest.mark.parametrize(
    ("text", "sent_in", "declared", "read_as"),
    [
        ("café", "latin-1", "ISO-8859-1", "café"),
        ("café", "utf-8", "ISO-8859-1", "café"),
        ("café", "utf-8", None, "café"),
        ("guide", "utf-16-le", "utf-16-le", "guide"),
        ("Привет", "koi8-r", "koi8-r", "Привет"),
    ],
)
def test_the_charset_of_the_header(
    text: str, sent_in: str, declared: str | None, read_as: str
) -> None:
    assert in_utf8(text.encode(sent_in), declared).decode() == read_as


@pytest.mark.parametrize("wrong", ["utf-8", "ascii", "zlib", "punycode", "idna", "nonsense", "hex"])
def test_a_charset_that_does_not_fit_is_not_followed(wrong: str) -> None:
    octets = "café".encode("latin-1")
    assert in_utf8(octets, wrong) == octets


@pytest.mark.parametrize(
    ("value", "forbids"),
    [
        ("noindex", True),
        ("NoFollow, None", True),
        ("guidepost: noindex", True),
        ("otherbot: noindex", False),
        ("otherbot: noindex, guidepost: nofollow", False),
        ("unavailable_after: 25 Jun 2010 15:00:00 PST, noindex", True),
        ("nosnippet, max-snippet: 20", False),
        ("", False),
    ],
)
def test_the_robots_header(value: str, forbids: bool) -> None:
    assert header_forbids({"x-robots-tag": value}) is forbids


@pytest.mark.parametrize(
    ("page", "forbids"),
    [
        ('<meta name="robots" content="noindex, follow">', True),
        ("<META CONTENT=none NAME=Guidepost>", True),
        ('<meta name="robots" content="index">', False),
        ('<meta name="otherbot" content="noindex">', False),
        ('<!-- <meta name="robots" content="noindex"> -->', False),
        ("<script>'<meta name=robots content=noindex>'</script>", False),
        ("<body><meta name=robots content=noindex>", False),
        ("\xff\xfe<meta name=robots content=noindex", False),
    ],
)
def test_the_robots_tag(page: str, forbids: bool) -> None:
    assert tag_forbids(f"<!doctype html><html><head>{page}".encode("latin-1")) is forbids


@pytest.mark.parametrize("part", ["<", "<!--", "<a ", "</", "<a b='", "&", "<![", "<?", "<script>"])
def test_a_head_made_to_be_slow_is_not(part: str) -> None:
    begun = time.monotonic()
    tag_forbids((part * (10_000_000 // len(part))).encode())
    assert time.monotonic() - begun < 5
