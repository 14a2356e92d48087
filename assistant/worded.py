"""A draft worded by a model, sentence by sentence under proof; what it leaves out is said locally.

Third and fourth step of the main path where a model is set. A sentence leaves as soon as it is
proven. Then come the sentences of the local draft that no proven one covers, and its caveats: with
a model that fails or lies, that is the whole local answer.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence

from assistant.compose.briefing import STATING, Brief
from assistant.compose.model import ModelWriter, Writing
from assistant.errors import ModelFailed
from assistant.figures import figures
from assistant.models import Part
from assistant.records import (
    Draft,
    DraftSegment,
    Dropped,
    Evidence,
    Plan,
    Said,
    Segment,
    SegmentKind,
)
from assistant.stemming import stems
from assistant.stop import Stop
from assistant.verify import Verifying

ENOUGH = 0.5
"""Share of the words of a quoted sentence that one who rewords it keeps at least."""

_log = logging.getLogger(__name__)


def worded(
    found: tuple[Draft, Plan, Evidence],
    writer: ModelWriter,
    desk: Verifying,
    went: Part,
    stop: Stop,
) -> Iterator[Said]:
    """The proven sentences as they are proven; `went` is told how.

    Where nothing at all could be proven nothing is said. Raises: what `stop` was asked to end with.
    """
    draft, plan, evidence = found
    began = time.perf_counter()
    proven: list[DraftSegment] = []
    given: Brief | None = None
    try:
        writing = writer.write(plan, evidence, draft, stop)
        given = writing.brief
        try:
            for part, segment in _proven(writing, desk):
                proven.append(part)
                went.said.add(segment.id)
                yield Said(segment)
        finally:
            _account(went, writing, writer)
    except ModelFailed as error:
        went.degraded = str(error)
        _log.warning("a model failed: %s", error)
    went.write_ms = (time.perf_counter() - began) * 1000
    if proven:
        went.composer = writer.llm.name
    elif went.degraded is None:
        went.degraded = f"no sentence of {writer.llm.name} could be proven"
    left = _left(draft, proven) if given is not None else draft.segments
    stated = sum(s.kind in STATING for s in left)
    if proven and stated:
        went.notes.append(f"{stated} sentences were added by the local path")
    for part in left:
        stop.check()
        desk.take(part)
    if any(s.kind in STATING for s in desk.segments):
        rest = [s for s in desk.segments if s.id not in went.said]
        went.said |= {s.id for s in rest}
        yield from map(Said, rest)


def _proven(writing: Writing, desk: Verifying) -> Iterator[tuple[DraftSegment, Segment]]:
    """The sentences of a model that are proven; the others are told to the desk."""
    for made in writing.sentences():
        if made.reason is not None:
            desk.dropped.append(Dropped(made.segment.text, made.reason))
        elif (segment := desk.take(made.segment)) is not None:
            yield made.segment, segment


def _account(went: Part, writing: Writing, writer: ModelWriter) -> None:
    went.usage += writing.usage
    went.prompts.append(writing.prompt.label)
    if writing.brief.left_out:
        went.notes.append(f"{writing.brief.left_out} pieces of evidence did not fit the budget")
    if writing.ended_early:
        went.notes.append(f"{writer.llm.name} went on and was cut")


def _left(draft: Draft, proven: Sequence[DraftSegment]) -> tuple[DraftSegment, ...]:
    """What of the local draft is still to be said."""
    return tuple(s for s in draft.segments if s.kind not in STATING or not _covered(s, proven))


def _covered(segment: DraftSegment, proven: Sequence[DraftSegment]) -> bool:
    """Proven sentences that cite what this one does say its figures, and of a quote its words."""
    own = [p for p in proven if set(p.cites) & set(segment.cites)]
    if not set(segment.cites) <= {key for p in own for key in p.cites}:
        return False
    said = {(f.low, f.high) for p in own for f in figures(p.text)}
    if not {(f.low, f.high) for f in figures(segment.text)} <= said:
        return False
    if segment.kind is SegmentKind.COMPUTED:
        return True
    words = set(stems(segment.text))
    kept = {w for p in own for w in stems(p.text)}
    return not words or len(words & kept) >= ENOUGH * len(words)
