"""What clients get, as pydantic models; `wire_in.py` has what they send.

`to_wire.py` fills them. Names and meanings are a contract: they
change only by addition.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
)

from assistant.records import Kind, SegmentKind, Status, Verdict
from vectorstore.query import Aggregate, Op, SortKey
from vectorstore.query import Field as RowField
from vectorstore.records import Delivery, Level, PriceBasis

Route = Literal["rows", "guide", "mixed", "none"]
Id = Annotated[str, Field(min_length=1, max_length=200)]


class _Response(BaseModel):
    model_config = ConfigDict(frozen=True)


class SegmentOut(_Response):
    """One proven sentence."""

    id: int
    text: str
    kind: SegmentKind
    citations: list[int]
    verdict: Verdict


class SourceOut(_Response):
    """The page a citation is from; `GET /sources/{id}` gives it whole."""

    id: str
    title: str
    url: str | None
    fetched_at: datetime
    as_of: date | None
    sha256: str


class CitationOut(_Response):
    """An exact span of a page."""

    id: int
    kind: Kind
    source: SourceOut
    section: str
    start: int = Field(description="Unicode code points into the page's text.")
    end: int
    quote: str = Field(description="Exactly text[start:end]; never empty.")
    row_id: str | None


class FilterOut(_Response):
    """One condition of the query that was run."""

    field: RowField
    op: Op
    value: list[str | float]


class ConstraintOut(FilterOut):
    """One condition that the conversation holds."""

    turn: int = Field(description="The turn that set it, 1-based.")


class SortOut(_Response):
    """The order of the rows."""

    key: SortKey
    descending: bool


class AggregateOut(_Response):
    """What was computed over the rows."""

    function: Aggregate
    of: SortKey | None
    group: RowField | None


class PlanOut(_Response):
    """What was understood."""

    route: Route
    description: str = Field(description="In words.")
    filters: list[FilterOut]
    sort: list[SortOut]
    limit: int | None
    aggregate: AggregateOut | None
    residue: list[str] = Field(description="Words of the question that were not read.")


class PlaceOut(_Response):
    """Where a program is taught."""

    city: str | None
    region: str | None
    country: str | None


class DurationOut(_Response):
    """A length as listed, and in years."""

    value: float
    unit: str
    years: float


class RowOut(_Response):
    """One program; what the source does not say is null or empty."""

    id: str
    university: str
    title: str
    level: Level
    award: str | None
    category: str | None
    delivery: list[Delivery]
    places: list[PlaceOut]
    duration: DurationOut | None
    price: float | None
    currency: str | None
    price_basis: PriceBasis
    citation: int | None


class LeftOutOut(_Response):
    """Rows that only an unknown value kept out."""

    no_price: int
    no_duration: int
    no_delivery: int


class ListingOut(_Response):
    """What a page announces against what is held of it."""

    title: str
    announced: int | None
    held: int


class GroupOut(_Response):
    """One group of an aggregate, or of prices that cannot be compared with each other."""

    key: str
    value: float
    value_high: float | None
    count: int


class ResultOut(_Response):
    """What the query gave over all rows."""

    rows: list[RowOut] = Field(description="The rows that answer, in answer order; at most 50.")
    runner_up: list[RowOut]
    nearest: list[RowOut] = Field(description="On no match: what would match with one change.")
    total_matched: int
    total_known: int
    left_out: LeftOutOut
    value: float | None = Field(description="Of an aggregate; for a range its lower end.")
    value_high: float | None = Field(description="For a range its upper end.")
    groups: list[GroupOut]
    listings: list[ListingOut]


class ConflictOut(_Response):
    """Cited figures of one thing that disagree."""

    entity: str
    attribute: str
    citations: list[int]


class ModelOut(_Response):
    """What read the question and worded the answer."""

    reader: str
    composer: str
    degraded: str | None = Field(
        default=None,
        description="Why the local path answered although a model is set; left out otherwise.",
    )
    prompts: list[str] | None = Field(
        default=None,
        description="Name, version and sha256 of what was said to models; left out if nothing was.",
    )

    @model_serializer(mode="wrap")
    def _without_what_is_not(self, whole: SerializerFunctionWrapHandler) -> dict[str, Any]:
        held: dict[str, Any] = whole(self)
        return {key: value for key, value in held.items() if value is not None}


class UsageOut(_Response):
    """What a model was paid for."""

    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float = 0.0


class AskResponse(_Response):
    """One answered turn."""

    id: str
    conversation_id: str
    status: Status
    text: str = Field(description="The segments joined, with their [n] marks.")
    segments: list[SegmentOut]
    citations: list[CitationOut]
    plan: PlanOut
    constraints: list[ConstraintOut]
    result: ResultOut | None = Field(description="Null where no question was about rows.")
    conflicts: list[ConflictOut]
    caveats: list[int] = Field(description="Ids of the segments that are caveats.")
    followups: list[str]
    clarify: str | None
    model: ModelOut
    usage: UsageOut
    timings_ms: dict[str, float]
    index_version: str


class PageOut(_Response):
    """A page as it was read: what the offsets of citations refer to."""

    id: str
    source_id: str
    title: str
    uri: str
    url: str | None
    fetched_at: datetime
    as_of: date | None
    sha256: str = Field(description="Of the text in UTF-8.")
    text: str


class TurnOut(_Response):
    """One turn as it is kept."""

    number: int
    question: str
    status: Status
    answer_id: str
    constraints: list[ConstraintOut]
    index_version: str
    asked_at: datetime
    text: str = Field(description="The answer's, with its [n] marks.")


class ConversationOut(_Response):
    """A conversation as it is kept."""

    id: str
    turns: list[TurnOut]


class ProgramsOut(_Response):
    """The result of a query over all rows, a part of its rows at a time."""

    description: str = Field(description="The query in words.")
    filters: list[FilterOut] = Field(description="The conditions as they were read.")
    rows: list[RowOut] = Field(
        description="The rows that answer, in answer order, from `offset` on; `count` at most."
    )
    offset: int
    total: int = Field(description="Rows that answer: with a limit, those kept and their ties.")
    total_matched: int = Field(description="Rows that satisfy the filters.")
    total_known: int = Field(description="Rows held.")
    left_out: LeftOutOut
    runner_up: list[RowOut] = Field(
        description="For limit 1 or nth: the rows at the next value; at most 50."
    )
    nearest: list[RowOut] = Field(description="On no match: what would match with one change.")
    value: float | None = Field(description="Of an aggregate; for a range its lower end.")
    value_high: float | None = Field(description="For a range its upper end.")
    groups: list[GroupOut] = Field(
        description="Values of groups, or of prices that cannot be compared with each other."
    )
    listings: list[ListingOut]
    index_version: str = Field(description="Another one on the next page: the rows changed.")


class FacetOut(_Response):
    """One value and the rows that hold it."""

    value: str
    count: int


class FacetsOut(_Response):
    """The distinct values of each field; those of topics are keys, in small letters."""

    levels: list[FacetOut]
    awards: list[FacetOut]
    categories: list[FacetOut]
    topics: list[FacetOut]
    deliveries: list[FacetOut]
    universities: list[FacetOut]
    titles: list[FacetOut]
    cities: list[FacetOut]
    regions: list[FacetOut]
    countries: list[FacetOut]
    currencies: list[FacetOut]
    price_bases: list[FacetOut]


class ExamplesOut(_Response):
    """Questions that this index can answer, tried before they are offered."""

    questions: list[str]


class HealthOut(_Response):
    """The server is up; nothing is said of the index."""

    status: Literal["ok"]


class ReadyOut(_Response):
    """An index is in service."""

    status: Literal["ready"]
    index_version: str
    note: str | None = Field(description="Why a newer snapshot is not in service, if one is not.")


class FieldProblem(_Response):
    """One thing that is wrong with a request."""

    where: str = Field(description="Its place: body.question, query.limit.")
    value: str | None = Field(description="What stood there, shortened.")
    problem: str


class Problem(_Response):
    """RFC 9457 problem details; every error of every route has this shape."""

    type: str
    title: str
    status: int
    code: str = Field(description="Stable, for programs.")
    detail: str = Field(description="What failed and what to do, for people.")
    instance: str | None = Field(
        default=None, description="The request, as X-Request-ID and the server's log name it."
    )
    errors: list[FieldProblem] = []
