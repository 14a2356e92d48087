"""Names of cities, regions and countries, and what a snapshot holds of each.

A full name and a code mean the same region ("New South Wales", NSW) and link to what the sources
write, be it the one or the other. A code that several places share is told apart by its country.
It does not decide whether a word of a question is meant as a place (`place_codes.py`).
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from vectorstore.records import Place, Program
from vectorstore.text import words

Key = tuple[str, ...]
_MAX_CODE = 3
"""Letters of a code of a region."""
_OF_ONE_COUNTRY = 0.9
"""Share of the regions that stand without a country which must be one country's own."""


@dataclass(frozen=True, slots=True)
class Spot:
    """What a name of a place stands for in one snapshot."""

    values: tuple[str, ...]
    """As the sources write it; several where they write it in several ways."""
    kind: str
    """city, region or country."""
    within: tuple[str, ...] = ()
    """The country, where the values alone would fit a place elsewhere as well."""
    rows: int = 0
    """How many places of programs are so called; 0 if nobody counted."""
    apart: tuple[str, ...] = ()
    """For a country: those that hold a region written just as it is."""
    regions: frozenset[str] = frozenset()
    """For a city: the regions that it lies in, as the sources write them."""
    region_only: bool = False
    """A region that was named as such, where a city is written just as it is."""
    town: tuple[str, ...] = ()
    """For a region: the city that is written as it was named, where no region is: "New York"."""
    code: bool = False
    """Named by two or three letters, which may be meant as a word: "IN", "OR", "ME"."""


def spots(programs: Iterable[Program]) -> dict[Key, Spot]:
    """What each name of a place that the programs hold stands for, by its folded words."""
    held = _Held(p for program in programs for p in program.places)
    found = held.as_written()
    codes: dict[Key, list[Spot]] = defaultdict(list)
    for code, country in _countries().items():
        written = held.countries_called((code.lower(), *country["names"]))
        regions = country.get("regions", {})
        own = (*written, "") if held.is_of(regions) else written
        if not own:
            continue
        for region, names in regions.items():
            spot = held.region(region, names, own)
            if spot is not None:
                found |= {n: spot for n in map(words, names) if not held.is_city_elsewhere(n, spot)}
                codes[words(region)].append(spot)
        if not written:
            continue
        spot = Spot(written, "country", apart=held.holding_region(written))
        short = () if spot.apart else written  # "in CA" is California before it is Canada
        called = (*country["names"], *country.get("people", ()), *short)
        found |= {words(name): spot for name in called}
    for key, named in codes.items():
        if key not in found:
            values = tuple(dict.fromkeys(v for spot in named for v in spot.values))
            within = named[0].within if len(named) == 1 else ()
            found[key] = Spot(values, "region", within, sum(s.rows for s in named))
    return {k: _marked(k, s, held) for k, s in found.items()}


def _marked(name: Key, spot: Spot, held: _Held) -> Spot:
    """The spot with whether it is said by a code, and whether it is a region that a city is not."""
    if spot.kind == "city":
        return spot
    spelled = any(name == words(value) and not value.isupper() for value in spot.values)
    short = len(name) == 1 and len(name[0]) <= _MAX_CODE and not spelled  # Goa is no code
    as_named = spot.kind == "region" and all(name != words(value) for value in spot.values)
    only = as_named and any(held.is_city(words(value)) for value in spot.values)
    town = held.written_as_city(name) if as_named else ()
    return replace(spot, code=short, region_only=only, town=town)


