"""Cities, regions and countries as a row gives them -> its places. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.cells import read_places
from vectorstore.records import Place

_APART = re.compile(r"\s*[;|]\s*")


def listed(cell: str) -> list[str]:
    """The values of a cell that may hold several, apart by ; or |."""
    return [p.strip() for p in _APART.split(cell)] if cell else []


def joined_places(cities: list[str], regions: list[str], countries: list[str]) -> tuple[Place, ...]:
    """Places of three lists: by place in them; one country holds for all cities.

    Several cities in one region, or the other way round, are not put together: the table does not
    say so. Cities of which nothing else is known may name region and country themselves.
    """
    if not any(regions) and not any(countries):
        return read_places("; ".join(filter(None, cities)))
    count = len(cities)
    if len(regions) not in (0, count) and count:
        alone = tuple(Place(None, r, None) for r in regions if r)
        return (*joined_places(cities, [], countries), *alone)
    count = max(count, len(regions)) or len(countries)
    same = countries * count if len(countries) == 1 else countries
    if len(same) not in (0, count):
        of_countries = (Place(None, None, c) for c in countries if c)
        return (*joined_places(cities, regions, []), *of_countries)
    columns = (part or [""] * count for part in (cities, regions, same))
    places = (Place(*(name or None for name in names)) for names in zip(*columns, strict=True))
    return tuple(dict.fromkeys(p for p in places if p != Place()))


def filled_places(found: Sequence[Place], region: str, country: str) -> tuple[Place, ...]:
    """The places with region and country of the row's own columns, where they name none.

    One region does not hold for several places: it stays a place of its own.
    """
    if len(found) > 1 and region:
        return (*found, Place(None, region, country or None))
    whole = (Place(p.city, p.region or region or None, p.country or country or None) for p in found)
    alone = (Place(None, region or None, country or None),) if region or country else ()
    return tuple(whole) or alone
