"""The tables of a snapshot's SQLite file, and how records become rows of them and come back.

SQLAlchemy Core; no query is run here. Records survive the way there and back unchanged. Beside the
record's own columns a row holds keys folded by `text.topic_key`, which is what filters compare.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import (
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    Row,
    Select,
    Table,
    Text,
    UniqueConstraint,
    select,
)

from vectorstore.records import (
    Claim,
    Delivery,
    Duration,
    Level,
    Listing,
    ListingId,
    PageId,
    Passage,
    Place,
    PriceBasis,
    Program,
    Reject,
    Repair,
    Source,
    SourceId,
    SourcePage,
)
from vectorstore.text import topic_key

DELIVERY_BIT = {Delivery.ONLINE: 1, Delivery.ON_CAMPUS: 2, Delivery.HYBRID: 4}
"""A program's delivery as one integer, so that "only" and "all" are one comparison."""
_LEVELS = {level.value: level for level in Level}
_BASES = {basis.value: basis for basis in PriceBasis}

metadata = MetaData()


def _text(name: str, **options: Any) -> Column[str]:
    return Column(name, Text, nullable=False, **options)


def _maybe(name: str) -> Column[str]:
    return Column(name, Text)


def _int(name: str, **options: Any) -> Column[int]:
    return Column(name, Integer, nullable=False, **options)


sources = Table(
    "sources", metadata, _int("position", primary_key=True), _text("id", unique=True),
    _text("uri"), _text("kind"), _maybe("as_of"),
)  # fmt: skip

pages = Table(
    "pages", metadata, _int("position", primary_key=True), _text("id", unique=True),
    _text("source_id", index=True), _text("uri"), _text("title"), _text("text"), _text("sha256"),
    _text("origin_sha256"), _text("fetched_at"), _text("repairs"), _maybe("as_of"), _maybe("url"),
    _maybe("sheet"), Column("row", Integer),
)  # fmt: skip

passages = Table(
    "passages", metadata, _int("position", primary_key=True), _text("id", unique=True),
    _text("page_id", index=True), _text("source_id"), _int("start"), _int("end"), _text("text"),
    _text("heading_path"), _text("sentences"),
)  # fmt: skip

listings = Table(
    "listings", metadata, _int("position", primary_key=True), _text("id", unique=True),
    _text("page_id", index=True), _text("source_id"), _text("heading"), _int("start"),
    _int("end"), Column("announced", Integer), _int("held"), _text("subject"), _int("off_subject"),
)  # fmt: skip

programs = Table(
    "programs", metadata, _int("position", primary_key=True), _text("id", unique=True),
    _int("sequence"), _text("page_id", index=True), _text("listing_id"), _text("source_id"),
    _text("level"), _maybe("award"), _maybe("category"), _text("topics"), _int("delivery"),
    _text("university"), _text("title"), Column("duration_value", Float), _maybe("duration_unit"),
    Column("years", Float), _maybe("duration_raw"), Column("price", Float), _maybe("currency"),
    _text("price_basis"), _maybe("price_raw"), _maybe("url"), _text("attributes"), _int("start"),
    _int("end"), Column("off_subject", Boolean, nullable=False), _maybe("delivery_raw"),
    Index("programs_by_level_price", "level", "price"),
    Index("programs_by_source_level", "source_id", "level"),
    Index("programs_by_price", "price"),
    Index("programs_by_years", "years"),
)  # fmt: skip
"""`position`: rank in answer order (university, title, case-folded); `sequence`: order as read."""

terms = Table(
    "terms", metadata, _int("position", primary_key=True), _text("kind"), _text("key"),
    UniqueConstraint("kind", "key"),
)  # fmt: skip
"""Distinct keys of award, category, topic, university and title: a phrase is looked for among them,
not among all programs."""

program_terms = Table(
    "program_terms", metadata, _int("term", primary_key=True), _int("program", primary_key=True),
    sqlite_with_rowid=False,
)  # fmt: skip
"""Which programs (by position) hold a term (by position)."""

places = Table(
    "places", metadata, _int("position", primary_key=True), _int("program", index=True),
    _maybe("city"), _maybe("region"), _maybe("country"),
    _maybe("city_key"), _maybe("region_key"), _maybe("country_key"),
    Index("places_by_city", "city_key", "program"),
    Index("places_by_region", "region_key", "program"),
    Index("places_by_country", "country_key", "program"),
)  # fmt: skip
"""`program`: the program's position."""

