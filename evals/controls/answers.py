"""An answer without the product: the public form, with the parts that a control can fill."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.api.wire import (
    AskResponse,
    CitationOut,
    LeftOutOut,
    ModelOut,
    PlanOut,
    ResultOut,
    RowOut,
    SegmentOut,
    UsageOut,
)
from assistant.records import SegmentKind, Status, Verdict


def answer_of(
    control: str,
    text: str,
    status: Status,
    rows: Sequence[RowOut] = (),
    citations: Sequence[CitationOut] = (),
) -> AskResponse:
    """One sentence with rows and citations, as the product would send it."""
    marks = [c.id for c in citations]
    kind, verdict = SegmentKind.FACT, Verdict.SUPPORTED
    if not marks:
        kind, verdict = SegmentKind.CAVEAT, Verdict.NO_FACT
    return AskResponse(
        id=control,
        conversation_id=control,
        status=status,
        text=" ".join([text, *(f"[{mark}]" for mark in marks)]),
        segments=[SegmentOut(id=1, text=text, kind=kind, citations=marks, verdict=verdict)],
        citations=list(citations),
        plan=PlanOut(
            route="rows" if rows else "none",
            description="",
            filters=[],
            sort=[],
            limit=None,
            aggregate=None,
            residue=[],
        ),
        constraints=[],
        result=_result(rows) if rows else None,
        conflicts=[],
        caveats=[],
        followups=[],
        clarify=None,
        model=ModelOut(reader=control, composer=control),
        usage=UsageOut(),
        timings_ms={"total": 0.0},
        index_version="",
    )


def _result(rows: Sequence[RowOut]) -> ResultOut:
    return ResultOut(
        rows=list(rows),
        runner_up=[],
        nearest=[],
        total_matched=len(rows),
        total_known=len(rows),
        left_out=LeftOutOut(no_price=0, no_duration=0, no_delivery=0),
        value=None,
        value_high=None,
        groups=[],
        listings=[],
    )
