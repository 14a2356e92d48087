"""Promise 4 for what was chosen: how well it bears out a question, and whether that is enough.

Part of `find_guides.py`, after `choose_units.py`; words nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.answer_form import fits_form
from assistant.choose_units import Rated
from assistant.grounding import SAME_CLASS, side_by_side, trades
from assistant.guide_index import Unit
from assistant.guide_question import GuideQuestion
from assistant.in_scope import in_scope
from assistant.measures import Wants, asks_time, counts, extreme_of, fits_measure, holds
from assistant.retriever import ScoredPassage
from assistant.stemming import stem, stems
from vectorstore.records import PageId, SourcePage

_LEARNED = re.compile(
    r"\b(?:degrees?|diplomas?|colleges?|universit\w+|educat\w+|school\w*|bachelor|master|doctor\w*"
    r"|ph\.?d|certificates?|credentials?|program\w*|coursework|courses?|major\w*|study|studie[sd]"
    r"|training|trained|apprentice\w*|qualif\w+)\b",
    re.IGNORECASE,
)
"""Speaks of what somebody has learned."""
_BECOMES = re.compile(r"\bbecom(?:e|es|ing)\b", re.IGNORECASE)
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
    title = set(stems(titles[question.pages[0]].title))  # a museum's conservator
    if stem(pair[0]) in question.subject_stems | title or question.stems_naming(
        question.pages[0]
    ) != {head}:
        return False
    held = {page.title for page in titles.values() if page.is_named and head in stems(page.title)}
    return len(held) > 1


def _verbatim(question: GuideQuestion, rated: Rated) -> bool:
    heavy = question.relation.weights >= 0.4
    return bool(heavy.any()) and bool((rated.own[heavy] >= SAME_CLASS).all())


def _measured(question: GuideQuestion, chosen: Sequence[Rated]) -> bool:
    """Whether a quote has a claim on the measure; nothing else answers "growth of podcasters"."""
    if question.measure == "education" and question.pages:
        return any(_LEARNED.search(r.unit.text) for r in chosen)
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
    if question.measure is None and _tells_ends(unit):
        return False
    if asks_time(question.text):  # what an apprentice is paid is not how long he learns
        return fits_measure(question.text, question.measure, unit.text)
    if any(c.attribute == question.measure for c in unit.claims):
        return True
    if question.counted is not None and counts(question.counted, unit.text):
        return True
    return fits_measure(question.text, question.measure, unit.text)


def _tells_ends(unit: Unit) -> bool:
    """Whether a sentence speaks of shares only to give their pay: "the lowest 10 percent"."""
    return bool(unit.claims) and all(
        extreme_of(" ".join((c.label, *c.qualifiers))) is not None for c in unit.claims
    )


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
