"""What the prices of a snapshot are in and for: currencies and bases. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from vectorstore.query import UNSTATED
from vectorstore.records import Program


@dataclass(frozen=True, slots=True)
class Prices:
    """What the prices of a snapshot are in and for; empty where it holds none."""

    currencies: frozenset[str] = frozenset()
    """Codes, and `UNSTATED`."""
    bases: frozenset[str] = frozenset()


def prices_of(programs: Iterable[Program]) -> Prices:
    """What the prices of these programs are in and for."""
    priced = [p for p in programs if p.price is not None]
    currencies = frozenset(p.currency or UNSTATED for p in priced)
    return Prices(currencies, frozenset(p.price_basis.value for p in priced))
