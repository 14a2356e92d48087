"""What is written as an address -> a Url that may be asked for, or why it may not. Pure.

The only place that takes addresses apart: what it gives goes to the connection part by part and is
not parsed a second time. Hosts are names; an address in place of a name, however it is spelled
(`127.0.0.1`, `[::1]`, `2130706433`, `0x7f.1`), is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

HTTPS_PORT = 443
MAX_URL_CHARS = 2048
"""The longest `loc` that the sitemap protocol allows."""

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_LABEL = r"(?!-)[a-z0-9_-]{1,63}(?<!-)"
_HOST = re.compile(rf"(?:{_LABEL}\.)*{_LABEL}")
_NUMERIC = re.compile(r"\d+|0x[0-9a-f]*")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\]")
_KEPT = "!$%&'()*+,/:;=?@[]~-._"
"""What stays as it is in a path or a query; the rest is percent-encoded as UTF-8."""


@dataclass(frozen=True, slots=True)
class Site:
    """A host and a port: what `--allow-url` names and robots.txt speaks for."""

    host: str
    """Lower case, in ASCII (internationalised names as `xn--`)."""
    port: int = HTTPS_PORT

    def __str__(self) -> str:
        return self.host if self.port == HTTPS_PORT else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Url:
    """An https address, normalised: equal pages have equal text as far as spelling tells."""

    site: Site
    target: str
    """Path and query, percent-encoded; begins with a slash."""

    def __str__(self) -> str:
        return f"https://{self.site}{self.target}"

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]


class BadUrl(ValueError):
    """What was written is no address that may be asked for; says why."""


def looks_like_url(given: str) -> bool:
    """Whether it names a scheme, so that it cannot be meant as a path.

    >>> looks_like_url("https://example.org"), looks_like_url("seeds/page.txt")
    (True, False)
    """
    return _SCHEME.match(given) is not None


def parse_url(written: str) -> Url:
    """The address, its fragment gone and its dots resolved. Raises: BadUrl.

    >>> str(parse_url("HTTPS://Careers.Example.org:443/a/../b c?x=é#top"))
    Traceback (most recent call last):
    ...
    ingest.fetch.urls.BadUrl: it holds white space, a control character or a backslash
    >>> str(parse_url("HTTPS://Careers.Example.org:443/a/../b?x=é#top"))
    'https://careers.example.org/b?x=%C3%A9'
    """
    written = written.strip()
    if len(written) > MAX_URL_CHARS:
        raise BadUrl(f"it is longer than {MAX_URL_CHARS:,} characters")
    if _FORBIDDEN.search(written):
        raise BadUrl("it holds white space, a control character or a backslash")
    try:
        parts = urlsplit(written)
        port = parts.port
    except ValueError as error:
        raise BadUrl(f"it is no address ({str(error).lower()})") from error
    if parts.scheme != "https":
        raise BadUrl("only https is fetched")
    if "@" in parts.netloc:
        raise BadUrl("it holds a user name or a password")
    path = urljoin("https://host/", re.sub("^/+", "/", parts.path) or "/")[len("https://host") :]
    target = quote(path + (f"?{parts.query}" if parts.query else ""), safe=_KEPT)
    return Url(Site(_host(parts.hostname or ""), HTTPS_PORT if port is None else port), target)


def join_url(found_at: Url, reference: str) -> Url:
    """Where a reference on a page leads, absolute or relative. Raises: BadUrl."""
    if len(reference) > MAX_URL_CHARS or _FORBIDDEN.search(reference):
        raise BadUrl("it is too long, or holds white space, a control character or a backslash")
    try:
        return parse_url(urljoin(str(found_at), reference))
    except ValueError as error:
        raise error if isinstance(error, BadUrl) else BadUrl("it is no address") from error


def parse_site(written: str) -> Site:
    """The site that `--allow-url HOST[:PORT]` names. Raises: BadUrl.

    >>> parse_site("Careers.Example.org:8443")
    Site(host='careers.example.org', port=8443)
    """
    host, colon, port = written.strip().rpartition(":")
    if not colon:
        return Site(_host(port))
    if not port.isascii() or not port.isdecimal() or not 0 < int(port) < 65536:
        raise BadUrl("write a host such as careers.example.org, or host:port")
    return Site(_host(host), int(port))


def _host(written: str) -> str:
    """The host's name in ASCII and lower case, without a dot at its end."""
    refusal = f"{written!r} is an address; only hosts named by --allow-url are fetched"
    if ":" in written:
        raise BadUrl(refusal)
    try:
        host = written.removesuffix(".").encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise BadUrl(f"{written!r} is no host name") from error
    if not _HOST.fullmatch(host) or len(host) > 253:
        raise BadUrl(f"{written!r} is no host name")
    if _NUMERIC.fullmatch(host.rpartition(".")[2]):
        raise BadUrl(refusal)
    return host
