"""The public JSON of `POST /ask` and of pages as pydantic models.

Requests are checked here; `to_wire.py` fills the responses. Names and meanings are a contract: they
change only by addition.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from assistant.errors import ConstraintInvalid
from assistant.question import MAX_CHARS, checked_question
from assistant.records import Kind, SegmentKind, Status, Verdict
from vectorstore.conditions import check
from vectorstore.errors import QueryInvalid
from vectorstore.query import Aggregate, Filter, Op, RowQuery, SortKey
from vectorstore.query import Field as RowField
from vectorstore.records import Delivery, Level, PriceBasis

MAX_CONSTRAINTS = 32
MAX_VALUES = 200
MAX_SOURCES = 200

Route = Literal["rows", "guide", "mixed", "none"]
Text = Annotated[str, Field(max_length=500)]
Id = Annotated[str, Field(min_length=1, max_length=200)]


def _question(text: str) -> str:
    # Pydantic would count the blanks at both ends, and cannot see binary characters.
    return checked_question(text)


def _listed(value: object) -> object:
    """A single value stands for a list of one."""
    return value if isinstance(value, list) else [value]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Response(BaseModel):
    model_config = ConfigDict(frozen=True)


class ConstraintIn(_Request):
    """One condition that the visitor set or edited."""

    field: RowField = Field(description="What it speaks of.", examples=["delivery"])
    op: Op = Field(description="How it compares.", examples=["in"])
    value: Annotated[
        list[Annotated[float, Field(strict=True, allow_inf_nan=False)] | Text],
        BeforeValidator(_listed),
    ] = Field(
        min_length=1,
        max_length=MAX_VALUES,
        description="Values; numbers for price and duration (years), text for the rest.",
        examples=[["online"]],
    )
    turn: int | None = Field(
        default=None, ge=1, description="The turn that set it; default: this one."
    )

    @model_validator(mode="after")
    def _goes_together(self) -> ConstraintIn:
        values = tuple(self.value)
        try:
            check(RowQuery((Filter(self.field, self.op, values),)))
        except QueryInvalid as error:
            raise ConstraintInvalid("field, op and value do not go together") from error
        known = {level.value for level in Level}
        if self.field is RowField.LEVEL and not known.issuperset(values):
            raise ConstraintInvalid(f"level is one of {', '.join(sorted(known))}")
        return self


class AskRequest(_Request):
    """One question of a conversation."""

    question: Annotated[str, AfterValidator(_question)] = Field(
        description=f"1 to {MAX_CHARS} characters of plain text.",
        examples=["cheapest online AI master's"],
        json_schema_extra={"minLength": 1, "maxLength": MAX_CHARS},
    )
    conversation_id: Id | None = Field(
        default=None, description="As an earlier answer gave it; without it a new one is started."
    )
    constraints: list[ConstraintIn] | None = Field(
        default=None,
        max_length=MAX_CONSTRAINTS,
        description="If given, these replace what the conversation holds.",
    )
    sources: list[Id] = Field(
        default=[], max_length=MAX_SOURCES, description="Answer from these sources only."
    )
    stream: bool | None = Field(
        default=None,
        description="Answer as server-sent events; default: as the Accept header says.",
    )


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


class ConversationOut(_Response):
    """A conversation as it is kept."""

    id: str
    turns: list[TurnOut]


class ProgramsOut(_Response):
    """Rows of a query, a part of them at a time."""

    description: str
    rows: list[RowOut]
    offset: int
    total_matched: int
    total_known: int
    left_out: LeftOutOut


class FacetOut(_Response):
    """One value and the rows that hold it."""

    value: str
    count: int


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
    errors: list[FieldProblem] = []
