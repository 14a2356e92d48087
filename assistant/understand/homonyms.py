"""Part of a name that fits several schools: the one with rows is meant, else it is asked which.

After the conversation's conditions are joined: a school without a row under the other conditions
cannot be meant. It does not decide which schools a word fits (`institutions.py`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from vectorstore.query import Aggregate, Field, Filter, Op, RowQuery, RowResult
from vectorstore.text import words

MAX_OFFERED = 6
"""Schools that a question back names; of more the full name is asked for."""
_BRACKETED = re.compile(r"\([^()]*\)")


class Rows(Protocol):
    """Finds out which schools have rows."""

    def run(self, query: RowQuery) -> RowResult:
        """The result over all rows."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The query's filters with the schools that can be meant, and the question back if any."""

    filters: tuple[Filter, ...]
    clarify: str | None = None
    options: tuple[str, ...] = ()


def settled(filters: Sequence[Filter], homonyms: Iterable[tuple[str, ...]], rows: Rows) -> Settled:
    """The filters with each homonym narrowed to the school that has rows under the others.

    Names of one school (with and without what stands in brackets) are one. Where several schools
    have rows, the filters stay and `clarify` asks which; where none has, nothing is changed.
    """
    kept = tuple(filters)
    for names in homonyms:
        at = next((i for i, f in enumerate(kept) if _asks_for(f, names)), None)
        if at is None:
            continue
        others = (*kept[:at], *kept[at + 1 :])
        held = [own for own in _schools(names) if _has_rows(others, own, rows)]
        if len(held) > 1:
            offered = tuple(own[-1] for own in held)
            return Settled(kept, _question(offered), offered[:MAX_OFFERED])
        if held:
            kept = (*kept[:at], replace(kept[at], values=held[0]), *kept[at + 1 :])
    return Settled(kept)


def _asks_for(condition: Filter, names: tuple[str, ...]) -> bool:
    positive = condition.field is Field.UNIVERSITY and condition.op is Op.IN
    return positive and condition.values == names


def _schools(names: Iterable[str]) -> list[tuple[str, ...]]:
    schools: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name in names:
        key = tuple(w for w in words(_BRACKETED.sub(" ", name)) if w != "the")
        schools[key].append(name)
    return [tuple(own) for own in schools.values()]


def _has_rows(others: Sequence[Filter], own: tuple[str, ...], rows: Rows) -> bool:
    asked = (*others, Filter(Field.UNIVERSITY, Op.IN, own))
    return rows.run(RowQuery(asked, aggregate=Aggregate.COUNT)).total_matched > 0


def _question(offered: Sequence[str]) -> str:
    if len(offered) > MAX_OFFERED:
        return "That fits more schools than I can list; which one do you mean, by its full name?"
    return f"Which one do you mean: {', '.join(offered[:-1])} or {offered[-1]}?"
