"""A sitemap's octets -> the addresses it lists (sitemaps.org 0.9). Pure.

Read as a stream, so that its size in memory is that of the addresses kept; anything that declares a
document type, and with it entities, is refused before they are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from ingest.fetch.inflate import MAGIC, Broken, Oversize, inflate

MAX_SITEMAP_BYTES = 50_000_000
"""Unpacked; the protocol's limit is 50 MB."""
_STEP = 65536
_BEGINS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^>]*>\s*|<!--.*?-->\s*)*<(?:\w+:)?(?:urlset|sitemapindex)\b",
    re.DOTALL,
)
_ROOTS = {"urlset": "url", "sitemapindex": "sitemap"}


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap lists."""

    is_index: bool
    """It lists other sitemaps."""
    locations: tuple[str, ...]
    """Each once, as written, in the order listed."""
    more: bool
    """It lists more than were asked for."""


class NoSitemap(ValueError):
    """The octets are no sitemap; says why."""


def is_sitemap(octets: bytes) -> bool:
    """Whether the octets begin as a sitemap does, or are gzipped; XHTML is no sitemap.

    >>> is_sitemap(b'<?xml version="1.0"?><!-- ours --> <urlset>'), is_sitemap(b"<?xml?><html>")
    (True, False)
    """
    return octets.startswith(MAGIC) or _BEGINS.match(octets[:4096]) is not None


def read_sitemap(octets: bytes, limit: int) -> Sitemap:
    """The first `limit` addresses of a sitemap or a sitemap index, gzipped or not.

    Raises: NoSitemap.
    """
    target = _Target(limit)
    parser = etree.XMLParser(
        target=target, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
    )
    try:
        for chunk in _plain(octets):
            parser.feed(chunk)
            if target.more:
                break
        else:
            parser.close()
    except (Broken, Oversize) as error:
        raise NoSitemap(str(error)) from error
    except etree.XMLSyntaxError as error:
        raise NoSitemap(f"it is no XML ({error.msg})") from error
    if not target.root:
        raise NoSitemap("it is neither a sitemap nor a sitemap index")
    return Sitemap(target.root == "sitemapindex", tuple(target.found), target.more)


def _plain(octets: bytes) -> Iterator[bytes]:
    chunks: Iterable[bytes] = (octets[at : at + _STEP] for at in range(0, len(octets), _STEP))
    if octets.startswith(MAGIC):
        chunks = inflate(chunks, MAX_SITEMAP_BYTES)
    yield from chunks


class _Target:
    """Collects the text of `loc` where the protocol has it; builds no tree."""

    def __init__(self, limit: int) -> None:
        self.root = ""
        self.found: dict[str, None] = {}
        self.more = False
        self._limit = limit
        self._path: list[str] = []
        self._text: list[str] = []

    def doctype(self, name: str, _public: str | None, _system: str | None) -> None:
        raise NoSitemap(f"it declares a document type ({name!r}), which no sitemap needs")

    def start(self, tag: str, _attributes: object) -> None:
        name = etree.QName(tag).localname
        if not self._path:
            if name not in _ROOTS:
                raise NoSitemap(f"it is neither a sitemap nor a sitemap index, but {name!r}")
            self.root = name
        self._path.append(name)
        self._text.clear()

    def data(self, text: str) -> None:
        if self._is_location():
            self._text.append(text)

    def end(self, _tag: str) -> None:
        if self._is_location():
            location = "".join(self._text).strip()
            if location and location not in self.found:
                self.more = self.more or len(self.found) >= self._limit
                if not self.more:
                    self.found[location] = None
        self._path.pop()

    def _is_location(self) -> bool:
        return len(self._path) == 3 and self._path[1:] == [_ROOTS[self.root], "loc"]

    def close(self) -> None:
        return None
