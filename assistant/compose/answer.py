"""Third step of the main path: Plan and Evidence to a draft with its status.

Rows are worded by `computed.py`, prose is quoted by `quoted.py`, what cannot be answered is said by
`declined.py`. Where several things were asked, what could be answered comes first.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.compose.against import against
from assistant.compose.computed import computed, row_status
from assistant.compose.declined import (
    english_only,
    not_held,
    not_understood,
    not_used,
    nothing_asked,
    read_as,
    refused,
)
from assistant.compose.followups import followups
from assistant.compose.quoted import quoted
from assistant.records import (
    AskEvidence,
    Draft,
    DraftSegment,
    Evidence,
    Plan,
    Residue,
    RowAsk,
    SegmentKind,
    Status,
)

_FOUND = (Status.ANSWERED, Status.PARTIAL)


def compose(plan: Plan, evidence: Evidence) -> Draft:
    """The draft of an answer: all sentences in the order asked, caveats after what they qualify."""
    if not plan.asks:
        return _without_asks(plan)
    if plan.clarify:
        return Draft(
            (DraftSegment(plan.clarify, SegmentKind.ADVICE),),
            Status.CLARIFY,
            plan.clarify,
            followups(plan, evidence, Status.CLARIFY),
        )
    blocking = tuple(r for r in plan.residue if r.blocking)
    parts = [_part(found, plan, blocking) for found in evidence.found]
    answered = [segments for segments, status in parts if status in _FOUND]
    others = [segments for segments, status in parts if status not in _FOUND]
    compared = against(evidence.found) if not blocking else ()
    segments = [*compared, *(s for group in (*answered, *others) for s in group)]
    segments += [read_as(read) for read in plan.read_as]
    unused = tuple(r for r in plan.residue if not r.blocking)
    if unused and answered and not plan.attack:
        segments.append(not_used(unused))
    status = _status([s for _, s in parts], unused)
    asked_back = segments[0].text if status is Status.CLARIFY else None
    return Draft(tuple(segments), status, asked_back, followups(plan, evidence, status))


def _without_asks(plan: Plan) -> Draft:
    if plan.language != "en":
        return Draft((english_only(plan.language),), Status.NOT_IN_SOURCES)
    if plan.attack:
        return Draft((refused(),), Status.REFUSED)
    return Draft((nothing_asked(),), Status.CLARIFY)


def _part(
    found: AskEvidence, plan: Plan, blocking: Sequence[Residue]
) -> tuple[tuple[DraftSegment, ...], Status]:
    """Sentences and status of one ask."""
    if isinstance(found.ask, RowAsk):
        if blocking:
            said = () if plan.attack else blocking  # nothing of an attack is echoed
            if said and all(r.held for r in said):
                return (not_understood(said),), Status.CLARIFY
            return (not_held(said),), Status.NOT_IN_SOURCES
        return computed(found, plan), row_status(found)
    status = Status.ANSWERED if found.items else Status.NOT_IN_SOURCES
    if found.items and found.not_held:
        status = Status.PARTIAL
    return quoted(found), status


def _status(statuses: Sequence[Status], unused: Sequence[Residue]) -> Status:
    """Answered if all of it was, partial if some of it; else no match before not in the sources."""
    if all(s is Status.ANSWERED for s in statuses):
        return Status.PARTIAL if unused else Status.ANSWERED
    if any(s in _FOUND for s in statuses):
        return Status.PARTIAL
    if Status.CLARIFY in statuses:
        return Status.CLARIFY
    return Status.NO_MATCH if Status.NO_MATCH in statuses else Status.NOT_IN_SOURCES
