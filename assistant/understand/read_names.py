"""Levels, awards, subjects, schools and places, each with its polarity."""

from __future__ import annotations

from assistant.records import Wanted
from assistant.understand.english import singular
from assistant.understand.places import Spot
from assistant.understand.polarity import COORDINATION, TEACHING, negated
from assistant.understand.read_delivery import asks_whether, is_of_one, read_delivery
from assistant.understand.reading import RowReading
from assistant.understand.school_forms import PLURAL_KINDS
from assistant.understand.tagged import Tag
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
    read_delivery(reading)


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
    weighed = any(x.degree == "comparative" for t in reading.tags for x in t.senses)
    either = any(t.text == "or" for t in reading.tags) and not weighed
    asks = either and is_of_one(reading) and asks_whether(reading)
    if asks and any(len(f.values) > 1 for f in kinds):
        reading.filters = [f for f in reading.filters if f not in kinds]
        reading.want(Wanted.LEVEL)


def _in_title(reading: RowReading, at: int) -> bool:
    """Of "with NLP in the title": whether this subject must stand in the title itself."""
    for i in range(at + 1, len(reading.tags)):
        tag = reading.tags[i]
        if tag.has("operator", "in_title"):
            reading.take(i)
            return True
        if not (tag.link("topic") or tag.text in COORDINATION):
            return False
    return False


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
    if lead[0] in TEACHING and lead[1] in ("at", "in"):
        return True
    return lead[1] in COORDINATION and at > _LEAD and _says_where(reading, at - 2)


def _school(reading: RowReading, at: int, link: Link) -> None:
    """A school that is asked about; which one, if the words fit several and no "any" is said."""
    reading.universities.append(link.values)
    any_of = at > 0 and reading.tags[at - 1].text in ("a", "an", "any", "which", "what")
    any_of = any_of or any(t.text in PLURAL_KINDS for t in reading.tags)
    if len(link.values) > 1 and not any_of:
        reading.homonyms.append(link.values)


_LESSONS = frozenset({"training", "lesson", "lessons", "schooling", "tuition"})


def _is_lesson(reading: RowReading, at: int) -> bool:
    """ "HVAC training", "for HVAC students" ask for programs in HVAC, whatever titles say."""
    before = reading.tags[at - 1] if at else None
    behind = before is not None and bool(before.link("topic"))
    for_them = reading.tags[at].text in ("student", "students") and _is_for(reading, at)
    return behind and (reading.tags[at].text in _LESSONS or for_them)


def _is_for(reading: RowReading, at: int) -> bool:
    return any(t.text == "for" for t in reading.tags[max(0, at - 3) : at])


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
    other = reading.tags[at - 2].link("place") if at > 1 and before[-1] in COORDINATION else None
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
    return i > 0 and reading.tags[i].text in COORDINATION


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
