"""What the audit is made of: a sentence with its evidence, and whether it is true."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.records import DraftSegment, Evidence, SegmentKind


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of which the audit knows by how it was made whether it is true."""

    kind: str
    """What was done to the wording (of a true one), or the kind of lie."""
    text: str
    cites: tuple[str, ...]
    evidence: Evidence
    is_true: bool
    family: str
    """What it was made from: sentences of one family are no independent trials."""
    computed: bool = False
    """It is about rows."""

    @property
    def segment(self) -> DraftSegment:
        """As a composer hands it over."""
        kind = SegmentKind.COMPUTED if self.computed else SegmentKind.FACT
        return DraftSegment(self.text, kind, self.cites)
