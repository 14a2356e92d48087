"""What is told of each of several questions to the prose, so that the answer stays an answer.

Called by `retrieve.py` with what was found for each; chooses among it by its score, finds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.choose_units import MOST_CITED
from assistant.records import AskEvidence, GuideAsk, Item
from vectorstore.records import PageId

_MOST_WORDS = 130
"""Quoted in one answer to several questions."""


def within_measure(found: Sequence[AskEvidence]) -> tuple[AskEvidence, ...]:
    """The evidence, each of several guide asks with its share of citations and words.

    What is compared or ranked stays whole, and no ask loses its best item.
    """
    quoting = [part for part in found if _quotes(part)]
    if len(quoting) < 2:
        return tuple(found)
    most, words = MOST_CITED // len(quoting), _MOST_WORDS // len(quoting)
    return tuple(
        replace(part, items=_best(part.items, most, words)) if _quotes(part) else part
        for part in found
    )


def _quotes(part: AskEvidence) -> bool:
    whole = part.comparison is not None or part.selected is not None or part.ranked
    return isinstance(part.ask, GuideAsk) and bool(part.items) and not whole


def _best(items: Sequence[Item], most: int, words: int) -> tuple[Item, ...]:
    """The best-scored items within the measure, in the order given; of each page one at least."""
    ranked = sorted(range(len(items)), key=lambda at: (-items[at].score, at))
    first: dict[PageId, int] = {}
    for at in ranked:
        first.setdefault(items[at].page.id, at)
    kept = list(first.values())
    left = words - sum(len(items[at].quote.split()) for at in kept)
    for at in (at for at in ranked if at not in kept):
        length = len(items[at].quote.split())
        if len(kept) < most and length <= left:
            kept.append(at)
            left -= length
    return tuple(items[at] for at in sorted(kept))
