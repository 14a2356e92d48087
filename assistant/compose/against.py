"""Two sets of programs against each other: which mean is ahead, and by how much.

What each set holds is said by the forms for aggregates; this is the sentence before them. Prices
are compared within a currency and a basis that both sets have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import fmean

from assistant.compose.slots import Shelf, Slot, fill, say, words
from assistant.records import AskEvidence, DraftSegment, RowAsk
from assistant.verify.recompute import measure
from vectorstore.query import Aggregate, Basis, RowResult, Sort, SortKey
from vectorstore.records import Program

_SIDES = ("one", "other")
_BASES = 2
"""Bases within which two sets are compared in one answer."""
_AHEAD = {
    (SortKey.PRICE, False): "cheaper",
    (SortKey.PRICE, True): "more expensive",
    (SortKey.DURATION, False): "shorter",
    (SortKey.DURATION, True): "longer",
}
_MEASURED = {SortKey.PRICE: "price", SortKey.DURATION: "length"}
Means = Mapping[Basis | None, Sequence[float]]


def against(found: Sequence[AskEvidence]) -> tuple[DraftSegment, ...]:
    """A sentence for each basis that two sets share; () where no two sets are compared."""
    asked = [f for f in found if isinstance(f.ask, RowAsk) and f.ask.against]
    if len(asked) != len(_SIDES) or not all(map(_is_whole, asked)):
        return ()
    one, other = asked
    assert isinstance(one.ask, RowAsk)
    sort = one.ask.against
    plain = one.ask.query.aggregate in (Aggregate.RANGE, Aggregate.MEAN)
    if sort is None or sort.key not in _MEASURED or not plain:
        return ()
    values = _values(one, sort.key), _values(other, sort.key)
    shared = [b for b in values[0] if b in values[1]]
    shared.sort(key=lambda b: -len(values[0][b]) - len(values[1][b]))
    said = (_verdict((one, other), (values[0][b], values[1][b]), b, sort) for b in shared[:_BASES])
    return tuple(s for s in said if s is not None)


def _is_whole(found: AskEvidence) -> bool:
    """Whether all rows of its own set are there, and not those of a wider one."""
    own = found.result.query.filters if found.result and found.result.total_matched else None
    return bool(found.checks) and found.checks[0].query.filters == own


def _values(found: AskEvidence, key: SortKey) -> Means:
    """The values of a set, those that can be compared with each other together."""
    values: defaultdict[Basis | None, list[float]] = defaultdict(list)
    for row in found.checks[0].rows:
        if (value := measure(row, key)) is not None:
            values[_basis(row) if key is SortKey.PRICE else None].append(value)
    return values


def _basis(row: Program) -> Basis:
    return Basis(row.currency, row.price_basis.value)


def _verdict(
    found: tuple[AskEvidence, AskEvidence],
    values: tuple[Sequence[float], Sequence[float]],
    basis: Basis | None,
    sort: Sort,
) -> DraftSegment | None:
    """Which mean is ahead: "by 5: 10 over 2 against 15 over 3".

    None where the means agree to the last figure that would be told.
    """
    sides = [(fmean(v), v, f) for v, f in zip(values, found, strict=True)]
    if abs(sides[0][0] - sides[1][0]) < _TOLD:
        return None
    sides.sort(key=lambda side: side[0], reverse=sort.descending)
    told = [_amount(mean, basis, f) for mean, _, f in sides]
    return say(
        "On the mean listed {measure} the {one} are {ahead} than the {other}, by {gap}:"
        " {value} over {n} against {against} over {m}.",
        measure=words(_MEASURED[sort.key]),
        one=_set(sides[0][2]),
        other=_set(sides[1][2]),
        ahead=words(_AHEAD[sort.key, sort.descending]),
        gap=_amount(abs(sides[0][0] - sides[1][0]), basis, sides[0][2]),
        value=told[0],
        n=Shelf.of(sides[0][2]).count(len(sides[0][1])),
        against=told[1],
        m=Shelf.of(sides[1][2]).count(len(sides[1][1])),
    )


_TOLD = 0.01


def _set(found: AskEvidence) -> Slot:
    assert found.result is not None
    return Shelf.of(found).set_of(found.result.query.filters)


def _amount(value: float, basis: Basis | None, found: AskEvidence) -> Slot:
    assert found.result is not None
    return fill("{v}", v=Shelf.of(found).value(_priced_in(found.result, basis), value))


def _priced_in(result: RowResult, basis: Basis | None) -> RowResult:
    """The result with the one basis in which a value of it is told."""
    return result if basis is None else replace(result, bases=(basis,))
