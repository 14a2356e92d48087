"""The row at one end of a page's own table: who employs most bakers, which industry pays them best.

Part of `find_guides.py`, beside `look_up_claims.py`, whose rules on whom a claim is about and which
words are read hold here, too. Words nothing.
"""

from __future__ import annotations

from assistant.guide_index import GuideIndex
from assistant.guide_question import GuideQuestion
from assistant.look_up_claims import MOST_CLAIMS, is_row, words_unread
from assistant.measures import asks_by_kind, comparison
from assistant.stemming import stem, stems
from assistant.whose import whose
from vectorstore.query import ClaimOp
from vectorstore.records import Claim, PageId

_BY_KIND = frozenset(
    stem(w)
    for w in """industry sector employer setting branch kind type best most highest worst least
    lowest paid pays paying median better money offers""".split()
)
"""Words that ask for the row at one end of a table."""


def most_of(question: GuideQuestion, index: GuideIndex, page: PageId) -> tuple[Claim, ...]:
    """The rows of a table that are highest or lowest ("who employs most bakers"), ties included.

    Shares of employers, or pay by industry where the question asks for an industry.
    """
    op = comparison(question.text)
    by_kind = question.measure == "pay" and asks_by_kind(question.text)
    if op is ClaimOp.COMPARE or not (by_kind or question.measure == "employers"):
        return ()
    title, named = set(stems(index.pages[page].title)), question.stems_naming(page)
    rows = [c for c in index.claims.get(page, ()) if c.attribute == question.measure and is_row(c)]
    ranks = [whose(c, title, question.stems_meant(page)) for c in rows]
    best = min((r for r in ranks if r is not None), default=None)
    held = [c for c, rank in zip(rows, ranks, strict=True) if rank == best and c.low is not None]
    if best is None or not held or len({(c.unit, c.period) for c in held}) > 1:
        return ()
    ends = [c.low or 0.0 for c in held]
    end = max(ends) if op is ClaimOp.HIGHEST else min(ends)
    found = tuple(c for c in held if c.low == end)[:MOST_CLAIMS]
    known = named | title | _BY_KIND
    return () if words_unread(question, known, found) else found
