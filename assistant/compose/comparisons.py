"""Named programs: side by side, one by one, and corrected where a question mistakes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.compose.alike import apart
from assistant.compose.columns import headers_of, stated_columns
from assistant.compose.details import bracketed, detail, divides, own, share_total, told
from assistant.compose.slots import Shelf, Slot, fill, listed, say, words
from assistant.compose.wording import contrary, name
from assistant.records import DraftSegment, RowAsk, Wanted
from vectorstore.query import OF_PLACES, Field, Filter, RowResult
from vectorstore.records import Program
from vectorstore.text import fold

_NAMED = 10
_NAMING = (Field.PROGRAM, Field.UNIVERSITY, Field.TITLE)
_CORRECTED = (Field.PRICE, Field.DURATION, Field.DELIVERY, *OF_PLACES, Field.LEVEL, Field.AWARD,
              Field.TOPIC)  # fmt: skip


_SAID_BY_VALUE = frozenset({Field.AWARD, Field.TOPIC})
"""What a row is instead says that it is not as stated: another award, another subject."""


def compared(ask: RowAsk, result: RowResult, shelf: Shelf) -> tuple[DraftSegment, ...]:
    """Two programs with who is ahead and by how much, or several with the values of each."""
    rows = result.rows
    if len(rows) != 2 or len({fold(name(p)) for p in rows}) < len(rows):
        return (_side_by_side(rows[:_NAMED], told(ask, result.query), ask, shelf),)
    keys = tuple(k for k in ask.wanted if k in (Wanted.PRICE, Wanted.DURATION))
    sentences = [_pair(k, rows, ask, result, shelf) for k in keys or _default(ask)]
    others = [k for k in ask.wanted if k in (Wanted.PLACE, Wanted.DELIVERY, Wanted.CATEGORY)]
    sentences += [_both(k, rows, shelf) for k in others]
    return tuple(sentences)


def _side_by_side(
    rows: Sequence[Program], keys: Sequence[Wanted], ask: RowAsk, shelf: Shelf
) -> DraftSegment:
    """The values of each; those named alike with what tells them apart."""
    telling = apart(rows, keys, shelf)
    bare = share_total(rows, keys)
    names = listed(
        bracketed(p, keys, shelf, ask.duration_unit, apart=telling.get(p.id, ()), bare=bare)
        for p in rows
    )
    basis = words(", with prices in total" if bare else "")
    return say("Side by side{basis}: {names}.", basis=basis, names=names)


def _default(ask: RowAsk) -> tuple[Wanted, ...]:
    if any(k in (Wanted.PLACE, Wanted.DELIVERY, Wanted.CATEGORY) for k in ask.wanted):
        return ()
    return (Wanted.PRICE, Wanted.DURATION)


def _measure(key: Wanted, program: Program) -> float | None:
    if key is Wanted.PRICE:
        return program.price
    return program.duration.years if program.duration else None


def _pair(
    key: Wanted, rows: Sequence[Program], ask: RowAsk, result: RowResult, shelf: Shelf
) -> DraftSegment:
    """Which of two is ahead; the query's order decides if that is the lower or the higher one."""
    one, other = rows
    ends = [_measure(key, p) for p in rows]
    if ends[0] is None or ends[1] is None or not _one_basis(key, one, other):
        values = listed((_at(key, p, ask, shelf) for p in rows), ";")
        return say("These cannot be compared: {values}.", values=values)
    if ends[0] == ends[1]:
        return say(
            "{one} and {other} are both listed at {value}.",
            one=shelf.name(one),
            other=shelf.name(other),
            value=detail(key, one, shelf),
        )
    sort = result.query.sort
    upward = sort is not None and sort.descending
    if (ends[0] < ends[1]) == upward:
        one, other = other, one
    gap = shelf.price_gap if key is Wanted.PRICE else None
    return say(
        "{one} is {ahead} by {gap}: {value} against {against} for {other}.",
        one=shelf.name(one),
        other=shelf.name(other),
        ahead=words(_ahead(key, upward)),
        gap=gap(one, other) if gap else shelf.length_gap(one, other, ask.duration_unit),
        value=detail(key, one, shelf),
        against=detail(key, other, shelf),
    )


