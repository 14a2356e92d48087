"""Sitemaps give their addresses in order; bombs and what is none are refused, quickly."""

from __future__ import annotations

import gzip
import time

import pytest

from ingest.fetch.inflate import Broken, Oversize, inflate
from ingest.fetch.sitemap import NoSitemap, is_sitemap, read_sitemap

SITEMAP = b"""<?xml version="1.0" encoding="UTF-8"?>
<!-- ours -->
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://image.example.org">
  <url><loc> https://example.org/b?x=1&amp;y=2 </loc><lastmod>2026-01-01</lastmod>
    <image:image><image:loc>https://example.org/picture.png</image:loc></image:image></url>
  <url><loc><![CDATA[https://example.org/a]]></loc></url>
  <url><loc>https://example.org/a</loc></url>
  <url><loc></loc></url>
</urlset>"""
ENTITIES = b"""<!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;">]><urlset><url><loc>&c;</loc></url></urlset>"""
OUTSIDE = b'<!DOCTYPE urlset SYSTEM "file:///etc/passwd"><urlset/>'


def test_what_is_listed() -> None:
    for octets in (SITEMAP, gzip.compress(SITEMAP), SITEMAP.decode().encode("utf-16")):
        declared = octets.replace(b"UTF-8", b"utf-8")
        found = read_sitemap(declared if octets is SITEMAP else octets, 10)
        assert found.locations == ("https://example.org/b?x=1&y=2", "https://example.org/a")
        assert (found.is_index, found.more) == (False, False)


def test_an_index_lists_sitemaps() -> None:
    found = read_sitemap(
        b"<sitemapindex><sitemap><loc>https://example.org/1.xml</loc></sitemap>"
        b"<url><loc>https://example.org/no</loc></url></sitemapindex>",
        10,
    )
    assert (found.is_index, found.locations) == (True, ("https://example.org/1.xml",))


def test_millions_of_addresses_are_not_read_to_the_end() -> None:
    one = b"<url><loc>https://example.org/%08d</loc></url>"
    bomb = b"<urlset>" + b"".join(one % n for n in range(300_000)) + b"</urlset>"
    begun = time.monotonic()
    found = read_sitemap(gzip.compress(bomb, 1), 2000)
    assert (len(found.locations), found.more) == (2000, True)
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    ("octets", "reason"),
    [
        (ENTITIES, "document type"),
        (OUTSIDE, "document type"),
        (ENTITIES.decode().encode("utf-16"), "document type"),
        (b"<feed/>", "neither a sitemap"),
        (b"<html><p>Not found</html>", "neither a sitemap"),
        (b"", "no XML"),
        (b"hello", "no XML"),
        (SITEMAP[:-10], "no XML"),
        (b"<urlset><url><loc>&unknown;</loc></url></urlset>", "no XML"),
        (gzip.compress(gzip.compress(SITEMAP)), "no XML"),
        (gzip.compress(SITEMAP)[:-12], "end too early"),
        (b"\x1f\x8b\x08garbage that is no gzip", "damaged"),
        (gzip.compress(b"<urlset>" + b" " * 9_000_000, 1) * 12, "more than 50,000,000 bytes"),
    ],
)
def test_what_is_refused(octets: bytes, reason: str) -> None:
    with pytest.raises(NoSitemap, match=reason):
        read_sitemap(octets, 10)


def test_what_begins_as_a_sitemap() -> None:
    assert is_sitemap(SITEMAP)
    assert is_sitemap(b"\xef\xbb\xbf<s:urlset xmlns:s='x'>")
    assert is_sitemap(gzip.compress(SITEMAP))
    assert not is_sitemap(b'<?xml version="1.0"?><!DOCTYPE html><html>')
    assert not is_sitemap(b"A guide")


def test_unpacking_stops_at_the_limit() -> None:
    billion = gzip.compress(bytes(10_000_000), 9) * 100
    unpacked: list[bytes] = []
    with pytest.raises(Oversize):
        unpacked.extend(inflate([billion], 1_000_000))
    assert sum(map(len, unpacked)) <= 1_000_000
    assert b"".join(inflate([gzip.compress(b"ab"), b"\x00" * 512], 10)) == b"ab"
    assert b"".join(inflate([], 10)) == b""
    packed = gzip.compress(b"slowly" * 1000)
    assert (
        b"".join(inflate([packed[i : i + 1] for i in range(len(packed))], 6000)) == b"slowly" * 1000
    )
    with pytest.raises(Broken):
        list(inflate([packed[:-1]], 6000))
