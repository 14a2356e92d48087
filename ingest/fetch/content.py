"""What an answer's headers say about its body: type, charset, and whether it may be indexed. Pure.

A page is read by the reader for its content type; the list is what readers there are. Does not
parse pages.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from lxml import etree

from ingest.fetch.urls import Url
from ingest.readers import endings
from ingest.readers.sheet_files import TABLE_ENDINGS

_READABLE = TABLE_ENDINGS.union(endings())
AGENT = "Guidepost"
"""The name that robots.txt and robots tags know this program by."""

_ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/x-markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.ms-excel": ".xls",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/json": ".json",
    "application/ld+json": ".json",
    "application/jsonl": ".jsonl",
    "application/x-ndjson": ".jsonl",
}
_BY_NAME = frozenset(
    {
        "text/plain",
        "application/octet-stream",
        "binary/octet-stream",
        "application/vnd.ms-excel",
        "",
    }
)
"""Types under which servers send all sorts: the ending of the address counts, if we read such."""
_SITEMAP_TYPES = frozenset(
    {"application/xml", "text/xml", "application/gzip", "application/x-gzip"}
)
_CODECS = ("iso8859", "cp", "koi8", "mac", "tis", "utf-16", "utf-32", "shift_jis", "euc", "gb",
           "big5")  # fmt: skip
"""How names of codecs begin that a page may be in; others in Python's list are no charsets."""
_HEAD_BYTES = 262_144
"""Of a page that are searched for a robots tag."""


@dataclass(frozen=True, slots=True)
class MediaType:
    """A content type header, taken apart."""

    name: str
    """Lower case, such as text/html; empty if there is no header."""
    charset: str | None = None


def media_type(headers: Mapping[str, str]) -> MediaType:
    """What the headers give as the body's type.

    >>> media_type({"content-type": 'Text/HTML; Charset="ISO-8859-1"'})
    MediaType(name='text/html', charset='ISO-8859-1')
    """
    name, _, rest = headers.get("content-type", "").partition(";")
    charset = re.search(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", rest, re.IGNORECASE)
    return MediaType(name.strip().lower(), charset[1] if charset else None)


def page_ending(media: MediaType, url: Url) -> str | None:
    """The file ending whose reader reads a page of this type; None if no reader does."""
    of_type = _ENDINGS.get(media.name)
    if media.name in _BY_NAME:
        of_name = PurePosixPath(url.path).suffix.lower()
        of_type = of_name if of_name in _READABLE else of_type
    return of_type if of_type in _READABLE else None


def may_be_sitemap(media: MediaType, url: Url) -> bool:
    """Whether an answer of this type can be a sitemap, gzipped or not."""
    named = url.path.lower().endswith((".xml", ".gz"))
    return media.name in _SITEMAP_TYPES or (named and media.name in _BY_NAME)


def in_utf8(octets: bytes, charset: str | None) -> bytes:
    """The octets in UTF-8, if they are not and the charset of the header fits; else as they are."""
    if charset is None or _is_utf8(octets):
        return octets
    try:
        codec = codecs.lookup(charset)
        if not codec.name.startswith(_CODECS):
            return octets
        text, _ = codec.decode(octets, "strict")
    except (LookupError, UnicodeError):
        return octets
    return text.encode("utf-8", "replace")


def _is_utf8(octets: bytes) -> bool:
    """Whether they can be UTF-8 text; no octet of it is zero."""
    if b"\x00" in octets[:4096]:
        return False
    try:
        octets.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def header_forbids(headers: Mapping[str, str]) -> bool:
    """Whether an X-Robots-Tag asks us not to index the answer.

    >>> header_forbids({"x-robots-tag": "otherbot: noindex, guidepost: none"})
    True
    >>> header_forbids({"x-robots-tag": "otherbot: noindex, nofollow"})
    False
    """
    speaks_to = ""
    for part in headers.get("x-robots-tag", "").lower().split(","):
        name, colon, rule = part.partition(":")
        if colon and name.strip() != "unavailable_after":
            speaks_to, part = name.strip(), rule  # noqa: PLW2901 - the rule without its name
        if speaks_to in ("", AGENT.lower()) and part.strip() in ("noindex", "none"):
            return True
    return False


def tag_forbids(octets: bytes) -> bool:
    """Whether an HTML page's head asks us not to index it.

    >>> tag_forbids(b'<head><META content="NoIndex, follow" name=ROBOTS></head>')
    True
    >>> tag_forbids(b"<body>Write <code>&lt;meta name=robots content=noindex&gt;</code>")
    False
    """
    try:
        page = etree.fromstring(octets[:_HEAD_BYTES], etree.HTMLParser(encoding="iso-8859-1"))
    except etree.LxmlError:
        return False
    for tag in [] if page is None else page.iterfind("head/meta"):
        given = {name.lower(): value.strip().lower() for name, value in tag.attrib.items()}
        rules = re.split(r"[\s,]+", given.get("content", ""))
        if given.get("name") in ("robots", AGENT.lower()) and {"noindex", "none"} & set(rules):
            return True
    return False
