"""Answers made for tests of metrics: a real answer's form with the parts that a test names."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from hashlib import sha256

from assistant.api.wire import (
    AskResponse,
    CitationOut,
    LeftOutOut,
    ModelOut,
    PlanOut,
    ResultOut,
    RowOut,
    SegmentOut,
    SourceOut,
    UsageOut,
)
from assistant.records import Kind, SegmentKind, Status, Verdict
from vectorstore.records import Level, PriceBasis

PAGE_TEXT = "Data scientists earn $112,590 a year. The outlook is good."
QUOTE = "Data scientists earn $112,590 a year."


def row(university: str, title: str) -> RowOut:
    return RowOut(
        id=f"{university}-{title}",
        university=university,
        title=title,
        level=Level.MASTER,
        award=None,
        category=None,
        delivery=[],
        places=[],
        duration=None,
        price=None,
        currency=None,
        price_basis=PriceBasis.UNKNOWN,
        citation=1,
    )


def citation(quote: str = QUOTE, start: int = 0, number: int = 1) -> CitationOut:
    source = SourceOut(
        id="page",
        title="Data Scientists",
        url=None,
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
        as_of=None,
        sha256=sha256(PAGE_TEXT.encode()).hexdigest(),
    )
    return CitationOut(
        id=number,
        kind=Kind.QUOTE,
        source=source,
        section="Data Scientists",
        start=start,
        end=start + len(quote),
        quote=quote,
        row_id=None,
    )


def answer(
    text: str = f"{QUOTE} [1]",
    status: Status = Status.ANSWERED,
    rows: tuple[RowOut, ...] = (),
    citations: tuple[CitationOut, ...] | None = None,
    cites: tuple[int, ...] = (1,),
    kind: SegmentKind = SegmentKind.FACT,
) -> AskResponse:
    return AskResponse(
        id="answer",
        conversation_id="conversation",
        status=status,
        text=text,
        segments=[
            SegmentOut(
                id=1,
                text=re.sub(r" \[\d+\]", "", text),
                kind=kind,
                citations=list(cites),
                verdict=Verdict.SUPPORTED,
            )
        ],
        citations=[citation()] if citations is None else list(citations),
        plan=PlanOut(
            route="guide",
            description="",
            filters=[],
            sort=[],
            limit=None,
            aggregate=None,
            residue=[],
        ),
        constraints=[],
        result=ResultOut(
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
        ),
        conflicts=[],
        caveats=[],
        followups=[],
        clarify=None,
        model=ModelOut(reader="local", composer="local"),
        usage=UsageOut(),
        timings_ms={"total": 1.0},
        index_version="v1",
    )
