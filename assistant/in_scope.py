"""Whether what is quoted is of the scope that a question asks for: year, rank, period, end, kind.

What is paid now says nothing about another year, what is usual nothing about beginners, what a year
brings nothing about a week. Part of `find_guides.py`, for its prose; claims are held to the same by
`look_up_claims.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from assistant.asking_words import SHARE_WORDS, asks_for
from assistant.aspects import Aspect, aspect_of_heading
from assistant.choose_units import Rated
from assistant.grounding import RANKS, SAME_ROOT
from assistant.guide_question import GuideQuestion
from assistant.look_up_claims import SURE, years_of
from assistant.measures import NUMERIC, asks_by_kind, extreme_of, keeps_end, years_in
from assistant.scopes import period_in, ranks_in
from assistant.stemming import stem, stems
from assistant.trade_words import is_of_people, is_trade, parts_of
from assistant.whose import JOINING, USUAL, without_exceptions
from vectorstore.records import PageId, SourcePage
from vectorstore.text import fold, words

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_STATISTIC = re.compile(
    r"\b(?:average|median|mean|maximum|minimum|longest|shortest|oldest|youngest)\s+(?P<of>[a-z]+)"
)
_OF_PEOPLE = (*NUMERIC, "education", "training", "experience")
"""Measures that somebody has."""
_MOST_OF_NAME = 0.5
"""Share of the words for somebody that the question has to hold more than."""
_ALIKE = re.compile(r"\b(?:similar|related|alike|resembl\w+)\b")


def in_scope(
    question: GuideQuestion, chosen: Sequence[Rated], titles: Mapping[PageId, SourcePage]
) -> bool:
    """Whether the chosen units, those on the measure if any, are of all that limits the question.

    True where nothing limits it. `titles` are the pages by id.
    """
    measured = _measured(question, chosen)
    return (
        _of_whom(question, measured, titles)
        and _of_years(question, measured)
        and _of_ranks(question, measured)
        and _of_period(question, measured)
        and _of_end(question, measured)
        and _of_statistic(question, chosen)
        and _of_kind(question, chosen)
        and _of_limits(question, measured, titles)
    )


def _measured(question: GuideQuestion, chosen: Sequence[Rated]) -> Sequence[Rated]:
    """The units with a claim on the measure asked for; all where none has one."""
    told = [r for r in chosen if any(c.attribute == question.measure for c in r.unit.claims)]
    return told or chosen


def _of_whom(
    question: GuideQuestion, measured: Sequence[Rated], titles: Mapping[PageId, SourcePage]
) -> bool:
    """Whether what is measured is of people that the question speaks of, where it names no page.

    By a word of the page's title, of the headings or of whom the figure is about; pages that are
    not titled by people are left to the other rules.
    """
    if question.pages or question.measure not in _OF_PEOPLE:
        return True
    told = [r for r in measured if is_of_people(titles[r.unit.page_id].title)]
    if not told:
        return True
    terms = question.relation.terms
    asked = [
        at
        for at, term in enumerate(terms)
        if not asks_for(term, question.measure)
        and not (term.stem in SHARE_WORDS and extreme_of(question.text))
    ]
    bags = []
    for r in told:
        claims = [c for c in r.unit.claims if c.attribute == question.measure]
        whom = (part for c in claims for part in (c.entity, without_exceptions(c.label)))
        said = (titles[r.unit.page_id].title, *r.unit.heading_path, *whom)
        bags.append([w for part in said for w in words(part) if stem(w) not in USUAL])
    if any(
        _blends(terms[at].text, words(titles[r.unit.page_id].title)) for at in asked for r in told
    ):
        return True
    if question.measure not in NUMERIC:
        return bool((question.relation.strengths(bags)[:, asked] > SAME_ROOT).any())
    of_people = {p.title for p in titles.values() if p.is_named and is_of_people(p.title)}
    held = Counter(s for title in of_people for s in set(stems(title)))
    each = [who for r in told for who in _whom(question, r, titles)]
    return any(_is_asked_for(question, who, asked, held) for who in each)


def _whom(
    question: GuideQuestion, rated: Rated, titles: Mapping[PageId, SourcePage]
) -> set[tuple[str, ...]]:
    """The words for those whose figure a unit gives, each of whom it gives one."""
    claims = [c for c in rated.unit.claims if c.attribute == question.measure]
    named = [c.entity for c in claims] or [titles[rated.unit.page_id].title]
    told = (
        tuple(w for w in words(without_exceptions(part)) if stem(w) not in USUAL | JOINING)
        for name in named
        for part in (name, *parts_of(name))
    )
    return {who for who in told if who}


def _is_asked_for(
    question: GuideQuestion, who: Sequence[str], asked: Sequence[int], held: Mapping[str, int]
) -> bool:
    """Whether the question has most of the words for somebody, or one that tells them.

    Of engineers none are meant: many titles have the word. `held` are stems by titles of people.
    Preparators
    do no preparation: a word for people is met by one for people only.
    """
    met = question.relation.strengths([[word] for word in who])[:, asked] > SAME_ROOT
    people = [is_trade(question.relation.terms[at].text) for at in asked]
    doers = np.array([[is_trade(word) or not by for by in people] for word in who])
    said = [word for word, found in zip(who, (met & doers).any(axis=1), strict=True) if found]
    telling = any(held[stem(word)] == 1 for word in said)
    return telling or len(said) > _MOST_OF_NAME * len(who)


def _blends(word: str, title: Sequence[str]) -> bool:
    """Whether a word is made of the beginnings of two words of a title: "infosec"."""
    return any(
        one.startswith(word[:cut]) and other.startswith(word[cut:])
        for one, other in pairwise(title)
        for cut in range(3, len(word) - 2)
    )


def _of_years(question: GuideQuestion, measured: Sequence[Rated]) -> bool:
    """Whether the years asked for stand in the units, or over them."""
    asked = set(_YEAR.findall(question.text))
    said = {
        year
        for r in measured
        for part in (r.unit.text, *r.unit.heading_path)
        for year in years_in(part)
    }
    claims = (c for r in measured for c in r.unit.claims if c.attribute == question.measure)
    said |= {year for claim in claims for year in years_of(claim)}
    return asked <= said


def _of_ranks(question: GuideQuestion, measured: Sequence[Rated]) -> bool:
    """Whether figures are of the rank asked for: "starting pay", "class 3"."""
    numbered = ranks_in(question.text)
    if numbered and not any(numbered & ranks_in(r.unit.text) for r in measured):
        return False
    if question.measure != "pay":
        return True
    asked = [
        at
        for at, term in enumerate(question.relation.terms)
        if term.classes & RANKS and not term.scene and term.stem not in question.subject_stems
    ]
    return all(any(max(r.own[at], r.above[at]) >= SURE for r in measured) for at in asked)


def _of_limits(
    question: GuideQuestion, measured: Sequence[Rated], titles: Mapping[PageId, SourcePage]
) -> bool:
    """Whether figures of somebody are of the place or kind asked for: "paid in schools"."""
    if question.measure not in NUMERIC or not any(r.unit.claims for r in measured):
        return True
    limits = [
        at
        for at, term in enumerate(question.relation.terms)
        if term.limit and term.stem not in question.subject_stems
        and not asks_for(term, question.measure)
    ]  # fmt: skip
    leans = [_tells_on(question, r, titles) for r in measured]
    return all(
        any(max(r.own[at], r.above[at], r.around[at] if around else 0.0) >= SURE
            for r, around in zip(measured, leans, strict=True))
        for at in limits
    )  # fmt: skip


def _tells_on(question: GuideQuestion, rated: Rated, titles: Mapping[PageId, SourcePage]) -> bool:
    """Whether a unit can lean on its paragraph for where its figure is of.

    The jobs that all of them hold stand over a table of where these are, and what all are paid
    beside one of what some are; "their pay" is that of those just spoken of.
    """
    of_people = is_of_people(titles[rated.unit.page_id].title)
    if question.measure == "pay" and of_people and not _OF_THOSE.match(rated.unit.text):
        return False
    return not rated.unit.headline and question.measure != "jobs"


_OF_THOSE = re.compile(r"\W*(?:Their|His|Her|They|He|She|These|Those)\b")
"""Opens a sentence about those whom the one before it names."""


def _of_period(question: GuideQuestion, measured: Sequence[Rated]) -> bool:
    """Whether pay is given for the period asked for; that of a year may leave it out."""
    if question.measure != "pay" or question.period is None:
        return True
    periods = {c.period for r in measured for c in r.unit.claims if c.attribute == "pay"}
    if question.period == "year":
        return not periods or bool(periods & {"year", None})
    said = {period_in(r.unit.text) for r in measured}
    return question.period in periods | said


def _of_end(question: GuideQuestion, measured: Sequence[Rated]) -> bool:
    """Whether "which ... pays most" is met by words of that end, or by several industries' pay."""
    if question.measure not in (*NUMERIC, "employers"):
        return True
    told = ([c for c in r.unit.claims if c.attribute == question.measure] for r in measured)
    if asks_by_kind(question.text) and any(len(claims) > 1 for claims in told):
        return True
    return keeps_end(question.text, " ".join(r.unit.text for r in measured))


def _of_statistic(question: GuideQuestion, chosen: Sequence[Rated]) -> bool:
    """Whether one unit holds both words of "average age": met apart they say nothing."""
    asked = _STATISTIC.search(fold(question.text))
    if asked is None or question.measure is not None:
        return True
    words = asked[0].split()
    at = [n for n, term in enumerate(question.relation.terms) if term.text in words]
    return not at or any(bool(np.all(r.own[at] >= SURE)) for r in chosen)


def _of_kind(question: GuideQuestion, chosen: Sequence[Rated]) -> bool:
    """Whether what is quoted on similar occupations speaks of such."""
    if question.aspect is not Aspect.SIMILAR:
        return True
    return any(
        _ALIKE.search(fold(r.unit.text))
        or any(aspect_of_heading(h) is Aspect.SIMILAR for h in r.unit.heading_path)
        for r in chosen
    )
