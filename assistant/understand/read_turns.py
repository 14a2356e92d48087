"""What a turn says about the conversation: drops, corrections, references, comparisons."""

from __future__ import annotations

from assistant.understand.polarity import DROPPED
from assistant.understand.reading import RowReading
from assistant.understand.tagged import Tag
from vectorstore.query import Field

_DIMENSIONS = {
    "price": Field.PRICE,
    "duration": Field.DURATION,
    "place": Field.PLACE,
    "delivery": Field.DELIVERY,
    "topic": Field.TOPIC,
    "level": Field.LEVEL,
    "school": Field.UNIVERSITY,
}
_NAMED = {
    "topic": Field.TOPIC,
    "place": Field.PLACE,
    "university": Field.UNIVERSITY,
    "award": Field.AWARD,
    "cell": Field.COLUMN,
}
_DIMENSION_FIELDS = {
    "level": Field.LEVEL,
    "topic": Field.TOPIC,
    "delivery": Field.DELIVERY,
    "duration": Field.DURATION,
}
_WEAK_DROPS = frozenset({"any", "whatever"})
"""Drop a condition only right before its name: "any city"; elsewhere "any" just means some."""
_EVERY = frozenset({"all", "every", "all the"})
_SPOKEN_OF = frozenset({Field.LEVEL, Field.TOPIC, Field.DELIVERY, Field.PLACE})
"""Conditions that "all subjects" lifts; "all prices" asks for them."""


def read_turns(reading: RowReading) -> None:
    """Takes corrections, drops and references; before names and amounts."""
    _drops(reading)
    for at, tag in enumerate(reading.tags):
        if tag.has("correct", "replace") and reading.free(at):
            reading.take(at)
            reading.replaces = True
        if tag.text in ("also", "too", "as well"):
            reading.union = True
        if tag.has("correct", "back"):
            reading.take(at)
        if tag.has("operator", "announced"):
            reading.announced = True
        if tag.has("operator", "difference"):
            reading.difference = True
        if tag.has("operator", "compare"):
            reading.compare = True
    _references(reading)


def _drops(reading: RowReading) -> None:
    for at, tag in enumerate(reading.tags):
        if tag.has("correct", "drop") and reading.free(at):
            _drop(reading, at, tag)
        elif tag.text in _EVERY:
            _lift(reading, at)


def take_spoken(reading: RowReading) -> None:
    """Accounts for the words that only say that something is compared, announced or referred to."""
    for at, tag in enumerate(reading.tags):
        if _wants_each(reading, tag):
            reading.unheld.add(at)
            continue
        if any(s.role in ("reference", "correct") for s in tag.senses):
            reading.take(at)
        if any(
            s.role == "operator"
            and s.value
            in ("difference", "compare", "any", "group", "both", "first", "announced", "sort")
            for s in tag.senses
        ):
            reading.take(at)


def _wants_each(reading: RowReading, tag: Tag) -> bool:
    """ "Which universities have both a bachelor's and a master's": no condition of one program."""
    of_schools = reading.schools or reading.group is Field.UNIVERSITY
    return of_schools and tag.has("operator", "both") and not reading.has(Field.DELIVERY)


def _drop(reading: RowReading, at: int, tag: Tag) -> None:
    """ "forget the budget", "any city is fine", "whatever the subject", "drop finance"."""
    following = reading.tags[at + 1] if at + 1 < len(reading.tags) else None
    if tag.has("operator", "not") and following is not None and following.text in DROPPED:
        reading.take(at, at + 1)  # "drop that, show me nutrition instead": not nutrition
        return
    ahead = _target(reading, at, 1, adjacent=tag.text in _WEAK_DROPS)
    behind = None if tag.text in _WEAK_DROPS else _target(reading, at, -1, adjacent=False)
    index = ahead if ahead is not None else behind
    if index is None:
        return
    reading.take(at, index)
    if index + 1 < len(reading.tags) and reading.tags[index + 1].has("dimension", "condition"):
        reading.take(index + 1)  # "drop the level filter"
    field = _field(reading.tags[index])
    if field is not None:
        reading.drops.add(field)


def _lift(reading: RowReading, at: int) -> None:
    """ "all subjects please", "include all levels"."""
    following = reading.tags[at + 1] if at + 1 < len(reading.tags) else None
    if following is None or following.links or following.has("level") or following.has("delivery"):
        return
    field = _field(following)
    if field in _SPOKEN_OF:
        reading.take(at, at + 1)
        reading.drops.add(field)


def _target(reading: RowReading, at: int, step: int, *, adjacent: bool) -> int | None:
    i, passed = at + step, 0
    while 0 <= i < len(reading.tags) and passed < (1 if adjacent else 4):
        tag = reading.tags[i]
        if _field(tag) is not None and (not adjacent or tag.has("measure") or tag.has("dimension")):
            return i
        if not (tag.is_frame or _is_passed(tag) or _is_or_not(reading, i)):
            return None
        i, passed = i + step, passed + 1
    return None


def _is_passed(tag: Tag) -> bool:
    """Says nothing of its own between "doesn't matter" and what does not."""
    roles = {"frame", "correct", "verb", "reference", "dimension"}
    return tag.has("operator", "any") or (
        bool(tag.senses) and not tag.links and all(s.role in roles for s in tag.senses)
    )


def _is_or_not(reading: RowReading, at: int) -> bool:
    """ "on campus or not, I don't mind"."""
    return reading.tags[at].text == "not" and at > 0 and reading.tags[at - 1].text == "or"


def _field(tag: Tag) -> Field | None:
    """The condition that a word names: its measure, or the field of a name."""
    if tag.text in ("limit", "budget", "the budget"):
        return Field.PRICE
    named = tag.sense("dimension")
    if named:
        return _DIMENSION_FIELDS.get(named.value)
    sense = tag.sense("measure")
    if sense and sense.value in _DIMENSIONS:
        return _DIMENSIONS[sense.value]
    if tag.has("noun", "school"):
        return Field.UNIVERSITY
    if tag.has("delivery"):
        return Field.DELIVERY
    if tag.has("level"):
        return Field.LEVEL
    return _NAMED.get(tag.links[0].role) if tag.links else None


def _references(reading: RowReading) -> None:
    for at, tag in enumerate(reading.tags):
        for sense in tag.senses:
            if sense.role != "reference" or not reading.free(at):
                continue
            if sense.value == "it" and _is_article(reading, at):
                continue
            reading.references.add(sense.value)
            if sense.value == "former":
                reading.ordinal = 1
            elif sense.value == "latter":
                reading.ordinal = -1


def _is_article(reading: RowReading, at: int) -> bool:
    """ "that certificate" points back, "this in that bracket" and "that run two years" do not."""
    tag = reading.tags[at]
    if tag.text not in ("that", "this", "it", "its"):
        return False
    if tag.text in ("it", "its"):
        return False
    following = reading.tags[at + 1] if at + 1 < len(reading.tags) else None
    return following is not None
