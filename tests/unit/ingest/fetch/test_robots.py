"""robots.txt: read once a site, followed for our name, and nothing fetched when it is unknown."""

from __future__ import annotations

import pytest

from ingest.errors import PrivateAddress, ReadError, RefusedByRobots, RobotsUnknown, TooSlow
from ingest.fetch.client import Response
from ingest.fetch.robots import MAX_CRAWL_DELAY_S, Robots
from ingest.fetch.urls import Site, Url, parse_url

SITE = Site("example.org")
RULES = b"""\xef\xbb\xbfUser-agent: *
Disallow: /private
Crawl-delay: 3600

User-agent: guidepost
Disallow: /for-people
Disallow: /*.cgi$
Allow: /for-people/all
Crawl-delay: 2.5
"""


def robots(answer: Response | ReadError) -> tuple[Robots, list[str]]:
    asked: list[str] = []

    def get(url: Url) -> Response:
        asked.append(str(url))
        if isinstance(answer, ReadError):
            raise answer
        return answer

    return Robots(get), asked


def may(made: Robots, path: str) -> bool:
    try:
        made.rules(SITE).check(parse_url(f"https://example.org{path}"))
    except RefusedByRobots:
        return False
    return True


def test_the_rules_for_our_name_and_no_others() -> None:
    made, asked = robots(Response(200, {}, RULES))
    allowed, refused = ("/", "/private", "/for-people/all"), ("/for-people", "/a.cgi")
    assert all(may(made, path) for path in allowed)
    assert not any(may(made, path) for path in refused)
    assert asked == ["https://example.org/robots.txt"]
    assert made.delay_s(SITE) == 2.5
    assert made.delay_s(Site("other.example.org")) == 0


def test_a_long_delay_is_cut() -> None:
    made, _ = robots(Response(200, {}, b"User-agent: *\nCrawl-delay: 86400"))
    made.rules(SITE)
    assert made.delay_s(SITE) == MAX_CRAWL_DELAY_S


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_no_robots_txt_allows_everything(status: int) -> None:
    assert may(robots(Response(status, {}))[0], "/anything")


@pytest.mark.parametrize("body", [b"", b"\x00\xff" * 1000, b"<html>Not found</html>"])
def test_one_that_says_nothing_allows_everything(body: bytes) -> None:
    assert may(robots(Response(200, {}, body))[0], "/anything")


@pytest.mark.parametrize(
    "answer", [Response(500, {}), Response(503, {}), Response(429, {}), TooSlow("x", "too slow")]
)
def test_one_that_cannot_be_read_allows_nothing(answer: Response | ReadError) -> None:
    with pytest.raises(RobotsUnknown, match=r"robots\.txt of example\.org could not be read"):
        may(robots(answer)[0], "/")


def test_a_site_that_cannot_be_reached_is_told_as_such() -> None:
    with pytest.raises(PrivateAddress, match=r"at 10\.0\.0\.1"):
        may(robots(PrivateAddress("x", "example.org is at 10.0.0.1"))[0], "/")


def test_only_the_beginning_of_a_long_one_counts() -> None:
    long = b"User-agent: *\n" + b"# filler\n" * 100_000 + b"Disallow: /\n"
    assert may(robots(Response(200, {}, long))[0], "/")
