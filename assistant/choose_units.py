"""Choosing what to quote: the paragraph first, then its sentences; labelled pairs beside them.

Pure over a read question and a `GuideIndex`. Decides what answers best, not whether it answers:
`find_guides.py` weighs that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.aspects import Aspect, aspect_of_heading
from assistant.guide_index import GuideIndex, Unit
from assistant.guide_question import GuideQuestion
from assistant.measures import NUMERIC, Wants, counts, extreme_of, fits_measure, holds
from assistant.paraphrases import FRAME
from assistant.retriever import ScoredPassage
from assistant.stemming import stem, stems
from vectorstore.records import Claim
from vectorstore.text import fold, words

Matrix = NDArray[np.float32]

HEADING, PARAGRAPH = 0.8, 0.5
"""What a term is worth that stands in the heading or elsewhere in the paragraph, against 1 in the
sentence."""
COVERAGE, RANK, KIND, MEASURE, HEADLINE = 0.6, 0.25, 0.12, 0.15, 0.2
"""Weights of: terms met, rank of the paragraph, the kind of thing wanted, a claim on the measure,
a labelled pair where the top of the page is asked for."""
MEANING, LOOKED_AT = 0.2, 8
"""Weight of the cosine of question and sentence, and for how many sentences it is taken.
Measured on 57 paraphrased questions: the right sentence is chosen 44 times, without it 40."""
BOUND = 0.1
"""Weight of the share of the question that the unit, its headings and its paragraph bind."""
OPENING = 0.25
"""Of a page's first sentence, where hardly more than the page is named ("what is a windtech")."""
SUBJECT_ONLY = 0.4
"""Weight of the words that do not name the page, under which a question only asks what it is."""
LABEL, BOUND_BY_LABEL, SURE = 0.2, 0.5, 0.85
"""Added for a label that the question names in full, taken away for one that it does not name; the
strengths from which a word of the label is named, and named beyond doubt."""
MISFIT = 0.1
"""Taken from a unit without a figure of the measure, where a figure is asked for."""
REPEATED = 0.2
"""Taken from a sentence that stands on many pages, and from one that only asks."""
ASPECT = 0.15
"""Added under a heading that announces what is asked for: hours, qualities, licences."""
GAIN = 0.1
"""Share of the question's weight that a further sentence must add."""
CLOSE = 0.93
"""Score against the best from which a sentence of the same paragraph is quoted too."""
CLOSE_ELSEWHERE = 0.95
"""The same for a sentence of another paragraph of the page."""
MOST_UNITS, MOST_PASSAGES = 3, 2
MOST_WORDS, MOST_CITED, MOST_LISTED = 110, 6, 5
"""Of a whole answer: words, citations, and items of one list."""
_CREDIT = re.compile(r"\W*Sources?\b[^.:]{0,40}:", re.IGNORECASE)
_DANGLING = re.compile(
    r"(?:They|It|He|She|This|These|Those|That|Both|Such|Their|Its)\b|(?:Yes|No)[.,]"
    r"|(?:As a result|Therefore|Consequently|Thus|Hence|For (?:this|these) reasons?)\b"
    r"|[A-Z][a-z]+, (?:[a-z][\w ]{2,24}, )?(?:they|it|he|she|these|those)\b"
)


@dataclass(frozen=True, slots=True)
class Rated:
    """A unit with what it meets of the question."""

    unit: Unit
    score: float
    own: Matrix
    """(terms,) strength of its own words."""
    around: Matrix
    """(terms,) strength of its paragraph."""
    above: Matrix
    """(terms,) strength of headings and title."""


def choose(
    question: GuideQuestion, index: GuideIndex, passages: Sequence[ScoredPassage]
) -> list[Rated]:
    """The one to three units of these passages and their pages that answer best, best first."""
    return select(question, by_meaning(question, index, rate(question, index, passages)))


