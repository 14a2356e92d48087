"""What is computed for each of several groups: "per level", "the cheapest in each state".

Part of `read_orders.py`: what asks for groups without saying so ("which city has the most", "how
many schools teach it") is read before what is asked to be told of each program, groups of a value
that is computed after it.
"""

from __future__ import annotations

from assistant.understand.reading import RowReading
from assistant.understand.school_forms import PLURAL_KINDS
from assistant.understand.tagged import Tag
from vectorstore.query import OF_PLACES, Aggregate, Field


def read_groups(reading: RowReading) -> None:
    """ "how many per level", "average price by city", "the cheapest in each state"."""
    best = reading.sort is not None and reading.limit == 1 and reading.nth is None
    if reading.aggregate is None and not best and not _lists_by(reading):
        return
    for at, tag in enumerate(reading.tags):
        following = reading.tags[at + 1] if at + 1 < len(reading.tags) else None
        if not tag.has("operator", "group") or following is None:
            continue
        field = _group_of(following)
        if field:
            _group(reading, field, at, at + 1)
            _best_of_each(reading)


def _best_of_each(reading: RowReading) -> None:
    """The best of each group is its lowest or highest value."""
    if reading.aggregate is None and reading.sort is not None:
        reading.aggregate = Aggregate.MAX if reading.sort.descending else Aggregate.MIN
        reading.of, reading.sort, reading.limit = reading.sort.key, None, None


def _lists_by(reading: RowReading) -> bool:
    """ "Programs by province" counts them: nothing is ordered or asked to be told."""
    by = next((i for i, t in enumerate(reading.tags) if t.text in ("by", "per")), None)
    if by is None or not 0 < by < len(reading.tags) - 1 or reading.sort or reading.universities:
        return False
    before, after = reading.tags[by - 1], reading.tags[by + 1]
    sets = before.has("noun") or before.has("level") or before.link("topic") or before.link("award")
    groups = (*OF_PLACES, Field.UNIVERSITY, Field.LEVEL, Field.AWARD)
    if not sets or _group_of(after) not in groups:
        return False
    reading.aggregate = Aggregate.COUNT
    return True


def read_groups_asked(reading: RowReading) -> None:
    """ "Which states offer welding", "which city has the most nursing programs"."""
    _counted(reading)
    _ranked_by_count(reading)
    _more_of_two(reading)
    reading.schools = _asks_for_schools(reading)
    at = next((i for i in range(len(reading.tags)) if _is_asked_for(reading, i)), None)
    computed = reading.aggregate not in (None, Aggregate.COUNT) and reading.sort
    if at is None or not _asks_of_all(reading, at):
        return
    field = _group_of(reading.tags[at])
    if computed and field:
        _group(reading, field, at)
    if reading.sort or reading.aggregate:
        return
    most = [i for i, t in enumerate(reading.tags) if t.has("operator", "most") and i > at]
    plural = field in OF_PLACES and reading.tags[at].text.endswith("s")
    if field is None or not (most or plural):
        return
    _group(reading, field, at, *most)
    reading.aggregate = Aggregate.COUNT
    reading.limit = 1 if most else reading.limit


def _counted(reading: RowReading) -> None:
    """ "How many universities offer nursing" counts schools, and not their programs."""
    for at, tag in enumerate(reading.tags):
        following = reading.neighbour(at, 1, 1)
        if not tag.has("aggregate", "count") or not following:
            continue
        field = _group_of(reading.tags[following[0]])
        if field in _COUNTED and not (field is Field.UNIVERSITY and reading.universities):
            reading.aggregate = Aggregate.COUNT
            _group(reading, field, at, following[0])


def _ranked_by_count(reading: RowReading) -> None:
    """ "Top 3 universities by number of courses" ranks schools by how many programs they have."""
    for at, tag in enumerate(reading.tags):
        by = at > 0 and reading.tags[at - 1].text == "by" and tag.has("aggregate", "count")
        own = [i for i in range(at) if _group_of(reading.tags[i]) in _COUNTED]
        if not by or not own or reading.universities:
            continue
        field = _group_of(reading.tags[own[0]])
        amounts = [i for i in range(own[0]) if reading.tags[i].quantity]
        most = [i for i in range(own[0]) if reading.tags[i].has("size", "plus")]
        if field is not None:
            reading.aggregate, reading.sort = Aggregate.COUNT, None
            _group(reading, field, own[0], at - 1, at, *amounts, *most)
            sizes = [q.low for i in amounts if (q := reading.tags[i].quantity)]
            reading.limit = int(sizes[0]) if sizes else reading.limit


