"""Superlatives, orders, aggregates, and the attributes that a question asks to be told."""

from __future__ import annotations

from assistant.records import Wanted
from assistant.understand.lexicon import Sense
from assistant.understand.read_bases import read_bases, read_whole
from assistant.understand.read_comparatives import KEYS, order_of, read_comparatives
from assistant.understand.read_groups import read_groups, read_groups_asked
from assistant.understand.read_judgements import JUDGES, read_judgements
from assistant.understand.reading import RowReading
from assistant.understand.tagged import Tag
from vectorstore.query import Aggregate, Field, Op, Sort, SortKey
from vectorstore.records import PriceBasis

_WANTED = {
    "price": Wanted.PRICE,
    "duration": Wanted.DURATION,
    "place": Wanted.PLACE,
    "delivery": Wanted.DELIVERY,
    "school": Wanted.UNIVERSITY,
    "level": Wanted.LEVEL,
}
_PLACING = frozenset({"taught", "delivered", "located", "based", "situated"})
_UTMOST = frozenset({"top", "max", "maximum", "min", "minimum"})
_REACH = 3
"""Content words between a size word and its measure: "least amount of money"."""


def read_orders(reading: RowReading) -> None:
    """Takes what orders, computes, and asks to be told; after names and amounts."""
    _aggregates(reading)
    _superlatives(reading)
    _sorting(reading)
    read_comparatives(reading)
    read_groups_asked(reading)
    read_bases(reading)
    _wanted(reading)
    read_whole(reading)
    read_groups(reading)
    read_judgements(reading)


def _aggregates(reading: RowReading) -> None:
    for at, tag in enumerate(reading.tags):
        sense = tag.sense("aggregate")
        if sense is None or not reading.free(at) or reading.aggregate:
            continue
        if sense.value == "count":
            _count(reading, at)
        elif sense.value == "range" and any(f.op is Op.BETWEEN for f in reading.filters):
            reading.take(at)
        elif sense.value == "sum" and reading.has(Field.PRICE) and _measured(reading):
            reading.take(at)
            reading.limit_basis = PriceBasis.TOTAL
        elif sense.value == "sum" and _ranked(reading):
            reading.take(at)  # "the least expensive, going by total tuition"
        elif sense.value == "sum" and (not _measured(reading) or _heads_set(reading, at)):
            _count(reading, at)  # "total programs", "total nursing courses under 5k"
        else:
            _computed(reading, at, Aggregate(sense.value))


def _count(reading: RowReading, at: int) -> None:
    """ "How many" before a unit of time asks for a length; before programs it counts them.

    "How many more ... than" counts two sets, which are told side by side.
    """
    more = reading.tags[at + 1 : at + 2]
    if more and more[0].has("operator", "more") and any(t.text == "than" for t in reading.tags):
        reading.take(at)
        return
    following = reading.neighbour(at, 1, 4)
    unit = next((i for i in following[:2] if reading.tags[i].sense("unit")), None)
    if unit is not None:
        sense = reading.tags[unit].sense("unit")
        reading.take(at, unit)
        reading.duration_unit = sense.value if sense else None
        reading.want(Wanted.DURATION)
        return
    for i in following:
        if _countable(reading.tags[i]):
            reading.take(at)
            reading.aggregate = Aggregate.COUNT
        if reading.aggregate or reading.tags[i].unread:
            return


def _heads_set(reading: RowReading, at: int) -> bool:
    """A total right before the programs that it counts; "total cost" is a sum."""
    after = reading.tags[at + 1] if at + 1 < len(reading.tags) else None
    return after is not None and (_countable(after) or after.link("topic") is not None)


def _ranked(reading: RowReading) -> bool:
    return any(
        t.has("operator", "most")
        or t.has("operator", "least")
        or any(s.role in ("adjective", "size") and s.degree == "superlative" for s in t.senses)
        for t in reading.tags
    )


def _measured(reading: RowReading) -> bool:
    """Whether price or length is spoken of at all."""
    senses = (t.sense(role) for t in reading.tags for role in ("measure", "verb"))
    return any(s.value in KEYS for s in senses if s)


def _countable(tag: Tag) -> bool:
    return (
        tag.has("noun")
        or tag.has("level")
        or bool(tag.link("award"))
        or tag.names_degree
        or tag.has("reference", "those")
    )


