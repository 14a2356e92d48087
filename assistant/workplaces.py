"""Pages that a question seems to name, and which only tell where those it asks about work.

"Nurses in offices of physicians" asks nothing of physicians, and "managers in heavy and civil
engineering construction" nothing of engineers: a row of the first page's tables is labelled so.
Part of `guide_question.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.name_forms import words_of
from assistant.page_names import NamedPage
from assistant.stemming import stems
from assistant.whose import JOINING
from vectorstore.records import Claim
from vectorstore.text import fold

_PLACED = re.compile(
    r"\b(?:in|at|for|by|with|within|inside)(?: (?:the|an?))?"
    r"(?P<of> (?:offices?|clinics?|practices?|firms?) of(?: the| an?)?)?$",
    re.IGNORECASE,
)
"""Leads to where somebody works: "in offices of"."""
_LED = re.compile(r"\b(?:in|at|for|by|with|within|inside)\b(?P<between>[^,;.?!]*)$", re.IGNORECASE)
"""The same further ahead, with words of the row in between: "in heavy and"."""


def without_workplaces(
    named: Sequence[NamedPage], text: str, claims: Sequence[Claim]
) -> tuple[NamedPage, ...]:
    """The pages named but those that only tell where the first ones work.

    `claims` are those of the first page.
    """
    said = words_of(text)
    rows = [
        set(stems(claim.label))
        for claim in claims
        if any(fold(q) == fold(claim.label) for q in claim.qualifiers)
    ]
    return tuple(
        hit for hit in named if hit is named[0] or not _is_workplace(hit, named[0], said, rows)
    )


def _is_workplace(
    hit: NamedPage, first: NamedPage, said: Sequence[str], rows: Sequence[set[str]]
) -> bool:
    """Whether a name stands where a workplace is told, in words of a row."""
    placed = _PLACED.search(" ".join(said[: hit.first]))
    if placed and (placed["of"] or any(hit.stems <= row for row in rows)):
        return True
    led = _LED.search(" ".join(said[first.last + 1 : hit.first]))
    between = set(stems(led["between"])) - JOINING if led else set()
    return bool(between) and any(hit.stems | between <= row for row in rows)
