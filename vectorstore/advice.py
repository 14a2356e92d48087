"""Whether a sentence advises the reader of a career guide and sets no task to a machine. Pure.

Guides order their readers about in the same grammar as attackers do machines: "Contact us within
five working days". They are told apart by whom they speak of (you, us, "can I"), by the dates and
spans of time that deadlines and training have, and by the words of learning and earning. What a
sentence orders of a reply is judged elsewhere (`instructions.py`), before this.
"""

from __future__ import annotations

import re

_SPOKEN_TO = re.compile(
    r"\b(?:you(?:['\u2019](?:ll|re|ve|d))?|your(?:s|self)?|us|our|ours|we(?:['\u2019](?:ll|re|ve|d))?)\b",
    re.IGNORECASE,
)
_OF_ONESELF = re.compile(
    r"\b(?:can|could|will|would|should|must|may|might|am|have|if)\s(?:i|we)\b"
    r"|^(?:do|did|are|does)\s(?:i|we|you)\b(?!\s(?:know|think|believe)\b)"
    r"|(?<!how\sdo\s)(?<!did\s)\bi\s[a-z]+\?",
    re.IGNORECASE,
)
"""A question about what somebody may, must or will do themselves, or of what a site does."""
_QUOTED = re.compile(r"(?<!\w)['\"\u2018\u201c][^'\"\u2019\u201d]{3,}['\"\u2019\u201d](?!\w)")
_NUMBER = (
    r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|few|each|every"
    r"|working|last|next|first|final|per|the)"
)
_TIME = re.compile(
    rf"\b{_NUMBER}[\s-](?:working\s|full\s|half\s)?(?:days?|weekdays?|weekends?|weeks?|fortnights?"
    r"|months?|years?|semesters?|terms?|seasons?|shifts?|decades?)\b"
    r"|\b(?:by|before|from|until|on|in)\s(?:the\s)?(?:(?:end|start)\sof\s)?(?:\d{1,2}\s)?"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|spring|summer|autumn|fall|winter|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
    r"|\b(?:up\sfront|in\sadvance|full[\s-]time|part[\s-]time|on\stime|year\s(?:\d|one|two|three|four))\b",
    re.IGNORECASE,
)
"""How long something takes, and by when it must be done."""
_SUBJECTS = re.compile(
    r"\b(?:jobs?|(?:at|of|in|into|for|the|paid|unpaid|shift|night)\swork|working|worked|careers?|roles?|posts?|trades?|trad(?:e|es)men|profession\w*"
    r"|occupation\w*|vacanc\w+|shifts?|rotas?|rosters?|overtime|hours|pay|paid|payslips?|wages?"
    r"|salar\w+|earn\w*|incomes?|tips|tax|pensions?|unions?|contracts?|placements?|intern\w*"
    r"|apprentic\w+|train\w*|mentors?|supervis\w+|managers?|management|freelance\w*|self-employed"
    r"|stud(?:y|ies|ying|ents?)|cours\w+|class(?:es)?|degrees?|diplomas?|certificat\w+|qualif\w+"
    r"|licen[cs]\w+|licensure|accredit\w+|credits?|majors?|minors?|electives?|modules?|units?"
    r"|subjects?|evenings?|grades?|gpa|transcripts?|tests?|exams?|examin\w+|assess\w+|papers?|tuition|fees?|loans?|grants?"
    r"|bursar\w+|scholarships?|funding|refunds?|deposits?|deadlines?|costs?|appl(?:y|ies|ying|icants?"
    r"|ications?)|enrol\w*|admissions?|registrar|regist(?:er|ers|ered|ration)|portals?|forms?"
    r"|advis[eo]rs?|tutors?|teachers?|instructors?|professors?|college|universit\w+|schools?|campus"
    r"|open\s(?:day|evening|house)s?|webinars?|fairs?|intakes?|waiting\slists?|references?"
    r"|referees?|visas?|passports?|medicals?|drivers?|driving|volunteer\w*|shadow\w*|experience"
    r"|skills?|specialis\w+|specializ\w+|colleagues?|workmates|network\w*|rejections?|retrain\w*"
    r"|age|overnight|weekends?|holidays?|safety|tools|gloves|boots|clothes|uniform\w*|office"
    r"|board|council|firms?|compan(?:y|ies)|business\w*|agenc(?:y|ies)|notice|offers?|team)\b"
    r"|^(?:do\snot|don['\u2019]t|never)\s(?:forget|worry|hesitate|be\safraid|panic|give\sup)\b",
    re.IGNORECASE,
)
"""What guides are about: work, what it pays, learning for it, and getting in."""


def advises(sentence: str) -> bool:
    """Whether a sentence speaks to somebody who looks for work or learning.

    >>> advises("Allow three weeks for a reply."), advises("Explain the theory of relativity.")
    (True, False)
    >>> advises("Can I retrain at fifty?"), advises("Can you show me a function?")
    (True, False)
    """
    sentence = _QUOTED.sub("", sentence)
    is_question = sentence.rstrip("\"')] ").endswith("?")
    spoken = _OF_ONESELF if is_question else _SPOKEN_TO
    return any(p.search(sentence) for p in (spoken, _TIME, _SUBJECTS))
