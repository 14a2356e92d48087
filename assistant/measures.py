"""What kind of answer a question wants: the measure it names, a figure, a comparison.

Grammar over folded text; knows no page. Used by `guide_question.py`.
"""

from __future__ import annotations

import re
from enum import StrEnum

from assistant.measure_words import MEASURES
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
    REASON = "reason"
    TEXT = "text"


NUMERIC = frozenset({"pay", "growth", "jobs", "openings", "change"})
"""Measures that only a figure of their own answers."""
EXTREME = re.compile(
    r"\b(?:(?P<low>lowest|bottom|worst|poorest|least)|(?P<high>highest|top|best|most))\b"
    r"[^.,;?]{0,20}?\b(?:10|ten|tenth|decile|quarter|25|90)\b"
)
"""Which end of all who are paid is spoken of: "the lowest 10 percent", "top-earning tenth"."""
_ONE_IN_TEN = re.compile(
    r"\b(?:one in (?:ten|10)|tenth|10 percent)\b.{0,30}?"
    r"\b(?:(?P<low>less than|under|below)|(?P<high>more than|over|above))\b"
)
_PERCENTILE = re.compile(r"\b(?:(?P<low>10th|tenth)|(?P<high>90th|ninetieth))[ -]percentile\b")
_PAID_END = re.compile(
    r"\b(?:(?P<low>lowest|bottom|worst|poorest|least)|(?P<high>highest|top|best))[\s-]"
    r"(?:paid|paying|earn\w+|pay|salar(?:y|ies)|wages?|compensation|income)\b"
)
"""Which end of all who are paid is asked for, without saying how large a share."""
_OF_KINDS = re.compile(
    r"\b(?:industr(?:y|ies)|sectors?|states?|employers?|cit(?:y|ies)|where|compan(?:y|ies)"
    r"|specialt(?:y|ies)|areas?|metro|countr(?:y|ies)|settings?|kinds?|types?|jobs?|careers?"
    r"|occupations?|roles?|fields?|than)\b"
)
"""What else the end may be of, where a share of all who are paid is not spoken of."""
_FIGURE = re.compile(
    r"\bhow (?:much|many|high|low|long|old|fast|big|large|heavy|tall)\b|\bpercent\w*\b|%"
    r"|\b(?:figures?|numbers?|salary|wages?|range|band|rate|age|worth)\b"
    r"|\bwhat (?:do|does|did|would|will) [^.?!]*\bcost\b"
    r"|\btime (?:needed|required)\b|\b(?:share|proportion|fraction|portion)\b"
)
_HOW_MUCH_LEARNED = re.compile(r"\bhow (?:much|high)\b(?! (?:does|do|did|is|are|will)\b)")
"""Of schooling or experience: told in words ("a bachelor's degree"), not in a figure."""
_WHETHER = re.compile(
    r"^(?:is|are|do|does|did|can|could|must|should|will|would|has|have)\b"
    r"(?!.*\b(?:how|what|which|when|where|who)\b)"
)
"""A question of yes or no, by its first word: a sentence answers it, with a figure or without."""
_TIME = re.compile(
    r"\bhow often\b|\bwhat year\b|^(?:(?!\b(?:how|what|which|who|whose)\b)[^.?!])*\bwhen\b"
    r"|[.?!] when\b"
)
"""Not "how much do they make when they start", which asks how much."""
_WHY = re.compile(r"\bwhy\b|\bhow come\b|\breasons? (?:for|that|why)\b")
_EXPLAINED = re.compile(
    r"\bwhat(?:'s| is| are|'re)? (?:explains?|causing|causes?|drives?|driving|behind"
    r"|the reasons? for)\b"
    r"|\bhow (?:do|does|can|would) (?:you|one|i) explain\b",
    re.IGNORECASE,
)
_HAS_REASON = re.compile(
    r"\b(?:because|since|due to|owing to|as a result|result(?:s|ing)? (?:in|from)"
    r"|lead(?:s|ing)? to|driven by|so that|therefore|reason|as [\w\s]{3,40} continues?"
    r"|reduc\w+|allow\w*|advances in)\b"
)
_WHERE = re.compile(
    r"\bwhere\b|\b(?:who|what (?:kinds?|sorts?|types?))\b[^.?!]*\b(?:employs?|hires?)\b"
    r"|\bwhat (?:kinds?|sorts?|types?) of (?:places?|settings?|employers?|companies|firms"
    r"|organi[sz]ations?)\b[^.?!]*\bwork\b"
)
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
    r"\bout-?earn\w*|\b(?:highest|most|more|best|biggest|largest|fastest|quicker|quickest|faster|top|greatest|strongest"
    r"|better|higher|larger|bigger)\b"
)
_LOWEST = re.compile(
    r"\b(?:lowest|least|fewest|rarest|fewer|less|smallest|slowest|slower|weakest|worst|lower|smaller|worse)\b"
)
_FALLS = re.compile(
    r"\b(?:declin\w*|shrink\w*|decreas\w*|los(?:es?|ing)|disappear\w*|vanish\w*|falling|dropping)\b"
)
_GROWS = re.compile(r"\b(?:grow\w*|increas\w*|rises?|rising|gain\w*|add(?:s|ing)?)\b")
_HEADLINE = re.compile(r"\bheadline\b|\btop of (?:the|its|that)\b|\bat the top\b|\bquick facts?\b")
_HAS_FIGURE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|half|dozen|hundred|thousand"
    r"|million|billion|doubl\w+|tripl\w+)\b"
    r"|\b(?:few|several|couple of) (?:hours|days|weeks|months|years)\b"
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
    return next((name for name, pattern in MEASURES if pattern.search(plain)), None)


