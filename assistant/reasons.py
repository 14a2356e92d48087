"""Why-questions on how jobs change: the figure that denies what they suppose, or the reasons.

"Why is the number of bakers falling?" has no reason for an answer where it grows: then the page's
label and its sentence say so. Where it does fall, the sentences of the outlook answer that tell
why. Part of `find_guides.py`; what somebody is paid has a reason only where a quote gives one
(`answer_form.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.claim_items import unit_of
from assistant.guide_index import SENTENCE, GuideIndex, Unit
from assistant.guide_question import GuideQuestion
from assistant.look_up_claims import best_of, fits, unread
from assistant.measures import Wants, holds
from assistant.stemming import stem, stems
from vectorstore.records import Claim, PageId
from vectorstore.text import fold, words

MOST_REASONS, MOST_WORDS = 3, 90
"""Sentences of an outlook that are quoted as its reasons, and their words."""
_RISES = re.compile(
    r"\b(?:grow(?:s|n|th|ing)?|boom\w*|increas\w+|ris(?:e|es|ing)|expand\w*"
    r"|(?:going|gone|go(?:es)?) up|gain(?:s|ing)?|adding|more and more)\b"
    r"|\b(?:good|great|strong|bright) (?:outlook|prospects)\b"
    r"|\b(?:outlook|prospects)\b[^.?!]*\b(?:good|great|strong|bright)\b"
)
_FALLS = re.compile(
    r"\b(?:shrink\w*|shrank|declin\w+|decreas\w+|disappear\w*|vanish\w*|dying|fall(?:s|ing)?|fell"
    r"|drop(?:s|ped|ping)?|(?:going|gone|go(?:es)?) (?:down|away)|los(?:s|es?|ing)|fewer"
    r"|shed(?:s|ding)?)\b"
    r"|\b(?:poor|bad|bleak|weak|gloomy) (?:outlook|prospects)\b"
    r"|\b(?:outlook|prospects)\b[^.?!]*\b(?:poor|bad|bleak|weak|gloomy)\b"
)
_OF_JOBS = re.compile(
    r"\b(?:jobs?|positions?|employ(?:ment|ed)|number|demand|occupations?|professions?|field|career"
    r"|work(?:ers|force)|outlook|prospects|people|need(?:ed)?)\b"
)
_OF_ELSE = re.compile(
    r"\b(?:pay|paid|wages?|salar(?:y|ies)|earn\w*|income|hours|hurt|injur\w+|fatal\w*|deaths?"
    r"|openings?|vacanc\w+|weight|fees?|costs?|prices?)\b"
)
"""What may rise and fall beside jobs: then nothing here is asked."""
_NEEDED = re.compile(
    r"\b(?:needed|need|demand|require|because|due to|as a result|result|as [\w\s]{3,60},"
    r"|expected to|continues?|reduc\w+|limit\w*|lead|allow\w*|automat\w+|technolog\w+)\b"
)
"""Words of sentences that tell what drives or dampens an outlook."""
_HOW_MUCH = re.compile(r"\bhow (?:fast|much|quickly)\b|\bpercent\w*\b|%")
_OF_FIGURES = ("growth", "openings", "change", "jobs")


def direction(text: str) -> int:
    """1 where jobs are said to become more, -1 to become fewer, 0 for neither and for both.

    >>> direction("why is the number of bakers falling?"), direction("why is their pay falling?")
    (-1, 0)
    """
    plain = fold(text)
    if _OF_ELSE.search(plain):
        return 0
    return bool(_RISES.search(plain)) - bool(_FALLS.search(plain))


def against_premise(question: GuideQuestion, index: GuideIndex) -> tuple[Claim, ...]:
    """How jobs change on a page, where a question asks why they do the contrary; else nothing.

    The label and the sentence with the same figure. Where jobs neither grow nor decline, both are
    the contrary.
    """
    said, claim = _supposed(question, index)
    if claim is None or claim.low is None or claim.low * said > 0:
        return ()
    page = question.pages[0]
    same = (
        c
        for c in index.claims.get(page, ())
        if (c.attribute, c.entity, c.low) == (claim.attribute, claim.entity, claim.low)
        and c is not claim
    )
    told = (c for c in same if (u := unit_of(c, index)) and SENTENCE.search(u.text))
    return (claim, *list(told)[:1])


def also_asked(question: GuideQuestion, index: GuideIndex) -> tuple[Claim, ...]:
    """How much jobs change, where that is asked beside the reasons: "how fast, and why?"."""
    _, claim = _supposed(question, index)
    return (claim,) if claim is not None and _HOW_MUCH.search(fold(question.text)) else ()


def reasons(question: GuideQuestion, index: GuideIndex) -> tuple[Unit, ...]:
    """The sentences of a page's outlook that tell why jobs change as the question says.

    Those on a part of the page where that is meant; none where the page says nothing of the kind.
    """
    said, claim = _supposed(question, index)
    if claim is None or claim.low is None or claim.low * said <= 0:
        return ()
    page = question.pages[0]
    telling = [u for u in _of_outlook(index, page) if _tells_why(u, said)]
    meant = question.stems_meant(page)
    if not meant <= set(stems(index.pages[page].title)) or len(_parts(index, page)) > 1:
        telling = [u for u in telling if meant <= set(stems(u.text))] or telling
    telling.sort(key=lambda u: -holds(Wants.REASON, u.text))
    return _first(sorted(telling[:MOST_REASONS], key=lambda u: u.start))


def _supposed(question: GuideQuestion, index: GuideIndex) -> tuple[int, Claim | None]:
    """The direction that a why-question on one page supposes, and the page's figure on it."""
    named = question.subject_stems
    said = direction(" ".join(w for w in words(question.text) if stem(w) not in named))
    if question.wants is not Wants.REASON or said == 0 or len(question.pages) != 1:
        return 0, None
    growth = replace(question, measure="growth", wants=Wants.FIGURE)
    page = question.pages[0]
    found = best_of(growth, fits(growth, index, page))[:1]
    left = unread(growth, index, page, found)
    if not found or any(not (_changes(w) or _OF_JOBS.search(w)) for w in left):
        return 0, None
    return said, found[0]


