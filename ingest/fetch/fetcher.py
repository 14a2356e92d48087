"""An address -> its page or the reason why not, by all rules: the path that every fetch takes.

allowed     https and a site that `--allow-url` names       urls.py
robots      the site's robots.txt, read once a run          robots.py
pace        one request at a time, a pause between them
get         checked address, limits on the connection       client.py
redirect    at most five, each from the top
retry       429 and 503, as long as the server asks, within bounds
accept      type by list, charset, noindex                  content.py
ledger      a 304 gives the body kept                       ledger.py
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from ingest.errors import (
    BadStatus,
    NotAllowed,
    NotToBeIndexed,
    ReadError,
    RedirectedAway,
    SiteUnreachable,
    SourceNotFound,
    WrongType,
)
from ingest.fetch.client import Check, Client, Response
from ingest.fetch.content import (
    MediaType,
    header_forbids,
    in_utf8,
    may_be_sitemap,
    media_type,
    page_ending,
    tag_forbids,
)
from ingest.fetch.ledger import Kept, Ledger
from ingest.fetch.robots import Robots
from ingest.fetch.urls import BadUrl, Site, Url, join_url

PAGE_S = 20.0
"""For one page, its redirects included; pauses, robots.txt and waits we were asked for are not."""
MAX_REDIRECTS = 5
MAX_ATTEMPTS = 3
MAX_WAIT_S = 30.0
"""A server that asks for a longer wait is left for another run."""
MAX_FAILURES = 5
"""Of a site in a row, after which it is left for another run: a site that is down costs minutes."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 503})
_ACCEPT = "text/html, application/xhtml+xml, text/markdown, text/plain;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class Clock:
    """Time as the fetcher knows it; tests do not wait."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    page_s: float = PAGE_S
    """Seconds for one page."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page or a sitemap as it stands at its address."""

    url: Url
    """Where it was found, after redirects."""
    octets: bytes
    """In UTF-8 where the headers name a charset that they are in."""
    ending: str | None
    """Of the files that the reader for it reads; None: it can only be a sitemap."""


