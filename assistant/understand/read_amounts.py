"""Amounts with their comparators: price and length filters, "top 3", "number two", bare numbers."""

from __future__ import annotations

from assistant.understand.english import NUMBERED
from assistant.understand.quantities import Quantity
from assistant.understand.reading import RowReading
from assistant.understand.tagged import Tag
from vectorstore.query import Field, Filter, Op

_OPS = {"lt": Op.LT, "le": Op.LE, "gt": Op.GT, "ge": Op.GE, "eq": Op.EQ}
_STATED = frozenset(
    {"is", "are", "at", "was", "costs", "cost", "costing", "priced", "exactly", "of"}
)
_PRICE_SIZED = 500
"""A bare number this large is likely a price."""
_PAID = frozenset("spend pay paying dollars dollar priced".split())
_FEW_TAGS = 2
"""A question of so few content words is a correction: "hmm, 10?"."""
_ABOUT = 0.1
"""Either side of "around 20k", as a share of it."""


def read_amounts(reading: RowReading) -> None:
    """Takes quantities and their comparators."""
    for at, tag in enumerate(reading.tags):
        if tag.text == "the two" and _orders_next(reading, at):
            reading.limit = 2  # "the two cheapest" is no reference
            reading.references.discard("two")
        amount = tag.quantity
        if amount is None or not reading.free(at):
            continue
        if amount.kind == "time":
            reading.duration_unit = amount.unit
            _filter(reading, at, amount, Field.DURATION)
        elif amount.kind == "money":
            _filter(reading, at, amount, Field.PRICE)
        elif amount.kind == "ordinal":
            _ordinal(reading, at, amount)
        elif amount.kind == "number":
            _number(reading, at, amount)
    _compared_with_referents(reading)


def _compared_with_referents(reading: RowReading) -> None:
    """The limit of "longer than that": the upper end of what was stated, or the lower for less."""
    for at, tag in enumerate(reading.tags):
        if not tag.has("reference") or at == 0 or not reading.referents:
            continue
        amount = next((q for q in reversed(reading.referents) if q.kind in _MEASURED), None)
        op = _comparative(
            reading, at - 1 - _than(reading, at - 2), reading.tags[at - 1 - _than(reading, at - 2)]
        )
        if amount is None or op is None:
            continue
        reading.take(at)
        value = amount.high if op in (Op.GT, Op.GE) else amount.low
        reading.add(Filter(_MEASURED[amount.kind], op, (value,)))


_MEASURED = {"money": Field.PRICE, "time": Field.DURATION}


def _filter(reading: RowReading, at: int, amount: Quantity, field: Field) -> None:
    if field is Field.PRICE and _is_income(reading, at):
        return
    reading.take(at)
    if amount.is_range:
        _take_comparators(reading, at)
        reading.add(Filter(field, Op.BETWEEN, (amount.low, amount.high)))
        return
    op = _comparator(reading, at) or _default(reading, at, field)
    if op is None:
        reading.add(
            Filter(field, Op.BETWEEN, (amount.low * (1 - _ABOUT), amount.low * (1 + _ABOUT)))
        )
        return
    reading.add(Filter(field, op, (amount.low,)))


def _is_income(reading: RowReading, at: int) -> bool:
    """ "I earn 60k a year": what the visitor has, not what a program may cost."""
    earned = [i for i in range(max(0, at - 3), at) if reading.tags[i].has("claim", "pay")]
    if not earned or not any(t.text in ("i", "we", "my") for t in reading.tags[:at]):
        return False
    reading.take(at, *earned)
    following = reading.tags[at + 1] if at + 1 < len(reading.tags) else None
    if following and following.quantity and following.quantity.kind == "time":
        reading.take(at + 1)
    return True


def _comparator(reading: RowReading, at: int) -> Op | None:
    """The comparator after ("or less", "tops") or before ("under") an amount."""
    after = at + 1
    if reading.free(after):
        sense = reading.tags[after].sense("compare")
        text = reading.tags[after].text
        trailing = text.startswith(("or ", "and ", "at ")) or text in (
            "tops", "max", "maximum", "exactly", "minimum", "min", "flat", "sharp", "precisely",
        )  # fmt: skip
        if sense and sense.value in _OPS and trailing:
            reading.take(after)
            return _OPS[sense.value]
    for i in range(at - 1, max(-1, at - 6), -1):
        tag = reading.tags[i]
        op = _comparative(reading, i, tag)
        if op:
            return op
        if not _passes(tag):
            break
    return None


def _passes(tag: Tag) -> bool:
    """Words that may stand between a comparator and its amount."""
    return tag.is_frame or tag.has("measure") or tag.has("verb") or tag.has("operator", "only")


def _comparative(reading: RowReading, at: int, tag: Tag) -> Op | None:
    """The operator of one comparator tag: "under", "cheaper than", "longer than"."""
    sense = tag.sense("compare")
    if sense and sense.value in _OPS:
        reading.take(at)
        negative = at > 0 and reading.tags[at - 1].has("operator", "not")
        if negative:
            reading.take(at - 1)
        op = _OPS[sense.value]
        return _NEGATED.get(op, op) if negative else op
    adjective = tag.sense("adjective") or tag.sense("size")
    if adjective is None or not _than(reading, at):
        return None
    fewer = adjective.value.endswith("minus")
    if adjective.degree == "comparative":
        reading.take(at, at + 1)
        return Op.LT if fewer else Op.GT
    degree = reading.tags[at - 1] if at else None
    if degree and (degree.has("operator", "more") or degree.has("operator", "less")):
        reading.take(at - 1, at, at + 1)
        return Op.LT if fewer is degree.has("operator", "more") else Op.GT
    return None


