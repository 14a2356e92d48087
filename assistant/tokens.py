"""Signed texts that a visitor's browser holds: who may ask from where, and until when. Pure.

A token says the site, the origin of its pages and its end, and nothing of the visitor. It is bound
to a purpose, so that what is signed for one use is worth nothing for another.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from assistant.errors import TokenExpired, TokenInvalid

MIN_SECRET_BYTES = 32
"""As many as the digest has: a shorter secret would be the easier thing to try."""
MAX_CHARS = 1_000
"""A token is under 200; longer ones are not looked at."""
_VERSION = "gpt1"


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visitor's token says."""

    site: str
    """Name of the site."""
    origin: str
    """Of the page that it was given to."""
    expires_at: datetime
    """In UTC, whole seconds."""


class Signer:
    """Makes and reads signed texts with one secret."""

    def __init__(
        self,
        secret: bytes | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Without a secret one is made that nobody else has and that ends with this object."""
        self._secret = secret or secrets.token_bytes(MIN_SECRET_BYTES)
        self._now = now

    def visit(self, site: str, origin: str, lifetime_s: int) -> tuple[str, datetime]:
        """A token for a visitor of this page, and when it ends."""
        ends = int(self._now().timestamp()) + lifetime_s
        return self.sign("visit", {"s": site, "o": origin, "e": ends}), _time(ends)

    def visit_of(self, token: str) -> Visit:
        """What a token says. Raises: TokenInvalid, TokenExpired."""
        said = self.read("visit", token)
        return Visit(str(said["s"]), str(said["o"]), _time(said["e"]))

    def sign(self, purpose: str, said: dict[str, str | int]) -> str:
        """The text that says this; `said["e"]` is the second at which it ends."""
        body = _encoded(json.dumps(said, separators=(",", ":")).encode())
        return f"{_VERSION}.{body}.{self._seal(purpose, body)}"

    def read(self, purpose: str, token: str) -> dict[str, int]:
        """What a text says that was signed here for this purpose and has not ended.

        Raises: TokenInvalid, TokenExpired.
        """
        version, _, rest = token.partition(".")
        body, _, seal = rest.partition(".")
        known = len(token) <= MAX_CHARS and version == _VERSION
        # Bytes: compare_digest takes no text outside of ASCII.
        if not known or not hmac.compare_digest(
            seal.encode("utf-8", "replace"), self._seal(purpose, body).encode()
        ):
            raise TokenInvalid("a token was not signed here, or for another use")
        said: dict[str, int] = json.loads(_decoded(body))
        if said["e"] <= self._now().timestamp():
            raise TokenExpired("a token has ended; ask for a new one")
        return said

    def _seal(self, purpose: str, body: str) -> str:
        signed = f"{_VERSION}|{purpose}|{body}".encode("utf-8", "replace")
        return _encoded(hmac.digest(self._secret, signed, hashlib.sha256))


def _time(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _encoded(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise TokenInvalid("a token is not as it was made") from error
