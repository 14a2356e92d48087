"""Is B better than A? Paired over the same trials, with the difference that would be seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from evals.errors import NotComparable
from evals.fingerprints import Run
from evals.run import Key, Record
from evals.scores import Outcome, Score
from evals.statistics import Difference, difference, holm
from evals.systems import PRODUCT


@dataclass(frozen=True, slots=True)
class Row:
    """One suite's difference, or that of one of its strata."""

    name: str
    points: Difference
    accuracy: Difference
    p_adjusted: float
    """Of the points, by Holm over all rows of its table."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """B against A."""

    suites: tuple[Row, ...]
    strata: tuple[Row, ...]
    """Named "suite: kind"."""
    improved: tuple[str, ...]
    """Trials that score higher in B, as "suite/id"."""
    worsened: tuple[str, ...]
    """Trials that score lower."""
    left_out: int
    """Trials that only one of them tried, or tried with other expectations."""


def compare(
    a: tuple[Run, Mapping[Key, Record]],
    b: tuple[Run, Mapping[Key, Record]],
    across_corpora: bool = False,
) -> Comparison:
    """B minus A over the trials of the product that both made.

    Raises: NotComparable, if there are none, or if the corpora differ and that is not allowed.
    """
    (run_a, of_a), (run_b, of_b) = a, b
    if run_a.corpus != run_b.corpus and not across_corpora:
        raise NotComparable(
            f"the runs were made on two corpora, {run_a.corpus[:12]!r} and {run_b.corpus[:12]!r}: "
            "what differs may be the pages; --across-corpora compares nevertheless"
        )
    ours_a, ours_b = _ours(of_a), _ours(of_b)
    both = [k for k in ours_a if k in ours_b and ours_a[k].mark == ours_b[k].mark]
    if not both:
        raise NotComparable(
            f"the runs {run_a.name!r} and {run_b.name!r} have no trial in common; run both again "
            "with one set"
        )
    moved = {k: _points(ours_b[k]) - _points(ours_a[k]) for k in both}
    return Comparison(
        _rows(both, ours_a, ours_b, lambda record: record.suite),
        _rows(both, ours_a, ours_b, lambda record: f"{record.suite}: {record.kind}"),
        tuple(f"{suite}/{i}" for (suite, _, i), by in moved.items() if by > 0),
        tuple(f"{suite}/{i}" for (suite, _, i), by in moved.items() if by < 0),
        len(ours_a.keys() | ours_b.keys()) - len(both),
    )


def _ours(records: Mapping[Key, Record]) -> dict[Key, Record]:
    return {
        key: record
        for key, record in records.items()
        if record.system == PRODUCT and record.outcome is not Outcome.UNSCORED
    }


def _rows(
    keys: Sequence[Key],
    a: Mapping[Key, Record],
    b: Mapping[Key, Record],
    name_of: Callable[[Record], str],
) -> tuple[Row, ...]:
    named: dict[str, list[Key]] = {}
    for key in keys:
        named.setdefault(name_of(a[key]), []).append(key)
    gaps = {name: _gap(of, a, b, _points) for name, of in named.items()}
    adjusted = holm({name: gap.p_value for name, gap in gaps.items()})
    return tuple(
        Row(name, gaps[name], _gap(of, a, b, _right), adjusted[name]) for name, of in named.items()
    )


def _gap(
    keys: Sequence[Key],
    a: Mapping[Key, Record],
    b: Mapping[Key, Record],
    value: Callable[[Record], float],
) -> Difference:
    at = {"/".join(key): key for key in keys}
    return difference(
        {name: value(a[key]) for name, key in at.items()},
        {name: value(b[key]) for name, key in at.items()},
        {name: a[key].family for name, key in at.items()},
    )


def _points(record: Record) -> float:
    return Score(record.outcome).points or 0.0


def _right(record: Record) -> float:
    return float(record.outcome is Outcome.RIGHT)
