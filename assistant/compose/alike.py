"""What tells apart rows that are named alike: two of one title at one school.

The award, the way of teaching, the place, the length or the price, whichever differs and is not
told of every row anyway; where nothing of these does, their codes. Decides which values are added;
words them from the same slots.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from assistant.compose import wording
from assistant.compose.slots import Shelf, Slot
from assistant.records import Wanted
from vectorstore.cells import OF_CODES
from vectorstore.records import Program, ProgramId
from vectorstore.text import fold

_SAYS: tuple[tuple[Wanted, Callable[[Program], str]], ...] = (
    (Wanted.LEVEL, wording.award),
    (Wanted.DELIVERY, wording.delivery),
    (Wanted.PLACE, wording.place),
    (Wanted.DURATION, lambda p: p.duration.raw if p.duration else ""),
    (Wanted.PRICE, lambda p: wording.amount(p.price, p.currency) if p.price is not None else ""),
)
"""What can tell rows apart, the most telling first, and what each row says of it."""


def apart(
    rows: Sequence[Program], told: Sequence[Wanted], shelf: Shelf
) -> Mapping[ProgramId, tuple[Slot, ...]]:
    """By row: values to add to those told of every row; only for rows that share their name.

    The award is added wherever it differs, the others until no two rows say the same.
    """
    named: defaultdict[str, list[Program]] = defaultdict(list)
    for program in rows:
        named[fold(wording.name(program))].append(program)
    found: dict[ProgramId, tuple[Slot, ...]] = {}
    for alike in (group for group in named.values() if len(group) > 1):
        added = _added(alike, told)
        code = _code(alike) if _is_alike(alike, (*told, *added)) else None
        for p in alike:
            own = (shelf.cell(p, code),) if code else ()
            found[p.id] = (*(_slot(key, p, shelf) for key in added), *own)
    return found


def _is_alike(alike: Sequence[Program], told: Sequence[Wanted]) -> bool:
    """Whether what is told of these rows is the same of some of them."""
    says = [one for key, one in _SAYS if key in told]
    return len({tuple(one(p) for one in says) for p in alike}) < len(alike)


def _code(alike: Sequence[Program]) -> str | None:
    """The header of a code that each of these rows has another of."""
    for header in (h for h, _ in alike[0].attributes if OF_CODES.search(h)):
        cells = [dict(p.attributes).get(header) for p in alike]
        if None not in cells and len(set(cells)) == len(cells):
            return header
    return None


def _added(alike: Sequence[Program], told: Sequence[Wanted]) -> list[Wanted]:
    added: list[Wanted] = []
    for key, says in _SAYS:
        values = {says(p) for p in alike}
        if key in told or len(values) < 2 or "" in values:
            continue
        if key is Wanted.LEVEL or _is_alike(alike, (*told, *added)):
            added.append(key)
    return added


def _slot(key: Wanted, program: Program, shelf: Shelf) -> Slot:
    if key is Wanted.LEVEL:
        return shelf.award(program)
    if key is Wanted.DELIVERY:
        return shelf.delivery(program)
    if key is Wanted.PLACE:
        return shelf.place(program)
    return shelf.length(program) if key is Wanted.DURATION else shelf.price(program)