_NEGATED = {Op.LT: Op.GE, Op.LE: Op.GT, Op.GT: Op.LE, Op.GE: Op.LT}


def _than(reading: RowReading, at: int) -> bool:
    return 0 <= at < len(reading.tags) - 1 and reading.tags[at + 1].text == "than"


def _take_comparators(reading: RowReading, at: int) -> None:
    for i in range(at - 1, max(-1, at - 5), -1):
        if reading.tags[i].has("compare"):
            reading.take(i)
        elif not _passes(reading.tags[i]):
            break


def _default(reading: RowReading, at: int, field: Field) -> Op | None:
    """Without a comparator: lengths and stated prices are exact, budgets are limits."""
    before = reading.tags[at - 1] if at else None
    if reading.tags[0].text in ("why", "since", "because") or reading.tags[0].text == "how come":
        return Op.EQ
    if before and before.has("compare", "about"):
        reading.take(at - 1)
        return None
    if field is Field.DURATION:
        return Op.LE if before and before.text in ("in", "inside", "within") else Op.EQ
    return Op.EQ if before and before.text in _STATED else Op.LE


def _ordinal(reading: RowReading, at: int, amount: Quantity) -> None:
    """ "second cheapest" is the k-th of an order; "the second one" is a place in the list shown."""
    following = reading.neighbour(at, 1, 1)
    tag = reading.tags[following[0]] if following else None
    reading.take(at)
    if tag and _orders(tag):
        reading.nth = int(amount.low)
    elif amount.low != 1 or amount.last > amount.first or (tag and tag.has("noun")):
        reading.ordinal = int(amount.low)


def _number(reading: RowReading, at: int, amount: Quantity) -> None:
    value = int(amount.low)
    before = reading.tags[at - 1] if at else None
    following = reading.neighbour(at, 1, 4)
    after = [reading.tags[i] for i in following]
    if before is not None and before.text in NUMBERED:
        reading.unheld.update((at - 1, at))  # "level 8 courses": no column says which level
        return
    if before and before.text in ("number", "no", "rank", "nr"):
        reading.take(at, at - 1)
        if after and _orders(after[0]):
            reading.nth = value
        else:
            reading.ordinal = value
    elif amount.low >= _PRICE_SIZED and _is_bare(reading, at):
        reading.take(at)
        reading.only_number = amount.low
        _plain_price(reading, at, amount)
        reading.number_at = None if reading.has(Field.PRICE) else at  # "programs in 43215"
    elif amount.low >= _PRICE_SIZED or amount.is_range:
        _plain_price(reading, at, amount)
    elif 1 < value <= 50 and amount.low == value and _limits(before, after):
        reading.take(at)
        reading.limit = value
    elif before is not None and _is_priced(reading) and _bounds(reading, at):
        _filter(reading, at, amount, Field.PRICE)  # "priced below 400"
    elif _comparator(reading, at) is not None or len(_content(reading)) <= _FEW_TAGS:
        reading.take(at)
        reading.only_number = amount.low
        reading.number_at = at


def _is_priced(reading: RowReading) -> bool:
    """Whether the question names the price: a small number beside it is one too."""
    return any(t.has("measure", "price") or t.text in _PAID for t in reading.tags) and not any(
        t.has("measure", "duration") or t.has("unit") for t in reading.tags
    )


def _bounds(reading: RowReading, at: int) -> bool:
    """Whether a word of limits stands before an amount: "below 400", "at most 90"."""
    near = reading.tags[max(0, at - 3) : at]
    return any(t.has("compare") or t.text == "than" for t in near)


def _is_bare(reading: RowReading, at: int) -> bool:
    """Next to nothing is said but the number: "no, I meant 29,500"."""
    return len(_content(reading)) <= _FEW_TAGS and _comparator(reading, at) is None


def _plain_price(reading: RowReading, at: int, amount: Quantity) -> None:
    """A bare number the size of a price, where the question speaks of price."""
    speaks_of_price = any(
        t.has("measure", "price")
        or t.has("verb", "price")
        or t.has("compare")
        or t.has("adjective")
        for t in reading.tags
    )
    before = reading.tags[at - 1] if at else None
    is_limit = before is not None and (
        before.text == "than" or before.has("compare", "lt") or before.has("compare", "gt")
    )
    is_year = 1900 <= amount.low <= amount.high <= 2100 and not (amount.grouped or is_limit)
    if amount.low >= _PRICE_SIZED and speaks_of_price and not is_year:
        _filter(reading, at, amount, Field.PRICE)


def _limits(before: Tag | None, after: list[Tag]) -> bool:
    """ "top 3", "first five", "three programs", "the two cheapest"."""
    if before and (before.has("size") or before.text in ("first", "best")):
        return True
    named = next((t for t in after if not (t.link("topic") or t.has("delivery"))), None)
    return named is not None and (_orders(named) or named.has("noun") or named.has("level"))


def _orders_next(reading: RowReading, at: int) -> bool:
    return at + 1 < len(reading.tags) and _orders(reading.tags[at + 1])


def _orders(tag: Tag) -> bool:
    return (
        any(s.role in ("adjective", "size") and s.degree == "superlative" for s in tag.senses)
        or tag.has("operator", "most")
        or tag.has("operator", "least")
    )


def _content(reading: RowReading) -> list[Tag]:
    return [t for t in reading.tags if not (t.is_frame or t.has("correct", "replace"))]
