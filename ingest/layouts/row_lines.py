"""What a line of a listing says, by its words alone: one cell, or several on one line. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from ingest.awards import names_level
from ingest.blocks import Block, BlockKind
from ingest.cells import (
    is_absent,
    is_absent_length,
    is_free,
    read_delivery,
    read_length,
    read_price,
)
from ingest.columns import recognise
from ingest.figures import CURRENCY_CODES, currency_of
from ingest.mapping import Meaning

SEPARATOR = " | "
_MAX_CELL_CHARS = 140
_MAX_ROW_CHARS = 300
_MAX_JOINED_WORDS = 14
_MAX_PLACE_WORDS = 5
_CATEGORIES = frozenset({Meaning.CATEGORY, Meaning.LEVEL})
_PLACES = frozenset({Meaning.CITY, Meaning.PLACE})
_LABELS = _CATEGORIES | _PLACES | {Meaning.DELIVERY, Meaning.LENGTH, Meaning.PRICE}
_LABELLED = re.compile(r"(?P<label>[^:|]{2,40}):\s+(?P<value>\S.*)")
_BREAK = re.compile(r"(?P<mark>\s*[,;/\u00b7\u2022]\s+|\s+[-\u2013\u2014|]\s+|\s+(?=\())|\s+")
"""Between two cells of one line: a mark, an opening bracket, or a blank alone."""
_PRICED = re.compile(
    rf"[$\u20ac\u00a3\u20b9\u00a5\u0e3f]|\b(?:{'|'.join(CURRENCY_CODES)})\b|"
    r"\d[,.'\u2019\u00a0\u202f ]\d{3}(?!\d)"
)
"""A figure with a sign, or with its thousands set off: money, not a year or a count."""
_BARE = re.compile(r"(?!(?:19|20)\d\d$)\d{3,7}(?:\.\d\d)?")
_NO_PRICE = re.compile(r"price|cost|tuition|fee|request|contact|n\.?/?a\b|not ", re.IGNORECASE)
_JOINERS = frozenset("of de del da do la le los las el on upon the and saint st.".split())


class Cell(Enum):
    """What a line of a listing is."""

    NAME = auto()
    """`University | Title`"""
    DELIVERY = auto()
    LENGTH = auto()
    PRICE = auto()
    ABSENT = auto()
    CATEGORY = auto()
    """Labelled as one: `Level: Master's in Nursing`."""
    CITY = auto()
    """Labelled as one: `Campus: Lima`."""
    WORDS = auto()
    """A category, a city, or a line that is no cell."""
    PROSE = auto()
    """Too long to be a cell: the listing ends here."""


@dataclass(frozen=True, slots=True)
class Part:
    """One cell of a line."""

    cell: Cell
    text: str
    """Without its label."""


_LEADING = (Cell.DELIVERY, Cell.LENGTH, Cell.PRICE)


def classify(block: Block) -> Cell:
    """What a line would be in a listing; of several cells the one that tells rows apart best."""
    parts = read_line(block)
    found = {part.cell for part in parts}
    return next((cell for cell in _LEADING if cell in found), parts[0].cell)


def read_line(block: Block) -> tuple[Part, ...]:
    """The cells of a line in order, by its words alone; a label that is known decides.

    A line is several cells only if none of its words are left over: "2 Years AUD 9,000", "Lima 2
    Years", "Hybrid, Lima".
    """
    if block.kind is BlockKind.ROW:
        return (Part(Cell.PROSE, block.text),)
    meaning, text = _labelled(block.text)
    cell = _labelled_cell(meaning, text) or _whole(text)
    if cell is None and block.kind is not BlockKind.HEADING and (parts := _joined(text)):
        return parts
    return (Part(cell or (Cell.LENGTH if read_length(text) else Cell.WORDS), text),)


def _labelled(text: str) -> tuple[Meaning | None, str]:
    """What a cell's label says that it is, and the value behind it; else None and all of it."""
    m = _LABELLED.fullmatch(text)
    named = recognise((m["label"],)).columns if m else {}
    meaning = next(iter(named.keys() & _LABELS), None)
    return (meaning, m["value"]) if m and meaning else (None, text)


def _labelled_cell(meaning: Meaning | None, text: str) -> Cell | None:
    if meaning in _CATEGORIES:
        return Cell.CATEGORY
    return Cell.CITY if meaning in _PLACES and not is_absent(text) else None


