"""Row blocks of a listing: category, ways of delivery, `University | Title`, city, length, price.

Lines are told apart by what they say, so blank lines and the order of length and price do not
matter. What stands where a row should and cannot be read whole is a Reject. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from ingest.awards import names_level
from ingest.blocks import Block, BlockKind
from ingest.cells import (
    Length,
    Price,
    is_absent_length,
    read_delivery,
    read_length,
    read_places,
    read_price,
)
from ingest.layouts.row_lines import SEPARATOR, Cell, Part, classify, read_line
from ingest.programs import RowFields
from vectorstore.records import Delivery

_MAX_CATEGORY_WORDS = 10
_FIGURES = frozenset({Cell.LENGTH, Cell.PRICE})
_GARBLED_DIGITS = 0.4
"""Share of digits from which a line that is no figure was meant to be one."""


@dataclass(frozen=True, slots=True)
class RowBlock:
    """One row: the blocks it was read from, and its fields or the reason why there are none."""

    first: int
    """Index of its first block."""
    last: int
    """Index of its last block."""
    fields: RowFields | None
    reason: str = ""


@dataclass(slots=True)
class _Seen:
    """Cells of one row as they were met."""

    before: list[str] = field(default_factory=list)
    """Words above the name, or labelled as a category."""
    cities: list[str] = field(default_factory=list)
    """Words below the name, or labelled as a place."""
    names: list[str] = field(default_factory=list)
    deliveries: list[str] = field(default_factory=list)
    lengths: list[Length] = field(default_factory=list)
    prices: list[Price] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    is_early: bool = False
    """A line of several cells above the name holds words: a category or a city."""


def find_rows(blocks: Sequence[Block]) -> list[RowBlock]:
    """All row blocks of a page in order; none if no line of the page names university and title."""
    if not any(SEPARATOR in b.text for b in blocks):
        return []
    cells = [classify(b) for b in blocks]
    if Cell.NAME not in cells:
        return []
    rows: list[RowBlock] = []
    category: str | None = None
    at = 0
    while at < len(blocks):
        if not _starts_row(blocks, cells, at, bool(rows) and rows[-1].last == at - 1):
            if blocks[at].kind is BlockKind.HEADING:
                category = blocks[at].text if names_level(blocks[at].text) else None
            at += 1
            continue
        last = _row_end(blocks, cells, at)
        follows = bool(rows) and rows[-1].last == at - 1
        row = _read(blocks, at, last, category)
        if follows or not _is_bare(cells[at : last + 1]):
            rows.append(row)
        at = last + 1
    named = any(Cell.NAME in cells[r.first : r.last + 1] for r in rows)
    return _without_headless(rows) if named else []


def _is_bare(cells: Sequence[Cell]) -> bool:
    """Neither name nor figures: a row only where it stands among rows."""
    return not {Cell.NAME, Cell.LENGTH, Cell.PRICE} & set(cells)


def _without_headless(rows: list[RowBlock]) -> list[RowBlock]:
    """Rows that lack category and delivery are cut ones where their neighbours have both."""
    whole = [r for r in rows if r.fields is not None]
    headed = sum(bool(r.fields and r.fields.category and r.fields.delivery_raw) for r in whole)
    if 2 * headed <= len(whole):
        return rows
    return [
        replace(r, fields=None, reason="no category and no way of delivery")
        if r.fields is not None and r.fields.category is None and r.fields.delivery_raw is None
        else r
        for r in rows
    ]


def _starts_row(blocks: Sequence[Block], cells: Sequence[Cell], at: int, follows: bool) -> bool:
    """Whether a row begins here: a category above its delivery or its name, or these alone."""
    nearby = _until_prose(cells[at : at + 8])
    if cells[at] is Cell.WORDS:
        after = nearby[1:3]
        if after[:1] == [Cell.DELIVERY]:
            is_row = follows or Cell.NAME in nearby or Cell.LENGTH in nearby
            return is_row and _is_category(blocks, cells, at)
        is_category = names_level(blocks[at].text) and (follows or Cell.LENGTH in nearby)
        return is_category and (after[:1] == [Cell.NAME] or after == [Cell.WORDS, Cell.NAME])
    if cells[at] in (Cell.NAME, Cell.DELIVERY, Cell.CATEGORY):
        return follows or (Cell.NAME in nearby and Cell.LENGTH in nearby)
    return False


def _is_category(blocks: Sequence[Block], cells: Sequence[Cell], at: int) -> bool:
    """Whether words above a way of delivery are a category, not the subtitle of a listing."""
    text = blocks[at].text
    below = list(cells[at + 2 : at + 4])
    if below == [Cell.WORDS, Cell.NAME] and not names_level(text):
        return not names_level(blocks[at + 2].text)
    return names_level(text) or len(text.split()) <= _MAX_CATEGORY_WORDS


def _until_prose(cells: Sequence[Cell]) -> list[Cell]:
    return list(takewhile(lambda c: c is not Cell.PROSE, cells))


def _row_end(blocks: Sequence[Block], cells: Sequence[Cell], at: int) -> int:
    """Index of the row's last line: before the next row, prose, or a line that fits no more."""
    here = at
    seen: set[Cell] = {cells[at]}
    has_city = False
    while here + 1 < len(cells):
        cell = cells[here + 1]
        if cell is Cell.PROSE or _starts_next(blocks, cells, here + 1, seen):
            break
        if cell is Cell.WORDS and Cell.NAME in seen:
            if _is_over(blocks, cells, here + 1, seen, has_city=has_city):
                break
            has_city = True
        found = {part.cell for part in read_line(blocks[here + 1])}
        has_city = has_city or (len(found) > 1 and Cell.WORDS in found)
        seen |= found
        here += 1
    return here


