"""What verification hands on: the proven sentences, their citations, and what was dropped."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.records import Citation, Draft, Dropped, Segment, SegmentKind, Status

_FACTUAL = (SegmentKind.FACT, SegmentKind.COMPUTED)
_STATING = (Status.ANSWERED, Status.PARTIAL, Status.NO_MATCH)


@dataclass(frozen=True, slots=True)
class Verified:
    """A draft after verification."""

    segments: tuple[Segment, ...]
    citations: tuple[Citation, ...]
    """Numbered from 1 by first use; items that no kept sentence cites are left out."""
    dropped: tuple[Dropped, ...] = ()

    @property
    def empty(self) -> bool:
        """No sentence that is left states a fact."""
        return not any(s.kind in _FACTUAL for s in self.segments)

    def status(self, draft: Draft) -> Status:
        """The draft's status, lowered where sentences that it rested on were dropped."""
        if draft.status not in _STATING or not self.dropped:
            return draft.status
        wanted = any(s.kind in _FACTUAL for s in draft.segments)
        if self.empty and wanted:
            return Status.NOT_IN_SOURCES
        # A model may have written a sentence of the draft and cited it wrongly, before it was said.
        lost = {d.text for d in self.dropped} - {s.text for s in self.segments}
        lost_fact = any(s.text in lost for s in draft.segments if s.kind in _FACTUAL)
        return Status.PARTIAL if lost_fact and draft.status is Status.ANSWERED else draft.status
