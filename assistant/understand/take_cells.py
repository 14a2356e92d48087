"""A cell that a question names, as a condition on its column or as what is asked of one program.

Part of `read_names.py`; `read_cells.py` found the cell. "Does X's diploma include a placement?"
asks what its row says; "without a placement" wants the rows that say no.
"""

from __future__ import annotations

from collections.abc import Set
from itertools import pairwise

from assistant.stemming import stem
from assistant.understand.cells import STARTS, spoken
from assistant.understand.columns import asks_for_set, points_at_one
from assistant.understand.reading import RowReading
from assistant.understand.tagged import Tag
from assistant.understand.vocabulary import Link
from vectorstore.query import Field, Filter, Op
from vectorstore.text import words

_ASKING = frozenset("is are can could does do may will would was isn't what what's".split())


def take_cell(reading: RowReading, at: int, link: Link, op: Op, *, join: bool) -> None:
    """Takes what a column says, as a condition or as what is asked of one program.

    `join` says that the cell is coordinated with one before it: either will do.
    """
    _required(reading, at)
    asks = _asks_of_school(reading, at) if link.denied is not None else _confirms(reading, at)
    if asks or _asks_also(reading, at):
        reading.columns.append(link.values[0].partition(": ")[0])
        return
    values = link.values
    first = _take_beside(reading, at, values)
    if op is Op.IN and _denied_before(reading, first):
        op = Op.NOT_IN
    if op is Op.NOT_IN and link.denied:
        op, values = Op.IN, link.denied
    if _only_near(reading, at) and link.denied is None:
        values = _alone(values, reading.tags[at].text)
    join = join and _is_either(reading, at, values)
    reading.add(Filter(Field.COLUMN, op, values), join=join or op is Op.NOT_IN)


def _is_either(reading: RowReading, at: int, values: tuple[str | float, ...]) -> bool:
    """Whether cells of one column are joined, or two of them by "or": "and" of two wants both."""
    header = str(values[0]).partition(":")[0]
    held = [f for f in reading.filters if f.field is Field.COLUMN]
    same = any(str(v).partition(":")[0] == header for f in held for v in f.values)
    return same or any(t.text == "or" for t in reading.tags[max(0, at - _REACH) : at])


_REACH = 3


def _denied_before(reading: RowReading, first: int) -> bool:
    """ "Not eligible for a work permit", "not by distance": a denial before the header's words."""
    at = first - 1
    while at > max(0, first - 1 - _BETWEEN) and reading.tags[at].text in _JOINING:
        at -= 1
    if not reading.free(at) or not reading.tags[at].has("operator", "not"):
        return False
    reading.take(at)
    return True


def _asks_also(reading: RowReading, at: int) -> bool:
    """ "The cheapest PhD, and is the GRE required": asked of what is found, and no condition."""
    said = [t.text for t in reading.tags[max(0, at - _OPENING) : at]]
    return any(a == "and" and b in _ASKING for a, b in pairwise(said))


_OPENING = 4
"""Tags from "and" to what is asked."""


def _take_beside(reading: RowReading, at: int, values: tuple[str | float, ...]) -> int:
    """Words of a column's header beside its cell: "July intake", "ACCSC accredited".

    So are those that follow each other, "rolling admission deadline", and those before an article
    and a preposition, "accredited by COE", "eligible for a work permit". Gives where they begin.
    """
    first = at
    header = {stem(w) for w in words(str(values[0]).partition(":")[0])}
    before = at - 1
    while before > max(0, at - 1 - _BETWEEN) and reading.tags[before].text in _JOINING:
        before -= 1
    for beside in (range(before, -1, -1), range(at + 1, len(reading.tags))):
        for i in beside:
            tag = reading.tags[i]
            of_header = all(_is_said_by(word, header) for word in tag.text.split())
            if not (reading.free(i) and _is_bare(tag) and of_header):
                break
            reading.take(i)
            first = min(first, i)
    return first


_DEMANDS = ("accept", "requir", "demand", "involv", "includ", "need")


def _is_bare(tag: Tag) -> bool:
    """Nothing has read a word, or only as the header of a column."""
    return tag.unread or (not tag.senses and {x.role for x in tag.links} == {"column"})


def _confirms(reading: RowReading, at: int) -> bool:
    """ "Is the MBA at X available part-time?": what its row says is asked."""
    tags = reading.tags
    named = any(t.link("university") for t in tags[:at])
    there = len(tags) > 1 and tags[1].text in ("there", "you", "any")
    last = all(t.is_frame for t in tags[at + 1 :])
    return named and last and not there and tags[0].text in ("is", "are", "can")


def _is_said_by(word: str, header: Set[str]) -> bool:
    """Whether a word is one of a header's, in any form: "accredited" of Accreditor."""
    own = stem(word)
    if own in _APPLYING and header & _APPLYING:
        return True
    if word.startswith(STARTS) and any(h.startswith(STARTS) for h in header):
        return True
    return own in header or any(own[:_ROOT] == h[:_ROOT] for h in header if len(own) >= _ROOT)


_JOINING = frozenset("by in with the for a an to of".split())
_BETWEEN = 2
_APPLYING = frozenset(map(stem, "application apply applying admission".split()))
"""One thing: an admission deadline is one to apply."""
_ROOT = 6
"""Letters in which two forms of a word agree at least."""


def _required(reading: RowReading, at: int) -> None:
    """Takes the verb of "does it require the GRE"."""
    for i in range(at - 1, max(-1, at - 3), -1):
        if reading.free(i) and reading.tags[i].text.startswith(_DEMANDS):
            reading.take(i)


def _asks_of_school(reading: RowReading, at: int) -> bool:
    """ "Does X's diploma include a placement?": what its row says is asked."""
    named = any(t.link("university") for t in reading.tags) or points_at_one(reading)
    near = {t.text for t in reading.tags[max(0, at - 2) : at]}
    asks = reading.tags[0].text.split()[0] in _ASKING
    for_set = asks_for_set(reading, at)
    return named and asks and not for_set and not near & {"with", "without"}


def _only_near(reading: RowReading, at: int) -> bool:
    """ "Only in German", "in German only"."""
    if reading.free(at + 1) and reading.tags[at + 1].has("operator", "only"):
        reading.take(at + 1)
        return True
    for i in range(at - 1, max(-1, at - 4), -1):
        if reading.free(i) and reading.tags[i].has("operator", "only"):
            reading.take(i)
            return True
        if not reading.tags[i].is_frame:
            return False  # "only those where ...": these and no others
    return False


def _alone(values: tuple[str, ...], said: str) -> tuple[str, ...]:
    """Of cells that hold a word those that hold nothing else, or one that no row has."""
    own = spoken(words(said))
    cells = {v: words(v.partition(": ")[2].replace("-", " ")) for v in values}
    exact = tuple(v for v, cell in cells.items() if spoken(cell) == own)
    return exact or (f"{values[0].partition(': ')[0]}: only {said}",)
