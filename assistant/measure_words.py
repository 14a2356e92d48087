"""By what words a question names the claim attribute that it asks for.

Grammar over folded text, in the order in which it counts; knows no page. Read by `measures.py`.
"""

from __future__ import annotations

import re

MEASURES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("openings", re.compile(r"\bopenings?\b|\bvacanc(?:y|ies)\b")),
    (
        "employers",
        re.compile(
            r"\b(?:employs?|hires?)\b[^.?!]*\bmost\b(?! (?:people|workers))"
            r"|\b(?:largest|biggest|main|top) employers?\b"
            r"|\b(?:share|percent(?:age)?|proportion|fraction|portion|part)\b[^.?!]*"
            r"\b(?:work|works|working|employed|self-employed|in)\b"
            r"|\b(?:industry|sector)\b[^.?!]*\b(?:employs?|hires?)\b"
            r"|\bhow many\b[^.?!]*\bself-employed\b"
        ),
    ),
    (
        "change",
        re.compile(
            r"\b(?:employment|numeric|net) change\b"
            r"|\bjobs?\b[^.?!]*\b(?:added|gained|lost|created|shed|lose|loses|gain|gains)\b"
            r"|\b(?:adds?|adding|gains?|gaining|los(?:es?|ing)|creat(?:es?|ing)|sheds?|shedding)\b"
            r"(?: [\w-]+){0,4} (?:jobs|positions)\b"
            r"|\bhow many\b[^.?!]*\bjobs\b[^.?!]*\b(?:disappear|vanish|go away|cut|eliminated)\b"
            r"|\bby how many (?:[\w-]+ ){0,2}(?:jobs|positions)\b"
            r"|\bhow many (?:more|new|additional|extra|fewer)\b[^.?!]*"
            r"\b(?:20\d\d|decade|years?|jobs?|positions?)\b"
            r"|\bnumber of (?:more|new|additional|extra)\b"
            r"|\b(?:new|additional|extra) (?:[\w-]+ ){0,3}(?:jobs|positions)\b"
        ),
    ),
    (
        "growth",
        re.compile(
            r"\bnumbers? of\b[^.?!]*\b(?:falling|rising|growing|declining|shrinking|dropping"
            r"|increasing|decreasing|going (?:up|down))\b"
        ),
    ),
    (
        "jobs",
        re.compile(
            r"\bnumber of (?:jobs|workers|people)\b"
            r"|\bnumber of it(?: it)*(?=\W*$|\W+(?:in|employed|working|there|at)\b)"
            r"|\bhow many\b[^.?!]*\b(?:jobs?|work(?:s|ing)?|employed|needed|are the(?:re|ir)"
            r"|exist|there be)\b"
            r"|\bhow many\b[^.?!]*\b(?:country|nation|us|usa|states)\b[^.?!]*\b(?:have|has|got)\b"
            r"|\b(?:fewest|most|more|fewer|many) (?:jobs|people|workers)\b|\bat work\b"
            r"|\bare there (?:more|fewer)\b|\bworkforce\b|\bhead ?count\b"
            r"|\b(?:(?:most|least) common|commonest|rarest)"
            r" (?:[\w-]+ ){0,2}(?:jobs?|occupations?|careers?|professions?)\b"
            r"|\b(?:total|number of)\b[^.?!]*\bjobs\b"
        ),
    ),
    (
        "growth",
        re.compile(
            r"\b(?:grow(?:s|th|ing)?|outlook|prospects?|declin\w+|disappear\w*|shrink\w*|increas\w+|decreas\w+)\b"
            r"|\bgoing (?:up|down)\b|\bprojected\b|\bpercent change\b"
            r"|\b(?:rise|rises|rising|fall)\b"
            r"|\b(?:more|fewer)\b[^.?!]*\bby 20\d\d\b|\bwill there be (?:more|fewer|less)\b"
        ),
    ),
    (
        "pay",
        re.compile(
            r"\b(?:pay|pays|paid|salar(?:y|ies)|wages?|earn\w*|compensation|comp|income|remuneration)\b"
            r"|\b(?:takes?|brings?) home\b|\bhourly\b|\bpay(?:ing|check|cheque)\b|\bpulls? in\b"
            r"|\bgoing rate\b|\b(?:how much|what|kind of) (?:cash|money)\b|\bmoney in \w"
            r"|\b(?:much|little|money|what)\b[^.?!]*\b"
            r"(?:(?:an?|per|each) hour|per annum)\b"
            r"|\b(?:gets?|makes?)\b[^.?!]*\bper (?:hour|week|month|year)\b"
        ),
    ),
    (
        "education",
        re.compile(
            r"\b(?:degrees?|educat(?:ion|ed)|schooling|credentials?|diplomas?|qualifications?)\b"
            r"|\bneed (?:\w+ )?(?:college|university)\b"
            r"|\b(?:go(?:ing)? to|attend(?:ing)?|finish(?:ed)?|without|graduate from)"
            r" (?:\w+ )?(?:college|university|high school|grad(?:uate)? school)\b"
            r"|\b(?:must|should|need to|have to|has to)"
            r" (?:(?:i|one|you|we|they) )?(?:study|major in)\b"
            r"|\b(?:master|bachelor|associate)'?s\b"
        ),
    ),
    ("training", re.compile(r"\btrain(?:ing|ed)\b|\bapprentice\w*\b")),
    ("experience", re.compile(r"\bexperience\b")),
    (
        "pay",
        re.compile(
            r"(?:\b(?:how much|how little|what)\b[^.?!]*"
            r"\b(?:do|does|did|would|can|could|will|might)\b|\bwhat'(?:s|d|ll)\b)[^.?!]*"
            r"\b(?:makes?|gets?)\b(?=\s*(?:$|[?.,!(;]|(?:a|an|per|each|every|in|at|on|as|by|than|who"
            r"|annually|yearly|monthly|weekly|typically|usually|now|these days|today|nowadays"
            r"|compared|versus|vs)\b))"
            r"|\b(?:makes?|making) (?:the )?(?:more|most|less|least)\b|\bmakes? how much\b"
            r"|\bwhat (?:they|those|these|people) (?:\w+ly )?(?:makes?|gets?)\b(?=\s*(?:$|[?.,!;]))"
        ),
    ),
    ("demand", re.compile(r"\bdemand\b|\bmarket fit\b")),
)
"""First match counts: "how many jobs" before "job growth"."""
