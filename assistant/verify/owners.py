"""Whose a word or figure is: the cited rows that a name of the sentence can mean."""

from __future__ import annotations

import re

from assistant.verify.desk import Desk
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
