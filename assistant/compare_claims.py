"""Claims of several named pages set side by side ("who earns more, plumbers or carpenters").

One claim a page, all under one label and in one unit, so that figures can be compared. Part of
`find_guides.py`; words nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.guide_index import GuideIndex
from assistant.guide_question import GuideQuestion
from assistant.measures import comparison
from vectorstore.query import ClaimOp, ClaimQuery
from vectorstore.records import Claim, PageId
from vectorstore.text import fold

MOST_PAGES = 6
"""Pages set side by side: the citations of one answer."""
OTHER_SUBJECT = "label_names_other_subject"


def compared(question: GuideQuestion, index: GuideIndex) -> tuple[ClaimQuery, list[Claim]] | None:
    """The query and one claim for each page named, in the order named.

    None where the question names no measure, fewer than two pages, or a page without that claim.
    """
    pages = question.pages
    if question.measure is None or not 2 <= len(pages) <= MOST_PAGES:
        return None
    held = [_claims(question, index, page) for page in pages]
    key = _shared(held)
    if key is None:
        return None
    chosen = [next(c for c in claims if _key(c) == key) for claims in held]
    op = comparison(question.text)
    if op is not ClaimOp.COMPARE and any(c.low is None for c in chosen):
        op = ClaimOp.COMPARE
    return ClaimQuery(op, question.measure, tuple(c.entity for c in chosen)), chosen


def extremes(query: ClaimQuery, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims that win a superlative, ties included; empty for a plain comparison."""
    if query.op not in (ClaimOp.HIGHEST, ClaimOp.LOWEST):
        return ()
    sign = 1 if query.op is ClaimOp.HIGHEST else -1
    ends = [_end(c, query.op) for c in claims]
    best = max(sign * e for e in ends)
    return tuple(c for c, e in zip(claims, ends, strict=True) if sign * e == best)


def _end(claim: Claim, op: ClaimOp) -> float:
    values = [v for v in (claim.low, claim.high) if v is not None]
    return max(values) if op is ClaimOp.HIGHEST else min(values)


def _claims(question: GuideQuestion, index: GuideIndex, page: PageId) -> list[Claim]:
    """Claims of a page on the measure, those of its own subject first, then in page order."""
    hourly = any(t.stem == "hour" for t in question.relation.terms)
    found = [c for c in index.claims.get(page, ()) if c.attribute == question.measure]
    found = [c for c in found if not (c.period == "hour" and not hourly)]
    return sorted(
        found,
        key=lambda c: (
            OTHER_SUBJECT in c.flags,
            fold(c.entity) != fold(index.pages[page].title),
            c.period != "hour" if hourly else False,
            c.start,
        ),
    )


def _key(claim: Claim) -> tuple[str, str | None, str | None]:
    return fold(claim.label), claim.unit, claim.period


def _shared(held: Sequence[Sequence[Claim]]) -> tuple[str, str | None, str | None] | None:
    """The label, unit and period that every page has, the one that stands first on most."""
    spread = Counter(key for claims in held for key in {_key(c) for c in claims})
    every = [key for key, pages in spread.items() if pages == len(held)]
    places = {key: sum([_key(c) for c in claims].index(key) for claims in held) for key in every}
    return min(every, key=lambda key: places[key], default=None)
