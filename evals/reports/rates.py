"""Rates of a set of records, each with its interval. Pure.

Accuracy, wrong answers and abstentions stand apart: a change that answers more by being wrong more
often must not look like progress.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evals.run import Record
from evals.scores import Outcome, Score
from evals.statistics import Difference, Estimate, difference, interval

_CHANCE = 0.05
"""Below this p-value a difference is said to be beyond chance."""


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates of one kind of trial, or of all; None where nothing was scored."""

    name: str
    outcomes: dict[str, int]
    """Trials by outcome, the unscored ones too."""
    accuracy: Estimate | None
    """Share that is right; an error is not."""
    wrong: Estimate | None
    """Share that is wrong, or failed."""
    abstained: Estimate | None
    """Share that declined where an answer was wanted."""
    points: Estimate | None
    """Mean of +1, 0, -1."""

    @property
    def trials(self) -> int:
        """How many there were, the unscored ones too."""
        return sum(self.outcomes.values())


@dataclass(frozen=True, slots=True)
class Control:
    """What one control is worth on the same trials."""

    rates: Rates
    """Over all trials that it could try."""
    measures: dict[str, Estimate]
    """As those of the product."""
    ahead: Difference | None
    """Its points minus the product's, over the trials that both were scored on; None: there are
    none."""
    beats_product: bool
    """Whether it scores more points on these, by chance or not."""
    beyond_chance: bool
    """Whether chance alone hardly explains the difference. Not adjusted for the number of controls:
    the error that this makes is to call a control better too often."""


def rates_of(name: str, records: Sequence[Record]) -> Rates:
    """The rates of the records, over those that were scored."""
    scored = [r for r in records if r.outcome is not Outcome.UNSCORED]
    families = [r.family for r in scored]

    def rate(worth: Callable[[Outcome], float], least: float = 0.0) -> Estimate | None:
        return interval([worth(r.outcome) for r in scored], families, least) if scored else None

    outcomes = [r.outcome for r in records]
    return Rates(
        name,
        {o.value: outcomes.count(o) for o in Outcome if o in outcomes},
        rate(lambda o: float(o is Outcome.RIGHT)),
        rate(lambda o: float(o in (Outcome.WRONG, Outcome.ERROR))),
        rate(lambda o: float(o is Outcome.ABSTAINED)),
        rate(lambda o: Score(o).points or 0.0, least=-1.0),
    )


def measures_of(records: Sequence[Record]) -> dict[str, Estimate]:
    """Means of the values beside the outcome, each over the trials that have it."""
    names = dict.fromkeys(name for record in records for name in record.measures)
    having = {name: [r for r in records if name in r.measures] for name in names}
    return {
        name: interval([r.measures[name] for r in of], [r.family for r in of])
        for name, of in having.items()
    }


def control_of(name: str, records: Sequence[Record], product: Sequence[Record]) -> Control:
    """A control beside the product's records of the same suite."""
    ahead = _ahead(records, product)
    return Control(
        rates_of(name, records),
        measures_of(records),
        ahead,
        beats_product=ahead is not None and ahead.estimate.mean > 0,
        beyond_chance=ahead is not None and ahead.p_value < _CHANCE,
    )


def _ahead(control: Sequence[Record], product: Sequence[Record]) -> Difference | None:
    ours, theirs = _points(product), _points(control)
    both = ours.keys() & theirs.keys()
    if not both:
        return None
    return difference(
        {i: ours[i] for i in both},
        {i: theirs[i] for i in both},
        {r.id: r.family for r in product if r.id in both},
    )


def _points(records: Sequence[Record]) -> dict[str, float]:
    points = {r.id: Score(r.outcome).points for r in records}
    return {i: value for i, value in points.items() if value is not None}
