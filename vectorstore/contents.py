"""What is given to a build: checked, freed of repeated rows, and fingerprinted. Pure."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from vectorstore.errors import BuildFailed
from vectorstore.manifest import SCHEMA_VERSION
from vectorstore.records import (
    Claim,
    Listing,
    PageContent,
    Passage,
    Program,
    ProgramId,
    Source,
    SourceId,
)
from vectorstore.schema import (
    claim_values,
    listing_values,
    page_values,
    passage_values,
    place_values,
    program_values,
    reject_values,
    sortable,
    source_values,
)


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that one snapshot is built from."""

    sources: tuple[Source, ...] = ()
    pages: tuple[PageContent, ...] = ()
    repeated_programs: int = 0
    """Rows taken out because their source holds them already."""


def checked(sources: Sequence[Source], contents: Iterable[PageContent]) -> Contents:
    """The contents, each program once. Raises: BuildFailed, naming the first contradiction."""
    pages, repeated = _each_program_once(tuple(contents))
    problem = next(_contradictions(sources, pages), None)
    if problem is not None:
        raise BuildFailed(f"the index cannot be built: {problem}; the old index stays in use")
    return Contents(tuple(sources), pages, repeated)


def fingerprint(contents: Contents, recipe: str) -> str:
    """Hash of everything read, whatever the order of pages and the time of fetching.

    `recipe` names what else decides a snapshot: the model and how texts are put to it.
    """
    lines = [sortable(source_values(s)) for s in contents.sources]
    lines += [_page_digest(content) for content in contents.pages]
    whole = "\n".join([f"schema {SCHEMA_VERSION}", recipe, *sorted(lines)])
    return hashlib.sha256(whole.encode()).hexdigest()


def _page_digest(content: PageContent) -> str:
    page = content.page
    rows = [page_values(page) | {"fetched_at": None}]
    rows += [passage_values(p, page.source_id) for p in content.passages]
    rows += [listing_values(it, page.source_id) for it in content.listings]
    for program in content.programs:
        rows.append(program_values(program))
        rows += [place_values(place) for place in program.places]
    rows += [claim_values(c) for c in content.claims]
    rows += [reject_values(r, page) for r in content.rejects]
    return hashlib.sha256("\n".join(map(sortable, rows)).encode()).hexdigest()


def _each_program_once(pages: tuple[PageContent, ...]) -> tuple[tuple[PageContent, ...], int]:
    seen: dict[ProgramId, SourceId] = {}
    kept = []
    for content in pages:
        fresh = []
        for program in content.programs:
            holder = seen.get(program.id)
            if holder not in (None, program.source_id):
                raise BuildFailed(
                    f"two sources, {holder!r} and {program.source_id!r}, hold a program of the id "
                    f"{program.id!r}; ids must be distinct across sources"
                )
            if holder is None:
                fresh.append(program)
                seen[program.id] = program.source_id
        is_whole = len(fresh) == len(content.programs)
        kept.append(content if is_whole else replace(content, programs=tuple(fresh)))
    return tuple(kept), sum(len(c.programs) for c in pages) - len(seen)


def _contradictions(sources: Sequence[Source], pages: Sequence[PageContent]) -> Iterator[str]:
    known = {source.id for source in sources}
    if len(known) < len(sources):
        yield "a source is given twice"
    yield from _repeated_ids(pages)
    listing_ids = {listing.id for content in pages for listing in content.listings}
    for content in pages:
        where = f"page {content.page.uri!r}"
        if content.page.source_id not in known:
            yield f"{where} is of the unknown source {content.page.source_id!r}"
        for problem in _page_problems(content):
            yield f"{where}: {problem}"
        for program in content.programs:
            if program.listing_id not in listing_ids:
                yield f"{where}: program {program.title!r} stands in an unknown listing"


def _repeated_ids(pages: Sequence[PageContent]) -> Iterator[str]:
    ids: dict[str, Sequence[str]] = {
        "page": [c.page.id for c in pages],
        "passage": [p.id for c in pages for p in c.passages],
        "listing": [it.id for c in pages for it in c.listings],
        "claim": [claim.id for c in pages for claim in c.claims],
    }
    for noun, found in ids.items():
        seen: set[str] = set()
        for i in found:
            if i in seen:
                yield f"the {noun} id {i!r} is used twice"
            seen.add(i)


def _page_problems(content: PageContent) -> Iterator[str]:
    page = content.page
    if hashlib.sha256(page.text.encode()).hexdigest() != page.sha256:
        yield "its hash is not that of its text"
    records: tuple[Passage | Listing | Program | Claim, ...] = (
        *content.passages,
        *content.listings,
        *content.programs,
        *content.claims,
    )
    for record in records:
        if record.page_id != page.id:
            yield f"{record.id!r} is of another page"
        if not 0 <= record.start < record.end <= len(page.text):
            yield f"{record.id!r} has the span {record.start}-{record.end}, outside of its page"
    yield from _value_problems(content)


def _value_problems(content: PageContent) -> Iterator[str]:
    page = content.page
    for passage in content.passages:
        if page.text[passage.start : passage.end] != passage.text or not passage.text:
            yield f"passage {passage.id!r} is not the text at its span"
        if any(not passage.start <= a < b <= passage.end for a, b in passage.sentences):
            yield f"passage {passage.id!r} has a sentence outside of it"
    for program in content.programs:
        if program.source_id != page.source_id:
            yield f"program {program.title!r} is of another source"
        if not _numbers_are_sound(program):
            yield f"program {program.title!r} has a price or length that is no number above 0"


def _numbers_are_sound(program: Program) -> bool:
    price, length = program.price, program.duration
    price_is_sound = price is None or (math.isfinite(price) and price >= 0)
    return price_is_sound and (length is None or (math.isfinite(length.years) and length.years > 0))
