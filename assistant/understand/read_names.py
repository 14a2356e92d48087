"""Levels, awards, subjects, schools, places and ways of teaching, with "not", "only", "both"."""

from __future__ import annotations

from assistant.records import Wanted
from assistant.understand.english import singular
from assistant.understand.places import Spot
from assistant.understand.reading import RowReading
from assistant.understand.tag import Tag
from assistant.understand.take_cells import take_cell
from assistant.understand.vocabulary import Link
from vectorstore.query import OF_PLACES, Field, Filter, Op
from vectorstore.records import Level
from vectorstore.text import ACRONYMS

_ROLE_FIELDS = {
    "university": Field.UNIVERSITY,
    "program": Field.PROGRAM,
    "award": Field.AWARD,
    "titled": Field.TITLE,
    "place": Field.PLACE,
    "category": Field.CATEGORY,
    "topic": Field.TOPIC,
}
_PLACES = frozenset({"city", "state", "town", "suburb", "province", "territory", "country"})
_COORDINATION = frozenset({"and", "or", "nor", "&"})
_TEACHING = frozenset(
    {"and", "offered", "taught", "available", "delivered", "be", "is", "are", "do", "it", "done"}
)
_SCHOOLS = frozenset("universities schools colleges institutions unis providers".split())
"""Said of several schools: "which Virginia universities" means all that the word fits."""
_LEAD = 3
"""Tags before the second place of a list: "offered at Perth or Sydney"."""
DEGREES = (Level.BACHELOR.value, Level.MASTER.value, Level.DOCTORATE.value)
"""What "degree" means; a certificate is none."""


def read_names(reading: RowReading) -> None:
    """Takes the tags that name something a row can have, each with its polarity."""
    for at, tag in enumerate(reading.tags):
        if not reading.free(at):
            continue
        if _only_offers(reading, at):
            reading.take(at)
        elif any(x.role != "column" for x in tag.links):
            _name(reading, at, tag)
        elif tag.has("level"):
            _level(reading, at, tag)
        elif tag.has("noun"):
            _noun(reading, at, tag)
        elif tag.unread and _is_lesson(reading, at):
            reading.take(at)
    _award_or_level(reading)
    _one_of_kinds(reading)
    _delivery(reading)


def _award_or_level(reading: RowReading) -> None:
    """ "Certificate IV or diploma": awards of either name, for a row has but one of them."""
    for at, tag in enumerate(reading.tags):
        sense = tag.sense("level")
        if sense is None or not {t.text for t in reading.tags[max(0, at - 2) : at]} & {"or", "and"}:
            continue
        award = next((f for f in reading.filters if f.field is Field.AWARD and f.op is Op.IN), None)
        level = Filter(Field.LEVEL, Op.IN, (sense.value,))
        before = next((t for t in reversed(reading.tags[:at]) if not t.is_frame), None)
        if award is None or level not in reading.filters or not (before and before.link("award")):
            continue
        reading.filters.remove(level)
        reading.add(Filter(Field.AWARD, Op.IN, (singular(tag.text),)))


def _one_of_kinds(reading: RowReading) -> None:
    """ "Is X by coursework or by research?" asks for the kind of one program, and sets none."""
    kinds = [f for f in reading.filters if f.field in (Field.LEVEL, Field.AWARD) and f.op is Op.IN]
    if any(len(f.values) > 1 for f in kinds) and _of_one(reading) and _asks_whether(reading):
        reading.filters = [f for f in reading.filters if f not in kinds]
        reading.want(Wanted.LEVEL)


def _in_title(reading: RowReading, at: int) -> bool:
    """Of "with NLP in the title": whether this subject must stand in the title itself."""
    for i in range(at + 1, len(reading.tags)):
        tag = reading.tags[i]
        if tag.has("operator", "in_title"):
            reading.take(i)
            return True
        if not (tag.link("topic") or tag.text in _COORDINATION):
            return False
    return False


