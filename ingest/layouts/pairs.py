"""Label and figure pairs: short lines under a page's summary, in either order. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.blocks import Block, BlockKind
from ingest.figures import whole_figure
from ingest.layouts.outline import is_summary

_MAX_CHARS = 60
_INLINE = re.compile(r"(?P<label>[^:]{2,45}):\s+(?P<value>\S.{0,40})")
_END = re.compile(r"[.!?;,]$")
_DATE = re.compile(
    r"(?:\d{1,2}\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?:\d{1,2},\s*)?\d{4}",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    r"[~$\u20ac\u00a3#]?\d[\d.,]*\+?(?:\s*[-\u2013]\s*\d[\d.,]*\+?)?\s*(?:years?|months?|weeks?|hours?|days?|[xX\u00d7]|jobs?|openings?|users|people|yrs?|stars?|/\s?\d+)?"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and its value, with the blocks they stand in (one block for `Label: value`)."""

    label: str
    value: str
    first: int
    last: int


def find_pairs(blocks: Sequence[Block], free: Sequence[bool]) -> list[Pair]:
    """The pairs of a page in order; only blocks marked free are looked at.

    A run of short lines is read as pairs if its figures all stand on one side, first or second; the
    values of the others may then be words ("Explosive"). A run of one pair counts under a summary.
    """
    pairs: list[Pair] = []
    for run in _runs(blocks, free):
        pairs.extend(_of_inline(blocks, run) or _of_run(blocks, run))
    return pairs


def _runs(blocks: Sequence[Block], free: Sequence[bool]) -> list[list[int]]:
    runs: list[list[int]] = [[]]
    for index, block in enumerate(blocks):
        if free[index] and _is_short(block):
            runs[-1].append(index)
        else:
            runs.append([])
    return [r for r in runs if r]


def _is_short(block: Block) -> bool:
    kinds = (BlockKind.LINE, BlockKind.PARAGRAPH, BlockKind.HEADING)
    if block.kind not in kinds or len(block.text) > _MAX_CHARS or is_summary(block.text):
        return False
    return is_value(block.text) or not _END.search(block.text)


def is_value(text: str) -> bool:
    """Whether a line is a figure, a quantity or a date and nothing else."""
    return bool(whole_figure(text) or _QUANTITY.fullmatch(text) or _DATE.fullmatch(text))


def _of_inline(blocks: Sequence[Block], run: list[int]) -> list[Pair]:
    found: list[Pair] = []
    for index in run:
        m = _INLINE.fullmatch(blocks[index].text)
        if m and (is_value(m["value"]) or found):
            found.append(Pair(m["label"], m["value"], index, index))
    return found if len(found) > 1 else []


def _of_run(blocks: Sequence[Block], run: list[int]) -> list[Pair]:
    """The best reading of a run: which lines belong to it and on which side its values stand."""
    best: tuple[int, list[Pair]] = (0, [])
    for part in (run, run[:-1], run[1:], run[1:-1]):
        if len(part) < 2 or len(part) % 2:
            continue
        for values_first in (True, False):
            score, pairs = _reading(blocks, part, values_first)
            if score > best[0]:
                best = (score, pairs)
    score, pairs = best
    alone = run[0] == 0 or blocks[run[0] - 1].kind is BlockKind.HEADING
    return pairs if len(pairs) > 1 or (pairs and not alone) else []


def _reading(
    blocks: Sequence[Block], part: list[int], values_first: bool
) -> tuple[int, list[Pair]]:
    """Score (figures on the value side; none is allowed on the other) and pairs of one reading."""
    score = 0
    pairs = []
    for first, second in list(pairwise(part))[::2]:
        value, label = (first, second) if values_first else (second, first)
        if is_value(blocks[label].text):
            return 0, []
        score += 2 * is_value(blocks[value].text) + 1
        pairs.append(Pair(blocks[label].text, blocks[value].text, first, second))
    figures = sum(is_value(p.value) for p in pairs)
    return (score, pairs) if 3 * figures >= len(pairs) else (0, [])