def _is_over(
    blocks: Sequence[Block], cells: Sequence[Cell], at: int, seen: set[Cell], *, has_city: bool
) -> bool:
    """Whether words below the name are the row's no more."""
    if _is_between(blocks, cells, at, seen):
        return False
    is_done = has_city and bool(_FIGURES & seen)
    if is_done and not _is_garbled_figure(blocks[at].text, seen):
        return True
    return Cell.PRICE in seen and not _is_row_next(blocks, cells, at + 1)


def _is_garbled_figure(text: str, seen: set[Cell]) -> bool:
    """Mostly digits, where a price has not been read yet: "12,3x5"."""
    digits = sum(c.isdigit() for c in text)
    return Cell.PRICE not in seen and digits >= _GARBLED_DIGITS * len(text.replace(" ", ""))


def _is_between(blocks: Sequence[Block], cells: Sequence[Cell], at: int, seen: set[Cell]) -> bool:
    """Whether words stand before the figure that the row still lacks, and then the next row begins.

    Without them the figure would be left to no row.
    """
    missing = _FIGURES - seen
    figures = list(takewhile(lambda c: c in _FIGURES, cells[at + 1 :])) if missing else []
    return bool(missing & set(figures)) and _is_row_next(blocks, cells, at + 1 + len(figures))


def _is_row_next(blocks: Sequence[Block], cells: Sequence[Cell], at: int) -> bool:
    return at >= len(cells) or _starts_row(blocks, cells, at, follows=True)


def _starts_next(blocks: Sequence[Block], cells: Sequence[Cell], at: int, seen: set[Cell]) -> bool:
    """Whether the next row begins at `at`, given the cells of this one."""
    ahead = cells[at + 1 : at + 2]
    if cells[at] is Cell.NAME:
        return Cell.NAME in seen
    if cells[at] in (Cell.DELIVERY, Cell.CATEGORY):
        return cells[at] in seen and bool({Cell.NAME, Cell.LENGTH, Cell.PRICE} & seen)
    if cells[at] is not Cell.WORDS:
        return False
    if ahead == [Cell.DELIVERY] and {Cell.NAME, Cell.DELIVERY} & seen:
        return True
    is_category = Cell.NAME in seen and names_level(blocks[at].text)
    return is_category and bool({Cell.LENGTH, Cell.PRICE, Cell.ABSENT} & seen)


