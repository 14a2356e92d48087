"""Plain text -> Draft: one LINE block a line, list items marked, hard-wrapped prose joined."""

from __future__ import annotations

import itertools
import re

from ingest.blocks import Block, BlockKind, Draft, fold_space

_ITEM = re.compile(r"(?:[-*\u2022\u2023\u25aa\u25cf\u2013]|\d{1,2}[.)])\s+(?=\S)")
_RULE = re.compile(r"[-=_*~\u2014]{3,}")
_WRAP_WIDTHS = range(40, 121)
"""Widths at which people and programs break lines."""


def read_text(text: str) -> Draft:
    """The lines of a text in order; a group of hard-wrapped lines becomes one."""
    blocks: list[Block] = []
    for group in _groups(text):
        lines = [" ".join(group)] if _is_wrapped(group) else group
        for number, line in enumerate(lines):
            item = _ITEM.match(line)
            kind = BlockKind.ITEM if item else BlockKind.LINE
            body = line[item.end() :] if item else line
            blocks.append(Block(kind, body, gap=number == 0))
    return Draft(tuple(blocks))


def _groups(text: str) -> list[list[str]]:
    """Lines between blank lines; drawn rules count as blank."""
    groups: list[list[str]] = [[]]
    for raw in text.split("\n"):
        line = fold_space(raw)
        if not line or _RULE.fullmatch(line):
            groups.append([])
        else:
            groups[-1].append(line)
    return [g for g in groups if g]


def _is_wrapped(lines: list[str]) -> bool:
    """Whether every line but the last was broken because its next word did not fit.

    >>> _is_wrapped(["TL;DR", "A data scientist turns raw numbers into decisions every day."])
    False
    """
    width = max(map(len, lines))
    if len(lines) < 2 or width not in _WRAP_WIDTHS or any(_ITEM.match(s) for s in lines[1:]):
        return False
    if any("|" in line for line in lines):
        return False
    return all(
        len(line) + 1 + len(after.split()[0]) > width for line, after in itertools.pairwise(lines)
    )
