"""Whose a word or figure is: the cited rows that a name of the sentence can mean."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.figures import Figure
from assistant.verify.desk import Desk
from assistant.verify.lexicon import LEVELS
from assistant.verify.names import Mention
from assistant.verify.reading import Group, Reading
from vectorstore.records import Program

_EVERY = re.compile(r"^(?:both|each|all)\b(?: of them)?(?! the)")
"""A sentence that names no row and is about all that it cites: "Both last two years."."""


def owners(reading: Reading, desk: Desk, group: Group | None) -> list[list[Program]]:
    """For each name of a group the cited rows it can mean; without a name the only row cited."""
    if group is None:
        rows = list(desk.rows.values())
        if not reading.groups and _EVERY.search(reading.masked):
            return [[row] for row in rows]
        return [rows] if len(rows) == 1 and not reading.groups else []
    return [[desk.rows[i] for i in m.rows if i in desk.rows] for m in group.mentions]


def told_apart(reading: Reading, desk: Desk) -> Reading:
    """The reading with names that several rows bear taken for those whose figure stands behind."""
    ends = [*(g.start for g in reading.groups[1:]), len(reading.text)]
    groups = [
        replace(
            g, mentions=(*g.mentions[:-1], _of_figures(g.mentions[-1], (g.end, end), reading, desk))
        )
        for g, end in zip(reading.groups, ends, strict=False)
    ]
    return replace(reading, groups=tuple(groups)) if groups else reading


def _of_figures(name: Mention, span: tuple[int, int], reading: Reading, desk: Desk) -> Mention:
    rows = [desk.rows[i] for i in name.rows if i in desk.rows]
    if len(rows) < 2 or len({(r.university, r.title) for r in rows}) > 1:
        return name
    said = {f.low for f in reading.figures if span[0] <= f.start < span[1]}
    own = frozenset(r.id for r in rows if r.price in said)
    return replace(name, rows=own) if own else name


def narrowed(held: list[list[Program]], figure: Figure, reading: Reading) -> list[list[Program]]:
    """The rows that names can mean, fewer where more is said of them beside a figure.

    The level nearest before it ("as a bachelor's for 40,000"), and the other half of the name where
    it stands apart: "The Master of Nursing costs 44,280 at Queensland University of Technology".
    """
    clause = reading.clause(figure.start)
    start = max((f.end for f in reading.figures if f.end <= figure.start), default=clause[0])
    said = [
        (m.start(), level)
        for level, pattern in LEVELS.items()
        for m in pattern.finditer(reading.masked, max(start, clause[0]), figure.start)
    ]
    out = []
    for rows in joined(held, figure.start, reading):
        kept = [r for r in rows if r.level == max(said)[1]] if said and len(rows) > 1 else rows
        out.append(kept or rows)
    return out


def joined(held: list[list[Program]], at: int, reading: Reading) -> list[list[Program]]:
    """The rows that names can mean, fewer where both halves of a name stand apart in the clause."""
    clause = reading.clause(at)
    inside = [m for m in reading.named.mentions if clause[0] <= m.start < clause[1]]
    halves = [m for m in inside if len(m.fields) == 1]
    paired = len(inside) == 2 and {f for m in halves for f in m.fields} == {"university", "title"}
    both = halves[0].rows & halves[1].rows if paired else frozenset()
    return [[r for r in rows if r.id in both] or rows for rows in held]
