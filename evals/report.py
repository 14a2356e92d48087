"""What a run found: every rate with its interval, by suite and stratum, and the cases that failed.

Pure but for `write_report`. Accuracy, wrong answers and abstentions stand apart: a change that
answers more by being wrong more often must not look like progress.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from evals.fingerprints import Run
from evals.run import Record
from evals.scores import Outcome, Score
from evals.statistics import Estimate, interval
from evals.systems import PRODUCT

COLUMNS = ("kind", "cases", "right", "wrong or failed", "abstained", "points")


@dataclass(frozen=True, slots=True)
class Stratum:
    """The rates of one kind of case, or of all."""

    name: str
    outcomes: dict[str, int]
    """Cases by outcome."""
    accuracy: Estimate
    """Share that is right; an error is not."""
    wrong: Estimate
    """Share that is wrong, or failed."""
    abstained: Estimate
    points: Estimate
    """Mean of +1, 0, -1."""


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds of a case, all its turns."""

    p50: float
    p95: float
    max: float


@dataclass(frozen=True, slots=True)
class SuiteSummary:
    """One suite: the product first, and what the controls are worth on the same trials."""

    name: str
    about: str
    whole: Stratum
    strata: tuple[Stratum, ...]
    """By kind, in alphabetical order."""
    measures: dict[str, Estimate]
    """Means of the values beside the outcome, over the trials that have them."""
    controls: dict[str, Stratum]
    beaten_by: tuple[str, ...]
    """Controls that score more points than the product on the trials that both tried."""
    citations: dict[str, int]
    """Answers by the outcome of their citation audit."""
    latency_ms: Latency


@dataclass(frozen=True, slots=True)
class Summary:
    """One run."""

    run: Run
    suites: tuple[SuiteSummary, ...]


def summarise(run: Run, records: Sequence[Record], about: Mapping[str, str]) -> Summary:
    """The summary of a run's records; `about` says what each suite measures."""
    suites = dict.fromkeys(record.suite for record in records)
    return Summary(
        run,
        tuple(_suite(s, about.get(s, ""), [r for r in records if r.suite == s]) for s in suites),
    )


def _suite(name: str, about: str, records: Sequence[Record]) -> SuiteSummary:
    ours = [r for r in records if r.system == PRODUCT]
    kinds = sorted({r.kind for r in ours})
    controls = list(dict.fromkeys(r.system for r in records if r.system != PRODUCT))
    by_control = {c: [r for r in records if r.system == c] for c in controls}
    audits = [r.citations.value for r in ours]
    ms = [r.ms for r in ours]
    return SuiteSummary(
        name,
        about,
        _stratum("all", ours),
        tuple(_stratum(kind, [r for r in ours if r.kind == kind]) for kind in kinds),
        _measures(ours),
        {control: _stratum(control, of) for control, of in by_control.items()},
        tuple(control for control, of in by_control.items() if _beats(of, ours)),
        {audit: audits.count(audit) for audit in sorted(set(audits))},
        Latency(float(np.median(ms)), float(np.quantile(ms, 0.95)), max(ms)),
    )


def _measures(records: Sequence[Record]) -> dict[str, Estimate]:
    names = dict.fromkeys(name for record in records for name in record.measures)
    having = {name: [r for r in records if name in r.measures] for name in names}
    return {
        name: interval([r.measures[name] for r in of], [r.family for r in of])
        for name, of in having.items()
    }


def _beats(control: Sequence[Record], ours: Sequence[Record]) -> bool:
    """Whether it scores more points on the trials that both tried."""
    points = {r.id: Score(r.outcome).points for r in ours}
    both = [(Score(r.outcome).points, points.get(r.id)) for r in control]
    return sum(c - o for c, o in both if c is not None and o is not None) > 0


