"""Damage to a file as a whole: encodings, line ends, invisible characters, chrome, markup. Pure.

Each takes the clean file and what it says, and gives the damaged bytes and what they still say; a
damage that leaves a file as it is, or that its format does not know, gives None.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from evals.metrics.reading import Truth
from evals.suites.corpus_files import CorpusFile

HTML = frozenset({".html", ".htm"})
_LONG = 80
"""Characters from which a line is a paragraph."""
_MENU = ("All programs A to Z", "Guides by subject", "Our newsroom", "Contact the editors")
_COOKIES = "We use cookies to improve your experience. By continuing you accept our cookie policy."
_FOOT = "\u00a9 2026 Example Guides. All rights reserved."
_STEERING = ("Skip to main content", "Filters (3)", "Sort by: Price", "Clear filters")
_BELOW = ("Show more", "Back to top", "Subscribe to our newsletter", _FOOT)


@dataclass(frozen=True, slots=True)
class Clean:
    """A file and what it says."""

    file: CorpusFile
    truth: Truth


@dataclass(frozen=True, slots=True)
class Damaged:
    """The file after the damage, and what it still says."""

    name: str
    """Its name, whose ending tells its format."""
    octets: bytes
    truth: Truth


Damage = Callable[[Clean], Damaged | None]


def typographic(raw: str) -> str:
    """With the apostrophes and dashes of print, so that every encoding has something to damage."""
    return re.sub(r"(?<=\w)'(?=\w)", "\u2019", raw).replace(" - ", " \u2013 ")


def changed(clean: Clean, raw: str, truth: Truth | None = None) -> Damaged | None:
    """The file with another text in UTF-8; None if it is the same."""
    if raw == clean.file.raw:
        return None
    return Damaged(clean.file.name, raw.encode(), truth or clean.truth)


def _misread(page: str, times: int) -> Damage:
    """UTF-8 read as a code page and saved as UTF-8, once or more."""

    def damage(clean: Clean) -> Damaged | None:
        raw = text = typographic(clean.file.raw)
        for _ in range(times):
            text = "".join(_as_read(octet, page) for octet in text.encode())
        return Damaged(clean.file.name, text.encode(), clean.truth) if text != raw else None

    return damage


def _as_read(octet: int, page: str) -> str:
    """The character that a program shows for a byte; holes of the page are filled from others."""
    one = bytes([octet])
    for codec in (page, "cp1252"):
        try:
            return one.decode(codec)
        except UnicodeDecodeError:
            continue
    return chr(octet)


def _encoded(codec: str, declared: bool = True) -> Damage:
    def damage(clean: Clean) -> Damaged | None:
        raw = typographic(clean.file.raw)
        if not declared:
            raw = re.sub(r"<meta charset[^>]*>", "", raw)
        try:
            octets = raw.encode(codec)
        except UnicodeEncodeError:
            return None
        return Damaged(clean.file.name, octets, clean.truth) if octets != raw.encode() else None

    return damage


def _ends(mark: str) -> Damage:
    return lambda clean: changed(clean, clean.file.raw.replace("\n", mark))


def _zero_width(clean: Clean) -> Damaged | None:
    """Behind every seventh letter of a word, and soft hyphens."""
    parts = _outside_markup(clean, lambda text: re.sub(r"(\w{3})(?=\w)", "\\1\u200b", text))
    return changed(clean, re.sub(r"(?<=\u200b[a-z])(?=[a-z])", "\u00ad", parts))


def _no_break(clean: Clean) -> Damaged | None:
    """Every other blank between two words."""
    pattern = re.compile(r"(?<=\S) (\S+) (?=\S)")
    return changed(clean, _outside_markup(clean, lambda text: pattern.sub("\u00a0\\1 ", text)))


def _outside_markup(clean: Clean, edit: Callable[[str], str]) -> str:
    """The text with an edit that spares tags, and the marks that begin lines of Markdown."""
    if clean.file.ending in HTML:
        pieces = re.split(r"(<[^>]*>)", clean.file.raw)
        return "".join(p if p.startswith("<") else edit(p) for p in pieces)
    if clean.file.ending == ".md":
        marked = re.compile(r"^(\s*(?:[#>|*-]+|\d+\.)\s*)?(.*)$", re.MULTILINE)
        return marked.sub(lambda m: (m[1] or "") + _in_cells(m[2], edit), clean.file.raw)
    return "\n".join(_in_cells(line, edit) for line in clean.file.raw.split("\n"))


def _in_cells(line: str, edit: Callable[[str], str]) -> str:
    return " | ".join(edit(cell) for cell in line.split(" | "))


def _blank_lines_lost(clean: Clean) -> Damaged | None:
    if clean.file.ending != ".txt":
        return None
    return changed(clean, re.sub(r"\n{2,}", "\n", clean.file.raw))


def _paragraphs_twice(clean: Clean) -> Damaged | None:
    """Each paragraph of prose again, just below itself."""
    whole = re.compile(r"<p>.*?</p>", re.DOTALL)
    if clean.file.ending in HTML:
        return changed(clean, whole.sub(lambda m: f"{m[0]}\n{m[0]}", clean.file.raw))
    lines = []
    for line in clean.file.raw.split("\n"):
        is_prose = len(line) >= _LONG and "|" not in line and line[0].isalpha()
        lines += [line, "", line] if is_prose else [line]
    return changed(clean, "\n".join(lines))


def _chrome_lines(clean: Clean) -> Damaged | None:
    """Menu and steering above and below a page that was saved as text."""
    if clean.file.ending in HTML:
        return None
    above, below = (*_STEERING, _COOKIES), _BELOW
    raw = "\n\n".join([*above, clean.file.raw.strip("\n"), *below]) + "\n"
    return changed(clean, raw, replace(clean.truth, foreign=(*above, *below)))


def _chrome_tags(clean: Clean) -> Damaged | None:
    """A site's frame around a page of HTML."""
    if clean.file.ending not in HTML:
        return None
    menu = "".join(f'<li><a href="#{at}">{name}</a></li>' for at, name in enumerate(_MENU))
    above = (
        f"<body>\n<header><nav><ul>{menu}</ul></nav></header>\n"
        f'<div class="cookie-banner">{_COOKIES}</div>\n'
        f'<aside class="filters"><p>{"</p><p>".join(_STEERING[1:])}</p></aside>\n<main>'
    )
    below = f"</main>\n<footer><p>{'</p><p>'.join(_BELOW)}</p></footer>\n</body>"
    raw = clean.file.raw.replace("<body>", above).replace("</body>", below)
    foreign = (*_MENU, _COOKIES, *_STEERING[1:], *_BELOW)
    return changed(clean, raw, replace(clean.truth, foreign=foreign))


