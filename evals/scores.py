"""What became of a case, and what that is worth.

Right +1, abstained 0, wrong -1, as CRAG scores: a wrong figure costs more than an honest "not in
my sources". A request that failed is a failure like a wrong answer, and counted apart; what could
not be scored is no zero: it has no points at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.records import Status

DECLINED = frozenset({Status.NOT_IN_SOURCES, Status.NO_MATCH, Status.CLARIFY, Status.REFUSED})
"""Statuses that state no answer: where one was wanted, they abstain."""


class Outcome(StrEnum):
    """What became of a case."""

    RIGHT = "right"
    ABSTAINED = "abstained"
    WRONG = "wrong"
    ERROR = "error"
    """No answer came: a refused request, a time-out, a broken connection."""
    UNSCORED = "unscored"
    """The metric has nothing to look at; left out of every mean."""


@dataclass(frozen=True, slots=True)
class Score:
    """An outcome and why."""

    outcome: Outcome
    reasons: tuple[str, ...] = ()
    """What was missed, each in words; empty if the outcome is right."""

    @property
    def points(self) -> float | None:
        """+1, 0 or -1; None if unscored."""
        return _POINTS.get(self.outcome)

    @property
    def is_right(self) -> bool:
        """Whether everything that was expected holds."""
        return self.outcome is Outcome.RIGHT


_POINTS = {
    Outcome.RIGHT: 1.0,
    Outcome.ABSTAINED: 0.0,
    Outcome.WRONG: -1.0,
    Outcome.ERROR: -1.0,
}


def judged(problems: tuple[str, ...], status: Status) -> Score:
    """Right without problems; else wrong, or abstained if the answer declined."""
    if not problems:
        return Score(Outcome.RIGHT)
    outcome = Outcome.ABSTAINED if status in DECLINED else Outcome.WRONG
    return Score(outcome, problems)
