"""Reading on in a list that was shown: "show me more", "the next five", "and the other ones".

Only where the whole question says that and no more: "the other ones that are online" asks for
something else. What was named before is set aside, and the rest asked for in the same order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.records import Constraint, RowAsk, Turn
from assistant.understand.constraints import filters
from assistant.understand.reading import RowReading
from assistant.understand.tagged import Tag
from assistant.understand.too_many import MAX_NAMED, Rows
from vectorstore.query import Aggregate, Field, Filter, Op, RowQuery

_ON = frozenset("more next rest other others another further remaining following after".split())
_BESIDE = frozenset({"any", "each", "what about", "how about"})
"""Words of other senses that may stand with them: "any others?", "what about the rest?"."""
_OF_ONE = frozenset({"info", "information", "detail", "details", "about", "tell"})
"""Ask for more of one thing, and not for more things."""


def read_on(reading: RowReading) -> None:
    """Takes the words of a question that asks for the rest of a list; after orders and amounts."""
    words = {word for tag in reading.tags for word in tag.text.split()}
    says_more = reading.filters or reading.wanted or reading.columns or reading.aggregate
    if says_more or not words & _ON or _OF_ONE & {tag.text for tag in reading.tags}:
        return
    numbers = [t.quantity for t in reading.tags if t.quantity and t.quantity.kind == "number"]
    one = words & {"one"} or len(numbers) > 1
    if one or not all(_is_beside(tag, reading, at) for at, tag in enumerate(reading.tags)):
        return
    if reading.references == {"next"} and not numbers and not reading.sort:
        return  # "and the next?": the one that follows in the order
    reading.further, reading.only_number = True, None
    reading.limit = int(numbers[0].low) if numbers else reading.limit if reading.sort else None
    reading.take(*range(len(reading.tags)))


def _is_beside(tag: Tag, reading: RowReading, at: int) -> bool:
    """Whether a tag adds nothing to the asking for more."""
    number = tag.quantity is not None and tag.quantity.kind == "number"
    order = tag.sense("adjective") is not None and reading.sort is not None
    plain = all(s.role in ("frame", "noun", "reference") for s in tag.senses)
    said = tag.text in _ON | _BESIDE or not reading.free(at)
    return not tag.links and (number or order or said or (plain and bool(tag.senses)))


def rest_of(
    turn: Turn, reading: RowReading, last: RowAsk | None, held: Sequence[Constraint], rows: Rows
) -> RowAsk | None:
    """ "Show me more": the last ask without the programs that were named; None if all were."""
    if last is None:
        return None
    query = last.query
    is_list = not (query.aggregate or query.group or query.compare or query.nth or last.announced)
    skips = any(map(_sets_aside, query.filters))
    steps = skips and "next" in reading.references  # "and the next one?" of what is left
    if not (reading.further or steps) or not is_list:
        return None
    if reading.sort is not None and reading.sort != query.sort:
        return None
    named = (v for f in query.filters if _sets_aside(f) for v in f.values)
    told = tuple(dict.fromkeys((*named, *turn.shown[:MAX_NAMED])))
    rest = (*filters(held), Filter(Field.PROGRAM, Op.NOT_IN, told))
    if not told or not rows.run(RowQuery(rest, aggregate=Aggregate.COUNT)).total_matched:
        return None
    limit = reading.limit or (1 if steps and not reading.further else query.limit)
    return replace(last, query=replace(query, filters=rest, limit=limit if query.sort else None))


def next_in_order(reading: RowReading, last: RowAsk | None) -> None:
    """ "and the next one?": the rows that follow in the order asked for before."""
    if last is None or last.query.sort is None:
        return
    reading.sort = last.query.sort
    reading.nth = (last.query.nth or last.query.limit or 1) + 1
    reading.limit = None


def _sets_aside(f: Filter) -> bool:
    return f.field is Field.PROGRAM and f.op is Op.NOT_IN
