"""What to ask next about the page that an answer is from: made of what it holds, each tried first.

Called by `chain.py` when all sentences have left. A page's questions are made and tried once a
snapshot; one that would only say again what was just said is not offered. What to ask next about
rows is `compose/followups.py`'s.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from assistant.aspects import Aspect, aspect_of_heading
from assistant.compose.answer import compose
from assistant.knowledge import Knowledge, Offer
from assistant.records import Draft, Evidence, GuideAsk, Item, Status, Turn
from assistant.retrieve import retrieve
from assistant.understand.assemble import understand
from assistant.verify import Verified, verify
from vectorstore.records import Claim, PageId

MAX_OFFERED = 3
MAX_KEPT = 5
"""Of a page, so that three are left beside what was just asked."""
_BY_CLAIM = {
    "pay": "How much {do} {whom} earn?",
    "growth": "How fast is demand for {many} growing?",
    "education": "What degree {do} {whom} need?",
}
_BY_SECTION = {
    Aspect.DUTIES: "What {do} {whom} do?",
    Aspect.HOURS: "What hours {do} {whom} work?",
    Aspect.QUALITIES: "What qualities {do} {whom} need?",
    Aspect.LICENCES: "What licenses {do} {whom} need?",
    Aspect.HAZARDS: "What are the hazards of the work of {many}?",
    Aspect.ADVANCEMENT: "How {do} {whom} advance?",
}
"""In the order offered, those after the first claim."""


def offered(
    evidence: Evidence, draft: Draft, verified: Verified, knowledge: Knowledge
) -> tuple[str, ...]:
    """At most three questions that the page of this answer answers, and not with the same words.

    None beside those that the draft has of its own, and none after half an answer or none.
    """
    if draft.followups or verified.status(draft) is not Status.ANSWERED or len(evidence.found) != 1:
        return draft.followups
    items = evidence.found[0].items
    pages = {item.page.id for item in items}
    if not isinstance(evidence.found[0].ask, GuideAsk) or len(pages) != 1:
        return ()
    (page,) = pages
    if page not in knowledge.offers:
        knowledge.offers[page] = _of_page(page, knowledge)
    said = _spans(items)
    return tuple(o.question for o in knowledge.offers[page] if not o.spans & said)[:MAX_OFFERED]


def _of_page(page: PageId, knowledge: Knowledge) -> tuple[Offer, ...]:
    made: list[Offer] = []
    for question in _questions(page, knowledge):
        spans = _answered(question, page, knowledge)
        if spans and not any(spans & other.spans for other in made):
            made.append(Offer(question, spans))
        if len(made) == MAX_KEPT:
            break
    return tuple(made)


def _questions(page: PageId, knowledge: Knowledge) -> Iterator[str]:
    """What the page's claims and headings promise to answer, of those whom it is about."""
    guides = knowledge.guides
    claims = guides.claims.get(page, ())
    whom = _whom(claims)
    if whom is None:
        return
    held = {claim.attribute for claim in claims if claim.entity == whom}
    headings = (
        h for row in guides.rows_of.get(page, ()) for h in guides.passages[row].heading_path
    )
    aspects = {aspect_of_heading(heading) for heading in headings}
    first, *rest = [form for attribute, form in _BY_CLAIM.items() if attribute in held]
    yield _worded(first, whom)
    for form in (*(f for aspect, f in _BY_SECTION.items() if aspect in aspects), *rest):
        yield _worded(form, whom)


def _whom(claims: tuple[Claim, ...]) -> str | None:
    """Those whose work most figures of a page are about; None where it tells of no trade."""
    named = Counter(c.entity for c in claims if c.attribute in _BY_CLAIM and not c.flags)
    return named.most_common(1)[0][0] if named else None


def _worded(form: str, whom: str) -> str:
    if _is_plural(whom):
        return form.format(do="do", whom=whom, many=whom)
    article = "an" if whom[:1].casefold() in "aeiou" else "a"
    many = f"{whom[:-1]}ies" if whom[-1:] == "y" and whom[-2:-1] not in "aeiou" else f"{whom}s"
    return form.format(do="does", whom=f"{article} {whom}", many=many)


def _is_plural(whom: str) -> bool:
    return whom.endswith("s") and not whom.endswith("ss")


def _answered(question: str, page: PageId, knowledge: Knowledge) -> frozenset[tuple[int, int]]:
    """The spans of the page that answer the question, if it and nothing else answers all of it."""
    plan = understand(Turn(question), knowledge.vocabulary, knowledge.rows)
    if plan.residue or plan.clarify or not all(isinstance(ask, GuideAsk) for ask in plan.asks):
        return frozenset()
    evidence = retrieve(plan, knowledge)
    items = [item for found in evidence.found for item in found.items]
    if {item.page.id for item in items} != {page}:
        return frozenset()
    draft = compose(plan, evidence)
    told = verify(draft, evidence, question).status(draft)
    return _spans(items) if told is Status.ANSWERED else frozenset()


def _spans(items: tuple[Item, ...] | list[Item]) -> frozenset[tuple[int, int]]:
    return frozenset((item.start, item.end) for item in items)
