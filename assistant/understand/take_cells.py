"""A cell that a question names, as a condition on its column or as what is asked of one program.

Part of `read_names.py`; `read_cells.py` found the cell. "Does X's diploma include a placement?"
asks what its row says; "without a placement" wants the rows that say no.
"""

from __future__ import annotations

from collections.abc import Set

from assistant.stemming import stem
from assistant.understand.cells import STARTS, spoken
from assistant.understand.reading import RowReading
from assistant.understand.tag import Tag
from assistant.understand.vocabulary import Link
from vectorstore.query import Field, Filter, Op
from vectorstore.text import words

_ASKING = frozenset("is are can could does do may will would was isn't what what's".split())


def take_cell(reading: RowReading, at: int, link: Link, op: Op, *, join: bool) -> None:
    """Takes what a column says, as a condition or as what is asked of one program.

    `join` says that the cell is coordinated with one before it: either will do.
    """
    if link.denied is not None:
        _required(reading, at)
    if _asks_of_school(reading, at) if link.denied is not None else _confirms(reading, at):
        reading.columns.append(link.values[0].partition(": ")[0])
        return
    values = link.values
    if op is Op.NOT_IN and link.denied:
        op, values = Op.IN, link.denied
    if _only_near(reading, at):
        values = _alone(values, reading.tags[at].text)
    reading.add(Filter(Field.COLUMN, op, values), join=join or op is Op.NOT_IN)
    _take_beside(reading, at, values)


def _take_beside(reading: RowReading, at: int, values: tuple[str | float, ...]) -> None:
    """Words of a column's header beside its cell: "July intake", "ACCSC accredited"."""
    header = {stem(w) for w in words(str(values[0]).partition(":")[0])}
    before = reading.tags[at - 1] if at and reading.free(at - 1) else None
    if before is not None and before.unread and before.text.startswith(_DEMANDS):
        reading.take(at - 1)  # "which courses accept BBC"
    near = [at - 1, at + 1]
    if at > 1 and reading.tags[at - 1].text in ("by", "in", "with", "the"):
        near.append(at - 2)  # "accredited by COE", "starting in July"
    for i in near:
        tag = reading.tags[i] if reading.free(i) else None
        if tag is not None and _is_bare(tag) and _is_said_by(tag.text, header):
            reading.take(i)


_DEMANDS = ("accept", "requir", "demand")


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
    if word.startswith(STARTS) and any(h.startswith(STARTS) for h in header):
        return True
    return own in header or any(own[:_ROOT] == h[:_ROOT] for h in header if len(own) >= _ROOT)


_ROOT = 6
"""Letters in which two forms of a word agree at least."""


def _required(reading: RowReading, at: int) -> None:
    """Takes the verb of "does it require the GRE"."""
    for i in range(at - 1, max(-1, at - 3), -1):
        if reading.free(i) and reading.tags[i].text.startswith(("requir", "involv", "includ")):
            reading.take(i)


def _asks_of_school(reading: RowReading, at: int) -> bool:
    """ "Does X's diploma include a placement?": what its row says is asked."""
    named = any(t.link("university") or t.has("reference", "it") for t in reading.tags)
    near = {t.text for t in reading.tags[max(0, at - 2) : at]}
    asks = reading.tags[0].text.split()[0] in _ASKING
    return named and asks and not near & {"with", "without"}


def _only_near(reading: RowReading, at: int) -> bool:
    """ "Only in German", "in German only"."""
    for i in (*range(at - 1, max(-1, at - 4), -1), at + 1):
        if reading.free(i) and reading.tags[i].has("operator", "only"):
            reading.take(i)
            return True
    return False


def _alone(values: tuple[str, ...], said: str) -> tuple[str, ...]:
    """Of cells that hold a word those that hold nothing else, or one that no row has."""
    own = spoken(words(said))
    cells = {v: words(v.partition(": ")[2].replace("-", " ")) for v in values}
    exact = tuple(v for v, cell in cells.items() if spoken(cell) == own)
    return exact or (f"{values[0].partition(': ')[0]}: only {said}",)
