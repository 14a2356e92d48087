"""The highest or lowest of those whom one page tells apart: "which kind of cook earns most".

Part of `find_guides.py`. All figures of one table or list are compared, in one unit and period; the
groups that the page is set beside and its own figure are none of them. Words nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection

from assistant.compare_claims import Compared, extremes
from assistant.guide_index import GuideIndex
from assistant.guide_question import GuideQuestion
from assistant.look_up_claims import words_unread
from assistant.measures import comparison, years_in
from assistant.stemming import stems
from assistant.whose import JOINING, is_rest, without_exceptions
from vectorstore.query import ClaimOp, ClaimQuery
from vectorstore.records import Claim, PageId
from vectorstore.text import fold, words

_MEASURED = ("pay", "growth", "jobs")
_KIND = r"(?:(?:kinds?|types?|sorts?|specialt(?:y|ies)) (?:of )?(?:an? |the )?)"
_MOST_WINNERS = 4
_ASKING = frozenset(
    stem
    for word in """kind type sort specialty most least more less highest lowest best worst top
    fewest fastest slowest biggest smallest largest paid paying earn make money job grow""".split()
    for stem in stems(word)
)


def parts_ranked(question: GuideQuestion, index: GuideIndex) -> Compared | None:
    """The parts of the one page named whose figure is the highest or lowest, ties included.

    None where no kind of those on the page is asked for, where it tells fewer than two apart, and
    where words are left that make it another question.
    """
    op = comparison(question.text)
    if op is ClaimOp.COMPARE or question.measure not in _MEASURED or len(question.pages) != 1:
        return None
    if not _asks_which(question):
        return None
    page = question.pages[0]
    ranked = _told_apart(question, index, page)
    query = ClaimQuery(op, question.measure)
    winners = extremes(query, ranked) if len(ranked) > 1 else ()
    known = {*_ASKING, *question.subject_stems, *stems(index.pages[page].title)}
    if not winners or len(winners) > _MOST_WINNERS or words_unread(question, known, winners):
        return None
    named = [c for c in ranked if not is_rest(told_as(c))]
    more = extremes(query, named)[:1] if named and all(is_rest(told_as(c)) for c in winners) else ()
    return Compared(query, (*winners, *more), ranked=tuple(ranked))


def told_as(claim: Claim) -> str:
    """Whom a figure is of, as its list has it: its label, or the entity of a projection."""
    return claim.entity if years_in(claim.label) else claim.label


def _asks_which(question: GuideQuestion) -> bool:
    """Whether "which" or "what kind of" stands right before those of the page."""
    plain = fold(question.text)
    said = {fold(n.said) for n in question.named if n.said and not n.described}
    return any(
        re.search(rf"\b(?:which|what) {_KIND}?{re.escape(name)}\b(?! (?:or|and)\b)", plain)
        for name in said
    )


def _told_apart(question: GuideQuestion, index: GuideIndex, page: PageId) -> list[Claim]:
    """One claim of each part on the measure, of the list that tells most apart."""
    title = fold(index.pages[page].title)
    claims = index.claims.get(page, ())
    parts = {fold(c.entity) for c in claims if c.low is not None} - index.beside - {title}
    lists: defaultdict[tuple[object, ...], dict[str, Claim]] = defaultdict(dict)
    for claim in claims:
        name = fold(told_as(claim))
        if claim.attribute != question.measure or claim.low is None or name not in parts:
            continue
        column = claim.label if years_in(claim.label) else ""
        if "projected" not in fold(column) and _is_single(name, parts):
            lists[claim.unit, claim.period, claim.heading_path, column].setdefault(name, claim)
    held = max(lists.values(), key=len, default={})
    said = question.stems_naming(page)
    having = [name for name in held if said <= set(stems(name))]
    some = having and len(having) < len(held) and not set(stems(title)) <= said
    return [] if some and not said & set(stems(title)[:1]) else list(held.values())


def _is_single(label: str, parts: Collection[str]) -> bool:
    """Whether a label joins no others of the page: bailiffs and jailers are two."""
    whole = set(words(without_exceptions(label))) - JOINING
    inside = [p for p in parts if p != label and set(words(without_exceptions(p))) < whole]
    return len(inside) < 2
