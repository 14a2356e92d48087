"""Whether quotes are of the form that a question asks for: a point of time, a way, a verdict.

A sentence can hold every word of a question and still answer another one: how long a semester is
does not tell when it starts, and what advisers do for others is no way for the visitor. Part of
`find_guides.py`, for its prose; knows no page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.asking_words import asks_of_no_jobs
from assistant.choose_units import Rated
from assistant.guide_question import GuideQuestion
from assistant.measures import Wants, holds
from assistant.stemming import stem
from assistant.trade_words import is_of_people
from vectorstore.records import PageId, SourcePage
from vectorstore.text import fold

MET = 0.5
"""Strength from which a word of the question is met."""
_WHEN = re.compile(r"\b(?:when|what time|what day|what date)\b")
_MONTH = "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_POINT = re.compile(
    rf"\b(?:19|20)\d\d\b|\d\s?[ap]\.?m\b|\b{_MONTH}\s\d"
    rf"|\b(?:in|by|since|until|each|every|late|early|from|to|between|and) {_MONTH}\b"
    r"|\b(?:spring|summer|autumn|fall|winter|season)(?:s|al|ally)?\b"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b"
    r"|\b(?:morning|afternoon|evening|night|noon|midnight|weekend|holiday|weekday|daytime)s?\b"
    r"|\b(?:after|before|until|once|upon|when|whenever|while|during|within|as soon as"
    r"|by the time)\b"
    r"|\b(?:at|from|by) (?:age|the (?:age|beginning|start|end|time))\b"
    r"|\b(?:every|each|twice|daily|weekly|monthly|yearly|annually|century|decade)\b"
)
"""What tells when something is: a date, a part of the day or year, or what it comes before."""
_BY_VISITOR = re.compile(
    r"\b(?:how|where|when)\s+(?:do|can|could|should|would|must|may)\s+(?:i|we|you|one)\b"
)
_LEARNS = re.compile(r"\b(?:study|learn|train|qualify|get trained|get certified)\b")
_TAUGHT = re.compile(
    r"\b(?:schools?|colleges?|universit(?:y|ies)|certificates?|degrees?|programs?|courses?"
    r"|apprenticeships?)\b"
)
_NAMED_APART = ("stat", "cit", "countr", "town", "compan", "airline", "firm")
"""Beginnings of words for what has a name of its own."""
_CAPITAL = re.compile(r"(?<=[\w,;] )[A-Z][a-z]+")
_VERDICT = re.compile(
    r"\b(?:is|are|was|were|would|does|do|make)\b[^.?!]*\ban?\s+(?:[\w-]+\s+)?"
    r"(?:good|nice|decent|great|solid|smart|wise|bad)\s+"
    r"(?:[\w-]+\s+)?(?:career|job|profession|choice|option|idea|fit|field|occupation|move|path)\b"
)
"""Asks for a verdict that is not measured: "is plumbing a good career"."""
_JUDGES = re.compile(
    r"\b(?:good|great|excellent|favou?rable|best|better|well|solid|worth\w*|reward\w+|promising"
    r"|poor|bad|worst|difficult|competiti\w+)\b"
)
_WHICH = re.compile(r"\b(?:what|which) (?P<which>[a-z-]+) (?P<kind>[a-z-]+)\b")
_CHOOSES = re.compile(
    r"\b(?:which|what) (?:job|career|occupation|profession|trade)s?\b[^.?!]*"
    r"\b(?:should i|for me|(?:suit|fit)s? (?:me|my))\b"
)
_JOBS = frozenset(map(stem, "job career occupation profession work".split()))
_OF_FIGURE = re.compile(
    r"\b(?:pay|paid|wages?|salar(?:y|ies)|earn\w*|income|openings?|vacanc\w+"
    r"|so (?:few|many|much|little|high|low|well|badly)"
    r"|jobs)\b"
)
"""Speaks of what is told in figures."""
_ASKS_OUTLOOK = re.compile(r"\b(?:outlook|prospects)\b")
_DIFFERS = re.compile(r"\b(?:differ\w*|the same (?:as|thing))\b")
_CONTRASTS = re.compile(
    r"\b(?:differ(?:s|ed|ences?)?|different (?:from|than)|distinct\w*|whereas|unlike|confused"
    r"|contrast|compared|instead|rather than)\b"
)
"""Sets one thing against another."""
_EXISTS = re.compile(r"\b(?:is|are) there (?:an?|any|some) ([\w-]+) ([\w-]+)")


def fits_form(
    question: GuideQuestion, chosen: Sequence[Rated], titles: Mapping[PageId, SourcePage]
) -> bool:
    """Whether the chosen units can answer a question of this form. `titles` are the pages by id."""
    if not chosen:
        return True
    said = fold(" ".join(r.unit.text for r in chosen))
    asked = fold(question.text)
    if question.wants is Wants.TIME and _WHEN.search(asked) and not _POINT.search(said):
        return False
    if _VERDICT.search(asked) and not _JUDGES.search(said):
        return False
    if question.wants is Wants.REASON and _OF_FIGURE.search(asked) and not _gives_reason(chosen):
        return False
    if _is_of_another_form(question, chosen, titles):
        return False
    which = asks_of_no_jobs(asked).startswith(_NAMED_APART)
    if which and not question.measure and not _names_one(chosen):
        return False
    if _only_kind_met(question, chosen) or (not question.pages and _names_nothing(question, asked)):
        return False
    return not _is_of_others(question, chosen, titles) and _together(question, chosen)


def _is_of_another_form(
    question: GuideQuestion, chosen: Sequence[Rated], titles: Mapping[PageId, SourcePage]
) -> bool:
    """Whether reasons of an outlook are not from one, or a difference is told without contrast."""
    asked, said = fold(question.text), fold(" ".join(r.unit.text for r in chosen))
    if question.wants is Wants.REASON and _ASKS_OUTLOOK.search(asked):
        heads = (h for r in chosen for h in r.unit.heading_path)
        if not any(_ASKS_OUTLOOK.search(fold(h)) for h in heads):
            return True
    differs = question.measure is None and _DIFFERS.search(asked)
    of_people = any(is_of_people(titles[r.unit.page_id].title) for r in chosen)
    return bool(differs) and of_people and not _CONTRASTS.search(said)


def _gives_reason(chosen: Sequence[Rated]) -> bool:
    """Whether a unit says what a figure comes from: the figure is no reason for itself."""
    return any(holds(Wants.REASON, r.unit.text) for r in chosen)


def _names_one(chosen: Sequence[Rated]) -> bool:
    """Whether a unit names something in capitals, as cities, states and firms are."""
    return any(_CAPITAL.search(r.unit.text) for r in chosen)


def _names_nothing(question: GuideQuestion, asked: str) -> bool:
    """Whether it asks for any job at all, or for the visitor's own: "which job suits me"."""
    said = [t for t in question.relation.terms if not t.scene]
    return bool(_CHOOSES.search(asked)) or all(t.stem in _JOBS for t in said)


