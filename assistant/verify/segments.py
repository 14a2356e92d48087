"""Which words of a sentence belong to which of its figures. Pure; knows no evidence.

A figure's own stretch ends where a clause ends. Lengths of time that say when ("after five
years"), both sides of a comparison and clauses joined by "and" have rules of their own.
"""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.figures import Figure, Measure, figures
from assistant.stemming import stem
from assistant.verify.prose import DISTINGUISHING
from assistant.verify.quote_figures import same_figure
from assistant.verify.row_words import stems_of
from assistant.verify.text import mask, plain
from vectorstore.imperatives import VERBS
from vectorstore.text import words

_CUT = re.compile(
    r"[,;:()]\s|\s-\s|\u2014|\s(?:and|or|but|while|whereas|with|although|though|because|so)\s"
    r"|[.!?](?:\s|$)",
    re.IGNORECASE,
)


def near(text: str, figure: Figure) -> str:
    """The stretch of a quote's sentence that belongs to one figure, within its contrasts."""
    start, end = part_of(text, figure)
    part = text[start:end]
    inside = next((f for f in figures(part) if f.start == figure.start - start), None)
    return segment(part, inside) if inside else segment(text, figure)


def segment(text: str, figure: Figure) -> str:
    """The stretch of a sentence that belongs to one figure: to where another one's begins.

    Figures that nothing cuts off from each other share their words: "the lowest 10 percent earned
    less than $39,430".
    """
    text, asides = _without_asides(text, figure)
    every = [
        f
        for f in figures(text)
        if stands_alone(f, text) and not any(a <= f.start < b for a, b in asides)
    ]
    start, end = 0, len(text)
    right = figure.start
    for other in reversed([f for f in every if f.end <= figure.start]):
        if cut := _CUT.search(text, other.end, right):
            start = cut.end()
            break
        right = other.start
    left = figure.end
    for other in (f for f in every if f.start >= figure.end):
        if cut := _CUT.search(text, left, other.start):
            end = cut.start()
            break
        left = other.end
    return text[start:end]


_BRACKETED = re.compile(r"\([^()]*\)")


def _without_asides(text: str, figure: Figure) -> tuple[str, list[tuple[int, int]]]:
    """The text with what stands in brackets blanked, unless the figure is in such: they go on.

    "Mid-level engineers (3-5 years of experience) earn $200K": the engineers' is the sum.
    """
    spans = [m.span() for m in _BRACKETED.finditer(text)]
    if any(a <= figure.start < b for a, b in spans):
        return text, []
    return mask(text, spans).replace("\x01", " "), spans


def stands_alone(figure: Figure, text: str) -> bool:
    """A figure that has words of its own; "tenth" and "a year" are words of another one."""
    said = text[figure.start : figure.end]
    is_one = figure.low == 1 and not re.search(r"\d|\bone\b", said, re.IGNORECASE)
    single = figure.measure is Measure.DURATION and is_one
    return figure.measure is not Measure.ORDINAL and not single


_CONTRASTS = re.compile(
    r"[;:\u2014]\s?|\s-\s|,?\s(?:but|while|whereas|although|though)\s", re.IGNORECASE
)


def part_of(text: str, figure: Figure) -> tuple[int, int]:
    """The part of a sentence between contrasts that a figure stands in."""
    before = [m.end() for m in _CONTRASTS.finditer(text, 0, figure.start)]
    after = _CONTRASTS.search(text, figure.end)
    colon = text[: before[-1]].rstrip().endswith(":") if before else False
    start = 0 if not before or colon else before[-1]
    return start, after.start() if after else len(text)


_JOINED_CLAUSE = re.compile(
    r",\s(?:and|or)\s(?=(?:some|most|many|others?|few|several|all|both|they|it|these|those)\b)"
    r"|,?\s(?:and|or)\s(?=(?:can|could|may|might|must|should|will|is|are|was|were|has|have|had"
    r"|do|does|did|takes?|costs?|lasts?|needs?)\b)",
    re.IGNORECASE,
)


def own_clause(text: str, figure: Figure) -> str:
    """The stretch that belongs to a figure, without clauses about others that "and" joins to it."""
    said = text[figure.start : figure.end]
    parts = _JOINED_CLAUSE.split(near(text, figure))
    return next((p for p in parts if said in p), "")


