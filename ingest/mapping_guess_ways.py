"""Ways of delivery and places of a suggested mapping, line by line, each with its ground. Pure.

A bare code is never guessed to be a way or a country: it is written with `?` and what to decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ingest.cells import read_delivery, read_flag
from ingest.mapping import Meaning
from ingest.mapping_profile import Profile
from ingest.mapping_terms import NOTHING, THE_COUNTRY, UNDECIDED
from ingest.mapping_words import Guess, comment, like, read_from, scalar, several_in
from vectorstore.records import Delivery

_ASK = f'"{UNDECIDED}"'
_WAYS = (
    (Delivery.HYBRID, re.compile(r"hybrid|blend|mixed|multi", re.IGNORECASE)),
    (
        Delivery.ONLINE,
        re.compile(r"online|distance|remote|extern|extramural|virtual|e-?learn", re.IGNORECASE),
    ),
    (Delivery.ON_CAMPUS, re.compile(r"campus|person|face|intern|class|residen", re.IGNORECASE)),
)
_SHORT = {
    "o": "online", "onl": "online", "dl": "online", "odl": "online", "ext": "online",
    "dist": "online", "c": "on_campus", "int": "on_campus", "f2f": "on_campus",
    "h": "hybrid", "bld": "hybrid", "hyb": "hybrid",
}  # fmt: skip
"""What short codes often stand for: said as a question, never as an answer."""
_CODES_APART = re.compile(r"[\s/,;&+]+")
_FLAGS = {
    Meaning.ONLINE: Delivery.ONLINE,
    Meaning.ON_CAMPUS: Delivery.ON_CAMPUS,
    Meaning.HYBRID: Delivery.HYBRID,
}
_PART = r"(?:.*[\W_])?(?:loc|site|campus|prov|addr|inst)?"
_NAMED = {
    Meaning.CITY: re.compile(rf"{_PART}(?:town|city|suburb)(?:[\W_]?name)?", re.IGNORECASE),
    Meaning.REGION: re.compile(rf"{_PART}(?:state|region|province|county)", re.IGNORECASE),
    Meaning.COUNTRY: re.compile(rf"{_PART}(?:country|nation)", re.IGNORECASE),
}
_STATE = re.compile(r"(?:.*[\W_])?(?:st|prov|state[\W_](?:cd|code))", re.IGNORECASE)
_STATE_CODE = re.compile(r"[A-Z]{2,3}")
"""What states and provinces are under such a header: TX, NSW."""
_SPOT_NAME = re.compile(r"\b(?:loc|location)\b", re.IGNORECASE)
_SITE_NAME = re.compile(r"\b(?:campus(?:es)?|sites?|venue)\b", re.IGNORECASE)
"""Headers of names that need be no towns: "Downtown", "Main campus"."""
_COUNTRY_CODE = re.compile(r"[A-Z]{2,3}|\d{1,4}")
_SAID_SO = frozenset({"US", "USA", "UK", "GB", "UAE"})
"""Codes by which people call countries."""


def delivery_lines(guess: Guess) -> Iterator[str]:
    """The lines of `delivery:`."""
    flags = [(m, c) for m in _FLAGS if (c := guess.codes(m) or guess.anywhere(m))]
    mode = guess.codes(Meaning.DELIVERY) or _stated_ways(guess)
    if not flags and mode is None:
        yield "# delivery: no column says whether a program is online or on campus"
        return
    yield "delivery:"
    for meaning, column in flags:
        yield from _flag(column, _FLAGS[meaning])
    if mode:
        yield f"  - column: {scalar(mode.name)} {like(mode)}"
        if mark := several_in(mode):
            yield f'    split: "{mark}"'
        cells = _apart(mode.spelled, mark)
        if mode.is_few and not all(map(_names_ways, cells)):
            yield "    values:"
            yield from (f"      {scalar(c)}: {_ways(c)}" for c in cells)


def _apart(cells: Iterable[str], mark: str | None) -> list[str]:
    """The cells as a rule sees them: each of several values in one, once."""
    parts = (part.strip() for cell in cells for part in cell.split(mark))
    return list({part.casefold(): part for part in parts if part}.values()) if mark else [*cells]


def _flag(column: Profile, way: Delivery) -> Iterator[str]:
    """A column of yes and no; with other codes it says more than that, and nobody knows what."""
    said = {read_flag(cell) for cell in column.counts}
    is_bare = any(cell.isdigit() for cell in column.counts) and said != {True, False}
    if None not in said and not is_bare:
        pairs = ", ".join(
            f"{scalar(c)}: {way.value if read_flag(c) else NOTHING}" for c in column.spelled
        )
        yield f"  - {{ column: {scalar(column.name)}, values: {{ {pairs} }} }} # a flag"
        return
    ways = ", ".join((*(way.value for way in Delivery), NOTHING))
    yield f"  - column: {scalar(column.name)} # no plain yes and no: what does each stand for?"
    yield f"    # one of {ways}, or [on_campus, online]; {UNDECIDED} is unknown"
    yield "    values:"
    for cell, rows in column.counts.most_common(40):
        yield f"      {scalar(cell)}: {_ASK} # {rows:,} rows"


def _stated_ways(guess: Guess) -> Profile | None:
    """A column whose cells name ways of teaching, whatever its header says."""
    free = (c for c in guess.free if c.is_few and not c.is_flag)
    return next((c for c in free if all(map(_names_ways, c.counts))), None)


def _names_ways(cell: str) -> bool:
    return all(read_delivery(part) for part in cell.split(";"))


def _ways(cell: str) -> str:
    found = read_delivery(cell) or {way for way, words in _WAYS if words.search(cell)}
    named = [way.value for way, _ in _WAYS if way in found]
    if named:
        return f"[{', '.join(named)}]"
    short = [_SHORT.get(part) for part in _CODES_APART.split(cell.casefold())]
    asked = [*filter(None, short)] if all(short) else []
    return f"{_ASK} # what does it stand for?" + (f" {' and '.join(asked)}?" if asked else "")


def place_lines(guess: Guess) -> Iterator[str]:
    """The lines of `places:`: city, region and country of one table."""
    found = _places(guess)
    spot = next((c for c in guess.everywhere if _SPOT_NAME.search(c.name) and not c.is_code), None)
    site = next((c for c in guess.everywhere if _SITE_NAME.search(c.name) and not c.is_code), None)
    place = found.get(Meaning.PLACE)
    is_site = place is not None and _SITE_NAME.search(place.name) and not _has_commas(place)
    if is_site:
        site = found.pop(Meaning.PLACE)
    country = found.pop(Meaning.COUNTRY, None)
    if not found and spot and spot is not site:
        found = {Meaning.CITY: spot}
    if not found:
        yield "# places: no column is sure to say where a program is taught"
        if site:
            yield f"# places: {{ city: {scalar(site.name)} }} {like(site)}; are these towns?"
    if not found and country is None:
        return
    yield from _written(found, country)


def _written(found: dict[Meaning, Profile], country: Profile | None) -> Iterator[str]:
    if country is not None and not found and _is_coded(country):
        yield from _country(country, "# ")
        return
    yield "places:"
    yield from (f"  {m.value}: {read_from(c)} {like(c)}" for m, c in found.items())
    if country is not None:
        yield from _country(country, "  ")
    else:
        yield f"  # country: {{ constant: {THE_COUNTRY} }} # where all are in one country"


def _country(column: Profile, indent: str) -> Iterator[str]:
    if not _is_coded(column):
        yield f"{indent}country: {read_from(column)} {like(column)}"
        return
    pairs = ", ".join(f"{scalar(c)}: {_ASK}" for c in list(column.counts)[:6])
    start = indent if indent.startswith("#") else f"{indent}# "
    yield f"{start}{scalar(column.name)} holds codes ({comment(column.samples)}): name each,"
    yield f"{start}country: {{ column: {scalar(column.name)}, values: {{ {pairs} }} }}"
    yield f"{start}or one for all: country: {{ constant: {THE_COUNTRY} }}"


def _is_coded(column: Profile) -> bool:
    return all(_COUNTRY_CODE.fullmatch(c) and c not in _SAID_SO for c in column.counts)


def _has_commas(column: Profile) -> bool:
    return sum(n for c, n in column.counts.items() if "," in c) > column.counts.total() / 2


def _places(guess: Guess) -> dict[Meaning, Profile]:
    """The columns of one place, all of one table: towns of schools do not go with sites' states."""
    tables = [guess.main.columns, *(tie.taken for tie in guess.joined)]
    many = [tie.taken for tie in guess.joined if tie.is_many]
    known = [found for columns in (*many, *tables) if (found := _of_table(guess, columns))]
    best = max(known, key=lambda found: (Meaning.CITY in found, len(found)), default={})
    if Meaning.CITY in best:
        best.pop(Meaning.PLACE, None)
    return best


def _of_table(guess: Guess, columns: Sequence[Profile]) -> dict[Meaning, Profile]:
    own = dict(_recognised(guess, columns))
    codes = (c for c in columns if _STATE.fullmatch(c.name) and c.share(_STATE_CODE) == 1)
    if Meaning.REGION not in own and (column := next(codes, None)):
        own[Meaning.REGION] = column
    for meaning, name in _NAMED.items():
        spelled = (c for c in columns if name.fullmatch(c.name) and not c.is_flag and c.counts)
        if meaning not in own and (column := next(spelled, None)):
            own[meaning] = column
    order = (Meaning.PLACE, *_NAMED)
    return {m: own[m] for m in order if m in own and own[m].counts}


def _recognised(guess: Guess, columns: Iterable[Profile]) -> Iterator[tuple[Meaning, Profile]]:
    of_main = columns is guess.main.columns
    tie = next((t for t in guess.joined if t.taken is columns), None)
    for meaning in (Meaning.PLACE, *_NAMED):
        column = guess.column(meaning) if of_main else tie and guess.brought(tie, meaning)
        if column:
            yield meaning, column
