"""Words that ask for a measure, or go with asking for it, and say nothing more.

A claim on the measure answers to them: "bring home" asks for pay. Used by `look_up_claims.py`.
"""

from __future__ import annotations

import re

from assistant.aspects import aspect_asked
from assistant.grounding import Term, read_terms
from assistant.measures import comparison, extreme_of, measure_of, questions_in
from assistant.paraphrases import classes_of
from assistant.stemming import stem
from vectorstore.query import ClaimOp
from vectorstore.text import fold

DECIDES = 0.3
"""Weight from which a word of the question must be read."""
_ASKING: dict[str, frozenset[str]] = {
    measure: frozenset(map(stem, said.split()))
    for measure, said in {
        "pay": "pay hour year month week day cash money bring home pull expect typical average rate"
        " worth people person well good clear pocket field profession career job work occupation",
        "growth": "grow decline future job demand employment change field fast quick decade ten 10"
        " profession career occupation work next percent employ people worker number rate slow much"
        " fewer more less train",
        "jobs": "job people employ worker workforce big large size total hold exist current many"
        " headcount project future",
        "openings": "open vacancy job year average project expect available decade each employ",
        "change": "change employment job lost shed number numeric additional extra add gain lose"
        " new increase decrease project create fewer grow decline decade ten 10 next people employ"
        " worker need require",
        "employers": "employ employer industry share percent proportion fraction work worker large"
        " main hire people sector big top",
        "education": "degree need entry college university school level start begin enter formal"
        " study job work career master bachelor associate doctorate diploma gain"
        " hire field hold possess qualify education educate college",
        "training": "train job work need get receive occupation learn period",
        "experience": "experience work job need previous relate occupation year field gain another"
        " hire",
        "demand": "demand market hire",
    }.items()
}
"""Words that ask for a measure, or go with asking for it: the claim itself answers to them."""
_LASTING = frozenset({"training", "education", "experience"})
"""Measures that are told as a time, too: "how long is the training?"."""
SHARE_WORDS = frozenset(
    stem(w)
    for w in """10 ten tenth percentile 10th 90th percent
    percentage decile lowest lowest-paid low bottom worst least
    poorest upper highest highest-paid high top best best-paid most paid earning end earner little
    under more minimum maximum ceiling floor""".split()
)
"""Words for the share of all at one end, beside its figure."""

_PREDICATE = re.compile(
    r"\b(?:do|does|did|can|could|should|must|would|will|needs?|ha(?:s|ve) to)\b"
    r"|^(?:is|are|was|were) (?:it|they|he|she|this|that|these|those|there|the)\b"
    r"|^(?:who|whom|why|when)\b|^how (?!much\b|many\b|about\b)"
)
_OPENERS = re.compile(r"^(?:(?:and|but|so|ok|okay|also|then)\b[\s,]*)+")
_SAME_MEASURE = re.compile(
    r"\b(?:same|compare[ds]?|differ|than|more|less|fewer|higher|lower|different|better|worse)\b"
)
"""Sets the measure asked for before beside another: "is it more in hospitals?"."""


def asks_anew(text: str) -> bool:
    """Whether a follow-up asks for something of its own, not for what was asked before.

    >>> asks_anew("where do they work?"), asks_anew("and in hospitals?")
    (True, False)
    """
    plain = _OPENERS.sub("", fold(text))
    own = _PREDICATE.search(plain) and not _SAME_MEASURE.search(plain)
    return measure_of(text) is not None or aspect_asked(text) is not None or bool(own)


def asked_last(context: str) -> str:
    """The last of the earlier questions that asks for something; "" where none does.

    >>> asked_last("how much do bakers make; do they work weekends; and waiters?")
    'do they work weekends'
    """
    return next((part for part in reversed(questions_in(context)) if asks_anew(part)), "")


_OF_ELSE = re.compile(
    r"\b(?:which|what)\b(?:'s)?\s+(?:(?:us|other|kinds?|types?|sorts?) (?:of )?)?"
    r"(?P<kind>states?|cit(?:y|ies)|countr(?:y|ies)|regions?|places?|areas?|compan(?:y|ies)"
    r"|industr(?:y|ies)|sectors?|employers?|schools?|colleges?|universit(?:y|ies)|settings?|towns?"
    r"|airlines?|firms?)\b"
)


def asks_of_no_jobs(text: str) -> str:
    """The word for the places or firms of which one is asked for: the best job is no answer.

    >>> asks_of_no_jobs("which state has the best paid jobs"), asks_of_no_jobs("what job pays best")
    ('state', '')
    """
    found = _OF_ELSE.search(fold(text))
    return found["kind"] if found else ""


def asks_for(term: Term, measure: str | None) -> bool:
    """Whether a word of a question only asks for the measure."""
    asking = _ASKING.get(measure or "", frozenset())
    if term.stem in asking or stem(term.text) in asking:
        return True
    shared = frozenset().union(*(classes_of(s) for s in asking)) if asking else frozenset()
    return bool(term.classes & shared)


def asks_only_for_share(text: str) -> bool:
    """Whether a question says nothing but which share of all is meant: "the lowest 10 percent?"."""
    return extreme_of(text) is not None and all(t.stem in SHARE_WORDS for t in read_terms(text))


def asks_nothing_else(text: str) -> bool:
    """Whether a question only asks for a measure: of whom, it leaves to what was said before.

    >>> asks_nothing_else("what degree is required?"), asks_nothing_else("which job pays best?")
    (True, False)
    >>> asks_nothing_else("how long is the training?")
    True
    """
    measure = measure_of(text)
    of_share = extreme_of(text) is not None
    if measure is None or (comparison(text) is not ClaimOp.COMPARE and not of_share):
        return False
    terms = (t for t in read_terms(text) if not (of_share and t.stem in SHARE_WORDS))
    if measure in _LASTING:
        terms = (t for t in terms if t.text != "how long")
    return all(asks_for(t, measure) or t.weight < DECIDES for t in terms)
