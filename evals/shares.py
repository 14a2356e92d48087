"""A share of a suite's trials: the same ones every time, some of each stratum. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from math import ceil

from evals.trials import Trial


def share_of(suite: str, trials: Sequence[Trial], share: float) -> list[Trial]:
    """The trials of each kind whose hash of "suite/id" comes first, in their own order.

    At least one of each kind; a smaller share is part of a larger one.
    """
    kept: set[str] = set()
    for kind in {trial.kind for trial in trials}:
        ids = sorted((t.id for t in trials if t.kind == kind), key=lambda i: _place(suite, i))
        kept.update(ids[: ceil(share * len(ids))])
    return [trial for trial in trials if trial.id in kept]


def _place(suite: str, trial: str) -> str:
    return hashlib.sha256(f"{suite}/{trial}".encode()).hexdigest()