def _computed(reading: RowReading, at: int, aggregate: Aggregate) -> None:
    key = _measure_near(reading, at, both=True)
    if key is None:
        return
    reading.take(at)
    reading.aggregate, reading.of = aggregate, key


def _superlatives(reading: RowReading) -> None:
    for at, tag in enumerate(reading.tags):
        if not reading.free(at) or reading.sort:
            continue
        sort = _superlative(reading, at, tag)
        if sort is None:
            continue
        reading.sort = sort
        if _is_order(reading, at):
            continue
        if reading.limit is None and reading.nth is None:
            reading.limit = 1
    _said_again(reading)


def _said_again(reading: RowReading) -> None:
    """A second superlative is a second order, or says nothing new of the same one.

    Of the measure itself both ends are a range: "the cheapest and most expensive price".
    """
    if reading.sort is None:
        return
    for at, tag in enumerate(reading.tags):
        adjective = tag.sense("adjective")
        if adjective is None or not reading.free(at):
            continue
        degree = [at - 1] if _degree_word(reading, at - 1) else []
        if adjective.degree == "superlative" or degree:
            reading.take(at, *degree)
            least = bool(degree) and reading.tags[at - 1].has("operator", "least")
            sort = order_of(adjective)
            sort = Sort(sort.key, not sort.descending) if least else sort
            if sort == reading.sort:
                continue
            measure = _measured_behind(reading, at)
            if measure is None or sort.key is not reading.sort.key:
                reading.also = sort
                continue
            reading.take(measure)
            reading.aggregate, reading.of = Aggregate.RANGE, sort.key
            reading.sort = reading.limit = None
            return


def _measured_behind(reading: RowReading, at: int) -> int | None:
    """The tag right behind this one, where it names a measure."""
    after = reading.neighbour(at, 1, 1)
    sense = reading.tags[after[0]].sense("measure") if after else None
    return after[0] if sense is not None and sense.value in KEYS else None


def _degree_word(reading: RowReading, at: int) -> bool:
    return at >= 0 and any(reading.tags[at].has("operator", v) for v in ("most", "least"))


def _superlative(reading: RowReading, at: int, tag: Tag) -> Sort | None:
    """The order that a superlative at this tag gives, taking its words."""
    adjective = tag.sense("adjective")
    if adjective and adjective.degree == "superlative":
        reading.take(at)
        return order_of(adjective)
    size = next(
        (s for s in tag.senses if s.role == "size" and _is_superlative(reading, at, s)), None
    )
    if size or tag.has("operator", "most") or tag.has("operator", "least"):
        plus = size.value == "plus" if size else tag.has("operator", "most")
        return _sized(reading, at, plus)
    return None


def _is_superlative(reading: RowReading, at: int, size: Sense) -> bool:
    """ "Highest", and "top", "max" or "minimum" right before a measure: "top tuition fee"."""
    if size.degree == "superlative":
        return True
    after = reading.tags[at + 1] if at + 1 < len(reading.tags) else None
    return reading.tags[at].text in _UTMOST and after is not None and after.has("measure")


def _sized(reading: RowReading, at: int, plus: bool) -> Sort | None:
    """ "most expensive", "highest price tag", "costs the most", "hurts my wallet the most"."""
    following = at + 1
    if reading.free(following):
        adjective = reading.tags[following].sense("adjective")
        if adjective and adjective.degree == "base":
            reading.take(at, following)
            sort = order_of(adjective)
            return sort if plus else Sort(sort.key, not sort.descending)
    key = _measure_near(reading, at, both=True)
    if key is None:
        reading.extreme = (at, plus)
        return None
    reading.take(at)
    return Sort(key, plus)


def _measure_near(reading: RowReading, at: int, *, both: bool) -> SortKey | None:
    """Price or length named after this tag, or before it in the same question."""
    ahead = reading.neighbour(at, 1, _REACH)
    behind = reading.neighbour(at, -1, len(reading.tags)) if both else []
    for i in ahead + behind + reading.neighbour(at, 1, len(reading.tags)):
        if reading.tags[i].has("operator", "per_year"):
            return SortKey.PRICE  # `read_bases` takes it: "average cost per year"
        sense = reading.tags[i].sense("measure") or reading.tags[i].sense("verb")
        if sense and sense.value in KEYS:
            reading.take(i)
            return KEYS[sense.value]
        unit = reading.tags[i].sense("unit")
        if unit:
            reading.take(i)
            reading.duration_unit = unit.value
            return SortKey.DURATION
        adjective = reading.tags[i].sense("adjective")
        if adjective and adjective.degree == "base" and i in ahead:
            reading.take(i)
            return order_of(adjective).key
    return None


