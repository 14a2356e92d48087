"""A sentence beside the sentences of quotes, and on which of them it draws."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from assistant.verify.bindings import Bindings
from assistant.verify.grounds import Ground
from assistant.verify.operators import Told
from assistant.verify.related import alike


@dataclass(frozen=True)
class Reading:
    """A sentence beside all that it may rest on."""

    said: Told
    sources: tuple[Ground, ...]
    figures: Bindings

    @cached_property
    def used(self) -> tuple[Ground, ...]:
        """The sources that it draws on: by a figure, or by words that say more than a subject."""
        drawn = [s for s in self.sources if any(b.source is s.told for b in self.figures.bound)]
        rest = [s for s in self.sources if s not in drawn]
        best = max((self.overlap(s) for s in rest), default=0.0)
        enough = max(_DRAWN, 0.7 * best) if drawn else 0.7 * best
        return (*drawn, *(s for s in rest if self.overlap(s) >= enough))

    def overlap(self, source: Ground) -> float:
        """Which part of a source's words the sentence says."""
        own = [w for w in source.told.words if not w.turning]
        return sum(self.says(w.stem) for w in own) / len(own) if own else 0.0

    def says(self, stemmed: str) -> bool:
        """The sentence has this word or one like it."""
        return any(alike(stemmed, w.stem) for w in self.said.words)


_DRAWN = 0.34