def _more_of_two(reading: RowReading) -> None:
    """ "Who has more courses, X or Y" counts those of each."""
    at = next((i for i, t in enumerate(reading.tags) if t.text in ("more", "most")), None)
    following = reading.neighbour(at, 1, 3) if at is not None else []
    counted = any(reading.tags[i].has("noun", "program") for i in following)
    if at is None or not counted or len(reading.universities) < _TWO or reading.sort:
        return
    reading.aggregate, reading.compare, reading.homonyms = Aggregate.COUNT, False, []
    _group(reading, Field.UNIVERSITY, at)


_TWO = 2


def _asks_for_schools(reading: RowReading) -> bool:
    """ "Which universities are in Perth", "who teaches law", "nursing schools in Hobart"."""
    if reading.universities or reading.references & {"it", "school"}:
        return False
    for at, tag in enumerate(reading.tags):
        if _group_of(tag) is Field.UNIVERSITY and _is_asked_for(reading, at):
            return True
        if tag.has("noun", "program") or tag.has("noun", "degree") or tag.has("level"):
            return False  # "courses at universities in Perth"
        if tag.has("noun", "school") and tag.text in PLURAL_KINDS:
            return not any(t.text in _OF_SCHOOLS for t in reading.tags[max(0, at - 2) : at])
    return False


def _is_asked_for(reading: RowReading, at: int) -> bool:
    """ "Which state", "what universities": some of these words are one tag."""
    opens = reading.tags[at].text.split()[0] in _WHICH
    of_place = at > 1 and reading.tags[at - 1].link("place")  # "which Brisbane college"
    lead = at - 2 if of_place else at - 1
    behind = lead >= 0 and reading.tags[lead].text in _WHICH
    return behind or (opens and reading.tags[at].has("measure", "school"))


def _asks_of_all(reading: RowReading, at: int) -> bool:
    """Whether a set of programs is spoken of, and not where one of them is."""
    named = reading.universities or reading.references & {"it", "school"}
    behind = reading.tags[at + 1 :]
    sets = any(
        t.has("measure") or t.link("topic") or t.link("award") or t.has("level") or t.has("noun")
        for t in behind
    )
    return not named and sets


def _group(reading: RowReading, field: Field, *taken: int) -> None:
    reading.take(*taken)
    reading.group = field
    told = "place" if field in OF_PLACES else field.value
    reading.wanted = [w for w in reading.wanted if w.value != told]


_GROUPED = {"place": Field.PLACE, "school": Field.UNIVERSITY, "level": Field.LEVEL,
            "delivery": Field.DELIVERY, "topic": Field.CATEGORY}  # fmt: skip
_COUNTED = OF_PLACES | {Field.UNIVERSITY}
_REGIONS = frozenset(
    "state states province provinces region regions territory territories nation nations".split()
)
_LEVELS = frozenset({"level", "levels"})
_AWARDS = frozenset("award awards credential credentials qualification qualifications".split()) | {
    "award type",
    "degree type",
    "qualification type",
    "credential type",
}
_COUNTRIES = frozenset({"country", "countries"})
_WHICH = frozenset({"which", "what", "who"})
_OF_SCHOOLS = frozenset("at from by of between across".split())


def _group_of(tag: Tag) -> Field | None:
    """What a word names the groups of: states are no towns."""
    if tag.text in _REGIONS:
        return Field.REGION
    if tag.text in _COUNTRIES:
        return Field.COUNTRY
    if tag.text in _LEVELS or tag.has("dimension", "level"):
        return Field.LEVEL
    if tag.text in _AWARDS:
        return Field.AWARD
    sense = tag.sense("measure")
    if sense is not None and sense.value == "school":
        return Field.UNIVERSITY
    if tag.has("noun", "school") and tag.text not in ("place", "places"):
        return Field.UNIVERSITY
    return _GROUPED.get(sense.value) if sense else None
