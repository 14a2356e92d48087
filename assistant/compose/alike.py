"""What tells apart rows that are named alike: two of one title at one school.

The award, the way of teaching, the place, the length or the price, whichever differs and is not
told of every row anyway. Decides which values are added; words them from the same slots.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from assistant.compose import wording
from assistant.compose.slots import Shelf, Slot
from assistant.records import Wanted
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
        found |= {p.id: tuple(_slot(key, p, shelf) for key in added) for p in alike}
    return found


def _added(alike: Sequence[Program], told: Sequence[Wanted]) -> list[Wanted]:
    known = [says for key, says in _SAYS if key in told]
    added: list[Wanted] = []
    for key, says in _SAYS:
        values = {says(p) for p in alike}
        if key in told or len(values) < 2 or "" in values:
            continue
        is_apart = len({tuple(s(p) for s in known) for p in alike}) == len(alike)
        if key is Wanted.LEVEL or not is_apart:
            added.append(key)
            known.append(says)
    return added


def _slot(key: Wanted, program: Program, shelf: Shelf) -> Slot:
    if key is Wanted.LEVEL:
        return shelf.award(program)
    if key is Wanted.DELIVERY:
        return shelf.delivery(program)
    if key is Wanted.PLACE:
        return shelf.place(program)
    return shelf.length(program) if key is Wanted.DURATION else shelf.price(program)
