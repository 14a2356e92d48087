"""The distinct values that the rows hold, with how many rows hold each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from vectorstore.records import Program


@dataclass(frozen=True, slots=True)
class Facet:
    """One value, as written, and the rows that hold it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """Distinct values of each field, the commonest first, then by value. Unknown is not counted."""

    levels: tuple[Facet, ...]
    awards: tuple[Facet, ...]
    categories: tuple[Facet, ...]
    topics: tuple[Facet, ...]
    """Keys of `text.topic_key`, without their padding."""
    deliveries: tuple[Facet, ...]
    universities: tuple[Facet, ...]
    titles: tuple[Facet, ...]
    cities: tuple[Facet, ...]
    regions: tuple[Facet, ...]
    countries: tuple[Facet, ...]
    currencies: tuple[Facet, ...]
    price_bases: tuple[Facet, ...]


def facets_of(programs: Iterable[Program]) -> Facets:
    """The facets of these rows; a row with several places or topics counts once for each value."""
    rows = tuple(programs)
    return Facets(
        levels=_count([p.level.value] for p in rows),
        awards=_count([p.award] for p in rows),
        categories=_count([p.category] for p in rows),
        topics=_count([topic.strip() for topic in p.topics] for p in rows),
        deliveries=_count([d.value for d in p.delivery] for p in rows),
        universities=_count([p.university] for p in rows),
        titles=_count([p.title] for p in rows),
        cities=_count([place.city for place in p.places] for p in rows),
        regions=_count([place.region for place in p.places] for p in rows),
        countries=_count([place.country for place in p.places] for p in rows),
        currencies=_count([p.currency] for p in rows if p.price is not None),
        price_bases=_count([p.price_basis.value] for p in rows if p.price is not None),
    )


def _count(values: Iterable[Iterable[str | None]]) -> tuple[Facet, ...]:
    counts: Counter[str] = Counter()
    for of_row in values:
        counts.update({value for value in of_row if value})
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Facet(value, count) for value, count in ordered)
