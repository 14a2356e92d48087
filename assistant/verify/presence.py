"""Whether a row lists what a sentence says it lists, or does not list: "has no price listed"."""

from __future__ import annotations

import re

from assistant.verify.desk import Desk
from assistant.verify.owners import owners
from assistant.verify.reading import Reading
from vectorstore.records import Program

_LISTED = re.compile(
    r"\b(?:has|have|with|without|lists?|shows?|gives?|states?|lacks?)\s+(?P<no>no\s+|not\s+an?\s+)?"
    r"(?:an?\s+|its\s+|any\s+)?(?:listed\s+|stated\s+|known\s+)?(?P<what>price|tuition(?:\s+fee)?|fee|length|duration)"
    r"(?:\s+(?:listed|stated|given|known))?(?=\s*(?:[.,;]|$|\band\b|\bbut\b))"
)
_LACKS = ("without", "lack", "lacks")


def wrong_presence(reading: Reading, desk: Desk) -> str | None:
    """Why a row named does, or does not, list a price or a length as is said; None if it is so."""
    for m in _LISTED.finditer(reading.masked):
        group = reading.owner(*m.span())
        held = owners(reading, desk, group) if group is not None else []
        denied = bool(m["no"]) or m.group().split()[0] in _LACKS
        if held and not all(any(_states(m["what"], p) != denied for p in rows) for rows in held):
            return f"{m.group()!r} is not so in the row"
    return None


def _states(what: str, program: Program) -> bool:
    known = program.duration if what in ("length", "duration") else program.price
    return known is not None
