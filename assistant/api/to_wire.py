"""An Answer as the public JSON. Pure: nothing is looked up, nothing decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from assistant.api.wire import (
    AggregateOut,
    AskResponse,
    CitationOut,
    ConflictOut,
    ConstraintOut,
    ConversationOut,
    DurationOut,
    FilterOut,
    GroupOut,
    LeftOutOut,
    ListingOut,
    ModelOut,
    PageOut,
    PlaceOut,
    PlanOut,
    ProgramsOut,
    ResultOut,
    Route,
    RowOut,
    SegmentOut,
    SortOut,
    SourceOut,
    TurnOut,
    UsageOut,
)
from assistant.compose.comparisons import corrects
from assistant.conversations import KeptTurn
from assistant.records import (
    Answer,
    Citation,
    Constraint,
    ConversationId,
    Evidence,
    GuideAsk,
    Kind,
    Plan,
    RowAsk,
    Segment,
    SegmentKind,
)
from vectorstore.query import RowQuery, RowResult
from vectorstore.records import Program, ProgramId, SnapshotId, SourcePage

MAX_ROWS = 50
"""Rows that an answer carries; `GET /programs` pages through the rest."""
CONFLICTS = "conflicts"
"""Flag of a claim that another of its page contradicts."""

_SHARED = tuple(ResultOut.model_fields.keys() & ProgramsOut.model_fields.keys() - {"rows"})
"""What `GET /programs` says as an answer does."""

Numbers = Mapping[ProgramId, int]


def answer_to_wire(conversation_id: ConversationId, answer: Answer) -> AskResponse:
    """The whole answer object."""
    return AskResponse(
        id=answer.id,
        conversation_id=conversation_id,
        status=answer.status,
        text=answer.text,
        segments=[segment_to_wire(s) for s in answer.segments],
        citations=[citation_to_wire(c) for c in answer.citations],
        plan=plan_to_wire(answer.plan),
        constraints=constraints_to_wire(answer.plan.constraints),
        result=found_to_wire(answer.plan, answer.evidence, answer.citations),
        conflicts=_conflicts(answer.citations),
        caveats=[s.id for s in answer.segments if s.kind is SegmentKind.CAVEAT],
        followups=list(answer.followups),
        clarify=answer.clarify,
        model=ModelOut(
            reader=answer.trace.reader,
            composer=answer.trace.composer,
            degraded=answer.trace.degraded,
            prompts=list(answer.trace.prompts) or None,
        ),
        usage=UsageOut(
            input_tokens=answer.trace.usage.input_tokens,
            output_tokens=answer.trace.usage.output_tokens,
            cost_usd=round(answer.trace.usage.cost_usd, 6),
        ),
        timings_ms={s.stage: round(s.ms, 2) for s in answer.trace.stages},
        index_version=answer.evidence.index_version,
    )


def segment_to_wire(segment: Segment) -> SegmentOut:
    """One proven sentence."""
    return SegmentOut(
        id=segment.id,
        text=segment.text,
        kind=segment.kind,
        citations=list(segment.citations),
        verdict=segment.verdict,
    )


def citation_to_wire(citation: Citation) -> CitationOut:
    """A citation with the page it is from."""
    item = citation.item
    page = item.page
    return CitationOut(
        id=citation.id,
        kind=item.kind,
        source=SourceOut(
            id=page.id,
            title=page.title,
            url=page.url,
            fetched_at=page.fetched_at,
            as_of=page.as_of,
            sha256=page.sha256,
        ),
        section=item.section,
        start=item.start,
        end=item.end,
        quote=item.quote,
        row_id=item.program.id if item.kind is Kind.ROW and item.program else None,
    )


def plan_to_wire(plan: Plan) -> PlanOut:
    """What was understood; query parts are those of the first question about rows."""
    rows = [ask for ask in plan.asks if isinstance(ask, RowAsk)]
    guides = [ask for ask in plan.asks if isinstance(ask, GuideAsk)]
    query = rows[0].query if rows else RowQuery()
    words = [*(ask.query.describe() for ask in rows), *(f"guides: {ask.text}" for ask in guides)]
    sort = [SortOut(key=query.sort.key, descending=query.sort.descending)] if query.sort else []
    aggregate = (
        AggregateOut(function=query.aggregate, of=query.of, group=query.group)
        if query.aggregate
        else None
    )
    return PlanOut(
        route=_route(rows=bool(rows), guides=bool(guides)),
        description="; ".join(words),
        filters=filters_to_wire(query),
        sort=sort,
        limit=query.limit,
        aggregate=aggregate,
        residue=[residue.text for residue in plan.residue],
    )


def _route(*, rows: bool, guides: bool) -> Route:
    if rows and guides:
        return "mixed"
    if rows:
        return "rows"
    return "guide" if guides else "none"


def constraints_to_wire(constraints: Iterable[Constraint]) -> list[ConstraintOut]:
    """What a conversation holds."""
    return [
        ConstraintOut(field=c.field, op=c.op, value=list(c.values), turn=c.turn)
        for c in constraints
    ]


def found_to_wire(
    plan: Plan, evidence: Evidence, citations: Iterable[Citation] = ()
) -> ResultOut | None:
    """The result for the first question about rows; rows that a citation shows have its number.

    None where no such question is answered: words left unread would have changed its rows.
    """
    numbers = {
        c.item.program.id: c.id
        for c in reversed(tuple(citations))
        if c.item.kind is Kind.ROW and c.item.program
    }
    if any(residue.blocking for residue in plan.residue):
        return None
    for part in evidence.found:
        if part.result is not None:
            corrected = isinstance(part.ask, RowAsk) and corrects(part.ask, part.result)
            # A corrected premise is answered by the rows that it was wrong about; near misses of
            # "does X offer Y" answer nothing and stay in their own place.
            rows = part.result.nearest if corrected else part.result.rows
            return result_to_wire(replace(part.result, rows=rows), numbers)
    return None


def result_to_wire(result: RowResult, numbers: Numbers) -> ResultOut:
    """A result, with the number of the citation that shows a row, where one does."""
    return ResultOut(
        rows=[row_to_wire(p, numbers) for p in result.rows[:MAX_ROWS]],
        runner_up=[row_to_wire(p, numbers) for p in result.runner_up[:MAX_ROWS]],
        nearest=[row_to_wire(p, numbers) for p in result.nearest],
        total_matched=result.total_matched,
        total_known=result.total_known,
        left_out=left_out_to_wire(result),
        value=result.value,
        value_high=result.value_high,
        groups=[
            GroupOut(key=g.key, value=g.value, value_high=g.high, count=g.count)
            for g in result.groups
        ],
        listings=[
            ListingOut(title=it.heading, announced=it.announced, held=it.held)
            for it in result.listings
        ],
    )


def programs_to_wire(
    result: RowResult, index_version: SnapshotId, offset: int, count: int
) -> ProgramsOut:
    """A result with `count` of its rows, from the offset on."""
    whole = result_to_wire(result, {})
    return ProgramsOut(
        description=result.query.describe(),
        filters=filters_to_wire(result.query),
        rows=[row_to_wire(p, {}) for p in result.rows[offset : offset + count]],
        offset=offset,
        total=len(result.rows),
        index_version=index_version,
        **{name: getattr(whole, name) for name in _SHARED},
    )


def filters_to_wire(query: RowQuery) -> list[FilterOut]:
    """The conditions of a query."""
    return [FilterOut(field=f.field, op=f.op, value=list(f.values)) for f in query.filters]


def left_out_to_wire(result: RowResult) -> LeftOutOut:
    """Rows that only an unknown value kept out."""
    return LeftOutOut(
        no_price=result.left_out_no_price,
        no_duration=result.left_out_no_duration,
        no_delivery=result.left_out_no_delivery,
    )


def row_to_wire(program: Program, numbers: Numbers) -> RowOut:
    """One program as listed."""
    length = program.duration
    return RowOut(
        id=program.id,
        university=program.university,
        title=program.title,
        level=program.level,
        award=program.award,
        category=program.category,
        delivery=sorted(program.delivery),
        places=[PlaceOut(city=p.city, region=p.region, country=p.country) for p in program.places],
        duration=(
            DurationOut(value=length.value, unit=length.unit, years=length.years)
            if length
            else None
        ),
        price=program.price,
        currency=program.currency,
        price_basis=program.price_basis,
        citation=numbers.get(program.id),
    )


def page_to_wire(page: SourcePage) -> PageOut:
    """A page with its text."""
    return PageOut(
        id=page.id,
        source_id=page.source_id,
        title=page.title,
        uri=page.uri,
        url=page.url,
        fetched_at=page.fetched_at,
        as_of=page.as_of,
        sha256=page.sha256,
        text=page.text,
    )


def conversation_to_wire(
    conversation_id: ConversationId, turns: Iterable[KeptTurn]
) -> ConversationOut:
    """A conversation as it is kept."""
    return ConversationOut(
        id=conversation_id,
        turns=[
            TurnOut(
                number=t.number,
                question=t.question,
                status=t.status,
                answer_id=t.answer_id,
                constraints=constraints_to_wire(t.memory.constraints),
                index_version=t.index_version,
                asked_at=t.asked_at,
                text=t.text,
            )
            for t in turns
        ],
    )


def _conflicts(citations: Iterable[Citation]) -> list[ConflictOut]:
    """Cited claims of one thing that the page itself states differently."""
    found: dict[tuple[str, str], list[Citation]] = defaultdict(list)
    for citation in citations:
        claim = citation.item.claim
        if claim is not None and CONFLICTS in claim.flags:
            found[claim.entity, claim.attribute].append(citation)
    return [
        ConflictOut(entity=entity, attribute=attribute, citations=[c.id for c in of_it])
        for (entity, attribute), of_it in found.items()
        if len(of_it) > 1
    ]