def _only_kind_met(question: GuideQuestion, chosen: Sequence[Rated]) -> bool:
    """Whether of "which hearing test" only a test is met: then it is one of another kind."""
    asked = _WHICH.search(fold(question.text))
    at = {term.text: n for n, term in enumerate(question.relation.terms)}
    if asked is None or asked["which"] not in at or asked["kind"] not in at:
        return False
    which, kind = at[asked["which"]], at[asked["kind"]]
    if question.relation.terms[which].stem in question.subject_stems:
        return False
    met = [(r.own[which], r.above[which], r.around[which]) for r in chosen]
    return max(map(max, met)) < MET and max(float(r.own[kind]) for r in chosen) >= MET


def _is_of_others(
    question: GuideQuestion, chosen: Sequence[Rated], titles: Mapping[PageId, SourcePage]
) -> bool:
    """Whether the visitor asks how to do something, and only what people of a trade do is quoted.

    "How do I apply for aid": that advisers help with it is no way to apply.
    """
    asked = fold(question.text)
    if question.pages or question.aspect or not _BY_VISITOR.search(asked):
        return False
    if _LEARNS.search(asked) and any(_TAUGHT.search(fold(r.unit.text)) for r in chosen):
        return False  # where a trade is taught, the visitor can learn it
    return all(is_of_people(titles[r.unit.page_id].title) for r in chosen)


def _together(question: GuideQuestion, chosen: Sequence[Rated]) -> bool:
    """Whether one unit holds both words of what is asked to exist: "is there an age limit".

    A limit in one sentence and an age in another say nothing of it.
    """
    asked = _EXISTS.search(fold(question.text))
    at = {term.text: n for n, term in enumerate(question.relation.terms)}
    pair = [at[w] for w in (asked.groups() if asked else ()) if w in at]
    return len(pair) < 2 or any(bool((r.own[pair] >= MET).all()) for r in chosen)
