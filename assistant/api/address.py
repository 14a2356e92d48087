"""Under which origin browsers reach this server, and where a citation's source is shown."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from fastapi import Request

from assistant.api.depends import service_of
from assistant.records import Citation
from assistant.sites import origin_of


def base_of(request: Request) -> str:
    """The server's own origin: as set, as a configured site has it, or as the request names it.

    A request does not tell whether a proxy before us spoke TLS; an origin of a site does.
    """
    service = service_of(request)
    if service.settings.public_url:
        return service.settings.public_url
    host = request.headers.get("host", "").lower()
    for site in service.access.sites:
        for origin in site.origins:
            if urlsplit(origin).netloc == host:
                return origin
    try:
        return origin_of(f"{request.url.scheme}://{host}")
    except ValueError:  # a client that names no host, or nonsense, gets what it can follow itself
        return ""


def address_of(citation: Citation, base: str) -> str:
    """Where the page of a citation is shown, the cited span marked."""
    item = citation.item
    return f"{base}/sources/{quote(item.page.id, safe='')}/view?start={item.start}&end={item.end}"