def _changes(word: str) -> bool:
    return bool(_RISES.search(word) or _FALLS.search(word))


def _parts(index: GuideIndex, page: PageId) -> set[str]:
    """Those of a page whose change is told apart from the others'."""
    return {fold(c.entity) for c in index.claims.get(page, ()) if c.attribute == "growth"}


def _of_outlook(index: GuideIndex, page: PageId) -> Iterator[Unit]:
    """The sentences of the section that tells of growth in a sentence, and of its parts."""
    rows = index.rows_of.get(page, ())
    heads = {
        index.passages[row].heading_path[:2]
        for row in rows
        for unit in index.units(row)
        if SENTENCE.search(unit.text) and any(c.attribute == "growth" for c in unit.claims)
    }
    for row in rows:
        if index.passages[row].heading_path[:2] in heads:
            yield from index.units(row)


def _tells_why(unit: Unit, said: int) -> bool:
    """Whether a sentence tells a reason for this direction, and no figure of its own."""
    plain = fold(unit.text)
    if not SENTENCE.search(unit.text) or "openings" in plain:
        return False
    if any(c.attribute in _OF_FIGURES for c in unit.claims):
        return False
    told = bool(_RISES.search(plain)) - bool(_FALLS.search(plain))
    return told != -said and bool(_NEEDED.search(plain))


def _first(units: list[Unit]) -> tuple[Unit, ...]:
    """The first units within MOST_WORDS."""
    found: list[Unit] = []
    for unit in units:
        if found and sum(len(u.text.split()) for u in (*found, unit)) > MOST_WORDS:
            break
        found.append(unit)
    return tuple(found)
