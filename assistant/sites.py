"""The sites that a server answers: who may ask, from where, how much. Read from one YAML file.

A site is known by the origins of its pages and by its keys. No site is open to everyone: an origin
is written out, and an empty list lets nobody in. Keys stand here as hashes only. Pure but for
`read_sites`.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections import Counter
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import yaml
from limits import RateLimitItem, parse_many
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.errors import SettingsInvalid

KEY_PREFIX = "gpk_"
"""How the keys of sites begin, so that scanners of repositories find one that leaked."""
_PORTS = {"http": 80, "https": 443}
_HASH = re.compile(r"sha256:[0-9a-f]{64}")


def origin_of(text: str) -> str:
    """An origin as browsers send it. Raises: ValueError, for what is none, or is a pattern.

    >>> origin_of("HTTPS://Careers.Example.org:443/")
    'https://careers.example.org'
    """
    parts = urlsplit(text.strip())
    host = (parts.hostname or "").lower()
    if (
        parts.scheme not in _PORTS
        or not re.fullmatch(r"[a-z0-9._-]+|[0-9a-f:.]+", host)
        or parts.path not in ("", "/")
        or parts.username is not None
        or parts.query
        or parts.fragment
    ):
        raise ValueError(
            f"{text!r} is no origin; write scheme, host and port alone, as in "
            "https://careers.example.org, without * and without a path"
        )
    shown = f"[{host}]" if ":" in host else host
    port = "" if parts.port in (None, _PORTS[parts.scheme]) else f":{parts.port}"
    return f"{parts.scheme}://{shown}{port}"


def _key_hash(text: str) -> str:
    if not _HASH.fullmatch(text):
        raise ValueError(
            "a key stands here as sha256: and 64 hexadecimal digits; `guidepost key` makes both"
        )
    return text


def _limit(text: str) -> str:
    limits_of(text)
    return text


def limits_of(text: str) -> tuple[RateLimitItem, ...]:
    """Limits as written: "20/minute; 200/day". Raises: ValueError."""
    try:
        return tuple(parse_many(text))
    except ValueError as error:
        raise ValueError(f"{text!r} is no limit; write 20/minute, or 20/minute; 200/day") from error


Origin = Annotated[str, AfterValidator(origin_of)]
KeyHash = Annotated[str, AfterValidator(_key_hash)]
Limit = Annotated[str, AfterValidator(_limit)]


class Site(BaseModel):
    """One site: its pages' origins, its servers' keys, and how much it may ask."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")
    """How the operator's page, the log and the settings call it."""
    origins: tuple[Origin, ...] = ()
    """Of the pages that may show the element, as in https://careers.example.org. Empty: none."""
    keys: tuple[KeyHash, ...] = ()
    """Hashes of the keys of its servers, as `guidepost key` prints them. Empty: no server."""
    answers_per_visitor: Limit = "20/minute; 300/day"
    """Answers that one address (of IPv6: one /64) may have. 20: nobody reads more in a minute."""
    answers_per_site: Limit = "300/minute"
    """Answers of all its visitors and keys. 300: a tenth of what one server gives."""
    requests_per_visitor: Limit = "300/minute"
    """Requests of any kind, answers included: pages of sources, tokens, feedback."""
    answers_per_day: int | None = Field(default=None, ge=0)
    """The day's budget, days in UTC; kept with the conversations, so that a restart does not give
    another. None: no budget."""


class SiteFile(BaseModel):
    """What a file of sites says."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    sites: tuple[Site, ...]
    """Empty: the server answers nobody."""

    @model_validator(mode="after")
    def _told_apart(self) -> SiteFile:
        for what, held in (
            ("name", [s.name for s in self.sites]),
            ("origin", [o for s in self.sites for o in s.origins]),
            ("key", [k for s in self.sites for k in s.keys]),
        ):
            twice = [value for value, times in Counter(held).items() if times > 1]
            if twice:
                raise ValueError(f"the {what} {twice[0]!r} stands more than once")
        return self


def read_sites(path: Path) -> tuple[Site, ...]:
    """The sites of a file. Raises: SettingsInvalid, saying which place is wrong and why."""
    try:
        said = yaml.safe_load(path.read_bytes())
        return SiteFile.model_validate(said).sites
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        raise SettingsInvalid(
            f"the file of sites {str(path)!r} cannot be read ({why}); see GUIDEPOST_SITES"
        ) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise SettingsInvalid(f"the file of sites {str(path)!r} is no YAML{where}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "its top"
        raise SettingsInvalid(
            f"the file of sites {str(path)!r} is wrong at {where}: "
            f"{first['msg'].removeprefix('Value error, ')}; assistant/README.md has an example"
        ) from error


def new_key() -> tuple[str, str]:
    """A new key for a site's server, and its hash for the file: the key is kept nowhere."""
    key = KEY_PREFIX + secrets.token_urlsafe(32)
    return key, hash_of(key)


def hash_of(key: str) -> str:
    """What stands for a key in settings. Plain SHA-256: of 256 random bits nothing can be tried."""
    return "sha256:" + hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()
