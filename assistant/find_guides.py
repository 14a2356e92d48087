"""A guide ask -> evidence from prose and claims, or what was looked for in vain.

The guide half of retrieval, called by `retrieve.py`: read the question, take the paragraphs that
rank best, choose sentences, and let promise 4 decide whether they answer. Writes no sentence.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from assistant.asked_before import asked_before
from assistant.choose_units import MOST_CITED, Rated, choose, complete
from assistant.claim_items import claim_item, claim_items
from assistant.compare_claims import Compared, compared, kind_ranked, names_parts, openings
from assistant.ends_of_tables import most_of
from assistant.grounding import keeps_polarity
from assistant.guide_index import GuideIndex, Unit
from assistant.guide_question import GuideQuestion, read_question
from assistant.look_up_claims import IN_WORDS, looked_up, true_of_stated
from assistant.measures import asks_difference, comparison
from assistant.named_sections import is_certain, section_asked, section_named
from assistant.parts_ranked import parts_ranked
from assistant.places_of_work import employed_at
from assistant.reasons import against_premise, also_asked, reasons
from assistant.records import AskEvidence, GuideAsk, Item, Kind
from assistant.retriever import ScoredPassage, ranked
from assistant.select_pages import selected
from assistant.selection import Selected
from assistant.stemming import stem, stems
from assistant.weigh_grounds import Grounds, answers, weigh
from vectorstore.query import ClaimOp, ClaimQuery
from vectorstore.records import Claim, SourceId
from vectorstore.text import topic_key

TOP = 8
"""Paragraphs whose sentences are weighed where the question names no page."""
TOP_OF_NAMED = 20
"""Paragraphs weighed where it names one page or more."""


def find_guides(
    ask: GuideAsk,
    index: GuideIndex,
    sources: Collection[SourceId] = (),
    key_prefix: str = "",
) -> AskEvidence:
    """What answers a guide ask: one to three quotes in reading order, or none with the leftovers.

    `key_prefix` starts the key of each item, so that asks of one turn do not share keys.
    """
    question = read_question(ask, index)
    of_sources = (replace(n, page_id=index.held_in(n.page_id, sources)) for n in question.named)
    question = replace(question, named=tuple(of_sources))
    found = _found(ask, question, index, sources, key_prefix)
    return replace(found, items=tuple(_as_called(item, question) for item in found.items))


def _as_called(item: Item, question: GuideQuestion) -> Item:
    """The item with the visitor's word for those of its page, if the page lacks it: "barista"."""
    named = next((n for n in question.named if n.page_id == item.page.id), None)
    if named is None or not named.said:
        return item
    if named.described or (named.partly and item.figure is not None):
        return replace(item, called=named.said)
    if named.stems <= {*stems(item.page.title), *stems(topic_key(item.page.title))}:
        return item
    return item if named.stems <= set(stems(item.page.text)) else replace(item, called=named.said)


def _found(
    ask: GuideAsk,
    question: GuideQuestion,
    index: GuideIndex,
    sources: Collection[SourceId],
    key_prefix: str,
) -> AskEvidence:
    """The evidence for a question as read."""
    of_all = selected(question, index, sources)
    if of_all is not None:
        return _listed(ask, of_all, index, key_prefix)
    parts = parts_ranked(question, index)
    if parts is None and names_parts(question, index):
        parts = compared(question, index)
    if parts is not None:
        return _beside_each_other(ask, parts, index, key_prefix)
    own = asked_before(question, index, sources) or openings(question, index, sources)
    if own:
        return AskEvidence(
            ask, items=_items(question, _rated(question, own, index), index, key_prefix)
        )
    return _told(ask, question, index, sources, key_prefix)


def _told(
    ask: GuideAsk,
    question: GuideQuestion,
    index: GuideIndex,
    sources: Collection[SourceId],
    key_prefix: str,
) -> AskEvidence:
    """The evidence from claims, a section or sentences, whichever answers first."""
    contrary = against_premise(question, index)
    if contrary:
        return AskEvidence(ask, items=claim_items(contrary, index, key_prefix))
    why = reasons(question, index)
    if why:
        figure = claim_items(also_asked(question, index), index, key_prefix)
        told = _items(question, _rated(question, why, index), index, key_prefix)
        return AskEvidence(ask, items=(*figure, *told))
    facts = claim_items(told_by_claims(question, index, sources), index, key_prefix)
    section = section_named(question, index, sources)
    if not section and not facts:
        section = section_asked(question, index, sources)
    if section and (is_certain(question) or not facts):
        return AskEvidence(
            ask, items=_items(question, _rated(question, section, index), index, key_prefix)
        )
    side_by_side = None if facts and len(question.pages) < 2 else compared(question, index)
    if facts and side_by_side is None and question.measure not in (*IN_WORDS, None):
        return _of_some(ask, question, facts, index)
    if side_by_side is not None:
        return _beside_each_other(ask, side_by_side, index, key_prefix)
    kind = kind_ranked(question)
    if kind:
        return AskEvidence(ask, unbound=(*question.untrue, *kind))
    passages = candidates(question, index, sources)
    chosen = choose(question, index, passages)
    grounds = weigh(question, chosen, passages, index.pages)
    held = " ".join(r.unit.text for r in chosen)
    if not chosen or not answers(question, grounds) or not keeps_polarity(question.text, held):
        if facts:
            return AskEvidence(ask, items=facts, unbound=question.untrue)
        nearest = _section(chosen[0], index) if chosen else None
        missing = (*question.untrue, *_missing(grounds))
        return AskEvidence(ask, unbound=missing, nearest_title=nearest)
    quotes = _items(question, complete(question, index, chosen), index, key_prefix)
    return AskEvidence(ask, items=_beside(facts, quotes), unbound=question.untrue)