def _read(blocks: Sequence[Block], first: int, last: int, above: str | None) -> RowBlock:
    seen = _Seen()
    for block in blocks[first : last + 1]:
        parts = read_line(block)
        for part in parts:
            _note(seen, part, is_alone=len(parts) == 1)
    reason = _fault(seen, above)
    if reason:
        return RowBlock(first, last, None, reason)
    fields = _fields(seen, above)
    return RowBlock(first, last, replace(fields, url=_link(blocks[first : last + 1])))


def _link(blocks: Sequence[Block]) -> str | None:
    """Where the row's name leads; else where the rest of it does, if to one place."""
    named = [link for b in blocks if classify(b) is Cell.NAME for link in b.links]
    found = dict.fromkeys(named or [link for b in blocks for link in b.links])
    return next(iter(found)) if len(found) == 1 else None


def _note(seen: _Seen, part: Part, *, is_alone: bool) -> None:
    cell, text = part.cell, part.text
    if cell is Cell.NAME:
        seen.names.append(text)
    elif cell is Cell.DELIVERY:
        seen.deliveries.append(text)
    elif cell is Cell.LENGTH and (length := read_length(text)):
        seen.lengths.append(length)
    elif cell is Cell.PRICE and (price := read_price(text)):
        seen.prices.append(price)
    elif cell is Cell.ABSENT:
        seen.absent.append(text)
    elif cell is Cell.CATEGORY or (cell is Cell.WORDS and not seen.names and is_alone):
        seen.before.append(text)
    else:
        seen.cities.append(text)
        seen.is_early = seen.is_early or (cell is Cell.WORDS and not seen.names)


def _fault(seen: _Seen, above: str | None) -> str:
    """Why the row cannot be read whole; empty if it can."""
    if not seen.names:
        return "no line with university and title"
    if not all(part.strip() for part in seen.names[0].split("|")):
        return "university or title is empty"
    return _surplus(seen, above) or _lack(seen)


def _surplus(seen: _Seen, above: str | None) -> str:
    """What the row has more of than it can say; empty if nothing."""
    before, cities = seen.before, seen.cities
    doubled = (
        ("price", seen.prices),
        ("length", seen.lengths),
        ("line of delivery", seen.deliveries),
    )
    for what, found in doubled:
        if len(found) > 1:
            return f"more than one {what}"
    if len(before) > 1:
        return f"a line that is no category or way of delivery: {before[-1]!r}"
    if len(cities) > 1:
        return f"a line that is no city, length or price: {cities[-1]!r}"
    if seen.is_early and not before and above is None:
        return f"words that could be a category or a city: {cities[0]!r}"
    return ""


def _lack(seen: _Seen) -> str:
    """What the row cannot do without; empty if it has it.

    One of length, price and city may be missing; where the others are there, it is unknown.
    """
    figures = len(seen.lengths) + len(seen.prices) + len(seen.absent)
    if not seen.lengths and not seen.prices and len(seen.absent) < 2:
        return "no length and no price"
    if seen.cities or _is_online_only(seen) or figures > 1:
        return ""
    return f"no city and no {'price' if seen.lengths else 'length'}"


def _is_online_only(seen: _Seen) -> bool:
    return bool(seen.deliveries) and read_delivery(seen.deliveries[0]) == frozenset(
        {Delivery.ONLINE}
    )


def _fields(seen: _Seen, above: str | None) -> RowFields:
    university, title = (part.strip() for part in seen.names[0].split("|"))
    before, cities = seen.before, seen.cities
    price = seen.prices[0] if seen.prices else None
    length = seen.lengths[0] if seen.lengths else None
    absent = list(seen.absent)
    if length is None and price is None and absent:
        absent.pop(0)
    elif length is None and absent and is_absent_length(absent[0]):
        length = Length(None, absent.pop(0))
    if price is None and absent:
        price = read_price(absent.pop(0))
    raw = seen.deliveries[0] if seen.deliveries else None
    return RowFields(
        university=university,
        title=title,
        category=before[-1] if before else above,
        delivery=read_delivery(raw) or frozenset() if raw else frozenset(),
        delivery_raw=raw,
        places=read_places(cities[0]) if cities else (),
        length=length,
        price=price,
        attributes=tuple(("Length", text) for text in absent if is_absent_length(text)),
    )
