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

__all__ = ["Verified", "verify"]

UNPROVEN = "I could not prove an answer from my sources, so I give none."
"""Stands alone where every sentence that stated something was dropped."""

_NO_FACT = (SegmentKind.CAVEAT, SegmentKind.ADVICE)


def verify(
    draft: Draft, evidence: Evidence, question: str = "", stop: Stop | None = None
) -> Verified:
    """The sentences that their citations prove, citations numbered by first use; what was dropped.

    A sentence that was said already is left out without remark. `question` is what the visitor
    wrote: a quotation of it may stand in a caveat or a piece of advice. Where no sentence that
    states a fact is left, one that declines stands alone (`Verified.empty`).
    Raises: what `stop` was asked to end with, between two sentences.
    """
    room = Room.of(evidence)
    numbers: dict[str, int] = {}
    segments: list[Segment] = []
    dropped: list[Dropped] = []
    seen: set[str] = set()
    for part in draft.segments:
        if stop is not None:
            stop.check()
        if part.text in seen:
            continue
        seen.add(part.text)
        proof = prove(part, room, question)
        if proof.reason is not None:
            dropped.append(Dropped(part.text, proof.reason))
            continue
        segments.append(_segment(part, proof.verdict, len(segments) + 1, numbers))
    if dropped and _lost_all(draft, segments):
        segments, numbers = [_declined()], {}
    citations = tuple(Citation(n, room.items[key]) for key, n in numbers.items())
    return Verified(tuple(segments), citations, tuple(dropped))


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
