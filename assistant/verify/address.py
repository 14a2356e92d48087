"""Words with which a sentence turns to its reader before it states anything.

"If pay is your main worry, ...", "The short answer is that ...": they say nothing that could be
false, so that only what follows is proven. A lead with a figure, a name, a denial or a degree is
none: "For the cheapest program, ..." claims something.
"""

from __future__ import annotations

import re

from assistant.stemming import stem
from assistant.verify.english import GENERIC
from assistant.verify.text import plain
from vectorstore.text import words

_ADDRESS = frozenset(
    """a an and are as ask asked asking at before big brief care concern concerned consider
    considering curious decide deciding do explore far first for front further how i if in
    interested is it keep let like long look looking main many may me mind much my nutshell of on
    one or other planning plan point put question questions remember s second short side simply
    since so something sum tell terms that the then there think thinking this to turn want wanted
    wanting we what when whether which while who with wonder wondering word words worried worries
    worry worth would you your yours yourself answer answers note matter matters subject topic
    comes come comparing weighing weigh choosing choose picking exploring mentioned wish hear
    know knowing anyone someone change switch""".split()
)
_ABOUT = frozenset(
    stem(w)
    for w in """field fields career careers job jobs pay paid pays money salary salaries wage wages
    earnings income hours schedule schedules training school schooling education degree degrees
    study studies size growth outlook employment work working experience price prices cost costs
    tuition fees length time place location program programs course courses numbers figures
    requirements entry""".split()
)
"""Stems of what a question may be about."""
_MARK = re.compile(
    r"\b(?:you|your|yours|answer|(?:any|some)one thinking|in (?:short|brief|sum|a nutshell)(?=[,:])"
    r"|in terms of|to sum up|simply put"
    r"|put simply|on the \w+ (?:side|front)|what it is worth|flip side|as for"
    r"|when it comes to|note|keep in mind)\b"
)
_CLAIMS = re.compile(
    r"\d|\b(?:not?|never|none|without|neither|nor|cannot|only|more|most|less|least|best|worst"
    r"|all|every|must|have to|need)\b|n't\b|\w{3,}est\b"
)
_YOU = re.compile(r"\byou(?:'re| are| were| have| might| may| would)* (?P<does>[a-z]+)")
_MIND = frozenset(
    """ask asked asking compare comparing consider considering curious decide deciding explore
    exploring hear interested keep know like look looking mind note plan planning remember think
    thinking want wanted weigh weighing wish wonder wondering worried worry choose
    choosing""".split()
)
"""What a reader may do; anything else ("if you work in mines") is a condition."""
_THAT = r"(?:is|are)(?: simply| just)? (?:that|this:)|(?:please )?note that|keep in mind that"
_LEAD = re.compile(
    rf"^(?P<lead>(?:[^,;:.()]{{2,80}}, )?[^,;:.()]{{0,60}}?(?:{_THAT})"
    r"|[^,;:.()]{4,90}[,:]) (?=\S)"
)


def without_address(text: str) -> str:
    """The sentence without such a lead, with a capital; the sentence itself where it has none.

    >>> without_address("If pay is your main worry, divers earn $40,000.")
    'Divers earn $40,000.'
    >>> without_address("For the cheapest program, divers pay $40,000.")
    'For the cheapest program, divers pay $40,000.'
    """
    m = _LEAD.match(text)
    if m is None or not _is_address(m["lead"]):
        return text
    rest = text[m.end() :]
    return without_address(rest[0].upper() + rest[1:]) if len(rest.split()) > 2 else text


def _is_address(lead: str) -> bool:
    said = plain(lead)
    if _CLAIMS.search(said) or not _MARK.search(said):
        return False
    if any(m["does"] not in _MIND for m in _YOU.finditer(said)):
        return False
    if any(w[0].isupper() and w != "I" for w in lead.split()[1:]):
        return False
    return all(w in _ADDRESS or stem(w) in _ABOUT | GENERIC or w == "flip" for w in words(said))