def plainly_why(text: str) -> str:
    """The text with "why" for other words that ask for a cause.

    >>> plainly_why("What explains the decline in tellers?")
    'why the decline in tellers?'
    """
    return _EXPLAINED.sub("why", text)


def questions_in(text: str) -> list[str]:
    """The questions of a text, one after the other."""
    return [part.strip() for part in _QUESTIONS.split(text) if part.strip()]


def years_in(text: str) -> set[str]:
    """The calendar years of a text: 2024 and 2034 in "2024-34"."""
    found = set()
    for m in _YEAR.finditer(text):
        found.add(m["century"] + m["year"])
        if m["to"]:
            found.add(m["century"] + m["to"])
    return found


def asks_by_kind(text: str) -> bool:
    """Whether it is asked which employers or places are at one end: "which industry pays most"."""
    return bool(_BY_KIND.search(fold(text)))


def asks_difference(text: str) -> bool:
    """Whether it is asked by how much two figures differ."""
    return bool(_DIFFERENCE.search(fold(text)))


def extreme_of(text: str) -> ClaimOp | None:
    """LOWEST or HIGHEST where a share at that end is asked for ("the bottom tenth"), or None."""
    plain = fold(text)
    return _end_of(EXTREME.search(plain) or _ONE_IN_TEN.search(plain) or _PERCENTILE.search(plain))


def paid_end_of(text: str) -> ClaimOp | None:
    """The same where the share is left out ("the worst paid nurses"); not of industries or jobs."""
    plain = fold(text)
    return None if _OF_KINDS.search(plain) else _end_of(_PAID_END.search(plain))


def _end_of(found: re.Match[str] | None) -> ClaimOp | None:
    if found is None:
        return None
    return ClaimOp.LOWEST if found["low"] else ClaimOp.HIGHEST


def wants(text: str) -> Wants:
    """What the answer must hold."""
    plain = fold(text)
    if _WHY.search(plain):
        return Wants.REASON
    if _WHERE.search(plain):
        return Wants.PLACE
    if _TIME.search(plain):
        return Wants.TIME
    measure = measure_of(text)
    if _WHETHER.search(plain) and measure != "growth":
        return Wants.TEXT
    if _HOW_MUCH_LEARNED.search(plain) and measure in ("education", "training", "experience"):
        return Wants.TEXT
    if _FIGURE.search(plain) or measure in ("pay", "jobs"):
        return Wants.FIGURE
    return Wants.NAMES if _NAMES.search(plain) else Wants.TEXT


def is_headline(text: str) -> bool:
    """Whether the labelled figures at the top of a page are asked for."""
    return bool(_HEADLINE.search(fold(text)))


def comparison(text: str) -> ClaimOp:
    """How claims of several entities are to be set against each other.

    What falls most has the lowest growth: "shrinking fastest" asks for the lowest.
    """
    plain = fold(text)
    falls = _FALLS.search(plain) and not _GROWS.search(plain)
    if _LOWEST.search(plain):
        return ClaimOp.HIGHEST if falls else ClaimOp.LOWEST
    if _HIGHEST.search(plain):
        return ClaimOp.LOWEST if falls else ClaimOp.HIGHEST
    return ClaimOp.COMPARE


_AT_AN_END = re.compile(
    r"\b(?:which|what|who|where)\b[^.?!]*\b(?:(?P<low>lowest|least|fewest|smallest|slowest|worst)"
    r"|(?P<high>highest|most|biggest|largest|fastest|best))\b"
)


