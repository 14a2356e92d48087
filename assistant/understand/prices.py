"""What the prices of a snapshot are in and for: currencies and bases. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from vectorstore.payers import Payer, payer_of
from vectorstore.query import UNSTATED
from vectorstore.records import Program


@dataclass(frozen=True, slots=True)
class Prices:
    """What the prices of a snapshot are in and for; empty where it holds none."""

    currencies: frozenset[str] = frozenset()
    """Codes, and `UNSTATED`."""
    bases: frozenset[str] = frozenset()
    free: bool = False
    """Whether some cost nothing, which only a mapping says of a listed 0."""
    payer: Payer | None = None
    """For whom all of them are, where columns kept beside them say so."""


def prices_of(programs: Iterable[Program]) -> Prices:
    """What the prices of these programs are in and for."""
    priced = [p for p in programs if p.price is not None]
    currencies = frozenset(p.currency or UNSTATED for p in priced)
    bases = frozenset(p.price_basis.value for p in priced)
    return Prices(currencies, bases, any(p.price == 0 for p in priced), _payer(priced))


def _payer(priced: Sequence[Program]) -> Payer | None:
    """Whose the prices are: of each, a column whose header says so holds the same figure."""
    whose = set(Payer)
    for program in priced:
        whose &= {
            payer
            for header, cell in program.attributes
            if (payer := _payer_of(header)) and cell == program.price_raw
        }
        if not whose:
            return None
    return whose.pop() if len(whose) == 1 else None


_payer_of = lru_cache(1 << 12)(payer_of)
