"""Conditions on columns without a field: "part-time", "taught in English", "public universities".

Words that nothing else has read are looked for among the cells of such columns. Runs after a clause
is known to be about programs; it never takes a word that has another meaning there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.understand.cells import MAX_WORDS, Cells
from assistant.understand.tag import Tag
from assistant.understand.vocabulary import Link
from vectorstore.text import words


def with_cells(tags: Sequence[Tag], held: Cells) -> list[Tag]:
    """The tags with those that nothing has read, and that a cell holds, as one condition each."""
    out: list[Tag] = []
    at = 0
    while at < len(tags):
        made = next((m for m in _made(tags, at, held)), None) if _may(tags[at]) else None
        out.append(made or tags[at])
        at += sum(1 for t in tags[at:] if made and t.last <= made.last) or 1
    return out


def _made(tags: Sequence[Tag], at: int, held: Cells) -> Iterator[Tag]:
    for end in range(min(len(tags), at + MAX_WORDS), at, -1):
        run = tags[at:end]
        if not any(map(_is_open, run)) or not all(map(_may, run)):
            continue
        text = " ".join(t.text for t in run)
        values = held.named(words(text.replace("-", " ")))
        if values:
            first, last = run[0].first, run[-1].last
            yield Tag(first, last, text, links=(Link("cell", values, first, last),))


def _is_open(tag: Tag) -> bool:
    """Nothing has read it, or it is a way of studying that only a cell can hold."""
    return tag.unread or tag.has("pace")


def _may(tag: Tag) -> bool:
    return not tag.links and tag.quantity is None