class _Held:
    """The places of a snapshot, counted as written."""

    def __init__(self, held: Iterable[Place]) -> None:
        self._written: dict[Key, Counter[tuple[str, str]]] = defaultdict(Counter)
        self._countries_of: dict[Key, Counter[str]] = defaultdict(Counter)
        self._used_in: dict[Key, set[str | None]] = defaultdict(set)
        self._cities_in: set[tuple[Key, Key]] = set()
        self._regions_of: dict[Key, set[str]] = defaultdict(set)
        for place, times in Counter(held).items():
            for kind, name in (
                ("city", place.city), ("region", place.region), ("country", place.country)
            ):  # fmt: skip
                if name and (key := words(name)):
                    self._written[key][(kind, name)] += times
                    self._used_in[key].add(place.country)
                    if kind == "region":
                        self._countries_of[key][place.country or ""] += times
            if place.city and place.region:
                self._cities_in.add((words(place.city), words(place.region)))
                self._regions_of[words(place.city)].add(place.region)

    def as_written(self) -> dict[Key, Spot]:
        """Each name as its commonest writing."""
        found: dict[Key, Spot] = {}
        for key, counted in self._written.items():
            kind, name = max(counted, key=lambda k: (counted[k], k))
            inside = frozenset(self._regions_of.get(key, ())) if kind == "city" else frozenset()
            found[key] = Spot((name,), kind, rows=sum(counted.values()), regions=inside)
        return found

    def is_of(self, regions: Mapping[str, Iterable[str]]) -> bool:
        """Whether the regions that stand without a country are this country's."""
        bare = {key for key, of in self._countries_of.items() if "" in of}
        own = {words(n) for code, names in regions.items() for n in (code, *names)}
        return len(bare & own) > 1 and len(bare & own) >= _OF_ONE_COUNTRY * len(bare)

    def countries_called(self, names: Iterable[str]) -> tuple[str, ...]:
        """The writings of one country, sorted."""
        return tuple(sorted(set(self._names("country", map(words, names)))))

    def region(self, code: str, names: Iterable[str], countries: tuple[str, ...]) -> Spot | None:
        """What a region of a country is written as; None if it is not held there."""
        keys = [words(code), *map(words, names)]
        values = tuple(
            sorted(
                name
                for key in keys
                if set(self._countries_of.get(key, ())) & set(countries)
                for name in self._names("region", [key])
            )
        )
        used = {c or "" for v in values for c in self._used_in[words(v)]}
        own = sorted({c for v in values for c in self._countries_of[words(v)]} & set(countries))
        rows = sum(self._countries_of[words(v)][c] for v in values for c in own)
        within = tuple(filter(None, own)) if used - set(countries) else ()
        return Spot(values, "region", within, rows) if values else None

    def holding_region(self, countries: tuple[str, ...]) -> tuple[str, ...]:
        """The other countries that hold a region written like one of these countries."""
        others = {c for name in countries for c in self._countries_of.get(words(name), ())}
        return tuple(sorted(others - {"", *countries}))

    def is_city(self, name: Key) -> bool:
        """Whether a city is written so."""
        return any(kind == "city" for kind, _ in self._written.get(name, ()))

    def written_as_city(self, name: Key) -> tuple[str, ...]:
        """How a city of this name is written; () if there is none, or a region is written so."""
        written = self._written.get(name, ())
        if any(kind != "city" for kind, _ in written):
            return ()
        return tuple(sorted(own for _, own in written))

    def is_city_elsewhere(self, name: Key, region: Spot) -> bool:
        """Whether a region's name is rather that of a city that lies outside of it."""
        if any((name, words(value)) in self._cities_in for value in region.values):
            return False
        written = self._written.get(name, Counter())
        return sum(n for (kind, _), n in written.items() if kind == "city") > region.rows

    def _names(self, kind: str, keys: Iterable[Key]) -> Iterator[str]:
        for key in keys:
            yield from (name for k, name in self._written.get(key, ()) if k == kind)


@cache
def names_of(place: Place) -> frozenset[str]:
    """What a place's country and region are called, whatever is written: "new south wales".

    A region whose country is not written counts where no other country has one so written.
    """
    at, region = (place.country or "").lower(), (place.region or "").lower()
    out: set[str] = set()
    regions: list[set[str]] = []
    for code, country in _countries().items():
        own = {code.lower(), *country["names"]}
        if at and at not in own:
            continue
        out |= own if at else set()
        every = ({c.lower(), *names} for c, names in country.get("regions", {}).items())
        regions += [called for called in every if region in called]
    out |= regions[0] if len(regions) == 1 else set()
    return frozenset(n for n in out if len(n) > _MAX_CODE)


@cache
def _countries() -> Mapping[str, Any]:
    text = (Path(__file__).parent / "regions.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