class Fetcher:
    """Fetches the pages of one run. Not for several threads."""

    def __init__(
        self,
        client: Client,
        sites: frozenset[Site],
        ledger: Ledger,
        agent: str,
        pause_s: float,
        clock: Clock,
    ) -> None:
        self._client = client
        self._sites = sites
        self._ledger = ledger
        self._headers = {"User-Agent": agent, "Accept": _ACCEPT}
        self._pause_s = pause_s
        self._clock = clock
        self._robots = Robots(self._get_robots)
        self._asked_at: dict[Site, float] = {}
        self._failures: dict[Site, int] = {}

    def fetch(self, url: Url, source: str, sitemap: bool = False) -> Fetched:
        """The page at the address; with `sitemap`, one that may be a sitemap instead.

        `source` is what its kept body belongs to. Raises: ReadError of the address.
        """
        try:
            return self._fetch(url, source, sitemap)
        except ReadError as error:
            if error.uri == str(url):
                raise
            raise type(error)(str(url), f"leads to {error.uri}: {error.reason}") from error

    def _fetch(self, url: Url, source: str, sitemap: bool) -> Fetched:
        def check(at: Url, headers: Mapping[str, str]) -> None:
            _check_type(at, media_type(headers), sitemap)

        at, answer, kept = self._walk(url, check, mind_robots=True)
        return self._accept(at, answer, kept, source, sitemap)

    def _get_robots(self, url: Url) -> Response:
        _, answer, _ = self._walk(url, lambda _url, _headers: None, mind_robots=False)
        return answer

    def _walk(self, url: Url, check: Check, mind_robots: bool) -> tuple[Url, Response, Kept | None]:
        """Where the redirects from the address end, the answer there, and what was kept of it."""
        at, left_s = url, self._clock.page_s
        for _hop in range(MAX_REDIRECTS + 1):
            if at.site not in self._sites:
                raise _not_allowed(at, redirected=at is not url)
            kept = None
            if mind_robots:
                self._robots.rules(at.site).check(at)
                kept = self._ledger.kept(at)
            headers = self._headers | (kept.headers() if kept else {})
            answer, left_s = self._get(at, headers, left_s, check)
            if answer.status not in _REDIRECTS:
                return at, answer, kept
            at = _target(at, answer)
        raise RedirectedAway(str(url), f"more than {MAX_REDIRECTS} redirects")

    def _get(
        self, url: Url, headers: Mapping[str, str], left_s: float, check: Check
    ) -> tuple[Response, float]:
        """The answer, asked for again while the server is busy; and the seconds left."""
        for attempt in range(MAX_ATTEMPTS):
            self._pace(url.site)
            begun = self._clock.now()
            answer = self._ask(url, headers, left_s, check)
            left_s -= self._clock.now() - begun
            if answer.status not in _BUSY or attempt + 1 == MAX_ATTEMPTS:
                return answer, left_s
            wait_s = _asked_wait_s(answer, 2.0**attempt)
            if wait_s > MAX_WAIT_S:
                return answer, left_s
            self._clock.sleep(wait_s)
        raise AssertionError("the loop returns in its last round")

    def _pace(self, site: Site) -> None:
        """Wait until the site may be asked again."""
        pause_s = max(self._pause_s, self._robots.delay_s(site))
        before = self._asked_at.get(site)
        if before is not None and (wait_s := before + pause_s - self._clock.now()) > 0:
            self._clock.sleep(wait_s)
        self._asked_at[site] = self._clock.now()

    def _ask(self, url: Url, headers: Mapping[str, str], left_s: float, check: Check) -> Response:
        """The client's answer, unless the site failed too often in a row."""
        failures = self._failures.get(url.site, 0)
        if failures >= MAX_FAILURES:
            reason = f"{url.site} failed {failures} times in a row; not asked again in this run"
            raise SiteUnreachable(str(url), reason)
        self._failures[url.site] = failures + 1
        answer = self._client.get(url, headers, left_s, check)
        if answer.status not in _BUSY:
            self._failures[url.site] = 0
        return answer

    def _accept(
        self, url: Url, answer: Response, kept: Kept | None, source: str, sitemap: bool
    ) -> Fetched:
        if answer.status in (404, 410):
            self._ledger.drop(url)
            raise SourceNotFound(str(url), f"no page is there (status {answer.status})")
        is_held = answer.status == 304 and kept is not None
        if answer.status != 200 and not is_held:
            raise BadStatus(str(url), f"the server answered with status {answer.status}")
        page = kept if is_held and kept is not None else _page(answer)
        media = media_type({"content-type": page.content_type})
        _check_type(url, media, sitemap)
        ending = page_ending(media, url)
        octets = in_utf8(page.body, media.charset) if ending else page.body
        is_html = ending in (".html", ".xhtml")
        if header_forbids(answer.headers) or (is_html and tag_forbids(octets)):
            self._ledger.drop(url)
            raise NotToBeIndexed(str(url), "the page asks not to be indexed (noindex)")
        if is_held:
            self._ledger.confirm(url, source)
        else:
            self._ledger.keep(url, source, page)
        return Fetched(url, octets, ending)


def _not_allowed(url: Url, redirected: bool) -> ReadError:
    reason = f"{url.site} is not allowed; add --allow-url {url.site} to fetch from it"
    return RedirectedAway(str(url), reason) if redirected else NotAllowed(str(url), reason)


def _target(at: Url, answer: Response) -> Url:
    """Where a redirect leads. Raises: RedirectedAway if nothing may be fetched there."""
    location = answer.headers.get("location", "")
    try:
        return join_url(at, location)
    except BadUrl as error:
        raise RedirectedAway(str(at), f"redirects to {location[:200]!r}: {error}") from error


def _asked_wait_s(answer: Response, otherwise: float) -> float:
    """Seconds that the server asks to wait."""
    asked = answer.headers.get("retry-after", "").strip()
    if asked.isascii() and asked.isdecimal():
        return float(asked[:9])
    try:
        moment = parsedate_to_datetime(asked)
    except ValueError:
        return otherwise
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _check_type(url: Url, media: MediaType, sitemap: bool) -> None:
    """Raises: WrongType, unless a reader is for it or it may be the sitemap asked for."""
    if page_ending(media, url) is None and not (sitemap and may_be_sitemap(media, url)):
        named = repr(media.name) if media.name else "no content type"
        raise WrongType(str(url), f"sent as {named}, which no reader is for")


def _page(answer: Response) -> Kept:
    named = answer.headers
    return Kept(
        named.get("etag", ""),
        named.get("last-modified", ""),
        named.get("content-type", ""),
        answer.body,
    )