def _is_order(reading: RowReading, at: int) -> bool:
    """ "shortest first", "cheapest at the top", "sorted by ..." list all rows in that order."""
    after = reading.tags[at + 1] if at + 1 < len(reading.tags) else None
    if after and after.has("operator", "first"):
        reading.take(at + 1)
        return True
    return any(t.has("operator", "sort") and t.text != "by" for t in reading.tags)


def _sorting(reading: RowReading) -> None:
    """ "sorted by price, small to big"."""
    marks = [i for i, t in enumerate(reading.tags) if t.has("operator", "sort") and t.text != "by"]
    up = [i for i, t in enumerate(reading.tags) if t.has("operator", "ascending")]
    down = [i for i, t in enumerate(reading.tags) if t.has("operator", "descending")]
    judged = [i for i in marks if i and reading.tags[i - 1].text in JUDGES | {"highly", "well"}]
    if judged and not (up or down):  # "top ranked law schools": in someone's list
        reading.unheld.update(judged)
        return
    if not (marks or up or down):
        return
    reading.take(*marks, *up, *down)
    if reading.sort is None:
        start = (marks or up or down)[0]
        key = _measure_near(reading, start, both=True) or SortKey.PRICE
        reading.sort = Sort(key, bool(down))
    elif down:
        reading.sort = Sort(reading.sort.key, descending=True)


def _wanted(reading: RowReading) -> None:
    """Measures that nothing else has taken are asked to be told."""
    for at, tag in enumerate(reading.tags):
        sense = tag.sense("measure")
        if tag.has("verb") and reading.free(at):
            reading.take(at)
        if sense is None or not reading.free(at):
            continue
        reading.take(at)
        if _says_where(reading, at):
            continue
        if sense.value in _WANTED and not _part_of_filter(reading, tag, sense):
            reading.want(_WANTED[sense.value])
    _base_adjectives(reading)
    for at, tag in enumerate(reading.tags):
        unit = tag.sense("unit")
        if unit and reading.free(at):
            reading.take(at)
            reading.duration_unit = unit.value
            reading.want(Wanted.DURATION)


def _says_where(reading: RowReading, at: int) -> bool:
    """ "Master's degrees taught at X", "located in Y": no way of teaching and no city is asked."""
    following = reading.tags[at + 1].text if at + 1 < len(reading.tags) else ""
    if reading.tags[at].text == "where" and following:  # "those where the GRE is optional"
        before = reading.tags[at - 1] if at else None
        return before is not None and (_countable(before) or before.link("topic") is not None)
    asks = any(t.text in ("how", "where") for t in reading.tags[:at])
    return reading.tags[at].text in _PLACING and following in ("at", "in", "by") and not asks


def _base_adjectives(reading: RowReading) -> None:
    """Takes adjectives: "how expensive" asks for the price, "a cheap one" orders by it."""
    for at, tag in enumerate(reading.tags):
        adjective = tag.sense("adjective")
        if adjective is None or adjective.degree != "base" or not reading.free(at):
            continue
        reading.take(at)
        before = reading.tags[at - 1] if at else None
        sort = order_of(adjective)
        if before and before.text == "how":
            reading.want(Wanted.PRICE if sort.key is SortKey.PRICE else Wanted.DURATION)
        elif before and (before.quantity or before.text == "too"):
            continue
        elif reading.sort is None and not reading.universities:
            reading.sort = sort


def _part_of_filter(reading: RowReading, tag: Tag, sense: Sense) -> bool:
    """ "take", "last" and "costs" beside a length or price filter only say which filter it is."""
    field = {"price": Field.PRICE, "duration": Field.DURATION}.get(sense.value)
    asks = tag.text.startswith("how")
    return field is not None and reading.has(field) and not asks and not reading.universities
