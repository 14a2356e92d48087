"""What is said of one row: which of its values, and in which words."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.compose.slots import Shelf, Slot, fill, listed, words
from assistant.records import RowAsk, Wanted
from vectorstore.query import OF_PLACES, Field, Filter, Op, RowQuery, SortKey
from vectorstore.records import PriceBasis, Program

_OF_SORT: dict[SortKey, tuple[Wanted, ...]] = {
    SortKey.PRICE: (Wanted.PRICE,),
    SortKey.DURATION: (Wanted.DURATION,),
    SortKey.PRICE_PER_YEAR: (Wanted.PRICE_PER_YEAR, Wanted.PRICE, Wanted.DURATION),
    SortKey.TITLE: (),
}

_OF_FILTER: dict[Field, Wanted] = {
    Field.PRICE: Wanted.PRICE,
    Field.DURATION: Wanted.DURATION,
    Field.DELIVERY: Wanted.DELIVERY,
    **dict.fromkeys(OF_PLACES, Wanted.PLACE),
}


def told(ask: RowAsk, query: RowQuery) -> tuple[Wanted, ...]:
    """The values to tell of each row: what is sorted on, asked for or filtered on.

    Price and length join where nothing else was asked for.
    """
    keys = list(_OF_SORT[query.sort.key]) if query.sort else []
    keys += [w for w in ask.wanted if w in _WORDED]
    keys += [_OF_FILTER[f.field] for f in query.filters if _says_more(f)]
    asked = any(w in _WORDED for w in ask.wanted)
    rates = any(k in (Wanted.PRICE_PER_YEAR, Wanted.PRICE_PER_MONTH) for k in keys)
    if rates or not asked or not any(k in (Wanted.PRICE, Wanted.DURATION) for k in keys):
        keys += [Wanted.PRICE, Wanted.DURATION]  # what a rate is derived from is told beside it
    return tuple(dict.fromkeys(keys))


def relaxed_values(filters: Sequence[Filter]) -> tuple[Wanted, ...]:
    """The values in which rows that nearly match fail to."""
    return tuple(_OF_FILTER[f.field] for f in filters if f.field in _OF_FILTER)


def _says_more(f: Filter) -> bool:
    """The filter leaves open what its field holds: "online" says it, "not online" does not."""
    return f.field in _OF_FILTER and (f.field in _NUMERIC or f.op is not Op.IN)


_NUMERIC = (Field.PRICE, Field.DURATION)


def divides(program: Program) -> bool:
    """Whether the listed price is for all of the program, so that a price per year follows."""
    return program.price_basis in (PriceBasis.TOTAL, PriceBasis.UNKNOWN)


def own(keys: Sequence[Wanted], program: Program) -> tuple[Wanted, ...]:
    """The values to tell of one row: the listed price where no price per year follows from it."""
    rates = (Wanted.PRICE_PER_YEAR, Wanted.PRICE_PER_MONTH)
    plain = program.price is None or not divides(program)
    return tuple(dict.fromkeys(Wanted.PRICE if plain and k in rates else k for k in keys))


def detail(key: Wanted, program: Program, shelf: Shelf, unit: str | None = None) -> Slot:
    """One value of a row after "listed at" or in brackets."""
    (key,) = own((key,), program)
    if key is Wanted.PRICE:
        return shelf.price(program)
    if key is Wanted.DURATION:
        return shelf.length(program, unit)
    if key is Wanted.PLACE:
        return shelf.place(program)
    if key is Wanted.DELIVERY:
        return shelf.delivery(program)
    if key is Wanted.CATEGORY:
        return shelf.category(program)
    per = "year" if key is Wanted.PRICE_PER_YEAR else "month"
    return fill("{value} per {unit}", value=shelf.price_per(program, per), unit=words(per))


_WORDED = (
    Wanted.PRICE,
    Wanted.DURATION,
    Wanted.PLACE,
    Wanted.DELIVERY,
    Wanted.CATEGORY,
    Wanted.PRICE_PER_YEAR,
    Wanted.PRICE_PER_MONTH,
)


def share_total(rows: Sequence[Program], keys: Sequence[Wanted]) -> bool:
    """Whether several prices are told and all are for the whole program: that is said once."""
    priced = [p.price_basis for p in rows if p.price is not None]
    return Wanted.PRICE in keys and len(priced) > 1 and set(priced) == {PriceBasis.TOTAL}


def bracketed(
    program: Program,
    keys: Sequence[Wanted],
    shelf: Shelf,
    unit: str | None = None,
    *,
    apart: Sequence[Slot] = (),
    bare: bool = False,
) -> Slot:
    """A row with its values in brackets: "X's Y (10,000, 1.5 Years)".

    `apart` are values that tell it from another row of its name, `bare` leaves the basis of the
    price to the sentence.
    """
    if not keys and not apart:
        return shelf.name(program)
    told = (
        shelf.price(program, bare=bare) if k is Wanted.PRICE else detail(k, program, shelf, unit)
        for k in own(keys, program)
    )
    values = listed((*apart, *told), ",", "")
    return fill("{name} ({values})", name=shelf.name(program), values=values)


def listed_at(
    program: Program, keys: Sequence[Wanted], shelf: Shelf, unit: str | None = None
) -> Slot:
    """The values after "listed at": price and length joined by "and", the rest after commas."""
    keys = own(keys, program)
    figures = [k for k in keys if k in (Wanted.PRICE, Wanted.DURATION)]
    others = [k for k in keys if k not in figures]
    head = listed((detail(k, program, shelf, unit) for k in figures), ",")
    tails = [_tail(k, program, shelf) for k in others]
    return listed((head, *tails), ",", "") if figures else listed(tails, ",")


def _tail(key: Wanted, program: Program, shelf: Shelf) -> Slot:
    if key is Wanted.PLACE:
        return fill("in {place}", place=shelf.place(program))
    if key is Wanted.DELIVERY:
        return fill("offered {way}", way=shelf.delivery(program))
    if key is Wanted.CATEGORY:
        return fill("under {heading}", heading=shelf.category(program))
    per = "year" if key is Wanted.PRICE_PER_YEAR else "month"
    return fill("which is {value} per {unit}", value=shelf.price_per(program, per), unit=words(per))
