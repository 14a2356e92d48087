"""Whom a claim is about, against whom a question names: just them, the page's subject, or a part.

What a label or a name leaves out sets no condition ("Federal government, excluding postal service")
and what is left over of a group is not the group ("Surgeons, all other"). Part of
`look_up_claims.py`; words nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.paraphrases import FRAME
from assistant.stemming import stem, stems
from vectorstore.records import Claim
from vectorstore.text import words

USUAL = frozenset(
    stem(w)
    for w in """median annual annually yearly year hourly hour mean average typical wage wages
    salary pay compensation number of jobs job openings employment outlook percent percentage
    change numeric growth grow projected expected increase decline education entry level entry-level
    experience work related occupation training on-the-job on the in a an to for and or from about
    around approximately nearly almost more less than over may january february march april june
    july august september october november december held overall employers largest quick facts base
    equal greater""".split()
)
"""Words of labels and conditions that set no claim apart from the others on its measure."""
OF_ROWS = frozenset(
    stem(w)
    for w in """median annual annually yearly year hourly hour mean average typical wage wages
    salary pay compensation a an and or from for of in on to the by with as at all other than total
    level range""".split()
)
"""The same for the rows of a table: "education" and "information" are industries there."""
JOINING = frozenset(map(stem, FRAME))
_EXCEPT = re.compile(
    r"[,;]?\s*\(?\b(?:except(?:ing)?|excluding|not including|other than)\b.*$", re.IGNORECASE
)
_REST = re.compile(
    r"^other\b|\ball other\b|\bnot elsewhere\b|,\s*(?:other|misc\w*)$", re.IGNORECASE
)


def without_exceptions(text: str) -> str:
    """A label or a name without what it says that it leaves out.

    >>> without_exceptions("Government, excluding schools and hospitals")
    'Government'
    """
    return _EXCEPT.sub("", text) or text


def is_rest(name: str) -> bool:
    """Whether a name is of what is left over of a group.

    >>> is_rest("Surgeons, all other"), is_rest("Surgeons")
    (True, False)
    """
    return bool(_REST.search(name))


def whose(claim: Claim, title: set[str], named: Collection[str]) -> int | None:
    """The rank of a claim by whom it is about; None for anyone but the page's subject.

    0 if it is about just those that the question names, 1 for the page's own subject, 2 for a part
    of it that has the question's words in its name, 3 for any other part.
    """
    said = words(without_exceptions(claim.entity))
    whole = set(map(stem, said)) - USUAL
    entity, asked = whole - JOINING, set(named) - USUAL
    if is_rest(claim.entity):
        return 3 if entity and entity <= title | asked else None
    if asked and asked in (entity, whole):  # "general" joins elsewhere, but dentists are apart
        return 0
    if entity <= title <= entity | USUAL | JOINING:
        return 1
    if asked and asked <= entity:
        return 2
    return 3 if entity and entity <= title else None


def about(claim: Claim) -> set[str]:
    """Stems of the words for whom a claim is about."""
    return set(stems(without_exceptions(claim.entity)))