def _one_basis(key: Wanted, one: Program, other: Program) -> bool:
    same = one.currency == other.currency and one.price_basis == other.price_basis
    return key is not Wanted.PRICE or same


def _ahead(key: Wanted, upward: bool) -> str:
    if key is Wanted.PRICE:
        return "more expensive" if upward else "cheaper"
    return "longer" if upward else "shorter"


def _at(key: Wanted, program: Program, ask: RowAsk, shelf: Shelf) -> Slot:
    value = detail(key, program, shelf, ask.duration_unit)
    return fill("{name} has {value}", name=shelf.name(program), value=value)


def _both(key: Wanted, rows: Sequence[Program], shelf: Shelf) -> DraftSegment:
    stated = [
        fill("{name} {value}", name=shelf.name(p), value=_listed((key,), p, shelf)) for p in rows
    ]
    return say("{rows}.", rows=listed(stated))


def attributes(ask: RowAsk, result: RowResult, shelf: Shelf) -> tuple[DraftSegment, ...]:
    """For each of a few rows what was asked of it."""
    keys = [k for k in ask.wanted if k not in (Wanted.UNIVERSITY, Wanted.TITLE)]
    keys = [k for k in keys if k is not Wanted.PRICE_IN_TOTAL]
    sentences = [_row(p, own(keys, p), ask, result, shelf) for p in result.rows]
    for key, unit in ((Wanted.PRICE_PER_MONTH, "month"), (Wanted.PRICE_PER_YEAR, "year")):
        if key in keys:
            sentences += [_per(p, unit, shelf) for p in result.rows if divides(p)]
    return tuple(s for s in sentences if s is not None)


def _row(
    program: Program, keys: Sequence[Wanted], ask: RowAsk, result: RowResult, shelf: Shelf
) -> DraftSegment | None:
    """One row's values; preceded by Yes where the question stated what is so.

    "Is X in person or online?" states neither: the way is asked, and no filter holds one.
    """
    plain: list[Wanted] = [k for k in keys if k not in _PER]
    if not plain and keys:
        return None
    stated = _stated_filters(result.query.filters)
    shown = _of_filters(stated)
    yes = ask.premise and bool(stated) and (not plain or bool({*plain} & {*shown}))
    plain = plain or [k for k in shown if not yes or _is_known(k, program)]
    plain = plain or [k for k in _FIGURES if not yes or _is_known(k, program)]
    parts = _listed(plain, program, shelf, ask.duration_unit) if plain else words("is listed")
    lead = "Yes: {name} {parts}." if yes else "{name} {parts}."
    return say(lead, name=shelf.name(program), parts=parts)


_FIGURES = (Wanted.PRICE, Wanted.DURATION)
_PER = (Wanted.PRICE_PER_MONTH, Wanted.PRICE_PER_YEAR)


def _of_filters(filters: Sequence[Filter]) -> tuple[Wanted, ...]:
    shown = {
        Field.PRICE: Wanted.PRICE,
        Field.DURATION: Wanted.DURATION,
        Field.DELIVERY: Wanted.DELIVERY,
        **dict.fromkeys(OF_PLACES, Wanted.PLACE),
        Field.LEVEL: Wanted.LEVEL,
        Field.AWARD: Wanted.LEVEL,
        Field.TOPIC: Wanted.CATEGORY,
    }
    return tuple(dict.fromkeys(shown[f.field] for f in filters if f.field in shown))


def _listed(
    keys: Sequence[Wanted], program: Program, shelf: Shelf, unit: str | None = None
) -> Slot:
    """What a row lists: "is listed at 8,115 and as On-Campus, Online and has no listed length"."""
    known = [k for k in keys if _is_known(k, program)]
    unknown = [k for k in keys if k not in known]
    parts = []
    if known:
        values = listed((_value(k, program, shelf, unit) for k in known), ",")
        parts.append(fill("is listed {values}", values=values))
    parts += [fill("has {value}", value=detail(k, program, shelf)) for k in unknown]
    return listed(parts, ",")


