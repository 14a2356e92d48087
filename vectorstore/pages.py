"""PageStore: sources, pages, listings and rejects of a snapshot; its contents page by page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import Connection, Engine, Row, Table, select

from vectorstore.records import (
    Listing,
    PageContent,
    PageId,
    Place,
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
    places,
    programs,
    rejects,
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

RECENT = 512
"""Pages kept in memory: what the answers of some minutes cite."""


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
            for row in connection.execute(select(pages).order_by(pages.c.position)):
                yield to_page(row)

    def sources(self) -> tuple[Source, ...]:
        """Every source, in the order in which it was ingested."""
        return tuple(to_source(row) for row in self._rows(sources))

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
        """Everything that was read, page by page, as it was given to the build."""
        with self._engine.connect() as connection:
            for row in connection.execute(select(pages).order_by(pages.c.position)):
                yield _content(connection, to_page(row))

    def _rows(self, table: Table) -> list[Row[Any]]:
        with self._engine.connect() as connection:
            return list(connection.execute(select(table).order_by(table.c.position)))


def _read(engine: Engine, page_id: PageId) -> SourcePage | None:
    with engine.connect() as connection:
        row = connection.execute(select(pages).where(pages.c.id == page_id)).one_or_none()
    return None if row is None else to_page(row)


def _content(connection: Connection, page: SourcePage) -> PageContent:
    def of_page(table: Table, order: str = "position") -> list[Row[Any]]:
        found = select(table).where(table.c.page_id == page.id).order_by(table.c[order])
        return list(connection.execute(found))

    rows = of_page(programs, "sequence")
    found_in: defaultdict[int, list[Place]] = defaultdict(list)
    if rows:
        wanted = select(programs.c.position).where(programs.c.page_id == page.id)
        placed = select(places).where(places.c.program.in_(wanted)).order_by(places.c.position)
        for row in connection.execute(placed):
            found_in[row.program].append(to_place(row))
    return PageContent(
        page=page,
        passages=tuple(to_passage(row) for row in of_page(passages)),
        listings=tuple(to_listing(row) for row in of_page(listings)),
        programs=tuple(to_program(row, tuple(found_in[row.position])) for row in rows),
        claims=tuple(to_claim(row) for row in of_page(claims)),
        rejects=tuple(to_reject(row) for row in of_page(rejects)),
    )
