"""A guide ask -> evidence from prose and claims, or what was looked for in vain.

The guide half of retrieval, called by `retrieve.py`: read the question, take the paragraphs that
rank best, choose sentences, and let promise 4 decide whether they answer. Writes no sentence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.answer_form import fits_form
from assistant.asked_before import asked_before
from assistant.choose_units import MOST_CITED, Rated, choose, complete
from assistant.claim_items import claim_items
from assistant.compare_claims import Compared, compared, kind_ranked, names_parts, openings
from assistant.grounding import SAME_CLASS, keeps_polarity, side_by_side, trades
from assistant.guide_index import GuideIndex, Unit
from assistant.guide_question import GuideQuestion, read_question
from assistant.in_scope import in_scope
from assistant.look_up_claims import IN_WORDS, looked_up, most_of, true_of_stated
from assistant.measures import Wants, asks_time, counts, fits_measure, holds
from assistant.named_sections import is_certain, section_asked, section_named
from assistant.places_of_work import employed_at
from assistant.records import AskEvidence, GuideAsk, Item, Kind
from assistant.retriever import ScoredPassage, ranked
from assistant.stemming import stem, stems
from vectorstore.records import Claim, PageId, SourceId, SourcePage
from vectorstore.text import topic_key

_BECOMES = re.compile(r"\bbecom(?:e|es|ing)\b", re.IGNORECASE)
TOP = 8
"""Paragraphs whose sentences are weighed where the question names no page."""
TOP_OF_NAMED = 20
"""Paragraphs weighed where it names one page or more."""
BOUND = 0.5
"""Strength from which a term is bound."""
TITLE, PARAGRAPH = 1.0, 0.9
"""What headings and the rest of the paragraph are worth in binding, against 1 in the quote."""
MOST_LEFT = 0.34
"""Share of the question's weight that may stay unbound in an answer."""
SURE = 0.85
"""Strength from which a term is bound beyond doubt: by its own form or by the table."""
MOST_WEAK = 0.38
"""Share of the question's weight that may be unbound or bound by nearness alone."""
LEAST_WEIGHT = 0.8
"""Weight that a question is taken to have at least, so that light words alone never reject."""
MOST_LEFT_BY_BEST = 0.5
"""The same share for the best quote and its paragraph alone."""
DECISIVE, DECISIVE_OF_NOBODY = 0.9, 0.36
"""Weight of a single word of the asking clause that may not stay unbound; the same where the
question names no page, so that nothing but its words tells what is asked."""
LEAST_COSINE = 0.3
"""Cosine of question and paragraph under which nothing is answered."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the decision rests on; shown in evaluation and traces."""

    unbound: tuple[str, ...]
    stranger: str | None
    """A trade that the question names and the evidence does not ("NLP engineer")."""
    left: float
    """Share of the question's weight that is unbound."""
    left_by_best: float
    """The same for the best quote and its paragraph alone: words met apart do not add up."""
    weak: float
    """Share of the question's weight that is unbound or bound only by words near in meaning."""
    verbatim: bool
    """Whether the best quote alone binds beyond doubt every term that matters."""
    limit_left: bool
    """Whether a term that limits the question is unbound."""
    heaviest: float
    """Weight of the heaviest unbound term."""
    cosine: float
    kind_held: bool
    in_scope: bool
    """Whether what is quoted is of the year, rank, period and end that the question names."""
    of_form: bool
    """Whether the quotes can answer a question of this form: when, how do I, is it a good job."""
    measured: bool
    """Whether the quotes say something on the measure, where nothing else tells what is asked."""
    score: float


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
    parts = compared(question, index) if names_parts(question, index) else None
    if parts is not None:
        return _beside_each_other(ask, parts, index, key_prefix)
    own = asked_before(question, index, sources) or openings(question, index, sources)
    if own:
        return AskEvidence(
            ask, items=_items(question, _rated(question, own, index), index, key_prefix)
        )
    facts = claim_items(told_by_claims(question, index, sources), index, key_prefix)
    section = section_named(question, index, sources)
    if not section and not facts:
        section = section_asked(question, index, sources)
    if section and (is_certain(question) or not facts):
        return AskEvidence(
            ask, items=_items(question, _rated(question, section, index), index, key_prefix)
        )
    if facts and question.measure not in (*IN_WORDS, None):
        return AskEvidence(ask, items=facts, unbound=question.untrue)
    side_by_side = compared(question, index)
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


def weigh(
    question: GuideQuestion,
    chosen: Sequence[Rated],
    passages: Sequence[ScoredPassage],
    titles: Mapping[PageId, SourcePage],
) -> Grounds:
    """How well the chosen units bear out the question."""
    terms = question.relation.terms
    met = bound_by(chosen, len(terms))
    alone = bound_by(chosen[:1], len(terms))
    weights = question.relation.weights
    if chosen:
        weights = question.weights_on(chosen[0].unit.page_id)
    if question.pages:  # the page is known: the scene need not be read for that
        weights = np.where([term.scene for term in terms], 0.0, weights)
    left = [at for at in range(len(terms)) if met[at] < BOUND]
    total = max(float(weights.sum()), LEAST_WEIGHT)
    return Grounds(
        unbound=tuple(terms[at].text for at in left if weights[at] >= 0.3),
        stranger=_stranger(question, chosen, titles),
        left=float(weights[left].sum()) / total,
        left_by_best=float(weights[alone < BOUND].sum()) / total,
        weak=float((weights * (1.0 - np.where(met >= SURE, 1.0, met))).sum()) / total,
        verbatim=bool(chosen) and bool(_verbatim(question, chosen[0])),
        limit_left=any(terms[at].limit for at in left),
        heaviest=max((float(weights[at]) for at in left), default=0.0),
        cosine=max((p.cosine for p in passages), default=0.0),
        kind_held=any(_is_of_kind(question, r) for r in chosen),
        in_scope=in_scope(question, chosen, titles),
        of_form=fits_form(question, chosen, titles),
        measured=_measured(question, chosen),
        score=chosen[0].score if chosen else 0.0,
    )


