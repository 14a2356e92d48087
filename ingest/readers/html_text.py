"""Text of HTML tags: what is inline, where lines break, which neighbours are apart. Pure."""

from __future__ import annotations

import re

from bs4 import Tag
from bs4.element import CData, NavigableString, PageElement, PreformattedString

from ingest.blocks import fold_space

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big button center cite code data del dfn em font i img ins kbd label "
    "mark q s samp small span strike strong sub sup time tt u var wbr".split()
)
BREAK = "\v"
"""Stands for a line break until a text is split there."""
_UNIT = re.compile(
    r"(?:years?|months?|weeks?|days?|semesters?|terms?|credits?|hours?|[A-Z]{3})\b.*", re.IGNORECASE
)
_BARE_FIGURE = re.compile(r"[\d.,]+")


def holds_blocks(tag: Tag) -> bool:
    """Whether anything below a tag stands on lines of its own."""
    return tag.find(lambda t: t.name not in _INLINE and t.name != "br") is not None


def is_inline(tag: Tag) -> bool:
    """Whether a tag runs along in the text around it, with all that is in it."""
    return tag.name == "br" or (tag.name in _INLINE and not holds_blocks(tag))


def is_text(child: PageElement) -> bool:
    """Whether a node is text that is shown: no comment, no instruction of a processor."""
    is_hidden = isinstance(child, PreformattedString) and not isinstance(child, CData)
    return isinstance(child, NavigableString) and not is_hidden


def inline_text(tag: Tag) -> str:
    """Text of an inline tag, line breaks marked."""
    if tag.name == "br":
        return BREAK
    return "".join(
        inline_text(c) if isinstance(c, Tag) else str(c) for c in tag.children if _is_shown(c)
    )


def _is_shown(child: PageElement) -> bool:
    return isinstance(child, Tag) or is_text(child)


def flat(tag: Tag) -> str:
    """All text below a tag as one line; items of a list are set apart by commas."""
    parts: list[str] = []
    for child in apart(tag):
        if isinstance(child, Tag) and not is_inline(child):
            is_next_item = child.name == "li" and "".join(parts).strip()
            parts.append(f"{', ' if is_next_item else ' '}{flat(child)} ")
        elif isinstance(child, Tag):
            parts.append(inline_text(child).replace(BREAK, " "))
        elif is_text(child):
            parts.append(str(child))
    return re.sub(r"\s+,", ",", fold_space("".join(parts)))


def apart(tag: Tag) -> list[PageElement]:
    """A tag's children; between inline ones that are shown apart, a line break is put.

    Side by side without any text between them, they are apart if they touch, or stand on lines of
    their own in the source; a figure and its unit, and a label and its value, stay together.
    """
    children = [c for c in tag.children if _is_shown(c)]
    if tag.name in ("a", "pre") or len(children) < 2 or re.fullmatch(r"h[1-6]", tag.name):
        return children
    if any(not isinstance(c, Tag) and str(c).strip() for c in children):
        return children
    out: list[PageElement] = []
    between = ""
    before = ""
    for child in children:
        if not isinstance(child, Tag):
            between += str(child)
            continue
        after = fold_space(inline_text(child)) if is_inline(child) else ""
        is_apart = _are_apart(before, between, after)
        out.append(NavigableString(BREAK if is_apart else between))
        out.append(child)
        before, between = after or before * (child.name == "img"), ""
    return out


def _are_apart(before: str, between: str, after: str) -> bool:
    """Whether two neighbours without text between them are cells of their own."""
    if not before or not after or before.endswith((":", "$", "(")):
        return False
    if _BARE_FIGURE.fullmatch(before) and _UNIT.fullmatch(after):
        return False
    if between:
        return "\n" in between
    is_code = before.isupper() and len(before) <= 3
    return (before[-1].isalnum() or before[-1] == ")") and (
        after[0].isalnum() or (after[0] in "$\u20ac\u00a3" and not is_code)
    )
