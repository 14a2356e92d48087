"""What a run took: files read and taken over, texts embedded, seconds of each stage."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vectorstore.embedder import Embedder

Progress = Callable[[str, int, int], None]
"""stage, done, total."""


@dataclass(frozen=True, slots=True)
class StageCost:
    """A stage and how long it took."""

    stage: str
    """open, read, compare, store, embed, index, verify or report."""
    seconds: float


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took."""

    files_read: int = 0
    """Files that were parsed and gave pages."""
    files_same: int = 0
    """Files that are as they were: their pages were taken over from the last snapshot."""
    texts_embedded: int = 0
    """Texts that the model was asked for: passages, rows and words not seen before."""
    stages: tuple[StageCost, ...] = ()
    """In the order in which they began."""

    def told(self) -> str:
        """The cost in a line."""
        seconds = sum(it.seconds for it in self.stages)
        longest = sorted(self.stages, key=lambda it: -it.seconds)[:3]
        most = ", ".join(f"{it.stage} {it.seconds:.1f}" for it in longest)
        return (
            f"Took {seconds:.1f} s ({most}): {self.files_read:,} files read, "
            f"{self.files_same:,} as they were, {self.texts_embedded:,} texts embedded."
        )


class Stopwatch:
    """Passes progress on and keeps the time of each stage, which ends when another begins."""

    def __init__(self, told: Progress, clock: Callable[[], float] = time.monotonic) -> None:
        self._told = told
        self._clock = clock
        self._seconds: dict[str, float] = {}
        self._stage = ""
        self._since = clock()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """The progress of a stage; "embed words" is of the stage "embed"."""
        self.enter(stage.partition(" ")[0])
        self._told(stage, done, total)

    def enter(self, stage: str) -> None:
        """Begin a stage, unless it is the one that is running."""
        now = self._clock()
        if self._stage:
            self._seconds[self._stage] = self._seconds.get(self._stage, 0.0) + now - self._since
        self._stage, self._since = stage, now
        self._seconds.setdefault(stage, 0.0)

    def stages(self) -> tuple[StageCost, ...]:
        """The time of each stage so far."""
        self.enter(self._stage)
        return tuple(StageCost(stage, seconds) for stage, seconds in self._seconds.items())


class CountingEmbedder:
    """An embedder that counts the texts it is asked for."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self.texts = 0

    @property
    def name(self) -> str:
        """Of the model behind it."""
        return self._inner.name

    @property
    def dim(self) -> int:
        """Of the model behind it."""
        return self._inner.dim

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of the texts, (n, dim) float32. Raises: what the model behind it raises."""
        self.texts += len(texts)
        return self._inner.embed(texts)