def negated(reading: RowReading, at: int) -> bool:
    """Whether a "not" reaches this tag, over frame words or a coordinated tag."""
    i = at - 1
    while i >= 0:
        tag = reading.tags[i]
        if tag.has("operator", "not"):
            if _negative_question(reading, i) or _followed_by_only(reading, i):
                return False
            reading.take(i)
            return True
        if tag.text in _COORDINATION:
            content = reading.neighbour(i, -1, 1)
            return (
                bool(content)
                and _same_kind(reading.tags[content[0]], reading.tags[at])
                and negated(reading, content[0])
            )
        passed = tag.is_frame or tag.has("operator", "any") or tag.has("noun") or _points(tag)
        passed = passed or tag.text in _TEACHING
        if not passed and not tag.text.startswith(("requir", "includ", "involv")):
            return False
        if i < at - 5 or tag.text in ("but", "then", "so", "that's"):
            return False
        i -= 1
    return False


def _points(tag: Tag) -> bool:
    """ "Leave out those that have a campus version": the denial reaches over "those that"."""
    return tag.text in ("those", "these", "that", "them", "the ones")


def _negative_question(reading: RowReading, at: int) -> bool:
    """ "Isn't there an online master's?" asks, it does not exclude."""
    following = reading.tags[at + 1].text if at + 1 < len(reading.tags) else ""
    return reading.tags[at].text in ("isn't", "aren't", "don't", "doesn't") and following in (
        "there", "they", "you", "any", "it",
    )  # fmt: skip


def _followed_by_only(reading: RowReading, at: int) -> bool:
    return at + 1 < len(reading.tags) and reading.tags[at + 1].text in ("only", "just")


def _same_kind(left: Tag, right: Tag) -> bool:
    cells = [str(c.values[0]).partition(":")[0] for t in (left, right) if (c := t.link("cell"))]
    if len(set(cells)) > 1:
        return False  # "no GRE and a rolling deadline"
    roles = {x.role for x in left.links} | {s.role for s in left.senses}
    return bool(roles & ({x.role for x in right.links} | {s.role for s in right.senses}))


def _name(reading: RowReading, at: int, tag: Tag) -> None:
    link = _meant(reading, at, tag)
    if link is None:
        reading.unheld.add(at)
        return
    if link.role == "place" and link is tag.links[0] and tag.has("level"):
        _level(reading, at, tag)  # "MS in Nursing" is a degree, not Mississippi
        return
    if link.role == "degree":
        _degree(reading, at, tag, link)
        return
    reading.take(at)
    if _is_lesson(reading, at):
        return
    op = Op.NOT_IN if negated(reading, at) else Op.IN
    if link.role == "cell":
        take_cell(reading, at, link, op, join=_coordinated(reading, at))
        return
    if op is Op.NOT_IN and link.role == "university" and _preferred(reading, at):
        op, reading.compare, reading.difference = Op.IN, True, True
    if link.role == "place" and link.spot is not None and op is Op.IN:
        _place(reading, at, link.spot)
        return
    join = link.role != "topic" or op is Op.NOT_IN or _coordinated(reading, at)
    field = _ROLE_FIELDS[link.role]
    if field is Field.TOPIC and _in_title(reading, at):
        field = Field.TITLE
    reading.add(Filter(field, op, link.values), join=join)
    if link.role == "university" and op is Op.IN:
        _school(reading, at, link)


def _meant(reading: RowReading, at: int, tag: Tag) -> Link | None:
    """The best name of a tag, or the place where one must be meant; None if none such is held."""
    best, place = tag.links[0], tag.link("place")
    if place and _is_place(reading, at) and not _is_short_subject(reading, at, place):
        return place
    # "is X at Griffith offered at Gold Coast": a school is named already
    again = best.role == "university" and best.partial and reading.universities
    return place if again and at > 1 and _says_where(reading, at) else best


