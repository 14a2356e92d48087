"""Risk against coverage: how often the answers are wrong, if only the surest were given. Pure.

The product exposes no number of confidence. What it does expose orders its answers in steps: its
status (answered before partial), then how many words of the question it left unread. Within a step
nothing orders them, so the risk there is what a random order gives on average. Trials that it
declined are not covered; one that failed gave no sign of confidence and comes last, as a failure.

Source: Geifman and El-Yaniv 2017, "Selective classification" (the curve and the area under it).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.records import Status
from evals.run import Record
from evals.scores import Outcome

ORDER = (
    "Answers are ordered by status (answered before partial), then by the number of words left "
    "unread; failures come last. What was declined is not covered."
)
_STATED = {Status.ANSWERED: 0, Status.PARTIAL: 1}
_MANY = 3
"""Words left unread from which on they are no longer told apart."""


@dataclass(frozen=True, slots=True)
class Step:
    """Answers that nothing orders among each other."""

    name: str
    answers: int
    failures: int
    """Of these, wrong or without an answer."""
    coverage: float
    """Share of all trials that this step and those before it answer."""
    risk: float
    """Share of failures in this step and those before it."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The curve of one suite."""

    steps: tuple[Step, ...]
    """From the surest on."""
    area: float
    """Mean risk over all coverages that are reached: the area under the curve by its width."""
    area_unordered: float
    """The same if nothing ordered the answers: the risk of all of them."""
    area_best: float
    """The same if every failure came after every right answer."""


def coverage_of(records: Sequence[Record]) -> Coverage | None:
    """The curve over the records that were scored; None if no answer is among them.

    >>> coverage_of([]) is None
    True
    """
    scored = [r for r in records if r.outcome is not Outcome.UNSCORED]
    placed: dict[tuple[int, int], list[Record]] = {}
    for record in scored:
        place = _place(record)
        if place is not None:
            placed.setdefault(place, []).append(record)
    if not any(r.answer is not None for of in placed.values() for r in of):
        return None
    steps = tuple(_steps(placed, len(scored)))
    answers, failures = sum(s.answers for s in steps), sum(s.failures for s in steps)
    return Coverage(
        steps,
        sum(_risks(steps)) / answers,
        failures / answers,
        sum(max(0, k - (answers - failures)) / k for k in range(1, answers + 1)) / answers,
    )


def _place(record: Record) -> tuple[int, int] | None:
    """Where it stands, the surest first; None if it was declined or nothing was asked."""
    if record.outcome is Outcome.ERROR:
        return len(_STATED), 0
    if record.answer is None or record.answer.status not in _STATED:
        return None
    return _STATED[record.answer.status], min(len(record.answer.plan.residue), _MANY)


def _steps(placed: dict[tuple[int, int], list[Record]], trials: int) -> Iterator[Step]:
    answers = failures = 0
    for place in sorted(placed):
        of = placed[place]
        failed = sum(r.outcome is not Outcome.RIGHT for r in of)
        answers, failures = answers + len(of), failures + failed
        yield Step(_name(*place), len(of), failed, answers / trials, failures / answers)


def _name(stated: int, unread: int) -> str:
    if stated == len(_STATED):
        return "failed"
    words = {0: "every word read", 1: "1 word unread", _MANY: f"{_MANY} or more words unread"}
    status = next(s for s, place in _STATED.items() if place == stated)
    return f"{status.value}, {words.get(unread, f'{unread} words unread')}"


def _risks(steps: Sequence[Step]) -> Iterator[float]:
    """The expected risk after each further answer."""
    answers, failures = 0, 0.0
    for step in steps:
        for at in range(1, step.answers + 1):
            yield (failures + at * step.failures / step.answers) / (answers + at)
        answers, failures = answers + step.answers, failures + step.failures
