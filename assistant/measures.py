"""What kind of answer a question wants: the measure it names, a figure, a comparison.

Grammar over folded text; knows no page. Used by `guide_question.py`.
"""

from __future__ import annotations

import re
from enum import StrEnum

from assistant.paraphrases import FRAME
from assistant.stemming import stem
from vectorstore.query import ClaimOp
from vectorstore.text import ACRONYMS, fold, words


class Wants(StrEnum):
    """What must stand in a quoted sentence for it to answer."""

    FIGURE = "figure"
    TIME = "time"
    NAMES = "names"
    PLACE = "place"
    TEXT = "text"


_MEASURES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "jobs",
        re.compile(
            r"\bnumber of (?:jobs|workers|people)\b"
            r"|\bhow many\b[^.?!]*\b(?:jobs?|works?|working|employed|are there|exist)\b"
            r"|\b(?:fewest|most|more|fewer|many) (?:jobs|people|workers)\b|\bat work\b"
            r"|\bare there (?:more|fewer)\b"
        ),
    ),
    (
        "growth",
        re.compile(
            r"\b(?:grow(?:s|th|ing)?|outlook|prospects?|declin\w+|disappear\w*|shrink\w*|increas\w+|decreas\w+)\b"
            r"|\bgoing (?:up|down)\b|\bprojected\b|\bpercent change\b|\bmore\b[^.?!]*\bby 20\d\d\b"
        ),
    ),
    (
        "pay",
        re.compile(
            r"\b(?:pay|pays|paid|salar(?:y|ies)|wages?|earn\w*|compensation|comp|income|remuneration)\b"
            r"|\btakes? home\b|\bhourly\b"
            r"|\b(?:gets?|makes?)\b[^.?!]*\bper (?:hour|week|month|year)\b"
            r"|\b(?:how much|what)\b[^.?!]*\b(?:do|does|did|would|can|could|will|might)\b[^.?!]*"
            r"\b(?:makes?|gets?)\b(?=\s*(?:$|[?.,!(;]|(?:a|an|per|each|every|in|at|on|as|by)\b))"
        ),
    ),
    (
        "education",
        re.compile(
            r"\b(?:degrees?|education|schooling|credentials?|diplomas?|qualifications?)\b"
            r"|\b(?:master|bachelor|associate)'?s\b"
        ),
    ),
    ("training", re.compile(r"\btraining\b|\bapprentice\w*\b")),
    ("experience", re.compile(r"\bexperience\b")),
    ("demand", re.compile(r"\bdemand\b|\bmarket fit\b")),
)
"""First match counts: "how many jobs" before "job growth"."""

_FIGURE = re.compile(
    r"\bhow (?:much|many|high|low|long|old|fast|big|large)\b|\bpercent\w*\b|%"
    r"|\b(?:figures?|numbers?|salary|wages?|range|band|rate|age|worth)\b"
    r"|\btime (?:needed|required)\b|\b(?:share|proportion|fraction|portion)\b"
)
_TIME = re.compile(r"\bhow often\b|\bwhen\b|\bwhat year\b")
_WHY = re.compile(r"\bwhy\b|\bhow come\b")
_WHERE = re.compile(r"\bwhere\b")
_HAS_PLACE = re.compile(
    r"\b(?:employers?|offices?|anywhere|locations?|regions?|city|cities|areas?|remote|home|outdoors|indoors)\b"
    r"|\b(?:in|at|from|near) (?:the )?[A-Za-z]+"
)
_NAMES = re.compile(r"\b(?:which|who|whose|name|list|what (?:tools?|companies|examples?|kinds?))\b")
_PLURAL_CAPITALS = re.compile(r"\(?[A-Z]{2,}s?")
_HOW_MANY = re.compile(
    r"\bhow many (?:[\w-]+ )??(?P<noun>[\w-]+)(?= (?:does|do|did|is|are|was|were|can|a|an|per|will"
    r"|would|has|have|in|get|got|of)\b|\W*$)"
)
_HIGHEST = re.compile(
    r"\b(?:highest|most|more|best|biggest|largest|fastest|quicker|quickest|faster|top|greatest|strongest"
    r"|better|higher|larger|bigger)\b"
)
_LOWEST = re.compile(
    r"\b(?:lowest|least|fewest|fewer|less|smallest|slowest|slower|weakest|worst|lower|smaller|worse)\b"
)
_HEADLINE = re.compile(r"\bheadline\b|\btop of (?:the|its|that)\b|\bat the top\b|\bquick facts?\b")
_HAS_FIGURE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|half|dozen|hundred|thousand"
    r"|million|billion|doubl\w+|tripl\w+)\b"
)
_HAS_TIME = re.compile(
    r"\d{4}|\b(?:daily|weekly|monthly|yearly|annually|every|each|once|twice|january|february|march|april|may"
    r"|june|july|august|september|october|november|december|day|week|month|year|hour)s?\b"
)
_NAME = re.compile(r"(?<=[\w,;:] )(?:\()?[A-Z][\w.+-]+|(?<=\()[A-Z][\w.+-]+")
_LIST = re.compile(r"\w, \w[^.]*\b(?:and|or)\b")