def _is_known(key: Wanted, program: Program) -> bool:
    known = {
        Wanted.PRICE: program.price,
        Wanted.DURATION: program.duration,
        Wanted.PLACE: program.places,
        Wanted.DELIVERY: program.delivery,
        Wanted.CATEGORY: program.category,
        Wanted.LEVEL: program.level,
    }
    return bool(known.get(key))


def _value(key: Wanted, program: Program, shelf: Shelf, unit: str | None) -> Slot:
    if key is Wanted.PLACE:
        return fill("in {v}", v=shelf.place(program))
    if key is Wanted.DELIVERY:
        return fill("as {v}", v=shelf.delivery(program))
    if key is Wanted.CATEGORY:
        return fill("under {v}", v=shelf.category(program))
    if key is Wanted.LEVEL:
        return fill("as {v}", v=shelf.award(program))
    return fill("at {v}", v=detail(key, program, shelf, unit))


def _per(program: Program, unit: str, shelf: Shelf) -> DraftSegment:
    """A price per month or year with what it is derived from."""
    if program.price is None or program.duration is None:
        return say(
            "{name} has {price} and {length}, so a price per {unit} cannot be worked out.",
            name=shelf.name(program),
            price=shelf.price(program),
            length=shelf.length(program),
            unit=words(unit),
        )
    return say(
        "{name} comes to {value} per {unit}: the listed {price} divided by {length}.",
        name=shelf.name(program),
        value=shelf.price_per(program, unit),
        unit=words(unit),
        price=shelf.price(program),
        length=shelf.length_in(program, unit),
    )


def corrects(ask: RowAsk, result: RowResult) -> bool:
    """The question states something of named programs that their rows do not bear out."""
    named = {f.field for f in result.query.filters if f.field in _NAMING}
    wrong = _of_filters(_stated_filters(result.relaxed))
    # That a program of a school is none in nursing says nothing of the school's others.
    of_school = named == {Field.UNIVERSITY} or len(result.nearest) > 1
    of_others = set(wrong) <= {Wanted.CATEGORY, Wanted.LEVEL} and of_school
    told = any(_is_known(key, program) for key in wrong for program in result.nearest)
    unknown = Field.PROGRAM in named and len(result.nearest) == 1 and bool(wrong)
    told = told or unknown or bool(_listed_instead(result))
    return ask.premise and bool(named) and told and not of_others and not result.total_matched


def _listed_instead(result: RowResult) -> tuple[str, ...]:
    """The columns in which the one nearest row alone is otherwise."""
    relaxed = result.relaxed
    if len(result.nearest) > 1 or any(f.field is not Field.COLUMN for f in relaxed):
        return ()
    held = {header for program in result.nearest for header, _ in program.attributes}
    return tuple(h for h in headers_of(relaxed) if h in held)


def correction(ask: RowAsk, result: RowResult, shelf: Shelf) -> tuple[DraftSegment, ...]:
    """What the rows say instead of what the question stated."""
    if headers := _listed_instead(result):
        asked = replace(ask, columns=headers)
        return stated_columns(asked, replace(result, rows=result.nearest, total_matched=0), shelf)
    wrong = _stated_filters(result.relaxed)
    keys = _of_filters(wrong)
    return tuple(_no(p, keys, wrong, shelf) for p in result.nearest)


def _no(
    program: Program, keys: Sequence[Wanted], wrong: Sequence[Filter], shelf: Shelf
) -> DraftSegment:
    name, parts = shelf.name(program), _listed(keys, program, shelf)
    if not any(_is_known(key, program) for key in keys):
        return say("{name} {parts}.", name=name, parts=parts)
    said = " or ".join(contrary(f) for f in wrong if f.field not in _SAID_BY_VALUE)
    if not said:
        return say("No: {name} {parts}.", name=name, parts=parts)
    stated = Slot(said, shelf.row(program))
    return say("No: {name} {parts}, not {stated}.", name=name, parts=parts, stated=stated)


def _stated_filters(filters: Sequence[Filter]) -> tuple[Filter, ...]:
    return tuple(f for f in filters if f.field in _CORRECTED)
