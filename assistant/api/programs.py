"""All rows by a RowQuery, what values they hold, and questions that the index can answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from assistant.api.depends import ServiceNow, errors
from assistant.api.to_wire import left_out_to_wire, row_to_wire
from assistant.api.wire import ExamplesOut, FacetOut, ProgramsOut
from assistant.api.wire_examples import EXAMPLES, FACETS, PROGRAMS
from assistant.errors import FilterInvalid
from vectorstore.conditions import NUMERIC, check
from vectorstore.errors import QueryInvalid
from vectorstore.facets import Facets
from vectorstore.query import Field, Filter, Op, RowQuery, Sort, SortKey

router = APIRouter(tags=["programs"])

MAX_FILTERS = 20


@router.get(
    "/programs",
    summary="Rows by filters, in an order, a part at a time",
    responses={200: {"content": {"application/json": {"example": PROGRAMS}}}, **errors(422, 503)},
)
async def list_programs(
    service: ServiceNow,
    conditions: Annotated[
        list[str],
        Query(
            alias="filter",
            max_length=MAX_FILTERS,
            description="`field:op:value`, with `|` between values; all must hold.",
            examples=[["level:in:master", "delivery:only:online", "price:lt:20000"]],
        ),
    ] = [],  # noqa: B006 - FastAPI copies defaults
    sort: Annotated[SortKey | None, Query(description="By university and title if none.")] = None,
    descending: Annotated[bool, Query()] = False,
    offset: Annotated[int, Query(ge=0, description="Rows to leave out at the start.")] = 0,
    count: Annotated[int, Query(ge=1, le=200, description="Rows to give at most.")] = 50,
) -> ProgramsOut:
    """Every row that the filters leave, as many as asked for from the offset on."""
    filters = tuple(filter_of(text) for text in conditions)
    query = RowQuery(filters, sort=Sort(sort, descending) if sort else None)
    result = await service.read(lambda knowledge: knowledge.rows.run(query))
    return ProgramsOut(
        description=query.describe(),
        rows=[row_to_wire(p, {}) for p in result.rows[offset : offset + count]],
        offset=offset,
        total_matched=result.total_matched,
        total_known=result.total_known,
        left_out=left_out_to_wire(result),
    )


@router.get(
    "/programs/facets",
    summary="The values that the rows hold",
    responses={200: {"content": {"application/json": {"example": FACETS}}}, **errors(503)},
)
async def list_facets(service: ServiceNow) -> dict[str, list[FacetOut]]:
    """Distinct values of each field with the number of rows, the commonest first."""
    facets = await service.read(lambda knowledge: knowledge.rows.facets())
    return {
        name: [FacetOut(value=f.value, count=f.count) for f in getattr(facets, name)]
        for name in Facets.__dataclass_fields__
    }


@router.get(
    "/examples",
    tags=["ask"],
    summary="Questions that this index can answer",
    responses={200: {"content": {"application/json": {"example": EXAMPLES}}}, **errors(503)},
)
async def list_examples(service: ServiceNow) -> ExamplesOut:
    """A few questions about what is held, each one tried first."""
    return ExamplesOut(questions=list(await service.run(service.assistant.examples)))


def filter_of(text: str) -> Filter:
    """A filter as it is written in an address. Raises: FilterInvalid.

    >>> filter_of("price:lt:20000").describe()
    'under 20,000'
    """
    name, _, rest = text.partition(":")
    op, _, given = rest.partition(":")
    try:
        field = Field(name)
        values = given.split("|")
        numeric = field in NUMERIC
        found = Filter(field, Op(op), tuple(map(float, values)) if numeric else tuple(values))
        check(RowQuery((found,)))
    except (ValueError, QueryInvalid) as error:
        raise FilterInvalid(
            f"filter {text[:100]!r} cannot be read; write field:op:value with | between values, as "
            "in price:lt:20000 or delivery:in:online|hybrid"
        ) from error
    return found
