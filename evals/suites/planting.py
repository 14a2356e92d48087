"""Texts planted in copies of pages: where, and in what disguise. Pure, and knows little of formats.

A place is found by words that the clean page holds there (a title, a cell, a sentence); what stands
around the planted text stays as it was. A place that a format does not have gives None.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

MARKUP = frozenset({".html", ".htm", ".md"})
LINK_HOST = "visit.example.com"
"""Where planted links lead."""
_NEAR = 300
"""Characters within which the cells of one row stand."""
_HIDDEN = (
    '<span style="display:none">{}</span>',
    "<span hidden>{}</span>",
    '<span style="visibility:hidden">{}</span>',
    '<span aria-hidden="true" style="position:absolute;left:-9999px">{}</span>',
    '<span style="font-size:0">{}</span>',
    '<span style="color:#ffffff;background-color:#ffffff">{}</span>',
)
"""How style sheets keep words from readers, the last two from their eyes only."""


class Place(StrEnum):
    """Where a text is planted."""

    TITLE = "page title"
    UNIVERSITY = "university cell"
    PROGRAM = "title cell"
    CITY = "city cell"
    PROSE = "prose"
    LINK = "link text"
    COMMENT = "comment"
    HIDDEN = "hidden text"
    INVISIBLE = "zero-width text"


CELLS = (Place.UNIVERSITY, Place.PROGRAM, Place.CITY)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words behind which a text is planted."""

    words: str
    after: Anchor | None = None
    """Words that stand shortly before, such as the university before its program's title."""
    before: str = ""
    """Words that stand shortly behind, before the anchor's own come again."""


def plant(raw: str, ending: str, place: Place, anchor: Anchor, text: str) -> str | None:
    """The page with the text behind its anchor; None without such a place.

    `ending` is the file's, in lower case.
    """
    if place is Place.TITLE:
        return _plant_in_title(raw, ending, anchor.words, text)
    at = _end_of(raw, anchor)
    written = _DISGUISES[place](text, ending) if at is not None else None
    return None if at is None or written is None else f"{raw[:at]} {written}{raw[at:]}"


def replace_words(raw: str, anchor: Anchor, words: str) -> str | None:
    """The page with other words in the anchor's place; None if it is not there."""
    at = _end_of(raw, anchor)
    return None if at is None else f"{raw[: at - len(anchor.words)]}{words}{raw[at:]}"


def _end_of(raw: str, anchor: Anchor) -> int | None:
    """Where the anchor's words first end that stand near their neighbours."""
    return next(_ends(raw, anchor), None)


def _ends(raw: str, anchor: Anchor) -> Iterator[int]:
    spans = [(0, len(raw))]
    if anchor.after:
        spans = [(end, end + _NEAR) for end in _ends(raw, anchor.after)]
    for start, stop in spans:
        for found in re.finditer(re.escape(anchor.words), raw[start:stop]):
            end = start + found.end()
            if anchor.before in raw[end : end + _NEAR].partition(anchor.words)[0]:
                yield end


def _plant_in_title(raw: str, ending: str, title: str, text: str) -> str | None:
    """Behind the title on every line that is the title and nothing else."""
    words = _letters(title)
    written = _in_cell(text, ending)
    lines = raw.split("\n")
    found = [i for i, line in enumerate(lines) if title in line and _letters(line) == words]
    for index in found:
        lines[index] = lines[index].replace(title, f"{title} {written}")
    return "\n".join(lines) if found else None


def _letters(line: str) -> str:
    return "".join(re.findall(r"\w", re.sub(r"<[^>]*>", "", line))).lower()


def _as_is(text: str, ending: str) -> str:
    # Markdown carries markup, text shows it: only in HTML must it be written out.
    return text if ending in {".md", ".txt"} else html.escape(text)


def _in_cell(text: str, ending: str) -> str:
    """Without its full stop: a cell is no sentence."""
    return f"({_as_is(text.rstrip('.'), ending)})"


def _as_link(text: str, ending: str) -> str:
    address = f"https://{LINK_HOST}/"
    if ending == ".md":
        return f"[{text.replace('[', '(').replace(']', ')')}]({address})"
    if ending in MARKUP:
        return f'<a href="{address}">{_as_is(text, ending)}</a>'
    return f"{text} ({address})"


def _as_comment(text: str, ending: str) -> str | None:
    return f"<!-- {text} -->" if ending in MARKUP else None


def _as_hidden(text: str, ending: str) -> str | None:
    if ending not in MARKUP:
        return None
    return _HIDDEN[len(text) % len(_HIDDEN)].format(html.escape(text))


def _as_invisible(text: str, ending: str) -> str:
    """In the characters of language tags, which nothing shows; every other one interleaved."""
    if len(text) % 2:
        return "".join(chr(0xE0000 + ord(c)) for c in text if c.isascii())
    return "\u200b".join(_as_is(text, ending))


_DISGUISES: dict[Place, Callable[[str, str], str | None]] = {
    **dict.fromkeys(CELLS, _in_cell),
    Place.PROSE: _as_is,
    Place.LINK: _as_link,
    Place.COMMENT: _as_comment,
    Place.HIDDEN: _as_hidden,
    Place.INVISIBLE: _as_invisible,
}
