"""What a run found: every rate with its interval, by stratum, and the cases that failed.

Pure but for `write_report`. Accuracy, wrong answers and abstentions stand apart: a change that
answers more by being wrong more often must not look like progress.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from evals.run import Record, Run
from evals.scores import Outcome, Score
from evals.statistics import Estimate, interval

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
class Summary:
    """One run."""

    run: Run
    whole: Stratum
    strata: tuple[Stratum, ...]
    """By kind, in alphabetical order."""
    citations: dict[str, int]
    """Answers by the outcome of their citation audit."""
    latency_ms: Latency


def summarise(run: Run, records: Sequence[Record]) -> Summary:
    """The summary of a run's records. Raises: ValueError, if nothing could be scored."""
    kinds = sorted({r.kind for r in records})
    audits = [r.citations.value for r in records]
    ms = [r.ms for r in records]
    return Summary(
        run,
        _stratum("all", records),
        tuple(_stratum(kind, [r for r in records if r.kind == kind]) for kind in kinds),
        {name: audits.count(name) for name in sorted(set(audits))},
        Latency(float(np.median(ms)), float(np.quantile(ms, 0.95)), max(ms)),
    )


def write_report(folder: Path, summary: Summary, records: Sequence[Record]) -> None:
    """Write `report.json` and `report.md` beside the records."""
    data = {**asdict(summary), "run": summary.run.model_dump()}
    (folder / "report.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    (folder / "report.md").write_text(to_markdown(summary, records), encoding="utf-8")


def to_markdown(summary: Summary, records: Sequence[Record]) -> str:
    """The report as Markdown: the table of rates, then every case that is not right."""
    head = [
        f"# {summary.run.name}",
        "",
        _made_of(summary.run),
        "",
        _row(COLUMNS),
        _row(["---"] * len(COLUMNS)),
    ]
    table = [_row(cells_of(stratum)) for stratum in (summary.whole, *summary.strata)]
    ms = summary.latency_ms
    audits = ", ".join(f"{n} {name}" for name, n in summary.citations.items())
    tail = [
        "",
        "Each rate is given with its 95 % interval, families of cases drawn together.",
        f"Citation audit by answer: {audits}.",
        f"Milliseconds a case: median {ms.p50:.0f}, 95 % under {ms.p95:.0f}, at most {ms.max:.0f}.",
        "",
    ]
    return "\n".join([*head, *table, *tail, *_failures(records)])


def _made_of(run: Run) -> str:
    corpus, code, cases = (mark[:12] or "unknown" for mark in (run.corpus, run.code, run.cases))
    return f"Corpus `{corpus}`, index `{run.index_version}`, code `{code}`, cases `{cases}`."


def _stratum(name: str, records: Sequence[Record]) -> Stratum:
    scored = [r for r in records if r.outcome is not Outcome.UNSCORED]
    families = [r.family for r in scored]

    def rate(holds: Callable[[Outcome], float], least: float = 0.0) -> Estimate:
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
            lines += [f"## {record.id}: {record.outcome.value}", "", f"Asked: {asked}", ""]
            if record.answer is not None:
                lines += [f"{record.answer.status.value}: {record.answer.text}", ""]
            lines += [*(f"- {reason}" for reason in reasons), ""]
    return lines
