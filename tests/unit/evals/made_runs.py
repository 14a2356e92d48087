"""Runs made for tests: trials as baselines keep them, by suite, id and outcome."""

from __future__ import annotations

from collections.abc import Iterable

from evals.baseline import Line
from evals.fingerprints import Run, mark_of_trials
from evals.run import Key, Record
from evals.scores import Outcome
from evals.systems import PRODUCT

RIGHT, WRONG, DECLINED = Outcome.RIGHT, Outcome.WRONG, Outcome.ABSTAINED


def lines(suite: str, outcomes: Iterable[Outcome], kind: str = "k") -> dict[Key, Line]:
    """A trial an outcome, each of a family of its own."""
    made = [
        Line(suite, f"{kind}{at}", kind, f"{kind}{at}", f"mark {at}", outcome)
        for at, outcome in enumerate(outcomes)
    ]
    return {(suite, PRODUCT, line.id): line for line in made}


def run_of(*suites: str, corpus: str = "c" * 64, share: float = 1.0) -> Run:
    """The fingerprints of a run of these suites."""
    return Run(
        name="+".join(suites),
        suites=dict.fromkeys(suites, "mark"),
        systems=[PRODUCT],
        corpus=corpus,
        index_version="v",
        code="k",
        prompts="p",
        share=share,
        models={},
    )


def recorded(made: dict[Key, Line], system: str = PRODUCT) -> dict[Key, Record]:
    """Records of a run that tried what lines keep."""
    return {
        (line.suite, system, line.id): Record(
            suite=line.suite,
            system=system,
            id=line.id,
            kind=line.kind,
            family=line.family,
            turns=["Why?"],
            gold="because",
            mark=line.mark,
            outcome=line.outcome,
            reasons=[],
            measures=dict(line.measures),
            citations=Outcome.UNSCORED,
            citation_reasons=[],
            citation_measures={},
            ms=1.0,
            answer=None,
        )
        for line in made.values()
    }


def whole(made: dict[Key, Line]) -> tuple[Run, dict[Key, Record]]:
    """A finished run that tried what lines keep, and its records."""
    suites = {
        line.suite: [x for x in made.values() if x.suite == line.suite] for line in made.values()
    }
    run = run_of(*suites)
    marks = {suite: mark_of_trials(of) for suite, of in suites.items()}
    return run.model_copy(update={"suites": marks}), recorded(made)