claims = Table(
    "claims", metadata, _int("position", primary_key=True), _text("id", unique=True),
    _text("page_id", index=True), _text("source_id"), _text("entity"), _text("attribute"),
    _text("label"), _text("text"), Column("low", Float), Column("high", Float), _maybe("unit"),
    _maybe("period"), _int("start"), _int("end"), Column("open_ended", Boolean, nullable=False),
    _text("qualifiers"), _text("flags"), _text("heading_path"), _text("attribute_key"),
    Index("claims_by_attribute", "attribute_key"),
)  # fmt: skip

rejects = Table(
    "rejects", metadata, _int("position", primary_key=True), _text("page_id", index=True),
    _text("source_id"), _text("page_uri"), _text("reason"), _int("start"), _int("end"),
    _text("text"),
)  # fmt: skip

Values = dict[str, Any]
"""Column names and values of one row."""


def source_values(source: Source) -> Values:
    """A source as a row, without its position; likewise the functions below."""
    as_of = source.as_of.isoformat() if source.as_of else None
    return {"id": source.id, "uri": source.uri, "kind": source.kind, "as_of": as_of}


def page_values(page: SourcePage) -> Values:
    """A page as a row."""
    return {
        "id": page.id, "source_id": page.source_id, "uri": page.uri, "title": page.title,
        "text": page.text, "sha256": page.sha256, "origin_sha256": page.origin_sha256,
        "fetched_at": page.fetched_at.isoformat(), "url": page.url,
        "repairs": _json([[r.kind, r.before, r.after, r.count] for r in page.repairs]),
        "as_of": page.as_of.isoformat() if page.as_of else None,
        "sheet": page.sheet, "row": page.row,
    }  # fmt: skip


def passage_values(passage: Passage, source: SourceId) -> Values:
    """A passage as a row."""
    return {
        "id": passage.id, "page_id": passage.page_id, "source_id": source,
        "start": passage.start, "end": passage.end, "text": passage.text,
        "heading_path": _json(passage.heading_path), "sentences": _json(passage.sentences),
    }  # fmt: skip


def listing_values(listing: Listing, source: SourceId) -> Values:
    """A listing as a row."""
    return {
        "id": listing.id, "page_id": listing.page_id, "source_id": source,
        "heading": listing.heading, "start": listing.start, "end": listing.end,
        "announced": listing.announced, "held": listing.held, "subject": _json(listing.subject),
        "off_subject": listing.off_subject,
    }  # fmt: skip


def program_values(program: Program) -> Values:
    """A program as a row, without its places."""
    length = program.duration
    return {
        "id": program.id, "page_id": program.page_id, "listing_id": program.listing_id,
        "source_id": program.source_id, "level": program.level.value, "award": program.award,
        "category": program.category, "topics": _json(program.topics),
        "delivery": delivery_mask(program.delivery), "university": program.university,
        "title": program.title, "duration_value": length.value if length else None,
        "duration_unit": length.unit if length else None, "years": length.years if length else None,
        "duration_raw": length.raw if length else None, "price": program.price,
        "currency": program.currency, "price_basis": program.price_basis.value,
        "price_raw": program.price_raw, "url": program.url,
        "attributes": _json(program.attributes), "start": program.start, "end": program.end,
        "off_subject": program.off_subject, "delivery_raw": program.delivery_raw,
    }  # fmt: skip


def program_keys(program: Program) -> set[tuple[str, str]]:
    """Kind and key of each term that the program holds."""
    keys = {("topic", topic) for topic in program.topics}
    keys |= {("university", topic_key(program.university)), ("title", topic_key(program.title))}
    keys |= {("award", topic_key(program.award))} if program.award else set()
    return keys | ({("category", topic_key(program.category))} if program.category else set())


def place_values(place: Place) -> Values:
    """A place as a row, without its program."""
    return {
        "city": place.city, "region": place.region, "country": place.country,
        "city_key": _key(place.city), "region_key": _key(place.region),
        "country_key": _key(place.country),
    }  # fmt: skip


def claim_values(claim: Claim) -> Values:
    """A claim as a row."""
    return {
        "id": claim.id, "page_id": claim.page_id, "source_id": claim.source_id,
        "entity": claim.entity, "attribute": claim.attribute, "label": claim.label,
        "text": claim.text, "low": claim.low, "high": claim.high, "unit": claim.unit,
        "period": claim.period, "start": claim.start, "end": claim.end,
        "open_ended": claim.open_ended, "qualifiers": _json(claim.qualifiers),
        "flags": _json(claim.flags), "heading_path": _json(claim.heading_path),
        "attribute_key": topic_key(claim.attribute),
    }  # fmt: skip