WHEN = re.compile(r"\b(after|within|before|until|every|for|over)\s+(?:the\s+(?:first|last)\s+)?$")


def is_adverbial(sentence: str, true: Figure, source: str) -> bool:
    """A year or a length of time that says when, of the whole sentence: "after five years, ..."."""
    if true.measure is Measure.NUMBER and 1900 <= true.low <= 2100:
        return bool(_IN_YEAR.search(source[: true.start]))  # `wrong_year` holds it to its figure
    if true.measure is not Measure.DURATION or true.is_range:
        return False
    there = WHEN.search(plain(source[: true.start]))
    alike = [f for f in figures(sentence) if same_figure(f, true, sentence, source)]
    here = [WHEN.search(plain(sentence[: f.start])) for f in alike]
    return there is not None and any(h is not None and h[1] == there[1] for h in here)


_IN_YEAR = re.compile(r"\b(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil)\s+(?:[A-Z][a-z]+\s+)?$")
_VERB = rf"(?:{'|'.join(VERBS)})(?:s|es|d|ed)?"
_NO_SUBJECT = re.compile(
    rf"\s*(?:(?:or|and|also|then|usually|often|still|only|about|around|roughly|nearly|almost|up\sto|as\smuch"
    rf"\sas|as\smany\sas|at\sleast|at\smost|over|under|more\sthan|less\sthan)\s+)*(?:[$\u20ac\u00a3]?\d"
    rf"|{_VERB}\b|(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve)\b)",
    re.IGNORECASE,
)
"""A stretch that goes on about the subject of the sentence: "or up to eight years part time"."""
_SUBJECT_ENDS = re.compile(
    rf"[,:;(\d$]|\b(?:in|at|of|for|with|who|that|which|on|from|to|through|by|is|are|was|were|has|have"
    rf"|had|can|may|must|will|{_VERB}|earn\w*|cost\w*|last\w*|need\w*)\b",
    re.IGNORECASE,
)
_THOSE = re.compile(r"\s*(?:those|that)\b", re.IGNORECASE)
_MEASURES = frozenset(map(stem, "average median mean total base annual".split()))
_ADDED = re.compile(r",\s+with\s[^,;:]*$")
_SET_AGAINST = re.compile(r"\b(?:compared (?:with|to)|versus|against)\b[^,;]*$")


def shared_in_comparison(text: str, figure: Figure) -> frozenset[str]:
    """What is said before a figure's own stretch and goes for it too: of whom, which measure.

    "Nurses in hospitals earned a median of 90,000, compared with 80,000 in schools".
    """
    lead = plain(text[: figure.start])
    if _ADDED.search(lead):  # "X earn 100,000 in base pay, with total pay of 150,000": of X, too
        found = figures(lead)
        return stems_of(lead[: found[0].start]) if found else frozenset()
    if before := _SET_AGAINST.search(lead):
        first = text[: before.start()]
        return (stems_of(first) & DISTINGUISHING) | frozenset([stem(w) for w in words(first)][:1])
    own = near(text, figure)
    if text.startswith(own) or not (_NO_SUBJECT.match(own) or _THOSE.match(own)):
        return frozenset()
    end = _SUBJECT_ENDS.search(text)
    subject = stems_of(text[: end.start()] if end else "")
    return subject | (stems_of(lead) & _MEASURES if _THOSE.match(own) else frozenset())


_YEARS = re.compile(r"\s+in\s+(?:[A-Z][a-z]+\s+)?$")


def wrong_year(clause: str, source: str) -> str | None:
    """Why a figure is not of the year that a clause gives it; None if it is or none is given.

    "from $18 an hour in 2019 to $23 an hour in 2024"
    """
    held = _of_years(source)
    for figure, year in _of_years(clause):
        years = [y for f, y in held if same_figure(figure, f, clause, source)]
        if years and year not in years:
            return f"{clause[figure.start : figure.end].strip()!r} is of another year"
    return None


def _of_years(text: str) -> list[tuple[Figure, float]]:
    every = figures(text)
    found = [
        (one, two.low)
        for one, two in pairwise(every)
        if two.measure is Measure.NUMBER and _YEARS.fullmatch(text[one.end : two.start])
    ]
    if len(every) > 1 and re.fullmatch(r"In (?:[A-Z][a-z]+ )?", text[: every[0].start]):
        found.append((every[1], every[0].low))  # "In 2024 wages were $23 an hour"
    return found