def _says_where(reading: RowReading, at: int) -> bool:
    """Behind "offered at", or in one list with such a place."""
    lead = [t.text for t in reading.tags[at - 2 : at]]
    if lead[0] in _TEACHING and lead[1] in ("at", "in"):
        return True
    return lead[1] in _COORDINATION and at > _LEAD and _says_where(reading, at - 2)


def _school(reading: RowReading, at: int, link: Link) -> None:
    """A school that is asked about; which one, if the words fit several and no "any" is said."""
    reading.universities.append(link.values)
    any_of = at > 0 and reading.tags[at - 1].text in ("a", "an", "any", "which", "what")
    any_of = any_of or any(t.text in _SCHOOLS for t in reading.tags)
    if len(link.values) > 1 and not any_of:
        reading.homonyms.append(link.values)


_LESSONS = frozenset({"training", "lesson", "lessons", "schooling", "tuition"})


def _is_lesson(reading: RowReading, at: int) -> bool:
    """ "HVAC training" asks for programs in HVAC, whatever titles call training."""
    before = reading.tags[at - 1] if at else None
    return reading.tags[at].text in _LESSONS and before is not None and bool(before.link("topic"))


def _only_offers(reading: RowReading, at: int) -> bool:
    """ "Universities teaching mathematics": what they do, and no subject."""
    after = reading.tags[at + 1] if at + 1 < len(reading.tags) else None
    before = reading.tags[at - 1] if at else None
    offers = reading.tags[at].text == "teaching" and after is not None and after.link("topic")
    return bool(offers and before and (before.has("noun", "school") or before.link("university")))


def _is_place(reading: RowReading, at: int) -> bool:
    """Whether the words around say that a place is meant: "in X", "X as the campus city"."""
    before = [t.text for t in reading.tags[max(0, at - 2) : at]]
    after = [t.text for t in reading.tags[at + 1 : at + 3]]
    of_place = before[-1:] == ["of"] and before[0] in _PLACES
    within = before[-1:] in (["in"], ["near"], ["around"]) or before == ["in", "the"]
    if within or of_place or after == ["as", "the"] or _is_of_city(reading, at):
        return True
    other = reading.tags[at - 2].link("place") if at > 1 and before[-1] in _COORDINATION else None
    return bool(other and other.spot and other.spot.code)  # "in FR or IT"


def _is_short_subject(reading: RowReading, at: int, place: Link) -> bool:
    """ "Courses in IT" are in information technology, not in Italy: where IT is a subject as well.

    Behind its city or beside another place it is the place: "Milan, IT", "in FR or IT".
    """
    tag = reading.tags[at]
    if not (place.spot and place.spot.code and tag.link("topic") and tag.text in ACRONYMS):
        return False
    near = [i for step in (-1, 1) for i in (at + step, at + 2 * step) if 0 <= i < len(reading.tags)]
    return not any(reading.tags[i].link("place") for i in near)


def _is_of_city(reading: RowReading, at: int) -> bool:
    """Whether it is the region of the city right before it: "Boston, MA"."""
    region = reading.tags[at].link("place")
    city = reading.tags[at - 1].link("place") if at else None
    if region is None or city is None or region.spot is None or city.spot is None:
        return False
    return bool(city.spot.regions & set(region.values))


def _place(reading: RowReading, at: int, spot: Spot) -> None:
    """A place: beside one of its own kind either will do, else both hold ("Perth, WA")."""
    joined = _coordinated(reading, at)
    held = [i for i, f in enumerate(reading.filters) if f.field in OF_PLACES and f.op is Op.IN]
    field = Field.REGION if spot.region_only else Field.PLACE
    alike = [i for i in held if reading.kinds.get(str(reading.filters[i].values[0])) == spot.kind]
    beside = alike or (held if joined else [])
    values: tuple[str, ...] = spot.values
    if beside:
        old = tuple(map(str, reading.filters[beside[-1]].values))
        values = (*old, *(v for v in spot.values if v not in old))
        if reading.filters[beside[-1]].field is not field:
            field = Field.PLACE
        reading.filters[beside[-1]] = Filter(field, Op.IN, values)
    else:
        reading.filters.append(Filter(field, Op.IN, values))
    reading.kinds |= dict.fromkeys(values, spot.kind)
    if spot.within and not (joined and not alike):
        _place(reading, at, Spot(spot.within, "country"))
    if spot.apart:
        reading.add(Filter(Field.PLACE, Op.NOT_IN, spot.apart))


