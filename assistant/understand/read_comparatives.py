"""Comparatives: the better one of those spoken of, or a limit at what a named school has.

Part of `read_orders.py`. Which sets or programs are compared is read in `read_contrast.py`.
"""

from __future__ import annotations

from assistant.understand.lexicon import Sense
from assistant.understand.reading import RowReading
from assistant.understand.tagged import Tag
from vectorstore.query import Field, Sort, SortKey

KEYS = {"price": SortKey.PRICE, "duration": SortKey.DURATION}
"""Measures of the lexicon that rows are ordered by."""


def read_comparatives(reading: RowReading) -> None:
    """Takes "which is cheaper", "the dearer of those": the better one of those spoken of."""
    for at, tag in enumerate(reading.tags):
        if not reading.free(at) or reading.sort or _before_difference(reading, at):
            continue
        adjective = tag.sense("adjective")
        if _is_beside(reading, at, tag):
            continue
        if adjective and adjective.degree == "comparative":
            reading.take(at)
            reading.sort, reading.limit = order_of(adjective), 1
            reading.compare = True
        elif tag.has("operator", "less") or tag.has("operator", "more"):
            _more_or_less(reading, at, plus=tag.has("operator", "more"))


def _is_beside(reading: RowReading, at: int, tag: Tag) -> bool:
    """ "Cheaper than WGU's", "lower fees than WGU": a limit at the value of a named program."""
    adjective, size = tag.sense("adjective"), tag.sense("size")
    if adjective and adjective.degree == "comparative":
        return _beside(reading, at, at + 1, order_of(adjective))
    measure = reading.tags[at + 1].sense("measure") if at + 1 < len(reading.tags) else None
    if not (size and size.degree == "comparative" and measure and measure.value in KEYS):
        return False
    return _beside(reading, at, at + 2, Sort(KEYS[measure.value], size.value == "plus"))


def _beside(reading: RowReading, at: int, than: int, sort: Sort) -> bool:
    """Whether what stands behind "than" at `than` is one school, whose value is then the limit."""
    tags = reading.tags
    if than + 1 >= len(tags) or tags[than].text != "than":
        return False
    named = next(
        (t.link("university") for t in tags[than + 1 : than + 4] if t.link("university")), None
    )
    if named is None or any(t.link("university") for t in tags[:at]):
        return False  # two named: "is X's cheaper than Y's" sets them side by side
    other = next((t for t in tags[than + 1 :] if not t.is_frame), tags[than + 1])
    if other.unread:
        return False  # what nothing holds is no limit: "cheaper than dentistry at X"
    if any(_is_alike(other, t) for t in tags[:at]):
        return False  # so does "is nursing cheaper than law at X"
    reading.take(*range(at, than + 1))
    reading.beside = (sort, named.values)
    reading.universities = [u for u in reading.universities if u != named.values]
    reading.filters = [
        f for f in reading.filters if f.field is not Field.UNIVERSITY or f.values != named.values
    ]
    return True


def _is_alike(one: Tag, other: Tag) -> bool:
    """Two subjects, two levels or two ways of teaching."""
    roles = ("topic", "award")
    linked = any(one.link(r) and other.link(r) for r in roles)
    return linked or any(one.has(r) and other.has(r) for r in ("level", "delivery"))


def _more_or_less(reading: RowReading, at: int, *, plus: bool) -> None:
    following = reading.tags[at + 1] if at + 1 < len(reading.tags) else None
    adjective = following.sense("adjective") if following else None
    if adjective and adjective.degree == "base":
        reading.take(at, at + 1)
        sort = order_of(adjective)
        reading.sort = sort if plus else Sort(sort.key, not sort.descending)
    else:
        near = reading.neighbour(at, -1, 2) + reading.neighbour(at, 1, 2)
        measures = (reading.tags[i].sense("measure") or reading.tags[i].sense("verb") for i in near)
        key = next((KEYS[s.value] for s in measures if s and s.value in KEYS), None)
        if key is None:
            return
        reading.take(at)
        reading.sort = Sort(key, plus)
    reading.limit, reading.compare = 1, True


def _before_difference(reading: RowReading, at: int) -> bool:
    return reading.tags[at].has("operator", "difference")


def order_of(adjective: Sense) -> Sort:
    """The order that an adjective names: "cheap" is the lowest price first."""
    measure, _, direction = adjective.value.partition(":")
    return Sort(KEYS[measure], direction == "plus")