def reject_values(reject: Reject, page: SourcePage) -> Values:
    """A reject as a row."""
    return {
        "page_id": page.id, "source_id": page.source_id, "page_uri": reject.page_uri,
        "reason": reject.reason, "start": reject.start, "end": reject.end, "text": reject.text,
    }  # fmt: skip


def to_source(row: Row[Any]) -> Source:
    """The source of a row, all its table's columns in order; likewise the functions below.

    Those of tables with thousands of rows take them by position: by name they take thrice as long.
    """
    return Source(SourceId(row.id), row.uri, row.kind, _date(row.as_of))


def to_page(row: Row[Any]) -> SourcePage:
    """The page of a row."""
    return SourcePage(
        PageId(row.id), SourceId(row.source_id), row.uri, row.title, row.text, row.sha256,
        row.origin_sha256, _moment(row.fetched_at),
        _repairs(row.repairs), _date(row.as_of), row.url,
        row.sheet, row.row,
    )  # fmt: skip


def to_passage(row: Sequence[Any]) -> Passage:
    """The passage of a row."""
    _, own, page, _, start, end, text, path, spans = row
    sentences = tuple([(first, last) for first, last in orjson.loads(spans)])
    return Passage(own, page, start, end, text, _texts(path), sentences)


def to_listing(row: Row[Any]) -> Listing:
    """The listing of a row."""
    return Listing(
        ListingId(row.id), PageId(row.page_id), row.heading, row.start, row.end, row.announced,
        row.held, _texts(row.subject), row.off_subject,
    )  # fmt: skip


def to_program(row: Sequence[Any], found_in: tuple[Place, ...]) -> Program:
    """The program of a row and the places read beside it."""
    (
        _, own, _, page, listing, source, level, award, category, topics, delivery, university,
        title, value, unit, years, length_raw, price, currency, basis, price_raw, url, attributes,
        start, end, off_subject, delivery_raw,
    ) = row  # fmt: skip
    return Program(
        own, page, listing, source, _LEVELS[level], award, category, _texts(topics),
        _ways(delivery), university, title, found_in,
        None if years is None else Duration(value, unit, years, length_raw), price, currency,
        _BASES[basis], price_raw, url,
        tuple([(header, text) for header, text in orjson.loads(attributes)]),
        start, end, off_subject, delivery_raw,
    )  # fmt: skip


def select_places() -> Select[int, str | None, str | None, str | None]:
    """Position of the program, city, region and country of every place, in order."""
    columns = places.c
    chosen = select(columns.program, columns.city, columns.region, columns.country)
    return chosen.order_by(columns.position)


@lru_cache(1 << 13)
def to_place(city: str | None, region: str | None, country: str | None) -> Place:
    """The place of these columns: one record for all rows of the same place, of which few recur."""
    return Place(city, region, country)


def to_claim(row: Sequence[Any]) -> Claim:
    """The claim of a row."""
    (
        _, own, page, source, entity, attribute, label, text, low, high, unit, period, start, end,
        open_ended, qualifiers, flags, path, _,
    ) = row  # fmt: skip
    return Claim(
        own, page, source, entity, attribute, label, text, low, high, unit, period, start, end,
        open_ended, _texts(qualifiers), _texts(flags), _texts(path),
    )  # fmt: skip


@lru_cache(1 << len(Delivery))
def _ways(mask: int) -> frozenset[Delivery]:
    return frozenset(d for d, bit in DELIVERY_BIT.items() if mask & bit)


def to_reject(row: Row[Any]) -> Reject:
    """The reject of a row."""
    return Reject(row.page_uri, row.reason, row.start, row.end, row.text)


def delivery_mask(delivery: Iterable[Delivery]) -> int:
    """Ways of delivery as the sum of their bits; 0 if unknown."""
    return sum(DELIVERY_BIT[d] for d in set(delivery))


# Made once: `json.dumps` makes an encoder for each of 250,000 rows, which takes half of its time.
_PLAIN = json.JSONEncoder(ensure_ascii=False)
_SORTED = json.JSONEncoder(sort_keys=True, ensure_ascii=False)


def sortable(values: Mapping[str, Any]) -> str:
    """One row as text that is equal for equal rows, for fingerprints."""
    return _SORTED.encode(values)


def _json(value: object) -> str:
    return _PLAIN.encode(value)


def _key(text: str | None) -> str | None:
    return None if text is None else topic_key(text)


@lru_cache(1 << 13)
def _repairs(column: str) -> tuple[Repair, ...]:
    return tuple(Repair(*fields) for fields in orjson.loads(column))


@lru_cache(1 << 13)
def _texts(column: str) -> tuple[str, ...]:
    return tuple(orjson.loads(column))


@lru_cache(1 << 10)
def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


@lru_cache(1 << 10)
def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
