"""Where those of a page work, from the table of who employs them.

Part of `find_guides.py`: "where do bakers work" asks for bakeries and shops before it asks for hot
ovens. Words nothing.
"""

from __future__ import annotations

from assistant.aspects import Aspect, only_asks
from assistant.guide_index import GuideIndex
from assistant.guide_question import GuideQuestion
from assistant.measures import Wants
from assistant.stemming import stem, stems
from assistant.whose import whose
from vectorstore.records import Claim

MOST_EMPLOYERS = 4
"""The largest that are given, so that a sentence still fits beside them."""


def employed_at(question: GuideQuestion, index: GuideIndex) -> tuple[Claim, ...]:
    """The largest employers of those of a page, as the page orders them, if that is all it asks."""
    if question.aspect is not Aspect.SURROUNDINGS or question.wants is not Wants.PLACE:
        return ()
    if len(question.pages) != 1 or question.measure is not None:
        return ()
    (page,) = question.pages
    title, named = set(stems(index.pages[page].title)), question.stems_meant(page)
    known = title | question.stems_naming(page)
    asked = [t for t in question.relation.terms if t.stem not in known and not t.scene]
    if not all(only_asks(Aspect.SURROUNDINGS, stem(t.text)) for t in asked):
        return ()
    rows = [c for c in index.claims.get(page, ()) if c.attribute == "employers"]
    ranked = [(whose(c, title, named), c) for c in rows]
    best = min((rank for rank, _ in ranked if rank is not None), default=None)
    return tuple(c for rank, c in ranked if rank == best and best is not None)[:MOST_EMPLOYERS]
