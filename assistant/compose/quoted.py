"""Evidence from the guides -> sentences of an answer: quoted whole, or a labelled figure in a slot.

In reading order, each sentence citing its item. Computes nothing and decides nothing: where the
evidence is empty it says what was looked for in vain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.compare_claims import extremes
from assistant.records import AskEvidence, DraftSegment, GuideAsk, Item, SegmentKind
from assistant.stemming import stems
from vectorstore.query import ClaimOp, ClaimQuery
from vectorstore.records import Claim

OTHER_SUBJECT = "label_names_other_subject"


def quoted(evidence: AskEvidence) -> tuple[DraftSegment, ...]:
    """The sentences of a guide answer; one caveat where nothing was found."""
    if not evidence.items:
        return (_not_found(evidence),)
    found: list[DraftSegment] = []
    for item in evidence.items:
        found.append(DraftSegment(_wording(item), SegmentKind.FACT, (item.key,)))
        caveat = _caveat(item)
        if caveat:
            found.append(caveat)
    if evidence.comparison is not None:
        found += _outcome(evidence.comparison, evidence.items)
    return tuple(found)


def _outcome(query: ClaimQuery, items: Sequence[Item]) -> list[DraftSegment]:
    """Which of the claims is the highest or lowest, where that was asked."""
    claims = [item.claim for item in items if item.claim is not None]
    best = extremes(query, claims)
    if not best or len(best) == len(claims):
        return []
    names = " and ".join(_page_title(c, items) for c in best)
    which = "highest" if query.op is ClaimOp.HIGHEST else "lowest"
    text = f"Of these, the {which} is that of {names}: {best[0].text}."
    return [DraftSegment(text, SegmentKind.COMPUTED, tuple(item.key for item in items))]


def _page_title(claim: Claim, items: Sequence[Item]) -> str:
    return next(item.page.title for item in items if item.claim is claim)


def _wording(item: Item) -> str:
    if item.claim is not None:
        return _labelled(item.claim, item)
    return _plain(item.quote)


def _labelled(claim: Claim, item: Item) -> str:
    told = f'the {item.page.title} page gives "{claim.label}" as {claim.text}.'
    # A label that only repeats the title says nothing without its heading.
    if set(stems(claim.label)) <= set(stems(item.page.title)) and item.section != item.page.title:
        return f'In its section "{item.section}", {told}'
    return told[0].upper() + told[1:]


def _plain(quote: str) -> str:
    """The quote on one line, without a list's or a table's marks at its edges."""
    text = re.sub(r"\s+", " ", quote).strip()
    return re.sub(r"^(?:[-*+\u2022]|\d+[.)])\s+", "", text)


def _caveat(item: Item) -> DraftSegment | None:
    if item.claim is None or OTHER_SUBJECT not in item.claim.flags:
        return None
    text = (
        f'The label "{item.claim.label}" names another subject than the page it stands on, '
        f'"{item.page.title}"; it is given as written.'
    )
    return DraftSegment(text, SegmentKind.CAVEAT, (item.key,))


def _not_found(evidence: AskEvidence) -> DraftSegment:
    assert isinstance(evidence.ask, GuideAsk)
    missing = ", ".join(f'"{word}"' for word in evidence.unbound) or "that"
    text = f"I could not find anything about {missing} in these pages"
    if evidence.nearest_title:
        text += f'; the closest is the section "{evidence.nearest_title}"'
    return DraftSegment(text + ".", SegmentKind.CAVEAT)