def write_report(folder: Path, summary: Summary, records: Sequence[Record]) -> None:
    """Write `report.json` and `report.md` beside the records."""
    data = {**asdict(summary), "run": summary.run.model_dump()}
    (folder / "report.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    (folder / "report.md").write_text(to_markdown(summary, records), encoding="utf-8")


def to_markdown(summary: Summary, records: Sequence[Record]) -> str:
    """The report as Markdown: a table of rates for each suite, then every case not right."""
    ours = [r for r in records if r.system == PRODUCT]
    parts = [f"# {summary.run.name}", "", _made_of(summary.run), ""]
    for suite in summary.suites:
        parts += _section(suite)
        parts += _failures(r for r in ours if r.suite == suite.name)
    return "\n".join(parts)


def _section(suite: SuiteSummary) -> list[str]:
    beaten = f"Beaten by: {', '.join(suite.beaten_by)}. " if suite.beaten_by else ""
    rows = (suite.whole, *suite.strata, *suite.controls.values())
    ms = suite.latency_ms
    audits = ", ".join(f"{n} {name}" for name, n in suite.citations.items())
    return [
        f"## {suite.name}",
        "",
        beaten + suite.about,
        "",
        _row(COLUMNS),
        _row(["---"] * len(COLUMNS)),
        *(_row(cells_of(stratum)) for stratum in rows),
        "",
        "Each rate is given with its 95 % interval, families of cases drawn together.",
        *(
            f"{name}: {at.mean:.3f} [{at.low:.3f}, {at.high:.3f}]"
            for name, at in suite.measures.items()
        ),
        f"Citation audit by answer: {audits}.",
        f"Milliseconds a case: median {ms.p50:.0f}, 95 % under {ms.p95:.0f}, at most {ms.max:.0f}.",
        "",
    ]


def _made_of(run: Run) -> str:
    corpus, code = run.corpus[:12], run.code[:12]
    return f"Corpus `{corpus}`, index `{run.index_version}`, code `{code}`."


def _stratum(name: str, records: Sequence[Record]) -> Stratum:
    scored = [r for r in records if r.outcome is not Outcome.UNSCORED]
    families = [r.family for r in scored]

    def rate(holds: Callable[[Outcome], float], least: float = 0.0) -> Estimate:
        if not scored:
            return Estimate(float("nan"), float("nan"), float("nan"), 0, 0)
        return interval([holds(r.outcome) for r in scored], families, least)

    outcomes = [r.outcome for r in records]
    return Stratum(
        name,
        {o.value: outcomes.count(o) for o in Outcome if o in outcomes},
        rate(lambda o: float(o is Outcome.RIGHT)),
        rate(lambda o: float(o in (Outcome.WRONG, Outcome.ERROR))),
        rate(lambda o: float(o is Outcome.ABSTAINED)),
        rate(lambda o: Score(o).points or 0.0, least=-1.0),
    )


def cells_of(stratum: Stratum) -> tuple[str, ...]:
    """The cells of a stratum's row, under `COLUMNS`."""
    rates = (stratum.accuracy, stratum.wrong, stratum.abstained)
    at = stratum.points
    return (
        stratum.name,
        str(sum(stratum.outcomes.values())),
        *map(_percent, rates),
        f"{at.mean:.3f} [{at.low:.3f}, {at.high:.3f}]",
    )


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _percent(rate: Estimate) -> str:
    return f"{rate.mean:.1%} [{rate.low:.1%}, {rate.high:.1%}]"


def _failures(records: Iterable[Record]) -> list[str]:
    lines = []
    for record in records:
        reasons = record.reasons if record.outcome is not Outcome.RIGHT else []
        reasons = [*reasons, *record.citation_reasons]
        if reasons:
            asked = " / ".join(record.turns)
            lines += [f"### {record.id}: {record.outcome.value}", "", f"Asked: {asked}", ""]
            if record.answer is not None:
                lines += [f"{record.answer.status.value}: {record.answer.text}", ""]
            lines += [*(f"- {reason}" for reason in reasons), ""]
    return lines