def _preferred(reading: RowReading, at: int) -> bool:
    """ "UT Austin rather than Wentworth": two to compare, not one to leave out."""
    return bool(reading.universities) and any(
        t.text in ("rather than", "instead of") for t in reading.tags[max(0, at - 4) : at]
    )


def _coordinated(reading: RowReading, at: int) -> bool:
    """Whether "and" or "or" joins this name to one before it: either subject will do."""
    i = at - 1
    while i >= 0 and (
        reading.tags[i].has("level")
        or reading.tags[i].has("noun")
        or (i and reading.tags[i].text in ("of", "in", "the", "a", "an"))
    ):
        i -= 1
    return i > 0 and reading.tags[i].text in _COORDINATION


def _level(reading: RowReading, at: int, tag: Tag) -> None:
    sense = tag.sense("level")
    if sense is None:
        return
    reading.take(at)
    op = Op.NOT_IN if negated(reading, at) else Op.IN
    reading.add(Filter(Field.LEVEL, op, (sense.value,)))
    if reading.free(at + 1) and reading.tags[at + 1].text in ("level", "levels"):
        reading.take(at + 1)  # "at bachelor level"


def _degree(reading: RowReading, at: int, tag: Tag, link: Link) -> None:
    """ "Bachelor of Arts" is a degree of that name, beside a subject it is a level."""
    beside = [*reading.tags[max(0, at - 1) : at], *reading.tags[at + 1 : at + 2]]
    placed = bool(reading.tags[at + 2 : at + 3] and reading.tags[at + 2].link("place"))
    _level(reading, at, tag)
    if placed or not any(t.text in ("in", "with") or t.link("topic") for t in beside):
        op = Op.NOT_IN if reading.filters[-1].op is Op.NOT_IN else Op.IN
        reading.add(Filter(Field.TITLE, op, link.values))


def _noun(reading: RowReading, at: int, tag: Tag) -> None:
    reading.take(at)
    before = reading.tags[at - 1] if at else None
    after_level = before is not None and (before.has("level") or before.link("award"))
    if tag.has("noun", "degree") and not after_level and not _levels(reading):
        op = Op.NOT_IN if negated(reading, at) else Op.IN
        reading.add(Filter(Field.LEVEL, op, DEGREES))


def _levels(reading: RowReading) -> bool:
    return any(t.has("level") for t in reading.tags)


def _delivery(reading: RowReading) -> None:
    """All ways of teaching named: any of, exactly, all of, or none of them."""
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
        while 0 <= i < len(reading.tags) and reading.tags[i].text in _TEACHING and abs(i - at) < 3:
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


def _asks_whether(reading: RowReading) -> bool:
    """A yes-or-no question: it asks for the delivery that it names."""
    return any(
        t.text in _WHETHER and (i == 0 or reading.tags[i - 1].text in ("and", "but", "so", "plus"))
        for i, t in enumerate(reading.tags)
    )


def _of_one(reading: RowReading) -> bool:
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
    elif len(positive) > 1 and _of_one(reading) and _asks_whether(reading):
        reading.want(Wanted.DELIVERY)  # "is it taught online or on campus?"
    elif positive:
        reading.add(Filter(Field.DELIVERY, Op.IN, positive))
    if positive and reading.universities and _asks_whether(reading):
        reading.want(Wanted.DELIVERY)
    left = tuple(v for v in negative if not (only and v not in positive))
    if left:
        reading.add(Filter(Field.DELIVERY, Op.NOT_IN, left))