def _listed(ask: GuideAsk, found: Selected, index: GuideIndex, key_prefix: str) -> AskEvidence:
    """The evidence for pages chosen of all by what they give."""
    claims = [claim for page in found.pages[: found.named] for claim in found.given[page]]
    items = tuple(claim_item(c, index, f"{key_prefix}c{n}") for n, c in enumerate(claims, start=1))
    return AskEvidence(ask, items=items, selected=found)


def _of_some(
    ask: GuideAsk, question: GuideQuestion, facts: tuple[Item, ...], index: GuideIndex
) -> AskEvidence:
    """The evidence of figures that are not compared, with what is asked of them beside.

    By how much two of one page differ, and whose figure is missing where one is to be the highest.
    """
    told = {item.page.id for item in facts}
    ranked = comparison(question.text) is not ClaimOp.COMPARE and question.extreme is None
    missing = [page for page in question.pages if page not in told] if ranked else []
    entities = tuple(i.figure.entity for i in facts if i.figure is not None)
    asked = missing or asks_difference(question.text)
    return AskEvidence(
        ask,
        items=facts,
        unbound=question.untrue,
        comparison=ClaimQuery(ClaimOp.COMPARE, question.measure or "", entities) if asked else None,
        not_held=tuple(f"{question.measure} of {index.pages[page].title}" for page in missing),
    )


def _beside_each_other(
    ask: GuideAsk, found: Compared, index: GuideIndex, key_prefix: str
) -> AskEvidence:
    """The evidence for claims that are compared or ranked."""
    return AskEvidence(
        ask,
        items=claim_items(found.claims, index, key_prefix),
        comparison=found.query,
        not_held=found.not_held,
        ranked=found.ranked,
    )


def _rated(question: GuideQuestion, units: Sequence[Unit], index: GuideIndex) -> list[Rated]:
    """The units of a section as if chosen, with what they lean on."""
    none = np.zeros(len(question.relation.terms), np.float32)
    return complete(question, index, [Rated(u, 1.0, none, none, none) for u in units])


def told_by_claims(
    question: GuideQuestion, index: GuideIndex, sources: Collection[SourceId] = ()
) -> tuple[Claim, ...]:
    """The claims of a page named that answer by themselves; none outside these sources."""
    per_page = (most_of(question, index, page) for page in question.pages)
    claims = next((found for found in per_page if found), ()) or looked_up(question, index)
    claims = tuple(dict.fromkeys((*true_of_stated(question, index), *claims)))
    claims = claims or employed_at(question, index)
    return tuple(c for c in claims if not sources or c.source_id in sources)


def _missing(grounds: Grounds) -> tuple[str, ...]:
    return grounds.unbound or ((grounds.stranger,) if grounds.stranger else ())


def candidates(
    question: GuideQuestion, index: GuideIndex, sources: Collection[SourceId] = ()
) -> list[ScoredPassage]:
    """The paragraphs to choose from: those of the pages named, or the best of all."""
    text, vector = question.search_text, question.vector
    if question.pages:
        of_named = ranked(index, text, vector, TOP_OF_NAMED, sources, question.pages)
        if of_named:
            return of_named
    return ranked(index, text, vector, TOP, sources)


def _items(
    question: GuideQuestion, chosen: Sequence[Rated], index: GuideIndex, key_prefix: str
) -> tuple[Item, ...]:
    best_page = chosen[0].unit.page_id
    order = sorted(
        chosen, key=lambda r: (r.unit.page_id != best_page, r.unit.page_id, r.unit.start)
    )
    found = []
    for number, rated in enumerate(order, start=1):
        unit = rated.unit
        found.append(
            Item(
                key=f"{key_prefix}q{number}",
                kind=Kind.QUOTE,
                page=index.pages[unit.page_id],
                start=unit.start,
                end=unit.end,
                section=_section(rated, index),
                claim=_claim(question, unit),
                passage=None if unit.passage is None else index.passages[unit.passage],
                score=min(1.0, max(0.0, rated.score)),
            )
        )
    return tuple(found)


def _claim(question: GuideQuestion, unit: Unit) -> Claim | None:
    """The claim that a labelled pair makes; by the hour where that is asked for."""
    if not unit.headline:
        return None
    hourly = any(t.stem == stem("hour") for t in question.relation.terms)
    return min(unit.claims, key=lambda c: (c.period == "hour") != hourly)


def _beside(facts: tuple[Item, ...], quotes: tuple[Item, ...]) -> tuple[Item, ...]:
    """The facts, then the quotes of the same page that do not repeat them; at most MOST_CITED."""
    if not facts:
        return quotes
    pages = {fact.page.id for fact in facts}
    spans = {(fact.start, fact.end) for fact in facts}
    more = [q for q in quotes if q.page.id in pages and (q.start, q.end) not in spans]
    more = [q for q in more if q.claim is None or q.claim not in {f.claim for f in facts}]
    return (*facts, *more)[:MOST_CITED]


def _section(rated: Rated, index: GuideIndex) -> str:
    unit = rated.unit
    return unit.heading_path[-1] if unit.heading_path else index.pages[unit.page_id].title
