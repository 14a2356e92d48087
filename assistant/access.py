"""Who may ask: visitors by token, servers by key, the operator by a key of its own.

Decides from what a request says of itself, and counts; knows no framework. `api/door.py` stands at
the door with it. A server without configured sites is open to this machine alone; one with sites,
even with an empty list of them, answers nobody else.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import logging
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from assistant.addresses import Network, visitor_of
from assistant.errors import (
    CredentialsMissing,
    HostRefused,
    KeyInvalid,
    OperatorOff,
    OperatorUnknown,
    OriginRefused,
    RateLimited,
    SiteBusy,
    TokenInvalid,
    TriesSpent,
)
from assistant.rates import Rates
from assistant.sites import KEY_PREFIX, Site, hash_of, origin_of
from assistant.tokens import Signer

VIEWS = "300/minute"
"""Pages of sources that one address may open without a token: links of answers lead there."""
TRIES = "10/minute"
"""Wrong keys of an operator from one address."""

_log = logging.getLogger(__name__)


class Kind(Enum):
    """What a request is for, as far as it matters who sends it."""

    PUBLIC = "public"
    """Pages, files and states that say nothing of what is held."""
    VIEW = "view"
    """A page of a source, which links lead to: no token can come with it."""
    SESSION = "session"
    """A visitor's page asks for a token."""
    ANSWER = "answer"
    """Costs an answer."""
    OTHER = "other"
    """Whatever else there is or is not: only for those who may ask."""
    OPERATOR = "operator"
    """The operator's pages: behind its key even on a server that is open."""
    METRICS = "metrics"
    """The counters: for the operator where the server is not open."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request says of who sends it."""

    kind: Kind
    client: str = ""
    """Its address, as `addresses.client_of` finds it."""
    authorization: str = ""
    """The header of this name; empty if there is none."""
    origin: str | None = None
    """Of the page that sends it; None where the browser says none, or it is none."""
    host: str = ""
    """The server's name as the client knows it."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever was let in."""

    site: Site | None = None
    """None on a server that is open, for what is public, and for the operator."""


class _Listed:
    """Sites, found by what a request says of them."""

    def __init__(self, sites: tuple[Site, ...]) -> None:
        self.sites = sites
        self.by_origin = {origin: site for site in sites for origin in site.origins}
        self.by_key = {key: site for site in sites for key in site.keys}
        self.by_name = {site.name: site for site in sites}


