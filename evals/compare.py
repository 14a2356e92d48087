"""Is B better than A? Paired over the same cases, with the difference that could have been seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from evals.errors import NotComparable
from evals.run import Record, Run
from evals.scores import Outcome, Score
from evals.statistics import Difference, difference, holm


@dataclass(frozen=True, slots=True)
class Row:
    """One stratum's difference."""

    name: str
    points: Difference
    accuracy: Difference
    p_adjusted: float
    """Of the points, by Holm over all strata."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """B against A."""

    whole: Row
    strata: tuple[Row, ...]
    improved: tuple[str, ...]
    """Cases that score higher in B."""
    worsened: tuple[str, ...]
    """Cases that score lower."""


def compare(
    a: tuple[Run, Mapping[str, Record]],
    b: tuple[Run, Mapping[str, Record]],
    across_corpora: bool = False,
) -> Comparison:
    """B minus A by stratum. Raises: NotComparable, if cases or (unless allowed) corpora differ."""
    (run_a, of_a), (run_b, of_b) = a, b
    if run_a.cases != run_b.cases or of_a.keys() != of_b.keys():
        raise NotComparable(
            f"the runs {run_a.name!r} and {run_b.name!r} asked different cases; run both again "
            "with one set"
        )
    if run_a.corpus != run_b.corpus and not across_corpora:
        raise NotComparable(
            f"the runs were made on two corpora, {run_a.corpus[:12]!r} and {run_b.corpus[:12]!r}: "
            "what differs may be the pages; --across-corpora compares nevertheless"
        )
    kinds = sorted({record.kind for record in of_a.values()})
    ids = {kind: [i for i, r in of_a.items() if r.kind == kind] for kind in kinds}
    gaps = {kind: _gap(ids[kind], of_a, of_b, _points) for kind in kinds}
    adjusted = holm({kind: gap.p_value for kind, gap in gaps.items()})
    strata = tuple(
        Row(kind, gaps[kind], _gap(ids[kind], of_a, of_b, _right), adjusted[kind]) for kind in kinds
    )
    everything = list(of_a)
    points = _gap(everything, of_a, of_b, _points)
    whole = Row("all", points, _gap(everything, of_a, of_b, _right), points.p_value)
    moved = {i: _points(of_b[i].outcome) - _points(of_a[i].outcome) for i in everything}
    return Comparison(
        whole,
        strata,
        tuple(i for i, by in moved.items() if by > 0),
        tuple(i for i, by in moved.items() if by < 0),
    )


def _gap(
    ids: Sequence[str],
    a: Mapping[str, Record],
    b: Mapping[str, Record],
    value: Callable[[Outcome], float],
) -> Difference:
    families = {i: a[i].family for i in ids}
    return difference(
        {i: value(a[i].outcome) for i in ids}, {i: value(b[i].outcome) for i in ids}, families
    )


def _points(outcome: Outcome) -> float:
    return Score(outcome).points or 0.0


def _right(outcome: Outcome) -> float:
    return float(outcome is Outcome.RIGHT)
