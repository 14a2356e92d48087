"""Rows of a page -> Listings and Programs, each row under the heading it stands below. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from ingest.blocks import Block, BlockKind, Document
from ingest.columns import recognise
from ingest.ids import listing_id
from ingest.layouts.outline import is_headline, plain_title
from ingest.layouts.rows import RowBlock, find_rows
from ingest.mapping import Mapping, Meaning
from ingest.programs import RowPlace, listing_subject, make_program, put
from ingest.table_short_rows import gap_of, widened
from ingest.tables import fitted, is_listing, read_row
from vectorstore.records import Listing, PageId, Program, ProgramId, Reject, SourceId

_COUNTED = re.compile(r"(?P<name>.*\S)\s*\(\s*(?P<count>\d[\d,]*)\+?(?:\s+\w+)?\s*\)")
_COUNT_FIRST = re.compile(r"(?P<count>\d[\d,]*)\+?\s+(?P<name>\D.*)")
_LISTS = re.compile(
    r"\b(?:programs?|programmes?|courses?|degrees?|certificates?|diplomas?|bootcamps?|schools?|colleges?|universities|"
    r"majors?|results|listings?|master'?s|bachelor'?s|doctorates?|mbas?|phds?)\b",
    re.IGNORECASE,
)
_LOOK_BACK = 6
"""Lines above the first row among which its heading is looked for."""
_SHOWN_CHARS = 200


@dataclass(slots=True)
class Listings:
    """What a page lists."""

    listings: list[Listing] = field(default_factory=list)
    programs: list[Program] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    """Indices of blocks that are rows."""
    headings: set[int] = field(default_factory=set)
    """Indices of blocks that head a listing."""


@dataclass(frozen=True, slots=True)
class PageRef:
    """The page that is read."""

    source_id: SourceId
    page_id: PageId
    uri: str
    title: str
    title_span: tuple[int, int]


def read_listings(document: Document, page: PageRef) -> Listings:
    """The listings of a page in order: row blocks, and tables of programs.

    A counted heading without any row is one too ("Nursing Programs (120)": 120 announced, 0 held).
    """
    out = Listings()
    rows = sorted(
        [*find_rows(document.blocks), *_table_rows(document.blocks)], key=lambda r: r.first
    )
    for group, heading in _groups(document.blocks, rows):
        _add(out, document, page, group, heading)
    for index, block in enumerate(document.blocks):
        if index not in out.headings and index not in out.taken and _announces(block):
            _add(out, document, page, [], index)
    out.listings.sort(key=lambda listing: listing.start)
    return out


def announced_count(text: str) -> int | None:
    """The count a listing's heading announces.

    >>> announced_count("AI Engineering Programs (340)"), announced_count("12 Nursing Degrees")
    (340, 12)
    """
    for pattern in (_COUNTED, _COUNT_FIRST):
        m = pattern.fullmatch(text)
        if m and _LISTS.search(m["name"]):
            return int(m["count"].replace(",", ""))
    return None


def _announces(block: Block) -> bool:
    kinds = (BlockKind.LINE, BlockKind.HEADING)
    m = _COUNTED.fullmatch(block.text)
    return block.kind in kinds and is_headline(block.text) and bool(m and _LISTS.search(m["name"]))


def _table_rows(blocks: Sequence[Block]) -> list[RowBlock]:
    """The rows of tables of programs; each run of rows under one header is a table."""
    rows = []
    for header, run in groupby(enumerate(blocks), key=lambda it: _header(it[1])):
        if not header or not is_listing(header):
            continue
        table = list(run)
        mapping = fitted(recognise(header), [block.cells for _, block in table])
        for index, block in table:
            read = read_row(mapping, block.cells)
            at = gap_of(mapping, block.cells) if read.fields is None else None
            if at is not None:
                cells, links = (widened(it, at, mapping.width) for it in (block.cells, block.links))
                block = replace(block, cells=cells, links=links)  # noqa: PLW2901
                read = read_row(mapping, cells)
            fields = read.fields and replace(
                read.fields, url=read.fields.url or _link(block, mapping)
            )
            rows.append(RowBlock(index, index, fields, read.reason))
    return rows


def _header(block: Block) -> tuple[str, ...]:
    return block.header if block.kind is BlockKind.ROW else ()


def _link(block: Block, mapping: Mapping) -> str | None:
    """Where the title of a table row leads; else where the row does, if to one place."""
    title = mapping.columns.get(Meaning.TITLE)
    named = block.links[title.index] if title and title.index < len(block.links) else ""
    found = {link for link in block.links if link}
    return named or (found.pop() if len(found) == 1 else None)


def _groups(
    blocks: Sequence[Block], rows: Sequence[RowBlock]
) -> list[tuple[list[RowBlock], int | None]]:
    """Rows by the heading above them; a row that directly follows another stands under the same."""
    groups: list[tuple[list[RowBlock], int | None]] = []
    for row in rows:
        last = groups[-1][0][-1].last if groups else -1
        heading = _heading_above(blocks, row.first, last)
        if groups and (row.first == last + 1 or heading is None):
            groups[-1][0].append(row)
        else:
            groups.append(([row], heading))
    return groups


def _heading_above(blocks: Sequence[Block], first: int, floor: int) -> int | None:
    """The nearest line above with a count, else that names a list, else the nearest heading."""
    above = range(first - 1, max(floor, first - 1 - _LOOK_BACK), -1)
    lines = [
        i for i in above if is_headline(blocks[i].text) and blocks[i].kind is not BlockKind.ROW
    ]
    counted = [i for i in lines if announced_count(blocks[i].text) is not None]
    marked = [i for i in lines if blocks[i].kind is BlockKind.HEADING]
    listing = [i for i in lines if _LISTS.search(blocks[i].text) and _heads_group(blocks, i)]
    return next(iter([*counted, *marked, *listing]), None)


def _heads_group(blocks: Sequence[Block], index: int) -> bool:
    return index > 0 and (blocks[index].gap or not is_headline(blocks[index - 1].text))


def _add(
    out: Listings, document: Document, page: PageRef, rows: list[RowBlock], heading: int | None
) -> None:
    """Put one listing with its programs and rejects to the rest."""
    blocks, text = document.blocks, document.text
    head = blocks[heading].text if heading is not None else page.title
    span = (blocks[heading].start, blocks[heading].end) if heading is not None else page.title_span
    subject = listing_subject(head)
    key = listing_id(page.page_id, head, len(out.listings))
    programs: dict[ProgramId, Program] = {}
    for row in rows:
        start, end = blocks[row.first].start, blocks[row.last].end
        out.taken.update(range(row.first, row.last + 1))
        if row.fields is None:
            shown = text[start:end][:_SHOWN_CHARS]
            out.rejects.append(Reject(page.uri, row.reason, start, end, shown))
            continue
        place = RowPlace(page.source_id, page.page_id, key, start, end, text[start:end])
        put(programs, make_program(row.fields, place, subject))
    if heading is not None:
        out.headings.add(heading)
    listing = Listing(
        key, page.page_id, head, span[0], span[1], announced_count(plain_title(head)),
        len(programs), subject, sum(p.off_subject for p in programs.values()),
    )  # fmt: skip
    known = {p.id: p for p in out.programs}
    for program in programs.values():
        put(known, program)
    out.programs = list(known.values())
    out.listings.append(replace(listing))