class Access:
    """The door of one server process."""

    def __init__(
        self,
        sites: tuple[Site, ...] | None = None,
        signer: Signer | None = None,
        token_s: int = 900,
        trusted: tuple[Network, ...] = (),
        operator_key: str | None = None,
        own_origin: str | None = None,
        file: Path | None = None,
    ) -> None:
        """`own_origin` is that of the server's own pages, where a proxy does not pass its name on.

        `sites` None leaves the server open to this machine; an empty list closes it.
        """
        self._listed = _Listed(sites or ())
        self.is_open = sites is None
        self.file = file
        """Where the sites stand, to be looked at for changes; None where they were given."""
        self.refused: str | None = None
        """Why the file's last change was not taken up; None if it was."""
        self.signer = signer or Signer()
        self.trusted = trusted
        """Networks of the proxies whose word on a client's address is taken."""
        self._own_origin = own_origin
        self._token_s = token_s
        self._operator = operator_key and _hashed(operator_key)
        self._rates = Rates()

    @property
    def sites(self) -> tuple[Site, ...]:
        """The sites that are answered now."""
        return self._listed.sites

    def renew(self, sites: tuple[Site, ...]) -> None:
        """Answer these sites from now on; who was counted stays counted. Safe from any thread."""
        self._listed = _Listed(sites)
        self.refused = None

    def allows(self, origin: str | None) -> bool:
        """Whether pages of this origin may read what is answered."""
        if origin is None:
            return False
        return origin in self._listed.by_origin or (
            self.is_open and _is_own(urlsplit(origin).hostname)
        )

    def site(self, name: str) -> Site | None:
        """The configured site of this name."""
        return self._listed.by_name.get(name)

    def token(self, origin: str | None) -> tuple[str, datetime]:
        """A token for a visitor of this page, and when it ends. Raises: OriginRefused."""
        site = self._of_origin(origin)
        assert origin is not None
        return self.signer.visit(site.name, origin, self._token_s)

    def admit(self, asked: Asked) -> Caller:
        """Who it is, if they may. Raises: NotAdmitted, NotAllowed, TooMany."""
        match asked.kind:
            case Kind.PUBLIC:
                return Caller()
            case Kind.OPERATOR:
                self._admit_operator(asked)
                return Caller()
            case _ if self.is_open:
                _check_own(asked)
                return Caller()
            case Kind.VIEW:
                return self._view(asked)
            case Kind.METRICS:
                self._admit_operator(asked)
                return Caller()
            case Kind.SESSION:
                return self._counted(self._of_origin(asked.origin), asked)
        return self._with_credentials(asked)

    def _with_credentials(self, asked: Asked) -> Caller:
        scheme, _, given = asked.authorization.partition(" ")
        if scheme.lower() != "bearer" or not given:
            raise CredentialsMissing("a request came without a token and without a key")
        if given.startswith(KEY_PREFIX):
            site = self._listed.by_key.get(hash_of(given))
            if site is None:
                raise KeyInvalid("a request came with a key that no site has")
            return self._counted(site, asked, by_key=True)
        visit = self.signer.visit_of(given)
        found = self._listed.by_name.get(visit.site)
        if found is None or visit.origin not in found.origins:
            raise TokenInvalid(f"a token is of {visit.site!r}, which has not its origin any more")
        if asked.origin is None:
            # A page's own GETs say no origin: then they go to where the page is from.
            own = visit.origin == self._own_origin
            if not own and urlsplit(visit.origin).netloc != asked.host.lower():
                raise OriginRefused("a token came without the origin that it was given to")
        elif asked.origin != visit.origin:
            raise OriginRefused("a token came from another page than it was given to")
        return self._counted(found, asked)

    def _of_origin(self, origin: str | None) -> Site:
        site = self._listed.by_origin.get(origin or "")
        if site is None:
            raise OriginRefused("a page of no configured site asked")
        return site

    def _counted(self, site: Site, asked: Asked, *, by_key: bool = False) -> Caller:
        """Count the request. Raises: RateLimited, SiteBusy."""
        whole, visitor = ("answers", site.name), (site.name, visitor_of(asked.client))
        limits: list[tuple[str, tuple[str, ...]]] = []
        if asked.kind is Kind.ANSWER:
            limits.append((site.answers_per_site, whole))
        if not by_key:
            limits.append((site.requests_per_visitor, ("requests", *visitor)))
            if asked.kind is Kind.ANSWER:
                limits.append((site.answers_per_visitor, ("answers", *visitor)))
        wait_s, at = self._rates.wait_s(*limits)
        if not wait_s:
            return Caller(site)
        if limits[at][1] == whole:
            raise SiteBusy(f"the site {site.name!r} asks more than {limits[at][0]}", wait_s)
        raise RateLimited(f"a visitor of {site.name!r} asks more than {limits[at][0]}", wait_s)

    def _view(self, asked: Asked) -> Caller:
        if not self.sites:
            raise CredentialsMissing("this server has no site, so it shows no source")
        wait_s, _ = self._rates.wait_s((VIEWS, ("view", visitor_of(asked.client))))
        if wait_s:
            raise RateLimited(f"an address opens more than {VIEWS} pages of sources", wait_s)
        return Caller()

    def _admit_operator(self, asked: Asked) -> None:
        if self._operator is None:
            raise OperatorOff("the operator's pages were asked for, and no key is set")
        who = ("operator", visitor_of(asked.client))
        wait_s = self._rates.is_full(TRIES, *who)
        if wait_s:
            raise TriesSpent("too many wrong keys of an operator came from one address", wait_s)
        given = _password(asked.authorization)
        if given is None:
            raise OperatorUnknown("the operator's pages were asked for without a key")
        if not hmac.compare_digest(hash_of(given), self._operator):
            self._rates.take(TRIES, *who)
            _log.warning("a wrong operator's key was sent")
            raise OperatorUnknown("the operator's pages were asked for with a wrong key")


def read_origin(header: str | None) -> str | None:
    """The origin that a browser says, in one form; None for none and for `null`.

    What is no origin at all is one that no site has.
    """
    if header is None:
        return None
    try:
        return origin_of(header)
    except ValueError:
        return "null"


def _check_own(asked: Asked) -> None:
    """Refuse other machines' pages. Raises: OriginRefused, HostRefused."""
    if asked.origin is not None and not _is_own(urlsplit(asked.origin).hostname):
        raise OriginRefused("a page from elsewhere asked a server that is open to this machine")
    # A name of elsewhere that leads here, as an attacker can arrange, is refused by its name.
    if not _is_own(urlsplit(f"//{asked.host}").hostname):
        raise HostRefused("a server that is open to this machine was asked under another name")


def _is_own(host: str | None) -> bool:
    """Whether a name or address of a host is this machine."""
    if host is None:
        return False
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _hashed(key: str) -> str:
    """An operator may set the key or its hash."""
    return key if key.startswith("sha256:") else hash_of(key)


def _password(authorization: str) -> str | None:
    """What was given as the operator's key: a browser's password, or a program's bearer token."""
    scheme, _, given = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return given
    if scheme.lower() != "basic":
        return None
    try:
        return base64.b64decode(given, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return None
