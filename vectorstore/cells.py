"""What a program's record says in columns without a field, as conditions see it. Pure.

"Schedule: Part-time" is one cell. Length and way of teaching count too, as they are written: they
often say more than their fields hold ("2 years part-time").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from vectorstore.records import Program
from vectorstore.text import fold, words

LENGTH, TEACHING = "Length", "Way of teaching"
"""Headers of what fields were read from, where the source's own is not kept."""
OF_CODES = re.compile(r"\b(?:code|id|number|no|key)\b", re.IGNORECASE)
"""In headers of columns that give each program a code."""
OTHER_NAMES = "Also known as"
"""Header of other names of the university, where a mapping says which column has them."""


def cells(program: Program) -> Iterator[tuple[str, str]]:
    """Header and cell of each column without a field, then the length and the way of teaching."""
    yield from program.attributes
    if program.duration is not None:
        yield LENGTH, program.duration.raw
    if program.delivery_raw:
        yield TEACHING, program.delivery_raw


def unread_price(program: Program) -> str | None:
    """The words of a listed price that gives no amount, such as a range; None if none is listed.

    "On request" and a 0 list none.
    """
    raw = program.price_raw or ""
    return raw if program.price is None and _AMOUNT.search(raw) else None


def unread_price_told(program: Program) -> str | None:
    """Such a price as answers word it; a cell of many words is not quoted."""
    raw = unread_price(program)
    if raw is None:
        return None
    return _UNREAD if len(raw) > _QUOTED else f"{_UNREAD}, \u201c{raw}\u201d"


_AMOUNT = re.compile("[1-9]")
_UNREAD = "a price that gives no sure figure"
_QUOTED = 60
"""Characters of a price that are quoted."""


def spelled(header: str, cell: str) -> str:
    """A cell as the value of a filter.

    >>> spelled("Schedule", "Part-time")
    'Schedule: Part-time'
    """
    return f"{header}: {cell}"


def worded(value: str) -> str:
    """The value of a filter on a column in words: a header that its cell repeats is left out.

    >>> worded("Schedule: Part-time"), worded("GRE: GRE not required")
    ('Schedule Part-time', 'GRE not required')
    """
    header, _, cell = value.partition(": ")
    return cell if {*words(header)} <= {*words(cell)} else f"{header} {cell}".strip()


def holds_cell(program: Program, values: Iterable[str]) -> bool:
    """Whether a cell of the program is one of these, letter case aside."""
    wanted = {fold(value) for value in values}
    return any(fold(spelled(*cell)) in wanted for cell in cells(program))