def by_meaning(question: GuideQuestion, index: GuideIndex, rated: Sequence[Rated]) -> list[Rated]:
    """The rated units, the first LOOKED_AT of them ordered anew with their own vectors.

    Unchanged in a large snapshot, for which these vectors are not kept. Computing them for each
    question costs 0.1 s and gained nothing on 222 questions over 342 pages (two right, two lost).
    """
    first = rated[:LOOKED_AT]
    vectors = index.unit_vectors([r.unit for r in first])
    if vectors is None:
        return list(rated)
    cosines = vectors @ question.vector
    scored = [
        replace(r, score=r.score + MEANING * float(cosine))
        for r, cosine in zip(first, cosines, strict=True)
    ]
    return sorted(scored, key=lambda r: -r.score) + list(rated[LOOKED_AT:])


def rate(
    question: GuideQuestion, index: GuideIndex, passages: Sequence[ScoredPassage]
) -> list[Rated]:
    """Every unit of these passages and the labelled pairs of their pages, best first."""
    if not passages:
        return []
    top = max(p.score for p in passages)
    low = min(p.score for p in passages)
    rank = {p.row: (p.score - low + 1.0) / (top - low + 1.0) for p in passages}
    units = [u for p in passages for u in index.units(p.row)]
    best_of: dict[str, float] = {}
    for p in passages:
        best_of[p.passage.page_id] = max(best_of.get(p.passage.page_id, 0.0), rank[p.row])
    units += [u for page in dict.fromkeys(p.passage.page_id for p in passages)
              for u in index.headlines(page)]  # fmt: skip
    units = [u for u in units if not _of_another_measure(question, u)]
    units = [u for u in units if not (u.headline and _is_of_group(u, index))]
    if not units:
        return []
    own = question.relation.strengths([u.words for u in units])
    around = _around(question, index, units)
    above = _above(question, index, units)
    shares = _shares(question, units)
    met = np.maximum(own, np.maximum(HEADING * above, PARAGRAPH * around))
    binding = np.maximum(own, np.maximum(above, np.where(around >= 0.85, 1.0, 0.0)))
    scores = COVERAGE * (met * shares).sum(axis=1) + BOUND * (binding * shares).sum(axis=1)
    rated = []
    for at, unit in enumerate(units):
        place = rank[unit.passage] if unit.passage is not None else best_of[unit.page_id]
        score = float(scores[at]) + RANK * place + _bonus(question, index, unit)
        if unit.headline:
            score += _label_fit(question, index, unit)
        rated.append(Rated(unit, score, own[at], around[at], above[at]))
    return sorted(rated, key=lambda r: -r.score)


def _shares(question: GuideQuestion, units: Sequence[Unit]) -> Matrix:
    """(units, terms) share of the question's weight that each term has on the unit's page."""
    weights = np.array([question.weights_on(u.page_id) for u in units], np.float32)
    shares: Matrix = weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-9)
    return shares


def coverage(question: GuideQuestion, unit: Unit, met: Matrix) -> float:
    """Share of the question's weight that is met."""
    weights = question.weights_on(unit.page_id)
    total = float(weights.sum())
    return float(met @ weights) / total if total else 0.0


def select(question: GuideQuestion, rated: Sequence[Rated]) -> list[Rated]:
    """The one to three units that answer, of one page and at most two passages, best first."""
    if not rated:
        return []
    chosen = [rated[0]]
    met = rated[0].own.copy()
    for other in rated[1:40]:
        if len(chosen) == MOST_UNITS or _length(chosen) + len(other.unit.words) > MOST_WORDS:
            break
        if other.unit.page_id != rated[0].unit.page_id or _overlaps(other, chosen):
            continue
        if not _worth(question, other, chosen, met):
            continue
        chosen.append(other)
        met = np.maximum(met, other.own)
    return chosen


