"""Full titles in a question: which program of a named university is meant.

A title counts only beside its university: alone, "Master of Nursing" asks for a kind of program.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.understand.reading import RowReading
from vectorstore.records import Program, ProgramId
from vectorstore.text import topic_key


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
        places[i] for i, t in enumerate(reading.tags) if _names(t.link("university"), university)
    ]
    spelled = [
        (start, len(title), program)
        for program in programs
        if len(title := topic_key(program.title).split()) > 1
        for start in range(len(said) - len(title) + 1)
        if said[start : start + len(title)] == title
    ]
    found: dict[ProgramId, Program] = {}
    for at in own:
        ranks = [(abs(start - at), -size) for start, size, _ in spelled]
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
