"""Sets of programs that a question sets against each other: "is nursing cheaper than law at X".

Two subjects at one school, one subject at two schools, two levels, two cities, two ways of
teaching: what differs stands on either side of "than", "or", "vs"; the rest is meant of each. It
takes no words, for the readers of names have taken them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.understand.reading import MEMBERS, RowReading
from assistant.understand.tagged import Tag
from vectorstore.query import Field, Filter, Op

_MOST = 4
"""Sets that one answer sets against each other."""
_ROLES = {
    "university": Field.UNIVERSITY,
    "award": Field.AWARD,
    "cell": Field.COLUMN,
    "topic": Field.TOPIC,
}


def contrasted(reading: RowReading, held: Sequence[Filter]) -> tuple[tuple[Filter, ...], ...]:
    """The filters of each set, with what `held` says of all of them; () if no sets are compared."""
    if not _compares(reading) or reading.nth or reading.group or (reading.limit or 1) > 1:
        return ()
    members = [m for m in _members(reading.tags, held) if m]
    fields = dict.fromkeys(f.field for member in members for f in member)
    said = {x: [f for member in members for f in member if f.field is x] for x in fields}
    parted = [x for x, own in said.items() if len(set(own)) > 1]
    own = [tuple(f for f in m if f.field in parted) for m in members]
    own = list(dict.fromkeys(m for m in own if m))
    whole = all([f.field for f in m] == parted or len(parted) == 1 for m in own)
    if not 1 < len(own) <= _MOST or not whole:
        return ()
    shared = tuple(f for f in held if f.field not in parted)
    return tuple((*shared, *m) for m in own)


def _compares(reading: RowReading) -> bool:
    """Whether "than", "versus" or "compare" is said of sets, and no limit of a price."""
    said = any(t.has("operator", "compare") and t.text != "between" for t in reading.tags)
    ordered = reading.compare and reading.sort is not None
    return said or ordered or reading.difference or counts_more(reading)


_ASKING = frozenset("are is do does which what who".split())


def counts_more(reading: RowReading) -> bool:
    """ "Are there more nursing or more law courses": of which there are more."""
    said = [t.text for t in reading.tags]
    more = "than" in said or said[0].split()[0] in _ASKING
    more = more and any(t.has("operator", "more") or t.text == "fewer" for t in reading.tags)
    plain = not (reading.sort or reading.aggregate or reading.wanted)
    return more and plain and any(t.has("noun", "program") for t in reading.tags)


def _members(tags: Sequence[Tag], held: Sequence[Filter]) -> Iterator[tuple[Filter, ...]]:
    """What each stretch between words of comparison names, by field."""
    member: list[Filter] = []
    for tag in tags:
        if tag.text in (*MEMBERS, "or more") or tag.has("operator", "compare"):
            yield tuple(sorted(member, key=lambda f: f.field))
            member = []
        elif (named := _named(tag)) is not None and _is_held(named, held):
            member.append(named)
    yield tuple(sorted(member, key=lambda f: f.field))


def _named(tag: Tag) -> Filter | None:
    """The condition that a tag sets by itself."""
    place = tag.link("place")
    if place is not None and place.spot is not None and place is tag.links[0]:
        field = Field.REGION if place.spot.region_only else Field.PLACE
        return Filter(field, Op.IN, place.values)
    if tag.links:
        field_of = _ROLES.get(tag.links[0].role)
        return Filter(field_of, Op.IN, tag.links[0].values) if field_of else None
    for role, field in (("level", Field.LEVEL), ("delivery", Field.DELIVERY)):
        if sense := tag.sense(role):
            return Filter(field, Op.IN, (sense.value,))
    return None


def _is_held(named: Filter, held: Sequence[Filter]) -> bool:
    """Whether the reading has taken it as a condition, alone or as one of several."""
    return any(
        f.field is named.field and f.op is Op.IN and set(named.values) <= set(f.values)
        for f in held
    )
