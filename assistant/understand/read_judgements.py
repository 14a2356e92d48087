"""What no row can say: how good a program or a school is, and its place in someone's list."""

from __future__ import annotations

from assistant.records import Wanted
from assistant.understand.reading import RowReading
from assistant.understand.tagged import Tag

_TOLD = frozenset(
    {
        Wanted.PRICE,
        Wanted.DURATION,
        Wanted.PLACE,
        Wanted.DELIVERY,
        Wanted.UNIVERSITY,
        Wanted.LEVEL,
    }
)
"""What is asked to be told: then no opinion is."""
JUDGES = frozenset("best worst better top finest leading greatest".split())


def read_judgements(reading: RowReading) -> None:
    """ "The best university for nursing", "top law schools": no row says how good a program is."""
    if reading.sort or reading.aggregate:
        return
    for at, tag in enumerate(reading.tags):
        judged = [reading.tags[i] for i in reading.neighbour(at, 1, 2)]
        named = (t.has("noun") or t.has("level") or t.links or t.has("measure") for t in judged)
        if tag.text in JUDGES and any(named):
            reading.unheld.add(at)
    if reading.columns or reading.compare or {*reading.wanted} & _TOLD:
        return
    for at, tag in enumerate(reading.tags):
        if reading.free(at) and _is_opinion(reading, at, tag):
            reading.unheld.add(at)


_GOOD = frozenset("good great nice cool fine fun well bad".split())
_BEING = frozenset({"is", "are", "was", "were"})


def _is_opinion(reading: RowReading, at: int, tag: Tag) -> bool:
    """ "How good is X", "how big is X", "is X any good", "how is X": what no row measures."""
    before = reading.tags[at - 1] if at else None
    after = reading.tags[at + 1] if at + 1 < len(reading.tags) else None
    is_next = after is not None and after.text in _BEING
    if tag.text == "how":
        return is_next
    if before is not None and before.text == "how":
        return is_next and (tag.text in _GOOD or tag.has("size"))
    ends = after is None or after.text in ("at", "in", "for", "of")
    return at > 1 and ends and tag.text in _GOOD and reading.tags[0].text in _BEING
