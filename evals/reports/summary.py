"""MAIN PATH of a report: records in, the figures of every suite out. Pure.

Each suite has its product's rates, the same by stratum, controls on the same trials, risk against
coverage, timings and costs, and the ids of what deserves a look. The forms only set this.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evals.fingerprints import Run
from evals.reports.costs import Latency, Usage, latency_of, usage_of
from evals.reports.coverage import Coverage, coverage_of
from evals.reports.notes import Notes
from evals.reports.rates import Control, Rates, control_of, measures_of, rates_of
from evals.run import Key, Record
from evals.scores import Outcome
from evals.statistics import Estimate
from evals.suites import citations
from evals.systems import PRODUCT

_SLOWEST = 10
_WORST_FIRST = (Outcome.WRONG, Outcome.ERROR, Outcome.ABSTAINED)


@dataclass(frozen=True, slots=True)
class SuiteSummary:
    """One suite: the product first, and what the controls are worth on the same trials."""

    name: str
    about: str
    whole: Rates
    strata: tuple[Rates, ...]
    """By kind, in alphabetical order."""
    measures: dict[str, Estimate]
    """Means of the values beside the outcome."""
    controls: tuple[Control, ...]
    """In the order of the run."""
    coverage: Coverage | None
    """None if nothing was answered."""
    latency_ms: dict[str, Latency]
    """By stage."""
    usage: Usage
    slowest: dict[str, float]
    """Milliseconds of the slowest trials by their ids, the slowest first."""
    worst: tuple[str, ...]
    """Ids of all that are not right: wrong first, then errors, then abstained."""
    errors: dict[str, int]
    """Trials by what came instead of an answer; counted as failures."""
    unscored: dict[str, int]
    """Trials by the reason why they were not scored; counted nowhere."""

    @property
    def verdict(self) -> str:
        """The first line of the suite: which controls beat the product, and whether by chance."""
        if not self.controls:
            return "No control was asked."
        beating = [c for c in self.controls if c.beats_product]
        if not beating:
            return "No control scores more points than the product."
        return " ".join(_beaten(c) for c in beating)


@dataclass(frozen=True, slots=True)
class Summary:
    """One run."""

    run: Run
    notes: Notes
    suites: tuple[SuiteSummary, ...]


def in_order(run: Run, records: Mapping[Key, Record]) -> list[Record]:
    """The records of a run, by suite and system in the order of the run, then by id.

    Audits of citations come last, as records of a suite of their own. However many were at work
    and however often it was stopped, a run has one order.
    """
    suites, systems = list(run.suites), run.systems

    def place(record: Record) -> tuple[int, int, str]:
        return suites.index(record.suite), systems.index(record.system), record.id

    ordered = sorted(records.values(), key=place)
    return ordered + citations.citation_records(ordered)


def summarise(run: Run, notes: Notes, records: Sequence[Record]) -> Summary:
    """The summary of records as `in_order` gives them."""
    suites: dict[str, list[Record]] = {}
    for record in records:
        suites.setdefault(record.suite, []).append(record)
    about = {citations.NAME: citations.ABOUT, **notes.about}
    return Summary(run, notes, tuple(_suite(s, about.get(s, ""), of) for s, of in suites.items()))


def _suite(name: str, about: str, records: Sequence[Record]) -> SuiteSummary:
    by_system: dict[str, list[Record]] = {PRODUCT: []}
    for record in records:
        by_system.setdefault(record.system, []).append(record)
    ours = by_system.pop(PRODUCT)
    kinds = sorted({r.kind for r in ours})
    timed = [] if name == citations.NAME else ours
    return SuiteSummary(
        name,
        about,
        rates_of("all", ours),
        tuple(rates_of(kind, [r for r in ours if r.kind == kind]) for kind in kinds),
        measures_of(ours),
        tuple(control_of(control, of, ours) for control, of in by_system.items()),
        None if name == citations.NAME else coverage_of(ours),
        latency_of(timed),
        usage_of(timed),
        {r.id: r.ms for r in sorted(timed, key=lambda r: -r.ms)[:_SLOWEST]},
        tuple(r.id for outcome in _WORST_FIRST for r in ours if r.outcome is outcome),
        _by_reason(r for r in ours if r.outcome is Outcome.ERROR),
        _by_reason(r for r in ours if r.outcome is Outcome.UNSCORED),
    )


def _by_reason(records: Iterable[Record]) -> dict[str, int]:
    return dict(Counter("; ".join(r.reasons) or "no reason given" for r in records).most_common())


def _beaten(control: Control) -> str:
    assert control.ahead is not None
    at = control.ahead.estimate
    p = control.ahead.p_value
    odds = "p < 0.001" if p < 0.001 else f"p = {p:.3f}"
    chance = "beyond chance" if control.beyond_chance else "which chance alone may explain"
    return (
        f"Beaten by {control.rates.name}: {at.mean:+.3f} points [{at.low:+.3f}, {at.high:+.3f}] on "
        f"the {at.n:,} trials that both tried, {chance} ({odds})."
    )
