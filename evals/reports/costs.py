"""What answers took: milliseconds by stage, tokens and money. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evals.run import Record

TRIAL = "whole trial"
"""All turns of a trial and its scoring, as the evaluation saw it."""


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds."""

    mean: float
    """Those of the stages of an answer add up to that of its total and what lies between stages."""
    p50: float
    p95: float
    max: float


@dataclass(frozen=True, slots=True)
class Usage:
    """What models were paid for, over the last answers of all trials."""

    answers: int
    with_model: int
    """Answers in which a model took part."""
    input_tokens: int
    output_tokens: int
    cost_usd: float


def latency_of(records: Sequence[Record]) -> dict[str, Latency]:
    """By stage of the last answer of a trial, in their order; then the whole trial."""
    stages: dict[str, list[float]] = {}
    for record in records:
        for stage, ms in (record.answer.timings_ms if record.answer else {}).items():
            stages.setdefault(stage, []).append(ms)
    stages[TRIAL] = [record.ms for record in records]
    return {stage: _latency(ms) for stage, ms in stages.items() if ms}


def usage_of(records: Sequence[Record]) -> Usage:
    """The sums."""
    answers = [record.answer for record in records if record.answer is not None]
    return Usage(
        len(answers),
        sum(a.usage.input_tokens + a.usage.output_tokens > 0 for a in answers),
        sum(a.usage.input_tokens for a in answers),
        sum(a.usage.output_tokens for a in answers),
        sum(a.usage.cost_usd for a in answers),
    )


def _latency(ms: Sequence[float]) -> Latency:
    p50, p95 = np.quantile(ms, (0.5, 0.95))
    return Latency(float(np.mean(ms)), float(p50), float(p95), max(ms))
