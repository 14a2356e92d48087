"""Draft and Evidence to what may leave the server: each sentence proven, or dropped and why.

Last step of the main path. It reads the text of each sentence and the evidence that it cites and
trusts nothing that composition did, because a model may have written the sentence. The only words
of its own are those that decline where nothing is left.
`sentences.py` decides about one sentence; this module numbers the citations of those that are kept.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.records import (
    Citation,
    Draft,
    DraftSegment,
    Dropped,
    Evidence,
    Segment,
    SegmentKind,
    Verdict,
)
from assistant.stop import Stop
from assistant.verify.desk import Room
from assistant.verify.sentences import prove
from assistant.verify.verified import Verified

__all__ = ["Verified", "Verifying", "verify"]

UNPROVEN = "I could not prove an answer from my sources, so I give none."
"""Stands alone where every sentence that stated something was dropped."""

_NO_FACT = (SegmentKind.CAVEAT, SegmentKind.ADVICE)


class Verifying:
    """The proof of one answer, sentence by sentence in the order in which they are said."""

    def __init__(self, evidence: Evidence, question: str = "") -> None:
        """`question` is what the visitor wrote: it may be quoted where no fact is stated."""
        self.segments: list[Segment] = []
        self.dropped: list[Dropped] = []
        self._question = question
        self._room = Room.of(evidence)
        self._numbers: dict[str, int] = {}
        self._said: set[str] = set()

    def take(self, part: DraftSegment) -> Segment | None:
        """The sentence with the numbers of its citations if it is proven; None if it is not.

        One that was said already is left out without remark.
        """
        if part.text in self._said:
            return None
        proof = prove(part, self._room, self._question)
        if proof.reason is not None:
            self.dropped.append(Dropped(part.text, proof.reason))
            return None
        made = _segment(part, proof.verdict, len(self.segments) + 1, self._numbers)
        self._said.add(part.text)
        self.segments.append(made)
        return made

    def verified(self, draft: Draft) -> Verified:
        """What is left of a draft; one sentence that declines if nothing of it is."""
        segments, numbers = self.segments, self._numbers
        if self.dropped and _lost_all(draft, segments):
            segments, numbers = [_declined()], {}
        citations = tuple(Citation(n, self._room.items[key]) for key, n in numbers.items())
        return Verified(tuple(segments), citations, tuple(self.dropped))


def verify(
    draft: Draft, evidence: Evidence, question: str = "", stop: Stop | None = None
) -> Verified:
    """The sentences that their citations prove, citations numbered by first use; what was dropped.

    A sentence that was said already is left out without remark. `question` is what the visitor
    wrote: a quotation of it may stand in a caveat or a piece of advice. Where no sentence that
    states a fact is left, one that declines stands alone (`Verified.empty`).
    Raises: what `stop` was asked to end with, between two sentences.
    """
    desk = Verifying(evidence, question)
    for part in draft.segments:
        if stop is not None:
            stop.check()
        desk.take(part)
    return desk.verified(draft)


def _lost_all(draft: Draft, segments: Sequence[Segment]) -> bool:
    """The draft stated something and nothing of it is left: its caveats qualify nothing."""
    wanted = any(part.kind not in _NO_FACT for part in draft.segments)
    return wanted and all(s.kind in _NO_FACT for s in segments)


def _declined() -> Segment:
    return Segment(1, UNPROVEN, SegmentKind.ADVICE, (), Verdict.NO_FACT)


def _segment(part: DraftSegment, verdict: Verdict, number: int, numbers: dict[str, int]) -> Segment:
    keys = dict.fromkeys(part.cites)
    cited = [numbers.setdefault(key, len(numbers) + 1) for key in keys]
    return Segment(number, part.text, part.kind, tuple(cited), verdict)
