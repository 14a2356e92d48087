"""The page of those whom a question only describes by what they do: "someone who fixes planes".

Part of `guide_question.py`. A description is compared with how each page's prose opens, and names
a page only if it is clearly nearer to that than to any other: else nobody is named.
"""

from __future__ import annotations

import re

import numpy as np

from assistant.grounding import content_words
from assistant.guide_index import SENTENCE, GuideIndex
from vectorstore.records import PageId

LEAST, LEAST_OF_SHORT, CLEARLY = 0.45, 0.5, 0.05
"""Cosine of a description and a page's opening, also of one in two words, and its lead.

The mean of the first passage's and of its first sentences'. Measured over 342 pages: 21 of 29
trades held were found and none taken for another; of 6 not held the nearest page had 0.35.
"""
_LOOKED_AT = 6
"""Pages nearest by their first passage, whose first sentences are compared too."""
_LEAST_WORDS = 2
"""Content words that describe somebody: of "those who look after trees" there are several."""
_FIRST = 2
"""Sentences that open a page."""
_SOMEBODY = r"(?:someone|somebody|anyone|a person|people|persons?|those|guys?|folks|workers?)"
_VERBS = (
    r"(?:needs?|earns?|makes?|made|gets?|have|has|require\w*|per|are|is|do|does|paid|typically"
    r"|usually)"
)
_WHO = re.compile(
    rf"\b{_SOMEBODY}\s+(?:who|that)\s+[\w'-]+(?:\s+(?!{_VERBS}\b)[\w'-]+){{1,9}}", re.IGNORECASE
)
"""A description of people by what they do, up to the verb of the question."""
_APART = re.compile(
    rf"\b(?P<who>{_SOMEBODY})\s+(?:{_VERBS})\s+(?:a year\s+|per year\s+|an hour\s+)?"
    r"(?P<what>(?:who|that)\s+[\w'-]+(?:\s+[\w'-]+){1,9})",
    re.IGNORECASE,
)
""" "What does somebody earn who fits glasses": the description behind the verb of the question."""
_WISH = re.compile(
    r"\bI(?:'d|\u2019d| would| really)? (?:really )?(?:love|like|want|enjoy|hope|wish|plan)(?: to)?"
    r" (?P<do>(?!be\b|becom|run\b|open\b|own\b|buy\b|live\b|know\b|work\b|working\b|find\b|see\b"
    r"|learn\b|make\b|earn\b|get\b|ask\b|go\b|start\b|switch\b"
    r"|study (?:for|at|in)\b|move\b|train\b|apply\b|take\b|the\b|an?\b)"
    r"[a-z]+(?: [\w'\u2019-]+){2,11})",
    re.IGNORECASE,
)
"""What a visitor would like to do: "I'd love to study bacteria for a living"."""
_AIM = re.compile(
    r"\b(?:needs?|needed|required?|takes?|study|train|training|degrees?|licen[cs]es?|diplomas?"
    r"|qualifications?|schooling)\b[^.?!]*?\bto (?P<do>(?!be\b|becom|work\b|get\b|start\b|enter\b"
    r"|run\b|open\b|own\b|buy\b|live\b|have\b|qualify\b|do\b|know\b|join\b|go\b|apply\b"
    r"|make (?:more|good|money)\b)"
    r"[a-z]+(?: (?!takes?\b|needed\b|required\b)[\w'\u2019-]+){1,8})",
    re.IGNORECASE,
)
"""What training is for: "which licence do I need to drive a truck"."""
_DOES = re.compile(
    r"\bmy (?:\w+ ){1,2}?(?P<do>(?!is\b|has\b|was\b|wants\b|loves\b|likes\b|works\b|thinks\b"
    r"|lives\b|needs\b|says\b|earns\b|makes\b|gets\b|hates\b|goes\b)[a-z]+s"
    r"(?: (?!what|how\b|which\b|who\b|and (?:what|how))[\w'\u2019-]+){2,12})",
    re.IGNORECASE,
)
"""What somebody the visitor knows does: "my sister greets visitors at an office"."""
_LIVING = re.compile(
    r"\s+(?:for a living|for work|all day|as a (?:job|career))\b.*$", re.IGNORECASE
)
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+")
"""A name inside a description would be read as no more than a likeness: "... in Ohio"."""


def description_in(text: str) -> str:
    """The words that describe people by what they do; empty where there are none.

    >>> description_in("How much does somebody make who fits people for glasses?")
    'somebody who fits people for glasses'
    >>> description_in("I'd love to study bacteria and fungi for a living.")
    'study bacteria and fungi'
    """
    if m := _APART.search(text):
        found = f"{m['who']} {m['what']}"
    elif m := _WHO.search(text):
        found = m[0]
    elif m := _WISH.search(text) or _AIM.search(text) or _DOES.search(text):
        found = m["do"]
    else:
        return ""
    told = _LIVING.sub("", found)
    thin = len(content_words(told)) < _LEAST_WORDS
    return "" if thin or _NAME.search(found) else told


def page_described(description: str, index: GuideIndex) -> PageId | None:
    """The page whose opening says what is described; None where none does, or two about as well."""
    pages, first = index.openings
    if len(pages) < 2:  # nothing to tell it from
        return None
    vector = index.embed([description])[0]
    cosines = first @ vector
    nearest = [int(at) for at in np.argsort(-cosines)[:_LOOKED_AT]]
    unknown = [pages[at] for at in nearest if pages[at] not in index.opening_vectors]
    if unknown:
        made = index.embed([_opening(index, page) for page in unknown])
        index.opening_vectors.update(zip(unknown, made, strict=True))
    means = [(cosines[at] + index.opening_vectors[pages[at]] @ vector) / 2 for at in nearest]
    best, second = np.argsort(-np.array(means))[:2]
    short = len(content_words(description)) == _LEAST_WORDS
    clear = (
        means[best] >= (LEAST_OF_SHORT if short else LEAST)
        and means[best] - means[second] >= CLEARLY
    )
    return pages[nearest[best]] if clear else None


def _opening(index: GuideIndex, page: PageId) -> str:
    """The first sentences of a page's prose."""
    row = index.first_prose(page)
    said = [u.text for u in index.units(row) if SENTENCE.search(u.text)] if row is not None else []
    return " ".join(said[:_FIRST])
