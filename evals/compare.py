"""Is B better than A? Paired over the same trials, with the difference that would be seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from evals.errors import NotComparable
from evals.fingerprints import Run
from evals.run import Key
from evals.scores import Outcome, Score
from evals.statistics import Difference, difference, holm
from evals.systems import PRODUCT

_SPAN = 2.0
"""Points from wrong to right."""


class Scored(Protocol):
    """What became of one trial: a record of a run, or a line of a baseline."""

    @property
    def suite(self) -> str:
        """Of which it is a trial."""

    @property
    def id(self) -> str:
        """Unique in its suite."""

    @property
    def kind(self) -> str:
        """Its stratum."""

    @property
    def family(self) -> str:
        """What is drawn together with it."""

    @property
    def mark(self) -> str:
        """Hash of what was tried and of what is right."""

    @property
    def outcome(self) -> Outcome:
        """What became of it."""

    @property
    def measures(self) -> Mapping[str, float]:
        """Values beside the outcome."""


@dataclass(frozen=True, slots=True)
class Row:
    """One suite's difference, or that of one of its strata."""

    name: str
    points: Difference
    accuracy: Difference
    p_adjusted: float
    """Of the points, by Holm over all rows of its table."""


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """The difference of a value beside the outcome, such as nDCG@10, where both have it."""

    name: str
    """ "suite: measure"; more is better unless the measure's name starts with "extra"."""
    values: Difference
    p_adjusted: float
    """By Holm over all measures."""


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
    """Trials that are not compared: of one run alone, unscored in one, or changed."""
    changed: int = 0
    """Of those, the ones that both tried with another question or expectation."""
    measures: tuple[MeasureRow, ...] = ()


def compare(
    a: tuple[Run, Mapping[Key, Scored]],
    b: tuple[Run, Mapping[Key, Scored]],
    across_corpora: bool = False,
    systems: tuple[str, str] = (PRODUCT, PRODUCT),
) -> Comparison:
    """B minus A over the trials that both scored; `systems` names which one of each run.

    Raises: NotComparable, if there are none, or if the corpora differ and that is not allowed.
    """
    (run_a, of_a), (run_b, of_b) = a, b
    if not across_corpora:
        refuse_other_corpus(run_a, run_b)
    scored_a, scored_b = _of_system(of_a, systems[0]), _of_system(of_b, systems[1])
    shared = [at for at in scored_a if at in scored_b]
    both = [at for at in shared if scored_a[at].mark == scored_b[at].mark]
    if not both:
        raise NotComparable(
            f"the runs {run_a.name!r} and {run_b.name!r} have no trial in common; run both again "
            "with one set"
        )
    pairs = _Pairs(scored_a, scored_b)
    moved = {at: points_of(scored_b[at]) - points_of(scored_a[at]) for at in both}
    return Comparison(
        pairs.rows(both, lambda scored: scored.suite),
        pairs.rows(both, lambda scored: f"{scored.suite}: {scored.kind}"),
        tuple(f"{suite}/{i}" for (suite, i), by in moved.items() if by > 0),
        tuple(f"{suite}/{i}" for (suite, i), by in moved.items() if by < 0),
        len(scored_a.keys() | scored_b.keys()) - len(both),
        len(shared) - len(both),
        pairs.measures(both),
    )


def refuse_other_corpus(a: Run, b: Run) -> None:
    """Fail unless both are of one corpus. Raises: NotComparable."""
    if a.corpus != b.corpus:
        raise NotComparable(
            f"the runs were made on two corpora, {a.corpus[:12]!r} and {b.corpus[:12]!r}: what "
            "differs may be the pages; `eval compare --across-corpora` compares nevertheless, and "
            "a gate needs a baseline of this corpus"
        )


def points_of(scored: Scored) -> float:
    """+1, 0 or -1."""
    return Score(scored.outcome).points or 0.0


_Place = tuple[str, str]
"""suite, id."""


def _of_system(records: Mapping[Key, Scored], name: str) -> dict[_Place, Scored]:
    return {
        (suite, i): scored
        for (suite, system, i), scored in records.items()
        if system == name and scored.outcome is not Outcome.UNSCORED
    }


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Both sides of a comparison."""

    a: Mapping[_Place, Scored]
    b: Mapping[_Place, Scored]

    def rows(self, places: Sequence[_Place], name_of: Callable[[Scored], str]) -> tuple[Row, ...]:
        """A difference for each name, in the order in which they come."""
        named: dict[str, list[_Place]] = {}
        for at in places:
            named.setdefault(name_of(self.a[at]), []).append(at)
        gaps = {name: self._gap(of, points_of, _SPAN) for name, of in named.items()}
        adjusted = holm({name: gap.p_value for name, gap in gaps.items()})
        return tuple(
            Row(name, gaps[name], self._gap(of, _right), adjusted[name])
            for name, of in named.items()
        )

    def measures(self, places: Sequence[_Place]) -> tuple[MeasureRow, ...]:
        """The difference of each measure that both sides have."""
        named: dict[tuple[str, str], list[_Place]] = {}
        for at in places:
            for measure in self.a[at].measures.keys() & self.b[at].measures.keys():
                named.setdefault((at[0], measure), []).append(at)
        gaps = {
            f"{suite}: {measure}": self._gap(of, partial(_measured, measure))
            for (suite, measure), of in sorted(named.items())
        }
        adjusted = holm({name: gap.p_value for name, gap in gaps.items()})
        return tuple(MeasureRow(name, gap, adjusted[name]) for name, gap in gaps.items())

    def _gap(
        self, places: Sequence[_Place], value: Callable[[Scored], float], span: float = 1.0
    ) -> Difference:
        at = {"/".join(place): place for place in places}
        return difference(
            {name: value(self.a[place]) for name, place in at.items()},
            {name: value(self.b[place]) for name, place in at.items()},
            # As the newer run has them: the mark says that the trial is the same.
            {name: self.b[place].family for name, place in at.items()},
            span,
        )


def _measured(name: str, scored: Scored) -> float:
    return scored.measures[name]


def _right(scored: Scored) -> float:
    return float(scored.outcome is Outcome.RIGHT)
