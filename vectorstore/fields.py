"""What the records say, field by field: what is compared between snapshots, and how it is told.

Pure. Where a record stands (page, listing, span) is no field of it; figures come first.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from vectorstore.describe import number
from vectorstore.records import Claim, Place, PriceBasis, Program, Source, SourcePage
from vectorstore.text import fold, topic_key


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A field of a record."""

    held: Hashable = None
    """What is compared; None if nothing is known."""
    words: str | None = None
    """As listed, with its unit."""


Record = Source | SourcePage | Program | Claim
FieldValues = dict[str, FieldValue]
"""By the name of the field."""


def fields_of(record: Record) -> FieldValues:
    """The fields of a record; each unmapped column of a row is "attribute" and its header."""
    match record:
        case Source():
            return _source_fields(record)
        case SourcePage():
            return _page_fields(record)
        case Program():
            return _program_fields(record)
        case Claim():
            return _claim_fields(record)


def name_of(record: Record) -> str:
    """What people call it: its uri, its school and title, or what a claim speaks of."""
    match record:
        case Source() | SourcePage():
            return record.uri
        case Program():
            return f"{record.university} | {record.title}"
        case Claim():
            return f"{record.entity} | {record.label}"


def _source_fields(source: Source) -> FieldValues:
    as_of = source.as_of.isoformat() if source.as_of else None
    return {"kind": FieldValue(source.kind, source.kind), "as of": FieldValue(as_of, as_of)}


def _page_fields(page: SourcePage) -> FieldValues:
    as_of = page.as_of.isoformat() if page.as_of else None
    return {
        "text": FieldValue(page.sha256, f"{len(page.text):,} characters"),
        "title": FieldValue(page.title, page.title),
        "url": FieldValue(page.url, page.url),
        "as of": FieldValue(as_of, as_of),
    }


def _program_fields(program: Program) -> FieldValues:
    plain = {
        "university": program.university,
        "title": program.title,
        "award": program.award,
        "level": program.level.value,
        "category": program.category,
        "url": program.url,
    }
    own = {topic_key(text) for text in (program.category, program.title) if text}
    subjects = sorted(topic.strip() for topic in program.topics if topic not in own)
    ways = ", ".join(sorted(way.value.replace("_", " ") for way in program.delivery))
    columns: dict[str, str] = {}
    for header, cell in program.attributes:
        name = f"attribute {header}"
        columns[name] = f"{columns[name]}; {cell}" if name in columns else cell
    values = {
        "price": _price(program),
        "length": _length(program),
        "delivery": FieldValue(program.delivery, ways or None),
        "place": FieldValue(program.places, "; ".join(map(place_in_words, program.places)) or None),
        "subjects": FieldValue(tuple(subjects), "; ".join(subjects) or None),
    }
    return values | {name: FieldValue(text, text) for name, text in {**plain, **columns}.items()}


def _price(program: Program) -> FieldValue:
    raw = program.price_raw
    if program.price is None:  # a range, or words: all that is known of it
        return FieldValue(fold(raw) if raw else None, raw)
    words = raw or number(program.price)
    if program.currency and program.currency not in words:
        words += f" {program.currency}"
    basis = program.price_basis
    if basis is PriceBasis.TOTAL:
        words += " in total"
    elif basis is not PriceBasis.UNKNOWN:
        words += f" per {basis.value}"
    return FieldValue((program.price, program.currency, basis), words)


def _length(program: Program) -> FieldValue:
    length = program.duration
    return FieldValue((length.value, length.unit), length.raw) if length else FieldValue()


def place_in_words(place: Place) -> str:
    """City, region and country, as far as they are known."""
    return ", ".join(part for part in (place.city, place.region, place.country) if part)


def _claim_fields(claim: Claim) -> FieldValues:
    is_text = claim.low is None and claim.high is None
    figures = (claim.low, claim.high, claim.open_ended)
    conditions = "; ".join(claim.qualifiers)
    plain = {
        "entity": claim.entity,
        "attribute": claim.attribute,
        "label": claim.label,
        "unit": claim.unit,
        "period": claim.period,
        "conditions": conditions or None,
    }
    unit = " per ".join(part for part in (claim.unit, claim.period) if part)
    words = f"{claim.text} ({unit})" if unit else claim.text
    value = FieldValue(fold(claim.text) if is_text else figures, words)
    return {"value": value} | {name: FieldValue(text, text) for name, text in plain.items()}