def _tags_left_open(clean: Clean) -> Damaged | None:
    """Without the closing tags that HTML lets one leave out."""
    if clean.file.ending not in HTML:
        return None
    return changed(clean, re.sub(r"</(?:p|li|t[drh]|d[dt]|body|html)>", "", clean.file.raw))


def _columns_swapped(clean: Clean) -> Damaged | None:
    """Tables of two columns with a header: the columns change places, the header with them."""
    rows = re.compile(r"^\| *([^|\n]+?) *\| *([^|\n]+?) *\|$", re.MULTILINE)
    cells = re.compile(r"<tr><(t[hd])>([^<]*)</\1><(t[hd])>([^<]*)</\3></tr>")
    raw = rows.sub(r"| \2 | \1 |", clean.file.raw) if clean.file.ending == ".md" else ""
    if clean.file.ending in HTML:
        raw = cells.sub(r"<tr><\3>\4</\3><\1>\2</\1></tr>", clean.file.raw)
    return changed(clean, raw) if raw else None


WHOLE_FILE: dict[str, Damage] = {
    "read as Windows-874": _misread("cp874", 1),
    "read as Windows-1252": _misread("cp1252", 1),
    "misread twice": _misread("cp1252", 2),
    "UTF-16 with a mark": _encoded("utf-16"),
    "UTF-16 without a mark": _encoded("utf-16-le"),
    "byte order mark": _encoded("utf-8-sig"),
    "Windows-1252, undeclared": _encoded("cp1252", declared=False),
    "CRLF": _ends("\r\n"),
    "CR": _ends("\r"),
    "zero-width characters": _zero_width,
    "no-break blanks": _no_break,
    "blank lines lost": _blank_lines_lost,
    "paragraphs twice": _paragraphs_twice,
    "chrome as lines": _chrome_lines,
    "chrome as tags": _chrome_tags,
    "closing tags left out": _tags_left_open,
    "columns of a table swapped": _columns_swapped,
}
"""Name -> damage of the whole file."""
