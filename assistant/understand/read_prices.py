"""What prices are asked for in: "US$20,000", "9k a year", "in euros", "per credit".

A currency or basis narrows the rows only where the snapshot holds prices in others too, so that a
limit is never held against a figure in another currency. Whose price is asked for ("in-state") must
be whose it is. "$" and "dollars" mean any dollar, "Rs" and "rupees" any rupee, and a figure that is
listed without a currency. Runs after `read_amounts.py`, which takes the limits.
"""

from __future__ import annotations

from collections.abc import Iterable

from assistant.understand.polarity import negated
from assistant.understand.prices import Prices
from assistant.understand.quantities import DOLLARS, RUPEES, Quantity
from assistant.understand.reading import RowReading
from vectorstore.query import UNSTATED, Field, Filter, Op, Sort, SortKey
from vectorstore.records import PriceBasis

_CODES_OF = {
    DOLLARS: frozenset({"USD", "AUD", "CAD", "NZD", "SGD", "HKD"}),
    RUPEES: frozenset({"INR", "PKR", "LKR", "NPR", "MUR", "SCR"}),
}
"""What a sign or a word of no country can mean."""
_USUAL = {DOLLARS: "USD", RUPEES: "INR"}
"""What it is taken for where the snapshot holds none of them."""


def read_prices(reading: RowReading, prices: Prices) -> None:
    """Adds the currency and basis of limits, and takes those that are named by themselves."""
    limits = [q for q in (t.quantity for t in reading.tags) if q and q.kind == "money"]
    if reading.has(Field.PRICE):
        for amount in limits:
            _in(reading, prices, amount)
    if reading.limit_basis is not None:
        _basis(reading, prices, reading.limit_basis.value)
    _by_year(reading, prices)
    for at, tag in enumerate(reading.tags):
        if tag.has("payer"):
            _for_whom(reading, prices, at)
        if tag.has("charge") and prices.free and reading.free(at):
            reading.take(at)
            reading.add(Filter(Field.PRICE, Op.GT if negated(reading, at) else Op.EQ, (0.0,)))
        for role, narrow in (("currency", _currency), ("basis", _basis)):
            sense = tag.sense(role)
            if sense and (reading.free(at) or tag.has("measure", "price")):
                reading.take(at)
                narrow(reading, prices, sense.value)


def _by_year(reading: RowReading, prices: Prices) -> None:
    """A price per year is the price where each is one, or where none can be divided by years."""
    if prices.bases and not prices.bases & _DIVIDED:
        if PriceBasis.YEAR.value in prices.bases and len(prices.bases) > 1:
            return
        if reading.sort and reading.sort.key is SortKey.PRICE_PER_YEAR:
            reading.sort = Sort(SortKey.PRICE, reading.sort.descending)
        if reading.of is SortKey.PRICE_PER_YEAR:
            reading.of = SortKey.PRICE


_DIVIDED = frozenset({PriceBasis.TOTAL.value, PriceBasis.UNKNOWN.value})


def _for_whom(reading: RowReading, prices: Prices, at: int) -> None:
    """For whom a price is asked is read where it is the price held, or the header of a column."""
    sense, column = reading.tags[at].sense("payer"), reading.tags[at].link("column")
    if column is not None and set(column.values) <= set(reading.columns):
        return
    if sense is not None and prices.payer == sense.value:
        reading.take(at)
    else:
        reading.unheld.add(at)


def _in(reading: RowReading, prices: Prices, amount: Quantity) -> None:
    if amount.unit:
        _currency(reading, prices, amount.unit)
    if amount.basis:
        _basis(reading, prices, amount.basis)


def _currency(reading: RowReading, prices: Prices, asked: str) -> None:
    held = prices.currencies
    if held == {UNSTATED}:
        return  # figures stand as listed, and the answer says so
    wanted = frozenset({asked})
    if asked in _CODES_OF:
        wanted = (held & (_CODES_OF[asked] | {UNSTATED})) or frozenset({_USUAL[asked]})
    elif asked == "USD" and asked not in held:
        wanted = held & {UNSTATED} or frozenset({asked})  # the answer says so
    _narrow(reading, Field.CURRENCY, held, wanted)


def _basis(reading: RowReading, prices: Prices, asked: str) -> None:
    is_vague = PriceBasis.UNKNOWN.value in prices.bases and asked not in prices.bases
    if not (is_vague and asked == PriceBasis.TOTAL.value):
        _narrow(reading, Field.BASIS, prices.bases, {asked})


def _narrow(reading: RowReading, field: Field, held: frozenset[str], wanted: Iterable[str]) -> None:
    if held and not held <= set(wanted):
        reading.add(Filter(field, Op.IN, tuple(sorted(wanted))))