def keeps_end(question: str, held: str) -> bool:
    """Whether a question for what is at one end ("which ... pays most") is met by words of it."""
    asked = _AT_AN_END.search(fold(question))
    if asked is None:
        return True
    return bool((_LOWEST if asked["low"] else _HIGHEST).search(fold(held)))


def asks_time(text: str) -> bool:
    """Whether it is asked how long something takes."""
    return bool(_ASKS_DURATION.search(fold(text)))


_MONEY = re.compile(r"[$\u20ac\u00a3]|\b\d{1,3},\d{3}\b|\d\s?k\b|\b(?:dollars|usd|euros|pounds)\b")
_COUNT = re.compile(
    r"(?<![\d,.$\u20ac\u00a3])(?!(?:19|20)\d\d\b)\d[\d,]*\b(?!\s?(?:%|percent)|[.,]\d)"
    r"|\b(?:hundred|thousand|million|dozen)s?\b"
)
"""A number of people or jobs: neither money, nor a share, nor a year."""
_PEOPLE = re.compile(r"\b(?:jobs?|positions?|workers?|people|employ\w*)\b")
_DIFFERENCE = re.compile(
    r"\bhow (?:much|many)(?: \w+)? (?:more|less|fewer|higher|lower|faster|slower)\b"
    r"|\bby how (?:much|many)\b|\b(?:difference|gap)\b"
)
_BY_KIND = re.compile(
    r"\b(?:which|what)\b(?: \w+){0,2}? "
    r"(?:industr(?:y|ies)|sectors?|employers?|settings?|branch(?:es)?)\b"
    r"|^where\b|[,.?!] where\b"
)
_YEAR = re.compile(r"\b(?P<century>19|20)(?P<year>\d\d)(?:\s?[-\u2013]\s?(?P<to>\d\d)\b)?")
_QUESTIONS = re.compile(
    r"[.?!;]\s+|\s+(?=(?:and|but|so|ok|okay)\b[\s,]+(?:what|how|which|who|where|is|are|do|does)\b)"
    r"|\s+//\s+"
)
_ASKS_COST = re.compile(r"\b(?:costs?|price|prices|fees?|tuition)\b")
_ASKS_DURATION = re.compile(
    r"\bhow long\b|\bhow many (?:hours|days|weeks|months|years)\b"
    r"|\btime (?:needed|required)\b"
)
_DURATION = re.compile(
    r"(?:(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|few|several|couple|half))"
    r"\b[\s-]*(?:[\w-]+\s+){0,2}?|\ban?[\s-])(?:minute|hour|day|week|month|semester|year)s?\b"
)
_ASKS_SIZE = re.compile(r"\bhow (?:heavy|tall)\b")
_SIZE = re.compile(
    r"\d[\d,]*\s?-?(?:pounds?|lbs?|kilograms?|kg|tons?|ounces?|feet|foot|inch(?:es)?|cm|met(?:er|re)s?)\b"
)
_ASKS_AGE = re.compile(r"\bhow old\b|\bage\b")
_AGE = re.compile(
    r"\bage[sd]?\b|\byears? old\b|\b(?:older|younger) than\b|\b\d\d or (?:older|\d\d)\b"
)
_SHARE = re.compile(r"%|\bpercent")
_ASKS_SHARE = re.compile(r"%|\bpercent|\b(?:share|proportion|fraction|portion)\b")


def fits_measure(question: str, measure: str | None, text: str) -> bool:
    """Whether the figures of a text can be of the measure asked for.

    Money for pay and costs, people for jobs, a share where a percentage is asked for, a time where
    it is asked how long; any for a difference.
    """
    plain, asked = fold(text), fold(question)
    if measure in ("change", "openings"):
        return bool((_SHARE if _ASKS_SHARE.search(asked) else _COUNT).search(plain))
    if _DIFFERENCE.search(asked):
        return True
    if _ASKS_SHARE.search(asked):
        return bool(_SHARE.search(plain))
    if _ASKS_COST.search(asked):
        return bool(_MONEY.search(plain))
    if _ASKS_DURATION.search(asked):
        return bool(_DURATION.search(plain))
    if _ASKS_SIZE.search(asked):
        return bool(_SIZE.search(plain))
    if _ASKS_AGE.search(asked):
        return bool(_AGE.search(plain))
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
    if kind is Wants.REASON:
        return float(bool(_HAS_REASON.search(fold(text))))
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
