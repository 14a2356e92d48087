"""Table columns -> Program, by recognised headers; else a reason why not. Pure.

A table is a listing if it has a column for the institution or the program's title and one more of
price, length, city or delivery. Columns that nothing is known of stay with the program as
attributes. Does not read files: readers give rows of cells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.cells import is_absent, read_delivery, read_length, read_places, read_price
from ingest.programs import RowFields
from vectorstore.text import fold

_COLUMNS: tuple[tuple[str, str], ...] = (
    ("university", r"(?:university|college|school|institution|provider)(?:\ name)?"),
    (
        "title",
        r"""(?:program(?:me)?|course|degree)(?:\ (?:name|title))?|title|qualification|
        name\ of\ (?:program(?:me)?|course)""",
    ),
    (
        "category",
        r"""category|field(?:\ of\ study)?|subject(?:\ area)?|level|type|degree\ (?:level|type)|
        award""",
    ),
    (
        "delivery",
        r"""delivery(?:\ mode)?|format|mode(?:\ of\ (?:study|delivery))?|study\ mode|modality|
        learning\ format""",
    ),
    ("city", r"city|location|campus(?:es)?|place"),
    ("length", r"(?:program\ |course\ )?(?:duration|length)|time(?:\ to\ complete)?"),
    (
        "price",
        r"""(?:(?:total|estimated|annual|program)\ )?(?:cost|fees?|tuition|price)|
        tuition\ fees?""",
    ),
    ("url", r"url|link|website|web\ ?page"),
    ("key", r"(?:program|course)?\ ?(?:code|id|key)"),
)
_PATTERNS = tuple((name, re.compile(pattern, re.VERBOSE)) for name, pattern in _COLUMNS)
_NOTE = re.compile(r"\s*[(\[](?P<note>[^)\]]*)[)\]]\s*")


@dataclass(frozen=True, slots=True)
class TableRow:
    """What a table row gave: its fields, or the reason why there are none."""

    fields: RowFields | None
    reason: str = ""


def columns_of(header: tuple[str, ...]) -> dict[str, int]:
    """Column number of each field that the headers name, the first of each.

    A note in brackets ("Price (USD)") is left out of the name.
    """
    found: dict[str, int] = {}
    for number, name in enumerate(header):
        bare = fold(_NOTE.sub(" ", name))
        field = next((f for f, p in _PATTERNS if f not in found and p.fullmatch(bare)), None)
        if field:
            found[field] = number
    return found


def is_listing(header: tuple[str, ...]) -> bool:
    """Whether a table with these headers lists programs."""
    found = columns_of(header)
    return "title" in found and bool({"price", "length", "delivery", "city"} & found.keys())


def read_row(header: tuple[str, ...], cells: tuple[str, ...]) -> TableRow:
    """The fields of one row. A cell that cannot be read rejects it; an empty one is unknown."""
    if len(cells) != len(header):
        return TableRow(None, f"{len(cells)} cells where the table has {len(header)} columns")
    at = columns_of(header)
    given = {name: cells[number].strip() for name, number in at.items()}
    university, title = given.get("university", ""), given.get("title", "")
    if not university and " | " in title:
        university, _, title = (p.strip() for p in title.partition(" | "))
    if not title or not university:
        return TableRow(None, f"no {'title' if not title else 'university'}")
    length = read_length(given.get("length", ""))
    price = read_price(_with_note(given.get("price", ""), header, at.get("price")))
    delivery = read_delivery(given.get("delivery", ""))
    faults = (("length", length), ("price", price), ("delivery", delivery))
    for name, value in faults:
        if value is None and given.get(name) and not is_absent(given[name]):
            return TableRow(None, f"cannot read the {name} {given[name]!r}")
    city = given.get("city", "")
    return TableRow(
        RowFields(
            university=university,
            title=title,
            category=given.get("category") or None,
            delivery=delivery or frozenset(),
            delivery_raw=given.get("delivery") or None,
            places=() if is_absent(city) else read_places(city),
            length=length,
            price=price,
            url=given.get("url") or None,
            attributes=tuple(
                (name, cell)
                for number, (name, cell) in enumerate(zip(header, cells, strict=True))
                if number not in at.values() and cell
            ),
            key=given.get("key") or None,
        )
    )


def _with_note(price: str, header: tuple[str, ...], number: int | None) -> str:
    """The price with the currency its header notes: 12,000 under "Tuition (AUD)" is AUD 12,000."""
    note = _NOTE.search(header[number]) if number is not None else None
    if not note or not price[:1].isdigit():
        return price
    code = note["note"].strip()
    return f"{code} {price}" if re.fullmatch(r"[A-Z]{3}|[A-Z]{0,2}[$\u20ac\u00a3]", code) else price
