"""Records for the tests of the store: small, whole, with every field at a plain default."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorstore.build import lay_out, write_database
from vectorstore.contents import checked
from vectorstore.database import open_for_reading
from vectorstore.records import (
    Claim,
    ClaimId,
    Delivery,
    Duration,
    Level,
    Listing,
    ListingId,
    PageContent,
    PageId,
    Passage,
    PassageId,
    PriceBasis,
    Program,
    ProgramId,
    Reject,
    Repair,
    Source,
    SourceId,
    SourcePage,
)
from vectorstore.rows import RowStore
from vectorstore.text import topic_key

FETCHED = datetime(2026, 3, 1, 12, tzinfo=UTC)
_number = count()


class LetterEmbedder:
    """A tiny real embedder: counts of letters, normalised. Counts what it was asked."""

    dim = 27

    def __init__(self, name: str = "letters-1") -> None:
        self.name = name
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        out = np.zeros((len(texts), self.dim), np.float32)
        for i, text in enumerate(texts):
            out[i, 26] = 1.0
            for letter in text.casefold():
                if "a" <= letter <= "z":
                    out[i, ord(letter) - ord("a")] += 1.0
        out /= np.linalg.norm(out, axis=1, keepdims=True)
        return out


def source(source_id: str = "s1") -> Source:
    return Source(SourceId(source_id), f"{source_id}.txt", "file")


def page(page_id: str, text: str, source_id: str = "s1", title: str = "A page") -> SourcePage:
    return SourcePage(
        id=PageId(page_id),
        source_id=SourceId(source_id),
        uri=f"{page_id}.txt",
        title=title,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        origin_sha256="0" * 64,
        fetched_at=FETCHED,
        repairs=(Repair("mojibake", "โ€”", "—", 2),),
    )


def passages(of: SourcePage) -> tuple[Passage, ...]:
    """One passage a paragraph, under the page's title."""
    made, at = [], 0
    for paragraph in of.text.split("\n\n"):
        start = of.text.index(paragraph, at)
        at = start + len(paragraph)
        path = (of.title,)
        passage_id = PassageId(f"{of.id}-{start}")
        made.append(Passage(passage_id, of.id, start, at, paragraph, path, ((start, at),)))
    return tuple(made)


def listing(listing_id: str, page_id: str, announced: int | None = None) -> Listing:
    return Listing(ListingId(listing_id), PageId(page_id), "Programs", 0, 4, announced, 1, ())


def program(**fields: Any) -> Program:
    """A program; `years` and plain values stand for their records."""
    number = next(_number)
    years = fields.pop("years", 1.0)
    length = None if years is None else Duration(years, "year", years, f"{years} Years")
    title = fields.get("title", "Science")
    category = fields.get("category", "Master's in AI")
    plain: dict[str, Any] = {
        "id": f"p{number}",
        "page_id": PageId("pg1"),
        "listing_id": ListingId("l1"),
        "source_id": SourceId("s1"),
        "level": Level.MASTER,
        "award": None,
        "category": category,
        "topics": tuple(topic_key(t) for t in (category, title) if t),
        "delivery": frozenset({Delivery.ONLINE}),
        "university": "Alpha University",
        "title": title,
        "places": (),
        "duration": length,
        "price": 1000.0,
        "currency": None,
        "price_basis": PriceBasis.UNKNOWN,
        "price_raw": "1,000",
        "url": None,
        "attributes": (("Code", "7"),),
        "start": 0,
        "end": 4,
        "delivery_raw": "Online",
    }
    made = Program(**(plain | fields))
    assert isinstance(made.id, str)
    return made


def claim(claim_id: str, entity: str, low: float | None, **fields: Any) -> Claim:
    plain: dict[str, Any] = {
        "id": ClaimId(claim_id),
        "page_id": PageId("pg1"),
        "source_id": SourceId("s1"),
        "entity": entity,
        "attribute": "pay",
        "label": f"{entity} salary",
        "text": str(low),
        "low": low,
        "high": low,
        "unit": "USD",
        "period": "year",
        "start": 0,
        "end": 4,
    }
    return Claim(**(plain | fields))


def reject(of: SourcePage) -> Reject:
    return Reject(of.uri, "no university", 0, 4, of.text[:4])


def contents_of(programs: Sequence[Program]) -> list[PageContent]:
    """One page for each source of the programs."""
    made = []
    for source_id in dict.fromkeys(p.source_id for p in programs):
        own = tuple(p for p in programs if p.source_id == source_id)
        page_id = own[0].page_id
        held = tuple(listing(i, page_id) for i in dict.fromkeys(p.listing_id for p in own))
        made.append(PageContent(page(page_id, "Text of it.", source_id), (), held, own))
    return made


def row_store(folder: Path, programs: Sequence[Program], claims: Sequence[Claim] = ()) -> RowStore:
    """A RowStore over a real file that holds these programs."""
    contents = contents_of(programs)
    if claims:
        base = page("pg1", "Text of it.")
        contents = [PageContent(base, claims=tuple(claims))]
    sources = [source(i) for i in dict.fromkeys(c.page.source_id for c in contents)]
    path = folder / "store.sqlite"
    path.unlink(missing_ok=True)
    write_database(path, lay_out(checked(sources, contents)))
    return RowStore(open_for_reading(path))


def ids(rows: Sequence[Program]) -> list[ProgramId]:
    return [row.id for row in rows]
