"""An address as given -> the pages to read: itself, or all that its sitemap lists.

What one run fetches through; `job.py` opens it when a given source is an address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Self

from ingest.errors import (
    BadSitemap,
    EmptyFile,
    NotAllowed,
    ReadError,
    SamePage,
    SourceNotFound,
    TooManyPages,
)
from ingest.fetch.client import Client, Network
from ingest.fetch.content import AGENT
from ingest.fetch.fetcher import Clock, Fetched, Fetcher
from ingest.fetch.ledger import FILE_NAME, Ledger
from ingest.fetch.sitemap import NoSitemap, is_sitemap, read_sitemap
from ingest.fetch.urls import BadUrl, Site, Url, parse_site, parse_url
from ingest.settings import FetchSettings

MAX_DEPTH = 3
"""Of sitemap indexes in each other; the protocol has one."""
MAX_SITEMAPS = 500
"""Below one index."""


Progress = Callable[[str, int, int], None]
"""stage, done, total."""


@dataclass(frozen=True, slots=True)
class Access:
    """What a run may fetch, and through what. Nothing unless hosts are named."""

    sites: frozenset[Site] = frozenset()
    network: Network = field(default_factory=Network)
    clock: Clock = field(default_factory=Clock)


@dataclass(frozen=True, slots=True)
class FoundPages:
    """An address as given, with its pages in order of their addresses."""

    uri: str
    kind: str
    """url or sitemap."""
    pages: tuple[Url, ...]
    errors: tuple[ReadError, ...] = ()
    """What a sitemap lists and what gave no pages."""
    is_whole: bool = True
    """False if a sitemap could not be read: what it listed before is not gone."""


def allowed_sites(hosts: Sequence[str]) -> frozenset[Site]:
    """The sites that `--allow-url` names. Raises: NotAllowed for what is no host."""
    sites = set()
    for host in hosts:
        try:
            sites.add(parse_site(host))
        except BadUrl as error:
            raise NotAllowed(
                host, f"--allow-url takes a host, such as example.org: {error}"
            ) from error
    return frozenset(sites)


class Web:
    """The sites of one run; a context manager. Not for several threads."""

    def __init__(
        self,
        access: Access,
        settings: FetchSettings,
        index_dir: Path,
        now: datetime,
        told: Progress,
        sitemaps: frozenset[str] = frozenset(),
    ) -> None:
        """Open the ledger in the index folder; connect to nothing yet.

        `sitemaps` are the addresses that were sitemaps so far.
        """
        self._max_pages = settings.max_pages
        self._told = told
        self._sitemaps = sitemaps
        self._stack = ExitStack()
        self._ledger = Ledger(index_dir, now)
        self._stack.callback(self._ledger.close)
        client = self._stack.enter_context(Client(access.network))
        self._fetcher = Fetcher(
            client,
            access.sites,
            self._ledger,
            _agent(settings.contact),
            settings.pause_s,
            access.clock,
        )
        self._first: dict[Url, Fetched] = {}
        self._read_as: dict[tuple[str, Url], Url] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def find(self, given: str) -> FoundPages:
        """The pages at an address: itself, or what it lists if it is a sitemap.

        Raises: ReadError, if the address gives neither.
        """
        try:
            url = parse_url(given)
        except BadUrl as error:
            raise NotAllowed(given[:200], str(error)) from error
        first = self._fetcher.fetch(url, str(url), sitemap=True)
        if first.ending is None or is_sitemap(first.octets):
            return _Listing(url, self._fetcher, self._max_pages, self._told).found(first)
        if str(url) in self._sitemaps or url.path.endswith((".xml", ".xml.gz")):
            raise BadSitemap(str(url), "it gave a page in the place of a sitemap")
        self._first[url] = first
        return FoundPages(str(url), "url", (url,))

    def read(self, url: Url, source: str) -> Fetched:
        """A page of a source. Raises: ReadError."""
        fetched = self._first.pop(url, None) or self._fetcher.fetch(url, source)
        other = self._read_as.setdefault((source, fetched.url), url)
        if other != url:
            raise SamePage(str(url), f"leads to the same page as {other}, which was read")
        return fetched

    def keep_only(self, sources: Iterable[str]) -> str:
        """Forget what was fetched for other sources; in words what went wrong with keeping it."""
        self._ledger.keep_only(sources)
        return f"{FILE_NAME}: {self._ledger.trouble}." if self._ledger.trouble else ""


def _agent(contact: str) -> str:
    """How we name ourselves to servers: program, version, and whom to ask."""
    named = f"{AGENT}/{version('guidepost')}"
    return f"{named} (+{contact})" if contact else named


class _Listing:
    """Collects what a sitemap lists, through the sitemaps of an index, in the order listed."""

    def __init__(self, uri: Url, fetcher: Fetcher, max_pages: int, told: Progress) -> None:
        self._uri = uri
        self._fetcher = fetcher
        self._max_pages = max_pages
        self._told = told
        self._seen = {uri}
        self._pages: dict[Url, None] = {}
        self._errors: list[ReadError] = []
        self._is_whole = True
        self._is_cut = False

    def found(self, first: Fetched) -> FoundPages:
        """All pages below the sitemap. Raises: BadSitemap, EmptyFile."""
        self._add(self._uri, first, 1)
        if self._is_cut:
            reason = (
                f"lists more than {self._max_pages:,} pages (GUIDEPOST_FETCH__MAX_PAGES) or "
                f"{MAX_SITEMAPS} sitemaps; the rest was not read"
            )
            self._errors.append(TooManyPages(str(self._uri), reason))
        if not self._pages and not self._errors:
            raise EmptyFile(str(self._uri), "the sitemap lists no pages")
        pages = tuple(sorted(self._pages, key=str))
        return FoundPages(str(self._uri), "sitemap", pages, tuple(self._errors), self._is_whole)

    def _add(self, at: Url, fetched: Fetched, depth: int) -> None:
        """Take what one sitemap lists. Raises: BadSitemap."""
        try:
            sitemap = read_sitemap(fetched.octets, max(self._max_pages, MAX_SITEMAPS))
        except NoSitemap as error:
            raise BadSitemap(str(at), str(error)) from error
        self._is_cut = self._is_cut or sitemap.more
        for location in sitemap.locations:
            try:
                url = parse_url(location)
            except BadUrl as error:
                self._errors.append(NotAllowed(location[:200], str(error)))
                continue
            if sitemap.is_index:
                self._add_below(url, depth + 1)
            elif len(self._pages) < self._max_pages:
                self._pages[url] = None
            elif url not in self._pages:
                self._is_cut = True

    def _add_below(self, at: Url, depth: int) -> None:
        """Take what a sitemap of an index lists; what it listed before stays if it fails."""
        if at in self._seen:
            return
        if len(self._seen) > MAX_SITEMAPS or len(self._pages) >= self._max_pages:
            self._is_cut = True
            return
        self._seen.add(at)
        self._told("sitemaps", len(self._seen) - 1, len(self._seen))
        try:
            if depth > MAX_DEPTH:
                raise BadSitemap(str(at), f"more than {MAX_DEPTH} sitemaps in each other")
            self._add(at, self._fetcher.fetch(at, str(self._uri), sitemap=True), depth)
        except ReadError as error:
            self._errors.append(error)
            self._is_whole = self._is_whole and isinstance(error, SourceNotFound)
