"""Filters as they are written in an address: `field:op:value|value`. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from assistant.errors import FilterInvalid
from vectorstore.conditions import NUMERIC, STATEABLE, ops_of
from vectorstore.query import Field, Filter, Op
from vectorstore.records import Delivery, Level, PriceBasis

_NUMBER = r"[0-9]{1,12}(\.[0-9]{1,6})?"
_TEXT = r"[^|]+"
CLOSED = {
    Field.LEVEL: tuple(level.value for level in Level),
    Field.DELIVERY: tuple(delivery.value for delivery in Delivery),
    Field.STATED: tuple(sorted(STATEABLE)),
    Field.BASIS: tuple(basis.value for basis in PriceBasis),
}
"""The values of fields that hold no others."""


def _pattern() -> str:
    """Every filter that can be written, as a regular expression of JSON Schema."""
    forms: defaultdict[str, list[str]] = defaultdict(list)
    for field in Field:
        forms[_rest_of(field)].append(field.value)
    return f"^({'|'.join(f'{_any(fields)}:{rest}' for rest, fields in forms.items())})$"


def _rest_of(field: Field) -> str:
    """What may follow the name of a field and its colon."""
    ops = _any(sorted(ops_of(field) - {Op.BETWEEN}))
    if field in NUMERIC:
        return rf"({ops}:{_NUMBER}|{Op.BETWEEN}:{_NUMBER}\|{_NUMBER})"
    value = _any(CLOSED[field]) if field in CLOSED else _TEXT
    return rf"{ops}:{value}(\|{value})*"


def _any(values: Iterable[str]) -> str:
    listed = list(values)
    return f"({'|'.join(listed)})" if len(listed) > 1 else listed[0]


FILTER_PATTERN = _pattern()
_FILTER = re.compile(FILTER_PATTERN.removesuffix("$") + r"\Z")


def checked_filter(text: str) -> str:
    """The text, if it can be read as a filter. Raises: FilterInvalid."""
    if not _FILTER.match(text):
        raise FilterInvalid(
            "this filter cannot be read; write field:op:value with | between values, as in "
            "price:lt:20000 or delivery:in:online|hybrid"
        )
    return text


def filter_of(text: str) -> Filter:
    """The filter that a text says. Raises: FilterInvalid.

    >>> filter_of("price:lt:20000").describe()
    'under 20,000'
    """
    name, op, given = checked_filter(text).split(":", 2)
    values = given.split("|")
    field = Field(name)
    return Filter(field, Op(op), tuple(map(float, values)) if field in NUMERIC else tuple(values))
