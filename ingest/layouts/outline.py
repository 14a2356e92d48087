"""Which lines of a page are its kicker, its title and its headings. Pure.

Formats that mark headings keep them; for lines of plain text the rule is by shape: a short line
without end punctuation that stands above prose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.blocks import Block, BlockKind

_MAX_HEADING_CHARS = 90
_MAX_HEADING_WORDS = 14
_SUMMARY = re.compile(
    r"""(?:tl;?\s?dr|summary|overview|in\ short|in\ brief|at\ a\ glance|key\ (?:facts|takeaways)|
    the\ short\ version)""",
    re.IGNORECASE | re.VERBOSE,
)
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\u200d\U0001f1e6-\U0001f1ff]+"
)
_END = re.compile(r"[.!:;,]$|[.!]['\"\u201d\u2019)]$")


def plain_title(text: str) -> str:
    """A title without emoji: "AI Engineer🔥" is AI Engineer."""
    return " ".join(_EMOJI.sub(" ", text).split())


def is_summary(text: str) -> bool:
    """Whether a line heads a page's summary: "TL;DR"."""
    return _SUMMARY.fullmatch(text.strip(" :")) is not None


def is_headline(text: str) -> bool:
    """Whether a line could be a heading by its shape alone."""
    words = text.split()
    return (
        len(text) <= _MAX_HEADING_CHARS
        and len(words) <= _MAX_HEADING_WORDS
        and not _END.search(text)
        and any(c.isalpha() for c in text)
    )


def find_title(blocks: Sequence[Block]) -> int | None:
    """Index of the block that is the page's title; None if no line can be one.

    A marked heading of the first level; else, in plain text, the last short line above the summary;
    else the second group of the short lines the page opens with; else its first short line.
    """
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING and block.level == 1:
            return index
    if not blocks or blocks[0].kind is not BlockKind.LINE:
        return next((i for i, b in enumerate(blocks) if b.kind is BlockKind.HEADING), None)
    opening = _opening(blocks)
    if not opening:
        return None
    for index in opening:
        if index and is_summary(blocks[index].text):
            return index - 1
    groups = [i for i in opening if blocks[i].gap or i == 0]
    if len(groups) > 1 and opening[-1] + 1 < len(blocks) and groups[0] + 1 != groups[1]:
        return groups[1]
    return opening[0]


def _opening(blocks: Sequence[Block]) -> list[int]:
    """Indices of the short lines a text opens with, up to its first longer one, at most eight."""
    found = []
    for index, block in enumerate(blocks[:8]):
        if block.kind is not BlockKind.LINE or not is_headline(block.text):
            break
        found.append(index)
    return found


def mark_headings(blocks: Sequence[Block], taken: set[int]) -> list[Block]:
    """The blocks with every LINE decided: heading or paragraph. `taken` lines stay as they are.

    A short line is a heading if prose or a list follows it and it opens a group, or if it heads the
    summary. The last line before a listing is left to the listing.
    """
    out = []
    for index, block in enumerate(blocks):
        if index in taken or block.kind is not BlockKind.LINE:
            out.append(block)
        elif _is_heading(blocks, index, taken):
            out.append(replace(block, kind=BlockKind.HEADING, level=2))
        else:
            out.append(replace(block, kind=BlockKind.PARAGRAPH))
    return out


def _is_heading(blocks: Sequence[Block], index: int, taken: set[int]) -> bool:
    block = blocks[index]
    if not is_headline(block.text):
        return False
    if is_summary(block.text):
        return True
    after = blocks[index + 1] if index + 1 < len(blocks) else None
    if after is None or index + 1 in taken:
        return False
    if after.kind is BlockKind.ITEM:
        return True
    opens = block.gap or index == 0 or _ends_prose(blocks[index - 1])
    return opens and after.kind is BlockKind.LINE and not is_headline(after.text)


def _ends_prose(block: Block) -> bool:
    return not is_headline(block.text)
