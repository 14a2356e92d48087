"""Full titles in a question: which program of a named university is meant.

A title counts only beside its university: alone, "Master of Nursing" asks for a kind of program.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from assistant.understand.reading import RowReading
from assistant.understand.tagged import Tag, Tagged
from assistant.understand.vocabulary import Link
from vectorstore.query import Field, Filter, Op, RowQuery, RowResult
from vectorstore.records import Program, ProgramId
from vectorstore.text import topic_key

_OWNS = re.compile(r"['\u2019]s?\s*$")


class Rows(Protocol):
    """Finds the programs of a university."""

    def run(self, query: RowQuery) -> RowResult:
        """The result over all rows."""


def with_titles(tagged: Tagged, rows: Rows) -> Tagged:
    """The question with one tag for each title that is said to be a university's own.

    "X's Bachelor of Arts", "the Bachelor of Arts at X"; and any title of a named university of
    which some words would be read otherwise: brackets and numbers inside "Years 7 - 12 (Extended)"
    set no condition. "Cheapest Bachelor of Arts at X" asks for a kind of program, and stays.
    """
    schools = {link.values for t in tagged.tags if (link := t.link("university"))}
    if not schools:
        return tagged
    found: dict[tuple[int, int], dict[tuple[str, ...], set[ProgramId]]] = {}
    for names in schools:
        own = rows.run(RowQuery((Filter(Field.UNIVERSITY, Op.IN, names),))).rows
        for program in own:
            for span in _spans(tagged.tags, topic_key(program.title).split()):
                found.setdefault(span, {}).setdefault(names, set()).add(program.id)
    # said of two schools, a title that only one has is a subject: "MSc Finance at X or at Y"
    spans = {
        span: set().union(*of.values())
        for span, of in found.items()
        if len(of) == len(schools) or _owner(tagged, *span) in of
    }
    tags: list[Tag] = []
    at = 0
    while at < len(tagged.tags):
        last = max((b for a, b in spans if a == at), default=at)
        inside = tagged.tags[at : last + 1]
        whole = (at, last) in spans
        if whole and (_is_owned(tagged, at, last) or any(map(_reads_otherwise, inside))):
            first, end = inside[0].first, inside[-1].last
            link = Link("program", tuple(sorted(spans[at, last])), first, end)
            tags.append(Tag(first, end, " ".join(t.text for t in inside), links=(link,)))
        else:
            tags += inside
        at = last + 1
    return replace(tagged, tags=tuple(tags))


def _owner(tagged: Tagged, first: int, last: int) -> tuple[str, ...] | None:
    """The one school whose own these tags are said to be; None if it is one of a list."""
    if not _is_owned(tagged, first, last):
        return None
    before = tagged.tags[first - 1].link("university")
    if before is not None:
        return before.values
    behind = [t for t in tagged.tags[last + 1 :] if t.text != "the"]
    goes_on = [t for t in behind[2:5] if t.text not in ("at", "from", "by")]
    school = behind[1].link("university")
    listed = len(goes_on) > 1 and goes_on[0].text in ("and", "or") and goes_on[1].link("university")
    return None if listed or school is None else school.values


def _is_owned(tagged: Tagged, first: int, last: int) -> bool:
    """Whether the words around say whose these tags are: "X's ...", "the ... at X"."""
    tags = tagged.tags
    before = tags[first - 1] if first else None
    if before is None:
        return False
    gap = tagged.text[tagged.tokens[before.last].start : tagged.tokens[tags[first].first].start]
    if before.link("university"):
        return _OWNS.search(gap) is not None
    at_school = [t for t in tags[last + 1 : last + 4] if t.text != "the"]
    return (
        before.text == "the"
        and len(at_school) > 1
        and at_school[0].text in ("at", "from", "by", "of")
        and at_school[1].link("university") is not None
    )


def _reads_otherwise(tag: Tag) -> bool:
    """Whether a tag alone is no name and no level, and yet says something."""
    return not (tag.links or tag.is_frame or tag.has("level") or tag.has("noun"))


def _spans(tags: Sequence[Tag], title: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First and last tag of each place where the title's words stand, of two words or more."""
    if len(title) < 2:
        return
    said = [topic_key(tag.text).split() for tag in tags]
    for first in range(len(tags)):
        words: list[str] = []
        for last in range(first, len(tags)):
            words += said[last]
            if words != list(title[: len(words)]):
                break
            if len(words) == len(title):
                yield first, last


def titled_in(
    reading: RowReading, university: tuple[str, ...], programs: Iterable[Program]
) -> tuple[Program, ...]:
    """Of a university's programs, those whose whole title stands nearest to its name.

    Named twice, as in a comparison of two of its programs, it has one for each. Of titles at one
    place the longest counts: "Master of Nursing (Acute Care)" is no Master of Nursing. Empty if
    the question spells out no title.
    """
    said, places = _words_said(reading)
    own = [
        (places[i], places[i] + len(topic_key(t.text).split()))
        for i, t in enumerate(reading.tags)
        if _names(t.link("university"), university)
    ]
    spelled = [
        (start, len(title), program)
        for program in programs
        if len(title := topic_key(program.title).split()) > 1
        for start in range(len(said) - len(title) + 1)
        if said[start : start + len(title)] == title
    ]
    found: dict[ProgramId, Program] = {}
    for first, behind in own:
        ranks = [
            (start - behind if start >= behind else first - start - size, -size)
            for start, size, _ in spelled
        ]
        best = min(ranks, default=None)
        found |= {s[2].id: s[2] for s, rank in zip(spelled, ranks, strict=True) if rank == best}
    return tuple(found.values())


def _words_said(reading: RowReading) -> tuple[list[str], list[int]]:
    """The words of the question as titles are compared, and where each tag starts in them."""
    said: list[str] = []
    places: list[int] = []
    for tag in reading.tags:
        places.append(len(said))
        said += topic_key(tag.text).split()
    return said, places


def _names(link: object, university: Sequence[str]) -> bool:
    return getattr(link, "values", None) == tuple(university)
