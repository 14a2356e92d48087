"""All rows by a RowQuery, what values they hold, and questions that the index can answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AfterValidator, BaseModel
from pydantic import Field as Bounds

from assistant.api.depends import ServiceNow
from assistant.api.document import errors
from assistant.api.filters import FILTER_PATTERN, checked_filter, filter_of
from assistant.api.to_wire import programs_to_wire
from assistant.api.wire import ExamplesOut, FacetOut, FacetsOut, Id, ProgramsOut
from assistant.api.wire_examples import EXAMPLES, FACETS, PROGRAMS
from assistant.errors import RequestInvalid
from assistant.knowledge import Knowledge
from vectorstore.errors import QueryInvalid
from vectorstore.facets import Facets, facets_of
from vectorstore.query import Aggregate, Field, Filter, RowQuery, Sort, SortKey
from vectorstore.records import ProgramId

router = APIRouter(tags=["programs"])

MAX_FILTERS = 20
MAX_COMPARED = 20
MAX_COUNT = 200
MAX_NUMBER = 1_000_000
"""Of a limit, a place or an offset: above any index that this program is meant for."""

FilterText = Annotated[
    str,
    AfterValidator(checked_filter),
    Bounds(json_schema_extra={"pattern": FILTER_PATTERN}),
]
Number = Annotated[int, Bounds(ge=1, le=MAX_NUMBER)]


class ConditionsIn(BaseModel):
    """The filters of a query, as parameters."""

    filter: list[FilterText] = Bounds(
        default=[],
        max_length=MAX_FILTERS,
        description=(
            "`field:op:value`, with `|` between values; all filters must hold. Level, award, "
            "topic, category, university, title, place, source, program (ids) and stated (that "
            "price, duration or delivery is known) take `in` and `not_in`; delivery also `only` "
            "and `all`; price and duration (in years) take `lt`, `le`, `gt`, `ge`, `eq` and, with "
            "two numbers, `between`."
        ),
        examples=[["level:in:master", "delivery:only:online", "price:lt:20000"]],
    )

    def conditions(self) -> tuple[Filter, ...]:
        """The filters."""
        return tuple(map(filter_of, self.filter))


class RowsIn(ConditionsIn):
    """A RowQuery and the part of its rows that is wanted, as parameters."""

    sort: SortKey | None = Bounds(
        default=None, description="Order of the rows; by university and title if none is given."
    )
    descending: bool = Bounds(default=False, description="Largest, or last by title, first.")
    limit: Number | None = Bounds(
        default=None, description="Keep the first so many, and their ties at the cut."
    )
    nth: Number | None = Bounds(
        default=None, description="Keep the rows at this distinct value of `sort`, 1 the first."
    )
    aggregate: Aggregate | None = Bounds(
        default=None, description="Compute one value over the rows."
    )
    of: SortKey | None = Bounds(
        default=None, description="What to compute it of; not needed to count."
    )
    group: Field | None = Bounds(default=None, description="An `aggregate` for each value of this.")
    compare: list[Id] = Bounds(
        default=[],
        max_length=MAX_COMPARED,
        description="Ids of programs to set side by side, in this order.",
    )
    offset: int = Bounds(
        default=0, ge=0, le=MAX_NUMBER, description="Rows to leave out at the start."
    )
    count: int = Bounds(default=50, ge=1, le=MAX_COUNT, description="Rows to give at most.")

    def query(self) -> RowQuery:
        """What is asked of the rows."""
        return RowQuery(
            self.conditions(),
            Sort(self.sort, self.descending) if self.sort else None,
            self.limit,
            self.nth,
            self.aggregate,
            self.of,
            self.group,
            tuple(map(ProgramId, self.compare)),
        )


@router.get(
    "/programs",
    summary="Rows by a query, a part at a time",
    responses={
        200: {"content": {"application/json": {"example": PROGRAMS}}},
        **errors(401, 403, 422, 429, 503),
    },
)
async def list_programs(service: ServiceNow, asked: Annotated[RowsIn, Query()]) -> ProgramsOut:
    """The exact result of a query over all rows, and as many of its rows as asked for.

    The order is total: rows that the sort leaves equal stand by university and title, and then as
    they were read. It is the same on every page of one `index_version`.
    """
    query = asked.query()

    def run(knowledge: Knowledge) -> ProgramsOut:
        try:
            result = knowledge.rows.run(query)
        except QueryInvalid as error:
            # The message names only what this request said.
            raise RequestInvalid(str(error)) from error
        return programs_to_wire(result, knowledge.snapshot.id, asked.offset, asked.count)

    return await service.read(run)


@router.get(
    "/programs/facets",
    summary="The values that the rows hold",
    responses={
        200: {"content": {"application/json": {"example": FACETS}}},
        **errors(401, 403, 422, 429, 503),
    },
)
async def list_facets(service: ServiceNow, asked: Annotated[ConditionsIn, Query()]) -> FacetsOut:
    """Distinct values of each field with the number of rows, the commonest first."""
    filters = asked.conditions()

    def found(knowledge: Knowledge) -> Facets:
        rows = knowledge.rows
        return facets_of(rows.run(RowQuery(filters)).rows) if filters else rows.facets()

    facets = await service.read(found)
    return FacetsOut(
        **{
            name: [FacetOut(value=f.value, count=f.count) for f in getattr(facets, name)]
            for name in FacetsOut.model_fields
        }
    )


@router.get(
    "/examples",
    tags=["ask"],
    summary="Questions that this index can answer",
    responses={
        200: {"content": {"application/json": {"example": EXAMPLES}}},
        **errors(401, 403, 429, 503),
    },
)
async def list_examples(service: ServiceNow) -> ExamplesOut:
    """A few questions about what is held, each one tried first."""
    return ExamplesOut(questions=list(await service.run(service.assistant.examples)))
