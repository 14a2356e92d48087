"""What a section of a career page is about, and which of these a question asks for.

Sites head the same matter in other words: "Work Schedules", "Hours and place of work", "The working
day". Grammar over folded text; knows no page. What `measures.py` reads is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from assistant.stemming import stem
from vectorstore.text import fold


class Aspect(StrEnum):
    """What a section may be about, beside what is measured."""

    DUTIES = "duties"
    HOURS = "hours"
    SURROUNDINGS = "surroundings"
    HAZARDS = "hazards"
    QUALITIES = "qualities"
    LICENCES = "licences"
    ADVANCEMENT = "advancement"
    ENTRY = "entry"
    SIMILAR = "similar"


_HEADINGS: tuple[tuple[Aspect, re.Pattern[str]], ...] = (
    (
        Aspect.SIMILAR,
        re.compile(r"\b(?:similar|related) (?:occupations|careers|jobs|roles|professions)\b"),
    ),
    (Aspect.HAZARDS, re.compile(r"\binjur\w+|\billness|\bdangers?\b|\bhazards?\b|\brisks?\b")),
    (
        Aspect.QUALITIES,
        re.compile(
            r"\bqualit(?:y|ies)\b|\bskills?\b|\btraits?\b|\battributes\b|\bwhat helps\b"
            r"|\bwhat makes a good\b"
        ),
    ),
    (
        Aspect.LICENCES,
        re.compile(r"\blicen[cs]\w+|\bcertificat\w+|\bregistrations?\b|\baccreditation\b"),
    ),
    (
        Aspect.ADVANCEMENT,
        re.compile(
            r"\badvancement\b|\bpromotion\b|\b(?:career )?progression\b|\bcareer (?:path|ladder)\b"
        ),
    ),
    (
        Aspect.HOURS,
        re.compile(
            r"\bschedules?\b|\bhours\b|\bshifts?\b|\bworking (?:day|week|time|pattern)s?\b"
            r"|\b(?:typical|average) (?:day|week)\b"
        ),
    ),
    (
        Aspect.SURROUNDINGS,
        re.compile(
            r"\bwork(?:ing)? (?:environment|conditions|life|place|setting)\b|\bworkplace\b"
            r"|\bwhat it is like\b|\bwhere \w+ work\b"
        ),
    ),
    (
        Aspect.ENTRY,
        re.compile(
            r"\bhow (?:to|do (?:i|you)) (?:become|get (?:in|into|started)|start|enter|qualify)\b"
            r"|\bbecoming\b|\bgetting (?:in|into|started)\b|\bentry (?:requirements?|routes?)\b"
            r"|\b(?:routes?|ways?|paths?) in(?:to)?\b|\bwhat you (?:'ll )?need\b"
        ),
    ),
    (
        Aspect.DUTIES,
        re.compile(
            r"\bduties\b|\btasks?\b|\bresponsibilit\w+|\bday[ -]to[ -]day\b|\bdaily work\b"
            r"|\bwhat\b.*\b(?:do|does|doing|involves?)$|\babout the (?:job|role)\b|\bthe role\b"
            r"|\bjob description\b"
        ),
    ),
)
"""The first that a heading shows; a heading of two shows the one that says more."""
_QUESTIONS: tuple[tuple[Aspect, re.Pattern[str]], ...] = (
    (
        Aspect.SIMILAR,
        re.compile(
            r"\b(?:similar|related) (?:occupations?|careers?|jobs?|roles?|professions?)\b"
            r"|\b(?:occupations?|careers?|jobs?|roles?|professions?)(?: that are| which are| most)?"
            r" (?:similar to|related to|like)\b"
        ),
    ),
    (
        Aspect.HAZARDS,
        re.compile(
            r"\bdanger\w*|\bhazard\w*|\brisk(?:s|y)?\b|\binjur\w+|\b(?:un)?safe\b|\bsafety\b"
            r"|\bhurt\b|\bprotective\b|\baccidents?\b"
        ),
    ),
    (
        Aspect.QUALITIES,
        re.compile(
            r"\bqualities\b|\bskills?\b|\btraits?\b|\bpersonalit\w+|\bstrengths\b|\bcharacter\b"
            r"|\b(?:sort|kind|type) of (?:person|people)\b|\battributes\b"
        ),
    ),
    (
        Aspect.LICENCES,
        re.compile(r"\blicen[cs]\w+|\bcertif(?:y|ied|icat\w+)|\bregist(?:er|ered|ration)\b"),
    ),
    (
        Aspect.ADVANCEMENT,
        re.compile(
            r"\badvanc(?:e|ement)\b|\bpromot\w+|\bcareer (?:path|ladder|progression)\b"
            r"|\bmove up\b|\brise to\b|\bprogress (?:to|in)\b"
        ),
    ),
    (
        Aspect.HOURS,
        re.compile(
            r"\b(?:what|which|long|many|working|work|weekly|usual|typical|regular) hours\b"
            r"|\bhours\b[^.?!]*\b(?:work|week|day)\b|\bschedules?\b|\bshifts?\b|\bovertime\b"
            r"|\b(?:part|full)[ -]time\b|\bon[ -]call\b|\b(?:nights|weekends?|evenings|holidays)\b"
        ),
    ),
    (
        Aspect.SURROUNDINGS,
        re.compile(
            r"\bwork(?:ing)? (?:environment|conditions|settings?)\b|\bworkplaces?\b|\bindoors\b"
            r"|\boutdoors\b|\bwhere\b[^.?!]*\bwork\b"
            r"|\b(?:who|which|what)\b[^.?!]*\b(?:employs?|hires?)\b"
            r"|\bwhat (?:kinds?|sorts?|types?) of (?:places?|settings?|employers?|companies|firms"
            r"|organi[sz]ations?)\b[^.?!]*\bwork\b"
        ),
    ),
    (
        Aspect.ENTRY,
        re.compile(
            r"\bhow (?:do|does|can|could|would|should|to|i)\b[^.?!]*"
            r"\b(?:becom(?:e|ing)|get into|break into|start(?: out)? as|qualify as)\b"
            r"|^becom(?:e|ing)\b"
            r"|\b(?:steps?|paths?|routes?|ways?) (?:to|of|for|into) (?:becom(?:e|ing)|be)\b"
            r"|\bwhat (?:does it take|do i need|do you need|is needed|it takes) to (?:be|become)\b"
            r"|\b(?:routes?|ways?|paths?) into\b"
            r"|\bbackgrounds?\b(?! (?:checks?|investigations?|screenings?))"
        ),
    ),
    (
        Aspect.DUTIES,
        re.compile(
            r"\bduties\b|\btasks?\b|\bresponsib\w+|\bday[ -]to[ -]day\b|\bday job\b"
            r"|\bwhat\b[^.?!]*\b(?:do|does)\b[^.?!]*\b(?:do|doing)\b(?=\s*(?:$|[?.!,]|all day|every"
            r"|each|for a living|at work|on the job|day|exactly|actually))"
            r"|\bwhat(?:'s| is| are)\b[^.?!]*(?:'s|s')\s(?:job|role|work)\b"
            r"(?=\s*(?:$|[?.!,]|about))"
        ),
    ),
)
_ASKING: dict[Aspect, frozenset[str]] = {
    aspect: frozenset(map(stem, said.split()))
    for aspect, said in {
        Aspect.DUTIES: "duty duties task responsibility responsible daily job work role day living",
        Aspect.HOURS: "hour hours schedule shift work working week weekly time day regular",
        Aspect.SURROUNDINGS: "work working environment condition setting workplace place job employ"
        " employer hire kind type sort company firm organization business usually mostly",
        Aspect.HAZARDS: "danger dangerous hazard risk risky injury injured safe safety job work",
        Aspect.QUALITIES: "quality skill trait personality person people strength character"
        " attribute important key essential necessary required good great personal success"
        " succeed successful best personality work job",
        Aspect.LICENCES: "license licence licensed certification certificate certified"
        " registered registration required compulsory mandatory necessary work job hold obtain get"
        " carry earn",
        Aspect.ADVANCEMENT: "advance advancement promotion promote promoted career path ladder"
        " progression progress job work rise",
        Aspect.ENTRY: "become step path route way take start enter entry qualify career job work"
        " background lead need require kind type sort expect prefer usual"
        " profession break into",
        Aspect.SIMILAR: "similar related occupation career job role profession",
    }.items()
}
"""Stems of words that ask for the aspect and nothing more."""
_INTO = frozenset(map(stem, ("get into", "start out", "starting out")))
"""The same for fixed phrases, which are one word of a question."""


def aspect_of_heading(heading: str) -> Aspect | None:
    """What a heading announces; None for other matters.

    >>> aspect_of_heading("Hours and place of work"), aspect_of_heading("What Bakers Do")
    (<Aspect.HOURS: 'hours'>, <Aspect.DUTIES: 'duties'>)
    """
    plain = fold(heading).strip(" ?:.")
    return next((aspect for aspect, pattern in _HEADINGS if pattern.search(plain)), None)


def aspect_asked(text: str) -> Aspect | None:
    """What a question asks for; None where it asks for none of these.

    >>> aspect_asked("Do bakers work weekends?"), aspect_asked("Where is the nearest bakery?")
    (<Aspect.HOURS: 'hours'>, None)
    """
    plain = fold(text)
    return next((aspect for aspect, pattern in _QUESTIONS if pattern.search(plain)), None)


def asks_only_for_aspect(text: str, stems_said: Iterable[str]) -> bool:
    """Whether a question asks for an aspect and says nothing else."""
    aspect = aspect_asked(text)
    return aspect is not None and all(only_asks(aspect, said) for said in stems_said)


def only_asks(aspect: Aspect, stem_of_word: str) -> bool:
    """Whether a word of a question says nothing but that the aspect is asked for."""
    return stem_of_word in _ASKING[aspect] or (aspect is Aspect.ENTRY and stem_of_word in _INTO)
