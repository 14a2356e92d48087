"""PageStore: sources, pages, listings and rejects of a snapshot; its contents page by page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import Connection, Engine, Row, Table, Text, cast, func, or_, select, union_all

from vectorstore.records import (
    Listing,
    PageContent,
    PageId,
    Place,
    Program,
    Reject,
    Source,
    SourceId,
    SourcePage,
)
from vectorstore.schema import (
    claims,
    listings,
    pages,
    passages,
    programs,
    rejects,
    select_places,
    sources,
    to_claim,
    to_listing,
    to_page,
    to_passage,
    to_place,
    to_program,
    to_reject,
    to_source,
)

_NUMBERED = ", row " + cast(pages.c.row, Text)
"""How a title ends that only says which row of a table it is: `SourcePage.is_named` in SQL."""
RECENT = 512
"""Pages kept in memory: what the answers of some minutes cite."""


@dataclass(frozen=True, slots=True)
class SourceCounts:
    """How much of a source is held."""

    pages: int
    programs: int
    fetched_at: datetime
    """When its latest page was read."""


class PageStore:
    """Pages of one snapshot by id. Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        # Without a reference back to this object: it must be freed at once when it is given up.
        self._recent = lru_cache(RECENT)(partial(_read, engine))

    def get(self, page_id: PageId) -> SourcePage | None:
        """The page, or None if the snapshot holds no page of this id."""
        return self._recent(page_id)

    def all(self) -> Iterator[SourcePage]:
        """Every page, in the order in which it was ingested."""
        with self._engine.connect() as connection:
            for row in connection.execute(select(pages).order_by(pages.c.position)).all():
                yield to_page(row)

    def that_speak(self) -> tuple[SourcePage, ...]:
        """The pages that have prose or claims or a title of their own, in the order ingested.

        The rest are the rows of tables, of which a register has 25,000.
        """
        has_own_title = or_(pages.c.row.is_(None), ~pages.c.title.endswith(_NUMBERED))
        told = union_all(select(passages.c.page_id), select(claims.c.page_id)).subquery()
        speak = select(pages).where(or_(has_own_title, pages.c.id.in_(select(told.c.page_id))))
        with self._engine.connect() as connection:
            rows = connection.execute(speak.order_by(pages.c.position)).all()
        return tuple(map(to_page, rows))

    def sources(self) -> tuple[Source, ...]:
        """Every source, in the order in which it was ingested."""
        return tuple(to_source(row) for row in self._rows(sources))

    def counts_by_source(self) -> dict[SourceId, SourceCounts]:
        """How much of each source is held; none without a page."""
        held = func.count().label("held")
        of_pages = select(pages.c.source_id, held, func.max(pages.c.fetched_at).label("read"))
        of_rows = select(programs.c.source_id, held).group_by(programs.c.source_id)
        with self._engine.connect() as connection:
            rows = {row.source_id: row.held for row in connection.execute(of_rows)}
            found = connection.execute(of_pages.group_by(pages.c.source_id)).all()
        return {
            SourceId(row.source_id): SourceCounts(
                row.held, rows.get(row.source_id, 0), datetime.fromisoformat(row.read)
            )
            for row in found
        }

    def listings(self) -> tuple[Listing, ...]:
        """Every listing, in page order."""
        return tuple(to_listing(row) for row in self._rows(listings))

    def rejects(self) -> tuple[Reject, ...]:
        """What could not be read whole, in page order."""
        return tuple(to_reject(row) for row in self._rows(rejects))

    def of_source(self, source_id: SourceId) -> tuple[PageId, ...]:
        """Ids of a source's pages, in order."""
        found = select(pages.c.id).where(pages.c.source_id == source_id).order_by(pages.c.position)
        with self._engine.connect() as connection:
            return tuple(PageId(i) for i in connection.execute(found).scalars())

    def contents(self) -> Iterator[PageContent]:
        """Everything that was read, page by page, as it was given to the build.

        Each table is read once: a query for each of 25,000 pages takes six times as long.
        """
        with self._engine.connect() as connection:
            parts = _parts(connection)
            for row in connection.execute(select(pages).order_by(pages.c.position)).all():
                yield PageContent(to_page(row), *(found.get(row.id, ()) for found in parts))

    def _rows(self, table: Table) -> list[Row[Any]]:
        with self._engine.connect() as connection:
            return list(connection.execute(select(table).order_by(table.c.position)))


def _read(engine: Engine, page_id: PageId) -> SourcePage | None:
    with engine.connect() as connection:
        row = connection.execute(select(pages).where(pages.c.id == page_id)).one_or_none()
    return None if row is None else to_page(row)


def _parts(connection: Connection) -> tuple[dict[str, tuple[Any, ...]], ...]:
    """Passages, listings, programs, claims and rejects, each by the ids of their pages."""
    placed: defaultdict[int, list[Place]] = defaultdict(list)
    for program, city, region, country in connection.execute(select_places()).all():
        placed[program].append(to_place(city, region, country))

    def with_places(row: Row[Any]) -> Program:
        return to_program(row, tuple(placed[row.position]))

    makers: tuple[tuple[Table, str, Callable[[Row[Any]], Any]], ...] = (
        (passages, "position", to_passage),
        (listings, "position", to_listing),
        (programs, "sequence", with_places),
        (claims, "position", to_claim),
        (rejects, "position", to_reject),
    )
    return tuple(_by_page(connection, *it) for it in makers)


def _by_page(
    connection: Connection, table: Table, order: str, make: Callable[[Row[Any]], Any]
) -> dict[str, tuple[Any, ...]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in connection.execute(select(table).order_by(table.c[order])).all():
        found[row.page_id].append(make(row))
    return {page: tuple(records) for page, records in found.items()}
