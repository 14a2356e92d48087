"""What a site's robots.txt lets us fetch, and how slowly: read once a run (RFC 9309).

The only module that knows Protego. A robots.txt that is not there (4xx) allows everything; one that
cannot be read now (5xx, no answer, a redirect elsewhere) allows nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

from ingest.errors import (
    BadStatus,
    PrivateAddress,
    ReadError,
    RefusedByRobots,
    RobotsUnknown,
    SiteUnreachable,
)
from ingest.fetch.client import Response
from ingest.fetch.content import AGENT
from ingest.fetch.urls import Site, Url

MAX_CRAWL_DELAY_S = 10.0
"""A longer Crawl-delay is not followed: 2,000 pages would take days."""
_MAX_ROBOTS_BYTES = 512_000
"""What is read of a robots.txt; RFC 9309 asks for 500 KiB at least."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Of one site."""

    parsed: Protego | None = None
    """None: everything is allowed, or nothing if there is `trouble`."""
    trouble: ReadError | None = None
    """Why robots.txt could not be read."""

    def delay_s(self) -> float:
        """Seconds between two requests that the site asks for, at most MAX_CRAWL_DELAY_S."""
        asked = self.parsed.crawl_delay(AGENT) if self.parsed else None
        return min(asked or 0.0, MAX_CRAWL_DELAY_S)

    def check(self, url: Url) -> None:
        """Raises: RefusedByRobots, RobotsUnknown; the trouble itself if the site has it at all."""
        if isinstance(self.trouble, PrivateAddress | SiteUnreachable):
            raise type(self.trouble)(str(url), self.trouble.reason) from self.trouble
        if self.trouble is not None:
            reason = f"robots.txt of {url.site} could not be read: {self.trouble.reason}"
            raise RobotsUnknown(str(url), reason) from self.trouble
        if self.parsed is not None and not self.parsed.can_fetch(str(url), AGENT):
            raise RefusedByRobots(str(url), f"robots.txt of {url.site} asks not to fetch it")


class Robots:
    """The rules of the sites of one run, each read when first needed."""

    def __init__(self, get: Callable[[Url], Response]) -> None:
        """`get` follows redirects without asking for rules again."""
        self._get = get
        self._rules: dict[Site, Rules] = {}

    def rules(self, site: Site) -> Rules:
        """What the site's robots.txt says."""
        if site not in self._rules:
            self._rules[site] = self._read(Url(site, "/robots.txt"))
        return self._rules[site]

    def delay_s(self, site: Site) -> float:
        """Seconds between two requests that the site asks for, as far as is known."""
        return self._rules[site].delay_s() if site in self._rules else 0.0

    def _read(self, url: Url) -> Rules:
        try:
            answer = self._get(url)
        except ReadError as error:
            return Rules(trouble=error)
        if answer.status == 200:
            text = answer.body[:_MAX_ROBOTS_BYTES].decode("utf-8", "replace")
            return Rules(Protego.parse(text.removeprefix("\ufeff")))
        if 400 <= answer.status < 500 and answer.status != 429:
            return Rules()
        return Rules(trouble=BadStatus(str(url), f"status {answer.status}"))
