"""A document -> PageContent: title, sections, listings, claims and passages of one page.

The layout of career guides: a kicker, a title, a summary, label/figure pairs, sections of prose,
and a listing of row blocks at the end. All of it is optional: a page of plain prose gives
paragraphs, and marked-up pages bring their own headings and tables. Pure; offsets are into the
document's text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.blocks import Block, BlockKind, Document
from ingest.chunk import Count, Piece, make_passages
from ingest.layouts.claims import Labelled, Subject, read_claims
from ingest.layouts.facts import FactTable, claims_of_row
from ingest.layouts.listings import Listings, PageRef, read_listings
from ingest.layouts.measures import is_role, subject_words
from ingest.layouts.names import trade_in
from ingest.layouts.outline import find_title, is_headline, mark_headings, plain_title
from ingest.layouts.pairs import Pair, find_pairs
from ingest.layouts.prose import Prose, claims_in_prose
from vectorstore.records import Claim, PageContent, PageId, SourceId, SourcePage


@dataclass(frozen=True, slots=True)
class Chunking:
    """How passages are cut."""

    budget: int
    """Tokens of a passage at most."""
    count: Count


@dataclass(slots=True)
class _Reading:
    """What the pass over a page's sections collects."""

    pieces: list[Piece] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)


def title_of(document: Document, fallback: str) -> tuple[str, int | None]:
    """The page's title without emoji, and the index of the block it stands in, if it does."""
    index = find_title(document.blocks)
    if index is not None:
        return plain_title(document.blocks[index].text) or fallback, index
    return plain_title(document.title or "") or fallback, None


def read_page(document: Document, page: SourcePage, chunking: Chunking) -> PageContent:
    """All that one page says: passages, listings, programs, claims and rejects, in page order."""
    _, title_at = title_of(document, page.title)
    head = document.blocks[title_at if title_at is not None else 0]
    ref = PageRef(page.source_id, page.id, page.uri, page.title, (head.start, head.end))
    listed = read_listings(document, ref)
    free = _free(document.blocks, listed, title_at)
    pairs = find_pairs(document.blocks, free)
    subject = _subject(page.source_id, page.id, page.title, pairs)
    blocks = _decided(document.blocks, listed, pairs, title_at)
    reading = _read_sections(blocks, page.title, subject, listed, pairs)
    return PageContent(
        page=page,
        passages=make_passages(
            document.text, reading.pieces, page.id, chunking.budget, chunking.count
        ),
        listings=tuple(listed.listings),
        programs=tuple(listed.programs),
        claims=tuple(sorted(_unique(reading.claims), key=lambda c: (c.start, c.end))),
        rejects=tuple(listed.rejects),
    )


def _free(blocks: Sequence[Block], listed: Listings, title_at: int | None) -> list[bool]:
    """Which blocks may be pairs: below the title, no row, no listing's heading."""
    below = -1 if title_at is None else title_at
    kept = listed.taken | listed.headings
    return [i > below and i not in kept for i in range(len(blocks))]


def _subject(source: SourceId, page: PageId, title: str, pairs: Sequence[Pair]) -> Subject:
    """The page's subject: the trade in a headline; a figure's where the title names none."""
    subject = Subject(source, page, trade_in(title) or title)
    if any(is_role(w) for w in subject.title.split()):
        return subject
    for pair in pairs:
        words = subject_words(pair.label)
        if any(is_role(w) for w in words) and subject.is_same(words):
            return replace(subject, person=" ".join(words))
    return subject


def _decided(
    blocks: Sequence[Block], listed: Listings, pairs: Sequence[Pair], title_at: int | None
) -> list[Block]:
    """The blocks with every line decided to be heading, paragraph or neither."""
    in_pairs = {i for p in pairs for i in (p.first, p.last)}
    taken = listed.taken | in_pairs
    marked = mark_headings(blocks, taken)
    for index in listed.headings:
        marked[index] = replace(
            marked[index], kind=BlockKind.HEADING, level=marked[index].level or 2
        )
    if title_at is not None:
        marked[title_at] = replace(marked[title_at], kind=BlockKind.HEADING, level=1)
        if blocks[title_at].kind is BlockKind.LINE:
            for index in range(title_at):
                marked[index] = replace(marked[index], kind=BlockKind.LINE)
    return marked


def _read_sections(
    blocks: Sequence[Block],
    title: str,
    subject: Subject,
    listed: Listings,
    pairs: Sequence[Pair],
) -> _Reading:
    """One pass in reading order: headings open sections, prose and values are collected in them."""
    out = _Reading()
    path = _Path(title)
    by_first = {p.first: p for p in pairs}
    in_pairs = {i for p in pairs for i in (p.first, p.last)}
    table = FactTable()
    lead = ""
    for index, block in enumerate(blocks):
        if index in by_first:
            given = _labelled(by_first[index], blocks, path.names)
            out.claims.extend(read_claims(given, subject))
        if index in in_pairs or index in listed.taken or block.kind is BlockKind.LINE:
            continue
        if block.kind is BlockKind.HEADING:
            path.open(block)
            lead = block.text
        elif block.kind in (BlockKind.ROW, BlockKind.PAIR):
            table = table.next(block, lead)
            out.claims.extend(claims_of_row(block, table, subject, path.names))
            _add_row(out.pieces, block, path.names)
        else:
            names = path.names[: block.level or None]
            out.pieces.append(_piece(block, names))
            table = table.next(block, lead)
            out.claims.extend(
                claims_of_row(block, table, subject, names)
                or claims_in_prose(Prose(block.text, block.start, names), subject)
            )
            lead = block.text if block.kind is BlockKind.PARAGRAPH else lead
    return out


class _Path:
    """The headings open at a place, from the page's title down."""

    def __init__(self, title: str) -> None:
        self._open: list[tuple[int, str]] = [(1, title)]

    @property
    def names(self) -> tuple[str, ...]:
        """Title first."""
        return tuple(name for _, name in self._open)

    def open(self, block: Block) -> None:
        """Enter a heading; those of its level or below are left. The title stays."""
        if plain_title(block.text) == self._open[0][1]:
            self._open = self._open[:1] if block.level == 1 else self._open
            return
        level = max(block.level, 2)
        kept = [h for h in self._open if h[0] < level]
        self._open = [*kept, (level, plain_title(block.text))]


def _labelled(pair: Pair, blocks: Sequence[Block], path: tuple[str, ...]) -> Labelled:
    start = min(blocks[pair.first].start, blocks[pair.last].start)
    end = max(blocks[pair.first].end, blocks[pair.last].end)
    return Labelled(pair.label, pair.value, start, end, path)


def _piece(block: Block, path: tuple[str, ...]) -> Piece:
    is_item = block.kind is BlockKind.ITEM
    leads = block.text.endswith(":") or (not is_item and is_headline(block.text))
    return Piece(block.start, block.end, path, is_item, leads)


def _add_row(pieces: list[Piece], block: Block, path: tuple[str, ...]) -> None:
    pieces.append(Piece(block.start, block.end, path, is_item=True))


def _unique(claims: Sequence[Claim]) -> list[Claim]:
    return list({c.id: c for c in claims}.values())