def complete(question: GuideQuestion, index: GuideIndex, chosen: Sequence[Rated]) -> list[Rated]:
    """The chosen units with what they lean on, at most MOST_CITED units and MOST_WORDS words.

    That is the sentence before one that starts with "They", the list after one ending in a colon.
    """
    none = np.zeros(len(question.relation.terms), np.float32)
    found = list(chosen)
    for rated in chosen:
        for unit in (*_before(index, rated.unit), *_after(index, rated.unit)):
            more = Rated(unit, rated.score, none, none, none)
            fits = _length(found) + _length([more]) <= MOST_WORDS and len(found) < MOST_CITED
            if fits and not _overlaps(more, found):
                found.append(more)
    return found


def _before(index: GuideIndex, unit: Unit) -> tuple[Unit, ...]:
    if unit.passage is None or unit.place == 0 or not _DANGLING.match(unit.text):
        return ()
    return (index.units(unit.passage)[unit.place - 1],)


def _after(index: GuideIndex, unit: Unit) -> tuple[Unit, ...]:
    if unit.passage is None or not unit.text.rstrip().endswith(":"):
        return ()
    following = index.units(unit.passage)[unit.place + 1 :]
    if not following and unit.passage + 1 < len(index.passages):
        following = index.units(unit.passage + 1)
        following = tuple(u for u in following if u.heading_path == unit.heading_path)
    return following[:MOST_LISTED]


def _worth(question: GuideQuestion, other: Rated, chosen: Sequence[Rated], met: Matrix) -> bool:
    best = chosen[0]
    gain = coverage(question, other.unit, np.maximum(met, other.own)) - coverage(
        question, other.unit, met
    )
    if other.unit.passage == best.unit.passage and other.unit.passage is not None:
        return gain >= GAIN or other.score >= CLOSE * best.score
    if len({r.unit.passage for r in chosen} | {other.unit.passage}) > MOST_PASSAGES:
        return False
    gains = gain >= 2 * GAIN and other.score >= 0.7 * best.score
    return gains or other.score >= CLOSE_ELSEWHERE * best.score


def _overlaps(other: Rated, chosen: Sequence[Rated]) -> bool:
    return any(
        other.unit.page_id == r.unit.page_id
        and other.unit.start < r.unit.end
        and r.unit.start < other.unit.end
        for r in chosen
    )


def _length(chosen: Sequence[Rated]) -> int:
    return sum(len(r.unit.text.split()) for r in chosen)


def _bonus(question: GuideQuestion, index: GuideIndex, unit: Unit) -> float:
    bonus = KIND * holds(question.wants, unit.text)
    bonus *= 1.0 if counts(question.counted, unit.text) else 0.3
    if question.measure and any(c.attribute == question.measure for c in unit.claims):
        bonus += MEASURE
    if question.wants is Wants.FIGURE and not _fits(question, unit):
        bonus -= MISFIT
    if question.measure == "pay" and question.extreme is None and _only_ends(unit):
        bonus -= MISFIT
    bonus += OPENING * _opening(question, index, unit)
    if (
        question.measure is None and unit.text.count(" | ") > 1
    ):  # a row says nothing without its table
        bonus -= REPEATED
    if unit.text in index.repeated or unit.text.endswith("?") or is_credit(unit):
        bonus -= REPEATED
    if question.headline and unit.headline:
        bonus += HEADLINE
    heading = unit.heading_path[-1] if unit.heading_path else ""
    if question.aspect and aspect_of_heading(heading) is question.aspect:
        bonus += ASPECT
    return bonus


def _fits(question: GuideQuestion, unit: Unit) -> bool:
    """Whether a unit holds a figure of the measure that is asked for."""
    if any(c.attribute == question.measure for c in unit.claims):
        return True
    held = holds(question.wants, unit.text) > 0
    return held and fits_measure(question.text, question.measure, unit.text)


