"""Ways of teaching: all that a question names, as any of, exactly, all of, or none of them."""

from __future__ import annotations

from assistant.records import Wanted
from assistant.understand.polarity import TEACHING, negated
from assistant.understand.reading import RowReading
from vectorstore.query import Field, Filter, Op


def read_delivery(reading: RowReading) -> None:
    """Takes the ways of teaching that are named, and says what they filter or ask."""
    wanted: list[tuple[str, Op]] = []
    for at, tag in enumerate(reading.tags):
        sense = tag.sense("delivery")
        if sense is None or not reading.free(at):
            continue
        reading.take(at)
        before = reading.tags[at - 1] if at else None
        if tag.text == "campus" and before is not None and before.link("place"):
            continue  # "the Clayton campus" is a place
        if negated(reading, at):
            wanted.append((sense.value, Op.NOT_IN))
        else:
            wanted.append((sense.value, Op.ONLY if _only(reading, at) else Op.IN))
    _delivery_filters(reading, wanted)


def _only(reading: RowReading, at: int) -> bool:
    """An "only" beside this tag: "only online", "online only", "fully taught on campus"."""
    for step in (-1, 1):
        i = at + step
        while 0 <= i < len(reading.tags) and reading.tags[i].text in TEACHING and abs(i - at) < 3:
            i += step
        if 0 <= i < len(reading.tags) and reading.tags[i].has("operator", "only"):
            if step == 1 and reading.tags[i].text in ("just", "completely"):
                continue
            reading.take(i)
            return True
    return False


_WHETHER = frozenset(
    {"is", "are", "can", "could", "does", "do", "may", "will", "would", "was", "isn't"}
)


def asks_whether(reading: RowReading) -> bool:
    """A yes-or-no question: it asks for the delivery that it names."""
    return any(
        t.text in _WHETHER and (i == 0 or reading.tags[i - 1].text in ("and", "but", "so", "plus"))
        for i, t in enumerate(reading.tags)
    )


def is_of_one(reading: RowReading) -> bool:
    """Whether one program is spoken of: a named one, "it", "the third one"."""
    placed = any(t.quantity and t.quantity.kind == "ordinal" for t in reading.tags)
    return bool(reading.universities) or "it" in reading.references or placed


def _delivery_filters(reading: RowReading, wanted: list[tuple[str, Op]]) -> None:
    positive = tuple(dict.fromkeys(v for v, op in wanted if op is not Op.NOT_IN))
    negative = tuple(dict.fromkeys(v for v, op in wanted if op is Op.NOT_IN))
    only = any(op is Op.ONLY for _, op in wanted)
    both = [i for i, t in enumerate(reading.tags) if t.has("operator", "both")]
    if only:
        reading.add(Filter(Field.DELIVERY, Op.ONLY, positive))
    elif len(positive) > 1 and both:
        reading.take(*both)
        reading.add(Filter(Field.DELIVERY, Op.ALL, positive))
    elif len(positive) > 1 and is_of_one(reading) and asks_whether(reading):
        reading.want(Wanted.DELIVERY)  # "is it taught online or on campus?"
    elif positive:
        reading.add(Filter(Field.DELIVERY, Op.IN, positive))
    if positive and reading.universities and asks_whether(reading):
        reading.want(Wanted.DELIVERY)
    left = tuple(v for v in negative if not (only and v not in positive))
    if left:
        reading.add(Filter(Field.DELIVERY, Op.NOT_IN, left))