def measure_of(text: str) -> str | None:
    """The claim attribute that a question names, or None."""
    plain = fold(text)
    if _WHY.search(plain):
        return None
    return next((name for name, pattern in _MEASURES if pattern.search(plain)), None)


def wants(text: str) -> Wants:
    """What the answer must hold."""
    plain = fold(text)
    if _WHY.search(plain):
        return Wants.TEXT
    if _WHERE.search(plain):
        return Wants.PLACE
    if _TIME.search(plain):
        return Wants.TIME
    if _FIGURE.search(plain) or measure_of(text) in ("pay", "jobs"):
        return Wants.FIGURE
    return Wants.NAMES if _NAMES.search(plain) else Wants.TEXT


def is_headline(text: str) -> bool:
    """Whether the labelled figures at the top of a page are asked for."""
    return bool(_HEADLINE.search(fold(text)))


def comparison(text: str) -> ClaimOp:
    """How claims of several entities are to be set against each other."""
    plain = fold(text)
    if _LOWEST.search(plain):
        return ClaimOp.LOWEST
    return ClaimOp.HIGHEST if _HIGHEST.search(plain) else ClaimOp.COMPARE


_MONEY = re.compile(r"[$\u20ac\u00a3]|\b\d{1,3},\d{3}\b|\d\s?k\b|\b(?:dollars|usd|euros|pounds)\b")
_PEOPLE = re.compile(r"\b(?:jobs?|positions?|workers?|people|employ\w*)\b")
_DIFFERENCE = re.compile(r"\bhow much (?:more|less|higher|lower)\b")
_SHARE = re.compile(r"%|\bpercent")
_ASKS_SHARE = re.compile(r"%|\bpercent|\b(?:share|proportion|fraction|portion)\b")


def fits_measure(question: str, measure: str | None, text: str) -> bool:
    """Whether the figures of a text can be of the measure asked for.

    Money for pay, people for jobs, a share where a percentage is asked for; any for a difference.
    """
    plain, asked = fold(text), fold(question)
    if _DIFFERENCE.search(asked):
        return True
    if _ASKS_SHARE.search(asked):
        return bool(_SHARE.search(plain))
    if measure == "pay":
        return bool(_MONEY.search(plain))
    return measure != "jobs" or bool(_PEOPLE.search(plain))


def holds(kind: Wants, text: str) -> float:
    """How far a text holds the kind of thing that is wanted, in [0, 1]."""
    if kind is Wants.FIGURE:
        return float(bool(_HAS_FIGURE.search(fold(text))))
    if kind is Wants.TIME:
        return float(bool(_HAS_TIME.search(fold(text))))
    if kind is Wants.PLACE:
        return float(bool(_HAS_PLACE.search(text)))
    if kind is Wants.NAMES:
        names = len({n for n in _NAME.findall(text) if not _is_acronym(n)})
        return max(min(names, 2) / 2, 0.4 if _LIST.search(text) else 0.0)
    return 1.0


def counted_in(question: str) -> str | None:
    """The stem of X in "how many X"; None where nothing is counted that has a name."""
    asked = _HOW_MANY.search(fold(question))
    return None if asked is None or asked["noun"] in FRAME else stem(asked["noun"])


def counts(counted: str | None, text: str) -> bool:
    """Whether a text counts what is asked for: a figure, at most three words before it.

    True where nothing is to be counted.
    """
    if counted is None:
        return True
    found = list(words(text))
    return any(
        stem(word) == counted and any(holds(Wants.FIGURE, w) for w in found[max(0, at - 4) : at])
        for at, word in enumerate(found)
    )


def _is_acronym(word: str) -> bool:
    return word.strip("(").casefold() in ACRONYMS or bool(_PLURAL_CAPITALS.fullmatch(word))
