"""Blocks of prose -> Passages with exact spans of their sentences. Pure.

A passage is a paragraph, or a list with the line that leads into it, within one heading. Short
neighbours are joined, long paragraphs are cut between sentences, and nothing crosses a heading.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ingest.ids import passage_id
from ingest.sentences import split_sentences
from vectorstore.records import PageId, Passage

Span = tuple[int, int]
Count = Callable[[str], int]

_SHORT_TOKENS = 32
"""A paragraph below this is joined to its neighbour under the same heading: alone it says too
little to be found or to be understood."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph or list item with the headings it stands under."""

    start: int
    end: int
    path: tuple[str, ...]
    is_item: bool = False
    leads: bool = False
    """It leads into what follows: it ends with a colon, or is a line without a full stop."""


def make_passages(
    text: str, pieces: Sequence[Piece], page: PageId, budget: int, count: Count
) -> tuple[Passage, ...]:
    """The passages of a page in reading order, about `budget` tokens each at most.

    `page.text[p.start:p.end] == p.text` for each, and sentences are spans of the page likewise.
    """
    passages = []
    for group in _groups(text, pieces, budget, count):
        start, end = group[0].start, group[-1].end
        sentences = tuple(s for piece in group for s in _sentences(text, piece))
        body = text[start:end]
        key = passage_id(page, start, body)
        passages.append(Passage(key, page, start, end, body, group[0].path, sentences))
    return tuple(passages)


def _groups(text: str, pieces: Sequence[Piece], budget: int, count: Count) -> list[list[Piece]]:
    groups: list[list[Piece]] = []
    size = 0
    for piece in (part for whole in pieces for part in _parts(text, whole, budget, count)):
        tokens = count(text[piece.start : piece.end])
        adjacent = bool(groups) and not text[groups[-1][-1].end : piece.start].strip()
        if adjacent and _belongs(groups[-1], size, piece, tokens, budget):
            groups[-1].append(piece)
            size += tokens
        else:
            groups.append([piece])
            size = tokens
    return groups


def _belongs(group: list[Piece], size: int, piece: Piece, tokens: int, budget: int) -> bool:
    last = group[-1]
    if piece.path != last.path or size + tokens > budget:
        return False
    if piece.is_item:
        return last.is_item or last.leads
    if last.is_item:
        return False
    return size < _SHORT_TOKENS or tokens < _SHORT_TOKENS


def _parts(text: str, piece: Piece, budget: int, count: Count) -> list[Piece]:
    """The piece, cut between sentences into about equal parts where it is over the budget."""
    total = count(text[piece.start : piece.end])
    if total <= budget:
        return [piece]
    target = total / (-(-total // budget))
    parts: list[Span] = []
    size = 0.0
    for start, end in _cuts(text, piece, budget, count):
        tokens = count(text[start:end])
        if parts and (size + tokens <= budget and size + tokens / 2 <= target):
            parts[-1] = (parts[-1][0], end)
            size += tokens
        else:
            parts.append((start, end))
            size = tokens
    return [Piece(a, b, piece.path, piece.is_item, piece.leads) for a, b in parts]


def _cuts(text: str, piece: Piece, budget: int, count: Count) -> list[Span]:
    """The piece's sentences; one over the budget is cut between words."""
    spans: list[Span] = []
    for first, end in _sentences(text, piece, whole_items=False):
        at = first
        tokens = count(text[at:end])
        step = max(1, (end - at) * budget // max(tokens, 1))
        while tokens > budget and end - at > step:
            cut = text.rfind(" ", at + step // 2, at + step)
            stop = cut if cut > 0 else at + step
            spans.append((at, stop))
            at = stop + (cut > 0)
        spans.append((at, end))
    return spans


def _sentences(text: str, piece: Piece, whole_items: bool = True) -> list[Span]:
    if piece.is_item and whole_items:
        return [(piece.start, piece.end)]
    spans = split_sentences(text[piece.start : piece.end])
    return [(piece.start + a, piece.start + b) for a, b in spans]