def _whole(text: str) -> Cell | None:
    """What a line is as a whole; None for words, or for a length with other words behind it."""
    if SEPARATOR in text and len(text) <= _MAX_ROW_CHARS and text.count(SEPARATOR) == 1:
        return Cell.NAME
    if len(text) > _MAX_CELL_CHARS or _is_sentence(text):
        return Cell.PROSE
    if read_delivery(text) is not None:
        return Cell.DELIVERY
    if is_absent(text):
        return Cell.ABSENT
    length = read_length(text)
    if length is not None and length.duration is not None:
        return Cell.LENGTH
    return Cell.PRICE if read_price(text) is not None else None


def _is_sentence(text: str) -> bool:
    return text.endswith((".", "!", ":")) and len(text.split()) > 4


def _joined(text: str) -> tuple[Part, ...]:
    """The two or three cells of a line; empty if it cannot be taken apart without a rest."""
    if len(text.split()) > _MAX_JOINED_WORDS:
        return ()
    return _figures(text) or next(_with_words(text), ())


def _figures(text: str) -> tuple[Part, ...]:
    """Cells with a form of their own, each of another kind; two rather than three."""
    threes: tuple[Part, ...] = ()
    for m in _BREAK.finditer(text):
        first, rest = _form(text[: m.start()]), text[m.end() :]
        if first is None:
            continue
        second = _form(rest)
        if second is not None and second.cell is not first.cell:
            return (first, second)
        more = _figures(rest) if second is None and not threes else ()
        if more and first.cell not in {part.cell for part in more}:
            threes = (first, *more)
    return threes


def _form(text: str) -> Part | None:
    """A cell that its form alone tells, within a line that holds more; None for any other."""
    text = text.strip().removeprefix("(").removesuffix(")") if text.endswith(")") else text.strip()
    if read_delivery(text):
        return Part(Cell.DELIVERY, text)
    price, length = read_price(text), read_length(text)
    if is_absent(text):
        is_told = _NO_PRICE.search(text) and not is_absent_length(text)
        return Part(Cell.ABSENT, text) if is_told else None
    if price is not None and (_PRICED.search(text) or _BARE.fullmatch(text) or is_free(text)):
        return Part(Cell.PRICE, text)
    is_one = length is not None and (length.duration is not None or text[-1:].isalpha())
    return Part(Cell.LENGTH, text) if is_one and not _figures(text) else None


def _with_words(text: str) -> Iterator[tuple[Part, ...]]:
    """A city, or the label of a figure, with the cells beside it."""
    for m in _BREAK.finditer(text):
        left, right = text[: m.start()].strip(), text[m.end() :]
        before, after = _form(left), _form(right)
        if before and before.cell is Cell.DELIVERY and m["mark"] and _is_place(right):
            yield before, Part(Cell.WORDS, right)
        figures = (after,) if after else _figures(right)
        if not figures:
            continue
        if len(figures) == 1 and _names(left, figures[0].cell):
            yield figures
        elif _is_place(left) and all(_is_apart(part, m["mark"]) for part in figures):
            yield Part(Cell.WORDS, left), *figures


def _is_apart(part: Part, mark: str | None) -> bool:
    """Whether a cell is plainly none of the words before it: "Lima 2 Years", "Lima, Online"."""
    if part.cell is Cell.LENGTH:
        return True
    return bool(mark) if part.cell is not Cell.PRICE else bool(_PRICED.search(part.text))


def _names(words: str, cell: Cell) -> bool:
    """Whether words are the label of a figure without its colon: "Tuition" before a price."""
    named = recognise((words.strip(" :"),)).columns
    wanted = {Cell.LENGTH: Meaning.LENGTH, Cell.PRICE: Meaning.PRICE}.get(cell)
    return wanted in named


def _is_place(text: str) -> bool:
    """Whether words could be a city and nothing else that listings say."""
    words = text.replace(",", " ").split()
    if not words or len(words) > _MAX_PLACE_WORDS or any(c.isdigit() for c in text):
        return False
    is_name = words[0][0].isupper() and all(w[0].isupper() or w in _JOINERS for w in words)
    is_other = names_level(text) or read_delivery(text) is not None or is_absent(text)
    return is_name and not is_other and not currency_of(text) and not recognise((text,)).columns