def _label_fit(question: GuideQuestion, index: GuideIndex, unit: Unit) -> float:
    """What the label of a labelled pair says for it: how much of it the question names."""
    label = [w for w in words(unit.claims[0].label) if w not in FRAME and not w[0].isdigit()]
    if not label:
        return 0.0
    met = question.relation.strengths([[word] for word in label]).max(axis=1, initial=0.0)
    if _of_another(unit.claims[0], index) and float((met >= SURE).mean()) < 0.5:
        return -2 * LABEL
    named = met >= BOUND_BY_LABEL
    if all(stem(w) in set(stems(index.pages[unit.page_id].title)) for w in label):
        return -LABEL / 2  # it only repeats the title; its heading says what it is
    asked = unit.claims[0].attribute == question.measure  # whatever the label calls it
    return LABEL * (2 * max(float(named.mean()), 0.75 if asked else 0.0) - 1)


def _only_ends(unit: Unit) -> bool:
    """Whether a sentence gives nothing but what the lowest and highest paid earn."""
    pay = [c for c in unit.claims if c.attribute == "pay"]
    return bool(pay) and all(extreme_of(" ".join((c.label, *c.qualifiers))) for c in pay)


def is_credit(unit: Unit) -> bool:
    """Whether a sentence only says where the page's figures come from."""
    return bool(_CREDIT.match(unit.text))


def _of_another_measure(question: GuideQuestion, unit: Unit) -> bool:
    """Whether a labelled pair gives another figure than the one asked for: jobs for their pay."""
    given = {c.attribute for c in unit.claims}
    if not unit.headline or question.measure not in NUMERIC or not given <= NUMERIC:
        return False
    return question.measure not in given and (question.measure, given) != ("growth", {"change"})


def _of_another(claim: Claim, index: GuideIndex) -> bool:
    """Whether a labelled pair speaks of something else than its page: an industry, a group."""
    label = fold(claim.label)
    if any(fold(q) == label for q in claim.qualifiers):
        return True
    return fold(claim.entity) == label != fold(index.pages[claim.page_id].title)


def _is_of_group(unit: Unit, index: GuideIndex) -> bool:
    """Whether a labelled pair gives the figure of a group that several pages are set beside."""
    return all(
        fold(c.entity) in index.beside and fold(c.entity) != fold(index.pages[c.page_id].title)
        for c in unit.claims
    )


def _opening(question: GuideQuestion, index: GuideIndex, unit: Unit) -> float:
    """1 for the first sentence of a page's prose where the question asks what its subject is."""
    if unit.passage is None or unit.page_id not in question.pages or question.measure:
        return 0.0
    if question.aspect not in (None, Aspect.DUTIES):
        return 0.0
    first = index.first_prose(unit.page_id)
    if unit.passage != first or unit.place > 1:
        return 0.0
    left = float(question.weights_on(unit.page_id).sum())
    return (1.0 if left < SUBJECT_ONLY else 0.2) * (1.0 if unit.place == 0 else 0.5)


def _around(question: GuideQuestion, index: GuideIndex, units: Sequence[Unit]) -> Matrix:
    rows = list(dict.fromkeys(u.passage for u in units if u.passage is not None))
    # What a table beside it tells is none of what a sentence leans on.
    prose = ([u for u in index.units(row) if u.text.count(" | ") == 0] for row in rows)
    bags = [[w for u in units for w in u.words] for units in prose]
    found = dict(zip(rows, question.relation.strengths(bags), strict=True))
    none = np.zeros(len(question.relation.terms), np.float32)
    return np.array([found.get(u.passage, none) if u.passage is not None else none for u in units])


def _above(question: GuideQuestion, index: GuideIndex, units: Sequence[Unit]) -> Matrix:
    places = list(dict.fromkeys((u.page_id, u.heading_path) for u in units))
    bags = [
        [w for part in (index.pages[page].title, *path) for w in words(part)]
        for page, path in places
    ]
    found = dict(zip(places, question.relation.strengths(bags), strict=True))
    return np.array([found[u.page_id, u.heading_path] for u in units])
