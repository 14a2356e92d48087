"""Whether a "not" reaches a word: over what stands between, and to names that are coordinated."""

from __future__ import annotations

from assistant.understand.reading import RowReading
from assistant.understand.tagged import Tag

COORDINATION = frozenset({"and", "or", "nor", "&"})
TEACHING = frozenset(
    {"and", "offered", "taught", "available", "delivered", "be", "is", "are", "do", "it", "done"}
)
DROPPED = frozenset({"that", "it", "this", "them"})
"""What was said before: "drop that"; "leave out those that" goes on to say which."""


def negated(reading: RowReading, at: int) -> bool:
    """Whether a "not" reaches this tag, over frame words or a coordinated tag."""
    i = at - 1
    while i >= 0:
        tag = reading.tags[i]
        if tag.has("operator", "not"):
            asks = _negative_question(reading, i) or _followed_by_only(reading, i)
            if asks or _drops_it(reading, i):
                return False
            reading.take(i)
            return True
        if tag.text in COORDINATION:
            content = reading.neighbour(i, -1, 1)
            return (
                bool(content)
                and _same_kind(reading.tags[content[0]], reading.tags[at])
                and negated(reading, content[0])
            )
        passed = tag.is_frame or tag.has("operator", "any") or tag.has("noun") or _points(tag)
        passed = passed or tag.text in TEACHING
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


def _drops_it(reading: RowReading, at: int) -> bool:
    """ "Drop that, show me nutrition": what was said before is dropped, and no nutrition."""
    following = reading.tags[at + 1] if at + 1 < len(reading.tags) else None
    if following is None or not reading.tags[at].has("correct", "drop"):
        return False
    return following.has("reference") and following.text in DROPPED


def _followed_by_only(reading: RowReading, at: int) -> bool:
    return at + 1 < len(reading.tags) and reading.tags[at + 1].text in ("only", "just")


def _same_kind(left: Tag, right: Tag) -> bool:
    cells = [str(c.values[0]).partition(":")[0] for t in (left, right) if (c := t.link("cell"))]
    if len(set(cells)) > 1:
        return False  # "no GRE and a rolling deadline"
    roles = {x.role for x in left.links} | {s.role for s in left.senses}
    return bool(roles & ({x.role for x in right.links} | {s.role for s in right.senses}))