def _stranger(
    question: GuideQuestion, chosen: Sequence[Rated], titles: Mapping[PageId, SourcePage]
) -> str | None:
    to_some = question.measure is None and not _BECOMES.search(question.text)
    if question.pages and to_some:
        return None
    figure = question.wants is Wants.FIGURE
    chosen = [r for r in chosen if not figure or _is_of_kind(question, r)]
    held = [r.unit.text for r in chosen]
    held += [part for r in chosen for part in (titles[r.unit.page_id].title, *r.unit.heading_path)]
    held += [claim.entity for r in chosen for claim in r.unit.claims]
    for pair in trades(question.text):
        if to_some and not _heads_a_title(pair[1], titles):
            continue
        if {stem(w) for w in pair} & question.subject_stems and not _is_shared(
            pair, question, titles
        ):
            continue
        if not any(side_by_side(pair, text) for text in held):
            return " ".join(pair)
    return None


def _heads_a_title(trade: str, titles: Mapping[PageId, SourcePage]) -> bool:
    """Whether pages are titled by people of a trade: then those of another kind are strangers."""
    return any(
        page.is_named and stems(page.title)[-1:] == (stem(trade),) for page in titles.values()
    )


def _is_shared(
    pair: tuple[str, str], question: GuideQuestion, titles: Mapping[PageId, SourcePage]
) -> bool:
    """Whether a trade that names a page by itself is the head of other titles, too.

    "Debt collectors" may be those of taxes or of bills: the word before has to tell.
    """
    head = stem(pair[1])
    if stem(pair[0]) in question.subject_stems or question.stems_naming(question.pages[0]) != {
        head
    }:
        return False
    held = {page.title for page in titles.values() if page.is_named and head in stems(page.title)}
    return len(held) > 1


def _verbatim(question: GuideQuestion, rated: Rated) -> bool:
    heavy = question.relation.weights >= 0.4
    return bool(heavy.any()) and bool((rated.own[heavy] >= SAME_CLASS).all())


def _measured(question: GuideQuestion, chosen: Sequence[Rated]) -> bool:
    """Whether a quote has a claim on the measure; nothing else answers "growth of podcasters"."""
    if question.measure not in ("pay", "growth", "jobs", "openings", "change"):
        return True
    if question.pages and question.measure != "growth":
        return True
    return any(c.attribute == question.measure for r in chosen for c in r.unit.claims) or any(
        _is_of_kind(question, r) and question.wants is Wants.FIGURE for r in chosen
    )


def _is_of_kind(question: GuideQuestion, rated: Rated) -> bool:
    if holds(question.wants, rated.unit.text) == 0:
        return False
    if question.wants is Wants.FIGURE and not _figures_fit(question, rated.unit):
        return False
    return bool(question.measure and rated.unit.claims) or counts(question.counted, rated.unit.text)


def _figures_fit(question: GuideQuestion, unit: Unit) -> bool:
    if asks_time(question.text):  # what an apprentice is paid is not how long he learns
        return fits_measure(question.text, question.measure, unit.text)
    if any(c.attribute == question.measure for c in unit.claims):
        return True
    if question.counted is not None and counts(question.counted, unit.text):
        return True
    return fits_measure(question.text, question.measure, unit.text)


def bound_by(chosen: Sequence[Rated], terms: int) -> NDArray[np.float32]:
    """(terms,) how strongly quotes, their paragraphs and headings bind each term."""
    met = np.zeros(terms, np.float32)
    for rated in chosen:
        met = np.maximum(met, rated.own)
        met = np.maximum(met, TITLE * rated.above)
        met = np.maximum(met, np.where(rated.around >= 0.85, PARAGRAPH * rated.around, 0))
    return met


def answers(question: GuideQuestion, grounds: Grounds) -> bool:
    """Promise 4: whether what was found may be given as an answer."""
    if grounds.stranger or (question.wants is Wants.FIGURE and not grounds.kind_held):
        return False
    if not (grounds.in_scope and grounds.of_form and grounds.measured):
        return False
    near = grounds.cosine >= LEAST_COSINE or (grounds.verbatim and not grounds.left)
    return (
        near
        and grounds.left <= MOST_LEFT
        and grounds.left_by_best <= MOST_LEFT_BY_BEST
        and grounds.weak <= MOST_WEAK
        and not grounds.limit_left
        and grounds.heaviest <= (DECISIVE if question.pages else DECISIVE_OF_NOBODY)
    )


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
