"""Queries in words: short English for plans, traces and pages.

`RowQuery.describe()` and `ClaimQuery.describe()` in `query.py` come here. Pure; says what a query
asks, never what was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vectorstore.query import Aggregate, ClaimQuery, Filter, RowQuery, Sort, SortKey

_LEVELS = {
    "certificate": "certificates",
    "bachelor": "bachelor's",
    "master": "master's",
    "doctorate": "doctorates",
    "diploma": "diplomas",
    "other": "other programs",
}
_DELIVERY = {"online": "online", "on_campus": "on campus", "hybrid": "hybrid"}
_PRICE = {
    "lt": "under {}",
    "le": "at most {}",
    "gt": "over {}",
    "ge": "at least {}",
    "eq": "priced {}",
    "between": "between {} and {}",
}
_DURATION = {
    "lt": "shorter than {}",
    "le": "at most {}",
    "gt": "longer than {}",
    "ge": "at least {}",
    "eq": "{} long",
    "between": "between {} and {}",
}
_SUPERLATIVES = {
    ("price", False): "cheapest",
    ("price", True): "most expensive",
    ("duration", False): "shortest",
    ("duration", True): "longest",
    ("price_per_year", False): "cheapest per year",
    ("price_per_year", True): "most expensive per year",
    ("title", False): "first by title",
    ("title", True): "last by title",
}
_AGGREGATES = {
    "count": "number",
    "min": "lowest",
    "max": "highest",
    "range": "range of",
    "mean": "average",
    "median": "median",
    "sum": "total",
}
_KEYS = {"price": "price", "duration": "length", "price_per_year": "price per year"}
_STATED = {"duration": "length", "delivery": "way of teaching"}
_WHERE = {"column": "with "} | dict.fromkeys(("place", "region", "country"), "in ")
_GROUPS = {"place": "city", "source": "source"}
_ORDINALS = ("", "", "second ", "third ", "fourth ", "fifth ", "sixth ", "seventh ", "eighth ")
_HEAD = ("topic", "award", "level")
"""Fields that make the noun phrase, in its order; everything else follows after commas."""


def describe_rows(query: RowQuery) -> str:
    """The query in words: "AI master's, online, under 20,000, cheapest first"."""
    parts = [_head(query.filters), *_conditions(query.filters)]
    if query.compare:
        parts.append(f"{len(query.compare)} named programs side by side")
    if query.sort is not None:
        parts.append(_order(query.sort, query.limit, query.nth))
    if query.aggregate is None:
        return ", ".join(parts)
    group = f", by {_GROUPS.get(query.group, query.group)}" if query.group else ""
    return f"{_aggregate(query.aggregate, query.of)} of {', '.join(parts)}{group}"


def describe_claims(query: ClaimQuery) -> str:
    """The query in words: "highest pay of AI Engineer and Data Scientist"."""
    whose = _listed(query.entities, "and") if query.entities else ""
    if query.op == "compare":
        return f"{query.attribute} compared" + (f": {whose}" if whose else "")
    what = query.attribute if query.op == "look_up" else f"{query.op} {query.attribute}"
    return f"{what} of {whose}" if whose else f"{what} of all"


def number(value: float) -> str:
    """A number for people: thousands parted, at most two decimals, no trailing zeros.

    >>> number(26310.0), number(1.5)
    ('26,310', '1.5')
    """
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")


def describe_filter(condition: Filter) -> str:
    """One condition in words: "under 20,000", "not on campus", "at Georgetown"."""
    field, op = str(condition.field), str(condition.op)
    if field == "price":
        return _PRICE.get(op, op).format(*map(_value, condition.values))
    if field == "duration":
        return _DURATION.get(op, op).format(*map(_years, condition.values))
    if field in ("currency", "basis"):
        text = _listed([priced(field, str(v)) for v in condition.values], "or")
        return f"{'not ' if op == 'not_in' else ''}priced {text}"
    if field == "stated":
        named = _listed([_STATED.get(str(v), str(v)) for v in condition.values], "or")
        return f"{'without' if op == 'not_in' else 'with'} a listed {named}"
    if field == "delivery":
        return _delivery(op, [str(v) for v in condition.values])
    return _text_condition(field, op, [str(v) for v in condition.values])


_PAID = {"total": "in total", "unknown": "for an unstated period"}


def priced(field: str, value: str) -> str:
    """What a price is in or for, after "priced".

    >>> priced("currency", "GBP"), priced("basis", "year")
    ('in GBP', 'per year')
    """
    if field == "basis":
        return _PAID.get(value, f"per {value}")
    return "without a currency" if value == "unstated" else f"in {value}"


def _head(filters: Sequence[Filter]) -> str:
    words = []
    for field in _HEAD:
        for f in filters:
            if f.field == field and f.op == "in":
                values = [str(v) for v in f.values]
                named = [_LEVELS.get(v, v) for v in values] if field == "level" else values
                words.append(_listed(named, "or"))
    has_noun = any(f.field in ("level", "award") and f.op == "in" for f in filters)
    return " ".join(words if has_noun else [*words, "programs"])


def _conditions(filters: Sequence[Filter]) -> Iterable[str]:
    """The filters that are not in the head, as given."""
    return (describe_filter(f) for f in filters if not (f.field in _HEAD and f.op == "in"))


def _delivery(op: str, values: list[str]) -> str:
    named = [_DELIVERY.get(v, v) for v in values]
    if op == "not_in":
        return "not " + _listed(named, "or")
    if op == "only":
        return "only " + _listed(named, "and")
    if op == "all":
        return ("both " if len(named) == 2 else "") + _listed(named, "and")
    return _listed(named, "or")


def _text_condition(field: str, op: str, values: list[str]) -> str:
    if field == "program":
        noun = "program" if len(values) == 1 else "programs"
        text = f"among {len(values)} given {noun}"
    elif field == "level":
        text = _listed([_LEVELS.get(v, v) for v in values], "or")
    else:
        start = {"university": "at ", **_WHERE, "title": "titled ", "source": "from source "}
        lead = start.get(field, "in category " if field == "category" else "")
        text = lead + _listed(values, "or")
    return text if op == "in" else f"not {text}"


def _order(sort: Sort, limit: int | None, nth: int | None) -> str:
    best = _SUPERLATIVES[(sort.key, sort.descending)]
    if nth is not None:
        return f"the {_ordinal(nth)}{best}"
    if limit is not None and limit > 1:
        return f"the {limit} {best}"
    if sort.key == "title":
        return "by title, Z to A" if sort.descending else "by title"
    return f"{best} first"


def _ordinal(n: int) -> str:
    if n == 1:
        return ""
    if n < len(_ORDINALS):
        return _ORDINALS[n]
    suffix = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{suffix} "


def _aggregate(aggregate: Aggregate, of: SortKey | None) -> str:
    word = _AGGREGATES[aggregate]
    if aggregate == "count" or of is None:
        return word
    key = _KEYS.get(of, of)
    return f"{word} {key}s" if aggregate == "range" else f"{word} {key}"


def _years(value: str | float) -> str:
    return f"{_value(value)} {'year' if value == 1 else 'years'}"


def _value(value: str | float) -> str:
    return number(value) if isinstance(value, int | float) else value


def _listed(values: Sequence[str], conjunction: str) -> str:
    """Values in a row: a; a or b; a, b or c."""
    if len(values) < 2:
        return "".join(values)
    return f"{', '.join(values[:-1])} {conjunction} {values[-1]}"
