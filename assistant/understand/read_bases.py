"""What a price is for, where a question says so: "a year", "one credit", "yearly", "in total".

A unit of time is a length unless a word of price governs it: "what does it cost a year" asks a
price for a year, "which take a year and what do they cost" programs of one. Pure; which bases the
rows hold is asked in `read_prices.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.records import Wanted
from assistant.understand.lexicon import Sense
from assistant.understand.quantities import YEARS_PER_UNIT
from assistant.understand.reading import RowReading
from assistant.understand.tagged import Tag
from vectorstore.query import Field, Sort, SortKey
from vectorstore.records import PriceBasis

_PER_UNIT = {
    "year": Sense("operator", "per_year"),
    "month": Sense("operator", "per_month"),
    "semester": Sense("basis", "semester"),
    "credit": Sense("basis", "credit"),
}
_ONE = frozenset({"one", "1", "single", "each", "every"})
_CREDITS = (["credit", "hour"], ["credit", "point"], ["credit"])
_PAYING = frozenset({"pay", "pays"})
_JOINTS = frozenset({"and", "but", "plus", "then", "or"})
_BINDING = frozenset({"of", "with", "in", "within", "inside", "after", "under", "over"})
"""Behind these a unit is the length of what stands before them, unless that is a price."""
_WHOLE = frozenset({"whole", "entire", "full", "overall"})
_SUMMED = frozenset({"total", "in total", "altogether"})
_OF_LIMITS = frozenset({"yearly", "annual"})
"""Said of the price that a limit is on: "yearly tuition under 9,000"."""


def with_bases(tags: Sequence[Tag]) -> list[Tag]:
    """The tags with each unit that a word of price governs as what the price is for."""
    out: list[Tag] = []
    at = 0
    while at < len(tags):
        last, unit = _unit(tags, at)
        if unit is not None and _is_priced(tags, at, last):
            text = " ".join(t.text for t in tags[at : last + 1])
            out.append(Tag(tags[at].first, tags[last].last, text, (_PER_UNIT[unit],)))
            at = last + 1
        else:
            out.append(tags[at])
            at += 1
    return out


def _unit(tags: Sequence[Tag], at: int) -> tuple[int, str | None]:
    """The last tag of "a year", "one credit" or "each credit hour", and its unit."""
    amount = tags[at].quantity
    if amount is not None and amount.kind == "time" and not amount.is_range:
        unit = amount.unit or ""
        return at, unit if unit in _PER_UNIT and amount.low == YEARS_PER_UNIT[unit] else None
    if tags[at].text in _ONE:
        for said in _CREDITS:
            if [t.text for t in tags[at + 1 : at + 1 + len(said)]] == said:
                return at + len(said), "credit"
    return at, None


def _is_priced(tags: Sequence[Tag], first: int, last: int) -> bool:
    """Whether the word that governs a unit is one of price."""
    if last + 1 < len(tags) and not _lets_go(tags[last + 1]):
        return False
    for i in range(first - 1, -1, -1):
        tag = tags[i]
        if tag.text in _JOINTS:
            break
        if i == first - 1 and tag.has("compare"):
            return False  # "the top price of those up to a year"
        if i == first - 1 and tag.text in _BINDING:
            return i > 0 and _of_price(tags[i - 1])
        if _of_price(tag):
            return True
        if _of_length(tag):
            return False
    before = tags[first - 1] if first else None
    bound = before is not None and (not before.is_frame or before.text in ("for", "by"))
    return not bound and _is_subject(tags[last + 1 :])


def _lets_go(after: Tag) -> bool:
    """Whether what follows a unit does not make it part of a name: "a year abroad", "or less"."""
    heads = any(after.has(role) for role in ("noun", "level", "compare", "adjective", "pace"))
    return not (heads or after.links or after.quantity or after.unread)


def _is_subject(after: Sequence[Tag]) -> bool:
    """ "(What does) a year at X cost": the next verb is one of price."""
    for tag in after:
        if _of_price(tag):
            return True
        if _of_length(tag) or tag.text in _JOINTS or tag.quantity:
            return False
    return False


def _of_price(tag: Tag) -> bool:
    priced = tag.has("measure", "price") or tag.has("verb", "price") or tag.text in _PAYING
    adjective = tag.sense("adjective")
    return priced or (adjective is not None and adjective.value.startswith("price"))


def _of_length(tag: Tag) -> bool:
    adjective = tag.sense("adjective")
    long = adjective is not None and adjective.value.startswith("duration")
    return long or tag.has("measure", "duration") or tag.has("verb", "duration")


def read_bases(reading: RowReading) -> None:
    """Takes the words for a price per year or month; after orders and aggregates are read."""
    for at, tag in enumerate(reading.tags):
        if not reading.free(at):
            continue
        if tag.has("operator", "per_month"):
            reading.take(at)
            reading.want(Wanted.PRICE_PER_MONTH)
        elif tag.text in _OF_LIMITS and reading.has(Field.PRICE):
            reading.take(at)
            reading.limit_basis = PriceBasis.YEAR
        elif tag.has("operator", "per_year") or tag.has("operator", "value"):
            _per_year(reading, at, tag)


def _per_year(reading: RowReading, at: int, tag: Tag) -> None:
    reading.take(at)
    if reading.sort and reading.sort.key is SortKey.PRICE:
        reading.sort = Sort(SortKey.PRICE_PER_YEAR, reading.sort.descending)
    elif tag.text == "value" and reading.aggregate:
        return  # "the middle tuition value"
    elif tag.has("operator", "value"):
        reading.sort, reading.limit = Sort(SortKey.PRICE_PER_YEAR), reading.limit or 1
    elif reading.aggregate and reading.of is SortKey.PRICE:
        reading.of = SortKey.PRICE_PER_YEAR
    reading.want(Wanted.PRICE_PER_YEAR)


def read_whole(reading: RowReading) -> None:
    """Notes that the price of the whole program is asked: "in total", "the whole degree"."""
    keys = {reading.of, reading.sort.key if reading.sort else None}
    if Wanted.PRICE not in reading.wanted and SortKey.PRICE not in keys:
        return
    for at, tag in enumerate(reading.tags):
        after = reading.tags[at + 1] if at + 1 < len(reading.tags) else None
        whole = tag.text in _WHOLE and after is not None and _is_whole(after)
        if whole or (tag.text in _SUMMED and not _counts(reading.tags[at + 1 : at + 3])):
            reading.want(Wanted.PRICE_IN_TOTAL)


def _is_whole(tag: Tag) -> bool:
    named = any(tag.has(role) for role in ("noun", "level")) or tag.has("measure", "price")
    return named or tag.has("frame", "thing") or bool(tag.links)


def _counts(after: Sequence[Tag]) -> bool:
    """ "Total programs": how many there are; not the "total program cost"."""
    counted = bool(after) and (after[0].has("noun") or after[0].has("level"))
    return counted and not (len(after) > 1 and after[1].has("measure", "price"))
