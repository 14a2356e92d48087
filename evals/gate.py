"""Does a run hold what a baseline reached? The rule that a change must pass.

A suite fails if any of its trials scores lower than in the baseline and the lower bound of the
paired difference in points is below minus the tolerance. The burden of proof lies with the change,
as in a test of non-inferiority: a rule on significance would let a small suite lose much unseen.
Strata are too small to be judged apart; they are shown where their suite fails. A suite also fails
if too few of its trials can be compared, or else changed questions would pass for good answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from evals.compare import Comparison, Row, Scored, compare
from evals.fingerprints import Run
from evals.run import Key
from evals.scores import Outcome
from evals.systems import PRODUCT

TOLERANCE = 0.01
"""Points of +1, 0, -1 by which the lower bound may lie below the baseline."""
_IN_COMMON = 0.9
"""Least share of a suite's trials that the baseline must know as they are."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One suite against the baseline."""

    suite: str
    row: Row | None
    """Its difference; None if nothing can be compared."""
    trials: int
    """Of the run."""
    compared: int
    worsened: tuple[str, ...]
    """Ids of trials that score lower than in the baseline."""
    improved: tuple[str, ...]
    strata: tuple[Row, ...]
    reason: str = ""
    """Why it fails; empty if it holds."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says of a run."""

    suites: tuple[Judged, ...]
    not_run: tuple[str, ...]
    """Suites of the baseline that the run did not try."""
    tolerance: float

    @property
    def holds(self) -> bool:
        """Whether no suite fails."""
        return not any(judged.reason for judged in self.suites)


def judge(
    baseline: tuple[Run, Mapping[Key, Scored]],
    run: tuple[Run, Mapping[Key, Scored]],
    tolerance: float = TOLERANCE,
) -> Verdict:
    """Each suite of a run against the baseline. Raises: NotComparable, if the corpora differ."""
    found = compare(baseline, run)
    ours = [scored for (_, system, _), scored in run[1].items() if system == PRODUCT]
    suites = dict.fromkeys(scored.suite for scored in ours)
    known = dict.fromkeys(scored.suite for scored in baseline[1].values())
    judged = []
    for suite in suites:
        of_suite = [scored for scored in ours if scored.suite == suite]
        counted = sum(_counts(scored, baseline[1]) for scored in of_suite)
        judged.append(_judged(suite, counted, found, tolerance))
    return Verdict(tuple(judged), tuple(suite for suite in known if suite not in suites), tolerance)


def _counts(scored: Scored, baseline: Mapping[Key, Scored]) -> bool:
    """Whether a trial should be comparable: it is scored now, or was."""
    before = baseline.get((scored.suite, PRODUCT, scored.id))
    was_scored = before is not None and before.outcome is not Outcome.UNSCORED
    return was_scored or scored.outcome is not Outcome.UNSCORED


def _judged(suite: str, trials: int, found: Comparison, tolerance: float) -> Judged:
    row = next((row for row in found.suites if row.name == suite), None)
    compared = row.points.estimate.n if row else 0
    judged = Judged(
        suite,
        row,
        trials,
        compared,
        _of_suite(found.worsened, suite),
        _of_suite(found.improved, suite),
        tuple(stratum for stratum in found.strata if stratum.name.startswith(f"{suite}: ")),
    )
    if compared < _IN_COMMON * trials:
        reason = (
            f"only {compared} of {trials} trials are in the baseline as they are; "
            "write a new one with `eval baseline`"
        )
    elif row and row.points.lost and row.points.estimate.low < -tolerance:
        reason = (
            f"the lower bound {row.points.estimate.low:+.3f} is below the tolerance "
            f"{-tolerance:+.3f}"
        )
    else:
        return judged
    return replace(judged, reason=reason)


def _of_suite(names: tuple[str, ...], suite: str) -> tuple[str, ...]:
    return tuple(n.removeprefix(f"{suite}/") for n in names if n.startswith(f"{suite}/"))
